"""A month as a grid of days: what is due stands in each day, and the keyboard walks from month to month."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from models.clock import today
from models.deadlines import Deadline
from ui import theme
from ui.calendar_model import DAYS, MonthModel, tone
from ui.table_paint import shades

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -DAYS,
    Qt.Key.Key_Down: DAYS,
}
_NUMBER, _LINE = 24.0, 18.0  # heights of a day's number and of each thing under it


class CalendarGrid(QTableView):
    """`wanted` carries a day of a month that is not shown; `chosen` the day gone to; `opened` the day entered."""

    wanted = Signal(object)
    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, model: MonthModel) -> None:
        super().__init__()
        self.month = model
        self.setModel(model)
        self.setAccessibleName("日历")
        self.setItemDelegate(_DayPainter(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(20)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.day(index)))

    def day(self) -> date:
        """The day with the keyboard."""
        index = self.currentIndex()
        return self.month.day(index) if index.isValid() else self.month.month

    def go_to(self, day: date) -> None:
        """Make a day of the month shown the current one; no month is turned to."""
        self.setCurrentIndex(self.month.place(day))

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Say to which day the keyboard or the mouse has gone."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(self.month.day(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go by days and weeks, PgUp and PgDn by months, Home to today, Enter into the day."""
        key, here = Qt.Key(event.key()), self.day()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._walk(here + timedelta(days=_STEPS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.wanted.emit(turned(here, 1 if key == Qt.Key.Key_PageDown else -1))
        elif key == Qt.Key.Key_Home:
            self._walk(today())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(here)
        else:
            super().keyPressEvent(event)

    def _walk(self, day: date) -> None:
        if (day.year, day.month) == (self.month.month.year, self.month.month.month):
            self.go_to(day)
        else:
            self.wanted.emit(day)


def turned(day: date, months: int) -> date:
    """The same day some months on, or that month's last."""
    at = day.year * 12 + day.month - 1 + months
    first = date(at // 12, at % 12 + 1, 1)
    following = date((at + 1) // 12, (at + 1) % 12 + 1, 1)
    return first + timedelta(days=min(day.day, (following - first).days) - 1)


class _DayPainter(QStyledItemDelegate):
    """Paints a day: its number, today's in a disc, and as many of its entries as there is room for."""

    def __init__(self, grid: CalendarGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One day."""
        month = self._grid.month
        day = month.day(index)
        area = QRectF(option.rect)
        within = day.month == month.month.month
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, shades["selection" if selected else "surface" if within else "window"])
        if selected and self._grid.hasFocus():
            painter.setPen(QPen(shades["focus"], 2))
            painter.drawRect(area.adjusted(1, 1, -2, -2))
        self._paint_number(painter, area, day, within)
        self._paint_entries(painter, area, month.entries(day))
        painter.restore()

    def _paint_number(self, painter: QPainter, area: QRectF, day: date, within: bool) -> None:
        at = QRectF(area.left() + 4, area.top() + 2, 26, _NUMBER - 2)
        is_today = day == today()
        if is_today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shades["accent"])
            painter.drawEllipse(at.center(), 11.0, 11.0)
        painter.setFont(theme.font(0.95, bold=is_today))
        painter.setPen(shades["on_accent" if is_today else "text" if within else "text_disabled"])
        painter.drawText(at, Qt.AlignmentFlag.AlignCenter, str(day.day))

    def _paint_entries(self, painter: QPainter, area: QRectF, entries: list[Deadline]) -> None:
        room = int((area.height() - _NUMBER - 2) // _LINE)
        if not entries:
            return
        if room < 1:
            # No room for words: a mark for each.
            for place, entry in enumerate(entries[:8]):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(shades[tone(entry)])
                painter.drawEllipse(QPointF(area.left() + 38 + 9 * place, area.top() + _NUMBER / 2 + 1), 3, 3)
            return
        shown = entries if len(entries) <= room else entries[: room - 1]
        painter.setFont(theme.font(0.85))
        metrics = QFontMetricsF(painter.font())
        line = QRectF(area.left() + 3, area.top() + _NUMBER, area.width() - 7, _LINE - 2)
        for entry in shown:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shades[f"{tone(entry)}_soft"])
            painter.drawRoundedRect(line, 3, 3)
            painter.setPen(shades[tone(entry)])
            said = metrics.elidedText(entry.what, Qt.TextElideMode.ElideRight, line.width() - 8)
            painter.drawText(line.adjusted(4, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, said)
            line.translate(0, _LINE)
        if len(shown) < len(entries):
            painter.setPen(shades["text_muted"])
            more = f"还有{len(entries) - len(shown)}项" if shown else f"{len(entries)}项"
            painter.drawText(line.adjusted(4, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, more)
