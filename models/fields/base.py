"""What every kind of field is: its names and looks, reading a value, and the lists of words to choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, NamedTuple

import peewee

from models.text import squash, tidy

type_name = type


Align = Literal["left", "right", "center"]


Check = Callable[[Any], "str | None"]


SortKey = tuple[bool, Any]


class Reading(NamedTuple):
    """What a raw value was understood as, and what is doubtful about it."""

    value: Any
    warning: str | None = None


class Words:
    """A list of words to choose from, with the other ways in which people write each."""

    def __init__(self, words: Iterable[str], synonyms: dict[str, str] | None = None) -> None:
        self.words = tuple(words)
        self.synonyms = dict(synonyms or {})
        self._known = {squash(other): word for other, word in self.synonyms.items()}
        self._known.update({squash(word): word for word in self.words})

    def find(self, text: str) -> str | None:
        """The word that `text` means, or None."""
        return self._known.get(squash(text))


class Described:
    """What stored and derived fields have in common: names, looks and how a value is shown."""

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    required = False
    sensitive = False
    group = ""
    hint = ""
    width = 10
    align: Align = "left"
    stored = True

    def describe(
        self,
        label: str,
        *,
        aliases: Sequence[str] = (),
        required: bool = False,
        sensitive: bool | None = None,
        group: str = "",
        hint: str = "",
        width: int | None = None,
        align: Align | None = None,
    ) -> None:
        """Take over the parts of a declaration that are for people."""
        self.label = label
        self.aliases = tuple(aliases)
        self.required = required
        self.group = group
        self.hint = hint
        if sensitive is not None:
            self.sensitive = sensitive
        if width is not None:
            self.width = width
        if align is not None:
            self.align = align

    def show(self, value: Any) -> str:
        """The value as people read it; '' for None."""
        return "" if value is None else str(value)

    def hide(self, text: str) -> str:
        """A shown value with the part that identifies a person covered."""
        return text[:1] + "*" * max(len(text) - 1, 0)

    def mask(self, value: Any) -> str:
        """Like show(), but sensitive kinds are covered."""
        text = self.show(value)
        return self.hide(text) if text and self.sensitive else text

    def sort_key(self, value: Any) -> SortKey:
        """A key that sorts values as people expect; None comes first."""
        return (value is not None, value)

    def cell(self, value: Any) -> str | int | float | bool | None:
        """The value for a workbook: numbers as numbers, everything else as text, None blank."""
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            return value
        return self.show(value)


class Kind(Described, peewee.Field):
    """A stored field. `read` turns what a person or a sheet says into a value or raises FieldError."""

    def __init__(
        self,
        label: str,
        *,
        aliases: Sequence[str] = (),
        required: bool = False,
        sensitive: bool | None = None,
        check: Check | None = None,
        group: str = "",
        hint: str = "",
        width: int | None = None,
        **options: Any,
    ) -> None:
        options.setdefault("null", not required)
        super().__init__(**options)
        self.describe(
            label,
            aliases=aliases,
            required=required,
            sensitive=sensitive,
            group=group,
            hint=hint,
            width=width,
        )
        self.check = check

    def read(self, raw: object, *, year: int | None = None) -> Reading:
        """Understand one value. Blank becomes None; raises FieldError with the reason in Chinese.

        `year` completes dates that were written without one.
        """
        # A letter or digit at the beginning says quickly that a text is not blank.
        if raw is None or (isinstance(raw, str) and not raw[:1].isalnum() and not tidy(raw)):
            return Reading(None)
        reading = self.understand(raw, year)
        if self.check and reading.value is not None:
            warning = self.check(reading.value)
            return Reading(reading.value, reading.warning or warning)
        return reading

    def understand(self, raw: object, year: int | None) -> Reading:
        """Understand a value that is not blank; overridden by each kind."""
        return Reading(tidy(plain(raw)) or None)

    def edit_text(self, value: Any) -> str:
        """What an editor shows: nothing of the value is left out."""
        return self.show(value)

    def same(self, stored: Any, new: Any) -> bool:
        """Whether an import that brings `new` changes nothing about `stored`."""
        return bool(stored == new)


def plain(raw: object) -> str:
    """A cell's value as text, a whole number without its '.0'."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, bool):
        return "是" if raw else "否"
    return str(raw)
