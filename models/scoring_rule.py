"""Rules that score by themselves: what each kind gives for the figures of one organisation, and why, in words.

A rule is written as a sentence (models/scoring_reader.py has the forms); `str(rule)` is its usual writing. It looks at
measures: sums of figures, or one sum divided by another, over the whole year or some of its months. What a rule gives
never leaves 0 to the points of its indicator. Source of the kinds: domain §3, scoring rules.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from models.fields import decimal_text

# The months from and to which something is counted, both included.
Span = tuple[int, int]
WHOLE: Span = (1, 12)
HEADS = "团员数"  # what is divided by it is told as 人均


@dataclass(frozen=True)
class Measure:
    """The sum of some figures, by their labels; divided by the sum of others where `per` names any."""

    figures: tuple[str, ...]
    per: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "+".join(self.figures) + (f"÷{'+'.join(self.per)}" if self.per else "")

    @property
    def called(self) -> str:
        """As explanations name it: 人均志愿服务时长."""
        return f"人均{'+'.join(self.figures)}" if self.per == (HEADS,) else str(self)


@dataclass(frozen=True)
class Given:
    """What a rule is applied to.

    `value(measure, span)` is the organisation's own value, None when it is not known (nothing to divide by, or not
    stated); `every` are the known values of all that are assessed together, its own among them. `months` are those
    that are over and in which the organisation existed. `unit` is a measure's unit, "%" for a share. In a block of
    deductions what counts is the points that are lost.
    """

    points: float
    value: Callable[[Measure, Span], float | None]
    every: Callable[[Measure, Span], Sequence[float]]
    months: tuple[int, ...]
    unit: Callable[[Measure], str] = lambda measure: ""
    deduction: bool = False

    def shown(self, measure: Measure, value: float, like: str = "") -> str:
        """A value as people read it; as a share where the rule's own number `like` is written as one."""
        unit = self.unit(measure)
        if like.endswith("%") or unit == "%":
            return f"{decimal_text(value * 100, 1)}%"
        return f"{decimal_text(value, 2)}{unit}"

    def limit(self, measure: Measure, number: str) -> str:
        """A number of the rule with the measure's unit."""
        unit = self.unit(measure)
        return number if number.endswith("%") or unit == "%" else f"{number}{unit}"

    def told(self, score: float) -> str:
        """What a score comes to, in words."""
        if self.deduction:
            lost = round(self.points - score, 2)
            return f"扣{points_text(lost)}" if lost > 0 else "不扣分"
        if score >= self.points:
            return f"得满分{points_text(score)}"
        return f"得{points_text(score)}" if score > 0 else "不得分"


@dataclass(frozen=True)
class Scored:
    """What a rule gives: the score (None: it cannot be told), and why."""

    score: float | None
    why: str


class Rule:
    """A rule as it was read."""

    def apply(self, given: Given) -> Scored:
        """The score for one organisation, 0 to the points with two decimals, and why in words and numbers."""
        found = self.judge(given)
        if found.score is None:
            return found
        return Scored(found.score, f"{found.why}，{given.told(found.score)}")

    def judge(self, given: Given) -> Scored:
        """As apply(), without the words for what it comes to."""
        raise NotImplementedError

    def looks_at(self, months: tuple[int, ...]) -> tuple[tuple[Measure, Span], ...]:
        """What it reads when these months are over: the evidence is what stands behind it."""
        raise NotImplementedError

    @property
    def parts(self) -> tuple[Rule, ...]:
        """The plain rules of which it is made."""
        return (self,)

    @property
    def sizes(self) -> tuple[Measure, ...]:
        """The measures that only say how large the organisation is."""
        return ()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure that it names, each once."""
        read = [measure for measure, _ in self.looks_at(tuple(range(1, 13)))]
        return tuple(dict.fromkeys((*read, *self.sizes)))

    def next_span(self, given: Given) -> Span:
        """Where one more occurrence would be counted."""
        return WHOLE


@dataclass(frozen=True)
class OfOne(Rule):
    """A rule that looks at one measure, over the whole year or over a span."""

    measure: Measure

    def looks_at(self, months: tuple[int, ...]) -> tuple[tuple[Measure, Span], ...]:
        return ((self.measure, WHOLE),)

    def judge(self, given: Given) -> Scored:
        return self.judge_in(given, WHOLE)

    def judge_in(self, given: Given, span: Span) -> Scored:
        """The score by the measure's value in a span."""
        value = given.value(self.measure, span)
        if value is None:
            return unknown(self.measure)
        score, why = self.of(value, given, span)
        said = f"{self.measure.called}为{given.shown(self.measure, value, self.like)}"
        return Scored(within(score, given.points), f"{said}，{why}")

    def of(self, value: float, given: Given, span: Span) -> tuple[float, str]:
        """The score for a value, and how the value was taken."""
        raise NotImplementedError

    @property
    def like(self) -> str:
        """The rule's own number with which a value is compared."""
        return ""


