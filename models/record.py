"""What every record has: its declared fields, its rules, its title, and saving only inside a named change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, ClassVar, NamedTuple, Self

import peewee

from models import changes
from models.database import database, rows
from models.errors import AppError, FieldError
from models.fields import Described, Kind, Link
from models.text import nearest, squash


class Problem(NamedTuple):
    """What is wrong (error) or doubtful (warning) about a record, at one field or at the whole (None)."""

    field: str | None
    message: str
    severity: str = "error"


def warning(field: str | None, message: str) -> Problem:
    """A problem that does not keep the record from being saved."""
    return Problem(field, message, "warning")


class RecordProblems(AppError):
    """A record cannot be saved as it is."""

    def __init__(self, record: Record, problems: list[Problem]) -> None:
        self.problems = problems
        said = "；".join(
            f"{record.field(problem.field).label}：{problem.message}" if problem.field else problem.message
            for problem in problems
        )
        super().__init__(f"{record.label}“{record.heading()}”不能保存：{said}。", "请改正后再保存。")


class Record(peewee.Model):
    """A record of the office. Subclasses declare their fields; all else is read from the declaration."""

    label: ClassVar[str] = ""
    key: ClassVar[tuple[str, ...]] = ()
    # By what an import knows a record whose key is not filled in.
    other_key: ClassVar[tuple[str, ...]] = ()
    # Which field says the work year of the record: a year (Integer) or a date; None when it has no year.
    year_field: ClassVar[str | None] = None
    # The dates that say its year where nothing else does, the first one that is filled in.
    year_from: ClassVar[tuple[str, ...]] = ()
    # Which link says to which organisation the record belongs; None when it belongs to none.
    organisation_field: ClassVar[str | None] = None
    # By which date it is to be done, and which date says that it was: what the calendar and its reminders follow.
    due_field: ClassVar[str | None] = None
    done_field: ClassVar[str | None] = None
    search_fields: ClassVar[tuple[str, ...]] = ("name",)
    # Words in the title or name of a sheet that speak for this kind, where its columns could be another's as well.
    sheet_words: ClassVar[tuple[str, ...]] = ()
    # What a new record that is begun as a copy of this one does not take over.
    not_copied: ClassVar[tuple[str, ...]] = ()
    # Belongs to a record of any kind (a file, a mark), which it names by kind and record_id instead of a link.
    hangs_on_any: ClassVar[bool] = False
    _titles: ClassVar[dict[int, str] | None] = None
    # The kinds whose titles are kept and are made up by heading(), of others' names perhaps.
    _composed: ClassVar[set[type[Record]]] = set()
    _fields: ClassVar[tuple[Described, ...]] = ()

    class Meta:
        database = database
        legacy_table_names = False
        only_save_dirty = False

    @classmethod
    def fields(cls) -> tuple[Described, ...]:
        """All fields in the order of their declaration, derived ones included."""
        if "_fields" not in cls.__dict__:
            found: dict[str, Described] = {}
            for owner in reversed(cls.__mro__):
                for name, attribute in owner.__dict__.items():
                    declared = getattr(attribute, "field", attribute)
                    if isinstance(declared, Described) and declared.name == name:
                        found[name] = declared
            cls._fields = tuple(found.values())
        return cls._fields

    @classmethod
    def stored_fields(cls) -> tuple[Kind, ...]:
        """The fields that have a column, in the order of their declaration."""
        return tuple(field for field in cls.fields() if isinstance(field, Kind))

    @classmethod
    def field(cls, name: str) -> Described:
        """The field of that name; KeyError when there is none."""
        for field in cls.fields():
            if field.name == name:
                return field
        raise KeyError(name)

    @classmethod
    def kind_name(cls) -> str:
        """The record kind's name in the journal and in the database."""
        return str(cls._meta.table_name)

    def value(self, name: str) -> Any:
        """A field's value; for a link the other record's id."""
        field = self.field(name)
        if isinstance(field, Link):
            return self.__data__.get(name)
        return getattr(self, name)

    def shown(self, name: str, full: bool = False) -> str:
        """A field's value as people read it, sensitive ones covered unless `full`."""
        field = self.field(name)
        return field.show(self.value(name)) if full else field.mask(self.value(name))

    def heading(self) -> str:
        """How the record is called in lists and links."""
        return str(self.__data__.get("name") or self.__data__.get("title") or f"{self.label}{self.get_id()}")

    def home(self) -> int | None:
        """The id of the organisation to which the record belongs; None when it belongs to none."""
        return None if self.organisation_field is None else self.__data__.get(self.organisation_field)

    @classmethod
    def titles(cls) -> dict[int, str]:
        """The titles of all records of this kind by id, kept until one of them, or what it is named after, changes."""
        if cls._titles is None:
            name = "name" if "name" in cls._meta.fields else "title"
            if cls.heading is Record.heading and name in cls._meta.fields:
                found = rows(f'SELECT id, "{name}" FROM "{cls.kind_name()}"')
                cls._titles = dict(found)
            else:
                cls._titles = {record.get_id(): record.heading() for record in cls.select()}
                Record._composed.add(cls)
        return cls._titles

    @classmethod
    def find(cls, text: str) -> int:
        """The id of the record that people call `text`; raises FieldError with the nearest titles."""
        wanted = squash(text)
        found = [id_ for id_, title in cls.titles().items() if squash(title) == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            raise FieldError(f"有{len(found)}个{cls.label}都叫“{text}”")
        near = nearest(text, cls.titles().values())
        raise FieldError(f"没有“{text}”这个{cls.label}" + (f"，是不是：{'、'.join(near)}" if near else ""))

    def complete(self) -> None:
        """Fill in what follows from other fields (a sum, a part); called before check() and save()."""

    def rules(self) -> Iterator[Problem]:
        """Problems that concern several fields; overridden by each kind of record."""
        yield from ()

    def idle_fields(self) -> frozenset[str]:
        """The fields that say nothing about this record as it stands; a form hides them while they are blank."""
        return frozenset()

    def check(self) -> list[Problem]:
        """Everything that is wrong or doubtful about the record as it stands."""
        problems = [
            Problem(field.name, f"{field.label}不能空着")
            for field in self.stored_fields()
            if field.required and self.__data__.get(field.name) in (None, "")
        ]
        problems += self.rules()
        problems += self._not_unique()
        return problems

    def _not_unique(self) -> Iterator[Problem]:
        for field in self.stored_fields():
            value = self.__data__.get(field.name)
            if not field.unique or value is None:
                continue
            other = type(self).get_or_none(
                (getattr(type(self), field.name) == value) & (type(self).id != self.get_id())
            )
            if other is not None:
                yield Problem(field.name, f"与“{other.heading()}”的{field.label}相同")

    def similar(self) -> list[Self]:
        """Records that may be the same thing as this one; shown while the person is typing."""
        return []

    def save(self, force_insert: bool = False, only: Iterable[Any] | None = None) -> int:
        """Complete, check and save inside the running change(); raises RecordProblems with what is wrong."""
        changes.running()
        self.complete()
        problems = [problem for problem in self.check() if problem.severity == "error"]
        if problems:
            raise RecordProblems(self, problems)
        return changes.running().save_all([self])

    def delete_instance(self, recursive: bool = False, delete_nullable: bool = False) -> int:
        """Delete with all that belongs to it; AppError when other records still refer to it."""
        return changes.running().delete(self)

    @classmethod
    def after_save(cls, saved: list[tuple[Self, dict[str, Any] | None]]) -> None:
        """Keep other records in step, within the same change; each with its old values, None when it is new."""

    @classmethod
    def after_delete(cls, deleted: list[Self]) -> None:
        """Keep other records in step after a deletion, within the same change."""

    @classmethod
    def before_undo(cls, id_: int, values: dict[str, Any]) -> None:
        """Raise AppError where a record, with these values now, must not be put back to what it was."""

    @classmethod
    def forget_cached(cls) -> None:
        """Called when records of this kind have changed, or another store is open."""
        cls._titles = None
        for other in tuple(Record._composed):
            if cls in _linked_from(other):
                other._titles = None
                Record._composed.discard(other)


@cache
def _linked_from(kind: type[Record]) -> frozenset[type[Record]]:
    """The kinds to which records of a kind are linked, and those to which these are: their titles may stand in its own."""
    found: set[type[Record]] = set()
    queue = [kind]
    while queue:
        links = [field for field in queue.pop().stored_fields() if isinstance(field, Link)]
        new = {field.rel_model for field in links} - found
        found |= new
        queue += new
    return frozenset(found)
