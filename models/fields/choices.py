"""Fields that choose: a word of a list, or another record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import peewee

from models import pinyin
from models.errors import FieldError
from models.fields.base import Kind, Reading, SortKey, Words, plain
from models.text import nearest, quoted, tidy


class Choice(Kind):
    """One word of a closed list, or of a dictionary that the office edits; the word itself is stored."""

    field_type = "TEXT"

    def __init__(
        self, label: str, words: Words | Callable[[], Words], *, open_list: bool = False, **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.source = words  # the list itself, or what gives it when it is needed
        self.open_list = open_list

    @property
    def words(self) -> Words:
        """The words that may be chosen now."""
        return self.source if isinstance(self.source, Words) else self.source()

    def understand(self, raw: object, year: int | None) -> Reading:
        text = tidy(plain(raw))
        words = self.words
        word = words.find(text)
        if word is not None:
            return Reading(word)
        if self.open_list:
            return Reading(text, f"{quoted(text)}不在常用的{self.label}里")
        near = nearest(text, words.words) or words.words[:8]
        raise FieldError(f"{quoted(text)}不是{self.label}的选项，可填：{'、'.join(near)}")

    def sort_key(self, value: Any) -> SortKey:
        words = self.words.words
        position = words.index(value) if value in words else len(words)
        return (value is not None, (position, value or ""))


class Link(Kind, peewee.ForeignKeyField):
    """A reference to another record; its value is that record's id.

    With `owner=True` the record belongs to the one it names and is deleted with it.
    """

    width = 22

    def __init__(
        self,
        label: str,
        model: Any,
        *,
        owner: bool = False,
        backref: str = "+",
        aliases: Sequence[str] = (),
        required: bool = False,
        group: str = "",
        hint: str = "",
        width: int | None = None,
        among: Callable[[], Any] | None = None,
        **options: Any,
    ) -> None:
        options.setdefault("null", not required)
        peewee.ForeignKeyField.__init__(self, model, backref=backref, **options)
        self.describe(label, aliases=aliases, required=required, group=group, hint=hint, width=width)
        self.check = None
        self.owner = owner
        self.among = among

    def understand(self, raw: object, year: int | None) -> Reading:
        if isinstance(raw, peewee.Model):
            return Reading(raw.get_id())
        if isinstance(raw, int) and not isinstance(raw, bool):
            return Reading(raw)
        return Reading(self.rel_model.find(tidy(plain(raw))))

    def show(self, value: Any) -> str:
        return "" if value is None else self.rel_model.titles().get(value, "")

    def sort_key(self, value: Any) -> SortKey:
        return (value is not None, pinyin.text_key(self.show(value)))

    def cell(self, value: Any) -> str | int | float | bool | None:
        return self.show(value) or None
