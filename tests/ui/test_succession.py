"""A second 书记 is asked about, from the form of an office as from that of a member."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.journal import actions, undo
from models.member import Member, Office
from models.organisation import Organisation
from models.record import Record
from models.store import Store
from tests.models.people import branch, member
from ui import theme
from ui.ask import Notice
from ui.desk import Desk
from ui.live import Live
from ui.record_dialog import RecordDialog
from ui.remember import Remember


@pytest.fixture
def desk(store: Store, qapp: QApplication) -> Iterator[Desk]:
    theme.start(qapp, theme.Mode.LIGHT)
    live = Live()
    yield Desk(store, Remember(store.folder / "window.ini"), live, 2010)
    live.close()


@pytest.fixture
def home(store: Store) -> Organisation:
    made = branch("一所团支部")
    member("赵一", made, post="书记")
    member("李四", made)
    return made


def save(desk: Desk, record: Record, qtbot: QtBot, button: int | None) -> list[str]:
    """Save in the form by Ctrl+S and press a button of the question (None: Esc); what was asked."""
    dialog = RecordDialog(desk, record)
    qtbot.addWidget(dialog, before_close_func=lambda _: dialog.hide())
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    asked: list[str] = []

    def look() -> None:
        notice = QApplication.activeModalWidget()
        if not isinstance(notice, Notice):
            return
        asked.append(notice.accessibleName())
        if button is None:
            qtbot.keyClick(notice, Qt.Key.Key_Escape)
        else:
            notice.buttons[button].setFocus()
            qtbot.keyClick(notice.buttons[button], Qt.Key.Key_Return)

    QTimer.singleShot(0, look)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    return asked


def new_office(home: Organisation, **facts: object) -> Office:
    one = Member.get(Member.name == "李四")
    return Office(organisation=home, member=one, **({"post": "书记", "since": "2010-06"} | facts))


def ends() -> dict[str, str | None]:
    return {office.heading(): office.until for office in Office.select()}


def test_the_present_secretary_is_relieved_in_the_month_the_new_one_begins(
    home: Organisation, desk: Desk, qtbot: QtBot
) -> None:
    assert save(desk, new_office(home), qtbot, 0) == ["现任书记赵一，是否同日免去？"]
    assert ends() == {"赵一（书记）": "2010-06", "李四（书记）": None}
    assert {one.name: one.post for one in Member.select()} == {"赵一": None, "李四": "书记"}
    undo(actions()[0].id)
    assert ends() == {"赵一（书记）": None}


def test_both_are_kept_when_that_is_wanted(home: Organisation, desk: Desk, qtbot: QtBot) -> None:
    assert len(save(desk, new_office(home), qtbot, 1)) == 1
    assert ends() == {"赵一（书记）": None, "李四（书记）": None}
    again = Office.get(Office.member == Member.get(Member.name == "李四").id)
    again.remark = "主持工作"
    assert save(desk, again, qtbot, None) == [], "known already: nothing is asked again"


def test_going_back_saves_nothing(home: Organisation, desk: Desk, qtbot: QtBot) -> None:
    assert len(save(desk, new_office(home), qtbot, None)) == 1
    assert ends() == {"赵一（书记）": None}


@pytest.mark.parametrize("facts", [{"post": "副书记"}, {"until": "2010-08"}])
def test_other_posts_and_past_offices_are_not_asked_about(
    home: Organisation, desk: Desk, qtbot: QtBot, facts: dict[str, object]
) -> None:
    assert save(desk, new_office(home, **facts), qtbot, None) == []
    assert Office.select().count() == 2


def test_the_post_in_a_members_form_is_asked_about_too(home: Organisation, desk: Desk, qtbot: QtBot) -> None:
    person = Member.get(Member.name == "李四")
    person.post = "书记"
    assert save(desk, person, qtbot, 0) == ["现任书记赵一，是否同日免去？"]
    assert {office.heading() for office in Office.select() if office.until is None} == {"李四（书记）"}
