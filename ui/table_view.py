"""The grid of a list with a spreadsheet's habits: cells chosen and copied, keys to jump, columns that stay in sight."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui import theme
from ui.frozen_columns import FrozenColumns
from ui.table_header import BUTTON, GRIP, TableHeader
from ui.table_model import TableModel
from ui.table_paint import PADDING, CellPainter, paint_hairlines, shades

MAX_KEPT = 5_000
WIDEST_LABEL = 132
FITTED_ROWS = 60

_Flag = QItemSelectionModel.SelectionFlag
_Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier


class RowNumbers(QHeaderView):
    """Row numbers at the left; a press on one takes the whole row."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(theme.ROW_HEIGHT)
        self.setMinimumSectionSize(theme.ROW_HEIGHT)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One number."""
        painter.fillRect(rect, shades["stripe"])
        painter.setPen(shades["line"])
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setPen(shades["text_faint"])
        painter.drawText(
            rect.adjusted(4, 0, -6, 0),
            int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
            str(section + 1),
        )

    def fit(self, rows: int) -> None:
        """Make room for the highest number."""
        width = max(40, self.fontMetrics().horizontalAdvance("8" * len(str(rows))) + 16)
        if width != self.minimumWidth():
            self.setFixedWidth(width)

    def sizeHint(self) -> QSize:
        """The width that fit() has set; Qt's own way asks the style for a hundred rows at every reset."""
        return QSize(self.minimumWidth(), 0)


