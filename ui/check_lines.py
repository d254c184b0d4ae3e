"""The points of an inspection in its form: a grid, with the usual points put in by one click."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from models.dictionary import DictionaryEntry
from models.supervision import InspectionCheck
from ui.desk import Desk
from ui.icons import icon
from ui.owned_lines import OwnedLines

COLUMNS = ("item", "passed", "note")


class CheckLines(OwnedLines):
    """What was looked at, ✓ or ✗, and what is to be said of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, InspectionCheck, "inspection", columns=COLUMNS, title="督查内容")

    def _buttons(self) -> QHBoxLayout:
        row = super()._buttons()
        self.usual = QPushButton(icon("list"), "填入常用核查项")
        self.usual.setToolTip("常用的核查项在设置的字典里修改")
        self.usual.setAutoDefault(False)
        self.usual.clicked.connect(lambda _=False: self.fill_in())
        row.insertWidget(row.count() - 1, self.usual)
        return row

    def fill_in(self) -> None:
        """Put in the usual points that are not there yet."""
        self.grid.commit()
        present = {record.value("item") for record in self.records()}
        words = [word for word in DictionaryEntry.words("inspection_item").words if word not in present]
        place = COLUMNS.index("item")
        self.model.write(self.model.rowCount() - 1, place, [[word] for word in words])
        self.grid.fit()
