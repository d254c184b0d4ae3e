"""What a figure is: a number that can be asked of any organisation and period, and opens the records behind it."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from models.clock import today
from models.database import rows
from models.record import Record


class Period(NamedTuple):
    """A stretch of time in ISO text: from `first` up to, not including, `end`."""

    first: str
    end: str
    label: str

    @classmethod
    def year(cls, year: int) -> Period:
        """A whole work year."""
        return cls(f"{year}", f"{year + 1}", f"{year}年")

    @classmethod
    def months(cls, year: int, first: int, last: int) -> Period:
        """The months `first` to `last` of a year, both included."""
        end = f"{year + 1}" if last == 12 else f"{year}-{last + 1:02d}"
        label = f"{year}年{first}月" if first == last else f"{year}年{first}-{last}月"
        return cls(f"{year}-{first:02d}", end, label)

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        year, month = int(self.end[:4]), int(self.end[5:7] or 1)
        return date.fromordinal(date(year, month, 1).toordinal() - 1)


@dataclass(frozen=True)
class Figure:
    """One number that can be asked of any organisation and period.

    `condition` is an SQL condition on the record's table; `:first` and `:end` are the period's bounds, which compare
    rightly with dates of any precision; `:today` is today. `measure` is the column that is added up; None counts the
    records. `source` is a subquery that stands for the table, where a record counts for several organisations.
    """

    name: str
    label: str
    record: type[Record]
    condition: str = "1"
    measure: str | None = None
    unit: str = "个"
    words: tuple[str, ...] = ()
    organisation: str = "branch_id"
    parameters: dict[str, Any] = field(default_factory=dict, hash=False)
    source: str = ""

    @property
    def _table(self) -> str:
        return self.source or self.record.kind_name()

    @property
    def dated(self) -> bool:
        """Whether the figure is counted for a period; what an organisation's card states is known for today only."""
        return ":" in self.condition

    def _bind(self, period: Period) -> dict[str, Any]:
        return {"first": period.first, "end": period.end, "today": today().isoformat(), **self.parameters}

    def by_organisation(self, period: Period) -> dict[int, float]:
        """Organisation id → the figure of that organisation itself, without those below it; zeros are left out."""
        total = f"coalesce(sum({self.measure}), 0)" if self.measure else "count(*)"
        found = rows(
            f"SELECT {self.organisation}, {total} FROM {self._table} WHERE {self.condition}"
            f" GROUP BY {self.organisation}",
            self._bind(period),  # type: ignore[arg-type]
        )
        return {id_: plain(number) for id_, number in found if id_ is not None}

    def value(self, period: Period, organisations: Collection[int] | None = None) -> float:
        """The figure of all, or of the given, organisations together."""
        found = self.by_organisation(period)
        return plain(
            sum(found[id_] for id_ in (found if organisations is None else set(organisations) & found.keys()))
        )

    def contributions(self, period: Period) -> list[tuple[int, int, float]]:
        """(record id, organisation id, amount) of every record that is counted; what it adds nothing to is left out."""
        amount, counted = (
            (self.measure, f" AND coalesce({self.measure}, 0) <> 0") if self.measure else ("1", "")
        )
        found = rows(
            f"SELECT id, {self.organisation}, {amount} FROM {self._table} WHERE {self.condition}{counted}"
            " ORDER BY id",
            self._bind(period),  # type: ignore[arg-type]
        )
        return [
            (id_, organisation, number) for id_, organisation, number in found if organisation is not None
        ]

    def amounts(self, ids: Collection[int]) -> dict[int, float]:
        """Record id → what each of these records adds when it is counted, whatever its period and organisation."""
        found = rows(
            f"SELECT id, {self.measure or '1'} FROM {self._table} WHERE id IN (SELECT value FROM json_each(:ids))",
            {**self.parameters, "ids": json.dumps(sorted(ids))},  # type: ignore[arg-type]
        )
        return {id_: number or 0 for id_, number in found}

    def ids(self, period: Period, organisations: Collection[int] | None = None) -> list[int]:
        """The ids of the records behind the figure: what a click on the number opens."""
        counted = f" AND coalesce({self.measure}, 0) <> 0" if self.measure else ""
        found = rows(
            f"SELECT id, {self.organisation} FROM {self._table} WHERE {self.condition}{counted} ORDER BY id",
            self._bind(period),  # type: ignore[arg-type]
        )
        return [id_ for id_, organisation in found if organisations is None or organisation in organisations]


def plain(number: float) -> float:
    """Sums of hours without binary dust; whole numbers as integers."""
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded
