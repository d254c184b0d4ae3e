"""Periods that headers name: 上年, 第一季度, 3月, 上半年, 2009年; this year's is what a sheet without one means."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from models.figure import Period
from models.text import header_word

_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_LAST, _THIS = "上年|去年|上一年", "本年|今年|当年|全年|年内"
_PERIOD = re.compile(
    rf"(?P<last>(?:{_LAST})度?)|(?P<this>(?:{_THIS})度?)"
    r"|(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度"
    r"|(?P<first>\d{1,2})月?[-—~至](?P<end>\d{1,2})月份?|(?P<month>\d{1,2})月份?"
    r"|(?P<year>(?:19|20)\d\d)年度?"
)
_REST = re.compile(r"^[的底末]?")


def split_period(path: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """(the header path without its period, the period's key); the key is empty where none is named."""
    for at, level in enumerate(path):
        word = header_word(level)
        found = _PERIOD.match(word)
        if found is None:
            continue
        rest = _REST.sub("", word[found.end() :])
        key = _key(found)
        if not key or (not rest and len(path) == 1):
            continue
        if rest == "数" and len(path) > 1:  # 上年数 over or beside what is counted
            rest = ""
        return (*path[:at], *([rest] if rest else []), *path[at + 1 :]), key
    return tuple(path), ""


def names_period(text: str) -> bool:
    """Whether a text is nothing but a period: 上年数, 本年度, 第一季度."""
    word = header_word(text)
    found = _PERIOD.match(word)
    return found is not None and bool(_key(found)) and _REST.sub("", word[found.end() :]) in ("", "数")


def period_of(key: str, year: int) -> Period:
    """The period that a key means in a sheet of that year. Keys are kept with learnt headers: they must not change."""
    kind, _, number = key.partition(":")
    numbers = [int(part) for part in number.split("-") if part]
    makers: dict[str, Callable[[], Period]] = {
        "last": lambda: Period.year(year - 1),
        "this": lambda: Period.year(year),
        "half": lambda: Period.months(year, 6 * numbers[0] - 5, 6 * numbers[0]),
        "quarter": lambda: Period.months(year, 3 * numbers[0] - 2, 3 * numbers[0]),
        "months": lambda: Period.months(year, numbers[0], numbers[-1]),
        "year": lambda: Period.year(numbers[0]),
    }
    return makers[kind]()


def shown_period(key: str) -> str:
    """The period as a person is told it: 上年, 第1季度, 3月."""
    kind, _, number = key.partition(":")
    if kind == "half":
        return "上半年" if number == "1" else "下半年"
    if kind == "months":
        first, _, end = number.partition("-")
        return f"{first}月" if first == end else f"{first}-{end}月"
    return {"last": "上年", "this": "本年", "quarter": f"第{number}季度", "year": f"{number}年"}[kind]


def _key(found: re.Match[str]) -> str:
    if found["last"]:
        return "last:"
    if found["this"]:
        return "this:"
    if found["half"]:
        return "half:1" if found["half"] == "上" else "half:2"
    if found["quarter"]:
        return f"quarter:{_NUMBERS.get(found['quarter'], found['quarter'])}"
    if found["year"]:
        return f"year:{found['year']}"
    first, end = (int(found[name] or found["month"] or 0) for name in ("first", "end"))
    return f"months:{first}-{end}" if 1 <= first <= end <= 12 else ""
