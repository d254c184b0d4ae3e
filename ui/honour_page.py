"""荣誉: the honours that members and organisations hold, of all years or of the work year."""

from __future__ import annotations

import peewee
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout

from models.award import Honour
from models.certificate import CertificateDesign, CertificateLine
from models.figure import Period
from models.member import Member
from models.organisation import Organisation
from models.record import Record
from ui import theme
from ui.campaign_actions import add_honour_actions
from ui.certificate_dialog import CertificateDialog
from ui.desk import Desk, Selection
from ui.export_seen import export_seen
from ui.page import Page
from ui.record_tab import RecordTab

COLUMNS = (
    "granted",
    "name",
    "level",
    "member",
    "organisation",
    "granted_by",
    "document",
    "certificate_number",
)


class HonourPage(Page):
    """The list, with a switch between all years and the work year."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.years = QButtonGroup(self)
        self.list = RecordTab(
            desk,
            Honour,
            query=self._listed,
            columns=COLUMNS,
            export=lambda seen: export_seen(desk, self, seen, "荣誉名单"),
            watch=[Member, Organisation],
        )
        add_honour_actions(self.list)
        self.list.table.set_empty(
            "还没有荣誉记录",
            "把获得过的表彰登记在这里，推荐表会自动带出近三年的。",
            [self.list.new_action],
            "medal",
        )
        switch = QHBoxLayout()
        switch.setSpacing(theme.TIGHT)
        for place, text in enumerate(("全部年度", "")):
            button = QPushButton(text)
            button.setCheckable(True)
            theme.mark(button, role="segment")
            self.years.addButton(button, place)
            switch.addWidget(button)
        self.years.button(0).setChecked(True)
        self.years.idToggled.connect(lambda _place, on: self.list.table.reload() if on else None)
        # Before the reveal, column and export buttons, after the search.
        self.list.table.bar.insertLayout(self.list.table.bar.count() - 3, switch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.MEDIUM, theme.WIDE, theme.SMALL)
        layout.addWidget(self.list)
        self.setFocusProxy(self.list.table.view)
        desk.year_changed.connect(self._turn)
        self._turn()

    def show_record(self, record: Record) -> None:
        """Opens an honour, a new one with what it begins with; the design of certificates that a record belongs to."""
        if isinstance(record, CertificateLine):
            record = record.design
        if isinstance(record, CertificateDesign):
            CertificateDialog(self.desk, self, [], record.id).open()
            return
        if record.get_id() is not None:
            self.list.open(record.get_id())
            return
        values = {field.name: record.value(field.name) for field in record.stored_fields()}
        self.list.new(**{name: value for name, value in values.items() if value is not None})

    def show_records(self, selection: Selection) -> None:
        """Lists just these honours."""
        if selection.kind is Honour:
            self.list.show_only(selection.ids, selection.title)

    def _turn(self, _year: int = 0) -> None:
        self.years.button(1).setText(f"{self.desk.year}年")
        self.list.show_only(None, "")

    def _listed(self) -> peewee.ModelSelect:
        found = Honour.select().order_by(Honour.granted.desc(), Honour.id.desc())
        if self.years.checkedId() != 1:
            return found
        period = Period.year(self.desk.year)
        return found.where(Honour.granted >= period.first, Honour.granted < period.end)
