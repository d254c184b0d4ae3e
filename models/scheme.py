"""Indicator schemes of the yearly assessment, kept as data: one per year and kind of organisation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.changes import change
from models.database import rows
from models.errors import AppError
from models.fields import Choice, Decimal, Integer, Link, LongText, Text, Words
from models.organisation import KINDS
from models.record import Problem, Record

BONUS = "加分项"
DEDUCTION = "扣分项"
VETO = "一票否决项"
# The blocks of format 7a; the four first ones are the “四个好” and carry the points.
BLOCKS = ("组织建设好", "团员教育好", "活动开展好", "青年反映好", BONUS, DEDUCTION, VETO)
GOODS = BLOCKS[:4]
FULL = 100  # what the points of the 四个好 and the weights of the parts come to
SCORERS = Words(("局团委", "自评", "群众", "党组织"))
SIGNED = "已签字"  # the state of an assessment that is finished
_FIXED = "已有考核依据这份方案签字，不能直接改；在“考核方案”里修改后保存，会成为新的一版"


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
    key = ("year", "name", "version")
    year_field = "year"
    not_copied = ("version", "replaces")

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
    version = Integer("方案版次", required=True, minimum=1, default=1, width=6)
    replaces = Link("替代方案", "self", width=20)

    def heading(self) -> str:
        later = f"，第{self.version}版" if (self.version or 1) > 1 else ""
        return f"{self.name}（{self.year}年{later}）"

    def rules(self) -> Iterator[Problem]:
        if self.id is not None and settled(self.id) and differs(self):
            yield Problem(None, _FIXED)
        if any(
            other.name == self.name and other.kind == self.kind
            for other in current_schemes(self.year)
            if other.id not in (self.id, self.replaces_id) and not is_replaced(self)
        ):
            yield Problem("name", f"{self.year}年已有这样一份{self.kind or ''}方案")
        try:
            self.grade_bands()
        except ValueError:
            yield Problem("bands", "每行应是等次和分数，如：优秀 90")
        if self.weight_sum() != FULL:
            yield Problem("weight_office", f"三项占比合计{self.weight_sum():g}%，应为{FULL}%")

    def weight_sum(self) -> float:
        """What the weights of the three parts come to, in per cent."""
        return round(sum((self.weight_office or 0, self.weight_review or 0, self.weight_poll or 0)), 6)

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
        if settled(self.scheme_id) and differs(self):
            yield Problem(None, _FIXED)
        if self.block in GOODS and not self.points:
            yield Problem("points", "四个好的指标要有分值")

    @classmethod
    def after_delete(cls, deleted: list[Indicator]) -> None:
        if any(settled(indicator.scheme_id) for indicator in deleted):
            raise AppError("考核指标没有删除：" + _FIXED + "。")


def settled(scheme_id: int | None) -> int:
    """How many assessments are signed under a scheme; while there is one the scheme stays as it is."""
    ((count,),) = rows(
        "SELECT count(*) FROM assessment WHERE scheme_id = ? AND state = ?", (scheme_id, SIGNED)
    )
    return int(count)


def differs(record: Record) -> bool:
    """Whether a record is anything else than what is stored of it; a new one is."""
    kind = type(record)
    stored = None if record.id is None else kind.get_or_none(kind.id == record.id)
    return stored is None or any(
        stored.__data__.get(field.name) != record.__data__.get(field.name) for field in kind.stored_fields()
    )


def indicators(scheme: Scheme) -> list[Indicator]:
    """A scheme's indicators in the order of the form."""
    found = list(Indicator.select().where(Indicator.scheme == scheme.id))
    return sorted(found, key=lambda indicator: (BLOCKS.index(indicator.block), indicator.number))


def is_replaced(scheme: Scheme) -> bool:
    """Whether there is a later version of a scheme."""
    return scheme.id is not None and Scheme.select().where(Scheme.replaces == scheme.id).exists()


def current_schemes(year: int | None) -> list[Scheme]:
    """The schemes of a year, each in its latest version, in the order in which they were first made."""
    found = {scheme.id: scheme for scheme in Scheme.select().where(Scheme.year == year).order_by(Scheme.id)}
    replaced = {scheme.replaces_id for scheme in found.values()}

    def first(scheme: Scheme) -> int:
        while scheme.replaces_id in found:
            scheme = found[scheme.replaces_id]
        return int(scheme.id)

    return sorted((scheme for id_, scheme in found.items() if id_ not in replaced), key=first)


def scheme_for(year: int, kind: str = "团支部") -> Scheme | None:
    """The scheme of a year for a kind of organisation, in its latest version: its own, else one for every kind."""
    found = current_schemes(year)[::-1]
    return next((scheme for scheme in found if scheme.kind == kind), None) or next(
        (scheme for scheme in found if not scheme.kind), None
    )


def copy_scheme(scheme: Scheme, year: int) -> Scheme:
    """A scheme with all its indicators for another year; AppError when that year has one of the name."""
    if any(each.name == scheme.name and each.kind == scheme.kind for each in current_schemes(year)):
        raise AppError(f"{year}年已有“{scheme.name}”。", "请直接修改那一份，或先改名。")
    with change(f"把考核方案“{scheme.name}”复制到{year}年") as current:
        copied = Scheme(**{**scheme.__data__, "id": None, "year": year, "version": 1, "replaces": None})
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
