"""Painted charts: stacked columns and horizontal bars whose every mark opens the records behind it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

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
            f"{group.label}：" + "，".join(map(_said, self._series, group.values)) for group in self._groups
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


class Columns(Chart):
    """A column for each group (month), the series (categories) stacked in it, a legend above."""

    _LEGEND = 30.0
    _FOOT = 24.0

    def sizeHint(self) -> QSize:
        """Room for twelve months."""
        return QSize(480, 240)

    def minimumSizeHint(self) -> QSize:
        """Below this the month names would run into each other."""
        return QSize(300, 180)

    def _scale(self) -> tuple[int, int]:
        """The step between two lines and the highest line."""
        highest = max(sum(group.values) for group in self._groups)
        step = _nice_step(highest, 4)
        return step, step * math.ceil(highest / step)

    def _plot(self) -> QRectF:
        axis = QFontMetricsF(theme.font(0.9)).horizontalAdvance(f"{self._scale()[1]:,}") + theme.MEDIUM
        return QRectF(self.rect()).adjusted(axis, self._LEGEND + theme.SMALL, -theme.TIGHT, -self._FOOT)

    def _place(self) -> list[Mark]:
        plot = self._plot()
        top = self._scale()[1]
        slot = plot.width() / len(self._groups)
        width = min(30.0, slot * 0.58)
        marks = []
        for number, group in enumerate(self._groups):
            floor = plot.bottom()
            for order, (series, value) in enumerate(zip(self._series, group.values, strict=True)):
                if not value:
                    continue
                height = plot.height() * value / top
                body = QRectF(plot.left() + slot * (number + 0.5) - width / 2, floor - height, width, height)
                text = f"{group.label}　{_said(series, value)}"
                marks.append(Mark(body.adjusted(-2, 0, 2, 0), body, number, order, text))
                floor -= height
        return marks

    def _draw(self, painter: QPainter) -> None:
        plot = self._plot()
        self._draw_legend(painter)
        self._draw_lines(painter, plot)
        slot = plot.width() / len(self._groups)
        hovered = None if self._hovered is None else self._marks[self._hovered]
        if hovered is not None:
            band = QRectF(plot.left() + slot * hovered.group, plot.top(), slot, plot.height())
            _block(painter, band, "hover", 4)
        highest = {mark.group: place for place, mark in enumerate(self._marks)}
        for place, mark in enumerate(self._marks):
            token = self._series[mark.series].colour
            gap = 0.0 if mark.body.bottom() >= plot.bottom() - 0.5 else 1.5
            body = mark.body.adjusted(0, 0, 0, -gap)
            if highest[mark.group] == place:
                _top_rounded(painter, body, token)
            else:
                painter.fillRect(body, theme.colour(token))
        painter.setFont(theme.font(0.9))
        for number, group in enumerate(self._groups):
            area = QRectF(plot.left() + slot * number, plot.bottom() + 4, slot, self._FOOT - 4)
            total = sum(group.values)
            painter.setPen(theme.colour("text" if total else "text_muted"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, group.label)
            if total:
                head = plot.bottom() - plot.height() * total / self._scale()[1]
                painter.drawText(
                    QRectF(area.left(), head - 18, slot, 16), Qt.AlignmentFlag.AlignCenter, f"{total:,g}"
                )

    def _draw_legend(self, painter: QPainter) -> None:
        painter.setFont(theme.font(0.9))
        metrics = QFontMetricsF(painter.font())
        left = 0.0
        for series, total in zip(self._series, self._totals(), strict=True):
            _block(painter, QRectF(left, 8, 10, 10), series.colour, 3)
            text = f"{series.name} {total:,g}"
            painter.setPen(theme.colour("text_muted"))
            painter.drawText(QPointF(left + 16, 8 + 5 + metrics.capHeight() / 2), text)
            left += 16 + metrics.horizontalAdvance(text) + theme.LARGE

    def _totals(self) -> list[float]:
        return [sum(column) for column in zip(*(group.values for group in self._groups), strict=True)]

    def _draw_lines(self, painter: QPainter, plot: QRectF) -> None:
        step, top = self._scale()
        painter.setFont(theme.font(0.9))
        for value in range(0, top + 1, step):
            # Half a pixel: a line of one pixel stays one pixel.
            height = round(plot.bottom() - plot.height() * value / top) - 0.5
            painter.setPen(QPen(theme.colour("edge" if value == 0 else "line"), 1))
            painter.drawLine(QPointF(plot.left(), height), QPointF(plot.right(), height))
            painter.setPen(theme.colour("text_muted"))
            painter.drawText(
                QRectF(0, height - 9, plot.left() - theme.SMALL, 18),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                f"{value:,}",
            )


class Bars(Chart):
    """A row for each group (branch) with a bar for each series on its own scale; as high as its rows.

    In a wide place the rows stand in two columns, read downwards.
    """

    _BAR = 9.0
    _GAP = 3.0
    _HEAD = 28.0
    _WIDE = 860
    _BETWEEN = 32.0

    def __init__(self, name: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(name, empty, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """As high as the rows need."""
        return QSize(320, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """The rows do not shrink: what holds the chart scrolls."""
        return QSize(240, self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        """The height of all rows at a width."""
        if self.is_empty():
            return 160
        return math.ceil(self._HEAD + self._row() * math.ceil(len(self._groups) / self._columns(width)))

    def _columns(self, width: float) -> int:
        return 2 if width >= self._WIDE and len(self._groups) > 4 else 1

    def _cell(self, number: int) -> QRectF:
        """Where a group's row is."""
        columns = self._columns(self.width())
        rows = math.ceil(len(self._groups) / columns)
        width = (self.width() - self._BETWEEN * (columns - 1)) / columns
        column, row = divmod(number, rows)
        return QRectF(column * (width + self._BETWEEN), self._HEAD + self._row() * row, width, self._row())

    def _row(self) -> float:
        return max(26.0, len(self._series) * (self._BAR + self._GAP) + 10)

    def _label_width(self) -> float:
        metrics = QFontMetricsF(theme.font(0.95))
        widest = max(metrics.horizontalAdvance(group.label) for group in self._groups)
        return min(widest, self._cell(0).width() * 0.42)

    def _value_width(self) -> float:
        metrics = QFontMetricsF(theme.font(0.85))
        return max(
            metrics.horizontalAdvance(_number(value, series))
            for group in self._groups
            for series, value in zip(self._series, group.values, strict=True)
        )

    def _place(self) -> list[Mark]:
        lead = self._label_width() + theme.MEDIUM
        room = max(20.0, self._cell(0).width() - lead - self._value_width() - theme.MEDIUM)
        step = self._BAR + self._GAP
        above = (self._row() - len(self._series) * step + self._GAP) / 2
        last = len(self._series) - 1
        highest = [max(column) or 1 for column in zip(*(group.values for group in self._groups), strict=True)]
        marks = []
        for number, group in enumerate(self._groups):
            cell = self._cell(number)
            for order, (series, value) in enumerate(zip(self._series, group.values, strict=True)):
                top = cell.top() + above + order * step
                body = QRectF(cell.left() + lead, top, max(2.0, room * value / highest[order]), self._BAR)
                # The areas to point at share the row between them without a gap.
                area = QRectF(cell)
                if order > 0:
                    area.setTop(top - self._GAP / 2)
                if order < last:
                    area.setBottom(top + self._BAR + self._GAP / 2)
                marks.append(Mark(area, body, number, order, f"{group.label}　{_said(series, value)}"))
        return marks

    def _draw(self, painter: QPainter) -> None:
        self._draw_legend(painter)
        hovered = None if self._hovered is None else self._marks[self._hovered].group
        label_width = self._label_width()
        metrics = QFontMetricsF(theme.font(0.95))
        for number, group in enumerate(self._groups):
            cell = self._cell(number)
            if number == hovered:
                _block(painter, cell, "hover", 6)
            painter.setFont(theme.font(0.95))
            painter.setPen(theme.colour("text"))
            painter.drawText(
                QRectF(cell.left(), cell.top(), label_width, cell.height()),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                metrics.elidedText(group.label, Qt.TextElideMode.ElideMiddle, label_width),
            )
        painter.setFont(theme.font(0.85))
        for mark in self._marks:
            series = self._series[mark.series]
            value = self._groups[mark.group].values[mark.series]
            _block(painter, mark.body, series.colour if value else "line", self._BAR / 2)
            painter.setPen(theme.colour("text_muted"))
            painter.drawText(
                QRectF(mark.body.right() + 6, mark.body.center().y() - 8, 120, 16),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                _number(value, series),
            )

    def _draw_legend(self, painter: QPainter) -> None:
        painter.setFont(theme.font(0.9))
        metrics = QFontMetricsF(painter.font())
        left = self._label_width() + theme.MEDIUM
        for series in self._series:
            _block(painter, QRectF(left, 6, 10, 10), series.colour, 3)
            painter.setPen(theme.colour("text_muted"))
            painter.drawText(QPointF(left + 16, 6 + 5 + metrics.capHeight() / 2), series.name)
            left += 16 + metrics.horizontalAdvance(series.name) + theme.LARGE


