"""What a column of a list can be narrowed to: ticked values, a range, blank or not blank; without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Show = Callable[[object], str]


@dataclass(frozen=True)
class ValueFilter:
    """Passes the values whose shown text is in `texts`; "" stands for blank."""

    texts: frozenset[str]

    def accepts(self, value: object, shown: str) -> bool:
        """Whether a row with this value (shown as `shown`) stays in the list."""
        return shown in self.texts

    def words(self, show_text: Show = str) -> str:
        """The filter in a few Chinese words, for the chip above the list; `show_text` masks what is sensitive."""
        names = sorted(self.texts, key=lambda text: (text == "", text))
        parts = [show_text(text) if text else "空白" for text in names[:3]]
        more = f" 等 {len(names)} 项" if len(names) > 3 else ""
        return "、".join(parts) + more if parts else "（无）"


@dataclass(frozen=True)
class RangeFilter:
    """Passes the values from `low` to `high`, both included; None leaves that end open; blanks never pass.

    Numbers compare as numbers. Dates are ISO texts of any precision and compare by what both sides know:
    the end "2010" takes in "2010-05", the beginning "2010-05-10" takes in "2010-05".
    """

    low: float | str | None
    high: float | str | None

    def accepts(self, value: object, shown: str) -> bool:
        """Whether a row with this value stays in the list."""
        if value is None:
            return False
        if isinstance(value, str):
            low, high = self.low, self.high
            return (not isinstance(low, str) or value >= low[: len(value)]) and (
                not isinstance(high, str) or value[: len(high)] <= high
            )
        if not isinstance(value, int | float):
            return False
        return (not isinstance(self.low, int | float) or value >= self.low) and (
            not isinstance(self.high, int | float) or value <= self.high
        )

    def words(self, show_text: Show = str) -> str:
        """The filter in a few Chinese words, for the chip above the list."""
        low = "" if self.low is None else _plain(self.low)
        high = "" if self.high is None else _plain(self.high)
        if low and high:
            return low if low == high else f"{low} 至 {high}"
        return (
            f"{low} 及以后" if low and isinstance(self.low, str) else f"≥ {low}" if low else f"不超过 {high}"
        )


@dataclass(frozen=True)
class BlankFilter:
    """Passes only the blank values, or only the ones that are filled in."""

    blank: bool

    def accepts(self, value: object, shown: str) -> bool:
        """Whether a row with this value stays in the list."""
        return (shown == "") is self.blank

    def words(self, show_text: Show = str) -> str:
        """The filter in a word, for the chip above the list."""
        return "空白" if self.blank else "非空白"


Filter = ValueFilter | RangeFilter | BlankFilter


def _plain(number: float | str) -> str:
    return number if isinstance(number, str) else f"{number:g}"
