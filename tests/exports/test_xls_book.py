"""Old workbooks filled in place, read back by xlrd: values, looks, and all that moves along."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
import xlrd
import xlwt
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from exports.sheet_patch import SheetChange
from exports.sheet_table import Table
from exports.xls_book import CannotPatch, OldBook
from exports.xls_container import BadContainer, Container
from exports.xls_records import CONTINUE, Record, read_strings, string_records
from models.errors import AppError

QUICK = settings(max_examples=30, phases=[Phase.explicit, Phase.reuse, Phase.generate])
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9), st.integers(-(10**6), 10**6).map(lambda number: number / 100)
)


def template(path: Path, blank: int, *, formula: str = "SUM") -> dict[str, int]:
    """A sheet with a table of `blank` rows, sums below and a merged foot; gives the rows from 1."""
    book = xlwt.Workbook()
    other = book.add_sheet("先")
    other.write(0, 0, "不动")
    sheet = book.add_sheet("表")
    line = xlwt.easyxf("font: name 仿宋_GB2312; borders: left thin, right thin, top thin, bottom thin")
    head = xlwt.easyxf("font: name 黑体, bold on; borders: left thin, right thin, top thin, bottom thin")
    sheet.write_merge(0, 0, 0, 3, "2010年名册", xlwt.easyxf("font: name 方正小标宋简体, height 440"))
    sheet.row(0).height_mismatch = True
    sheet.row(0).height = 800
    for column, word in enumerate(("序号", "名称", "数一", "数二")):
        sheet.write(1, column, word, head)
    for row in range(2, 2 + blank):
        sheet.row(row).height_mismatch = True
        sheet.row(row).height = 360
        for column in range(4):
            sheet.write(row, column, None, line)
    total = 2 + blank
    sheet.write(total, 0, "合计", head)
    for column in (2, 3):
        letter = "ABCD"[column]
        sheet.write(total, column, xlwt.Formula(f"{formula}({letter}3:{letter}{total})"), line)
    sheet.write_merge(total + 1, total + 1, 0, 3, "填表人：          审核人：", line)
    sheet.set_horz_page_breaks([(total + 1, 0, 255)])
    book.add_sheet("后").write(0, 0, "也不动")
    book.save(str(path))
    return {"first": 3, "last": 2 + blank, "total": total + 1, "foot": total + 2}


def look(book: Any, sheet: Any, row: int, column: int) -> tuple[Any, ...]:
    """Font, borders and format of a cell."""
    style = book.xf_list[sheet.cell_xf_index(row, column)]
    font = book.font_list[style.font_index]
    return font.name, font.height, font.bold, style.border.left_line_style, style.format_key


@QUICK
@given(
    blank=st.integers(1, 5),
    rows=st.lists(st.tuples(TEXT, NUMBERS, st.one_of(st.none(), NUMBERS, TEXT)), max_size=12),
    take_out=st.booleans(),
)
def test_filled_old_sheet_reads_back(
    tmp_path_factory: pytest.TempPathFactory, blank: int, rows: list[tuple[Any, ...]], take_out: bool
) -> None:
    folder = tmp_path_factory.mktemp("old")
    path, target = folder / "模板.xls", folder / "结果.xls"
    place = template(path, blank)
    numbered = [(at, *values) for at, values in enumerate(rows, 1)]
    table = Table(place["first"], place["last"], (1, 2, 3, 4), numbered, len(rows), take_out)
    edits = [(4, 14, "钱七")]
    OldBook(path).write(target, {"表": SheetChange(tables=[table], edits={(place["foot"], 1): edits})})

    height = max(len(rows), max(1, len(rows)) if take_out else blank)
    moved = height - blank
    old, new = (xlrd.open_workbook(each, formatting_info=True) for each in (path, target))
    before, after = old.sheet_by_name("表"), new.sheet_by_name("表")
    assert [new.sheet_by_name(name).cell_value(0, 0) for name in ("先", "后")] == ["不动", "也不动"]
    for at, row in enumerate(numbered):
        found = after.row_values(2 + at)
        assert found == ["" if value is None else value for value in row]
    for row in range(2, 2 + height):
        assert after.rowinfo_map[row].height == 360
        assert look(new, after, row, 1) == look(old, before, 2, 1)
    total = place["total"] - 1 + moved
    assert after.cell_value(total, 0) == "合计"
    for column in (2, 3):
        numbers = [row[column] for row in numbered if isinstance(row[column], int | float)]
        assert after.cell_value(total, column) == pytest.approx(sum(numbers))
        assert look(new, after, total, column) == look(old, before, place["total"] - 1, column)
    assert after.cell_value(total + 1, 0) == "填表人：钱七审核人："
    assert sorted(after.merged_cells) == [(0, 1, 0, 4), (total + 1, total + 2, 0, 4)]
    assert [each[0] for each in after.horizontal_page_breaks] == [total + 1]
    assert look(new, after, 0, 0) == look(old, before, 0, 0)
    assert after.rowinfo_map[0].height == 800
    assert _sum_area(target, total, 2) == (2, 1 + height)


def _sum_area(path: Path, row: int, column: int) -> tuple[int, int]:
    """The rows that the sum in a cell looks at."""
    stream = Container(path.read_bytes()).stream("Workbook")
    assert stream is not None
    wanted = struct.pack("<HH", row, column)
    at = 0
    while at < len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        data = stream[at + 4 : at + 4 + length]
        if kind == 6 and data[:4] == wanted:
            first, last = struct.unpack_from("<HH", data, 23)
            return first, last
        at += 4 + length
    raise AssertionError("no formula there")


def test_formula_that_cannot_follow_is_said_and_nothing_written(tmp_path: Path) -> None:
    path, target = tmp_path / "模板.xls", tmp_path / "结果.xls"
    place = template(path, 2, formula="AVERAGE")
    rows = [(at, "甲", 1, 2) for at in range(5)]
    table = Table(place["first"], place["last"], (1, 2, 3, 4), rows, 5)
    with pytest.raises(CannotPatch):
        OldBook(path).write(target, {"表": SheetChange(tables=[table])})
    assert not target.exists()


def test_formula_stays_where_no_row_moves(tmp_path: Path) -> None:
    path, target = tmp_path / "模板.xls", tmp_path / "结果.xls"
    place = template(path, 2, formula="AVERAGE")
    table = Table(place["first"], place["last"], (1, 2, 3, 4), [(1, "甲", 4, 2)], 1)
    OldBook(path).write(target, {"表": SheetChange(tables=[table])})
    sheet = xlrd.open_workbook(target).sheet_by_name("表")
    assert sheet.row_values(2) == [1, "甲", 4, 2]
    assert sheet.nrows == place["foot"]


@pytest.mark.parametrize("text", ["=1+1", "0123", "+86", "310226198402227114", "长" * 9000, "𠮷·a\nb"])
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    path, target = tmp_path / "模板.xls", tmp_path / "结果.xls"
    place = template(path, 2)
    rows = [(1, text, 1, 1), (2, "短", 1, 1)]
    OldBook(path).write(
        target, {"表": SheetChange(tables=[Table(place["first"], place["last"], (1, 2, 3, 4), rows, 2)])}
    )
    sheet = xlrd.open_workbook(target).sheet_by_name("表")
    assert sheet.cell(2, 1).ctype == xlrd.XL_CELL_TEXT
    assert sheet.cell_value(2, 1) == text
    assert sheet.cell_value(3, 1) == "短"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=5000), max_size=8))
def test_shared_strings_go_over_records_and_back(texts: list[str]) -> None:
    made = string_records(texts)
    assert all(record.kind == CONTINUE and len(record.data) <= 8224 for record in made)
    head = Record(0xFC, struct.pack("<II", len(texts), len(texts)))
    assert read_strings([head.data, *(record.data for record in made)]) == texts


@given(st.lists(st.integers(0, 9000), min_size=1, max_size=3))
def test_container_keeps_its_streams(sizes: list[int]) -> None:
    found = Container(_container())
    for size in sizes:
        data = bytes(at % 251 for at in range(size))
        found.replace("Workbook", data)
        again = Container(found.content())
        assert again.stream("workbook") == data
        assert again.names == found.names


def test_large_container_needs_a_longer_table(tmp_path: Path) -> None:
    found = Container(_container())
    data = b"x" * 9_000_000
    found.replace("Workbook", data)
    assert Container(found.content()).stream("Workbook") == data


def _container() -> bytes:
    import io

    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, "x")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("damage", [slice(0, 8), slice(48, 52), slice(512, 600), slice(30, 32)])
def test_damaged_container_is_refused(tmp_path: Path, damage: slice) -> None:
    content = bytearray(_container())
    content[damage] = b"\x77" * (damage.stop - damage.start)
    path = tmp_path / "坏.xls"
    path.write_bytes(content)
    with pytest.raises((AppError, CannotPatch)):
        OldBook(path)


def test_no_container_is_refused() -> None:
    with pytest.raises(BadContainer):
        Container(b"PK\x03\x04" + bytes(600))
