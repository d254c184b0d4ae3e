"""The awards that can be applied for, as data by year: for whom, how many, how long made public, which honour follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from models.changes import running
from models.clock import as_of
from models.database import rows
from models.dictionary import words_of
from models.errors import AppError
from models.fields import Choice, Decimal, Flag, Integer, LongText, Text, Words
from models.organisation import KINDS
from models.record import Problem, Record, warning

PERSON, GROUP = "个人", "集体"
# What a quota in per cent is taken of.
MEMBERS, OFFICERS = "团员", "团干部"
BASES = Words((MEMBERS, OFFICERS, *KINDS.words))
HALF_UP, UP, DOWN = "四舍五入", "进一", "舍去"
WHOLE, EACH = "全局", "每个团组织"


class AwardKind(Record):
    """One award as it is given from a year on. A later year has awards of its own, the earlier ones stay as they are."""

    label = "奖项"
    key = ("year", "name")
    search_fields = ("name", "source")
    not_copied = ("name",)

    year = Integer(
        "奖项起始年度",
        required=True,
        minimum=1990,
        width=8,
        group="奖项",
        hint="从这一年起，到下一套奖项为止",
        aliases=["起始年度", "适用年度"],
    )
    name = Text("评选奖项", required=True, limit=40, width=16, group="奖项", aliases=["奖项", "申报称号"])
    whom = Choice("评选对象", Words((PERSON, GROUP)), required=True, width=8, group="奖项")
    holder_kinds = Text(
        "可申报的组织类型",
        limit=40,
        width=14,
        group="奖项",
        hint="集体奖项填，用顿号分开，如：团委、团工委；空着不限",
    )
    form = Text("申报表名称", limit=40, width=18, group="奖项", hint="空着按奖项加“推荐表”（集体加“申报表”）")
    position = Integer("奖项次序", width=8, group="奖项", hint="列表和汇总里的先后")
    level = Choice(
        "获评后荣誉级别",
        words_of("honour_level"),
        width=9,
        group="获评以后",
        hint="表彰后记入荣誉时的级别",
    )
    granted_by = Text("奖项授予单位", limit=60, width=18, group="获评以后")
    quota_share = Decimal("名额比例", unit="%", places=2, width=8, group="名额", hint="%")
    quota_base = Choice("名额基数", BASES, width=9, group="名额", hint="比例按它的数量计算")
    rounding = Choice("名额取整", Words((HALF_UP, UP, DOWN)), width=9, group="名额", hint="空着按四舍五入")
    quota_number = Integer(
        "名额限数", unit="名", width=8, group="名额", hint="同时有比例时，以较少的为准", units=("个",)
    )
    quota_per = Choice(
        "名额分配范围",
        Words((WHOLE, EACH)),
        width=10,
        group="名额",
        hint="空着按全局；集体奖项按上级团组织分",
    )
    one_honour = Flag(
        "同年不得兼评", width=9, group="名额", hint="选“是”：同一对象一年只能推荐一个奖项；否则只作提醒"
    )
    publicity_days = Integer(
        "公示工作日",
        unit="个工作日",
        units=("天", "日"),
        width=8,
        group="公示和材料",
        hint="空着按规定里的天数",
    )
    documents = LongText("需附材料", limit=500, width=24, group="公示和材料", hint="每行一种")
    source = Text("奖项依据", limit=120, width=26, group="公示和材料", hint="文件名、文号，或某次会议")
    remark = LongText("备注", width=20, group="公示和材料")

    _held: ClassVar[list[AwardKind] | None] = None

    class Meta:
        indexes = ((("year", "name"), True),)

    @property
    def for_member(self) -> bool:
        """Whether a person holds the award; else an organisation does."""
        return bool(self.whom != GROUP)

    @property
    def holders(self) -> tuple[str, ...]:
        """The kinds of organisation that may apply for an award of organisations; () for all."""
        return tuple(part.strip() for part in (self.holder_kinds or "").split("、") if part.strip())

    @property
    def documents_wanted(self) -> tuple[str, ...]:
        """What must be attached to a nomination, one name each."""
        return tuple(line.strip() for line in (self.documents or "").splitlines() if line.strip())

    def heading(self) -> str:
        return f"{self.name}（{self.year}年起）"

    def complete(self) -> None:
        if self.position is None:
            # Behind the others of its year.
            self.position = (
                max((kind.position or 0 for kind in AwardKind.held() if kind.year == self.year), default=0)
                + 1
            )
        if not self.form and self.name:
            self.form = f"{self.name}{'推荐表' if self.for_member else '申报表'}"

    def idle_fields(self) -> frozenset[str]:
        return frozenset(("holder_kinds",) if self.whom == PERSON else ())

    def rules(self) -> Iterator[Problem]:
        unknown = [kind for kind in self.holders if kind not in KINDS.words]
        if unknown:
            yield Problem("holder_kinds", f"“{unknown[0]}”不是组织类型，可填：{'、'.join(KINDS.words)}")
        if self.holders and self.for_member:
            yield warning("holder_kinds", f"{PERSON}奖项不看组织类型")
        if self.quota_share is not None and not self.quota_base:
            yield Problem("quota_base", "有比例就要填按什么计算")
        if self.quota_share is not None and self.quota_share > 100:
            yield Problem("quota_share", "百分数不能大于100")
        same = AwardKind.select().where(
            AwardKind.year == self.year, AwardKind.name == self.name, AwardKind.id != self.get_id()
        )
        if same.exists():
            yield Problem("name", f"{self.year}年起已有“{self.name}”，请修改那一条")
        yield from self._kept_name()
        years = {kind.year for kind in AwardKind.held() if kind.id != self.get_id()}
        if self.year and years and self.year not in years and self.year > min(years):
            before = max(year for year in years if year < self.year)
            yield warning(
                "year", f"{self.year}年起将只有这一个奖项，{before}年的其他奖项请先用“复制到新年度”带过来"
            )

    def _kept_name(self) -> Iterator[Problem]:
        """Nominations name their award by its word: it must not be taken away under them."""
        before = next((kind for kind in _stored() if kind[0] == self.get_id()), None)
        if before is not None and before[1] != self.name:
            count = _nominations_without(before[0], before[1])
            if count:
                yield Problem("name", f"有{count}项推荐用着“{before[1]}”，不能改名；可以新增一个奖项")

    def delete_instance(self, recursive: bool = False, delete_nullable: bool = False) -> int:
        """Delete an award with its conditions; AppError while nominations have nothing else to go by."""
        count = _nominations_without(self.get_id(), self.name)
        if count:
            raise AppError(
                f"有{count}项推荐用着“{self.name}”，不能删除。",
                "可以把奖项复制到新年度，在新年度里不再列它。",
            )
        return super().delete_instance(recursive, delete_nullable)

    @classmethod
    def held(cls) -> list[AwardKind]:
        """All awards of all years in their order, kept until one of them changes.

        They are shared by all who ask: to change one, read it anew by its id.
        """
        if cls._held is None:
            cls._held = list(cls.select().order_by(cls.year, cls.position, cls.id))
        return cls._held

    @classmethod
    def forget_cached(cls) -> None:
        super().forget_cached()
        cls._held = None


def _stored() -> list[tuple[Any, ...]]:
    return rows("SELECT id, name FROM award_kind")


def _nominations_without(award_id: int, name: str) -> int:
    """How many nominations would lose their award with this one: those of its name, when no other has it."""
    if any(other == name and id_ != award_id for id_, other in _stored()):
        return 0
    return int(rows("SELECT count(*) FROM nomination WHERE kind = ?", (name,))[0][0])


def kinds_of(year: int) -> list[AwardKind]:
    """The awards of a year in their order: those that begin in the latest year up to it, else the earliest there are."""
    held = AwardKind.held()
    years = {kind.year for kind in held}
    if not years:
        return []
    begun = max((each for each in years if each <= year), default=min(years))
    return [kind for kind in held if kind.year == begun]


def award_of(name: str, year: int) -> AwardKind:
    """The award that a nomination of a year names.

    One that the year no longer has is taken as it was last, or is first, given; of a name that no award bears (its
    entry was undone) nothing but the name is known.
    """
    named = [kind for kind in AwardKind.held() if kind.name == name]
    found = next((kind for kind in kinds_of(year) if kind.name == name), None)
    found = found or next((kind for kind in reversed(named) if kind.year <= year), None)
    return found or next(iter(named), None) or AwardKind(year=year, name=name, whom=PERSON, form=name)


def award_names(year: int | None = None, for_member: bool | None = None) -> list[str]:
    """The names of all awards, those of the year (of the work year) first; of persons or organisations only, if asked."""
    ordered = [*kinds_of(as_of().year if year is None else year), *AwardKind.held()]
    return list(
        dict.fromkeys(
            str(kind.name) for kind in ordered if for_member is None or kind.for_member == for_member
        )
    )


def award_words() -> Words:
    """The awards of the work year to choose from; those of other years are still understood."""
    now = [str(kind.name) for kind in kinds_of(as_of().year)]
    return Words(now, {name: name for name in award_names() if name not in now})


def save_copies(kinds: list[AwardKind], year: int) -> list[AwardKind]:
    """Copies of awards for another year, saved in the running change; in the order that was given."""
    copies = [AwardKind(**{**kind.__data__, "id": None, "year": year}) for kind in kinds]
    running().save_all(copies)
    return copies
