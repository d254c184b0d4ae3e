"""团员教育评议登记表: what stands in the form of each member's appraisal (domain §7 format 8a)."""

from __future__ import annotations

from collections.abc import Iterable

from exports.paper import Document
from models import settings
from models.appraisal import VOTES, AppraisalMeeting, MemberAppraisal
from models.appraisal_points import ITEMS, AppraisalPoint, AppraisalStandard, standards
from models.errors import AppError
from models.files import FileStore
from models.organisation import Organisation, subtree, tree

TITLE = "团员教育评议登记表"

# What the form takes as it is shown; its template uses the same names.
_SHOWN = (
    *("sex", "born", "native_place", "politics", "joined", "post", "year", "self_text", "self_grade"),
    *("suggested", "grade", "registration", "branch_opinion", "superior_opinion"),
)


def documents(year: int, organisation_id: int | None, full: bool, files: FileStore | None) -> list[Document]:
    """The forms of a year's appraisals, by branch and member."""
    return appraisal_documents(appraised(year, organisation_id))


def appraised(year: int, organisation_id: int | None) -> list[MemberAppraisal]:
    """The year's appraisals of an organisation and those below it or of all; AppError where there are none."""
    found = list(MemberAppraisal.select().where(MemberAppraisal.year == year))
    if organisation_id is not None:
        below = subtree(organisation_id)
        found = [each for each in found if each.organisation_id in below]
    if not found:
        raise AppError(f"{year}年没有可以打印的团员评议。", "请先在“考评”的“团员评议”里开始本年评议。")
    place = {id_: number for number, (id_, _) in enumerate(tree(include_ended=True))}
    return sorted(found, key=lambda each: (place.get(each.organisation_id, len(place)), each.member_id))


def appraisal_documents(appraisals: Iterable[MemberAppraisal]) -> list[Document]:
    """The form of each appraisal."""
    wanted = list(appraisals)
    meetings = {(each.organisation_id, each.year): each for each in AppraisalMeeting.select()}
    lines = {year: standards(year) for year in {each.year for each in wanted}}
    given: dict[int, dict[int, AppraisalPoint]] = {}
    for point in AppraisalPoint.select():
        given.setdefault(point.appraisal_id, {})[point.standard_id] = point
    return [
        _document(
            each, meetings.get((each.organisation_id, each.year)), lines[each.year], given.get(each.id, {})
        )
        for each in wanted
    ]


def _document(
    appraisal: MemberAppraisal,
    meeting: AppraisalMeeting | None,
    lines: list[AppraisalStandard],
    given: dict[int, AppraisalPoint],
) -> Document:
    branch = Organisation.titles().get(appraisal.organisation_id, "")
    name = appraisal.shown("member")
    held = appraisal.shown("held") or (meeting.shown("date") if meeting else "")
    return {
        "bookmark": f"{name}（{branch}）",
        "caption": f"{name}　{appraisal.year}年度{TITLE}",
        "title": f"{appraisal.year}年度{TITLE}",
        "organisation": branch,
        "name": name,
        **{each: appraisal.shown(each) for each in _SHOWN},
        "held": held,
        "items": _items(lines, given),
        "total": _total(lines, given),
        "expected": meeting.shown("expected") if meeting else "",
        "present": meeting.shown("present") if meeting else "",
        "votes": [{"grade": grade, "count": appraisal.shown(vote)} for vote, grade in VOTES.items()],
        "absent": appraisal.absent_reason or "",
        "committee": settings.office("office_full_name") or settings.office("office_name"),
    }


def _items(lines: list[AppraisalStandard], given: dict[int, AppraisalPoint]) -> list[Document]:
    """The lines by which the member was scored; a year without standards has blank ones, to be written by hand."""
    if not lines:
        blank = dict.fromkeys(("content", "base", "criteria", "self", "branch"), "")
        return [{"name": item, **blank} for item in ITEMS]
    found: list[Document] = []
    for line in lines:
        point = given.get(line.id)
        found.append(
            {
                "name": str(line.item),
                "content": str(line.content),
                "base": line.shown("base"),
                "criteria": line.criteria or "",
                "self": point.shown("self_points") if point else "",
                "branch": point.shown("branch_points") if point else "",
            }
        )
    return found


def _total(lines: list[AppraisalStandard], given: dict[int, AppraisalPoint]) -> Document:
    base = sum(line.base for line in lines)
    sums: dict[str, float | None] = {}
    for name in ("self_points", "branch_points"):
        known = [value for point in given.values() if (value := point.value(name)) is not None]
        sums[name] = sum(known) if known else None
    show = AppraisalStandard.field("base").show
    return {
        "base": show(base) if lines else "",
        "self": show(sums["self_points"]),
        "branch": show(sums["branch_points"]),
    }
