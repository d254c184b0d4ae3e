"""Rows of two branches that seem to be one joint activity, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QPushButton, QTableView, QVBoxLayout, QWidget

from exports.collect import Twin, told
from exports.intake_plan import PlanRow
from models.activity import Activity
from ui import theme
from ui.import_model import ImportCells
from ui.table_paint import shades
from ui.wrapped_label import WrappedLabel

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole
FIELDS = ("branch", "title", "start", "place", "category", "present", "content")
_GUIDE = (
    "下面每两行像是同一次联合活动，两个支部都报了；不一样的地方标了颜色。可以都收入，各支部各算一次；"
    "只想算一次的，收入后在“活动”里打开这两条，留一条，写上协办单位，删去另一条。"
)


class TwinModel(QAbstractTableModel):
    """Two rows a pair; the values in which they differ are marked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.twins: list[Twin] = []
        self.fields = [Activity.field(name) for name in FIELDS]

    def show_twins(self, twins: Sequence[Twin]) -> None:
        """Show other pairs."""
        self.beginResetModel()
        self.twins = list(twins)
        self.endResetModel()

    def side_at(self, row: int) -> PlanRow | Activity:
        """The row of a file, or the activity reported before, that a row of the list is."""
        return self.twins[row // 2][row % 2]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """Two for each pair."""
        return 0 if parent.isValid() else 2 * len(self.twins)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """The pair's number and the fields."""
        return 0 if parent.isValid() else 1 + len(self.fields)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings above."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != _DISPLAY:
            return None
        return "第几对" if section == 0 else self.fields[section - 1].label

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Texts; what differs has a ground of its own."""
        if not index.isValid():
            return None
        first = index.row() % 2 == 0
        if index.column() == 0:
            return self._pair(index.row()) if role == _DISPLAY else None
        field = self.fields[index.column() - 1]
        value = told(self.side_at(index.row()), field.name)
        if role in (_DISPLAY, Qt.ItemDataRole.ToolTipRole):
            return field.show(value).replace("\n", " ")
        if role == Qt.ItemDataRole.BackgroundRole:
            other = told(self.side_at(index.row() + (1 if first else -1)), field.name)
            return QBrush(shades["warn_soft"]) if value != other and field.name != "branch" else None
        return None

    def _pair(self, row: int) -> str | None:
        if isinstance(self.side_at(row), Activity):
            return "以前已报"
        return None if row % 2 else f"第{row // 2 + 1}对"


class TwinList(QWidget):
    """The pairs, with what can be done about them."""

    side_wanted = Signal(object)  # a PlanRow, to be shown among the rows of its file, or an Activity

    def __init__(self) -> None:
        super().__init__()
        self.model = TwinModel(self)
        self.table = QTableView()
        self.table.setAccessibleName("可能是同一次活动的")
        self.table.setModel(self.model)
        self.table.setItemDelegate(ImportCells(self.table))
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        for column, width in enumerate((88, 190, 230, 104, 130, 90, 84)):
            header.resizeSection(column, width)
        header.setSectionResizeMode(len(FIELDS), QHeaderView.ResizeMode.Stretch)
        self.table.activated.connect(lambda index: self.side_wanted.emit(self.model.side_at(index.row())))
        guide = WrappedLabel(_GUIDE)
        theme.mark(guide, role="muted")
        self.look = QPushButton("看这一条")
        self.look.setAutoDefault(False)
        self.look.clicked.connect(lambda _=False: self._look())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.MEDIUM, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(guide)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)

    def show_twins(self, twins: Sequence[Twin]) -> None:
        """Show other pairs."""
        self.model.show_twins(twins)
        if twins:
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _look(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.side_wanted.emit(self.model.side_at(index.row()))
