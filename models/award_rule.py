"""The conditions of awards, each a row of one kind with its numbers; copying a year's awards; those that are shipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models.award_condition import (
    ARREARS,
    ASSESSED,
    BY_HAND,
    CONDITIONS,
    GRADES,
    LAST_GRADE,
    OPTIONAL,
    PERIODS,
    Asked,
    number,
)
from models.award_kind import AwardKind, kinds_of, save_copies
from models.changes import change, running
from models.dictionary import words_of
from models.errors import AppError
from models.fields import Choice, Decimal, Derived, Integer, Link, LongText, Text, Words
from models.record import Problem, Record

SHIPPED = Path(__file__).parent.parent / "resources" / "starter" / "awards.toml"
MUST, HINT = "必须", "参考"


class AwardRule(Record):
    """One condition that those who are put forward for an award must (or should) meet."""

    label = "评选条件"
    key = ("award", "number")
    search_fields = ("word", "source")

    award = Link("所属奖项", AwardKind, required=True, owner=True, width=18)
    number = Integer("条件序号", required=True, minimum=1, width=6)
    condition = Choice("条件种类", Words(CONDITIONS), required=True, width=14)
    amount = Decimal(
        "条件数值", places=2, width=8, hint="周岁、年、次、小时、个月、分、名次或百分数，按条件种类"
    )
    years = Integer("所看年数", unit="年", minimum=1, width=8, hint="近几年；空着不限")
    word = Text(
        "条件用词", limit=200, width=18, hint="等次、荣誉名称（用顿号分开）、创建品牌，或人工审核的内容"
    )
    level = Choice("要求荣誉级别", words_of("honour_level"), width=9, hint="这一级或更高；空着按荣誉名称")
    period = Choice("条件统计期间", Words(PERIODS), width=8, hint="空着按本年度")
    force = Choice("条件效力", Words((MUST, HINT)), required=True, default=MUST, width=8)
    source = Text("条件出处", limit=120, width=26, hint="文件名、文号和年份")
    remark = LongText("备注", width=16)
    content = Derived("条件内容", lambda r: r.in_words(), width=24)

    @property
    def asked(self) -> Asked:
        """What the condition asks for."""
        return Asked(self.amount, self.years, self.word, self.level, self.period)

    @property
    def binding(self) -> bool:
        """Whether a verdict depends on it: it must be met, and the records can say so."""
        return bool(self.force != HINT and self.condition != BY_HAND)

    def in_words(self) -> str:
        """What is asked, in a few words: 28周岁以下, 本年度志愿服务满20小时."""
        return CONDITIONS[self.condition].says(self.asked) if self.condition in CONDITIONS else ""

    def heading(self) -> str:
        return f"{self.number}. {self.in_words()}"

    def complete(self) -> None:
        if self.number is None and self.award_id is not None:
            self.number = max((rule.number for rule in rules_of(self.award_id)), default=0) + 1

    def idle_fields(self) -> frozenset[str]:
        if not self.condition:
            return frozenset()
        used = set(CONDITIONS[self.condition].needs) | OPTIONAL.get(self.condition, set())
        return frozenset({"amount", "years", "word", "level", "period"} - used)

    def rules(self) -> Iterator[Problem]:
        if self.condition not in CONDITIONS:
            return
        asked = CONDITIONS[self.condition]
        for name in asked.needs:
            if self.__data__.get(name) in (None, ""):
                yield Problem(name, f"“{self.condition}”要填这一项")
        award = AwardKind.get_or_none(AwardKind.id == self.award_id)
        if award is not None and award.whom not in asked.whom:
            yield Problem("condition", f"“{self.condition}”只用于{asked.whom[0]}奖项")
        for condition, dictionary in (
            (GRADES, "member_grade"),
            (LAST_GRADE, "member_grade"),
            (ASSESSED, "assessment_grade"),
        ):
            words = words_of(dictionary)().words
            if self.condition == condition and self.word and self.word not in words:
                yield Problem("word", f"“{self.word}”不是等次，可填：{'、'.join(words)}")
        if self.condition == GRADES and self.amount and self.years and self.amount > self.years:
            yield Problem("amount", f"{self.years}年里不会有{number(self.amount)}次评议")
        if self.condition == ARREARS and self.amount is not None and self.amount > 100:
            yield Problem("amount", "百分数不能大于100")


def rules_of(award_id: int) -> list[AwardRule]:
    """The conditions of an award in their order."""
    return list(
        AwardRule.select().where(AwardRule.award == award_id).order_by(AwardRule.number, AwardRule.id)
    )


def copy_year(source: int, year: int) -> list[AwardKind]:
    """The awards of one year with their conditions for another, as one action; edited there, they change nothing before.

    AppError when the other year has awards of its own already, or there are none to copy.
    """
    kinds = kinds_of(source)
    if not kinds:
        raise AppError("还没有奖项可以复制。", "请先新增奖项。")
    if any(kind.year == year for kind in AwardKind.held()):
        raise AppError(f"{year}年已有自己的奖项。", "请直接修改那一年的奖项。")
    with change(f"把{kinds[0].year}年的奖项复制到{year}年"):
        copies = save_copies(kinds, year)
        running().save_all(
            [
                AwardRule(**{**rule.__data__, "id": None, "award": copied.id})
                for kind, copied in zip(kinds, copies, strict=True)
                for rule in rules_of(kind.id)
            ]
        )
    return copies


def plant_awards() -> None:
    """Give a store that has no award the shipped ones; what the office has edited or deleted is left alone."""
    if AwardKind.held():
        return
    with change("装入初始奖项", background=True) as current:
        for position, award in enumerate(shipped(), 1):
            rules = award.pop("rule", [])
            kind = AwardKind(**award, position=position)
            kind.complete()
            current.save_all([kind])
            current.save_all(
                [AwardRule(award=kind.id, number=at, **rule) for at, rule in enumerate(rules, 1)]
            )


def shipped() -> list[dict[str, Any]]:
    """The awards that come with the program, by the fields' names, each with its conditions under "rule"."""
    # Costs more than all else here, and is asked once in the life of an office: not at every start.
    import tomllib

    found: list[dict[str, Any]] = tomllib.loads(SHIPPED.read_text("utf-8"))["award"]
    return found
