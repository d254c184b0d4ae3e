"""The plans on the page of 支部: begun blank, from last year's or from the office's, with their steps, on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import peewee

from models.clock import end_of_year
from models.errors import AppError
from models.organisation import ACTIVE, Organisation, branches
from models.plan import Plan, PlanStep, begin_plans, beginnings
from ui import ask
from ui.desk import Desk
from ui.organisation_lists import ListSection
from ui.owned_lines import OwnedLines

_STEP_COLUMNS = ("task", "who", "due", "done", "result")


def _steps(desk: Desk) -> OwnedLines:
    return OwnedLines(desk, PlanStep, "plan", columns=_STEP_COLUMNS)


class PlanList(ListSection):
    """One plan for each organisation and year, begun blank, from last year's or from the office's."""

    kind = Plan
    columns = ("organisation", "title", "issued", "steps", "done", "overdue", "aims")
    watch = (PlanStep, Organisation)
    sections = (_steps,)
    empty = ("这一年还没有实施方案", "按 Ctrl+N 新拟一份，或照去年的、照局团委的方案拟定，步骤一并带过来。")
    called = "{}实施方案一览表"

    def build(self) -> None:
        """All years when wanted; plans begun from others; paper."""
        self.all_years = self.add_switch("全部年度")
        self.from_last = self._action("照去年的拟定", "copy", "", lambda: self._begin(True))
        self.from_office = self._action("照局团委的拟定", "file-plus", "", lambda: self._begin(False))
        self.print_chosen = self._action(
            "打印方案…", "printer", "Ctrl+P", lambda: self._print(self.table.chosen_ids())
        )
        self.print_all = self._action(
            "打印全部方案…", "printer", "Ctrl+Shift+P", lambda: self._print(self.table.shown_ids())
        )
        for action in (self.from_last, self.from_office):
            self.add_action(action)
        self.add_action(self.print_chosen, for_chosen=True)
        self.add_action(self.print_all, button=False)
        # Another plan is begun from this one as this one was from the office's: with its steps.
        self.duplicate_action.setVisible(False)
        self.table.set_empty(*self.empty, [self.new_action, self.from_last, self.from_office])

    def of_the_year(self) -> Any:
        """The work year, unless all are wanted."""
        return None if self.all_years.isChecked() else super().of_the_year()

    def ordered(self, query: peewee.ModelSelect) -> peewee.ModelSelect:
        """The latest year first, then in the office's order."""
        return query.join(Organisation, on=Plan.organisation).order_by(
            Plan.year.desc(), Organisation.position, Organisation.id
        )

    def begin(self) -> dict[str, Any]:
        """This organisation's for the work year."""
        return {"organisation": self._organisation_id, "year": self.scope.year}

    def _begin(self, from_last: bool) -> None:
        """Begin the plan of the organisation, or of all that have none where the page is about the whole office."""
        year, own = self.scope.year, self.scope.organisation
        asked = [own] if own is not None else [*_above(), *branches(end_of_year(year))]
        wanted = beginnings(asked, year, from_last)
        source = f"{year - 1}年的方案" if from_last else f"局团委{year}年的方案"
        if not wanted:
            ask.inform(
                self,
                "拟定方案",
                *(
                    (f"{own.name}{year}年已有方案，或没有{source}可以照着拟定。", "已有的方案双击打开修改。")
                    if own is not None
                    else (f"没有单位要照{source}拟定。", "已有方案的不再拟定；没有可照的，请先新增一份。")
                ),
            )
            return
        if len(wanted) > 1:
            names = "、".join(str(organisation.name) for organisation, _ in wanted[:4])
            more = f"等{len(wanted)}个" if len(wanted) > 4 else ""
            if not ask.confirm(
                self,
                "拟定方案",
                f"照{source}为{len(wanted)}个还没有方案的单位拟定{year}年方案？",
                f"{names}{more}。正文和步骤一并带过来，日期改到{year}年，完成情况空着。",
                yes="拟定",
            ):
                return
        try:
            made = begin_plans(wanted, year)
        except AppError as error:
            ask.show_error(self, error)
            return
        self.table.reload()
        self.table.choose([plan.id for plan in made])
        self.desk.say(f"已拟定{len(made)}份方案，Ctrl+Z 撤销")
        if len(made) == 1:
            self.open(made[0].id)

    def _print(self, ids: Sequence[int]) -> None:
        # Print support is heavy: it is imported when something is first printed.
        from exports import forms
        from exports.form_plan import plan_documents
        from ui.printing import preview

        found = {plan.id: plan for plan in Plan.select().where(Plan.id.in_(list(ids)))}
        wanted = [found[id_] for id_ in ids if id_ in found]
        if wanted:
            name = str(wanted[0].title) if len(wanted) == 1 else f"{self.scope.year}年{forms.PLAN_FORM.title}"
            preview(
                self.window(),
                forms.PLAN_FORM,
                lambda _full: plan_documents(wanted),
                name,
                self.desk.remember,
            )


def _above() -> list[Organisation]:
    """The committees and general branches, which have a plan where they want one."""
    return list(Organisation.select().where(Organisation.kind != "团支部", Organisation.state == ACTIVE))
