"""The line under a list that adds up its number columns, each sum standing under its column."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.table_paint import PADDING, shades
from ui.table_view import TableView

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)


class TotalsLine(QWidget):
    """Follows the view's columns as they are moved, resized and scrolled; hidden while there is no sum."""

    def __init__(self, view: TableView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._totals: dict[int, str] = {}
        self.setFixedHeight(theme.ROW_HEIGHT - 2)
        self.setAccessibleName("合计")
        header = view.horizontalHeader()
        header.sectionResized.connect(self._follow)
        header.sectionMoved.connect(self._follow)
        header.geometriesChanged.connect(self._follow)
        view.horizontalScrollBar().valueChanged.connect(self._follow)
        self.hide()

    def set_totals(self, totals: Mapping[int, str]) -> None:
        """Show these sums: column → the number as it is written."""
        self._totals = dict(totals)
        labels = {
            column: str(self._view.model().headerData(column, Qt.Orientation.Horizontal)) for column in totals
        }
        self.setAccessibleDescription("；".join(f"{labels[column]}{text}" for column, text in totals.items()))
        self.setVisible(bool(totals))
        self.update()

    def text(self, column: int) -> str:
        """The sum shown under a column, '' when there is none."""
        return self._totals.get(column, "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line above, the word at the left, the sums under their columns."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), shades["stripe"])
        painter.setPen(shades["line"])
        painter.drawLine(0, 0, self.width(), 0)
        painter.setFont(theme.font(bold=True))
        painter.setPen(shades["text"])
        header, numbers = self._view.horizontalHeader(), self._view.verticalHeader().width()
        frozen = self._view.frozen_width()
        for column, text in self._totals.items():
            if header.isSectionHidden(column):
                continue
            left = header.sectionViewportPosition(column)
            place = QRect(numbers + left, 0, header.sectionSize(column), self.height())
            if self._view.is_frozen(column):
                place.moveLeft(numbers + self._view.frozen_left(column))
            elif place.left() < numbers + frozen:
                continue
            painter.drawText(place.adjusted(PADDING, 0, -PADDING, 0), _RIGHT, text)
        room = QRect(0, 0, max(numbers, 44), self.height())
        painter.fillRect(room.adjusted(0, 1, 0, 0), shades["stripe"])
        painter.setPen(shades["text_muted"])
        painter.drawText(room, _MIDDLE, "合计")

    def _follow(self) -> None:
        self.update()
