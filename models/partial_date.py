"""Dates of known precision: read from the many ways people write them, kept as ISO text.

The text is "2010", "2010-05" or "2010-05-01". Its lexicographic order is order in time, and a coarser date
stands before the finer ones inside it.
"""

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from models.errors import FieldError
from models.text import quoted

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100

# Excel's day numbers from 1954 to 2064; outside it a bare number is more likely something else
_FIRST_SERIAL, _LAST_SERIAL = 20000, 60000
_SERIAL_EPOCH = date(1899, 12, 30)
_LONGEST = 60  # characters; nobody writes a longer date, and a hostile cell has 32,767

_BLANKS = re.compile(r"[\s\u200b-\u200d\ufeff]+")
_LOOSE_BLANK = re.compile("(?<![0-9]) | (?![0-9])")
_SIGNS = str.maketrans(dict.fromkeys("‐‑‒–—―−─~〜", "-") | {"。": ".", "·": ".", "\\": "/", "號": "号"})
_WEEKDAY = re.compile(r"\(?(?:星期|礼拜|周)[一二三四五六日天]\)?")
_CLOCK = "[0-9]{1,2}(?:(?::[0-9]{2}){1,2}(?:[.][0-9]+)?|[时点](?:半|整|[0-9]{1,2}分?)?)"
_TIME = re.compile(
    "(?:(?<=[日号])|[ T]|(?=[凌清早上中下傍晚]))(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上)?"
    f"(?:{_CLOCK}(?:[-至到]+{_CLOCK})?Z?)?$"
)

_NUMERALS = dict(zip("〇○◯零Oo一二三四五六七八九", "000000123456789", strict=True))
_YEAR_IN_WORDS = re.compile("[〇○◯零Oo0-9一二三四五六七八九]{4}(?=年)")
_NUMBER_IN_WORDS = re.compile(
    "元(?=月)|(?=[一二三四五六七八九十廿卅])(?P<tens>[二三]?十|廿|卅)?(?P<ones>[一二三四五六七八九])?(?=[月日号至到、-])"
)
_TENS = {None: 0, "十": 10, "二十": 20, "廿": 20, "三十": 30, "卅": 30}

_STYLES = [
    re.compile(style)
    for style in (
        "(?P<year>[0-9]{4})年?",
        "(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})?",
        "(?P<year>[0-9]{4})[年./-](?P<month>[0-9]{1,2})(?:月份?)?",
        "(?P<year>[0-9]{4})[年./-](?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号]?",
        "(?P<year>[0-9]{4})(?P<sep>[./-])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})[日号]?",
        "(?P<month>[0-9]{1,2})月(?:份?|(?P<day>[0-9]{1,2})[日号]?)",
        "(?P<month>[0-9]{1,2})[./-](?P<day>[0-9]{1,2})[日号]?",
    )
]
_SHORT_YEAR = re.compile("[0-9]{2}(?:年.*|([./-])[0-9]{1,2}\\1[0-9]{1,2})")

_RANGE_MARK = re.compile("-+|[至到、,和及]")
_END_YEAR, _END_MONTH, _END_DAY = "(?:19|20)[0-9]{2}", "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12][0-9]|3[01])"
_RANGE_END = re.compile(
    f"(?:(?:{_END_YEAR}[年./-])?{_END_MONTH}[月./-])?{_END_DAY}[日号]?|(?:{_END_YEAR}[年./-])?{_END_MONTH}月份?"
    f"|{_END_YEAR}年?|{_END_YEAR}[./-]{_END_MONTH}|{_END_YEAR}[0-9]{{2}}|{_END_YEAR}[0-9]{{4}}"
)

Precision = Literal["year", "month", "day"]


def read(raw: object, *, year: int | None = None) -> tuple[str, str | None]:
    """The date that `raw` (text, number, date or datetime) means, and a warning when that is not certain.

    `year` is what to take for a date written without one. Raises FieldError with a Chinese sentence that
    quotes the value. Nothing here knows today: whether a date may lie in the future is for the field to say.
    The styles are those met in real sheets, and what Excel makes of them.
    """
    if isinstance(raw, str):
        return _read_text(raw, year)
    if isinstance(raw, date):  # a datetime is one too
        return _checked(raw.year, raw.month, raw.day, raw.isoformat()), None
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        if not abs(raw) < 10**8:
            raise FieldError(f"{quoted(str(raw))}不是日期")
        if _FIRST_SERIAL <= raw < _LAST_SERIAL + 1:  # a fraction is the time of day
            return _read_serial(int(raw))
        # ten digits: a computed 2004.05 may be off in the last of its sixteen
        return _read_text(f"{raw:.10g}", year)
    raise FieldError(f"{quoted(str(raw))}不是日期")


def precision(iso: str) -> Precision:
    """How exactly the date is known."""
    return "year" if len(iso) == 4 else "month" if len(iso) == 7 else "day"


def show_month(iso: str) -> str:
    """The month as forms write it, "2010.05"; "2010" when only the year is known."""
    return iso[:7].replace("-", ".")


def show_day(iso: str) -> str:
    """The date as exactly as it is known: "2010-05-01", "2010-05" or "2010"."""
    return iso


def _days_of(year: int, month: int) -> int:
    # Not by the calendar module, which brings locale with it: the start waits for every import.
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def in_words(iso: str) -> str:
    """The date as letters and forms write it: 2010年12月20日, 2010年12月 or 2010年; "" for no date."""
    return "".join(
        str(int(part)) + unit for part, unit in zip(iso.split("-"), "年月日", strict=False) if part
    )


@lru_cache(maxsize=1 << 14)
def first_day(iso: str) -> date:
    """The earliest day that the text may mean."""
    return date(int(iso[:4]), int(iso[5:7] or 1), int(iso[8:] or 1))


