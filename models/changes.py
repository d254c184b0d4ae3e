"""The only way to write: a named change, kept whole or not at all, journalled with old and new values."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import peewee

from models.clock import now_text
from models.database import database, rows
from models.errors import AppError
from models.kinds import all_kinds, links_to

if TYPE_CHECKING:
    from models.record import Record

Values = dict[str, Any]


class Notice(NamedTuple):
    """What one change has touched: told once, after the commit, in the thread that wrote."""

    action: str
    ids: dict[type[Record], set[int]]


_BULK = 200  # so many new records at once are journalled by SQLite itself
_write_lock = threading.RLock()
_local = threading.local()
_subscribers: list[Callable[[Notice], None]] = []
_who = ""


def set_writer(who: str) -> None:
    """Say in whose name the journal is written from now on."""
    global _who
    _who = who


def subscribe(callback: Callable[[Notice], None]) -> Callable[[], None]:
    """Be told of every committed change; returns the function that ends it."""
    _subscribers.append(callback)
    return lambda: _subscribers.remove(callback) if callback in _subscribers else None


class Change:
    """The records that one action saves and deletes."""

    def __init__(self, name: str, remark: str, background: bool) -> None:
        self.name = name
        self.remark = remark
        self.background = background
        self.undoes: int | None = None
        self.ids: dict[type[Record], set[int]] = {}
        self._entries: list[tuple[str, int, str | None, str | None]] = []
        self._id: int | None = None
        self._inserted: list[list[Record]] = []

    def save_all(self, records: Sequence[Record]) -> int:
        """Save many records that are already checked; returns how many were new or really changed."""
        count = 0
        for kind in dict.fromkeys(type(record) for record in records):
            mine = [record for record in records if type(record) is kind]
            new = [record for record in mine if record.__data__.get("id") is None]
            known = [record for record in mine if record.__data__.get("id") is not None]
            saved = self._insert(kind, new) + self._update(kind, known)
            count += len(saved)
            kind.forget_cached()
            if saved:
                kind.after_save(saved)
        return count

    def _insert(self, kind: type[Record], records: list[Record]) -> list[tuple[Any, Values | None]]:
        if not records:
            return []
        # Explicit ids from the table's own sequence: an id is never used twice, so history and undo stay true.
        table = kind.kind_name()
        used = rows("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
        first = (used[0][0] if used else 0) + 1
        columns = _columns(kind)
        given = set().union(*[record.__data__ for record in records])
        names = [name for name in columns if name in given]
        data = _tuples(records, names, first)
        in_bulk = len(records) >= _BULK
        if not in_bulk:
            for id_, *values in data:
                new = {name: value for name, value in zip(names, values, strict=True) if value is not None}
                self._entries.append((table, id_, None, _encode(new)))
        quoted = ", ".join(["id", *(f'"{columns[name]}"' for name in names)])
        marks = ", ".join("?" * (len(names) + 1))
        # executemany through the driver: many times as fast as one INSERT each.
        with _plain_errors():
            database.connection().executemany(f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', data)
        if in_bulk:
            filled = {
                name: None not in values
                for name, values in zip(names, list(zip(*data, strict=True))[1:], strict=True)
            }
            self._journal_inserted(table, columns, filled, first, len(records))
        for id_, record in enumerate(records, first):
            record.__data__["id"] = id_
        self._inserted.append(records)
        self.ids.setdefault(kind, set()).update(range(first, first + len(records)))
        return [(record, None) for record in records]

    def forget_ids(self) -> None:
        """Nothing was kept: the ids that were given belong to no record, and whoever tries again begins as new."""
        for records in self._inserted:
            for record in records:
                record.__data__["id"] = None

    def _journal_inserted(
        self, table: str, columns: dict[str, str], filled: dict[str, bool], first: int, count: int
    ) -> None:
        """Journal many new records by what SQLite has just stored: six times as fast as writing it out here.

        `filled` names the values that were given, and says whether every record has one.
        """
        self._write_entries()
        # What is null is left out, as in the entries written from here. One json_object for what is never null,
        # with the rest put behind it, takes a third of the time of a merge patch on every row.
        pairs = ", ".join(f"'{name}', \"{columns[name]}\"" for name, every in filled.items() if every)
        others = " || ".join(
            f"""CASE WHEN "{columns[name]}" IS NULL THEN '' ELSE ',"{name}":' || json_quote("{columns[name]}") END"""
            for name, every in filled.items()
            if not every
        )
        if not others:
            new = f"json_object({pairs})"
        elif pairs:
            new = f"rtrim(json_object({pairs}), '}}') || {others} || '}}'"
        else:
            new = f"'{{' || substr({others}, 2) || '}}'"
        database.execute_sql(
            "INSERT INTO journal_entry (action_id, kind, record_id, new)"
            f' SELECT ?, ?, id, {new} FROM "{table}"'
            " WHERE id >= ? AND id < ? ORDER BY id",
            (self._action(), table, first, first + count),
        )

    def _update(self, kind: type[Record], records: list[Record]) -> list[tuple[Any, Values | None]]:
        if not records:
            return []
        stored = stored_values(kind, [record.id for record in records])
        names = list(_columns(kind))
        changed: list[tuple[Any, Values | None]] = []
        for record in records:
            id_ = record.id
            before = stored.get(id_)
            if before is None:
                raise AppError(f"{kind.label}“{record.heading()}”已被删除，没有保存。", "请关闭后重新打开。")
            after = record.__data__
            different = [name for name in names if after.get(name) != before[name]]
            if not different:
                continue
            new = {name: after.get(name) for name in different}
            _write(kind, id_, new)
            self.note(kind, id_, {name: before[name] for name in different}, new)
            changed.append((record, before))
        return changed

    def delete(self, record: Record) -> int:
        """Delete a record with all that belongs to it; AppError when something else still refers to it."""
        kind = type(record)
        count = 0
        for other, link in links_to(kind):
            referring = list(other.select().where(link == record.get_id()))
            if referring and not link.owner:
                raise AppError(
                    f"{kind.label}“{record.heading()}”还有{len(referring)}条{other.label}记录，不能删除。",
                    f"请先处理这些{other.label}记录。",
                )
            for child in referring:
                count += self.delete(child)
        for part in all_kinds():
            if part.hangs_on_any:
                fields = part._meta.fields
                here = (fields["kind"] == kind.kind_name()) & (fields["record_id"] == record.get_id())
                for child in part.select().where(here):
                    count += self.delete(child)
        before = stored_values(kind, [record.get_id()]).get(record.get_id())
        if before is None:
            return count
        database.execute_sql(f'DELETE FROM "{kind.kind_name()}" WHERE id = ?', (record.get_id(),))
        self.note(kind, record.get_id(), before, None)
        kind.forget_cached()
        kind.after_delete([record])
        return count + 1

    def restore(self, kind: type[Record], id_: int, values: Values) -> None:
        """Bring a deleted record back under its old id (used by undo)."""
        all_columns = _columns(kind)
        known = {name: value for name, value in values.items() if name in all_columns}
        columns = ", ".join(f'"{all_columns[name]}"' for name in known)
        marks = ", ".join("?" * (len(known) + 1))
        with _plain_errors():
            database.execute_sql(
                f'INSERT INTO "{kind.kind_name()}" (id{", " if known else ""}{columns}) VALUES ({marks})',
                (id_, *known.values()),
            )
        self.note(kind, id_, None, known)
        kind.forget_cached()

    def put_back(self, kind: type[Record], id_: int, values: Values) -> None:
        """Set some fields of a record to the values they had (used by undo)."""
        before = stored_values(kind, [id_])[id_]
        _write(kind, id_, values)
        self.note(kind, id_, {name: before[name] for name in values}, values)
        kind.forget_cached()

    def note(self, kind: type[Record], id_: int, old: Values | None, new: Values | None) -> None:
        """Write one line of the journal: old is None for a new record, new for a deleted one."""
        self._entries.append((kind.kind_name(), id_, _json(old), _json(new)))
        self.ids.setdefault(kind, set()).add(id_)

    def _action(self) -> int:
        """The id of this action in the journal, begun when the first entry is written."""
        if self._id is None:
            cursor = database.execute_sql(
                "INSERT INTO journal_action (at, who, name, note, background) VALUES (?, ?, ?, ?, ?)",
                (now_text(), _who, self.name, self.remark, int(self.background)),
            )
            self._id = int(cursor.lastrowid)
        return self._id

    def _write_entries(self) -> None:
        """Write the entries noted so far."""
        if self._entries:
            action_id = self._action()
            database.connection().executemany(
                "INSERT INTO journal_entry (action_id, kind, record_id, old, new) VALUES (?, ?, ?, ?, ?)",
                [(action_id, *entry) for entry in self._entries],
            )
            self._entries.clear()

    def finish(self) -> int | None:
        """Write the journal; returns the action's id, None when nothing was changed."""
        self._write_entries()
        if self._id is not None and self.undoes is not None:
            for statement, parameters in (
                ("SET undoes = ? WHERE id = ?", (self.undoes, self._id)),
                # What had been taken back by the action that is taken back now stands again.
                ("SET undone_by = NULL WHERE undone_by = ?", (self.undoes,)),
                ("SET undone_by = ? WHERE id = ?", (self._id, self.undoes)),
            ):
                database.execute_sql(f"UPDATE journal_action {statement}", parameters)
        return self._id


