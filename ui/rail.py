"""The strip at the left that leads to the tabs: icon over name, one of them open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from ui import icons, theme
from ui.page import Tab


class RailButton(QToolButton):
    """One tab in the rail; its icon takes the accent while it is open."""

    def __init__(self, tab: Tab, number: int) -> None:
        super().__init__()
        self._picture = tab.icon
        self.setText(tab.label)
        self.setToolTip(f"{tab.label}（Ctrl+{number}）")
        self.setAccessibleName(tab.label)
        self.setProperty("role", "rail")
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIconSize(QSize(22, 22))
        self.setFixedSize(72, 62)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.toggled.connect(self._colour)
        self._colour(False)

    def _colour(self, on: bool) -> None:
        self.setIcon(icons.icon(self._picture, "accent_ink" if on else "text_muted"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and the bar at the left of the open tab."""
        super().paintEvent(event)
        if self.isChecked():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(0, self.height() // 2 - 11, 3, 22, 1.5, 1.5)


class Rail(QWidget):
    """`chosen` carries the place of the tab that is to be opened."""

    chosen = Signal(int)

    def __init__(self, tabs: Sequence[Tab]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("主要页面")
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SMALL, theme.SMALL, theme.SMALL, theme.SMALL)
        layout.setSpacing(theme.TIGHT)
        for place, tab in enumerate(tabs):
            button = RailButton(tab, place + 1)
            self._group.addButton(button, place)
            layout.addWidget(button)
        layout.addStretch()
        self._group.idToggled.connect(lambda place, on: self.chosen.emit(place) if on else None)

    def show_open(self, place: int) -> None:
        """Marks a tab as the open one."""
        self._group.button(place).setChecked(True)
