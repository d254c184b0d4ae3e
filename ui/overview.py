"""总览: what needs doing, the year's figures and charts; every figure opens its records."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from models.activity import CATEGORIES, Activity
from models.member import Member
from models.settings import office
from ui import icons, overview_data, theme
from ui.chart import Group, Series
from ui.chart_bars import Bars
from ui.chart_columns import Columns
from ui.counted_page import CountedPage
from ui.desk import Desk
from ui.overview_data import Number, OverviewData
from ui.page_heading import PageHeading
from ui.tiles import Tile
from ui.todo import Todo
from ui.todo_list import TodoList

BRANCHES_AT_FIRST = 12
_NO_BRANCH = "还没有支部。\n导入团组织一览表，或在“支部”页新增。"
_NO_ACTIVITY = "这一年还没有活动。\n登记活动或导入支部的活动表后，这里显示各支部情况。"
_MEASURES = (Series("活动", "chart_5", "count", "次"), Series("志愿服务", "chart_6", "hours", "小时"))


class OverviewPage(CountedPage):
    """Reads everything anew when records or the year have changed, at the latest when it is shown again."""

    page_first = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._data: OverviewData | None = None
        self._all_branches = False
        self._title, self._caption = QLabel(), QLabel()
        self._tiles: list[Tile] = []
        self._tile_row = QGridLayout()
        self._tile_row.setSpacing(theme.MEDIUM)
        self.todos = TodoList()
        self.months = Columns(
            "各月活动次数，按三比三争分类",
            "这一年还没有活动记录。\n登记活动或导入支部的活动表后，这里显示各月情况。",
        )
        self.bars = Bars("各支部活动次数和志愿服务时长", _NO_BRANCH)
        self._more = QPushButton()
        self._make_actions()
        self._lay_out()
        self.todos.opened.connect(self._open_todo)
        self.months.opened.connect(self._open_month)
        self.bars.opened.connect(self._open_branch)

    def count(self) -> None:
        """Reads the records and shows them."""
        data = overview_data.load(self.desk.year)
        self._data = data
        self._title.setText(f"{data.year}年总览")
        self._caption.setText(
            "　".join(part for part in (office("office_name"), f"截至 {data.as_of}") if part)
        )
        self._show_numbers(data)
        self.todos.show_todos(data.todos)
        self._show_months(data)
        self._show_branches()

    # -- building ---------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        for text, picture, keys, kind in (
            ("登记活动…", "calendar-days", "Ctrl+Shift+A", Activity),
            ("新增团员…", "user-plus", "Ctrl+Shift+T", Member),
        ):
            action = QAction(icons.icon(picture), text, self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _=False, kind=kind: self.desk.open_record(kind()))
            self.addAction(action)

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("role", "scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.WIDE, theme.SMALL, theme.WIDE, theme.WIDE)
        column.setSpacing(theme.LARGE)
        column.addLayout(self._heading())
        column.addLayout(self._tile_row)
        middle = QHBoxLayout()
        middle.setSpacing(theme.LARGE)
        todo = _card("要办的事", self.todos)
        # Beside the things to do, which are many at the year's end, both charts have their height.
        charts = QVBoxLayout()
        charts.setSpacing(theme.LARGE)
        charts.addWidget(_card("各月活动", self.months))
        middle.addWidget(todo, 2)
        middle.addLayout(charts, 3)
        column.addLayout(middle)
        bars = _card("各支部活动", self.bars, self._sort_switch())
        self._more.setProperty("tone", "link")
        self._more.clicked.connect(self._show_all)
        bars.layout().addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        charts.addWidget(bars)
        charts.addStretch(1)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL)
        row.addWidget(PageHeading(self._title, self._caption), 1)
        for action, tone, icon_tone in zip(
            reversed(self.actions()), ("", "primary"), ("text_muted", "on_accent"), strict=True
        ):
            button = QPushButton(action.icon(), action.text().rstrip("…"))
            picture = "calendar-days" if tone else "user-plus"
            button.setIcon(icons.icon(picture, icon_tone))
            button.setProperty("tone", tone)
            button.setToolTip(f"{action.text()}（{action.shortcut().toString()}）")
            button.clicked.connect(action.trigger)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _sort_switch(self) -> QWidget:
        switch = QWidget()
        row = QHBoxLayout(switch)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self._order = QButtonGroup(self)
        for place, text in enumerate(("按次数", "按时长", "按支部")):
            button = QToolButton()
            button.setText(text)
            button.setCheckable(True)
            button.setAccessibleName(f"各支部活动{text}排列")
            self._order.addButton(button, place)
            row.addWidget(button)
        self._order.button(0).setChecked(True)
        self._order.idToggled.connect(lambda _place, on: self._show_branches() if on else None)
        return switch

    # -- showing ----------------------------------------------------------------------------------

    def _show_numbers(self, data: OverviewData) -> None:
        if not self._tiles:
            for place, number in enumerate(data.numbers):
                tile = Tile(number.label, number.icon)
                tile.clicked.connect(lambda _=False, place=place: self._open_number(place))
                self._tiles.append(tile)
                self._tile_row.addWidget(tile, 0, place)
        for tile, number in zip(self._tiles, data.numbers, strict=True):
            tile.show_figure(number.text, number.note, number.share)

    def _show_months(self, data: OverviewData) -> None:
        series = [
            Series(category, f"chart_{place}", category, "次") for place, category in enumerate(CATEGORIES, 1)
        ]
        groups = [
            Group(f"{month}月", tuple(data.months[category][month - 1] for category in CATEGORIES), month)
            for month in range(1, 13)
        ]
        self.months.show_figures(series, groups)

    def _show_branches(self) -> None:
        if self._data is None:
            return
        listed = list(self._data.branches)
        self.bars.set_empty_words(_NO_ACTIVITY if listed else _NO_BRANCH)
        order = self._order.checkedId()
        if order < 2:
            listed.sort(key=lambda row: (-row[2 + order], -row[3 - order]))
        shown = listed if self._all_branches else listed[:BRANCHES_AT_FIRST]
        self.bars.show_figures(
            _MEASURES, [Group(name, (count, hours), id_) for id_, name, count, hours in shown]
        )
        self._more.setVisible(len(listed) > BRANCHES_AT_FIRST)
        self._more.setText(
            f"只显示前{BRANCHES_AT_FIRST}个" if self._all_branches else f"显示全部{len(listed)}个"
        )

    def _show_all(self) -> None:
        self._all_branches = not self._all_branches
        self._show_branches()

    # -- opening ----------------------------------------------------------------------------------

    def _open_todo(self, todo: Todo) -> None:
        self.desk.open_records(todo.kind, todo.ids, todo.sentence)

    def _open_number(self, place: int) -> None:
        assert self._data is not None
        number: Number = self._data.numbers[place]
        kind, ids = overview_data.records_of(number, self._data.year)
        self.desk.open_records(kind, ids, f"{self._data.year}年{number.label}")

    def _open_month(self, month: int, category: str) -> None:
        ids = overview_data.activities_of(category, self.desk.year, month)
        self.desk.open_records(Activity, ids, f"{self.desk.year}年{month}月　{category}")

    def _open_branch(self, organisation: int, measure: str) -> None:
        assert self._data is not None
        kind, ids = overview_data.activities_of_branch(organisation, measure, self._data.year)
        name = next(row[1] for row in self._data.branches if row[0] == organisation)
        self.desk.open_records(kind, ids, f"{self._data.year}年{name}")


def _card(heading: str, content: QWidget, beside: QWidget | None = None) -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.LARGE)
    layout.setSpacing(theme.SMALL)
    title = QLabel(heading)
    title.setProperty("role", "heading")
    row = QHBoxLayout()
    row.addWidget(title, 1)
    if beside is not None:
        row.addWidget(beside)
    layout.addLayout(row)
    layout.addWidget(content, 1)
    return card
