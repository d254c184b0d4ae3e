"""要办的事 about news: which branches sent no item with a picture for a month (domain §4)."""

from __future__ import annotations

from collections.abc import Iterator

from models.clock import today
from models.figure import Period
from models.news import Owing, months_due, owing
from models.record import Record
from ui.organisation_scope import Scope
from ui.todo import Todo, about

REMIND_DAYS = 10  # before a month's end


def todos(scope: Scope) -> Iterator[Todo]:
    """Who owes the month that was over last, and, towards its end, who owes the present one.

    Of one branch alone all months of the year that it owes.
    """
    now = today()
    due = months_due(scope.year)
    if due:
        yield from _owing(scope, due[-1], owing(scope.year), "warn", f"{due[-1]}月")
    end = Period.months(now.year, now.month, now.month).last_day
    if now.year == scope.year and (end - now).days < REMIND_DAYS:
        waiting = [each for each in owing(scope.year, running=True) if now.month in each.months]
        yield from _owing(scope, now.month, waiting, "info", "本月")


def _owing(scope: Scope, month: int, found: list[Owing], tone: str, when: str) -> Iterator[Todo]:
    single = scope.organisation is not None and not scope.has_below
    if single and tone == "info":
        found = [Owing(each.branch, (month,)) for each in found]
    mine: list[tuple[Record, str]] = [
        (each.branch, "、".join(f"{one}月" for one in each.months) if single else "")
        for each in found
        if scope.holds(each.branch.id) and (single or month in each.months)
    ]
    words = "还没有报送带图片的信息"
    said = f"本月{words}" if tone == "info" else words
    yield from about(tone, "megaphone", said if single else f"{{}}个团支部{when}{words}", mine, single)
