"""What a tab shows: the base of all pages, and how a tab is announced to the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QWidget

from models.record import Record
from ui import theme
from ui.desk import Desk, Selection
from ui.page_heading import PageHeading

# The menus that pages add actions to; an action says which by its property "menu", else it is 记录.
MENUS = ("文件", "编辑", "视图", "记录", "工具")
USUAL_MENU = "记录"
# A page of less height, as of a small screen at 150 %, gives up the air around its heading for its lists.
LOW = 520


class Page(QWidget):
    """One tab's contents. A page gets all it needs from its desk and never reaches for the window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._low = False
        self._inside = False
        self.setObjectName("page")
        # Opening a tab brings the keys here; Tab goes on to the first input.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the height of the window."""
        super().resizeEvent(event)
        low = event.size().height() < LOW
        layout = self.layout()
        if low == self._low or layout is None:
            return
        self._low = low
        for heading in self.findChildren(PageHeading):
            heading.set_low(low)
        left, top, right, bottom = layout.getContentsMargins()
        if top and not self._inside:
            layout.setContentsMargins(left, theme.SMALL if low else theme.LARGE, right, bottom)

    def stand_inside(self, top: int) -> None:
        """Stand inside another page: its heading says the title, and `top` is the room below that heading."""
        self._inside = True
        for heading in self.findChildren(PageHeading):
            heading.hide_title()
        layout = self.layout()
        if layout is not None:
            left, _top, right, bottom = layout.getContentsMargins()
            layout.setContentsMargins(left, top, right, bottom)

    def menu_actions(self) -> list[QAction]:
        """The actions to be offered in the menus now: by default those of the page and of what is visible in it."""
        found: dict[QAction, None] = {}
        for widget in (self, *self.findChildren(QWidget)):
            if widget is self or (widget.isVisibleTo(self) and not widget.isWindow()):
                found.update(dict.fromkeys(action for action in widget.actions() if _is_for_people(action)))
        return list(found)

    def show_record(self, record: Record) -> None:
        """Opens a record of a kind that is at home here."""

    def show_records(self, selection: Selection) -> None:
        """Lists records of a kind that is at home here."""

    def take_files(self, files: Sequence[Path]) -> bool:
        """Takes files dropped while this tab is open; False leaves them to the import."""
        return False

    def may_close(self) -> bool:
        """Asked before the window closes: False when something unsaved is to be kept open."""
        return True


@dataclass(frozen=True)
class Tab:
    """One tab: its key and name, its icon, what builds its page when it is first opened, what is at home there.

    `kinds` are the kind_name()s of the records that open in it.
    """

    key: str
    label: str
    icon: str
    build: Callable[[Desk], Page]
    kinds: tuple[str, ...] = ()


def _is_for_people(action: QAction) -> bool:
    # Menus' own entries, separators and the unnamed icons inside line edits are no actions to list.
    return bool(action.text()) and not action.isSeparator() and action.isVisible() and action.menu() is None
