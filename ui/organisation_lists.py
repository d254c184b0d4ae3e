"""The lists on the page of 支部: the records of one kind that belong to what the page is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import peewee
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QToolButton, QWidget

from models.activity import Activity
from models.assessment import Assessment, begin
from models.errors import AppError
from models.fields import Integer
from models.figure import Period
from models.member import Member, Transfer
from models.organisation import ACTIVE, Organisation
from models.record import Record
from ui import ask, theme
from ui.campaign_actions import add_activity_actions
from ui.desk import Desk
from ui.election_dialog import open_election
from ui.icons import icon
from ui.member_actions import MemberActions
from ui.member_records import MemberRecords
from ui.organisation_scope import Scope
from ui.participants import ParticipantsEditor
from ui.partner_lines import PartnerLines
from ui.record_dialog import MakeSection
from ui.record_tab import RecordTab


class ListSection(RecordTab):
    """A list of one kind; `show_scope` says whose. Given records alone are listed until another scope is chosen."""

    kind: type[Record]
    columns: Sequence[str] = ()
    watch: Sequence[type[Record]] = ()
    sections: Sequence[MakeSection] = ()
    # What to say while there is nothing: a sentence, and what to do first.
    empty: tuple[str, str]
    # What the list is called behind the organisation's name, with the year for {}.
    called: str

    def __init__(self, desk: Desk) -> None:
        self.scope = Scope(None, None, desk.year)
        self._given_only = False
        # What narrows or widens the list; the page gives it a place outside the list's own bar, which is full.
        self.switches = QWidget()
        self._switch_row = QHBoxLayout(self.switches)
        self._switch_row.setContentsMargins(0, 0, 0, 0)
        self._switch_row.setSpacing(theme.LARGE)
        super().__init__(
            desk,
            self.kind,
            # Until the switches are there that say what is listed.
            query=lambda: self.kind.select().where(self.kind.id == 0),
            columns=self.columns,
            defaults=self.begin,
            sections=self.sections,
            watch=self.watch,
            name=f"organisation/{self.kind.kind_name()}",
            empty=self.empty,
        )
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(theme.WIDE, theme.MEDIUM, theme.WIDE, theme.SMALL)
        self.build()
        self.set_query(self.query)

    def build(self) -> None:
        """Add what the list has of its own."""

    def begin(self) -> dict[str, Any]:
        """What a new record begins with."""
        return {}

    def belongs(self) -> Any:
        """The condition on the kind that makes a record belong to the scope; None for all.

        By itself: the kind's organisation is the scope's or below it, and its year, if it has one, the work year.
        """
        found = self.of_the_year()
        if self.kind.organisation_field is not None:
            inside = self.in_scope(self.kind.field(self.kind.organisation_field))
            found = inside if found is None else found if inside is None else found & inside
        return found

    def of_the_year(self) -> Any:
        """The condition that a record belongs to the work year; None for a kind that has no year."""
        if self.kind.year_field is None:
            return None
        field: Any = self.kind.field(self.kind.year_field)
        if isinstance(field, Integer):
            return field == self.scope.year
        period = Period.year(self.scope.year)
        return (field >= period.first) & (field < period.end)

    def query(self) -> peewee.ModelSelect:
        """The records listed."""
        query = self.kind.select()
        condition = self.belongs()
        return self.ordered(query if condition is None else query.where(condition))

    def ordered(self, query: peewee.ModelSelect) -> peewee.ModelSelect:
        """In which order the records come."""
        return query.order_by(self.kind.id.desc())

    def show_scope(self, scope: Scope) -> None:
        """List the records of another organisation or year, or read the same again."""
        elsewhere = scope.organisation != self.scope.organisation
        self.scope = scope
        if elsewhere and self._given_only:
            self.show_only(None, "")
        else:
            self.table.reload()

    def show_only(self, ids: Sequence[int] | None, title: str) -> None:
        """List just these records; None lists all that belong here again."""
        self._given_only = ids is not None
        super().show_only(ids, title)

    def title(self) -> str:
        """Whose list it is, of which year and of what: 局机关团支部2010年团员名单."""
        return self.scope.name + (self.table.narrowing.only() or self.called.format(f"{self.scope.year}年"))

    def add_switch(self, text: str, on: bool = False) -> QCheckBox:
        """A switch that changes what is listed."""
        switch = QCheckBox(text)
        switch.setChecked(on)
        switch.toggled.connect(lambda: self.table.reload())
        self._switch_row.addWidget(switch)
        return switch

    def in_scope(self, link: Any) -> Any:
        """The condition that a link names an organisation of the scope; None for the whole office."""
        return None if self.scope.ids is None else link.in_(self.scope.ids)

    @property
    def _organisation_id(self) -> int | None:
        return None if self.scope.organisation is None else self.scope.organisation.id


class MemberList(ListSection):
    """团员: present ones, of the organisation alone or with all below it."""

    kind = Member
    columns = (
        "name",
        "sex",
        "born",
        "politics",
        "post",
        "education",
        "joined",
        "volunteer",
        "phone",
        "branch",
        "state",
    )
    sections = (MemberRecords,)
    empty = ("还没有团员", "按 Ctrl+N 新增，或把花名册文件拖到窗口里导入。")
    called = "{}团员名单"

    def build(self) -> None:
        """Below, gone, and what is done with members."""
        self.below = self.add_switch("含下级", on=True)
        self.gone = self.add_switch("含已离开")
        self.members = MemberActions(self.desk, self, self.table.chosen_ids)
        for action in (self.members.transfer, self.members.leave):
            self.add_action(action, for_chosen=True)
        for action in (self.members.office, self.members.merge):
            self.add_action(action, button=False)
        more = QToolButton()
        more.setIcon(icon("ellipsis"))
        more.setIconSize(QSize(theme.ICON, theme.ICON))
        more.setToolTip("名单和重复")
        more.setAccessibleName("名单和重复")
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setStyleSheet("QToolButton::menu-indicator { image: none; } QToolButton { padding-right: 6px; }")
        menu = QMenu(more)
        for action in (self.members.ages, self.members.doubles):
            menu.addAction(action)
            self.addAction(action)
        more.setMenu(menu)
        self._place_button(more)
        self.table.picked.connect(self.members.follow_choice)

    def begin(self) -> dict[str, Any]:
        """In this branch."""
        return {"branch": self._organisation_id}

    def belongs(self) -> Any:
        """Members of the organisation, present ones unless all are wanted."""
        ids = self.scope.ids if self.below.isChecked() else self.scope.own
        condition = None if ids is None else Member.branch.in_(ids)
        if self.gone.isChecked():
            return condition
        present = Member.left_on.is_null()
        return present if condition is None else condition & present

    def ordered(self, query: peewee.ModelSelect) -> peewee.ModelSelect:
        """By branch, officers first."""
        return query.order_by(Member.branch, Member.post.is_null(), Member.id)

    def show_scope(self, scope: Scope) -> None:
        """List the members of another organisation."""
        self.below.setVisible(scope.has_below)
        self.members.follow(scope)
        super().show_scope(scope)
        self.members.follow_choice()


class BelowList(ListSection):
    """下级组织: the organisations below, or all."""

    kind = Organisation
    columns = (
        "name",
        "kind",
        "parent",
        "unit",
        "founded",
        "last_election",
        "due",
        "phone",
        "youth_non_member",
    )
    empty = ("还没有团组织", "先新增局团委，再新增它的下级；或把团组织一览表拖到窗口里导入。")
    called = "下级团组织一览表"

    def build(self) -> None:
        """Ended ones when wanted; an election, which the list of those due for one leads to."""
        self.ended = self.add_switch("含已撤并")
        self.election = QAction(icon("vote"), "换届…", self)
        self.election.triggered.connect(lambda _=False: self._hold_election())
        self.add_action(self.election, button=False, for_chosen=True)

    def _hold_election(self) -> None:
        chosen = Organisation.get_or_none(Organisation.id == self.table.current_id())
        if chosen is not None and chosen.state == ACTIVE:
            open_election(self.desk, chosen, self.window())

    def belongs(self) -> Any:
        """All below, without the organisation itself."""
        condition = self.in_scope(Organisation.id)
        if self.scope.organisation is not None:
            condition = condition & (Organisation.id != self.scope.organisation.id)
        if self.ended.isChecked():
            return condition
        active = Organisation.state == ACTIVE
        return active if condition is None else condition & active

    def ordered(self, query: peewee.ModelSelect) -> peewee.ModelSelect:
        """In the office's order."""
        return query.order_by(Organisation.position, Organisation.id)

    def begin(self) -> dict[str, Any]:
        """One below this."""
        return {"parent": self._organisation_id, "kind": "团支部"}


