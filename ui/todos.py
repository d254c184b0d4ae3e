"""What needs doing in the office or one organisation in a work year: the lines of 总览 and of the branches' page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from models import partial_date
from models.assessment import Assessment
from models.award import in_publicity
from models.clock import today
from models.database import rows
from models.figure import Period
from models.figures import figure
from models.member import SECRETARY, Member
from models.organisation import ACTIVE, branches, due_for_election
from models.reporting import Request, pressing
from models.roster import turning_28
from models.years import reference_day
from ui import (
    todos_appraisal,
    todos_awards,
    todos_commitments,
    todos_deadlines,
    todos_news,
    todos_plans,
    todos_polls,
    todos_supervision,
)
from ui.organisation_scope import Scope
from ui.todo import Todo, about, first_of

ELECTION_DAYS = 90
BIRTHDAY_DAYS = 90
RETURN_DAYS = 7
SIGNED = "已签字"
# 团章: a branch has at least three members; above thirty a general branch is formed.
SMALLEST, LARGEST = 3, 30


# What the campaign's other records have to say, each subject's in a file of its own.
_OF_SUBJECTS: tuple[Callable[[Scope], Iterator[Todo]], ...] = (
    todos_appraisal.todos,
    todos_awards.todos,
    todos_commitments.todos,
    todos_deadlines.todos,
    todos_news.todos,
    todos_plans.todos,
    todos_polls.todos,
    todos_supervision.todos,
)


def todos(scope: Scope) -> list[Todo]:
    """What needs doing in a scope, the most pressing first."""
    order = {"bad": 0, "warn": 1, "info": 2}
    return sorted(_todos(scope), key=lambda todo: order[todo.tone])


def _todos(scope: Scope) -> Iterator[Todo]:
    if scope.organisation is not None and scope.organisation.state != ACTIVE:
        return
    day = reference_day(scope.year)
    single = scope.organisation is not None and not scope.has_below
    due = [item for item in due_for_election(day, ELECTION_DAYS) if scope.holds(item[0].id)]
    for tone, over, words in (("bad", True, "换届已超期"), ("warn", False, f"{ELECTION_DAYS}天内应换届")):
        yield from about(
            tone,
            "vote",
            words if single else "{}个团组织" + words,
            [(item[0], f"应于{item[1]}换届") for item in due if item[2] is over],
            single,
        )
    sizes = figure("members.total").by_organisation(Period.year(scope.year))
    listed = [branch for branch in branches(day) if scope.holds(branch.id)]
    odd = [(branch, sizes.get(branch.id, 0)) for branch in listed]
    odd = [(branch, size) for branch, size in odd if not SMALLEST <= size <= LARGEST]
    words = f"人数不在{SMALLEST}至{LARGEST}人之间"
    yield from about(
        "warn",
        "users",
        words if single else "{}个团支部" + words,
        [(branch, f"团员{size}人") for branch, size in odd],
        single,
    )
    led = {
        id_
        for (id_,) in rows(
            "SELECT organisation_id FROM office WHERE post = ? AND until IS NULL", (SECRETARY,)
        )
    }
    without = [(branch, "") for branch in listed if branch.id not in led] if day == today() or single else []
    yield from about(
        "warn", "user", "还没有登记书记" if single else "{}个团支部还没有登记书记", without, single
    )
    month = Period.months(day.year, day.month, day.month)
    busy = figure("activities.all.count").by_organisation(month)
    idle = [(branch, "") for branch in listed if branch.id not in busy]
    words = f"{day.month}月还没有活动记录"
    yield from about("info", "calendar-days", words if single else "{}个团支部" + words, idle, single)
    yield from _awaited(scope)
    yield from _publicity(scope)
    yield from _unsigned(scope, single)
    yield from _birthdays(scope)
    for of_subject in _OF_SUBJECTS:
        yield from of_subject(scope)


def _awaited(scope: Scope) -> Iterator[Todo]:
    """What was asked of the branches and is due: a request is looked at by today, whatever year is on screen."""
    now = today()
    for request, waiting in pressing(now, RETURN_DAYS):
        mine = [str(branch.name) for branch in waiting if scope.holds(branch.id)]
        if not mine or request.year != scope.year:
            continue
        due = partial_date.last_day(str(request.due))
        over, left = due < now, (due - now).days
        when = "已过截止日期" if over else "今天截止" if not left else f"还有{left}天截止"
        whom = f"{len(mine)}个团支部没有报" if len(mine) > 1 or scope.organisation is None else "还没有报"
        more = f" 等{len(mine)}个" if len(mine) > 3 else ""
        yield Todo(
            "bad" if over else "warn",
            "inbox",
            f"{request.name}{when}，{whom}",
            "、".join(mine[:3]) + more,
            Request,
            [request.id],
        )


def _publicity(scope: Scope) -> Iterator[Todo]:
    public = [(each, "") for each in in_publicity(scope.year) if scope.holds(each.organisation_id)]
    yield from about("info", "megaphone", "{}项推荐正在公示", public)


def _unsigned(scope: Scope, single: bool) -> Iterator[Todo]:
    open_ones = Assessment.select().where(Assessment.year == scope.year, Assessment.state != SIGNED)
    mine = [(each, "") for each in open_ones if scope.holds(each.organisation_id)]
    words = "年度考核表还没有签字"
    yield from about("warn", "clipboard-check", words if single else "{}份" + words, mine, single)


def _birthdays(scope: Scope) -> Iterator[Todo]:
    due = [each for each in turning_28(reference_day(scope.year), BIRTHDAY_DAYS) if scope.holds(each.branch)]
    for tone, over, words in (
        ("warn", True, "{}名团员已满28周岁，应办离团"),
        ("info", False, "{}名团员" + f"在{BIRTHDAY_DAYS}天内满28周岁"),
    ):
        mine = [each for each in due if each.over is over]
        if mine:
            names = first_of([each.name for each in mine], "人")
            yield Todo(tone, "cake", words.format(len(mine)), names, Member, [each.id for each in mine])
