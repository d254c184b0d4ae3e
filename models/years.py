"""Which work years the records speak of."""

from __future__ import annotations

from datetime import date

from models.clock import today
from models.database import rows
from models.kinds import all_kinds


def known_years() -> list[int]:
    """Every year that some record belongs to, and the present one, the latest first."""
    found = {today().year}
    for kind in all_kinds():
        if kind.year_field is not None:
            column = kind.field(kind.year_field).column_name  # type: ignore[attr-defined]
            years = rows(
                f'SELECT DISTINCT CAST(substr("{column}", 1, 4) AS INTEGER) FROM "{kind.kind_name()}"'
            )
            found.update(year for (year,) in years if year)
    return sorted(found, reverse=True)


def reference_day(year: int) -> date:
    """The day for which a work year's page is true: today in this year, the last day of a past one."""
    now = today()
    if year == now.year:
        return now
    return date(year, 12, 31) if year < now.year else date(year, 1, 1)
