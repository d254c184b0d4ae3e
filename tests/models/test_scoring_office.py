"""A generated office: every score agrees with a plain recount of its records and opens exactly those it counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from benchmarks.scored_office import YEAR, ScoredOffice, make_office
from models.assessment import Score
from models.figures import catalogue
from models.scheme import DEDUCTION
from models.scoring import compute, evidence, read
from models.scoring_reckoning import Reckoning
from models.scoring_rule import WHOLE, Measure, Rule, Span
from models.store import Store
from tests.models.scoring_recount import Case, recount

Counted = dict[int, Fraction]  # record id → amount


class _Recount:
    """What each figure counts, told again from the records in plain Python."""

    def __init__(self, office: ScoredOffice) -> None:
        self._below: dict[int, set[int]] = {each.id: {each.id} for each in office.organisations}
        for each in office.organisations:
            if each.parent_id is not None:
                self._below[each.parent_id].add(each.id)
        self._founded = {each.id: each.founded for each in office.organisations}
        homes = {member.id: member.branch_id for member in office.members}
        pictured = {
            each.record_id for each in office.pictures if each.name.lower().endswith((".jpg", ".png"))
        }
        used = {each.news_id for each in office.uses if each.level in ("区", "市", "全国")}
        first = {(each.request_id, each.organisation_id) for each in office.returns if each.version == 1}
        due = {each.id: each.due for each in office.requests}
        branches = [each for each in office.organisations if each.kind == "团支部"]
        self._all: dict[str, dict[int, list[tuple[int, Fraction, Callable[[str, str], bool]]]]] = {}

        def day(text: str | None) -> Callable[[str, str], bool]:
            return lambda lo, hi: text is not None and lo <= text < hi

        def add(label: str, found: Iterable[tuple[int, int, Any, Callable[[str, str], bool]]]) -> None:
            kept: dict[int, list[tuple[int, Fraction, Callable[[str, str], bool]]]] = defaultdict(list)
            for id_, home, amount, when in found:
                if amount:
                    kept[home].append((id_, Fraction(str(amount)), when))
            self._all[label] = kept

        acts = office.activities
        add("活动次数", ((a.id, a.branch_id, 1, day(a.start)) for a in acts))
        add("活动人次", ((a.id, a.branch_id, a.present, day(a.start)) for a in acts))
        add("参加活动青年人次", ((a.id, a.branch_id, a.youth_present, day(a.start)) for a in acts))
        for category in ("比贡献", "比作为"):
            mine = [a for a in acts if a.category == category]
            add(f"{category}次数", ((a.id, a.branch_id, 1, day(a.start)) for a in mine))
        served = [a for a in acts if a.person_hours]
        add("志愿服务次数", ((a.id, a.branch_id, 1, day(a.start)) for a in served))
        add("志愿服务时长", ((a.id, a.branch_id, a.person_hours, day(a.start)) for a in served))
        both = [a for a in acts if a.expected and a.present is not None]
        add("活动应到人数", ((a.id, a.branch_id, a.expected, day(a.start)) for a in both))
        add("活动实到人数", ((a.id, a.branch_id, a.present, day(a.start)) for a in both))
        add("带照片活动次数", ((a.id, a.branch_id, 1, day(a.start)) for a in acts if a.id in pictured))
        met = [a for a in acts if a.kind == "团支部大会"]
        add("团支部大会次数", ((a.id, a.branch_id, 1, day(a.start)) for a in met))
        add(
            "区级以上采用信息数",
            ((n.id, n.organisation_id, 1, day(n.date)) for n in office.news if n.id in used),
        )
        for level in ("省市级", "区级"):
            won = [h for h in office.honours if h.level == level]
            holder = {h.id: h.organisation_id or homes[h.member_id] for h in won}
            add(f"{level}荣誉数", ((h.id, holder[h.id], 1, day(h.granted)) for h in won))
        add("向党组织汇报次数", ((r.id, r.organisation_id, 1, day(r.reported)) for r in office.reports))
        broken = [c for c in office.commitments if c.done is None and (c.due or "") < "2900"]
        promised = {c.id: c.made if c.made and c.made[:4] == str(c.year) else str(c.year) for c in broken}
        add("未兑现承诺数", ((c.id, c.organisation_id, 1, day(promised[c.id])) for c in broken))
        late = [
            r
            for r in office.returns
            if r.version == 1 and due[r.request_id] and r.received > due[r.request_id]
        ]
        add("迟报次数", ((r.id, r.organisation_id, 1, day(due[r.request_id])) for r in late))
        add(
            "未报次数",
            (
                (r.id, o.id, 1, day(r.due))
                for r in office.requests
                for o in branches
                if r.due and (r.id, o.id) not in first and (o.founded is None or o.founded <= r.due)
            ),
        )

        def rostered(joined: str, left: str | None) -> Callable[[str, str], bool]:
            return lambda lo, hi: joined < hi and (left is None or left >= hi)

        add("团员数", ((m.id, m.branch_id, 1, rostered(m.joined, m.left_on)) for m in office.members))
        self.counted = cache(self._counted)

    def months(self, organisation: int) -> tuple[int, ...]:
        """The months of the past year in which an organisation existed."""
        since = self._founded[organisation] or ""
        return tuple(month for month in range(1, 13) if f"{YEAR}-{month:02d}" >= since)

    def _counted(self, label: str, span: Span, organisation: int) -> Counted:
        lo, hi = f"{YEAR}-{span[0]:02d}", f"{YEAR}-{span[1] + 1:02d}"
        if span[1] == 12:
            hi = str(YEAR + 1)
        if span == WHOLE:
            lo = str(YEAR)
        found: Counted = defaultdict(Fraction)
        for below in self._below[organisation]:
            for id_, amount, when in self._all[label].get(below, []):
                if when(lo, hi):
                    found[id_] += amount
        return dict(found)

    def value(self, measure: Measure, span: Span, organisation: int) -> Fraction | None:
        """A measure, None when there is nothing to divide by."""
        above, below = (
            sum(
                (sum(self.counted(label, span, organisation).values(), Fraction(0)) for label in labels),
                Fraction(0),
            )
            for labels in (measure.figures, measure.per)
        )
        if not measure.per:
            return above
        return above / below if below else None


def _rule(text: str) -> Rule:
    found = read(text)
    assert found is not None
    return found


def test_every_score_of_an_office_agrees_with_a_recount_and_opens_its_records(store: Store) -> None:
    office = make_office(200, 10_000)
    plain = _Recount(office)
    indicators = {each.id: each for each in office.indicators}
    rules = {each.id: _rule(each.rule) for each in office.indicators}
    ids = [each.id for each in office.organisations]
    kinds = {each.label: each.record.kind_name() for each in catalogue().values()}
    every = cache(
        lambda measure, span: [value for id_ in ids if (value := plain.value(measure, span, id_)) is not None]
    )
    computed = compute(YEAR)
    assert len(computed) == len(ids) * len(rules)
    reckoning = Reckoning(YEAR, office.assessments)
    assessments = {each.id: each for each in office.assessments}
    for found in computed:
        organisation, rule = found.organisation_id, rules[found.indicator_id]
        points = Fraction(str(indicators[found.indicator_id].points))
        case = Case(
            points,
            lambda measure, span, of=organisation: plain.value(measure, span, of),  # type: ignore[misc]
            every,
            plain.months(organisation),
        )
        expected = recount(rule, case)
        if expected is not None and indicators[found.indicator_id].block == DEDUCTION:
            expected = points - expected
        where = (str(rule), found)
        if expected is None:
            assert found.score is None, where
        else:
            assert found.score == pytest.approx(float(expected), abs=0.011), where
        opened: dict[tuple[str, str], Counted] = defaultdict(dict)
        for line in reckoning.lines(assessments[found.assessment_id], found.indicator_id):
            opened[line.figure, line.kind][line.record_id] = Fraction(str(line.amount))
        looked: dict[tuple[str, str], Counted] = defaultdict(dict)
        spans = (*rule.looks_at(case.months), *((size_, WHOLE) for size_ in rule.sizes))
        for measure, span in spans:
            for label in (*measure.figures, *measure.per):
                looked[label, kinds[label]] |= plain.counted(label, span, organisation)
        assert opened == {key: counted for key, counted in looked.items() if counted}, where
    # What is kept is what was computed; one score by itself opens the same records.
    stored = {(each.assessment_id, each.indicator_id): (each.computed, each.why) for each in Score.select()}
    assert stored == {(each.assessment_id, each.indicator_id): (each.score, each.why) for each in computed}
    score = Score.get(Score.assessment == office.assessments[1].id)
    assert evidence(score) == reckoning.lines(assessments[score.assessment_id], score.indicator_id)
