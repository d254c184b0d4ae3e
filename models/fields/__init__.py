"""The kinds of field: each is a peewee field that also knows its label and how to read, show, sort and check."""

from models.fields.base import Align, Check, Described, Kind, Reading, SortKey, Words, plain
from models.fields.choices import Choice, Link
from models.fields.dates import Date, Month, Time, not_in_future, since_1900
from models.fields.derived import Attachments, Derived, Through
from models.fields.numbers import Decimal, Flag, Integer, decimal_text
from models.fields.texts import Email, IdNumber, LongText, PersonName, Phone, Text

__all__ = [
    "Align",
    "Attachments",
    "Check",
    "Choice",
    "Date",
    "Decimal",
    "Derived",
    "Described",
    "Email",
    "Flag",
    "IdNumber",
    "Integer",
    "Kind",
    "Link",
    "LongText",
    "Month",
    "PersonName",
    "Phone",
    "Reading",
    "SortKey",
    "Text",
    "Through",
    "Time",
    "Words",
    "decimal_text",
    "not_in_future",
    "plain",
    "since_1900",
]
