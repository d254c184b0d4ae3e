"""What a list's search box looks through: every row's values as one text, prepared in pieces; without Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from models.fields import Choice, Date, Described, Flag, Kind, Link, LongText, Text
from models.pinyin import Index, fold
from ui.table_rows import Rows

SLICE = 500
KNOWN_SLICE = 10_000
INDEX_SLICE = 2_500


class SearchTexts:
    """All stored fields of the rows, hidden columns included; names and short texts also by pinyin."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._ids = rows.ids
        self._known: dict[int, tuple[str, str]] = {}
        self._read: list[tuple[str, str]] = []
        self._index: Index | None = None
        self._fields = [field for field in rows.record_class.stored_fields() if not isinstance(field, Flag)]
        self._writers = [_writer(field) for field in self._fields]
        self._spelt = [
            at
            for at, field in enumerate(self._fields)
            if isinstance(field, Text | Choice | Link) and not isinstance(field, LongText)
        ]

    def after(self, changed: Collection[int]) -> SearchTexts:
        """The texts of the same rows after a change to some records: only theirs are read again."""
        texts = SearchTexts(self._rows)
        texts._known = dict(zip(self._ids, self._read, strict=False))
        for one in changed:
            texts._known.pop(one, None)
        return texts

    def prepare(self) -> bool:
        """Get a few more milliseconds' worth of rows ready; whether all of them are."""
        if self._index is not None:
            return self._index.prepare(INDEX_SLICE)
        known = self._known
        ids = self._ids[len(self._read) : len(self._read) + (KNOWN_SLICE if known else SLICE)]
        unread = [one for one in ids if one not in known]
        values = self._rows.values(unread, self._fields) if unread else {}
        self._read += [known[one] if one in known else self._texts(values.get(one)) for one in ids]
        if len(self._read) == len(self._ids):
            self._index = Index(self._read)
        return False

    def matching(self, needle: str, among: Sequence[int]) -> Sequence[int]:
        """Those of the positions, in their order, whose row holds the needle in writing or in pinyin."""
        while not self.prepare():
            pass
        assert self._index is not None
        found = self._index.search(needle)
        if isinstance(among, range):
            return found
        wanted = set(found)
        return [at for at in among if at in wanted]

    def _texts(self, values: tuple[Any, ...] | None) -> tuple[str, str]:
        if values is None:
            return "", ""
        texts = [
            "" if value is None else write(value) for write, value in zip(self._writers, values, strict=True)
        ]
        names = " ".join([texts[at].replace(" ", "") for at in self._spelt if texts[at]])
        return fold("\n".join(filter(None, texts))), names


def _writer(field: Described) -> Callable[[Any], str]:
    """How a value is looked for: as it is shown; a date also as it is kept (2010.05 and 2010-05)."""
    if isinstance(field, Text | Choice):
        return str
    known: dict[Any, str] = {}

    def write(value: Any) -> str:
        text = known.get(value)
        if text is None:
            text = field.show(value)
            if isinstance(field, Date) and text != value:
                text = f"{text}\n{value}"
            known[value] = text
        return text

    return write if isinstance(field, Kind) else str
