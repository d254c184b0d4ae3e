"""The editors of a form inside the cells of a table: Enter and Tab take what is typed and go on, Esc gives it up."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from models.errors import FieldError
from models.fields import Choice, Flag, Kind, Reading
from ui.editor_pick import ChoiceEditor, PickEditor
from ui.editors import Editor, LineEditor, LongTextEditor
from ui.floating import Floating
from ui.make_editor import make_editor
from ui.owned_lines_model import LineModel

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAB = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_BREAKS = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


class CellEditors(QStyledItemDelegate):
    """Opens the editor of a cell's field. `gone_on` tells after which key a cell was left: 1 forth, -1 back.

    `needs` says how high a row has to be for the long text that is being written in it; 0 once that is done.
    """

    needs = Signal(int, int)  # row, height
    gone_on = Signal(int)

    def __init__(self, model: LineModel, year: int) -> None:
        super().__init__(model)
        self._model, self._year = model, year
        self.editor: Editor | None = None
        self.place = QPersistentModelIndex()

    # -- what Qt asks ---------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = self._model.fields[index.column()]
        assert isinstance(field, Kind)
        editor = _editor_for(field)
        editor.setParent(parent)
        editor.setAutoFillBackground(True)
        editor.year = self._year
        editor.setAccessibleName(field.label)
        self.editor, self.place = editor, QPersistentModelIndex(index)
        _input(editor).installEventFilter(self)
        editor.left.connect(self._left)
        if isinstance(editor, LongTextEditor):
            editor.box.textChanged.connect(lambda: self._make_room(editor))
            # Once it has its width.
            QTimer.singleShot(0, editor, lambda: self._make_room(editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Called again whenever the model tells of a change: what is being typed stays."""
        if not isinstance(editor, Editor) or editor.property("filled"):
            return
        editor.setProperty("filled", True)
        field = self._model.fields[index.column()]
        line = self._model.line(index.row())
        if field.name in line.bad:
            _set_text(editor, line.bad[field.name][0])
        else:
            editor.set_value(line.record.value(field.name))

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        """Hand over what is typed, also when it cannot be read."""
        if not isinstance(editor, Editor) or not index.isValid():
            return
        text = _text(editor)
        reading: Reading | None
        try:
            reading = editor.reading()
        except FieldError:
            reading = None
        field, line = self._model.fields[index.column()], self._model.line(index.row())
        untouched = reading is not None and reading.value == line.record.value(field.name)
        if untouched and field.name not in line.bad:
            return
        self._model.take(index.row(), index.column(), text, reading)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        room = QRect(option.rect)
        editor.setGeometry(room.adjusted(0, 0, -1, -1))

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self.editor:
            self.editor = None
        super().destroyEditor(editor, index)
        if isinstance(editor, LongTextEditor):
            self.needs.emit(index.row(), 0)

    # -- keys -----------------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Take what is being typed, as leaving the cell does."""
        editor = self.editor
        if editor is None:
            return
        self.editor = None
        editor.blockSignals(True)
        if isinstance(editor, LineEditor):
            editor.leave()
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the input inside the cell's editor; those that its list of suggestions needs go there."""
        editor = self.editor
        if editor is None or watched is not _input(editor):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()  # the cell's, not the dialog's
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if getattr(watched, "composing", False):
            return False
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        offered = isinstance(editor, PickEditor) and editor.list.isVisible()
        if key == Qt.Key.Key_Escape:
            if offered:
                return False
            self.editor = None
            editor.blockSignals(True)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            return True
        if key in _ENTER and isinstance(editor, LongTextEditor) and held & _BREAKS:
            editor.box.insertPlainText("\n")
            return True
        if key in _ENTER and not held:
            marked = editor.list.marked() if isinstance(editor, PickEditor) else None
            if isinstance(editor, PickEditor) and marked is not None:
                editor.take(marked)
            self._go_on(1)
            return True
        if key in _TAB:
            # A suggestion that was walked to with the arrows is taken by the editor itself.
            if isinstance(editor, PickEditor):
                editor.eventFilter(editor.line, event)
            self._go_on(-1 if key == Qt.Key.Key_Backtab else 1)
            return True
        return False

    def _make_room(self, editor: Editor) -> None:
        if editor is self.editor and self.place.isValid():
            self.needs.emit(self.place.row(), editor.sizeHint().height() + 2)

    def _go_on(self, by: int) -> None:
        self.commit()
        self.gone_on.emit(by)

    def _left(self) -> None:
        editor = self.editor
        if editor is None:
            return
        # The keyboard is still on its way: into a calendar that belongs to the cell, or really elsewhere.
        QTimer.singleShot(0, editor, lambda: self._close_when_left(editor))

    def _close_when_left(self, editor: Editor) -> None:
        now = QApplication.focusWidget()
        while now is not None and now is not editor and not isinstance(now, Floating):
            now = now.parentWidget()
        if now is None and editor is self.editor:
            self.commit()


def _editor_for(field: Kind) -> Editor:
    if isinstance(field, Choice):
        editor: Editor = ChoiceEditor(field)
    elif isinstance(field, Flag) or field.sensitive:
        editor = LineEditor(field)
    else:
        editor = make_editor(field)
    layout = editor.layout()
    if isinstance(editor, LineEditor):
        editor.line.setMaximumWidth(16_777_215)
        editor.line.setPlaceholderText("")
        if isinstance(layout, QHBoxLayout):
            layout.setSpacing(0)
            while layout.count() > 1:  # units and stretches have no room in a cell
                item = layout.takeAt(1)
                if item is not None and (widget := item.widget()) is not None:
                    widget.hide()
    return editor


def _input(editor: Editor) -> QWidget:
    if isinstance(editor, LongTextEditor):
        return editor.box
    assert isinstance(editor, LineEditor)
    return editor.line


def _text(editor: Editor) -> str:
    if isinstance(editor, LongTextEditor):
        return editor.box.toPlainText()
    assert isinstance(editor, LineEditor)
    return editor.line.text()


def _set_text(editor: Editor, text: str) -> None:
    if isinstance(editor, LongTextEditor):
        editor.box.setPlainText(text)
    elif isinstance(editor, LineEditor):
        editor.line.setText(text)
