"""The points of a standard as a table to write in: a row for each kind of news, a column for sent and for each level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from models.dictionary import DictionaryEntry
from models.errors import FieldError
from models.fields import Kind
from models.news_points import SENT, NewsPoints, Table

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole


class NewsPointsModel(QAbstractTableModel):
    """`table` is what stands in it; a cell that cannot be read is refused, and `refused` says why."""

    refused = Signal(str)
    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table: Table = {}
        self.kinds: Sequence[str] = ()
        self.levels: Sequence[str | None] = ()
        points = NewsPoints.field("points")
        assert isinstance(points, Kind)
        self._points = points

    def show_table(self, table: Table) -> None:
        """Show another standard's points; words retired from the dictionaries stay while they have points."""
        self.beginResetModel()
        self.table = dict(table)
        kinds, levels = (DictionaryEntry.words(name).words for name in ("news_kind", "use_level"))
        self.kinds = tuple(dict.fromkeys((*kinds, *(kind for kind, _ in table))))
        self.levels = tuple(dict.fromkeys((None, *levels, *(level for _, level in table))))
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """The kinds."""
        return 0 if parent.isValid() else len(self.kinds)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Sent, and the levels."""
        return 0 if parent.isValid() else len(self.levels)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Levels above, kinds beside."""
        if role != _DISPLAY:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self.kinds[section] if 0 <= section < len(self.kinds) else None
        if not 0 <= section < len(self.levels):
            return None
        level = self.levels[section]
        return SENT if level is None else f"{level}采用"

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """The points; blank for none."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role in (_DISPLAY, Qt.ItemDataRole.EditRole):
            points = self.table.get(self._place(index), 0)
            return self._points.show(points) if points else ""
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Read what was typed as the field reads it."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        try:
            points = self._points.read(value).value
        except FieldError as error:
            self.refused.emit(str(error))
            return False
        place = self._place(index)
        if (points or 0) == self.table.get(place, 0):
            return True
        self.table[place] = points or 0
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Every cell can be written in."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags

    def _place(self, index: _Index) -> tuple[str, str | None]:
        return self.kinds[index.row()], self.levels[index.column()]
