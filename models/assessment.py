"""The yearly assessment of organisations: scores, totals, grades and ranks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from models.changes import change, running
from models.database import rows
from models.dictionary import words_of
from models.errors import AppError
from models.fields import (
    Choice,
    Date,
    Decimal,
    Derived,
    Flag,
    Integer,
    Link,
    LongText,
    Text,
    Words,
)
from models.organisation import Organisation
from models.record import Problem, warning
from models.scheme import (
    BLOCKS,
    BONUS,
    DEDUCTION,
    SIGNED,
    VETO,
    Counted,
    Indicator,
    Scheme,
    differs,
    indicators,
    scheme_for,
    worked_out,
)

STATES = Words(("未开始", "已自评", "已考核", "党组织已签署", "公示中", SIGNED))
LOCKED = "年度考核已经签字，不能再改"
REOPEN = "确需修改的，请在“考评”里选中它，用“重新打开”写明原因。"


class Assessment(Counted):
    """One organisation's assessment in one year. Totals are worked out from its scores."""

    label = "年度考核"
    key = ("year", "organisation")
    year_field = "year"
    organisation_field = "organisation"
    search_fields = ()

    organisation = Link("被考核团组织", Organisation, required=True, width=18, aliases=["团组织"])
    year = Integer("考核年份", required=True, minimum=1990, width=8)
    scheme = Link("依据方案", Scheme, required=True, width=20)
    state = Choice("考核状态", STATES, required=True, default="未开始", width=10)
    review_score = Decimal("领导点评分")
    poll_score = Decimal("群众评议分")
    self_total = Derived("自评分", lambda a: outcome(a).self_total, align="right", places=1)
    office_total = Derived("量化考核分", lambda a: outcome(a).office_total, align="right", places=1)
    bonus = Derived("加分", lambda a: outcome(a).bonus, align="right", places=1)
    deduction = Derived("扣分", lambda a: outcome(a).deduction, align="right", places=1)
    total = Derived("综合得分", lambda a: outcome(a).total, align="right", width=8, places=2)
    vetoed = Derived("是否一票否决", lambda a: outcome(a).vetoed, align="center")
    computed_grade = Derived("按分数等次", lambda a: outcome(a).grade, align="center", width=8)
    grade = Choice(
        "考核等次",
        words_of("assessment_grade"),
        width=8,
        hint="空着按分数线确定",
        aliases=["年度考核等次", "等次"],
    )
    final_grade = Derived(
        "认定等次",
        lambda a: a.grade or outcome(a).grade,
        align="center",
        width=8,
        aliases=["考核等次", "年度考核等次"],
    )
    rank = Derived("名次", lambda a: ranks(a.year).get(a.organisation_id), align="right", width=6)
    recommended = Flag("是否推荐五四红旗", width=8)
    party_opinion = LongText("党组织意见", limit=500)
    party_signed_on = Date("党组织签署日期")
    office_opinion = LongText("上级团委考核意见", limit=500)
    self_assessor = Text("自评人", width=9)
    assessors = Text("考核组成员", width=16)
    notice_from = Date("考核公示开始")
    notice_until = Date("考核公示截止")
    notice_result = LongText("考核公示情况", limit=500, hint="有无异议，怎样处理")
    signed_on = Date("签字日期")
    reopened = LongText("重新打开的原因", limit=2000)
    remark = LongText("备注", width=14)

    def heading(self) -> str:
        return f"{Organisation.titles().get(self.organisation_id, '')}{self.year}年度考核"

    def rules(self) -> Iterator[Problem]:
        same = Assessment.select().where(
            Assessment.year == self.year,
            Assessment.organisation == self.organisation_id,
            Assessment.id != self.get_id(),
        )
        if same.exists():
            yield Problem("organisation", f"{self.year}年已有这个团组织的考核")
        stored = None if self.id is None else Assessment.get_or_none(Assessment.id == self.id)
        if stored is not None and differs(self) and not self._may_follow(stored.__data__):
            yield Problem(None, LOCKED)
        if self.state == SIGNED and not self.signed_on:
            yield warning("signed_on", "已签字而没有签字日期")

    def _may_follow(self, before: dict[str, Any]) -> bool:
        """Whether it may be saved after what is stored: what is signed only by being reopened with a reason."""
        if before["state"] != SIGNED:
            return True
        return self.state != SIGNED and bool(self.reopened) and self.reopened != before["reopened"]

    @classmethod
    def after_save(cls, saved: list[tuple[Assessment, dict[str, Any] | None]]) -> None:
        for assessment, before in saved:
            if before is not None and not assessment._may_follow(before):
                raise AppError(f"“{assessment.heading()}”没有保存：{LOCKED}。")

    @classmethod
    def after_delete(cls, deleted: list[Assessment]) -> None:
        for assessment in deleted:
            if assessment.state == SIGNED:
                raise AppError(f"“{assessment.heading()}”没有删除：{LOCKED}。")

    @classmethod
    def before_undo(cls, id_: int, values: dict[str, Any]) -> None:
        refuse_signed({id_})


