"""What follows from a poll: who is to make up for it (补课), and its share in the yearly assessment."""

from __future__ import annotations

from collections.abc import Sequence

from models.assessment import Assessment
from models.changes import change
from models.correction import BY_POLL, Correction, ask_for
from models.errors import AppError
from models.poll import Poll, PollTarget, targets_of
from models.poll_result import TargetResult, percent, results
from models.scheme import SIGNED


def in_need(poll: Poll) -> list[PollTarget]:
    """The organisations whose satisfaction is below the poll's limit, in the office's order."""
    needing = {found.target_id for found in results(poll.id) if found.needs_make_up}
    return [target for target in targets_of(poll.id) if target.id in needing]


def asked(poll: Poll) -> dict[int, Correction]:
    """Organisation id → what it was asked to put right because of a poll."""
    found = Correction.select().where(Correction.kind == BY_POLL, Correction.origin_note == _origin(poll))
    return {correction.organisation_id: correction for correction in found}


def ask_make_up(targets: Sequence[PollTarget], due: str | None = None) -> list[Correction]:
    """Ask organisations to make up for a poll as one action; who was asked already is not asked again.

    `due` in ISO form; without it the year's end. AppError for one whose satisfaction is not below the limit.
    """
    made = []
    with change("列入补课整改"):
        for target in targets:
            found = target.result
            if found is None or not found.needs_make_up:
                raise AppError(
                    f"{target.heading()}的综合满意率没有低于补课线。", "只有低于补课线的才列入整改。"
                )
            task = _task(found)
            made.append(ask_for(BY_POLL, target.organisation_id, _origin(target.poll), task, due=due))
    return made


def _origin(poll: Poll) -> str:
    """The poll as a correction names it: polls of several years may bear the same name."""
    return str(poll.name) if str(poll.year) in str(poll.name) else f"{poll.year}年{poll.name}"


def _task(found: TargetResult) -> str:
    """What there is to put right: the rate, and the items that are below the limit, the worst first."""
    limit = found.make_up_below or 0
    said = f"群众评议综合满意率{percent(found.satisfaction)}，低于{limit:g}%，需补课。"
    weak = sorted(
        (item.satisfaction, item.content)
        for item in found.whole.items
        if item.satisfaction is not None and item.satisfaction * 100 < limit
    )
    if weak:
        said += (
            "满意率偏低的项目：" + "；".join(f"{content}（{percent(rate)}）" for rate, content in weak) + "。"
        )
    return said


def take_over_scores(poll: Poll) -> int:
    """Take satisfaction × 100 as 群众评议分 into the assessments of the poll's year, as one action.

    Returns how many assessments have a new score; organisations without valid ballots, and assessments that are
    signed, keep what they have. AppError when no assessment of the year is begun.
    """
    rates = {found.organisation_id: found.satisfaction for found in results(poll.id)}
    begun = list(Assessment.select().where(Assessment.year == poll.year))
    if not begun:
        raise AppError(f"{poll.year}年度的考核还没有开始。", "请先在“考评”里开始本年考核。")
    count = 0
    with change(f"把{poll.name}记入年度考核"):
        for assessment in begun:
            if assessment.state == SIGNED:
                continue
            rate = rates.get(assessment.organisation_id)
            score = None if rate is None else round(rate * 100, 1)
            if score is not None and assessment.poll_score != score:
                assessment.poll_score = score
                assessment.save()
                count += 1
    return count