def _number(value: float, series: Series) -> str:
    shown = f"{value:,.1f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return f"{shown} {series.unit}".rstrip()


def _said(series: Series, value: float) -> str:
    return f"{series.name} {_number(value, series)}"


def _nice_step(highest: float, lines: int) -> int:
    """The step of 1, 2 or 5 times a power of ten that divides `highest` by at most `lines` lines."""
    step = 1
    for factor in (2, 2.5, 2) * 12:
        if highest / step <= lines:
            break
        step = round(step * factor)
    return step


def _block(painter: QPainter, area: QRectF, token: str, radius: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(token))
    painter.drawRoundedRect(area, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _top_rounded(painter: QPainter, area: QRectF, token: str) -> None:
    radius = min(4.0, area.height(), area.width() / 2)
    path = QPainterPath(area.bottomLeft())
    path.lineTo(area.left(), area.top() + radius)
    path.quadTo(area.topLeft(), QPointF(area.left() + radius, area.top()))
    path.lineTo(area.right() - radius, area.top())
    path.quadTo(area.topRight(), QPointF(area.right(), area.top() + radius))
    path.lineTo(area.bottomRight())
    path.closeSubpath()
    painter.fillPath(path, theme.colour(token))


def _ring(painter: QPainter, area: QRectF) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("focus"), 2))
    painter.drawRoundedRect(area, 4, 4)
