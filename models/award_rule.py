"""The conditions of awards, each a row of one kind with its numbers; copying a year's awards; those that are shipped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from models.award_kind import GROUP, PERSON, AwardKind, kinds_of, save_copies
from models.changes import change, running
from models.dictionary import words_of
from models.errors import AppError
from models.fields import Choice, Decimal, Derived, Integer, Link, LongText, Text, Words, decimal_text
from models.record import Problem, Record

SHIPPED = Path(__file__).parent.parent / "resources" / "starter" / "awards.toml"
MUST, HINT = "必须", "参考"
THIS_YEAR, LAST_YEAR = "本年度", "上年度"

AGE = "年龄"
LEAGUE_YEARS = "团龄"
GRADES = "多年评议等次"
LAST_GRADE = "上年评议"
REGISTRATION = "团籍注册情况"
HOURS = "志愿时长"
VOLUNTEER = "属注册志愿者"
HONOUR = "已有荣誉"
NO_SAME = "未获同一奖项"
TENURE = "任职月数"
OFFICER = "担任团干部"
NOT_PARTY = "不含党员"
DUES_PAID = "团费交清"
FOUNDED = "成立年数"
ASSESSED = "上年考核等次"
SCORE = "上年考核得分"
RANK = "上年考核名次"
ARREARS = "团费欠缴"
NO_VETO = "没有一票否决"
CREATING = "属创建单位"
BY_HAND = "人工审核"


def number(value: float | None) -> str:
    """A number of a condition as people write it: 28, 2.5."""
    return decimal_text(value or 0, 2)


def or_better(word: str | None, words: Words) -> str:
    """A grade or level and all above it: 合格以上; the highest alone."""
    return f"{word}" if words.words[:1] == (word,) else f"{word}以上"


def _honour(rule: AwardRule) -> str:
    since = f"近{rule.years}年" if rule.years else ""
    names = "、".join(f"“{name}”" for name in rule.names)
    level = or_better(rule.level, words_of("honour_level")()) if rule.level else ""
    if names or level:
        return f"{since}获过{level}{names or '荣誉'}"
    return f"{since}获过下一级荣誉"


def _grade(word: str | None, dictionary: str) -> str:
    return or_better(word, words_of(dictionary)())


class Condition(NamedTuple):
    """One kind of condition: whom it can be asked of, which fields it needs, how it is said."""

    whom: tuple[str, ...]
    needs: tuple[str, ...]
    says: Callable[[AwardRule], str]


_PERSON, _GROUP, _BOTH = (PERSON,), (GROUP,), (PERSON, GROUP)
CONDITIONS: dict[str, Condition] = {
    AGE: Condition(_PERSON, ("amount",), lambda r: f"{number(r.amount)}周岁以下"),
    LEAGUE_YEARS: Condition(_PERSON, ("amount",), lambda r: f"团龄满{number(r.amount)}年"),
    GRADES: Condition(
        _PERSON,
        ("amount", "years", "word"),
        lambda r: f"近{r.years}年评议{number(r.amount)}次{_grade(r.word, 'member_grade')}",
    ),
    LAST_GRADE: Condition(_PERSON, ("word",), lambda r: f"上年度评议{_grade(r.word, 'member_grade')}"),
    REGISTRATION: Condition(_PERSON, (), lambda r: f"{r.period or THIS_YEAR}已团籍注册"),
    HOURS: Condition(
        _PERSON, ("amount",), lambda r: f"{r.period or THIS_YEAR}志愿服务满{number(r.amount)}小时"
    ),
    VOLUNTEER: Condition(_PERSON, (), lambda r: "是注册志愿者"),
    HONOUR: Condition(_BOTH, (), _honour),
    NO_SAME: Condition(_BOTH, (), lambda r: f"{f'近{r.years}年' if r.years else '以前'}没有获过同一奖项"),
    TENURE: Condition(_PERSON, ("amount",), lambda r: f"任团干部满{number(r.amount)}个月"),
    OFFICER: Condition(_PERSON, (), lambda r: "在任团干部"),
    NOT_PARTY: Condition(_PERSON, (), lambda r: "不是党员（团干部除外）"),
    DUES_PAID: Condition(_PERSON, (), lambda r: "团费没有欠缴"),
    FOUNDED: Condition(_GROUP, ("amount",), lambda r: f"成立满{number(r.amount)}年"),
    ASSESSED: Condition(_GROUP, ("word",), lambda r: f"上年度考核{_grade(r.word, 'assessment_grade')}"),
    SCORE: Condition(_GROUP, ("amount",), lambda r: f"上年度考核{number(r.amount)}分以上"),
    RANK: Condition(_GROUP, ("amount",), lambda r: f"上年度考核前{number(r.amount)}名"),
    ARREARS: Condition(_GROUP, ("amount",), lambda r: f"欠缴团费的团员低于{number(r.amount)}%"),
    NO_VETO: Condition(_GROUP, (), lambda r: "上年度考核没有被一票否决"),
    CREATING: Condition(_GROUP, (), lambda r: f"是{r.word or ''}创建单位"),
    BY_HAND: Condition(_BOTH, ("word",), lambda r: str(r.word)),
}


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
    period = Choice("条件统计期间", Words((THIS_YEAR, LAST_YEAR)), width=8, hint="空着按本年度")
    force = Choice("条件效力", Words((MUST, HINT)), required=True, default=MUST, width=8)
    source = Text("条件出处", limit=120, width=26, hint="文件名、文号和年份")
    remark = LongText("备注", width=16)
    content = Derived("条件内容", lambda r: r.in_words(), width=24)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of honours that the condition's word lists."""
        return tuple(part.strip() for part in (self.word or "").split("、") if part.strip())

    @property
    def binding(self) -> bool:
        """Whether a verdict depends on it: it must be met, and the records can say so."""
        return bool(self.force != HINT and self.condition != BY_HAND)

    def in_words(self) -> str:
        """What is asked, in a few words: 28周岁以下, 本年度志愿服务满20小时."""
        return CONDITIONS[self.condition].says(self) if self.condition in CONDITIONS else ""

    def heading(self) -> str:
        return f"{self.number}. {self.in_words()}"

    def complete(self) -> None:
        if self.number is None and self.award_id is not None:
            self.number = max((rule.number for rule in rules_of(self.award_id)), default=0) + 1

    def idle_fields(self) -> frozenset[str]:
        if not self.condition:
            return frozenset()
        used = set(CONDITIONS[self.condition].needs) | _OPTIONAL.get(self.condition, set())
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


# What a condition may take besides what it needs.
_OPTIONAL = {
    REGISTRATION: {"period"},
    HOURS: {"period"},
    HONOUR: {"years", "word", "level"},
    NO_SAME: {"years"},
    CREATING: {"word"},
}


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
