"""The journal as tables: the actions that people took, and what one of them changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from models import pinyin
from models.fields import Link
from models.journal import Action, Entry
from models.kinds import all_kinds
from models.record import Record
from ui import theme
from ui.record_history import lines

_Index = QModelIndex | QPersistentModelIndex
MOST = 300  # records of one action that are shown


class _Table(QAbstractTableModel):
    """Rows of texts under headings."""

    HEADINGS: tuple[str, ...] = ()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.texts: list[tuple[str, ...]] = []

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """One row a text."""
        return 0 if parent.isValid() else len(self.texts)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """As many as headings."""
        return 0 if parent.isValid() else len(self.HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Headings above."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.HEADINGS[section] if 0 <= section < len(self.HEADINGS) else None
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The texts, also as tool tips since they may be cut."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.texts[index.row()][index.column()]
        return None

    def show_texts(self, texts: Sequence[tuple[str, ...]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.texts = list(texts)
        self.endResetModel()


class ActionModel(_Table):
    """Actions, those that have been undone pale."""

    HEADINGS = ("时间", "操作人", "操作", "记录数", "")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.actions: list[Action] = []
        self._all: list[Action] = []
        self._needle = ""

    def show_actions(self, found: Sequence[Action]) -> None:
        """Show other actions, narrowed as before."""
        self._all = list(found)
        self.search(self._needle)

    def search(self, text: str) -> None:
        """Show only actions whose name, time or writer answers to every word, written or in pinyin."""
        self._needle = text
        words = text.split()
        self.actions = [
            action
            for action in self._all
            if all(
                word in action.at or pinyin.matches(word, action.name) or pinyin.matches(word, action.who)
                for word in words
            )
        ]
        undone = {action.undone_by for action in self._all}
        self.show_texts(
            [
                (
                    action.at[:16],
                    action.who,
                    action.name,
                    f"{action.touched:,}",
                    "已撤销" if action.undone_by else "撤销操作" if action.id in undone else "",
                )
                for action in self.actions
            ]
        )

    def row_of(self, action_id: int) -> int | None:
        """Where an action stands, None when it is not listed."""
        return next((row for row, action in enumerate(self.actions) if action.id == action_id), None)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As of every table; numbers to the right, undone actions pale."""
        if index.isValid() and role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 3:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if index.isValid() and role == Qt.ItemDataRole.ForegroundRole and self.actions[index.row()].undone_by:
            return theme.colour("text_disabled" if index.column() != 4 else "text_muted")
        return super().data(index, role)


class Changed(NamedTuple):
    """One value that an action changed."""

    record: str
    field: str
    before: str
    after: str


class ChangedModel(_Table):
    """What an action changed, value by value; a record is named in the first of its rows."""

    HEADINGS = ("记录", "内容", "原来", "改为")

    def show_entries(self, entries: Sequence[Entry], touched: int) -> None:
        """Show the first entries of one action, and how many of all it `touched` are not listed."""
        kinds = {kind.kind_name(): kind for kind in all_kinds()}
        rows: list[tuple[str, ...]] = []
        for entry in entries:
            kind = kinds[entry.kind]
            called = f"{_deed(entry)}{kind.label}　{_title(kind, entry)}"
            values = lines(kind, entry) or [("", "", "")]
            for place, (label, before, after) in enumerate(values):
                rows.append(Changed(called if place == 0 else "", label, before, after))
        if touched > len(entries):
            rows.append(Changed(f"还有{touched - len(entries):,}条记录没有列出", "", "", ""))
        self.show_texts(rows)


def _deed(entry: Entry) -> str:
    return "新增" if entry.old is None else "删除" if entry.new is None else "修改"


def _title(kind: type[Record], entry: Entry) -> str:
    """How the record is called now, or was called as far as the journal knows."""
    record = kind.get_or_none(kind.id == entry.record_id)
    if record is not None:
        return record.heading()
    values = entry.old or entry.new or {}
    for name in ("name", "title", "word"):
        if values.get(name):
            return str(values[name])
    linked = [field for field in kind.stored_fields() if isinstance(field, Link)]
    return "、".join(filter(None, (field.show(values.get(field.name)) for field in linked)))
