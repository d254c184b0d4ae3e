"""Who is eligible for an award: every member or organisation judged by the award's conditions, with the reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from models.award_kind import AwardKind
from models.award_rule import rules_of
from models.clock import end_of_year
from models.database import rows
from models.eligibility_facts import Facts
from models.eligibility_members import OF_MEMBERS
from models.eligibility_rules import OF_BOTH
from models.eligibility_units import OF_UNITS
from models.record import Record

STATES = ELIGIBLE, LACKING, NOT_ELIGIBLE = "符合", "缺资料", "不符合"
# Who misses several conditions is still near when each is short by no more than this share.
_LITTLE = 0.25


class Reason(NamedTuple):
    """What one condition found: met, not met or not known (None), in words, and the records that say so.

    `binding` is False for a condition that is only a hint, or that a person must judge. `gap` says how much is lacking,
    from 0 (met, or not known) to 1.
    """

    rule: int
    ok: bool | None
    words: str
    kind: type[Record]
    ids: tuple[int, ...]
    binding: bool
    gap: float


class Verdict(NamedTuple):
    """What the conditions of an award say of one member or organisation, one reason for each, in their order."""

    subject: int
    name: str
    organisation: int
    state: str
    reasons: tuple[Reason, ...]

    @property
    def failed(self) -> tuple[Reason, ...]:
        """The binding conditions that are not met."""
        return tuple(reason for reason in self.reasons if reason.binding and reason.ok is False)

    @property
    def unknown(self) -> tuple[Reason, ...]:
        """The binding conditions of which the records say too little."""
        return tuple(reason for reason in self.reasons if reason.binding and reason.ok is None)

    @property
    def gap(self) -> float:
        """How far from eligible: what is lacking of each condition, added up."""
        return sum(reason.gap for reason in self.reasons if reason.binding)

    def in_words(self) -> str:
        """What stands against it, in one line; "" for somebody eligible."""
        return "；".join(reason.words for reason in (*self.failed, *self.unknown))


def as_of_day(award: AwardKind, year: int) -> date:
    """The day by which an award's conditions are judged in a year.

    The last day before its publicity, once that is set; else the end of the year, or today while it runs.
    """
    begun = [
        text
        for (text,) in rows(
            "SELECT public_from FROM nomination WHERE year = ? AND kind = ? AND length(public_from) = 10",
            (year, award.name),
        )
    ]
    return min([end_of_year(year), *(date.fromisoformat(text) - timedelta(1) for text in begun)])


def verdicts(
    award: AwardKind, year: int, subjects: Collection[int] | None = None, day: date | None = None
) -> list[Verdict]:
    """The verdict on everybody (on these members or organisations) who may hold the award, in the office's order.

    Members on the roster, or organisations of the award's kinds, as of `day` (as_of_day() when it is not given). An
    award without conditions finds everybody eligible.
    """
    facts = Facts(year, day or as_of_day(award, year), subjects)
    known = {**OF_BOTH, **(OF_MEMBERS if award.for_member else OF_UNITS)}
    judges = [
        (rule.id, known[rule.condition](rule.asked, facts, award), rule.binding)
        for rule in rules_of(award.id)
        if rule.condition in known
    ]
    found = []
    for subject in facts.persons() if award.for_member else facts.units(award.holders):
        reasons = []
        state = ELIGIBLE
        for rule, judge, binding in judges:
            ok, words, kind, ids, gap = judge(subject)
            if binding and not ok:
                state = NOT_ELIGIBLE if ok is False else state if state == NOT_ELIGIBLE else LACKING
            reasons.append(Reason(rule, ok, words, kind, ids, binding, gap))
        found.append(Verdict(subject.id, subject.name, subject.home, state, tuple(reasons)))
    return found


def nearly(found: Iterable[Verdict]) -> list[Verdict]:
    """Those not eligible who miss just one condition, or several by little; the nearest first."""
    near = [
        verdict
        for verdict in found
        if verdict.state == NOT_ELIGIBLE
        and (len(verdict.failed) == 1 or all(reason.gap <= _LITTLE for reason in verdict.failed))
    ]
    return sorted(near, key=lambda verdict: (verdict.gap, len(verdict.failed), len(verdict.unknown)))
