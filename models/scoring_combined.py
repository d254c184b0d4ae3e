"""Rules made of others: duties of every month, the mean of months, several at once, the best of several, a size coefficient."""

from __future__ import annotations

from dataclasses import dataclass

from models.fields import decimal_text
from models.scoring_rule import (
    Given,
    Measure,
    OfOne,
    Rule,
    Scored,
    Span,
    at_least,
    joined,
    number,
    points_text,
    span_text,
    unknown,
    within,
)


@dataclass(frozen=True)
class Duty(Rule):
    """What is to be there in every month (or quarter) that is over; so much off for each in which it is missing."""

    measure: Measure
    least: str
    points: str
    months_each: int = 1  # or 3

    def __str__(self) -> str:
        every, one = ("每月", "一个月") if self.months_each == 1 else ("每季度", "一个季度")
        return f"{every}{self.measure}至少{self.least}，缺{one}扣{self.points}分"

    def spans(self, months: tuple[int, ...]) -> list[Span]:
        """The months, or whole quarters, that are over."""
        firsts = range(1, 13, self.months_each)
        return [
            (first, first + self.months_each - 1)
            for first in firsts
            if all(month in months for month in range(first, first + self.months_each))
        ]

    def looks_at(self, months: tuple[int, ...]) -> tuple[tuple[Measure, Span], ...]:
        return tuple((self.measure, span) for span in self.spans(months))

    def missing(self, given: Given) -> list[Span]:
        """Those in which less than the least was done."""
        least = number(self.least)
        return [
            span
            for span in self.spans(given.months)
            if not at_least(given.value(self.measure, span) or 0, least)
        ]

    def judge(self, given: Given) -> Scored:
        spans, missing = self.spans(given.months), self.missing(given)
        if not spans:
            return Scored(
                None, f"还没有过完{'一个月' if self.months_each == 1 else '一个季度'}，不能自动计分"
            )
        score = within(given.points - len(missing) * number(self.points), given.points)
        counted = f"{self.measure.called}：{len(spans)}个{'月' if self.months_each == 1 else '季度'}"
        least = given.limit(self.measure, self.least)
        if not missing:
            return Scored(score, f"{counted}都达到{least}")
        which = "、".join(span_text(span) for span in missing)
        off = points_text(len(missing) * number(self.points))
        return Scored(score, f"{counted}中{which}不足{least}，缺{len(missing)}个扣{off}")

    def next_span(self, given: Given) -> Span:
        spans = self.missing(given) or self.spans(given.months)
        return spans[0] if spans else (1, self.months_each)


@dataclass(frozen=True)
class MonthMean(Rule):
    """The mean of what another rule gives for each month that is over; a month without a value is left out."""

    rule: OfOne

    def __str__(self) -> str:
        return f"各月平均：{self.rule}"

    def looks_at(self, months: tuple[int, ...]) -> tuple[tuple[Measure, Span], ...]:
        return tuple((self.rule.measure, (month, month)) for month in months)

    def judge(self, given: Given) -> Scored:
        found = [(month, self.rule.judge_in(given, (month, month)).score) for month in given.months]
        known = [(month, score) for month, score in found if score is not None]
        if not known:
            return unknown(self.rule.measure)
        mean = within(sum(score for _, score in known) / len(known), given.points)
        each = "、".join(f"{month}月{decimal_text(score, 2)}" for month, score in known)
        return Scored(mean, f"{self.rule.measure.called}各月得分：{each}，平均{points_text(mean)}")

    def next_span(self, given: Given) -> Span:
        last = given.months[-1] if given.months else 1
        return (last, last)


@dataclass(frozen=True)
class Also(Rule):
    """Several rules of one indicator: what each takes off the points is added up."""

    rules: tuple[Rule, ...]

    def __str__(self) -> str:
        return "；并且：".join(str(rule) for rule in self.rules)

    @property
    def parts(self) -> tuple[Rule, ...]:
        return tuple(part for rule in self.rules for part in rule.parts)

    def looks_at(self, months: tuple[int, ...]) -> tuple[tuple[Measure, Span], ...]:
        return tuple(pair for rule in self.rules for pair in rule.looks_at(months))

    def judge(self, given: Given) -> Scored:
        """Nothing is left once one of them takes all; else none of them may be unknown."""
        found = [rule.judge(given) for rule in self.rules]
        known = [each.score for each in found if each.score is not None]
        lost = sum(given.points - score for score in known)
        if len(known) < len(found) and lost < given.points - 1e-9:
            return Scored(None, joined(each.why for each in found))
        return Scored(within(given.points - lost, given.points), joined(each.why for each in found))


@dataclass(frozen=True)
class Best(Rule):
    """The most that any of several rules gives (取最高)."""

    rules: tuple[Rule, ...]

    def __str__(self) -> str:
        return "取最高：" + "；".join(str(rule) for rule in self.rules)

    @property
    def parts(self) -> tuple[Rule, ...]:
        return tuple(part for rule in self.rules for part in rule.parts)

    def looks_at(self, months: tuple[int, ...]) -> tuple[tuple[Measure, Span], ...]:
        return tuple(pair for rule in self.rules for pair in rule.looks_at(months))

    def judge(self, given: Given) -> Scored:
        found = [rule.judge(given) for rule in self.rules]
        known = [each for each in found if each.score is not None]
        if not known:
            return found[0]
        best = max(known, key=lambda each: each.score or 0)
        return best if best.score else Scored(0.0, joined(each.why for each in found))


@dataclass(frozen=True)
class Sized(Rule):
    """Another rule's score times a coefficient of size, never more than the points."""

    rule: Rule
    size: Measure
    steps: tuple[tuple[str, str], ...]  # (from this size on, times)
    rest: str

    def __str__(self) -> str:
        steps = "，".join(f"达到{limit}乘{times}" for limit, times in self.steps)
        return f"{self.rule}；系数：{self.size}{steps}，其余乘{self.rest}"

    @property
    def parts(self) -> tuple[Rule, ...]:
        return self.rule.parts

    @property
    def sizes(self) -> tuple[Measure, ...]:
        return (self.size,)

    def looks_at(self, months: tuple[int, ...]) -> tuple[tuple[Measure, Span], ...]:
        return self.rule.looks_at(months)

    def judge(self, given: Given) -> Scored:
        plain, size = self.rule.judge(given), given.value(self.size, (1, 12))
        if plain.score is None:
            return plain
        if size is None:
            return unknown(self.size)
        falling = sorted(self.steps, key=lambda step: -number(step[0]))
        times = next((times for limit, times in falling if at_least(size, number(limit))), self.rest)
        said = f"{self.size.called}为{given.shown(self.size, size)}，{points_text(plain.score)}乘系数{times}"
        return Scored(within(plain.score * number(times), given.points), f"{plain.why}；{said}")
