"""荣誉 on the page of 支部: the list of an organisation and its members, or the same along the years."""

from __future__ import annotations

from typing import Any

import peewee
from PySide6.QtWidgets import QCheckBox

from models.award import Honour, Nomination
from models.changes import Notice
from models.honour_timeline import of_organisations
from models.member import Member
from models.organisation import Organisation
from models.record import Record
from ui.campaign_actions import add_honour_actions
from ui.honour_timeline import TimelineArea
from ui.organisation_lists import ListSection
from ui.organisation_scope import Scope


class HonourList(ListSection):
    """荣誉 of the organisation and of its members: as a list, or along the years with the nominations under way."""

    kind = Honour
    columns = (
        "granted",
        "name",
        "level",
        "organisation",
        "member",
        "granted_by",
        "document",
        "certificate_number",
    )
    watch = (Member,)
    empty = ("还没有荣誉记录", "把获得过的表彰登记在这里，推荐表会带出近三年的。")
    called = "荣誉一览表"

    def build(self) -> None:
        """A role model is begun from an honour; the timeline stands in the place of the list."""
        add_honour_actions(self)
        self.area = TimelineArea("还没有荣誉，也没有进行中的推荐。")
        self.area.timeline.record_wanted.connect(self._open_moment)
        self.area.hide()
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.area)
        self.along_years = self._add_along_years()
        self.desk.live.changed.connect(self._noticed)

    def _add_along_years(self) -> QCheckBox:
        switch = QCheckBox("时间轴")
        switch.toggled.connect(self._turn)
        self._switch_row.addWidget(switch)
        return switch

    def _turn(self, on: bool) -> None:
        self.table.setVisible(not on)
        self.area.setVisible(on)
        self._show_moments()
        # An empty list is not shown: its first button has the same keys.
        view = self.table.view if self.table.view.isVisible() else self.new_button
        (self.area.timeline if on else view).setFocus()

    def _show_moments(self) -> None:
        if self.along_years.isChecked():
            self.area.timeline.show_moments(of_organisations(self.scope.ids))

    def _noticed(self, notice: Notice) -> None:
        if {Honour, Nomination, Member, Organisation} & notice.ids.keys():
            self._show_moments()

    def _open_moment(self, record: Record) -> None:
        if isinstance(record, Honour):
            self.open(record.id)
        else:
            self.desk.open_record(record)

    def show_scope(self, scope: Scope) -> None:
        """Another organisation's, in the same way."""
        super().show_scope(scope)
        self._show_moments()

    def belongs(self) -> Any:
        """Of the organisations, or of members who are in them."""
        if self.scope.ids is None:
            return None
        members = Member.select(Member.id).where(Member.branch.in_(self.scope.ids))
        return Honour.organisation.in_(self.scope.ids) | Honour.member.in_(members)

    def ordered(self, query: peewee.ModelSelect) -> peewee.ModelSelect:
        """The latest first."""
        return query.order_by(Honour.granted.desc(), Honour.id.desc())

    def begin(self) -> dict[str, Any]:
        """One of this organisation."""
        return {"organisation": self._organisation_id}
