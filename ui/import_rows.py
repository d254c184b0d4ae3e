"""The rows of an import, to be looked at by what becomes of them, with all that is said of the current one."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from exports.intake_plan import PlanRow
from ui import theme
from ui.empty_state import EmptyState
from ui.import_model import ALL, PROBLEMS, RESULT, VIEWS, WORDS, ImportCells, ImportModel, Preview
from ui.line_table import make_lines
from ui.wrapped_label import WrappedLabel

_SAID = 5  # how many sentences about a row are shown below the list


class RowsPage(QWidget):
    """Begins with the refused rows, if there are any."""

    def __init__(self, preview: Preview) -> None:
        super().__init__()
        self.model = ImportModel(preview, self)
        self.views = QButtonGroup(self)
        for place, name in enumerate(VIEWS):
            button = QPushButton(name)
            button.setCheckable(True)
            button.setAutoDefault(False)
            self.views.addButton(button, place)
        self.views.idClicked.connect(self._look)
        self.next_issue = QAction("下一处问题或提醒", self)
        self.next_issue.setShortcut(QKeySequence("F8"))
        self.next_issue.triggered.connect(lambda _=False: self._go_to_next_issue())
        self.addAction(self.next_issue)
        self.table = self._make_table()
        self.details = WrappedLabel()
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()

    def _make_table(self) -> QTableView:
        table = QTableView()
        make_lines(table, "逐行预览")
        table.setModel(self.model)
        table.setItemDelegate(ImportCells(table))
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.selectionModel().currentRowChanged.connect(lambda *_: self._show_details())
        return table

    def _lay_out(self) -> None:
        following = QPushButton("下一处（F8）")
        following.setAutoDefault(False)
        theme.mark(following, tone="quiet")
        following.clicked.connect(self.next_issue.trigger)
        chips = QHBoxLayout()
        chips.setSpacing(theme.SMALL)
        for button in self.views.buttons():
            chips.addWidget(button)
        chips.addStretch()
        chips.addWidget(following)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState("inbox", "没有这样的行", "换一种看法，或看全部的行。"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.MEDIUM, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(chips)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.details)

    def show_preview(self, preview: Preview) -> None:
        """Show the rows of another plan."""
        self.model.show_preview(preview)
        for button, name in zip(self.views.buttons(), VIEWS, strict=True):
            count = len(preview.views[name])
            button.setText(f"{name} {count}")
            button.setEnabled(bool(count) or name == ALL)
        self._fit_columns(preview.changed)
        first = list(VIEWS).index(PROBLEMS if preview.balance.problem else ALL)
        self.views.button(first).setChecked(True)
        self._look(first)

    def show_row(self, row: PlanRow) -> None:
        """Make one row the current one, whatever was looked at."""
        self.views.button(0).setChecked(True)
        self._look(0)
        self._show_cell(self.model.index(self.model.rows.index(row), WORDS))

    def _fit_columns(self, changed: frozenset[str]) -> None:
        header = self.table.horizontalHeader()
        metrics = self.table.fontMetrics()
        sign, digit = metrics.horizontalAdvance("国"), metrics.horizontalAdvance("0")
        place = max((len(self.model.text(row, 0)) for row in self.model.rows[:200]), default=0)
        for column, width in ((0, sign * max(place, 7) + 12), (RESULT, 104), (WORDS, 360)):
            header.resizeSection(column, width)
        for number, field in enumerate(self.model.fields, 3):
            label = int(metrics.horizontalAdvance(field.label) * 1.15) + 24
            values = digit * field.width * (2 if field.name in changed else 1) + 24
            header.resizeSection(number, max(label, values))

    def _look(self, place: int) -> None:
        self.model.look_at(list(VIEWS)[place])
        self._stack.setCurrentIndex(0 if self.model.rows else 1)
        if self.model.rows:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._show_details()

    def _show_details(self) -> None:
        index = self.table.currentIndex()
        found = self.model.issues(self.model.rows[index.row()]) if index.isValid() and self.model.rows else []
        self.details.setText("\n".join(found[:_SAID]) or " ")
        self.details.updateGeometry()

    def _go_to_next_issue(self) -> None:
        """The next row with a problem or a warning, round the end."""
        rows = self.model.rows
        start = self.table.currentIndex().row() + 1
        for step in range(len(rows)):
            at = (start + step) % len(rows)
            if rows[at].problems or rows[at].warnings:
                issue = (*rows[at].problems, *rows[at].warnings)[0]
                columns = (n for n, field in enumerate(self.model.fields, 3) if field.name == issue.field)
                self._show_cell(self.model.index(at, next(columns, WORDS)))
                return

    def _show_cell(self, index: QModelIndex) -> None:
        self.table.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        )
        self.table.scrollTo(index)
        self.table.setFocus()
