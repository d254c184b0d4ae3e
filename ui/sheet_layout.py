"""Where the cells of a sheet's picture lie at a zoom, in device-independent pixels: widths, heights, merges, room for text."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from math import ceil

from PySide6.QtCore import QPointF, QRectF

from exports.fill_lines import width
from exports.sheet_picture import PicturedCell, SheetPicture
from exports.sheet_xml import Area

POINT = 96 / 72  # pixels of a point at 100 %
NUMBER = re.compile(r"-?[\d,]{1,11}(\.\d+)?%?")
_CHARACTER, _PADDING = 7.0, 5.0  # pixels of a digit and of a column's edges at 100 %
_USUAL_HEIGHT, _LINE = 15.0, 1.45  # points of a row that says nothing; of a line of text

Placed = tuple[PicturedCell, QRectF, QRectF]  # a cell, where it lies, where its text may go


class SheetLayout:
    """The edges of all columns and rows; `scale` is that of the screen, on whose pixels they fall."""

    def __init__(self, picture: SheetPicture, zoom: float, scale: float) -> None:
        self.picture, self.zoom = picture, zoom
        self._by_place = {(cell.area.first_row, cell.area.first_column): cell for cell in picture.cells}
        self._spanning = [
            cell
            for cell in picture.cells
            if (cell.area.first_row, cell.area.first_column) != (cell.area.last_row, cell.area.last_column)
        ]
        widths = [(own * _CHARACTER + _PADDING) * zoom if own else 0.0 for own in picture.widths]
        heights = [height * POINT * zoom for height in self._row_heights()]
        # Whole pixels of the screen keep the lines sharp.
        self.lefts = [round(at * scale) / scale for at in accumulate(widths, initial=0.0)]
        self.tops = [round(at * scale) / scale for at in accumulate(heights, initial=0.0)]
        self.cells: list[Placed] = []
        for cell in picture.cells:
            area = self.rect(cell.area)
            self.cells.append((cell, area, self._room(cell, area)))

    @property
    def rows(self) -> int:
        """How many rows are drawn."""
        return len(self.tops) - 1

    @property
    def columns(self) -> int:
        """How many columns are drawn."""
        return len(self.lefts) - 1

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the whole sheet."""
        return self.lefts[-1], self.tops[-1]

    def rect(self, area: Area) -> QRectF:
        """Where an area lies, as far as it is drawn."""

        def edge(edges: list[float], at: int) -> float:
            return edges[min(max(at, 0), len(edges) - 1)]

        left, right = edge(self.lefts, area.first_column - 1), edge(self.lefts, area.last_column)
        top, bottom = edge(self.tops, area.first_row - 1), edge(self.tops, area.last_row)
        return QRectF(left, top, right - left, bottom - top)

    def area_at(self, row: int, column: int) -> Area:
        """The merged area that a cell belongs to, or the cell alone."""
        cell = self.cell_at(row, column)
        return cell.area if cell is not None else Area(row, column, row, column)

    def cell_at(self, row: int, column: int) -> PicturedCell | None:
        """The pictured cell that holds a place."""
        found = self._by_place.get((row, column))
        return found or next((cell for cell in self._spanning if cell.area.holds(row, column)), None)

    def place_at(self, point: QPointF) -> tuple[int, int] | None:
        """The cell (of a merged area the first) at a point of the sheet; None outside."""
        row, column = bisect_right(self.tops, point.y()), bisect_right(self.lefts, point.x())
        if not (1 <= row <= self.rows and 1 <= column <= self.columns):
            return None
        area = self.area_at(row, column)
        return area.first_row, area.first_column

    def _row_heights(self) -> list[float]:
        """In points; rows that say nothing are as high as their largest letters, as in Excel."""
        heights = list(self.picture.heights)
        for cell in self.picture.cells:
            at = cell.area.first_row - 1
            silent = self.picture.heights[at] == _USUAL_HEIGHT and cell.area.last_row == cell.area.first_row
            if cell.text and silent:
                heights[at] = max(heights[at], self._lines(cell) * cell.look.size * _LINE)
        return heights

    def _lines(self, cell: PicturedCell) -> int:
        """How many lines a cell's text takes, about: a Chinese character is as wide as it is high."""
        if not cell.look.wrap or cell.area.first_column != cell.area.last_column:
            return 1
        room = max(1.0, self.picture.widths[cell.area.first_column - 1] * _CHARACTER)
        letter = cell.look.size * POINT / 2
        return sum(max(1, ceil(width(line) * letter / room)) for line in cell.text.split("\n"))

    def _room(self, cell: PicturedCell, area: QRectF) -> QRectF:
        """Where the text of a cell may go: over blank neighbours when it is not broken into lines."""
        one = cell.area.first_column == cell.area.last_column
        if not cell.text or cell.look.wrap or cell.look.horizontal not in ("", "left", "general") or not one:
            return area
        if NUMBER.fullmatch(cell.text):
            return area
        column, row = cell.area.last_column + 1, cell.area.first_row
        right = area.right()
        while column < len(self.lefts) and not self._holds(row, column):
            right = self.lefts[column]
            column += 1
        return QRectF(area.left(), area.top(), right - area.left(), area.height())

    def _holds(self, row: int, column: int) -> bool:
        found = self._by_place.get((row, column))
        return found is not None and (bool(found.text) or found.area.last_column > column)
