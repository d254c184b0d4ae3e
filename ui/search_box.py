"""The search box in the window's top line: what is typed, as pinyin or characters, finds records of every kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui import icons
from ui.hit import Hit

if TYPE_CHECKING:
    from ui.hit_panel import HitPanel


class SearchBox(QLineEdit):
    """`chosen` carries the target of the hit that the person took."""

    chosen = Signal(object)

    def __init__(self, find: Callable[[str], Sequence[Hit]]) -> None:
        super().__init__()
        self._find = find
        self._panel: HitPanel | None = None
        self._wait = QTimer(self, singleShot=True, interval=60)
        self._wait.timeout.connect(self._search)
        self.setProperty("role", "search")
        self.setPlaceholderText("查找全部：姓名、支部、活动、拼音　Ctrl+K")
        self.setAccessibleName("查找全部记录")
        self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.textEdited.connect(lambda: self._wait.start())

    def begin(self) -> None:
        """Puts the cursor here with the last search chosen, so that typing replaces it."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        if self.text().strip():
            self._search()

    def hits(self) -> list[Hit]:
        """What is listed now."""
        return self._panel.model.hits if self._panel is not None and self._panel.isVisible() else []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ ↓ go through the hits, Enter opens, Esc closes."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._leave()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._panel is not None and self.hits():
            self._panel.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._wait.isActive():
                self._search()
            if self._panel is not None and self.hits():
                self._take(self._panel.target())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QEvent) -> None:
        """Closes the list when the person goes elsewhere."""
        super().focusOutEvent(event)
        self._close()

    def _search(self) -> None:
        self._wait.stop()
        typed = self.text().strip()
        if not typed:
            self._close()
            return
        if self._panel is None:
            # The start does not need the list; a tenth of the window's own imports are for it.
            from ui.hit_panel import HitPanel

            self._panel = HitPanel(self)
            self._panel.taken.connect(self._take)
        self._panel.show_hits(list(self._find(typed)), typed)

    def _take(self, target: object) -> None:
        self._leave()
        self.chosen.emit(target)

    def _leave(self) -> None:
        self._close()
        self.clear()
        self.clearFocus()

    def _close(self) -> None:
        if self._panel is not None:
            self._panel.hide()
