"""A painted chart of stacked columns: the months of a year by category."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

from ui import theme
from ui.chart import Chart, Mark, block, said


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
        step = nice_step(highest, 4)
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
                text = f"{group.label}　{said(series, value)}"
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
            block(painter, band, "hover", 4)
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
            block(painter, QRectF(left, 8, 10, 10), series.colour, 3)
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


def nice_step(highest: float, lines: int) -> int:
    """The step of 1, 2 or 5 times a power of ten that divides `highest` by at most `lines` lines."""
    step = 1
    for factor in (2, 2.5, 2) * 12:
        if highest / step <= lines:
            break
        step = round(step * factor)
    return step


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
