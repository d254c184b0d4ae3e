"""What awards leave to do: objections that are not dealt with, and holders put forward for several awards."""

from __future__ import annotations

from collections.abc import Iterator

from models.nomination_documents import held_twice
from models.objection import Objection
from ui.organisation_scope import Scope
from ui.todo import Todo, about


def todos(scope: Scope) -> Iterator[Todo]:
    """Those of the work year's nominations."""
    waiting = Objection.select().where(Objection.result.is_null()).order_by(Objection.received)
    mine = [
        (each, each.nomination.heading())
        for each in waiting
        if each.nomination.year == scope.year and scope.holds(each.home())
    ]
    yield from about("bad", "circle-alert", "{}条公示异议还没有处理完", mine)
    twice = [(each, str(each.kind)) for each in held_twice(scope.year) if scope.holds(each.organisation_id)]
    yield from about("warn", "award", "{}项推荐是同一对象一年推荐多项", twice)
