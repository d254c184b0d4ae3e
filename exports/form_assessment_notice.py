"""年度考核结果公示: the ranks and grades of a year, from when to when, and where objections go."""

from __future__ import annotations

from collections.abc import Sequence

from exports.paper import Document
from models import settings
from models.assessment import Assessment, outcome, ranks
from models.clock import today
from models.errors import AppError
from models.files import FileStore
from models.organisation import Organisation, subtree
from models.partial_date import in_words
from models.scheme import VETO

TITLE = "年度考核结果公示"


def documents(year: int, organisation_id: int | None, full: bool, files: FileStore | None) -> list[Document]:
    """One notice of a year with all that are scored to the end, the best first; AppError when there is none."""
    wanted = None if organisation_id is None else subtree(organisation_id)
    found = [
        each
        for each in Assessment.select().where(Assessment.year == year)
        if (wanted is None or each.organisation_id in wanted) and _is_scored(each)
    ]
    if not found:
        raise AppError(f"{year}年度还没有评完的考核，没有可以公示的结果。", "请先在“考评”里评分。")
    place = ranks(year)
    found.sort(key=lambda each: (place.get(each.organisation_id, len(place) + 1), each.organisation_id))
    first, last = _days(found)
    names = Organisation.titles()
    vetoed = any(outcome(each).vetoed for each in found)
    return [
        {
            "bookmark": f"{year}{TITLE}",
            "caption": f"{year}{TITLE}",
            "year": str(year),
            "organisation": settings.office("office_full_name") or settings.office("office_name"),
            "first": in_words(first),
            "last": in_words(last),
            "telephone": settings.office("telephone"),
            "date": in_words(first or today().isoformat()),
            "rows": [
                [
                    str(place.get(each.organisation_id, "")) or "—",
                    names.get(each.organisation_id, ""),
                    each.shown("total"),
                    each.shown("final_grade") + ("（一票否决）" if outcome(each).vetoed else ""),
                ]
                for each in found
            ],
            "notes": "名次按综合得分，同分同名次" + (f"；有{VETO}的不排名次。" if vetoed else "。"),
        }
    ]


def _is_scored(assessment: Assessment) -> bool:
    result = outcome(assessment)
    return result.total is not None and not result.missing


def _days(found: Sequence[Assessment]) -> tuple[str, str]:
    """From the first day to the last that any of them is on notice; blank, to be written by hand, where none is."""
    firsts = [str(each.notice_from) for each in found if each.notice_from]
    lasts = [str(each.notice_until) for each in found if each.notice_until]
    return min(firsts, default=""), max(lasts, default="")
