"""A small dialog that asks for some fields and does something with them: a transfer, a merger, a new name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from models.clock import today
from models.errors import AppError, FieldError
from models.fields import Kind, Link
from models.organisation import Organisation, tree
from ui import theme
from ui.editors import Editor, LineEditor
from ui.make_editor import make_editor

Values = dict[str, Any]


class AskFields(QDialog):
    """`work` gets the values by field name when the person agrees; an AppError it raises keeps the dialog open.

    `needed` are the names that may not stay blank; `yes` names the deed; `sure` may ask about doubtful values first
    and keeps the dialog open with False; `year` completes dates written without one; `below` makes what stands under the
    editor of a field. The keys that save a form agree; where there is one field alone Enter agrees at once.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        message: str,
        fields: Sequence[Kind],
        work: Callable[[Values], None],
        *,
        yes: str,
        values: Mapping[str, Any] | None = None,
        needed: Sequence[str] = (),
        danger: bool = False,
        sure: Callable[[Values], bool] | None = None,
        year: int | None = None,
        below: Mapping[str, Callable[[Editor], QWidget]] | None = None,
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._sure = sure or (lambda _values: True)
        self._needed = frozenset(needed)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self.editors: dict[str, Editor] = {}
        self._problems: dict[str, QLabel] = {}
        form = QFormLayout()
        form.setHorizontalSpacing(theme.LARGE)
        form.setVerticalSpacing(theme.SMALL)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        for field in fields:
            editor = make_editor(field)
            editor.year = year
            editor.set_value((values or {}).get(field.name))
            editor.changed.connect(lambda name=field.name: self._say(name, ""))
            self.editors[field.name] = editor
            self._problems[field.name] = _problem_label()
            cell = QVBoxLayout()
            cell.setSpacing(2)
            cell.addWidget(editor)
            cell.addWidget(self._problems[field.name])
            if below and field.name in below:
                cell.addWidget(below[field.name](editor))
            label = QLabel(field.label + (" *" if field.name in self._needed else ""))
            label.setBuddy(editor)
            form.addRow(label, cell)
        self.problem = _problem_label()
        box = QDialogButtonBox()
        self.yes = box.addButton(yes, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.yes.setDefault(True)
        for keys in ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._agree)
        self.yes.setToolTip(f"{yes}（Ctrl+S）")
        if danger:
            theme.mark(self.yes, tone="danger")
        box.accepted.connect(self._agree)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.LARGE)
        layout.setSpacing(theme.LARGE)
        said = QLabel(message)
        said.setWordWrap(True)
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setVisible(bool(message))
        layout.addWidget(said)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(box)
        if len(fields) == 1 and isinstance(only := self.editors[fields[0].name], LineEditor):
            only.line.confirmed.connect(self._agree)
        first = next((editor for editor in self.editors.values() if editor.is_blank()), None)
        (first or next(iter(self.editors.values()))).setFocus()

    def values(self) -> Values | None:
        """What is filled in, by field name; None when something is wrong, which is then said."""
        found: Values = {}
        wrong = None
        for name, editor in self.editors.items():
            try:
                found[name] = editor.reading().value
                problem = "不能空着" if name in self._needed and found[name] is None else ""
            except FieldError as error:
                problem = str(error)
            self._say(name, problem)
            if problem and wrong is None:
                wrong = editor
        if wrong is not None:
            wrong.setFocus()
            return None
        return found

    def _say(self, name: str, problem: str) -> None:
        self._problems[name].setText(problem)
        self._problems[name].setVisible(bool(problem))
        self.editors[name].show_problem("error" if problem else None)
        self.problem.setVisible(False)

    def _agree(self) -> None:
        values = self.values()
        if values is None or not self._sure(values):
            return
        try:
            self._work(values)
        except AppError as error:
            self.problem.setText(f"{error.message}{error.next_step}")
            self.problem.setVisible(True)
            return
        self.accept()


def usual_day(year: int) -> str | None:
    """The date to begin with: today in the present work year, none in a past one, where today is a wrong guess."""
    return today().isoformat() if year == today().year else None


def active_organisation(name: str, label: str) -> Link:
    """A field that asks for an organisation and offers only those that have not ended."""
    field = Link(label, Organisation, among=lambda: [id_ for id_, _ in tree()])
    field.name = name
    return field


def _problem_label() -> QLabel:
    label = QLabel()
    theme.mark(label, role="error")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.hide()
    return label
