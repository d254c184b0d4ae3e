"""A menu of the menu bar that shows an action's keys only where they mean this action now."""

from __future__ import annotations

from collections.abc import Iterable

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar, QStyleOptionMenuItem, QWidget


class KeysMenu(QMenu):
    """Where several actions have the same keys (Del, Ctrl+N), those have them that the keyboard is with."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._elsewhere: set[QAction] = set()
        self._focus: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._note_focus)

    def tell_apart(self, actions: Iterable[QAction]) -> None:
        """Find out which of the open page's actions have their keys taken by another one that would run instead."""
        owners: dict[str, list[QAction]] = {}
        for action in actions:
            if not action.shortcut().isEmpty():
                owners.setdefault(action.shortcut().toString(), []).append(action)
        focus = self._where()
        self._elsewhere = {
            action
            for same in owners.values()
            if len(same) > 1
            for action in same
            if not _is_within_reach(action, focus)
        }

    def initStyleOption(self, option: QStyleOptionMenuItem, action: QAction) -> None:
        """Leave out keys that would do something else."""
        super().initStyleOption(option, action)
        if action in self._elsewhere:
            option.text = option.text.partition("\t")[0]

    def _where(self) -> QWidget | None:
        focus = QApplication.focusWidget()
        if focus is not None and not isinstance(focus, QMenuBar):
            return focus
        # The keyboard is in the menu bar itself: what counts is where it was before.
        return self._focus if self._focus is not None and shiboken6.isValid(self._focus) else None

    def _note_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and not isinstance(new, QMenuBar | QMenu):
            self._focus = new


def _is_within_reach(action: QAction, focus: QWidget | None) -> bool:
    """Whether the action's keys work while the keyboard is in a widget."""
    context = action.shortcutContext()
    if context in (Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut):
        return True
    homes = [home for home in action.associatedObjects() if isinstance(home, QWidget)]
    if context == Qt.ShortcutContext.WidgetShortcut:
        return focus in homes
    return focus is not None and any(home is focus or home.isAncestorOf(focus) for home in homes)
