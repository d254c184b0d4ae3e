"""五四红旗团委、团总支、团支部申报表: what stands in the form of each nomination of an organisation."""

from __future__ import annotations

from collections.abc import Iterable

from exports.paper import Document
from models import settings
from models.assessment import Assessment
from models.award import FOUR_GOODS, Nomination, honours_of_years
from models.award_kind import award_names
from models.clock import today
from models.eligibility_facts import Facts
from models.errors import AppError
from models.fields import decimal_text
from models.figure import Period
from models.figures import figure
from models.files import FileStore
from models.member import Member, Office
from models.nomination_limits import publicity_length
from models.organisation import Organisation, subtree, tree
from models.years import reference_day

TITLE = "五四红旗团组织申报表"

_FROM_ORGANISATION = ("kind", "founded", "parent", "party_organisation", "last_election")
_FROM_NOMINATION = ("deeds", *FOUR_GOODS, "party_opinion", "office_opinion")
_FIGURES = {
    "members": "members.total",
    "non_members": "youth.non_member",
    "joined": "members.joined",
    "recommended": "party.recommended",
    "volunteers": "members.volunteers",
    "volunteer_hours": "activities.volunteer.hours",
}


def documents(year: int, organisation_id: int | None, full: bool, files: FileStore | None) -> list[Document]:
    """The forms of a year's nominations of organisations."""
    return organisation_documents(nominated(year, organisation_id), full=full)


def nominated(year: int, organisation_id: int | None) -> list[Nomination]:
    """The year's nominations of organisations, by award, then in the order in which they are recommended."""
    kinds = award_names(year, for_member=False)
    found = list(Nomination.select().where(Nomination.year == year, Nomination.kind.in_(kinds)))
    if organisation_id is not None:
        below = subtree(organisation_id)
        found = [nomination for nomination in found if nomination.organisation_id in below]
    if not found:
        raise AppError(f"{year}年没有可以打印的集体推荐。", "请先在“评优”里新建推荐。")
    place = {id_: number for number, (id_, _) in enumerate(tree(include_ended=True))}
    return sorted(
        found,
        key=lambda each: (kinds.index(each.kind), each.rank or 9999, place.get(each.organisation_id, 9999)),
    )


def organisation_documents(nominations: Iterable[Nomination], *, full: bool = False) -> list[Document]:
    """The form of each nomination of an organisation; the secretary's phone is covered unless `full`."""
    return [
        _document(nomination, nomination.organisation, full)
        for nomination in nominations
        if nomination.member_id is None and nomination.organisation_id is not None
    ]


def _document(nomination: Nomination, organisation: Organisation, full: bool) -> Document:
    year = int(nomination.year)
    title = f"{year}年度{nomination.award.form}"
    below = subtree(organisation.id)
    # As things stand while the work year runs, else as they stood at its end.
    period = Period.year(min(year, today().year))
    numbers = {key: f"{figure(name).value(period, below):g}" for key, name in _FIGURES.items()}
    officers = "/".join(
        f"{figure(f'officers.{nature}').value(period, below):g}" for nature in ("专职", "兼职")
    )
    branches = Organisation.select().where(
        Organisation.id.in_([id_ for id_ in below if id_ != organisation.id]), Organisation.kind == "团支部"
    )
    return {
        "bookmark": organisation.name,
        "caption": f"{organisation.name}　{title}",
        "title": title,
        "copies": "",
        "date": "",
        "committee": settings.office("office_full_name") or settings.office("office_name"),
        "organisation": organisation.name,
        **{name: organisation.shown(name) for name in _FROM_ORGANISATION},
        **_secretary(organisation, full),
        **numbers,
        "branches": str(branches.count() or ""),
        "youth": _sum(organisation.youth_35_male, organisation.youth_35_female),
        "officers": officers,
        "dues": _dues(organisation, year),
        "level": nomination.award.level or "",
        "project": _projects(organisation, year),
        "district_opinion": "",
        "assessment": _last_assessment(organisation, year),
        "honours": "\n".join(
            "　".join(filter(None, (honour.shown("granted"), honour.name, honour.granted_by)))
            for honour in reversed(honours_of_years(organisation, year))
        ),
        **{name: nomination.shown(name) for name in _FROM_NOMINATION},
        "publicity": publicity(nomination),
    }


def _secretary(organisation: Organisation, full: bool) -> dict[str, str]:
    """The present secretary's particulars; blank where there is none."""
    held = (
        Office.select()
        .where(Office.organisation == organisation.id, Office.post == "书记", Office.until.is_null())
        .order_by(Office.id.desc())
        .first()
    )
    names = ("name", "sex", "born", "politics", "phone")
    if held is None:
        return dict.fromkeys((*(f"secretary_{name}" for name in names), "secretary_since"), "")
    member = Member.get_by_id(held.member_id)
    found = {f"secretary_{name}": member.shown(name, full) for name in names}
    return {**found, "secretary_since": held.shown("since")}


def _last_assessment(organisation: Organisation, year: int) -> str:
    """Grade and score of the year before."""
    last = Assessment.get_or_none(Assessment.organisation == organisation.id, Assessment.year == year - 1)
    if last is None:
        return ""
    grade = last.grade or last.shown("computed_grade")
    return "、".join(part for part in (grade, last.shown("total") and f"{last.shown('total')}分") if part)


def _dues(organisation: Organisation, year: int) -> str:
    """How many in a hundred of the members, here and below, have paid their dues; blank where nothing is known."""
    found = Facts(year, reference_day(year)).dues().get(organisation.id)
    if found is None or len(found.unknown) == found.total:
        return ""
    known = found.total - len(found.unknown)
    return decimal_text(round(100 * (known - len(found.late)) / known, 1), 1)


def _projects(organisation: Organisation, year: int) -> str:
    """The brands that the organisation builds up or was named for: 青年文明号：某窗口."""
    found = Facts(year, reference_day(year), [organisation.id]).brands().get(organisation.id, [])
    return "；".join(f"{each.name}（{each.kind}）" for each in found)


def _sum(*parts: int | None) -> str:
    known = [part for part in parts if part is not None]
    return str(sum(known)) if known else ""


def publicity(nomination: Nomination) -> str:
    """公示范围·起止日期·结果, as far as they are known."""
    days = "至".join(filter(None, (nomination.shown("public_from"), nomination.shown("public_until"))))
    span = publicity_length(nomination)
    # Of a year whose holidays are not known, nothing is said that could be wrong on paper.
    days += f"（{span.days}个工作日）" if span is not None and not span.unknown_years else ""
    return "，".join(filter(None, (days, nomination.public_scope, nomination.public_result)))
