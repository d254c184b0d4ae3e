"""A sheet on the screen: its picture with marked places, cells chosen by mouse or keys, zoomed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from exports.sheet_formula import column_letters
from exports.sheet_picture import STANDARD_HEIGHT, SheetPicture
from ui import theme
from ui.sheet_layout import SheetLayout
from ui.sheet_paint import HEAD_HEIGHT, HEAD_WIDTH, PAPER, Mark, paint_heads, paint_sheet

STEPS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
_LEAST_FIT = 0.75
_BESIDE = 24  # left free beside and below the sheet
_ROW = 20  # pixels of a usual row at 100 %


class SheetView(QAbstractScrollArea):
    """`chosen` and `moved` tell a cell (row, column from 1): by Enter or a click, and wherever the keys go.

    With marks that are stops, Tab and the arrows go from mark to mark; else the arrows go from cell to cell.
    """

    chosen = Signal(int, int)
    moved = Signal(int, int)
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = SheetLayout(SheetPicture(""), 1.0, 1.0)
        self._marks: Sequence[Mark] = ()
        self._stops: Sequence[Mark] = ()
        self._at = (1, 1)
        self._zoom = 1.0
        self._fits = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 200)
        self.setAccessibleName("表的样子")
        self.viewport().setMouseTracking(True)

    # -- what is shown --------------------------------------------------------------------------------

    def show_picture(self, picture: SheetPicture, marks: Sequence[Mark] = (), *, stops: bool = False) -> None:
        """Show a sheet with its marks; `stops`: the keys go from mark to mark."""
        self._at = (1, 1)
        missing = max((mark.area.last_row for mark in marks), default=0) - len(picture.heights)
        if missing > 0:  # a list whose rows are still to come
            picture = replace(picture, heights=[*picture.heights, *[STANDARD_HEIGHT] * missing])
        self._layout = SheetLayout(picture, self._zoom, self.devicePixelRatioF())
        self._fit()
        self._scroll_bars()
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
        if (area.first_row, area.first_column) != (area.last_row, area.last_column):
            return mark
        whole = self._layout.area_at(area.first_row, area.first_column)
        return replace(mark, area=whole, label_in=whole)

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
        whole = self._layout.size[0] / self._zoom
        if whole and self._fits:
            room = self.viewport().width() - HEAD_WIDTH - _BESIDE
            self._show_at(min(1.0, max(_LEAST_FIT, room / whole)))

    def _show_at(self, zoom: float) -> None:
        self._zoom = max(STEPS[0], min(STEPS[-1], zoom))
        self._layout = SheetLayout(self._layout.picture, self._zoom, self.devicePixelRatioF())
        self._scroll_bars()
        self.viewport().update()
        self.zoomed.emit(self._zoom)

    def rect_of(self, row: int, column: int) -> QRectF:
        """Where a cell is on the viewport."""
        return self._layout.rect(self._layout.area_at(row, column)).translated(self._origin())

    # -- where things are -----------------------------------------------------------------------------

    def _origin(self) -> QPointF:
        return QPointF(
            HEAD_WIDTH - self.horizontalScrollBar().value(), HEAD_HEIGHT - self.verticalScrollBar().value()
        )

    def _scroll_bars(self) -> None:
        width, height = self._layout.size
        for bar, whole, shown in (
            (self.horizontalScrollBar(), width, self.viewport().width() - HEAD_WIDTH),
            (self.verticalScrollBar(), height, self.viewport().height() - HEAD_HEIGHT),
        ):
            bar.setRange(0, max(0, int(whole) + _BESIDE - shown))
            bar.setPageStep(max(1, shown))
            bar.setSingleStep(24)

    def _place(self, position: QPointF) -> tuple[int, int] | None:
        if position.x() < HEAD_WIDTH or position.y() < HEAD_HEIGHT:
            return None
        return self._layout.place_at(position - self._origin())

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
        page = max(1, int(self.viewport().height() / (self._zoom * _ROW)) - 2)
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
            self._move(self._layout.rows if control else self._at[0], self._layout.columns)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            by = page if key == Qt.Key.Key_PageDown else -page
            self._move(max(1, min(self._layout.rows, self._at[0] + by)), self._at[1])
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
        area = self._layout.area_at(*self._at)
        row = area.last_row + 1 if down > 0 else area.first_row - 1 if down < 0 else self._at[0]
        column = area.last_column + 1 if right > 0 else area.first_column - 1 if right < 0 else self._at[1]
        if 1 <= row <= self._layout.rows and 1 <= column <= self._layout.columns:
            self._move(row, column)

    def _move(self, row: int, column: int) -> None:
        row, column = max(1, min(row, self._layout.rows)), max(1, min(column, self._layout.columns))
        area = self._layout.area_at(row, column)
        self._at = (area.first_row, area.first_column)
        self._bring_in_sight()
        self._tell()
        self.viewport().update()
        self.moved.emit(*self._at)

    def _bring_in_sight(self) -> None:
        area = self._chosen_rect()
        for bar, start, end, shown in (
            (self.horizontalScrollBar(), area.left(), area.right(), self.viewport().width() - HEAD_WIDTH),
            (self.verticalScrollBar(), area.top(), area.bottom(), self.viewport().height() - HEAD_HEIGHT),
        ):
            end = min(end, start + shown - 8)
            if start < bar.value():
                bar.setValue(int(start) - 8)
            elif end > bar.value() + shown:
                bar.setValue(int(end - shown) + 8)

    def _chosen_rect(self) -> QRectF:
        stop = self.mark_at(*self._at) if self._stops else None
        return self._layout.rect(stop.area if stop else self._layout.area_at(*self._at))

    def _tell(self) -> None:
        """What is chosen, for those who hear it."""
        cell, mark = self._layout.cell_at(*self._at), self.mark_at(*self._at)
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
        if isinstance(event, QHelpEvent):
            place = self._place(QPointF(event.pos()))
            mark = self.mark_at(*place) if place else None
            QToolTip.showText(event.globalPos(), mark.tip if mark else "", self.viewport())
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
        if not self._layout.rows:
            return
        origin, size = self._origin(), self.viewport().size()
        painter.save()
        painter.setClipRect(QRectF(HEAD_WIDTH, HEAD_HEIGHT, size.width(), size.height()))
        painter.translate(origin)
        paint_sheet(painter, self._layout, self._marks, QRectF(event.rect()).translated(-origin))
        self._paint_chosen(painter)
        painter.restore()
        paint_heads(painter, self._layout, origin, self._at, (size.width(), size.height()))

    def _paint_chosen(self, painter: QPainter) -> None:
        area = self._chosen_rect()
        pen = QPen(QColor(PAPER["focus"]), 2.5 if self.hasFocus() else 1.5)
        if not self.hasFocus():
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)

    def chosen_area(self) -> QRect:
        """Where the chosen cell is on this widget, as far as it is in sight: a list of choices opens below it."""
        seen = QRectF(self.viewport().rect()).adjusted(HEAD_WIDTH, HEAD_HEIGHT, 0, 0)
        area = self.rect_of(*self._at).intersected(seen).toRect()
        return QRect(self.viewport().mapTo(self, area.topLeft()), area.size())
