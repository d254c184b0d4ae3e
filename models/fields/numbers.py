"""Fields of numbers, and of yes or no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from models.errors import FieldError
from models.fields.base import Align, Kind, Reading, Words, plain
from models.text import half_width, quoted, tidy

_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?")


_LARGEST = 10**12


class Integer(Kind):
    """A whole number, with the unit that may follow it in people's sheets."""

    field_type = "INTEGER"
    width = 7
    align: Align = "right"

    def __init__(
        self,
        label: str,
        *,
        unit: str = "",
        units: Sequence[str] = (),
        minimum: int | None = 0,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.unit = unit
        self.units = (unit, *units) if unit else tuple(units)
        self.minimum = minimum

    def number(self, raw: object) -> float:
        """The number that a cell or a text says; words around it are refused."""
        number: float
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            number = raw
        else:
            text = half_width(tidy(plain(raw))).replace(" ", "")
            for unit in self.units:
                text = text.removesuffix(unit)
            found = _NUMBER.fullmatch(text)
            if not found:
                raise FieldError(f"{quoted(plain(raw))}不是数字")
            number = float("".join(part for part in found.groups("")).replace(",", ""))
        if not abs(number) <= _LARGEST:  # nor nan
            raise FieldError(f"{quoted(plain(raw))}不是可用的数字")
        return number

    def understand(self, raw: object, year: int | None) -> Reading:
        number = self.number(raw)
        if number != int(number):
            raise FieldError(f"{quoted(plain(raw))}应是整数")
        return Reading(self.in_range(int(number)))

    def in_range(self, number: Any) -> Any:
        """The number, refused when it is below the field's minimum."""
        if self.minimum is not None and number < self.minimum:
            raise FieldError(f"“{number}”不能小于{self.minimum}")
        return number


class Decimal(Integer):
    """A number with up to `places` decimals, such as hours, points or money."""

    field_type = "REAL"

    def __init__(self, label: str, *, places: int = 1, minimum: int | None = 0, **options: Any) -> None:
        super().__init__(label, minimum=minimum, **options)
        self.places = places

    def understand(self, raw: object, year: int | None) -> Reading:
        number = self.number(raw)
        rounded = round(float(number), self.places) + 0.0  # never minus nought
        warning = None
        if rounded != number:
            warning = f"{quoted(plain(raw))}按{self.places}位小数记为{decimal_text(rounded, self.places)}"
        return Reading(self.in_range(rounded), warning)

    def show(self, value: Any) -> str:
        return "" if value is None else decimal_text(value, self.places)


def decimal_text(value: float, places: int) -> str:
    """A number with up to `places` decimals, without idle noughts: 85.5, 100, 0."""
    text = f"{value:.{places}f}"
    if places:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class Flag(Kind):
    """Yes or no."""

    field_type = "INTEGER"
    width = 6
    align: Align = "center"
    words = Words(
        ("是", "否"),
        dict.fromkeys(("有", "√", "✓", "☑", "y", "yes", "1", "true", "已", "对"), "是")
        | dict.fromkeys(("无", "×", "✗", "n", "no", "0", "false", "未", "没有", "不是", "/"), "否"),
    )

    def understand(self, raw: object, year: int | None) -> Reading:
        word = self.words.find(plain(raw))
        if word is None:
            raise FieldError(f"{quoted(plain(raw))}应填“是”或“否”")
        return Reading(word == "是")

    def python_value(self, value: Any) -> bool | None:
        return None if value is None else bool(value)

    def db_value(self, value: Any) -> int | None:
        return None if value is None else int(value)

    def show(self, value: Any) -> str:
        return "" if value is None else "是" if value else "否"
