"""The history of an organisation in words: what was changed to what, sensitive values covered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.changes import change
from models.journal import actions, history, undo
from models.member import Member
from models.store import Store
from tests.models.people import branch, member
from ui.ask import Notice
from ui.history_list import HistoryList, HistoryModel, lines


@pytest.fixture
def person(store: Store) -> Member:
    found = member("张三", branch(), phone="13800001234")
    with change("更正手机"):
        found.phone, found.native_place = "13900005678", "上海"
        found.save()
    return found


def test_the_newest_comes_first_with_values_before_and_after(person: Member) -> None:
    found = lines(history(person))
    assert [one.action for one in found] == ["更正手机", "新增团员"]
    label, place = Member.field("phone").label, Member.field("native_place").label
    assert set(found[0].what.split("\n")) == {f"{label}：138****1234 → 139****5678", f"{place}：空白 → 上海"}
    assert found[1].what == "新增团员"
    assert found[0].who == "测试员"


def test_the_model_is_sound(person: Member, qtmodeltester: ModelTester) -> None:
    model = HistoryModel()
    qtmodeltester.check(model)
    model.show_lines(lines(history(person)))
    qtmodeltester.check(model)


def test_what_the_office_did_says_what_was_taken_back(person: Member, qtbot: QtBot) -> None:
    made = HistoryList()
    qtbot.addWidget(made)
    made.show_actions([])
    assert made._pages.currentIndex() == 1
    undo(actions()[0].id)
    made.show_actions(actions())
    assert made.model.lines[1].what == "1条记录，已撤销"
    made.show_entries(history(person))
    assert len(made.model.lines) == 3


def test_an_earlier_action_is_taken_back_after_a_question(person: Member, qtbot: QtBot) -> None:
    made = HistoryList()
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show()
    with change("后来"):
        branch("二所团支部")
    made.show_actions(actions())
    assert not made.undo_action.isEnabled()
    row = [line.action for line in made.model.lines].index("更正手机")
    made.view.selectRow(row)
    assert made.undo_action.isEnabled()

    def answer() -> None:
        notice = QApplication.activeModalWidget()
        assert isinstance(notice, Notice)
        qtbot.mouseClick(notice.buttons[0], Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, answer)
    with qtbot.waitSignal(made.undone) as told:
        made.undo_action.trigger()
    assert told.args == ["更正手机"]
    assert Member.get_by_id(person.id).phone == "13800001234"
    made.show_actions(actions())
    undone = [line.undone for line in made.model.lines]
    made.view.selectRow(undone.index(True))
    assert not made.undo_action.isEnabled()
