"""The header of a list: a click sorts, Shift+click sorts further, the mark at the right of a label filters."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from ui.table_paint import shades

BUTTON = 20
GRIP = 4
PADDING = 8
SORT_MARK = 18


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
        mark = SORT_MARK if place else 0
        label = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        metrics = self.fontMetrics()
        text = metrics.elidedText(label, Qt.TextElideMode.ElideRight, inner.width() - mark)
        alignment = self.model().headerData(
            section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
        )
        room = inner.adjusted(0, 0, -mark, 0)
        painter.drawText(room, int(alignment), text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if place:
            self._paint_arrow(painter, room, metrics.horizontalAdvance(text), alignment, place)
        self._paint_button(painter, rect, filtered, section == self._over and self._over_button)
        painter.restore()

    def _paint_arrow(
        self, painter: QPainter, room: QRect, width: int, alignment: Qt.AlignmentFlag, place: tuple[int, bool]
    ) -> None:
        number, descending = place
        if alignment & Qt.AlignmentFlag.AlignRight:
            end = room.right()
        elif alignment & Qt.AlignmentFlag.AlignHCenter:
            end = room.center().x() + width // 2
        else:
            end = room.left() + width
        middle = QPointF(end + 8, room.center().y() + 0.5)
        tip = 3.0 if descending else -3.0
        painter.setPen(QPen(shades["focus"], 1.6))
        painter.drawPolyline(
            QPolygonF(
                [
                    middle + QPointF(-3.5, -tip / 2),
                    middle + QPointF(0, tip / 2),
                    middle + QPointF(3.5, -tip / 2),
                ]
            )
        )
        if len(self._sorted) > 1:
            font = painter.font()
            font.setPointSizeF(font.pointSizeF() * 0.72)
            painter.setFont(font)
            painter.drawText(QRect(end + 12, room.top() + 2, 12, room.height() // 2), 0, str(number))

    def _paint_button(self, painter: QPainter, rect: QRect, filtered: bool, over: bool) -> None:
        centre = QPointF(rect.right() - GRIP - BUTTON / 2 + 1, rect.center().y() + 0.5)
        if over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shades["pressed"])
            painter.drawRoundedRect(QRect(int(centre.x()) - 9, int(centre.y()) - 10, 19, 20), 4, 4)
        if filtered:  # a funnel
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shades["focus"])
            points = [(-5, -5), (5, -5), (1.2, 0.5), (1.2, 5), (-1.2, 4), (-1.2, 0.5)]
            painter.drawPolygon(QPolygonF([centre + QPointF(x, y) for x, y in points]))
        else:
            painter.setPen(QPen(shades["text" if over else "text_disabled"], 1.3))
            painter.drawPolyline(
                QPolygonF([centre + QPointF(x, y) for x, y in [(-3.2, -1.5), (0, 1.7), (3.2, -1.5)]])
            )

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
