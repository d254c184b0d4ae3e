"""A painted chart of lines: shares of a hundred through the years, one line a series."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from ui import theme
from ui.chart import Chart, Mark, legend, said

_STEP = 20
_FULL = 100


class Lines(Chart):
    """A point for each year and series between 0 and 100, joined; a year without a number (nan) leaves a gap."""

    _LEGEND = 30.0
    _FOOT = 24.0

    def sizeHint(self) -> QSize:
        """Room for a few years."""
        return QSize(480, 200)

    def minimumSizeHint(self) -> QSize:
        """Below this the lines cannot be told apart."""
        return QSize(280, 150)

    def is_empty(self) -> bool:
        """Whether no year has a number."""
        return all(math.isnan(value) for group in self._groups for value in group.values)

    def _spoken(self) -> str:
        if self.is_empty():
            return self._empty
        parts = []
        for group in self._groups:
            known = [
                said(series, value)
                for series, value in zip(self._series, group.values, strict=True)
                if not math.isnan(value)
            ]
            parts.append(f"{group.label}：{'，'.join(known) or '没有'}")
        return "；".join(parts)

    def _plot(self) -> QRectF:
        axis = QFontMetricsF(theme.font(0.9)).horizontalAdvance("100") + theme.MEDIUM
        return QRectF(self.rect()).adjusted(axis, self._LEGEND + theme.SMALL, -theme.SMALL, -self._FOOT)

    def _point(self, number: int, value: float) -> QPointF:
        plot = self._plot()
        slot = plot.width() / len(self._groups)
        height = plot.height() * min(max(value, 0), _FULL) / _FULL
        return QPointF(plot.left() + slot * (number + 0.5), plot.bottom() - height)

    def _place(self) -> list[Mark]:
        marks = []
        for number, group in enumerate(self._groups):
            for order, (series, value) in enumerate(zip(self._series, group.values, strict=True)):
                if not math.isnan(value):
                    point = self._point(number, value)
                    body = QRectF(point.x() - 4, point.y() - 4, 8, 8)
                    text = f"{group.label}　{said(series, value)}"
                    marks.append(Mark(body.adjusted(-5, -5, 5, 5), body, number, order, text))
        return marks

    def _draw(self, painter: QPainter) -> None:
        legend(painter, self._series, 0)
        self._draw_grid(painter)
        for order, series in enumerate(self._series):
            pen = QPen(theme.colour(series.colour), 2)
            before: QPointF | None = None
            for number, group in enumerate(self._groups):
                value = group.values[order]
                here = None if math.isnan(value) else self._point(number, value)
                if before is not None and here is not None:
                    painter.setPen(pen)
                    painter.drawLine(before, here)
                before = here
        for place, mark in enumerate(self._marks):
            painter.setPen(QPen(theme.colour("surface"), 1.5))
            painter.setBrush(theme.colour(self._series[mark.series].colour))
            grown = 1.5 if place == self._hovered else 0
            painter.drawEllipse(mark.body.adjusted(-grown, -grown, grown, grown))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_grid(self, painter: QPainter) -> None:
        plot = self._plot()
        painter.setFont(theme.font(0.9))
        for value in range(0, _FULL + 1, _STEP):
            # Half a pixel: a line of one pixel stays one pixel.
            height = round(plot.bottom() - plot.height() * value / _FULL) - 0.5
            painter.setPen(QPen(theme.colour("edge" if value == 0 else "line"), 1))
            painter.drawLine(QPointF(plot.left(), height), QPointF(plot.right(), height))
            painter.setPen(theme.colour("text_muted"))
            area = QRectF(0, height - 9, plot.left() - theme.SMALL, 18)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(value))
        slot = plot.width() / len(self._groups)
        for number, group in enumerate(self._groups):
            painter.setPen(theme.colour("text"))
            area = QRectF(plot.left() + slot * number, plot.bottom() + 4, slot, self._FOOT - 4)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, group.label)
