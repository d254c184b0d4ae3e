"""换届 on one sheet with the keyboard alone: who stands there, who is typed in, and what is written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.changes import change
from models.election import present_offices
from models.journal import actions
from models.member import Member, Office
from models.organisation import Organisation, Term
from models.store import Store
from tests.models.people import branch, committee, member
from tests.ui.names import nameless
from ui import theme
from ui.ask import Notice
from ui.desk import Desk
from ui.election_dialog import ElectionDialog
from ui.live import Live
from ui.remember import Remember


@pytest.fixture
def desk(store: Store, qapp: QApplication) -> Iterator[Desk]:
    theme.start(qapp, theme.Mode.LIGHT)
    live = Live()
    yield Desk(store, Remember(store.folder / "window.ini"), live, 2010)
    live.close()


@pytest.fixture
def home(store: Store) -> Organisation:
    root = committee()
    made, other = branch("一所团支部", root), branch("二所团支部", root)
    # The other branch's people come first by id.
    member("李思", other)
    for name, post in (("赵一", "书记"), ("钱二", "组织委员"), ("李四", None)):
        member(name, made, post=post)
    with change("换届"):
        Term(organisation=made, elected="2008-05-04", number=3).save()
    return Organisation.get_by_id(made.id)


@pytest.fixture
def sheet(home: Organisation, desk: Desk, qtbot: QtBot) -> ElectionDialog:
    made = ElectionDialog(desk, home)
    # A failed test must not be asked about what it left unsaved.
    qtbot.addWidget(made, before_close_func=lambda _: made.hide())
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def typed(qtbot: QtBot, text: str, enter: bool = True) -> None:
    """Type where the keyboard is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClicks(widget, text)
    if enter:
        qtbot.keyClick(widget, Qt.Key.Key_Return)


def lines(sheet: ElectionDialog) -> list[tuple[str, str]]:
    return [(line.post.line.text(), line.person.line.text()) for line in sheet.lines]


def held(home: Organisation) -> list[str]:
    return [office.heading() for office in present_offices(home)]


def test_the_present_holders_stand_there(sheet: ElectionDialog) -> None:
    assert lines(sheet)[:4] == [("书记", "赵一"), ("副书记", ""), ("组织委员", "钱二"), ("宣传委员", "")]
    assert sheet.head["number"].reading().value == 4
    assert sheet.head["elected"].is_blank(), "today is a wrong guess in a past work year"
    assert sheet.head["elected"].line.hasFocus()  # type: ignore[attr-defined]
    assert nameless(sheet) == []


def test_an_election_is_entered_with_keys_alone(
    sheet: ElectionDialog, home: Organisation, qtbot: QtBot
) -> None:
    typed(qtbot, "2010.6.18")
    typed(qtbot, "")
    typed(qtbot, "15")
    typed(qtbot, "")
    QApplication.focusWidget().clear()  # type: ignore[union-attr]
    typed(qtbot, "qianer")
    typed(qtbot, "")
    # 李思 of the other branch matches as well; those of the branch come first.
    typed(qtbot, "ls")
    assert lines(sheet)[:2] == [("书记", "钱二"), ("副书记", "李四")]
    assert sheet.summary.text() == "连任1人，新任2人，免去1人：赵一（书记）"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not sheet.isVisible())
    assert held(home) == ["钱二（书记）", "李四（副书记）", "钱二（组织委员）"]
    term = Term.get(Term.number == 4)
    assert (term.elected, term.present) == ("2010-06-18", 15)
    assert actions()[0].name == "一所团支部换届"


def test_lines_are_added_and_taken_away_with_keys(
    sheet: ElectionDialog, home: Organisation, qtbot: QtBot
) -> None:
    typed(qtbot, "2010.6.18")
    sheet.lines[2].person.setFocus()
    before = len(sheet.lines)
    qtbot.keyClick(sheet.lines[2].person.line, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert lines(sheet)[3] == ("组织委员", "") and len(sheet.lines) == before + 1
    typed(qtbot, "lisi", enter=True)
    assert lines(sheet)[3] == ("组织委员", "李四")
    sheet.lines[2].person.setFocus()
    qtbot.keyClick(sheet.lines[2].person.line, Qt.Key.Key_Delete, Qt.KeyboardModifier.AltModifier)
    assert lines(sheet)[2] == ("组织委员", "李四") and len(sheet.lines) == before
    assert sheet.lines[2].person.line.hasFocus()
    assert sheet.save()
    assert held(home) == ["赵一（书记）", "李四（组织委员）"]
    assert Office.get(Office.member == Member.get(Member.name == "钱二").id).until == "2010-06-18"


def test_what_is_wrong_is_said_and_nothing_is_written(
    sheet: ElectionDialog, home: Organisation, qtbot: QtBot
) -> None:
    assert not sheet.save()
    assert sheet.problem.text() == "请填写选举日期。"
    typed(qtbot, "2007.6.18")
    assert not sheet.save()
    assert "2008-05-04已经换届" in sheet.problem.text()
    sheet.head["elected"].set_value("2010-06-18")
    sheet.lines[1].person.line.setText("没有这人")
    assert not sheet.save()
    assert "没有“没有这人”" in sheet.problem.text() and sheet.lines[1].person.line.hasFocus()
    assert Term.select().count() == 1


def test_esc_asks_about_what_is_filled_in(sheet: ElectionDialog, qtbot: QtBot) -> None:
    typed(qtbot, "2010.6.18")
    asked: list[str] = []

    def look() -> None:
        notice = QApplication.activeModalWidget()
        assert isinstance(notice, Notice)
        asked.append(notice.accessibleName())
        notice.reject()

    QTimer.singleShot(0, look)
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert "没有保存" in asked[0] and sheet.isVisible()
    sheet.head["elected"].set_value(None)
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
