"""Who was not reviewed this year, and what was drawn and not yet made into an inspection."""

from __future__ import annotations

from collections.abc import Iterator

from models.clock import today
from models.draw import Draw
from models.review import REVIEWERS, Covered, organisations_covered
from models.supervision import waiting_picks
from ui.organisation_scope import Scope
from ui.todo import Todo, about

# Reviews are asked for at least once a year: nobody is reminded while half of it is still to come.
_FROM_MONTH = 7


def todos(scope: Scope) -> Iterator[Todo]:
    """One line for each reviewer, and one for the draws that wait."""
    single = scope.organisation is not None and not scope.has_below
    covered = [each for each in organisations_covered(scope.year) if scope.holds(each.organisation.id)]
    for by in REVIEWERS.words if _is_time(scope.year) else ():
        yield from _waiting(by, covered, single)
    if scope.organisation is None:
        held = Draw.select().where(Draw.date >= str(scope.year), Draw.date < str(scope.year + 1))
        waiting = [(draw, f"{len(picks)}个团组织") for draw in held if (picks := waiting_picks(draw))]
        yield from about("info", "clipboard-list", "{}次随机抽查还没有建立督查记录", waiting)


def _waiting(by: str, covered: list[Covered], single: bool) -> Iterator[Todo]:
    found = [(each.organisation, "") for each in covered if by in each.waiting]
    words = f"本年还没有{by}的点评"
    yield from about("info", "megaphone", words if single else "{}个团组织" + words, found, single)


def _is_time(year: int) -> bool:
    now = today()
    return year < now.year or (year == now.year and now.month >= _FROM_MONTH)
