"""The plans on the page of 支部: begun blank, from last year's or from the office's, with their steps, on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import peewee
from PySide6.QtGui import QKeySequence

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
    columns = ("organisation", "title", "year", "issued", "steps", "done", "overdue", "aims")
    watch = (PlanStep, Organisation)
    sections = (_steps,)
    empty = (
        "这一年还没有实施方案",
        "按 Ctrl+N 新拟一份，或照去年的、照局团委的方案拟定，正文和步骤一并带过来。",
    )
    called = "{}实施方案一览表"

    def build(self) -> None:
        """All years when wanted; plans begun from others; paper."""
        self.all_years = self.add_switch("全部年度")
        self.like = self._action("照样拟定…", "copy", "Ctrl+D", self.begin_like)
        self.print_chosen = self._action(
            "打印方案…", "printer", "Ctrl+P", lambda: self._print(self.table.chosen_ids())
        )
        self.print_all = self._action(
            "打印全部方案…", "printer", "Ctrl+Shift+P", lambda: self._print(self.table.shown_ids())
        )
        self.add_action(self.like)
        self.add_action(self.print_chosen, for_chosen=True)
        self.add_action(self.print_all, button=False)
        # Another plan is begun from this one as this one was from the office's: with its steps.
        self.duplicate_action.setVisible(False)
        self.duplicate_action.setShortcut(QKeySequence())
        self.table.set_empty(*self.empty, [self.new_action, self.like])

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

    def begin_like(self) -> None:
        """Begin the plan of the organisation, or of all that have none where the page is about the whole office."""
        year, own = self.scope.year, self.scope.organisation
        asked = [own] if own is not None else [*_above(), *branches(end_of_year(year))]
        names = {True: f"照{year - 1}年的方案", False: "照局团委的方案"}
        ways = [(names[last], beginnings(asked, year, last)) for last in (True, False)]
        ways = [way for way in ways if way[1]]
        title = "拟定方案"
        if not ways:
            self._say_why_none(title, [organisation.id for organisation in asked])
            return
        whom = str(own.name) if own is not None else "还没有方案的单位"
        counted = [name if own is not None else f"{name}（{len(wanted)}个单位）" for name, wanted in ways]
        place = ask.choose(
            self,
            title,
            f"为{whom}拟定{year}年方案",
            f"正文和步骤一并带过来，日期改到{year}年，完成情况空着。"
            + ("" if own is not None else _whom(ways)),
            options=counted,
        )
        if place is None:
            return
        wanted = ways[place][1]
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

    def _say_why_none(self, title: str, asked: Sequence[int]) -> None:
        have = Plan.select().where(Plan.year == self.scope.year, Plan.organisation.in_(asked)).count()
        if have == len(asked):
            ask.inform(self, title, f"{self.scope.name}{self.scope.year}年已有方案。", "双击打开修改。")
        else:
            ask.inform(
                self, title, "没有可以照着拟定的方案。", "请先新增局团委的方案，各支部就可以照它拟定。"
            )

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


def _whom(ways: Sequence[tuple[str, Sequence[tuple[Organisation, Plan]]]]) -> str:
    """A line for each way: its name and the organisations that would get a plan."""
    lines = []
    for name, wanted in ways:
        names = [str(organisation.short_name or organisation.name) for organisation, _ in wanted]
        lines.append(
            f"\n{name}：{'、'.join(names[:6])}" + (f"等{len(names)}个单位" if len(names) > 6 else "")
        )
    return "".join(lines)


def _above() -> list[Organisation]:
    """The committees and general branches, which have a plan where they want one."""
    return list(Organisation.select().where(Organisation.kind != "团支部", Organisation.state == ACTIVE))
