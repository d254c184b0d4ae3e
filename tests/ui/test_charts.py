"""Charts and tiles: every mark opens its records by mouse and by keys, says what it shows, copes with nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.chart import Chart, Group, Series
from ui.chart_bars import Bars
from ui.chart_columns import Columns, nice_step
from ui.tiles import Tile

CATEGORIES = [
    Series("比贡献", "chart_1", "one", "次"),
    Series("比作为", "chart_2", "two", "次"),
    Series("比成效", "chart_3", "three", "次"),
]
MONTHS = [Group(f"{month}月", (month % 3, 0 if month == 5 else 2, 1), month) for month in range(1, 12)]


@pytest.fixture
def columns(qtbot: QtBot, qapp: QApplication) -> Columns:
    theme.start(qapp, theme.Mode.LIGHT)
    chart = Columns("各月活动", "本年度还没有活动")
    qtbot.addWidget(chart)
    chart.resize(600, 300)
    chart.show_figures(CATEGORIES, MONTHS)
    chart.show()
    return chart


@pytest.fixture
def bars(qtbot: QtBot, qapp: QApplication) -> Bars:
    theme.start(qapp, theme.Mode.LIGHT)
    chart = Bars("各支部", "还没有活动")
    qtbot.addWidget(chart)
    measures = [Series("活动", "chart_5", "number", "次"), Series("志愿服务", "chart_6", "hours", "小时")]
    chart.show_figures(measures, [Group(f"第{n}团支部", (n, n * 2.5), n) for n in range(23)])
    chart.resize(chart.sizeHint())
    chart.show()
    return chart


def heard(chart: Chart) -> list[tuple[object, object]]:
    opened: list[tuple[object, object]] = []
    chart.opened.connect(lambda group, series: opened.append((group, series)))
    return opened


def middle(chart: Chart, place: int) -> QPoint:
    return chart.marks()[place].body.center().toPoint()


def test_a_click_opens_the_category_of_the_month(qtbot: QtBot, columns: Columns) -> None:
    opened = heard(columns)
    place = next(i for i, m in enumerate(columns.marks()) if (m.group, m.series) == (4, 2))
    qtbot.mouseClick(columns, Qt.MouseButton.LeftButton, pos=middle(columns, place))
    assert opened == [(5, "three")]


def test_a_click_beside_the_columns_opens_nothing(qtbot: QtBot, columns: Columns) -> None:
    opened = heard(columns)
    qtbot.mouseClick(columns, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert not opened


def test_the_keys_reach_every_mark(qtbot: QtBot, columns: Columns) -> None:
    opened = heard(columns)
    columns.setFocus()
    for _ in columns.marks():
        qtbot.keyClick(columns, Qt.Key.Key_Right)
        qtbot.keyClick(columns, Qt.Key.Key_Return)
    expected = [
        (group.key, series.key)
        for group in MONTHS
        for series, value in zip(CATEGORIES, group.values, strict=True)
        if value
    ]
    assert opened == expected
    qtbot.keyClick(columns, Qt.Key.Key_Home)
    assert columns.accessibleDescription() == columns.marks()[0].text == "1月　比贡献 1 次"


def test_column_heights_are_in_proportion(columns: Columns) -> None:
    marks = {(m.group, m.series): m.body.height() for m in columns.marks()}
    assert marks[1, 0] == pytest.approx(2 * marks[0, 0])
    assert (4, 1) not in marks


def test_the_columns_have_their_categories_colours(columns: Columns) -> None:
    picture = columns.grab().toImage()
    ratio = columns.devicePixelRatioF()
    for place, mark in enumerate(columns.marks()):
        point = middle(columns, place) * ratio
        assert QColor(picture.pixel(point)) == theme.colour(CATEGORIES[mark.series].colour), mark.text


def test_nothing_to_show_is_said(qtbot: QtBot, columns: Columns) -> None:
    opened = heard(columns)
    columns.show_figures(CATEGORIES, [Group("1月", (0, 0, 0), 1)])
    assert columns.is_empty()
    assert columns.accessibleDescription() == "本年度还没有活动"
    columns.setFocus()
    qtbot.keyClick(columns, Qt.Key.Key_Return)
    qtbot.mouseClick(columns, Qt.MouseButton.LeftButton)
    columns.grab()
    assert not opened


def test_pointing_at_a_mark_shows_it(qtbot: QtBot, columns: Columns) -> None:
    qtbot.mouseMove(columns, middle(columns, 3))
    qtbot.waitUntil(lambda: columns.cursor().shape() == Qt.CursorShape.PointingHandCursor)
    qtbot.mouseMove(columns, QPoint(1, 1))
    qtbot.waitUntil(lambda: columns.cursor().shape() == Qt.CursorShape.ArrowCursor)


def test_bars_have_room_for_every_branch(qtbot: QtBot, bars: Bars) -> None:
    assert bars.minimumSizeHint().height() == bars.height()
    assert max(mark.body.bottom() for mark in bars.marks()) < bars.height()
    opened = heard(bars)
    for place in (0, 1, len(bars.marks()) - 1):
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=middle(bars, place))
    assert opened == [(0, "number"), (0, "hours"), (22, "hours")]


def test_bars_leave_no_dead_stripe_in_a_row(bars: Bars) -> None:
    for first, second in zip(bars.marks(), bars.marks()[1:], strict=False):
        assert second.area.top() == pytest.approx(first.area.bottom())


def test_long_names_leave_room_for_the_bars(bars: Bars) -> None:
    name = "水务工程建设与运行管理中心下属第三排水设施养护分公司团支部"
    bars.show_figures([Series("活动", "chart_5", 0, "次")], [Group(name, (3,), 1), Group("乙", (1,), 2)])
    bars.resize(320, bars.sizeHint().height())
    assert QFontMetricsF(theme.font(0.95)).horizontalAdvance(name) > 320 * 0.42
    assert bars.marks()[0].body.left() < 320 * 0.5
    assert bars.marks()[0].body.width() > bars.marks()[1].body.width() > 20
    assert bars.marks()[0].text.startswith(name)


@given(highest=st.integers(1, 10**9), lines=st.integers(2, 8))
def test_the_steps_are_round_and_few(highest: int, lines: int) -> None:
    step = nice_step(highest, lines)
    assert highest / step <= lines
    assert str(step).rstrip("0") in {"1", "2", "5"}


@pytest.mark.parametrize("share", [None, 0.0, 0.5, 1.0])
def test_a_tile_is_a_button_that_says_its_figure(qtbot: QtBot, share: float | None) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    tile = Tile("团员", "users", page)
    tile.show_figure("486", "男 301 · 女 185", share)
    pressed: list[int] = []
    tile.clicked.connect(lambda: pressed.append(1))
    tile.resize(tile.sizeHint())
    page.show()
    tile.setFocus()
    qtbot.keyClick(tile, Qt.Key.Key_Space)
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    tile.grab()
    assert pressed == [1, 1]
    assert tile.accessibleName() == "团员 486"
    assert tile.number() == "486"
