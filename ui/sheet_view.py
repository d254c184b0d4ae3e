"""A sheet painted as it looks in Excel: places marked, cells chosen by mouse or keys, zoomed, sharp at every scale."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from exports.fill_lines import width
from exports.sheet_formula import column_letters
from exports.sheet_looks import Look
from exports.sheet_picture import PicturedCell, SheetPicture
from exports.sheet_xml import Area
from ui import theme
from ui.palette import tokens

STEPS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
_CHARACTER, _PADDING = 7.0, 5.0  # pixels of a digit and of a column's edges at 100 %
_POINT = 96 / 72
_HEAD_WIDTH, _HEAD_HEIGHT = 38, 24
_LEAST_FIT = 0.75
_BESIDE = 24  # left free beside and below the sheet
_USUAL_HEIGHT, _LINE = 15.0, 1.45  # points of a row that says nothing; of a line of text
_NUMBER = re.compile(r"-?[\d,]{1,11}(\.\d+)?%?")
# A sheet is paper: white in either look, its marks too are those of the light look.
_PAPER = tokens(dark=False)
_GRID, _INK = QColor("#dfe2e7"), QColor("#000000")
_SIGNS = {"good": "✓", "warn": "？", "bad": "！", "neutral": "—", "info": "i"}


@dataclass(frozen=True)
class Mark:
    """A tinted part of the sheet: tone (a token of the palette), the words painted in `label_in`, what it stands for."""

    area: Area
    tone: str
    label: str = ""
    tip: str = ""
    means: Any = None
    label_in: Area | None = None


class SheetView(QAbstractScrollArea):
    """`chosen` and `moved` tell a cell (row, column from 1): by Enter or a click, and wherever the keys go.

    With marks that are stops, Tab and the arrows go from mark to mark; else the arrows go from cell to cell.
    """

    chosen = Signal(int, int)
    moved = Signal(int, int)
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: SheetPicture | None = None
        self._marks: Sequence[Mark] = ()
        self._stops: Sequence[Mark] = ()
        self._at = (1, 1)
        self._zoom = 1.0
        self._fits = True
        self._lefts: list[float] = [0.0]
        self._tops: list[float] = [0.0]
        self._cells: list[tuple[PicturedCell, QRectF, QRectF]] = []
        self._by_place: dict[tuple[int, int], PicturedCell] = {}
        self._families: dict[str, list[str]] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 200)
        self.setAccessibleName("表的样子")
        self.viewport().setMouseTracking(True)

    # -- what is shown --------------------------------------------------------------------------------

    def show_picture(self, picture: SheetPicture, marks: Sequence[Mark] = (), *, stops: bool = False) -> None:
        """Show a sheet with its marks; `stops`: the keys go from mark to mark."""
        self._picture = picture
        self._by_place = {(cell.area.first_row, cell.area.first_column): cell for cell in picture.cells}
        self._at = (1, 1)
        self._lay_out()
        self._fit()
        self.set_marks(marks, stops=stops)
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)

    def set_marks(self, marks: Sequence[Mark], *, stops: bool = False) -> None:
        """Change the marks; the place that is chosen stays."""
        self._marks = [self._over_merge(mark) for mark in marks]
        self._stops = self._marks if stops else ()
        if self._stops and self.mark_at(*self._at) is None:
            first = self._stops[0].area
            self._at = (first.first_row, first.first_column)
        self._tell()
        self.viewport().update()

    def _over_merge(self, mark: Mark) -> Mark:
        """A mark of one cell covers all that is merged with it."""
        area = mark.area
        cell = self._by_place.get((area.first_row, area.first_column))
        if cell is None or (area.first_row, area.first_column) != (area.last_row, area.last_column):
            return mark
        return replace(mark, area=cell.area, label_in=cell.area)

    @property
    def at(self) -> tuple[int, int]:
        """The cell that is chosen."""
        return self._at

    @property
    def zoom(self) -> float:
        """1.0 is the size that Excel shows."""
        return self._zoom

    def mark_at(self, row: int, column: int) -> Mark | None:
        """The mark that a cell lies in; of several the first."""
        return next((mark for mark in self._marks if mark.area.holds(row, column)), None)

    def go_to(self, row: int, column: int) -> None:
        """Choose a cell and bring it in sight."""
        self._move(row, column)

    def set_zoom(self, zoom: float) -> None:
        """Show the sheet larger or smaller."""
        self._fits = False
        self._show_at(zoom)

    def step_zoom(self, direction: int) -> None:
        """One step larger (1) or smaller (-1)."""
        further = [step for step in STEPS if (step - self._zoom) * direction > 0.01]
        if further:
            self.set_zoom(further[0] if direction > 0 else further[-1])

    def _fit(self) -> None:
        """Until a person zooms: as large as the window allows without scrolling sideways, within reason."""
        whole = self._lefts[-1] / self._zoom
        if whole and self._fits:
            room = self.viewport().width() - _HEAD_WIDTH - _BESIDE
            self._show_at(min(1.0, max(_LEAST_FIT, room / whole)))

    def _show_at(self, zoom: float) -> None:
        self._zoom = max(STEPS[0], min(STEPS[-1], zoom))
        self._lay_out()
        self.viewport().update()
        self.zoomed.emit(self._zoom)

    def rect_of(self, row: int, column: int) -> QRectF:
        """Where a cell is on the viewport."""
        cell = self._cell_at(row, column)
        area = cell.area if cell else Area(row, column, row, column)
        return self._rect(area).translated(self._origin())

    # -- where things are -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        if self._picture is None:
            return
        zoom = self._zoom
        widths = [(width * _CHARACTER + _PADDING) * zoom if width else 0.0 for width in self._picture.widths]
        heights = [height * _POINT * zoom for height in self._row_heights()]
        # Whole pixels of the screen keep the lines sharp.
        scale = self.devicePixelRatioF()
        self._lefts = [round(at * scale) / scale for at in accumulate(widths, initial=0.0)]
        self._tops = [round(at * scale) / scale for at in accumulate(heights, initial=0.0)]
        self._cells = []
        for cell in self._picture.cells:
            area = self._rect(cell.area)
            self._cells.append((cell, area, self._room(cell, area)))
        self._scroll_bars()

    def _row_heights(self) -> list[float]:
        """In points; rows that say nothing are as high as their largest letters, as in Excel."""
        assert self._picture is not None
        heights = list(self._picture.heights)
        for cell in self._picture.cells:
            at = cell.area.first_row - 1
            silent = self._picture.heights[at] == _USUAL_HEIGHT and cell.area.last_row == cell.area.first_row
            if cell.text and silent:
                heights[at] = max(heights[at], self._lines(cell) * cell.look.size * _LINE)
        return heights

    def _lines(self, cell: PicturedCell) -> int:
        """How many lines a cell's text takes, about: a Chinese character is as wide as it is high."""
        if not cell.look.wrap or cell.area.first_column != cell.area.last_column:
            return 1
        assert self._picture is not None
        room = max(1.0, self._picture.widths[cell.area.first_column - 1] * _CHARACTER)
        letter = cell.look.size * _POINT / 2
        return sum(max(1, ceil(width(line) * letter / room)) for line in cell.text.split("\n"))

    def _room(self, cell: PicturedCell, area: QRectF) -> QRectF:
        """Where the text of a cell may go: over blank neighbours when it is not broken into lines."""
        one = cell.area.first_column == cell.area.last_column
        if not cell.text or cell.look.wrap or cell.look.horizontal not in ("", "left", "general") or not one:
            return area
        if _NUMBER.fullmatch(cell.text):
            return area
        column, row = cell.area.last_column + 1, cell.area.first_row
        right = area.right()
        while column < len(self._lefts) and not self._holds(row, column):
            right = self._lefts[column]
            column += 1
        return QRectF(area.left(), area.top(), right - area.left(), area.height())

    def _holds(self, row: int, column: int) -> bool:
        found = self._by_place.get((row, column))
        return found is not None and (bool(found.text) or found.area.last_column > column)

    def _rect(self, area: Area) -> QRectF:
        def edge(edges: list[float], at: int) -> float:
            return edges[min(max(at, 0), len(edges) - 1)]

        left, right = edge(self._lefts, area.first_column - 1), edge(self._lefts, area.last_column)
        top, bottom = edge(self._tops, area.first_row - 1), edge(self._tops, area.last_row)
        return QRectF(left, top, right - left, bottom - top)

    def _origin(self) -> QPointF:
        return QPointF(
            _HEAD_WIDTH - self.horizontalScrollBar().value(), _HEAD_HEIGHT - self.verticalScrollBar().value()
        )

    def _scroll_bars(self) -> None:
        room = self.viewport().size() - QSize(_HEAD_WIDTH, _HEAD_HEIGHT)
        for bar, whole, shown in (
            (self.horizontalScrollBar(), self._lefts[-1], room.width()),
            (self.verticalScrollBar(), self._tops[-1], room.height()),
        ):
            bar.setRange(0, max(0, int(whole) + _BESIDE - shown))
            bar.setPageStep(max(1, shown))
            bar.setSingleStep(24)

    def _cell_at(self, row: int, column: int) -> PicturedCell | None:
        found = self._by_place.get((row, column))
        if found is not None:
            return found
        merged = (cell for cell in self._by_place.values() if cell.area.first_row != cell.area.last_row)
        wide = (cell for cell in self._by_place.values() if cell.area.first_column != cell.area.last_column)
        return next((cell for cell in (*merged, *wide) if cell.area.holds(row, column)), None)

    def _place(self, position: QPointF) -> tuple[int, int] | None:
        point = position - self._origin()
        if position.x() < _HEAD_WIDTH or position.y() < _HEAD_HEIGHT:
            return None
        row, column = bisect_right(self._tops, point.y()), bisect_right(self._lefts, point.x())
        if not (1 <= row < len(self._tops) and 1 <= column < len(self._lefts)):
            return None
        cell = self._cell_at(row, column)
        return (cell.area.first_row, cell.area.first_column) if cell else (row, column)

    # -- keys and mouse -------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the marked places before it leaves the sheet."""
        if self._stops and self.hasFocus():
            at = self._stop_number() + (1 if forward else -1)
            if 0 <= at < len(self._stops):
                self._go_to_stop(at)
                return True
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home, End, Enter; Ctrl with + - 0 zooms."""
        key = event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        page = max(1, int(self.viewport().height() / (self._zoom * 20)) - 2)
        if control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.step_zoom(1)
        elif control and key == Qt.Key.Key_Minus:
            self.step_zoom(-1)
        elif control and key == Qt.Key.Key_0:
            self.set_zoom(1.0)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(*self._at)
        elif key in steps and self._stops:
            self._go_to_stop(self._stop_number() + sum(steps[Qt.Key(key)]))
        elif key in steps:
            self._step(*steps[Qt.Key(key)])
        elif key == Qt.Key.Key_Home:
            self._move(1 if control else self._at[0], 1)
        elif key == Qt.Key.Key_End:
            self._move(len(self._tops) - 1 if control else self._at[0], len(self._lefts) - 1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            by = page if key == Qt.Key.Key_PageDown else -page
            self._move(max(1, min(len(self._tops) - 1, self._at[0] + by)), self._at[1])
        else:
            super().keyPressEvent(event)

    def _stop_number(self) -> int:
        found = (at for at, stop in enumerate(self._stops) if stop.area.holds(*self._at))
        return next(found, -1)

    def _go_to_stop(self, at: int) -> None:
        if 0 <= at < len(self._stops):
            area = self._stops[at].area
            self._move(area.first_row, area.first_column)

    def _step(self, down: int, right: int) -> None:
        cell = self._cell_at(*self._at)
        area = cell.area if cell else Area(*self._at, *self._at)
        row = area.last_row + 1 if down > 0 else area.first_row - 1 if down < 0 else self._at[0]
        column = area.last_column + 1 if right > 0 else area.first_column - 1 if right < 0 else self._at[1]
        if 1 <= row < len(self._tops) and 1 <= column < len(self._lefts):
            self._move(row, column)

    def _move(self, row: int, column: int) -> None:
        row, column = max(1, min(row, len(self._tops) - 1)), max(1, min(column, len(self._lefts) - 1))
        cell = self._cell_at(row, column)
        self._at = (cell.area.first_row, cell.area.first_column) if cell else (row, column)
        self._bring_in_sight()
        self._tell()
        self.viewport().update()
        self.moved.emit(*self._at)

    def _bring_in_sight(self) -> None:
        stop = self.mark_at(*self._at) if self._stops else None
        cell = self._cell_at(*self._at)
        area = self._rect(stop.area if stop else cell.area if cell else Area(*self._at, *self._at))
        for bar, start, end, shown in (
            (self.horizontalScrollBar(), area.left(), area.right(), self.viewport().width() - _HEAD_WIDTH),
            (self.verticalScrollBar(), area.top(), area.bottom(), self.viewport().height() - _HEAD_HEIGHT),
        ):
            end = min(end, start + shown - 8)
            if start < bar.value():
                bar.setValue(int(start) - 8)
            elif end > bar.value() + shown:
                bar.setValue(int(end - shown) + 8)

    def _tell(self) -> None:
        """What is chosen, for those who hear it."""
        cell, mark = self._cell_at(*self._at), self.mark_at(*self._at)
        words = [
            f"{column_letters(self._at[1])}{self._at[0]}",
            cell.text if cell else "",
            mark.tip if mark else "",
        ]
        self.setAccessibleDescription("，".join(word for word in words if word))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses and opens."""
        place = self._place(event.position())
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._move(*place)
            self.chosen.emit(*place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Marks say what they mean."""
        if event.type() == QEvent.Type.ToolTip:
            place = self._place(QPointF(event.pos()))  # type: ignore[attr-defined]
            mark = self.mark_at(*place) if place else None
            QToolTip.showText(event.globalPos(), mark.tip if mark else "", self.viewport())  # type: ignore[attr-defined]
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room."""
        super().resizeEvent(event)
        self._fit()
        self._scroll_bars()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The heads stay, so all is painted anew."""
        self.viewport().update()

    # -- painting -------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight: fills, marks, texts, lines, the chosen cell, the heads."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("sunken"))
        if self._picture is None:
            return
        origin = self._origin()
        seen = QRectF(event.rect()).translated(-origin)
        shown = [each for each in self._cells if each[1].intersects(seen) or each[2].intersects(seen)]
        painter.save()
        painter.setClipRect(
            QRectF(_HEAD_WIDTH, _HEAD_HEIGHT, self.viewport().width(), self.viewport().height())
        )
        painter.translate(origin)
        painter.fillRect(QRectF(0, 0, self._lefts[-1], self._tops[-1]), QColor("#ffffff"))
        self._paint_grid(painter, seen)
        for cell, area, _ in shown:
            if (
                cell.look.fill
                or cell.area.first_row != cell.area.last_row
                or cell.area.first_column != cell.area.last_column
            ):
                inner = area.adjusted(0.5, 0.5, -0.5, -0.5)
                painter.fillRect(inner, QColor(f"#{cell.look.fill}" if cell.look.fill else "#ffffff"))
        for mark in reversed(self._marks):
            self._paint_mark(painter, mark, seen)
        for cell, _, room in shown:
            if cell.text:
                self._paint_text(painter, cell.text, cell.look, room)
        self._paint_lines(painter, shown)
        for mark in self._marks:
            self._paint_label(painter, mark)
        self._paint_chosen(painter)
        painter.restore()
        self._paint_heads(painter, origin)

    def _paint_grid(self, painter: QPainter, seen: QRectF) -> None:
        painter.setPen(QPen(_GRID, 0))
        for left in self._lefts:
            if seen.left() <= left <= seen.right():
                painter.drawLine(QPointF(left, 0), QPointF(left, self._tops[-1]))
        for top in self._tops:
            if seen.top() <= top <= seen.bottom():
                painter.drawLine(QPointF(0, top), QPointF(self._lefts[-1], top))

    def _paint_mark(self, painter: QPainter, mark: Mark, seen: QRectF) -> None:
        area = self._rect(mark.area)
        if not area.intersects(seen):
            return
        ground = QColor(_PAPER[f"{mark.tone}_soft"])
        ground.setAlpha(190)
        painter.fillRect(area.adjusted(0.5, 0.5, -0.5, -0.5), ground)
        if mark.tone == "neutral":
            lines = QColor(_PAPER["neutral"])
            lines.setAlpha(70)
            painter.fillRect(area.adjusted(0.5, 0.5, -0.5, -0.5), QBrush(lines, Qt.BrushStyle.BDiagPattern))

    def _paint_label(self, painter: QPainter, mark: Mark) -> None:
        """What goes into a place, in its first cell; a corner where there are no words."""
        ink = QColor(_PAPER[mark.tone])
        if not mark.label:
            area = self._rect(mark.area)
            size = 8.0
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            corner = area.topRight()
            painter.drawPolygon(QPolygonF([corner, corner - QPointF(size, 0), corner + QPointF(0, size)]))
            return
        area = self._rect(mark.label_in or mark.area).adjusted(2, 2, -2, -2)
        font = theme.font(0.85)
        font.setPixelSize(max(10, round(12 * min(self._zoom, 1.25))))
        painter.setFont(font)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWrapAnywhere)
        words = f"{_SIGNS[mark.tone]} {mark.label}"
        needed = painter.boundingRect(area.adjusted(2, 0, -2, 0), flags, words)
        ground = needed.adjusted(-2, 0, 2, 0).intersected(area)
        painter.fillRect(ground, QColor(_PAPER[f"{mark.tone}_soft"]))
        painter.setPen(ink)
        painter.save()
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        painter.drawText(area.adjusted(2, 0, -2, 0), flags, words)
        painter.restore()

    def _paint_text(self, painter: QPainter, text: str, look: Look, room: QRectF) -> None:
        painter.setFont(self._font(look))
        painter.setPen(QColor(f"#{look.colour}") if look.colour else _INK)
        align = {"center": Qt.AlignmentFlag.AlignHCenter, "right": Qt.AlignmentFlag.AlignRight}
        across = align.get(look.horizontal.removesuffix("Continuous"), Qt.AlignmentFlag.AlignLeft)
        if not look.horizontal and _NUMBER.fullmatch(text):
            across = Qt.AlignmentFlag.AlignRight
        up = {"center": Qt.AlignmentFlag.AlignVCenter, "top": Qt.AlignmentFlag.AlignTop}
        down = up.get(look.vertical, Qt.AlignmentFlag.AlignBottom)
        inner = room.adjusted(2 * self._zoom, 0, -2 * self._zoom, 0)
        flags = int(across | down)
        if look.wrap:
            flags |= int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere)
        else:
            text = text.replace("\n", " ")
            flags |= int(Qt.TextFlag.TextSingleLine)
        painter.save()
        painter.setClipRect(room, Qt.ClipOperation.IntersectClip)
        painter.drawText(inner, flags, text)
        painter.restore()

    def _font(self, look: Look) -> QFont:
        if look.font not in self._families:
            # A family that is not installed would be looked for at length; the usual Chinese ones stand in.
            own = [look.font] if QFontDatabase.hasFamily(look.font) else []
            self._families[look.font] = own + theme.base_font().families()
        font = QFont()
        font.setFamilies(self._families[look.font])
        font.setPixelSize(max(6, round(look.size * _POINT * self._zoom)))
        font.setBold(look.bold)
        font.setItalic(look.italic)
        return font

    def _paint_lines(self, painter: QPainter, shown: Sequence[tuple[PicturedCell, QRectF, QRectF]]) -> None:
        painter.setPen(QPen(_INK, 0))
        for cell, area, _ in shown:
            left, top, right, bottom = cell.look.lines
            for drawn, start, end in (
                (left, area.topLeft(), area.bottomLeft()),
                (top, area.topLeft(), area.topRight()),
                (right, area.topRight(), area.bottomRight()),
                (bottom, area.bottomLeft(), area.bottomRight()),
            ):
                if drawn:
                    painter.drawLine(start, end)

    def _paint_chosen(self, painter: QPainter) -> None:
        stop = self.mark_at(*self._at) if self._stops else None
        cell = self._cell_at(*self._at)
        area = self._rect(stop.area if stop else cell.area if cell else Area(*self._at, *self._at))
        pen = QPen(QColor(_PAPER["focus"]), 2.5 if self.hasFocus() else 1.5)
        if not self.hasFocus():
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)

    def _paint_heads(self, painter: QPainter, origin: QPointF) -> None:
        """The letters of the columns and the numbers of the rows, which stay in sight."""
        width, height = self.viewport().width(), self.viewport().height()
        painter.fillRect(QRectF(0, 0, width, _HEAD_HEIGHT), theme.colour("window"))
        painter.fillRect(QRectF(0, 0, _HEAD_WIDTH, height), theme.colour("window"))
        painter.setFont(theme.font(0.9))
        middle = int(Qt.AlignmentFlag.AlignCenter)
        line = QPen(theme.colour("line"), 0)
        painter.setClipRect(QRectF(_HEAD_WIDTH, 0, width, _HEAD_HEIGHT))
        for at, (left, right) in enumerate(zip(self._lefts, self._lefts[1:], strict=False), 1):
            area = QRectF(left + origin.x(), 0, right - left, _HEAD_HEIGHT)
            if right > left and area.right() > _HEAD_WIDTH and area.left() < width:
                self._paint_head(painter, area, column_letters(at), at == self._at[1], middle, line)
        painter.setClipRect(QRectF(0, _HEAD_HEIGHT, _HEAD_WIDTH, height))
        for at, (top, bottom) in enumerate(zip(self._tops, self._tops[1:], strict=False), 1):
            area = QRectF(0, top + origin.y(), _HEAD_WIDTH, bottom - top)
            if bottom > top and area.bottom() > _HEAD_HEIGHT and area.top() < height:
                self._paint_head(painter, area, str(at), at == self._at[0], middle, line)
        painter.setClipping(False)

    @staticmethod
    def _paint_head(painter: QPainter, area: QRectF, text: str, here: bool, flags: int, line: QPen) -> None:
        if here:
            painter.fillRect(area, theme.colour("selection"))
        painter.setPen(theme.colour("selection_text" if here else "text_muted"))
        painter.drawText(area, flags, text)
        painter.setPen(line)
        painter.drawRect(area)

    def anchor(self, row: int, column: int) -> QPoint:
        """The lower left corner of a cell on this widget: where a list of choices opens."""
        area = self.rect_of(row, column)
        inside = QPointF(max(area.left(), _HEAD_WIDTH), min(area.bottom(), self.viewport().height() - 20.0))
        return self.viewport().mapTo(self, inside.toPoint())
