"""The panel in which a person says which columns a list shows and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.floating import Floating
from ui.icons import icon

WIDTH = 280
ROW = 28
NAME = Qt.ItemDataRole.UserRole


class ColumnPanel(Floating):
    """Every tick and every move is told at once through `changed` (names in order, names shown)."""

    changed = Signal(list, list)
    usual_wanted = Signal()

    def __init__(self, owner: QWidget, columns: Sequence[tuple[str, str, bool]]) -> None:
        """`columns`: (name, label, shown) in the present order."""
        super().__init__(owner)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("选择列")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.MEDIUM)
        layout.setSpacing(theme.SMALL)
        words = QLabel("勾选要显示的列；拖动或按 Alt+↑↓ 调整顺序")
        theme.mark(words, role="caption")
        layout.addWidget(words)
        self.list = QListWidget()
        self.list.setAccessibleName("列")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setUniformItemSizes(True)
        for name, label, shown in columns:
            item = QListWidgetItem(label)
            item.setData(NAME, name)
            item.setSizeHint(QSize(0, ROW))
            item.setFlags((item.flags() | Qt.ItemFlag.ItemIsUserCheckable) & ~Qt.ItemFlag.ItemIsDropEnabled)
            item.setCheckState(Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setFixedHeight(min(420, ROW * max(3, len(columns)) + 8))
        self.list.setCurrentRow(0)
        self.list.installEventFilter(self)
        layout.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(theme.TIGHT)
        self.up = self._button("上移", "arrow-up", lambda: self.move_current(-1))
        self.down = self._button("下移", "arrow-down", lambda: self.move_current(1))
        usual = QPushButton("恢复默认")
        usual.setAutoDefault(False)
        usual.clicked.connect(self._usual)
        row.addWidget(self.up)
        row.addWidget(self.down)
        row.addStretch()
        row.addWidget(usual)
        layout.addLayout(row)
        self.list.itemChanged.connect(self._tell)
        self.list.model().rowsMoved.connect(self._tell)

    def move_current(self, by: int) -> None:
        """Move the current column up (-1) or down (1)."""
        row = self.list.currentRow()
        if row >= 0 and 0 <= row + by < self.list.count():
            self.list.blockSignals(True)
            item = self.list.takeItem(row)
            self.list.insertItem(row + by, item)
            self.list.setCurrentRow(row + by)
            self.list.blockSignals(False)
            self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt with the arrows moves a column; the list itself would only walk."""
        if watched is self.list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.move_current(-1 if event.key() == Qt.Key.Key_Up else 1)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is done."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_panel()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _button(self, text: str, picture: str, action: object) -> QPushButton:
        button = QPushButton(icon(picture), text)
        button.setAutoDefault(False)
        theme.mark(button, tone="quiet")
        button.clicked.connect(action)
        return button

    def _usual(self) -> None:
        self.usual_wanted.emit()
        self.close_panel()

    def _tell(self) -> None:
        items = [self.list.item(row) for row in range(self.list.count())]
        shown = [item.data(NAME) for item in items if item.checkState() == Qt.CheckState.Checked]
        if shown:  # a list without any column would leave nothing to click on
            self.changed.emit([item.data(NAME) for item in items], shown)
