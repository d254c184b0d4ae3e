"""The table of honours: a line for each year or organisation, a column for each level, sums at the end."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from models.figures_honours import ALL, ALL_YEARS, CountLine, Counts
from ui import theme

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class HonourCountsModel(QAbstractTableModel):
    """The last line is the sum."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.counts = Counts(ALL, (None,), [], CountLine("", ALL_YEARS, None, (0,)))
        self.first = ""

    def show_counts(self, counts: Counts, first: str) -> None:
        """Show other numbers; `first` heads the first column."""
        self.beginResetModel()
        self.counts, self.first = counts, first
        self.endResetModel()

    @property
    def lines(self) -> list[CountLine]:
        """The lines with the sum."""
        return [*self.counts.lines, self.counts.total] if self.counts.lines else []

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """The lines and the sum; none while there is nothing."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """The name and the levels."""
        return 0 if parent.isValid() else 1 + len(self.counts.levels)

    def heading(self, column: int) -> str:
        """What a column is called."""
        return self.counts.heading(column - 1) if column else self.first

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings above, those of numbers on the right."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        return self.heading(section) if role == _DISPLAY else None

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Texts; noughts are left blank, so that the eye finds the numbers."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() else _LEFT
        if role == Qt.ItemDataRole.FontRole and index.row() == len(self.lines) - 1:
            return theme.font(bold=True)
        if role == _DISPLAY:
            return self.text(self.lines[index.row()], index.column())
        return None

    def text(self, line: CountLine, column: int) -> str:
        """What a cell says."""
        if not column:
            return line.label
        value = line.values[column - 1]
        return f"{value:g}" if value else ""