@lru_cache(maxsize=1 << 14)
def last_day(iso: str) -> date:
    """The latest day that the text may mean."""
    year, month = int(iso[:4]), int(iso[5:7] or 12)
    return date(year, month, int(iso[8:] or _days_of(year, month)))


@lru_cache(maxsize=1 << 14)
def years_until(iso: str, day: date) -> int:
    """Completed years at `day`, counted from the last day the text may mean; never below 0.

    So nobody is called older, or longer a member, than is certain.
    """
    last = last_day(iso)
    return max(0, day.year - last.year - ((day.month, day.day) < (last.month, last.day)))


def agrees(a: str, b: str) -> bool:
    """Whether both may be the same date: equal up to the coarser precision."""
    return a.startswith(b) or b.startswith(a)


def refines(new: str, old: str) -> bool:
    """Whether `new` says the same as `old`, only more exactly."""
    return len(new) > len(old) and new.startswith(old)


# Cached: a sheet of 100,000 rows holds a few thousand different dates. Refusals are not kept.
@lru_cache(maxsize=1 << 16)
def _read_text(raw: str, year: int | None) -> tuple[str, str | None]:
    text = _plain(raw)
    if not text:
        raise FieldError("没有填写日期")
    if len(text) == 5 and text.isdecimal() and _FIRST_SERIAL <= int(text) <= _LAST_SERIAL:
        return _read_serial(int(text))
    if len(text) <= _LONGEST:
        iso = _read_single(text, raw, year)
        if iso:
            return iso, _doubt(text, iso, raw, year)
        iso = _read_range(text, raw, year)
        if iso:
            return iso, f"{quoted(raw)}是一段时间，按开始的{show_day(iso)}读取"
    raise FieldError(f"{quoted(raw)}不是日期，请写成2010-05-01或2010.05")


def _plain(raw: str) -> str:
    """Half-width text with Arabic numerals, without blanks, weekday and time of day."""
    text = _BLANKS.sub(" ", unicodedata.normalize("NFKC", raw)).translate(_SIGNS).strip(" .'`‘’")
    if len(text) > _LONGEST:
        return text
    text = _LOOSE_BLANK.sub("", text)
    if not text.isascii():
        text = _WEEKDAY.sub("", text)
        text = _YEAR_IN_WORDS.sub(lambda year: "".join(_NUMERALS.get(c, c) for c in year[0]), text)
        text = _NUMBER_IN_WORDS.sub(_in_figures, text)
    # What blanks are left stand between digits, and separate: "2010 1 1" must not become 201011.
    return _TIME.sub("", text).replace(" ", "-")


def _in_figures(number: re.Match[str]) -> str:
    return "1" if number[0] == "元" else str(_TENS[number["tens"]] + int(_NUMERALS[number["ones"] or "〇"]))


def _read_serial(number: int) -> tuple[str, str]:
    iso = (_SERIAL_EPOCH + timedelta(number)).isoformat()
    return iso, f"“{number}”是Excel的日期序号，按{iso}读取，请核对"


def _read_single(text: str, raw: str, year: int | None) -> str | None:
    """One date in any style; None when the text is none, FieldError when it is one that cannot be."""
    for style in _STYLES:
        if found := style.fullmatch(text):
            parts = {
                name: int(figures) for name, figures in found.groupdict().items() if figures and name != "sep"
            }
            own_year = parts.get("year", year)
            if own_year is None:
                raise FieldError(f"{quoted(raw)}没有写四位的年份，请写成2010-05-01或2010.05")
            return _checked(own_year, parts.get("month"), parts.get("day"), raw)
    if _SHORT_YEAR.fullmatch(text):
        raise FieldError(f"{quoted(raw)}没有写四位的年份，请写成2010-05-01或2010.05")
    return None


def _read_range(text: str, raw: str, year: int | None) -> str | None:
    """The beginning of a stretch of time: the longest part that is a date, before what can be an end."""
    for mark in reversed(list(_RANGE_MARK.finditer(text))):
        end = _RANGE_END.fullmatch(text, mark.end())
        iso = _read_single(text[: mark.start()], raw, year) if end else None
        if iso and end and (len(iso) > 4 or len(end[0]) >= 4):
            return iso
    return None


def _checked(year: int, month: int | None, day: int | None, raw: str) -> str:
    """ISO text of a date that exists, in the years that records are kept of."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise FieldError(f"{quoted(raw)}的年份不在{EARLIEST_YEAR}年到{LATEST_YEAR}年之间")
    if month is None:
        return f"{year}"
    if not 1 <= month <= 12:
        raise FieldError(f"{quoted(raw)}不是有效的日期：没有{month}月")
    if day is None:
        return f"{year}-{month:02}"
    if not 1 <= day <= _days_of(year, month):
        raise FieldError(f"{quoted(raw)}不是有效的日期：{year}年{month}月没有{day}日")
    return f"{year}-{month:02}-{day:02}"


def _doubt(text: str, iso: str, raw: str, year: int | None) -> str | None:
    """The warning for text with a second likely meaning."""
    if re.fullmatch("[0-9]{4}[.]1", text):
        return f"{quoted(raw)}可能是1月，也可能是10月丢了末尾的0，按{show_month(iso)}读取，请核对"
    if re.fullmatch("[0-9]{1,2}[.]1", text):
        return f"{quoted(raw)}可能是1日，也可能是10日丢了末尾的0，按{show_day(iso)}读取，请核对"
    if year is not None and re.fullmatch(f"0?{year % 100}[./-][0-9]{{1,2}}", text):
        return f"{quoted(raw)}可能是{year}年的月份，按{show_day(iso)}读取，请核对"
    return None
