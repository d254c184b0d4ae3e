"""A form made from a record class' fields: what is typed is checked by the record, never by the form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from models.fields import Attachments, Described, Kind, LongText
from models.files import FileStore
from models.record import Problem, Record
from ui import theme
from ui.editor_pick import PickEditor
from ui.editor_secret import SecretEditor
from ui.form_fields import FieldGrid, FieldRow

_WITH_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class FormSection(QWidget):
    """A part of a form that a record class brings itself, such as the participants of an activity.

    `save` is called inside the form's change(), after the record itself; it may raise AppError.
    """

    changed = Signal()
    title = ""

    def load(self, record: Record) -> None:
        """Show what belongs to the record; one without an id is new."""

    def follow(self, record: Record) -> None:
        """Take notice of what has been typed in the fields above; `record` has it in memory."""

    def is_changed(self) -> bool:
        """Whether saving would change anything."""
        return False

    def save(self, record: Record) -> None:
        """Write what was changed; the record has its id by now."""


class RecordForm(QScrollArea):
    """All fields of one record by groups; those that are worked out are shown and follow what is typed.

    Problems are said under their field once the person has left it. Nothing is written here.
    """

    changed = Signal()
    checked = Signal(list)  # the problems that belong to no field on the form

    def __init__(
        self,
        record_class: type[Record],
        *,
        files: FileStore | None = None,
        fields: Sequence[str] | None = None,
        sections: Sequence[FormSection] = (),
        year: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.record_class = record_class
        self.record: Record = record_class()
        self.sections = list(sections)
        self.rows: dict[str, FieldRow] = {}
        self._grids: list[FieldGrid] = []
        self._filled: dict[str, Any] = {}  # what followed from other fields, and may follow again
        self._start: dict[str, Any] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        theme.mark(inside, role="scrolled")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(theme.LARGE, theme.SMALL, theme.LARGE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        self.parts: list[tuple[str, QWidget]] = []  # the cards with their titles, from top to bottom
        wanted = [field for field in record_class.fields() if fields is None or field.name in fields]
        for title, group in _groups(wanted):
            rows = [self._row(field, files, year) for field in group]
            self._grids.append(FieldGrid(title, rows))
            self.parts.append((title, self._grids[-1]))
        for section in self.sections:
            section.changed.connect(self.changed)
            self.parts.append((section.title, _card(section)))
        for _, card in self.parts:
            layout.addWidget(card)
        layout.addStretch()
        self.setWidget(inside)
        for row in self.rows.values():
            if isinstance(row.editor, PickEditor):
                row.editor.list.follow(self)
        self._check_soon = QTimer(self, singleShot=True, interval=0)
        self._check_soon.timeout.connect(self.check)
        QApplication.instance().focusChanged.connect(self._follow_focus)

    # -- loading and reading --------------------------------------------------------------------------

    def load(self, record: Record) -> None:
        """Show a record; what was typed before is gone."""
        self.record = record
        self._filled = {}
        for row in self.rows.values():
            row.load(record)
        for section in self.sections:
            section.load(record)
        self._show_fitting()
        self._start = self._values()
        if record.get_id() is not None:
            self._say(record.check(), everywhere=True)
        else:
            self.checked.emit([])
        self.verticalScrollBar().setValue(0)

    def is_changed(self) -> bool:
        """Whether anything typed differs from what was loaded."""
        return (
            self._values() != self._start
            or any(row.files.is_changed() for row in self.rows.values() if row.files is not None)
            or any(section.is_changed() for section in self.sections)
        )

    def take_over(self) -> list[Problem]:
        """Put everything typed into `record` (in memory) and say what is wrong or doubtful about it."""
        problems: list[Problem] = []
        unread: set[str] = set()
        for name, row in self.rows.items():
            found = row.store_in(self.record)
            if found is not None:
                problems.append(found)
                unread |= {name} if found.severity == "error" else set()
        self.record.complete()
        return problems + [one for one in self.record.check() if one.field not in unread]

    def check(self) -> list[Problem]:
        """Fill in what follows from what is typed, and say the problems of the fields visited so far."""
        for name, value in self._filled.items():
            row = self.rows[name]
            if row.editor is not None and self._value(row) == value:
                row.editor.set_value(None)
        self._filled = {}
        problems = self.take_over()
        for name, row in self.rows.items():
            if row.editor is None:
                row.show_derived(self.record)
            elif row.editor.is_blank() and self.record.value(name) is not None:
                self._filled[name] = self.record.value(name)
                row.editor.set_value(self._filled[name])
        for section in self.sections:
            section.follow(self.record)
        self._show_fitting()
        self._say(problems, everywhere=False)
        return problems

    def say_all(self, problems: Sequence[Problem]) -> None:
        """Show every problem and go to the first error."""
        self._say(problems, everywhere=True)
        for problem in problems:
            row = self.rows.get(problem.field or "")
            if row is not None and problem.severity == "error":
                row.visited = True
                row.setFocus()
                if row.editor is not None:
                    row.editor.setFocus()
                self.ensureWidgetVisible(row, 0, theme.WIDE)
                break

    def save_parts(self) -> None:
        """Save files and sections after the record, inside the running change. AppError as they raise it."""
        for row in self.rows.values():
            if row.files is not None:
                row.files.save(self.record)
        for section in self.sections:
            section.save(self.record)

    def reveal(self, revealed: bool) -> None:
        """Show masked values in full, or mask them again."""
        for row in self.rows.values():
            if isinstance(row.editor, SecretEditor):
                row.editor.reveal(revealed)

    def go_to(self, card: QWidget) -> None:
        """Scroll to a card and put the keyboard into its first input."""
        self.verticalScrollBar().setValue(card.y() - theme.SMALL)
        inputs = (one for one in card.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        first = next(inputs, None)
        if first is not None:
            first.setFocus()

    def focus_first(self) -> None:
        """Put the keyboard into the first field that a new record needs and that is still blank.

        A record that is there already gets it as a whole: a key pressed by chance must not write over a value.
        """
        rows = [row for row in self.rows.values() if row.editor is not None and row.fits]
        blank = [row for row in rows if row.editor is not None and row.editor.is_blank()]
        needed = [row for row in blank if isinstance(row.field, Kind) and row.field.required]
        begin = next(iter(needed or blank or rows), None)
        if self.record.get_id() is not None or begin is None or begin.editor is None:
            self.setFocus()
        else:
            begin.editor.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While no field has the keyboard, Enter goes to the first one as Tab does."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _WITH_KEYS
        if enter and self.hasFocus():
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    # -- inside ---------------------------------------------------------------------------------------

    def _row(self, field: Described, files: FileStore | None, year: int | None) -> FieldRow:
        row = FieldRow(field, files)
        if row.editor is not None:
            row.editor.year = year
        row.changed.connect(self.changed)
        row.settled.connect(lambda _name: self._check_soon.start())
        self.rows[field.name] = row
        return row

    def _show_fitting(self) -> None:
        """Hide the blank fields that say nothing about the record as it stands."""
        idle = self.record.idle_fields()
        changed = False
        for name, row in self.rows.items():
            fits = name not in idle or (row.editor is not None and not row.editor.is_blank())
            changed = changed or fits != row.fits
            row.fits = fits
        for grid in self._grids if changed else ():
            grid.refit()

    def _values(self) -> dict[str, Any]:
        return {name: self._value(row) for name, row in self.rows.items() if row.editor is not None}

    def _value(self, row: FieldRow) -> Any:
        scratch = _Scratch()
        problem = row.store_in(scratch)  # type: ignore[arg-type]
        if problem is not None and problem.severity == "error":
            return problem  # something typed that cannot be read is a change too
        return getattr(scratch, row.field.name)

    def _say(self, problems: Sequence[Problem], everywhere: bool) -> None:
        worst: dict[str, Problem] = {}
        elsewhere = []
        for problem in problems:
            if problem.field not in self.rows:
                elsewhere.append(problem)
            elif problem.field not in worst or problem.severity == "error" != worst[problem.field].severity:
                worst[problem.field] = problem
        for name, row in self.rows.items():
            found = worst.get(name)
            blank = row.editor is not None and row.editor.is_blank()
            # Nothing is said about a field that nobody has been to yet, nor of one that is being typed in.
            silent = not everywhere and (row.typing or (blank and not row.visited))
            row.say(None if silent else found)
        self.checked.emit(elsewhere)

    def _follow_focus(self, _old: QObject | None, now: QObject | None) -> None:
        if isinstance(now, QWidget) and self.widget().isAncestorOf(now):
            row = next((row for row in self.rows.values() if row.isAncestorOf(now)), None)
            if row is not None:
                self.ensureWidgetVisible(row, 0, theme.LARGE)


class _Scratch:
    """Takes a value that is only looked at."""


def _card(section: FormSection) -> QFrame:
    """A section with its title, looking like a group of fields."""
    card = QFrame()
    theme.mark(card, role="card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.LARGE)
    layout.setSpacing(theme.MEDIUM)
    if section.title:
        heading = QLabel(section.title)
        theme.mark(heading, role="subheading")
        layout.addWidget(heading)
    layout.addWidget(section)
    return card


def _groups(fields: Sequence[Described]) -> list[tuple[str, list[Described]]]:
    """The fields by their groups in the order of declaration; long texts and files end their group."""
    found: dict[str, list[Described]] = {}
    for field in fields:
        found.setdefault(field.group, []).append(field)
    return [(title, sorted(group, key=_is_long)) for title, group in found.items()]


def _is_long(field: Described) -> bool:
    return isinstance(field, LongText | Attachments)
