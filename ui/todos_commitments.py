"""Branches that have promised nothing for the year, and promises that were kept and wait to be judged."""

from __future__ import annotations

from collections.abc import Iterator

from models.commitment_ledger import unjudged, without_commitment
from ui.organisation_scope import Scope
from ui.todo import Todo, about


def todos(scope: Scope) -> Iterator[Todo]:
    """What the commitments of a scope want; overdue ones are told with all that is due."""
    single = scope.organisation is not None and not scope.has_below
    missing = [(branch, "") for branch in without_commitment(scope.year) if scope.holds(branch.id)]
    words = f"还没有{scope.year}年的公开承诺"
    yield from about("warn", "file-text", words if single else "{}个团支部" + words, missing, single)
    waiting = [(each, "") for each in unjudged(scope.year) if scope.holds(each.organisation_id)]
    yield from about("info", "check", "{}条承诺已经兑现，还没有评诺", waiting)
