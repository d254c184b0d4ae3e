"""Long work: progress, stopping, errors, a window that answers meanwhile."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from models.errors import AppError
from ui import ask, jobs


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(600, 400)
    widget.show()
    yield widget
    assert not jobs.busy()


def dialog() -> jobs._Progress | None:
    active = QApplication.activeModalWidget()
    return active if isinstance(active, jobs._Progress) else None


def test_the_result_comes_back_in_the_ui_thread(qtbot: QtBot, window: QWidget) -> None:
    came: list[tuple[int, bool, bool]] = []
    where: list[bool] = []

    def work(tick: jobs.Tick) -> int:
        where.append(threading.current_thread() is threading.main_thread())
        tick(1, 2)
        return 42

    jobs.run(
        window,
        "计算",
        work,
        lambda value: came.append(
            (value, threading.current_thread() is threading.main_thread(), jobs.busy())
        ),
    )
    assert jobs.busy()
    qtbot.waitUntil(lambda: bool(came))
    assert came == [(42, True, False)]
    assert where == [False]
    assert dialog() is None


def test_progress_is_shown_and_escape_stops_the_work(qtbot: QtBot, window: QWidget) -> None:
    reached: list[str] = []

    def work(tick: jobs.Tick) -> None:
        try:
            for step in range(10_000):
                tick(step, 10_000, "正在读取")
                time.sleep(0.002)
        except jobs.Cancelled:
            reached.append("rolled back")
            raise

    jobs.run(window, "导入花名册", work, lambda _: reached.append("then"), lambda _: reached.append("failed"))
    qtbot.waitUntil(lambda: dialog() is not None)
    shown = dialog()
    assert shown is not None
    qtbot.waitUntil(lambda: shown.findChild(QProgressBar).value() > 0)
    assert shown.findChild(QProgressBar).maximum() == 10_000
    assert any(label.text().startswith("正在读取　") for label in shown.findChildren(QLabel))
    assert shown.findChild(QPushButton).text() == "取消"
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not jobs.busy())
    assert reached == ["rolled back"]


def test_the_dialog_cannot_be_closed_while_the_work_goes_on(qtbot: QtBot, window: QWidget) -> None:
    go_on = threading.Event()

    def work(tick: jobs.Tick) -> None:
        go_on.wait(10)

    jobs.run(window, "读取", work, lambda _: None)
    qtbot.waitUntil(lambda: dialog() is not None)
    shown = dialog()
    assert shown is not None
    shown.close()
    assert shown.isVisible()
    assert jobs.busy()
    go_on.set()
    qtbot.waitUntil(lambda: not jobs.busy())
    assert QApplication.activeModalWidget() is None


def test_an_app_error_is_shown_or_given_to_the_caller(
    qtbot: QtBot, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(tick: jobs.Tick) -> None:
        raise AppError("文件打不开。", "请换一个文件。")

    taken: list[AppError] = []
    jobs.run(window, "读取", work, lambda _: None, taken.append)
    qtbot.waitUntil(lambda: not jobs.busy())
    assert taken[0].message == "文件打不开。"

    seen: list[str] = []

    def close() -> None:
        active = QApplication.activeModalWidget()
        assert isinstance(active, ask.Notice)
        seen.append(active.accessibleName())
        active.reject()

    jobs.run(window, "读取", work, lambda _: None)
    QTimer.singleShot(200, close)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["文件打不开。"]


def test_a_bug_goes_to_the_hook(qtbot: QtBot, window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: caught.append(error))

    def work(tick: jobs.Tick) -> None:
        raise ZeroDivisionError

    jobs.run(window, "读取", work, lambda _: None)
    qtbot.waitUntil(lambda: bool(caught))
    assert isinstance(caught[0], ZeroDivisionError)


def test_the_window_takes_no_keys_while_a_job_starts(qtbot: QtBot, window: QWidget) -> None:
    button = QPushButton("导入", window)
    button.show()
    button.setFocus()
    pressed: list[int] = []
    button.clicked.connect(lambda: pressed.append(1))
    go_on = threading.Event()
    jobs.run(window, "读取", lambda tick: go_on.wait(10), lambda _: None)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not pressed
    go_on.set()
    qtbot.waitUntil(lambda: not jobs.busy())
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert pressed == [1]


def test_stop_all_stops_every_job(qtbot: QtBot, window: QWidget) -> None:
    def work(tick: jobs.Tick) -> None:
        while True:
            tick(0, 0)
            time.sleep(0.001)

    jobs.run(window, "甲", work, lambda _: None)
    jobs.run(window, "乙", work, lambda _: None)
    jobs.stop_all()
    qtbot.waitUntil(lambda: not jobs.busy())
