"""Fields of dates, months and times of day, and the checks of dates."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

from models import partial_date
from models.clock import today
from models.errors import FieldError
from models.fields.base import Align, Kind, Reading, plain
from models.text import quoted, squash


class Date(Kind):
    """A date kept with the precision in which it was given (models/partial_date.py)."""

    field_type = "TEXT"
    width = 11
    align: Align = "center"

    def understand(self, raw: object, year: int | None) -> Reading:
        return Reading(*partial_date.read(raw, year=year))

    def show(self, value: Any) -> str:
        return "" if value is None else partial_date.show_day(value)

    def edit_text(self, value: Any) -> str:
        return "" if value is None else partial_date.show_day(value)

    def same(self, stored: Any, new: Any) -> bool:
        if stored is None or new is None:
            return stored is new
        return stored == new or (partial_date.agrees(stored, new) and len(stored) >= len(new))


class Month(Date):
    """A month, such as 2010.05; a day that was given with it is kept but not shown."""

    width = 9

    def show(self, value: Any) -> str:
        return "" if value is None else partial_date.show_month(value)


_TIME = re.compile("([0-9]{1,2})(?::([0-9]{2})(?::[0-9]{2})?|[时点](?:([0-9]{1,2})分?)?)")


class Time(Kind):
    """A time of day, 14:30."""

    field_type = "TEXT"
    width = 7
    align: Align = "center"

    def understand(self, raw: object, year: int | None) -> Reading:
        if isinstance(raw, datetime | time):
            return Reading(raw.strftime("%H:%M"))
        found = _TIME.fullmatch(squash(plain(raw)))
        hour, minute = (int(found[1]), int(found[2] or found[3] or 0)) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise FieldError(f"{quoted(plain(raw))}不是时间，应写成14:30")
        return Reading(f"{hour:02d}:{minute:02d}")


def not_in_future(value: str) -> str | None:
    """A check for dates of things that have happened; raises FieldError when the date is still to come."""
    if partial_date.first_day(value) > today():
        raise FieldError(f"“{partial_date.show_day(value)}”还没有到，请核对")
    return None


def since_1900(value: str) -> str | None:
    """A check that warns of dates long before any living member."""
    return None if partial_date.first_day(value) >= date(1949, 10, 1) else "早于1949年，请核对"