class Score(Counted):
    """What one indicator was given in one assessment, and why."""

    label = "指标得分"
    key = ("assessment", "indicator")
    search_fields = ()

    assessment = Link("所属考核", Assessment, required=True, owner=True)
    indicator = Link("指标", Indicator, required=True)
    self_score = Decimal("自评得分", places=1, units=("分",))
    public_score = Decimal("群众评分", aliases=["群众评议得分"], places=1)
    office_score = Decimal("上级考核分", places=1)
    computed = Decimal("系统计分", places=2)
    why = LongText("计分说明", limit=1000, width=30)
    reason = LongText("扣（加）分原因", limit=500, width=20, aliases=["扣分原因", "加分原因"])
    evidence = LongText("评分材料", limit=1000, width=20)
    vetoed = Flag("否决")
    remark = LongText("得分备注", width=14)

    class Meta:
        indexes = ((("assessment", "indicator"), True),)

    def heading(self) -> str:
        return f"{Indicator.titles().get(self.indicator_id, '')}"

    @classmethod
    def after_save(cls, saved: list[tuple[Score, dict[str, Any] | None]]) -> None:
        scored = {score.assessment_id for score, _ in saved}
        refuse_signed(scored)
        _take_over_state(scored)

    @classmethod
    def after_delete(cls, deleted: list[Score]) -> None:
        refuse_signed({score.assessment_id for score in deleted})

    @classmethod
    def before_undo(cls, id_: int, values: dict[str, Any]) -> None:
        refuse_signed({values.get("assessment")})

    @property
    def final(self) -> float | None:
        """The score that counts: the office's, else what the rule computed."""
        given: float | None = self.office_score
        return self.computed if given is None else given

    def rules(self) -> Iterator[Problem]:
        if is_signed({self.assessment_id}) and differs(self):
            yield Problem(None, LOCKED)
        indicator = Indicator.get_or_none(Indicator.id == self.indicator_id)
        if indicator is None or indicator.block == VETO:
            return
        limit = indicator.points or None
        for name in ("self_score", "public_score", "office_score"):
            value = self.__data__.get(name)
            if value is not None and limit is not None and value > limit:
                yield Problem(name, f"{value:g}分，超过了分值{limit:g}分")
        if (
            indicator.block in BLOCKS[:4]
            and self.office_score is not None
            and self.office_score < (limit or 0)
            and not self.reason
        ):
            yield warning("reason", "扣了分，没有写原因")


def is_signed(assessment_ids: Collection[int | None]) -> bool:
    """Whether one of these assessments is signed: its scores and what they rest on then stay as they are."""
    marks = ", ".join("?" * len(assessment_ids))
    found = rows(
        f"SELECT 1 FROM assessment WHERE state = ? AND id IN ({marks}) LIMIT 1", (SIGNED, *assessment_ids)
    )
    return bool(found)


def refuse_signed(assessment_ids: Collection[int | None]) -> None:
    """AppError when one of these assessments is signed; called after a score or its evidence was changed."""
    if is_signed(assessment_ids):
        raise AppError(f"没有保存：{LOCKED}。", REOPEN)


def _take_over_state(assessment_ids: set[int]) -> None:
    """An assessment whose every indicator is scored is no longer 未开始: 已自评, or 已考核 when the office has scored.

    What rules compute does not say that the office has looked at it: that step is taken by hand.
    """
    for assessment_id in assessment_ids:
        assessment = Assessment.get_or_none(Assessment.id == assessment_id)
        if assessment is None or assessment.state not in ("未开始", "已自评"):
            continue
        given = scores(assessment)
        counted = [score for indicator, score in given if indicator.block in BLOCKS[:4]]
        if all(score.office_score is not None for score in counted):
            state = "已考核"
        elif all(score.self_score is not None for score in counted):
            state = "已自评"
        else:
            continue
        if assessment.state != state:
            assessment.state = state
            running().save_all([assessment])


class Outcome(NamedTuple):
    """How an assessment's result was made, each part as it goes into the next."""

    self_total: float | None
    public_total: float | None
    office_total: float | None
    bonus: float
    deduction: float
    vetoed: bool
    total: float | None
    grade: str
    missing: int


