"""Reviews, inspections, corrections and draws on paper and in sheets, out and in again."""

from __future__ import annotations

from pathlib import Path

import pytest

from exports import formats, forms, paper
from exports.form_draw import draw_documents
from exports.form_inspection import inspection_documents
from exports.form_review import blank_reviews, review_documents
from exports.intake import apply, read_plan
from exports.intake_kinds import recognise
from exports.intake_plan import NEW, SAME
from models.changes import change
from models.correction import Correction
from models.draw import BY_DISTRICT, Draw, hold, read_inspectors
from models.errors import AppError
from models.figure import Period
from models.figures import figure
from models.organisation import Organisation
from models.record import Record
from models.review import ABOVE, PARTY, Review, organisations_covered
from models.starter import plant_dictionaries
from models.store import Store
from models.supervision import Inspection, InspectionCheck
from tests.exports.sheets import book
from tests.exports.test_paper import squash, texts
from tests.exports.workbooks import opened
from tests.models.people import branch, committee, member

YEAR = 2010
# domain §7, 12d
HEADERS_12D = [
    *(
        "编号",
        "督查方式",
        "被督查团组织",
        "督查时间",
        "地点",
        "督查组成员",
        "督查内容(核查项 ✓/✗)",
        "查阅材料",
    ),
    *("座谈人数", "总体评价", "亮点做法", "存在问题", "整改要求", "整改时限", "责任人", "整改结果"),
    *("复查人·复查日期", "被督查单位签字"),
]


@pytest.fixture
def homes(store: Store) -> list[Organisation]:
    plant_dictionaries()
    top = committee()
    return [top, branch("一所团支部", top, district="城东片"), branch("二所团支部", top, district="城西片")]


def saved(record: Record) -> Record:
    with change("登记"):
        record.save()
    return record


def review(home: Organisation, **facts: object) -> Review:
    made = Review(
        **{
            "organisation": home.id,
            "by": PARTY,
            "date": "2010-06-30",
            "reviewer": "陈书",
            "reviewer_post": "党支部书记",
            "way": "会议",
            "problems": "记录不全",
            "score": 91.5,
            "grade": "好",
            **facts,
        }
    )
    saved(made)
    task = "带好班组" if made.member_id else "补全记录"
    saved(Correction(review=made.id, task=task, measure="专人归档", due="2010-09-30", responsible="张三"))
    return made


def inspection(home: Organisation, **facts: object) -> Inspection:
    made = Inspection(
        **{
            "organisation": home.id,
            "way": "座谈会",
            "date": "2010-08-02",
            "team": "甲、乙",
            "symposium_people": 12,
            "overall": "总体较好",
            **facts,
        }
    )
    saved(made)
    saved(InspectionCheck(inspection=made.id, item="信息按月报送", passed=True))
    saved(InspectionCheck(inspection=made.id, item="公开承诺已公示", passed=False, note="未更新"))
    saved(
        Correction(inspection=made.id, task="更新公示", due="2010-09-01", result="已更新", done="2010-08-20")
    )
    return made


def printed(form: str, documents: list[paper.Document]) -> list[str]:
    return [squash(page) for page in texts(paper.render(form, documents))]


def test_a_review_prints_all_that_was_said_on_one_page(homes: list[Organisation]) -> None:
    person = member("张三", homes[1])
    review(homes[1], progress="方案有分工", service="检修用水设施#40户", signed=True)
    review(homes[1], member=person.id, achievements="带头作用明显")
    first, second = printed("review-form", forms.documents("review-form", YEAR))
    for text in (
        "点评对象一所团支部",
        "同级党组织点评方式会议",
        "陈书党支部书记",
        "91.5分好",
        "组织推进方案有分工",
        "检修用水设施#40户",
        "补全记录措施：专人归档2010-09-30张三",
    ):
        assert text in first
    assert "张三（团员）" in second and "带头作用明显" in second


def test_a_long_review_goes_on_over_the_next_page(homes: list[Organisation]) -> None:
    words = "".join(f"第{number}点。" for number in range(600))
    pages = printed("review-form", review_documents([review(homes[1], achievements=words)]))
    assert len(pages) > 1
    # One may be divided between two pages.
    lost = [number for number in range(600) if f"第{number}点" not in "".join(pages)]
    assert len(lost) < len(pages)


def test_blank_forms_are_for_those_that_still_wait(homes: list[Organisation]) -> None:
    review(homes[1])
    blanks = blank_reviews(organisations_covered(YEAR))
    assert [(each.organisation.name, each.by) for each in blanks] == [
        ("区水务局团委", PARTY),
        ("二所团支部", PARTY),
        ("区水务局团委", ABOVE),
        ("一所团支部", ABOVE),
        ("二所团支部", ABOVE),
    ]
    documents = review_documents(blanks)
    assert all(document["corrections"] == [] for document in documents)
    assert "□会议□书面□现场" in printed("review-form", documents[:1])[0]
    assert Review.select().count() == 1


