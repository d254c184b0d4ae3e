"""A view of two or more pages that belong together, such as news and their ranking: a switch before the summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from models.record import Record
from ui import theme
from ui.desk import Desk, Selection
from ui.page import Page


class Part(NamedTuple):
    """One of the pages: its name on the switch, what builds it, the kind_name()s of the records at home in it.

    The page built has its first line as a layout `top`, into which the switch is put.
    """

    label: str
    build: Callable[[Desk], Page]
    kinds: tuple[str, ...]


class SwitchedPage(Page):
    """Pages are built when they are first opened; the one switch goes along with the page that is open."""

    def __init__(self, desk: Desk, name: str, parts: Sequence[Part]) -> None:
        super().__init__(desk)
        self._parts = tuple(parts)
        self._pages: dict[int, Page] = {}
        self.switch = QWidget()
        self.switch.setAccessibleName(name)
        row = QHBoxLayout(self.switch)
        row.setContentsMargins(0, 0, theme.MEDIUM, 0)
        row.setSpacing(theme.TIGHT)
        self.buttons = QButtonGroup(self)
        for place, part in enumerate(self._parts):
            button = QPushButton(part.label)
            button.setCheckable(True)
            theme.mark(button, role="segment")
            self.buttons.addButton(button, place)
            row.addWidget(button)
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        # The switch goes over to the page, and would lose the keys on its way: they go into the page.
        self.buttons.idClicked.connect(lambda place: self.open(place).setFocus())
        self.open(0)

    def current(self) -> Page:
        """The page that is open."""
        return self.page(self.buttons.checkedId())

    def page(self, place: int) -> Page:
        """A page, built now if it has not been opened yet."""
        if place not in self._pages:
            made = self._parts[place].build(self.desk)
            made.stand_inside(0)
            self._pages[place] = made
            self._stack.addWidget(made)
        return self._pages[place]

    def open(self, place: int) -> Page:
        """Open a page by its place on the switch."""
        made = self.page(place)
        self.buttons.button(place).setChecked(True)
        made.top.insertWidget(0, self.switch)  # type: ignore[attr-defined]
        self._stack.setCurrentWidget(made)
        self.setFocusProxy(made)
        return made

    def show_record(self, record: Record) -> None:
        """Opens a record in the page where its kind is at home."""
        self._home(record.kind_name()).show_record(record)

    def show_records(self, selection: Selection) -> None:
        """Lists records in the page where their kind is at home."""
        self._home(selection.kind.kind_name()).show_records(selection)

    def menu_actions(self) -> list[QAction]:
        """Those of the page that is open."""
        return self.current().menu_actions()

    def _home(self, kind: str) -> Page:
        found = (place for place, part in enumerate(self._parts) if kind in part.kinds)
        return self.open(next(found, self.buttons.checkedId()))
