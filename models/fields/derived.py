"""Fields without a column: those worked out from the record, and the files that hang on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from models import pinyin
from models.database import rows
from models.fields.base import Align, Described, Kind, SortKey, type_name
from models.fields.numbers import decimal_text


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


class Through(Derived):
    """A field of the record that a link names, shown with the record that has the link; stored with the other one.

    In a sheet its column tells which record the link means, where the name alone leaves it open.
    """

    def __init__(self, link: str, target: Kind, *, group: str = "") -> None:
        super().__init__(
            target.label,
            self._of,
            aliases=target.aliases,
            group=group,
            width=target.width,
            align=target.align,
        )
        self.link = link
        self.target = target
        self.sensitive = target.sensitive

    def _of(self, record: Any) -> Any:
        id_ = record.__data__.get(self.link)
        if id_ is None:
            return None
        # Asked of every row of a list: without building the other record.
        table, column = self.target.model._meta.table_name, self.target.column_name
        found = rows(f'SELECT "{column}" FROM "{table}" WHERE id = ?', (id_,))
        return self.target.python_value(found[0][0]) if found else None

    def show(self, value: Any) -> str:
        return self.target.show(value)

    def hide(self, text: str) -> str:
        return self.target.hide(text)

    def sort_key(self, value: Any) -> SortKey:
        return self.target.sort_key(value)
