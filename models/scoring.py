"""Scoring by rule: what the figures of a year give for every indicator that has a rule, why, and which records count.

The computed score stands beside what people give (models/assessment.py: the office's score comes before it). What is
signed is never changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from models.assessment import Assessment, Score, refuse_signed
from models.changes import change
from models.clock import end_of_year
from models.errors import AppError
from models.figures import catalogue
from models.organisation import Organisation, branches
from models.record import Record
from models.scheme import SIGNED
from models.scoring_evidence import ADDED, EXCLUDED, ScoreEvidence
from models.scoring_reader import read_rule
from models.scoring_reckoning import Reckoning, trial
from models.scoring_rule import Rule
from models.scoring_values import EvidenceLine, figure_words


class Computed(NamedTuple):
    """What the rule of one indicator gives one assessment; score None: it cannot be told, for the reason in `why`."""

    assessment_id: int
    organisation_id: int
    indicator_id: int
    score: float | None
    why: str


class Trial(NamedTuple):
    """What a rule on trial gives one organisation."""

    organisation_id: int
    score: float | None
    why: str


class Shared(NamedTuple):
    """A record that counts under several indicators of one assessment."""

    kind: str
    record_id: int
    indicator_ids: tuple[int, ...]


class Sensitivity(NamedTuple):
    """What one more occurrence of what an indicator's rule counts would change: the scores and the words for it."""

    indicator_id: int
    now: float | None
    then: float | None
    words: str


def read(text: str) -> Rule | None:
    """The rule that a text says in terms of the office's figures; None for a blank one, FieldError for a wrong one."""
    return read_rule(text, figure_words())


def compute(year: int, assessments: Sequence[Assessment] | None = None) -> list[Computed]:
    """Score every assessment of a year, or those given, by the rules of its scheme, as one action (自动计分).

    Those that are signed are left out. Only what changed is written.
    """
    every = list(Assessment.select().where(Assessment.year == year))
    wanted = {each.id for each in (every if assessments is None else assessments)}
    chosen = [each for each in every if each.id in wanted and each.state != SIGNED]
    reckoning = Reckoning(year, every)
    found = [
        Computed(each.id, each.organisation_id, indicator_id, scored.score, scored.why)
        for each in chosen
        for indicator_id, scored in reckoning.scored(each)
    ]
    _keep(chosen, found)
    return found


def _keep(chosen: Sequence[Assessment], found: Sequence[Computed]) -> None:
    """Write what was computed; an indicator that has no rule any more has no computed score either."""
    ids = [each.id for each in chosen]
    held = {
        (score.assessment_id, score.indicator_id): score
        for score in Score.select().where(Score.assessment.in_(ids))
    }
    now = {(each.assessment_id, each.indicator_id): (each.score, each.why) for each in found}
    gone = {key: (None, None) for key, score in held.items() if score.why and key not in now}
    changed = []
    for key, (computed, why) in {**now, **gone}.items():
        score = held.get(key) or Score(assessment=key[0], indicator=key[1])
        if (score.computed, score.why) != (computed, why):
            score.computed, score.why = computed, why
            changed.append(score)
    if changed:
        with change("自动计分") as current:
            current.save_all(changed)


def evidence(score: Score) -> list[EvidenceLine]:
    """The records that a score's rule counts, those excluded marked as such; none where there is no rule."""
    assessment = Assessment.get_by_id(score.assessment_id)
    return Reckoning(assessment.year, [assessment]).lines(assessment, score.indicator_id)


def used_twice(assessment: Assessment) -> list[Shared]:
    """The records that count as an occurrence under more than one indicator (see Reckoning.claimed)."""
    reckoning = Reckoning(assessment.year, [assessment])
    seen: dict[tuple[str, int], list[int]] = {}
    for indicator_id in reckoning.rules(assessment):
        for key in reckoning.claimed(assessment, indicator_id):
            seen.setdefault(key, []).append(indicator_id)
    return [Shared(*key, tuple(ids)) for key, ids in sorted(seen.items()) if len(ids) > 1]


def sensitivity(assessment: Assessment) -> list[Sensitivity]:
    """For every indicator with a rule: how its score would change with one more occurrence of what it counts."""
    same = Assessment.select().where(Assessment.year == assessment.year)
    reckoning = Reckoning(assessment.year, same)
    return [
        Sensitivity(indicator_id, more.now.score, more.then.score, more.words)
        for indicator_id in reckoning.rules(assessment)
        for more in reckoning.one_more(assessment, indicator_id)
    ]


def try_rule(
    text: str, year: int, points: float, kind: str | None = "团支部", *, deduction: bool = False
) -> list[Trial]:
    """What a rule would give in a year: those assessed then, else the organisations of a kind, in the office's order.

    FieldError for a text that is no rule, an empty list for a blank one; nothing is written.
    """
    rule = read(text)
    if rule is None:
        return []
    if kind == "团支部":
        found = branches(end_of_year(year))
    else:
        query = Organisation.select().order_by(Organisation.position, Organisation.id)
        found = list(query if kind is None else query.where(Organisation.kind == kind))
    assessed = {each.organisation_id for each in Assessment.select().where(Assessment.year == year)}
    ids = [each.id for each in found if each.id in assessed] or [each.id for each in found]
    scores = trial(rule, year, points, ids, deduction)
    return [Trial(id_, scored.score, scored.why) for id_, scored in zip(ids, scores, strict=True)]


def exclude(score: Score, record: Record, reason: str, remark: str | None = None) -> ScoreEvidence:
    """Leave a record out of what a score counts; RecordProblems without a reason. The score is computed anew."""
    return _say(score, record, EXCLUDED, None, reason, remark)


def add(
    score: Score,
    record: Record,
    reason: str | None = None,
    figure: str | None = None,
    remark: str | None = None,
) -> ScoreEvidence:
    """Count a record for a score that its rule does not count by itself. The score is computed anew.

    `figure` names the one figure of the rule that it counts for; without it those that count records of its kind.
    AppError when the rule counts no such records.
    """
    rule = read(score.indicator.rule or "")
    labels = (
        {label for measure in rule.measures for label in (*measure.figures, *measure.per)} if rule else ()
    )
    kinds = {each.label: each.record for each in catalogue().values()}
    if not any(kinds[label] is type(record) and figure in (None, label) for label in labels):
        raise AppError(
            f"这一项的规则不统计这样的{record.label}，计入后得分不变。", "请核对规则，或直接给分。"
        )
    return _say(score, record, ADDED, figure, reason, remark)


def take_back(said: ScoreEvidence) -> None:
    """Forget what the office said of a record behind a score. The score is computed anew."""
    assessment = said.score.assessment
    with change(f"取消“{said.heading()}”"):
        refuse_signed({assessment.id})
        said.delete_instance()
        compute(assessment.year, [assessment])


def _say(
    score: Score, record: Record, choice: str, figure: str | None, reason: str | None, remark: str | None
) -> ScoreEvidence:
    kind, id_ = record.kind_name(), record.get_id()
    with change(f"{score.heading()}：{choice}“{record.heading()}”"):
        if score.get_id() is None:
            score.save()
        said = ScoreEvidence.get_or_none(
            ScoreEvidence.score == score.get_id(), ScoreEvidence.kind == kind, ScoreEvidence.record_id == id_
        ) or ScoreEvidence(score=score.get_id(), kind=kind, record_id=id_)
        said.choice, said.figure, said.reason, said.remark = choice, figure, reason or None, remark or None
        said.save()
        assessment = score.assessment
        compute(assessment.year, [assessment])
    found: ScoreEvidence = said
    return found
