"""A table of whole numbers that are typed with the keys of a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView, QWidget

from models.errors import FieldError
from models.fields import Integer
from ui import theme
from ui.table_paste import cells_of

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROW = theme.ROW_HEIGHT - 4


class NumberCells(QAbstractTableModel):
    """A table of whole numbers that are typed; texts that are none are refused with the reason."""

    refused = Signal(str)
    edited = Signal()

    def __init__(self, headings: Sequence[str], first: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headings = list(headings)
        self._first = first  # columns before it are texts
        self.texts: list[list[str]] = []
        self.numbers: list[list[int | None]] = []
        self.locked: set[tuple[int, int]] = set()  # row, column: said by the ballots
        self._read = Integer("票数")

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.texts)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if self.editable(index.row(), index.column()) else usual

    def editable(self, row: int, column: int) -> bool:
        """Whether a number is typed here."""
        place = column - self._first
        return 0 <= place < len(self.numbers[row]) and (row, column) not in self.locked

    def number(self, row: int, column: int) -> int | None:
        """The number in a cell."""
        place = column - self._first
        return self.numbers[row][place] if 0 <= place < len(self.numbers[row]) else self.reckoned(row)

    def reckoned(self, row: int) -> int | None:
        """What stands behind the typed numbers of a row; None for nothing."""
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            if column < self._first:
                return self.texts[row][column]
            number = self.number(row, column)
            return "" if number is None else str(number)
        if role == Qt.ItemDataRole.TextAlignmentRole and column >= self._first:
            return int(Qt.AlignmentFlag.AlignCenter)
        if (
            role == Qt.ItemDataRole.ForegroundRole
            and not self.editable(row, column)
            and column >= self._first
        ):
            return theme.colour("text_muted")
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        return self.write(index.row(), index.column(), [[str(value or "")]])

    def write(self, row: int, column: int, cells: Sequence[Sequence[str]]) -> bool:
        """Take texts into the cells from one on; none of them when one cannot be read."""
        wanted: list[tuple[int, int, int | None]] = []
        for down, line in enumerate(cells):
            for across, text in enumerate(line):
                at = (row + down, column + across)
                if at[0] < self.rowCount() and at[1] < self.columnCount() and self.editable(*at):
                    try:
                        wanted.append((*at, self._read.read(text).value))
                    except FieldError as error:
                        self.refused.emit(str(error))
                        return False
        for at_row, at_column, number in wanted:
            self.numbers[at_row][at_column - self._first] = number
        if wanted:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            self.edited.emit()
        return bool(wanted)


class NumberGrid(QTableView):
    """Typing replaces, Enter goes to the next cell that is typed, Delete clears, Ctrl+V pastes from Excel."""

    def __init__(self, model: NumberCells, name: str) -> None:
        super().__init__()
        self.cells = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setProperty("role", "framed")
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a spreadsheet."""
        at = self.currentIndex()
        if self.state() == QAbstractItemView.State.EditingState:
            return  # the cell's own Enter, on its way up
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go_on()
        elif event.matches(QKeySequence.StandardKey.Paste) and at.isValid():
            self.cells.write(at.row(), at.column(), cells_of(QGuiApplication.clipboard().text()))
        elif event.key() == Qt.Key.Key_Delete and at.isValid():
            self.cells.write(at.row(), at.column(), [[""]])
        else:
            super().keyPressEvent(event)

    def go_on(self) -> None:
        """To the next cell in which a number is typed; out of the table after the last."""
        at = self.currentIndex()
        row, column = (at.row(), at.column() + 1) if at.isValid() else (0, 0)
        while row < self.cells.rowCount():
            while column < self.cells.columnCount():
                if self.cells.editable(row, column):
                    self.setCurrentIndex(self.cells.index(row, column))
                    return
                column += 1
            row, column = row + 1, 0
        self.focusNextChild()

    def closeEditor(self, editor: QWidget, hint: object) -> None:
        """Enter took the text: go on."""
        entered = isinstance(editor, QLineEdit) and hint == self.itemDelegate().EndEditHint.SubmitModelCache
        super().closeEditor(editor, self.itemDelegate().EndEditHint.NoHint if entered else hint)  # type: ignore[arg-type]
        if entered:
            self.go_on()

    def fit_height(self) -> None:
        """As high as all rows."""
        rows = _ROW * self.cells.rowCount()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows + 2 * self.frameWidth() + 2)
