"""The kinds of field: each is a peewee field that also knows its label and how to read, show, sort and check."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, Literal, NamedTuple

import peewee

from models import id_number, partial_date, pinyin
from models.clock import today
from models.errors import FieldError
from models.text import half_width, nearest, quoted, squash, tidy, tidy_lines

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
        if raw is None or (isinstance(raw, str) and not tidy(raw)):
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
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, bool):
        return "是" if raw else "否"
    return str(raw)


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

    width = 9

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


class Choice(Kind):
    """One word of a closed list, or of a dictionary that the office edits; the word itself is stored."""

    field_type = "TEXT"

    def __init__(
        self, label: str, words: Words | Callable[[], Words], *, open_list: bool = False, **options: Any
    ) -> None:
        super().__init__(label, **options)
        self._words = words
        self.open_list = open_list

    @property
    def words(self) -> Words:
        """The words that may be chosen now."""
        return self._words if isinstance(self._words, Words) else self._words()

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


class Date(Kind):
    """A date kept with the precision in which it was given (models/partial_date.py)."""

    field_type = "TEXT"
    width = 11
    align: Align = "center"

    def understand(self, raw: object, year: int | None) -> Reading:
        return Reading(*partial_date.read(raw, year=year))

    def show(self, value: Any) -> str:
        return "" if value is None else partial_date.show_day(value)

    def edit_text(self, value: Any) -> str:
        return "" if value is None else partial_date.show_day(value)

    def same(self, stored: Any, new: Any) -> bool:
        if stored is None or new is None:
            return stored is new
        return stored == new or (partial_date.agrees(stored, new) and len(stored) >= len(new))


class Month(Date):
    """A month, such as 2010.05; a day that was given with it is kept but not shown."""

    width = 9

    def show(self, value: Any) -> str:
        return "" if value is None else partial_date.show_month(value)


_TIME = re.compile("([0-9]{1,2})(?::([0-9]{2})(?::[0-9]{2})?|[时点](?:([0-9]{1,2})分?)?)")


class Time(Kind):
    """A time of day, 14:30."""

    field_type = "TEXT"
    width = 7
    align: Align = "center"

    def understand(self, raw: object, year: int | None) -> Reading:
        if isinstance(raw, datetime | time):
            return Reading(raw.strftime("%H:%M"))
        found = _TIME.fullmatch(squash(plain(raw)))
        hour, minute = (int(found[1]), int(found[2] or found[3] or 0)) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise FieldError(f"{quoted(plain(raw))}不是时间，应写成14:30")
        return Reading(f"{hour:02d}:{minute:02d}")


class IdNumber(Kind):
    """A resident's ID number, kept with 18 digits (models/id_number.py)."""

    field_type = "TEXT"
    sensitive = True
    width = 19

    def understand(self, raw: object, year: int | None) -> Reading:
        return Reading(id_number.read(raw))

    def hide(self, text: str) -> str:
        return id_number.mask(text)


_PHONE = re.compile(
    "(?:[+]?86-?)?(1[0-9]{10})|(0[0-9]{2,3}-?[0-9]{7,8}(?:-[0-9]{1,6})?)|([2-9][0-9]{6,7}(?:-[0-9]{1,6})?)"
)
_PHONE_SIGNS = str.maketrans({"—": "-", "－": "-", "–": "-", "转": "-", "(": None, ")": "-"})


class Phone(Kind):
    """A mobile or office telephone number, as text."""

    field_type = "TEXT"
    sensitive = True
    width = 13

    def understand(self, raw: object, year: int | None) -> Reading:
        text = tidy(half_width(plain(raw))).replace(" ", "").translate(_PHONE_SIGNS)
        found = _PHONE.fullmatch(text)
        if not found:
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


class Link(Kind, peewee.ForeignKeyField):
    """A reference to another record; its value is that record's id.

    With `owner=True` the record belongs to the one it names and is deleted with it.
    """

    width = 18

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


class Derived(Described):
    """A field that is worked out from the record and stored nowhere."""

    stored = False

    def __init__(
        self,
        label: str,
        function: Callable[[Any], Any],
        *,
        aliases: Sequence[str] = (),
        group: str = "",
        width: int | None = None,
        align: Align | None = None,
        places: int | None = None,
    ) -> None:
        self.describe(label, aliases=aliases, group=group, width=width, align=align)
        self.function = function
        self.places = places

    def __set_name__(self, owner: type_name, name: str) -> None:
        self.name = name

    def __get__(self, record: Any, owner: Any = None) -> Any:
        return self if record is None else self.function(record)

    def show(self, value: Any) -> str:
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, float):
            return decimal_text(value, 2 if self.places is None else self.places)
        return "" if value is None else str(value)

    def sort_key(self, value: Any) -> SortKey:
        return (value is not None, pinyin.text_key(value) if isinstance(value, str) else value)


class Attachments(Described):
    """The files that hang on a record (models/attachment.py); not a column of its own."""

    stored = False
    width = 6

    def __init__(self, label: str, *, aliases: Sequence[str] = (), group: str = "", hint: str = "") -> None:
        self.describe(label, aliases=aliases, group=group, hint=hint)

    def __set_name__(self, owner: type_name, name: str) -> None:
        self.name = name


def not_in_future(value: str) -> str | None:
    """A check for dates of things that have happened; raises FieldError when the date is still to come."""
    if partial_date.first_day(value) > today():
        raise FieldError(f"“{partial_date.show_day(value)}”还没有到，请核对")
    return None


def since_1900(value: str) -> str | None:
    """A check that warns of dates long before any living member."""
    return None if partial_date.first_day(value) >= date(1949, 10, 1) else "早于1949年，请核对"
