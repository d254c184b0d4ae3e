"""各支部情况: one line a branch with its figures of the work year, each a way to the records behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from models.figure import Period
from models.figures import figure
from models.organisation import Organisation, branches
from models.years import reference_day
from ui import theme
from ui.organisation_scope import Scope

FIGURES = (
    "members.total",
    "officers.total",
    "members.volunteers",
    "youth.non_member",
    "activities.all.count",
    "activities.all.attendance",
    "activities.volunteer.hours",
)
_ID = Qt.ItemDataRole.UserRole
# Where a long heading is broken: its last word begins a second line.
_LAST_WORDS = ("志愿者数", "青年数", "次数", "人次", "时长")


class BranchFigures(QTableWidget):
    """As high as it has lines. A click on a heading sorts; on a name or number it opens."""

    organisation_wanted = Signal(int)
    figure_wanted = Signal(str, int)  # the figure's name, the branch's id

    def __init__(self) -> None:
        super().__init__(0, len(FIGURES) + 1)
        self.setHorizontalHeaderLabels(
            [Organisation.label, *(_broken(figure(name).label) for name in FIGURES)]
        )
        self.setAccessibleName("各支部情况")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        theme.mark(self, role="read")
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(72)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, 210)
        self.horizontalHeaderItem(0).setTextAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        for column in range(1, self.columnCount()):
            self.horizontalHeaderItem(column).setTextAlignment(
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
        self.cellClicked.connect(self._open)
        self.cellEntered.connect(lambda _row, _column: self.setCursor(Qt.CursorShape.PointingHandCursor))

    def show_scope(self, scope: Scope) -> None:
        """Count the branches of a scope anew."""
        period = Period.year(scope.year)
        counted = [figure(name).by_organisation(period) for name in FIGURES]
        listed = [branch for branch in branches(reference_day(scope.year)) if scope.holds(branch.id)]
        # Sorting while lines are written would mix them.
        self.setSortingEnabled(False)
        self.setRowCount(len(listed))
        for row, branch in enumerate(listed):
            name = QTableWidgetItem(str(branch.name))
            name.setData(_ID, branch.id)
            name.setToolTip(f"打开{branch.name}")
            self.setItem(row, 0, name)
            for column, values in enumerate(counted, 1):
                item = QTableWidgetItem()
                # As a number, so that it is sorted as one.
                item.setData(Qt.ItemDataRole.DisplayRole, values.get(branch.id, 0))
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + len(listed) * theme.ROW_HEIGHT + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens what the cell speaks of."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self._open(self.currentRow(), self.currentColumn())
        else:
            super().keyPressEvent(event)

    def _open(self, row: int, column: int) -> None:
        organisation_id = int(self.item(row, 0).data(_ID))
        if column == 0:
            self.organisation_wanted.emit(organisation_id)
        else:
            self.figure_wanted.emit(FIGURES[column - 1], organisation_id)


def _broken(label: str) -> str:
    end = next((word for word in _LAST_WORDS if label.endswith(word) and label != word), "")
    return f"{label.removesuffix(end)}\n{end}" if end else label
