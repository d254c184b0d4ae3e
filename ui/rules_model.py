"""The rules with their numbers as a table: every row of every rule, the one that holds now in full ink."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from models.rule import Rule
from ui import theme

_Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("name", "number", "year", "source")
NUMBER = COLUMNS.index("number")


class RulesModel(QAbstractTableModel):
    """One row for each stored rule; those that do not hold in the work year are pale."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Rule] = []
        self.holding: frozenset[int] = frozenset()

    def show_rules(self, rows: Sequence[Rule], year: int) -> None:
        """Show these rules as they stand in a year."""
        self.beginResetModel()
        self.rows = list(rows)
        last: dict[str, Rule] = {}
        for each in sorted(self.rows, key=lambda each: each.year):
            if each.year <= year or each.code not in last:
                last[each.code] = each
        self.holding = frozenset(each.id for each in last.values())
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """One row a stored rule."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """What is shown of each."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The fields' own labels."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return Rule.field(COLUMNS[section]).label if section < len(COLUMNS) else None
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts; the number with its unit."""
        if not index.isValid():
            return None
        each, name = self.rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and name == "source":
            return "\n".join(filter(None, (each.source, each.remark)))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return each.amount() if index.column() == NUMBER else each.shown(name)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == NUMBER:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and each.id not in self.holding:
            return theme.colour("text_disabled")
        return None
