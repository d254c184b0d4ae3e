"""党建 on the page of 支部: reports to the Party with its support, members recommended to it, joint activities."""

from __future__ import annotations

from typing import Any

import peewee
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
)

from models.activity import Activity
from models.changes import Notice
from models.member import Member
from models.party import PartyRecommendation, PartyReport
from models.record import Record
from ui import theme
from ui.ask_fields import usual_day
from ui.desk import Desk
from ui.organisation_lists import ListSection
from ui.organisation_scope import Scope
from ui.several_lists import SeveralLists

_JOINT = "activities.party.count"


class PartyReportList(ListSection):
    """汇报: what the Party was told, what it answered and gave."""

    kind = PartyReport
    columns = ("reported", "organisation", "title", "way", "recipient", "answer", "money", "place", "people")
    empty = ("这一年还没有向党组织汇报的记录", "按 Ctrl+N 登记一次汇报，党组织的答复和支持也记在里面。")
    called = "{}向党组织汇报一览表"

    def begin(self) -> dict[str, Any]:
        """One of this organisation, today in the present year."""
        return {"organisation": self._organisation_id, "reported": usual_day(self.scope.year)}

    def ordered(self, query: peewee.ModelSelect) -> peewee.ModelSelect:
        """The latest first."""
        return query.order_by(PartyReport.reported.desc(), PartyReport.id.desc())


class RecommendationList(ListSection):
    """推优: who was recommended to the Party, and what became of it."""

    kind = PartyRecommendation
    columns = (
        "member",
        "organisation",
        "recommended",
        "introducer",
        "expected",
        "present",
        "votes",
        "outcome",
        "outcome_on",
    )
    watch = (Member,)
    empty = ("这一年还没有推优入党", "按 Ctrl+N 登记一名，或把推优入党表拖到窗口里导入。")
    called = "{}推优入党名单"

    def begin(self) -> dict[str, Any]:
        """One of this organisation, today in the present year."""
        return {"organisation": self._organisation_id, "recommended": usual_day(self.scope.year)}

    def ordered(self, query: peewee.ModelSelect) -> peewee.ModelSelect:
        """The latest first."""
        return query.order_by(PartyRecommendation.recommended.desc(), PartyRecommendation.id.desc())


class PartySection(SeveralLists):
    """Two lists, one at a time, under a line with their numbers; a third number opens the joint activities."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.scope = Scope(None, None, desk.year)
        self.lists: tuple[ListSection, ...] = (PartyReportList(desk), RecommendationList(desk))
        self.buttons = QButtonGroup(self)
        self._stack = QStackedWidget()
        row = QHBoxLayout()
        row.setContentsMargins(theme.WIDE, theme.MEDIUM, theme.WIDE, 0)
        row.setSpacing(theme.TIGHT)
        for place, each in enumerate(self.lists):
            button = QPushButton()
            button.setCheckable(True)
            theme.mark(button, role="segment")
            self.buttons.addButton(button, place)
            row.addWidget(button)
            self._stack.addWidget(each)
        self.joint = QPushButton()
        self.support = QLabel()
        theme.mark(self.support, role="muted")
        # In a narrow window it gives way to the buttons.
        self.support.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addSpacing(theme.MEDIUM)
        row.addWidget(self.joint)
        row.addSpacing(theme.MEDIUM)
        row.addWidget(self.support, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self._stack, 1)
        self.buttons.idClicked.connect(self._open)
        self.joint.clicked.connect(self._show_joint)
        desk.live.changed.connect(self._noticed)
        self._open(0)

    def current_list(self) -> ListSection:
        """The list on screen."""
        return self.lists[self.buttons.checkedId()]

    def list_of(self, kind: type[Record]) -> ListSection:
        """Brings the list of a kind to the front."""
        self._open(next(place for place, each in enumerate(self.lists) if each.kind is kind))
        return self.current_list()

    def show_scope(self, scope: Scope) -> None:
        """Another organisation's or year's."""
        self.scope = scope
        for each in self.lists:
            each.show_scope(scope)
        self._tell()

    def _open(self, place: int) -> None:
        self.buttons.button(place).setChecked(True)
        self._stack.setCurrentIndex(place)

    def _noticed(self, notice: Notice) -> None:
        if {PartyReport, PartyRecommendation, Activity} & notice.ids.keys():
            self._tell()

    def _tell(self) -> None:
        recommended, joined, money, joint = (
            self.scope.figure(name) for name in ("party.recommended", "party.joined", "party.money", _JOINT)
        )
        for place, name in enumerate(("汇报", "推优")):
            self.buttons.button(place).setText(f"{name} {self.lists[place].query().count()}")
        self.joint.setText(f"党团联合活动 {joint}次")
        self.joint.setEnabled(bool(joint))
        said = [
            f"党组织支持经费{money:,}元" if money else "",
            f"推优入党{recommended}人" if recommended else "",
            f"推优后入党{joined}人" if joined else "",
        ]
        self.support.setText("　".join(filter(None, said)))

    def _show_joint(self) -> None:
        self.desk.open_records(*self.scope.behind(_JOINT))
