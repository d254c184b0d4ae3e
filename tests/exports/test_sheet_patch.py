"""Sheets filled in place, read back by openpyxl: values, all that moves along, and all that must not change."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from exports.fill_workbook import Template
from exports.package import Package
from exports.sheet_patch import SheetChange
from exports.sheet_table import Table
from exports.sheet_values import Value
from tests.exports.workbooks import changed_parts, opened, parts, rows_of, statistics_template

MAY_CHANGE = {
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
    "xl/drawings/drawing1.xml",
    "xl/drawings/vmlDrawing1.vml",
    "xl/comments1.xml",
    "xl/charts/chart1.xml",
}
TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r￾￿"), min_size=1, max_size=12
)
# Without what openpyxl reads otherwise than Excel (escaped control characters).
PLAIN = st.text(
    st.characters(categories=["L", "N", "P", "S"], exclude_characters="_￾￿"), min_size=1, max_size=12
)
NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9), st.integers(-(10**6), 10**6).map(lambda number: number / 100)
)
CELLS = st.one_of(st.none(), TEXT, NUMBERS)


def fill(template: Path, target: Path, changes: dict[str, SheetChange]) -> None:
    with Package(template) as package:
        Template(package).write(target, changes)


def plain(value: Value) -> Any:
    """A value as openpyxl gives it back."""
    return None if value == "" else value


# Without shrinking: an example takes a tenth of a second, and a failing one says enough.
QUICK = settings(max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@QUICK
@given(
    blank=st.integers(1, 6),
    rows=st.lists(st.tuples(PLAIN, NUMBERS, st.one_of(st.none(), PLAIN, NUMBERS)), max_size=14),
    take_out=st.booleans(),
    below=st.integers(1, 4),
)
def test_filled_table_reads_back_and_all_below_moves(
    tmp_path_factory: pytest.TempPathFactory,
    blank: int,
    rows: list[tuple[str, Any, Any]],
    take_out: bool,
    below: int,
) -> None:
    folder = tmp_path_factory.mktemp("fill")
    template, target = folder / "模板.xlsx", folder / "结果.xlsx"
    place = statistics_template(template, blank, lines_below=below)
    numbered = [(at, *values) for at, values in enumerate(rows, 1)]
    table = Table(place["first"], place["last"], (1, 2, 3, 4), numbered, len(numbered), take_out)
    fill(template, target, {"统计表": SheetChange(tables=[table])})

    kept = max(1, len(rows)) if take_out else blank
    height = max(len(rows), kept)
    moved = height - blank
    first, last, total = place["first"], place["first"] + height - 1, place["total"] + moved
    assert changed_parts(template, target) <= MAY_CHANGE

    # Values and looks
    found = rows_of(target, "统计表", first, last)
    expected = [[plain(value) for value in row] + [None] for row in numbered]
    assert [row[:5] for row in found[: len(rows)]] == expected
    assert all(value is None for row in found[len(rows) :] for value in row)
    old, new = opened(template), opened(target)
    before, after = old["统计表"], new["统计表"]
    for row in range(first, last + 1):
        cell = after.cell(row, 2)
        assert (cell.font.name, cell.border.left.style) == ("仿宋_GB2312", "thin")
        assert after.row_dimensions[row].height in (18, 27)
    if height > 1 and moved >= 0:
        assert after.row_dimensions[last].height == 27

    # Totals, with the result that shows before Excel has calculated
    for column in (3, 4):
        letter = "ABCD"[column - 1]
        assert after.cell(total, column).value == f"=SUM({letter}{first}:{letter}{last})"
        numbers = [row[column - 1] for row in numbered if isinstance(row[column - 1], int | float)]
        shown = opened(target, values=True)["统计表"].cell(total, column).value
        assert shown == pytest.approx(sum(numbers))

    # Everything that names rows
    shift = {row: row + moved for row in range(place["total"], place["foot"] + 1)}
    merges = {str(area) for area in after.merged_cells.ranges}
    assert merges == {"A1:D1"} | {f"A{shift[row]}:D{shift[row]}" for row in shift if row != place["total"]}
    for row, at in shift.items():
        assert [cell.value for cell in after[at][:2]] == [cell.value for cell in before[row][:2]]
    areas = sorted(str(area.sqref) for area in after.conditional_formatting)
    assert areas == sorted([_area("C", first, last), _area("B", first, last)])
    rule = next(area.rules[0] for area in after.conditional_formatting if str(area.sqref)[0] == "B")
    assert rule.formula == [f"$C{first}>$C${total}"]
    assert [str(each.sqref) for each in after.data_validations.dataValidation] == [_area("B", first, last)]
    extended = re.findall(r"<xm:sqref>(.*?)</xm:sqref>", _xml(target, 1))
    assert extended[0] in (_area("C", first, last), f"C{first}:C{last}")
    assert after.print_area == f"'统计表'!$A$1:$D${place['foot'] + moved}"
    assert after.print_title_rows == "$2:$2"
    assert [line.id for line in after.row_breaks.brk] == [place["foot"] - 1 + moved]
    assert after.cell(place["foot"] + moved, 5).hyperlink.location == f"'统计表'!A{first}"
    assert after.cell(total, 1).comment.text == "批注"
    assert new.defined_names["总数"].attr_text == f"'统计表'!$C${total}"
    drawing = parts(target)["xl/drawings/drawing1.xml"].decode()
    anchors = [int(row) for row in re.findall(r"<xdr:from>.*?<xdr:row>(\d+)", drawing)]
    assert anchors == [place["total"] + moved, 0]
    chart = parts(target)["xl/charts/chart1.xml"].decode()
    assert f"'统计表'!$C${first}:$C${last}" in chart
    assert after.dimensions == f"A1:{'E'}{place['foot'] + moved}"

    # Another sheet that looks at this one
    other, shown = new["汇总 表"], opened(target, values=True)["汇总 表"]
    total_of = sum(row[2] for row in numbered)
    assert other["A1"].value == f"='统计表'!C{total}*2"
    assert other["A2"].value == f"=SUM('统计表'!C{first}:C{last})"
    assert shown["A1"].value == pytest.approx(total_of * 2)
    assert shown["A2"].value == pytest.approx(total_of)
    assert shown["A3"].value is None  # over a defined name: left to Excel
    assert other["A4"].value == "不动"


def _area(letter: str, first: int, last: int) -> str:
    return f"{letter}{first}" if first == last else f"{letter}{first}:{letter}{last}"


def _xml(path: Path, number: int) -> str:
    return parts(path)[f"xl/worksheets/sheet{number}.xml"].decode()


@pytest.fixture
def template(tmp_path: Path) -> tuple[Path, dict[str, int]]:
    path = tmp_path / "模板.xlsx"
    return path, statistics_template(path, 3)


def test_same_number_of_rows_changes_nothing_but_the_sheets(template, tmp_path: Path) -> None:
    path, place = template
    rows = [(at, "甲", at, at) for at in range(3)]
    target = tmp_path / "结果.xlsx"
    change = SheetChange(tables=[Table(place["first"], place["last"], (1, 2, 3, 4), rows, 3)])
    fill(path, target, {"统计表": change})
    assert changed_parts(path, target) == {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}


def test_workbook_is_calculated_when_it_is_opened(template, tmp_path: Path) -> None:
    path, _ = template
    bare = tmp_path / "无.xlsx"
    with Package(path) as package:
        xml = package.xml("xl/workbook.xml")
        package.write(bare, {"xl/workbook.xml": re.sub("<calcPr[^>]*/>", "", xml).encode()})
    target = tmp_path / "结果.xlsx"
    fill(bare, target, {"统计表": SheetChange(cells={(1, 1): "x"})})
    assert '</definedNames><calcPr fullCalcOnLoad="1"/>' in parts(target)["xl/workbook.xml"].decode()
    assert opened(target).calculation.fullCalcOnLoad


@QUICK
@given(st.lists(CELLS, min_size=1, max_size=30))
def test_text_of_any_kind_reads_back(tmp_path_factory: pytest.TempPathFactory, values: list[Value]) -> None:
    folder = tmp_path_factory.mktemp("text")
    path, target = folder / "模板.xlsx", folder / "结果.xlsx"
    place = statistics_template(path, 2)
    change = SheetChange(
        tables=[Table(place["first"], place["last"], (2,), [(each,) for each in values], len(values))]
    )
    fill(path, target, {"统计表": change})
    with Package(target) as package:
        sheet = Template(package).sheet("统计表")
    found = []
    for at in range(len(values)):
        cell = sheet.cells(place["first"] + at)[2]
        found.append(sheet.value(cell))
    assert found == [plain(value) for value in values]
    read = [row[1] for row in rows_of(target, "统计表", place["first"], place["first"] + len(values) - 1)]
    written = [plain(value) for value in values]
    # openpyxl leaves _x005F_ as it is, and reads a text that is a formula sign as what it is: text.
    assert all(
        one == other or (isinstance(one, str) and "_x" in one)
        for one, other in zip(read, written, strict=True)
    )


@pytest.mark.parametrize(
    "text", ["0123", "=1+1", "+86", "-x", "@sum", "310226198402227114", "_x000D_", " 前后 ", "a\nb", "<&>\"'"]
)
def test_text_stays_text(template, tmp_path: Path, text: str) -> None:
    path, place = template
    target = tmp_path / "结果.xlsx"
    change = SheetChange(
        cells={(1, 1): text}, tables=[Table(place["first"], place["last"], (2,), [(text,)], 1)]
    )
    fill(path, target, {"统计表": change})
    found = opened(target)["统计表"]
    for cell in (found["A1"], found.cell(place["first"], 2)):
        assert cell.data_type in ("s", "inlineStr")
    with Package(target) as package:
        sheet = Template(package).sheet("统计表")
    assert sheet.value(sheet.cells(1)[1]) == text
    assert sheet.value(sheet.cells(place["first"])[2]) == text


def test_longest_text_fits_and_longer_is_cut(template, tmp_path: Path) -> None:
    path, place = template
    target = tmp_path / "结果.xlsx"
    rows = [("长" * 40_000,), ("b" * 32_767,)]
    fill(path, target, {"统计表": SheetChange(tables=[Table(place["first"], place["last"], (2,), rows, 2)])})
    found = rows_of(target, "统计表", place["first"], place["first"] + 1)
    assert [len(row[1]) for row in found] == [32_767, 32_767]


def test_large_table_goes_by_once_and_is_summed(template, tmp_path: Path) -> None:
    path, place = template
    target = tmp_path / "结果.xlsx"
    count = 25_000
    rows = ((at, f"名{at}", at, at / 4) for at in range(count))
    change = SheetChange(tables=[Table(place["first"], place["last"], (1, 2, 3, 4), rows, count)])
    fill(path, target, {"统计表": change})
    last = place["first"] + count - 1
    found = rows_of(target, "统计表", last, last + 1, values=True)
    assert found[0][:4] == [count - 1, f"名{count - 1}", count - 1, (count - 1) / 4]
    assert found[1][2:4] == [sum(range(count)), sum(range(count)) / 4]


def test_formulas_in_the_rows_are_copied_and_reckoned(tmp_path: Path) -> None:
    import xlsxwriter

    path, target = tmp_path / "模板.xlsx", tmp_path / "结果.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, ["名称", "甲", "乙", "合计", "占比"])
    for row in (1, 2, 3):
        sheet.write_formula(row, 3, f"=B{row + 1}+C{row + 1}")
        sheet.write_formula(row, 4, f"=IF(D$5=0,0,D{row + 1}/D$5)")
    sheet.write(4, 0, "合计")
    sheet.write_formula(4, 3, "=SUM(D2:D4)")
    book.close()
    rows = [(f"名{at}", at, 2 * at) for at in range(1, 6)]
    fill(path, target, {"表": SheetChange(tables=[Table(2, 4, (1, 2, 3), rows, 5)])})
    formulas = rows_of(target, "表", 2, 7)
    assert [row[3] for row in formulas] == [f"=B{at}+C{at}" for at in range(2, 7)] + ["=SUM(D2:D6)"]
    assert [row[4] for row in formulas][:5] == [f"=IF(D$7=0,0,D{at}/D$7)" for at in range(2, 7)]
    shown = rows_of(target, "表", 2, 7, values=True)
    assert [row[3] for row in shown] == [3, 6, 9, 12, 15, 45]
    assert [row[4] for row in shown][:5] == pytest.approx([at / 15 for at in range(1, 6)])


def test_edit_keeps_the_formatting_of_rich_text(tmp_path: Path) -> None:
    import xlsxwriter

    path, target = tmp_path / "模板.xlsx", tmp_path / "结果.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("表")
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "red"})
    sheet.write_rich_string(0, 0, "2010年", bold, "填报单位：    ", red, "填报人：  ")
    book.close()
    edits = [(0, 4, "2011"), (10, 14, "水务局"), (18, 20, "王五")]
    fill(path, target, {"表": SheetChange(edits={(1, 1): edits})})
    with Package(target) as package:
        template = Template(package)
        sheet = template.sheet("表")
        cell = sheet.cells(1)[1]
        assert sheet.value(cell) == "2011年填报单位：水务局填报人：王五"
        rich = sheet.rich(cell)
    assert [re.sub("<.*?>", "", run) for run in re.findall(r"<r>.*?</r>", rich)] == [
        "2011年",
        "填报单位：水务局",
        "填报人：王五",
    ]
    assert "<b/>" in rich
    assert "FFFF0000" in rich


def test_chain_of_calculation_follows(template, tmp_path: Path) -> None:
    path, place = template
    chained = tmp_path / "链.xlsx"
    total = place["total"]
    chain = f'<calcChain xmlns="x"><c r="C{total}" i="1"/><c r="D{total}"/><c r="A1" i="2"/></calcChain>'
    import zipfile

    found = parts(path)
    relations = found["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://x/relationships/calcChain" Target="calcChain.xml"/></Relationships>',
    )
    with zipfile.ZipFile(chained, "w") as package:
        for name, content in (
            found | {"xl/_rels/workbook.xml.rels": relations, "xl/calcChain.xml": chain.encode()}
        ).items():
            package.writestr(name, content)
    target = tmp_path / "结果.xlsx"
    rows = [(at,) for at in range(5)]
    fill(
        chained, target, {"统计表": SheetChange(tables=[Table(place["first"], place["last"], (3,), rows, 5)])}
    )
    expected = f'<calcChain xmlns="x"><c r="C{total + 2}" i="1"/><c i="1" r="D{total + 2}"/><c r="A1" i="2"/></calcChain>'
    assert parts(target)["xl/calcChain.xml"].decode() == expected
