"""Working days follow the published calendars: holidays are free, make-up days are worked, unknown years are named."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
from hypothesis import given
from hypothesis import strategies as st

from models.workday import is_known, is_working_day, publicity_end, working_days

KNOWN = st.dates(date(2004, 1, 1), date(2025, 12, 31))


def test_national_day_of_2010_with_its_make_up_days() -> None:
    # 国办发明电〔2009〕27号: free 1 to 7 October, worked on 26 September and 9 October.
    assert not any(is_working_day(date(2010, 10, day)) for day in range(1, 8))
    assert is_working_day(date(2010, 9, 26))
    assert is_working_day(date(2010, 10, 9))
    assert working_days(date(2010, 9, 25), date(2010, 10, 10)) == (
        8,
        (),
    )  # the 25th is made up for the Mid-Autumn Festival


def test_a_publicity_over_labour_day_ends_later() -> None:
    # Friday 30 April is the first day, 1 to 3 May 2010 are free.
    assert publicity_end(date(2010, 4, 30), 5).in_words() == "2010-05-07"
    assert publicity_end(date(2010, 4, 12), 5).day == date(2010, 4, 16)
    assert publicity_end(date(2010, 4, 12), 1).day == date(2010, 4, 12)
    assert publicity_end(date(2010, 4, 17), 1).day == date(2010, 4, 19)  # begun on a Saturday


def test_years_without_a_calendar_are_counted_by_the_week_and_named() -> None:
    assert not is_known(2003)
    assert is_working_day(date(2003, 10, 1))
    span = working_days(date(2003, 12, 31), date(2004, 1, 2))
    assert span == (2, (2003,))
    assert span.in_words() == "2个工作日（2003年的节假日安排程序还不知道，按周一至周五计）"
    assert publicity_end(date(2031, 5, 1), 3) == (date(2031, 5, 5), (2031,))


@given(KNOWN, st.integers(1, 40))
def test_a_publicity_lasts_as_long_as_it_should(first: date, days: int) -> None:
    end = publicity_end(first, days).day
    assert working_days(first, end).days == days
    assert working_days(first, end - timedelta(1)).days == days - 1


@given(KNOWN, st.integers(-3, 60))
def test_days_are_counted_as_the_published_calendar_does(first: date, length: int) -> None:
    last = first + timedelta(length)
    each = [first + timedelta(number) for number in range(length + 1)]
    known = [day for day in each if day.year <= 2025]
    if known == each:
        assert working_days(first, last).days == sum(chinese_calendar.is_workday(day) for day in each)
