"""How a condition judges: met or not or unknown, in words and numbers, with the records behind it; what is asked of all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from models import award_condition as conditions
from models.award import Honour
from models.award_condition import Asked
from models.award_kind import AwardKind
from models.dictionary import words_of
from models.eligibility_facts import Facts, Held
from models.fields import Words
from models.member import Member
from models.organisation import Organisation
from models.partial_date import first_day, last_day
from models.record import Record


class Finding(NamedTuple):
    """What one condition finds of one subject; `gap` says how far off it is: 0 when met, 1 at most."""

    ok: bool | None
    words: str
    kind: type[Record]
    ids: tuple[int, ...]
    gap: float = 0.0


Judge = Callable[[Any], Finding]
Prepare = Callable[[Asked, Facts, AwardKind], Judge]


@lru_cache(maxsize=1 << 14)
def months_until(since: str, day: date) -> tuple[int, int]:
    """Completed months from a date to a day: so many for certain, so many at most, for a date that is not to the day."""
    found = []
    for start in (last_day(since), first_day(since)):
        months = (day.year - start.year) * 12 + day.month - start.month - (day.day < start.day)
        found.append(max(months, 0))
    return found[0], found[1]


def short(wanted: float, found: float) -> float:
    """How far a number falls short of what is wanted, from 0 to 1."""
    return min(max((wanted - found) / wanted, 0.0), 1.0) if wanted else 0.0


def enough(certain: float, possible: float, wanted: float) -> bool | None:
    """Whether a number that lies between two reaches what is wanted."""
    return True if certain >= wanted else None if possible >= wanted else False


def between(certain: int, possible: int) -> str:
    """A number that is known, or the two between which it lies: 27, 27或28."""
    return f"{certain}" if certain == possible else f"{certain}或{possible}"


def at_least(word: str, wanted: str, words: Words) -> bool | None:
    """Whether a grade or level is the wanted one or better; None for a word that is not of the scale."""
    if word == wanted:
        return True
    if word not in words.words or wanted not in words.words:
        return None
    return words.words.index(word) < words.words.index(wanted)


def _honour(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    """An honour of one of the names, of the level or higher; with neither, any of a lower level than the award's."""
    held = facts.honours("member_id" if award.for_member else "organisation_id")
    said = conditions.CONDITIONS[conditions.HONOUR].says(asked)
    levels = words_of("honour_level")()
    names, first = set(asked.names), str(facts.year - asked.years) if asked.years else ""

    def fits(honour: Held) -> bool | None:
        if honour.granted < first or (names and honour.name not in names):
            return False
        if asked.level:
            return at_least(honour.level, asked.level, levels) if honour.level else None
        if names or not award.level:
            return True
        lower = at_least(honour.level, award.level, levels) if honour.level else None
        return None if lower is None else not lower

    def judge(subject: Any) -> Finding:
        found = [(honour, fits(honour)) for honour in held.get(subject.id, [])]
        met = [honour for honour, ok in found if ok]
        if met:
            listed = "、".join(f"{each.granted[:7]}{each.name}" for each in met)
            return Finding(True, f"{said}：{listed}", Honour, tuple(each.id for each in met))
        unsure = tuple(honour.id for honour, ok in found if ok is None)
        if unsure:
            return Finding(None, f"{said}：有{len(unsure)}项荣誉没有写级别", Honour, unsure)
        return Finding(False, f"{said}：没有", Honour, (), 1)

    return judge


def _no_same(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    """No honour of the award's own name within the years."""
    held = facts.honours("member_id" if award.for_member else "organisation_id")
    said = conditions.CONDITIONS[conditions.NO_SAME].says(asked)
    first = str(facts.year - asked.years) if asked.years else ""

    def judge(subject: Any) -> Finding:
        same = [
            each for each in held.get(subject.id, []) if each.name == award.name and each.granted >= first
        ]
        if not same:
            return Finding(True, said, Honour, ())
        when = "、".join(each.granted[:7] for each in same)
        return Finding(False, f"{said}：{when}获过", Honour, tuple(each.id for each in same), 1)

    return judge


def _by_hand(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    """What no record says: a person must look."""
    kind: type[Record] = Member if award.for_member else Organisation

    def judge(subject: Any) -> Finding:
        return Finding(None, f"{asked.word}：请人工审核", kind, (subject.id,))

    return judge


OF_BOTH: dict[str, Prepare] = {
    conditions.HONOUR: _honour,
    conditions.NO_SAME: _no_same,
    conditions.BY_HAND: _by_hand,
}
