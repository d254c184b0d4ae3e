"""The steps of the year's plans on the page of 支部: what is due, overdue and done, entered as done several at once."""

from __future__ import annotations

from typing import Any

import peewee

from models.fields import Kind
from models.plan import DONE, OVERDUE, STEP_STATES, Plan, PlanStep, finish
from ui.ask_fields import AskFields, Values, usual_day
from ui.state_list import StateList


class StepList(StateList):
    """The steps of the year's plans: what is still to be done first, by its day."""

    kind = PlanStep
    states = tuple(zip(STEP_STATES, ("neutral", "info", "good", "bad"), strict=True))
    ends = (DONE, OVERDUE)
    columns = ("due", "state", "task", "plan", "who", "done", "result", "number")
    watch = (Plan,)
    empty = ("这一年的方案还没有步骤", "打开一份方案，在“方案步骤”里逐行填写做什么、谁负责、什么时候完成。")
    called = "{}方案步骤一览表"

    def build(self) -> None:
        """The states; steps are entered as done here, several at once."""
        super().build()
        done = self._action("登记完成…", "check", "Alt+D", self.enter_done)
        self.add_action(done, for_chosen=True)

    def belongs(self) -> Any:
        """Of the plans of the organisations and the year."""
        plans = Plan.select(Plan.id).where(Plan.year == self.scope.year)
        inside = self.in_scope(Plan.organisation)
        return PlanStep.plan.in_(plans if inside is None else plans.where(inside))

    def ordered(self, query: peewee.ModelSelect) -> peewee.ModelSelect:
        """What is done stands below."""
        return query.order_by(
            PlanStep.done.is_null().desc(),
            PlanStep.due.is_null(),
            PlanStep.due,
            PlanStep.plan,
            PlanStep.number,
        )

    def begin(self) -> dict[str, Any]:
        """One of the plan that is alone in the scope."""
        plans = Plan.select(Plan.id).where(Plan.year == self.scope.year)
        inside = self.in_scope(Plan.organisation)
        found = list(plans if inside is None else plans.where(inside))
        return {"plan": found[0].id} if len(found) == 1 else {}

    def enter_done(self) -> None:
        """Ask for the day on which the chosen steps were done, and what came of them."""
        ids = self.table.chosen_ids()
        found = {step.id: step for step in PlanStep.select().where(PlanStep.id.in_(ids))}
        chosen = [found[id_] for id_ in ids if id_ in found and not found[id_].done]
        if not chosen:
            self.desk.say("所选的步骤都已登记完成" if ids else "请先选中步骤")
            return
        fields = [PlanStep.field(name) for name in ("done", "result")]

        def work(given: Values) -> None:
            count = finish(chosen, given["done"], given["result"])
            self.desk.say(f"已登记{count}个步骤完成，Ctrl+Z 撤销")

        named = "\n".join(f"{_whose(step)}：{step.heading()}" for step in chosen[:4])
        AskFields(
            self.window(),
            "登记完成",
            named + (f"\n等{len(chosen)}个步骤" if len(chosen) > 4 else ""),
            [field for field in fields if isinstance(field, Kind)],
            work,
            yes="登记",
            values={
                "done": usual_day(self.scope.year),
                "result": chosen[0].result if len(chosen) == 1 else None,
            },
            needed=["done"],
            year=self.scope.year,
        ).exec()


def _whose(step: PlanStep) -> str:
    # Plans begun from one another have steps of the same words.
    organisation = step.plan.organisation
    return str(organisation.short_name or organisation.name)
