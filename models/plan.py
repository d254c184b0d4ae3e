"""Plans of the campaign (实施方案), one for each organisation and year, with their steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import ClassVar, NamedTuple

from models import partial_date
from models.changes import change, running
from models.clock import as_of, end_of_year
from models.database import rows
from models.errors import AppError
from models.fields import Attachments, Date, Derived, Integer, Link, LongText, Text, not_in_future
from models.leading_group import top_committee
from models.organisation import Organisation, branches
from models.record import Problem, Record, warning

STEP_STATES = NOT_BEGUN, UNDER_WAY, DONE, OVERDUE = ("未开始", "进行中", "已完成", "逾期")


class Progress(NamedTuple):
    """How many steps a plan has, how many are done, and how many are overdue."""

    steps: int = 0
    done: int = 0
    overdue: int = 0


class Plan(Record):
    """What one organisation set itself for one year."""

    label = "实施方案"
    key = ("organisation", "year")
    year_field = "year"
    organisation_field = "organisation"
    search_fields = ("title",)
    sheet_words = ("方案",)
    # The copy is another year's, or another organisation's.
    not_copied = ("organisation", "title", "issued")

    organisation = Link(
        "方案制定单位",
        Organisation,
        required=True,
        width=20,
        group="方案",
        aliases=["制定单位", "团组织", "所在团组织", "团支部", "单位", "填报单位"],
    )
    year = Integer(
        "方案年度", required=True, minimum=1990, width=8, group="方案", aliases=["年度", "实施年度"]
    )
    title = Text(
        "方案名称",
        required=True,
        limit=120,
        width=30,
        group="方案",
        hint="空着按单位和年度",
        aliases=["实施方案名称", "标题"],
    )
    issued = Date("制定日期", check=not_in_future, group="方案", aliases=["制定时间", "印发日期"])
    aims = LongText("工作目标", group="方案", aliases=["目标任务", "总体目标", "目标"])
    content = LongText("方案正文", group="方案", aliases=["方案内容", "主要内容", "工作内容", "主要措施"])
    files = Attachments("方案文件", group="方案")
    remark = LongText("备注", width=14, group="方案", aliases=["说明"])
    steps = Derived("步骤数", lambda p: progress(p).steps, width=7, align="right", group="方案")
    done = Derived("已完成步骤", lambda p: progress(p).done, width=9, align="right", group="方案")
    overdue = Derived("逾期步骤", lambda p: progress(p).overdue, width=8, align="right", group="方案")

    class Meta:
        indexes = ((("organisation", "year"), True),)

    def complete(self) -> None:
        if not self.title and self.organisation_id is not None and self.year is not None:
            self.title = _usual_title(Organisation.titles().get(self.organisation_id, ""), self.year)

    def rules(self) -> Iterator[Problem]:
        if self.organisation_id is not None and self.year is not None:
            other = plan_of(self.organisation_id, self.year)
            if other is not None and other.id != self.get_id():
                name = Organisation.titles().get(self.organisation_id, "")
                yield Problem("organisation", f"{name}{self.year}年已有实施方案")
        if self.issued and self.year is not None and not 0 <= self.year - int(self.issued[:4]) <= 1:
            yield warning("issued", f"不是{self.year}年的日期，请核对")


class PlanStep(Record):
    """One step of a plan: what is to be done, by whom, by when, and when it was done."""

    label = "方案步骤"
    key = ("plan", "task")
    due_field = "due"
    done_field = "done"
    search_fields = ("task",)

    plan = Link("所属方案", Plan, required=True, owner=True, width=26)
    number = Integer("步骤序号", minimum=1, width=6, aliases=["步骤"])
    task = Text(
        "工作步骤", required=True, limit=200, width=34, aliases=["步骤内容", "工作内容", "任务", "做什么"]
    )
    who = Text("步骤责任人", limit=60, width=12, aliases=["责任人", "负责人", "责任单位"])
    due = Date("应完成日期", aliases=["完成时限", "完成时间", "时限"])
    done = Date("实际完成日期", check=not_in_future, aliases=["完成日期", "办结日期"])
    result = LongText("进展和结果", width=26, aliases=["完成情况", "进展情况", "落实情况"])
    state = Derived("步骤状态", lambda s: step_state(s, as_of()), width=8, align="center")

    # Plan id → its progress, for one day; made when it is asked for.
    _progress: ClassVar[tuple[date, dict[int, Progress]] | None] = None

    @classmethod
    def forget_cached(cls) -> None:
        super().forget_cached()
        cls._progress = None

    @classmethod
    def progress_on(cls, day: date) -> dict[int, Progress]:
        """The progress of all plans that have steps, by the plan's id."""
        if cls._progress is None or cls._progress[0] != day:
            states: dict[int, list[str]] = {}
            for step in cls.select():
                states.setdefault(step.plan_id, []).append(step_state(step, day))
            counted = {
                plan_id: Progress(len(found), found.count(DONE), found.count(OVERDUE))
                for plan_id, found in states.items()
            }
            cls._progress = day, counted
        return cls._progress[1]

    def heading(self) -> str:
        return str(self.task or f"{self.label}{self.get_id() or ''}")

    def home(self) -> int | None:
        # Asked of every step that the calendar shows.
        found = rows("SELECT organisation_id FROM plan WHERE id = ?", (self.plan_id,))
        return int(found[0][0]) if found else None

    def complete(self) -> None:
        if self.number is None and self.plan_id is not None:
            last = rows("SELECT max(number) FROM plan_step WHERE plan_id = ?", (self.plan_id,))[0][0]
            self.number = (last or 0) + 1


