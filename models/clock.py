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