class ActivityList(ListSection):
    """活动 of the work year, or of all years."""

    kind = Activity
    columns = (
        "start",
        "title",
        "category",
        "kind",
        "branch",
        "place",
        "present",
        "league_present",
        "person_hours",
        "host",
    )
    sections = (lambda desk: ParticipantsEditor(), PartnerLines)
    empty = ("这里还没有活动记录", "按 Ctrl+N 登记第一项，或把支部交来的活动表拖到窗口里导入。")
    called = "{}活动一览表"

    def build(self) -> None:
        """The year; what an activity is begun into."""
        self.all_years = self.add_switch("全部年度")
        add_activity_actions(self)

    def title(self) -> str:
        """Without the year when all are listed."""
        if self.all_years.isChecked() and not self.table.narrowing.only():
            return self.scope.name + self.called.format("")
        return super().title()

    def belongs(self) -> Any:
        """Held by the organisation, in the year."""
        condition = self.in_scope(Activity.branch)
        if self.all_years.isChecked():
            return condition
        period = Period.year(self.scope.year)
        in_year = (Activity.start >= period.first) & (Activity.start < period.end)
        return in_year if condition is None else condition & in_year

    def ordered(self, query: peewee.ModelSelect) -> peewee.ModelSelect:
        """The latest first."""
        return query.order_by(Activity.start.desc(), Activity.id.desc())

    def begin(self) -> dict[str, Any]:
        """One of this organisation."""
        return {"branch": self._organisation_id}


