"""The forms beside the tree of a scheme: the scheme's own, an indicator's with its rule, or a hint."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QWidget

from models.errors import FieldError
from models.record import Problem
from models.scheme import Indicator, Scheme
from ui import theme
from ui.desk import Desk
from ui.record_form import RecordForm
from ui.scheme_draft import Draft
from ui.scheme_model import Node
from ui.scheme_rule import RuleSection

_ABOUT = (
    "name",
    "year",
    "kind",
    "source",
    "weight_office",
    "weight_review",
    "weight_poll",
    "bonus_limit",
    "bands",
    "remark",
)
_LINE = ("block", "topic", "points", "scorer", "content", "criteria", "basis")
# Found by the whole when it is saved, not by the person at a field.
_NOT_TYPED = (None, "scheme", "number")


class SchemeForms(QStackedWidget):
    """Writes into the records of a Draft. `typed` says, a moment after typing, that `take_over` is worth while."""

    typed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.about = RecordForm(Scheme, fields=_ABOUT, year=desk.year)
        self.rule = RuleSection(desk)
        self.line = RecordForm(Indicator, fields=_LINE, sections=[self.rule], year=desk.year)
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.mark(self.hint, role="muted")
        for page in (self.about, self.line, self.hint):
            self.addWidget(page)
        # The rule's form grows while it is filled in: what is being written stays in sight.
        self.line.verticalScrollBar().rangeChanged.connect(lambda *_: self._keep_in_sight())
        self._waiting = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.typed)
        for form in (self.about, self.line):
            form.changed.connect(self._note)

    def shown(self) -> RecordForm | None:
        """The form on screen."""
        form = self.currentWidget()
        return form if isinstance(form, RecordForm) else None

    def show_node(self, node: Node | None, draft: Draft, count: int) -> None:
        """The form of a line of the tree, below which there are so many indicators."""
        self.rule.scheme = draft.scheme
        if node is not None and node.line is not None:
            if self.line.record is not node.line:
                self.line.load(node.line)
            self.setCurrentWidget(self.line)
        elif node is None or not node.block:
            if self.about.record is not draft.scheme or self.currentWidget() is not self.about:
                self.about.load(draft.scheme)
            self.setCurrentWidget(self.about)
        else:
            self.hint.setText(
                f"“{node.text}”有{count}条指标。\nIns 在这里加一条，Alt+↑ Alt+↓ 移动，Enter 进入表单。"
            )
            self.setCurrentWidget(self.hint)

    def take_over(self, draft: Draft) -> bool:
        """Put what was typed since the last time into the draft; whether anything was."""
        form, waiting = self.shown(), self._waiting
        self._waiting = False
        self._soon.stop()
        if not waiting or form is None or not is_here(draft, form.record):
            return False
        form.take_over()
        draft.sort()
        return True

    def refresh(self, line: Indicator) -> None:
        """Show what a step in the tree has made of the indicator on screen."""
        if self.line.record is line and not self.unreadable():
            self.line.load(line)
            self._waiting = False

    def unreadable(self) -> list[Problem]:
        """What is typed in the form on screen and cannot be read."""
        form, found = self.shown(), []
        for name, row in form.rows.items() if form is not None else ():
            try:
                if row.editor is not None:
                    row.editor.reading()
            except FieldError as error:
                found.append(Problem(name, str(error)))
        return found

    def errors(self) -> list[Problem]:
        """What keeps the record on screen from being stored, as far as a person at its fields can put it right."""
        form = self.shown()
        problems = [] if form is None else form.take_over()
        return [each for each in problems if each.severity == "error" and each.field not in _NOT_TYPED]

    def enter(self) -> None:
        """Put the keyboard into the form on screen."""
        form = self.shown()
        row = None if form is None else form.rows["content" if form is self.line else "name"]
        if row is not None and row.editor is not None:
            row.editor.setFocus()

    def enter_rule(self) -> None:
        """Put the keyboard into the rule of the indicator on screen."""
        if self.shown() is self.line:
            self.line.go_to(self.line.parts[-1][1])
            self.rule.sentence.setFocus()

    def _keep_in_sight(self) -> None:
        writing = QApplication.focusWidget()
        if writing is not None and self.rule.isAncestorOf(writing):
            self.line.ensureWidgetVisible(writing, 0, theme.WIDE)

    def _note(self) -> None:
        self._waiting = True
        self._soon.start()


def is_here(draft: Draft, record: object) -> bool:
    """Whether a record is the draft's scheme or one of its lines."""
    return record is draft.scheme or any(line is record for line in draft.lines)


def errors_of(record: Scheme | Indicator) -> list[Problem]:
    """What keeps a record of a draft from being stored."""
    return [each for each in record.check() if each.severity == "error" and each.field not in _NOT_TYPED]
