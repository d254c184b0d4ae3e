"""信息排名: the branches by their news in a part of the year, with charts; every number opens its records."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from models.figure import Period
from models.figures_news import OWN_COLUMNS
from models.news import News, NewsUse
from models.news_points import NewsPoints, NewsStandard
from models.news_ranking import (
    COLUMNS,
    PARTS,
    POINTS_COLUMN,
    SENT_COLUMN,
    USE_COLUMNS,
    Line,
    Part,
    figure,
    ranking,
)
from models.organisation import Organisation
from models.record import Record
from ui import theme
from ui.chart import Group, Series
from ui.chart_bars import Bars
from ui.chart_columns import Columns
from ui.counted_page import CountedPage
from ui.desk import Desk, Selection
from ui.export_format import export_format
from ui.icons import icon
from ui.news_points_dialog import NewsPointsDialog
from ui.news_ranking_model import BRANCH, FIRST_FIGURE, RANK, NewsRankingModel
from ui.number_table import NumberTable
from ui.organisation_facts import card
from ui.page_heading import PageHeading
from ui.scrolled import scrolled
from ui.wrapped_label import WrappedLabel

_NAMED = 8  # branches; two hundred would push the table off the screen
_NO_NEWS = "这一段时间还没有信息。\n登记信息或导入刊用情况表后，这里显示各支部情况。"
_BY_MONTH = (*(f"news.{kind}" for kind in OWN_COLUMNS), "news.other")
_BARS = (
    Series("报送", "chart_1", SENT_COLUMN, figure(SENT_COLUMN).unit),
    Series("得分", "chart_5", POINTS_COLUMN, figure(POINTS_COLUMN).unit),
)


class NewsRankingPage(CountedPage):
    """Counted anew when it is shown after a change."""

    rests_on = frozenset((News, NewsUse, NewsStandard, NewsPoints, Organisation))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.parts = QComboBox()
        self.parts.setAccessibleName("时段")
        for part in PARTS:
            self.parts.addItem(part.label)
        self.ways = QComboBox()
        self.ways.setAccessibleName("看什么")
        self.ways.addItems(("报送和采用", "采用明细"))
        self.ways.setToolTip("采用明细按信息种类和采用级别分列，没有采用的不列")
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.owed = WrappedLabel()
        theme.mark(self.owed, role="warning")
        self.model = NewsRankingModel(self)
        self.view = _lines(self.model)
        self.months = Columns("各月报送信息，按种类", _NO_NEWS)
        self.bars = Bars("各支部报送信息和得分", _NO_NEWS)
        self._make_actions()
        self._lay_out()
        for box in (self.parts, self.ways):
            box.activated.connect(lambda _place: self.reload())
        self.view.opened.connect(self._open)
        self.months.opened.connect(self._open_month)
        self.bars.opened.connect(self._open_figure)
        self.setFocusProxy(self.view)

    @property
    def part(self) -> Part:
        """The part of the year that is ranked."""
        return PARTS[self.parts.currentIndex()]

    @property
    def period(self) -> Period:
        """That part of the work year."""
        return self.part.period(self.desk.year)

    def count(self) -> None:
        """Count anew and show it."""
        in_detail = self.ways.currentIndex() == 1
        lines = ranking(self.period, USE_COLUMNS if in_detail else COLUMNS)
        used = [
            name
            for name in USE_COLUMNS
            if name == POINTS_COLUMN or (in_detail and any(line.values[name] for line in lines))
        ]
        self.model.show_lines(lines, used if in_detail else COLUMNS)
        _fit(self.view.horizontalHeader(), self.model.owing)
        self.view.horizontalHeader().setSortIndicator(RANK, Qt.SortOrder.AscendingOrder)
        height = self.view.horizontalHeader().sizeHint().height() + len(lines) * theme.ROW_HEIGHT + 2
        self.view.setFixedHeight(height + self.view.horizontalScrollBar().sizeHint().height())
        self._tell(lines)
        self._show_charts(lines)

    # -- building -------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.list_action = self._action("导出名次表…", lambda: self._leave(printed=False))
        self.sent_action = self._action("导出信息上报情况统计表…", lambda: self._export("news-sent"))
        self.used_action = self._action("导出信息采用情况统计表…", lambda: self._export("news-used"))
        self.print_action = QAction(icon("printer"), "打印名次表…", self)
        self.print_action.setProperty("menu", "文件")
        self.print_action.setShortcut(QKeySequence("Ctrl+P"))
        self.print_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.print_action.triggered.connect(lambda _=False: self._leave(printed=True))
        self.addAction(self.print_action)
        self.points_action = QAction(icon("settings"), "计分标准…", self)
        self.points_action.triggered.connect(
            lambda _=False: NewsPointsDialog(self.desk, self.window()).open()
        )
        self.addAction(self.points_action)

    def _action(self, text: str, work: object) -> QAction:
        action = QAction(icon("file-spreadsheet"), text, self)
        action.setProperty("menu", "文件")
        action.triggered.connect(lambda _=False: work())  # type: ignore[operator]
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        export = QToolButton()
        export.setIcon(icon("download"))
        export.setText("导出")
        export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(export)
        menu.addActions([self.list_action, self.sent_action, self.used_action])
        export.setMenu(menu)
        others = []
        for action in (self.print_action, self.points_action):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setAccessibleName(action.text().rstrip("…"))
            others.append(button)
        self.print_action.setIconText("打印")
        self.top = QHBoxLayout()
        self.top.setSpacing(theme.SMALL)
        self.top.addWidget(PageHeading(QLabel(), self.summary), 1)
        self.top.addWidget(self.ways)
        self.top.addWidget(self.parts)
        self.top.addWidget(export)
        for button in others:
            self.top.addWidget(button)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, theme.LARGE)
        column.setSpacing(theme.LARGE)
        column.addWidget(self.owed)
        column.addWidget(self.view)
        charts = QHBoxLayout()
        charts.setSpacing(theme.LARGE)
        charts.addWidget(card("各月报送", self.months), 1, Qt.AlignmentFlag.AlignTop)
        charts.addWidget(card("各支部", self.bars), 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(charts)
        column.addStretch(1)
        area = scrolled(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, 0)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(self.top)
        layout.addWidget(area, 1)

    # -- showing --------------------------------------------------------------------------------------

    def _tell(self, lines: list[Line]) -> None:
        sent, used, points = (
            figure(name).value(self.period) for name in (SENT_COLUMN, "news.used", POINTS_COLUMN)
        )
        self.summary.setText(f"报送{sent:,}条　采用{used:,}条　得分{points:,g}")
        owing = [line for line in lines if line.owing]
        names = "、".join(
            f"{line.branch.name}（{'、'.join(f'{month}月' for month in line.owing)}）"
            for line in owing[:_NAMED]
        )
        names += "等，逐个列在排名的最后一列" if len(owing) > _NAMED else ""
        self.owed.setText(f"{len(owing)}个团支部有月份没有报送带图片的信息：{names}")
        self.owed.setVisible(bool(owing))

    def _show_charts(self, lines: list[Line]) -> None:
        year = self.desk.year
        series = [
            Series(figure(name).label.removesuffix("篇数"), f"chart_{place}", name, figure(name).unit)
            for place, name in enumerate(_BY_MONTH, 1)
        ]
        groups = []
        for month in range(self.part.first, self.part.last + 1):
            period = Period.months(year, month, month)
            values = tuple(figure(name).value(period) for name in _BY_MONTH)
            groups.append(Group(f"{month}月", values, month))
        self.months.show_figures(series, groups)
        self.bars.show_figures(
            _BARS,
            [
                Group(str(line.branch.name), (line.values[SENT_COLUMN], line.points), line.branch.id)
                for line in lines
                if line.values[SENT_COLUMN]
            ],
        )

    # -- opening and writing --------------------------------------------------------------------------

    def _open(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        name = self.model.figure_at(index)
        line = self.model.lines[index.row()]
        if name is None and not FIRST_FIGURE <= index.column() < self.model.owing:
            name = SENT_COLUMN  # the branch itself: all that it sent
        if name is not None and line.values[SENT_COLUMN]:
            self._open_figure(line.branch.id, name)

    def _open_figure(self, organisation: int, name: str) -> None:
        self._list(name, self.period, organisation)

    def _open_month(self, month: int, name: str) -> None:
        self._list(name, Period.months(self.desk.year, month, month), None)

    def _list(self, name: str, period: Period, organisation: int | None) -> None:
        found = figure(name)
        whose = Organisation.titles().get(organisation, "") if organisation else ""
        ids = found.ids(period, None if organisation is None else {organisation})
        self.desk.open_records(News, ids, f"{period.label}{whose}{found.label}")

    def _export(self, name: str) -> None:
        part = (self.part.key, self.part.label if self.part.key else "")
        export_format(self.desk, self.window(), name, part=part)

    def _leave(self, printed: bool) -> None:
        # Workbook and print libraries are imported when the ranking first leaves, not when it is looked at.
        from ui.news_ranking_out import export_ranking, print_ranking

        way = print_ranking if printed else export_ranking
        way(self.desk, self, self.model, f"{self.period.label}信息排名")

    def show_record(self, record: Record) -> None:
        """A standard is edited in its dialog."""
        NewsPointsDialog(self.desk, self.window()).open()

    def show_records(self, selection: Selection) -> None:
        """So are several."""
        NewsPointsDialog(self.desk, self.window()).open()


def _lines(model: NewsRankingModel) -> NumberTable:
    view = NumberTable(model, "信息排名")
    view.setSortingEnabled(True)
    header = view.horizontalHeader()
    # Over the words: beside them a narrow column has no room for it.
    header.setStyleSheet(
        "QHeaderView::up-arrow, QHeaderView::down-arrow { subcontrol-position: top center; top: 1px; }"
    )
    header.setMinimumSectionSize(72)
    _fit(header, model.owing)
    return view


def _fit(header: QHeaderView, owing: int) -> None:
    """Figures share the room that rank, branch and months leave."""
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for column, width in ((RANK, 72), (BRANCH, 190), (owing, 130)):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(column, width)
