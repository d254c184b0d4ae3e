"""A label that breaks its lines and takes exactly their height, in any nesting of layouts."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class WrappedLabel(QLabel):
    """Says its height itself once it knows its width.

    Qt's own height-for-width is remembered by nested layouts, which then squash their neighbours when the text grows.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def hasHeightForWidth(self) -> bool:
        """Not for layouts."""
        return False

    def sizeHint(self) -> QSize:
        """The height of the text at the present width."""
        return QSize(self.minimumWidth(), max(self.heightForWidth(max(self.width(), 40)), 0))

    def minimumSizeHint(self) -> QSize:
        """As sizeHint."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width means another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
