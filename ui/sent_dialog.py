"""上报记录: what went up to the committee, with its files, and each compared with what the data say now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from exports.fill_compare import Difference
from exports.fill_sent import compare_sent
from models.reporting import Sent
from ui import jobs, theme
from ui.desk import Desk
from ui.empty_state import EmptyState
from ui.icons import icon
from ui.record_tab import RecordTab

TITLE = "上报记录"
COMPARE = "与现在的数据比较"
_SIZE = QSize(1080, 640)
_COLUMNS = ("name", "sent_on", "recipient", "document", "year", "explanation")
_FIELDS = (*_COLUMNS, "files")
_HEADS = (("文件", 190), ("哪张表", 90), ("位置", 70), ("行", 190), ("报送时", 220), ("现在", 220))

Index = QModelIndex | QPersistentModelIndex
Differences = Sequence[tuple[str, list[Difference]]]


class SentDialog(QDialog):
    """The list, or just these of it; an entry's files open from its form."""

    def __init__(
        self, desk: Desk, parent: QWidget, ids: Sequence[int] | None = None, title: str = ""
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(TITLE)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.tab = RecordTab(
            desk,
            Sent,
            query=lambda: Sent.select().order_by(Sent.sent_on.desc(), Sent.id.desc()),
            columns=_COLUMNS,
            form_fields=_FIELDS,
            name="sent",
        )
        # What was sent is registered where it is filled: only there its file and hash are known.
        for action in (self.tab.new_action, self.tab.duplicate_action):
            action.setEnabled(False)
            action.setVisible(False)
        self.tab.new_button.hide()
        self.tab.table.set_empty("还没有登记过上报", "在“报表”里填好区团委的表，保存后选“登记上报”。", [])
        if ids is not None:
            self.tab.table.show_only(ids, title or Sent.label)
        self.compare = QAction(icon("copy"), f"{COMPARE}…", self)
        self.compare.triggered.connect(lambda _=False: self._compare())
        self.tab.add_action(self.compare)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SMALL, theme.SMALL, theme.SMALL, theme.SMALL)
        layout.addWidget(self.tab)
        self.resize(_SIZE.boundedTo(parent.window().size() - QSize(40, 40)))
        self.tab.table.view.setFocus()

    def _compare(self) -> None:
        sent = Sent.get_or_none(Sent.id == self.tab.table.current_id())
        if sent is not None:
            compare_now(self, self.desk, sent)


def compare_now(parent: QWidget, desk: Desk, sent: Sent) -> None:
    """Fill the sheet again and list what differs from what was sent."""

    def then(found: Differences) -> None:
        CompareDialog(parent, sent, found).open()

    jobs.run(parent, COMPARE, lambda _tick: compare_sent(sent, desk.store.attachments), then)


class CompareModel(QAbstractTableModel):
    """One row a difference: where, what was sent, what the data say now."""

    def __init__(self, found: Differences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines = [
            (file, each.sheet, each.where, each.heading, each.before or "（空）", each.after or "（空）")
            for file, differences in found
            for each in differences
        ]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """The differences."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """As _HEADS."""
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The texts; whole in the tool tip."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return self.lines[index.row()][index.column()]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The names of the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _HEADS[section][0]
        return None


class CompareDialog(QDialog):
    """The differences, or that there are none."""

    def __init__(self, parent: QWidget, sent: Sent, found: Differences) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(COMPARE)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.model = CompareModel(found, self)
        count = self.model.rowCount()
        heading = QLabel(
            f"{sent.heading()}：报送后有{count:,}处变化" if count else f"{sent.heading()}：与现在的数据一致"
        )
        theme.mark(heading, role="heading")
        self.view = QTableView()
        self.view.setAccessibleName("报送时与现在的不同")
        self.view.setModel(self.model)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        for at, (_, width) in enumerate(_HEADS):
            self.view.setColumnWidth(at, width)
        self.view.setColumnHidden(0, len(found) < 2)
        self.view.horizontalHeader().setStretchLastSection(True)
        stack = QStackedWidget()
        stack.addWidget(self.view)
        stack.addWidget(EmptyState("circle-check", "没有不同", "现在再填一次，得到的是同一张表。"))
        stack.setCurrentIndex(0 if count else 1)
        close = QPushButton("关闭")
        close.setAutoDefault(False)
        close.clicked.connect(lambda _=False: self.accept())
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.MEDIUM)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(heading)
        layout.addWidget(stack, 1)
        layout.addLayout(row)
        self.resize(_SIZE.boundedTo(parent.window().size() - QSize(40, 40)))
        self.view.setFocus()
