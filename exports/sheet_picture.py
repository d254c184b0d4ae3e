"""A picture of a sheet for the screen: what stands where, how wide and high, and which place wants what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from exports.sheet_looks import Look, Looks
from exports.sheet_styles import Styles
from exports.sheet_values import Value, tidy
from exports.sheet_xml import Area, Sheet

STANDARD_WIDTH, STANDARD_HEIGHT = 8.43, 15.0
MOST_ROWS = 500  # a picture shows what a person looks at, not a roster to its end


@dataclass(frozen=True)
class PicturedCell:
    """One cell or merged area (rows and columns from 1): its text and look."""

    area: Area
    text: str
    look: Look


@dataclass
class SheetPicture:
    """A sheet as it is drawn: widths in characters by column, heights in points by row, both from 1."""

    name: str
    widths: list[float] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    cells: list[PicturedCell] = field(default_factory=list)


def picture(sheet: Sheet, styles: Styles, looks: Looks, rows: int = MOST_ROWS) -> SheetPicture:
    """The picture of the sheet's first rows."""
    last_row = min(max(sheet.rows, default=1), rows)
    held = {row: sheet.cells(row) for row in sheet.rows if row <= last_row}
    shown = [column for cells in held.values() for column, cell in cells.items() if cell.inner]
    shown += [area.last_column for area in sheet.merges if area.first_row <= last_row]
    last_column = max(shown, default=1)
    found = SheetPicture(sheet.name)
    found.widths = [sheet.column_widths.get(column, STANDARD_WIDTH) for column in range(1, last_column + 1)]
    found.heights = [
        sheet.rows[row].height if row in sheet.rows else STANDARD_HEIGHT for row in range(1, last_row + 1)
    ]
    merged = {(area.first_row, area.first_column): area for area in sheet.merges}
    inside = {
        (row, column)
        for area in sheet.merges
        for row in range(area.first_row, min(area.last_row, last_row) + 1)
        for column in range(area.first_column, min(area.last_column, last_column) + 1)
    } - merged.keys()
    for row, cells in sorted(held.items()):
        for column, cell in sorted(cells.items()):
            if column > last_column or (row, column) in inside:
                continue
            area = merged.get((row, column), Area(row, column, row, column))
            text = shown_text(sheet.value(cell) if cell.inner else None, styles[cell.style].is_date)
            found.cells.append(PicturedCell(area, text, looks[cell.style]))
    return found


def shown_text(value: Value, dated: bool) -> str:
    """A cell's value as the sheet shows it, more or less."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    if dated and 1 <= value < 2_958_466:
        return (date(1899, 12, 30) + timedelta(days=int(value))).isoformat()
    return str(tidy(float(value)))
