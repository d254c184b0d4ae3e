"""The lines of the ranking of branches by news: rank, branch, figures, months owing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from models.news_ranking import COLUMNS, Line, figure
from models.organisation import Organisation

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RANK, BRANCH, FIRST_FIGURE = 0, 1, 2
OWING = FIRST_FIGURE + len(COLUMNS)


def _short(label: str) -> str:
    """A figure's label as it heads a narrow column."""
    return label.removesuffix("篇数").removesuffix("信息数")


def _broken(heading: str) -> str:
    """A heading of four signs in two lines."""
    return f"{heading[:2]}\n{heading[2:]}" if len(heading) == 4 else heading


HEADINGS = ("名次", Organisation.label, *(_short(figure(name).label) for name in COLUMNS), "缺报月份")


class NewsRankingModel(QAbstractTableModel):
    """One line a branch; sorted by any column, the rank first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def show_lines(self, lines: list[Line]) -> None:
        """Show another period's lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """The branches."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """As many as headings."""
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings above, those of numbers on the right."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(HEADINGS):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return _broken(HEADINGS[section]) if role == _DISPLAY else None

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Texts; noughts are left blank, so that the eye finds the numbers."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role in (_DISPLAY, Qt.ItemDataRole.ToolTipRole):
            return self.text(self.lines[index.row()], index.column())
        return None

    def text(self, line: Line, column: int) -> str:
        """What a cell says."""
        value = self._value(line, column)
        if column == OWING:
            return "、".join(f"{month}月" for month in line.owing)
        if column >= FIRST_FIGURE:
            return f"{value:g}" if value else ""
        return str(value)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, equal ones by rank."""
        if not 0 <= column < len(HEADINGS):
            return
        key: Callable[[Line], Any] = lambda line: self._value(line, column)  # noqa: E731
        self.layoutAboutToBeChanged.emit()
        self.lines.sort(key=lambda line: line.rank)
        self.lines.sort(key=key, reverse=order == Qt.SortOrder.DescendingOrder)
        self.layoutChanged.emit()

    def figure_at(self, index: _Index) -> str | None:
        """The name of the figure that a cell shows; None where it shows none, or nought."""
        place = index.column() - FIRST_FIGURE
        if not index.isValid() or not 0 <= place < len(COLUMNS):
            return None
        return COLUMNS[place] if self.lines[index.row()].values[COLUMNS[place]] else None

    def _value(self, line: Line, column: int) -> Any:
        if column == RANK:
            return line.rank
        if column == BRANCH:
            return str(line.branch.name)
        if column == OWING:
            return line.owing
        return line.values[COLUMNS[column - FIRST_FIGURE]]

    @staticmethod
    def _alignment(column: int) -> Qt.AlignmentFlag:
        return _LEFT if column in (BRANCH, OWING) else _RIGHT
