"""Editors in which a value is picked by typing part of it, also in pinyin: words of a list, and other records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QWidget

from models.errors import FieldError
from models.fields import Choice, Flag, Kind, Link, Reading
from models.pinyin import Index, fold
from models.record import Record
from ui import theme
from ui.editors import Editor, LineEditor
from ui.icons import icon
from ui.pick_list import Pick, PickList

OFFERED = 60
PIECE = 5_000
SEGMENTS = 3


class PickEditor(LineEditor):
    """A line with suggestions: typing narrows them, ↓ or Alt+↓ shows them all, Enter takes the marked and goes on."""

    def __init__(self, field: Kind, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.list = PickList(self.line)
        self.list.setAccessibleName(f"{field.label}的选项")
        self.list.picked.connect(self.take)
        arrow = self.line.addAction(icon("chevron-down"), QLineEdit.ActionPosition.TrailingPosition)
        arrow.setToolTip("全部选项（Alt+↓）")
        arrow.triggered.connect(self.offer_all)
        self.line.installEventFilter(self)
        self._moved = False

    def find(self, text: str) -> Sequence[Pick]:
        """The suggestions for a text, the best first; all of them for ''."""
        raise NotImplementedError

    def take(self, pick: Pick) -> None:
        """Fill in a suggestion."""
        self.list.hide()
        self._keep(Reading(pick.value))
        self.line.setFocus()
        self.changed.emit()

    def offer_all(self) -> None:
        """Show every suggestion, the present value marked."""
        self.line.setFocus()
        picks = self.find("")
        now = next((at for at, pick in enumerate(picks) if pick.value == self._kept.value), 0)
        self._moved = False
        self.list.offer(picks, now)

    def leave(self) -> None:
        """Take what was meant: pinyin becomes the first suggestion for it."""
        self.list.hide()
        text = self.line.text().strip()
        if text and text != self._kept_text:
            try:
                self.read(text)
            except FieldError:
                self._take_meant(text)
        super().leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that walk through the suggestions, while nothing is being composed."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or self.line.composing:
            return False
        key, offered = event.key(), self.list.isVisible()
        if key == Qt.Key.Key_Down and (not offered or event.modifiers() & Qt.KeyboardModifier.AltModifier):
            self.offer_all()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and offered:
            self._moved = True
            self.list.walk(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape and offered:
            self.list.hide()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.marked():
            marked = self.list.marked()
            assert marked is not None
            self.take(marked)
            self.line.focusNextChild()
        elif key == Qt.Key.Key_Tab and offered and self._moved and self.list.marked():
            marked = self.list.marked()
            assert marked is not None
            self.take(marked)
            return False
        else:
            return False
        return True

    def _edited(self) -> None:
        text = self.line.text().strip()
        self._moved = False
        self.list.offer(self.find(text)[:OFFERED] if text else ())
        super()._edited()

    def _take_meant(self, text: str) -> None:
        found = self.find(text)
        # Letters can only be pinyin here; characters are taken when they leave no choice.
        if found and (text.isascii() or len(found) == 1):
            self._keep(Reading(found[0].value))
            self.changed.emit()


class ChoiceEditor(PickEditor):
    """A word of a list; other words only where the list is open."""

    field: Choice

    def __init__(self, field: Choice, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._known: tuple[tuple[str, ...], Index] | None = None

    def find(self, text: str) -> Sequence[Pick]:
        """Words that hold the text, in writing or in pinyin; those that begin with it first."""
        words = tuple(self.field.words.words)
        if self._known is None or self._known[0] != words:
            self._known = (words, Index([(fold(word), word.replace(" ", "")) for word in words]))
        found = [words[at] for at in self._known[1].search(text)]
        if text:
            found.sort(key=lambda word: not word.startswith(text))
        return [Pick(word, word) for word in found]


class LinkEditor(PickEditor):
    """Another record, picked by its name; the nearest names are offered when there is none of that name."""

    field: Link

    def __init__(self, field: Link, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.first: frozenset[int] = frozenset()  # ids that are offered before all others
        self._ready = QTimer(self, singleShot=True, interval=5)
        self._ready.timeout.connect(self._get_ready)
        self.line.entered.connect(self._ready.start)

    def find(self, text: str) -> Sequence[Pick]:
        """Records whose name holds the text, in writing or in pinyin."""
        kind: type[Record] = self.field.rel_model
        ids, names, index = _names_of(kind)
        allowed = set(self.field.among()) if self.field.among else None
        found = [ids[at] for at in index.search(text) if allowed is None or ids[at] in allowed]
        titles = dict(zip(ids, names, strict=True))
        if text or self.first:
            found.sort(
                key=lambda one: (titles[one] != text, one not in self.first, not titles[one].startswith(text))
            )
        found = found[:OFFERED]
        hints = _hints(kind, found)
        return [Pick(one, titles[one], hints.get(one, "")) for one in found]

    def _get_ready(self) -> None:
        # A hundred thousand names are made searchable in pieces, before the first of them is typed.
        if self.isVisible() and not _names_of(self.field.rel_model)[2].prepare(PIECE):
            self._ready.start()


class SegmentEditor(Editor):
    """A few short words as buttons, one of which is pressed; pressing it again leaves the field blank."""

    def __init__(self, field: Choice | Flag, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._values: list[Any] = [True, False] if isinstance(field, Flag) else list(field.words.words)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.TIGHT)
        self.buttons: list[QPushButton] = []
        for at, value in enumerate(self._values):
            button = QPushButton(field.show(value))
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setAccessibleName(f"{field.label}：{field.show(value)}")
            theme.mark(button, role="segment")
            self._group.addButton(button, at)
            row.addWidget(button)
            self.buttons.append(button)
            button.installEventFilter(self)
        row.addStretch()
        self.setFocusProxy(self.buttons[0])
        self._group.idClicked.connect(self._clicked)

    def reading(self) -> Reading:
        """The word that is pressed, or None."""
        return Reading(
            next((self._values[at] for at, one in enumerate(self.buttons) if one.isChecked()), None)
        )

    def set_value(self, value: Any) -> None:
        """Press the button of a value."""
        for at, button in enumerate(self.buttons):
            button.setChecked(value is not None and self._values[at] == value)

    def is_blank(self) -> bool:
        """Whether no button is pressed."""
        return not any(button.isChecked() for button in self.buttons)

    def show_problem(self, severity: str | None) -> None:
        """Colour the buttons' edges."""
        for button in self.buttons:
            theme.mark(button, invalid=severity == "error", doubtful=severity == "warning")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows choose the neighbour, Delete clears, Enter goes on; the keyboard's leaving is told."""
        if event.type() == QEvent.Type.FocusOut and not any(one.hasFocus() for one in self.buttons):
            self.left.emit()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        at = self.buttons.index(watched)  # type: ignore[arg-type]
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            to = (at + (1 if key == Qt.Key.Key_Right else -1)) % len(self.buttons)
            self.buttons[to].setFocus()
            if not self.buttons[to].isChecked():
                self.buttons[to].click()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self.is_blank():
            self.set_value(None)
            self.changed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.buttons[-1].focusNextChild()
        else:
            return False
        return True

    def _clicked(self, at: int) -> None:
        for other, button in enumerate(self.buttons):
            if other != at:
                button.setChecked(False)
        self.changed.emit()


