"""What a person types for one field: the interface that all editors share, and those for plain text and numbers."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from models.errors import FieldError
from models.fields import Integer, Kind, LongText, Reading
from ui import theme
from ui.inputs import LineEdit, TextBox

# A field narrower than this (a remark) begins with two lines.
SHORT = 20
# Characters of text above which a limit is worth a counter.
_COUNTED = 5_000


class Editor(QWidget):
    """What a person types for one field.

    Signals: `changed` whenever the person has changed it (never while an input method composes), `left` when
    the keyboard has gone on. `reading()` says what is understood, or raises FieldError.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, field: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.year: int | None = None  # completes dates written without one

    def reading(self) -> Reading:
        """The value as understood, with a warning where it is doubtful; raises FieldError when it is not."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a stored value; no signal is sent."""
        raise NotImplementedError

    def is_blank(self) -> bool:
        """Whether nothing at all is filled in."""
        raise NotImplementedError

    def show_problem(self, severity: str | None) -> None:
        """Mark the input: "error", "warning" or None."""

    def note(self) -> str:
        """What to say under the field while there is no problem: how something was understood; often ''."""
        return ""

    def wide(self) -> bool:
        """Whether the editor wants the whole width of a form."""
        return False


class LineEditor(Editor):
    """One line of text, read by the field; the base of most editors."""

    def __init__(self, field: Kind, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = LineEdit()
        self.line.setAccessibleName(field.label)
        self.line.setAccessibleDescription(field.hint)
        self.line.setPlaceholderText(field.hint)
        self._kept, self._kept_text = Reading(None), ""
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.TIGHT)
        self.row.addWidget(self.line, 1)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._edited)
        self.line.left.connect(self.leave)

    def reading(self) -> Reading:
        """What was taken over when the keyboard left, or what stands there now."""
        text = self.line.text()
        return self._kept if text == self._kept_text else self.read(text)

    def read(self, text: str) -> Reading:
        """Understand what was typed."""
        return self.field.read(text, year=self.year)

    def set_value(self, value: Any) -> None:
        """Show a stored value."""
        self._keep(Reading(value))

    def is_blank(self) -> bool:
        """Whether nothing is typed."""
        return not self.line.text().strip()

    def show_problem(self, severity: str | None) -> None:
        """Colour the line's edge."""
        theme.mark(self.line, invalid=severity == "error", doubtful=severity == "warning")

    def leave(self) -> None:
        """The keyboard goes on: write what was understood the way the field writes it."""
        # What cannot be read stays as typed; the form says what is wrong.
        with suppress(FieldError):
            self._keep(self.reading())
        self.left.emit()

    def text_of(self, value: Any) -> str:
        """How a value stands in the line."""
        return self.field.edit_text(value)

    def _keep(self, reading: Reading) -> None:
        self._kept, self._kept_text = reading, self.text_of(reading.value)
        if self.line.text() != self._kept_text:
            self.line.setText(self._kept_text)
        self.line.setCursorPosition(0)

    def _edited(self) -> None:
        self.changed.emit()


class NumberEditor(LineEditor):
    """A number with its unit behind it."""

    field: Integer

    def __init__(self, field: Integer, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line.setMaximumWidth(160)
        if field.unit:
            unit = QLabel(field.unit)
            theme.mark(unit, role="muted")
            self.row.addWidget(unit)
        self.row.addStretch()


class LongTextEditor(Editor):
    """Several lines, with a counter where the field has a limit."""

    field: LongText

    def __init__(self, field: LongText, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = TextBox(least=2 if field.width < SHORT else 3)
        self.box.setAccessibleName(field.label)
        self.box.setPlaceholderText(field.hint)
        self._count = QLabel()
        theme.mark(self._count, role="caption")
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.box)
        layout.addWidget(self._count)
        self._count.setVisible(field.limit <= _COUNTED)
        self.setFocusProxy(self.box)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._kept, self._kept_text = Reading(None), ""
        self._setting = False
        self.box.textChanged.connect(self._edited)
        self.box.left.connect(self.left)
        self._show_count()

    def reading(self) -> Reading:
        """The text without blanks at the lines' ends."""
        text = self.box.toPlainText()
        return self._kept if text == self._kept_text else self.field.read(text)

    def set_value(self, value: Any) -> None:
        """Show a stored text."""
        self._kept, self._kept_text = Reading(value), self.field.edit_text(value)
        self._setting = True
        self.box.setPlainText(self._kept_text)
        self._setting = False

    def is_blank(self) -> bool:
        """Whether nothing is typed."""
        return not self.box.toPlainText().strip()

    def show_problem(self, severity: str | None) -> None:
        """Colour the box's edge."""
        theme.mark(self.box, invalid=severity == "error", doubtful=severity == "warning")

    def wide(self) -> bool:
        """Long texts need the room."""
        return True

    def _edited(self) -> None:
        self._show_count()
        if not self._setting and not self.box.composing:
            self.changed.emit()

    def _show_count(self) -> None:
        length = len(self.box.toPlainText())
        self._count.setText(f"{length} / {self.field.limit} 字")
        theme.mark(self._count, role="error" if length > self.field.limit else "caption")
