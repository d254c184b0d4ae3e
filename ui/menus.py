"""The menu bar: the window's own actions and those of the open page, every one with its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from ui import icons, theme
from ui.menu_keys import KeysMenu
from ui.page import MENUS, USUAL_MENU, Page

HELP = "帮助"


class Menus:
    """Builds the menu bar; `fixed` are the window's own actions by menu, None for a line between them.

    The page's actions stand above them and are looked up each time a menu opens.
    """

    def __init__(
        self,
        bar: QMenuBar,
        fixed: dict[str, Sequence[QAction | QMenu | None]],
        page: Callable[[], Page | None],
    ) -> None:
        self._page = page
        self._fixed = fixed
        self._menus: dict[str, KeysMenu] = {}
        for name, letter in zip((*MENUS, HELP), "FEVRTH", strict=True):
            menu = KeysMenu(f"{name}(&{letter})", bar)
            bar.addMenu(menu)
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(lambda name=name: self._fill(name))
            self._menus[name] = menu
        self.refresh()

    def refresh(self) -> None:
        """Fills all menus for the page that is open now and hides those that have nothing."""
        for name, menu in self._menus.items():
            self._fill(name)
            menu.menuAction().setVisible(not menu.isEmpty())

    def all_actions(self) -> list[tuple[str, list[QAction]]]:
        """Every menu with its actions, submenus opened: what the list of keys shows."""
        self.refresh()
        return [(name, list(_flat(menu.actions()))) for name, menu in self._menus.items()]

    def menu(self, name: str) -> KeysMenu:
        """A menu by its name."""
        return self._menus[name]

    def _fill(self, name: str) -> None:
        menu = self._menus[name]
        # Not menu.clear(): PySide lets go of the actions with it, and those that no Python name holds are deleted.
        for action in menu.actions():
            menu.removeAction(action)
            if action.isSeparator():
                action.deleteLater()
        page = self._page()
        offered = page.menu_actions() if page else []
        menu.tell_apart(offered)
        own = [action for action in offered if _menu_of(action) == name]
        menu.addActions(own)
        fixed = self._fixed.get(name, ())
        if own and fixed:
            menu.addSeparator()
        for entry in fixed:
            if entry is None:
                menu.addSeparator()
            elif isinstance(entry, QMenu):
                menu.addMenu(entry)
            else:
                menu.addAction(entry)


def look_menu(parent: QWidget, chosen: Callable[[theme.Mode], None]) -> QMenu:
    """外观: light, dark or as the system."""
    menu = QMenu("外观", parent)
    group = QActionGroup(menu)
    pictures = {theme.Mode.SYSTEM: "monitor", theme.Mode.LIGHT: "sun", theme.Mode.DARK: "moon"}
    for mode in theme.Mode:
        action = menu.addAction(icons.icon(pictures[mode]), mode.value)
        action.setCheckable(True)
        action.setChecked(mode is theme.mode())
        group.addAction(action)
        action.triggered.connect(lambda _=False, mode=mode: chosen(mode))
    return menu


def _menu_of(action: QAction) -> str:
    name = action.property("menu")
    return name if name in MENUS else USUAL_MENU


def _flat(actions: Iterable[QAction]) -> Iterable[QAction]:
    for action in actions:
        below = action.menu()
        if isinstance(below, QMenu):
            yield from _flat(below.actions())
        elif not action.isSeparator():
            yield action
