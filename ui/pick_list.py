"""The list of suggestions under an input field: shown without taking the keyboard from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import theme
from ui.table_paint import shades

ROWS = 9
ROW = 30
_HINT = Qt.ItemDataRole.UserRole
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


class Pick(NamedTuple):
    """One suggestion: the value it stands for, what it is called, and what tells it from others of that name."""

    value: Any
    label: str
    hint: str = ""


class _PickPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        hint = index.data(_HINT)
        if hint:
            painter.setPen(shades["text_muted"])
            room = option.rect.adjusted(0, 0, -10, 0)
            text = option.fontMetrics.elidedText(hint, Qt.TextElideMode.ElideRight, room.width() // 2)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignRight) | _MIDDLE, text)


class PickList(QListWidget):
    """Belongs to an input field and lies in the field's window, so that input methods keep working."""

    picked = Signal(object)  # a Pick

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._picks: Sequence[Pick] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("role", "picks")
        self.setItemDelegate(_PickPainter(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.itemClicked.connect(lambda item: self._pick(self.row(item)))
        self.hide()

    def offer(self, picks: Sequence[Pick], chosen: int = 0) -> None:
        """Show these under the owner, one of them marked; nothing to offer hides the list."""
        self._picks = picks
        self.clear()
        for pick in picks:
            item = QListWidgetItem(pick.label)
            item.setData(_HINT, pick.hint)
            self.addItem(item)
        if not picks:
            self.hide()
            return
        self.setCurrentRow(min(max(chosen, -1), len(picks) - 1))
        self._place()
        self.show()
        self.raise_()

    def follow(self, area: QAbstractScrollArea) -> None:
        """Go away when the form that the owner stands on is scrolled."""
        area.verticalScrollBar().valueChanged.connect(self.hide)

    def walk(self, by: int) -> None:
        """Mark another suggestion, going round at the ends."""
        if self._picks:
            self.setCurrentRow((self.currentRow() + by) % len(self._picks))

    def marked(self) -> Pick | None:
        """The suggestion that Enter would take."""
        row = self.currentRow()
        return self._picks[row] if self.isVisible() and 0 <= row < len(self._picks) else None

    def _pick(self, row: int) -> None:
        self.picked.emit(self._picks[row])

    def _place(self) -> None:
        window = self._owner.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        height = min(len(self._picks), ROWS) * ROW + 2 * self.frameWidth() + 8
        top_left = self._owner.mapTo(window, QPoint(0, 0))
        place = QRect(
            top_left.x(), top_left.y() + self._owner.height() + 2, max(self._owner.width(), 240), height
        )
        if place.bottom() > window.height() - theme.TIGHT and top_left.y() - height - 2 >= 0:
            place.moveTop(top_left.y() - height - 2)
        place.moveLeft(max(0, min(place.left(), window.width() - place.width())))
        self.setGeometry(place)
