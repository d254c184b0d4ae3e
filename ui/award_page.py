"""The tab 评优: the year's nominations on their way, and the honours that members and organisations hold."""

from __future__ import annotations

import peewee
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from models.award import Honour, Nomination, NominationStep
from models.figure import Period
from models.figures import figure
from models.member import Member
from models.organisation import Organisation
from models.record import Record
from ui import theme
from ui.campaign_actions import add_honour_actions
from ui.desk import Desk, Selection
from ui.export_seen import export_seen
from ui.nomination_view import NominationView
from ui.page import Page
from ui.record_tab import RecordTab

HONOUR_COLUMNS = ("granted", "name", "level", "member", "organisation", "granted_by", "document")


class HonourView(QWidget):
    """荣誉: of all years, or of the work year."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.years = QButtonGroup(self)
        self.list = RecordTab(
            desk,
            Honour,
            query=self._listed,
            columns=HONOUR_COLUMNS,
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
        self.turn_year()

    def turn_year(self) -> None:
        """List another year's, when only the year's are listed."""
        self.years.button(1).setText(f"{self.desk.year}年")
        self.list.show_only(None, "")

    def show_only(self, selection: Selection) -> None:
        """List just these honours."""
        self.list.show_only(selection.ids, selection.title)

    def _listed(self) -> peewee.ModelSelect:
        found = Honour.select().order_by(Honour.granted.desc(), Honour.id.desc())
        if self.years.checkedId() != 1:
            return found
        period = Period.year(self.desk.year)
        return found.where(Honour.granted >= period.first, Honour.granted < period.end)


class AwardPage(Page):
    """Two views under one heading."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._heading, self._summary = QLabel(), QLabel()
        theme.mark(self._heading, role="title")
        theme.mark(self._summary, role="muted")
        self.nominations = NominationView(desk)
        self.honours = HonourView(desk)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setAccessibleName("推荐和荣誉")
        # The first tab's word stands under the heading's.
        self.tabs.setStyleSheet(f"QTabWidget::tab-bar {{ left: {theme.MEDIUM}px; }}")
        self.tabs.addTab(self.nominations, Nomination.label)
        self.tabs.addTab(self.honours, Honour.label)
        # In one line: the strip and the list below need the height.
        names = QHBoxLayout()
        names.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.TIGHT)
        names.setSpacing(theme.LARGE)
        names.addWidget(self._heading)
        names.addWidget(self._summary, 1, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(names)
        layout.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(self._aim)
        desk.year_changed.connect(self._turn)
        desk.live.changed.connect(self._tell)
        self._aim()
        self._tell()

    def show_record(self, record: Record) -> None:
        """Opens a nomination or an honour; a new one with what it begins with."""
        if isinstance(record, NominationStep):
            record = record.nomination
        view = self._view_of(type(record))
        if record.get_id() is None:
            values = {field.name: record.value(field.name) for field in record.stored_fields()}
            view.list.new(**{name: value for name, value in values.items() if value is not None})
        else:
            view.list.open(record.get_id())

    def show_records(self, selection: Selection) -> None:
        """Lists the records behind a figure or a thing to do."""
        if selection.kind in (Nomination, Honour):
            self._view_of(selection.kind).show_only(selection)

    def _view_of(self, kind: type[Record]) -> NominationView | HonourView:
        view = self.honours if kind is Honour else self.nominations
        self.tabs.setCurrentWidget(view)
        return view

    def _aim(self) -> None:
        view = self.tabs.currentWidget()
        if isinstance(view, NominationView | HonourView):
            self.setFocusProxy(view.list.table.view)

    def _turn(self) -> None:
        self.nominations.turn_year()
        self.honours.turn_year()
        self._tell()

    def _tell(self) -> None:
        period = Period.year(self.desk.year)
        self._heading.setText(f"{self.desk.year}年评优")
        put, persons, common = (
            figure(name).value(period)
            for name in ("nominations.total", "honours.members", "honours.organisations")
        )
        self._summary.setText(f"推荐{put:,}项　本年获得荣誉：个人{persons:,}项、集体{common:,}项")
