"""荣誉统计: honours by year or by organisation and level; every number opens its honours."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from models.award import Honour
from models.changes import Notice
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
from ui.desk import Desk
from ui.honour_counts_model import HonourCountsModel
from ui.honour_timeline import level_colour
from ui.icons import icon
from ui.line_table import make_lines
from ui.organisation_facts import card
from ui.page import Page
from ui.page_heading import PageHeading

TITLE = "荣誉统计"
_KINDS = {Honour, Member, Organisation, DictionaryEntry}
_EMPTY = "还没有荣誉记录。\n在“荣誉”里登记，或由推荐登记表彰后，这里按年度和级别统计。"
_WAYS = ("按年度", "按团组织（本年）", "按团组织（历年）")


class HonourStatisticsPage(Page):
    """Counted anew when it is shown after a change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._stale = True
        self.whose = QComboBox()
        self.whose.setAccessibleName("谁的荣誉")
        self.whose.addItems((ALL, PERSONS, GROUPS))
        self.ways = QComboBox()
        self.ways.setAccessibleName("怎样统计")
        self.ways.addItems(_WAYS)
        self.summary = QLabel()
        self.model = HonourCountsModel(self)
        self.view = _table(self.model)
        self.years = Columns("各年度荣誉，按级别", _EMPTY)
        self.bars = Bars("各团组织荣誉", _EMPTY)
        self._make_actions()
        self._lay_out()
        for box in (self.whose, self.ways):
            box.activated.connect(lambda _place: self.reload())
        self.view.clicked.connect(self._open)
        self.view.installEventFilter(self)
        self.years.opened.connect(self._open_at)
        self.bars.opened.connect(self._open_at)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.reload)
        desk.year_changed.connect(lambda _year: self._mark_stale())
        desk.live.changed.connect(self._noticed)
        self.setFocusProxy(self.view)

    def reload(self) -> None:
        """Count again."""
        self._stale = False
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
        theme.mark(inner, role="scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, theme.LARGE)
        column.setSpacing(theme.LARGE)
        column.addWidget(self.view)
        column.addWidget(self.charts)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
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

    def _noticed(self, notice: Notice) -> None:
        if _KINDS & set(notice.ids):
            self._mark_stale()

    def _mark_stale(self) -> None:
        self._stale = True
        if self.isVisible():
            self._later.start()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while the page was out of sight is counted now."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    # -- opening and writing ------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter opens what the cell speaks of."""
        if (
            watched is self.view
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._open(self.view.currentIndex())
            return True
        return super().eventFilter(watched, event)

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


def _table(model: HonourCountsModel) -> QTableView:
    view = QTableView()
    view.setModel(model)
    make_lines(view, TITLE)
    theme.mark(view, role="read")
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setMouseTracking(True)
    view.setCursor(Qt.CursorShape.PointingHandCursor)
    return view
