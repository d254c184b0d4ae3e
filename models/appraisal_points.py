"""The points of a member's appraisal: the standards of a year, kept as data, and what was given for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from models.appraisal import MemberAppraisal
from models.award import FOUR_LEADS
from models.changes import change, running
from models.fields import Choice, Decimal, Integer, Link, LongText, Words
from models.record import Problem, Record

# domain §7 format 8: the “四带头” and 组织纪律.
ITEMS = (*FOUR_LEADS.values(), "组织纪律")
SHIPPED = Path(__file__).parent.parent / "resources" / "starter" / "appraisal.toml"


class AppraisalStandard(Record):
    """One line by which members are appraised in a year, for how many points."""

    label = "评议标准"
    key = ("year", "item", "content")
    year_field = "year"
    search_fields = ("content",)

    year = Integer("评议标准年度", required=True, minimum=1990, width=8, aliases=["年度"])
    item = Choice("评议内容", Words(ITEMS), required=True, width=13, aliases=["项目"])
    content = LongText("评议标准内容", required=True, limit=300, width=30, aliases=["考核内容", "内容"])
    base = Decimal("基分", required=True, default=0, unit="分", aliases=["分值"])
    criteria = LongText("评议评分办法", limit=500, width=30, aliases=["评分标准"])
    position = Integer("顺序", default=0)

    def heading(self) -> str:
        return f"{self.item}：{self.content}"

    def rules(self) -> Iterator[Problem]:
        if not self.base:
            yield Problem("base", "要大于0")


class AppraisalPoint(Record):
    """What a member gave himself and what the branch gave for one line."""

    label = "评议得分项"
    key = ("appraisal", "standard")
    search_fields = ()

    appraisal = Link("所属评议", MemberAppraisal, required=True, owner=True)
    standard = Link("评分项", AppraisalStandard, required=True, width=30, aliases=["考核内容"])
    self_points = Decimal("自评分数", unit="分", aliases=["自评"])
    branch_points = Decimal("支部评分", unit="分", aliases=["支部评"])

    class Meta:
        indexes = ((("appraisal", "standard"), True),)

    def heading(self) -> str:
        return AppraisalStandard.titles().get(self.standard_id, "")

    def rules(self) -> Iterator[Problem]:
        if self.standard_id is None:
            return
        base = AppraisalStandard.get_by_id(self.standard_id).base
        for name in ("self_points", "branch_points"):
            points = self.__data__.get(name)
            if points is not None and points > base:
                yield Problem(name, f"这一项最高{base:g}分")


def standards(year: int) -> list[AppraisalStandard]:
    """The lines of a year in the order of the form; [] while the year has none."""
    found = AppraisalStandard.select().where(AppraisalStandard.year == year)
    return sorted(found, key=lambda each: (ITEMS.index(each.item), each.position or 0, each.id))


def begin_standards(year: int) -> list[AppraisalStandard]:
    """The lines of a year; one that has none takes those of the year before it, else the shipped ones."""
    found = standards(year)
    if found:
        return found
    last = (
        AppraisalStandard.select(AppraisalStandard.year)
        .where(AppraisalStandard.year < year)
        .order_by(AppraisalStandard.year.desc())
        .first()
    )
    with change(f"{year}年团员评议标准") as current:
        current.save_all(_copied(last.year, year) if last is not None else _shipped(year))
    return standards(year)


def _copied(source: int, year: int) -> list[AppraisalStandard]:
    return [AppraisalStandard(**{**each.__data__, "id": None, "year": year}) for each in standards(source)]


def _shipped(year: int) -> list[AppraisalStandard]:
    # Read once in the life of an office: not at every start.
    import tomllib

    lines = tomllib.loads(SHIPPED.read_text("utf-8"))["standard"]
    return [AppraisalStandard(year=year, position=place, **line) for place, line in enumerate(lines, 1)]


def points(appraisal: MemberAppraisal) -> dict[int, AppraisalPoint]:
    """What has been given, by the id of the standard."""
    found = AppraisalPoint.select().where(AppraisalPoint.appraisal == appraisal.get_id())
    return {each.standard_id: each for each in found}


def set_points(
    appraisal: MemberAppraisal, standard: AppraisalStandard, name: str, value: float | None
) -> None:
    """Give points for one line; `name` is self_points or branch_points. A line without any keeps no record."""
    point = points(appraisal).get(standard.id) or AppraisalPoint(
        appraisal=appraisal.get_id(), standard=standard.id
    )
    setattr(point, name, value)
    with change(f"{appraisal.heading()}：{standard.item}"):
        if point.self_points is None and point.branch_points is None:
            if point.get_id() is not None:
                point.delete_instance()
        else:
            point.save()


def begin_points(appraisal: MemberAppraisal) -> None:
    """Give an appraisal a line for every standard of its year, blank where nothing was given; one action."""
    lines = begin_standards(appraisal.year)
    have = points(appraisal)
    with change(f"{appraisal.heading()}：评分表"):
        running().save_all(
            [
                AppraisalPoint(appraisal=appraisal.get_id(), standard=each.id)
                for each in lines
                if each.id not in have
            ]
        )
