"""领导小组: who leads the campaign on a day, as it follows from the offices held; vacancies, and who came and went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from models import partial_date, settings
from models.member import SECRETARY, Member, Office
from models.organisation import ACTIVE, Organisation, tree

DEPUTY = "副书记"
# 实施方案: the committee's secretary leads and assesses, the deputy carries out and sums up, the branches' secretaries
# make their own plans and lead their people. The texts hold until the office writes its own (models/settings.py).
HEAD_ROLE, DEPUTY_ROLE, MEMBER_ROLE = "组长", "副组长", "成员"
USUAL_DUTIES = {
    HEAD_ROLE: "全面负责创先争优活动和考评工作",
    DEPUTY_ROLE: "具体负责创先争优活动的开展和总结",
    MEMBER_ROLE: "制定本单位的实施方案，带领团员青年组织实施",
}
DUTY_SETTINGS = {HEAD_ROLE: "duty_head", DEPUTY_ROLE: "duty_deputy", MEMBER_ROLE: "duty_member"}


class GroupMember(NamedTuple):
    """One place in the group: its role, who holds it by which office of which organisation, and the duty."""

    role: str
    member: Member
    office: Office
    organisation: Organisation
    duty: str


class Vacancy(NamedTuple):
    """A place in the group that nobody holds."""

    role: str
    organisation: Organisation
    post: str

    @property
    def sentence(self) -> str:
        """What is missing, as people say it: 营业所团支部没有书记."""
        return f"{self.organisation.name}没有{self.post}"


class GroupChange(NamedTuple):
    """A day on which the group became another: who came and who went."""

    day: date
    came: list[GroupMember]
    went: list[GroupMember]


class Held(NamedTuple):
    """From which day on, and until (not including) which day an office was held."""

    office: Office
    first: date
    end: date


def top_committee() -> Organisation | None:
    """The office's own committee: the first at the top of the tree that is no branch."""
    found = Organisation.select().where(Organisation.parent.is_null(), Organisation.kind != "团支部")
    return found.order_by(Organisation.position, Organisation.id).first()  # type: ignore[no-any-return]


def duty_of(role: str) -> str:
    """What the role has to do, as the office says it."""
    return settings.office(DUTY_SETTINGS[role]) or USUAL_DUTIES[role]


def leading_group(day: date) -> list[GroupMember]:
    """The group on a day: 组长, 副组长, then the secretaries of all other organisations in the office's order."""
    return _Group().on(day)


def vacancies(day: date) -> list[Vacancy]:
    """The places that nobody holds on a day, in the order of the group."""
    return _Group().vacant(day)


def changes(year: int) -> list[GroupChange]:
    """The days of a year on which somebody came into the group or left it, the first day first."""
    group = _Group()
    days = {day for held in group.held for day in (held.first, held.end) if day.year == year}
    days |= {
        partial_date.first_day(mark)
        for organisation in group.organisations
        for mark in (organisation.founded, organisation.ended)
        if mark and int(mark[:4]) == year
    }
    found = []
    for day in sorted(days - {date.min, date.max}):
        before = {_place(each): each for each in group.on(day - timedelta(days=1))}
        after = {_place(each): each for each in group.on(day)}
        came = [each for place, each in after.items() if place not in before]
        went = [each for place, each in before.items() if place not in after]
        if came or went:
            found.append(GroupChange(day, came, went))
    return found


def _place(member: GroupMember) -> tuple[str, int, int]:
    return member.role, member.organisation.id, member.member.id


class _Group:
    """The offices and organisations that can make somebody a member of the group, read once."""

    def __init__(self) -> None:
        known = {each.id: each for each in Organisation.select()}
        self.organisations: list[Organisation] = [known[id_] for id_, _ in tree(include_ended=True)]
        self._top = top_committee()
        offices = Office.select().where(Office.post.in_((SECRETARY, DEPUTY))).order_by(Office.id)
        self.held = spans(list(offices))
        self._held_in: dict[tuple[int, str], list[Held]] = {}
        for held in self.held:
            place = (held.office.organisation_id, str(held.office.post))
            self._held_in.setdefault(place, []).append(held)
        members = {held.office.member_id for held in self.held}
        self._members = {each.id: each for each in Member.select().where(Member.id.in_(members))}
        self._duties = {role: duty_of(role) for role in USUAL_DUTIES}

    def on(self, day: date) -> list[GroupMember]:
        """The group on a day, in order."""
        return [
            GroupMember(role, self._members[member_id], office, organisation, self._duties[role])
            for role, organisation, post in self._places(day)
            for member_id, office in self._holders(organisation, post, day).items()
        ]

    def vacant(self, day: date) -> list[Vacancy]:
        """The places that nobody holds on a day."""
        return [Vacancy(*place) for place in self._places(day) if not self._holders(*place[1:], day)]

    def _holders(self, organisation: Organisation, post: str, day: date) -> dict[int, Office]:
        """Member id → office, of those who hold a post on a day."""
        return {
            held.office.member_id: held.office
            for held in self._held_in.get((organisation.id, post), ())
            if held.first <= day < held.end
        }

    def _places(self, day: date) -> Iterator[tuple[str, Organisation, str]]:
        if self._top is not None and _stood(self._top, day):
            yield HEAD_ROLE, self._top, SECRETARY
            yield DEPUTY_ROLE, self._top, DEPUTY
        for organisation in self.organisations:
            if organisation != self._top and _stood(organisation, day):
                yield MEMBER_ROLE, organisation, SECRETARY


def _stood(organisation: Organisation, day: date) -> bool:
    if organisation.founded and partial_date.first_day(organisation.founded) > day:
        return False
    if organisation.state == ACTIVE:
        return True
    return bool(organisation.ended) and partial_date.first_day(organisation.ended) > day


def spans(offices: Sequence[Office]) -> list[Held]:
    """The days on which each office was held, as the offices of the same post of an organisation tell together.

    An office known to the month begins on its first day, and one that ended in a month ended on its first: so the
    successor follows without a gap. Where the other of the two is known to the day, that is the day of both.
    """
    of_post: dict[tuple[int, str], list[Office]] = {}
    for office in offices:
        of_post.setdefault((office.organisation_id, str(office.post)), []).append(office)
    found = []
    for office in offices:
        others = [each for each in of_post[office.organisation_id, str(office.post)] if each is not office]
        ends = _finer(office.since, [each.until for each in others])
        begins = _finer(office.until, [each.since for each in others])
        first = partial_date.first_day(max(ends, default=office.since)) if office.since else date.min
        end = partial_date.first_day(min(begins, default=office.until)) if office.until else date.max
        found.append(Held(office, first, end))
    return found


def _finer(mark: str | None, others: Sequence[str | None]) -> list[str]:
    """The dates that say the same as `mark`, only more exactly."""
    return [other for other in others if mark and other and partial_date.refines(other, mark)]
