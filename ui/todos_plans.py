"""Branches that have no plan for the year."""

from __future__ import annotations

from collections.abc import Iterator

from models.plan import without_plan
from ui.organisation_scope import Scope
from ui.todo import Todo, about


def todos(scope: Scope) -> Iterator[Todo]:
    """What the plans of a scope want; overdue steps are told with all that is due."""
    single = scope.organisation is not None and not scope.has_below
    missing = [(branch, "") for branch in without_plan(scope.year) if scope.holds(branch.id)]
    words = f"还没有{scope.year}年的实施方案"
    yield from about("warn", "clipboard-list", words if single else "{}个团支部" + words, missing, single)
