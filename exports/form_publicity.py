"""公示: the notice that makes nominations public: who, for which award, from when until when, whom to tell objections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from exports.paper import Document
from models import settings
from models.award import NOMINATION_STATES, Nomination
from models.award_kind import AwardKind
from models.errors import AppError
from models.files import FileStore
from models.member import Member
from models.nomination_limits import shortest_publicity
from models.organisation import Organisation, subtree
from models.partial_date import in_words
from models.workday import working_days

TITLE = "拟推荐对象公示"
_SIGNED = NOMINATION_STATES.index("党组织已签署")
_PERSON = ("name", "sex", "born", "politics", "branch", "job")
_GROUP = ("kind", "unit", "founded")


def documents(year: int, organisation_id: int | None, full: bool, files: FileStore | None) -> list[Document]:
    """The notices of a year: of all that the Party organisation has signed, or that have come further."""
    below = None if organisation_id is None else subtree(organisation_id)
    found = [
        each
        for each in Nomination.select().where(Nomination.year == year)
        if NOMINATION_STATES.index(each.state) >= _SIGNED and (below is None or each.organisation_id in below)
    ]
    if not found:
        raise AppError(f"{year}年没有可以公示的推荐。", "推荐经党组织签署后，就可以公示。")
    return publicity_documents(found)


def publicity_documents(nominations: Iterable[Nomination]) -> list[Document]:
    """One notice for each award with the same days and scope of publicity, in the order of the nominations' ranks."""
    groups: dict[tuple[str, str, str, str], list[Nomination]] = {}
    for each in nominations:
        key = (str(each.kind), each.public_from or "", each.public_until or "", each.public_scope or "")
        groups.setdefault(key, []).append(each)
    return [
        _notice(sorted(found, key=lambda each: (each.rank or 9999, each.id))) for found in groups.values()
    ]


def _notice(found: Sequence[Nomination]) -> Document:
    first = found[0]
    award = first.award
    title = f"{first.year}年度{award.name}{TITLE}"
    committee = settings.signature()
    return {
        "bookmark": f"{award.name}（{len(found)}{'名' if award.for_member else '个'}）",
        "caption": title,
        "title": title,
        "opening": _opening(found, award),
        "headings": _headings(award),
        "rows": [_row(place, each, award) for place, each in enumerate(found, 1)],
        "days": _days(first),
        "objections": _objections(award),
        "telephone": settings.office("telephone"),
        "reporter": settings.office("reporter"),
        "committee": committee,
        "date": in_words(str(first.public_from or "")),
    }


def _opening(found: Sequence[Nomination], award: AwardKind) -> str:
    above = settings.office("district_committee")
    how_many = f"下列{len(found)}{'名同志' if award.for_member else '个团组织'}"
    scope = found[0].public_scope
    return (
        f"经团支部推荐、所在单位党组织审核，拟{f'向{above}' if above else ''}推荐{how_many}"
        f"为{found[0].year}年度{award.name}，现{f'在{scope}范围内' if scope else ''}予以公示。"
    )


def _headings(award: AwardKind) -> list[str]:
    if award.for_member:
        return ["序号", *(Member.field(name).label for name in _PERSON)]
    return ["序号", Organisation.label, *(Organisation.field(name).label for name in _GROUP)]


def _row(place: int, nomination: Nomination, award: AwardKind) -> list[str]:
    if award.for_member:
        member = Member.get_by_id(nomination.member_id)
        return [str(place), *(member.shown(name) for name in _PERSON)]
    organisation = Organisation.get_by_id(nomination.organisation_id)
    return [str(place), str(organisation.name), *(organisation.shown(name) for name in _GROUP)]


def _days(nomination: Nomination) -> str:
    """公示时间 with the working days counted; blanks where the days are not set yet."""
    first, last = nomination.public_from, nomination.public_until
    if not (first and last and len(first) == len(last) == 10):
        days = shortest_publicity(nomination.kind, nomination.year)
        return f"　　年　月　日至　　年　月　日（不少于{days}个工作日）"
    span = working_days(date.fromisoformat(first), date.fromisoformat(last))
    # Of a year whose holidays are not known, nothing is said that could be wrong on paper.
    counted = "" if span.unknown_years else f"（{span.days}个工作日）"
    return f"{in_words(first)}至{in_words(last)}{counted}"


def _objections(award: AwardKind) -> str:
    whom = "公示对象" if award.for_member else "公示单位"
    return (
        f"公示期间，对{whom}有异议的，可以电话、书面等方式向{settings.signature() or '局团委'}反映。"
        "反映情况要实事求是；提倡署名，对反映人严格保密。"
    )
