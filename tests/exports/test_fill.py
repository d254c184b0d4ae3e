"""Filling sheets of every habit: their lists, limits, dates, totals, titles and lines are obeyed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from exports.fill_book import choose, fill_book, plan_workbook
from exports.fill_lines import Particulars, line_edits, own_cell, title_edits
from exports.fill_values import Filled
from exports.intake import read_plan
from exports.recognise import ListPlan
from exports.recognise_form import FormPlan
from models.activity import Activity
from models.changes import change
from models.errors import AppError
from models.member import Member
from models.organisation import Organisation
from models.settings import set_office
from models.starter import plant_dictionaries
from models.store import Store
from tests.exports.workbooks import opened, rows_of
from tests.models.people import branch, committee, id_of, member

YEAR = 2010
PEOPLE = ("张明", "李娜", "欧阳·海", "王𠮷", "赵六")


@pytest.fixture
def office(store: Store) -> Store:
    """A committee with two branches, five members and two activities."""
    plant_dictionaries()
    top = committee()
    first, second = branch(parent=top), branch("供水所团支部", parent=top, youth_non_member=7)
    for at, name in enumerate(PEOPLE):
        born = f"198{at}-03-05"
        member(
            name,
            first if at < 3 else second,
            born=born,
            id_number=id_of(born, 11 + at),
            sex="男" if at % 2 == 0 else "女",
            politics="共青团员" if at else "中共党员",
            joined="2000-05",
            volunteer=at == 1,
            phone=f"1380000000{at}",
            post="书记" if at in (0, 3) else None,
            remark="很长的说明" * 20 if at == 2 else None,
        )
    with change("新增活动"):
        for at, home in enumerate((first, second)):
            Activity(
                branch=home.id,
                category="比贡献",
                kind="水上保洁",
                title=f"=清洁{at}",
                start=f"2010-0{at + 3}-01" if at == 0 else "2010-04",
                present=10 + at,
                hours_each=1.5,
            ).save()
    set_office({"office_name": "区水务局团委", "reporter": "钱七", "telephone": "021-1234"})
    return store


def book(path: Path, rows: list[list[Any]], **options: Any) -> Path:
    """A workbook of one sheet with these rows; `lined` says which rows (from 1) are drawn with lines."""
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet(options.get("name", "表"))
    width = max(len(row) for row in rows)
    plain = {"num_format": options.get("code", "General")}
    for at, row in enumerate(rows, 1):
        lines = {"border": 1} if at in options.get("lined", ()) else {}
        for column in range(width):
            look = made.add_format(lines | (plain if column == 1 else {}))
            value = row[column] if column < len(row) else None
            if value is None:
                sheet.write_blank(at - 1, column, None, look)
            else:
                sheet.write(at - 1, column, value, look)
    for area in options.get("merges", ()):
        first, last = area.split(":")
        sheet.merge_range(area, rows[int(first[1:]) - 1][ord(first[0]) - 65], made.add_format({"border": 1}))
        assert last
    for place, rule in options.get("rules", {}).items():
        sheet.data_validation(place, rule)
    made.close()
    return path


def filled(path: Path, target: Path, **options: Any) -> list[Filled]:
    return fill_book(plan_workbook(path), YEAR, target, **options)


ROSTER = ["序号", "姓名", "身份证号", "性别"]


@pytest.mark.usefixtures("office")
def test_rows_of_a_roster(tmp_path: Path) -> None:
    path = book(
        tmp_path / "表.xlsx", [["附件"], ROSTER, *[[None] * 4] * 2, ["说明：如实填写"]], lined=range(2, 5)
    )
    target = tmp_path / "果.xlsx"
    (said,) = filled(path, target, full=True)
    assert said.columns == {"A": "number", "B": "name", "C": "id_number", "D": "sex"}
    rows = rows_of(target, "表", 3, 8)
    assert [row[1] for row in rows[:5]] == list(PEOPLE)
    assert [row[0] for row in rows[:5]] == [1, 2, 3, 4, 5]
    assert rows[5][0] == "说明：如实填写"


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("take_out", [False, True])
def test_rows_left_over_stay_or_go(tmp_path: Path, take_out: bool) -> None:
    rows = [ROSTER, *[[at, None, None, None] for at in range(1, 9)], ["合计"]]
    path = book(tmp_path / "表.xlsx", rows, lined=range(1, 11))
    target = tmp_path / "果.xlsx"
    filled(path, target, take_out_blank=take_out)
    found = rows_of(target, "表", 2, 10)
    if take_out:
        assert found[5][0] == "合计"
        assert len(found) == 6 or found[6][0] is None
    else:
        assert [row[0] for row in found] == [1, 2, 3, 4, 5, 6, 7, 8, "合计"]
        assert [row[1] for row in found[5:8]] == [None, None, None]


@pytest.mark.usefixtures("office")
def test_drop_down_lists_are_obeyed(tmp_path: Path) -> None:
    head = ["姓名", "政治面貌", "是否注册志愿者", "备注"]
    rules = {
        "B2:B50": {"validate": "list", "source": ["团员", "群众"]},
        "C2:C50": {"validate": "list", "source": ["有", "无"]},
        "D2:D50": {"validate": "length", "criteria": "<=", "value": 30},
    }
    path = book(tmp_path / "表.xlsx", [head], rules=rules)
    target = tmp_path / "果.xlsx"
    (said,) = filled(path, target)
    rows = rows_of(target, "表", 2, 6)
    assert [row[1] for row in rows] == ["中共党员", "团员", "团员", "团员", "团员"]
    assert [row[2] for row in rows] == ["无", "有", "无", "无", "无"]
    assert len(rows[2][3]) == 30
    messages = {(warned.column, warned.row): warned.message for warned in said.warnings}
    assert "下拉选项" in messages["B", 0]
    assert "表上限30字" in messages["D", 2]
    assert len(messages) == 2


@pytest.mark.usefixtures("office")
def test_room_ends_where_the_lists_end(tmp_path: Path) -> None:
    rules = {"B2:B4": {"validate": "list", "source": ["男", "女"]}}
    path = book(tmp_path / "表.xlsx", [["姓名", "性别", "民族"]], rules=rules)
    target = tmp_path / "果.xlsx"
    filled(path, target)
    sheet = opened(target).active
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["B2:B6"]
    assert [row[0] for row in rows_of(target, "表", 2, 6)] == list(PEOPLE)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("code", ["yyyy-mm-dd", "mm-dd-yy", 'yyyy"年"m"月"d"日"', "General", "@"])
def test_dates_in_the_columns_own_format(tmp_path: Path, code: str) -> None:
    rows = [["活动名称", "活动时间", "实到人数"], *[[None] * 3] * 3]
    path = book(tmp_path / "表.xlsx", rows, code=code, lined=range(1, 5))
    target = tmp_path / "果.xlsx"
    filled(path, target)
    found = rows_of(target, "表", 2, 3)
    assert [row[0] for row in found] == ["=清洁0", "=清洁1"]
    day = found[0][1]
    assert (day if isinstance(day, str) else day.date().isoformat()) == "2010-03-01"
    assert isinstance(day, str) == (code in ("General", "@"))
    assert found[1][1] == "2010-04"  # a month has no day to be made up
    assert [row[2] for row in found] == [10, 11]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("above", [False, True])
def test_totals_row_without_formulas_is_summed(tmp_path: Path, above: bool) -> None:
    head, total, blank = ["团组织名称", "团员数", "联系电话"], ["合计", None, None], [None] * 3
    rows = [head, total, blank, blank] if above else [head, blank, blank, total]
    path = book(tmp_path / "表.xlsx", rows, lined=range(1, 5))
    target = tmp_path / "果.xlsx"
    filled(path, target)
    found = {row[0]: row[1] for row in rows_of(target, "表", 2, 4)}
    assert found == {"合计": 5, "局机关团支部": 3, "供水所团支部": 2}


@pytest.mark.usefixtures("office")
def test_example_row_is_written_over(tmp_path: Path) -> None:
    rows = [ROSTER, ["", "例：张三", "310…", "男"], *[[None] * 4] * 2, ["填表说明"]]
    path = book(tmp_path / "表.xlsx", rows, lined=range(1, 5))
    target = tmp_path / "果.xlsx"
    filled(path, target)
    found = rows_of(target, "表", 2, 7)
    assert [row[1] for row in found[:5]] == list(PEOPLE)
    assert found[5][0] == "填表说明"


@pytest.mark.usefixtures("office")
def test_column_numbers_under_the_header_stay(tmp_path: Path) -> None:
    rows = [["序号", "姓名", "性别", "民族"], ["甲", "乙", 1, 2], [1, 2, 3, 4], *[[None] * 4] * 2]
    path = book(tmp_path / "表.xlsx", rows[:1] + rows[2:], lined=range(1, 5))
    target = tmp_path / "果.xlsx"
    filled(path, target)
    found = rows_of(target, "表", 2, 3)
    assert found[0] == [1, 2, 3, 4]
    assert found[1][1] == PEOPLE[0]


@pytest.mark.usefixtures("office")
def test_column_with_a_formula_keeps_it(tmp_path: Path) -> None:
    rows = [["团组织名称", "团员数/男", "女", "团员数"], *[[None, None, None, "=B2+C2"]] * 1]
    rows = [
        ["团组织名称", "男团员", "女团员", "团员数"],
        [None, None, None, "=B2+C2"],
        [None, None, None, "=B3+C3"],
    ]
    path = book(tmp_path / "表.xlsx", rows, lined=range(1, 4))
    target = tmp_path / "果.xlsx"
    filled(path, target)
    assert [row[3] for row in rows_of(target, "表", 2, 3)] == ["=B2+C2", "=B3+C3"]
    assert [row[3] for row in rows_of(target, "表", 2, 3, values=True)] == [3, 2]


@pytest.mark.usefixtures("office")
def test_form_of_a_member_needs_the_member(tmp_path: Path) -> None:
    rows = [
        ["团员登记表"],
        ["姓名", None, "性别", None],
        ["出生年月", None, "民族", None],
        ["手机号码", None, "备注", None],
    ]
    path = book(tmp_path / "表.xlsx", rows, lined=range(2, 5))
    plan = plan_workbook(path)
    assert isinstance(plan.sheets[0], FormPlan)
    target = tmp_path / "果.xlsx"
    with pytest.raises(AppError, match="一人一张"):
        fill_book(plan, YEAR, target)
    assert not target.exists()
    fill_book(plan, YEAR, target, record=Member.get(name=PEOPLE[1]))
    sheet = opened(target).active
    assert (sheet["B2"].value, sheet["D2"].value, sheet["B3"].value) == (PEOPLE[1], "女", "1981.03")
    assert sheet["B4"].value == "138****0001"


@pytest.mark.usefixtures("office")
def test_choice_is_kept_for_the_next_sheet(tmp_path: Path) -> None:
    rows = [["姓名", "性别", "婚恋意向", "手机号码"], *[[None] * 4] * 6]
    path = book(tmp_path / "表.xlsx", rows, lined=range(1, 8))
    plan = plan_workbook(path).sheets[0]
    assert isinstance(plan, ListPlan)
    assert [column.header for column in plan.unknown] == ["婚恋意向"]
    choose(plan, plan.columns[2], "remark")
    choose(plan, plan.columns[3], None)
    again = plan_workbook(book(tmp_path / "明年.xlsx", [["附件2"], *rows], lined=range(2, 9))).sheets[0]
    assert [column.match.source for column in again.columns] == ["name", "sex", "remark", None]
    assert again.doubtful == []


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("rows", [[["通知"], ["各支部："]], [["甲", "乙", "丙"], [None] * 3]])
def test_sheet_that_says_nothing_is_refused(tmp_path: Path, rows: list[list[Any]]) -> None:
    with pytest.raises(AppError, match="认得出"):
        plan_workbook(book(tmp_path / "表.xlsx", rows))


@pytest.mark.usefixtures("office")
def test_words_around_the_table(tmp_path: Path) -> None:
    rows = [
        ["二〇〇九年度团员名册"],
        ["填报单位：", None, "填表人", None],
        ["姓名", "性别", "民族", "籍贯"],
        *[[None] * 4] * 2,
        ["经办人：          审核人：        电话：      "],
    ]
    path = book(tmp_path / "表.xlsx", rows, lined=range(3, 6))
    target = tmp_path / "果.xlsx"
    filled(path, target)
    sheet = opened(target).active
    assert sheet["A1"].value == "二〇一〇年度团员名册"
    assert (sheet["B2"].value, sheet["D2"].value) == ("区水务局团委", "钱七")
    assert sheet["A9"].value.split() == ["经办人：钱七", "审核人：", "电话：021-1234"]


PARTICULARS = Particulars(
    {"office_name": "局团委", "reporter": "钱七", "head": "孙八", "telephone": "021-1"},
    date(2010, 1, 5),
    date(2009, 12, 31),
)


def edited(text: str) -> str:
    for start, end, new in sorted(line_edits(text, PARTICULARS), reverse=True):
        text = text[:start] + new + text[end:]
    return text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "填报单位（盖章）：            填报人：      填报日期：    年  月  日",
            "填报单位（盖章）：局团委      填报人：钱七  填报日期：2010年1月5日",
        ),
        ("填报单位：________ 填表人:______", "填报单位：局团委__ 填表人:钱七__"),
        ("填报单位：某局团委  填报人：      ", "填报单位：某局团委  填报人：钱七  "),
        ("负责人（签字）：        经办人：", "负责人（签字）：        经办人：钱七"),
        ("负责人：    公章：", "负责人：孙八  公章："),
        ("填报日期：      ", "填报日期：2010年1月5日"),
        ("统计时间截止    年  月  日。", "统计时间截止2009年12月31日。"),
        ("审核人：      ", "审核人：      "),
        ("请各单位负责人认真填写", "请各单位负责人认真填写"),
    ],
)
def test_blanks_of_a_line(text: str, expected: str) -> None:
    assert edited(text) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("填报单位（盖章）：", "局团委"),
        ("填表人", "钱七"),
        ("填报日期：", "2010年1月5日"),
        ("负责人（签字）：", ""),
        ("姓名", ""),
    ],
)
def test_label_with_a_cell_of_its_own(label: str, expected: str) -> None:
    assert own_cell(label, PARTICULARS) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("2009年统计表", "2010年统计表"),
        ("2010年统计表", "2010年统计表"),
        ("　　年度考核表", "2010年度考核表"),
        ("2008-2009年先进名单", "2008-2009年先进名单"),
        ("统计表（  年）", "统计表（2010年）"),
        ("二○○九年统计表", "二〇一〇年统计表"),
    ],
)
def test_year_of_a_title(title: str, expected: str) -> None:
    for start, end, new in sorted(title_edits(title, 2010), reverse=True):
        title = title[:start] + new + title[end:]
    assert title == expected


HEADS = {
    "姓名": "name",
    "身 份 证 号": "id_number",
    "性别": "sex",
    "所在\n团支部": "branch",
    "出生年月": "born",
    "入团时间（年月）": "joined",
    "联系电话": "phone",
    "政治面貌": "politics",
}


@pytest.mark.usefixtures("office")
@settings(
    max_examples=20,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    others=st.lists(
        st.sampled_from([each for each in HEADS if each not in ("姓名", "身 份 证 号", "所在\n团支部")]),
        unique=True,
    ),
    order=st.randoms(use_true_random=False),
    blank=st.integers(1, 7),
    above=st.integers(0, 3),
    below=st.booleans(),
)
def test_filled_sheet_read_back_gives_the_records(
    tmp_path_factory: pytest.TempPathFactory,
    others: list[str],
    order: Any,
    blank: int,
    above: int,
    below: bool,
) -> None:
    heads = ["姓名", "身 份 证 号", "所在\n团支部", *others]
    order.shuffle(heads)
    rows = [["2009年名册"]] * (above > 0) + [["说明：如实填写"]] * max(0, above - 1) + [heads]
    start = len(rows)
    rows += [[None] * len(heads)] * blank + [["填表人："]] * below
    folder = tmp_path_factory.mktemp("back")
    path = book(folder / "表.xlsx", rows, lined=range(start, start + blank + 1))
    target = folder / "果.xlsx"
    (said,) = filled(path, target, full=True)
    assert list(said.columns.values()) == [HEADS[head] for head in heads]
    rows_read = [
        row for file in read_plan(Member, [target]).files for sheet in file.sheets for row in sheet.rows
    ]
    assert [row.status for row in rows_read] == ["same"] * len(PEOPLE)
    assert Organisation.select().count() == 3


@pytest.mark.usefixtures("office")
def test_stray_row_at_the_end_of_the_sheet_costs_nothing(tmp_path: Path) -> None:
    made = xlsxwriter.Workbook(tmp_path / "表.xlsx")
    sheet = made.add_worksheet("表")
    sheet.write_row(0, 0, ["姓名", "性别", "民族"])
    sheet.set_row(1_048_575, 30)
    made.close()
    target = tmp_path / "果.xlsx"
    filled(tmp_path / "表.xlsx", target)
    found = opened(target).active
    assert [found.cell(row, 1).value for row in range(2, 8)] == [*PEOPLE, None]
    assert found.row_dimensions[1_048_576].height == 30
    assert target.stat().st_size < 20_000


@pytest.mark.usefixtures("office")
def test_table_of_excel_grows_with_its_rows(tmp_path: Path) -> None:
    made = xlsxwriter.Workbook(tmp_path / "表.xlsx")
    sheet = made.add_worksheet("表")
    heads = [{"header": word} for word in ("姓名", "性别", "民族")]
    sheet.add_table("A1:C3", {"columns": heads})
    sheet.write(4, 0, "以上共计若干人")
    made.close()
    target = tmp_path / "果.xlsx"
    filled(tmp_path / "表.xlsx", target)
    found = opened(target).active
    (table,) = found.tables.values()
    assert (table.ref, table.autoFilter.ref) == ("A1:C6", "A1:C6")
    assert found["A8"].value == "以上共计若干人"
    assert [found.cell(row, 1).value for row in (2, 6)] == [PEOPLE[0], PEOPLE[4]]


@pytest.mark.usefixtures("office")
def test_doubtful_column_stays_blank_until_someone_decides(tmp_path: Path) -> None:
    rows = [["姓名", "性别", "民族", "介绍人"], [None, None, None, "姓名"], *[[None] * 4] * 2]
    path = book(tmp_path / "表.xlsx", rows, lined=range(1, 5), merges=["A1:A2", "B1:B2", "C1:C2"])
    plan = plan_workbook(path)
    assert [place.header for _, place in plan.doubtful] == ["介绍人/姓名"]
    target = tmp_path / "果.xlsx"
    (said,) = fill_book(plan, YEAR, target)
    assert said.unknown == ["D: 介绍人/姓名"]
    assert [row[3] for row in rows_of(target, "表", 3, 7)] == [None] * 5
    assert "没有填，请确认" in said.warnings[0].message


@pytest.mark.usefixtures("office")
def test_columns_of_other_periods(tmp_path: Path) -> None:
    heads = ["团组织名称", "本年", None, "第一季度", "上年"]
    under = [None, "团员数", "活动次数", "活动次数", "活动次数"]
    path = book(
        tmp_path / "表.xlsx", [heads, under, *[[None] * 5] * 2], lined=range(1, 5), merges=["A1:A2", "B1:C1"]
    )
    home = Organisation.get(name="局机关团支部")
    with change("新增活动"):
        Activity(branch=home.id, category="比成效", title="去年的", start="2009-12-31", present=3).save()
    target = tmp_path / "果.xlsx"
    filled(path, target)
    rows = {row[0]: row[1:] for row in rows_of(target, "表", 3, 4)}
    assert rows == {"局机关团支部": [3, 1, 1, 1], "供水所团支部": [2, 1, 0, 0]}
