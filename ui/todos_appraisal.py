"""What the members' appraisal leaves to do: branches against a rule, not finished, or not begun at the year's end."""

from __future__ import annotations

from collections.abc import Iterator

from models.appraisal import MemberAppraisal
from models.appraisal_watch import watch_all
from models.clock import today
from models.organisation import Organisation, branches
from models.years import reference_day
from ui.organisation_scope import Scope
from ui.todo import Todo, first_of

# The month from which a year's appraisal is to be under way (domain §4: 年底).
_FROM_MONTH = 12


def todos(scope: Scope) -> Iterator[Todo]:
    """Lines for the office, or for the one organisation of the page."""
    year = scope.year
    watched = watch_all(year)
    listed = [branch for branch in branches(reference_day(year)) if scope.holds(branch.id)]
    wrong, unfinished, waiting = [], [], []
    for branch in listed:
        problems = watched.get(branch.id)
        if problems is None:
            waiting.append((branch, ""))
        elif any(each.severity == "error" for each in problems):
            wrong.append((branch, next(each.message for each in problems if each.severity == "error")))
        elif problems:
            unfinished.append((branch, problems[0].message))
    yield from _about(scope, "bad", "团员评议不合规定", wrong)
    if today().year == year and today().month < _FROM_MONTH and not watched:
        return
    yield from _about(scope, "warn", "团员评议还没有完成", unfinished)
    yield from _about(scope, "warn", "团员评议还没有开始", waiting)


def _about(scope: Scope, tone: str, words: str, found: list[tuple[Organisation, str]]) -> Iterator[Todo]:
    """One line; it opens the appraisals of the branches it is about."""
    if not found:
        return
    single = scope.organisation is not None and not scope.has_below
    whom = found[0][1] if single else first_of([str(branch.name) for branch, _ in found], "个")
    ids = [
        each.id
        for each in MemberAppraisal.select(MemberAppraisal.id).where(
            MemberAppraisal.year == scope.year,
            MemberAppraisal.organisation.in_([branch.id for branch, _ in found]),
        )
    ]
    sentence = words if single else f"{len(found)}个团支部的{words}"
    yield Todo(tone, "users", sentence, whom, MemberAppraisal, ids)