def step_state(step: PlanStep, day: date) -> str:
    """One of STEP_STATES: a step is under way once something is noted as its progress, overdue after its last day."""
    if step.done:
        return DONE
    if step.due and partial_date.last_day(step.due) < day:
        return OVERDUE
    return UNDER_WAY if step.result else NOT_BEGUN


def progress(plan: Plan) -> Progress:
    """How far a plan has come, as of the work year that is looked at."""
    return PlanStep.progress_on(as_of()).get(plan.get_id() or 0, Progress())


def steps_of(plan: Plan) -> list[PlanStep]:
    """The steps of a plan in their order."""
    found = PlanStep.select().where(PlanStep.plan == plan.get_id())
    return list(found.order_by(PlanStep.number.is_null(), PlanStep.number, PlanStep.id))


def plan_of(organisation_id: int, year: int) -> Plan | None:
    """The plan of an organisation for a year."""
    found: Plan | None = Plan.get_or_none(Plan.organisation == organisation_id, Plan.year == year)
    return found


def office_plan(year: int) -> Plan | None:
    """The plan of the top committee for a year, from which the branches begin theirs."""
    top = top_committee()
    return None if top is None else plan_of(top.id, year)


def without_plan(year: int) -> list[Organisation]:
    """The branches that have no plan for a year, in the office's order."""
    have = {id_ for (id_,) in rows("SELECT organisation_id FROM plan WHERE year = ?", (year,))}
    return [branch for branch in branches(end_of_year(year)) if branch.id not in have]


def begin_plan(organisation: Organisation, year: int, source: Plan | None) -> Plan:
    """Begin a plan as one action: blank, or with the texts and steps of last year's own plan or of the office's.

    Names and years in the title and the days of the steps become the new plan's; what was done is left out. AppError
    when the organisation has a plan for the year.
    """
    if plan_of(organisation.id, year) is not None:
        raise AppError(f"{organisation.name}{year}年已有实施方案。", "请打开它修改。")
    with change(f"拟定{organisation.name}{year}年实施方案"):
        plan = Plan(organisation=organisation.id, year=year)
        if source is not None:
            owner = Organisation.titles().get(source.organisation_id, "")
            plan.title = source.title.replace(owner, str(organisation.name)).replace(
                str(source.year), str(year)
            )
            plan.aims, plan.content = source.aims, source.content
        plan.save()
        by = 0 if source is None else year - source.year
        running().save_all(
            [
                PlanStep(
                    plan=plan.id,
                    number=number,
                    task=step.task,
                    who=step.who,
                    due=_moved(step.due, by),
                )
                for number, step in enumerate([] if source is None else steps_of(source), 1)
            ]
        )
    return plan


def beginnings(
    organisations: Iterable[Organisation], year: int, from_last: bool
) -> list[tuple[Organisation, Plan]]:
    """The organisations that have no plan for a year, each with what its plan can begin from.

    That is its own plan of the year before with `from_last`, else the office's of the year, which the office itself
    cannot begin from. Who has nothing to begin from is left out.
    """
    whole = None if from_last else office_plan(year)
    found = []
    for organisation in organisations:
        source = plan_of(organisation.id, year - 1) if from_last else whole
        if source is not None and plan_of(organisation.id, year) is None:
            found.append((organisation, source))
    return found


def begin_plans(wanted: Sequence[tuple[Organisation, Plan]], year: int) -> list[Plan]:
    """Begin the plans of several organisations as one action."""
    one = str(wanted[0][0].name) if len(wanted) == 1 else f"{len(wanted)}个单位"
    with change(f"拟定{one}{year}年实施方案"):
        return [begin_plan(organisation, year, source) for organisation, source in wanted]


def finish(steps: Sequence[PlanStep], done: str, result: str | None) -> int:
    """Enter steps as done on a day, as one action; returns how many. A result that is not given stays as it is."""
    with change(f"登记{len(steps)}个方案步骤完成"):
        for step in steps:
            step.done = done
            step.result = result or step.result
            step.save()
    return len(steps)


def _usual_title(name: str, year: int) -> str:
    return f"{name}{year}年创先争优活动实施方案"


def _moved(iso: str | None, years: int) -> str | None:
    """The same day some years later; the last of February stays the last of February."""
    if not iso:
        return None
    moved = f"{int(iso[:4]) + years:04d}{iso[4:]}"
    return moved[:-2] + "28" if moved.endswith("02-29") and years % 4 else moved
