"""操作记录: what was done, found again by pinyin, opened to old and new values, and taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.changes import change
from models.member import Member
from models.settings import set_office
from tests.ui.names import nameless
from ui.ask import Notice
from ui.desk import Desk
from ui.journal_dialog import JournalDialog
from ui.journal_model import MOST
from ui.page import Page, Tab
from ui.window import MainWindow


@pytest.fixture
def dialog(bare_desk: Desk, people: list[Member], qtbot: QtBot) -> JournalDialog:
    with change("修改团员“张三”的电话"):
        people[0].phone = "13900020002"
        people[0].save()
    set_office({"reporter": "示例甲"})
    made = JournalDialog(bare_desk)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: made.changed.rowCount() > 0)
    return made


def names(dialog: JournalDialog) -> list[str]:
    return [action.name for action in dialog.model.actions]


def find(dialog: JournalDialog, qtbot: QtBot, letters: str) -> None:
    dialog.search.setFocus()
    qtbot.keyClicks(dialog.search, letters)
    qtbot.waitUntil(lambda: not dialog._later.isActive())


def answer(*places: int) -> Callable[[], None]:
    """Press a button in one question after the other."""

    def act() -> None:
        notice = QApplication.activeModalWidget()
        assert isinstance(notice, Notice)
        notice.buttons[places[0]].click()

    return act


def test_the_models_keep_their_promises(dialog: JournalDialog, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(dialog.model)
    qtmodeltester.check(dialog.changed)


def test_the_newest_stands_first_in_the_offices_words(dialog: JournalDialog) -> None:
    assert names(dialog)[:2] == ["修改单位设置", "修改团员“张三”的电话"]
    rows = dialog.changed.texts
    assert rows[0][0] == "新增设置　填报人" and rows[-1][3] == "示例甲"


def test_an_action_opens_to_old_and_new_values_with_numbers_covered(
    dialog: JournalDialog, qtbot: QtBot
) -> None:
    find(dialog, qtbot, "dianhua")
    assert names(dialog) == ["修改团员“张三”的电话"]
    assert len(dialog.changed.texts) == 1
    record, _, before, after = dialog.changed.texts[0]
    assert record == "修改团员　张三"
    assert (before, after) == ("138****0001", "139****0002")


def test_nothing_found_is_said(dialog: JournalDialog, qtbot: QtBot) -> None:
    find(dialog, qtbot, "xyzxyz")
    assert names(dialog) == [] and dialog._pages.currentIndex() == 1
    assert not dialog.undo_button.isEnabled()


def test_an_older_step_is_taken_back_while_later_ones_stay(
    dialog: JournalDialog, people: list[Member], qtbot: QtBot
) -> None:
    find(dialog, qtbot, "dianhua")
    QTimer.singleShot(0, answer(0))
    qtbot.mouseClick(dialog.undo_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: Member.get_by_id(people[0].id).phone == "13800010001")
    qtbot.waitUntil(lambda: len(names(dialog)) == 2)
    dialog.search.clear()
    assert names(dialog)[:2] == ["撤销：修改团员“张三”的电话", "修改单位设置"]
    undone = next(row for row in dialog.model.texts if row[2] == "修改团员“张三”的电话")
    assert undone[4] == "已撤销"


def test_a_conflict_is_said_in_plain_words_and_changes_nothing(
    dialog: JournalDialog, people: list[Member], qtbot: QtBot
) -> None:
    with change("再改电话"):
        person = Member.get_by_id(people[0].id)
        person.phone = "13700030003"
        person.save()
    qtbot.waitUntil(lambda: "再改电话" in names(dialog))
    dialog.view.setCurrentIndex(dialog.model.index(names(dialog).index("修改团员“张三”的电话"), 0))
    qtbot.waitUntil(lambda: dialog._name.text() == "修改团员“张三”的电话")
    said: list[str] = []

    def read() -> None:
        notice = QApplication.activeModalWidget()
        if not isinstance(notice, Notice):
            QTimer.singleShot(20, read)
            return
        said.append(notice.accessibleName())
        notice.reject()

    def agree() -> None:
        answer(0)()
        QTimer.singleShot(50, read)

    QTimer.singleShot(0, agree)
    dialog.undo_button.click()
    qtbot.waitUntil(lambda: bool(said))
    assert "后来又改动过" in said[0]
    assert Member.get_by_id(people[0].id).phone == "13700030003"


def test_what_is_done_meanwhile_appears_and_the_current_action_stays(
    dialog: JournalDialog, qtbot: QtBot
) -> None:
    dialog.view.setCurrentIndex(dialog.model.index(1, 0))
    set_office({"reviewer": "示例乙"})
    qtbot.waitUntil(lambda: dialog.view.currentIndex().row() == 2)
    current = dialog.current()
    assert current is not None and current.name == "修改团员“张三”的电话"


def test_of_a_large_action_the_first_records_are_listed(
    dialog: JournalDialog, people: list[Member], qtbot: QtBot
) -> None:
    with change("登记多人") as current:
        current.save_all(
            [Member(name="王五", branch=people[0].branch_id, card_number=str(n)) for n in range(MOST + 5)]
        )
    qtbot.waitUntil(lambda: names(dialog)[0] == "登记多人")
    dialog.view.setCurrentIndex(dialog.model.index(0, 0))
    qtbot.waitUntil(lambda: dialog._name.text() == "登记多人")
    assert dialog.changed.texts[0][0] == "新增团员　王五"
    assert dialog.changed.texts[-1][0] == "还有5条记录没有列出"


def test_every_input_has_a_name(dialog: JournalDialog) -> None:
    assert nameless(dialog) == []


@pytest.mark.parametrize(
    ("key", "held", "title"),
    [
        (Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, "操作记录"),
        (Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier, "设置"),
    ],
)
def test_the_tools_open_by_their_keys(
    bare_desk: Desk,
    people: list[Member],
    qtbot: QtBot,
    key: Qt.Key,
    held: Qt.KeyboardModifier,
    title: str,
) -> None:
    window = MainWindow(bare_desk, [Tab("empty", "空", "list", Page)])
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    seen: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        seen.append(dialog.windowTitle())
        dialog.close()

    QTimer.singleShot(0, look)
    qtbot.keyClick(window, key, held)
    assert seen == [title]