def _tuples(records: list[Record], names: list[str], first: int) -> list[tuple[Any, ...]]:
    """Each record's id and values, for executemany."""
    if len(names) > 1:
        pick = itemgetter(*names)
        with suppress(KeyError):  # a record that was never given one of the values
            return [(id_, *pick(record.__data__)) for id_, record in enumerate(records, first)]
    return [
        (id_, *[record.__data__.get(name) for name in names]) for id_, record in enumerate(records, first)
    ]


_encode = json.JSONEncoder(ensure_ascii=False).encode


def _json(values: Values | None) -> str | None:
    return None if values is None else _encode(values)


def _columns(kind: type[Record]) -> dict[str, str]:
    """The stored fields of a kind with the names of their columns."""
    return {field.name: field.column_name for field in kind.stored_fields()}


def stored_values(kind: type[Record], ids: Sequence[int]) -> dict[int, Values]:
    """The stored values of some records, as the database keeps them."""
    names = _columns(kind)
    columns = ", ".join(f'"{column}"' for column in names.values())
    found: dict[int, Values] = {}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        marks = ", ".join("?" * len(part))
        for row in rows(f'SELECT id, {columns} FROM "{kind.kind_name()}" WHERE id IN ({marks})', list(part)):
            found[row[0]] = dict(zip(names, row[1:], strict=True))
    return found


