"""Figures of honours by level and by who holds them: a member, an organisation, or either."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from models.award import Honour
from models.database import rows
from models.dictionary import FIXED_WORDS, DictionaryEntry
from models.figure import Figure, Period, plain
from models.organisation import Organisation, tree

ALL, PERSONS, GROUPS = "全部", "个人", "集体"
NO_LEVEL = ""
TOTAL = "合计"
ALL_YEARS = Period("0000", "9999", "历年")

_WHO = {
    ALL: ("honours", "荣誉", "1"),
    PERSONS: ("honours.person", "个人荣誉", "member_id IS NOT NULL"),
    GROUPS: ("honours.group", "集体荣誉", "member_id IS NULL"),
}
# Whose it is: the member's branch, else the organisation; 0 for a member who has no branch.
_HOLDER = "coalesce((SELECT branch_id FROM member WHERE member.id = honour.member_id), organisation_id, 0)"


def honour_figure(who: str, level: str | None = None) -> Figure:
    """The honours of a level that ALL, PERSONS or GROUPS got; of every level for None, without any for NO_LEVEL."""
    name, label, condition = _WHO[who]
    if level is None:
        return _figure(f"{name}.total", f"{label}数", condition)
    if level == NO_LEVEL:
        return _figure(f"{name}.none", f"未填级别的{label}数", f"{condition} AND coalesce(level, '') = ''")
    return _figure(f"{name}.of.{level}", f"{level}{label}数", f"{condition} AND level = :level", level)


def _figure(name: str, label: str, condition: str, level: str = "") -> Figure:
    where = f"granted >= :first AND granted < :end AND {condition}"
    parameters = {"level": level} if level else {}
    return Figure(name, label, Honour, where, unit="项", organisation=_HOLDER, parameters=parameters)


FIGURES: tuple[Figure, ...] = (
    honour_figure(ALL),
    *(honour_figure(who, level) for who in (PERSONS, GROUPS) for level in FIXED_WORDS["honour_level"]),
)


class CountLine(NamedTuple):
    """A year, or an organisation, with a number for each level and for all."""

    label: str
    period: Period
    organisations: Collection[int] | None
    values: tuple[float, ...]


class Counts(NamedTuple):
    """A table of honours: the levels (None is all of them), a line for each year or organisation, the sums."""

    who: str
    levels: tuple[str | None, ...]
    lines: list[CountLine]
    total: CountLine

    def heading(self, place: int) -> str:
        """What a level's column is called."""
        level = self.levels[place]
        return TOTAL if level is None else level or "未填级别"

    def ids(self, line: CountLine, place: int) -> list[int]:
        """The honours behind a number."""
        return honour_figure(self.who, self.levels[place]).ids(line.period, line.organisations)

    def title(self, line: CountLine, place: int) -> str:
        """What these honours are called as a list."""
        whose = "" if line.organisations is None or line is self.total else line.label
        return f"{line.period.label}{whose}{honour_figure(self.who, self.levels[place]).label.removesuffix('数')}"


def by_year(who: str, last_year: int) -> Counts:
    """The honours of each year, from the first that has any to `last_year`; the latest above."""
    first = rows("SELECT min(substr(granted, 1, 4)) FROM honour")[0][0]
    years = range(last_year, (int(first) if first else last_year) - 1, -1)
    levels = _levels()
    lines = []
    for year in years:
        period = Period.year(year)
        lines.append(CountLine(f"{year}年", period, None, _values(who, levels, period)))
    whole = Period(f"{min(years, default=last_year)}", f"{last_year + 1}", "历年")
    return _used(Counts(who, levels, lines, CountLine(TOTAL, whole, None, _values(who, levels, whole))))


def by_organisation(who: str, period: Period) -> Counts:
    """The honours of each organisation itself and of its own members, in the office's order; those with none left out."""
    levels = _levels()
    found = [honour_figure(who, level).by_organisation(period) for level in levels]
    lines = []
    names = Organisation.titles()
    for id_, _ in tree(include_ended=True):
        values = tuple(each.get(id_, 0) for each in found)
        if any(values):
            lines.append(CountLine(names[id_], period, (id_,), values))
    rest = tuple(each.get(0, 0) for each in found)
    if any(rest):
        lines.append(CountLine("不在任何团组织", period, (0,), rest))
    return _used(Counts(who, levels, lines, CountLine(TOTAL, period, None, _values(who, levels, period))))


def _levels() -> tuple[str | None, ...]:
    """Those of the dictionary, those that are only in records, none, all."""
    words = DictionaryEntry.words("honour_level").words
    used = [level for (level,) in rows("SELECT DISTINCT level FROM honour WHERE coalesce(level, '') <> ''")]
    return (*words, *sorted(level for level in used if level not in words), NO_LEVEL, None)


def _values(who: str, levels: tuple[str | None, ...], period: Period) -> tuple[float, ...]:
    return tuple(plain(honour_figure(who, level).value(period)) for level in levels)


def _used(counts: Counts) -> Counts:
    """Without the column of honours that have no level, where none is such."""
    place = counts.levels.index(NO_LEVEL)
    if counts.total.values[place]:
        return counts

    def cut(line: CountLine) -> CountLine:
        return line._replace(values=line.values[:place] + line.values[place + 1 :])

    levels = counts.levels[:place] + counts.levels[place + 1 :]
    return Counts(counts.who, levels, [cut(line) for line in counts.lines], cut(counts.total))
