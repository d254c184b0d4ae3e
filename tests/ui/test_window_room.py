"""The window's room: its size between two starts, small screens, and sentences longer than its foot."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.desk import Desk
from ui.page import Page, Tab
from ui.window import MainWindow


class _Page(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        action = QAction("登记", self)
        action.setShortcut(QKeySequence("Ctrl+J"))
        self.addAction(action)


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> MainWindow:
    made = MainWindow(desk, [Tab("first", "总览", "users", _Page)])
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_size_and_maximising_come_back_though_the_window_was_never_closed(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    window.showNormal()
    window.resize(920, 530)

    def again() -> MainWindow:
        made = MainWindow(desk, window._tabs)
        qtbot.addWidget(made)
        return made

    qtbot.waitUntil(lambda: desk.remember.get("window") is not None)
    qtbot.waitUntil(lambda: again().height() == 530, timeout=3000)
    assert not again().isMaximized()
    before = desk.remember.get("window")
    window.showMaximized()
    qtbot.waitUntil(lambda: desk.remember.get("window") != before)
    assert again().isMaximized()


def test_the_first_window_fills_a_small_screen(window: MainWindow) -> None:
    assert window.screen().availableSize().height() < 820
    assert window.isMaximized()


def test_a_narrow_window_shows_all_menus(window: MainWindow, qtbot: QtBot) -> None:
    window.showNormal()
    window.resize(900, 500)
    bar = window._bar
    qtbot.waitUntil(lambda: bar.width() >= bar.sizeHint().width())
    shown = [bar.actionGeometry(action) for action in bar.actions() if action.isVisible()]
    assert len(shown) == 6 and all(not place.isEmpty() and bar.rect().contains(place) for place in shown)
    assert window.minimumSizeHint().width() <= 900


def test_a_long_sentence_in_the_status_line_is_shortened_and_said_whole_in_its_tip(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    sentence = "有问题的行已另存：" + "、".join(f"第{number}支部团员花名册.xlsx" for number in range(30))
    desk.say(sentence)
    QApplication.processEvents()
    status = window._status
    said, done = status._said, status._done
    assert said.text().endswith("…") and said.toolTip() == sentence
    assert said.fontMetrics().horizontalAdvance(said.text()) <= said.width()
    assert said.geometry().right() < done.geometry().left()
    assert window.minimumSizeHint().width() <= 900
    desk.say("已保存")
    assert (said.text(), said.toolTip()) == ("已保存", "")
