"""群众评议测评票 (format 10b): the papers that are issued for the organisations of a poll, two to a sheet of A4."""

from __future__ import annotations

import random
from collections.abc import Iterable

from exports.paper import Document
from models import partial_date, settings
from models.ballot import ranges
from models.errors import AppError
from models.files import FileStore
from models.organisation import subtree
from models.poll import Poll, PollTarget, classes_of, items_of, targets_of

TITLE = "群众评议测评票"


def last_poll(year: int) -> Poll:
    """The poll of a year that is printed when none is named: the latest; AppError when there is none."""
    order = (Poll.held.is_null(), Poll.held.desc(), Poll.id.desc())
    found: Poll | None = Poll.select().where(Poll.year == year).order_by(*order).first()
    if found is None:
        raise AppError(f"{year}年还没有群众评议。", "请先在“考评”的“群众评议”里新增一次。")
    return found


def targets_within(poll: Poll, organisation_id: int | None) -> list[PollTarget]:
    """The organisations of a poll that are asked for; AppError when it is about none of them."""
    wanted = None if organisation_id is None else subtree(organisation_id)
    found = [target for target in targets_of(poll.id) if wanted is None or target.organisation_id in wanted]
    if not found:
        raise AppError(f"“{poll.name}”里没有这些团组织。", "请先把它们列为被评议的团组织。")
    return found


def documents(
    year: int, organisation_id: int | None, _full: bool, _files: FileStore | None
) -> list[Document]:
    """The papers of the year's latest poll."""
    poll = last_poll(year)
    return ballot_documents(poll, targets_within(poll, organisation_id))


def ballot_documents(poll: Poll, targets: Iterable[PollTarget]) -> list[Document]:
    """The papers of each organisation: those of a class together, their numbers in no order.

    So no list of names that the papers are handed out by tells whose number is whose. Organisations for which no
    papers are issued are left out; AppError when that is all of them.
    """
    names = {each.id: str(each.name) for each in classes_of(poll.id)}
    common = {
        "title": f"{poll.name}测评票",
        "committee": settings.office("office_full_name") or settings.office("office_name"),
        "date": in_words(str(poll.held or "")),
        "items": [str(item.content) for item in items_of(poll.id)],
        "words": list(poll.words),
    }
    found: list[Document] = []
    for target in targets:
        papers: list[dict[str, str]] = []
        for class_id, numbers in ranges(target.id).items():
            shuffled = [{"number": f"{number:03d}", "class": names[class_id]} for number in numbers]
            random.SystemRandom().shuffle(shuffled)
            papers += shuffled
        if papers:
            organisation = target.shown("organisation")
            caption = f"{organisation}　{TITLE}"
            found.append(
                common
                | {
                    "bookmark": organisation,
                    "caption": caption,
                    "organisation": organisation,
                    "papers": papers,
                }
            )
    if not found:
        raise AppError(
            "还没有填写发出票数，没有可以打印的测评票。",
            "请打开被评议的团组织，在“票数”里填写各类发出多少张。",
        )
    return found


def in_words(iso: str) -> str:
    """2010-12-08 as 2010年12月8日, a month as 2010年12月; "" for no date."""
    if not iso:
        return ""
    day = partial_date.first_day(iso)
    parts = {"year": f"{day.year}年", "month": f"{day.year}年{day.month}月"}
    return parts.get(partial_date.precision(iso), f"{day.year}年{day.month}月{day.day}日")
