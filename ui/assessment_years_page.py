"""考评 › 历年对比: the yearly assessments of all branches, and the indicators of one, year against year; table and chart."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
)

from exports.plain_table import TableColumn
from models.assessment import Assessment, Score
from models.assessment_years import Line, by_indicator, by_organisation, years
from models.organisation import Organisation
from models.scheme import Indicator, Scheme
from ui import theme
from ui.assessment_years_model import YearsModel
from ui.chart import Group, Series
from ui.chart_lines import Lines
from ui.counted_page import CountedPage
from ui.desk import Desk
from ui.icons import icon
from ui.line_table import make_lines
from ui.page_heading import PageHeading
from ui.table_out import export_lines, print_lines

_EMPTY = "评完一年以上的考核后，这里对比各年的得分。"
_MEAN = "各团组织平均"
_MOST_YEARS = 6
_NARROW = 110  # pixels for points out of points


class YearsPage(CountedPage):
    """Enter on a branch shows its indicators; Enter on a year's number opens that assessment; Backspace goes back."""

    rests_on = frozenset((Assessment, Score, Scheme, Indicator, Organisation))
    page_first = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._heading, self._summary = QLabel(), QLabel()
        self.whose = QComboBox()
        self.whose.setAccessibleName("看什么")
        self.whose.setMinimumWidth(220)
        self.whose.activated.connect(lambda _place: self._list())
        self.model = YearsModel(self)
        self.view = QTableView()
        self.view.setModel(self.model)
        make_lines(self.view, "历年考核对比")
        self.view.setSelectionBehavior(QTableView.SelectionBehavior.SelectItems)
        self.view.installEventFilter(self)
        self.view.doubleClicked.connect(lambda _index: self._open())
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._draw())
        self.chart = Lines("历年得分", _EMPTY)
        self.chart.opened.connect(lambda key, _series: self._open_id(key))
        self._make_actions()
        self._lay_out()
        self.setFocusProxy(self.view)

    def _make_actions(self) -> None:
        self.export_action = QAction(icon("file-spreadsheet"), "导出对比表…", self)
        self.print_action = QAction(icon("printer"), "打印对比表…", self)
        self.print_action.setShortcut(QKeySequence("Ctrl+P"))
        self.print_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.export_action.triggered.connect(lambda _=False: self._export())
        self.print_action.triggered.connect(lambda _=False: self._print())
        self.addActions([self.export_action, self.print_action])

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.SMALL)
        top.addWidget(PageHeading(self._heading, self._summary), 1)
        top.addWidget(self.whose)
        for action in (self.export_action, self.print_action):
            button = QPushButton(action.icon(), action.text())
            button.clicked.connect(action.trigger)
            top.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addWidget(self.view, 3)
        layout.addWidget(self.chart, 2)

    # -- showing ------------------------------------------------------------------------------------------

    def count(self) -> None:
        """Read all years anew; who is looked at stays."""
        self._heading.setText("历年考核对比")
        self._all = by_organisation()
        kept = self.whose.currentData()
        self.whose.clear()
        self.whose.addItem("全部团组织", None)
        for id_, line in self._all:
            self.whose.addItem(line.name, id_)
        self.whose.setCurrentIndex(max(0, self.whose.findData(kept)))
        self._list()

    def _list(self) -> None:
        whose = self.whose.currentData()
        shown = [year for year in years() if year <= self.desk.year][-_MOST_YEARS:]
        row = self.view.currentIndex().row()
        if whose is None:
            lines = [line for _, line in self._all]
            self.model.show(
                Assessment.field("organisation").label, shown, lines, [id_ for id_, _ in self._all]
            )
            self._summary.setText(f"{len(lines)}个团组织，{len(shown)}个年度；回车看它的各项指标")
        else:
            self.model.show("指标", shown, by_indicator(whose))
            self._summary.setText("得分/分值；内容相同或二级指标相同的算同一项；退格键回到全部团组织")
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(
            QHeaderView.ResizeMode.Stretch if whose is None else QHeaderView.ResizeMode.Fixed
        )
        if whose is not None:
            for column in range(1, self.model.columnCount()):
                header.resizeSection(column, _NARROW)
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        if self.model.lines:
            self.view.setCurrentIndex(self.model.index(min(max(row, 0), len(self.model.lines) - 1), 0))
        self._draw()

    def _draw(self) -> None:
        """The line under the cursor, beside the mean of all or the other blocks."""
        row = self.view.currentIndex().row()
        if not 0 <= row < len(self.model.lines):
            self.chart.show_figures((), ())
            return
        line = self.model.lines[row]
        series = [Series(line.name, "chart_1", unit="%" if not self.model.ids else "分")]
        values = [[_percent(line, year)] for year in self.model.years]
        if self.model.ids:
            series.append(Series(_MEAN, "chart_2", unit="分"))
            for place, year in enumerate(self.model.years):
                known = [share for each in self.model.lines if not math.isnan(share := _percent(each, year))]
                values[place].append(sum(known) / len(known) if known else math.nan)
        groups = [
            Group(f"{year}年", tuple(found), line.marks[year].assessment_id if year in line.marks else None)
            for year, found in zip(self.model.years, values, strict=True)
        ]
        self.chart.show_figures(series, groups)

    # -- deeds --------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes into what the cell is about, Backspace back to all branches."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open()
                return True
            if event.key() == Qt.Key.Key_Backspace and self.whose.currentIndex() > 0:
                self.whose.setCurrentIndex(0)
                self._list()
                return True
        return super().eventFilter(watched, event)

    def _open(self) -> None:
        index = self.view.currentIndex()
        if not index.isValid():
            return
        mark = self.model.mark(index.row(), index.column())
        if mark is not None:
            self._open_id(mark.assessment_id)
        elif self.model.ids:
            self.whose.setCurrentIndex(self.whose.findData(self.model.ids[index.row()]))
            self._list()

    def _open_id(self, id_: object) -> None:
        assessment = None if id_ is None else Assessment.get_or_none(Assessment.id == id_)
        if assessment is not None:
            self.desk.set_year(int(assessment.year))
            self.desk.open_record(assessment)

    def _title(self) -> str:
        whose = self.whose.currentText() if self.whose.currentData() is not None else ""
        return f"{whose}历年考核对比"

    def _rows(self) -> list[list[str]]:
        columns = range(self.model.columnCount())
        return [[self.model.text(row, column) for column in columns] for row in range(len(self.model.lines))]

    def _export(self) -> None:
        columns = [TableColumn(name, 18 if place else 34) for place, name in enumerate(self.model.headings)]
        export_lines(self.desk, self, columns, self._rows(), self._title(), action="导出对比表")

    def _print(self) -> None:
        print_lines(self.desk, self, self.model.headings, self._rows(), self._title())


def _percent(line: Line, year: int) -> float:
    """What a line has in a year in hundredths of its points; nan where it has none."""
    mark = line.marks.get(year)
    return math.nan if mark is None or mark.share is None else mark.share * 100
