"""领导点评分 and 群众评议分 of the yearly assessment, taken from the year's reviews and polls, and what they came from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from models.assessment import Assessment
from models.changes import change
from models.errors import AppError
from models.organisation import Organisation
from models.poll import Poll
from models.poll_result import percent, results
from models.record import Record
from models.review import Review
from models.scheme import SIGNED


class Source(NamedTuple):
    """What a part of an assessment came from: the number, how it was made in words, and the records behind it."""

    value: float
    how: str
    kind: type[Record]
    ids: list[int]


def review_parts(year: int) -> dict[int, Source]:
    """Organisation id → the mean of what the two that review gave it in a year, each by the mean of its own reviews.

    Reviews of a member and those without a score are left out.
    """
    given: dict[int, dict[str, list[Review]]] = {}
    reviews = Review.select().where(
        Review.date >= str(year),
        Review.date < str(year + 1),
        Review.member.is_null(),
        Review.score.is_null(False),
    )
    for review in reviews.order_by(Review.date, Review.id):
        given.setdefault(review.organisation_id, {}).setdefault(str(review.by), []).append(review)
    return {organisation: _of_reviews(by) for organisation, by in given.items()}


def _of_reviews(by: dict[str, list[Review]]) -> Source:
    means = {name: sum(review.score for review in mine) / len(mine) for name, mine in by.items()}
    value = round(sum(means.values()) / len(means), 1)
    parts = [
        f"{name}{'、'.join(f'{review.score:g}' for review in mine)}"
        + (f"（平均{round(means[name], 2):g}）" if len(mine) > 1 else "")
        for name, mine in by.items()
    ]
    how = "，".join(parts) + (f"，两方平均{value:g}" if len(means) > 1 else "")
    return Source(value, how, Review, [review.id for mine in by.values() for review in mine])


def poll_parts(year: int) -> dict[int, Source]:
    """Organisation id → 综合满意率 × 100 of the last poll of a year in which it had valid ballots."""
    found: dict[int, Source] = {}
    for poll in Poll.select().where(Poll.year == year).order_by(Poll.held, Poll.id):
        for result in results(poll.id):
            if result.satisfaction is not None:
                how = f"{poll.name}综合满意率{percent(result.satisfaction)}，有效票{result.whole.valid}张"
                found[result.organisation_id] = Source(
                    round(result.satisfaction * 100, 1), how, Poll, [poll.id]
                )
    return found


def take_over(year: int, organisations: Collection[int] | None = None) -> tuple[int, list[str]]:
    """Take both parts over into the year's assessments that are not signed, as one action.

    Returns how many have another number now, and the names of those for which one is lacking. A number that was
    entered by hand stays where there is no source for it. AppError when no assessment of the year is begun.
    """
    begun = [
        each
        for each in Assessment.select().where(Assessment.year == year)
        if organisations is None or each.organisation_id in organisations
    ]
    if not begun:
        raise AppError(f"{year}年度的考核还没有开始。", "请先在“考评”里开始本年考核。")
    sources = {"review_score": review_parts(year), "poll_score": poll_parts(year)}
    changed, wanting = 0, []
    with change(f"取入{year}年度点评分和评议分"):
        for assessment in begun:
            if assessment.state == SIGNED:
                continue
            before = (assessment.review_score, assessment.poll_score)
            for name, found in sources.items():
                if assessment.organisation_id in found:
                    setattr(assessment, name, found[assessment.organisation_id].value)
            if (assessment.review_score, assessment.poll_score) != before:
                assessment.save()
                changed += 1
            if _wanting(assessment):
                wanting.append(Organisation.titles().get(assessment.organisation_id, ""))
    return changed, wanting


def _wanting(assessment: Assessment) -> bool:
    scheme = assessment.scheme
    return bool(
        (scheme.weight_review and assessment.review_score is None)
        or (scheme.weight_poll and assessment.poll_score is None)
    )


def sources_of(assessment: Assessment) -> Sequence[tuple[str, Source, bool]]:
    """(field name, where it can come from, whether it is that number) of both parts, where there is a source."""
    year, organisation = int(assessment.year), assessment.organisation_id
    found = []
    for name, parts in (("review_score", review_parts(year)), ("poll_score", poll_parts(year))):
        source = parts.get(organisation)
        if source is not None:
            found.append((name, source, assessment.value(name) == source.value))
    return found
