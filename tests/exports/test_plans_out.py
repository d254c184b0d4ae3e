"""Plans, the leading group and brands on paper and in sheets, out and in again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from exports import formats, forms, paper
from exports.form_leading_group import group_documents
from exports.form_plan import plan_documents
from exports.intake import apply, read_plan
from exports.intake_kinds import recognise
from exports.intake_plan import NEW, PROBLEM, SAME
from models.brand import BUILDING, CIVILISED_UNIT, NAMED, POST_EXPERT, Brand
from models.changes import change
from models.errors import AppError
from models.leading_group import USUAL_DUTIES
from models.member import Office
from models.organisation import Organisation
from models.plan import Plan, PlanStep, begin_plan
from models.starter import plant_dictionaries
from models.store import Store
from tests.exports.sheets import book
from tests.exports.test_paper import squash, texts
from tests.exports.workbooks import opened
from tests.models.people import branch, committee, member

YEAR = 2010
SHEET_OF_BRANDS = ["品牌创建时间", "品牌类型", "所在团组织", "人员组成", "基本情况"]  # domain §5


@pytest.fixture
def homes(store: Store) -> list[Organisation]:
    plant_dictionaries()
    top = committee()
    return [top, branch("一所团支部", top, position=1), branch("二所团支部", top, position=2)]


def plan(home: Organisation, **facts: object) -> Plan:
    with change("拟定"):
        made = Plan(organisation=home.id, year=YEAR, **facts)
        made.save()
        PlanStep(plan=made.id, task="召开动员会", who="支部书记", due="2010-03-15", done="2010-03-10").save()
        PlanStep(plan=made.id, task="全年总结", due="2010-12", result="正在收集#材料").save()
    return made


def test_a_plan_prints_its_text_and_every_step(homes: list[Organisation]) -> None:
    plan(homes[1], aims="争创五四红旗团支部\n全年活动12次", content="一、比贡献。", issued="2010-03-01")
    [document] = forms.documents("plan", YEAR)
    printed = squash("".join(texts(paper.render("plan", [document]))))
    for text in (
        "一所团支部2010年创先争优活动实施方案",
        "全年活动12次",
        "一、比贡献。",
        "召开动员会支部书记2010-03-152010-03-10",
        "全年总结2010-12",
        "正在收集#材料",
        "2010年3月1日",
    ):
        assert squash(text) in printed


def test_plans_print_one_or_all_in_the_order_of_the_tree(homes: list[Organisation]) -> None:
    for home in reversed(homes):
        plan(home)
    assert [each["bookmark"] for each in forms.documents("plan", YEAR)] == [each.name for each in homes]
    assert [each["bookmark"] for each in forms.documents("plan", YEAR, homes[2].id)] == ["二所团支部"]
    with pytest.raises(AppError, match="2011年没有可以打印的实施方案"):
        forms.documents("plan", YEAR + 1)


def test_a_plan_without_anything_prints_places_to_write(homes: list[Organisation]) -> None:
    [page] = texts(paper.render("plan", plan_documents([begin_plan(homes[1], YEAR, None)])))
    assert "年月日" in squash(page)


def test_the_group_prints_roles_duties_and_what_is_vacant(homes: list[Organisation]) -> None:
    day = date(YEAR, 6, 15)
    with pytest.raises(AppError, match="2010年6月15日没有"):
        group_documents(day)
    people = [member(name, homes[1], job="调度员") for name in ("张三", "李四")]
    with change("任职"):
        Office(member=people[0].id, organisation=homes[0].id, post="书记", since="2009-06").save()
        Office(member=people[1].id, organisation=homes[1].id, post="书记", since="2010-01").save()
    [document] = group_documents(day)
    [page] = texts(paper.render("leading-group", [document]))
    printed = squash(page)
    for text in (
        "张三",
        "区水务局团委书记",
        "一所团支部书记",
        "2009.06",
        "二所团支部书记",
        *USUAL_DUTIES,
    ):
        assert squash(text) in printed
    assert [each["duty"] for each in document["roles"]] == list(USUAL_DUTIES.values())
    # 副组长 and the secretary of the second branch.
    assert printed.count("（空缺）") == 2


def test_a_list_of_thirty_stays_on_one_page(homes: list[Organisation]) -> None:
    for number in range(30):
        home = branch(f"第{number}管理所基层作业区团支部", homes[0])
        member("欧阳明", home, post="书记", job="水利工程运行维护班班长")
    assert len(texts(paper.render("leading-group", group_documents(date.today())))) == 1


def test_the_sheet_of_brands_comes_in(homes: list[Organisation], tmp_path: Path) -> None:
    member("张三", homes[1])
    path = book(
        tmp_path / "品牌创建.xlsx",
        [
            SHEET_OF_BRANDS,
            ["2010.03", "青年文明号", "一所团支部", "营业班青年12人", "首问负责"],
            ["2010-05-04", "岗位能手", "一所团支部", "张三", "技术标兵"],
            ["2010.05", "青年岗位能手", "二所团支部", "王五", "不在册"],
            ["2010.05", "红旗窗口", "二所团支部", "前台", "没有这一类"],
        ],
    )
    assert recognise([path]) == {Brand: [path]}
    found = read_plan(Brand, [path])
    assert [row.status for row in found.rows()] == [NEW, NEW, PROBLEM, PROBLEM]
    apply(found, skip_problems=True)
    unit, expert = Brand.select().order_by(Brand.id)
    assert (unit.name, unit.state, unit.people) == ("一所团支部青年文明号", BUILDING, "营业班青年12人")
    assert (expert.kind, expert.member.name, expert.started) == (POST_EXPERT, "张三", "2010-05-04")
    assert [row.status for row in read_plan(Brand, [path]).rows()][:2] == [SAME, SAME]


def test_a_sheet_of_plans_comes_in(homes: list[Organisation], tmp_path: Path) -> None:
    path = book(
        tmp_path / "实施方案汇总.xlsx",
        [
            ["序号", "制定单位", "年度", "工作目标", "制定日期"],
            [1, "一所团支部", 2010, "争创五四红旗团支部", "2010-03-01"],
            [2, "一所团支部", 2010, "又一份", None],
        ],
    )
    assert recognise([path]) == {Plan: [path]}
    found = read_plan(Plan, [path])
    assert [row.status for row in found.rows()] == [NEW, PROBLEM]


def test_brands_go_out_as_a_sheet_and_their_counts_into_format_11b(
    homes: list[Organisation], tmp_path: Path
) -> None:
    person = member("张三", homes[1])
    with change("登记"):
        for facts in (
            {"kind": CIVILISED_UNIT, "name": "营业厅", "started": "2009-03", "named": "2010-05-04"},
            {"kind": CIVILISED_UNIT, "name": "泵站", "started": "2010-04", "level": "区级"},
            {"kind": CIVILISED_UNIT, "name": "旧的", "started": "2005", "named": "2006", "lost": "2009-11"},
            {"kind": POST_EXPERT, "member": person.id, "named": "2010-05-04"},
        ):
            Brand(organisation=homes[1].id, **facts).save()
    out = tmp_path / "品牌.xlsx"
    assert formats.export("brands", YEAR, out).rows == 3
    cells = [
        [cell.value for cell in row] for row in opened(out).worksheets[0].iter_rows(min_row=5, max_row=7)
    ]
    assert [(row[3], row[1], row[8], row[9]) for row in cells] == [
        ("营业厅", "2009-03", NAMED, "2010-05-04"),
        ("泵站", "2010-04", BUILDING, None),
        ("张三青年岗位能手", None, NAMED, "2010-05-04"),
    ]
    # What goes out comes in again as the same.
    back = read_plan(Brand, [out])
    assert [row.status for row in back.rows()] == [SAME, SAME, SAME]
    counts = tmp_path / "统计.xlsx"
    filled = formats.export("activity-statistics", YEAR, counts)
    assert filled.unknown == []
    sheet = opened(counts).worksheets[0]
    head = {str(cell.value): cell.column for row in sheet.iter_rows(min_row=4, max_row=5) for cell in row}
    first = next(row[0].row for row in sheet.iter_rows() if row[1].value == "一所团支部")
    assert sheet.cell(first, head["新增青年文明号（创建）数"]).value == 1
    assert sheet.cell(first, head["新增岗位能手数"]).value == 1
