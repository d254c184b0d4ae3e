"""A worksheet as a plain rectangle: merged values given to every cell they span, outer emptiness cut off."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from exports.workbook import Area, Cell, Sheet


class Grid:
    """The cells of a sheet by column, at their own positions (counted from 0), with merges undone.

    Trailing rows and columns in which nothing is written are cut; rows and columns before the first written one stay,
    so that addresses remain those of the sheet.
    """

    def __init__(self, sheet: Sheet) -> None:
        """Takes over the sheet's columns (a roster of 100,000 rows is not copied)."""
        self.name = sheet.name
        self.columns = sheet.columns
        self.height = _used_height(self.columns)
        for column in self.columns:
            del column[self.height :]
        while self.columns and all(cell is None for cell in self.columns[-1]):
            self.columns.pop()
        self.width = len(self.columns)
        self.merges = sorted(filter(None, (self._inside(area) for area in sheet.merges)))
        self._spread: dict[int, list[tuple[int, int]]] = {}
        for area in self.merges:
            self._fill(area)

    def _inside(self, area: Area) -> Area | None:
        """The part of a merged area that lies in the used rectangle."""
        top, left, bottom, right = area
        if top >= self.height or left >= self.width:
            return None
        return top, left, min(bottom, self.height - 1), min(right, self.width - 1)

    def _fill(self, area: Area) -> None:
        top, left, bottom, right = area
        value = self.columns[left][top]
        if value is None:
            return
        for number in range(left, right + 1):
            self.columns[number][top : bottom + 1] = [value] * (bottom + 1 - top)
            first = top + 1 if number == left else top
            if first <= bottom:
                self._spread.setdefault(number, []).append((first, bottom))

    def row(self, number: int) -> list[Cell]:
        """The cells of one row."""
        return [column[number] for column in self.columns]

    def rows(self, first: int, last: int) -> Iterator[list[Cell]]:
        """The rows from `first` up to, not including, `last`."""
        for number in range(first, min(last, self.height)):
            yield self.row(number)

    def is_spread(self, row: int, column: int) -> bool:
        """Whether the cell has its value only from a merged area that begins elsewhere."""
        spans = self._spread.get(column)
        if not spans:
            return False
        at = bisect_right(spans, (row, self.height)) - 1
        return at >= 0 and spans[at][0] <= row <= spans[at][1]


def _used_height(columns: Sequence[Sequence[Cell]]) -> int:
    """The number of rows down to the last one in which anything is written."""
    height = 0
    for column in columns:
        last = len(column)
        while last > height and (column[last - 1] is None or str(column[last - 1]).isspace()):
            last -= 1
        height = max(height, last)
    return height
