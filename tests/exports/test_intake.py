"""Importing: which rows are records, which record they are about, what is refused, and that all adds up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from exports.intake import apply, read_plan, remember_columns
from exports.intake_plan import CHANGED, NEW, PROBLEM, SAME, Plan, as_json
from exports.intake_rejects import REASON, write_rejects
from models.activity import Activity
from models.errors import AppError
from models.journal import history, last_undoable, undo
from models.member import Member
from models.organisation import Organisation
from models.record import Record
from models.settings import set_work_year
from models.store import Store
from tests.exports.sheets import book, raw_book
from tests.models.people import branch, committee, id_of, member

HEADS = ["序号", "所在团组织", "姓名", "性别", "出生年月", "身份证号", "入团时间", "备注"]


def person(number: int, name: str, **other: Any) -> list[Any]:
    """A plain row for HEADS, with an own ID number."""
    values = {
        "所在团组织": "局机关团支部",
        "性别": "男",
        "出生年月": "1990.05",
        "身份证号": id_of("1990-05-04", 2 * number + 1),
        "入团时间": "2005.05",
    } | other
    return [number, values["所在团组织"], name, *(values.get(head) for head in HEADS[3:])]


def plan_of(kind: type[Record], *paths: Path, **options: Any) -> Plan:
    return read_plan(kind, paths, **options)


def statuses(plan: Plan) -> list[tuple[int, str]]:
    return [(row.number, row.status) for row in plan.rows()]


def problems(plan: Plan) -> list[tuple[str, str | None]]:
    return [(row.cell(issue), issue.field) for row in plan.rows() for issue in row.problems]


def warnings(plan: Plan) -> list[tuple[str, str | None]]:
    return [(row.cell(issue), issue.field) for row in plan.rows() for issue in row.warnings]


# Which rows are records ---------------------------------------------------------------------------------------


def test_totals_notes_and_signatures_are_nobody(store: Store, tmp_path: Path) -> None:
    branch()
    path = book(
        tmp_path / "名册.xlsx",
        [
            ["某局团员花名册", *[None] * 7],
            HEADS,
            [None, "甲", "1", "2", "3", "4", "5", "6"],
            person(1, "张三"),
            [None, "局机关团支部", "小  计", "1人", None, None, None, None],
            person(2, "李四"),
            [3, *[None] * 7],
            HEADS,
            person(4, "王五"),
            ["合计：3人", *[None] * 7],
            [None] * 8,
            ["注：1.姓与名之间请勿空格", *[None] * 7],
            ["2.身份证号请用文本格式填写", *[None] * 7],
            ["填表人：张某", None, "审核人：李某", None, "2010年12月20日", *[None] * 3],
            ["共青团某局委员会制", *[None] * 7],
        ],
    )
    plan = plan_of(Member, path)
    assert statuses(plan) == [(4, NEW), (6, NEW), (9, NEW)]
    (sheet,) = plan.sheets()
    assert (sheet.blank, sheet.totals, sheet.others) == (1, 2, 5 + 1)
    assert plan.balance().text().startswith("读取4行 = 新增3 + 有变化0 + 相同0 + 有问题0 + 空行1（")


def test_people_below_a_pages_footer_are_not_lost(store: Store, tmp_path: Path) -> None:
    branch()
    path = book(
        tmp_path / "两页.xlsx",
        [HEADS, person(1, "张三"), ["合计", 1], ["填表人：某", None], HEADS, person(2, "李四"), ["合计", 1]],
    )
    assert statuses(plan_of(Member, path)) == [(2, NEW), (6, NEW)]


def test_a_merged_branch_is_that_of_every_row_it_spans(store: Store, tmp_path: Path) -> None:
    home, other = branch(), branch("水文勘测队团支部")
    path = book(
        tmp_path / "合并.xlsx",
        [
            HEADS,
            person(1, "张三"),
            person(2, "李四", 所在团组织=None),
            [3, *[None] * 7],
            person(4, "王五", 所在团组织="水文勘测队"),
            person(5, "赵六", 所在团组织=None),
        ],
        merges=["B2:B4", "B5:B6"],
    )
    plan = plan_of(Member, path)
    assert [row.values["branch"] for row in plan.rows()] == [home.id, home.id, other.id, other.id]
    assert plan.balance().blank == 1
    assert warnings(plan) == [("B5", "branch"), ("B6", "branch")]  # the name was completed


def test_rows_without_branch_belong_to_whom_the_sheet_names(store: Store, tmp_path: Path) -> None:
    branch()
    home = branch("供水所团支部")
    rows = [["姓名", "性别", "出生年月"], ["张三", "男", "1990.05"]]
    line = ["填报单位（盖章）：供水所团支部      填报日期：2010年12月20日", None, None]
    for name, above in (
        ("名册.xlsx", [line]),
        ("名册.xlsx", [["填报单位：", "供水所团支部", None]]),
        ("供水所团支部（修改）2.xlsx", []),
        ("名册.xlsx", [["供水所团支部团员名册", None, None]]),
    ):
        plan = plan_of(Member, book(tmp_path / name, [*above, *rows]))
        assert [row.values["branch"] for row in plan.rows()] == [home.id], above
    unknown = plan_of(Member, book(tmp_path / "名册.xlsx", rows))
    assert problems(unknown) == [("2", "branch")]
    chosen = plan_of(Member, tmp_path / "名册.xlsx", organisations={(tmp_path / "名册.xlsx", "表"): home.id})
    assert statuses(chosen) == [(2, NEW)] and chosen.rows().__next__().values["branch"] == home.id


def test_a_blank_branch_cell_is_not_guessed(store: Store, tmp_path: Path) -> None:
    branch()
    path = book(
        tmp_path / "局机关团支部.xlsx",
        [["填报单位：局机关团支部"], HEADS, person(1, "张三"), person(2, "李四", 所在团组织=None)],
    )
    assert problems(plan_of(Member, path)) == [("B4", "branch")]


# Which record a row is about ----------------------------------------------------------------------------------


def test_only_what_a_row_says_changes_and_it_can_be_undone(store: Store, tmp_path: Path) -> None:
    home = branch()
    number = id_of("1990-05-04")
    known = member("张三", home, id_number=number, born="1990-05-04", phone="13800000000", joined="2005-05")
    path = book(
        tmp_path / "名册.xlsx",
        [
            ["姓名", "身份证号", "出生年月", "入团时间", "民族"],
            ["张三", number, "1990.05", "2006.06", "汉族"],
        ],
    )
    plan = plan_of(Member, path)
    (row,) = plan.rows()
    assert row.status == CHANGED
    assert [tuple(change) for change in row.changes] == [
        ("joined", "2005-05", "2006-06"),
        ("ethnicity", None, "汉族"),
    ]
    apply(plan)
    stored = Member.get_by_id(known.id)
    assert (stored.joined, stored.ethnicity, stored.phone) == ("2006-06", "汉族", "13800000000")
    assert stored.born == "1990-05-04"  # a month that agrees with it does not wipe out the day
    assert history(stored)[0].action == "导入团员（名册.xlsx）"
    undo(last_undoable().id)
    assert (Member.get_by_id(known.id).joined, Member.get_by_id(known.id).ethnicity) == ("2005-05", None)


def test_a_person_without_number_is_known_by_branch_name_and_birth(store: Store, tmp_path: Path) -> None:
    home = branch()
    known = member("张三", home, born="1990-05")
    number = id_of("1990-05-04")
    heads = ["所在团组织", "姓名", "出生年月", "身份证号", "民族"]
    path = book(tmp_path / "一.xlsx", [heads, ["局机关团支部", "张三", "1990-05-04", number, None]])
    plan = plan_of(Member, path)
    assert statuses(plan) == [(2, CHANGED)]
    apply(plan)
    assert Member.get_by_id(known.id).id_number == number and Member.select().count() == 1
    path = book(
        tmp_path / "二.xlsx",
        [
            heads,
            ["局机关团支部", "张三", "1990.05", None, "汉族"],
            ["局机关团支部", "张三", "1991.05", None, "汉族"],
        ],
    )
    assert statuses(plan_of(Member, path)) == [(2, CHANGED), (3, NEW)]


def test_the_same_number_twice_is_refused_naming_the_first_row(store: Store, tmp_path: Path) -> None:
    branch()
    number = id_of("1990-05-04")
    one = book(
        tmp_path / "一.xlsx", [HEADS, person(1, "张三", 身份证号=number), person(2, "李四", 身份证号=number)]
    )
    two = book(tmp_path / "二.xlsx", [HEADS, person(1, "王五", 身份证号=number)])
    plan = plan_of(Member, one, two)
    assert [row.status for row in plan.rows()] == [NEW, PROBLEM, PROBLEM]
    said = [issue for row in plan.rows() for issue in row.problems]
    assert [issue.column for issue in said] == [5, 5]
    assert "第2行" in said[0].message and "“一.xlsx”第2行" in said[1].message


def test_a_member_of_another_branch_is_a_transfer_with_a_warning(store: Store, tmp_path: Path) -> None:
    branch()
    old = branch("水文勘测队团支部")
    number = id_of("1990-05-04")
    known = member("张三", old, id_number=number)
    path = book(tmp_path / "名册.xlsx", [HEADS, person(1, "张三", 身份证号=number)])
    plan = plan_of(Member, path)
    assert statuses(plan) == [(2, CHANGED)] and ("B2", "branch") in warnings(plan)
    apply(plan)
    assert Member.get_by_id(known.id).branch.name == "局机关团支部"


def test_a_known_number_under_another_surname_is_refused(store: Store, tmp_path: Path) -> None:
    home = branch()
    number = id_of("1990-05-04")
    member("张三", home, id_number=number, sex="男", born="1990-05", joined="2005-05")
    plan = plan_of(Member, book(tmp_path / "一.xlsx", [HEADS, person(1, "李四", 身份证号=number)]))
    assert problems(plan) == [("F2", "id_number")]
    plan = plan_of(Member, book(tmp_path / "二.xlsx", [HEADS, person(1, "张山", 身份证号=number)]))
    assert statuses(plan) == [(2, CHANGED)] and warnings(plan) == [("C2", "name")]


def test_organisations_may_name_a_parent_that_comes_later(store: Store, tmp_path: Path) -> None:
    heads = ["团组织名称", "组织类型", "上级团组织"]
    path = book(
        tmp_path / "一览.xlsx",
        [
            heads,
            ["甲团支部", "团支部", "乙团总支"],
            ["乙团总支", "团总支", "丙团委"],
            ["丙团委", "团委", None],
            ["丁团支部", "团支部", "没有的团委"],
            ["戊团支部", "团支部", "丁团支部"],
            ["己团总支", "团总支", "庚团总支"],
            ["庚团总支", "团总支", "己团总支"],
        ],
    )
    plan = plan_of(Organisation, path)
    assert problems(plan) == [("C5", "parent"), ("C6", "parent"), ("C7", "parent"), ("C8", "parent")]
    apply(plan, skip_problems=True)
    stored = {one.name: one.parent.name if one.parent else None for one in Organisation.select()}
    assert stored == {"甲团支部": "乙团总支", "乙团总支": "丙团委", "丙团委": None}
    assert [row.status for row in plan_of(Organisation, path).rows()][:3] == [SAME] * 3


def test_activities_take_year_numbers_and_category_as_they_are_written(store: Store, tmp_path: Path) -> None:
    branch()
    set_work_year(2012)
    heads = ["活动名称", "类别", "开展日期", "应到", "实到", "其中：团员", "人均时长"]
    rows = [
        ["清河", "基层组织比贡献，争做服务大局的先锋队", "5月4日", " 28人", "27 ", 20.0, "1.5小时"],
        ["读书", "比作为", "2010-05-13", "约30人左右", 3, 2, None],
        ["练兵", "比作为", "6.1", 20, 10, 12, None],
        ["座谈", "比勇敢", "2010-02-30", None, None, None, None],
    ]
    path = book(
        tmp_path / "局机关团支部.xlsx", [["2010年活动情况上报表"], ["填报单位：局机关团支部"], heads, *rows]
    )
    plan = plan_of(Activity, path)
    assert problems(plan) == [
        ("D5", "expected"),
        ("F6", "league_present"),
        ("B7", "category"),
        ("C7", "start"),
    ]
    first = next(plan.rows()).record
    assert first is not None
    assert (first.category, first.start, first.expected, first.present, first.hours_each) == (
        "比贡献", "2010-05-04", 28, 27, 1.5,
    )  # fmt: skip
    assert next(plan_of(Activity, path, year=2011).rows()).values["start"] == "2011-05-04"
    untitled = book(tmp_path / "局机关团支部2.xlsx", [heads, *rows[:1]])
    assert next(plan_of(Activity, untitled).rows()).values["start"] == "2012-05-04"


@pytest.mark.parametrize("nothing", ["无", "—", "/", " - ", "暂无"])
def test_what_stands_for_nothing_is_blank(store: Store, tmp_path: Path, nothing: str) -> None:
    home = branch()
    heads = ["所在团组织", "姓名", "团内职务", "入团时间", "手机号码", "籍贯"]
    path = book(tmp_path / "名册.xlsx", [heads, ["局机关团支部", "张三", nothing, nothing, nothing, nothing]])
    (row,) = plan_of(Member, path).rows()
    assert row.status == NEW
    assert row.values["branch"] == home.id
    assert [row.values[name] for name in ("post", "joined", "phone")] == [None] * 3
    assert row.values["native_place"] == nothing.strip()  # plain text says what it says
    path = book(tmp_path / "缺.xlsx", [heads, [nothing, "张三", "班长", "2010.13", "12", None]])
    assert problems(plan_of(Member, path)) == [
        ("C2", "post"),
        ("D2", "joined"),
        ("E2", "phone"),
        ("A2", "branch"),
    ]


def test_a_sheet_named_after_a_branch_is_that_branchs(store: Store, tmp_path: Path) -> None:
    committee()
    first, second = branch(), branch("水文勘测队团支部")
    heads = ["姓名", "性别", "民族"]
    path = book(
        tmp_path / "区水务局团委团员名册.xlsx",
        [heads, ["张三", "男", "汉族"]],
        title="局机关团支部",
        more={"水文勘测队团支部": [heads, ["李四", "男", "汉族"]]},
    )
    assert [row.values["branch"] for row in plan_of(Member, path).rows()] == [first.id, second.id]


def test_error_cells_and_damaged_numbers_are_refused(store: Store, tmp_path: Path) -> None:
    branch()
    cells = [
        '<c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c>',
        '<c r="B{0}" t="inlineStr"><is><t>局机关团支部</t></is></c>',
    ]
    head = "".join(
        f'<c r="{letter}1" t="inlineStr"><is><t>{word}</t></is></c>'
        for letter, word in zip("ABCD", ("姓名", "团支部", "民族", "团员证编号"), strict=True)
    )
    row = "".join(cells).format
    path = raw_book(
        tmp_path / "错.xlsx",
        f'<row r="1">{head}</row>'
        f'<row r="2">{row(2, "张三")}<c r="C2" t="e"><v>#REF!</v></c></row>'
        f'<row r="3">{row(3, "李四")}<c r="D3"><v>1234567890123456789</v></c></row>',
    )
    plan = plan_of(Member, path)
    assert problems(plan) == [("C2", "ethnicity"), ("D3", "card_number")]
    assert "#REF!" in next(plan.rows()).problems[0].message


# Files and sheets ---------------------------------------------------------------------------------------------


def test_a_file_without_a_table_is_refused_and_the_others_go_on(store: Store, tmp_path: Path) -> None:
    branch()
    bad = tmp_path / "坏.xlsx"
    bad.write_text("姓名", "utf-8")
    none = book(tmp_path / "说明.xlsx", [["请如实填写"]])
    nameless = book(tmp_path / "没有姓名.xlsx", [["性别", "民族", "籍贯"], ["男", "汉族", "上海"]])
    good = book(tmp_path / "名册.xlsx", [HEADS, person(1, "张三")], more={"填表说明": [["请如实填写"]]})
    plan = plan_of(Member, bad, none, nameless, good)
    assert [file.refused is not None for file in plan.files] == [True, True, True, False]
    assert "没有找到表头" in str(plan.files[1].refused) and "姓名" in str(plan.files[2].refused)
    assert [(sheet.name, sheet.skipped) for sheet in plan.files[3].sheets] == [
        ("表", ""),
        ("填表说明", "没有找到表头"),
    ]
    assert [file.get("refused") is not None for file in as_json(plan, False)["files"]] == [
        True,
        True,
        True,
        False,
    ]
    with pytest.raises(AppError, match="3个文件不能读取"):
        apply(plan)
    assert apply(plan, skip_problems=True).new == 1


def test_choices_of_columns_are_taken_and_remembered(store: Store, tmp_path: Path) -> None:
    branch()
    path = book(
        tmp_path / "名册.xlsx",
        [["所在团组织", "姓名", "性别", "民族", "老家"], ["局机关团支部", "张三", "男", "汉族", "江苏"]],
    )
    assert "native_place" not in next(plan_of(Member, path).rows()).values
    choice = {"老家": "native_place", "民族": None}
    chosen = next(plan_of(Member, path, columns=choice).rows())
    assert chosen.values["native_place"] == "江苏" and "ethnicity" not in chosen.values
    remember_columns(Member, choice)
    assert next(plan_of(Member, path).rows()).values == chosen.values


def test_refused_rows_of_an_old_xls_come_back_as_xlsx(store: Store, tmp_path: Path) -> None:
    branch()
    path = tmp_path / "旧.xls"
    made = xlwt.Workbook()
    sheet = made.add_sheet("名册")
    sheet.write_merge(0, 0, 0, 7, "团员花名册")
    for row, values in enumerate([HEADS, person(1, "张三"), person(2, "12345"), person(3, "=1+1")], 1):
        for column, value in enumerate(values):
            if value is not None:
                sheet.write(row, column, value)
    made.save(str(path))
    (written,) = write_rejects(plan_of(Member, path), tmp_path / "失败.xls")
    assert written.name == "失败.xlsx"
    back = openpyxl.load_workbook(written)["名册"]
    assert [cell.value for cell in back[2]] == [*HEADS, REASON]
    assert [back.cell(row, 3).value for row in (3, 4)] == ["12345", "=1+1"]
    assert back["C4"].data_type == "s" and "A1:H1" in map(str, back.merged_cells.ranges)


def test_refused_rows_are_saved_though_the_workbook_is_gone_or_has_formulas(
    store: Store, tmp_path: Path
) -> None:
    branch()
    made = openpyxl.Workbook()
    made.active.append(HEADS)
    made.active.append(["=1+1", *person(1, "12345")[1:]])
    made.save(tmp_path / "名册.xlsx")
    plan = plan_of(Member, tmp_path / "名册.xlsx")
    (written,) = write_rejects(plan, tmp_path / "失败.xlsx")
    # The row has moved: a formula would be wrong there, and its text is no value.
    assert openpyxl.load_workbook(written).active["A2"].value == "公式没有结果"
    (tmp_path / "名册.xlsx").unlink()
    (written,) = write_rejects(plan, tmp_path / "再存.xlsx")
    assert openpyxl.load_workbook(written).active["C2"].value == "12345"


def test_rejects_leave_a_file_that_cannot_be_replaced(store: Store, tmp_path: Path) -> None:
    branch()
    plan = plan_of(Member, book(tmp_path / "名册.xlsx", [HEADS, person(1, "12345")]))
    with pytest.raises(AppError, match="写不进去"):
        write_rejects(plan, tmp_path / "没有的文件夹" / "失败.xlsx")
    assert (
        write_rejects(
            plan_of(Member, book(tmp_path / "好.xlsx", [HEADS, person(1, "张三")])), tmp_path / "x.xlsx"
        )
        == []
    )


def test_stopping_midway_leaves_everything_as_it_was(store: Store, tmp_path: Path) -> None:
    branch()
    plan = plan_of(Member, book(tmp_path / "名册.xlsx", [HEADS, person(1, "张三")]))

    class Stopped(Exception):
        pass

    def stop(done: int, total: int, text: str | None = None) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        apply(plan, tick=stop)
    assert not Member.select().exists()
    with pytest.raises(Stopped):
        plan_of(Member, tmp_path / "名册.xlsx", tick=stop)
    told: list[tuple[int, int]] = []
    long = book(tmp_path / "长.xlsx", [HEADS, *(person(number, "张三") for number in range(2100))])
    plan_of(Member, long, tick=lambda done, total, text: told.append((done, total)))
    assert told == [(2101, 0), (0, 1), (1999, 2100)]


def test_names_may_be_committees(store: Store, tmp_path: Path) -> None:
    top = committee()
    path = book(
        tmp_path / "一.xlsx", [["填报单位：区水务局团委"], ["姓名", "性别", "民族"], ["张三", "男", "汉族"]]
    )
    assert next(plan_of(Member, path).rows()).values["branch"] == top.id
