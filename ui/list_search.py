"""The search box above a list: from it ↓ goes into the list, Enter opens the first find, Esc takes the search away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui import theme
from ui.icons import icon
from ui.table_bar import NARROWEST

WIDEST = 340


class ListSearch(QLineEdit):
    """Keys that an input method needs while it composes are left to it."""

    list_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = False
        theme.mark(self, role="search")
        self.setPlaceholderText("查找，可用拼音首字母（Ctrl+F）")
        self.setAccessibleName(f"查找{what}")
        self.setClearButtonEnabled(True)
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.setMinimumWidth(NARROWEST)
        self.setMaximumWidth(WIDEST)

    def begin(self, text: str | None = None) -> None:
        """Take the keyboard, with a text to begin with or with the present one marked."""
        self.setFocus()
        if text is None:
            self.selectAll()
        else:
            self.setText(text)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether letters are still being composed into characters."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that lead out of the box."""
        key = event.key()
        if self._composing:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Down:
            self.list_wanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.text():
                self.open_wanted.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
