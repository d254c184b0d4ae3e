"""The view 群众评议: setting a poll up, totals typed in, what it came to, and what follows from it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models import starter
from models.assessment import Assessment, begin
from models.ballot import Entry, PollCount, PollTotal, enter, enter_again
from models.changes import change
from models.correction import Correction
from models.journal import last_undoable, undo
from models.organisation import branches
from models.poll import Poll, PollClass, PollItem, PollTarget, classes_of, targets_of
from models.poll_follow import ask_make_up
from models.poll_result import results
from tests.ui.polls import first_target, small_poll
from ui import ask
from ui.desk import Desk
from ui.organisation_scope import Scope
from ui.poll_lists import TargetList
from ui.poll_page import PollPage
from ui.poll_setup_dialog import PollSetupDialog
from ui.poll_totals_dialog import TotalsDialog
from ui.todos_polls import todos


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> PollPage:
    made = PollPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def dialog_of(kind: type, page: PollPage):
    """The dialog of a kind that is open over the page."""
    return next(each for each in page.window().findChildren(kind) if each.isVisible())


def test_a_poll_is_set_up_in_one_dialog_and_the_next_begins_like_it(page: PollPage, qtbot: QtBot) -> None:
    page.polls.new_action.trigger()
    dialog = dialog_of(PollSetupDialog, page)
    dialog.editors["name"].line.setText("年终群众评议")
    dialog.items.setPlainText("基本评价\n承诺践诺情况\n")
    dialog.classes[3]["name"].line.setText("服务对象")
    dialog.classes[3]["each"].line.setText("8张")
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.items, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert dialog.problem.text() == ""
    poll = Poll.get()
    assert (poll.name, [item.content for item in PollItem.select()]) == (
        "年终群众评议",
        ["基本评价", "承诺践诺情况"],
    )
    assert PollClass.get(PollClass.name == "服务对象").each == 8
    assert len(targets_of(poll.id)) == len(branches()) == 3
    QApplication.processEvents()
    assert page.polls.table.current_id() == poll.id
    page.polls.duplicate_action.trigger()
    again = dialog_of(PollSetupDialog, page)
    assert again.items.toPlainText() == "基本评价\n承诺践诺情况"
    again.reject()  # nothing was typed: no question


def test_what_is_wrong_with_a_poll_is_said_and_nothing_is_made(page: PollPage, qtbot: QtBot) -> None:
    page.polls.new_action.trigger()
    dialog = dialog_of(PollSetupDialog, page)
    dialog.editors["scale"].line.setText("满意")
    assert not dialog.save()
    assert "2至9个不同的等次" in dialog.problem.text()
    dialog.editors["scale"].line.setText("满意、不满意")
    dialog.editors["satisfied"].line.setText("一")
    assert not dialog.save()
    assert dialog.problem.text() == "算作满意的等次数：“一”不是数字"
    dialog.editors["satisfied"].line.setText("1")
    dialog.classes[0]["weight"].line.setText("70")
    assert not dialog.save()
    assert "类别权重合计为70%，应为100%" in dialog.problem.text()
    dialog.classes[1]["weight"].line.setText("30")
    dialog._check(set())
    assert not dialog.save()
    assert "至少要有一个" in dialog.problem.text()
    assert not Poll.select().exists()
    dialog.choose_branches()
    assert dialog.save()


def test_counted_totals_are_typed_like_in_a_spreadsheet(desk: Desk, qtbot: QtBot) -> None:
    target = first_target(small_poll(items=2))
    dialog = TotalsDialog(desk, target)
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show()
    qtbot.waitExposed(dialog)
    for number in ("3", "3", "3"):
        qtbot.keyClicks(dialog.papers, number)
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        QApplication.processEvents()
    QGuiApplication.clipboard().setText("2\t1\t0\t0\t0\r\n0\t0\t1\t1\t1\r\n")
    dialog.votes.setCurrentIndex(dialog.totals.votes.index(0, 2))
    dialog.votes.setFocus()
    qtbot.keyClick(dialog.votes, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert dialog.totals.votes.index(0, 7).data() == "3"
    assert dialog.save()
    found = results(target.poll_id)[0]
    assert [item.counts for item in found.whole.items] == [(2, 1, 0, 0), (0, 0, 1, 1)]
    assert (found.whole.returned, found.whole.valid, found.satisfaction) == (3, 3, 0.5)
    undo(last_undoable().id)
    assert not PollTotal.select().exists()
    assert PollCount.get(PollCount.target == target.id).returned is None


def test_totals_that_cannot_be_are_refused_with_the_reason(desk: Desk, qtbot: QtBot) -> None:
    target = first_target(small_poll(items=2))
    enter(target, Entry(4, classes_of(target.poll_id)[1].id, "12"))
    dialog = TotalsDialog(desk, target)
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    papers, votes = dialog.totals.papers, dialog.totals.votes
    assert not papers.write(0, 1, [["三"]]) and "不是数字" in dialog.problem.text()
    assert not votes.editable(2, 2)  # 群众: typed one by one
    papers.write(0, 1, [["3", "4"]])
    assert not dialog.save()
    assert "收回4张，多于发出的3张" in dialog.problem.text()
    papers.write(0, 2, [["3", "2"]])
    votes.write(0, 2, [["3"]])
    assert not dialog.save()
    assert "多于有效票2张" in dialog.problem.text()
    assert not PollTotal.select().exists()


def test_the_page_shows_how_far_the_typing_is_and_what_it_came_to(page: PollPage, qtbot: QtBot) -> None:
    poll = small_poll(items=2)
    first, second, _ = targets_of(poll.id)
    party, people = classes_of(poll.id)
    enter(first, Entry(1, party.id, "12"))
    enter(first, Entry(4, people.id, "44", "多办实事"))
    enter(second, Entry(1, party.id, "11"))
    page.show_record(poll)
    shown = [
        [page.targets.table.model.index(row, column).data() for column in (0, 4, 5, 6)] for row in range(3)
    ]
    assert shown == [
        ["泵站团支部", "已录2张", "50%", "是"],
        ["营业所团支部", "已录1张", "100%", "否"],
        ["河道所团支部", "未录入", "", ""],
    ]
    page.parts.setCurrentIndex(1)
    board = page.results
    assert "有效3张　全部票的满意率 66.7%" in board.summary.text()
    assert len(board.chart.marks()) == 6 - 1  # 第1项: 1 1 4, 第2项: 2 1 4
    board.whom.setCurrentIndex(1)
    board.show_poll(poll)
    assert "综合满意率 50%" in board.summary.text()
    assert [board.comments.item(0).text(), board.need.lines] == [
        "多办实事",
        [["泵站团支部", "50%", "还没有列入"]],
    ]


def test_who_is_below_the_limit_is_asked_to_make_up_once(
    page: PollPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = small_poll(items=2)
    first = targets_of(poll.id)[0]
    enter(first, Entry(1, classes_of(poll.id)[0].id, "14"))
    page.show_record(poll)
    monkeypatch.setattr(ask, "confirm", lambda *_, **__: True)
    page.make_up_action.trigger()
    correction = Correction.get()
    assert (correction.organisation_id, correction.kind) == (first.organisation_id, "群众评议")
    assert "第2项内容（0%）" in correction.task and "第1项" not in correction.task
    told: list[str] = []
    monkeypatch.setattr(ask, "inform", lambda _parent, _title, said, *_: told.append(said))
    page.make_up_action.trigger()
    assert (Correction.select().count(), told) == (1, ["没有需要列入的团组织。"])


def test_satisfaction_becomes_the_score_in_the_assessment(
    page: PollPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    starter.plant_scheme(2010)
    poll = small_poll(items=2)
    first, second, _ = targets_of(poll.id)
    for target in (first, second):
        begin(target.organisation, 2010)
    with change("评分"):
        other = Assessment.get(Assessment.organisation == second.organisation_id)
        other.poll_score = 88
        other.save()
    for number, answers in ((1, "11"), (2, "11"), (3, "14")):
        enter(first, Entry(number, classes_of(poll.id)[0].id, answers))
    page.show_record(poll)
    monkeypatch.setattr(ask, "confirm", lambda *_, **__: True)
    page.score_action.trigger()
    scores = {each.organisation_id: each.poll_score for each in Assessment.select()}
    assert scores == {first.organisation_id: 83.3, second.organisation_id: 88}


def test_papers_that_came_back_are_typed_in_the_form_of_an_organisation(desk: Desk, qtbot: QtBot) -> None:
    poll = small_poll(items=2)
    listed = TargetList(desk)
    qtbot.addWidget(listed)
    listed.show_poll(poll)
    dialog = listed._show(first_target(poll))
    qtbot.waitExposed(dialog)
    dialog.form.sections[0].model.write(0, 2, [["2"]])
    dialog.save_close()
    count = PollCount.get(PollCount.target == first_target(poll).id)
    assert (count.issued, count.returned) == (3, 2)


def test_the_models_keep_their_promises(desk: Desk, qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    target = first_target(small_poll(items=2))
    enter(target, Entry(1, classes_of(target.poll_id)[0].id, "14"))
    dialog = TotalsDialog(desk, target)
    qtbot.addWidget(dialog)
    qtmodeltester.check(dialog.totals.votes)
    page = PollPage(desk)
    qtbot.addWidget(page)
    page.show_record(Poll.get())
    assert PollTarget.select().exists()
    qtmodeltester.check(page.results.classes)
    qtmodeltester.check(page.results.need)


def test_what_polls_leave_to_do_is_on_the_overview(desk: Desk) -> None:
    poll = small_poll(items=2)
    first, second, third = targets_of(poll.id)
    party = classes_of(poll.id)[0]
    everywhere = Scope(None, None, 2010)
    assert list(todos(everywhere)) == []  # nothing has come back yet
    enter(first, Entry(1, party.id, "44"))
    enter(second, Entry(1, party.id, "11"))
    enter_again(second, 1, "12")
    found = [(todo.tone, todo.about, list(todo.ids)) for todo in todos(everywhere)]
    assert found == [
        ("bad", "泵站团支部（0%）", [first.id]),
        ("warn", "营业所团支部", [second.id]),
        ("info", "河道所团支部", [third.id]),
    ]
    ask_make_up([first])
    assert "bad" not in [todo.tone for todo in todos(everywhere)]