class AssessmentList(ListSection):
    """考评 by year with total and grade; scored in the tab 考评."""

    kind = Assessment
    columns = ("year", "organisation", "state", "office_total", "total", "grade", "computed_grade", "rank")
    empty = ("还没有年度考核", "选中一个支部，再开始这一年的考核。")
    called = "年度考核一览表"

    def build(self) -> None:
        """An assessment is begun by the year's scheme rather than entered."""
        self.new_action.setText("开始年度考核")
        self.new_button.setText(self.new_action.text())

    def new(self, **values: Any) -> None:
        """Begin the organisation's assessment of the work year; of the whole office in the tab 考评."""
        if self.scope.organisation is None:
            self.desk.tab_wanted.emit("assessments")
            return
        try:
            assessment = begin(self.scope.organisation, self.scope.year)
        except AppError as error:
            ask.show_error(self, error)
            return
        self.open(assessment.id)

    def open(self, record_id: int) -> None:
        """The scoring sheet is in the tab 考评."""
        self.desk.open_record(Assessment.get_by_id(record_id))

    def belongs(self) -> Any:
        """Of the organisations."""
        return self.in_scope(Assessment.organisation)

    def ordered(self, query: peewee.ModelSelect) -> peewee.ModelSelect:
        """The latest year first."""
        return query.order_by(Assessment.year.desc(), Assessment.organisation)


class TransferList(ListSection):
    """变动: members who came, went elsewhere or left."""

    kind = Transfer
    columns = ("moved", "member", "kind", "source", "target", "outside", "reason")
    empty = ("还没有团员变动", "转接、转出、离团在“团员”里办理，办理后记在这里；从外单位转入的可以直接登记。")
    called = "团员变动名单"

    def belongs(self) -> Any:
        """From or to the organisations."""
        if self.scope.ids is None:
            return None
        return Transfer.source.in_(self.scope.ids) | Transfer.target.in_(self.scope.ids)

    def ordered(self, query: peewee.ModelSelect) -> peewee.ModelSelect:
        """The latest first."""
        return query.order_by(Transfer.moved.desc(), Transfer.id.desc())
