"""Ballots typed with real keys: answers, the next paper by itself, going back, invalid ones, comments, second entry."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.ballot import Ballot, Entry, enter, enter_again
from models.poll import classes_of
from models.poll_result import INVALID
from tests.ui.polls import WORDS, first_target, small_poll
from ui.ballot_card import letter_keys
from ui.ballot_dialog import BallotDialog
from ui.ballot_session import AGAIN, COMPARE, MODES
from ui.desk import Desk

ENTER_KEY, BACK = Qt.Key.Key_Return, Qt.Key.Key_Backspace


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot) -> BallotDialog:
    made = BallotDialog(desk, first_target(small_poll()))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def kept() -> list[tuple[int, str, str | None]]:
    """(number, class, answers) of what is stored."""
    return [(b.number, b.rater.name, b.answers) for b in Ballot.select().order_by(Ballot.number)]


def keys(dialog: BallotDialog, text: str, qtbot: QtBot) -> None:
    """Type where the keyboard is."""
    for sign in text:
        qtbot.keyClicks(dialog.focusWidget(), sign)


def test_only_letters_that_mean_one_word_answer() -> None:
    assert letter_keys(WORDS) == {"M": "1", "J": "3"}  # 比较满意 and 不满意 both begin with B
    assert letter_keys(("优秀", "良好", "合格", "不合格")) == {"Y": "1", "L": "2", "H": "3", "B": "4"}


def test_each_paper_is_kept_with_its_last_answer_and_the_next_begins(
    dialog: BallotDialog, qtbot: QtBot
) -> None:
    keys(dialog, "1204mj", qtbot)
    assert kept() == [(1, "党员", "120"), (2, "党员", "413")]
    assert (dialog.session.number, dialog.card.answers) == (3, "   ")
    keys(dialog, "9b", qtbot)  # no answers of this scale
    assert dialog.card.is_blank()


def test_the_class_follows_the_numbers_on_the_papers(dialog: BallotDialog, qtbot: QtBot) -> None:
    keys(dialog, "111+222", qtbot)
    assert kept() == [(1, "党员", "111"), (4, "群众", "222")]
    for _ in range(4):
        keys(dialog, "333", qtbot)
    assert [each[:2] for each in kept()[2:]] == [(5, "群众"), (6, "群众"), (7, "群众"), (8, "群众")]


def test_more_papers_than_were_given_out_are_pointed_out(dialog: BallotDialog, qtbot: QtBot) -> None:
    keys(dialog, "111" * 8, qtbot)
    assert dialog.parts.counts.text().endswith("群众 5/5")
    keys(dialog, "111", qtbot)
    assert "群众 6/5　群众的票比发出的多" in dialog.parts.counts.text()


def test_backspace_goes_back_in_the_paper_and_to_the_one_before(dialog: BallotDialog, qtbot: QtBot) -> None:
    keys(dialog, "12", qtbot)
    qtbot.keyClick(dialog.card, BACK)
    keys(dialog, "34", qtbot)
    assert kept() == [(1, "党员", "134")]
    qtbot.keyClick(dialog.card, BACK)
    assert (dialog.session.number, dialog.card.answers, dialog.card.current) == (1, "134", 2)
    keys(dialog, "1", qtbot)
    assert kept() == [(1, "党员", "131")]
    assert dialog.session.number == 2


def test_an_answer_in_the_middle_is_put_right_with_the_arrows(dialog: BallotDialog, qtbot: QtBot) -> None:
    keys(dialog, "111", qtbot)
    qtbot.keyClick(dialog.card, BACK)
    qtbot.keyClick(dialog.card, Qt.Key.Key_Up)
    keys(dialog, "4", qtbot)
    qtbot.keyClick(dialog.card, ENTER_KEY)
    assert kept() == [(1, "党员", "141")]


def test_an_invalid_paper_has_its_reason_and_can_be_made_valid_again(
    dialog: BallotDialog, qtbot: QtBot
) -> None:
    keys(dialog, "1*2", qtbot)
    ballot = Ballot.get()
    assert (ballot.invalid, ballot.reason, ballot.answers) == (True, "一项选了几个等次", None)
    qtbot.keyClick(dialog.card, BACK)
    keys(dialog, "111", qtbot)
    assert kept() == [(1, "党员", "111")]
    assert Ballot.get().reason is None


def test_a_comment_before_the_first_answer_belongs_to_the_paper_just_kept(
    dialog: BallotDialog, qtbot: QtBot
) -> None:
    keys(dialog, "111/", qtbot)
    assert dialog.parts.comment_label.text() == "1号票意见"
    dialog.parts.comment.insert("多办实事")
    qtbot.keyClick(dialog.parts.comment, ENTER_KEY)
    keys(dialog, "2/", qtbot)
    dialog.parts.comment.insert("按时公示")
    qtbot.keyClick(dialog.parts.comment, ENTER_KEY)
    keys(dialog, "22", qtbot)
    assert [(b.answers, b.comment) for b in Ballot.select()] == [("111", "多办实事"), ("222", "按时公示")]


def test_a_number_can_be_typed_first(dialog: BallotDialog, qtbot: QtBot) -> None:
    dialog.parts.number_first.setChecked(True)
    for number in (7, 2):
        qtbot.keyClicks(dialog.parts.number, str(number))
        qtbot.keyClick(dialog.parts.number, ENTER_KEY)
        keys(dialog, "111", qtbot)
    assert kept() == [(2, "党员", "111"), (7, "群众", "111")]


def test_ctrl_z_takes_the_last_paper_back(dialog: BallotDialog, qtbot: QtBot) -> None:
    keys(dialog, "111222", qtbot)
    qtbot.keyClick(dialog.card, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: Ballot.select().count() == 1)
    qtbot.waitUntil(lambda: dialog.session.number == 2)
    assert dialog.parts.lines.rowCount() == 1


def test_half_a_paper_is_pointed_out_once_before_closing(dialog: BallotDialog, qtbot: QtBot) -> None:
    keys(dialog, "11", qtbot)
    qtbot.keyClick(dialog.card, Qt.Key.Key_Escape)
    assert dialog.isVisible() and "还没有录完" in dialog.parts.said.text()
    qtbot.keyClick(dialog.card, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not Ballot.select().exists()


def test_a_second_person_does_not_see_the_answers_and_differences_are_settled(
    dialog: BallotDialog, qtbot: QtBot
) -> None:
    keys(dialog, "111222*1", qtbot)
    dialog.parts.modes.setCurrentIndex(MODES.index(AGAIN))
    shown = [dialog.parts.lines.index(row, 2).data() for row in range(3)]
    assert "1 1 1" not in shown and dialog.card.is_blank()
    keys(dialog, "111224", qtbot)
    assert "不一致" in dialog.parts.said.text()
    keys(dialog, "333", qtbot)
    assert "都已复录" in dialog.parts.said.text()
    dialog.parts.modes.setCurrentIndex(MODES.index(COMPARE))
    assert (dialog.session.number, dialog.parts.modes.tabText(2)) == (2, "核对（2）")
    keys(dialog, "2", qtbot)  # the second entry of paper 2
    keys(dialog, "1", qtbot)  # the first of paper 3
    assert [(b.answers, b.invalid) for b in Ballot.select()] == [("111", False), ("224", False), (None, True)]
    assert "没有两次不一致" in dialog.parts.said.text()


def test_neither_entry_right_leads_back_to_typing(dialog: BallotDialog, qtbot: QtBot) -> None:
    target = dialog.session.target
    enter(target, Entry(1, classes_of(target.poll_id)[0].id, "111"))
    enter_again(target, 1, INVALID)
    dialog.session.reload()
    dialog.parts.modes.setCurrentIndex(MODES.index(COMPARE))
    keys(dialog, "3", qtbot)
    assert dialog.parts.modes.currentIndex() == 0
    assert (dialog.session.number, dialog.card.answers) == (1, "111")


def test_the_list_keeps_its_promises(dialog: BallotDialog, qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    keys(dialog, "111222", qtbot)
    QApplication.processEvents()
    qtmodeltester.check(dialog.parts.lines)
