"""The words of one dictionary as a table: ticked while in use, moved by dragging."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from models.dictionary import DictionaryEntry
from ui import theme

_Index = QModelIndex | QPersistentModelIndex
_MIME = "application/x-dictionary-row"
WORD, SYNONYMS, PARENT, ACTIVE = "word", "synonyms", "parent", "active"


class DictionaryModel(QAbstractTableModel):
    """`moved` asks for a word to be put at another place, `ticked` for one to be used again or retired."""

    moved = Signal(int, int)  # from row, to row
    ticked = Signal(int, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[DictionaryEntry] = []
        self.columns: tuple[str, ...] = (WORD, SYNONYMS, ACTIVE)

    def show_entries(self, entries: Sequence[DictionaryEntry], with_parent: bool) -> None:
        """Show the words of another dictionary, or the same ones changed."""
        self.beginResetModel()
        self.entries = list(entries)
        self.columns = (WORD, PARENT, SYNONYMS, ACTIVE) if with_parent else (WORD, SYNONYMS, ACTIVE)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """One row a word."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """As many as are shown of a word."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The fields' own labels."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return DictionaryEntry.field(self.columns[section]).label if section < len(self.columns) else None
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, retired words pale; the tick of 启用."""
        if not index.isValid():
            return None
        entry, name = self.entries[index.row()], self.columns[index.column()]
        if name == ACTIVE:
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if entry.active else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return "启用" if entry.active else "已停用"
            if role == Qt.ItemDataRole.ToolTipRole and entry.is_fixed():
                return "程序统计要用这个词，不能停用"
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return entry.shown(name)
        if role == Qt.ItemDataRole.ForegroundRole and (not entry.active or name != WORD):
            return theme.colour("text_muted" if entry.active else "text_disabled")
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """The tick is written by who listens; the table shows it when it has been."""
        if role != Qt.ItemDataRole.CheckStateRole or self.columns[index.column()] != ACTIVE:
            return False
        self.ticked.emit(index.row(), Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Words are dragged between words."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        if self.columns[index.column()] == ACTIVE and not self.entries[index.row()].is_fixed():
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        """Only the order changes."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """A row of this table and nothing else."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Which row is dragged."""
        data = QMimeData()
        data.setData(_MIME, str(indexes[0].row()).encode() if indexes else b"")
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        """A row is let go above `row`, or on `parent`."""
        dragged = bytes(data.data(_MIME).data()).decode()
        if not dragged.isdigit() or action != Qt.DropAction.MoveAction:
            return False
        place = row if row >= 0 else parent.row() if parent.isValid() else len(self.entries)
        source = int(dragged)
        self.moved.emit(source, place - 1 if place > source else place)
        # The rows are put in order anew by who listens: the view has nothing to take away.
        return False
