"""Small workbooks for the tests of importing, written with openpyxl, and the files that must be refused."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
    ' Target="{target}"/></Relationships>'
)
BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def book(
    path: Path,
    rows: Iterable[Sequence[Any]],
    *,
    merges: Iterable[str] = (),
    title: str = "表",
    more: Mapping[str, Iterable[Sequence[Any]]] | None = None,
) -> Path:
    """A workbook with the rows as they are given, from A1."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = title
    _fill(sheet, rows)
    for area in merges:
        sheet.merge_cells(area)
    for name, others in (more or {}).items():
        _fill(made.create_sheet(name), others)
    made.save(path)
    made.close()
    return path


def _fill(sheet: Any, rows: Iterable[Sequence[Any]]) -> None:
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                cell = sheet.cell(number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"


def raw_book(path: Path, rows: str, *, head: str = '<?xml version="1.0"?>', sheet: str | None = None) -> Path:
    """A workbook whose one sheet has the given XML rows, or is the given XML altogether."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", CONTENT_TYPES)
        package.writestr("_rels/.rels", RELS.format(kind="officeDocument", target="xl/workbook.xml"))
        package.writestr("xl/workbook.xml", BOOK)
        package.writestr(
            "xl/_rels/workbook.xml.rels", RELS.format(kind="worksheet", target="worksheets/sheet1.xml")
        )
        package.writestr("xl/worksheets/sheet1.xml", sheet or head + SHEET.format(rows))
    return path
