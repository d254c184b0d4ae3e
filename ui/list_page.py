"""The plain page of one kind of record: the list of the work year, with its number in the heading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import peewee
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from models.clock import today
from models.fields import Date, Integer
from models.record import Record
from ui import theme
from ui.desk import Desk, Selection
from ui.page import Page
from ui.page_heading import PageHeading
from ui.record_dialog import MakeSection
from ui.record_tab import RecordTab
from ui.table_rows import Query


def of_year(kind: type[Record], year: int) -> peewee.ModelSelect:
    """The records of a work year by the kind's year field, the latest first; all of a kind that has none."""
    query = kind.select().order_by(kind.id.desc())
    if kind.year_field is None:
        return query
    field = kind.field(kind.year_field)
    if isinstance(field, Integer):
        return query.where(field == year)
    return query.where(field >= str(year), field < str(year + 1)).order_by(field.desc(), kind.id.desc())


class ListPage(Page):
    """A page that needs nothing of its own; others begin from it and add actions to `list` and widgets to `top`."""

    def __init__(
        self,
        desk: Desk,
        kind: type[Record],
        *,
        columns: Sequence[str],
        sections: Sequence[MakeSection] = (),
        query: Query | None = None,
        defaults: Callable[[], dict[str, Any]] | None = None,
        watch: Sequence[type[Record]] = (),
        empty: tuple[str, str] | None = None,
        tab: type[RecordTab] = RecordTab,
    ) -> None:
        super().__init__(desk)
        self.kind = kind
        self._heading, self.summary = QLabel(), QLabel()
        self.list = tab(
            desk,
            kind,
            query=query or (lambda: of_year(kind, self.desk.year)),
            columns=columns,
            sections=sections,
            defaults=defaults or self.begin,
            watch=watch,
            empty=empty,
        )
        self.top = QHBoxLayout()
        self.top.setSpacing(theme.SMALL)
        self.top.addWidget(PageHeading(self._heading, self.summary), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(self.top)
        layout.addWidget(self.list, 1)
        self.setFocusProxy(self.list.table.view)
        # Bound methods end with the page; a lambda would be called after it.
        desk.year_changed.connect(self._turn)
        desk.live.changed.connect(self.tell)
        self._turn()

    def begin(self) -> dict[str, Any]:
        """What a new record begins with: the work year, or today in it."""
        name = self.kind.year_field
        if name is None:
            return {}
        if isinstance(self.kind.field(name), Date):
            # In a past year's records today would be a wrong guess.
            return {name: today().isoformat()} if today().year == self.desk.year else {}
        return {name: self.desk.year}

    def tell(self, _notice: object = None) -> None:
        """Say in the heading how many there are."""
        self._heading.setText(f"{self.desk.year}年{self.kind.label}")
        count = of_year(self.kind, self.desk.year).count()
        self.summary.setText(f"{count}条{self.kind.label}" if count else "还没有记录")

    def show_record(self, record: Record) -> None:
        """Opens a record; a new one with what it begins with."""
        if record.get_id() is not None:
            self.list.open(record.get_id())
            return
        values = {field.name: record.value(field.name) for field in record.stored_fields()}
        self.list.new(**{name: value for name, value in values.items() if value is not None})

    def show_records(self, selection: Selection) -> None:
        """Lists just these records."""
        if selection.kind is self.kind:
            self.list.show_only(selection.ids, selection.title)

    def _turn(self, _year: int = 0) -> None:
        self.list.show_only(None, "")
        self.list.table.reload()
        self.tell()
