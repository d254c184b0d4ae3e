"""Assessments of several years as a table: a line for each branch, or for each indicator of one branch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from models.assessment_years import Line, Mark
from ui import theme

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_DISPLAY = Qt.ItemDataRole.DisplayRole


class YearsModel(QAbstractTableModel):
    """Name, then a column a year, then what the last year has more than the one before."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self.ids: list[int] = []
        self.years: list[int] = []
        self._name = ""

    def show(self, name: str, years: Sequence[int], lines: Sequence[Line], ids: Sequence[int] = ()) -> None:
        """Show these lines under `name`; `ids` are the organisations of the lines, where each is one's."""
        self.beginResetModel()
        self._name, self.years, self.lines, self.ids = name, list(years), list(lines), list(ids)
        self.endResetModel()

    @property
    def headings(self) -> list[str]:
        """What stands over the columns."""
        return [self._name, *(f"{year}年" for year in self.years), "比上年" if self.ids else "比上年（%）"]

    def mark(self, row: int, column: int) -> Mark | None:
        """What a year gave a line; None outside the years."""
        if not 0 < column <= len(self.years):
            return None
        return self.lines[row].marks.get(self.years[column - 1])

    def rowCount(self, parent: _Index = _NONE) -> int:
        """The lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _NONE) -> int:
        """As many as headings."""
        return 0 if parent.isValid() else len(self.years) + 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings above."""
        if orientation == Qt.Orientation.Horizontal and role == _DISPLAY and section < self.columnCount():
            return self.headings[section]
        return None

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Texts; vetoes and losses in red, blocks in bold."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == _DISPLAY or (role == Qt.ItemDataRole.ToolTipRole and column == 0):
            return self.text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignHCenter
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole and not self.ids and not self.lines[row].block:
            return theme.font(1.0, bold=True)
        if role == Qt.ItemDataRole.ForegroundRole:
            mark, more = self.mark(row, column), self.more(row)
            lost = column == len(self.years) + 1 and more is not None and more < 0
            return theme.colour("bad") if lost or (mark is not None and mark.vetoed) else None
        return None

    def text(self, row: int, column: int) -> str:
        """What a cell says."""
        line = self.lines[row]
        if column == 0:
            return line.name
        if column == len(self.years) + 1:
            more = self.more(row)
            return "" if more is None else f"{more:+g}" if more else "0"
        mark = self.mark(row, column)
        if mark is None:
            return ""
        points = "未评完" if mark.points is None else f"{round(mark.points, 2):g}"
        if not self.ids:
            return f"{points}/{mark.of:g}" if mark.points is not None else points
        place = "" if mark.rank is None else f"第{mark.rank}名"
        veto = "一票否决" if mark.vetoed else ""
        return "　".join(part for part in (points, mark.grade, place, veto) if part)

    def more(self, row: int) -> float | None:
        """What the last year has more than the year before it, in hundredths of the points; None without both."""
        marks = [self.lines[row].marks.get(year) for year in self.years[-2:]]
        shares = [None if mark is None else mark.share for mark in marks]
        if len(shares) < 2 or shares[0] is None or shares[1] is None:
            return None
        return round((shares[1] - shares[0]) * 100, 1)