class TableView(QTableView):
    """Signals say what the person wants; nothing is written here."""

    open_wanted = Signal(int)  # row
    delete_wanted = Signal()
    filter_wanted = Signal(int)  # column
    menu_wanted = Signal(QPoint)
    typed = Signal(str)
    resized = Signal()
    picked = Signal()  # another selection or current cell

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table_model = model
        self.frozen = FrozenColumns(self)
        self.header = TableHeader(self)
        self.numbers = RowNumbers(self)
        self.setHorizontalHeader(self.header)
        self.setVerticalHeader(self.numbers)
        self.header.leave_selection()
        self.painter = CellPainter(model)
        self.setItemDelegate(self.painter)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(theme.ROW_HEIGHT)
        self._width = 0
        self._kept: tuple[list[tuple[set[int], int, int]], int | None, int, int] | None = None
        self.setModel(model)
        model.about_to_rearrange.connect(self._keep)
        model.rearranged.connect(self._restore)
        self.numbers.fit(len(model.rows.ids))
        self.selectionModel().selectionChanged.connect(self._picked)
        self.selectionModel().currentChanged.connect(self._moved)
        self.doubleClicked.connect(lambda index: self.open_wanted.emit(index.row()))
        self.header.filter_wanted.connect(self.filter_wanted)

    # -- columns --------------------------------------------------------------------------------------

    def usual_width(self, column: int) -> int:
        """How wide a column is before anyone changes it: by its field, its label and what stands in the first rows."""
        field, metrics = self.table_model.fields[column], self.fontMetrics()
        declared = field.width * metrics.horizontalAdvance("0")
        first = range(min(self.table_model.rowCount(), FITTED_ROWS))
        longest = max((self.table_model.text(row, column) for row in first), key=len, default="")
        # A masked value is shorter than the whole one that will be revealed.
        content = declared if field.sensitive else metrics.horizontalAdvance(longest.partition("\n")[0])
        label = self.header.fontMetrics().horizontalAdvance(field.label) + BUTTON + GRIP
        widest = max(min(content, round(declared * 1.5)), round(declared * 0.6), min(label, WIDEST_LABEL))
        return widest + 2 * PADDING + 4

    def shown_columns(self) -> list[int]:
        """The columns on screen from left to right."""
        order = (self.header.logicalIndex(at) for at in range(self.header.count()))
        return [column for column in order if not self.header.isSectionHidden(column)]

    def is_frozen(self, column: int) -> bool:
        """Whether the column stays in sight when the others scroll."""
        return column in self.frozen.columns()

    def frozen_width(self) -> int:
        """How much of the left is taken by columns that stay in sight."""
        return sum(self.header.sectionSize(column) for column in self.frozen.columns())

    def frozen_left(self, column: int) -> int:
        """Where a column that stays in sight begins."""
        columns = self.frozen.columns()
        return sum(self.header.sectionSize(one) for one in columns[: columns.index(column)])

    # -- selection ------------------------------------------------------------------------------------

    def chosen_rows(self) -> list[int]:
        """The rows in which a cell is chosen, from top to bottom."""
        rows: set[int] = set()
        for part in self.selectionModel().selection():
            rows.update(range(part.top(), part.bottom() + 1))
        return sorted(rows)

    def choose_ids(self, ids: Iterable[int], current: int | None = None) -> None:
        """Choose the rows of these records; the current one is scrolled to."""
        wanted = set(ids)
        found = [row for row, one in enumerate(self.table_model.ids()) if one in wanted] if wanted else []
        last = self.table_model.columnCount() - 1
        self.selectionModel().select(self._blocks(found, 0, last), _Flag.ClearAndSelect)
        row = self.table_model.row_of(current) if current is not None else found[0] if found else None
        if row is not None:
            columns = self.shown_columns()
            column = (
                self.currentIndex().column()
                if self.currentIndex().isValid()
                else columns[0]
                if columns
                else 0
            )
            index = self.table_model.index(row, column)
            self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
            self.scrollTo(index)

    def _blocks(self, rows: Iterable[int], left: int, right: int) -> QItemSelection:
        """Some rows between two columns as a selection; rows that follow each other are one block."""
        model, chosen = self.table_model, QItemSelection()
        for _, run in groupby(enumerate(rows), lambda pair: pair[1] - pair[0]):
            block = [row for _, row in run]
            chosen.select(model.index(block[0], left), model.index(block[-1], right))
        return chosen

    def _keep(self) -> None:
        """Note by id what is chosen, before the rows are arranged anew."""
        model, current = self.table_model, self.currentIndex()
        parts: list[tuple[set[int], int, int]] = []
        if len(self.chosen_rows()) <= MAX_KEPT:
            for part in self.selectionModel().selection():
                ids = {model.id_at(row) for row in range(part.top(), part.bottom() + 1)}
                parts.append((ids, part.left(), part.right()))
        current_id = model.id_at(current.row()) if current.isValid() else None
        self._kept = (parts, current_id, current.column(), self.verticalScrollBar().value())

    def _restore(self) -> None:
        """Choose the same cells of the same records again, as far as they are still listed."""
        # for all rows, not those found: another width with every key stroke would paint everything twice
        self.numbers.fit(len(self.table_model.rows.ids))
        # now, not in the middle of the next paint event, which would be followed by a second one
        self.executeDelayedItemsLayout()
        if self._kept is None:
            return
        parts, current_id, column, scrolled = self._kept
        self._kept = None
        alone = len(parts) == 1 and parts[0][0] == {current_id} and parts[0][1] == parts[0][2]
        if parts and not alone:
            listed = self.table_model.ids()
            for ids, left, right in parts:
                rows = (row for row, one in enumerate(listed) if one in ids)
                self.selectionModel().select(self._blocks(rows, left, right), _Flag.Select)
        row = self.table_model.row_of(current_id) if current_id is not None else None
        if row is not None:
            index = self.table_model.index(row, column)
            self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect if alone else _Flag.NoUpdate)
        self.verticalScrollBar().setValue(scrolled)
        if row is not None:
            self.scrollTo(self.table_model.index(row, column))
        self._moved(self.currentIndex(), QModelIndex())

    def _picked(self) -> None:
        self.picked.emit()

    def _moved(self, current: QModelIndex, previous: QModelIndex) -> None:
        self.painter.current_row = current.row()
        self.viewport().update()
        self.picked.emit()

    # -- keys -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What Excel does with these keys; letters go to the search box."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        current = self.currentIndex()
        if key in (_Key.Key_Return, _Key.Key_Enter, _Key.Key_F2) and not modifiers:
            if current.isValid():
                self.open_wanted.emit(current.row())
        elif key == _Key.Key_Delete and not modifiers:
            self.delete_wanted.emit()
        elif key == _Key.Key_Down and modifiers == _ALT:
            if current.isValid():
                self.filter_wanted.emit(current.column())
        elif key == _Key.Key_Space and modifiers in (_SHIFT, _CTRL):
            self._choose_line(row=modifiers == _SHIFT)
        elif key in (_Key.Key_Up, _Key.Key_Down, _Key.Key_Left, _Key.Key_Right) and modifiers & _CTRL:
            self._jump(_Key(key), bool(modifiers & _SHIFT))
        elif event.text().isprintable() and event.text().strip() and not modifiers & (_CTRL | _ALT):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu, for the cell under the pointer or, by key, for the current one."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_wanted.emit(
                self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
            )
        else:
            index = self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
            if index.isValid() and not self.selectionModel().isSelected(index):
                self.setCurrentIndex(index)
            self.menu_wanted.emit(event.globalPos())
        event.accept()

    def keyboardSearch(self, search: str) -> None:
        """Qt would walk through every row of the list: letters go to the search box instead."""

    def scrollTo(
        self,
        index: QModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into sight, out from under the columns that stay."""
        if self.is_frozen(index.column()):
            column = next(
                (one for one in self.shown_columns() if self.columnViewportPosition(one) >= 0), index.column()
            )
            index = index.siblingAtColumn(column)
        super().scrollTo(index, hint)
        covered = self.frozen_width() - self.columnViewportPosition(index.column())
        if covered > 0 and not self.is_frozen(index.column()):
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - covered)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cells first, then the lines between the rows."""
        super().paintEvent(event)
        paint_hairlines(self, event)

    def resizeEvent(self, event: QEvent) -> None:
        """The columns that stay follow the size of the grid."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.frozen.place()
        if self.viewport().width() != self._width:
            self._width = self.viewport().width()
            self.resized.emit()

    def _choose_line(self, row: bool) -> None:
        current = self.currentIndex()
        if not current.isValid():
            return
        model = self.table_model
        if row:
            part = QItemSelection(
                model.index(current.row(), 0), model.index(current.row(), model.columnCount() - 1)
            )
        else:
            part = QItemSelection(
                model.index(0, current.column()), model.index(model.rowCount() - 1, current.column())
            )
        self.selectionModel().select(part, _Flag.ClearAndSelect)

    def _jump(self, key: Qt.Key, extend: bool) -> None:
        current, columns = self.currentIndex(), self.shown_columns()
        if not current.isValid() or not columns:
            return
        row, column = current.row(), current.column()
        if key == _Key.Key_Up:
            row = 0
        elif key == _Key.Key_Down:
            row = self.table_model.rowCount() - 1
        else:
            column = columns[0] if key == _Key.Key_Left else columns[-1]
        index = self.table_model.index(row, column)
        if extend:
            part = QItemSelection(current, index)
            self.selectionModel().select(part, _Flag.Select)
            self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        else:
            self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect)
        self.scrollTo(index)
