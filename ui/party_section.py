"""党建 on the page of 支部: reports to the Party with its support, members recommended to it, joint activities."""

from __future__ import annotations

from typing import Any

import peewee
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy

from models.activity import Activity
from models.member import Member
from models.party import PartyRecommendation, PartyReport
from ui import theme
from ui.ask_fields import usual_day
from ui.desk import Desk
from ui.organisation_lists import ListSection
from ui.several_lists import SwitchedLists

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


class PartySection(SwitchedLists):
    """Two lists, one at a time, under a line with their numbers; a third number opens the joint activities."""

    counts = frozenset((PartyReport, PartyRecommendation, Activity))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, (PartyReportList(desk), RecommendationList(desk)))
        self.desk = desk
        self.joint = QPushButton()
        self.support = QLabel()
        theme.mark(self.support, role="muted")
        # In a narrow window it gives way to the buttons.
        self.support.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.row.addSpacing(theme.MEDIUM)
        self.row.addWidget(self.joint)
        self.row.addSpacing(theme.MEDIUM)
        self.row.addWidget(self.support, 1)
        self.joint.clicked.connect(self._show_joint)
        self.open(0)

    def tell(self) -> None:
        """How many reports and recommendations, and what the Party gave."""
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
