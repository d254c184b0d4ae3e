"""How far a branch's appraisal of its members has come, and what of it does not agree with the rules of the year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from models.appraisal import (
    EXCELLENT,
    REGISTERED,
    SUSPENDED,
    VOTES,
    AppraisalMeeting,
    MemberAppraisal,
    appraisals,
    meeting_of,
    unappraised,
)
from models.database import rows
from models.member import Member
from models.record import Problem, warning
from models.rule import rule

PRESENT_SHARE = "appraisal.present_share"
EXCELLENT_SHARE = "appraisal.excellent_share"
_NAMED = 3  # of those who lack something, so many are named


class Tally(NamedTuple):
    """The numbers of one branch and year. `expected` are all that have a record, `appraised` those with a grade."""

    expected: int
    appraised: int
    grades: dict[str, int]
    absent: int
    registered: int
    suspended: int

    def share(self, grade: str) -> float:
        """Percent of those appraised who have the grade; 0 while nobody is appraised."""
        return 100 * self.grades.get(grade, 0) / self.appraised if self.appraised else 0.0


class Appraised(NamedTuple):
    """What is watched of one appraisal, under the names of its fields."""

    member_id: int
    organisation_id: int | None
    grade: str | None
    absent_reason: str | None
    registration: str | None
    votes: int


_Some = Sequence[MemberAppraisal | Appraised]


def appraised(year: int) -> dict[int | None, list[Appraised]]:
    """The appraisals of a year by organisation, in the order of the roster."""
    # Ten thousand of them are read for one line of 总览: without their texts, and not as records.
    found: dict[int | None, list[Appraised]] = {}
    for row in rows(
        "SELECT member_id, organisation_id, grade, absent_reason, registration, "
        + " + ".join(f"coalesce({name}, 0)" for name in VOTES)
        + " FROM member_appraisal WHERE year = ? ORDER BY member_id",
        (year,),
    ):
        found.setdefault(row[1], []).append(Appraised(*row))
    return found


def tally(found: _Some) -> Tally:
    """The numbers of some appraisals."""
    grades: dict[str, int] = {}
    for each in found:
        if each.grade:
            grades[each.grade] = grades.get(each.grade, 0) + 1
    return Tally(
        expected=len(found),
        appraised=sum(grades.values()),
        grades=grades,
        absent=sum(1 for each in found if each.absent_reason and not each.grade),
        registered=sum(1 for each in found if each.registration == REGISTERED),
        suspended=sum(1 for each in found if each.registration == SUSPENDED),
    )


def most_excellent(appraised: int, year: int) -> int:
    """How many of those appraised may be 优秀 by the year's rule, rounded down."""
    return int(appraised * rule(EXCELLENT_SHARE, year) / 100 + 1e-9)


def watch(organisation: int, year: int) -> list[Problem]:
    """What is missing (warning) or against the rules (error) in a branch's appraisal; [] when all is in order.

    A branch that has not begun has one sentence: that it has not.
    """
    found = appraisals(organisation, year)
    return list(_problems(year, found, meeting_of(organisation, year), unappraised(organisation, year)))


def watch_all(year: int) -> dict[int, list[Problem]]:
    """The same of every organisation that has begun, by its id."""
    meetings = {
        each.organisation_id: each for each in AppraisalMeeting.select().where(AppraisalMeeting.year == year)
    }
    new: dict[int, list[Member]] = {}
    for member in unappraised(None, year):
        new.setdefault(member.branch_id, []).append(member)
    return {
        id_: list(_problems(year, found, meetings.get(id_), new.get(id_, [])))
        for id_, found in appraised(year).items()
        if id_ is not None
    }


def _problems(
    year: int, found: _Some, meeting: AppraisalMeeting | None, new: list[Member]
) -> Iterator[Problem]:
    if not found:
        yield warning(None, f"{year}年的团员评议还没有开始")
        return
    yield from _meeting(year, found, meeting)
    yield from _grades(year, found)
    yield from _missing(found, new)


def _meeting(year: int, found: _Some, meeting: AppraisalMeeting | None) -> Iterator[Problem]:
    if meeting is None or meeting.present is None or meeting.expected is None:
        yield warning(None, "评议大会的应到、实到人数还没有登记")
    else:
        least = rule(PRESENT_SHARE, year)
        if meeting.present * 100 <= least * meeting.expected:
            share = 100 * meeting.present / meeting.expected if meeting.expected else 0.0
            yield Problem(
                None,
                f"到会{meeting.present}人，占应到{meeting.expected}人的{share:.1f}%，应超过{least:g}%",
            )
    if meeting is not None and meeting.present is not None:
        over = [each for each in found if each.votes > meeting.present]
        if over:
            yield Problem(
                "votes_excellent",
                f"{_names(over)}的票数多于到会的{meeting.present}人（{over[0].votes}票），请核对",
            )


def _grades(year: int, found: _Some) -> Iterator[Problem]:
    counted = tally(found)
    excellent, most = counted.grades.get(EXCELLENT, 0), rule(EXCELLENT_SHARE, year)
    if excellent * 100 > most * counted.appraised:
        yield Problem(
            "grade",
            f"优秀{excellent}人，占参评{counted.appraised}人的{counted.share(EXCELLENT):.1f}%，不超过{most:g}%"
            f"即最多{most_excellent(counted.appraised, year)}人",
        )


def _missing(found: _Some, new: list[Member]) -> Iterator[Problem]:
    if new:
        yield warning(None, f"花名册上的{_people([str(each.name) for each in new])}还没有评议记录")
    open_ = [each for each in found if not each.grade and not each.absent_reason]
    if open_:
        yield warning("grade", f"{_names(open_)}还没有评议等次，也没有填不参评的原因")
    unregistered = [each for each in found if each.grade and not each.registration]
    if unregistered:
        yield warning("registration", f"{_names(unregistered)}还没有注册团籍")


def _names(found: _Some) -> str:
    titles = Member.titles()
    return _people([titles.get(each.member_id, "") for each in found])


def _people(names: list[str]) -> str:
    if len(names) <= _NAMED:
        return "、".join(names)
    return f"{'、'.join(names[:_NAMED])}等{len(names)}人"
