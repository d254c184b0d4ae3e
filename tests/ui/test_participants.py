"""Participants: the whole branch in one click, exceptions taken out, guests found by pinyin, hours for each."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.activity import Activity, set_participants
from models.changes import change
from models.store import Store
from tests.models.people import branch, member
from ui.participants import HOURS, NAME, ParticipantsEditor


@pytest.fixture
def editor(store: Store, qtbot: QtBot) -> ParticipantsEditor:
    home, other = branch(), branch("水文勘测队团支部")
    people = [member(name, home) for name in ("张三", "李四", "单雄")]
    guest = member("赵云", other)
    with change("活动"):
        activity = Activity(branch=home.id, category="比贡献", title="清理河道", start="2010-05-01")
        activity.save()
    set_participants(activity, {people[0].id: 2.0})
    made = ParticipantsEditor()
    qtbot.addWidget(made)
    made.load(activity)
    made.show()
    qtbot.waitExposed(made)
    made.people, made.guest = people, guest  # type: ignore[attr-defined]
    return made


def names(editor: ParticipantsEditor) -> list[str]:
    model = editor.model
    return [model.index(row, NAME).data() for row in range(model.rowCount())]


def test_the_model_keeps_its_promises(editor: ParticipantsEditor, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(editor.model)


def test_the_branch_is_listed_by_pinyin_with_those_who_were_there_ticked(editor: ParticipantsEditor) -> None:
    assert names(editor) == ["李四", "单雄", "张三"]
    assert editor.hours() == {editor.people[0].id: 2.0}


def test_the_whole_branch_in_one_click_and_one_taken_out_with_the_space_key(
    editor: ParticipantsEditor, qtbot: QtBot
) -> None:
    qtbot.mouseClick(editor.all_button, Qt.MouseButton.LeftButton)
    assert len(editor.hours()) == 3
    editor.list.setFocus()
    editor.list.setCurrentIndex(editor.model.index(1, HOURS))
    qtbot.keyClick(editor.list, Qt.Key.Key_Space)
    assert set(editor.hours()) == {editor.people[0].id, editor.people[1].id}


def test_a_guest_is_found_by_pinyin(editor: ParticipantsEditor, qtbot: QtBot) -> None:
    qtbot.keyClicks(editor.search, "zhaoy")
    assert names(editor) == ["赵云"]
    editor.list.setCurrentIndex(editor.model.index(0, NAME))
    qtbot.keyClick(editor.list, Qt.Key.Key_Space)
    editor.search.clear()
    assert editor.guest.id in editor.hours()
    assert "赵云" in names(editor)


def test_the_same_hours_for_all_and_others_for_one(editor: ParticipantsEditor, qtbot: QtBot) -> None:
    qtbot.mouseClick(editor.all_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(editor.each, "2.5")
    qtbot.keyClick(editor.each, Qt.Key.Key_Return)
    assert set(editor.hours().values()) == {2.5}
    assert editor.model.setData(editor.model.index(0, HOURS), "4小时")
    assert not editor.model.setData(editor.model.index(1, HOURS), "很久")
    assert editor._counted.text() == "“很久”不是数字"
    assert sorted(editor.hours().values()) == [2.5, 2.5, 4.0]
