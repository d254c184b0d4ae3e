"""The kinds of condition that an award may have: of whom each is asked, what it needs, and how it is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from models.award_kind import GROUP, PERSON
from models.dictionary import words_of
from models.fields import Words, decimal_text

PERIODS = THIS_YEAR, LAST_YEAR = "本年度", "上年度"

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


class Asked(NamedTuple):
    """What a condition asks for: its number, how many years are looked at, a word, a level, and in which year."""

    amount: float | None = None
    years: int | None = None
    word: str | None = None
    level: str | None = None
    period: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the word lists, one each."""
        return tuple(part.strip() for part in (self.word or "").split("、") if part.strip())


def number(value: float | None) -> str:
    """A number of a condition as people write it: 28, 2.5."""
    return decimal_text(value or 0, 2)


def or_better(word: str | None, words: Words) -> str:
    """A grade or level and all above it: 合格以上; the highest alone."""
    return f"{word}" if words.words[:1] == (word,) else f"{word}以上"


def _honour(rule: Asked) -> str:
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
    says: Callable[[Asked], str]


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

# What a condition may take besides what it needs.
OPTIONAL = {
    REGISTRATION: {"period"},
    HOURS: {"period"},
    HONOUR: {"years", "word", "level"},
    NO_SAME: {"years"},
    CREATING: {"word"},
}
