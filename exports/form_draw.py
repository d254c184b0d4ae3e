"""随机抽查记录: the one page of a draw that is signed, with the frozen lists behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from exports.paper import Document
from models import partial_date, settings
from models.draw import Draw, picks_of
from models.draw_rule import candidates_of, inspectors_of
from models.errors import AppError
from models.files import FileStore
from models.organisation import subtree

TITLE = "随机抽查记录"


def documents(year: int, organisation_id: int | None, full: bool, files: FileStore | None) -> list[Document]:
    """The records of a year's draws; of one organisation those in which it, or one below it, was drawn."""
    found = list(Draw.select().where(Draw.date >= str(year), Draw.date < str(year + 1)).order_by(Draw.date))
    if organisation_id is not None:
        below = subtree(organisation_id)
        found = [draw for draw in found if below & {pick.organisation_id for pick in picks_of(draw)}]
    if not found:
        raise AppError(f"{year}年没有随机抽查的记录可以打印。", "请先在“考评”的“督查”里抽取。")
    return draw_documents(found)


def draw_documents(draws: Iterable[Draw]) -> list[Document]:
    """The record of each draw."""
    return [_document(draw) for draw in draws]


def _document(draw: Draw) -> Document:
    picks = picks_of(draw)
    candidates = candidates_of(draw.candidates)
    pool = inspectors_of(draw.pool or "")
    drawn = Counter(pick.stratum or "" for pick in picks)
    sizes = Counter(each.stratum for each in candidates)
    return {
        "bookmark": draw.name,
        "caption": f"{draw.name}　{TITLE}",
        "title": TITLE,
        "organisation": settings.office("office_name"),
        "name": draw.name,
        "date": partial_date.in_words(draw.date),
        "place": draw.place or "",
        "among": draw.among,
        "strata": draw.strata,
        "wish": _wish(draw),
        "excluded": (draw.excluded or "无").replace("\n", "、"),
        "digest": draw.digest,
        "seed": draw.seed,
        "pool_digest": draw.pool_digest or "",
        "candidates": str(len(candidates)),
        "inspectors": str(len(pool)) if pool else "",
        "shares": "；".join(
            f"{name}：{size}个中抽{drawn[name]}个" for name, size in sorted(sizes.items()) if name
        ),
        "planned": partial_date.in_words(draw.planned or ""),
        "drawn_by": draw.drawn_by or "",
        "witness": draw.witness or "",
        "picks": [
            {
                "number": str(pick.position),
                "organisation": pick.heading(),
                "stratum": pick.stratum or "",
                "inspectors": pick.inspectors or "",
                "lot": pick.lot[:16],
            }
            for pick in picks
        ],
        "list": draw.candidates.splitlines(),
        "pool": [
            {
                "name": each.name,
                "home": each.home,
                "barred": "、".join(each.barred),
            }
            for each in pool
        ],
    }


def _wish(draw: Draw) -> str:
    """How many were to be drawn, in words."""
    found = [f"每层各{draw.count}个" if draw.per_stratum else f"共{draw.count}个"]
    if draw.each_stratum and not draw.per_stratum:
        found.append("每层至少1个")
    if draw.months:
        found.append(f"近{draw.months}个月抽中过的不抽")
    if draw.team_size:
        found.append(f"每个派督查人员{draw.team_size}人")
    return "，".join(found)
