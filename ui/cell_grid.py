"""A grid typed into as in Excel, cell by cell and straight into the records: the base of the scoring sheets."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from ui import theme
from ui.table_copy import as_text
from ui.table_paste import cells_of

Index = QModelIndex | QPersistentModelIndex


class CellModel(QAbstractTableModel):
    """A table whose cells take texts; each kind of sheet says which and what they mean."""

    refused = Signal(str)  # why what was typed is not taken

    def editable(self, row: int, column: int) -> bool:
        """Whether a cell can be typed in."""
        raise NotImplementedError

    def takes(self, row: int) -> bool:
        """Whether a row is a line that is typed in; others are passed over when lines are pasted."""
        return True

    def problem(self, row: int, column: int, text: str) -> str | None:
        """Why a text cannot be taken in a cell; None when it can."""
        raise NotImplementedError

    def write(self, cells: list[tuple[int, int, str]]) -> bool:
        """Take texts into cells (row, column, text) as one action: all of them, or refused() tells why none."""
        raise NotImplementedError

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if self.editable(index.row(), index.column()) else usual

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.editable(index.row(), index.column()):
            return False
        return self.write([(index.row(), index.column(), str(value or ""))])


class _Cell(QStyledItemDelegate):
    """Does not let go of a cell while what is typed in it cannot be taken."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Any) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        editor.setProperty("cell", QPersistentModelIndex(index))
        return editor

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter and Tab stay in a cell whose text is refused, with the reason beside it."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if (
            isinstance(editor, QLineEdit)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            index = editor.property("cell")
            if event.key() in keys and index.isValid():
                problem = index.model().problem(index.row(), index.column(), editor.text())
                if problem:
                    theme.mark(editor, invalid=True)
                    QToolTip.showText(editor.mapToGlobal(QPoint(0, editor.height())), problem, editor)
                    return True
        return super().eventFilter(editor, event)


class CellGrid(QTableView):
    """Enter goes down to the next line, typing replaces, Delete clears, Ctrl+C and Ctrl+V as in Excel."""

    def __init__(self, model: CellModel, name: str) -> None:
        super().__init__()
        self.cells = model
        self.setModel(model)
        self.setItemDelegate(_Cell(self))
        self.setAccessibleName(name)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(True)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)

    def is_busy(self) -> bool:
        """Whether a cell is being typed in."""
        return self.state() == QAbstractItemView.State.EditingState

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete:
            self._put("")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.is_busy():
            self._down()
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        """After Enter the next line's cell is current, as in Excel."""
        super().closeEditor(editor, hint)
        if hint == QStyledItemDelegate.EndEditHint.SubmitModelCache:
            self._down()

    def _down(self) -> None:
        index = self.currentIndex()
        for row in range(index.row() + 1, self.cells.rowCount()):
            if self.cells.editable(row, index.column()):
                self.setCurrentIndex(self.cells.index(row, index.column()))
                return

    def copy(self) -> None:
        """Put the chosen cells on the clipboard as lines of cells."""
        chosen = sorted((index.row(), index.column()) for index in self.selectedIndexes())
        lines: dict[int, list[str]] = {}
        for row, column in chosen:
            lines.setdefault(row, []).append(str(self.cells.index(row, column).data() or ""))
        if lines:
            QGuiApplication.clipboard().setText(as_text(list(lines.values())))

    def paste(self) -> None:
        """Take lines of cells from the clipboard, downwards from the current cell, other rows left out."""
        index = self.currentIndex()
        if not index.isValid():
            return
        lines = cells_of(QGuiApplication.clipboard().text())
        rows = [row for row in range(index.row(), self.cells.rowCount()) if self.cells.takes(row)]
        wanted = []
        for row, line in zip(rows, lines, strict=False):
            for column, text in enumerate(line, index.column()):
                if column < self.cells.columnCount() and self.cells.editable(row, column):
                    wanted.append((row, column, text))
        if wanted:
            self.cells.write(wanted)

    def _put(self, text: str) -> None:
        cells = [
            (index.row(), index.column(), text)
            for index in self.selectedIndexes()
            if self.cells.editable(index.row(), index.column())
        ]
        if cells:
            self.cells.write(cells)
