"""Reading foreign workbooks: typed cells at their places, and files that must be refused while the rest go on."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from exports.workbook import address, column_letters, read_workbook, read_workbooks
from exports.workbook_scan import NOT_COMPUTED, CellError, position
from exports.workbook_scan_xls import scan_xls
from models.errors import AppError
from tests.exports.sheets import book, raw_book


def cells(path: Path, sheet: int = 0) -> list[list[object]]:
    found = read_workbook(path).sheets[sheet]
    return [found.row(number) for number in range(found.height)]


def test_cells_keep_their_type_and_their_place(tmp_path: Path) -> None:
    path = tmp_path / "各种 单元格.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("表")
        sheet.write_string("C3", " 文字 ")
        sheet.write_number("D3", 7)
        sheet.write_number("E3", 2.5)
        sheet.write_boolean("F3", True)
        sheet.write_datetime(
            "G3", datetime.datetime(2010, 5, 1), made.add_format({"num_format": "yyyy-mm-dd"})
        )
        sheet.write_formula("H3", "=1+1", None, 2)
        sheet.write_string("C5", "0123")
    assert cells(path) == [
        [None] * 8,
        [None] * 8,
        [None, None, " 文字 ", 7, 2.5, True, datetime.date(2010, 5, 1), 2],
        [None] * 8,
        [None, None, "0123", *[None] * 5],
    ]


def test_error_cells_and_formulas_without_result_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "错误.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("表")
        sheet.write_formula("A1", "=1/0", None, "#DIV/0!")
        sheet.write_formula("B1", "=名称", None, "#NAME?")
        sheet.write_formula("C1", '=""', None, "")
        sheet.write("D1", "在")
    found = cells(path)[0]
    assert found[:2] == [CellError("#DIV/0!"), CellError("#NAME?")]
    assert found[3] == "在"
    never = tmp_path / "没算过.xlsx"
    made = openpyxl.Workbook()
    made.active["A1"], made.active["B1"] = "=1+1", "在"
    made.save(never)
    assert cells(never) == [[NOT_COMPUTED, "在"]]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("yyyy-mm-dd", datetime.date(2010, 5, 1)),
        ('yyyy"年"m"月"', "2010-05"),
        ("yyyy.mm", "2010-05"),
        (57, "2010-05"),
        (58, datetime.date(2010, 5, 1)),
        (31, datetime.date(2010, 5, 1)),
        ("yyyy", "2010"),
        ('[DBNum1]yyyy"年"m"月"d"日"', datetime.date(2010, 5, 1)),
        ("General", 40299),
    ],
)
def test_a_date_shown_as_a_month_is_a_month(tmp_path: Path, code: str | int, expected: object) -> None:
    path = tmp_path / "日期.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("表").write_number("A1", 40299, made.add_format({"num_format": code}))
    assert cells(path) == [[expected]]


def test_an_old_xls_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "旧表.xls"
    made = xlwt.Workbook()
    sheet = made.add_sheet("表")
    sheet.write_merge(0, 0, 0, 2, "标题")
    sheet.write(2, 1, "文字")
    sheet.write(2, 2, 35)
    sheet.write(3, 1, datetime.date(2010, 5, 1), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    made.save(str(path))
    assert cells(path) == [
        ["标题", None, None],
        [None, None, None],
        [None, "文字", 35],
        [None, datetime.date(2010, 5, 1), None],
    ]
    assert read_workbook(path).sheets[0].merges == [(0, 0, 0, 2)]


@pytest.mark.parametrize("rows", [1, 400], ids=["in small sectors", "in large sectors"])
def test_errors_and_months_in_an_old_xls_are_seen_too(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "旧表.xls"
    made = xlwt.Workbook()
    made.add_sheet("空表")
    sheet = made.add_sheet("名册")
    month = xlwt.easyxf(num_format_str='yyyy"年"m"月"')
    for row in range(rows):
        sheet.write(row, 0, f"某{row}")
        sheet.write(row, 1, datetime.date(2010, 5, 1), month)
        sheet.write(row, 2, 40299.0)
        sheet.row(row).set_cell_error(3, "#REF!")
    made.save(str(path))
    expected = [[f"某{row}", "2010-05", 40299, CellError("#REF!")] for row in range(rows)]
    assert cells(path, 1) == expected


@given(st.binary(max_size=600), st.integers(0, 3000))
def test_a_damaged_xls_is_scanned_without_harm(tmp_path_factory, damage: bytes, at: int) -> None:
    path = tmp_path_factory.mktemp("damaged") / "旧表.xls"
    made = xlwt.Workbook()
    made.add_sheet("名册").write(0, 0, "某")
    made.save(str(path))
    content = bytearray(path.read_bytes())
    content[at : at + len(damage)] = damage
    path.write_bytes(content)
    assert isinstance(scan_xls(path), dict)


def test_what_the_quick_parser_refuses_is_read_all_the_same(tmp_path: Path) -> None:
    """Errors that only newer Excel knows, and a dimension that is none: Excel opens both."""
    spilled = raw_book(
        tmp_path / "新错误.xlsx", '<row r="2"><c r="B2" t="e"><v>#SPILL!</v></c><c r="C2"><v>7</v></c></row>'
    )
    assert cells(spilled) == [[None, None, None], [None, CellError("#SPILL!"), 7]]
    rows = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{namespace}"><dimension ref="ZZZ"/>{rows}</worksheet>'
    assert cells(raw_book(tmp_path / "范围不对.xlsx", "", sheet=sheet)) == [[1]]
    # WPS writes a dimension that leaves out rows.
    short = sheet.replace("ZZZ", "A1").replace("</row>", '</row><row r="2"><c r="B2"><v>2</v></c></row>')
    assert cells(raw_book(tmp_path / "范围太小.xlsx", "", sheet=short)) == [[1, None], [None, 2]]


def test_hidden_sheets_are_named_and_not_read_hidden_rows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "隐藏.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("表")
        sheet.write("A1", "一")
        sheet.write("A2", "二")
        sheet.set_row(1, None, None, {"hidden": True})
        made.add_worksheet("字典").hide()
    found = read_workbook(path)
    assert [(sheet.name, sheet.visible, sheet.columns) for sheet in found.sheets] == [
        ("表", True, [["一", "二"]]),
        ("字典", False, []),
    ]


def test_long_sheets_with_blank_stretches_keep_their_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "长.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as made:
        sheet = made.add_worksheet("表")
        for row in (0, 9000, 30_000):
            sheet.write(row, 1, f"第{row}")
            sheet.write_datetime(
                row, 2, datetime.datetime(2010, 1, 2), made.add_format({"num_format": "yyyy-mm-dd"})
            )
    (sheet,) = read_workbook(path).sheets
    assert sheet.height == 30_001
    assert [row for row, cell in enumerate(sheet.columns[1]) if cell] == [0, 9000, 30_000]
    assert sheet.columns[2][30_000] == datetime.date(2010, 1, 2)
    assert {len(column) for column in sheet.columns} == {30_001}


# Files that must be refused -----------------------------------------------------------------------------------


def bomb(path: Path) -> Path:
    """A sheet that unpacks to 60 MB from 60 KB."""
    return raw_book(path, '<row r="1"><c r="A1"><v>1</v></c></row>' + " " * (60 * 2**20))


def with_dtd(path: Path) -> Path:
    head = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    return raw_book(path, '<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>', head=head)


def with_dtd_in_utf16(path: Path) -> Path:
    head = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'
    with zipfile.ZipFile(raw_book(path, ""), "a") as package:
        package.writestr("xl/worksheets/sheet2.xml", head.encode("utf-16"))
    return path


def truncated(path: Path) -> Path:
    whole = book(path, [["姓名"]]).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def damaged(path: Path) -> Path:
    """The sheet's compressed data have a hole."""
    book(path, [[f"某{number}" for number in range(50)] for _ in range(200)])
    with zipfile.ZipFile(path) as package:
        info = package.getinfo("xl/worksheets/sheet1.xml")
        at = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    content = bytearray(path.read_bytes())
    content[at : at + 200] = bytes(200)
    path.write_bytes(content)
    return path


