"""The branches of a collection, beside them the rows of the chosen one; whose an unknown file is can be said here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from exports.intake_plan import PlanFile, PlanRow
from models.organisation import branches
from ui import theme
from ui.collect_model import LINES, TO_DO, Collected, CollectModel, Line
from ui.empty_state import EmptyState
from ui.import_model import ALL, ImportCells
from ui.import_rows import RowsPage
from ui.line_table import make_lines

_WIDTHS = (0, 132, 56, 70, 56, 70)  # the name takes what is left
_ROWS, _NOT_SENT, _NOTHING = range(3)


class LinesPage(QWidget):
    """Begins with the first line that needs a person."""

    owner_said = Signal(object, int)  # a PlanFile and the id of the branch whose it is

    def __init__(self, collected: Collected) -> None:
        super().__init__()
        self._collected = collected
        self.model = CollectModel(self)
        self.rows = RowsPage(collected.preview)
        self.views = QButtonGroup(self)
        for place, name in enumerate(LINES):
            button = QPushButton(name)
            button.setCheckable(True)
            button.setAutoDefault(False)
            self.views.addButton(button, place)
        self.views.button(0).setChecked(True)
        self.views.idClicked.connect(lambda _: self._look())
        self.table = self._make_table()
        self._make_owner_bar()
        self._lay_out()

    def _make_table(self) -> QTableView:
        table = QTableView()
        make_lines(table, "各支部报送情况")
        table.setModel(self.model)
        table.setItemDelegate(ImportCells(table))
        header = table.horizontalHeader()
        for column, width in enumerate(_WIDTHS):
            if width:
                header.resizeSection(column, width)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.selectionModel().currentRowChanged.connect(lambda *_: self._show_line())
        return table

    def _make_owner_bar(self) -> None:
        self.choose_owner = QComboBox()
        self.choose_owner.setAccessibleName("这个文件是哪个团支部报的")
        self.choose_owner.setMinimumWidth(200)
        # With the keyboard every step through the list is a choice: only the button takes one.
        self.say_owner = QPushButton("就是它")
        self.say_owner.setAutoDefault(False)
        self.say_owner.clicked.connect(lambda _=False: self._say_owner())
        self.choose_owner.currentIndexChanged.connect(lambda place: self.say_owner.setEnabled(place > 0))
        self._owner_bar = QFrame()
        theme.mark(self._owner_bar, notice="warn")
        self._owner_text = QLabel()
        self._owner_text.setTextFormat(Qt.TextFormat.PlainText)
        bar = QHBoxLayout(self._owner_bar)
        bar.setContentsMargins(theme.MEDIUM, theme.SMALL, theme.MEDIUM, theme.SMALL)
        bar.addWidget(self._owner_text, 1)
        bar.addWidget(self.choose_owner)
        bar.addWidget(self.say_owner)

    def _lay_out(self) -> None:
        chips = QHBoxLayout()
        chips.setSpacing(theme.SMALL)
        for button in self.views.buttons():
            chips.addWidget(button)
        chips.addStretch()
        list_side = QWidget()
        column = QVBoxLayout(list_side)
        column.setContentsMargins(0, theme.MEDIUM, theme.SMALL, 0)
        column.setSpacing(theme.SMALL)
        column.addLayout(chips)
        column.addWidget(self.table, 1)
        self.below = QStackedWidget()
        self.below.addWidget(self.rows)
        self.below.addWidget(EmptyState("inbox", "这个团支部还没有报", "可以在“催报台账”里复制催报名单。"))
        self.below.addWidget(EmptyState("inbox", "这个文件里没有可以收的行", "空白表没有填，或不是这种表。"))
        self.about = QLabel()
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        theme.mark(self.about, role="subheading")
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(theme.MEDIUM, theme.MEDIUM, 0, 0)
        column.setSpacing(theme.SMALL)
        column.addWidget(self.about)
        column.addWidget(self._owner_bar)
        column.addWidget(self.below, 1)
        halves = QSplitter()
        halves.setChildrenCollapsible(False)
        halves.addWidget(list_side)
        halves.addWidget(beside)
        halves.setStretchFactor(1, 1)
        halves.setSizes([560, 640])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(halves)

    def show_collected(self, collected: Collected) -> None:
        """Show another collection, in the same way of looking at it."""
        self._collected = collected
        self.model.show_lines(collected.lines, self._view())
        for button, name in zip(self.views.buttons(), LINES, strict=True):
            button.setText(f"{name} {self.model.count(name)}")
        self._choose_first()

    def show_row(self, row: PlanRow) -> None:
        """Show one row of a file among the others of it."""
        self.views.button(0).setChecked(True)
        self.model.look_at(self._view())
        at = next(place for place, line in enumerate(self.model.lines) if _file(line) is row.sheet.file)
        self.table.setCurrentIndex(self.model.index(at, 0))
        self._show_line()
        self.rows.show_row(row)

    def _view(self) -> str:
        return list(LINES)[max(self.views.checkedId(), 0)]

    def _look(self) -> None:
        self.model.look_at(self._view())
        self._choose_first()

    def _choose_first(self) -> None:
        wanted = [at for at, line in enumerate(self.model.lines) if LINES[TO_DO](line)]
        if self.model.lines:
            self.table.setCurrentIndex(self.model.index(wanted[0] if wanted else 0, 0))
        self._show_line()

    def _line(self) -> Line | None:
        row = self.table.currentIndex().row()
        return self.model.lines[row] if 0 <= row < len(self.model.lines) else None

    def _show_line(self) -> None:
        line = self._line()
        unknown = line is not None and line.needs_owner
        self.about.setText("" if line is None else line.about())
        self._owner_bar.setVisible(unknown)
        if line is not None and unknown:
            self._owner_text.setText("看不出是哪个团支部报的，请选择：")
            self._fill_owners()
        if line is None or line.preview is None:
            self.below.setCurrentIndex(_NOT_SENT)
        elif not line.preview.views[ALL]:
            self.below.setCurrentIndex(_NOTHING)
        else:
            self.rows.show_preview(line.preview)
            self.below.setCurrentIndex(_ROWS)

    def _fill_owners(self) -> None:
        taken = {line.organisation for line in self._collected.lines if line.returned is not None}
        self.choose_owner.clear()
        self.choose_owner.addItem("请选择", None)
        for branch in branches():
            self.choose_owner.addItem(
                f"{branch.name}{'（已有一份）' if branch.id in taken else ''}", branch.id
            )

    def _say_owner(self) -> None:
        line, chosen = self._line(), self.choose_owner.currentData()
        file = _file(line) if line is not None else None
        if file is not None and chosen is not None:
            self.owner_said.emit(file, chosen)


def _file(line: Line) -> PlanFile | None:
    return line.returned.file if line.returned is not None else None
