"""A column of things that scrolls up and down in the place it gets; of the scrolling itself only the bar is seen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui import theme


def scrolled(inner: QWidget) -> QScrollArea:
    """The area in which `inner` scrolls; it takes no keys, those belong to what is inside."""
    theme.mark(inner, role="scrolled")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area
