"""公示: its last day, counted in working days as the first is typed; and the notice as it will be put up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from models.award import Nomination
from models.errors import FieldError
from models.nomination_limits import shortest_publicity
from models.workday import publicity_end
from ui.ask_fields import AskFields
from ui.desk import Desk


class PublicityEnd(QObject):
    """Fills in the last day of a dialog that asks for `reached` and `public_until`, until the person changes it."""

    def __init__(self, dialog: AskFields, nominations: Sequence[Nomination]) -> None:
        super().__init__(dialog)
        self._first, self._last = dialog.editors["reached"], dialog.editors["public_until"]
        self._days = max(shortest_publicity(one.kind, one.year) for one in nominations)
        self._own = not self._last.is_blank()
        self._last.changed.connect(self._taken_over)
        self._first.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Reckon the last day from the first."""
        if self._own:
            return
        try:
            first = self._first.reading().value
        except FieldError:
            return
        if first and len(first) == 10:
            end = publicity_end(date.fromisoformat(first), self._days)
            self._last.set_value(end.day.isoformat())
            self._last.setToolTip(f"按{self._days}个工作日算到{end.in_words()}")

    def _taken_over(self) -> None:
        self._own = True


def preview_publicity(desk: Desk, parent: QWidget, nominations: Sequence[Nomination]) -> None:
    """Show the notices of some nominations, one for each award and time of publicity."""
    # Print support is heavy: it is imported when something is first printed.
    from exports import forms
    from exports.form_publicity import publicity_documents
    from ui.printing import preview

    wanted = list(nominations)
    name = f"{desk.year}年度{forms.PUBLICITY_FORM.title}"
    preview(parent, forms.PUBLICITY_FORM, lambda _full: publicity_documents(wanted), name, desk.remember)
