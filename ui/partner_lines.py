"""The partner bodies of an activity in its form; known ones that its text names are offered with one click."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from models.activity import Activity
from models.partner import Partner, PartnerPart, named_in
from models.record import Record
from ui import theme
from ui.desk import Desk
from ui.icons import icon
from ui.owned_lines import OwnedLines

_COLUMNS = ("partner", "reached", "young", "remark")


class PartnerLines(OwnedLines):
    """Lines of who took part beside the members, how many were reached and how many of them are young."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, PartnerPart, "activity", columns=_COLUMNS, title=Partner.label)
        self._named: list[Partner] = []
        self._text: str | None = None
        self.offer = QPushButton(icon("plus"), "")
        self.offer.hide()
        self.offer.clicked.connect(self._take_over)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignLeft)
        self.model.changed.connect(self._propose)

    def load(self, record: Record) -> None:
        """Show an activity's partners."""
        super().load(record)
        self._read(record)

    def follow(self, record: Record) -> None:
        """A name may have been typed among those who helped."""
        super().follow(record)
        self._read(record)

    def _read(self, record: Record) -> None:
        assert isinstance(record, Activity)
        text = str(record.partners or "")
        if text != self._text:
            self._text = text
            self._named = named_in(text)
        self._propose()

    def _missing(self) -> list[Partner]:
        held = {one.value("partner") for one in self.records()}
        return [one for one in self._named if one.id not in held]

    def _propose(self) -> None:
        missing = self._missing()
        names = "、".join(str(one.name) for one in missing)
        self.offer.setText(f"加入{Activity.field('partners').label}里写的：{names}")
        self.offer.setVisible(bool(missing))

    def _take_over(self) -> None:
        for partner in self._missing():
            self.model.take(self.model.rowCount() - 1, 0, str(partner.name))
        self.grid.setFocus()
