"""团员评议 on screen: begun for all, entered with the keyboard, watched by the rules, registered, points in the form."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.appraisal import AppraisalMeeting, MemberAppraisal, appraisals
from models.appraisal_points import AppraisalPoint, begin_standards, standards
from models.changes import change
from models.journal import last_undoable, undo
from models.member import Member
from models.organisation import Organisation
from tests.ui.names import nameless
from tests.ui.office import YEAR
from ui.appraisal_model import COLUMNS
from ui.appraisal_page import AppraisalPage
from ui.desk import Desk, Selection
from ui.record_dialog import RecordDialog

GRADE, REGISTRATION, VOTES, REASON = (
    COLUMNS.index(name) for name in ("grade", "registration", "votes_excellent", "absent_reason")
)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> AppraisalPage:
    """The page of the small office, its branch 泵站 (two members) chosen."""
    made = AppraisalPage(desk)
    qtbot.addWidget(made)
    made.resize(1250, 680)
    made.show()
    qtbot.waitExposed(made)
    choose(made, "泵站团支部")
    return made


def choose(page: AppraisalPage, name: str) -> None:
    row = page.branches.row_of(Organisation.get(Organisation.name == name).id)
    assert row is not None
    page.view.setCurrentIndex(page.branches.index(row, 0))


def lines() -> list[MemberAppraisal]:
    return appraisals(Organisation.get(Organisation.name == "泵站团支部").id, YEAR)


def put(page: AppraisalPage, row: int, column: int, text: str, qtbot: QtBot) -> None:
    """Type a text over a cell and press Enter."""
    grid = page.sheet.grid
    grid.setFocus()
    grid.setCurrentIndex(page.sheet.model.index(row, column))
    qtbot.keyClicks(grid, text[0])
    editor = QGuiApplication.focusObject()
    qtbot.keyClicks(editor, text[1:])
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QGuiApplication.processEvents()


def test_one_press_begins_all_branches_and_their_standards(page: AppraisalPage) -> None:
    assert page.begin_action.isVisible()
    page.begin_action.trigger()
    assert MemberAppraisal.select().count() == Member.select().count() == 5
    assert len(standards(YEAR)) == 5
    assert page.sheet.model.rowCount() == 2
    assert not page._buttons[page.begin_action].isVisible()
    undo(last_undoable().id)  # type: ignore[union-attr]
    QGuiApplication.processEvents()
    assert MemberAppraisal.select().count() == 0


def test_once_begun_grades_are_typed_at_once(page: AppraisalPage, qtbot: QtBot) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.mouseClick(page._buttons[page.begin_action], Qt.MouseButton.LeftButton)
    assert page.sheet.grid.hasFocus()
    assert "应评2　已评0" in page.sheet._numbers.text()
    assert "评完后优秀最多0人" in page.sheet._numbers.text()


def test_grades_votes_and_registration_are_typed_down_the_lines(page: AppraisalPage, qtbot: QtBot) -> None:
    page.begin_action.trigger()
    put(page, 0, GRADE, "1", qtbot)
    assert page.sheet.grid.currentIndex().row() == 1
    put(page, 1, GRADE, "h", qtbot)
    put(page, 0, VOTES, "2", qtbot)
    put(page, 0, REGISTRATION, "z", qtbot)
    assert [(each.grade, each.votes_excellent, each.registration) for each in lines()] == [
        ("优秀", 2, "暂缓注册"),
        ("合格", None, None),
    ]
    assert Member.get(Member.name == "张小明").last_grade == "优秀"
    assert last_undoable().name == "泵站团支部2010年团员评议"  # type: ignore[union-attr]


def test_what_cannot_be_read_stays_in_the_cell(page: AppraisalPage, qtbot: QtBot) -> None:
    page.begin_action.trigger()
    put(page, 0, GRADE, "9", qtbot)
    assert page.sheet.grid.is_busy()
    assert QGuiApplication.focusObject().text() == "9"  # type: ignore[union-attr]
    qtbot.keyClick(QGuiApplication.focusObject(), Qt.Key.Key_Escape)
    assert lines()[0].grade is None


def test_lines_are_pasted_from_excel_all_or_none(page: AppraisalPage, qtbot: QtBot) -> None:
    page.begin_action.trigger()
    grid = page.sheet.grid
    grid.setFocus()
    grid.setCurrentIndex(page.sheet.model.index(0, GRADE))
    QGuiApplication.clipboard().setText("优秀\t已注册\n甲等\t已注册\n")
    qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [each.grade for each in lines()] == [None, None]
    assert "没有保存" in page.sheet._said.text()
    QGuiApplication.clipboard().setText("优秀\t已注册\n合格\t已注册\n")
    qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [(each.grade, each.registration) for each in lines()] == [("优秀", "已注册"), ("合格", "已注册")]


def test_a_branch_in_one_go_and_what_the_rules_say_of_it(page: AppraisalPage, qtbot: QtBot) -> None:
    page.begin_action.trigger()
    put(page, 1, REASON, "on leave", qtbot)
    page.grade_action.trigger()
    page.register_action.trigger()
    QGuiApplication.processEvents()
    assert [(each.grade, each.registration) for each in lines()] == [("合格", "已注册"), (None, None)]
    with change("评议大会"):
        AppraisalMeeting(organisation=page.chosen_branch(), year=YEAR, expected=2, present=1).save()
    qtbot.waitUntil(lambda: "应到2人" in page.sheet._meeting.text())
    assert "应超过66.67%" in page.sheet._warnings.text()
    assert page.sheet._state.text() == "不合规定"
    put(page, 0, GRADE, "1", qtbot)
    assert "不超过30%" in page.sheet._warnings.text()


def test_points_are_given_in_the_members_form(page: AppraisalPage, qtbot: QtBot) -> None:
    page.begin_action.trigger()
    page.sheet.grid.setCurrentIndex(page.sheet.model.index(0, GRADE))
    page.sheet.grid.open_action.trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RecordDialog)
    section = dialog.form.sections[0]
    model = section.model  # type: ignore[attr-defined]
    assert model.rowCount() == 5 and not section.is_changed()
    assert not model.write([(0, 4, "21")]) and "最高20分" in section.said.text()  # type: ignore[attr-defined]
    assert model.write([(0, 3, "19"), (0, 4, "18.5"), (4, 4, "20")])
    assert "支部评分合计38.5" in section.said.text()  # type: ignore[attr-defined]
    dialog.save_close()
    assert lines()[0].points == 38.5
    assert AppraisalPoint.select().count() == 2


def test_records_are_found_where_they_belong(page: AppraisalPage) -> None:
    page.begin_action.trigger()
    mine = [each.id for each in lines()]
    page.show_records(Selection(MemberAppraisal, mine[:1], "实参评人数"))
    assert page.chosen_branch() is None and page.list.table.shown_ids() == mine[:1]
    page.show_records(Selection(MemberAppraisal, mine, "泵站"))
    assert page.chosen_branch().name == "泵站团支部"  # type: ignore[union-attr]
    choose(page, "河道所团支部")
    page.show_record(MemberAppraisal.get_by_id(mine[1]))
    assert page.chosen_branch().name == "泵站团支部"  # type: ignore[union-attr]
    assert page.sheet.grid.currentIndex().row() == 1


def test_the_tables_are_sound_models_and_everything_has_a_name(
    page: AppraisalPage, qtmodeltester: ModelTester
) -> None:
    with change("准备"):
        begin_standards(YEAR)
    page.begin_action.trigger()
    qtmodeltester.check(page.sheet.model)
    qtmodeltester.check(page.branches)
    assert not nameless(page)


def test_the_form_prints_for_the_branch_or_for_the_chosen_members(
    page: AppraisalPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    printed: list[list[str]] = []
    monkeypatch.setattr(
        "ui.appraisal_page.preview_appraisals",
        lambda _desk, _parent, found: printed.append([each.shown("member") for each in found]),
    )
    page.begin_action.trigger()
    qtbot.keyClick(page.sheet.grid, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    page.view.setCurrentIndex(page.branches.index(0, 0))
    qtbot.waitUntil(lambda: len(page.list.table.shown_ids()) == 5)
    page.list.choose([lines()[1].id])
    page.list.table.view.setFocus()
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert printed == [["张小明", "李静"], ["李静"]]