def _write(kind: type[Record], id_: int, values: Values) -> None:
    columns = _columns(kind)
    settings = ", ".join(f'"{columns[name]}" = ?' for name in values)
    with _plain_errors():
        database.execute_sql(
            f'UPDATE "{kind.kind_name()}" SET {settings} WHERE id = ?', (*values.values(), id_)
        )


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Say in plain words what the database refused; a full disk surfaces here."""
    try:
        yield
    except Exception as error:
        kind = type(error).__name__
        if kind == "IntegrityError":
            raise AppError(
                "有两条记录的编号或名称相同，或引用的记录已不在，没有保存。", "请核对后重试。"
            ) from error
        if kind == "OperationalError" and "full" in str(error):
            raise AppError("磁盘已满，没有保存，原有数据不受影响。", "请清理磁盘后重试。") from error
        raise


def running() -> Change:
    """The change that is under way in this thread; a bug when there is none."""
    current: Change | None = getattr(_local, "change", None)
    if current is None:
        raise RuntimeError("records are written only inside change()")
    return current


@contextmanager
def change(name: str, note: str = "", background: bool = False) -> Iterator[Change]:
    """One named action: everything saved inside is kept together, or nothing is when an exception leaves it.

    An inner change joins the outer one. `background` actions (remembered choices) are journalled but not
    offered for undo.
    """
    if getattr(_local, "change", None) is not None:
        yield running()
        return
    with _write_lock:
        current = Change(name, note, background)
        _local.change = current
        try:
            with database.atomic("IMMEDIATE"):
                yield current
                current.finish()
        except BaseException as error:
            current.forget_ids()
            # After “disk full” SQLite has already rolled back and peewee's own rollback fails.
            told = isinstance(error, peewee.OperationalError) and (
                "full" in str(error) or "rollback" in str(error)
            )
            if told:
                raise AppError("磁盘已满，没有保存，原有数据不受影响。", "请清理磁盘后重试。") from error
            raise
        finally:
            _local.change = None
            for kind in current.ids:
                kind.forget_cached()
    if current.ids:
        notice = Notice(name, current.ids)
        for callback in list(_subscribers):
            callback(notice)
