"""Applying the rules of a year's schemes: to those assessed together, with what the office says of single records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from models.assessment import Assessment, Score
from models.clock import end_of_year
from models.database import rows
from models.errors import FieldError
from models.organisation import Organisation
from models.scheme import DEDUCTION, VETO, Indicator, Scheme, indicators
from models.scoring_combined import Duty
from models.scoring_evidence import ScoreEvidence
from models.scoring_reader import read_rule
from models.scoring_rule import WHOLE, Given, Measure, Rule, Scored, Span, span_text
from models.scoring_values import EvidenceLine, Values, figure_words


class OneMore(NamedTuple):
    """What one more occurrence of a measure would change: before, after, and in words."""

    now: Scored
    then: Scored
    words: str


class Reckoning:
    """The rules and values of one year for those who are assessed together; what is read is read once."""

    def __init__(self, year: int, every: Iterable[Assessment]) -> None:
        self.values = Values(year)
        # Those of one kind are compared with each other, whichever version of the scheme they were begun under.
        self._kinds: dict[int, str | None] = dict(rows("SELECT id, kind FROM scheme"))
        self._together: dict[str | None, list[Assessment]] = {}
        for each in every:
            self._together.setdefault(self._kinds[each.scheme_id], []).append(each)
        self._words = figure_words()
        self._rules: dict[int, dict[int, tuple[Indicator, Rule | FieldError]]] = {}
        self._every: dict[tuple[int, Measure, Span], list[float]] = {}
        self._months = _Months(year)
        self._said: dict[tuple[int, int], list[ScoreEvidence]] = {}
        for said in ScoreEvidence.select(ScoreEvidence, Score).join(Score):
            key = (said.score.assessment_id, said.score.indicator_id)
            self._said.setdefault(key, []).append(said)

    def rules(self, assessment: Assessment) -> dict[int, tuple[Indicator, Rule | FieldError]]:
        """Indicator id → the indicator and its rule, or what is wrong with that; what is scored by hand is left out.

        A veto item is yes or no: nothing computes it.
        """
        scheme_id = assessment.scheme_id
        if scheme_id not in self._rules:
            found: dict[int, tuple[Indicator, Rule | FieldError]] = {}
            for indicator in indicators(Scheme.get_by_id(scheme_id)):
                if indicator.block == VETO:
                    continue
                try:
                    rule: Rule | FieldError | None = read_rule(indicator.rule or "", self._words)
                except FieldError as error:
                    rule = error
                if rule is not None:
                    found[indicator.id] = (indicator, rule)
            self._rules[scheme_id] = found
        return self._rules[scheme_id]

    def scored(self, assessment: Assessment) -> Iterator[tuple[int, Scored]]:
        """What every rule gives an assessment: (indicator id, score and why)."""
        for indicator, rule in self.rules(assessment).values():
            if isinstance(rule, FieldError):
                yield indicator.id, Scored(None, f"计分规则不能用：{rule}")
            else:
                yield indicator.id, counted(rule, self._given(assessment, indicator))

    def lines(self, assessment: Assessment, indicator_id: int) -> list[EvidenceLine]:
        """The records behind what an indicator's rule gives an assessment, each once for each figure."""
        _, rule = self.rules(assessment).get(indicator_id, (None, None))
        if not isinstance(rule, Rule):
            return []
        wanted: dict[tuple[str, Span, bool], None] = {}
        for measure, span in rule.looks_at(self._months.of(assessment.organisation_id)):
            wanted |= dict.fromkeys((label, span, False) for label in measure.figures)
            wanted |= dict.fromkeys((label, span, True) for label in measure.per)
        for measure in rule.sizes:
            wanted |= dict.fromkeys((label, WHOLE, True) for label in (*measure.figures, *measure.per))
        found: dict[tuple[str, bool, int], EvidenceLine] = {}
        for label, span, base in wanted:
            for line in self._of(assessment, indicator_id, label, span):
                found.setdefault((label, base, line.record_id), replace(line, base=base))
        return list(found.values())

    def claimed(self, assessment: Assessment, indicator_id: int) -> set[tuple[str, int]]:
        """(kind, id) of the records that an indicator's rule counts as so many occurrences.

        Left out are sums of people or hours, which are another side of the same records, what is only divided by,
        and the duties of every month, which ask for reports of what counts elsewhere.
        """
        _, rule = self.rules(assessment)[indicator_id]
        if isinstance(rule, FieldError):
            return set()
        labels = {
            (label, span)
            for part in rule.parts
            if not isinstance(part, Duty)
            for measure, span in part.looks_at(self._months.of(assessment.organisation_id))
            for label in measure.figures
            if self.values.counts_records(label)
        }
        return {
            (line.kind, line.record_id)
            for label, span in labels
            for line in self._of(assessment, indicator_id, label, span)
            if not line.excluded
        }

    def _of(self, assessment: Assessment, indicator_id: int, label: str, span: Span) -> list[EvidenceLine]:
        said = self._said.get((assessment.id, indicator_id), ())
        return self.values.lines(label, span, assessment.organisation_id, said)

    def one_more(self, assessment: Assessment, indicator_id: int) -> list[OneMore]:
        """What one more occurrence of each measure that an indicator's rule looks at would change."""
        indicator, rule = self.rules(assessment)[indicator_id]
        if isinstance(rule, FieldError):
            return []
        given = self._given(assessment, indicator)
        now = counted(rule, given)
        found = []
        looked: dict[tuple[Measure, Span], None] = {}
        for part in rule.parts:
            span = part.next_span(given)
            looked |= {(measure, span): None for measure, _ in part.looks_at(tuple(range(1, 13)))}
        for measure, span in looked:
            value = given.value(measure, span)
            below = given.value(Measure(measure.per), span) if measure.per else 1
            if value is None or not below:
                continue
            more = replace(given, value=_raised(given, measure, span, value + 1 / below))
            then = counted(rule, more)
            unit = self.values.unit(Measure(measure.figures[:1]))
            words = f"{span_text(span)}{'+'.join(measure.figures)}再多1{unit}，{_changed(given, rule, more)}"
            found.append(OneMore(now, then, words))
        return found

    def _given(self, assessment: Assessment, indicator: Indicator) -> Given:
        said = self._said.get((assessment.id, indicator.id), ())
        organisation = assessment.organisation_id
        together = self._together[self._kinds[assessment.scheme_id]]

        def value(measure: Measure, span: Span) -> float | None:
            return self.values.told(measure, span, organisation, said)

        def every(measure: Measure, span: Span) -> list[float]:
            key = (indicator.id, measure, span)
            if key not in self._every:
                known = (
                    self.values.told(
                        measure, span, each.organisation_id, self._said.get((each.id, indicator.id), ())
                    )
                    for each in together
                )
                self._every[key] = [number for number in known if number is not None]
            return self._every[key]

        return Given(
            indicator.points or 0,
            value,
            every,
            self._months.of(organisation),
            self.values.unit,
            indicator.block == DEDUCTION,
        )


