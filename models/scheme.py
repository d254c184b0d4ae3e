"""Indicator schemes of the yearly assessment, kept as data: one per year and kind of organisation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.changes import change
from models.errors import AppError
from models.fields import Choice, Decimal, Integer, Link, LongText, Text, Words
from models.organisation import KINDS
from models.record import Problem, Record

BONUS = "加分项"
DEDUCTION = "扣分项"
VETO = "一票否决项"
# The blocks of format 7a; the four first ones are the “四个好” and carry the points.
BLOCKS = ("组织建设好", "团员教育好", "活动开展好", "青年反映好", BONUS, DEDUCTION, VETO)
SCORERS = Words(("局团委", "自评", "群众", "党组织"))


# What was worked out from schemes and scores, by (what, id); emptied whenever one of them changes.
worked_out: dict[tuple[str, int], Any] = {}


class Counted(Record):
    """A record on which the outcome of assessments rests."""

    @classmethod
    def forget_cached(cls) -> None:
        super().forget_cached()
        worked_out.clear()


class Scheme(Counted):
    """The indicator scheme by which organisations of a kind are assessed in a year."""

    label = "考核方案"
    key = ("year", "name")
    year_field = "year"

    name = Text("方案名称", required=True, limit=80, width=26)
    year = Integer("考核年度", required=True, minimum=1990, width=8)
    kind = Choice("适用组织类型", KINDS, width=8)
    source = Text("方案依据", width=26, hint="文件名或文号")
    weight_office = Decimal("上级考核占比", unit="%", default=100, hint="%")
    weight_review = Decimal("领导点评占比", unit="%", default=0, hint="%")
    weight_poll = Decimal("群众评议占比", unit="%", default=0, hint="%")
    bonus_limit = Decimal("加分上限", default=10)
    bands = LongText(
        "等次分数线", hint="每行一个等次，如：优秀 90", default="优秀 90\n良好 80\n合格 60\n不合格 0"
    )
    remark = LongText("备注", width=14)

    def heading(self) -> str:
        return f"{self.name}（{self.year}年）"

    def rules(self) -> Iterator[Problem]:
        try:
            self.grade_bands()
        except ValueError:
            yield Problem("bands", "每行应是等次和分数，如：优秀 90")
        if sum((self.weight_office or 0, self.weight_review or 0, self.weight_poll or 0)) != 100:
            yield Problem("weight_office", "三项占比合计应为100%")

    def grade_bands(self) -> list[tuple[str, float]]:
        """(grade, lowest score), the highest first; ValueError when the text is not understood."""
        bands = []
        for line in str(self.bands or "").splitlines():
            if line.strip():
                grade, lowest = line.split()
                bands.append((grade, float(lowest)))
        return sorted(bands, key=lambda band: -band[1])


class Indicator(Counted):
    """One line of a scheme: what is looked at, for how many points, by which criteria."""

    label = "考核指标"
    key = ("scheme", "number")
    search_fields = ("content", "topic")

    scheme = Link("考核方案", Scheme, required=True, owner=True, width=20)
    block = Choice("一级指标", Words(BLOCKS), required=True, width=10)
    topic = Text("二级指标", limit=60, width=14)
    number = Integer("指标序号", required=True, minimum=1, width=6)
    content = LongText("考核内容", required=True, limit=500, width=26)
    points = Decimal("分值", required=True, default=0)
    criteria = LongText("评分标准", limit=1000, width=26)
    basis = LongText("评分依据（材料）", limit=500, width=16, aliases=["评分依据"])
    scorer = Choice("评分主体", SCORERS, default="局团委", width=8)
    rule = LongText("自动计分规则", limit=500, hint="留空为人工评分")

    def heading(self) -> str:
        return f"{self.number}. {self.content}"

    def rules(self) -> Iterator[Problem]:
        if self.block in BLOCKS[:4] and not self.points:
            yield Problem("points", "四个好的指标要有分值")


def indicators(scheme: Scheme) -> list[Indicator]:
    """A scheme's indicators in the order of the form."""
    found = list(Indicator.select().where(Indicator.scheme == scheme.id))
    return sorted(found, key=lambda indicator: (BLOCKS.index(indicator.block), indicator.number))


def scheme_for(year: int, kind: str = "团支部") -> Scheme | None:
    """The scheme of a year for a kind of organisation: its own, else one for every kind."""
    found = list(Scheme.select().where(Scheme.year == year).order_by(Scheme.id.desc()))
    return next((scheme for scheme in found if scheme.kind == kind), None) or next(
        (scheme for scheme in found if not scheme.kind), None
    )


def copy_scheme(scheme: Scheme, year: int) -> Scheme:
    """A scheme with all its indicators for another year; AppError when that year has one of the name."""
    if Scheme.select().where(Scheme.year == year, Scheme.name == scheme.name).exists():
        raise AppError(f"{year}年已有“{scheme.name}”。", "请直接修改那一份，或先改名。")
    with change(f"把考核方案“{scheme.name}”复制到{year}年") as current:
        copied = Scheme(**{**scheme.__data__, "id": None, "year": year})
        copied.save()
        current.save_all(
            [
                Indicator(**{**indicator.__data__, "id": None, "scheme": copied.id})
                for indicator in indicators(scheme)
            ]
        )
    return copied


def load_scheme(text: str, year: int) -> Scheme:
    """Make a scheme of a definition in TOML: a [scheme] table and its [[indicators]], by the fields' names."""
    # Read when a year has no scheme yet: not at every start.
    import tomllib

    definition = tomllib.loads(text)
    with change(f"装入考核方案“{definition['scheme']['name']}”") as current:
        scheme = Scheme(**{**definition["scheme"], "year": year})
        scheme.save()
        current.save_all([Indicator(scheme=scheme.id, **indicator) for indicator in definition["indicators"]])
    return scheme
