"""The lines of the ranking of branches by news: rank, branch, figures, months owing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from models.news import KINDS
from models.news_ranking import COLUMNS, Line, figure
from models.organisation import Organisation

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RANK, BRANCH, FIRST_FIGURE = 0, 1, 2


def _heading(name: str) -> str:
    """A figure's label as it heads a narrow column, in two lines where it has four signs or kind and level."""
    _, *parts = name.split(".")
    if len(parts) == 2 and parts[0] in KINDS:
        return "\n".join(parts)
    label = figure(name).label.removesuffix("篇数").removesuffix("信息数")
    return f"{label[:2]}\n{label[2:]}" if len(label) == 4 else label


class NewsRankingModel(QAbstractTableModel):
    """One line a branch; sorted by any column, the rank first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self.columns: Sequence[str] = COLUMNS
        self.headings = self._headings()

    @property
    def owing(self) -> int:
        """The column of the months owing, the last one."""
        return FIRST_FIGURE + len(self.columns)

    def show_lines(self, lines: list[Line], columns: Sequence[str] = COLUMNS) -> None:
        """Show another period's lines, with these figures of each."""
        self.beginResetModel()
        self.lines, self.columns = lines, columns
        self.headings = self._headings()
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """The branches."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """As many as headings."""
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings above, those of numbers on the right."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.headings):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return self.headings[section] if role == _DISPLAY else None

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
        if column == self.owing:
            return "、".join(f"{month}月" for month in line.owing)
        if column >= FIRST_FIGURE:
            return f"{value:g}" if value else ""
        return str(value)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, equal ones by rank."""
        if not 0 <= column < len(self.headings):
            return
        key: Callable[[Line], Any] = lambda line: self._value(line, column)  # noqa: E731
        self.layoutAboutToBeChanged.emit()
        self.lines.sort(key=lambda line: line.rank)
        self.lines.sort(key=key, reverse=order == Qt.SortOrder.DescendingOrder)
        self.layoutChanged.emit()

    def figure_at(self, index: _Index) -> str | None:
        """The name of the figure that a cell shows; None where it shows none, or nought."""
        place = index.column() - FIRST_FIGURE
        if not index.isValid() or not 0 <= place < len(self.columns):
            return None
        name = self.columns[place]
        return name if self.lines[index.row()].values[name] else None

    def _value(self, line: Line, column: int) -> Any:
        if column == RANK:
            return line.rank
        if column == BRANCH:
            return str(line.branch.name)
        if column == self.owing:
            return line.owing
        return line.values[self.columns[column - FIRST_FIGURE]]

    def _headings(self) -> tuple[str, ...]:
        return ("名次", Organisation.label, *map(_heading, self.columns), "缺报月份")

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        return _LEFT if column in (BRANCH, self.owing) else _RIGHT
