"""The line under a sheet's picture: the workbook's sheets as tabs, and the zoom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabBar, QToolButton, QWidget

from ui import theme
from ui.icons import icon
from ui.sheet_view import SheetView


class SheetBar(QWidget):
    """`tabs` tells which sheet is wanted; the buttons zoom the view."""

    def __init__(self, view: SheetView, sheets: Sequence[str]) -> None:
        super().__init__()
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("看哪张工作表")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for name in sheets:
            self.tabs.addTab(name)
        zoom = QLabel(f"{view.zoom:.0%}")
        theme.mark(zoom, role="caption")
        view.zoomed.connect(lambda factor: zoom.setText(f"{factor:.0%}"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.TIGHT)
        layout.addWidget(self.tabs, 1)
        for name, picture, direction in (
            ("缩小（Ctrl+-）", "zoom-out", -1),
            ("放大（Ctrl++）", "zoom-in", 1),
        ):
            button = QToolButton()
            button.setIcon(icon(picture))
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, direction=direction: view.step_zoom(direction))
            layout.addWidget(button)
        layout.addWidget(zoom)
