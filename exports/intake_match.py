"""Finds the record that a row is about: in the store, or in an earlier row of the same import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exports.intake_plan import PlanRow
from models import partial_date
from models.database import rows
from models.errors import FieldError
from models.fields import Date, Flag, Kind, Link, Text
from models.record import Record
from models.text import squash

Key = tuple[Any, ...]


class Stored:
    """What the store holds of one kind of record, by the keys an import compares."""

    def __init__(self, kind: type[Record]) -> None:
        self.kind = kind
        self._fields = kind.stored_fields()
        self._flags = [place for place, field in enumerate(self._fields) if isinstance(field, Flag)]
        self._names = [field.name for field in self._fields]
        columns = ", ".join(f'"{field.column_name}"' for field in self._fields)
        self._rows: dict[int, tuple[Any, ...]] = {
            row[0]: row[1:] for row in rows(f'SELECT id, {columns} FROM "{kind.kind_name()}"')
        }
        self._plain = _plain_key(kind)
        self._by_value: dict[Any, int] = {}
        self._by_key = _Index(kind, kind.key)
        self._by_other: _Index | None = None
        if self._plain:
            place = self._names.index(self._plain)
            self._by_value = {row[place]: id_ for id_, row in self._rows.items() if row[place] is not None}
        else:
            for id_ in self._rows:
                self._by_key.add(self.values(id_), id_)

    def __bool__(self) -> bool:
        return bool(self._rows)

    def values(self, id_: int) -> dict[str, Any]:
        """A record's stored values by field."""
        values = list(self._rows[id_])
        for place in self._flags:  # SQLite has no truth values
            if values[place] is not None:
                values[place] = bool(values[place])
        return dict(zip(self._names, values, strict=True))

    def find(self, values: Mapping[str, Any]) -> int | None:
        """The id of the stored record that a row's values are about; FieldError when it may be one of several."""
        if self._plain:
            found_id = self._by_value.get(values.get(self._plain))
            found = [] if found_id is None else [found_id]
        else:
            found = self._by_key.find(values)
        if not found and self.kind.other_key:
            found = self._by_other_key(values)
        if len(found) > 1:
            raise FieldError(f"已有{len(found)}条{self.kind.label}记录与此相符，分不清是哪一条")
        return found[0] if found else None

    def _by_other_key(self, values: Mapping[str, Any]) -> list[int]:
        """Records that agree in the other key; with keys on both sides they are two, whatever else agrees."""
        if self._by_other is None:
            self._by_other = _Index(self.kind, self.kind.other_key)
            for id_ in self._rows:
                self._by_other.add(self.values(id_), id_)
        keyed = all(values.get(name) is not None for name in self.kind.key)
        places = [self._names.index(name) for name in self.kind.key]
        return [
            id_
            for id_ in self._by_other.find(values)
            if not keyed or any(self._rows[id_][place] is None for place in places)
        ]


def _plain_key(kind: type[Record]) -> str | None:
    """The one field that is compared as it stands, such as an ID number: it needs no index of tuples."""
    if len(kind.key) == 1 and not isinstance(kind.field(kind.key[0]), Text | Date):
        return kind.key[0]
    return None


class Earlier:
    """The rows of this import so far, to see that none brings the same record twice."""

    def __init__(self, kind: type[Record]) -> None:
        self._kind = kind
        self._plain = _plain_key(kind)
        self._by_value: dict[Any, PlanRow] = {}
        self._by_key = _Index(kind, kind.key)
        self._rows: list[PlanRow] = []
        self._by_other: _Index | None = None

    def meet(self, row: PlanRow) -> tuple[PlanRow, str] | None:
        """(the earlier row about the same record, the field that shows it); None, and remembered, when new."""
        values = row.values
        if self._plain:
            value = values.get(self._plain)
            first = row if value is None else self._by_value.setdefault(value, row)
            if first is not row:
                return first, self._plain
            keyed = value is not None
        else:
            found = self._by_key.find(values)
            if found:
                return found[0], self._kind.key[-1]
            self._by_key.add(values, row)
            keyed = all(values.get(name) is not None for name in self._kind.key)
        return self._meet_other(row, keyed) if self._kind.other_key else None

    def _meet_other(self, row: PlanRow, keyed: bool) -> tuple[PlanRow, str] | None:
        """By the other key, which counts only where one of two rows lacks the first."""
        if self._by_other is None and not keyed:
            self._by_other = _Index(self._kind, self._kind.other_key)
            for earlier in self._rows:
                self._by_other.add(earlier.values, earlier)
        if self._by_other is None:
            self._rows.append(row)
            return None
        for earlier in self._by_other.find(row.values):
            if not keyed or any(earlier.values.get(name) is None for name in self._kind.key):
                return earlier, "name" if "name" in self._kind.other_key else self._kind.other_key[-1]
        self._by_other.add(row.values, row)
        return None


class _Index:
    """Records by a key, of which dates need only agree as far as both are known."""

    def __init__(self, kind: type[Record], names: tuple[str, ...]) -> None:
        fields: list[Kind] = [field for field in kind.stored_fields() if field.name in names]
        self._dates = [field.name for field in fields if isinstance(field, Date)]
        others = [field for field in fields if not isinstance(field, Date)]
        self._others = [(field.name, isinstance(field, Text)) for field in others]
        # A person's honour or an organisation's: of such a key a part that need not be filled in may be blank.
        self._may_lack = [len(others) > 1 and not field.required for field in others]
        self._found: dict[Key, list[tuple[tuple[str | None, ...], Any]]] = {}

    def _key(self, values: Mapping[str, Any]) -> Key | None:
        key = tuple(
            squash(value) if text and (value := values.get(name)) is not None else values.get(name)
            for name, text in self._others
        )
        lacks = any(part is None and not may for part, may in zip(key, self._may_lack, strict=True))
        return None if lacks or all(part is None for part in key) else key

    def add(self, values: Mapping[str, Any], item: Any) -> None:
        key = self._key(values)
        if key is not None:
            dates = tuple(values.get(name) for name in self._dates)
            self._found.setdefault(key, []).append((dates, item))

    def find(self, values: Mapping[str, Any]) -> list[Any]:
        key = self._key(values)
        if key is None or key not in self._found:
            return []
        dates = [values.get(name) for name in self._dates]
        return [
            item
            for known, item in self._found[key]
            if all(
                a is None or b is None or partial_date.agrees(a, b) for a, b in zip(dates, known, strict=True)
            )
        ]


def naming(kind: type[Record]) -> str:
    """The field without whose column no row says what it is about: the name, if one can be told by nothing less."""
    key = kind.other_key or kind.key
    whose_and_when = (kind.organisation_field, kind.year_field)
    own: list[str] = [name for name in ("name", "title") if name in key]
    own += [name for name in key if name not in whose_and_when and kind.field(name).required]
    # Told by whose and when alone: the year may stand in the title.
    own += [name for name in key if name not in (*own, kind.year_field)]
    return next(iter([*own, *key]))


def either(kind: type[Record]) -> list[str]:
    """The links of which every row has one or another (a member or an organisation); empty where that is not so."""
    links = [name for name in kind.key if isinstance(kind.field(name), Link)]
    return links if any(not kind.field(name).required for name in links) else []
