"""Dates as people write them: every style reads the same, doubtful ones warn, others are refused in words."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models import partial_date
from models.errors import FieldError
from models.partial_date import (
    agrees,
    first_day,
    last_day,
    precision,
    read,
    refines,
    show_day,
    show_month,
    years_until,
)

DIGITS = "〇一二三四五六七八九"
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
iso_dates = days.flatmap(lambda day: st.sampled_from([str(day), str(day)[:7], str(day)[:4]]))


def in_words(number: int) -> str:
    """1–31 as 一 … 三十一."""
    tens, ones = divmod(number, 10)
    return {0: "", 1: "十"}.get(tens, DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


def day_styles(d: date) -> list[object]:
    """One day in every style."""
    y, m, n = d.year, d.month, d.day
    year_in_words = "".join(DIGITS[int(digit)] for digit in str(y))
    plain = [
        f"{y}-{m:02}-{n:02}",
        f"{y}-{m}-{n}",
        f"{y}/{m}/{n}",
        f"{y}.{m}.{n}",
        f"{y}.{m:02}.{n:02}",
        f"{y}{m:02}{n:02}",
        f"{y}年{m}月{n}日",
        f"{y}年{m:02}月{n:02}日",
        f"{y}年{m}月{n}号",
        f"{y}年{m}月{n}",
        f"{y} 年 {m} 月 {n} 日",
        f"{y} {m} {n}",
        f"{y}．{m}．{n}",
        f"{y}。{m}。{n}",
        f"{y}年{in_words(m)}月{in_words(n)}日",
        f"{year_in_words}年{in_words(m)}月{in_words(n)}日",
        f"{year_in_words.replace('〇', '○')}年{in_words(m)}月{in_words(n)}日",
        f"{year_in_words.replace('〇', '零')}年 {in_words(m)}月 {in_words(n)}日",
        f"{y}-{m:02}-{n:02} 00:00:00",
        f"{y}-{m:02}-{n:02}T08:30:00Z",
        f"{y}年{m}月{n}日14:30",
        f"{y}年{m}月{n}日下午2点半",
        f"{y}年{m}月{n}日上午9时至11时",
        f"{y}年{m}月{n}日（星期六）",
        f"{y}.{m}.{n}（周日）",
        f"'{y}-{m:02}-{n:02}",
        f" \u3000{y}-{m:02}-{n:02}\n",
    ]
    wide = [style.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"}) for style in plain]
    return [
        *plain,
        *wide,
        d,
        datetime(y, m, n, 13, 5),
        y * 10000 + m * 100 + n,
        float(y * 10000 + m * 100 + n),
    ]


def month_styles(y: int, m: int) -> list[object]:
    """One month in every style that leaves no doubt."""
    year_in_words = "".join(DIGITS[int(digit)] for digit in str(y))
    styles: list[object] = [
        f"{y}.{m:02}",
        f"{y}-{m:02}",
        f"{y}-{m}",
        f"{y}/{m}",
        f"{y}年{m}月",
        f"{y}年{m:02}月",
        f"{y}年{m}月份",
        f"{y}年 {m} 月",
        f"{y}{m:02}",
        f"{year_in_words}年{in_words(m)}月",
        f"{y}年{in_words(m)}月",
        f"{y}.{m:02}月",
        y * 100 + m,
    ]
    if m not in (1, 10):
        styles += [f"{y}.{m}", float(f"{y}.{m:02}")]
    return styles


@given(days)
@example(date(1981, 11, 20))
@example(date(2012, 2, 29))
@example(date(2010, 10, 10))
def test_every_style_of_a_day_reads_the_same(day: date) -> None:
    for style in day_styles(day):
        assert read(style) == (day.isoformat(), None), style


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_every_style_of_a_month_reads_the_same(year: int, month: int) -> None:
    for style in month_styles(year, month):
        assert read(style) == (f"{year}-{month:02}", None), style


@given(st.integers(1900, 2100))
def test_every_style_of_a_year_reads_the_same(year: int) -> None:
    words = "".join(DIGITS[int(digit)] for digit in str(year))
    for style in (str(year), f"{year}年", f"{words}年", year, float(year), f"{year}．", f" {year} 年"):
        assert read(style) == (str(year), None), style


@given(iso_dates)
def test_what_was_read_reads_as_itself(iso: str) -> None:
    assert read(iso) == (iso, None)
    assert read(show_day(iso)) == (iso, None)
    assert read(show_month(iso))[0] == iso[:7]


@given(days)
def test_a_date_without_a_year_takes_the_one_given(day: date) -> None:
    for style in (
        f"{day.month}月{day.day}日",
        f"{day.month}月{day.day}号",
        f"{in_words(day.month)}月{in_words(day.day)}日",
    ):
        assert read(style, year=day.year) == (day.isoformat(), None)
        with pytest.raises(FieldError, match=f"“{style}”没有写四位的年份"):
            read(style)
    assert read(f"{day.month}月", year=day.year) == (day.isoformat()[:7], None)
    assert read(f"{day.month}.{day.day:02}", year=day.year)[0] == day.isoformat()


@pytest.mark.parametrize(
    ("raw", "year", "iso", "doubt"),
    [
        (2004.1, None, "2004-01", "10月丢了末尾的0"),
        ("2004.1", None, "2004-01", "10月丢了末尾的0"),
        (4.1, 2010, "2010-04-01", "10日丢了末尾的0"),
        ("10.05", 2010, "2010-10-05", "2010年的月份"),
        (40299, None, "2010-05-01", "Excel的日期序号"),
        (40299.75, None, "2010-05-01", "Excel的日期序号"),
        ("40299", None, "2010-05-01", "Excel的日期序号"),
        (20000, None, "1954-10-03", "Excel的日期序号"),
        (60000, None, "2064-04-08", "Excel的日期序号"),
    ],
)
def test_doubtful_values_are_taken_with_a_warning(
    raw: object, year: int | None, iso: str, doubt: str
) -> None:
    value, warning = read(raw, year=year)
    assert value == iso
    assert warning is not None and doubt in warning


@pytest.mark.parametrize("raw", [2004.11, 2004.05, 2004.12, 2004.02])
def test_numbers_with_two_decimals_are_months_without_doubt(raw: float) -> None:
    assert read(raw) == (f"{raw:.2f}".replace(".", "-"), None)


def test_a_number_that_arithmetic_left_slightly_off_is_still_a_month() -> None:
    assert read(2004 + 0.1 / 3 * 1.5) == ("2004-05", None)


@pytest.mark.parametrize(
    ("raw", "first"),
    [
        ("2010年5月1日至3日", "2010-05-01"),
        ("2010年5月1日—5月3日", "2010-05-01"),
        ("2010年5月1日到2010年6月3日", "2010-05-01"),
        ("2010年5月1日、3日", "2010-05-01"),
        ("2010.5.1-5.3", "2010-05-01"),
        ("2010.5.1-3", "2010-05-01"),
        ("2010.05.01～2010.05.03", "2010-05-01"),
        ("2010-05-01至2010-05-03", "2010-05-01"),
        ("2010-5-1-5-3", "2010-05-01"),
        ("20100501-20100503", "2010-05-01"),
        ("二〇一〇年五月一日至三日", "2010-05-01"),
        ("2010年5月-7月", "2010-05"),
        ("2010年5-7月", "2010-05"),
        ("2010.05-2010.07", "2010-05"),
        ("2010-05-2010-07", "2010-05"),
        ("2009-2010", "2009"),
        ("2009年至2010年", "2009"),
    ],
)
def test_a_stretch_of_time_gives_its_beginning_with_a_warning(raw: str, first: str) -> None:
    value, warning = read(raw)
    assert value == first
    assert warning is not None and raw in warning and "一段时间" in warning


def test_a_stretch_without_a_year_takes_the_one_given() -> None:
    value, warning = read("5月1日至3日", year=2010)
    assert value == "2010-05-01"
    assert warning is not None


@pytest.mark.parametrize(
    "raw",
    [
        "2005.13",
        2005.13,
        "2010-02-30",
        "2009-02-29",
        "2010年4月31日",
        "2010年0月",
        "2010-00-00",
        "2010.5.0",
        "约2010年",
        "2010年底",
        "2010年左右",
        "至今",
        "2010学年",
        "98.5",
        "98年5月",
        "98.5.1",
        "10/5/1",
        "5/1/2010",
        "1899.12",
        "2101.01",
        "1009",
        "2010年-5月",
        "201013",
        "20100231",
        "2010111",
        "12345",
        "100",
        "-2010",
        "2010.123",
        "二〇一〇年十三月",
        "二〇一〇年五月三十二日",
        "四十五日",
        0,
        5,
        -3,
        3.14,
        61000,
        1e300,
        float("nan"),
        float("inf"),
        True,
        None,
        date(1899, 12, 31),
        datetime(1900, 1, 1) - timedelta(seconds=1),
        [],
    ],
)
def test_what_cannot_be_a_date_is_refused(raw: object) -> None:
    with pytest.raises(FieldError):
        read(raw)


@pytest.mark.parametrize("raw", ["2005.13", "2010-02-30", "2010年0月", "约2010年", "98.5", "1899.12"])
def test_a_refusal_quotes_the_value(raw: str) -> None:
    with pytest.raises(FieldError, match=f"“{raw}”"):
        read(raw)


def test_a_long_value_is_quoted_in_part() -> None:
    with pytest.raises(FieldError) as refused:
        read("活动" * 10_000)
    assert len(str(refused.value)) < 100


@pytest.mark.parametrize("raw", ["", "  ", "\u3000", "."])
def test_blank_text_is_no_date(raw: str) -> None:
    with pytest.raises(FieldError, match="没有填写"):
        read(raw)


near_dates = st.text(st.sampled_from("0123456789.-/年月日至号 ~、〇一二十廿卅元O:：T周（）上午"), max_size=24)


@given(
    st.one_of(
        st.text(),
        near_dates,
        st.integers(),
        st.floats(),
        st.booleans(),
        st.dates(),
        st.datetimes(),
        st.none(),
    )
)
@example("1" * 30_000)
@example("2010-" * 5_000)
@example("\ud800")
def test_nothing_raises_anything_but_a_refusal(raw: object) -> None:
    for year in (None, 2010):
        try:
            iso, _ = read(raw, year=year)
        except FieldError:
            continue
        assert read(iso) == (iso, None)
        assert first_day(iso) <= last_day(iso)


@given(iso_dates)
def test_a_date_spans_the_days_that_it_may_mean(iso: str) -> None:
    first, last = first_day(iso), last_day(iso)
    assert precision(iso) == {4: "year", 7: "month", 10: "day"}[len(iso)]
    assert first.isoformat().startswith(iso) and last.isoformat().startswith(iso)
    if precision(iso) == "day":
        assert first == last
    else:
        assert first.day == 1
        assert not (first - timedelta(1)).isoformat().startswith(iso)
        assert not (last + timedelta(1)).isoformat().startswith(iso)


@given(iso_dates, iso_dates)
def test_the_texts_sort_like_the_dates(a: str, b: str) -> None:
    if not agrees(a, b):
        assert (a < b) == (last_day(a) < first_day(b))
    elif a != b:
        assert (a < b) == refines(b, a)


@given(iso_dates, iso_dates)
def test_dates_agree_when_one_lies_in_the_other(a: str, b: str) -> None:
    inside = first_day(a) <= first_day(b) <= last_day(b) <= last_day(a)
    around = first_day(b) <= first_day(a) <= last_day(a) <= last_day(b)
    assert agrees(a, b) == agrees(b, a) == (inside or around)
    assert refines(b, a) == (inside and a != b)


@given(iso_dates, days)
def test_nobody_is_called_older_than_is_certain(iso: str, day: date) -> None:
    years = years_until(iso, day)
    assert years >= 0
    if years:
        assert (last_day(iso).year + years, last_day(iso).month, last_day(iso).day) <= (
            day.year,
            day.month,
            day.day,
        )


def test_years_are_completed_on_the_day() -> None:
    assert years_until("1982-05-04", date(2010, 5, 3)) == 27
    assert years_until("1982-05-04", date(2010, 5, 4)) == 28
    assert years_until("1982-05", date(2010, 5, 30)) == 27
    assert years_until("1982-05", date(2010, 5, 31)) == 28
    assert years_until("1982", date(2010, 12, 30)) == 27
    assert years_until("2010-06", date(2010, 5, 1)) == 0


@pytest.mark.parametrize(
    ("iso", "month", "day"),
    [("2010", "2010", "2010"), ("2010-05", "2010.05", "2010-05"), ("2010-05-01", "2010.05", "2010-05-01")],
)
def test_dates_are_shown_as_exactly_as_they_are_known(iso: str, month: str, day: str) -> None:
    assert show_month(iso) == month
    assert show_day(iso) == day


def test_a_date_in_words_is_as_exact_as_it_is_known() -> None:
    assert [partial_date.in_words(iso) for iso in ("2010-05-01", "2010-12", "2010", "")] == [
        "2010年5月1日",
        "2010年12月",
        "2010年",
        "",
    ]
