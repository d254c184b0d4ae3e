"""换届: an election as one operation – the term, who is re-elected, who begins and whose office ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from models import partial_date
from models.changes import change, running
from models.dictionary import DictionaryEntry
from models.errors import AppError
from models.member import SECRETARY, Member, Office
from models.organisation import ACTIVE, Organisation, Term


class Holder(NamedTuple):
    """Who holds a post from an election on."""

    post: str
    member_id: int


class Outcome(NamedTuple):
    """What an election changes: the offices that go on, those that begin and those that end."""

    kept: list[Office]
    begun: list[Holder]
    ended: list[Office]


def posts_of(organisation: Organisation) -> tuple[str, ...]:
    """The posts that are elected in an organisation of this kind, in the order of their dictionary."""
    committee = organisation.kind in ("团委", "团工委")
    return tuple(DictionaryEntry.words("committee_post" if committee else "branch_post").words)


def present_offices(organisation: Organisation) -> list[Office]:
    """The offices held in the organisation now, in the order of the posts."""
    order = {post: place for place, post in enumerate(posts_of(organisation))}
    held = Office.select().where(Office.organisation == organisation.get_id(), Office.until.is_null())
    return sorted(held, key=lambda office: (order.get(office.post, len(order)), office.id))


def next_number(organisation: Organisation) -> int | None:
    """The number (届次) after the last one; 1 when there was no election yet, None when the last has no number."""
    last = (
        Term.select()
        .where(Term.organisation == organisation.get_id())
        .order_by(Term.elected.desc(), Term.id.desc())
        .first()
    )
    if last is None:
        return 1
    return last.number + 1 if last.number else None


def compare(organisation: Organisation, holders: Sequence[Holder]) -> Outcome:
    """What becomes of the present offices when these persons are elected; a person twice in a post counts once."""
    wanted = dict.fromkeys(holders)
    held: dict[Holder, Office] = {}
    ended = []
    for office in present_offices(organisation):
        holder = Holder(str(office.post), office.member_id)
        if holder in wanted and holder not in held:
            held[holder] = office
        else:
            ended.append(office)
    return Outcome(list(held.values()), [holder for holder in wanted if holder not in held], ended)


def hold_election(
    organisation: Organisation,
    elected: str,
    holders: Sequence[Holder],
    number: int | None = None,
    present: int | None = None,
) -> Term:
    """Enter an election as one action; returns its term.

    Who is elected again to the same post keeps the office as it is; the other offices end on that day, new ones begin
    in its month. A term already entered with this date is completed rather than doubled. AppError when it was before
    the last election, when there are no officers, two secretaries, one who is not on a roster, or when an office that
    would end began after that day.
    """
    organisation = Organisation.get_by_id(organisation.get_id())
    outcome = compare(organisation, holders)
    _check_holders(organisation, holders)
    term = _term(organisation, elected, number)
    for office in outcome.ended:
        if office.since and partial_date.first_day(office.since) > partial_date.last_day(elected):
            raise AppError(
                f"{Member.titles().get(office.member_id, '')}任{office.post}始于{office.shown('since')}，"
                f"晚于换届日期{partial_date.show_day(elected)}。",
                "请核对换届日期，或先改正这条任职。",
            )
    with change(f"{organisation.name}换届"):
        term.number = number if number is not None else term.number
        term.present = present if present is not None else term.present
        term.save()
        for office in outcome.ended:
            office.until = elected
        begun = [
            Office(
                organisation=organisation.id,
                member=holder.member_id,
                post=holder.post,
                since=elected[:7],
                nature="兼职",
            )
            for holder in outcome.begun
        ]
        # Together: the roster's 团内职务 follows when all of it is written.
        running().save_all([*outcome.ended, *begun])
    return term


def other_secretaries(office: Office) -> list[Office]:
    """Who else is secretary now where this office of a secretary is held; empty for other posts and past offices."""
    if office.post != SECRETARY or office.until is not None:
        return []
    return list(
        Office.select().where(
            Office.organisation == office.organisation_id,
            Office.post == SECRETARY,
            Office.until.is_null(),
            Office.id != office.get_id(),
            Office.member != office.member_id,
        )
    )


def relieve(offices: Sequence[Office], until: str) -> None:
    """End offices in a month; one that began later ends in the month it began. Inside a change()."""
    for office in offices:
        began_later = office.since and partial_date.first_day(office.since) > partial_date.last_day(until)
        office.until = office.since if began_later else until
    running().save_all(list(offices))


def _check_holders(organisation: Organisation, holders: Sequence[Holder]) -> None:
    if organisation.state != ACTIVE:
        raise AppError(f"{organisation.name}{organisation.state}，不能再换届。")
    if not holders:
        raise AppError("还没有填写当选的人。", "请至少填写一个职务。")
    if len({holder.member_id for holder in holders if holder.post == SECRETARY}) > 1:
        raise AppError("书记只能有一人。", "请去掉多填的书记。")
    for holder in holders:
        member = Member.get_or_none(Member.id == holder.member_id)
        if member is None or not member.is_present:
            name = "当选的人" if member is None else member.name
            raise AppError(f"{name}已不在册，不能任{holder.post}。", "请选择在册的团员。")


def _term(organisation: Organisation, elected: str, number: int | None) -> Term:
    """The term to write, new or entered before; AppError when date or number do not go with the other terms."""
    terms = list(Term.select().where(Term.organisation == organisation.id).order_by(Term.elected))
    same = next((term for term in terms if partial_date.agrees(term.elected, elected)), None)
    others = [term for term in terms if term is not same]
    if others and others[-1].elected > elected:
        last = partial_date.show_day(others[-1].elected)
        raise AppError(f"{last}已经换届，比填写的日期晚。", "请核对换届日期；以前的届次在“团干部”里补登。")
    if number is not None and any(term.number == number for term in others):
        raise AppError(f"第{number}届已经登记过。", "请核对届次。")
    if same is None:
        same = Term(organisation=organisation.id)
    if len(elected) >= len(same.elected or ""):
        same.elected = elected
    return same
