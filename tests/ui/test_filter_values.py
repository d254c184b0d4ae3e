"""The ticked values of a column's drop-down, and the panels that lie over a window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui import theme
from ui.filter_values import COUNT, FilterValue, FilterValues
from ui.floating import Floating
from ui.list_search import ListSearch


@pytest.fixture
def values() -> FilterValues:
    return FilterValues(
        [
            FilterValue("共青团员", "共青团员", 6),
            FilterValue("中共党员", "中共党员", 3),
            FilterValue("", "", 1),
        ]
    )


def ticked(values: FilterValues) -> list[bool]:
    state = Qt.ItemDataRole.CheckStateRole
    return [
        Qt.CheckState(values.index(row).data(state)) == Qt.CheckState.Checked
        for row in range(values.rowCount())
    ]


def test_qt_finds_the_model_sound(values: FilterValues, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(values)
    values.search("dangyuan")
    qtmodeltester.check(values)


def test_the_first_row_ticks_and_unticks_what_is_listed(values: FilterValues) -> None:
    assert values.everything() and values.index(0).data(COUNT) == 10
    values.toggle(0)
    assert ticked(values) == [False] * 4 and values.chosen() == frozenset()
    values.toggle(3)
    assert values.chosen() == {""} and values.index(3).data() == "（空白）"
    partly = Qt.CheckState(values.index(0).data(Qt.ItemDataRole.CheckStateRole))
    assert partly == Qt.CheckState.PartiallyChecked


def test_only_what_the_search_finds_is_chosen(values: FilterValues) -> None:
    values.search("zhonggong")
    assert [values.index(row).data() for row in range(values.rowCount())] == ["（全选搜索到的）", "中共党员"]
    assert values.chosen() == {"中共党员"} and not values.everything()
    values.search("没有")
    assert values.rowCount() == 0 and values.chosen() == frozenset()
    values.search("")
    assert values.everything()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> QWidget:
    theme.start(qapp, theme.Mode.LIGHT)
    made = QWidget()
    made.owner = QLineEdit()  # type: ignore[attr-defined]
    layout = QVBoxLayout(made)
    layout.addWidget(made.owner)  # type: ignore[attr-defined]
    layout.addStretch()
    made.resize(400, 300)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def panel_on(window: QWidget) -> Floating:
    owner = window.owner  # type: ignore[attr-defined]
    made = Floating(owner)
    QVBoxLayout(made).addWidget(QLineEdit())
    made.open_below(owner.rect())
    made.findChild(QLineEdit).setFocus()
    return made


def test_a_panel_lies_inside_its_window_under_its_owner(window: QWidget) -> None:
    made = panel_on(window)
    assert made.isVisible() and window.rect().contains(made.geometry())
    assert made.y() >= window.owner.geometry().bottom()  # type: ignore[attr-defined]


def test_a_press_elsewhere_the_wheel_and_escape_close_it(window: QWidget, qtbot: QtBot) -> None:
    made = panel_on(window)
    with qtbot.waitSignal(made.closed):
        qtbot.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(5, 280))
    made = panel_on(window)
    wheel = QWheelEvent(
        QPointF(5, 280),
        QPointF(5, 280),
        QPoint(0, -20),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.waitSignal(made.closed):
        QApplication.sendEvent(window, wheel)
    made = panel_on(window)
    with qtbot.waitSignal(made.closed):
        qtbot.keyClick(made.findChild(QLineEdit), Qt.Key.Key_Escape)
    assert window.owner.hasFocus()  # type: ignore[attr-defined]


def test_a_press_inside_leaves_it_open(window: QWidget, qtbot: QtBot) -> None:
    made = panel_on(window)
    qtbot.mouseClick(made.findChild(QLineEdit), Qt.MouseButton.LeftButton)
    assert made.isVisible()


def test_keys_belong_to_the_input_method_while_it_composes(window: QWidget, qtbot: QtBot) -> None:
    search = ListSearch("团员")
    window.layout().addWidget(search)
    opened: list[bool] = []
    search.open_wanted.connect(lambda: opened.append(True))
    search.setText("张")
    search.setFocus()
    QApplication.sendEvent(search, QInputMethodEvent("san", []))
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert not opened
    QApplication.sendEvent(search, QInputMethodEvent("", []))
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert opened
