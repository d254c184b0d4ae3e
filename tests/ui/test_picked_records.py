"""Records linked through a third kind: found by pinyin, several at once, taken out, saved with the form."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.activity import Activity, Participation
from models.changes import change
from ui.desk import Desk
from ui.picked_records import PickedRecords
from ui.record_dialog import RecordDialog


@pytest.fixture
def activity(office: dict[str, int]) -> Activity:
    found: Activity = Activity.get_by_id(office["清理河道"])
    with change("登记"):
        Participation(activity=found.id, member=office["李静"]).save()
    return found


@pytest.fixture
def section(desk: Desk, activity: Activity, qtbot: QtBot) -> PickedRecords:
    dialog = RecordDialog(
        desk,
        activity,
        sections=[
            lambda desk: PickedRecords(desk, Participation, "activity", "member", columns=("name", "branch"))
        ],
    )
    qtbot.addWidget(dialog, before_close_func=lambda one: one.hide())
    dialog.show()
    qtbot.waitExposed(dialog)
    made = dialog.form.sections[0]
    assert isinstance(made, PickedRecords)
    return made


def names(section: PickedRecords) -> list[str]:
    return [section.model.index(row, 0).data() for row in range(section.model.rowCount())]


def test_the_model_keeps_its_promises(section: PickedRecords, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(section.model)


def test_records_are_found_by_pinyin_one_after_the_other(
    section: PickedRecords, office: dict[str, int], qtbot: QtBot
) -> None:
    assert names(section) == ["李静"]
    section.finder.line.setFocus()
    for text in ("zxm", "zhaohao"):
        qtbot.keyClicks(section.finder.line, text)
        qtbot.keyClick(section.finder.line, Qt.Key.Key_Return)
    assert section.finder.line.hasFocus(), "the next one can be typed at once"
    assert section.finder.is_blank()
    assert section.ids() == {office[name] for name in ("李静", "张小明", "赵浩")}
    qtbot.keyClicks(section.finder.line, "lijing")
    assert not section.finder.list.isVisible(), "what is there already is not offered again"
    assert Participation.select().count() == 1, "nothing is written before the form is saved"
    window = section.window()
    assert isinstance(window, RecordDialog)
    assert window.save()
    assert {one.member_id for one in Participation.select()} == section.ids()


def test_shift_enter_adds_all_that_were_found(
    section: PickedRecords, office: dict[str, int], qtbot: QtBot
) -> None:
    qtbot.keyClicks(section.finder.line, "xm")
    qtbot.keyClick(section.finder.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert section.ids() == {office[name] for name in ("李静", "张小明", "单雪梅")}


def test_del_takes_out_of_the_list_and_enter_opens(section: PickedRecords, qtbot: QtBot) -> None:
    section.list.setFocus()
    qtbot.keyClick(section.list, Qt.Key.Key_Down)
    qtbot.keyClick(section.list, Qt.Key.Key_Return)
    opened = [
        one for one in QApplication.topLevelWidgets() if isinstance(one, RecordDialog) and one.isVisible()
    ]
    assert {one.record.heading() for one in opened} == {"清理河道", "李静"}
    for one in opened:
        if one.record.heading() == "李静":
            one.close()
    qtbot.keyClick(section.list, Qt.Key.Key_Delete)
    assert section.is_changed()
    assert names(section) == []
    window = section.window()
    assert isinstance(window, RecordDialog)
    assert window.save()
    assert Participation.select().count() == 0
