"""Dialogs: Chinese buttons, real keys, nothing dangerous on Enter."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from models.errors import AppError
from ui import ask, theme

Answer = TypeVar("Answer")


@pytest.fixture
def answer(
    qtbot: QtBot, qapp: QApplication
) -> Callable[[Callable[[], Answer], Callable[[ask.Notice], None]], Answer]:
    theme.start(qapp, theme.Mode.LIGHT)

    def run(question: Callable[[], Answer], act: Callable[[ask.Notice], None]) -> Answer:
        def reply() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, ask.Notice)
            act(dialog)

        QTimer.singleShot(50, reply)
        return question()

    return run


def press(qtbot: QtBot, key: Qt.Key) -> Callable[[ask.Notice], None]:
    return lambda dialog: qtbot.keyClick(dialog.focusWidget() or dialog, key)


def test_enter_says_yes_to_a_harmless_question(qtbot: QtBot, answer) -> None:
    assert answer(
        lambda: ask.confirm(None, "导入", "导入 3 行？", yes="导入"), press(qtbot, Qt.Key.Key_Return)
    )


def test_enter_does_not_delete(qtbot: QtBot, answer) -> None:
    def question() -> bool:
        return ask.confirm(None, "删除", "删除团员“张三”？", yes="删除", danger=True)

    assert not answer(question, press(qtbot, Qt.Key.Key_Return))
    assert answer(question, lambda dialog: qtbot.mouseClick(dialog.buttons[0], Qt.MouseButton.LeftButton))


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (lambda dialog: dialog.buttons[0].click(), ask.Keep.SAVE),
        (lambda dialog: dialog.buttons[1].click(), ask.Keep.DISCARD),
        (lambda dialog: dialog.buttons[2].click(), ask.Keep.CANCEL),
        (lambda dialog: dialog.reject(), ask.Keep.CANCEL),
    ],
)
def test_unsaved_changes_have_three_answers(
    answer, act: Callable[[ask.Notice], None], expected: ask.Keep
) -> None:
    assert answer(lambda: ask.keep_changes(None, "团员 张三"), act) is expected


def test_escape_from_a_choice_is_no_choice(qtbot: QtBot, answer) -> None:
    def question() -> int | None:
        return ask.choose(None, "导入", "有 2 行不能导入。", options=["只导入正确的行", "全部不导入"])

    assert answer(question, press(qtbot, Qt.Key.Key_Escape)) is None
    assert answer(question, press(qtbot, Qt.Key.Key_Return)) == 0
    assert answer(question, lambda dialog: dialog.buttons[2].click()) is None


def test_an_error_is_shown_with_its_next_step_and_read_aloud(qtbot: QtBot, answer) -> None:
    seen: list[str] = []

    def look(dialog: ask.Notice) -> None:
        seen.extend(label.text() for label in dialog.findChildren(QLabel))
        seen.append(dialog.accessibleName())
        press(qtbot, Qt.Key.Key_Escape)(dialog)

    answer(lambda: ask.show_error(None, AppError("文件正在 Excel 中打开。", "请关闭后再试。")), look)
    assert "文件正在 Excel 中打开。" in seen[:-1]
    assert "请关闭后再试。" in seen
    assert seen[-1] == "文件正在 Excel 中打开。"


def test_details_can_be_copied(answer, qapp: QApplication) -> None:
    def copy(dialog: ask.Notice) -> None:
        button = next(b for b in dialog.findChildren(ask.QPushButton) if b.text() == "复制详细内容")
        button.click()
        dialog.reject()

    answer(lambda: ask.inform(None, "错误", "程序出错了。", details="第一行\n第二行"), copy)
    assert qapp.clipboard().text() == "第一行\n第二行"


def test_a_dialog_is_wide_enough_for_its_buttons(qtbot: QtBot, qapp: QApplication) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    notice = ask.Notice(parent, "保存", "短", buttons=[("保存", ask.QDialogButtonBox.ButtonRole.AcceptRole)])
    notice.show()
    assert notice.width() >= 420
