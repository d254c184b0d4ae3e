"""The ticked values of one column as a Qt list model: each with its count, narrowed by what is typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from models import pinyin
from ui.table_paint import shades

BLANK = "（空白）"
ALL = "（全选）"
FOUND = "（全选搜索到的）"

_CHECK = Qt.ItemDataRole.CheckStateRole
ROW = 28
COUNT = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


@dataclass
class FilterValue:
    """One text that a column shows: how often, and whether rows with it stay."""

    text: str  # as the filter keeps it; "" for blank
    label: str  # as it is shown, masked when it is sensitive
    count: int
    ticked: bool = True


class FilterValues(QAbstractListModel):
    """Row 0 ticks and unticks all that are listed; the values follow."""

    ticked = Signal()

    def __init__(self, values: Iterable[FilterValue], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.values = list(values)
        self._listed: Sequence[FilterValue] = self.values
        self._index = pinyin.Index(
            [(pinyin.fold(value.label), value.label.replace(" ", "")) for value in self.values]
        )
        self.needle = ""

    def search(self, needle: str) -> None:
        """List only the values that `needle` finds, written or in pinyin."""
        self.beginResetModel()
        self.needle = needle.strip()
        self._listed = (
            [self.values[at] for at in self._index.search(self.needle)] if self.needle else self.values
        )
        self.endResetModel()
        self.ticked.emit()

    def chosen(self) -> frozenset[str]:
        """The texts of the ticked values among those listed."""
        return frozenset(value.text for value in self._listed if value.ticked)

    def everything(self) -> bool:
        """Whether every value there is would stay."""
        return not self.needle and all(value.ticked for value in self.values)

    def toggle(self, row: int) -> None:
        """Tick or untick one value; row 0 stands for all that are listed."""
        if row == 0:
            state = not all(value.ticked for value in self._listed)
            for value in self._listed:
                value.ticked = state
        else:
            self._listed[row - 1].ticked = not self._listed[row - 1].ticked
        self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1), [_CHECK])
        self.ticked.emit()

    def only(self, row: int) -> None:
        """Tick one value and no other."""
        for value in self.values:
            value.ticked = value is self._listed[row - 1]
        self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1), [_CHECK])
        self.ticked.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """The values listed and the row for all of them."""
        return 0 if parent.isValid() or not self._listed else len(self._listed) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, tick and count of a value."""
        if not index.isValid():
            return None
        row = index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            if row == 0:
                return FOUND if self.needle else ALL
            return self._listed[row - 1].label or BLANK
        if role == _CHECK:
            return self._state(row)
        if role == COUNT:
            return sum(value.count for value in self._listed) if row == 0 else self._listed[row - 1].count
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A click on the tick."""
        if role != _CHECK or not index.isValid():
            return False
        if Qt.CheckState(value) != self._state(index.row()):
            self.toggle(index.row())
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Everything can be ticked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

    def _state(self, row: int) -> Qt.CheckState:
        if row > 0:
            return Qt.CheckState.Checked if self._listed[row - 1].ticked else Qt.CheckState.Unchecked
        number = sum(value.ticked for value in self._listed)
        if number == len(self._listed):
            return Qt.CheckState.Checked
        return Qt.CheckState.PartiallyChecked if number else Qt.CheckState.Unchecked


class CountPainter(QStyledItemDelegate):
    """The usual look of a value with a tick, and its count at the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line of the list."""
        count = f"{index.data(COUNT):,}"
        width = option.fontMetrics.horizontalAdvance(count) + 12
        room = QStyleOptionViewItem(option)
        room.rect = option.rect.adjusted(0, 0, -width, 0)
        super().paint(painter, room, index)
        painter.save()
        painter.setPen(shades["text_faint"])
        place = option.rect.adjusted(option.rect.width() - width, 0, -8, 0)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), count)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A line that is easily hit."""
        return QSize(0, ROW)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click anywhere on the line ticks it, as the blank key does."""
        clicked = event.type() == QEvent.Type.MouseButtonRelease
        typed = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select)
        if (clicked or typed) and isinstance(model, FilterValues):
            model.toggle(index.row())
            return True
        return False
