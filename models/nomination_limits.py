"""What keeps a nomination within its award's limits: the days of publicity, one honour a year, the quota."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from models.award_kind import award_of
from models.clock import today
from models.database import rows
from models.quota import REFUSED, exceeding
from models.record import Problem, warning
from models.rule import rule
from models.workday import Span, working_days


def limit_problems(nomination: Any) -> Iterator[Problem]:
    """What is wrong or doubtful about a nomination (models/award.py) that names its award."""
    yield from _publicity(nomination)
    if nomination.state != REFUSED:
        yield from _one_honour(nomination)
        yield from _quota(nomination)


def publicity_length(nomination: Any) -> Span | None:
    """The working days of a nomination's publicity, its first and last day included.

    None while one of them is not set to the day, or they stand in the wrong order.
    """
    days = [nomination.public_from, nomination.public_until]
    if any(not day or len(day) < 10 for day in days) or days[0] > days[1]:
        return None
    first, last = (date.fromisoformat(day) for day in days)
    return working_days(first, last)


def shortest_publicity(kind: str, year: int) -> int:
    """For how many working days an award's nominations must be made public: its own number, else the office's rule."""
    days = award_of(kind, year).publicity_days
    return int(rule("award.publicity_days", year) if days is None else days)


def _publicity(nomination: Any) -> Iterator[Problem]:
    span = publicity_length(nomination)
    shortest = shortest_publicity(nomination.kind, nomination.year or today().year)
    if span is not None and span.days < shortest:
        yield warning("public_until", f"公示只有{span.in_words()}，一般不少于{shortest}个工作日")


def _one_honour(nomination: Any) -> Iterator[Problem]:
    """One honour a holder and year, where one of the awards says so; else it is only pointed out."""
    if nomination.member_id is not None:
        holder, whose = "member_id = ?", nomination.member_id
    elif nomination.organisation_id is not None and not nomination.award.for_member:
        holder, whose = "member_id IS NULL AND organisation_id = ?", nomination.organisation_id
    else:
        return
    others = rows(
        f"SELECT kind, state FROM nomination WHERE {holder} AND year = ? AND kind <> ? AND state <> ? AND id IS NOT ?",
        (whose, nomination.year, nomination.kind, REFUSED, nomination.get_id()),
    )
    for kind, state in others:
        said = f"{nomination.year}年已推荐为{kind}（{state}）"
        if nomination.award.one_honour or award_of(kind, nomination.year).one_honour:
            yield Problem("kind", f"{said}，一年只评一项")
        else:
            yield warning("kind", said)


def _quota(nomination: Any) -> Iterator[Problem]:
    organisation, year = nomination.organisation_id, nomination.year
    if nomination.over_quota_reason or organisation is None or not year:
        return
    over = exceeding(nomination.kind, year, organisation, nomination.get_id())
    if over is not None:
        yield Problem("over_quota_reason", f"{nomination.kind}{over.in_words()}；超出名额要写明原因")
