"""What a list is narrowed to and sorted by, and that this is seen: in the header's marks and the chips above."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect, Signal

from models.record import Record
from ui.filter_chips import FilterChips
from ui.filter_panel import FilterPanel
from ui.table_filter import Filter
from ui.table_model import SortColumn
from ui.table_rows import Query, among
from ui.table_view import TableView

_ONLY = "*"  # the chip that stands for show_only() among those of the fields


class Narrowing(QObject):
    """`sorted` is sent when the person has chosen another order."""

    sorted = Signal()

    def __init__(self, view: TableView, record_class: type[Record], query: Query | None) -> None:
        super().__init__(view)
        self._view, self._model = view, view.table_model
        self._record_class = record_class
        self._query: Query = query or record_class.select
        self._only = ""
        self.chips = FilterChips()
        self.chips.removed.connect(self._remove)
        self.chips.cleared.connect(self.clear)
        view.filter_wanted.connect(self.open_panel)
        view.header.sort_wanted.connect(self._turn)

    def set_query(self, query: Query) -> None:
        """List other records of the same kind."""
        self._query, self._only = query, ""
        self._model.set_query(query)
        self.show_marks()

    def show_only(self, ids: Sequence[int] | None, title: str) -> None:
        """List just these records under a chip with their title; None lists all."""
        self._only = "" if ids is None else title
        self._model.set_query(self._query if ids is None else among(self._record_class, ids))
        self.show_marks()

    def only(self) -> str:
        """The title of the records that alone are listed; '' while all are."""
        return self._only

    def set_filter(self, name: str, one: Filter | None) -> None:
        """Narrow the list by one field; None takes its filter away."""
        filters = dict(self._model.filters)
        filters.pop(name, None)
        if one is not None:
            filters[name] = one
        self._model.set_filters(filters)
        self.show_marks()

    def clear(self) -> None:
        """Take all columns' filters away, and list all records again."""
        self._model.set_filters({})
        if self._only:
            self.show_only(None, "")
        self.show_marks()

    def sort_by(self, sorting: Sequence[SortColumn]) -> None:
        """Sort by these columns; by none, as the records come."""
        self._model.set_sorting(sorting)
        self.show_marks()
        self.sorted.emit()

    def open_panel(self, column: int) -> None:
        """Show the drop-down of a column."""
        model, view = self._model, self._view
        field = model.fields[column]
        view.scrollTo(model.index(max(view.currentIndex().row(), 0), column))
        known = model.revealed or not field.sensitive
        panel = FilterPanel(view, field, model.counts(field), model.filters.get(field.name), known)
        panel.chosen.connect(lambda one: self.set_filter(field.name, one))
        panel.sort_chosen.connect(lambda descending: self.sort_by([SortColumn(field.name, descending)]))
        left = view.numbers.width() + view.header.sectionViewportPosition(column)
        panel.open_at(QRect(left, 0, view.header.sectionSize(column), view.header.height()))

    def show_marks(self) -> None:
        """Bring header and chips up to date."""
        model = self._model
        places = {field.name: column for column, field in enumerate(model.fields)}
        sorted_by = {places[one.field]: (at, one.descending) for at, one in enumerate(model.sorting, 1)}
        self._view.header.set_marks(sorted_by, frozenset(places[name] for name in model.filters))
        self._view.frozen.refresh()
        chips = [(_ONLY, "只看", self._only)] if self._only else []
        for name, one in model.filters.items():
            field = self._record_class.field(name)
            masked = field.sensitive and not model.revealed
            chips.append((name, field.label, one.words(field.hide if masked else str)))
        self.chips.set_filters(chips)

    def _remove(self, name: str) -> None:
        if name == _ONLY:
            self.show_only(None, "")
        else:
            self.set_filter(name, None)

    def _turn(self, column: int, further: bool) -> None:
        """A click on a label: ascending, then descending, then as the records come; further columns only turn."""
        name = self._model.fields[column].name
        before = next((one for one in self._model.sorting if one.field == name), None)
        kept = list(self._model.sorting) if further else []
        if before is None:
            self.sort_by([*kept, SortColumn(name)])
        elif further:
            turned = SortColumn(name, not before.descending)
            self.sort_by([turned if one.field == name else one for one in kept])
        else:
            self.sort_by([] if before.descending else [SortColumn(name, True)])
