"""A painted chart of shares: a bar of 100 % for each item, divided by the words that were chosen."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.chart import Chart, Mark, block, legend, said

# From the best word to the worst by their number, told apart also without red and green; and what was left blank.
_COLOURS = {
    2: ("chart_5", "chart_1"),
    3: ("chart_5", "chart_3", "chart_1"),
    4: ("chart_5", "chart_2", "chart_3", "chart_1"),
    5: ("chart_5", "chart_2", "chart_6", "chart_3", "chart_1"),
}
_BLANK = "chart_4"


def colours(words: int) -> list[str]:
    """The colour of each of so many words, the best first, and of abstention at the end."""
    most = max(_COLOURS)
    chosen = _COLOURS.get(words) or (*_COLOURS[most], *("chart_1",) * (words - most))
    return [*chosen, _BLANK]


class Shares(Chart):
    """A row for each group, its series side by side in one bar; the group's key is the text behind the bar."""

    _ROW = 34.0
    _BAR = 20.0
    _HEAD = 28.0

    def __init__(self, name: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(name, empty, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        height = 120 if self.is_empty() else math.ceil(self._HEAD + self._ROW * len(self._groups))
        return QSize(520, height)

    def minimumSizeHint(self) -> QSize:
        """The rows do not shrink: what holds the chart scrolls."""
        return QSize(360, self.sizeHint().height())

    def _bar(self, number: int) -> QRectF:
        """Where a group's bar is."""
        left = self._label_width() + theme.MEDIUM
        top = self._HEAD + self._ROW * number + (self._ROW - self._BAR) / 2
        return QRectF(left, top, max(60.0, self.width() - left - self._value_width()), self._BAR)

    def _label_width(self) -> float:
        metrics = QFontMetricsF(theme.font())
        widest = max(metrics.horizontalAdvance(group.label) for group in self._groups)
        return min(widest + 2, self.width() * 0.4)

    def _value_width(self) -> float:
        metrics = QFontMetricsF(theme.font(1.0, bold=True))
        return max(metrics.horizontalAdvance(str(group.key or "")) for group in self._groups) + theme.LARGE

    def _place(self) -> list[Mark]:
        marks = []
        for number, group in enumerate(self._groups):
            bar = self._bar(number)
            whole = sum(group.values) or 1
            left = bar.left()
            for order, (series, value) in enumerate(zip(self._series, group.values, strict=True)):
                if not value:
                    continue
                body = QRectF(left, bar.top(), bar.width() * value / whole, bar.height())
                text = f"{group.label}　{said(series, value)}，{value / whole:.1%}"
                marks.append(Mark(body.adjusted(0, -6, 0, 6), body, number, order, text))
                left += body.width()
        return marks

    def _draw(self, painter: QPainter) -> None:
        legend(painter, self._series, self._label_width() + theme.MEDIUM)
        metrics = QFontMetricsF(theme.font())
        for number, group in enumerate(self._groups):
            bar = self._bar(number)
            painter.setFont(theme.font())
            painter.setPen(theme.colour("text"))
            width = self._label_width()
            painter.drawText(
                QRectF(0, bar.top() - 4, width, bar.height() + 8),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                metrics.elidedText(group.label, Qt.TextElideMode.ElideRight, width),
            )
            painter.setFont(theme.font(1.0, bold=True))
            painter.drawText(
                QRectF(bar.right() + theme.SMALL, bar.top() - 4, self.width(), bar.height() + 8),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                str(group.key or ""),
            )
            self._draw_bar(painter, number, bar)

    def _draw_bar(self, painter: QPainter, number: int, bar: QRectF) -> None:
        painter.save()
        shape = QPainterPath()
        shape.addRoundedRect(bar, 5, 5)
        painter.setClipPath(shape)
        painter.setFont(theme.font(0.85))
        metrics = QFontMetricsF(painter.font())
        for mark in self._marks:
            if mark.group != number:
                continue
            block(painter, mark.body.adjusted(0, 0, -1, 0), self._series[mark.series].colour, 0)
            text = f"{self._groups[number].values[mark.series]:g}"
            if metrics.horizontalAdvance(text) + 6 < mark.body.width():
                painter.setPen(theme.colour("surface"))
                painter.drawText(mark.body, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()