def outcome(assessment: Assessment) -> Outcome:
    """The assessment's result, kept until a record that it rests on changes; nothing yet for an unsaved one."""
    if assessment.id is None:
        return Outcome(None, None, None, 0, 0, False, None, "", 0)
    key = ("outcome", assessment.id)
    if key not in worked_out:
        worked_out[key] = _work_out(assessment)
    found: Outcome = worked_out[key]
    return found


def _work_out(assessment: Assessment) -> Outcome:
    """Totals and grade: Σ part × weight + bonus (to its limit) − deduction, between 0 and 100; a veto fails it.

    Domain §7 format 7b; over 100 counts 100. A part whose weight is 0 is left out.
    """
    scheme = assessment.scheme
    scores = {
        score.indicator_id: score for score in Score.select().where(Score.assessment == assessment.get_id())
    }
    sums = {"self_score": 0.0, "public_score": 0.0, "office": 0.0}
    seen = dict.fromkeys(sums, False)
    bonus = deduction = 0.0
    vetoed = False
    missing = 0
    for indicator in indicators(scheme):
        score = scores.get(indicator.id)
        if indicator.block == VETO:
            vetoed = vetoed or bool(score and score.vetoed)
        elif indicator.block == BONUS:
            bonus += (score.final or 0) if score else 0
        elif indicator.block == DEDUCTION:
            deduction += (score.final or 0) if score else 0
        else:
            final = score.final if score else None
            missing += final is None
            for name, value in (
                ("self_score", score.self_score if score else None),
                ("public_score", score.public_score if score else None),
                ("office", final),
            ):
                if value is not None:
                    sums[name] += value
                    seen[name] = True
    bonus = min(bonus, scheme.bonus_limit) if scheme.bonus_limit is not None else bonus
    parts = (
        (scheme.weight_office, sums["office"] if seen["office"] else None),
        (scheme.weight_review, assessment.review_score),
        (scheme.weight_poll, assessment.poll_score),
    )
    needed = [(weight, value) for weight, value in parts if weight]
    total = None
    if needed and all(value is not None for _, value in needed):
        weighted = sum(weight * value for weight, value in needed) / 100
        total = round(min(max(weighted + bonus - deduction, 0), 100), 2)
    return Outcome(
        round(sums["self_score"], 1) if seen["self_score"] else None,
        round(sums["public_score"], 1) if seen["public_score"] else None,
        round(sums["office"], 1) if seen["office"] else None,
        round(bonus, 1),
        round(deduction, 1),
        vetoed,
        total,
        # A sheet that is not scored to its end has no grade yet, and no rank.
        "" if missing and not vetoed else _grade(scheme, total, vetoed),
        missing,
    )


def _grade(scheme: Scheme, total: float | None, vetoed: bool) -> str:
    bands = scheme.grade_bands()
    if vetoed and bands:
        return bands[-1][0]
    if total is None:
        return ""
    return next((grade for grade, lowest in bands if total >= lowest), "")


def ranks(year: int) -> dict[int, int]:
    """Organisation id → rank by total in a year; equal totals share a rank, the next one is skipped."""
    key = ("ranks", year)
    if key not in worked_out:
        totals = {}
        for assessment in Assessment.select().where(Assessment.year == year):
            result = outcome(assessment)
            if result.total is not None and not result.vetoed and not result.missing:
                totals[assessment.organisation_id] = result.total
        ordered = sorted(totals.values(), reverse=True)
        worked_out[key] = {organisation: ordered.index(total) + 1 for organisation, total in totals.items()}
    found: dict[int, int] = worked_out[key]
    return found


def begin(organisation: Organisation, year: int) -> Assessment:
    """The assessment of an organisation in a year, begun now if there is none; AppError without a scheme."""
    found = Assessment.get_or_none(Assessment.organisation == organisation.id, Assessment.year == year)
    if found is not None:
        return found
    scheme = scheme_for(year, organisation.kind)
    if scheme is None:
        raise AppError(f"{year}年还没有考核方案。", "请先在“考评”里新建方案，或从上一年复制。")
    with change(f"开始{organisation.name}{year}年度考核"):
        assessment = Assessment(organisation=organisation.id, year=year, scheme=scheme.id)
        assessment.save()
    return assessment


def scores(assessment: Assessment) -> list[tuple[Indicator, Score]]:
    """Every indicator of the assessment's scheme with its score; an unsaved blank one where none is given yet."""
    given = {score.indicator_id: score for score in Score.select().where(Score.assessment == assessment.id)}
    return [
        (indicator, given.get(indicator.id) or Score(assessment=assessment.id, indicator=indicator.id))
        for indicator in indicators(assessment.scheme)
    ]
