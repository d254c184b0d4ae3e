"""Reading a scoring rule: the forms in which one can be written, and what is said when a sentence fits none.

A measure is the label of a figure, figures added with +, or two such sums divided with ÷: 志愿服务时长÷团员数. Numbers
may be written as shares: 90%. No part of the text is ever run as a program.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from models.errors import FieldError
from models.scoring_combined import Also, Best, Duty, MonthMean, Sized
from models.scoring_rule import (
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
    Steps,
    ToBest,
    ToTarget,
    number,
)
from models.text import half_width, nearest, squash, tidy

# What stands in a form's places; a form editor asks for them by these names.
PLACES = {
    "measure": "统计项",
    "limit": "界限",
    "target": "目标",
    "step": "每一档",
    "points": "分",
    "cap": "最多得分",
    "first": "前几名",
    "least": "至少",
    "steps": "各档，如：达到10得5分，达到8得4分",
    "rule": "一条规则",
    "second": "另一条规则",
    "size": "规模统计项",
    "factors": "各档系数，如：达到30乘0.9，达到10乘1",
    "rest": "其余的系数",
}
_NUMBER = r"[0-9]+(?:\.[0-9]+)?%?"
_POINTS = r"[0-9]+(?:\.[0-9]+)?"
_STEP = re.compile(rf"达到({_NUMBER})得({_POINTS})分")
_FACTOR = re.compile(rf"达到({_NUMBER})乘({_POINTS})")
_PATTERNS = {
    "measure": r"[^,;:]+?",
    "points": _POINTS,
    "cap": _POINTS,
    "first": r"[0-9]+",
    "steps": rf"达到{_NUMBER}得{_POINTS}分(?:,达到{_NUMBER}得{_POINTS}分)*",
}


@dataclass(frozen=True)
class RuleForm:
    """One kind of rule: its name, its sentence with {places}, and an example of it."""

    name: str
    template: str
    example: str
    make: Callable[..., Rule] | None = (
        None  # of plain sentences: from the measure and the texts in the places
    )

    def filled(self, places: Mapping[str, str]) -> str:
        """The sentence with its places filled in; KeyError when one is missing."""
        return self.template.format(**places)

    @property
    def places(self) -> tuple[str, ...]:
        """The names of its places, of PLACES, in their order."""
        return tuple(re.findall(r"{(\w+)}", self.template))


def _stepped(measure: Measure, steps: str) -> Steps:
    return Steps(measure, tuple(_STEP.findall(steps)))


RULE_FORMS = (
    RuleForm("达到得满分", "{measure}达到{limit}得满分", "志愿服务时长÷团员数达到10得满分", Reach),
    RuleForm("不超过得满分", "{measure}不超过{limit}得满分", "迟报次数不超过0得满分", AtMost),
    RuleForm("每次得分", "{measure}每次得{points}分", "区级以上采用信息数每次得1分", Each),
    RuleForm("每次得分有上限", "{measure}每次得{points}分，最多{cap}分", "活动次数每次得1分，最多2分", Each),
    RuleForm("每次扣分", "{measure}每次扣{points}分", "迟报次数+未报次数每次扣0.5分", Deduct),
    RuleForm("不足扣分", "{measure}不足{limit}扣{points}分", "推优入党人数不足1扣3分", Below),
    RuleForm(
        "达到目标，每少扣分",
        "{measure}达到{target}得满分，每少{step}扣{points}分",
        "评议满意项次÷评议有效项次达到90%得满分，每少5%扣2分",
        Short,
    ),
    RuleForm("分档得分", "{measure}{steps}", "活动次数达到10得5分，达到8得4分，达到5得2分", _stepped),
    RuleForm("按目标的比例", "{measure}按目标{target}的比例得分", "活动次数按目标10的比例得分", ToTarget),
    RuleForm("按与最高的比例", "{measure}按与最高的比例得分", "活动次数按与最高的比例得分", ToBest),
    RuleForm(
        "按排名",
        "{measure}排名前{first}得满分，以后每名扣{points}分",
        "活动次数排名前3得满分，以后每名扣0.2分",
        Rank,
    ),
    RuleForm(
        "每月必做",
        "每月{measure}至少{least}，缺一个月扣{points}分",
        "每月带照片活动次数至少1，缺一个月扣2分",
        Duty,
    ),
    RuleForm(
        "每季度必做",
        "每季度{measure}至少{least}，缺一个季度扣{points}分",
        "每季度团支部大会次数至少1，缺一个季度扣2分",
        lambda measure, least, points: Duty(measure, least, points, 3),
    ),
    RuleForm("各月平均", "各月平均：{rule}", "各月平均：活动实到人数÷活动应到人数按目标90%的比例得分"),
    RuleForm(
        "几条一并扣分",
        "{rule}；并且：{second}",
        "志愿服务次数达到4得满分，每少1扣2分；并且：志愿服务时长÷团员数不足10扣2分",
    ),
    RuleForm("几条取最高", "取最高：{rule}；{second}", "取最高：区级荣誉数达到1得2分；局级荣誉数达到1得1分"),
    RuleForm(
        "规模系数",
        "{rule}；系数：{size}{factors}，其余乘{rest}",
        "活动次数每次得1分；系数：团员数达到30乘0.9，达到10乘1，其余乘1.1",
    ),
)
_MEAN, _ALSO, _BEST, _SIZE = "各月平均:", "并且:", "取最高:", "系数:"
_SIZED = re.compile(rf"([^,;:]+?)((?:达到{_NUMBER}乘{_POINTS},)+)其余乘({_POINTS})")

# Squashed label, or another word for it → the label of the figure.
Words = Mapping[str, str]


def read_rule(text: str, words: Words | None = None) -> Rule | None:
    """The rule that a text says; None for a blank one: scored by hand.

    `words` are the figures there are; without them any name is taken for one. Raises FieldError with what is not
    understood.
    """
    wanted = _normal(text)
    if not wanted:
        return None
    return _Reader(words).read(wanted)


def form_of(sentence: str) -> tuple[RuleForm, dict[str, str]] | None:
    """The form of one plain sentence and what stands in its places; None when it fits none."""
    wanted = _normal(sentence)
    for form, pattern in _COMPILED:
        found = pattern.fullmatch(wanted)
        if found:
            return form, {place: text.replace(",", "，") for place, text in found.groupdict().items()}
    return None


def doubts(rule: Rule, points: float) -> list[str]:
    """What a rule can hardly mean in an indicator of so many points."""
    found = []
    for part in rule.parts:
        most = [part.cap] if isinstance(part, Each) and part.cap else []
        if isinstance(part, Steps):
            most = [given for _, given in part.steps]
        found += [f"“{part}”里的{each}分超过了分值{points:g}分" for each in most if number(each) > points]
    return found


def _normal(text: str) -> str:
    """Half-width signs, no blanks, without the full stop and 扣完为止, which goes without saying."""
    wanted = half_width(tidy(text.replace("\n", ""))).replace(" ", "").rstrip("。.;")
    return re.sub(r",扣完为止(?=;|$)", "", wanted)


class _Reader:
    def __init__(self, words: Words | None) -> None:
        self._words = words

    def read(self, wanted: str) -> Rule:
        wanted, sized, size = wanted.partition(f";{_SIZE}")
        rule = self._combined(wanted)
        if not sized:
            return rule
        found = _SIZED.fullmatch(size)
        if not found:
            raise FieldError(f"“{size}”不是规模系数，应写成：系数：团员数达到30乘0.9，其余乘1")
        return Sized(rule, self._measure(found[1]), tuple(_FACTOR.findall(found[2])), found[3])

    def _combined(self, wanted: str) -> Rule:
        if wanted.startswith(_BEST):
            return Best(tuple(self._plain(part) for part in wanted.removeprefix(_BEST).split(";")))
        first, *more = wanted.split(";")
        if not more:
            return self._plain(first)
        strange = [part for part in more if not part.startswith(_ALSO)]
        if strange:
            raise FieldError(f"“{strange[0]}”前面要写“并且：”或“系数：”")
        return Also(tuple(self._plain(part.removeprefix(_ALSO)) for part in (first, *more)))

    def _plain(self, sentence: str) -> Rule:
        if sentence.startswith(_MEAN):
            inner = self._plain(sentence.removeprefix(_MEAN))
            if not isinstance(inner, OfOne):
                raise FieldError("“各月平均”后面要写按一个统计项计分的规则")
            return MonthMean(inner)
        for form, pattern in _COMPILED:
            found = pattern.fullmatch(sentence)
            if found and form.make is not None:
                texts: dict[str, Any] = found.groupdict()
                measure = self._measure(texts.pop("measure"))
                for place in ("target", "step") if form.make is ToTarget else ("step",):
                    # What is divided by must be more than nought.
                    if place in texts and not number(texts[place]) > 0:
                        raise FieldError(f"“{sentence}”里的{texts[place]}应大于0")
                return form.make(measure, **texts)
        raise FieldError(f"“{sentence}”看不懂，可以照这样写：{RULE_FORMS[0].example}")

    def _measure(self, text: str) -> Measure:
        whole = self._label(text)
        if whole is not None:
            return Measure((whole,))
        above, divided, below = text.replace("/", "÷").partition("÷")
        return Measure(self._sum(above), self._sum(below) if divided else ())

    def _sum(self, text: str) -> tuple[str, ...]:
        found = []
        for name in text.split("+"):
            label = self._label(name)
            if label is None and self._words is None and name and "÷" not in name:
                label = name
            if label is None:
                near = nearest(name, set((self._words or {}).values()))
                raise FieldError(f"没有“{name}”这个统计项" + (f"，是不是：{'、'.join(near)}" if near else ""))
            found.append(label)
        return tuple(found)

    def _label(self, name: str) -> str | None:
        return (self._words or {}).get(squash(name))


def _compiled(forms: Iterable[RuleForm]) -> tuple[tuple[RuleForm, re.Pattern[str]], ...]:
    """The forms of plain sentences, each with the pattern that its template means."""
    found = []
    for form in forms:
        if form.make is None:
            continue
        pieces = re.split(r"{(\w+)}", half_width(form.template))
        pattern = "".join(
            f"(?P<{piece}>{_PATTERNS.get(piece, _NUMBER)})" if place % 2 else re.escape(piece)
            for place, piece in enumerate(pieces)
        )
        found.append((form, re.compile(pattern)))
    return tuple(found)


_COMPILED = _compiled(RULE_FORMS)
