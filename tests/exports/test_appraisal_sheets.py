"""The sheets and the form of the members' appraisal: format 8b with its checks, the two lists, form 8a, past grades."""

from __future__ import annotations

from pathlib import Path

import pytest

from exports import formats, forms, paper
from exports.fill_check import check_list
from exports.fill_workbook import Template
from exports.intake import read_plan
from exports.intake_kinds import recognise
from exports.intake_plan import SAME
from exports.package import Package
from exports.recognise import ListPlan, recognise_list
from exports.sources import Scope
from exports.workbook import read_workbook
from models.appraisal import AppraisalMeeting, MemberAppraisal, appraisals, begin_appraisals
from models.appraisal_points import begin_standards, set_points
from models.award import Nomination
from models.changes import change
from models.errors import AppError
from models.member import Member
from models.organisation import Organisation
from models.store import Store
from tests.exports.sheets import book
from tests.models.people import branch, committee, id_of, member

YEAR = 2010
NAMES = ("张三", "李四", "王五", "赵六")


@pytest.fixture
def home(store: Store) -> Organisation:
    """A branch whose appraisal is done but for one absent: two of three are 优秀. A second one has not begun."""
    top = committee()
    made = branch("泵站团支部", top)
    branch("河道团支部", top)
    for order, name in enumerate(NAMES, 11):
        member(name, made, joined="2006-05", id_number=id_of("1988-05-04", order), last_grade="合格")
    begin_standards(YEAR)
    begin_appraisals(made, YEAR)
    with change("评议"):
        AppraisalMeeting(organisation=made, year=YEAR, date="2010-12-20", expected=4, present=3).save()
        for each, grade in zip(appraisals(made.id, YEAR), ("优秀", "优秀", "合格", None), strict=True):
            each.grade = each.self_grade = grade
            each.votes_excellent = 2 if grade else None
            each.absent_reason = None if grade else "产假"
            each.self_text = "学得认真，<干得> #好"
            each.branch_opinion = "同意"
            if grade:
                each.registration, each.registered_on = "已注册", "2010-12-28"
            each.save()
    return made


def table(path: Path, first: int) -> list[dict[str, object]]:
    """The rows of a filled sheet whose header's last row is `first` (from 1), by its header texts."""
    (sheet,) = read_workbook(path).sheets
    rows = list(zip(*sheet.columns, strict=True))
    heads = [str(cell) for cell in rows[first - 1]]
    return [dict(zip(heads, row, strict=True)) for row in rows[first:]]


def test_the_summary_counts_each_branch_and_says_what_is_against_the_rules(
    home: Organisation, tmp_path: Path
) -> None:
    target = tmp_path / "表.xlsx"
    said = formats.export("appraisal-summary", YEAR, target)
    assert said.unknown == []
    (sheet,) = read_workbook(target).sheets
    rows = [list(row) for row in zip(*sheet.columns, strict=True)]
    mine = next(row for row in rows if row[1] == "泵站团支部")
    # 序号 团支部 团员总数 应参评 实参评 参评率 优秀数 % 合格数 % 基本合格 不合格 注册 暂缓 未参评原因 评议日期
    assert [*mine[2:5], mine[6], mine[8], *mine[10:14]] == [4, 4, 3, 2, 1, 0, 0, 3, 0]
    assert mine[14:16] == ["赵六（产假）", "2010-12-20"]
    assert [warned.message for warned in said.warnings if "泵站" in warned.message] == [
        "泵站团支部：优秀2人，占参评3人的66.7%，不超过30%即最多0人"
    ]


def plan_of(path: Path) -> ListPlan:
    with Package(path) as package:
        template = Template(package)
        found = recognise_list(template.sheet(template.places[0].name), template.styles)
    assert found is not None
    return found


