"""The ranking of branches by their news in a period: what each sent, what was taken up, points, rank, months owing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from models.figure import Figure, Period
from models.figures_news import FIGURES, OWN_COLUMNS
from models.news import KINDS, LEVELS, owing
from models.organisation import Organisation, branches

# The columns of the ranking: each is a figure, so that every number opens its records.
COLUMNS = (
    *(f"news.{kind}" for kind in OWN_COLUMNS),
    "news.other",
    "news.sent",
    *(f"news.used.{level}" for level in LEVELS),
    "news.points",
)
# The same by kind and level, as the district's list of uses has it.
USE_COLUMNS = ("news.points", *(f"news.{kind}.{level}" for kind in KINDS for level in LEVELS))
SENT_COLUMN, POINTS_COLUMN = "news.sent", "news.points"
_BY_NAME: dict[str, Figure] = {figure.name: figure for figure in FIGURES}


class Part(NamedTuple):
    """A part of the year that can be ranked; `key` as sheets name it (exports/header_periods.py), "" the whole year."""

    key: str
    label: str
    first: int
    last: int

    def period(self, year: int) -> Period:
        """The part of that year."""
        return Period.months(year, self.first, self.last) if self.key else Period.year(year)


PARTS = (
    Part("", "全年", 1, 12),
    Part("half:1", "上半年", 1, 6),
    Part("half:2", "下半年", 7, 12),
    *(
        Part(f"quarter:{number}", f"第{word}季度", number * 3 - 2, number * 3)
        for number, word in enumerate("一二三四", 1)
    ),
    *(Part(f"months:{month}-{month}", f"{month}月", month, month) for month in range(1, 13)),
)


@dataclass(frozen=True)
class Line:
    """One branch in the ranking: its figures by name, its rank from 1, the months of the period that it owes."""

    branch: Organisation
    values: dict[str, float]
    rank: int
    owing: tuple[int, ...] = field(default=())

    @property
    def points(self) -> float:
        """What it is ranked by."""
        return self.values[POINTS_COLUMN]


def figure(name: str) -> Figure:
    """A figure of the ranking; KeyError when it has none of that name."""
    return _BY_NAME[name]


def ranks(points: Sequence[float]) -> list[int]:
    """The rank of each, the most points first; equal points share a rank and the next one is left out: 1, 2, 2, 4."""
    return [1 + sum(other > own for other in points) for own in points]


def taking_part(period: Period) -> list[Organisation]:
    """Who is ranked: the branches there were at the end of the period, and whoever else below the top sent news in it."""
    listed = branches(period.last_day)
    known = {each.id for each in listed}
    others = set(figure(SENT_COLUMN).by_organisation(period)) - known
    more = (
        Organisation.select()
        .where(Organisation.id.in_(others), Organisation.parent.is_null(False))
        .order_by(Organisation.position, Organisation.id)
    )
    return [*listed, *more]


def ranking(period: Period, columns: Sequence[str] = COLUMNS) -> list[Line]:
    """Every branch by its own news in a period within one year, the best first, equal ones in the office's order.

    `columns` are the figures wanted of each; what was sent and the points are always among them.
    """
    names = dict.fromkeys((SENT_COLUMN, POINTS_COLUMN, *columns))
    counted = {name: figure(name).by_organisation(period) for name in names}
    listed = taking_part(period)
    values = [{name: counted[name].get(each.id, 0) for name in names} for each in listed]
    months = range(int(period.first[5:7] or 1), period.last_day.month + 1)
    owed = {each.branch.id: each.months for each in owing(period.last_day.year)}
    lines = [
        Line(branch, own, rank, tuple(month for month in owed.get(branch.id, ()) if month in months))
        for branch, own, rank in zip(
            listed, values, ranks([own[POINTS_COLUMN] for own in values]), strict=True
        )
    ]
    return sorted(lines, key=lambda line: line.rank)
