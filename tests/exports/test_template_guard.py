"""Workbooks that must not be filled: each is refused with a sentence, nothing is written, the program goes on."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from exports.fill_book import plan_workbook
from exports.template_guard import check_template
from models.errors import AppError
from models.store import Store
from tests.exports.workbooks import parts
from ui import commands

SHEET = "xl/worksheets/sheet1.xml"
HEADS = ("姓名", "性别", "民族", "籍贯")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def good(path: Path) -> Path:
    """A sheet that can be filled."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("名册")
    sheet.write_row(0, 0, HEADS, book.add_format({"border": 1}))
    for row in range(1, 4):
        for column in range(len(HEADS)):
            sheet.write_blank(row, column, None, book.add_format({"border": 1}))
    book.close()
    return path


def altered(path: Path, changes: dict[str, bytes]) -> Path:
    """A good sheet with some parts changed or added."""
    found = parts(good(path)) | changes
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in found.items():
            package.writestr(name, content)
    return path


def with_password(folder: Path) -> Path:
    path = folder / "密.xlsx"
    path.write_bytes(OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(2000))
    return path


def renamed(folder: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    for column, head in enumerate(HEADS):
        sheet.write(0, column, head)
    path = folder / "旧.xlsx"
    with path.open("wb") as stream:
        book.save(stream)
    return path


def cut_off(folder: Path) -> Path:
    path = good(folder / "断.xlsx")
    path.write_bytes(path.read_bytes()[:2000])
    return path


def rubbish(folder: Path) -> Path:
    path = folder / "乱.xls"
    path.write_bytes(OLE + bytes(range(256)) * 40)
    return path


def other_program(folder: Path) -> Path:
    path = folder / "表.et"
    path.write_bytes(b"whatever")
    return path


def a_folder(folder: Path) -> Path:
    path = folder / "表.xlsx"
    path.mkdir()
    return path


def bomb(folder: Path) -> Path:
    return altered(folder / "炸.xlsx", {"xl/media/image1.png": bytes(80_000_000)})


def with_far_cell(folder: Path) -> Path:
    sheet = parts(good(folder / "远.xlsx"))[SHEET].decode()
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return altered(folder / "远.xlsx", {SHEET: sheet.replace("</sheetData>", far).encode()})


def with_dtd(folder: Path) -> Path:
    laughs = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    return altered(folder / "实.xlsx", {SHEET: laughs})


def without_sheets(folder: Path) -> Path:
    xml = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>'
    return altered(folder / "空.xlsx", {"xl/workbook.xml": xml})


def with_words_only(folder: Path) -> Path:
    path = folder / "通知.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet().write(0, 0, "关于报送材料的通知")
    book.close()
    return path


BAD: list[tuple[Callable[[Path], Path], str]] = [
    (with_password, "密码"),
    (renamed, "其实是旧的 .xls"),
    (cut_off, "损坏"),
    (rubbish, "不是 Excel 工作簿|损坏"),
    (other_program, "WPS 自己的格式"),
    (a_folder, "打不开"),
    (lambda folder: folder / "没有.xlsx", "找不到"),
    (bomb, "解开后过大"),
    (lambda folder: altered(folder / "宏.xlsx", {"xl/vbaProject.bin": b"x"}), "宏"),
    (lambda folder: altered(folder / "链.xlsx", {"xl/externalLinks/externalLink1.xml": b"<x/>"}), "链接"),
    (with_dtd, "DTD"),
    (with_far_cell, "XFD1048576"),
    (lambda folder: altered(folder / "裂.xlsx", {SHEET: b"<worksheet><sheetData>"}), "损坏"),
    (lambda folder: altered(folder / "地.xlsx", {SHEET: b"<worksheet/>", "xl/styles.xml": b"<"}), "损坏"),
    (without_sheets, "没有工作表"),
    (with_words_only, "认得出"),
]


@pytest.mark.parametrize(("made", "said"), BAD)
def test_bad_template_is_refused_with_a_sentence(
    store: Store, tmp_path: Path, made: Callable[[Path], Path], said: str
) -> None:
    folder = tmp_path / "来"
    folder.mkdir()
    with pytest.raises(AppError, match=said) as refused:
        plan_workbook(made(folder))
    assert refused.value.message.endswith("。") and refused.value.next_step.endswith("。")
    assert "Error" not in str(refused.value) and str(tmp_path) not in str(refused.value)


@pytest.mark.parametrize("made", [with_password, with_far_cell, bomb, cut_off])
def test_nothing_is_written_for_a_bad_template(
    tmp_path: Path, made: Callable[[Path], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, target = tmp_path / "来", tmp_path / "果.xlsx"
    folder.mkdir()
    path = made(folder)
    before = sorted(tmp_path.rglob("*.xlsx"))
    words = ["--data", str(tmp_path / "data"), "fill", str(path), "--year", "2010", "--out", str(target)]
    assert commands.main(words) == 2
    assert path.name in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*.xlsx")) == before


def test_good_template_passes(tmp_path: Path) -> None:
    check_template(good(tmp_path / "好.xlsx"))


def test_template_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="太久"):
        check_template(good(tmp_path / "慢.xlsx"), time_limit=0)


def test_template_that_takes_too_much_memory_ends_the_child_only(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(4_000):
            sheet.write_row(row, 0, [f"某某{row}-{column}" for column in range(40)])
    with pytest.raises(AppError, match="读到一半中断了"):
        check_template(path, memory_limit=60 * 2**20)
    check_template(path)
