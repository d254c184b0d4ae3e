"""荣誉时间轴: the years downwards, a dot in its level's colour for each honour, a ring for a nomination under way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from models.dictionary import DictionaryEntry
from models.honour_timeline import Moment
from ui import theme
from ui.chart import Chart, Mark, block

_ROW = 30
_YEAR = 64
_AXIS = 84
_LEGEND = 30
_DOT = 6
_COLOURS = ("chart_1", "chart_3", "chart_2", "chart_5", "chart_6")
_OTHER = "chart_4"


def level_colour(level: str) -> str:
    """The token of a level's colour, by the order of the dictionary's words; one for all that have none."""
    words = DictionaryEntry.words("honour_level").words
    place = words.index(level) if level in words else len(_COLOURS)
    return _COLOURS[place] if place < len(_COLOURS) else _OTHER


class HonourTimeline(Chart):
    """↑ and ↓ go from one to the next, Enter opens it: `record_wanted` carries the honour or the nomination."""

    record_wanted = Signal(object)

    def __init__(self, empty: str, parent: QWidget | None = None) -> None:
        super().__init__("荣誉时间轴", empty, parent)
        self._moments: Sequence[Moment] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Show other honours, the latest first."""
        self._moments = moments
        self._current = min(self._current or 0, len(moments) - 1) if moments else None
        self._hovered = None
        self.setAccessibleDescription(self._spoken())
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self._arrange()

    def moments(self) -> list[Moment]:
        """What is shown, in its order."""
        return list(self._moments)

    def sizeHint(self) -> QSize:
        """A line for each, and the legend."""
        return QSize(420, _LEGEND + _ROW * max(1, len(self._moments)) + theme.SMALL)

    def minimumSizeHint(self) -> QSize:
        """Long names are cut off."""
        return QSize(260, self.sizeHint().height())

    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self._moments

    def _spoken(self) -> str:
        return "；".join(moment.said for moment in self._moments) or self._empty

    def _place(self) -> list[Mark]:
        marks = []
        for place, moment in enumerate(self._moments):
            row = QRectF(_AXIS - 14, _LEGEND + place * _ROW, self.width() - _AXIS + 10, _ROW)
            marks.append(Mark(row, row.adjusted(2, 3, -2, -3), place, 0, moment.said))
        return marks

    def _open(self, place: int) -> None:
        self.record_wanted.emit(self._moments[place].record)

    def _go(self, place: int) -> None:
        super()._go(place)
        area = self.parentWidget().parentWidget() if self.parentWidget() is not None else None
        if isinstance(area, QScrollArea):
            area.ensureVisible(0, round(self._marks[place].area.center().y()), 0, _ROW)

    def _draw(self, painter: QPainter) -> None:
        self._draw_legend(painter)
        first, last = self._marks[0].area.center().y(), self._marks[-1].area.center().y()
        painter.setPen(QPen(theme.colour("edge"), 2))
        painter.drawLine(QPointF(_AXIS, first), QPointF(_AXIS, last))
        year = None
        for place, (moment, mark) in enumerate(zip(self._moments, self._marks, strict=True)):
            middle = mark.area.center().y()
            if place == self._hovered:
                block(painter, mark.body, "hover", 4)
            if moment.year != year:
                year = moment.year
                painter.setFont(theme.font(bold=True))
                painter.setPen(theme.colour("text"))
                painter.drawText(
                    QRectF(0, mark.area.top(), _YEAR, _ROW),
                    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                    f"{year}年",
                )
            _dot(painter, QPointF(_AXIS, middle), level_colour(moment.level), not moment.under_way)
            self._draw_text(painter, moment, mark.area.adjusted(28, 0, -theme.SMALL, 0))

    def _draw_text(self, painter: QPainter, moment: Moment, area: QRectF) -> None:
        painter.setFont(theme.font())
        metrics = QFontMetricsF(painter.font())
        name = "　".join(filter(None, (moment.name, moment.holder)))
        rest = (
            f"推荐中：{moment.state}"
            if moment.under_way
            else "　".join(filter(None, (moment.level, moment.day, moment.granted_by)))
        )
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, area.width() * 0.62)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("text"))
        painter.drawText(area, middle, shown)
        left = metrics.horizontalAdvance(shown) + theme.LARGE
        painter.setFont(theme.font(0.9))
        painter.setPen(theme.colour("text_muted"))
        room = area.adjusted(left, 0, 0, 0)
        small = QFontMetricsF(painter.font())
        painter.drawText(room, middle, small.elidedText(rest, Qt.TextElideMode.ElideRight, room.width()))

    def _draw_legend(self, painter: QPainter) -> None:
        painter.setFont(theme.font(0.9))
        metrics = QFontMetricsF(painter.font())
        there = {moment.level for moment in self._moments if moment.level}
        words = [word for word in DictionaryEntry.words("honour_level").words if word in there]
        left = float(_AXIS)
        entries = [(word, level_colour(word), True) for word in words]
        if any(moment.under_way for moment in self._moments):
            entries.append(("推荐中", _OTHER, False))
        for word, colour, filled in entries:
            _dot(painter, QPointF(left, 12), colour, filled)
            painter.setPen(theme.colour("text_muted"))
            painter.drawText(QPointF(left + 12, 12 + metrics.capHeight() / 2), word)
            left += 12 + metrics.horizontalAdvance(word) + theme.LARGE


def _dot(painter: QPainter, centre: QPointF, colour: str, filled: bool) -> None:
    painter.setPen(QPen(theme.colour(colour), 2))
    painter.setBrush(theme.colour(colour) if filled else theme.colour("surface"))
    painter.drawEllipse(centre, _DOT, _DOT)
    painter.setBrush(Qt.BrushStyle.NoBrush)


class TimelineArea(QScrollArea):
    """A timeline that scrolls; the keys are the timeline's."""

    def __init__(self, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.timeline = HonourTimeline(empty)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(self.timeline)
        self.setWidget(self.timeline)
