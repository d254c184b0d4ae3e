"""What every tab works with: the open store, the work year, what is remembered, and the ways to other places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from models import clock
from models.record import Record
from models.store import Store
from ui.live import Live
from ui.remember import Remember


class Selection(NamedTuple):
    """Some records of one kind, with what they are: the list that a figure opens."""

    kind: type[Record]
    ids: Sequence[int]
    title: str


class Desk(QObject):
    """Handed to every page; pages speak to the window only through it."""

    year_changed = Signal(int)
    record_wanted = Signal(object)  # a Record, to be opened where its kind is at home
    records_wanted = Signal(object)  # a Selection, to be listed there
    tab_wanted = Signal(str)  # a tab's key
    import_wanted = Signal(list)  # files (Path) to import; empty: ask for them
    said = Signal(str)  # a sentence for the status line

    def __init__(self, store: Store, remember: Remember, live: Live, year: int) -> None:
        super().__init__()
        self.store = store
        self.remember = remember
        self.live = live
        self._year = year
        clock.set_work_year(year)

    @property
    def year(self) -> int:
        """The work year that is on screen."""
        return self._year

    def set_year(self, year: int) -> None:
        """Turns to another work year; nothing in the records changes."""
        if year != self._year:
            self._year = year
            clock.set_work_year(year)
            self.year_changed.emit(year)

    def open_record(self, record: Record) -> None:
        """Opens a record in the tab where its kind is at home."""
        self.record_wanted.emit(record)

    def open_records(self, kind: type[Record], ids: Sequence[int], title: str) -> None:
        """Lists records in the tab where their kind is at home."""
        self.records_wanted.emit(Selection(kind, ids, title))

    def import_files(self, files: Sequence[Path] = ()) -> None:
        """Begins an import; without files they are asked for."""
        self.import_wanted.emit(list(files))

    def say(self, sentence: str) -> None:
        """Shows a sentence in the status line for a while."""
        self.said.emit(sentence)
