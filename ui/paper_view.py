"""The pages of a PDF one under the other on a desk: zoom, fit, keys; drawn beside the UI thread, sharp at every scale."""

from __future__ import annotations

import threading
from collections import OrderedDict
from enum import Enum

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui import theme
from ui.pdf_pages import POINTS_PER_INCH, PdfPages

SCREEN_INCH = 96  # device-independent pixels of an inch on screen: 100 % is the size on paper
STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
GAP = 16
_KEPT_BYTES = 160 * 1024 * 1024


class Fit(Enum):
    """Zooms that follow the window's size."""

    WIDTH = "适合宽度"
    PAGE = "整页"


class PaperView(QAbstractScrollArea):
    """`page_changed` tells the page at the top (from 0), `zoomed` the zoom (1.0 is 100 %) whenever they change."""

    page_changed = Signal(int)
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: PdfPages | None = None
        self._artist: _Artist | None = None
        self._drawn: OrderedDict[tuple[int, float], QImage] = OrderedDict()
        self._zoom: float | Fit = Fit.WIDTH
        self._scale = 1.0
        self._page = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setMinimumSize(320, 240)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.setAccessibleName("打印预览")

    # ---- what is shown ---------------------------------------------------------------------------------------

    def set_pages(self, pages: PdfPages | None) -> None:
        """Shows other pages, the first one at the top; the caller closes the old ones afterwards."""
        if self._artist is not None:
            self._artist.stop()
            self._artist = None
        self._drawn.clear()
        self._pages = pages
        if pages is not None:
            self._artist = _Artist(pages, self)
            self._artist.drawn.connect(self._take)
        self._page = -1
        self._lay_out()
        self.go_to(0)

    @property
    def page(self) -> int:
        """The page at the top, from 0."""
        return max(self._page, 0)

    @property
    def zoom(self) -> float | Fit:
        """What was asked for: a factor or a fit."""
        return self._zoom

    @property
    def scale(self) -> float:
        """The factor on screen; 1.0 is the size on paper."""
        return self._scale

    def set_zoom(self, zoom: float | Fit) -> None:
        """Shows the pages larger or smaller, keeping the place that is at the top."""
        self._zoom = zoom
        self._lay_out()

    def step_zoom(self, direction: int) -> None:
        """One step larger (1) or smaller (-1)."""
        if direction > 0:
            larger = [step for step in STEPS if step > self._scale * 1.01]
            self.set_zoom(larger[0] if larger else STEPS[-1])
        else:
            smaller = [step for step in STEPS if step < self._scale * 0.99]
            self.set_zoom(smaller[-1] if smaller else STEPS[0])

    def go_to(self, page: int) -> None:
        """Brings a page to the top."""
        if self._pages is not None and 0 <= page < len(self._pages):
            self.verticalScrollBar().setValue(self._top(page) - GAP)
            self._scrolled()

    # ---- where pages lie, in device-independent pixels ---------------------------------------------------------

    def _size(self, page: int) -> QSize:
        assert self._pages is not None
        factor = self._scale * SCREEN_INCH / POINTS_PER_INCH
        size = self._pages.sizes[page]
        return QSize(round(size.width() * factor), round(size.height() * factor))

    def _top(self, page: int) -> int:
        return GAP + sum(self._size(above).height() + GAP for above in range(page))

    def _rect(self, page: int, top: int) -> QRect:
        size = self._size(page)
        left = max((self.viewport().width() - size.width()) // 2, GAP - self.horizontalScrollBar().value())
        if size.width() + 2 * GAP > self.viewport().width():
            left = GAP - self.horizontalScrollBar().value()
        return QRect(QPoint(left, top - self.verticalScrollBar().value()), size)

    def _lay_out(self) -> None:
        if self._pages is None or not len(self._pages):
            self.viewport().update()
            return
        place = self._place()
        old, self._scale = self._scale, self._factor()
        width = max(self._size(page).width() for page in range(len(self._pages))) + 2 * GAP
        height = self._top(len(self._pages))
        view = self.viewport().size()
        for bar, total, shown in (
            (self.horizontalScrollBar(), width, view.width()),
            (self.verticalScrollBar(), height, view.height()),
        ):
            bar.setRange(0, max(0, total - shown))
            bar.setPageStep(shown)
            bar.setSingleStep(48)
        self._return_to(place)
        if old != self._scale:
            self.zoomed.emit(self._scale)
        self.viewport().update()

    def _factor(self) -> float:
        assert self._pages is not None
        if not isinstance(self._zoom, Fit):
            return self._zoom
        inches = POINTS_PER_INCH / SCREEN_INCH
        size = self._pages.sizes[self.page]
        # The vertical bar is counted as always there: else its coming and going would change the width for ever.
        bar = self.verticalScrollBar().sizeHint().width()
        shown = self.maximumViewportSize()
        wide = (shown.width() - bar - 2 * GAP) * inches / size.width()
        high = (shown.height() - 2 * GAP) * inches / size.height()
        return max(STEPS[0], min(wide if self._zoom is Fit.WIDTH else min(wide, high), STEPS[-1]))

    def _place(self) -> tuple[int, float]:
        """The page at the top edge and how much of it is above."""
        page = self._page_at(self.verticalScrollBar().value() + GAP)
        above = self.verticalScrollBar().value() - self._top(page)
        return page, above / max(1, self._size(page).height())

    def _return_to(self, place: tuple[int, float]) -> None:
        page, above = place
        self.verticalScrollBar().setValue(self._top(page) + round(above * self._size(page).height()))

    def _page_at(self, offset: int) -> int:
        assert self._pages is not None
        bottom = GAP
        for page in range(len(self._pages)):
            bottom += self._size(page).height() + GAP
            if bottom > offset:
                return page
        return len(self._pages) - 1

    def _scrolled(self) -> None:
        if self._pages is None or not len(self._pages):
            return
        bar = self.verticalScrollBar()
        # At the very end the last page counts, though a taller one before it reaches higher.
        at_end = bar.maximum() > 0 and bar.value() == bar.maximum()
        third = self.viewport().height() // 3
        page = len(self._pages) - 1 if at_end else self._page_at(bar.value() + third)
        if page != self._page:
            self._page = page
            self.setAccessibleDescription(f"第{page + 1}页，共{len(self._pages)}页")
            self.page_changed.emit(page)
        self.viewport().update()

    # ---- painting --------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws what is there; what is missing is asked for and drawn when it comes."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("sunken"))
        if self._pages is None:
            return
        ratio = self.devicePixelRatioF()
        exact = self._scale * SCREEN_INCH / POINTS_PER_INCH * ratio
        missing: list[tuple[int, float]] = []
        top = GAP
        for page in range(len(self._pages)):
            rect = self._rect(page, top)
            top += rect.height() + GAP
            if rect.bottom() < -rect.height() or rect.top() > 2 * self.viewport().height():
                continue
            sharp = self._drawn.get((page, exact))
            if sharp is None:
                missing.append((page, exact))
                blurred = next((old for (other, _), old in self._drawn.items() if other == page), None)
                self._paint_page(painter, rect, blurred, None)
            else:
                self._drawn.move_to_end((page, exact))
                self._paint_page(painter, rect, sharp, ratio)
        # The pages in sight first, then their neighbours.
        missing.sort(key=lambda wanted: abs(wanted[0] - self.page))
        if self._artist is not None:
            self._artist.want(missing)

    def _paint_page(self, painter: QPainter, rect: QRect, image: QImage | None, ratio: float | None) -> None:
        """Paints a page; an `image` of the exact size has the screen's `ratio`, any other is stretched meanwhile."""
        painter.setPen(theme.colour("edge"))
        painter.setBrush(Qt.GlobalColor.white)  # paper is white in the dark look too
        painter.drawRect(rect.adjusted(-1, -1, 0, 0))
        if image is None:
            return
        if ratio is None:
            painter.drawImage(rect, image)
        else:
            # Onto whole pixels of the screen: anything else would blur the lines.
            image.setDevicePixelRatio(ratio)
            origin = QPointF(round(rect.left() * ratio) / ratio, round(rect.top() * ratio) / ratio)
            painter.drawImage(origin, image)

    def _take(self, page: int, scale: float, image: QImage) -> None:
        if self._artist is None or self.sender() is not self._artist:
            return
        self._artist.taken(page, scale)
        self._drawn[page, scale] = image
        total = sum(each.sizeInBytes() for each in self._drawn.values())
        while total > _KEPT_BYTES and len(self._drawn) > 3:
            total -= self._drawn.popitem(last=False)[1].sizeInBytes()
        self.viewport().update()

    # ---- keys and wheel --------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys turn pages, Home and End go to the first and the last, Ctrl with + - 0 zooms."""
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        last = len(self._pages) - 1 if self._pages is not None else 0
        turns = {
            Qt.Key.Key_PageDown: min(self.page + 1, last),
            Qt.Key.Key_PageUp: max(self.page - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.step_zoom(1)
        elif control and key == Qt.Key.Key_Minus:
            self.step_zoom(-1)
        elif control and key == Qt.Key.Key_0:
            self.set_zoom(1.0)
        elif key in turns:
            self.go_to(turns[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls, with Ctrl it zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A fit follows the size."""
        super().resizeEvent(event)
        self._lay_out()

    def event(self, event: QEvent) -> bool:
        """A window moved to a screen of another scale draws anew."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.viewport().update()
        return super().event(event)


class _Artist(QObject):
    """Draws wanted pages in a thread of its own, always those that were wanted last."""

    drawn = Signal(int, float, QImage)

    def __init__(self, pages: PdfPages, parent: QObject) -> None:
        super().__init__(parent)
        self._pages = pages
        self._wanted: list[tuple[int, float]] = []
        self._on_the_way: set[tuple[int, float]] = set()
        self._stopped = False
        self._woken = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="paper", daemon=True)
        self._thread.start()

    def want(self, wanted: list[tuple[int, float]]) -> None:
        """Replaces what is still to be drawn."""
        with self._woken:
            self._wanted = [each for each in wanted if each not in self._on_the_way]
            self._woken.notify()

    def taken(self, page: int, scale: float) -> None:
        """A drawn page has arrived; it may be wanted again later."""
        with self._woken:
            self._on_the_way.discard((page, scale))

    def stop(self) -> None:
        """Ends the thread; nothing is told afterwards."""
        with self._woken:
            self._stopped = True
            self._woken.notify()
        self._thread.join()
        self.deleteLater()

    def _work(self) -> None:
        while True:
            with self._woken:
                while not self._wanted and not self._stopped:
                    self._woken.wait()
                if self._stopped:
                    return
                page, scale = self._wanted.pop(0)
                self._on_the_way.add((page, scale))
            image = self._pages.picture(page, scale)
            if not self._stopped:
                self.drawn.emit(page, scale, image)
