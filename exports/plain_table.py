"""The plain template made as wide as a table: its text column and its number column repeated as wanted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from exports.sheet_formula import column_letters
from exports.sheet_xml import Cell, Row, Sheet, cell_xml

NARROWEST, WIDEST = 6.0, 60.0


@dataclass(frozen=True)
class TableColumn:
    """A column of a table on the screen: its heading, its width in characters, whether it holds numbers."""

    header: str
    width: float = 12
    number: bool = False


def widened(sheet: Sheet, columns: Sequence[TableColumn]) -> Sheet:
    """The plain template's sheet for these columns. Rows: 1 title, 2 header, 3 the pattern of all others."""
    prefix = sheet.prefix
    for number, row in list(sheet.rows.items()):
        held = sheet.cells(number)
        cells = []
        for place, column in enumerate(columns, 1):
            like = held.get(2 if column.number and 2 in held else 1)
            if like is not None:
                kept = like if number == 1 and place == 1 else Cell(place, {"s": like.style})
                cells.append(Cell(place, kept.attributes, kept.inner))
        body = "".join(cell_xml(cell, number, prefix) for cell in cells)
        attributes = re.sub(r"\s*\bspans=\"[^\"]*\"", "", row.attributes)
        sheet.rows[number] = Row(number, attributes, body)
    widths = "".join(
        f'<{prefix}col min="{place}" max="{place}" width="{_width(column)}" customWidth="1"/>'
        for place, column in enumerate(columns, 1)
    )
    head = re.sub(rf"<{prefix}cols>.*?</{prefix}cols>", "", sheet.head, flags=re.DOTALL)
    sheet.head = f"{head}<{prefix}cols>{widths}</{prefix}cols>"
    last = column_letters(len(columns))
    merge = (
        ""
        if len(columns) < 2
        else rf'<{prefix}mergeCells count="1"><{prefix}mergeCell ref="A1:{last}1"/></{prefix}mergeCells>'
    )
    sheet.tail = re.sub(rf"<{prefix}mergeCells\b.*?</{prefix}mergeCells>", merge, sheet.tail, flags=re.DOTALL)
    return sheet


def _width(column: TableColumn) -> float:
    # Excel's unit is a digit's width; a column must also hold its heading (Chinese characters count two).
    return round(min(WIDEST, max(NARROWEST, column.width + 2, 2 * len(column.header) + 2)), 2)
