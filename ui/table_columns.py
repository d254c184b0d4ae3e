"""Which columns a list shows, in which order and how wide, and that this is remembered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ui.column_panel import ColumnPanel
from ui.remember import Remember
from ui.table_model import SortColumn
from ui.table_view import TableView

WIDEST = 1.4  # times its usual width


class TableColumns(QObject):
    """The columns of one view; `usual` are the fields shown before anyone has chosen."""

    changed = Signal()

    def __init__(self, view: TableView, usual: Sequence[str], name: str, remember: Remember | None) -> None:
        super().__init__(view)
        self._view, self._model = view, view.table_model
        self._usual = list(usual)
        self._remember, self._name = remember, f"table/{name}"
        self._widths: dict[str, int] = {}  # those that the person has set
        self._usual_widths: dict[int, int] = {}  # of the columns on screen that the person has not set
        self._setting = False
        self._soon = QTimer(self, singleShot=True, interval=300)
        self._soon.timeout.connect(self._keep)
        view.header.sectionMoved.connect(self.keep_soon)
        view.header.sectionResized.connect(self._resized)
        view.resized.connect(self.spread)

    def order(self) -> list[str]:
        """The names of all fields, hidden ones included, from left to right."""
        header = self._view.header
        return [self._model.fields[header.logicalIndex(at)].name for at in range(header.count())]

    def shown(self) -> list[str]:
        """The names of the fields on screen, from left to right."""
        return [self._model.fields[column].name for column in self._view.shown_columns()]

    def set(self, order: Sequence[str], shown: Sequence[str]) -> None:
        """Show these fields, the columns standing in the order of `order`."""
        header = self._view.header
        places = {field.name: column for column, field in enumerate(self._model.fields)}
        for at, name in enumerate(name for name in order if name in places):
            header.moveSection(header.visualIndex(places[name]), at)
        for name, column in places.items():
            header.setSectionHidden(column, name not in shown)
        self._model.set_wanted(shown)
        self._fit()
        self._view.frozen.refresh()
        self.changed.emit()
        self.keep_soon()

    def hide(self, name: str) -> None:
        """Take one column off the screen; the last one stays."""
        shown = [one for one in self.shown() if one != name]
        if shown:
            self.set(self.order(), shown)

    def freeze(self, count: int) -> None:
        """Let the first `count` columns on screen stay while the others scroll."""
        self._view.frozen.set_count(count)
        self.changed.emit()
        self.keep_soon()

    def reset(self) -> None:
        """Columns, widths and order as they are before anyone changes them."""
        self._widths = {}
        self._view.frozen.set_count(0)
        self.set([field.name for field in self._model.fields], self._usual)

    def open_panel(self, anchor: QWidget) -> None:
        """Show the panel that chooses and orders the columns."""
        labels = {field.name: field.label for field in self._model.fields}
        shown = set(self.shown())
        panel = ColumnPanel(anchor, [(name, labels[name], name in shown) for name in self.order()])
        panel.changed.connect(self.set)
        panel.usual_wanted.connect(self.reset)
        panel.open_below(anchor.rect())
        panel.list.setFocus()

    def restore(self) -> list[SortColumn]:
        """Show the columns as they were left; returns what the list was sorted by."""
        state = self._remember.get(self._name) if self._remember else None
        names = [field.name for field in self._model.fields]
        if not isinstance(state, dict):
            self.set(names, self._usual)
            self._soon.stop()
            return []
        widths = state.get("widths", {})
        self._widths = {
            name: one for name, one in widths.items() if isinstance(one, int) and 20 <= one <= 2000
        }
        shown = [name for name in state.get("shown", []) if name in names]
        self.set([name for name in state.get("order", []) if name in names], shown or self._usual)
        self._view.frozen.set_count(int(state.get("frozen", 0)))
        self._soon.stop()
        return [SortColumn(name, bool(down)) for name, down in state.get("sorting", []) if name in names]

    def keep_soon(self) -> None:
        """Note the columns once they have not been changed for a moment."""
        self._soon.start()

    def _fit(self) -> None:
        """Give every column on screen its width."""
        names = {column: self._model.fields[column].name for column in self._view.shown_columns()}
        self._usual_widths = {
            column: self._view.usual_width(column)
            for column, name in names.items()
            if name not in self._widths
        }
        for column, name in names.items():
            if name in self._widths:
                self._resize(column, self._widths[name])
        self.spread()

    def spread(self) -> None:
        """Share out the room that is left at the right among the columns whose width nobody has set."""
        taken = sum(
            self._view.header.sectionSize(column)
            for column in self._view.shown_columns()
            if column not in self._usual_widths
        )
        usual = sum(self._usual_widths.values())
        room = self._view.viewport().width() - taken
        factor = min(max(room / usual, 1.0), WIDEST) if usual else 1.0
        for column, width in self._usual_widths.items():
            self._resize(column, int(width * factor))

    def _resize(self, column: int, width: int) -> None:
        self._setting = True
        self._view.header.resizeSection(column, width)
        self._setting = False

    def _resized(self, column: int, _old: int, new: int) -> None:
        if new and not self._setting:
            self._widths[self._model.fields[column].name] = new
            self._usual_widths.pop(column, None)
            self.keep_soon()

    def _keep(self) -> None:
        if self._remember is not None:
            state = {
                "order": self.order(),
                "shown": self.shown(),
                "widths": self._widths,
                "frozen": self._view.frozen.count,
                "sorting": [[one.field, one.descending] for one in self._model.sorting],
            }
            self._remember.put(self._name, state)
