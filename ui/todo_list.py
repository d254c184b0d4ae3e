"""The list of things to do: one line each, which opens the records it speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui import icons, theme
from ui.todo import Todo


class TodoLine(QAbstractButton):
    """A sentence with its sign, below it about whom, at the right an arrow."""

    def __init__(self, todo: Todo) -> None:
        super().__init__()
        self.todo = todo
        self.setText(todo.sentence)
        self.setAccessibleName(todo.sentence)
        self.setAccessibleDescription(todo.about)
        self.setToolTip(f"{todo.sentence}\n{todo.about}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(320, 54)

    def minimumSizeHint(self) -> QSize:
        """The sentence may be shortened, the tool tip has it whole."""
        return QSize(180, 54)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("pressed" if self.isDown() else "hover"))
            painter.drawRoundedRect(area, 8, 8)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, 8, 8)
        sign = QRectF(area.left() + 8, area.center().y() - 17, 34, 34)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(f"{self.todo.tone}_soft"))
        painter.drawEllipse(sign)
        self._draw_icon(painter, self.todo.icon, self.todo.tone, sign.center(), 18)
        self._draw_icon(
            painter, "chevron-right", "text_muted", QPointF(area.right() - 14, area.center().y()), 16
        )
        words = QRectF(sign.right() + 12, area.top() + 6, area.width() - 88, 20)
        self._draw_words(painter, words, 1.0, "text", self.todo.sentence)
        self._draw_words(painter, words.translated(0, 20), 0.9, "text_muted", self.todo.about)

    def _draw_icon(self, painter: QPainter, name: str, tone: str, middle: QPointF, size: int) -> None:
        picture = icons.icon(name, tone).pixmap(QSize(size, size), self.devicePixelRatioF())
        painter.drawPixmap(middle - QPointF(size / 2, size / 2), picture)

    def _draw_words(self, painter: QPainter, area: QRectF, factor: float, token: str, text: str) -> None:
        painter.setFont(theme.font(factor))
        painter.setPen(theme.colour(token))
        shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class TodoList(QWidget):
    """`opened` carries the Todo whose line was pressed."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self.lines: list[TodoLine] = []
        self._done = QWidget()
        done = QVBoxLayout(self._done)
        done.setSpacing(theme.SMALL)
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = QLabel("没有要办的事")
        words.setProperty("role", "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self._sign, words):
            done.addWidget(part)
        self._layout.addStretch(1)
        self._layout.addWidget(self._done)
        self._layout.addStretch(1)
        self._colour()
        theme.announcer.changed.connect(self._colour)

    def show_todos(self, todos: Sequence[Todo]) -> None:
        """Lists these; says so when there are none."""
        for line in self.lines:
            self._layout.removeWidget(line)
            line.deleteLater()
        self.lines = [TodoLine(todo) for todo in todos]
        for place, line in enumerate(self.lines):
            line.clicked.connect(lambda _=False, line=line: self.opened.emit(line.todo))
            self._layout.insertWidget(place, line)
        self._done.setVisible(not todos)

    def _colour(self) -> None:
        self._sign.setPixmap(
            icons.icon("circle-check", "good").pixmap(QSize(36, 36), self.devicePixelRatioF())
        )
