"""What is to be done by which day: of every kind of record that says so, with elections, publicity and requests."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from models.award import Nomination
from models.clock import today
from models.database import rows
from models.kinds import all_kinds
from models.organisation import ACTIVE, Organisation, due_date
from models.partial_date import last_day
from models.record import Record
from models.reporting import Request, missing

SOON = 14  # days before the day on which a thing is pointed out
DONE, OVERDUE, OPEN = "已完成", "已逾期", "未到期"


# What is due about a record that is not itself a thing to be done.
_SUBJECTS = {Organisation.kind_name(): "换届", Nomination.kind_name(): "推荐公示"}


class Deadline(NamedTuple):
    """One thing to be done by a day: what, by or about which organisation, and the record that says so."""

    day: date
    what: str
    about: str
    kind: type[Record]
    record_id: int
    done: bool
    overdue: bool

    @property
    def subject(self) -> str:
        """What sort of thing it is: the record's kind, or what is due about it."""
        return _SUBJECTS.get(self.kind.kind_name(), self.kind.label)

    @property
    def state(self) -> str:
        """Done, overdue or open, in a word."""
        return DONE if self.done else OVERDUE if self.overdue else OPEN


def dated_kinds() -> list[type[Record]]:
    """The kinds of record that say by when they are to be done."""
    return [kind for kind in all_kinds() if kind.due_field is not None]


def deadlines(first: date, last: date, organisation_ids: Collection[int] | None = None) -> list[Deadline]:
    """Everything that is due from one day to another, both included, of all organisations or of the given ones.

    What is dated by the month counts for its last day. What belongs to no organisation comes only with all of them.
    """
    found: list[Deadline] = []
    for kind in dated_kinds():
        found += _recorded(kind, first, last, organisation_ids, with_done=True)
    found += _elections(first, last, organisation_ids)
    found += _publicity(first, last, organisation_ids)
    found += _requests(first, last, organisation_ids)
    return sorted(found, key=lambda each: (each.day, each.subject, each.about, each.record_id))


def pending(
    kind: type[Record], last: date, organisation_ids: Collection[int] | None = None, first: date = date.min
) -> list[Deadline]:
    """The records of a kind with a day of their own that are not done and due by a day, the oldest first.

    What an organisation that has ended left undone is nobody's to do any more.
    """
    found = _recorded(kind, first, last, organisation_ids, with_done=False, only_active=True)
    return sorted(found, key=lambda each: (each.day, each.record_id))


def _recorded(
    kind: type[Record],
    first: date,
    last: date,
    ids: Collection[int] | None,
    *,
    with_done: bool,
    only_active: bool = False,
) -> Iterator[Deadline]:
    assert kind.due_field is not None
    due = kind.field(kind.due_field)
    # A coarser date stands before the finer ones inside it: the year alone bounds it from below.
    query = kind.select().where((due >= first.isoformat()[:4]) & (due <= last.isoformat()))  # type: ignore[operator]
    if not with_done and kind.done_field is not None:
        query = query.where(kind.field(kind.done_field).is_null())  # type: ignore[attr-defined]
    now = today()
    titles = Organisation.titles()
    ended = rows("SELECT id FROM organisation WHERE state <> ?", (ACTIVE,)) if only_active else []
    left_out = {id_ for (id_,) in ended}
    for record in query:
        day = last_day(record.value(kind.due_field))
        if not first <= day <= last:
            continue
        home = record.home()
        if home in left_out or (ids is not None and home not in ids):
            continue
        done = kind.done_field is not None and record.value(kind.done_field) is not None
        about = titles.get(home, "") if home is not None else ""
        yield Deadline(day, record.heading(), about, kind, record.get_id(), done, not done and day < now)


def _elections(first: date, last: date, ids: Collection[int] | None) -> Iterator[Deadline]:
    for organisation in Organisation.select().where(Organisation.state == ACTIVE):
        due = due_date(organisation)
        if (
            due is None
            or not first <= last_day(due) <= last
            or (ids is not None and organisation.id not in ids)
        ):
            continue
        day = last_day(due)
        name = str(organisation.name)
        yield Deadline(day, "任期届满，应换届", name, Organisation, organisation.id, False, day < today())


def _publicity(first: date, last: date, ids: Collection[int] | None) -> Iterator[Deadline]:
    query = Nomination.select().where(
        Nomination.public_until >= first.isoformat()[:4], Nomination.public_until <= last.isoformat()
    )
    for nomination in query:
        day = last_day(nomination.public_until)
        if not first <= day <= last or (ids is not None and nomination.organisation_id not in ids):
            continue
        done = nomination.state != "公示中"
        what = f"{nomination.heading()}{nomination.kind}公示结束"
        about = Organisation.titles().get(nomination.organisation_id, "")
        yield Deadline(day, what, about, Nomination, nomination.id, done, not done and day < today())


def _requests(first: date, last: date, ids: Collection[int] | None) -> Iterator[Deadline]:
    query = Request.select().where(Request.due >= first.isoformat()[:4], Request.due <= last.isoformat())
    for request in query:
        day = last_day(request.due)
        if not first <= day <= last:
            continue
        waiting = [branch for branch in missing(request) if ids is None or branch.id in ids]
        about = f"还有{len(waiting)}个团支部没有报" if waiting else "都已报来"
        overdue = bool(waiting) and day < today()
        yield Deadline(day, str(request.name), about, Request, request.id, not waiting, overdue)
