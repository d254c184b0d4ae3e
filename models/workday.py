"""Working days in China: weekends, public holidays, and the weekend days on which one works instead."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# Longer stretches are a slip of the pen: counting stops here.
_LONGEST = 3660


class Span(NamedTuple):
    """How many working days lie in a stretch of time, and in which of its years the holidays are not known."""

    days: int
    unknown_years: tuple[int, ...]

    def in_words(self) -> str:
        """5个工作日; of years without a calendar of holidays it says so."""
        return f"{self.days}个工作日{unknown_in_words(self.unknown_years)}"


class End(NamedTuple):
    """The last day of a publicity, and in which years up to it the holidays are not known."""

    day: date
    unknown_years: tuple[int, ...]

    def in_words(self) -> str:
        """2010-05-11; of years without a calendar of holidays it says so."""
        return f"{self.day.isoformat()}{unknown_in_words(self.unknown_years)}"


def unknown_in_words(years: tuple[int, ...]) -> str:
    """The remark that goes with days counted by the week alone; "" where all holidays are known."""
    return f"（{'、'.join(map(str, years))}年的节假日安排程序还不知道，按周一至周五计）" if years else ""


@lru_cache(maxsize=1)
def _calendar() -> tuple[frozenset[date], frozenset[date], frozenset[int]]:
    """The free days, the weekend days that are worked, and the years for which they are known."""
    # The tables of all years take longer to load than the start may wait for.
    import chinese_calendar

    free, worked = frozenset(chinese_calendar.holidays), frozenset(chinese_calendar.workdays)
    return free, worked, frozenset(day.year for day in free)


def is_known(year: int) -> bool:
    """Whether the State Council's calendar of that year is known; else days are counted Monday to Friday."""
    return year in _calendar()[2]


def is_working_day(day: date) -> bool:
    """Whether one works on that day: make-up days yes, public holidays no."""
    free, worked, _ = _calendar()
    return day in worked or (day.weekday() < 5 and day not in free)


def working_days(first: date, last: date) -> Span:
    """The working days from the first day to the last, both included; none when the last is the earlier."""
    days = [first + timedelta(number) for number in range(min((last - first).days, _LONGEST) + 1)]
    return Span(sum(map(is_working_day, days)), _unknown(days))


def publicity_end(first: date, days: int) -> End:
    """The day on which a publicity that begins on `first` has lasted so many working days, the first included.

    A publicity of no days ends on the day on which it begins.
    """
    passed = []
    left = days
    for day in _from(first):
        passed.append(day)
        left -= is_working_day(day)
        if left <= 0:
            break
    return End(passed[-1], _unknown(passed))


def _from(first: date) -> Iterator[date]:
    for number in range(_LONGEST):
        yield first + timedelta(number)


def _unknown(days: list[date]) -> tuple[int, ...]:
    return tuple(year for year in sorted({day.year for day in days}) if not is_known(year))
