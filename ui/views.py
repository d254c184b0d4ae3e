"""A tab that holds several views: their names stand beside its title, each is built when it is first opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QTabBar, QVBoxLayout

from models.record import Record
from ui import theme
from ui.desk import Desk, Selection
from ui.page import Page


class View(NamedTuple):
    """One view of a tab: its key and name, what builds it, and the kind_name()s of the records that open in it."""

    key: str
    label: str
    build: Callable[[Desk], Page]
    kinds: tuple[str, ...] = ()


def imported(name: str) -> object:
    """What stands under a name such as `module:Class`, imported now and no sooner."""
    module, _, inside = name.partition(":")
    return getattr(import_module(module), inside)


def view(key: str, label: str, page: str, kinds: tuple[str, ...] = ()) -> View:
    """A view with a page of its own, named as module:Class."""

    def build(desk: Desk) -> Page:
        made = imported(page)(desk)  # type: ignore[operator]
        assert isinstance(made, Page)
        return made

    return View(key, label, build, kinds)


def listed(key: str, label: str, kind: str, columns: Sequence[str]) -> View:
    """A view that is the plain list of a kind of record, named as module:Class."""

    def build(desk: Desk) -> Page:
        made = imported("ui.list_page:ListPage")(desk, imported(kind), columns=columns)  # type: ignore[operator]
        assert isinstance(made, Page)
        return made

    # The table of a kind is called after its class: peewee's own rule, without importing the module.
    name = kind.partition(":")[2]
    words = "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name)
    return View(key, label, build, (words.lstrip("_"),))


class ViewsPage(Page):
    """Alt+1, Alt+2 … open the views; which one was open last is remembered."""

    def __init__(self, desk: Desk, key: str, name: str, views: Sequence[View]) -> None:
        super().__init__(desk)
        self._key, self._name, self._views = key, name, tuple(views)
        self._built: dict[str, Page] = {}
        self._title = QLabel()
        self.strip = QTabBar()
        self.strip.setDocumentMode(True)
        self.strip.setExpanding(False)
        self.strip.setDrawBase(False)
        self.strip.setAccessibleName(f"{name}的各项内容")
        # A click goes into the view; the keyboard itself still walks along the names.
        self.strip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._stack = QStackedWidget()
        for place, each in enumerate(self._views, 1):
            at = self.strip.addTab(each.label)
            self.strip.setTabToolTip(at, f"{each.label}（Alt+{place}）")
            action = QAction(f"转到{each.label}", self)
            action.setProperty("menu", "视图")
            action.setShortcut(QKeySequence(f"Alt+{place}"))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _=False, key=each.key: self.open(key))
            self.addAction(action)
        top = QHBoxLayout()
        top.setContentsMargins(theme.WIDE, theme.SMALL, theme.WIDE, 0)
        top.setSpacing(theme.LARGE)
        theme.mark(self._title, role="heading")
        top.addWidget(self._title)
        top.addWidget(self.strip, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        desk.year_changed.connect(lambda _year: self._tell())
        self._tell()
        last = desk.remember.get(f"{key}/view")
        self.strip.setCurrentIndex(self._place(last) if last in self._keys else 0)
        self._show()
        self.strip.currentChanged.connect(lambda _place: self._show())
        self.strip.tabBarClicked.connect(
            lambda _place: QTimer.singleShot(0, self, lambda: self.current().setFocus())
        )

    @property
    def _keys(self) -> list[str]:
        return [each.key for each in self._views]

    def _place(self, key: str) -> int:
        return self._keys.index(key)

    def current(self) -> Page:
        """The view that is open."""
        return self.view(self._keys[self.strip.currentIndex()])

    def view(self, key: str) -> Page:
        """A view, built now if it has not been opened yet."""
        if key not in self._built:
            made = self._views[self._place(key)].build(self.desk)
            self._built[key] = made
            made.stand_inside(theme.SMALL)
            self._stack.addWidget(made)
        return self._built[key]

    def open(self, key: str) -> Page:
        """Open a view by its key."""
        self.strip.setCurrentIndex(self._place(key))
        self.current().setFocus()
        return self.current()

    def show_record(self, record: Record) -> None:
        """Opens a record in the view where its kind is at home."""
        self._home(record.kind_name()).show_record(record)

    def show_records(self, selection: Selection) -> None:
        """Lists records in the view where their kind is at home."""
        self._home(selection.kind.kind_name()).show_records(selection)

    def take_files(self, files: Sequence[Path]) -> bool:
        """Files dropped are offered to the view that is open."""
        return self.current().take_files(files)

    def may_close(self) -> bool:
        """Whether all views may."""
        return all(made.may_close() for made in self._built.values())

    def menu_actions(self) -> list[QAction]:
        """Those of the view that is open, and the ways to the others."""
        return [*self.actions(), *self.current().menu_actions()]

    def _home(self, kind: str) -> Page:
        key = next((each.key for each in self._views if kind in each.kinds), None)
        return self.current() if key is None else self.open(key)

    def _show(self) -> None:
        made = self.current()
        self._stack.setCurrentWidget(made)
        self.setFocusProxy(made)
        self.desk.remember.put(f"{self._key}/view", self._keys[self.strip.currentIndex()])

    def _tell(self) -> None:
        self._title.setText(f"{self.desk.year}年{self._name}")
