"""The editor for ID numbers, telephone numbers and whatever else is masked until someone asks to see it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from models import id_number
from models.errors import FieldError
from models.fields import IdNumber, Kind, Phone
from ui.editors import LineEditor
from ui.icons import icon


class SecretEditor(LineEditor):
    """A stored value is masked; a click, the eye or a typed key reveals it. Numbers are read in groups."""

    def __init__(self, field: Kind, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.revealed = True
        self._eye = self.line.addAction(icon("eye"), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setToolTip("显示完整内容（Ctrl+Shift+M）")
        self._eye.triggered.connect(lambda: self.reveal(not self.revealed))
        self._eye.setVisible(False)
        self.line.installEventFilter(self)

    def set_value(self, value: Any) -> None:
        """Show a stored value masked."""
        self.revealed = value is None or not self.field.sensitive
        self._eye.setVisible(not self.revealed)
        super().set_value(value)
        self.line.setReadOnly(not self.revealed)

    def reveal(self, revealed: bool) -> None:
        """Show the whole value, or mask it again as far as it is stored."""
        if self.line.text() != self._kept_text:
            return
        self.revealed = revealed or self._kept.value is None
        self._eye.setIcon(icon("eye-off" if self.revealed else "eye"))
        self._eye.setVisible(self.field.sensitive and self._kept.value is not None)
        self.line.setReadOnly(not self.revealed)
        self._keep(self._kept)

    def text_of(self, value: Any) -> str:
        """The value in groups that can be read out, or masked."""
        if value is None:
            return ""
        return grouped(self.field, value) if self.revealed else self.field.mask(value)

    def note(self) -> str:
        """What an ID number says of its owner, so that a wrong one is noticed."""
        if not isinstance(self.field, IdNumber) or not self.revealed:
            return ""
        try:
            value = self.reading().value
        except FieldError:
            return ""
        if value is None:
            return ""
        return f"{id_number.sex(value)}，{id_number.birth_date(value).isoformat()}出生"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click reveals; so does a key that writes, which then replaces the number."""
        if not self.revealed:
            if event.type() == QEvent.Type.MouseButtonPress:
                self.reveal(True)
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                writes = event.text().isprintable() and bool(event.text().strip())
                erases = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
                if writes or erases or event.matches(QKeySequence.StandardKey.Paste):
                    self.reveal(True)
                    self.line.selectAll()
        return False


def grouped(field: Kind, value: str) -> str:
    """310117 19880512 1234, 138 1234 5678; other values as they are."""
    if isinstance(field, IdNumber) and len(value) == 18:
        return f"{value[:6]} {value[6:14]} {value[14:]}"
    if isinstance(field, Phone) and len(value) == 11 and value.startswith("1"):
        return f"{value[:3]} {value[3:7]} {value[7:]}"
    return value
