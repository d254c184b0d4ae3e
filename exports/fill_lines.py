"""The words around a table: 填报单位 … in one merged line or in cells of their own, and the year in the title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from exports.sheet_cells import Edit
from models import settings
from models.clock import today

# What such a line asks for → the particular of the office that answers it; `date` is the day of filling.
_ASKED = {
    "office_name": r"填报单位|填表单位|报送单位|上报单位|制表单位|填报部门",
    "reporter": r"填报人|填表人|经办人|制表人|报送人|经办/填报人|经办人/填报人",
    "reviewer": r"审核人|复核人",
    "head": r"单位负责人|负责人",
    "telephone": r"联系电话|电话",
    "date": r"填报日期|填表日期|报送日期|上报日期|制表日期|填报时间|填表时间|报送时间|上报时间",
}
_BY_HAND = re.compile("签字|签名|签章|手签")
_BLANK = r"[\s　_＿]*"
_DATE_BLANK = re.compile(rf"{_BLANK}年{_BLANK}月{_BLANK}日")
# “此表统计时间截止    年  月  日”
_CUT_OFF = re.compile(rf"(截止(?:到|至|日期|时间)?[:：]?){_DATE_BLANK.pattern}")
_LABEL = re.compile(
    "(?P<label>" + "|".join(f"(?P<{name}>{words})" for name, words in _ASKED.items()) + ")"
    r"(?P<hint>[（(][^）)]*[）)])?\s*(?P<colon>[:：]?)"
)
# A label of which the blank behind its colon goes on to the next one or to the end.
_COUNTED_LABEL = re.compile(rf"([^\s:：_＿]+)[:：]({_BLANK})(?=[^\s:：_＿]+[:：]|$)")
_YEAR = re.compile(r"(?<![\d\-—–~～至])(?P<year>(?:19|20)\d\d)(?=\s*年)")
_CHINESE_YEAR = re.compile(r"[一二][〇○零九][〇○零一二三四五六七八九]{2}(?=\s*年)")
_BLANK_YEAR = re.compile(r"^[\s　_＿]+(?=年)|(?<=[（(])[\s　_＿]+(?=年)")
_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Particulars:
    """What the lines of a sheet are filled with; blank ones are left for the pen."""

    values: dict[str, str]
    day: date
    until: date  # the last day that the sheet's figures count
    # What is counted over all rows, by the label that asks for it on a line: 承诺数：… 兑现率：…
    counted: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_office(cls, until: date, organisation: str = "") -> Particulars:
        """Those of the settings, and today; `organisation` when the sheet is that of one organisation."""
        values = {name: settings.office(name) for name in _ASKED if name != "date"}
        if organisation:
            values["office_name"] = organisation
        return cls(values, today(), until)

    def text(self, asked: str) -> str:
        if asked == "date":
            return _day_text(self.day)
        return self.values.get(asked, "")


def line_edits(text: str, particulars: Particulars) -> list[Edit]:
    """What to write into the blanks of a line of labels; as many blanks go as the new text is wide."""
    edits: list[Edit] = [
        (found.end(1), found.end(), _day_text(particulars.until)) for found in _CUT_OFF.finditer(text)
    ]
    for found in _LABEL.finditer(text):
        asked = _asked(found)
        if not found["colon"] or (found["hint"] and _BY_HAND.search(found["hint"])):
            continue
        new = particulars.text(asked)
        start = found.end()
        dated = _DATE_BLANK.match(text, start) if asked == "date" else None
        blank = dated or re.compile(_BLANK).match(text, start)
        assert blank is not None
        follows = text[blank.end() :]
        if not new or (follows and not _LABEL.match(follows) and not (dated or _is_label(follows))):
            continue
        if asked == "date" and not dated and blank.end() == start and follows:
            continue
        # What is left of the blanks keeps the next label where it was.
        left = "" if dated else _kept(blank[0], width(new), bool(follows))
        edits.append((start, blank.end(), new + left))
    edits.extend(_counted_edits(text, particulars.counted))
    return edits


def _counted_edits(text: str, counted: Mapping[str, str]) -> Iterator[Edit]:
    for found in _COUNTED_LABEL.finditer(text):
        new, blank = counted.get(found[1], ""), found[2]
        if new:
            left = _kept(blank, width(new), found.end() < len(text))
            yield found.start(2), found.end(), new + left


def own_cell(text: str, particulars: Particulars) -> str:
    """What belongs into the cell beside a cell that holds one label only; '' when it is none or not known."""
    found = _LABEL.match(text)
    if found is None or found.end() != len(text) or (found["hint"] and _BY_HAND.search(found["hint"])):
        return ""
    return particulars.text(_asked(found))


def is_line(text: str, counted: Mapping[str, str] | None = None) -> bool:
    """Whether a cell asks for particulars of the office, or for what is `counted`: 填报单位（盖章）：…"""
    return (
        bool(_CUT_OFF.search(text))
        or any(found["colon"] for found in _LABEL.finditer(text))
        or any(found[1] in (counted or ()) for found in _COUNTED_LABEL.finditer(text))
    )


def title_edits(text: str, year: int) -> list[Edit]:
    """The year in a title as the sheet's own year, written as the title writes it."""
    edits: list[Edit] = [(m.start(), m.end(), str(year)) for m in _YEAR.finditer(text) if m[0] != str(year)]
    chinese = "".join(_DIGITS[int(digit)] for digit in str(year))
    for found in _CHINESE_YEAR.finditer(text):
        if re.sub("[○零]", "〇", found[0]) != chinese:
            edits.append((found.start(), found.end(), chinese))
    for found in _BLANK_YEAR.finditer(text):
        edits.append((found.start(), found.end(), str(year)))
    return edits


def width(text: str) -> int:
    """How wide a text stands: Chinese characters count two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _day_text(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _asked(found: re.Match[str]) -> str:
    return next(name for name in _ASKED if found[name])


def _is_label(text: str) -> bool:
    """Whether another label follows that is not ours (公章：, 主管领导：)."""
    return bool(re.match(r"[^\s:：]{1,12}[:：]", text))


def _kept(blank: str, taken: int, more: bool) -> str:
    while blank and taken > 0:
        taken -= width(blank[0])
        blank = blank[1:]
    return blank if width(blank) >= 2 or not more else "  "
