"""What the rows of a sheet can be: members, officers, branches, activities …, which of them belong, in which order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exports import (
    quota_line,
    subjects_appraisal,
    subjects_commitments,
    subjects_news,
    subjects_plans,
    subjects_polls,
    subjects_supervision,
)
from exports.sources import Scope
from exports.sources_appraisal import of_member
from exports.sources_award import of_nominated_organisation, of_nominee, of_volunteer
from exports.subject import Subject, behind, in_order, is_inside
from models import figures
from models.activity import Activity, Participation
from models.assessment import Assessment
from models.award import Honour, Nomination
from models.member import Member, Office
from models.organisation import Organisation, branches

# The rows of each subject, in the order in which an office lists them.


def members(scope: Scope) -> list[Member]:
    """The roster at the end of the period, by branch: the members that the figure counts."""
    return in_order(behind("members.total", Member, scope), "branch", scope)


def officers(scope: Scope) -> list[Office]:
    """The offices held at the end of the period, by organisation, the secretary first."""
    found = in_order(behind("officers.total", Office, scope), "organisation", scope)
    posts = Office.field("post")
    place = {organisation.id: number for number, organisation in enumerate(scope.organisations)}
    return sorted(
        found, key=lambda each: (place.get(each.organisation_id, len(place)), posts.sort_key(each.post))
    )


def activities(scope: Scope) -> list[Activity]:
    """The activities of the period, by organisation and date."""
    found = behind("activities.all.count", Activity, scope)
    return in_order(sorted(found, key=lambda each: (each.start, each.id)), "branch", scope)


def all_organisations(scope: Scope) -> list[Organisation]:
    """Every organisation of the scope, from the top down."""
    return scope.organisations


def branch_rows(scope: Scope) -> list[Organisation]:
    """The branches (团支部) of the scope that existed at the end of the period."""
    existed = {branch.id for branch in branches(scope.period.last_day)}
    return [each for each in scope.organisations if each.id in existed]


def assessments(scope: Scope) -> list[Assessment]:
    """The year's assessments, the best first, those without a result last."""
    found = in_order(Assessment.select().where(Assessment.year == scope.year), "organisation", scope)
    return sorted(found, key=lambda each: (each.rank is None, each.rank or 0))


def nominations(scope: Scope) -> list[Nomination]:
    """The year's nominations by kind and rank."""
    found = Nomination.select().where(Nomination.year == scope.year)
    kept = [each for each in found if is_inside(each.organisation_id, scope)]
    return sorted(kept, key=lambda each: (each.kind, each.rank is None, each.rank or 0, each.id))


def honours(scope: Scope) -> list[Honour]:
    """The honours granted in the period."""
    ids = set(figures.figure("honours.members").ids(scope.period))
    ids |= set(figures.figure("honours.organisations").ids(scope.period))
    found = [each for each in Honour.select().order_by(Honour.granted, Honour.id) if each.id in ids]
    home = {id_: each.branch_id for id_, each in scope.linked(Member).items()}
    return [each for each in found if is_inside(each.organisation_id or home.get(each.member_id), scope)]


def volunteer_services(scope: Scope) -> list[Participation]:
    """The hours that members served in the activities of the period: by branch, then by member and day."""
    held = {each.id: each for each in activities(Scope(scope.year))}
    members = scope.linked(Member)
    found = [
        each
        for each in Participation.select().where(Participation.hours > 0)
        if each.activity_id in held and each.member_id in members
    ]
    place = {organisation.id: number for number, organisation in enumerate(scope.organisations)}
    kept = [each for each in found if is_inside(members[each.member_id].branch_id, scope)]

    def order(each: Participation) -> tuple[int, int, str, int]:
        home = place.get(members[each.member_id].branch_id, len(place))
        return home, each.member_id, held[each.activity_id].start, each.id

    return sorted(kept, key=order)


def _held_by(link: str, rows: Callable[[Scope], list[Any]]) -> Callable[[Scope], list[Any]]:
    """Of nominations or honours those of members, or those of organisations."""
    return lambda scope: [record for record in rows(scope) if record.__data__.get(link) is not None]


def _of_organisations(rows: Callable[[Scope], list[Any]]) -> Callable[[Scope], list[Any]]:
    return lambda scope: [record for record in rows(scope) if record.__data__.get("member") is None]


# Each subject's files of the campaign's other records add theirs here: what two sheets could both be, is the first.
SUBJECTS: tuple[Subject, ...] = (
    subjects_appraisal.SUMMARY,
    Subject("organisation", Organisation, branch_rows, ("统计", "汇总"), organisation="id"),
    Subject("member", Member, members, more=of_member),
    Subject("officer", Office, officers, ("干部",), ("member", "organisation"), organisation="organisation"),
    Subject("activity", Activity, activities, ("活动",)),
    Subject("assessment", Assessment, assessments, ("考核",), ("organisation",), organisation="organisation"),
    Subject(
        "nominee",
        Nomination,
        _held_by("member", nominations),
        ("推荐",),
        ("member", "organisation"),
        more=of_nominee,
        counted=quota_line.of_members,
    ),
    Subject(
        "nominated_organisation",
        Nomination,
        _of_organisations(nominations),
        ("申报", "红旗"),
        ("organisation",),
        organisation="organisation",
        more=of_nominated_organisation,
        counted=quota_line.of_organisations,
    ),
    Subject("honour_of_member", Honour, _held_by("member", honours), ("个人",), ("member",)),
    Subject(
        "honour_of_organisation", Honour, _of_organisations(honours), ("集体", "单位"), ("organisation",)
    ),
    Subject(
        "volunteer_service",
        Participation,
        volunteer_services,
        ("志愿",),
        ("member", "activity"),
        more=of_volunteer,
        needs=("hours", "member.name"),
    ),
    *subjects_appraisal.SUBJECTS,
    *subjects_commitments.SUBJECTS,
    *subjects_news.SUBJECTS,
    *subjects_plans.SUBJECTS,
    *subjects_polls.SUBJECTS,
    *subjects_supervision.SUBJECTS,
)


def subject(name: str) -> Subject:
    """The subject of that name; KeyError when there is none."""
    return {each.name: each for each in SUBJECTS}[name]
