"""The journal read: what happened to a record, what people did, and taking an action back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from models.changes import Change, Values, change, stored_values
from models.database import database, rows
from models.errors import AppError
from models.kinds import all_kinds, links_to

if TYPE_CHECKING:
    from models.record import Record


class Entry(NamedTuple):
    """One line of the journal: what one action did to one record."""

    action_id: int
    at: str
    who: str
    action: str
    kind: str
    record_id: int
    old: Values | None
    new: Values | None


class Action(NamedTuple):
    """One named action of a person, with the number of records it touched."""

    id: int
    at: str
    who: str
    name: str
    note: str
    undone_by: int | None
    touched: int


def _entries(where: str, parameters: tuple[Any, ...], order: str = "DESC", most: int = -1) -> list[Entry]:
    found = rows(
        "SELECT a.id, a.at, a.who, a.name, e.kind, e.record_id, e.old, e.new FROM journal_entry e"
        f" JOIN journal_action a ON a.id = e.action_id WHERE {where} ORDER BY e.id {order} LIMIT ?",
        (*parameters, most),
    )
    return [Entry(*row[:6], _decode(row[6]), _decode(row[7])) for row in found]  # type: ignore[call-arg]


def _decode(text: str | None) -> Values | None:
    return None if text is None else json.loads(text)


def history(record: Record) -> list[Entry]:
    """All that happened to one record, the newest first."""
    return _entries("e.kind = ? AND e.record_id = ?", (type(record).kind_name(), record.get_id()))


def action_entries(action_id: int) -> list[Entry]:
    """What one action did, the last step first."""
    return _entries("a.id = ?", (action_id,))


def first_entries(action_id: int, most: int) -> list[Entry]:
    """What one action did in the order in which it was done, at most so many: an import has a hundred thousand."""
    return _entries("a.id = ?", (action_id,), "ASC", most)


_COUNTED = (
    "SELECT a.id, a.at, a.who, a.name, a.note, a.undone_by,"
    " (SELECT count(*) FROM journal_entry WHERE action_id = a.id) FROM journal_action a"
)


def actions(limit: int = 200) -> list[Action]:
    """The latest actions that people took, the newest first."""
    return [
        Action(*row)
        for row in rows(f"{_COUNTED} WHERE a.background = 0 ORDER BY a.id DESC LIMIT ?", (limit,))
    ]


def last_undoable() -> Action | None:
    """The action that Ctrl+Z takes back: the latest that is neither undone nor an undoing itself."""
    found = rows(
        f"{_COUNTED} WHERE a.background = 0 AND a.undone_by IS NULL AND a.undoes IS NULL ORDER BY a.id DESC LIMIT 1"
    )
    return Action(*found[0]) if found else None


def last_redoable() -> Action | None:
    """The action that Ctrl+Y does again: the one last undone, unless something else was done since."""
    found = rows(
        f"{_COUNTED} JOIN journal_action u ON u.id = a.undone_by"
        " WHERE a.background = 0 AND a.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM journal_action n"
        " WHERE n.id > u.id AND n.background = 0 AND n.undoes IS NULL) ORDER BY u.id DESC LIMIT 1"
    )
    return Action(*found[0]) if found else None


def redo(action_id: int) -> str:
    """Do an undone action again, after which it can be undone once more; returns its name. AppError as undo()."""
    found = rows("SELECT name, undone_by FROM journal_action WHERE id = ?", (action_id,))
    if not found or found[0][1] is None:
        raise AppError("这一步没有撤销过。")
    with change(f"重做：{found[0][0]}"):
        undo(int(found[0][1]))
    return str(found[0][0])


def undo(action_id: int) -> str:
    """Take an action back in one step, however old; returns its name.

    AppError, and nothing changed, when a record has been altered since in the same fields, or when records would
    refer to one that is not there.
    """
    kinds = {kind.kind_name(): kind for kind in all_kinds()}
    found = rows("SELECT name, undone_by FROM journal_action WHERE id = ?", (action_id,))
    if not found or found[0][1] is not None:
        raise AppError("这一步已经撤销过了。")
    name = str(found[0][0])
    with change(f"撤销：{name}") as current:
        current.undoes = action_id
        # Within one action a later entry may refer to a record of an earlier one: references are checked at the end.
        database.execute_sql("PRAGMA defer_foreign_keys = 1")
        for entry in action_entries(action_id):
            kind = kinds[entry.kind]
            now = stored_values(kind, [entry.record_id]).get(entry.record_id)
            kind.before_undo(entry.record_id, now or entry.old or entry.new or {})
            _undo_entry(current, kind, entry, now)
        _refuse_dangling(current, name)
    return name


def _refuse_dangling(current: Change, name: str) -> None:
    """AppError when a record refers to one that the undoing took away, or has not brought back."""
    kinds = {kind.kind_name(): kind for kind in all_kinds()}
    touched = {other for kind in current.ids for other, _ in links_to(kind)} | set(current.ids)
    for kind in touched:
        for _, _, parent, _ in rows(f'PRAGMA foreign_key_check("{kind.kind_name()}")'):
            raise AppError(
                f"“{name}”不能撤销：有{kind.label}记录要用到的{kinds[parent].label}会不在。",
                "请先撤销有关的后来的操作，或直接修改。",
            )


def _undo_entry(current: Change, kind: type[Record], entry: Entry, now: Values | None) -> None:
    conflict = AppError(
        f"“{entry.action}”不能撤销：{kind.label}{_called(entry, now)}后来又改动过。",
        "请先撤销后来的改动，或直接修改。",
    )
    if entry.old is None:
        if now is None:
            return
        full = {name: (entry.new or {}).get(name) for name in now}
        if full != now:
            raise conflict
        database.execute_sql(f'DELETE FROM "{kind.kind_name()}" WHERE id = ?', (entry.record_id,))
        current.note(kind, entry.record_id, now, None)
        kind.forget_cached()
    elif entry.new is None:
        if now is not None:
            raise conflict
        current.restore(kind, entry.record_id, entry.old)
    else:
        if now is None or any(now[name] != value for name, value in entry.new.items() if name in now):
            raise conflict
        current.put_back(
            kind, entry.record_id, {name: value for name, value in entry.old.items() if name in now}
        )


def _called(entry: Entry, now: Values | None) -> str:
    values = now or entry.old or entry.new or {}
    called = values.get("name") or values.get("title")
    return f"“{called}”" if called else ""
