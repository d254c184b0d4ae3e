"""The lines of the leading group and of its changes, as tables that are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from models.fields import Described
from models.leading_group import GroupChange, GroupMember
from models.member import Member, Office

_NONE = QModelIndex()
_FIELDS: tuple[Described, ...] = (
    Member.field("name"),
    Office.field("organisation"),
    Office.field("post"),
    Office.field("since"),
    Member.field("job"),
)
GROUP_HEADINGS = ("组内职务", *(field.label for field in _FIELDS), "职责")
GROUP_WIDTHS = (80, 84, 184, 84, 100, 178)
CHANGE_HEADINGS = ("日期", "进入", "退出")
CHANGE_WIDTHS = (110, 300)


def group_line(each: GroupMember) -> tuple[str, ...]:
    """One member of the group as a line of texts."""
    return (
        each.role,
        each.member.shown("name"),
        str(each.organisation.name),
        *(each.office.shown(name) for name in ("post", "since")),
        each.member.shown("job"),
        each.duty,
    )


def change_line(each: GroupChange) -> tuple[str, ...]:
    """One day on which the group became another."""
    return each.day.isoformat(), _called(each.came), _called(each.went)


def _called(members: Sequence[GroupMember]) -> str:
    return "、".join(f"{each.member.name}（{each.organisation.name}，{each.role}）" for each in members)


class LinesModel(QAbstractTableModel):
    """Lines of texts under headings."""

    def __init__(self, headings: Sequence[str], parent: Any = None) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self.lines: list[tuple[str, ...]] = []

    def show_lines(self, lines: Sequence[tuple[str, ...]]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        """How many headings."""
        return 0 if parent.isValid() else len(self._headings)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """A line's text, in full in its tip."""
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.lines[index.row()][index.column()] or None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | int | None:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole and section < len(self._headings):
                return self._headings[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None
