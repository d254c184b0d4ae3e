"""The values that scoring rules look at: each figure is read once for a span of months and all organisations.

What the office added to a score or excluded from it changes the values of that score alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.database import rows
from models.fields import Date
from models.figure import Period, plain
from models.figures import catalogue
from models.record import Record
from models.scoring_evidence import ADDED, EXCLUDED, ScoreEvidence
from models.scoring_rule import WHOLE, Measure, Span
from models.text import squash


@dataclass(frozen=True)
class EvidenceLine:
    """One record behind a score: in which figure it counts, with what amount, and what the office said of it.

    `base` marks what is only divided by, or says how large an organisation is; `said` is what the office said of the
    record, if it changes anything. An excluded record's amount is what it would add; those of all others add up to
    the figure's value.
    """

    figure: str
    kind: str
    record_id: int
    amount: float
    base: bool = False
    said: ScoreEvidence | None = None

    @property
    def added(self) -> bool:
        """Whether it counts only because the office says so."""
        return self.said is not None and self.said.choice == ADDED

    @property
    def excluded(self) -> bool:
        """Whether the office left it out."""
        return self.said is not None and self.said.choice == EXCLUDED

    @property
    def reason(self) -> str:
        """Why the office added or excluded it; "" where it said nothing."""
        return "" if self.said is None else str(self.said.reason or "")


class Values:
    """The figures of one year, as they are asked for."""

    def __init__(self, year: int) -> None:
        self.year = year
        self._figures = {figure.label: figure for figure in catalogue().values()}
        self._above: dict[int, list[int]] = {}
        self._totals: dict[tuple[str, Span], dict[int, float]] = {}
        self._records: dict[tuple[str, Span], dict[int, dict[int, float]]] = {}

    def unit(self, measure: Measure) -> str:
        """The unit of a measure; "%" for a share, whose parts have the same unit."""
        own = self._figures[measure.figures[0]].unit
        if not measure.per:
            return own
        return "%" if own == self._figures[measure.per[0]].unit else own

    def counts_records(self, label: str) -> bool:
        """Whether a figure counts records, rather than adding up what they say."""
        return self._figures[label].measure is None

    def value(self, measure: Measure, span: Span, organisation: int) -> float | None:
        """A measure for an organisation with all below it; None when there is nothing to divide by or to know."""
        return _divided(
            measure,
            self._sum(measure.figures, span, organisation),
            self._sum(measure.per, span, organisation),
        )

    def _sum(self, labels: Iterable[str], span: Span, organisation: int) -> float | None:
        parts = [self._total(label, span).get(organisation) for label in labels]
        for place, label in enumerate(labels):
            # What an organisation's card does not state is not known; of records, none is nought.
            if parts[place] is None and self._figures[label].dated:
                parts[place] = 0
        known = [part for part in parts if part is not None]
        return plain(sum(known)) if len(known) == len(parts) else None

    def _period(self, span: Span) -> Period:
        return Period.year(self.year) if span == WHOLE else Period.months(self.year, *span)

    def _total(self, label: str, span: Span) -> dict[int, float]:
        """Organisation id → a figure of it and all below it."""
        key = (label, span)
        if key not in self._totals:
            found: dict[int, float] = {}
            for organisation, number in self._figures[label].by_organisation(self._period(span)).items():
                for above in self._at_and_above(organisation):
                    found[above] = plain(found.get(above, 0) + number)
            self._totals[key] = found
        return self._totals[key]

    def _at_and_above(self, organisation: int) -> list[int]:
        if not self._above:
            parents = dict(rows("SELECT id, parent_id FROM organisation"))
            for id_ in parents:
                chain: list[int] = []
                place: int | None = id_
                while place is not None and place not in chain:
                    chain.append(place)
                    place = parents.get(place)
                self._above[id_] = chain
        return self._above.get(organisation, [])

    def records(self, label: str, span: Span, organisation: int) -> dict[int, float]:
        """Record id → amount of what a figure counts for an organisation and all below it.

        One record may count for several below it: what was asked of all and sent by none.
        """
        key = (label, span)
        if key not in self._records:
            found: dict[int, dict[int, float]] = {}
            for id_, own, amount in self._figures[label].contributions(self._period(span)):
                for above in self._at_and_above(own):
                    mine = found.setdefault(above, {})
                    mine[id_] = mine.get(id_, 0) + amount
            self._records[key] = found
        return self._records[key].get(organisation, {})

    def lines(
        self, label: str, span: Span, organisation: int, said: Sequence[ScoreEvidence] = ()
    ) -> list[EvidenceLine]:
        """The records that a figure counts for an organisation, with what the office said of them for one score."""
        figure = self._figures[label]
        kind = figure.record.kind_name()
        mine = {each.record_id: each for each in said if each.kind == kind and each.figure in (None, label)}
        found = []
        for id_, amount in self.records(label, span, organisation).items():
            mention = mine.get(id_)
            if mention is not None and mention.choice == ADDED:
                mention = None  # it counts anyway
            found.append(EvidenceLine(label, kind, id_, amount, said=mention))
        counted = {line.record_id for line in found}
        more = {id_: each for id_, each in mine.items() if each.choice == ADDED and id_ not in counted}
        if more:
            amounts = figure.amounts(more)
            found += [
                EvidenceLine(label, kind, id_, amounts[id_], said=more[id_])
                for id_ in _within(figure.record, sorted(amounts), self._period(span), span)
            ]
        return found

    def told(
        self, measure: Measure, span: Span, organisation: int, said: Sequence[ScoreEvidence]
    ) -> float | None:
        """As value(), with what the office added to one score and excluded from it."""
        if not said:
            return self.value(measure, span, organisation)
        sums = []
        for labels in (measure.figures, measure.per):
            parts = [
                sum(line.amount for line in found if not line.excluded)
                for label in labels
                if (found := self.lines(label, span, organisation, said))
            ]
            sums.append(plain(sum(parts)) if parts else self._sum(labels, span, organisation))
        return _divided(measure, *sums)


def figure_words() -> dict[str, str]:
    """How a rule may name a figure, squashed: its label, or another word for it → the label."""
    found = {
        squash(word.replace("/", "")): figure.label
        for figure in catalogue().values()
        for word in figure.words
        if "/" not in word
    }
    return found | {squash(figure.label): figure.label for figure in catalogue().values()}


def _divided(measure: Measure, above: float | None, below: float | None) -> float | None:
    if not measure.per or above is None:
        return above
    return above / below if below else None


def _within(kind: type[Record], ids: list[int], period: Period, span: Span) -> list[int]:
    """Which of some records are of a span; of the whole year any is, since the office says so."""
    if span == WHOLE or kind.year_field is None:
        return ids if span == WHOLE else []
    field = kind.field(kind.year_field)
    if not isinstance(field, Date):
        return []
    days = dict(rows(f'SELECT id, "{field.column_name}" FROM "{kind.kind_name()}"'))
    return [id_ for id_ in ids if period.first <= (days.get(id_) or "") < period.end]
