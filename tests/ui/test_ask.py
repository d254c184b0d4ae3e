"""Dialogs: Chinese buttons, real keys, nothing dangerous on Enter."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from models.errors import AppError
from models.member import Member
from ui import ask, theme
from ui.ask_fields import AskFields, Values
from ui.remember import Remember

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


def test_enter_presses_the_button_that_tab_went_to(qtbot: QtBot, answer) -> None:
    def act(dialog: ask.Notice) -> None:
        wanted = dialog.buttons[1]
        for _ in range(5):
            if dialog.focusWidget() is wanted:
                break
            qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.focusWidget() is wanted
        qtbot.keyClick(wanted, Qt.Key.Key_Return)

    assert answer(lambda: ask.keep_changes(None, "团员 张三"), act) is ask.Keep.DISCARD


def test_buttons_of_questions_have_letters(qtbot: QtBot, answer) -> None:
    def with_alt(key: Qt.Key) -> Callable[[ask.Notice], None]:
        return lambda dialog: qtbot.keyClick(dialog, key, Qt.KeyboardModifier.AltModifier)

    assert answer(
        lambda: ask.confirm(None, "删除", "删除团员“张三”？", yes="删除", danger=True), with_alt(Qt.Key.Key_D)
    )
    assert answer(lambda: ask.confirm(None, "转接", "转接 3 人？", yes="转接"), with_alt(Qt.Key.Key_Y))
    assert answer(lambda: ask.keep_changes(None, "张三"), with_alt(Qt.Key.Key_S)) is ask.Keep.SAVE
    assert answer(lambda: ask.keep_changes(None, "张三"), with_alt(Qt.Key.Key_N)) is ask.Keep.DISCARD
    assert answer(lambda: ask.choose(None, "", "？", options=["甲", "乙"]), with_alt(Qt.Key.Key_2)) == 1


def test_a_notice_with_one_button_needs_no_letter(qtbot: QtBot, answer) -> None:
    seen: list[str] = []

    def look(dialog: ask.Notice) -> None:
        seen.extend(button.text() for button in dialog.buttons)
        dialog.reject()

    answer(lambda: ask.inform(None, "导入", "导入完成。"), look)
    assert seen == ["知道了"]


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


def choose_file(name: str) -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    dialog.findChild(QLineEdit, "fileNameEdit").setText(name)
    dialog.accept()


def test_files_are_asked_for_in_chinese(qtbot: QtBot, qapp: QApplication) -> None:
    dialog = ask.file_dialog(None, "导入", ask.WORKBOOKS, "打开", None)
    qtbot.addWidget(dialog)
    texts = {label.text() for label in dialog.findChildren(QLabel)} | {
        button.text() for button in dialog.findChildren(QPushButton)
    }
    assert {"位置(&L)：", "文件名(&N)：", "文件类型(&T)：", "打开", "取消"} <= texts
    assert dialog.nameFilters() == ["表格文件 (*.xlsx *.xls)"]


def test_the_chooser_speaks_chinese_of_kinds_sizes_and_days(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    (tmp_path / "下级").mkdir()
    (tmp_path / "名册.xlsx").write_bytes(b"x" * 3000)
    os.utime(tmp_path / "名册.xlsx", (1293000000, 1293000000))
    dialog = ask.file_dialog(None, "导入", ask.EVERYTHING, "打开", None)
    qtbot.addWidget(dialog)
    dialog.setDirectory(str(tmp_path))
    dialog.show()
    view = dialog.findChild(QTreeView, "treeView")
    root = view.rootIndex
    qtbot.waitUntil(lambda: view.model().rowCount(root()) == 2)

    def shown() -> list[list[str]]:
        made = []
        for row in range(2):
            texts = []
            for column in range(4):
                index, option = view.model().index(row, column, root()), QStyleOptionViewItem()
                view.itemDelegateForIndex(index).initStyleOption(option, index)
                texts.append(option.text)
            made.append(texts)
        return made

    qtbot.waitUntil(lambda: shown()[1][1:3] == ["2.9 KB", "Excel 工作簿"])
    assert shown()[0][:3] == ["下级", "", "文件夹"]
    assert shown()[1][0] == "名册.xlsx" and shown()[1][3].startswith("2010-12-22 ")
    for name in ("backButton", "forwardButton", "toParentButton"):
        assert _brightest(dialog.findChild(QToolButton, name)) > 60, (
            "not black: it could not be seen in the dark"
        )


def _brightest(button: QToolButton) -> int:
    picture = button.icon().pixmap(16, 16).toImage()
    points = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
    return max(colour.lightness() for at in points if (colour := picture.pixelColor(*at)).alpha() > 200)


def test_enter_accepts_a_dialog_of_one_field_at_once(qtbot: QtBot, qapp: QApplication) -> None:
    taken: list[Values] = []
    name = Member.field("name")
    dialog = AskFields(None, "改名", "", [name], taken.append, yes="改名", needed=["name"])
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    line = dialog.focusWidget()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible() and not taken, "what is needed is blank"
    line = dialog.editors["name"].focusProxy()
    event = QInputMethodEvent()
    event.setCommitString("张三")
    QApplication.sendEvent(line, event)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert not dialog.isVisible() and taken == [{"name": "张三"}]


def test_enter_goes_from_field_to_field_where_there_are_several(qtbot: QtBot, qapp: QApplication) -> None:
    taken: list[Values] = []
    fields = [Member.field("name"), Member.field("native_place")]
    dialog = AskFields(None, "改名", "", fields, taken.append, yes="改名")
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.isVisible() and dialog.editors["native_place"].isAncestorOf(dialog.focusWidget())


@pytest.mark.parametrize("key", [Qt.Key.Key_S, Qt.Key.Key_Return], ids=["Ctrl+S", "Ctrl+Enter"])
def test_the_keys_that_save_a_form_agree_from_any_field(
    qtbot: QtBot, qapp: QApplication, key: Qt.Key
) -> None:
    taken: list[Values] = []
    fields = [Member.field("native_place"), Member.field("remark")]
    dialog = AskFields(None, "登记", "", fields, taken.append, yes="登记")
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    dialog.editors["remark"].setFocus()
    qtbot.keyClick(dialog.focusWidget(), key, Qt.KeyboardModifier.ControlModifier)
    assert not dialog.isVisible() and taken == [{"native_place": None, "remark": None}]


def test_a_file_to_write_gets_its_ending_and_the_folder_is_remembered(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    remember = Remember(tmp_path / "window.ini")
    target = tmp_path / "导出"
    target.mkdir()
    QTimer.singleShot(100, lambda: choose_file(str(target / "名册")))
    chosen = ask.save_file(None, "导出", "团员花名册.xlsx", ask.XLSX, remember)
    assert chosen == target / "名册.xlsx"
    again = ask.file_dialog(None, "导出", ask.XLSX, "保存", remember)
    qtbot.addWidget(again)
    assert Path(again.directory().absolutePath()) == target


def test_no_file_is_no_answer(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    remember = Remember(tmp_path / "window.ini")
    for question in (
        lambda: ask.open_files(None, "导入", ask.WORKBOOKS, remember) or None,
        lambda: ask.open_file(None, "导入", ask.WORKBOOKS, remember),
        lambda: ask.save_file(None, "导出", "a.xlsx", ask.XLSX, remember),
        lambda: ask.folder(None, "选择文件夹", remember),
    ):
        QTimer.singleShot(100, lambda: qtbot.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape))
        assert question() is None
