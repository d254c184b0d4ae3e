"""What the first page shows for a work year: things to do, figures, and the numbers of its charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from models import figures
from models.activity import CATEGORIES, Activity
from models.assessment import Assessment
from models.figure import Period
from models.organisation import Organisation, branches
from models.record import Record
from models.years import reference_day
from ui.organisation_scope import Scope
from ui.todo import Todo
from ui.todos import SIGNED, todos


class Number(NamedTuple):
    """One figure of the year for a tile; `figure` names it in the catalogue and opens its records."""

    label: str
    icon: str
    text: str
    note: str
    figure: str
    share: float | None = None


@dataclass(frozen=True)
class OverviewData:
    """Everything on the first page."""

    year: int
    as_of: date
    todos: Sequence[Todo]
    numbers: Sequence[Number]
    # category → twelve numbers
    months: dict[str, list[float]]
    # (organisation id, name, activities, hours)
    branches: Sequence[tuple[int, str, float, float]] = field(default_factory=tuple)


def load(year: int) -> OverviewData:
    """Reads the first page's contents from the records."""
    day = reference_day(year)
    active = branches(day)
    return OverviewData(
        year=year,
        as_of=day,
        todos=todos(Scope.of(0, year)),
        numbers=_numbers(year, len(active)),
        months={category: figures.by_month(f"activities.{category}.count", year) for category in CATEGORIES},
        branches=_branches(year, active),
    )


def _numbers(year: int, active: int) -> list[Number]:
    period, before = Period.year(year), Period.year(year - 1)

    def value(name: str, when: Period = period) -> float:
        return figures.figure(name).value(when)

    activities, earlier = value("activities.all.count"), value("activities.all.count", before)
    signed = Assessment.select().where(Assessment.year == year, Assessment.state == SIGNED).count()
    begun = value("assessments.total")
    return [
        Number("团支部", "network", f"{active:,}", f"团干部 {value('officers.total'):,}人", "organisations"),
        Number(
            "团员",
            "users",
            f"{value('members.total'):,}",
            f"男 {value('members.male'):,} · 女 {value('members.female'):,}",
            "members.total",
        ),
        Number(
            "活动",
            "calendar-days",
            f"{activities:,}",
            f"比上年 {activities - earlier:+,}" if earlier else f"{value('activities.all.attendance'):,}人次",
            "activities.all.count",
        ),
        Number(
            "志愿服务",
            "hand-heart",
            f"{value('activities.volunteer.hours'):,}",
            f"小时 · {value('activities.volunteer.count'):,}次",
            "activities.volunteer.count",
        ),
        Number(
            "荣誉",
            "medal",
            f"{value('honours.members') + value('honours.organisations'):,}",
            f"推荐 {value('nominations.total'):,}项",
            "honours",
        ),
        Number(
            "考核签字",
            "clipboard-check",
            f"{signed} / {active}",
            f"已开始 {begun}份" if begun else "还没有开始",
            "assessments.total",
            signed / active if active else 0.0,
        ),
    ]


def records_of(number: Number, year: int) -> tuple[type[Record], list[int]]:
    """The records behind a tile."""
    period = Period.year(year)
    if number.figure == "organisations":
        return Organisation, [branch.id for branch in branches(reference_day(year))]
    if number.figure == "honours":
        own, common = figures.figure("honours.members"), figures.figure("honours.organisations")
        return own.record, sorted({*own.ids(period), *common.ids(period)})
    figure = figures.figure(number.figure)
    return figure.record, figure.ids(period)


def activities_of(category: str, year: int, month: int) -> list[int]:
    """The activities behind one piece of a column."""
    return figures.figure(f"activities.{category}.count").ids(Period.months(year, month, month))


def activities_of_branch(organisation: int, measure: str, year: int) -> tuple[type[Record], list[int]]:
    """The activities behind one bar; `measure` is count or hours."""
    name = "activities.all.count" if measure == "count" else "activities.volunteer.count"
    return Activity, figures.figure(name).ids(Period.year(year), [organisation])


def _branches(year: int, active: Sequence[Organisation]) -> list[tuple[int, str, float, float]]:
    period = Period.year(year)
    counts = figures.figure("activities.all.count").by_organisation(period)
    hours = figures.figure("activities.volunteer.hours").by_organisation(period)
    shown = {branch.id: branch.short_name or branch.name for branch in active}
    # Activities of the committee itself or of a branch that has ended are bars too.
    for id_ in counts:
        shown.setdefault(id_, Organisation.titles().get(id_, ""))
    return [(id_, name, counts.get(id_, 0), hours.get(id_, 0)) for id_, name in shown.items()]
