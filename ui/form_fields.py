"""The rows of a form: a label, an editor and what is to be said about it; in as many columns as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from models.errors import FieldError
from models.fields import Attachments, Described, Kind
from models.files import FileStore
from models.record import Problem, Record
from ui import theme
from ui.editor_files import FilesEditor
from ui.editors import Editor
from ui.make_editor import make_editor
from ui.wrapped_label import WrappedLabel

LABEL = 128
COLUMN = 400
MOST_COLUMNS = 3


class FieldRow(QWidget):
    """One field of a form. `settled` is sent when the person has gone on to another one."""

    changed = Signal()
    settled = Signal(str)  # the field's name

    def __init__(self, field: Described, store: FileStore | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.visited = False  # until then nothing is said about a blank
        self.fits = True  # else it says nothing about the record as it stands, and is not shown
        self.typing = False  # while the person is at it nothing is judged
        self.editor: Editor | None = None
        self.files: FilesEditor | None = None
        self._shown: WrappedLabel | None = None
        self.label = WrappedLabel(_label(field))
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.mark(self.label, role="muted")
        self.label.setFixedWidth(LABEL)
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.label.setContentsMargins(0, 6, 0, 0)
        self.message = WrappedLabel()
        self.message.hide()
        self._body = self._make_body(store)
        self.label.setBuddy(self._body)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(2)
        right.addWidget(self._body)
        right.addWidget(self.message)
        right.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.MEDIUM)
        row.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def is_wide(self) -> bool:
        """Whether the row takes all columns."""
        return self.files is not None or (self.editor is not None and self.editor.wide())

    def load(self, record: Record) -> None:
        """Show the record's value."""
        self.visited = self.typing = False
        if self.editor is not None:
            self.editor.set_value(record.value(self.field.name))
        elif self.files is not None:
            self.files.load(record)
        else:
            self.show_derived(record)
        self.say(None)

    def show_derived(self, record: Record) -> None:
        """Show what is worked out from the record as it stands."""
        if self._shown is not None:
            self._shown.setText(record.shown(self.field.name) or "—")

    def store_in(self, record: Record) -> Problem | None:
        """Put what is typed into the record (in memory); the problem when it cannot be read."""
        if self.editor is None:
            return None
        try:
            reading = self.editor.reading()
        except FieldError as error:
            return Problem(self.field.name, str(error))
        setattr(record, self.field.name, reading.value)
        return Problem(self.field.name, reading.warning, "warning") if reading.warning else None

    def say(self, problem: Problem | None) -> None:
        """Show a problem under the field, or, without one, how the value was understood."""
        severity = problem.severity if problem else None
        if self.editor is not None:
            self.editor.show_problem(severity)
        note = self.editor.note() if self.editor is not None and problem is None else ""
        text = problem.message if problem else note
        role = {"error": "error", "warning": "warning", None: "caption"}[severity]
        if text != self.message.text() or role != self.message.property("role"):
            self.message.setText(text)
            theme.mark(self.message, role=role)
        self.message.setVisible(bool(text))
        said = {"error": f"错误：{text}", "warning": f"提醒：{text}", None: text}[severity]
        self._body.setAccessibleDescription(said or self.field.hint)

    def _make_body(self, store: FileStore | None) -> QWidget:
        field = self.field
        if isinstance(field, Kind):
            self.editor = make_editor(field)
            self.editor.changed.connect(self._changed)
            self.editor.left.connect(self._left)
            self.editor.setAccessibleName(field.label)
            return self.editor
        if isinstance(field, Attachments) and store is not None:
            self.files = FilesEditor(field, store)
            self.files.setAccessibleName(field.label)
            self.files.changed.connect(self.changed)
            return self.files
        self._shown = WrappedLabel("—")
        self._shown.setContentsMargins(0, 6, 0, 6)
        self._shown.setAccessibleName(field.label)
        self._shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return self._shown

    def _changed(self) -> None:
        self.typing = True
        self.say(None)
        self.changed.emit()

    def _left(self) -> None:
        self.visited, self.typing = True, False
        self.settled.emit(self.field.name)


class FieldGrid(QFrame):
    """One group of fields as a card, in one to three columns."""

    def __init__(self, title: str, rows: Sequence[FieldRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="card")
        self._rows = rows
        self._columns = 0
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.WIDE)
        self._grid.setVerticalSpacing(theme.SMALL)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        if title:
            heading = QLabel(title)
            theme.mark(heading, role="subheading")
            layout.addWidget(heading)
        layout.addLayout(self._grid)
        self.arrange(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        self.arrange(max(1, min(MOST_COLUMNS, (event.size().width() - 2 * theme.LARGE) // COLUMN)))

    def refit(self) -> None:
        """Close up where rows do not fit; a group without any that does goes away whole."""
        for row in self._rows:
            row.setVisible(row.fits)
        self.setVisible(any(row.fits for row in self._rows))
        columns, self._columns = self._columns, 0
        self.arrange(columns)

    def arrange(self, columns: int) -> None:
        """Put the rows into this many columns, the wide ones across all of them."""
        if columns == self._columns:
            return
        self._columns = columns
        while self._grid.takeAt(0) is not None:
            pass
        line = place = 0
        for row in self._rows:
            if not row.fits:
                continue
            if row.is_wide():
                line += 1 if place else 0
                self._grid.addWidget(row, line, 0, 1, columns, Qt.AlignmentFlag.AlignTop)
                line, place = line + 1, 0
                continue
            self._grid.addWidget(row, line, place, Qt.AlignmentFlag.AlignTop)
            place += 1
            if place == columns:
                line, place = line + 1, 0
        for column in range(MOST_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def _label(field: Described) -> str:
    if not field.required:
        return field.label
    return f'{field.label} <span style="color:{theme.colour("accent_ink").name()}">*</span>'
