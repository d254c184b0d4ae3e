"""The work year in the window's top line: one back, one on, or any from the menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from ui import icons
from ui.desk import Desk


class YearSwitch(QWidget):
    """‹ 2010年 ›. `years` gives the years that have records, the latest first."""

    def __init__(self, desk: Desk, years: Callable[[], Sequence[int]]) -> None:
        super().__init__()
        self._desk = desk
        self._years = years
        self.setObjectName("years")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.earlier = self._step("上一年度", "chevron-left", "Ctrl+[", -1)
        self.later = self._step("下一年度", "chevron-right", "Ctrl+]", 1)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self._button = QToolButton()
        self._button.setProperty("role", "year")
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._button.setMenu(self._menu)
        self._button.setToolTip("选择工作年度；各页只显示这一年的记录")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(0)
        for action in (self.earlier, None, self.later):
            if action is None:
                layout.addWidget(self._button)
                continue
            arrow = QToolButton()
            arrow.setDefaultAction(action)
            arrow.setIconSize(QSize(16, 16))
            arrow.setAccessibleName(action.text())
            layout.addWidget(arrow)
        desk.year_changed.connect(self._show)
        self._show(desk.year)

    def _step(self, text: str, picture: str, keys: str, by: int) -> QAction:
        action = QAction(icons.icon(picture), text, self)
        action.setShortcut(QKeySequence(keys))
        action.setToolTip(f"{text}（{keys}）")
        action.triggered.connect(lambda: self._desk.set_year(self._desk.year + by))
        return action

    def _show(self, year: int) -> None:
        self._button.setText(f"{year}年")
        self._button.setAccessibleName(f"工作年度 {year}年")

    def _fill(self) -> None:
        for action in self._menu.actions():
            self._menu.removeAction(action)
            action.deleteLater()
        known = self._years()
        for year in sorted({*known, self._desk.year, max(known) + 1}, reverse=True):
            action = self._menu.addAction(f"{year}年")
            action.setCheckable(True)
            action.setChecked(year == self._desk.year)
            action.triggered.connect(lambda _=False, year=year: self._desk.set_year(year))
