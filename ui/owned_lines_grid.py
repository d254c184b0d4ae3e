"""The grid in which the lines of a record are written: the keys of a spreadsheet, rows as high as their texts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QScrollArea, QSizePolicy, QTableView

from models.fields import Choice, Date, Described, Flag, Kind, Link, LongText, Reading, Text
from ui import theme
from ui.cell_editors import CellEditors
from ui.owned_lines_model import LineModel
from ui.table_copy import as_text
from ui.table_paste import cells_of

# A line of the grid shows so many lines of text at most; the rest is seen where it is written.
TEXT_LINES = 4
HIGHEST = 400
# Characters that a text's column is wide even where there is little room.
SHORTEST = 8
_PADDING = 18
_KEYS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
)
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class LineGrid(QTableView):
    """Enter and Tab go on and out at the last blank line; Insert or Ctrl+Plus, Ctrl+Del, Alt+↑↓, Ctrl+C and Ctrl+V."""

    removed = Signal(int)  # so many lines were taken out
    placed = Signal()  # the cursor is in another cell

    def __init__(self, model: LineModel, year: int) -> None:
        super().__init__()
        self.lines = model
        self.setModel(model)
        self.cells = CellEditors(model, year)
        self.setItemDelegate(self.cells)
        self.cells.gone_on.connect(self.go_on)
        self.cells.needs.connect(self._make_room)
        theme.mark(self, role="framed", cells="roomy")
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        side = self.verticalHeader()
        side.setHighlightSections(False)
        side.setDefaultSectionSize(theme.ROW_HEIGHT)
        side.setMinimumSectionSize(theme.ROW_HEIGHT)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        side.setFixedWidth(2 * _PADDING)
        self._fit_soon = QTimer(self, singleShot=True, interval=0)
        self._fit_soon.timeout.connect(self.fit)
        # After the rows have their heights.
        self._show_soon = QTimer(self, singleShot=True, interval=1)
        self._show_soon.timeout.connect(self._show_current)
        for told in (model.modelReset, model.dataChanged, model.rowsInserted, model.rowsRemoved):
            told.connect(self._fit_soon.start)
        self.fit()

    # -- keys -----------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Tab is ours before Qt gives the keyboard to the next widget."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.hasFocus()
        if pressed and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.go_on(-1 if event.key() == Qt.Key.Key_Backtab else 1)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a spreadsheet; what is none of them begins to write in the cell."""
        key, held = event.key(), event.modifiers() & _KEYS
        control, alt = held == Qt.KeyboardModifier.ControlModifier, held == Qt.KeyboardModifier.AltModifier
        plus = key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal) and held & Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif plus or (key == Qt.Key.Key_Insert and not held):
            self.add()
        elif key == Qt.Key.Key_Delete and control:
            self.remove()
        elif alt and key in _MOVES:
            self.move_line(_MOVES[Qt.Key(key)])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not held:
            self._clear()
        elif key in _ENTER and not held:
            self.go_on(1)
        elif key == Qt.Key.Key_Space and not held and self._turn():
            pass
        else:
            super().keyPressEvent(event)

    def go_on(self, by: int) -> None:
        """Go to the next cell (or the one before); out of the grid from the blank line and from the first cell."""
        index = self.currentIndex()
        columns = self.lines.columnCount()
        row, column = (index.row(), index.column() + by) if index.isValid() else (0, 0)
        if column < 0 or column >= columns:
            row, column = (row - 1, columns - 1) if column < 0 else (row + 1, 0)
        on_blank = by > 0 and index.isValid() and index.row() == self.lines.rowCount() - 1
        if on_blank or not 0 <= row < self.lines.rowCount():
            self.focusNextPrevChild(by > 0)
            return
        self.setFocus()
        self.setCurrentIndex(self.lines.index(row, column))

    # -- what can be done -----------------------------------------------------------------------------------

    def commit(self) -> None:
        """Take what is being typed."""
        self.cells.commit()

    def add(self) -> None:
        """Go to a blank line: a new one before the current where lines have an order."""
        self.commit()
        index = self.currentIndex()
        row = self.lines.insert(index.row() if index.isValid() else self.lines.rowCount() - 1)
        self.setFocus()
        self.setCurrentIndex(self.lines.index(row, 0))

    def remove(self) -> None:
        """Take out the chosen lines; saving the form deletes them."""
        self.commit()
        index = self.currentIndex()
        count = self.lines.remove([one.row() for one in self.selectedIndexes()] or [index.row()])
        if count:
            row = min(index.row(), self.lines.rowCount() - 1)
            self.setCurrentIndex(self.lines.index(row, max(index.column(), 0)))
            self.removed.emit(count)

    def move_line(self, by: int) -> None:
        """Move the current line up or down."""
        self.commit()
        index = self.currentIndex()
        if index.isValid():
            self.setCurrentIndex(self.lines.index(self.lines.move(index.row(), by), index.column()))

    def copy(self) -> None:
        """Put the chosen cells on the clipboard as lines of cells."""
        chosen = sorted((index.row(), index.column()) for index in self.selectedIndexes())
        rows: dict[int, list[str]] = {}
        for row, column in chosen:
            rows.setdefault(row, []).append(str(self.lines.index(row, column).data() or ""))
        if rows:
            QGuiApplication.clipboard().setText(as_text(list(rows.values())))

    def paste(self) -> None:
        """Take lines of cells from the clipboard, from the current cell on; new lines are made as they are needed."""
        index = self.currentIndex()
        cells = cells_of(QGuiApplication.clipboard().text())
        if index.isValid() and cells:
            self.lines.write(index.row(), index.column(), cells)

    def _clear(self) -> None:
        for index in self.selectedIndexes():
            field = self.lines.fields[index.column()]
            if isinstance(field, Kind) and index.row() < self.lines.rowCount() - 1:
                self.lines.take(index.row(), index.column(), "", Reading(None))

    def _turn(self) -> bool:
        """Turn yes to no in a cell of that kind."""
        index = self.currentIndex()
        field = self.lines.fields[index.column()] if index.isValid() else None
        if not isinstance(field, Flag):
            return False
        value = self.lines.line(index.row()).record.value(field.name)
        turned = not value if field.required else {None: True, True: False, False: None}[value]
        self.lines.take(index.row(), index.column(), "", Reading(turned))
        return True

    # -- looks ----------------------------------------------------------------------------------------------

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus():
            self.lines.set_current(current.row())
            self._show_soon.start()
        self.placed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection():
            self.setCurrentIndex(self.currentIndex())
        self.lines.set_current(self.currentIndex().row())
        self._show_soon.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.cells.editor is None:
            self.lines.set_current(-1)

    def _show_current(self) -> None:
        """Scroll the form around the grid so that the current line is seen."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None and self.currentIndex().isValid():
            line = self.visualRect(self.currentIndex())
            place = self.viewport().mapTo(around.widget(), line.center())
            around.ensureVisible(place.x(), place.y(), 0, line.height() // 2 + theme.WIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def fit(self) -> None:
        """Columns as wide as their fields, the texts sharing what is left; rows as high as their texts need."""
        fields = self.lines.fields
        usual = [self._usual(at) for at in range(len(fields))]
        least = [
            min(width, max(self._header_width(at), self._unit() * SHORTEST) + _PADDING)
            if isinstance(fields[at], Text)
            else width
            for at, width in enumerate(usual)
        ]
        spare = self.viewport().width() - sum(usual)
        # What is too much is taken from the texts as far as they can give it, what is left over is theirs.
        texts = [at for at, field in enumerate(fields) if isinstance(field, Text)] or list(range(len(fields)))
        weights = {
            at: usual[at] - least[at]
            if spare < 0
            else fields[at].width * (2 if isinstance(fields[at], LongText) else 1)
            for at in texts
        }
        whole = sum(weights.values())
        shares = {at: spare * weight // whole if whole else 0 for at, weight in weights.items()}
        if spare > 0:
            shares[texts[0]] += spare - sum(shares.values())
        for at, width in enumerate(usual):
            self.setColumnWidth(at, max(width + shares.get(at, 0), least[at]))
        for row in range(self.lines.rowCount()):
            self._fit_row(row)
        self._fit_height()

    def _unit(self) -> int:
        return self.fontMetrics().horizontalAdvance("名")

    def _usual(self, column: int) -> int:
        field = self.lines.fields[column]
        wanted = field.width * self._unit() // 2 + _room_for_editor(field)
        return max(wanted, self._header_width(column)) + _PADDING

    def _header_width(self, column: int) -> int:
        return self.horizontalHeader().fontMetrics().horizontalAdvance(self.lines.fields[column].label) + 4

    def _fit_row(self, row: int) -> None:
        if self.cells.editor is not None and self.cells.place.row() == row:
            return
        # Not sizeHintForRow: it breaks lines as if cells had no padding.
        metrics, around = self.fontMetrics(), _PADDING // 2
        height = theme.ROW_HEIGHT
        for column in range(self.lines.columnCount()):
            text = str(self.lines.index(row, column).data() or "")
            if text:
                room = QRect(0, 0, self.columnWidth(column) - _PADDING, 10_000)
                height = max(height, metrics.boundingRect(room, _WRAPPED, text).height() + around)
        self.setRowHeight(row, min(height, TEXT_LINES * metrics.lineSpacing() + around))

    def _make_room(self, row: int, height: int) -> None:
        if height:
            self.setRowHeight(row, max(theme.ROW_HEIGHT, height))
        elif row < self.lines.rowCount():
            self._fit_row(row)
        self._fit_height()

    def _fit_height(self) -> None:
        inside = self.horizontalHeader().sizeHint().height() + self.verticalHeader().length()
        bar = self.horizontalScrollBar()
        height = (
            min(inside, HIGHEST) + 2 * self.frameWidth() + (bar.sizeHint().height() if bar.maximum() else 0)
        )
        if height != self.height():
            self.setFixedHeight(height)


def _room_for_editor(field: Described) -> int:
    """What the picture at the end of a cell's editor takes: the arrow of a list, a calendar."""
    return theme.WIDE if isinstance(field, Choice | Date | Link) else 0
