"""What a picture shows of an .xls: fonts, fills, lines and places of text as xlwt wrote them, and the rows' heights."""

from __future__ import annotations

from pathlib import Path

import xlwt

from exports.sheet_looks import Look
from exports.sheet_picture import PicturedCell, picture
from exports.xls_book import OldBook


def pictured(path: Path) -> dict[str, PicturedCell]:
    book = OldBook(path)
    drawn = picture(book.sheet("名册"), book.styles, book.looks)
    assert drawn.heights[:2] == [31.5, 15.0]  # the second says none of its own
    return {cell.text: cell for cell in drawn.cells}


def test_an_old_sheet_looks_as_it_was_made(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("名册")
    title = "font: name 黑体, height 400, bold on, colour red; align: horiz center, vert center"
    head = (
        "font: name SimSun, height 210, italic on; align: wrap on, vert top; borders: left thin, bottom double;"
        " pattern: pattern solid, fore_colour yellow"
    )
    sheet.write_merge(0, 0, 0, 2, "团干部花名册", xlwt.easyxf(title))
    sheet.row(0).height_mismatch = True
    sheet.row(0).height = 630
    sheet.write(1, 0, "姓名", xlwt.easyxf(head))
    sheet.write(1, 1, "无格式")
    # Fonts enough for the numbers beyond the one that does not exist.
    for at, name in enumerate(("A", "B", "C", "D")):
        sheet.write(2, at, name, xlwt.easyxf(f"font: name Font{name}"))
    path = tmp_path / "名册.xls"
    made.save(str(path))
    cells = pictured(path)
    assert cells["团干部花名册"].look == Look(
        font="黑体", size=20, bold=True, colour="FF0000", horizontal="center", vertical="center"
    )
    assert cells["团干部花名册"].area.text() == "A1:C1"
    assert cells["姓名"].look == Look(
        font="SimSun",
        size=10.5,
        italic=True,
        fill="FFFF00",
        vertical="top",
        wrap=True,
        lines=(True, False, False, True),
    )
    assert [cells[name].look.font for name in "ABCD"] == ["FontA", "FontB", "FontC", "FontD"]
    assert cells["无格式"].look.lines == (False, False, False, False)
