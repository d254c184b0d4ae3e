"""The way of an assessment: which step may follow, what each needs, and what is reopened with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from models.assessment import STATES, Assessment, outcome
from models.changes import change
from models.clock import today
from models.errors import AppError
from models.organisation import Organisation
from models.rule import rule
from models.scheme import SIGNED
from models.workday import publicity_end, working_days

BEGUN, SELF, SCORED, PARTY, NOTICE = STATES.words[:5]
PUBLICITY = "assessment.publicity_days"


class Step(NamedTuple):
    """What leads into a state: what it is called, and the fields that come with it, of which some may not stay blank."""

    state: str
    deed: str
    fields: tuple[str, ...]
    needed: tuple[str, ...] = ()


STEPS = (
    Step(SELF, "收到自评", ("self_assessor",)),
    Step(SCORED, "完成考核", ("assessors", "office_opinion")),
    Step(PARTY, "党组织签署", ("party_opinion", "party_signed_on"), ("party_opinion", "party_signed_on")),
    Step(NOTICE, "开始公示", ("notice_from", "notice_until"), ("notice_from", "notice_until")),
    Step(SIGNED, "签字", ("notice_result", "signed_on"), ("signed_on",)),
)


def next_step(assessment: Assessment) -> Step | None:
    """The step that comes next; None when it is signed. Who has not assessed itself can still be scored."""
    place = STATES.words.index(assessment.state)
    return STEPS[place] if place < len(STEPS) else None


def step_to(state: str) -> Step:
    """The step that leads into a state."""
    return next(step for step in STEPS if step.state == state)


def handed_in(assessment: Assessment) -> bool:
    """Whether an organisation has assessed itself: some line of its own points is there."""
    return outcome(assessment).self_total is not None or assessment.state == SELF


def may_follow(assessment: Assessment, state: str) -> bool:
    """Whether a state may follow now: the next one, or 已考核 where nobody assessed itself."""
    step = next_step(assessment)
    return step is not None and (step.state == state or (assessment.state == BEGUN and state == SCORED))


def lacking(assessment: Assessment, step: Step, values: Mapping[str, Any]) -> str:
    """Why a step cannot be taken with these values, in a sentence without its full stop; "" when it can."""
    called = Organisation.titles().get(assessment.organisation_id, "")
    if not may_follow(assessment, step.state):
        return f"{called}现在是“{assessment.state}”，不能“{step.deed}”"
    result = outcome(assessment)
    if step.state == SCORED and result.missing:
        return f"{called}还有{result.missing}项没有评分"
    if step.state not in (SELF, SCORED) and result.total is None:
        return f"{called}还没有综合得分：领导点评分或群众评议分没有填"

    def value(name: str) -> Any:
        given = values.get(name)
        return assessment.value(name) if given in (None, "") else given

    for name in step.needed:
        if value(name) in (None, ""):
            return f"{called}没有填{Assessment.field(name).label}"
    if step.state == NOTICE:
        return notice_problem(value("notice_from"), value("notice_until"), int(assessment.year))
    if step.state == SIGNED:
        until, signed = str(value("notice_until") or ""), str(value("signed_on"))
        if signed <= until:
            return f"{called}公示到{Assessment.field('notice_until').show(until)}才结束，签字应在公示结束以后"
    return ""


def notice_problem(first: str, last: str, year: int) -> str:
    """Why a notice cannot run from one day to another (ISO): it must last the working days that the rule asks for."""
    if len(first) < 10 or len(last) < 10:
        return "公示起止要写到日"
    if last < first:
        return "公示截止早于开始"
    wanted = rule(PUBLICITY, year)
    span = working_days(date.fromisoformat(first), date.fromisoformat(last))
    if span.days < wanted:
        return f"公示只有{span.in_words()}，规定不少于{wanted:g}个工作日"
    return ""


def proposed_notice(first: date, year: int) -> tuple[date, date]:
    """From when to when a notice that begins on a day runs, by the working days of the rule."""
    return first, publicity_end(first, int(rule(PUBLICITY, year))).day


def advance(assessments: Sequence[Assessment], state: str, values: Mapping[str, Any]) -> None:
    """Take a step with several assessments as one action; blank values leave what each has of its own.

    AppError, and nothing changed, when one of them cannot take it.
    """
    step = step_to(state)
    for assessment in assessments:
        reason = lacking(assessment, step, values)
        if reason:
            raise AppError(f"没有“{step.deed}”：{reason}。", "请补齐后再办，或先不选它。")
    with change(f"{_who(assessments)}年度考核：{step.deed}"):
        for assessment in assessments:
            for name in step.fields:
                if values.get(name) not in (None, ""):
                    setattr(assessment, name, values[name])
            assessment.state = state
            assessment.save()


def reopen(assessments: Sequence[Assessment], reason: str) -> None:
    """Take assessments back to 已考核 so that scores can be changed; the reason is kept with day and former state."""
    reason = reason.strip()
    if not reason:
        raise AppError("没有重新打开：没有写原因。", "请写明为什么要改。")
    with change(f"重新打开{_who(assessments)}年度考核", note=reason):
        for assessment in assessments:
            line = f"{today().isoformat()}（原为{assessment.state}）{reason}"
            before = str(assessment.reopened or "")
            # The same words on the same day are another reopening all the same.
            while line in before.splitlines():
                line += "（再次）"
            assessment.reopened = "\n".join(filter(None, (before, line)))
            assessment.state = SCORED
            assessment.signed_on = None
            assessment.notice_from = assessment.notice_until = assessment.notice_result = None
            assessment.party_signed_on = None
            assessment.save()


def may_reopen(assessment: Assessment) -> bool:
    """Whether there is anything to reopen: it has gone beyond the office's scoring."""
    return STATES.words.index(assessment.state) > STATES.words.index(SCORED)


def _who(assessments: Sequence[Assessment]) -> str:
    if len(assessments) == 1:
        return Organisation.titles().get(assessments[0].organisation_id, "")
    return f"{len(assessments)}个团组织"
