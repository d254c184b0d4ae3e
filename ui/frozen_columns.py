"""Columns that stay in sight while the others scroll: a second view over the left edge of the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from ui.table_header import TableHeader
from ui.table_paint import paint_hairlines

if TYPE_CHECKING:
    from ui.table_view import TableView


class _Over(QTableView):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_hairlines(self, event)


class FrozenColumns(QObject):
    """The first `count` columns on screen of a view, shown again over its left edge; nothing while count is 0."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view = view
        self.count = 0
        self._over: QTableView | None = None

    def columns(self) -> list[int]:
        """The columns that stay, from left to right."""
        return self._view.shown_columns()[: self.count] if self.count else []

    def set_count(self, count: int) -> None:
        """Let the first `count` columns stay; 0 lets all scroll."""
        self.count = count
        if count and self._over is None:
            self._over = self._make()
        self.refresh()

    def refresh(self) -> None:
        """Take over order, widths and marks of the view's columns after they have changed."""
        over = self._over
        if over is None:
            return
        header, own = self._view.header, over.horizontalHeader()
        assert isinstance(own, TableHeader)
        frozen = set(self.columns())
        own.blockSignals(True)
        for at in range(header.count()):
            column = header.logicalIndex(at)
            own.moveSection(own.visualIndex(column), at)
            own.setSectionHidden(column, column not in frozen)
            if column in frozen:
                own.resizeSection(column, header.sectionSize(column))
        own.blockSignals(False)
        own.take_marks(header)
        self.place()

    def place(self) -> None:
        """Put the second view over the left edge of the first."""
        over, view = self._over, self._view
        if over is None:
            return
        over.setVisible(bool(self.count))
        if not self.count:
            return
        corner = QPoint(view.numbers.width() + view.frameWidth(), view.frameWidth())
        over.setGeometry(
            corner.x(), corner.y(), view.frozen_width() + 1, view.viewport().height() + view.header.height()
        )
        over.horizontalHeader().setFixedHeight(view.header.height())
        over.verticalScrollBar().setValue(view.verticalScrollBar().value())
        over.raise_()

    def _make(self) -> QTableView:
        view = self._view
        over = _Over(view)
        header = TableHeader(over)
        over.setHorizontalHeader(header)
        header.leave_selection()
        over.verticalHeader().hide()
        over.verticalHeader().setDefaultSectionSize(view.numbers.defaultSectionSize())
        over.setModel(view.table_model)
        over.setSelectionModel(view.selectionModel())
        over.setItemDelegate(view.painter)
        over.setFrameShape(QFrame.Shape.NoFrame)
        over.setObjectName("frozen")
        over.setProperty("role", "frozen")
        over.setShowGrid(False)
        over.setWordWrap(False)
        over.setFocusProxy(view)
        over.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        over.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        over.setSelectionMode(view.selectionMode())
        over.setSelectionBehavior(view.selectionBehavior())
        over.setVerticalScrollMode(view.verticalScrollMode())
        over.setHorizontalScrollMode(view.horizontalScrollMode())
        over.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        over.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.verticalScrollBar().valueChanged.connect(over.verticalScrollBar().setValue)
        over.verticalScrollBar().valueChanged.connect(view.verticalScrollBar().setValue)
        header.setSectionsMovable(False)
        header.sort_wanted.connect(view.header.sort_wanted)
        header.filter_wanted.connect(view.filter_wanted)
        header.sectionResized.connect(lambda column, _old, new: view.header.resizeSection(column, new))
        view.header.sectionResized.connect(self.refresh)
        view.header.sectionMoved.connect(self.refresh)
        view.header.geometriesChanged.connect(self.place)
        over.doubleClicked.connect(lambda index: view.open_wanted.emit(index.row()))
        over.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        over.customContextMenuRequested.connect(
            lambda point: view.menu_wanted.emit(over.viewport().mapToGlobal(point))
        )
        return over
