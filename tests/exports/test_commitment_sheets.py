"""Commitments, recommendations to the Party and partner bodies on sheets, both ways, and the 公开承诺书 on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from exports import formats, forms, paper
from exports.fill_book import fill_book, plan_workbook
from exports.form_commitment import commitment_documents
from exports.intake import apply, read_plan
from exports.intake_kinds import recognise
from exports.intake_plan import NEW, SAME, Plan
from models import settings
from models.activity import Activity
from models.changes import change
from models.commitment import Commitment, CommitmentEvidence
from models.commitment_ledger import kept_share, share_text
from models.errors import AppError
from models.member import Member
from models.organisation import Organisation
from models.partner import Partner
from models.party import PartyRecommendation
from models.record import Record
from models.store import Store
from tests.exports.sheets import book
from tests.exports.test_paper import texts
from tests.exports.workbooks import opened
from tests.models.people import branch, committee, id_of, member

YEAR = 2010
HEADER = (
    *("序号", "承诺主体类别", "所在团组织", "承诺人（组织）", "承诺日期", "承诺内容", "对应“四个好/四带头”"),
    *("完成时限", "责任人", "公开方式", "践诺情况", "完成状态", "完成日期", "备注"),
)
FIRST, SECOND = id_of("1990-05-04", 11), id_of("1991-06-07", 13)


@pytest.fixture
def homes(store: Store) -> list[Organisation]:
    """A committee and two branches; there is a 张伟 in each."""
    top = committee()
    found = [
        top,
        branch("供水所团支部", top, unit="供水所", short_name="供水所"),
        branch("排水所团支部", top),
    ]
    member("张伟", found[1], id_number=FIRST, post="书记")
    member("张伟", found[2], id_number=SECOND, ethnicity="汉族")
    member("李娜", found[2])
    return found


def saved(*records: Record) -> None:
    with change("登记"):
        for record in records:
            record.save()


def promise(home: Organisation, title: str, **facts: Any) -> Commitment:
    made = Commitment(organisation=home.id, title=title, **({"year": YEAR} | facts))
    saved(made)
    return made


def said(plan: Plan) -> list[str]:
    return [issue.message for row in plan.rows() for issue in row.problems]


def row(number: int, *cells: object) -> list[object]:
    return [number, *cells, *[None] * (len(HEADER) - 1 - len(cells))]


def ledger(path: Path) -> Path:
    rows = [
        ["2010年创先争优公开承诺登记表", *[None] * (len(HEADER) - 1)],
        ["填报单位（盖章）：局团委", *[None] * (len(HEADER) - 1)],
        list(HEADER),
        row(1, "团组织", "供水所", "供水所", "2010.3.1", "每月清洁河道一次", "活动开展好", "2010-12"),
        row(
            2,
            "团干部",
            "供水所团支部",
            "张 伟",
            "2010.3.1",
            "带头讲一次团课",
            None,
            "2010-06-30",
            "张伟",
            "宣传栏",
        ),
        row(3, "团员", "排水所团支部", "张伟", "2010.3.1", "带头讲一次团课", None, "2010-06-30"),
    ]
    rows[3][11], rows[4][11:13], rows[5][11] = "已完成", ["已完成", "2010-07-02"], "逾期"
    return book(path / "承诺.xlsx", rows)


def test_a_ledger_comes_in_and_a_second_time_changes_nothing(
    homes: list[Organisation], tmp_path: Path
) -> None:
    path = ledger(tmp_path)
    assert list(recognise([path])) == [Commitment]
    plan = read_plan(Commitment, [path])
    assert said(plan) == []
    assert [each.status for each in plan.rows()] == [NEW] * 3
    apply(plan)
    found = list(Commitment.select().order_by(Commitment.id))
    here, there = Member.get(Member.id_number == FIRST), Member.get(Member.id_number == SECOND)
    assert [(each.member_id, each.promiser) for each in found] == [
        (None, "供水所团支部"),
        (here.id, "张伟"),
        (there.id, "张伟"),
    ]
    assert [(each.year, each.state, each.done) for each in found] == [
        (2010, "已完成", "2010"),
        (2010, "已完成", "2010-07-02"),
        (2010, "逾期", None),
    ]
    assert (found[1].channel, found[1].in_time) == ("公示栏", False)
    assert [each.status for each in read_plan(Commitment, [path]).rows()] == [SAME] * 3


def test_a_promise_of_nobody_on_the_roster_is_refused(homes: list[Organisation], tmp_path: Path) -> None:
    rows = [list(HEADER), row(1, "团员", "供水所团支部", "王无", "2010.3.1", "学一门技术")]
    plan = read_plan(Commitment, [book(tmp_path / "承诺.xlsx", rows)])
    assert len(said(plan)) == 1 and "王无" in said(plan)[0]


def test_a_short_sheet_of_the_whole_office_says_enough(homes: list[Organisation], tmp_path: Path) -> None:
    rows = [
        ["2010年公开承诺", None, None, None],
        ["填报单位：区水务局团委", None, None, None],
        ["序号", "承诺单位", "承诺事项", "完成时限"],
        [1, "供水所", "每月清洁河道一次", "2010-12"],
        [2, "排水所团支部", "走访困难职工", "2010-12"],
        [3, "李娜", "学一门技术", "2010-12"],
    ]
    path = book(tmp_path / "局团委承诺.xlsx", rows)
    plan = read_plan(Commitment, [path])
    assert said(plan) == []
    apply(plan)
    found = [(each.subject, each.organisation_id) for each in Commitment.select().order_by(Commitment.id)]
    assert found == [("团组织", homes[1].id), ("团组织", homes[2].id), ("团员", homes[2].id)]
    again = read_plan(Commitment, [path])
    assert not any(each.status == NEW for each in again.rows()), "nothing comes in twice"


def filled(homes: list[Organisation]) -> None:
    """Five promises of which three were kept, two of them in time."""
    settings.set_office({"telephone": "021-55550100"})
    for number, done in enumerate(("2010-05-01", None, "2010-09-01"), 1):
        promise(homes[1], f"第{number}条", due="2010-06-30", done=done, made="2010-01-05")
    someone = Member.get(Member.id_number == SECOND)
    promise(
        homes[2], "学一门技术", member=someone.id, due="2010-12-31", done="2010-12-31", judged_public="满意"
    )
    promise(homes[0], "健全制度")
    promise(homes[0], "明年的事", year=YEAR + 1)
    held = Activity(branch=homes[1].id, category="比贡献", title="清洁河道", start="2010-04-01")
    saved(held)
    saved(CommitmentEvidence(commitment=Commitment.get(Commitment.title == "第1条").id, activity=held.id))


def lines(path: Path) -> tuple[str, list[list[Any]]]:
    """The line over the table, and the rows below its two heads down to the last with a number."""
    sheet = opened(path).worksheets[0]
    cells = [[cell.value for cell in each] for each in sheet.iter_rows(min_row=4)]
    return str(cells[0][0]), [each for each in cells[3:] if isinstance(each[0], int)]


def test_the_ledger_goes_out_with_the_share_kept_over_it(homes: list[Organisation], tmp_path: Path) -> None:
    filled(homes)
    target = tmp_path / "表.xlsx"
    assert formats.export("commitments", YEAR, target).unknown == []
    line, rows = lines(target)
    assert line.split() == ["承诺数：5", "已兑现数：3", "兑现率：60%"]
    assert share_text(kept_share(len(rows), sum(each[11] == "已完成" for each in rows))) == "60%"
    assert [each[3] for each in rows] == ["区水务局团委", *["供水所团支部"] * 3, "张伟"]
    assert (rows[1][17], rows[4][14]) == ("清洁河道", "满意")
    formats.export("commitments", YEAR, target, homes[2])
    assert lines(target)[0].split() == ["承诺数：1", "已兑现数：1", "兑现率：100%"]
    formats.export("commitments", YEAR - 1, target)
    assert lines(target)[0].split() == ["承诺数：0", "已兑现数：0", "兑现率："]


def test_what_went_out_comes_back_the_same(homes: list[Organisation], tmp_path: Path) -> None:
    filled(homes)
    target = tmp_path / "表.xlsx"
    formats.export("commitments", YEAR, target)
    plan = read_plan(Commitment, [target])
    assert said(plan) == []
    assert [each.status for each in plan.rows()] == [SAME] * 5


def test_the_district_s_own_sheet_gets_its_line_filled(homes: list[Organisation], tmp_path: Path) -> None:
    filled(homes)
    rows: list[list[object]] = [
        ["公开承诺台账", *[None] * 5],
        ["公开承诺数：      按期兑现数：____", *[None] * 5],
        ["序号", "承诺人", "承诺内容", "完成时限", "完成情况", "兑现时间"],
        *[[None] * 6 for _ in range(6)],
    ]
    path, out = book(tmp_path / "区表.xlsx", rows), tmp_path / "填好.xlsx"
    fill_book(plan_workbook(path), YEAR, out)
    sheet = opened(out).worksheets[0]
    assert sheet["A2"].value.rstrip("_").split() == ["公开承诺数：5", "按期兑现数：2"]
    assert sheet["C4"].value == "健全制度"


def test_those_recommended_are_told_apart_by_their_numbers(homes: list[Organisation], tmp_path: Path) -> None:
    header = (
        *("姓名", "身份证号", "性别", "民族", "文化程度", "介绍人", "介绍人身份证", "入团时间", "推荐时间"),
        *("个人情况", "团支部大会意见"),
    )
    rest = ["李四", None, None, "2010-05-04", "踏实", "同意"]
    rows = [
        ["推优入党表", *[None] * 10],
        list(header),
        ["张伟", SECOND, None, None, None, *rest],
        ["张伟", None, None, None, None, *rest],
        ["李娜", FIRST, None, None, None, *rest],
    ]
    path = book(tmp_path / "推优入党表.xlsx", rows)
    assert list(recognise([path])) == [PartyRecommendation]
    plan = read_plan(PartyRecommendation, [path])
    refused = [each.problems[0].message for each in plan.rows() if each.problems]
    assert len(refused) == 2 and "都叫“张伟”" in refused[0] and "不符" in refused[1]
    apply(plan, skip_problems=True)
    made = PartyRecommendation.get()
    assert (made.organisation_id, made.recommended, made.opinion) == (homes[2].id, "2010-05-04", "同意")
    out = tmp_path / "表.xlsx"
    formats.export("party-recommendations", YEAR, out, full=True)
    cells = [cell.value for cell in opened(out).worksheets[0][5]]
    assert cells[1:6] == ["排水所团支部", "张伟", SECOND, "男", "汉族"]


def test_partners_go_out_and_come_back(homes: list[Organisation], tmp_path: Path) -> None:
    saved(
        Partner(name="碧水青年社", kind="青年社团", organisation=homes[1].id, size=35, phone="021-55550200")
    )
    out = tmp_path / "表.xlsx"
    formats.export("partners", YEAR, out, full=True)
    assert list(recognise([out])) == [Partner]
    plan = read_plan(Partner, [out])
    assert (said(plan), [each.status for each in plan.rows()]) == ([], [SAME])


def test_recommendations_are_counted_on_the_statistics(homes: list[Organisation], tmp_path: Path) -> None:
    person = Member.get(Member.id_number == SECOND)
    saved(PartyRecommendation(member=person.id, recommended="2010-05-04"))
    out = tmp_path / "表.xlsx"
    formats.export("basic-statistics", YEAR, out)
    sheet = opened(out).worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[4]}
    column = heads["推优入党人数"]
    by_name = {each[1].value: each[column - 1].value for each in sheet.iter_rows(min_row=7, max_row=9)}
    assert by_name == {"区水务局团委": 0, "供水所团支部": 0, "排水所团支部": 1}


def test_all_that_one_promised_in_a_year_stands_on_one_sheet(homes: list[Organisation]) -> None:
    filled(homes)
    made = forms.documents("commitment", YEAR)
    assert [(each["who"], len(each["items"])) for each in made] == [  # type: ignore[arg-type]
        ("区水务局团委", 1),
        ("供水所团支部", 3),
        ("张伟", 1),
    ]
    chosen = commitment_documents([Commitment.get(Commitment.title == "第3条")])
    assert [each["number"] for each in chosen[0]["items"]] == ["1", "2", "3"]  # type: ignore[index, attr-defined]
    pages = texts(paper.render("commitment", chosen))
    assert len(pages) == 1
    for word in ("公开承诺书", "2010年度", "供水所团支部", "第2条", "021-55550100", "2010年1月5日", "盖章"):
        assert word in pages[0]
    with pytest.raises(AppError, match=str(YEAR - 1)):
        forms.documents("commitment", YEAR - 1)


@pytest.mark.parametrize(("items", "words", "pages"), [(5, 6, 1), (9, 4, 1), (12, 8, 2)])
def test_more_than_five_shrink_before_they_take_a_second_page(
    homes: list[Organisation], items: int, words: int, pages: int
) -> None:
    for number in range(items):
        promise(homes[1], f"{number}号承诺，" + "认真办好实事；" * words, due="2010-12-31")
    found = texts(paper.render("commitment", forms.documents("commitment", YEAR)))
    assert len(found) == pages
    assert all(f"{number}号承诺" in "".join(found) for number in range(items))
    assert "监督电话" in found[-1]