@dataclass(frozen=True)
class Reach(OfOne):
    """Full marks when the measure reaches a number, else none."""

    limit: str

    def __str__(self) -> str:
        return f"{self.measure}达到{self.limit}得满分"

    @property
    def like(self) -> str:
        return self.limit

    def of(self, value: float, given: Given, span: Span) -> tuple[float, str]:
        good, limit = at_least(value, number(self.limit)), given.limit(self.measure, self.limit)
        return (given.points, f"达到{limit}") if good else (0, f"没有达到{limit}")


@dataclass(frozen=True)
class AtMost(OfOne):
    """Full marks when the measure does not pass a number, else none."""

    limit: str

    def __str__(self) -> str:
        return f"{self.measure}不超过{self.limit}得满分"

    @property
    def like(self) -> str:
        return self.limit

    def of(self, value: float, given: Given, span: Span) -> tuple[float, str]:
        good, limit = at_least(number(self.limit), value), given.limit(self.measure, self.limit)
        return (given.points, f"不超过{limit}") if good else (0, f"超过{limit}")


@dataclass(frozen=True)
class Each(OfOne):
    """Points for every occurrence, to a cap; without one to the indicator's points."""

    points: str
    cap: str = ""

    def __str__(self) -> str:
        return f"{self.measure}每次得{self.points}分" + (f"，最多{self.cap}分" if self.cap else "")

    def of(self, value: float, given: Given, span: Span) -> tuple[float, str]:
        cap = min(number(self.cap), given.points) if self.cap else given.points
        earned = value * number(self.points)
        capped = f"，最多{points_text(cap)}" if earned > cap + 1e-9 else ""
        return min(earned, cap), f"每次{self.points}分{capped}"


@dataclass(frozen=True)
class Deduct(OfOne):
    """From full marks so much off for every occurrence, down to zero (扣完为止)."""

    points: str

    def __str__(self) -> str:
        return f"{self.measure}每次扣{self.points}分"

    def of(self, value: float, given: Given, span: Span) -> tuple[float, str]:
        return given.points - value * number(self.points), f"每次扣{self.points}分"


@dataclass(frozen=True)
class Below(OfOne):
    """Full marks from a number on, below it so much off once."""

    limit: str
    points: str

    def __str__(self) -> str:
        return f"{self.measure}不足{self.limit}扣{self.points}分"

    @property
    def like(self) -> str:
        return self.limit

    def of(self, value: float, given: Given, span: Span) -> tuple[float, str]:
        limit = given.limit(self.measure, self.limit)
        if at_least(value, number(self.limit)):
            return given.points, f"达到{limit}"
        return given.points - number(self.points), f"不足{limit}扣{self.points}分"