def is_short(field: Kind) -> bool:
    """Whether a field's words are so few and short that buttons show them all."""
    if isinstance(field, Flag):
        return True
    if not isinstance(field, Choice) or field.open_list:
        return False
    words = field.words.words
    return 0 < len(words) <= SEGMENTS and sum(map(len, words)) <= 6


# The names of the records of a kind with their index, kept while the kind's own list of names is the same object.
_indexes: dict[type[Record], tuple[dict[int, str], tuple[list[int], list[str], Index]]] = {}


def _names_of(kind: type[Record]) -> tuple[list[int], list[str], Index]:
    titles = kind.titles()
    known = _indexes.get(kind)
    if known is None or known[0] is not titles:
        ids, names = list(titles), list(titles.values())
        index = Index([(fold(name), name.replace(" ", "")) for name in names])
        known = _indexes[kind] = (titles, (ids, names, index))
    return known[1]


def _hints(kind: type[Record], ids: Sequence[int]) -> dict[int, str]:
    """Where each record belongs, which tells people of one name apart."""
    name = kind.organisation_field
    if name is None or not ids:
        return {}
    link = kind.field(name)
    found = kind.select(kind.id, link).where(kind.id.in_(list(ids))).tuples()
    return {one: link.show(organisation) for one, organisation in found}
