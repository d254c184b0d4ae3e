"""The editor for dates and months: any way of writing them, a calendar, and what was understood in words."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from models import partial_date
from models.clock import today
from models.errors import FieldError
from models.fields import Date, Month, Reading
from ui import theme
from ui.editors import LineEditor
from ui.floating import Floating
from ui.icons import icon


class DateEditor(LineEditor):
    """Free typing; Alt+↓ or the picture at the right opens the calendar."""

    field: Date

    def __init__(self, field: Date, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        if not field.hint:
            self.line.setPlaceholderText("如 2010.05" if isinstance(field, Month) else "如 2010-05-01")
        self.line.setMaximumWidth(220)
        button = self.line.addAction(icon("calendar"), QLineEdit.ActionPosition.TrailingPosition)
        button.setToolTip("日历（Alt+↓）")
        button.triggered.connect(self.open_calendar)
        self.line.installEventFilter(self)
        self.row.addStretch()

    def text_of(self, value: Any) -> str:
        """A month as forms write it (2010.05), everything finer or coarser as it is kept."""
        month = isinstance(self.field, Month) and value is not None and len(value) == 7
        return self.field.show(value) if month else self.field.edit_text(value)

    def note(self) -> str:
        """The date in words, where it was written otherwise than it is shown."""
        try:
            value = self.reading().value
        except FieldError:
            return ""
        if value is None or self.line.text() == self._kept_text:
            return ""
        return f"即{partial_date.in_words(value)}"

    def open_calendar(self) -> None:
        """Show the calendar under the line, at the date that is typed or at today."""
        panel = CalendarPanel(self.line, self.field, self._day())
        panel.take.connect(self._take)
        panel.open_below(self.line.rect())
        panel.calendar.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt+↓ opens the calendar."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if event.key() == Qt.Key.Key_Down and alt and not self.line.composing:
                self.open_calendar()
                return True
        return False

    def _day(self) -> QDate:
        try:
            value = self.reading().value
        except FieldError:
            value = None
        day = partial_date.first_day(value) if value else today()
        return QDate(day.year, day.month, day.day)

    def _take(self, value: str | None) -> None:
        self._keep(Reading(value))
        self.line.setFocus()
        self.changed.emit()


class CalendarPanel(Floating):
    """A calendar; where the field is a month, the whole month can be taken."""

    take = Signal(object)  # ISO text, or None to leave the field blank

    def __init__(self, owner: QWidget, field: Date, day: QDate) -> None:
        super().__init__(owner)
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setGridVisible(False)
        self.calendar.setAccessibleName(f"{field.label}的日历")
        self.calendar.setMinimumSize(300, 230)
        self.calendar.setSelectedDate(day)
        for name, picture in (
            ("qt_calendar_prevmonth", "chevron-left"),
            ("qt_calendar_nextmonth", "chevron-right"),
        ):
            arrow = self.calendar.findChild(QToolButton, name)
            if arrow is not None:
                arrow.setIcon(icon(picture))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SMALL, theme.SMALL, theme.SMALL, theme.SMALL)
        layout.addWidget(self.calendar)
        row = QHBoxLayout()
        for text, value in (("今天", lambda: today().isoformat()), ("只填年月", self._month)):
            if text == "今天" or isinstance(field, Month):
                row.addWidget(self._button(text, value))
        row.addStretch()
        row.addWidget(self._button("清空", lambda: None))
        layout.addLayout(row)
        self.calendar.clicked.connect(self._taken)
        self.calendar.activated.connect(self._taken)

    def _button(self, text: str, value: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        theme.mark(button, tone="quiet")
        button.clicked.connect(lambda: self._finish(value()))  # type: ignore[operator]
        return button

    def _month(self) -> str:
        return f"{self.calendar.yearShown():04d}-{self.calendar.monthShown():02d}"

    def _taken(self, day: QDate) -> None:
        self._finish(day.toString(Qt.DateFormat.ISODate))

    def _finish(self, value: str | None) -> None:
        self.take.emit(value)
        self.close_panel()
