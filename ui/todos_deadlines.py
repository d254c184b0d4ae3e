"""What is overdue, or due within two weeks, of every kind of record that says by when it is to be done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from models.clock import today
from models.deadlines import SOON, Deadline, dated_kinds, pending
from models.record import Record
from models.years import reference_day
from ui.organisation_scope import Scope
from ui.todo import Todo, first_of


def todos(scope: Scope) -> Iterator[Todo]:
    """One line a kind for what is overdue, and one for what is due soon."""
    day = reference_day(scope.year)
    # A past year's page tells of its own records; in the present one nothing that was left undone is forgotten.
    first = date.min if day == today() else date(scope.year, 1, 1)
    last = (
        min(day + timedelta(days=SOON), date(scope.year, 12, 31)) if day != today() else day + timedelta(SOON)
    )
    for kind in dated_kinds():
        found = pending(kind, last, scope.ids, first)
        yield from _line("bad", kind, f"条{kind.label}已逾期", [each for each in found if each.overdue])
        soon = [each for each in found if not each.overdue]
        yield from _line("warn", kind, f"条{kind.label}{SOON}天内到期", soon)


def _line(tone: str, kind: type[Record], words: str, found: list[Deadline]) -> Iterator[Todo]:
    if not found:
        return
    named = [f"{each.what}（{each.day.month}月{each.day.day}日）" for each in found]
    ids = [each.record_id for each in found]
    yield Todo(tone, "clock", f"{len(found)}{words}", first_of(named, "条"), kind, ids)
