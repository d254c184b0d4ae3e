"""The records behind a list: their ids at once, their values by page or by column when they are wanted; without Qt."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import peewee

from models.database import rows
from models.fields import Described, Flag, Kind
from models.record import Record

Query = Callable[[], peewee.ModelSelect]


class Rows:
    """The records that a query names, in its order. A row is spoken of by its position in `ids`.

    Only the ids are read at once: a hundred thousand take some 20 ms. Values come straight from SQL, without records
    being built; only derived columns need records.
    """

    def __init__(self, record_class: type[Record], query: Query | None = None) -> None:
        self.record_class = record_class
        self.query: Query = query or record_class.select
        self.ids: list[int] = []
        self._position: dict[int, int] | None = None
        self._columns: dict[str, list[Any]] = {}
        self.reload()

    def reload(self) -> None:
        """Read the ids again and forget every value."""
        query = self.query()
        sql, parameters = query.select(self._key).sql()
        # One text instead of a hundred thousand rows takes a third of the time; the order of the rows is kept.
        found = rows(f'SELECT json_group_array("{self._key.column_name}") FROM ({sql})', parameters)
        self.ids = json.loads(found[0][0])
        if not query._order_by:
            # SQLite reads the ids in the order of whichever index is smallest; people expect that of entry
            self.ids.sort()
        self._position = None
        self._columns = {}

    def position(self, record_id: int) -> int | None:
        """Where the record stands, or None when the list does not hold it."""
        if self._position is None:
            self._position = {one: at for at, one in enumerate(self.ids)}
        return self._position.get(record_id)

    def column(self, field: Described) -> list[Any]:
        """The field's values of all rows, by position; read once."""
        found = self._columns.get(field.name)
        if found is None:
            by_id = self._column_by_id(field)
            found = self._columns[field.name] = [by_id.get(one) for one in self.ids]
        return found

    def page(self, positions: Sequence[int], fields: Sequence[Described]) -> list[tuple[Any, ...] | None]:
        """The fields' values of some rows; None for a record that has been deleted meanwhile."""
        wanted = [self.ids[at] for at in positions]
        by_id = self.values(wanted, fields)
        return [by_id.get(one) for one in wanted]

    def some(self, positions: Sequence[int], field: Described) -> Mapping[int, Any] | list[Any]:
        """The field's values of some rows, to be asked for by position."""
        if field.name in self._columns:
            return self._columns[field.name]
        found = self.page(positions, [field])
        return {at: values[0] if values else None for at, values in zip(positions, found, strict=True)}

    def values(self, ids: Iterable[int], fields: Sequence[Described]) -> dict[int, tuple[Any, ...]]:
        """The fields' values of the records with these ids."""
        wanted = _is_one_of(ids)
        if any(not isinstance(field, Kind) for field in fields):
            records = self._records(self.record_class.select().where(wanted))
            return {one.get_id(): tuple(one.value(field.name) for field in fields) for one in records}
        flags = [at for at, field in enumerate(fields, 1) if isinstance(field, Flag)]
        found = _fetch(self.record_class.select(self._key, *fields).where(wanted))
        return {row[0]: _with_flags(row, flags)[1:] for row in found}

    @property
    def _key(self) -> peewee.Field:
        return self.record_class._meta.primary_key

    def _column_by_id(self, field: Described) -> dict[int, Any]:
        query = self.query()
        if isinstance(field, Kind):
            found = _fetch(query.select(self._key, field))
            return {one: _flag(value) for one, value in found} if isinstance(field, Flag) else dict(found)
        return {one.get_id(): one.value(field.name) for one in self._records(query)}

    def _records(self, query: peewee.ModelSelect) -> Iterator[Record]:
        """The records of a query, made straight from the rows: peewee's own way takes eight times as long."""
        kind = self.record_class
        fields = [self._key, *kind.stored_fields()]
        names = [field.name for field in fields]
        flags = [at for at, field in enumerate(fields) if isinstance(field, Flag)]
        for row in _fetch(query.select(*fields)):
            record = kind.__new__(kind)
            record.__data__ = dict(zip(names, _with_flags(row, flags), strict=True))
            record.__rel__ = {}
            record._dirty = set()
            yield record


def among(kind: type[Record], ids: Sequence[int]) -> Query:
    """The records with these ids, however many."""
    return lambda: kind.select().where(_is_one_of(ids))


def _is_one_of(ids: Iterable[int]) -> peewee.SQL:
    # one parameter, where thousands would be too many
    return peewee.SQL('"t1"."id" IN (SELECT value FROM json_each(?))', (json.dumps(list(ids)),))


def _fetch(query: peewee.ModelSelect) -> list[tuple[Any, ...]]:
    # peewee's own cursor wrappers take three times as long as the rows themselves
    return rows(*query.sql())


def _flag(value: Any) -> bool | None:
    return None if value is None else bool(value)


def _with_flags(row: tuple[Any, ...], flags: Sequence[int]) -> tuple[Any, ...]:
    if not flags:
        return row
    values = list(row)
    for at in flags:
        values[at] = _flag(values[at])
    return tuple(values)
