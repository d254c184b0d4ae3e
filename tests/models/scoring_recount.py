"""A slow, plain recount of what every kind of scoring rule gives, in exact fractions: what the rules are held against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from models.scoring_combined import Also, Best, Duty, MonthMean, Sized
from models.scoring_rule import (
    WHOLE,
    AtMost,
    Below,
    Deduct,
    Each,
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


@dataclass(frozen=True)
class Case:
    """One organisation's exact values, those of all, and the months that are over."""

    points: Fraction
    value: Callable[[Measure, Span], Fraction | None]
    every: Callable[[Measure, Span], Sequence[Fraction]]
    months: tuple[int, ...]


def exact(text: str) -> Fraction:
    """A number of a rule, exactly."""
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def recount(rule: Rule, case: Case) -> Fraction | None:
    """The exact score of a rule, counted step by step; None: it cannot be told."""
    match rule:
        case Duty():
            return _duty(rule, case)
        case MonthMean():
            found = [_one(rule.rule, case, (month, month)) for month in case.months]
            known = [score for score in found if score is not None]
            return sum(known, Fraction(0)) / len(known) if known else None
        case Also():
            left = case.points
            unknown = False
            for part in rule.rules:
                score = recount(part, case)
                if score is None:
                    unknown = True
                else:
                    left -= case.points - score
            if left > 0 and unknown:
                return None
            return max(left, Fraction(0))
        case Best():
            scores = [score for part in rule.rules if (score := recount(part, case)) is not None]
            return max(scores) if scores else None
        case Sized():
            score, size = recount(rule.rule, case), case.value(rule.size, WHOLE)
            if score is None or size is None:
                return None
            times, reached = exact(rule.rest), None
            for limit, factor in rule.steps:
                if size >= exact(limit) and (reached is None or exact(limit) > reached):
                    times, reached = exact(factor), exact(limit)
            return min(score * times, case.points)
        case OfOne():
            return _one(rule, case, WHOLE)
    raise AssertionError(rule)


def _duty(rule: Duty, case: Case) -> Fraction | None:
    periods = [list(range(first, first + rule.months_each)) for first in range(1, 13, rule.months_each)]
    over = [period for period in periods if set(period) <= set(case.months)]
    if not over:
        return None
    left = case.points
    for period in over:
        done = case.value(rule.measure, (period[0], period[-1])) or Fraction(0)
        if done < exact(rule.least):
            left -= exact(rule.points)
    return max(left, Fraction(0))


def _one(rule: OfOne, case: Case, span: Span) -> Fraction | None:
    value = case.value(rule.measure, span)
    if value is None:
        return None
    return min(max(_of(rule, case, value, case.every(rule.measure, span)), Fraction(0)), case.points)


def _of(rule: OfOne, case: Case, value: Fraction, every: Sequence[Fraction]) -> Fraction:
    full, none = case.points, Fraction(0)
    match rule:
        case Reach():
            return full if value >= exact(rule.limit) else none
        case AtMost():
            return full if value <= exact(rule.limit) else none
        case Each():
            earned = value * exact(rule.points)
            return min(earned, exact(rule.cap)) if rule.cap else earned
        case Deduct():
            return full - value * exact(rule.points)
        case Below():
            return full if value >= exact(rule.limit) else full - exact(rule.points)
        case Short():
            left, reached = full, value
            while reached < exact(rule.target) and left > 0:
                left -= exact(rule.points)
                reached += exact(rule.step)
                if not exact(rule.points):
                    break
            return left
        case Steps():
            best: tuple[Fraction, Fraction] | None = None
            for limit, points in rule.steps:
                # Of two steps with one threshold the first stands.
                if value >= exact(limit) and (best is None or exact(limit) > best[0]):
                    best = (exact(limit), exact(points))
            return best[1] if best else none
        case ToTarget():
            return full * value / exact(rule.target)
        case ToBest():
            best_of_all = max([*every, value])
            return full * value / best_of_all if best_of_all > 0 else none
        case Rank():
            better = 0
            for other in every:
                better += other > value
            left = full
            for _ in range(better + 1 - int(rule.first)):
                left -= exact(rule.points)
            return left
    raise AssertionError(rule)
