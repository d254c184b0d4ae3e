"""What painted charts share: marks under the mouse and the arrow keys, each opening the records behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from ui import theme


@dataclass(frozen=True)
class Series:
    """One measure of a chart: its name, the token of its colour, its key, the unit said after its numbers."""

    name: str
    colour: str
    key: object = None
    unit: str = ""


@dataclass(frozen=True)
class Group:
    """One column or one row of bars: its name, a number for each series, and the key of its records."""

    label: str
    values: tuple[float, ...]
    key: object = None


class Mark(NamedTuple):
    """One thing on a chart that can be pointed at: where it is, what it opens, what it says."""

    area: QRectF
    body: QRectF
    group: int
    series: int
    text: str


class Chart(QWidget):
    """What both charts share: marks under the mouse and the arrow keys, tool tips, the empty state.

    `opened` carries (group key, series key) of the mark that was clicked or entered.
    """

    opened = Signal(object, object)

    def __init__(self, name: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = empty
        self._series: Sequence[Series] = ()
        self._groups: Sequence[Group] = ()
        self._marks: list[Mark] = []
        self._current: int | None = None
        self._hovered: int | None = None
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_figures(self, series: Sequence[Series], groups: Sequence[Group]) -> None:
        """Shows other numbers; each group has one value for each series."""
        self._series, self._groups = series, groups
        self._current = self._hovered = None
        self.setAccessibleDescription(self._spoken())
        self.updateGeometry()
        self._arrange()

    def marks(self) -> list[Mark]:
        """What can be pointed at now, in reading order."""
        return list(self._marks)

    def set_empty_words(self, words: str) -> None:
        """What stands in the place of the chart while there is nothing to show."""
        self._empty = words
        self.update()

    def is_empty(self) -> bool:
        """Whether there is nothing but zeros to show."""
        return not any(value for group in self._groups for value in group.values)

    def _place(self) -> list[Mark]:
        """The marks for the present size; each chart's own."""
        raise NotImplementedError

    def _draw(self, painter: QPainter) -> None:
        """Paints the chart from its marks; each chart's own."""
        raise NotImplementedError

    def _arrange(self) -> None:
        self._marks = [] if self.is_empty() else self._place()
        self.update()

    def _spoken(self) -> str:
        if self.is_empty():
            return self._empty
        return "；".join(
            f"{group.label}：" + "，".join(map(said, self._series, group.values)) for group in self._groups
        )

    def _mark_at(self, point: QPointF) -> int | None:
        for place, mark in enumerate(self._marks):
            if mark.area.contains(point):
                return place
        return None

    def _open(self, place: int) -> None:
        mark = self._marks[place]
        self.opened.emit(self._groups[mark.group].key, self._series[mark.series].key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the chart or its empty state."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._marks:
            painter.setFont(theme.font())
            painter.setPen(theme.colour("text_muted"))
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._empty
            )
            if self.hasFocus():
                _ring(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1))
            return
        self._draw(painter)
        if self.hasFocus():
            place = self._current if self._current is not None else 0
            _ring(painter, self._marks[place].body.adjusted(-2, -2, 2, 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Places the marks anew."""
        self._arrange()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Shows what is under the mouse."""
        place = self._mark_at(event.position())
        if place != self._hovered:
            self._hovered = place
            self.setCursor(Qt.CursorShape.ArrowCursor if place is None else Qt.CursorShape.PointingHandCursor)
            if place is None:
                QToolTip.hideText()
            else:
                mark = self._marks[place]
                at = self.mapToGlobal(QPointF(mark.body.right(), mark.body.top()).toPoint())
                QToolTip.showText(at, mark.text, self)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Forgets the mouse."""
        self._hovered = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Opens the records behind what was clicked."""
        place = self._mark_at(event.position())
        if place is not None and event.button() is Qt.MouseButton.LeftButton:
            self._current = place
            self._open(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from mark to mark, Enter or Space opens."""
        steps = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Home: -len(self._marks),
            Qt.Key.Key_End: len(self._marks),
        }
        key = Qt.Key(event.key())
        if not self._marks:
            super().keyPressEvent(event)
        elif key in steps:
            at = -1 if self._current is None else self._current
            self._go(max(0, min(len(self._marks) - 1, at + steps[key])))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self._current or 0)
        else:
            super().keyPressEvent(event)

    def _go(self, place: int) -> None:
        self._current = place
        self.setAccessibleDescription(self._marks[place].text)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.update()

    def focusInEvent(self, event: QEvent) -> None:
        """Shows where the keys will go on from."""
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        """Takes the ring away."""
        self.update()


def number_text(value: float, series: Series) -> str:
    """A number with its unit, whole ones without decimals."""
    shown = f"{value:,.1f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return f"{shown} {series.unit}".rstrip()


def said(series: Series, value: float) -> str:
    """A number with its series' name."""
    return f"{series.name} {number_text(value, series)}"


def block(painter: QPainter, area: QRectF, token: str, radius: float) -> None:
    """Paints a filled area in the colour of a token."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(token))
    painter.drawRoundedRect(area, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def legend(painter: QPainter, series: Sequence[Series], left: float) -> None:
    """Paints the names of the series with their colours in one line at the top, from `left` on."""
    painter.setFont(theme.font(0.9))
    metrics = QFontMetricsF(painter.font())
    for each in series:
        block(painter, QRectF(left, 6, 10, 10), each.colour, 3)
        painter.setPen(theme.colour("text_muted"))
        painter.drawText(QPointF(left + 16, 6 + 5 + metrics.capHeight() / 2), each.name)
        left += 16 + metrics.horizontalAdvance(each.name) + theme.LARGE


def _ring(painter: QPainter, area: QRectF) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("focus"), 2))
    painter.drawRoundedRect(area, 4, 4)
