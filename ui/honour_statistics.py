"""荣誉统计: honours by year or by organisation and level; every number opens its honours."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from models.award import Honour
from models.dictionary import DictionaryEntry
from models.figure import Period
from models.figures_honours import (
    ALL,
    ALL_YEARS,
    GROUPS,
    PERSONS,
    CountLine,
    Counts,
    by_organisation,
    by_year,
)
from models.member import Member
from models.organisation import Organisation
from ui import theme
from ui.chart import Group, Series
from ui.chart_bars import Bars
from ui.chart_columns import Columns
from ui.counted_page import CountedPage
from ui.desk import Desk
from ui.honour_counts_model import HonourCountsModel
from ui.honour_timeline import level_colour
from ui.icons import icon
from ui.number_table import NumberTable
from ui.organisation_facts import card
from ui.page_heading import PageHeading
from ui.scrolled import scrolled

TITLE = "荣誉统计"
_EMPTY = "还没有荣誉记录。\n在“荣誉”里登记，或由推荐登记表彰后，这里按年度和级别统计。"
_WAYS = ("按年度", "按团组织（本年）", "按团组织（历年）")


class HonourStatisticsPage(CountedPage):
    """Counted anew when it is shown after a change."""

    rests_on = frozenset((Honour, Member, Organisation, DictionaryEntry))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.whose = QComboBox()
        self.whose.setAccessibleName("谁的荣誉")
        self.whose.addItems((ALL, PERSONS, GROUPS))
        self.ways = QComboBox()
        self.ways.setAccessibleName("怎样统计")
        self.ways.addItems(_WAYS)
        self.summary = QLabel()
        self.model = HonourCountsModel(self)
        self.view = NumberTable(self.model, TITLE)
        self.years = Columns("各年度荣誉，按级别", _EMPTY)
        self.bars = Bars("各团组织荣誉", _EMPTY)
        self._make_actions()
        self._lay_out()
        for box in (self.whose, self.ways):
            box.activated.connect(lambda _place: self.reload())
        self.view.opened.connect(self._open)
        self.years.opened.connect(self._open_at)
        self.bars.opened.connect(self._open_at)
        self.setFocusProxy(self.view)

    def count(self) -> None:
        """Count again."""
        who, year = self.whose.currentText(), self.desk.year
        way = self.ways.currentIndex()
        if way == 0:
            counts = by_year(who, year)
        else:
            counts = by_organisation(who, Period.year(year) if way == 1 else ALL_YEARS)
        self.model.show_counts(counts, Organisation.label if way else "年度")
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, 220 if way else 100)
        height = header.sizeHint().height() + self.model.rowCount() * theme.ROW_HEIGHT + 2
        self.view.setFixedHeight(height)
        self.view.setCurrentIndex(self.model.index(0, counts.levels.index(None) + 1))
        number = counts.total.values[-1]
        self.summary.setText(f"{counts.total.period.label}{'' if who == ALL else who}荣誉{number:g}项")
        self._show_charts(counts, bool(way))

    def title(self) -> str:
        """What the table is called when it leaves the program."""
        who = self.whose.currentText()
        by = "各团组织" if self.ways.currentIndex() else "各年度"
        return f"{self.model.counts.total.period.label}{by}{'' if who == ALL else who}{TITLE}"

    # -- building -----------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.export_action = self._action("导出荣誉统计…", "导出", "download", "", False)
        self.print_action = self._action("打印荣誉统计…", "打印", "printer", "Ctrl+P", True)

    def _action(self, text: str, short: str, picture: str, keys: str, printed: bool) -> QAction:
        action = QAction(icon(picture), text, self)
        action.setIconText(short)
        action.setProperty("menu", "文件")
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _=False: self._leave(printed))
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.SMALL)
        top.addWidget(PageHeading(QLabel(), self.summary), 1)
        top.addWidget(self.whose)
        top.addWidget(self.ways)
        for action in (self.export_action, self.print_action):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setAccessibleName(action.text().rstrip("…"))
            top.addWidget(button)
        self.charts = QStackedWidget()
        for name, chart in (("各年度", self.years), ("各团组织", self.bars)):
            held = QWidget()
            inside = QVBoxLayout(held)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(card(name, chart))
            inside.addStretch()
            self.charts.addWidget(held)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, theme.LARGE)
        column.setSpacing(theme.LARGE)
        column.addWidget(self.view)
        column.addWidget(self.charts)
        column.addStretch(1)
        area = scrolled(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, 0)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(top)
        layout.addWidget(area, 1)

    # -- showing ------------------------------------------------------------------------------------------

    def _show_charts(self, counts: Counts, organisations: bool) -> None:
        self.charts.setCurrentIndex(1 if organisations else 0)
        if organisations:
            groups = [Group(line.label, (line.values[-1],), line) for line in counts.lines]
            self.bars.show_figures([Series("荣誉", "chart_1", None, "项")], groups)
            return
        shown = [place for place, level in enumerate(counts.levels) if level is not None]
        series = [
            Series(
                counts.heading(place), level_colour(counts.levels[place] or ""), counts.levels[place], "项"
            )
            for place in shown
        ]
        groups = [
            Group(line.label, tuple(line.values[place] for place in shown), line)
            for line in reversed(counts.lines)
        ]
        self.years.show_figures(series, groups)

    # -- opening and writing ------------------------------------------------------------------------------

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            levels = self.model.counts.levels
            # The name of a line stands for all of it.
            level = levels[index.column() - 1] if index.column() else None
            self._open_at(self.model.lines[index.row()], level)

    def _open_at(self, line: CountLine, level: str | None) -> None:
        counts = self.model.counts
        place = counts.levels.index(level)
        if line.values[place]:
            self.desk.open_records(Honour, counts.ids(line, place), counts.title(line, place))

    def _leave(self, printed: bool) -> None:
        # Workbook and print libraries are imported when the table first leaves, not when it is looked at.
        from ui.honour_counts_out import export_counts, print_counts

        way = print_counts if printed else export_counts
        way(self.desk, self, self.model, self.title())
