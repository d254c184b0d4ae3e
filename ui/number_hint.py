"""Under the editor of a document number: the office's next one to take over, or by what the typed one is taken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from models.document_number import next_number, said_of
from models.errors import FieldError
from models.record import Record
from ui import theme
from ui.editors import Editor
from ui.wrapped_label import WrappedLabel


class NumberHint(QWidget):
    """Nothing is said while the office has no prefix and the number is free."""

    def __init__(self, editor: Editor, year: int, besides: Sequence[Record] = ()) -> None:
        super().__init__()
        self._editor, self._besides = editor, besides
        self._next = next_number(year)
        self.button = QPushButton(f"填入下一个文号：{self._next}")
        self.button.setAutoDefault(False)
        theme.mark(self.button, tone="quiet")
        self.button.clicked.connect(lambda _=False: self._take())
        self.taken = WrappedLabel()
        theme.mark(self.taken, role="warning")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addWidget(self.taken, 1)
        editor.changed.connect(self._follow)
        self._follow()

    def _take(self) -> None:
        self._editor.set_value(self._next)
        self._editor.setFocus()
        self._follow()

    def _follow(self) -> None:
        blank = self._editor.is_blank()
        try:
            typed = "" if blank else str(self._editor.reading().value or "")
        except FieldError:
            typed = ""
        said = said_of(typed, self._besides)
        self.taken.setText(said)
        self.taken.setVisible(bool(said))
        offered = blank and self._next is not None
        self.button.setVisible(offered)
        self.setVisible(offered or bool(said))
