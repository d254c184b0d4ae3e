"""One thing that needs doing, as a line of 总览 and of the branches' page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from models.record import Record


class Todo(NamedTuple):
    """One thing to do: how pressing (bad, warn, info), what, about whom, and the records it opens."""

    tone: str
    icon: str
    sentence: str
    about: str
    kind: type[Record]
    ids: Sequence[int]


def about(
    tone: str, icon: str, words: str, found: Sequence[tuple[Record, str]], single: bool = False
) -> Iterator[Todo]:
    """One line about some records; about the organisation of the page itself, only what is wrong with it."""
    if not found:
        return
    names = [record.heading() + (f"（{what}）" if what else "") for record, what in found]
    whom = found[0][1] if single else first_of(names, "个")
    records = [record for record, _ in found]
    yield Todo(
        tone, icon, words.format(len(found)), whom, type(records[0]), [one.get_id() for one in records]
    )


def first_of(names: Sequence[str], word: str) -> str:
    """Three names, and how many there are when there are more."""
    return "、".join(names[:3]) + (f" 等{len(names)}{word}" if len(names) > 3 else "")
