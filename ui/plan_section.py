"""方案 on the page of 支部: the year's plans and their steps, one list at a time, and which branches have none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from models.clock import as_of
from models.organisation import Organisation
from models.plan import OVERDUE, Plan, PlanStep, step_state, without_plan
from ui import theme
from ui.desk import Desk
from ui.plan_list import PlanList
from ui.plan_steps import StepList
from ui.several_lists import SwitchedLists


class PlanSection(SwitchedLists):
    """The plans and their steps, one list at a time, under a line that says how many are overdue or missing."""

    counts = frozenset((Plan, PlanStep, Organisation))

    def __init__(self, desk: Desk) -> None:
        plans, steps = PlanList(desk), StepList(desk)
        super().__init__(desk, (plans, steps))
        self.plans, self.steps = plans, steps
        self.missing = QLabel()
        self.missing.setTextFormat(Qt.TextFormat.PlainText)
        self.missing.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.mark(self.missing, role="muted")
        self.row.addSpacing(theme.MEDIUM)
        self.row.addWidget(self.missing, 1)
        self.row.addWidget(self.plans.switches)
        self.open(0)

    def open(self, place: int) -> None:
        """Bring a list to the front; the switches are those of the plans."""
        super().open(place)
        self.plans.switches.setVisible(not place)

    def tell(self) -> None:
        """How many plans and steps, how many overdue, and which branches have none."""
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