def encrypted(path: Path) -> Path:
    """What a locked .xlsx is: an OLE container with a stream of that name."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    path.write_bytes(head + "EncryptedPackage".encode("utf-16-le").ljust(512, b"\0"))
    return path


def text(path: Path) -> Path:
    path.write_text("姓名,性别\n张三,男\n", "utf-8")
    return path


def far_away_cell(path: Path) -> Path:
    return raw_book(
        path,
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    )


def broken_xml(path: Path) -> Path:
    return raw_book(path, '<row r="1"><c r="A1"><v>1</c></row')


def word_file(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    return path


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


HOSTILE = [
    bomb,
    with_dtd,
    with_dtd_in_utf16,
    truncated,
    damaged,
    encrypted,
    text,
    far_away_cell,
    broken_xml,
    word_file,
    empty,
]


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_a_bad_file_is_refused_in_a_sentence_and_the_next_one_is_read(tmp_path: Path, make) -> None:
    bad = make(tmp_path / "坏文件.xlsx")
    good = book(tmp_path / "好文件.xlsx", [["姓名"]])
    again = book(tmp_path / "又一个.xlsx", [["性别"]])
    found = [
        (book.refused, [sheet.columns for sheet in book.sheets])
        for book in read_workbooks([good, bad, again])
    ]
    assert [content for _, content in found] == [[[["姓名"]]], [], [[["性别"]]]]
    error = found[1][0]
    assert isinstance(error, AppError)
    assert "坏文件.xlsx" in error.message
    assert error.message.endswith("。") and error.next_step.endswith("。")


@pytest.mark.parametrize(
    ("name", "word"),
    [("a.csv", "CSV"), ("a.et", "WPS"), ("a.wps", "WPS"), ("a.ods", "OpenDocument"), ("~$a.xlsx", "临时")],
)
def test_other_formats_are_refused_with_what_to_do(tmp_path: Path, name: str, word: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(AppError, match=word):
        read_workbook(path)
    with pytest.raises(AppError, match="找不到"):
        read_workbook(tmp_path / "没有.xlsx")
    with pytest.raises(AppError, match="文件夹"):
        read_workbook(tmp_path)


def test_a_child_that_says_nothing_is_ended(tmp_path: Path) -> None:
    path = book(tmp_path / "慢.xlsx", [["姓名"]])
    (found,) = read_workbooks([path], time_limit=0)
    assert found.refused is not None and "太久" in found.refused.message


def test_a_child_that_needs_too_much_memory_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as made:
        sheet = made.add_worksheet()
        for row in range(3000):
            sheet.write_row(row, 0, [f"某某{row}-{column}" * 5 for column in range(60)])
    (found,) = read_workbooks([path], memory_limit=100 * 2**20, time_limit=20)
    assert found.refused is not None and "读到一半中断了" in found.refused.message
    assert read_workbook(path).sheets[0].height == 3000


@given(st.integers(0, 16_383), st.integers(0, 1_048_575))
def test_addresses_name_the_cell_as_excel_does(column: int, row: int) -> None:
    assert column_letters(column) == openpyxl.utils.get_column_letter(column + 1)
    letters = column_letters(column)
    assert address(row, column) == f"{letters}{row + 1}"
    assert position(letters.encode(), str(row + 1).encode()) == (row, column)