def test_an_inspection_prints_its_points_with_their_signs(homes: list[Organisation]) -> None:
    inspection(homes[1], signed_by="李四")
    [page] = printed("inspection-form", forms.documents("inspection-form", YEAR))
    for text in (
        "编号：2010-001",
        "信息按月报送✓公开承诺已公示（未更新）✗",
        "座谈人数12",
        "更新公示2010-09-01已更新",
    ):
        assert text in page
    planned = saved(Inspection(organisation=homes[2].id, way="实地调研", planned="2010-11-01"))
    [document] = inspection_documents([planned])
    assert len(document["checks"]) > 5
    assert document["date"] == ""
    with pytest.raises(AppError, match="2009年还没有督查"):
        forms.documents("inspection-form", 2009)


def test_the_record_of_a_draw_has_all_to_recount_it(homes: list[Organisation]) -> None:
    draw = Draw(
        name="上半年抽查", date="2010-05-16", strata=BY_DISTRICT, count=2, team_size=1, seed="彩票07-12-23"
    )
    hold(draw, read_inspectors("王五 一所团支部\n赵六 区水务局团委"))
    first, *others = printed("draw-record", draw_documents([draw]))
    for text in (
        "彩票07-12-23",
        draw.digest,
        draw.pool_digest,
        "城东片：1个中抽1个",
        "抽取人签字",
        "监督人签字",
    ):
        assert text in first
    assert all(pick in first for pick in ("1一所团支部城东片赵六", "2二所团支部城西片王五"))
    assert all(line in "".join(others) for line in draw.candidates.splitlines())
    assert forms.documents("draw-record", YEAR, homes[1].id)[0]["name"] == "上半年抽查"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("review-summary", Review), ("inspection-list", Inspection), ("correction-list", Correction)],
)
def test_a_list_that_went_out_comes_in_again_as_the_same(
    homes: list[Organisation], tmp_path: Path, name: str, kind: type[Record]
) -> None:
    person = member("张三", homes[1])
    review(homes[1])
    review(homes[1], member=person.id)
    inspection(homes[1])
    inspection(homes[2], date="2010-09-03")
    out = tmp_path / f"{name}.xlsx"
    filled = formats.export(name, YEAR, out)
    assert filled.rows == kind.select().count()
    assert recognise([out]) == {kind: [out]}
    assert {row.status for row in read_plan(kind, [out], year=YEAR).rows()} == {SAME}


def test_the_list_of_inspections_says_the_points_and_what_was_put_right(
    homes: list[Organisation], tmp_path: Path
) -> None:
    made = inspection(homes[1])
    saved(Correction(inspection=made.id, task="补记录", due="2010-10-01", responsible="王五"))
    formats.export("inspection-list", YEAR, tmp_path / "督查.xlsx")
    sheet = opened(tmp_path / "督查.xlsx").active
    header = {sheet.cell(4, column).value: column for column in range(1, sheet.max_column + 1)}

    def cell(name: str) -> object:
        return sheet.cell(5, header[name]).value

    assert cell("督查内容（核查项）") == "✓信息按月报送　✗公开承诺已公示（未更新）"
    assert cell("整改时限") == "1.2010-09-01\n2.2010-10-01"
    assert (cell("责任人"), cell("整改结果")) == ("王五", "已更新")


def test_a_sheet_with_the_real_headers_is_imported(homes: list[Organisation], tmp_path: Path) -> None:
    row = [
        "",
        "抽查",
        "一所团支部",
        "2010.9.8",
        "会议室",
        "甲乙",
        "",
        "台账",
        6,
        "好",
        "",
        "缺照片",
        "补",
        "",
        "",
        "",
        "",
        "丙",
    ]
    path = book(tmp_path / "督查记录.xlsx", [["督查（抽查）记录表"], HEADERS_12D, row])
    plan = read_plan(Inspection, [path])
    assert [each.status for each in plan.rows()] == [NEW]
    apply(plan)
    made = Inspection.get()
    assert (made.way, made.date, made.number, made.year) == ("随机抽查", "2010-09-08", "2010-001", YEAR)
    assert (made.problems, made.demands, made.signed_by) == ("缺照片", "补", "丙")


def test_figures_count_what_was_carried_out(homes: list[Organisation]) -> None:
    review(homes[1])
    review(homes[2], by=ABOVE, date="2010-12-31")
    review(homes[2], date="2011-01-01")
    inspection(homes[1])
    saved(Inspection(organisation=homes[2].id, way="随机抽查", planned="2010-11-01"))
    year = Period.year(YEAR)
    assert figure("reviews.total").by_organisation(year) == {homes[1].id: 1, homes[2].id: 1}
    assert figure("reviews.above").value(year) == 1
    assert figure("inspections.total").value(year) == figure("inspections.座谈会").value(year) == 1
    assert figure("corrections.total").value(year) == 4
    assert figure("corrections.done").value(year) == 1
