"""A list on the page of 支部 of records that pass through states: a click on a state above narrows the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout

from ui.organisation_lists import ListSection
from ui.organisation_scope import Scope
from ui.state_strip import StateStrip
from ui.table_filter import ValueFilter


class StateList(ListSection):
    """`states` are the names and tones in their order, `ends` those from which no arrow leads on."""

    state_field = "state"
    states: Sequence[tuple[str, str]]
    ends: Sequence[str] = ()

    def build(self) -> None:
        """The states above the list."""
        self.strip = StateStrip(self.states, self.ends)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(0, self.strip)
        self.strip.chosen.connect(self._narrow)
        self.table.model.rearranged.connect(self._count)

    def show_scope(self, scope: Scope) -> None:
        """List another organisation's or year's."""
        super().show_scope(scope)
        self._count()

    def _narrow(self, state: str) -> None:
        self.table.set_filter(self.state_field, ValueFilter(frozenset({state})) if state else None)

    def _count(self) -> None:
        model = self.table.model
        self.strip.show_counts(model.counts(self.kind.field(self.state_field)))
        now = model.filters.get(self.state_field)
        only = next(iter(now.texts)) if isinstance(now, ValueFilter) and len(now.texts) == 1 else ""
        self.strip.show_chosen(only)