@dataclass(frozen=True)
class Short(OfOne):
    """Full marks from a target on; below it so much off for every begun step."""

    target: str
    step: str
    points: str

    def __str__(self) -> str:
        return f"{self.measure}达到{self.target}得满分，每少{self.step}扣{self.points}分"

    @property
    def like(self) -> str:
        return self.target

    def of(self, value: float, given: Given, span: Span) -> tuple[float, str]:
        target, said = number(self.target), given.limit(self.measure, self.target)
        if at_least(value, target):
            return given.points, f"达到{said}"
        lacking = given.shown(self.measure, target - value, self.target)
        # Rounded: what lacks is often a whole number of steps but for binary dust.
        steps = math.ceil(round((target - value) / number(self.step), 6))
        return given.points - steps * number(self.points), (
            f"比{said}少{lacking}，每少{given.limit(self.measure, self.step)}扣{self.points}分"
        )


@dataclass(frozen=True)
class Steps(OfOne):
    """Points by threshold: those of the highest one that is reached."""

    steps: tuple[tuple[str, str], ...]  # (threshold, points)

    def __str__(self) -> str:
        return f"{self.measure}" + "，".join(f"达到{limit}得{points}分" for limit, points in self.steps)

    @property
    def like(self) -> str:
        return self.steps[0][0]

    def of(self, value: float, given: Given, span: Span) -> tuple[float, str]:
        falling = sorted(self.steps, key=lambda step: -number(step[0]))
        for limit, points in falling:
            if at_least(value, number(limit)):
                return number(points), f"达到{given.limit(self.measure, limit)}"
        return 0, f"没有达到{given.limit(self.measure, falling[-1][0])}"


@dataclass(frozen=True)
class ToTarget(OfOne):
    """The share of a target that is reached, full marks from there on."""

    target: str

    def __str__(self) -> str:
        return f"{self.measure}按目标{self.target}的比例得分"

    @property
    def like(self) -> str:
        return self.target

    def of(self, value: float, given: Given, span: Span) -> tuple[float, str]:
        share = min(max(value / number(self.target), 0), 1)
        said = given.limit(self.measure, self.target)
        return given.points * share, f"完成目标{said}的{decimal_text(share * 100, 1)}%"


@dataclass(frozen=True)
class ToBest(OfOne):
    """The share of what the best of those assessed together has."""

    def __str__(self) -> str:
        return f"{self.measure}按与最高的比例得分"

    def of(self, value: float, given: Given, span: Span) -> tuple[float, str]:
        best = max((*given.every(self.measure, span), value))
        score = given.points * max(value, 0) / best if best > 0 else 0
        return score, f"最高为{given.shown(self.measure, best)}"


@dataclass(frozen=True)
class Rank(OfOne):
    """Full marks for the first ones, then so much off for every place; equal values share a place."""

    first: str
    points: str

    def __str__(self) -> str:
        return f"{self.measure}排名前{self.first}得满分，以后每名扣{self.points}分"

    def of(self, value: float, given: Given, span: Span) -> tuple[float, str]:
        every = given.every(self.measure, span)
        place = 1 + sum(1 for other in every if other > value + 1e-9)
        off = max(place - int(number(self.first)), 0) * number(self.points)
        return given.points - off, f"在{len(every)}个中排第{place}"


def unknown(measure: Measure) -> Scored:
    """What is said when a measure has no value."""
    return Scored(None, f"{measure}没有数，不能自动计分")


def number(text: str) -> float:
    """A number of a rule; 90% is 0.9."""
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def at_least(value: float, limit: float) -> bool:
    """Whether a value reaches a limit; binary dust is no shortfall."""
    return value >= limit - 1e-9


def within(score: float, points: float) -> float:
    """A score with two decimals, never below zero nor above the points."""
    return round(min(max(score, 0), points), 2) + 0.0


def points_text(score: float) -> str:
    """A score as people read it: 4.5分."""
    return f"{decimal_text(score, 2)}分"


def span_text(span: Span) -> str:
    """A month or a quarter as people call it; "" for the whole year."""
    first, last = span
    if first == last:
        return f"{first}月"
    return "" if span == WHOLE else f"{last // 3}季度"


def joined(parts: Iterable[str]) -> str:
    """The words for several rules of one indicator."""
    return "；".join(parts)
