"""What a nomination or a share in an activity is asked for beyond its own fields: honours, hours, office, last grade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from exports.sheet_values import Value
from exports.sources import Scope, Source, cell_value
from exports.sources_appraisal import of_member
from models import figures, partial_date
from models.activity import hours_of_members
from models.assessment import Assessment
from models.award import Honour
from models.clock import end_of_year
from models.member import Member, Office

HONOUR_YEARS = 3  # of 近3年获奖情况


def of_nominee() -> list[Source]:
    """What is known of a nominated member in the sheet's year: 团龄, 年度志愿服务时长, 任现职年月, 已获荣誉, 公示起止时间."""
    since = Office.field("since")
    return [
        _source("nominee.league_years", "团龄", ("团龄（年）",), _league_years),
        _source(
            "nominee.hours",
            "年度志愿服务时长",
            ("年度志愿服务时长（小时）", "年度服务时长", "志愿服务时长"),
            _hours_of("member"),
        ),
        _source("nominee.office_since", since.label, since.aliases, _office_since),
        *of_member("member"),
        _source("nominee.honours", "已获荣誉", _HONOUR_WORDS, _honours_of("member")),
        _publicity(),
    ]


def of_nominated_organisation() -> list[Source]:
    """What is known of a nominated organisation: last year's assessment, 近年获奖, 公示起止时间."""
    return [
        _source(
            "nominated.last_score", "上年度考核得分", ("上年度考核分", "上年度考核/得分"), _last("total")
        ),
        _source("nominated.last_grade", "上年度考核等次", ("上年度考核/等次",), _last("final_grade")),
        _source("nominated.honours", "近年获奖", _HONOUR_WORDS, _honours_of("organisation")),
        _publicity(),
    ]


def of_volunteer() -> list[Source]:
    """What is known of a member who took part in an activity: all the hours of the year."""
    return [
        _source("volunteer.hours", "年累计时长", ("年累计时长（小时）", "年度累计时长"), _hours_of("member"))
    ]


_HONOUR_WORDS = (
    "已获荣誉（名称/时间）",
    "获奖情况",
    "近年获奖情况",
    "近3年获奖情况",
    "近三年获奖情况",
    "曾获荣誉",
)


def _source(
    name: str, label: str, words: tuple[str, ...], get: Callable[[Sequence[Any], Scope], list[Value]]
) -> Source:
    return Source(name, label, (label, *words), get)


def _ids(records: Sequence[Any], link: str) -> list[int | None]:
    return [record.__data__.get(link) for record in records]


def _league_years(records: Sequence[Any], scope: Scope) -> list[Value]:
    """Whole years from joining to the end of the work year, or to today while it runs."""
    members, day = scope.linked(Member), end_of_year(scope.year)
    people = [members.get(id_ or 0) for id_ in _ids(records, "member")]
    return [
        partial_date.years_until(person.joined, day) if person is not None and person.joined else None
        for person in people
    ]


def _hours_of(link: str) -> Callable[[Sequence[Any], Scope], list[Value]]:
    def get(records: Sequence[Any], scope: Scope) -> list[Value]:
        ids = _ids(records, link)
        found = hours_of_members(scope.year, [id_ for id_ in ids if id_ is not None])
        return [round(found[id_], 1) if id_ in found else None for id_ in ids]

    return get


def _office_since(records: Sequence[Any], scope: Scope) -> list[Value]:
    """Since when the member has held the present office, that of the own branch first."""
    held = set(figures.figure("officers.total").ids(scope.period))
    members = scope.linked(Member)
    since = Office.field("since")
    found: dict[int, Office] = {}
    for office in Office.select().order_by(Office.id):
        member = members.get(office.member_id)
        if office.id not in held or member is None:
            continue
        if office.member_id not in found or office.organisation_id == member.branch_id:
            found[office.member_id] = office
    offices = [found.get(id_ or 0) for id_ in _ids(records, "member")]
    return [None if office is None else cell_value(since, office.since, scope.full) for office in offices]


def _honours_of(link: str) -> Callable[[Sequence[Any], Scope], list[Value]]:
    """The honours of the last years, the oldest first, one a line: 时间 名称."""

    def get(records: Sequence[Any], scope: Scope) -> list[Value]:
        first, end = str(scope.year - HONOUR_YEARS + 1), scope.period.end
        said: dict[int | None, list[str]] = defaultdict(list)
        for honour in Honour.select().order_by(Honour.granted, Honour.id):
            if honour.granted and first <= honour.granted < end:
                text = f"{honour.shown('granted')} {honour.name}"
                said[honour.__data__.get(link)].append(text)
        return ["\n".join(said[id_]) or None if id_ is not None else None for id_ in _ids(records, link)]

    return get


def _last(name: str) -> Callable[[Sequence[Any], Scope], list[Value]]:
    """A field of the organisation's assessment of the year before."""
    described = Assessment.field(name)

    def get(records: Sequence[Any], scope: Scope) -> list[Value]:
        before = Assessment.select().where(Assessment.year == scope.year - 1)
        found = {each.organisation_id: each for each in before}
        known = [found.get(id_ or 0) for id_ in _ids(records, "organisation")]
        return [
            None if each is None else cell_value(described, getattr(each, described.name), scope.full)
            for each in known
        ]

    return get


def _publicity() -> Source:
    def get(records: Sequence[Any], _scope: Scope) -> list[Value]:
        days = [(record.shown("public_from"), record.shown("public_until")) for record in records]
        return ["至".join(filter(None, each)) or None for each in days]

    return _source("nomination.publicity", "公示起止时间", ("公示时间", "公示起止日期"), get)