def test_a_districts_own_summary_is_checked_before_it_is_sent(home: Organisation, tmp_path: Path) -> None:
    heads = ["序号", "团支部", "应参评数", "实参评数", "优秀人数", "合格人数", "备注"]
    path = book(tmp_path / "汇总.xlsx", [["2010年团员教育评议情况汇总表"], heads, [None] * 7, [None] * 7])
    plan = plan_of(path)
    assert plan.subject.name == "appraisal_summary"
    findings = check_list(plan, Scope(YEAR))
    found = [(each.column, each.row, each.severity) for each in findings if "不超过30%" in each.message]
    assert found == [("E", 0, "error")]


@pytest.mark.parametrize(
    ("name", "title", "count"), [("appraisal-list", "评议", 4), ("registration-list", "注册", 3)]
)
def test_the_lists_of_members_come_back_as_they_went_out(
    home: Organisation, tmp_path: Path, name: str, title: str, count: int
) -> None:
    target = tmp_path / f"{title}.xlsx"
    said = formats.export(name, YEAR, target, full=True)
    assert (said.rows, said.unknown, said.warnings) == (count, [], [])
    assert list(recognise([target])) == [MemberAppraisal]
    plan = read_plan(MemberAppraisal, [target])
    assert [row.status for row in plan.rows()] == [SAME] * count, [row.changes for row in plan.rows()]


def test_rosters_and_nominations_say_the_registration_and_the_grades_of_the_years(
    home: Organisation, tmp_path: Path
) -> None:
    first = Member.get(Member.name == "张三")
    with change("往年"):
        for year, grade in ((2007, "不合格"), (2008, "合格"), (2009, "基本合格")):
            MemberAppraisal(member=first, year=year, grade=grade).save()
        Nomination(year=YEAR, kind="优秀共青团员", member=first).save()
    target = tmp_path / "名册.xlsx"
    formats.export("member-roster", YEAR, target)
    rows = {row["姓名"]: row for row in table(target, 4)}
    # The year before is asked for, though the roster itself already follows this year's.
    assert Member.get_by_id(first.id).last_grade == "优秀"
    assert (rows["张三"]["上年度教育评议等次"], rows["张三"]["团籍注册（本年）"]) == ("基本合格", "已注册")
    assert (rows["赵六"]["上年度教育评议等次"], rows["赵六"]["团籍注册（本年）"]) == ("合格", None)
    (document,) = forms.documents("nomination-form", YEAR)
    assert document["grades"] == "2009年基本合格、2008年合格、2007年不合格"


def test_the_form_has_what_was_entered_and_blanks_for_the_rest(home: Organisation) -> None:
    one = appraisals(home.id, YEAR)[0]
    line = begin_standards(YEAR)[0]
    set_points(one, line, "branch_points", 18.5)
    documents = forms.documents("appraisal-form", YEAR, home.id)
    assert len(documents) == len(NAMES)
    mine = documents[0]
    assert (mine["name"], mine["held"], mine["expected"], mine["grade"]) == (
        "张三",
        "2010-12-20",
        "4",
        "优秀",
    )
    assert [each["count"] for each in mine["votes"]] == ["2", "", "", "", ""]  # type: ignore[index, union-attr]
    assert mine["items"][0]["branch"] == "18.5" and mine["total"]["branch"] == "18.5"  # type: ignore[index]
    assert documents[3]["absent"] == "产假"
    assert paper.render("appraisal-form", documents).startswith(b"%PDF")


def test_a_year_without_appraisals_or_standards_is_told_so(home: Organisation) -> None:
    with pytest.raises(AppError, match="2008年没有可以打印的团员评议"):
        forms.documents("appraisal-form", 2008)
    with change("往年"):
        MemberAppraisal(member=Member.get(), year=2009).save()
    (document,) = forms.documents("appraisal-form", 2009)
    assert [item["name"] for item in document["items"]][-1] == "组织纪律"  # type: ignore[index, union-attr]
    assert document["items"][0]["content"] == ""  # type: ignore[index]
