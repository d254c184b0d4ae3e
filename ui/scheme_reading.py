"""A table that is only read: texts broken into lines, rows as high as they need, some columns sharing what room is left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QRect, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui import theme

_PADDING = 20  # left and right of a text, with the line between columns
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)


class ReadingTable(QTableView):
    """`widths` are in digits' widths; 0 for a column that shares the room that is left."""

    def __init__(
        self, model: QAbstractItemModel, widths: Sequence[int], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.mark(self, role="read")
        self.setModel(model)
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        unit = self.fontMetrics().horizontalAdvance("0")
        for column, width in enumerate(widths):
            if width:
                header.resizeSection(column, width * unit + _PADDING)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fit)
        header.sectionResized.connect(self._soon.start)
        model.modelReset.connect(self._soon.start)

    def fit(self) -> None:
        """Give every row the height of its texts."""
        metrics, model = self.fontMetrics(), self.model()
        for row in range(model.rowCount()):
            height = theme.ROW_HEIGHT
            for column in range(model.columnCount()):
                room = QRect(0, 0, max(self.columnWidth(column) - _PADDING, 20), 10_000)
                text = str(model.index(row, column).data() or "")
                height = max(height, metrics.boundingRect(room, _WRAPPED, text).height() + 12)
            if height != self.rowHeight(row):
                self.setRowHeight(row, height)
