"""The sample office's polls: one at half-year and one at the year's end, some hundred ballots, one branch below 60 %."""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from datetime import date

from models import starter
from models.ballot import Ballot, PollCount, ballots_of, enter_again, set_totals
from models.changes import running
from models.poll import Poll, PollTarget, classes_of, targets_of
from models.poll_follow import ask_make_up, in_need, take_over_scores
from models.poll_setup import Class, first_plan, set_up
from models.sample_basis import SampleBasis

# How the answers of a branch spread over the four words and abstention, from well liked to not.
_MOODS = ((58, 30, 9, 2, 1), (46, 34, 14, 4, 2), (38, 34, 20, 6, 2))
_BAD_MOOD = (14, 28, 34, 22, 2)
_ISSUED = (4, 12, 6)


def fill(sample: SampleBasis) -> None:
    """Add the polls that have been held by the sample's last day; the last one is still being typed."""
    said: dict[str, list[str]] = tomllib.loads((starter.FOLDER / "sample_polls.toml").read_text("utf-8"))
    draw = random.Random(20100708)
    if sample.end >= date(sample.year, 7, 8):
        _half_year(sample, draw, said)
    if sample.end >= date(sample.year, 10, 1):
        _year_end(sample, draw, said)


def _half_year(sample: SampleBasis, draw: random.Random, said: dict[str, list[str]]) -> None:
    poll = _set_up(sample, f"{sample.year}年上半年群众评议", date(sample.year, 7, 8))
    for place, target in enumerate(targets_of(poll.id)):
        if place == 3:
            _totals(draw, target)
        else:
            _ballots(draw, target, bad=place == 5, said=said["comments"])
        target.opinions = "\n".join(draw.sample(said["opinions"], 2))
        target.save()
    ask_make_up(in_need(poll))
    take_over_scores(poll)


def _year_end(sample: SampleBasis, draw: random.Random, said: dict[str, list[str]]) -> None:
    poll = _set_up(sample, f"{sample.year}年年终群众评议", min(date(sample.year, 12, 8), sample.end))
    targets = targets_of(poll.id)
    for place, target in enumerate(targets[:-2]):
        _ballots(draw, target, bad=place == 4, said=said["comments"])
        if place > 2:
            target.opinions = "\n".join(draw.sample(said["opinions"], 2))
            target.save()
    first = targets[0]
    for ballot in ballots_of(first.id)[:8]:
        enter_again(first, ballot.number, _mistyped(ballot.code) if ballot.number == 6 else ballot.code)
    some = classes_of(poll.id)[1]
    count = PollCount.get(PollCount.target == targets[1].id, PollCount.rater == some.id)
    count.returned = count.issued
    count.save()


def _set_up(sample: SampleBasis, name: str, held: date) -> Poll:
    weights = (40.0, 40.0, 20.0)
    names = [each.name for each in first_plan(sample.year).classes]
    plan = replace(
        first_plan(sample.year),
        name=name,
        held=held.isoformat(),
        classes=[Class(*each) for each in zip(names, weights, _ISSUED, strict=True)],
        organisations=[branch.id for branch, _ in sample.branches],
    )
    return set_up(plan)


def _ballots(draw: random.Random, target: PollTarget, *, bad: bool, said: list[str]) -> None:
    """Most of the papers came back, one of them is invalid."""
    mood = _BAD_MOOD if bad else draw.choice(_MOODS)
    papers, begin = [], 1
    for each, issued in zip(classes_of(target.poll_id), _ISSUED, strict=True):
        for number in range(begin, begin + issued):
            if draw.random() < 0.1:
                continue
            invalid = draw.random() < 0.03
            answers = "".join(draw.choices("12340", mood, k=5))
            papers.append(
                Ballot(
                    target=target.id,
                    number=number,
                    rater=each.id,
                    answers=None if invalid else answers,
                    invalid=invalid,
                    reason="一项选了两个等次" if invalid else None,
                    comment=draw.choice(said) if draw.random() < 0.15 else None,
                )
            )
        begin += issued
    running().save_all(papers)


def _totals(draw: random.Random, target: PollTarget) -> None:
    """One branch counted its ballots by hand."""
    for each, issued in zip(classes_of(target.poll_id), _ISSUED, strict=True):
        count = PollCount.get(PollCount.target == target.id, PollCount.rater == each.id)
        count.returned = count.valid = issued - 1
        count.save()
        votes = []
        for _ in range(5):
            signs = draw.choices("12340", _MOODS[1], k=issued - 1)
            votes.append(([signs.count(sign) for sign in "1234"], signs.count("0")))
        set_totals(target, each.id, votes)


def _mistyped(code: str) -> str:
    return code[:-1] + ("2" if code[-1] == "1" else "1")
