"""Editors for some fields of a record that is held in memory: what can be read is written into it at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from models.errors import FieldError
from models.fields import Kind
from models.record import Record
from ui import theme
from ui.editors import Editor
from ui.make_editor import make_editor


class BoundFields(QWidget):
    """`changed` is sent when a value of the record has become another; saving it is for others."""

    changed = Signal()

    def __init__(self, kind: type[Record], names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record: Record | None = None
        self.editors: dict[str, Editor] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(theme.MEDIUM)
        form.setVerticalSpacing(theme.SMALL)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        for name in names:
            field = kind.field(name)
            assert isinstance(field, Kind)
            editor = make_editor(field)
            editor.changed.connect(lambda name=name: self._take(name))
            self.editors[name] = editor
            label = QLabel(field.label)
            label.setBuddy(editor)
            theme.mark(label, role="muted")
            form.addRow(label, editor)

    def show_record(self, record: Record | None) -> None:
        """Show another record, or none."""
        self._record = record
        self.setEnabled(record is not None)
        self.refresh()

    def refresh(self) -> None:
        """Show what the record has become."""
        for name, editor in self.editors.items():
            editor.set_value(None if self._record is None else self._record.value(name))
            editor.show_problem(None)

    def _take(self, name: str) -> None:
        if self._record is None:
            return
        editor = self.editors[name]
        field = editor.field
        try:
            value = editor.reading().value
        except FieldError:
            editor.show_problem("error")
            return
        wrong = value is None and field.required
        if not wrong:
            before = self._record.value(name)
            setattr(self._record, name, value)
            wrong = any(
                problem.field == name and problem.severity == "error" for problem in self._record.rules()
            )
            if wrong:
                setattr(self._record, name, before)
        editor.show_problem("error" if wrong else None)
        if not wrong:
            self.changed.emit()
