"""方案 on the page of 支部: the year's plans, and the steps of all of them with what is due and done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import peewee
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
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
from models.clock import as_of, end_of_year
from models.errors import AppError
from models.fields import Kind
from models.organisation import ACTIVE, Organisation, branches
from models.plan import (
    DONE,
    OVERDUE,
    STEP_STATES,
    Plan,
    PlanStep,
    begin_plans,
    beginnings,
    finish,
    step_state,
    without_plan,
)
from models.record import Record
from ui import ask, theme
from ui.ask_fields import AskFields, Values, usual_day
from ui.desk import Desk
from ui.icons import icon
from ui.organisation_lists import ListSection
from ui.organisation_scope import Scope
from ui.owned_lines import OwnedLines
from ui.several_lists import SeveralLists
from ui.state_list import StateList

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
        self.from_last = _action(self, "照去年的拟定", "copy", "", lambda: self._begin(True))
        self.from_office = _action(self, "照局团委的拟定", "file-plus", "", lambda: self._begin(False))
        self.print_chosen = _action(
            self, "打印方案…", "printer", "Ctrl+P", lambda: self._print(self.table.chosen_ids())
        )
        self.print_all = _action(
            self, "打印全部方案…", "printer", "Ctrl+Shift+P", lambda: self._print(self.table.shown_ids())
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


class StepList(StateList):
    """The steps of the year's plans: what is still to be done first, by its day."""

    kind = PlanStep
    states = tuple(zip(STEP_STATES, ("neutral", "info", "good", "bad"), strict=True))
    ends = (DONE, OVERDUE)
    columns = ("due", "state", "task", "who", "done", "result", "plan", "number")
    watch = (Plan,)
    empty = ("这一年的方案还没有步骤", "打开一份方案，在“方案步骤”里逐行填写做什么、谁负责、什么时候完成。")
    called = "{}方案步骤一览表"

    def build(self) -> None:
        """The states; steps are entered as done here, several at once."""
        super().build()
        done = _action(self, "登记完成…", "check", "Ctrl+K", self.enter_done)
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
        chosen = [step for step in PlanStep.select().where(PlanStep.id.in_(ids)) if not step.done]
        if not chosen:
            self.desk.say("所选的步骤都已登记完成" if ids else "请先选中步骤")
            return
        fields = [PlanStep.field(name) for name in ("done", "result")]

        def work(given: Values) -> None:
            count = finish(chosen, given["done"], given["result"])
            self.desk.say(f"已登记{count}个步骤完成，Ctrl+Z 撤销")

        named = "\n".join(step.heading() for step in chosen[:4])
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


def _above() -> list[Organisation]:
    """The committees and general branches, which have a plan where they want one."""
    return list(Organisation.select().where(Organisation.kind != "团支部", Organisation.state == ACTIVE))


def _action(parent: ListSection, text: str, picture: str, keys: str, work: Callable[[], None]) -> QAction:
    action = QAction(icon(picture), text, parent)
    if keys:
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{text}（{keys}）")
    action.triggered.connect(lambda _=False: work())
    return action
