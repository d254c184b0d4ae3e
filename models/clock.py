"""Today's date, in one place so that every rule that needs it agrees."""

from __future__ import annotations

from datetime import date, datetime


def today() -> date:
    """The machine's local date."""
    return date.today()


def now_text() -> str:
    """The local time to the second, as the journal keeps it: 2010-12-20 09:30:00."""
    return datetime.now().isoformat(sep=" ", timespec="seconds")


def end_of_year(year: int) -> date:
    """The day as of which a work year is looked at: today, or its last day when it is over."""
    return min(today(), date(year, 12, 31))


_work_year: int | None = None


def set_work_year(year: int | None) -> None:
    """Say which work year is being looked at; None is the present."""
    global _work_year
    _work_year = year


def as_of() -> date:
    """The day for which ages and the like are told: the end of the work year that is looked at, or today."""
    return today() if _work_year is None else end_of_year(_work_year)
