"""The list of keys: every action of the menus that has one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui import theme


class KeyList(QDialog):
    """Actions by menu, their keys at the right."""

    def __init__(self, parent: QWidget, menus: Sequence[tuple[str, Sequence[QAction]]]) -> None:
        super().__init__(parent)
        self.setWindowTitle("快捷键一览")
        self.resize(460, 560)
        inner = QWidget()
        inner.setProperty("role", "scrolled")
        grid = QGridLayout(inner)
        grid.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.LARGE)
        grid.setVerticalSpacing(theme.SMALL)
        grid.setColumnStretch(0, 1)
        row = 0
        for name, actions in menus:
            known = [action for action in actions if not action.shortcut().isEmpty()]
            if not known:
                continue
            if row:
                grid.setRowMinimumHeight(row, theme.MEDIUM)
                row += 1
            heading = QLabel(name)
            heading.setProperty("role", "subheading")
            grid.addWidget(heading, row, 0, 1, 2)
            for action in known:
                row += 1
                grid.addWidget(QLabel(action.text().rstrip("…")), row, 0)
                keys = QLabel(action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
                keys.setProperty("badge", "neutral")
                grid.addWidget(keys, row, 1, Qt.AlignmentFlag.AlignRight)
            row += 1
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        box = QDialogButtonBox()
        box.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.MEDIUM)
        layout.addWidget(area)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.WIDE, 0, theme.WIDE, 0)
        foot.addWidget(box)
        layout.addLayout(foot)
