"""方案 on the page of 支部: the year's plans and their steps, one list at a time, and which branches have none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
)

from models.changes import Notice
from models.clock import as_of
from models.organisation import Organisation
from models.plan import OVERDUE, Plan, PlanStep, step_state, without_plan
from models.record import Record
from ui import theme
from ui.desk import Desk
from ui.organisation_lists import ListSection
from ui.organisation_scope import Scope
from ui.plan_list import PlanList
from ui.plan_steps import StepList
from ui.several_lists import SeveralLists


class PlanSection(SeveralLists):
    """The plans and their steps, one list at a time, under a line that says how many are overdue or missing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.scope = Scope(None, None, desk.year)
        self.plans, self.steps = PlanList(desk), StepList(desk)
        self.buttons = QButtonGroup(self)
        self._stack = QStackedWidget()
        row = QHBoxLayout()
        row.setContentsMargins(theme.WIDE, theme.MEDIUM, theme.WIDE, 0)
        row.setSpacing(theme.TIGHT)
        for place, each in enumerate((self.plans, self.steps)):
            button = QPushButton()
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            theme.mark(button, role="segment")
            self.buttons.addButton(button, place)
            row.addWidget(button)
            self._stack.addWidget(each)
        self.missing = QLabel()
        self.missing.setTextFormat(Qt.TextFormat.PlainText)
        self.missing.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.mark(self.missing, role="muted")
        row.addSpacing(theme.MEDIUM)
        row.addWidget(self.missing, 1)
        row.addWidget(self.plans.switches)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self._stack, 1)
        self.buttons.idClicked.connect(self._open)
        desk.live.changed.connect(self._noticed)
        self._open(0)

    def current_list(self) -> ListSection:
        """The list on screen."""
        return self.steps if self.buttons.checkedId() else self.plans

    def list_of(self, kind: type[Record]) -> ListSection:
        """Brings the list of a kind to the front."""
        self._open(int(kind is PlanStep))
        return self.current_list()

    def show_scope(self, scope: Scope) -> None:
        """Another organisation's or year's."""
        self.scope = scope
        for each in (self.plans, self.steps):
            each.show_scope(scope)
        self._tell()

    def _open(self, place: int) -> None:
        self.buttons.button(place).setChecked(True)
        self._stack.setCurrentIndex(place)
        self.plans.switches.setVisible(not place)

    def _noticed(self, notice: Notice) -> None:
        if {Plan, PlanStep, Organisation} & notice.ids.keys():
            self._tell()

    def _tell(self) -> None:
        plans = [
            plan
            for plan in Plan.select().where(Plan.year == self.scope.year)
            if self.scope.holds(plan.organisation_id)
        ]
        steps = list(PlanStep.select().where(PlanStep.plan.in_([plan.id for plan in plans])))
        late = sum(step_state(step, as_of()) == OVERDUE for step in steps)
        self.buttons.button(0).setText(f"方案 {len(plans)}")
        self.buttons.button(1).setText(f"步骤 {len(steps)}" + (f"（{late}个{OVERDUE}）" if late else ""))
        without = [branch for branch in without_plan(self.scope.year) if self.scope.holds(branch.id)]
        names = "、".join(str(branch.short_name or branch.name) for branch in without[:3])
        more = f"等{len(without)}个团支部" if len(without) > 3 else ""
        self.missing.setText(f"还没有方案：{names}{more}" if without and self.scope.has_below else "")
