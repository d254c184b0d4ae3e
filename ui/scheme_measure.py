"""Choosing a figure by typing part of its name, also in pinyin; several are added with + or divided with ÷."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from models.figures import catalogue
from models.pinyin import Index, fold
from ui.inputs import LineEdit
from ui.pick_list import Pick, PickList

_OFFERED = 60
_SIGNS = re.compile(r"[+÷/＋]")


class MeasureEdit(LineEdit):
    """A line for a measure; suggestions are for the name in which the cursor stands."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText("如：志愿服务时长÷团员数")
        self.setToolTip("写统计项的名称或拼音首字母；用 + 相加，用 / 相除")
        self.list = PickList(self)
        self.list.setAccessibleName(f"{name}的选项")
        self.list.picked.connect(self._take)
        self._labels: list[str] = []
        self._units: dict[str, str] = {}
        self._index: Index | None = None
        self.textEdited.connect(self._offer)

    def _offer(self) -> None:
        """Suggest figures for what is being typed."""
        first, last = self._span()
        word = self.text()[first:last].strip()
        found = self._find(word)
        done = len(found) == 1 and found[0].label == word
        self.list.offer([] if done or not word else found)

    def _find(self, word: str) -> list[Pick]:
        if self._index is None:
            self._units = {figure.label: figure.unit for figure in catalogue().values()}
            self._labels = list(self._units)
            self._index = Index([(fold(label), label) for label in self._labels])
        found = [self._labels[at] for at in self._index.search(word)]
        if word:
            found.sort(key=lambda label: (not label.startswith(word), len(label)))
        return [Pick(label, label, self._units[label]) for label in found[:_OFFERED]]

    def _span(self) -> tuple[int, int]:
        """From where to where the name goes in which the cursor stands."""
        text, at = self.text(), self.cursorPosition()
        before = [found.end() for found in _SIGNS.finditer(text, 0, at)]
        after = _SIGNS.search(text, at)
        return (before[-1] if before else 0), (after.start() if after else len(text))

    def _take(self, pick: Pick) -> None:
        self.list.hide()
        first, last = self._span()
        text = self.text()
        self.setText(text[:first] + pick.label + text[last:])
        self.setCursorPosition(first + len(pick.label))
        self.setFocus()
        self.textEdited.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↓ shows all figures or goes through the suggestions, Enter takes the marked one, Esc hides them."""
        key, offered = event.key(), self.list.isVisible()
        marked = self.list.marked()
        if self.composing:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Down and not offered:
            first, last = self._span()
            self.list.offer(self._find("") if first == last else self._find(self.text()[first:last].strip()))
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and offered:
            self.list.walk(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape and offered:
            self.list.hide()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and marked is not None:
            self._take(marked)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Letters that are left standing were meant as pinyin."""
        offered = self.list.isVisible()
        self.list.hide()
        first, last = self._span()
        word = self.text()[first:last].strip()
        if offered and word and word.isascii():
            found = self._find(word)
            if found:
                self.setText(self.text()[:first] + found[0].label + self.text()[last:])
                self.textEdited.emit(self.text())
                self.list.hide()
        super().focusOutEvent(event)
