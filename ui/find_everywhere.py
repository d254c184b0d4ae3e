"""What the search box finds, by pinyin or characters: organisations, members, activities … every kind that has a tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject

from models import pinyin
from models.activity import Activity
from models.award import Honour, Nomination
from models.changes import Notice
from models.database import rows
from models.fields import Link
from models.kinds import all_kinds
from models.member import Member
from models.organisation import Organisation
from models.record import Record
from ui.desk import Desk
from ui.hit import Hit

MOST_OF_A_KIND = 6
# Among so many of the shortest titles the best are sought.
LOOKED_AT = 200


class Found(NamedTuple):
    """Which record a hit opens."""

    kind: type[Record]
    id: int


class _Source(NamedTuple):
    kind: type[Record]
    icon: str
    sql: str = ""  # id, title, note


_BRANCH = "(SELECT name FROM organisation WHERE organisation.id = {})"
_SOURCES = (
    _Source(
        Organisation,
        "network",
        "SELECT id, name, coalesce(unit, kind) FROM organisation ORDER BY state = '正常' DESC, position, id",
    ),
    _Source(
        Member,
        "user",
        f"SELECT id, name, {_BRANCH.format('branch_id')} FROM member ORDER BY left_on IS NOT NULL, name, id",
    ),
    _Source(
        Activity,
        "calendar-days",
        f"SELECT id, title, start || '　' || {_BRANCH.format('branch_id')} FROM activity ORDER BY start DESC, id",
    ),
    _Source(
        Honour,
        "medal",
        "SELECT id, name || '　' || coalesce((SELECT name FROM member WHERE member.id = member_id), "
        f"{_BRANCH.format('organisation_id')}, ''), granted FROM honour ORDER BY granted DESC, id",
    ),
    _Source(
        Nomination,
        "award",
        "SELECT id, kind || '　' || coalesce((SELECT name FROM member WHERE member.id = member_id), "
        f"{_BRANCH.format('organisation_id')}, ''), year || '年　' || state FROM nomination ORDER BY year DESC, id",
    ),
)


def _stands_alone(kind: type[Record]) -> bool:
    """Whether people look for its records: those that have a name, and are no part of another record."""
    owned = any(isinstance(field, Link) and field.owner and field.required for field in kind.stored_fields())
    return not owned and bool(kind.search_fields) and set(kind.search_fields) <= set(kind._meta.fields)


def _listed(source: _Source) -> list[tuple[int, str, str]]:
    """(id, title, note) of every record; of a kind without SQL its heading, its organisation and its year or date."""
    if source.sql:
        return [(id_, title, note or "") for id_, title, note in rows(source.sql)]
    kind = source.kind
    home, year = (
        "NULL" if name is None else f'"{kind.field(name).column_name}"'  # type: ignore[attr-defined]
        for name in (kind.organisation_field, kind.year_field)
    )
    titles, homes = kind.titles(), Organisation.titles()
    return [
        (id_, titles[id_], "　".join(part for part in (homes.get(whose, ""), str(when or "")) if part))
        for id_, whose, when in rows(f'SELECT id, {home}, {year} FROM "{kind.kind_name()}" ORDER BY id DESC')
    ]


class FindEverywhere(QObject):
    """Keeps an index for each kind, made when it is first needed and again after its records have changed.

    `homes` says which kinds open in a tab, by kind_name(), with the tab's icon.
    """

    def __init__(self, desk: Desk, homes: Mapping[str, str]) -> None:
        super().__init__(desk)
        own = {source.kind for source in _SOURCES}
        self._sources = [
            *_SOURCES,
            *(
                _Source(kind, homes[kind.kind_name()])
                for kind in all_kinds()
                if kind not in own and kind.kind_name() in homes and _stands_alone(kind)
            ),
        ]
        self._indexes: dict[type[Record], tuple[list[tuple[int, str, str]], pinyin.Index]] = {}
        desk.live.changed.connect(self._forget)

    def __call__(self, typed: str) -> Sequence[Hit]:
        """The best hits for what was typed: a few of each kind, those whose title begins so first."""
        ranked: list[tuple[tuple[bool, int], Hit]] = []
        for source in self._sources:
            listed, index = self._index(source)
            places = sorted(index.search(typed), key=lambda place: len(listed[place][1]))[:LOOKED_AT]
            found = [(_rank(typed, listed[place][1]), listed[place]) for place in places]
            found.sort(key=lambda one: one[0])
            for rank, (id_, title, note) in found[:MOST_OF_A_KIND]:
                hit = Hit(title, note, source.kind.label, source.icon, Found(source.kind, id_))
                ranked.append((rank, hit))
        ranked.sort(key=lambda one: one[0])
        return [hit for _, hit in ranked]

    def _index(self, source: _Source) -> tuple[list[tuple[int, str, str]], pinyin.Index]:
        if source.kind not in self._indexes:
            listed = _listed(source)
            index = pinyin.Index([(pinyin.fold(f"{title} {note}"), title) for _, title, note in listed])
            self._indexes[source.kind] = (listed, index)
        return self._indexes[source.kind]

    def _forget(self, notice: Notice) -> None:
        # A note names the organisation, a title may name the member.
        if Organisation in notice.ids or Member in notice.ids:
            self._indexes.clear()
        for kind in notice.ids:
            self._indexes.pop(kind, None)


def _rank(typed: str, title: str) -> tuple[bool, int]:
    """Titles that begin with what was typed before those that have it inside, the shorter first."""
    return (not pinyin.matches(typed, title[: len(typed)]), len(title))
