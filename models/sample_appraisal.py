"""The sample office's members as their branches appraised them: three years done, this year's under way."""

from __future__ import annotations

from datetime import date, timedelta

from models.appraisal import (
    EXCELLENT,
    GRADES,
    REGISTERED,
    SUSPENDED,
    UNFIT,
    VOTES,
    AppraisalMeeting,
    MemberAppraisal,
    begin_appraisals,
)
from models.appraisal_points import AppraisalPoint, AppraisalStandard, begin_standards
from models.changes import change, running
from models.member import Member
from models.organisation import Organisation
from models.sample_basis import SampleBasis

PAST_YEARS = 3
_, GOOD, BASIC, _ = GRADES
# Of ten branches so many have finished, are at work on it, and have not begun.
_DONE, _BEGUN = 5, 8
_REASONS = ("外出学习，未参加评议", "产假", "借调外单位", "长期病假")


def fill(sample: SampleBasis) -> None:
    """Three past years for everybody who was a member then, and this year's as far as it has come."""
    with change("示例团员评议"):
        strength = {
            member.id: sample.draw.random() for members in sample.members.values() for member in members
        }
        for year in range(sample.year - PAST_YEARS, sample.year):
            begin_standards(year)
            _past(sample, year, strength)
        lines = begin_standards(sample.year)
        for place, (branch, _count) in enumerate(sample.branches):
            if place % 10 < _BEGUN:
                _present(sample, branch, strength, lines, place % 10 < _DONE)


def _past(sample: SampleBasis, year: int, strength: dict[int, float]) -> None:
    found = []
    for branch, _count in sample.branches:
        day = date(year, 12, 15) + timedelta(days=sample.draw.randrange(14))
        members = [each for each in sample.members[branch.id] if (each.joined or "") < f"{year}-12"]
        if not members:
            continue
        _meeting(sample, branch, year, day, len(members), 0.95)
        for member, grade in _graded(sample, members, strength):
            found.append(
                MemberAppraisal(
                    member=member.id,
                    year=year,
                    organisation=branch.id,
                    held=day.isoformat(),
                    grade=grade,
                    self_grade=grade,
                    suggested=grade,
                    registration=SUSPENDED if grade == UNFIT else REGISTERED,
                    registered_on=(day + timedelta(days=10)).isoformat() if grade != UNFIT else None,
                )
            )
    running().save_all(found)


def _graded(
    sample: SampleBasis, members: list[Member], strength: dict[int, float]
) -> list[tuple[Member, str]]:
    """The stronger ones 优秀, never more than the rule allows, a few weak ones below 合格."""
    most = int(len(members) * 0.3)
    day_to_day = {member.id: strength[member.id] + sample.draw.uniform(-0.15, 0.15) for member in members}
    ranked = sorted(members, key=lambda member: -day_to_day[member.id])
    excellent = {member.id for member in ranked[:most]}
    return [
        (
            member,
            EXCELLENT
            if member.id in excellent
            else UNFIT
            if day_to_day[member.id] < -0.1
            else BASIC
            if day_to_day[member.id] < 0.02
            else GOOD,
        )
        for member in members
    ]


def _meeting(
    sample: SampleBasis, branch: Organisation, year: int, day: date, expected: int, share: float
) -> int:
    present = max(1, min(expected, round(expected * (share + sample.draw.uniform(-0.05, 0.05)))))
    people = sample.members[branch.id]
    AppraisalMeeting(
        organisation=branch.id,
        year=year,
        date=day.isoformat(),
        place="本单位会议室",
        expected=expected,
        present=present,
        chair=people[0].name if people else None,
        recorder=people[1].name if len(people) > 1 else None,
    ).save()
    return present


def _present(
    sample: SampleBasis,
    branch: Organisation,
    strength: dict[int, float],
    lines: list[AppraisalStandard],
    done: bool,
) -> None:
    """This year: a finished branch has its votes, points and opinions, one at work only the beginning of them."""
    day = min(date(sample.year, 12, 18), sample.end - timedelta(days=3))
    begin_appraisals(branch, sample.year)
    found = list(
        MemberAppraisal.select()
        .where(MemberAppraisal.organisation == branch.id, MemberAppraisal.year == sample.year)
        .order_by(MemberAppraisal.id)
    )
    if not found:
        return
    present = _meeting(sample, branch, sample.year, day, len(found), 0.92 if done else 0.75)
    members = {each.id: each for each in sample.members[branch.id]}
    graded = _graded(
        sample, [members[each.member_id] for each in found if each.member_id in members], strength
    )
    grades = {member.id: grade for member, grade in graded}
    texts = sample.lists["appraisal"]
    points = []
    for place, each in enumerate(found):
        grade = grades.get(each.member_id, GOOD)
        each.held = day.isoformat()
        each.self_text = texts["self"][place % len(texts["self"])]
        each.self_grade = grade if sample.draw.random() < 0.7 else EXCELLENT
        if not done and place % 2:
            continue
        if place and place == len(found) - 1 and sample.draw.random() < 0.5:
            each.absent_reason = sample.draw.choice(_REASONS)
            continue
        _decide(sample, each, grade, present, texts["opinion"])
        if done and sample.draw.random() < 0.9:
            each.registration = SUSPENDED if grade == UNFIT else REGISTERED
            each.registered_on = sample.end.isoformat() if grade != UNFIT else None
        if done and place < 6:
            points += _points(sample, each, lines, grade)
    running().save_all(found)
    running().save_all(points)


def _decide(
    sample: SampleBasis, each: MemberAppraisal, grade: str, present: int, opinions: dict[str, str]
) -> None:
    names = {grade: name for name, grade in VOTES.items()}
    main = round(present * sample.draw.uniform(0.62, 0.95))
    rest = present - main
    setattr(each, names[grade], main)
    other = names[EXCELLENT if grade == GOOD else GOOD]
    setattr(each, other, (getattr(each, other) or 0) + rest - rest // 4)
    each.votes_none = rest // 4
    each.suggested = each.grade = grade
    each.branch_opinion = opinions[grade]


def _points(
    sample: SampleBasis, each: MemberAppraisal, lines: list[AppraisalStandard], grade: str
) -> list[AppraisalPoint]:
    share = dict(zip(GRADES, (0.96, 0.87, 0.7, 0.55), strict=True))[grade]
    found = []
    for line in lines:
        given = min(line.base, round(line.base * (share + sample.draw.uniform(-0.06, 0.06)) * 2) / 2)
        own = min(line.base, given + sample.draw.choice((0, 0.5, 1)))
        found.append(
            AppraisalPoint(appraisal=each.id, standard=line.id, self_points=own, branch_points=given)
        )
    return found
