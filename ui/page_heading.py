"""The heading of a page over what is said about it; in a low window both stand in one line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLabel, QWidget

from ui import theme


class PageHeading(QWidget):
    """Two labels that the page fills in."""

    def __init__(self, title: QLabel, summary: QLabel) -> None:
        super().__init__()
        self._title, self._summary = title, summary
        theme.mark(title, role="title")
        theme.mark(summary, role="muted")
        self._lines = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.TIGHT)
        self._lines.addWidget(title)
        self._lines.addWidget(summary, 1)

    def hide_title(self) -> None:
        """Leave the title away, where another one says the same: the summary alone."""
        self._title.hide()

    def set_low(self, low: bool) -> None:
        """Take one line of a smaller size instead of two."""
        way = QBoxLayout.Direction
        self._lines.setDirection(way.LeftToRight if low else way.TopToBottom)
        self._lines.setSpacing(theme.MEDIUM if low else theme.TIGHT)
        theme.mark(self._title, role="heading" if low else "title")
        self._summary.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
