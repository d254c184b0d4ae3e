"""What stands in a list's place while there is nothing to list: why, and what to do first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.icons import icon

PICTURE = 40


class EmptyState(QWidget):
    """A picture, a sentence, a hint, and a button for each action; the first button is the primary one."""

    def __init__(
        self,
        picture: str,
        sentence: str,
        hint: str,
        actions: Sequence[QAction] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._picture, self._sign = picture, QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SMALL)
        layout.addStretch(2)
        layout.addWidget(self._sign)
        for text, role in ((sentence, "heading"), (hint, "muted")):
            label = QLabel(text)
            theme.mark(label, role=role)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
            if not text:
                label.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL)
        row.setContentsMargins(0, theme.SMALL, 0, 0)
        row.addStretch()
        for place, action in enumerate(actions):
            button = QPushButton(action.text())
            theme.mark(button, tone="primary" if place == 0 else "")
            button.clicked.connect(action.trigger)
            row.addWidget(button)
        row.addStretch()
        layout.addLayout(row)
        layout.addStretch(3)
        self._paint()
        theme.announcer.changed.connect(self._paint)

    def _paint(self) -> None:
        self._sign.setPixmap(
            icon(self._picture, "text_disabled").pixmap(QSize(PICTURE, PICTURE), self.devicePixelRatioF())
        )
