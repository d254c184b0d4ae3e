"""A painted chart of horizontal bars: branches by the number of their activities and by hours."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.chart import Chart, Mark, block, legend, number_text, said


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
            metrics.horizontalAdvance(number_text(value, series))
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
                marks.append(Mark(area, body, number, order, f"{group.label}　{said(series, value)}"))
        return marks

    def _draw(self, painter: QPainter) -> None:
        legend(painter, self._series, self._label_width() + theme.MEDIUM)
        hovered = None if self._hovered is None else self._marks[self._hovered].group
        label_width = self._label_width()
        metrics = QFontMetricsF(theme.font(0.95))
        for number, group in enumerate(self._groups):
            cell = self._cell(number)
            if number == hovered:
                block(painter, cell, "hover", 6)
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
            block(painter, mark.body, series.colour if value else "line", self._BAR / 2)
            painter.setPen(theme.colour("text_muted"))
            painter.drawText(
                QRectF(mark.body.right() + 6, mark.body.center().y() - 8, 120, 16),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                number_text(value, series),
            )
