"""Every kind of scoring rule against a slow plain recount; never outside the points; monotone where it should be."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import FieldError
from models.scoring_combined import Also, Best, Duty, MonthMean, Sized
from models.scoring_reader import RULE_FORMS, doubts, form_of, read_rule
from models.scoring_rule import (
    WHOLE,
    AtMost,
    Below,
    Deduct,
    Each,
    Given,
    Measure,
    OfOne,
    Rank,
    Reach,
    Rule,
    Short,
    Span,
    Steps,
    ToBest,
    ToTarget,
)
from tests.models.scoring_recount import Case, recount

ONE = Measure(("活动次数",))
RATE = Measure(("活动实到人数",), ("活动应到人数",))
SUM = Measure(("团课学习次数", "主题团日次数"))

_measure = st.sampled_from((ONE, RATE, SUM))
_number = st.one_of(
    st.integers(0, 30).map(str),
    st.integers(1, 60).map(lambda n: f"{n / 4:g}"),
    st.integers(0, 120).map(lambda n: f"{n}%"),
)
_more = _number.filter(lambda text: float(text.rstrip("%")) > 0)
_points = st.integers(0, 40).map(lambda n: f"{n / 4:g}")
_threshold = st.integers(0, 30).map(str)
_plain: st.SearchStrategy[OfOne] = st.one_of(
    st.builds(Reach, _measure, _number),
    st.builds(AtMost, _measure, _number),
    st.builds(Each, _measure, _points),
    st.builds(Each, _measure, _points, _points),
    st.builds(Deduct, _measure, _points),
    st.builds(Below, _measure, _number, _points),
    st.builds(Short, _measure, _number, _more, _points),
    st.builds(
        Steps,
        _measure,
        st.lists(st.tuples(_number, _points), min_size=1, max_size=4, unique_by=lambda s: s[0]).map(tuple),
    ),
    st.builds(ToTarget, _measure, _more),
    st.builds(ToBest, _measure),
    st.builds(Rank, _measure, st.integers(0, 6).map(str), _points),
)
_duty = st.builds(Duty, _measure, _number, _points, st.sampled_from((1, 3)))
_part = st.one_of(_plain, _duty, st.builds(MonthMean, _plain))
_several = st.lists(_part, min_size=2, max_size=4).map(tuple)
_whole = st.one_of(_part, st.builds(Also, _several), st.builds(Best, _several))
_rule: st.SearchStrategy[Rule] = st.one_of(
    _whole,
    st.builds(
        Sized,
        _whole,
        _measure,
        st.lists(st.tuples(_threshold, _points), min_size=1, max_size=3, unique_by=lambda s: s[0]).map(tuple),
        _points,
    ),
)
_value = st.one_of(
    st.none(), st.integers(0, 160).map(lambda n: Fraction(n, 4)), st.fractions(0, 3, max_denominator=40)
)


@st.composite
def _cases(draw: st.DrawFn) -> Case:
    """Values for three measures in every span, and those of some others assessed with it."""
    months = tuple(range(draw(st.integers(1, 13)), 13))
    months = months[: draw(st.integers(0, 12))]
    spans: list[Span] = [WHOLE, *((m, m) for m in range(1, 13)), *((m, m + 2) for m in (1, 4, 7, 10))]
    own = {
        (measure, span): value
        for measure in (ONE, RATE, SUM)
        for span, value in zip(spans, draw(st.lists(_value, min_size=17, max_size=17)), strict=True)
    }
    others = draw(st.lists(_value, max_size=6))

    def every(measure: Measure, span: Span) -> list[Fraction]:
        return [value for value in (own[measure, span], *others) if value is not None]

    points = Fraction(draw(st.integers(0, 80)), 4)
    return Case(points, lambda measure, span: own[measure, span], every, months)


def _given(case: Case, deduction: bool = False) -> Given:
    def value(measure: Measure, span: Span) -> float | None:
        found = case.value(measure, span)
        return None if found is None else float(found)

    return Given(
        float(case.points),
        value,
        lambda measure, span: [float(number) for number in case.every(measure, span)],
        case.months,
        lambda measure: "%" if measure.per else "次",
        deduction,
    )


@settings(max_examples=250)
@given(_rule, _cases())
def test_every_kind_agrees_with_a_slow_plain_recount(rule: Rule, case: Case) -> None:
    found, expected = rule.apply(_given(case)), recount(rule, case)
    assert found.why
    if expected is None:
        assert found.score is None
    else:
        assert found.score == pytest.approx(float(expected), abs=0.06 if isinstance(rule, Sized) else 0.011)
        assert 0 <= found.score <= case.points


@settings(max_examples=150)
@given(_rule)
def test_what_a_rule_says_is_read_as_the_same_rule(rule: Rule) -> None:
    again = read_rule(str(rule))
    assert again == rule
    assert str(again) == str(rule)


RISING = (Reach, Each, Below, Short, ToTarget, ToBest, Rank)
FALLING = (AtMost, Deduct)


@given(
    _plain.filter(lambda rule: not isinstance(rule, Steps)), _cases(), st.fractions(0, 40, max_denominator=8)
)
def test_more_never_scores_less_where_more_is_better_and_the_other_way_round(
    rule: OfOne, case: Case, more: Fraction
) -> None:
    value = case.value(rule.measure, WHOLE)
    if value is None:
        return
    given_now = _given(case)
    raised = Given(
        given_now.points, lambda measure, span: float(value + more), given_now.every, given_now.months
    )
    before, after = rule.apply(given_now).score, rule.apply(raised).score
    assert before is not None
    assert after is not None
    if isinstance(rule, RISING):
        assert after >= before - 1e-9
    else:
        assert isinstance(rule, FALLING)
        assert after <= before + 1e-9


@given(_rule)
def test_a_rule_says_what_it_looks_at(rule: Rule) -> None:
    """Nothing is asked of the values but what the rule names: the evidence is complete."""
    named, asked = set(rule.measures), set()
    months = tuple(range(1, 13))
    spans = {*rule.looks_at(months), *((measure, WHOLE) for measure in rule.sizes)}

    def value(measure: Measure, span: Span) -> float:
        asked.add((measure, span))
        return 3.0

    rule.apply(Given(5, value, lambda measure, span: [3.0], months))
    assert asked <= spans
    assert {measure for measure, _ in asked} <= named


def _told(text: str, value: float, points: float = 5, **more: Any) -> str:
    rule = read_rule(text)
    assert rule is not None
    unit = more.pop("unit", "")
    months = more.pop("months", (1, 2, 3))
    return rule.apply(
        Given(points, lambda m, s: value, lambda m, s: [9, 7, 7, 12], months, lambda m: unit, **more)
    ).why


def test_the_words_for_a_score() -> None:
    assert (
        _told("志愿服务时长÷团员数达到10得满分", 12.5, unit="小时")
        == "人均志愿服务时长为12.5小时，达到10小时，得满分5分"
    )
    assert (
        _told("实到÷应到达到90%得满分，每少5%扣2分", 0.82, unit="%")
        == "实到÷应到为82%，比90%少8%，每少5%扣2分，得1分"
    )
    assert _told("活动次数排名前3得满分，以后每名扣0.2分", 7) == "活动次数为7，在4个中排第3，得满分5分"
    assert (
        _told("每月活动次数至少1，缺一个月扣2分", 0, unit="次")
        == "活动次数：3个月中1月、2月、3月不足1次，缺3个扣6分，不得分"
    )
    assert _told("每季度活动次数至少1，缺一个季度扣2分", 1) == "活动次数：1个季度都达到1，得满分5分"
    assert "还没有过完一个季度" in _told("每季度活动次数至少1，缺一个季度扣2分", 1, months=(1, 2))
    # In a block of deductions the words are about what is taken off.
    assert _told("迟报次数每次扣0.5分", 3, deduction=True) == "迟报次数为3，每次扣0.5分，扣1.5分"
    assert _told("迟报次数每次扣0.5分", 0, deduction=True).endswith("，不扣分")


def test_two_thirds_is_not_more_than_two_thirds() -> None:
    rule = read_rule("实到÷应到不足66.67%扣3分")
    assert rule is not None

    def scored(present: int, expected: int) -> float | None:
        return rule.apply(Given(6, lambda m, s: present / expected, lambda m, s: [], ())).score

    assert [scored(8, 12), scored(9, 12), scored(21, 31)] == [3, 6, 6]


@pytest.mark.parametrize("form", RULE_FORMS, ids=lambda form: form.name)
def test_every_form_has_a_template_that_its_example_fills(form: Any) -> None:
    rule = read_rule(form.example)
    assert str(rule) == form.example
    if form.make is not None:
        found = form_of(form.example)
        assert found is not None
        assert found[0] == form
        assert set(found[1]) == set(form.places)
        assert form.filled(found[1]) == form.example


def test_a_rule_is_read_as_people_type_it() -> None:
    words = {"志愿服务时长": "志愿服务时长", "团员": "团员数", "a/b次数": "A/B次数"}
    rule = read_rule(" 志愿服务时长 / 团员 达到１０得满分, 每少1扣0.5分，扣完为止。", words)
    assert str(rule) == "志愿服务时长÷团员数达到10得满分，每少1扣0.5分"
    assert str(read_rule("A/B次数每次得1分", words)) == "A/B次数每次得1分"
    assert read_rule("  \n ", words) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("志愿时长达到10得满分", "没有“志愿时长”这个统计项，是不是：志愿服务时长"),
        ("活动次数越多越好", "看不懂，可以照这样写"),
        ("活动次数达到10得满分，每少0扣2分", "0应大于0"),
        ("活动次数按目标0%的比例得分", "0%应大于0"),
        ("各月平均：每月活动次数至少1，缺一个月扣2分", "各月平均"),
        ("活动次数每次得1分；活动次数每次扣1分", "前面要写"),
        ("活动次数每次得1分；系数：大的乘2", "不是规模系数"),
        ("活动次数+每次得1分", "没有“”这个统计项"),
        ("活动次数÷志愿服务时长÷活动次数达到1得满分", "没有“志愿服务时长÷活动次数”"),
        ("__import__('os').system('x')达到1得满分", "没有“"),
    ],
)
def test_what_is_not_understood_is_said(text: str, said: str) -> None:
    words = {"活动次数": "活动次数", "志愿服务时长": "志愿服务时长"}
    with pytest.raises(FieldError, match=re.escape(said)):
        read_rule(text, words)


def test_points_that_pass_the_indicators_are_doubtful() -> None:
    rule = read_rule("活动次数达到10得5分，达到8得4分；并且：活动次数每次得1分，最多9分")
    assert rule is not None
    assert doubts(rule, 9) == []
    assert len(doubts(rule, 4.5)) == 2
