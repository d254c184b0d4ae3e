"""From a data folder to a window: the first run, Chinese in Qt's own parts, a folder that is in use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from models.changes import change
from models.errors import AppError
from models.organisation import Organisation
from models.store import Store, open_store
from ui import start, theme
from ui.first_run import FirstRun
from ui.live import Live
from ui.page import Page, Tab
from ui.remember import Remember
from ui.window import MainWindow

TABS = (Tab("first", "总览", "users", Page), Tab("people", "支部", "users", Page, ("organisation",)))


@pytest.fixture
def window(store: Store, tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    theme.start(qapp, theme.Mode.LIGHT)
    live = Live()
    made = start.open_window(store, Remember(tmp_path / "window.ini"), live, TABS)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    live.close()


def first_page(window: MainWindow) -> FirstRun | None:
    shown = window._stack.currentWidget()
    return shown if isinstance(shown, FirstRun) else None


def test_an_empty_store_begins_with_three_ways(qtbot: QtBot, window: MainWindow) -> None:
    page = first_page(window)
    assert page is not None
    assert [choice.text() for choice in page.choices] == ["导入现有表格", "用示例数据试一试", "从空白开始"]
    assert not window._rail.isVisible()
    page.grab()


def test_beginning_empty_opens_a_new_organisation(qtbot: QtBot, window: MainWindow) -> None:
    page = first_page(window)
    assert page is not None
    wanted: list[object] = []
    window._desk.record_wanted.connect(wanted.append)
    page.choices[2].setFocus()
    qtbot.keyClick(page.choices[2], Qt.Key.Key_Space)
    assert first_page(window) is None
    assert window._rail.isVisible()
    assert isinstance(wanted[0], Organisation)


def test_importing_asks_for_files(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    page = first_page(window)
    assert page is not None
    asked: list[object] = []
    monkeypatch.setattr(start, "_import", lambda *arguments: asked.append(arguments))
    qtbot.mouseClick(page.choices[0], Qt.MouseButton.LeftButton)
    assert len(asked) == 1
    assert first_page(window) is not None, "until something has come in"


def test_the_first_organisation_ends_the_first_run(qtbot: QtBot, window: MainWindow) -> None:
    assert first_page(window) is not None
    with change("新增团组织"):
        Organisation(name="局团委", kind="团委").save()
    qtbot.waitUntil(lambda: first_page(window) is None)
    assert window._rail.isVisible()


def test_the_sample_fills_the_office(qtbot: QtBot, window: MainWindow) -> None:
    page = first_page(window)
    assert page is not None
    qtbot.mouseClick(page.choices[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: first_page(window) is None, timeout=30_000)
    assert Organisation.select().count() > 3


def test_a_folder_in_use_is_said_with_who_has_it(tmp_path: Path) -> None:
    first = open_store(tmp_path / "data", who="张小明")
    try:
        with pytest.raises(AppError, match="张小明") as caught:
            open_store(tmp_path / "data", who="李静")
        assert caught.value.next_step
    finally:
        first.close()


def test_qt_itself_speaks_chinese(qtbot: QtBot, qapp: QApplication) -> None:
    start.speak_chinese(qapp)
    box = QLineEdit("字")
    qtbot.addWidget(box)
    menu = box.createStandardContextMenu()
    assert isinstance(menu, QMenu)
    texts = "".join(action.text() for action in menu.actions())
    assert "复制" in texts
    assert "Copy" not in texts


@pytest.mark.parametrize(
    ("stored", "mode"), [("深色", theme.Mode.DARK), (None, theme.Mode.SYSTEM), (7, theme.Mode.SYSTEM)]
)
def test_the_look_of_last_time_comes_back(tmp_path: Path, stored: object, mode: theme.Mode) -> None:
    remember = Remember(tmp_path / "window.ini")
    remember.put("look", stored)
    assert start._look(remember) is mode
