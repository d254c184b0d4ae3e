"""The header of a list: a click sorts, Shift+click sorts further, the mark at the right of a label filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from ui import theme
from ui.table_paint import shades

BUTTON = 20
GRIP = 4
PADDING = 8
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)
_CHEVRON = ((-3.2, -1.5), (0.0, 1.7), (3.2, -1.5))
_FUNNEL = ((-5.0, -5.0), (5.0, -5.0), (1.2, 0.5), (1.2, 5.0), (-1.2, 4.0), (-1.2, 0.5))


class TableHeader(QHeaderView):
    """Sections are logical columns; the marks are set from outside, the wishes are signals."""

    sort_wanted = Signal(int, bool)  # section, whether the columns sorted by so far stay
    filter_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sorted: dict[int, tuple[int, bool]] = {}
        self._filtered: frozenset[int] = frozenset()
        self._over: int | None = None
        self._over_button = False
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMouseTracking(True)
        self.setMinimumSectionSize(36)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionClicked.connect(self._clicked)

    def leave_selection(self) -> None:
        """A press on a label only sorts; to be called once the header stands over its view.

        Qt would choose the whole column, and with it every row: what is done next would be done to all of them.
        """
        self.sectionPressed.disconnect()
        self.sectionEntered.disconnect()

    def set_marks(self, sorted_sections: Mapping[int, tuple[int, bool]], filtered: frozenset[int]) -> None:
        """Show what the list is sorted by (section → place in the order from 1, descending) and filtered by."""
        self._sorted = dict(sorted_sections)
        self._filtered = filtered
        self.viewport().update()

    def take_marks(self, other: TableHeader) -> None:
        """Show the marks that another header shows."""
        self.set_marks(other._sorted, other._filtered)

    def button_rect(self, section: int) -> QRect:
        """Where the filter mark of a section is, in the viewport."""
        left = self.sectionViewportPosition(section) + self.sectionSize(section) - BUTTON - GRIP
        return QRect(left, 0, BUTTON, self.height())

    def sizeHint(self) -> QSize:
        """High enough for one line with air; Qt's own way asks the style for a hundred sections at every reset."""
        return QSize(0, self.fontMetrics().height() + 16)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Label, sort mark and filter mark on a plain ground."""
        if not rect.isValid():
            return
        painter.save()
        painter.fillRect(rect, shades["hover" if section == self._over else "stripe"])
        painter.setPen(shades["line"])
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight() + QPoint(0, 8), rect.bottomRight() - QPoint(0, 8))
        place = self._sorted.get(section)
        filtered = section in self._filtered
        inner = rect.adjusted(PADDING, 0, -BUTTON - GRIP, 0)
        painter.setFont(self.font())
        painter.setPen(shades["text" if place or filtered else "text_muted"])
        label = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        text = self.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, inner.width())
        alignment = self.model().headerData(
            section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
        )
        painter.drawText(inner, int(alignment), text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_button(painter, rect, place, filtered, section == self._over and self._over_button)
        painter.restore()

    def _paint_button(
        self, painter: QPainter, rect: QRect, place: tuple[int, bool] | None, filtered: bool, over: bool
    ) -> None:
        """As in Excel one mark says it all: a chevron, an arrow where sorted, a funnel where filtered."""
        centre = QPointF(rect.right() - GRIP - BUTTON / 2 + 1, rect.center().y() + 0.5)
        if over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shades["pressed"])
            painter.drawRoundedRect(QRect(int(centre.x()) - 10, int(centre.y()) - 11, 21, 22), 4, 4)
        if filtered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shades["focus"])
            painter.drawPolygon(_moved(_FUNNEL, centre - QPointF(4, 0) if place else centre))
        if place:
            number, descending = place
            middle = centre + QPointF(5 if filtered else 0, 0)
            painter.setPen(QPen(shades["focus"], 1.6))
            tip = 4.5 if descending else -4.5
            painter.drawLine(middle - QPointF(0, 4.5), middle + QPointF(0, 4.5))
            painter.drawPolyline(
                QPolygonF([middle + QPointF(x, y) for x, y in [(-3.5, tip / 4), (0, tip), (3.5, tip / 4)]])
            )
            if len(self._sorted) > 1:
                painter.setFont(theme.font(0.72))
                painter.drawText(
                    QRect(int(middle.x()) + 4, int(middle.y()) - 12, 10, 12), _MIDDLE, str(number)
                )
        elif not filtered:
            painter.setPen(QPen(shades["text" if over else "text_disabled"], 1.3))
            painter.drawPolyline(_moved(_CHEVRON, centre))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The filter mark opens the filter; everything else is a press on the section."""
        section = self._section_with_button(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and section is not None:
            self.filter_wanted.emit(section)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer, so that the section under it can be told from the others."""
        point = event.position().toPoint()
        self._hover(self.logicalIndexAt(point), self._section_with_button(point) is not None)
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        self._hover(None, False)
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say the whole label where it is cut off."""
        if event.type() == QEvent.Type.ToolTip:
            section = self.logicalIndexAt(event.pos())  # type: ignore[attr-defined]
            label = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
            self.setToolTip(f"{label}：单击排序，Shift+单击按多列排序，Alt+↓ 筛选")
        return super().viewportEvent(event)

    def _hover(self, section: int | None, button: bool) -> None:
        if (section, button) != (self._over, self._over_button):
            self._over, self._over_button = section, button
            self.viewport().update()

    def _section_with_button(self, point: QPoint) -> int | None:
        section = self.logicalIndexAt(point)
        return section if section >= 0 and self.button_rect(section).contains(point) else None

    def _clicked(self, section: int) -> None:
        additive = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.sort_wanted.emit(section, additive)


def _moved(points: Sequence[tuple[float, float]], centre: QPointF) -> QPolygonF:
    return QPolygonF([centre + QPointF(x, y) for x, y in points])
