"""What happened to records, read from the journal: when, by whom, in which action, what was changed to what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QTableView, QVBoxLayout, QWidget

from models.journal import Entry
from models.kinds import all_kinds
from models.record import Record
from ui import theme
from ui.empty_state import EmptyState
from ui.record_history import lines as changed_values

MOST = 300
_Index = QModelIndex | QPersistentModelIndex


class Line(NamedTuple):
    """One line of the history, in words."""

    at: str
    who: str
    action: str
    what: str


def lines(entries: Sequence[Entry]) -> list[Line]:
    """The journal's entries in words, sensitive values covered."""
    kinds = {kind.kind_name(): kind for kind in all_kinds()}
    return [
        Line(entry.at[:16], entry.who, entry.action, _what(kinds[entry.kind], entry)) for entry in entries
    ]


def _what(kind: type[Record], entry: Entry) -> str:
    if entry.old is None:
        return f"新增{kind.label}"
    if entry.new is None:
        return f"删除{kind.label}"
    return "\n".join(
        f"{label}：{before or '空白'} → {after or '空白'}"
        for label, before, after in changed_values(kind, entry)
    )


class HistoryModel(QAbstractTableModel):
    """Lines of history."""

    HEADINGS = ("时间", "操作人", "操作", "改动")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def show_lines(self, found: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = list(found)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """One row a line."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """As many as headings."""
        return 0 if parent.isValid() else len(self.HEADINGS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The texts, also as tool tips since they may be cut."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.lines[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Headings above."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.HEADINGS[section] if 0 <= section < len(self.HEADINGS) else None
        return None


class HistoryList(QWidget):
    """A history to read and to copy from."""

    def __init__(self) -> None:
        super().__init__()
        self.model = HistoryModel(self)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName("历史")
        self.view.setShowGrid(False)
        theme.mark(self.view, role="read")
        self.view.setWordWrap(True)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setMinimumSectionSize(theme.ROW_HEIGHT)
        header = self.view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for column, width in enumerate((150, 90, 260)):
            header.resizeSection(column, width)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(
            EmptyState("history", "还没有历史", "新增和修改以后，这里记着谁在什么时候改了什么。")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show the newest of these entries of the journal."""
        found = lines(entries[:MOST])
        self.model.show_lines(found)
        self._pages.setCurrentIndex(0 if found else 1)
        self.view.resizeRowsToContents()
