"""What the members' appraisal tells of a member (registration, grades of past years) and of a branch (the meeting)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from exports.sheet_values import Value
from exports.sources import Scope, Source, cell_value, organisation_ids
from models.appraisal import AppraisalMeeting, MemberAppraisal, PastGrade, past_grades
from models.fields import Described
from models.member import Member

GRADE_YEARS = 3  # of 近一年（三年）教育评议等次

Get = Callable[[Sequence[Any], Scope], list[Value]]


def of_member(link: str = "") -> list[Source]:
    """What is known of the members that the rows are (`link` "") or name, in the sheet's year."""
    before = f"{link}." if link else ""
    last = Member.field("last_grade")
    registration, registered = MemberAppraisal.field("registration"), MemberAppraisal.field("registered_on")
    return [
        _source(f"{before}registration", registration, _of_the_year(link, registration)),
        _source(f"{before}registered_on", registered, _of_the_year(link, registered)),
        # In place of what the roster says, which follows the latest appraisal: a sheet of 2010 asks for 2009's.
        Source(f"{before}last_grade", last.label, (last.label, *last.aliases), _last_grade(link), last),
        Source(
            f"{before}this_grade",
            "本年度教育评议等次",
            ("本年度教育评议等次", "本年教育评议等次", "本年度评议等次"),
            _of_the_year(link, MemberAppraisal.field("grade")),
        ),
        Source(
            f"{before}grades",
            "近三年教育评议等次",
            (
                "近三年教育评议等次",
                "近3年教育评议等次",
                "近一年（三年）教育评议等次",
                "近年教育评议等次",
            ),
            _grades(link),
        ),
    ]


def _source(name: str, described: Described, get: Get) -> Source:
    return Source(name, described.label, (described.label, *described.aliases), get)


def _members(records: Sequence[Any], link: str) -> list[int | None]:
    return [record.__data__.get(link or "id") for record in records]


def _of_the_year(link: str, described: Described) -> Get:
    def get(records: Sequence[Any], scope: Scope) -> list[Value]:
        of_year = MemberAppraisal.select().where(MemberAppraisal.year == scope.year)
        found = {each.member_id: each for each in of_year}
        known = [found.get(id_ or 0) for id_ in _members(records, link)]
        return [
            None if each is None else cell_value(described, each.value(described.name), scope.full)
            for each in known
        ]

    return get


def _last_grade(link: str) -> Get:
    def get(records: Sequence[Any], scope: Scope) -> list[Value]:
        ids = _members(records, link)
        found = past_grades([id_ for id_ in ids if id_ is not None], scope.year - 1, 1)
        # Where the year before is not on record, what the roster itself was told.
        rostered = scope.linked(Member)
        return [
            None
            if id_ is None
            else found[id_][0].grade
            if id_ in found
            else (rostered[id_].last_grade if id_ in rostered else None)
            for id_ in ids
        ]

    return get


def _grades(link: str) -> Get:
    def get(records: Sequence[Any], scope: Scope) -> list[Value]:
        ids = _members(records, link)
        found = past_grades([id_ for id_ in ids if id_ is not None], scope.year - 1, GRADE_YEARS)
        return [grades_text(found.get(id_ or 0, [])) or None for id_ in ids]

    return get


def grades_text(grades: Sequence[PastGrade]) -> str:
    """Grades of past years as a form has them: 2009年优秀、2008年合格; "" without one."""
    return "、".join(f"{each.year}年{each.grade}" for each in grades)


def of_branch() -> list[Source]:
    """What is known of the appraisal of the organisations that the rows are: the meeting, why some were absent."""
    absent = MemberAppraisal.field("absent_reason")
    return [
        *(_of_meeting(name) for name in ("date", "expected", "present", "chair", "recorder")),
        _source(f"appraisal.{absent.name}", absent, _reasons),
    ]


def _of_meeting(name: str) -> Source:
    described = AppraisalMeeting.field(name)

    def get(records: Sequence[Any], scope: Scope) -> list[Value]:
        of_year = AppraisalMeeting.select().where(AppraisalMeeting.year == scope.year)
        found = {each.organisation_id: each for each in of_year}
        known = [found.get(id_ or 0) for id_ in organisation_ids(records, "id")]
        return [
            None if each is None else cell_value(described, each.value(described.name), scope.full)
            for each in known
        ]

    return _source(f"appraisal.{name}", described, get)


def _reasons(records: Sequence[Any], scope: Scope) -> list[Value]:
    """Who was not appraised and why: 张三（产假）；李四（借调外单位）."""
    said: dict[int | None, list[str]] = defaultdict(list)
    absent = MemberAppraisal.select().where(
        MemberAppraisal.year == scope.year, MemberAppraisal.absent_reason.is_null(False)
    )
    for each in absent.order_by(MemberAppraisal.member):
        if not each.grade:
            said[each.organisation_id].append(f"{each.shown('member')}（{each.absent_reason}）")
    return ["；".join(said[id_]) or None for id_ in organisation_ids(records, "id")]
