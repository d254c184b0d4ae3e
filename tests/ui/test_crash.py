"""Bugs: logged without personal data, told once, known errors told as they are."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from models.errors import AppError
from ui import ask
from ui.crash import LOG_NAME, CrashHook, describe

PERSON = "张小明 310104198811204578"


def raised(error: BaseException) -> BaseException:
    with pytest.raises(type(error)) as caught:
        raise error
    return caught.value


def test_the_report_says_where_but_not_who() -> None:
    report = describe(raised(ValueError(f"cannot store {PERSON}")))
    assert "tests/ui/test_crash.py" in report
    assert "ValueError: cannot store □ ####" in report
    assert "张" not in report
    assert str(Path(__file__).parent.parent) not in report


def test_the_report_names_the_cause() -> None:
    error = RuntimeError("outer")
    error.__cause__ = raised(KeyError("inner"))
    assert "KeyError: 'inner'" in describe(raised(error))


def dismiss(seen: list[str]) -> None:
    active = QApplication.activeModalWidget()
    assert isinstance(active, ask.Notice)
    seen.append(active.accessibleName())
    details = active.findChild(QPlainTextEdit)
    if details is not None:
        seen.append(details.toPlainText())
    active.reject()


@pytest.fixture
def hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CrashHook:
    # What is printed for developers is not the subject here.
    monkeypatch.setattr(sys, "__excepthook__", lambda *_: None)
    return CrashHook(tmp_path)


def test_a_bug_is_logged_and_told(qtbot: QtBot, hook: CrashHook, tmp_path: Path) -> None:
    seen: list[str] = []
    error = raised(ValueError(PERSON))
    hook.take(type(error), error, error.__traceback__)
    QTimer.singleShot(100, lambda: dismiss(seen))
    qtbot.waitUntil(lambda: bool(seen))
    assert "没有料到的错误" in seen[0]
    logged = (tmp_path / LOG_NAME).read_text(encoding="utf-8")
    assert "ValueError" in logged
    assert "小明" not in logged + seen[1]


def test_a_bug_in_another_thread_is_told_in_the_window(
    qtbot: QtBot, hook: CrashHook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", hook._take_from_thread)
    seen: list[str] = []

    def work() -> None:
        raise ZeroDivisionError("thread")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    QTimer.singleShot(100, lambda: dismiss(seen))
    qtbot.waitUntil(lambda: bool(seen))
    assert "ZeroDivisionError: thread" in seen[1]


def test_a_known_error_is_no_bug(qtbot: QtBot, hook: CrashHook, tmp_path: Path) -> None:
    seen: list[str] = []
    error = raised(AppError("磁盘已满。", "请清理。"))
    hook.take(type(error), error, error.__traceback__)
    QTimer.singleShot(100, lambda: dismiss(seen))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["磁盘已满。"]
    assert not (tmp_path / LOG_NAME).exists()


def test_many_bugs_at_once_open_one_dialog(qtbot: QtBot, hook: CrashHook, tmp_path: Path) -> None:
    seen: list[str] = []
    for _ in range(5):
        error = raised(ValueError("again"))
        hook.take(type(error), error, error.__traceback__)
    QTimer.singleShot(150, lambda: dismiss(seen))
    qtbot.waitUntil(lambda: bool(seen))
    qtbot.wait(100)
    assert QApplication.activeModalWidget() is None
    assert (tmp_path / LOG_NAME).read_text(encoding="utf-8").count("ValueError") == 5
