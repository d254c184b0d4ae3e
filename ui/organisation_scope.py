"""What the page of 支部 is about: one organisation with all below it, or the whole office, in one work year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Self

from models.clock import today
from models.database import rows
from models.figures import Period, figure
from models.member import Member, Office
from models.organisation import ACTIVE, Organisation, branches, due_for_election, subtree
from models.record import Record
from models.roster import turning_28
from models.settings import office
from ui.overview_data import BIRTHDAY_DAYS, ELECTION_DAYS, Todo, reference_day

# 团章: a branch has at least three members; above thirty a general branch is formed.
SMALLEST, LARGEST = 3, 30
SECRETARY = "书记"


class Scope(NamedTuple):
    """`organisation` is None for the whole office; `ids` are the organisation and all below, None for all."""

    organisation: Organisation | None
    ids: frozenset[int] | None
    year: int

    @classmethod
    def of(cls, organisation_id: int, year: int) -> Self:
        """The scope of an organisation by its id; of the whole office for 0 or one that is no more."""
        organisation = Organisation.get_or_none(Organisation.id == organisation_id)
        return cls(organisation, None if organisation is None else frozenset(subtree(organisation.id)), year)

    @property
    def name(self) -> str:
        """The organisation's name; the office's own when it is about all."""
        return str(self.organisation.name) if self.organisation else office("office_name") or "全局"

    @property
    def has_below(self) -> bool:
        """Whether more than one organisation is meant."""
        return self.ids is None or len(self.ids) > 1

    @property
    def own(self) -> frozenset[int] | None:
        """The organisation alone; None for the whole office."""
        return None if self.organisation is None else frozenset((self.organisation.id,))

    def holds(self, organisation_id: int | None) -> bool:
        """Whether an organisation belongs to what is meant."""
        return self.ids is None or organisation_id in self.ids

    def figure(self, name: str) -> float:
        """A figure of the work year."""
        return figure(name).value(Period.year(self.year), self.ids)

    def behind(self, name: str, period: Period | None = None) -> tuple[type[Record], list[int], str]:
        """The kind, ids and title of the records behind a figure of the work year, or of a part of it."""
        period = period or Period.year(self.year)
        found = figure(name)
        return found.record, found.ids(period, self.ids), f"{period.label}{found.label}"


def secretary(organisation: Organisation) -> Member | None:
    """Who is the organisation's secretary now."""
    held = (
        Office.select()
        .where(Office.organisation == organisation.get_id(), Office.post == SECRETARY, Office.until.is_null())
        .order_by(Office.since.desc())
        .first()
    )
    return None if held is None else Member.get_by_id(held.member_id)


def todos(scope: Scope) -> list[Todo]:
    """What needs doing in a scope, the most pressing first."""
    order = {"bad": 0, "warn": 1, "info": 2}
    return sorted(_todos(scope), key=lambda todo: order[todo.tone])


def _todos(scope: Scope) -> Iterator[Todo]:
    if scope.organisation is not None and scope.organisation.state != ACTIVE:
        return
    day = reference_day(scope.year)
    single = scope.organisation is not None and not scope.has_below
    due = [item for item in due_for_election(day, ELECTION_DAYS) if scope.holds(item[0].id)]
    for tone, over, words in (("bad", True, "换届已超期"), ("warn", False, f"{ELECTION_DAYS}天内应换届")):
        yield from _about(
            tone,
            "vote",
            words if single else "{}个团组织" + words,
            [(item[0], f"应于{item[1]}换届") for item in due if item[2] is over],
            single,
        )
    sizes = figure("members.total").by_organisation(Period.year(scope.year))
    listed = [branch for branch in branches(day) if scope.holds(branch.id)]
    odd = [(branch, sizes.get(branch.id, 0)) for branch in listed]
    odd = [(branch, size) for branch, size in odd if not SMALLEST <= size <= LARGEST]
    words = f"人数不在{SMALLEST}至{LARGEST}人之间"
    yield from _about(
        "warn",
        "users",
        words if single else "{}个团支部" + words,
        [(branch, f"团员{size}人") for branch, size in odd],
        single,
    )
    led = {
        id_
        for (id_,) in rows(
            "SELECT organisation_id FROM office WHERE post = ? AND until IS NULL", (SECRETARY,)
        )
    }
    without = [(branch, "") for branch in listed if branch.id not in led] if day == today() or single else []
    yield from _about(
        "warn", "user", "还没有登记书记" if single else "{}个团支部还没有登记书记", without, single
    )
    month = Period.months(day.year, day.month, day.month)
    busy = figure("activities.all.count").by_organisation(month)
    idle = [(branch, "") for branch in listed if branch.id not in busy]
    words = f"{day.month}月还没有活动记录"
    yield from _about("info", "calendar-days", words if single else "{}个团支部" + words, idle, single)
    yield from _birthdays(scope)


def _birthdays(scope: Scope) -> Iterator[Todo]:
    found = turning_28(reference_day(scope.year), BIRTHDAY_DAYS)
    mine = [item for item in found if scope.holds(item[0].branch_id)]
    over = [(member, "") for member, _, is_over in mine if is_over]
    soon = [(member, "") for member, _, is_over in mine if not is_over]
    yield from _about("warn", "cake", "{}名团员已满28周岁，应办离团", over)
    yield from _about("info", "cake", "{}名团员" + f"在{BIRTHDAY_DAYS}天内满28周岁", soon)


def _about(
    tone: str, icon: str, words: str, found: Sequence[tuple[Record, str]], single: bool = False
) -> Iterator[Todo]:
    """One line about some records; about the organisation of the page itself, only what is wrong with it."""
    if not found:
        return
    names = [record.heading() + (f"（{what}）" if what else "") for record, what in found]
    about = found[0][1] if single else "、".join(names[:3]) + (f" 等{len(names)}个" if len(names) > 3 else "")
    records = [record for record, _ in found]
    yield Todo(
        tone, icon, words.format(len(found)), about, type(records[0]), [one.get_id() for one in records]
    )
