"""A ballot on screen: items down, words across; one key an answer, and the cursor moves by itself."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.pinyin import matches
from models.poll_result import ABSTAINED
from ui import theme
from ui.chart import block

OPEN = " "  # the sign of an item that is not answered yet
_HEAD, _ROW, _LOWEST = 52, 46, 28
_BACK = (Qt.Key.Key_Backspace, Qt.Key.Key_Minus)


def letter_keys(words: Sequence[str]) -> dict[str, str]:
    """Letters that stand for a word's sign: those with which its pinyin alone begins (满意 M, 基本满意 J)."""
    found = {}
    for letter in ascii_uppercase:
        meant = [place for place, word in enumerate(words, 1) if matches(letter, word[:1])]
        if len(meant) == 1:
            found[letter] = str(meant[0])
    return found


class BallotCard(QWidget):
    """`answered` tells of every change; `completed` carries the answers when the last item has one.

    What is no answer (a command) is left to the dialog; `back_wanted` is Backspace before the first item.
    """

    answered = Signal()
    completed = Signal(str)
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[str] = []
        self._words: list[str] = []
        self._keys: dict[str, str] = {}
        self._signs: list[str] = []
        self._others: str | None = None
        self._locked = False
        self._current = 0
        self.setAccessibleName("测评票")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_form(self, items: Sequence[str], words: Sequence[str]) -> None:
        """What is asked, and the words to choose from, the best first."""
        self._items, self._words = list(items), list(words)
        self._keys = {str(place): str(place) for place in range(len(words) + 1)} | letter_keys(words)
        self.clear()
        self.updateGeometry()

    def clear(self) -> None:
        """A new paper without answers."""
        self.show_answers("")

    def show_answers(self, answers: str, others: str | None = None, *, locked: bool = False) -> None:
        """Show a paper's answers, the cursor at the first open item, else at the last one.

        With `others` the second entry stands beside the first. `locked`: nothing can be typed.
        """
        self._signs = list(answers.ljust(len(self._items), OPEN)[: len(self._items)])
        self._others, self._locked = others, locked
        self._current = self._signs.index(OPEN) if OPEN in self._signs else max(0, len(self._signs) - 1)
        self._tell()

    @property
    def answers(self) -> str:
        """A sign for each item, OPEN where there is none yet."""
        return "".join(self._signs)

    @property
    def current(self) -> int:
        """The place of the item that the next key answers."""
        return self._current

    def is_blank(self) -> bool:
        """Whether no item has an answer."""
        return not self.answers.strip()

    # -- keys -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and letters answer, Backspace takes back, the arrows go up and down."""
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        sign = self._keys.get(event.text().upper()) if plain and event.text() else None
        if self._locked or not self._items:
            super().keyPressEvent(event)
        elif sign is not None:
            self.answer(self._current, sign)
        elif event.key() in _BACK and plain:
            self._take_back()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._go(max(0, min(len(self._items) - 1, self._current + step)))
        else:
            super().keyPressEvent(event)

    def answer(self, place: int, sign: str) -> None:
        """Answer an item and go on to the next open one; completed() when there is none.

        A paper that was complete is put right item by item: it is done when its last item is typed, or by finish().
        """
        was_complete = OPEN not in self._signs
        self._signs[place] = sign
        still = [at for at in range(len(self._signs)) if self._signs[at] == OPEN]
        last = len(self._signs) - 1
        self._current = next((at for at in still if at > place), still[0] if still else min(place + 1, last))
        self._tell()
        self.answered.emit()
        if not still and (not was_complete or place == last):
            self.completed.emit(self.answers)

    def finish(self) -> bool:
        """Enter: done as it stands; False while an item has no answer, to which the cursor goes."""
        if OPEN in self._signs:
            self._go(self._signs.index(OPEN))
            return False
        self.completed.emit(self.answers)
        return True

    def _take_back(self) -> None:
        if self.is_blank():
            self.back_wanted.emit()
            return
        if self._signs[self._current] == OPEN and self._current:
            self._current -= 1
        self._signs[self._current] = OPEN
        self._tell()
        self.answered.emit()

    def _go(self, place: int) -> None:
        self._current = place
        self._tell()

    def _tell(self) -> None:
        """Paint, and say to a screen reader where the cursor is."""
        if self._items:
            sign = self._signs[self._current]
            said = "" if sign == OPEN else f"，{self._word(sign)}"
            self.setAccessibleDescription(f"第{self._current + 1}项 {self._items[self._current]}{said}")
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.update()

    def _word(self, sign: str) -> str:
        return "弃权" if sign == ABSTAINED else self._words[int(sign) - 1]

    # -- mouse ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click answers."""
        super().mousePressEvent(event)
        hit = self._hit(event.position().toPoint())
        if hit is not None and not self._locked and event.button() is Qt.MouseButton.LeftButton:
            self.answer(*hit)

    def _hit(self, point: QPoint) -> tuple[int, str] | None:
        for place in range(len(self._items)):
            for sign in self._signs_across():
                if self._cell(place, sign).contains(point):
                    return place, sign
        return None

    # -- looks ----------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """As high as its items."""
        return QSize(640, _HEAD + _ROW * max(1, len(self._items)) + 2)

    def minimumSizeHint(self) -> QSize:
        """In a low window the rows are lower, but no item is cut off."""
        return QSize(420, _HEAD + _LOWEST * max(1, len(self._items)) + 2)

    def _row(self) -> float:
        return min(float(_ROW), (self.height() - _HEAD - 2) / max(1, len(self._items)))

    def _signs_across(self) -> list[str]:
        return [*(str(place) for place in range(1, len(self._words) + 1)), ABSTAINED]

    def _left(self) -> float:
        return self.width() * (0.42 if len(self._words) < 6 else 0.32)

    def _cell(self, place: int, sign: str) -> QRectF:
        """Where the answer `sign` to an item stands; place -1 is its heading."""
        across = self._signs_across()
        width = (self.width() - self._left()) / len(across)
        top, height = (0.0, float(_HEAD)) if place < 0 else (_HEAD + self._row() * place, self._row())
        return QRectF(self._left() + width * across.index(sign), top, width, height)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys go."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they go elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint headings, items and answers."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        block(painter, QRectF(self.rect()), "surface", 8)
        for sign in self._signs_across():
            self._draw_heading(painter, sign)
        for place in range(len(self._items)):
            self._draw_item(painter, place)
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _draw_heading(self, painter: QPainter, sign: str) -> None:
        area = self._cell(-1, sign)
        letter = next((key for key, meant in self._keys.items() if meant == sign and key.isalpha()), "")
        painter.setFont(theme.font(1.0, bold=True))
        painter.setPen(theme.colour("text"))
        painter.drawText(area.adjusted(2, 6, -2, -22), Qt.AlignmentFlag.AlignCenter, self._word(sign))
        painter.setFont(theme.font(0.9))
        painter.setPen(theme.colour("text_muted"))
        keys = f"{sign} 或 {letter}" if letter else sign
        painter.drawText(area.adjusted(2, 26, -2, -4), Qt.AlignmentFlag.AlignCenter, f"按 {keys}")

    def _draw_item(self, painter: QPainter, place: int) -> None:
        row = QRectF(0, _HEAD + self._row() * place, self.width(), self._row())
        other = self._others[place] if self._others and place < len(self._others) else None
        differs = other is not None and other != self._signs[place]
        at_cursor = place == self._current and not self._locked
        if differs:
            block(painter, row.adjusted(1, 1, -1, 0), "warn_soft", 0)
        elif at_cursor and self.hasFocus():
            block(painter, row.adjusted(1, 1, -1, 0), "hover", 0)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(row.topLeft(), row.topRight())
        painter.setFont(theme.font(1.0, bold=at_cursor))
        painter.setPen(theme.colour("text"))
        room = QRectF(theme.MEDIUM, row.top(), self._left() - theme.MEDIUM - theme.SMALL, row.height())
        text, flags = f"{place + 1}. {self._items[place]}", int(Qt.AlignmentFlag.AlignVCenter)
        if row.height() < 2.2 * painter.fontMetrics().height():
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        else:
            flags |= int(Qt.TextFlag.TextWordWrap)
        painter.drawText(room, flags, text)
        for sign in self._signs_across():
            self._draw_answer(painter, place, sign, other)
        if at_cursor:
            painter.setPen(QPen(theme.colour("focus" if self.hasFocus() else "edge"), 2))
            painter.drawRoundedRect(row.adjusted(3, 2, -3, -2), 6, 6)

    def _draw_answer(self, painter: QPainter, place: int, sign: str, other: str | None) -> None:
        cell = self._cell(place, sign)
        first, second = self._signs[place] == sign, other == sign
        pill = QRectF(0, 0, min(cell.width() - 8, 72), min(28, cell.height() - 6))
        pill.moveCenter(cell.center())
        if first or second:
            tone = "focus" if other is None or first == second else "warn"
            block(painter, pill, tone, 14)
            painter.setPen(theme.colour("surface"))
            said = "✓" if other is None or first == second else "第一次" if first else "第二次"
        else:
            painter.setPen(theme.colour("text_disabled"))
            said = "○"
        painter.setFont(theme.font(1.0, bold=first or second))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, said)
