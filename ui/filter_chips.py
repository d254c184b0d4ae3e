"""The filters in force, each in words with a cross that takes it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QLayoutItem, QPushButton, QToolButton, QWidget

from ui import theme
from ui.icons import icon


class FlowLayout(QLayout):
    """Puts widgets in lines like words, as many to a line as there is room."""

    def __init__(self, parent: QWidget, spacing: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = spacing
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """One more at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return the item at a place."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """One line."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The largest single widget."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, rect: QRect) -> None:
        """Arrange everything inside."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def _arrange(self, rect: QRect, move: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            size = item.sizeHint()
            if x + size.width() > rect.right() + 1 and line:
                x, y, line = rect.x(), y + line + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            line = max(line, size.height())
        return y + line - rect.y()


class FilterChips(QWidget):
    """Hidden while nothing is filtered."""

    removed = Signal(str)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = FlowLayout(self, theme.SMALL)
        self.hide()

    def set_filters(self, filters: Sequence[tuple[str, str, str]]) -> None:
        """Show these: (name of the field, its label, the filter in words)."""
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            widget.hide()
            widget.deleteLater()
        for name, label, words in filters:
            self._layout.addWidget(self._chip(name, label, words))
        if filters:
            clear = QPushButton("全部清除")
            theme.mark(clear, tone="link")
            clear.clicked.connect(self.cleared)
            self._layout.addWidget(clear)
        self.setVisible(bool(filters))

    def _chip(self, name: str, label: str, words: str) -> QWidget:
        chip = QWidget()
        chip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.mark(chip, role="chip")
        row = QHBoxLayout(chip)
        row.setContentsMargins(theme.MEDIUM, 0, theme.TIGHT, 0)
        row.setSpacing(theme.TIGHT)
        text = QLabel(f"{label}：{words}")
        text.setTextFormat(Qt.TextFormat.PlainText)
        if len(words) > 40:
            text.setText(f"{label}：{words[:40]}…")
            text.setToolTip(words)
        cross = QToolButton()
        cross.setIcon(icon("x"))
        cross.setIconSize(QSize(14, 14))
        cross.setAccessibleName(f"取消{label}的筛选")
        cross.setToolTip("取消这个筛选")
        cross.clicked.connect(lambda: self.removed.emit(name))
        row.addWidget(text)
        row.addWidget(cross)
        return chip