def trial(
    rule: Rule, year: int, points: float, organisations: Sequence[int], deduction: bool
) -> list[Scored]:
    """What a rule would give each of these organisations, assessed together in a year."""
    values, months = Values(year), _Months(year)
    held: dict[tuple[Measure, Span], list[float]] = {}

    def every(measure: Measure, span: Span) -> list[float]:
        if (measure, span) not in held:
            known = (values.value(measure, span, id_) for id_ in organisations)
            held[measure, span] = [number for number in known if number is not None]
        return held[measure, span]

    def of(organisation: int) -> Scored:
        def value(measure: Measure, span: Span) -> float | None:
            return values.value(measure, span, organisation)

        given = Given(points, value, every, months.of(organisation), values.unit, deduction)
        return counted(rule, given)

    return [of(organisation) for organisation in organisations]


def counted(rule: Rule, given: Given) -> Scored:
    """What goes into the total: the score, or in a block of deductions the points that are lost."""
    found = rule.apply(given)
    if found.score is None or not given.deduction:
        return found
    return Scored(round(given.points - found.score, 2) + 0.0, found.why)


def months_over(year: int, founded: str | None = None) -> tuple[int, ...]:
    """The months of a year that are over, 1 to 12, from the one in which an organisation was founded."""
    day = end_of_year(year)
    # The last day of a year is the end of its last month: a past year is whole.
    whole = 12 if (day.month, day.day) == (12, 31) else day.month - 1
    over = whole if day.year == year else 0
    since = (founded or "")[:7]
    return tuple(month for month in range(1, over + 1) if f"{year}-{month:02d}" >= since)


class _Months:
    """The months of a year in which each organisation had duties."""

    def __init__(self, year: int) -> None:
        founded = Organisation.select(Organisation.id, Organisation.founded)
        self._of = {each.id: months_over(year, each.founded) for each in founded}

    def of(self, organisation: int) -> tuple[int, ...]:
        return self._of[organisation]


def _raised(
    given: Given, measure: Measure, span: Span, value: float
) -> Callable[[Measure, Span], float | None]:
    def raised(asked: Measure, of: Span) -> float | None:
        return value if (asked, of) == (measure, span) else given.value(asked, of)

    return raised


def _changed(given: Given, rule: Rule, more: Given) -> str:
    before, after = rule.apply(given).score, rule.apply(more).score
    if after is None or before == after:
        return "得分不变"
    told = given.told(after)
    return told if before is None else f"由{given.told(before)}变为{told}"
