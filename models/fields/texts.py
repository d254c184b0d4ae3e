"""Fields of text: lines, names, numbers that are texts, addresses."""

from __future__ import annotations

import re
from typing import Any

from models import id_number, pinyin
from models.errors import FieldError
from models.fields.base import Kind, Reading, SortKey, plain
from models.text import half_width, quoted, tidy, tidy_lines


class Text(Kind):
    """One line of text, up to `limit` characters."""

    field_type = "TEXT"

    def __init__(self, label: str, *, limit: int = 500, **options: Any) -> None:
        super().__init__(label, **options)
        self.limit = limit

    def understand(self, raw: object, year: int | None) -> Reading:
        return self.limited(tidy(plain(raw)))

    def limited(self, text: str) -> Reading:
        """The text, refused when it is longer than the field holds."""
        if len(text) > self.limit:
            raise FieldError(f"有{len(text)}个字，超过了{self.limit}个字")
        return Reading(text or None)

    def sort_key(self, value: Any) -> SortKey:
        return (value is not None, pinyin.text_key(value) if value is not None else "")


class LongText(Text):
    """Text of several lines."""

    width = 30

    def __init__(self, label: str, *, limit: int = 20_000, **options: Any) -> None:
        super().__init__(label, limit=limit, **options)

    def understand(self, raw: object, year: int | None) -> Reading:
        return self.limited(tidy_lines(plain(raw)))


_NAME_SIGNS = str.maketrans({"•": "·", "・": "·", "‧": "·", "．": "·", "∙": "·", "⋅": "·"})


_LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z .'’\-]*")


class PersonName(Text):
    """A person's name: inner blanks of Chinese names are closed up, · is kept, digits are refused."""

    width = 11

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, limit=40, **options)

    def understand(self, raw: object, year: int | None) -> Reading:
        if not isinstance(raw, str):
            raise FieldError(f"{quoted(plain(raw))}不是姓名")
        text = tidy(raw.translate(_NAME_SIGNS))
        if not _LATIN_NAME.fullmatch(text):
            text = text.replace(" ", "")
        if any(sign.isdigit() for sign in text) or not any(sign.isalpha() for sign in text):
            raise FieldError(f"{quoted(text)}不是姓名")
        return self.limited(text)

    def sort_key(self, value: Any) -> SortKey:
        return (value is not None, pinyin.name_key(value) if value is not None else "")


class IdNumber(Kind):
    """A resident's ID number, kept with 18 digits (models/id_number.py)."""

    field_type = "TEXT"
    sensitive = True
    width = 19

    def understand(self, raw: object, year: int | None) -> Reading:
        _refuse_masked(plain(raw))
        return Reading(id_number.read(raw))

    def hide(self, text: str) -> str:
        return id_number.mask(text)


def _refuse_masked(text: str) -> None:
    # Lists are exported as they are seen: with the middle of numbers masked until they are shown whole.
    if "**" in text:
        raise FieldError("号码中间几位遮住了：导出前先按“号码”显示完整，或在表里删去这一列")


_PHONE = re.compile(
    "(?:[+]?86-?)?(1[0-9]{10})|(0[0-9]{2,3}-?[0-9]{7,8}(?:-[0-9]{1,6})?)|([2-9][0-9]{6,7}(?:-[0-9]{1,6})?)"
)

_MOBILE = re.compile("1[0-9]{10}")

_PHONE_SIGNS = str.maketrans({"—": "-", "－": "-", "–": "-", "转": "-", "(": None, ")": "-"})


class Phone(Kind):
    """A mobile or office telephone number, as text."""

    field_type = "TEXT"
    sensitive = True
    width = 13

    def understand(self, raw: object, year: int | None) -> Reading:
        if isinstance(raw, str) and _MOBILE.fullmatch(raw):
            return Reading(raw)  # nearly every number of a roster
        text = tidy(half_width(plain(raw))).replace(" ", "").translate(_PHONE_SIGNS)
        found = _PHONE.fullmatch(text)
        if not found:
            _refuse_masked(text)
            raise FieldError(f"{quoted(self.hide(text))}不是电话号码（手机号11位，或区号加电话号码）")
        return Reading(found[1] or found[2] or found[3])

    def hide(self, text: str) -> str:
        shown_first, shown_last = (3, 4) if len(text) > 10 else (0, 4) if len(text) > 7 else (0, 0)
        hidden = len(text) - shown_first - shown_last
        return text[:shown_first] + "*" * hidden + text[shown_first + hidden :]


_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Email(Text):
    """An e-mail address."""

    sensitive = True

    def understand(self, raw: object, year: int | None) -> Reading:
        text = half_width(tidy(plain(raw)))
        if not _EMAIL.fullmatch(text):
            raise FieldError(f"{quoted(self.hide(text))}不是电子邮箱")
        return self.limited(text)
