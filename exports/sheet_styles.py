"""What the cell styles of a workbook say that matters for filling: borders, dates, text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exports.package import attributes

# Number formats that Excel knows by number alone and that show dates (27-36 and 50-58 in Chinese Excel).
_DATE_NUMBERS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_QUOTED = re.compile(r"\"[^\"]*\"|\[[^\]]*\]|\\.")


@dataclass(frozen=True)
class Style:
    """One cell style: whether it draws lines, and its number format's code."""

    bordered: bool
    number: int
    code: str

    @property
    def is_date(self) -> bool:
        """Whether a number in the cell is shown as a date."""
        return self.number in _DATE_NUMBERS or bool(re.search("[yd]", _QUOTED.sub("", self.code).lower()))


class Styles:
    """The styles of a workbook by the number that cells carry."""

    def __init__(self, xml: str) -> None:
        codes = {
            int(values["numFmtId"]): values.get("formatCode", "")
            for values in map(attributes, re.findall(r"<(?:\w+:)?numFmt\b[^>]*>", xml))
        }
        borders = [
            bool(re.search(r"\bstyle=\"(?!none)", border))
            for border in re.findall(
                r"<(?:\w+:)?border\b(?:[^>/]|/(?!>))*(?:/>|>.*?</(?:\w+:)?border>)",
                _part(xml, "borders"),
                re.DOTALL,
            )
        ]
        self._styles = []
        for tag in re.findall(r"<(?:\w+:)?xf\b[^>]*>", _part(xml, "cellXfs")):
            values = attributes(tag)
            border, number = int(values.get("borderId", 0)), int(values.get("numFmtId", 0))
            self._styles.append(
                Style(border < len(borders) and borders[border], number, codes.get(number, ""))
            )

    @classmethod
    def of(cls, styles: Sequence[Style]) -> Styles:
        """Styles that were found out otherwise, by their number."""
        found = cls("")
        found._styles = list(styles)
        return found

    def __iter__(self) -> Iterator[Style]:
        return iter(self._styles)

    def __getitem__(self, style: str) -> Style:
        number = int(style or 0)
        return self._styles[number] if number < len(self._styles) else Style(False, 0, "")


def _part(xml: str, name: str) -> str:
    found = re.search(rf"<(?:\w+:)?{name}\b.*?</(?:\w+:)?{name}>", xml, re.DOTALL)
    return found[0] if found else ""
