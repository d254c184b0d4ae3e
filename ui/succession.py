"""A second 书记 is never entered without a question: whether the present one is relieved the same month."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from models.clock import today
from models.election import other_secretaries, relieve
from models.member import SECRETARY, Member, Office
from models.record import Record
from ui import ask

RELIEVE, KEEP = "同日免去", "两人都保留"


def ask_succession(parent: QWidget | None, record: Record) -> Callable[[], None] | None:
    """Ask when saving this office or member makes a second secretary.

    Returns what is to be done in the same change() before the record is saved, None when the person goes back.
    """
    office = _new_secretary(record)
    others = other_secretaries(office) if office is not None else []
    if office is None or not others:
        return _nothing
    names = "、".join(Member.titles().get(other.member_id, "") for other in others)
    month = str(office.since or today().isoformat())[:7]
    answer = ask.choose(
        parent,
        "已有书记",
        f"现任书记{names}，是否同日免去？",
        f"同日免去的，免职年月记为{Office.field('until').show(month)}。",
        options=(RELIEVE, KEEP),
    )
    if answer is None:
        return None
    return partial(relieve, others, month) if answer == 0 else _nothing


def _new_secretary(record: Record) -> Office | None:
    """The secretary's office that a record begins; None when it begins none, or was that of one already."""
    if isinstance(record, Office):
        before = Office.get_or_none(Office.id == record.get_id())
        same = before is not None and _place(before) == _place(record)
        return None if same else record
    if isinstance(record, Member) and record.post == SECRETARY:
        known = Member.get_or_none(Member.id == record.get_id())
        if known is None or known.post != SECRETARY:
            return Office(organisation=record.branch_id, member=record.get_id(), post=SECRETARY)
    return None


def _place(office: Office) -> tuple[object, ...]:
    return (office.organisation_id, office.member_id, office.post, office.until)


def _nothing() -> None:
    """Nobody has to go."""
