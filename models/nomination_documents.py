"""Which of the documents that an award wants are there: attached to the nomination, or printed by the program."""

from __future__ import annotations

from typing import NamedTuple

from models.attachment import attachments_of
from models.award import Nomination
from models.member import Member
from models.text import squash

PHOTO = "一寸照片"
PRINTED = "由程序打印"


class Wanted(NamedTuple):
    """One document: its name, whether it is there, and where (a file's name, or that it is printed)."""

    name: str
    there: bool
    where: str


def documents_of(nomination: Nomination) -> list[Wanted]:
    """The documents that the award of a nomination wants, in their order, then the photo of a person.

    A document is there when a file of the nomination is called after it, or says so in its remark. The form itself is
    printed by the program and need not be attached.
    """
    award = nomination.award
    files = attachments_of(nomination) if nomination.get_id() is not None else []
    found = []
    for name in award.documents_wanted:
        file = next(
            (each for each in files if squash(name) in squash(f"{each.name}{each.caption or ''}")),
            None,
        )
        printed = squash(name) in squash(award.form or "")
        found.append(
            Wanted(name, file is not None or printed, str(file.name) if file else PRINTED if printed else "")
        )
    if award.for_member and nomination.member_id is not None:
        pictures = [each for each in attachments_of(Member(id=nomination.member_id)) if each.is_picture]
        found.append(Wanted(PHOTO, bool(pictures), str(pictures[-1].name) if pictures else ""))
    return found


def held_twice(year: int) -> list[Nomination]:
    """The nominations of a year by (or of) whom more than one award is applied for, holder by holder."""
    found: dict[tuple[str, int], list[Nomination]] = {}
    for each in (
        Nomination.select()
        .where(Nomination.year == year, Nomination.state != "未获批")
        .order_by(Nomination.id)
    ):
        key = (
            ("member", each.member_id)
            if each.member_id is not None
            else ("organisation", each.organisation_id)
        )
        found.setdefault(key, []).append(each)
    return [each for mine in found.values() if len(mine) > 1 for each in mine]
