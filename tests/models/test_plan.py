"""Plans: one for each organisation and year, begun from another, with steps that are due and done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from models import clock
from models.changes import change
from models.errors import AppError
from models.figure import Period
from models.figures import figure
from models.journal import last_undoable, undo
from models.organisation import Organisation
from models.plan import (
    DONE,
    NOT_BEGUN,
    OVERDUE,
    UNDER_WAY,
    Plan,
    PlanStep,
    begin_plan,
    office_plan,
    plan_of,
    progress,
    step_state,
    steps_of,
    without_plan,
)
from models.record import RecordProblems
from models.reorganise import merge_into
from models.store import Store
from tests.models.people import branch, committee

DAY = date(2010, 6, 15)


@pytest.fixture
def homes(store: Store) -> Iterator[list[Organisation]]:
    clock.set_work_year(2010)
    top = committee()
    yield [top, branch("一所团支部", top, founded="2001"), branch("二所团支部", top, founded="2001")]
    clock.set_work_year(None)


def plan(home: Organisation, year: int, *steps: dict[str, str], **facts: object) -> Plan:
    with change("拟定"):
        made = Plan(organisation=home.id, year=year, **facts)
        made.save()
        for step in steps:
            PlanStep(plan=made.id, **({"task": f"第{len(step)}步"} | step)).save()
    return made


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, NOT_BEGUN),
        ({"result": "已动员"}, UNDER_WAY),
        ({"due": "2010-06-15"}, NOT_BEGUN),
        ({"due": "2010-06-14"}, OVERDUE),
        ({"due": "2010-06", "result": "已动员"}, UNDER_WAY),  # a month is not over before its last day
        ({"due": "2010-05", "result": "已动员"}, OVERDUE),
        ({"due": "2010-05", "done": "2010-06-20"}, DONE),
    ],
)
def test_the_state_of_a_step(facts: dict[str, str], state: str) -> None:
    assert step_state(PlanStep(task="动员", **facts), DAY) == state


def test_a_plan_tells_how_far_it_has_come(homes: list[Organisation]) -> None:
    made = plan(homes[1], 2010, {"done": "2010-03-01"}, {"due": "2010-03"}, {"due": "2010-12-31"})
    assert progress(made) == (3, 1, 1)
    assert (made.steps, made.done, made.overdue) == (3, 1, 1)
    assert [step.number for step in steps_of(made)] == [1, 2, 3]
    assert {step.home() for step in steps_of(made)} == {homes[1].id}
    with change("办结"):
        step = steps_of(made)[1]
        step.done = "2010-04-01"
        step.save()
    assert progress(made) == (3, 2, 0)
    with change("删除"):
        made.delete_instance()
    assert not PlanStep.select().exists()


def test_there_is_one_plan_for_a_year(homes: list[Organisation]) -> None:
    first = plan(homes[1], 2010)
    assert first.title == "一所团支部2010年创先争优活动实施方案"
    with pytest.raises(RecordProblems, match="一所团支部2010年已有实施方案"):
        plan(homes[1], 2010)
    with pytest.raises(AppError, match="已有实施方案"):
        begin_plan(homes[1], 2010, None)
    plan(homes[1], 2009)
    assert [each.name for each in without_plan(2010)] == ["二所团支部"]
    assert [each.name for each in without_plan(2011)] == ["一所团支部", "二所团支部"]


def test_a_plan_begun_from_the_offices(homes: list[Organisation]) -> None:
    assert office_plan(2010) is None
    plan(
        homes[0],
        2010,
        {
            "task": "动员部署",
            "who": "团委书记",
            "due": "2010-03-15",
            "done": "2010-03-10",
            "result": "已开会",
        },
        aims="争创佳绩",
        content="三比三争",
        issued="2010-02-01",
    )
    source = office_plan(2010)
    begun = begin_plan(homes[1], 2010, source)
    assert (begun.title, begun.aims, begun.content, begun.issued) == (
        "一所团支部2010年创先争优活动实施方案",
        "争创佳绩",
        "三比三争",
        None,
    )
    [step] = steps_of(begun)
    assert (step.number, step.task, step.who, step.due, step.done, step.result) == (
        1,
        "动员部署",
        "团委书记",
        "2010-03-15",
        None,
        None,
    )


def test_last_years_days_become_this_years_and_all_is_one_action(homes: list[Organisation]) -> None:
    dues = ("2008-02-29", "2008-11", "2008", None)
    old = plan(homes[1], 2008, *({"task": str(due), "due": due} for due in dues), title="一所2008年争先方案")
    begun = begin_plan(homes[1], 2009, old)
    assert begun.title == "一所2009年争先方案"
    assert [step.due for step in steps_of(begun)] == ["2009-02-28", "2009-11", "2009", None]
    assert begin_plan(homes[1], 2012, old) and steps_of(plan_of(homes[1].id, 2012))[0].due == "2012-02-29"
    before = Plan.select().count(), PlanStep.select().count()
    begin_plan(homes[2], 2009, old)
    undo(last_undoable().id)
    assert (Plan.select().count(), PlanStep.select().count()) == before


def test_a_merged_branch_keeps_its_plan(homes: list[Organisation]) -> None:
    plan(homes[1], 2010)
    plan(homes[2], 2010)
    merge_into(homes[1], homes[2], "2010-07-01")
    assert plan_of(homes[1].id, 2010) is not None


def test_plans_and_their_steps_are_counted(homes: list[Organisation]) -> None:
    plan(homes[1], 2010, {"done": "2010-03-01", "due": "2010-02"}, {"due": "2010-03"}, {"due": "2010-12-31"})
    plan(homes[2], 2009, {"due": "2010-02-01"})
    year, march = Period.year(2010), Period.months(2010, 3, 3)
    assert figure("plans.total").by_organisation(year) == {homes[1].id: 1}
    assert figure("plans.steps.due").value(year) == 4
    assert figure("plans.steps.due").by_organisation(march) == {homes[1].id: 1}
    assert figure("plans.steps.done").value(march, [homes[1].id]) == 1
