"""Reviews, inspections, draws and corrections on screen: who waits, what is begun from there, finished by a key."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.changes import change
from models.correction import DONE, RECHECKED, Correction
from models.draw import Draw, picks_of
from models.record import Record
from models.review import ABOVE, PARTY, Review
from models.supervision import Inspection, InspectionCheck, checks_of
from tests.ui.office import YEAR
from ui.ask_fields import AskFields
from ui.check_lines import CheckLines
from ui.correction_page import CorrectionPage
from ui.desk import Desk, Selection
from ui.draw_dialog import DrawDialog
from ui.judged_section import JudgedSection
from ui.organisation_scope import Scope
from ui.record_dialog import RecordDialog
from ui.review_cover import WAITING, CoverModel
from ui.review_page import ReviewPage
from ui.supervision_page import InspectionPage, SupervisionPage
from ui.todos import todos

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def saved(record: Record) -> Record:
    with change("准备"):
        record.save()
    return record


def shown(page: Any, qtbot: QtBot) -> Any:
    qtbot.addWidget(page)
    page.resize(1300, 760)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def opened(kind: type[QDialog], qtbot: QtBot) -> Any:
    """The dialog that is open, active."""
    qtbot.waitUntil(lambda: any(isinstance(each, kind) and each.isVisible() for each in _tops()))
    found = next(each for each in _tops() if isinstance(each, kind) and each.isVisible())
    found.activateWindow()
    qtbot.waitUntil(found.isActiveWindow)
    return found


def _tops() -> list[QWidget]:
    return QApplication.topLevelWidgets()


def test_the_model_of_who_was_reviewed_keeps_qts_rules(
    desk: Desk, office: dict[str, int], qtmodeltester: ModelTester
) -> None:
    saved(Review(organisation=office["泵站团支部"], by=PARTY, date="2010-06"))
    page = ReviewPage(desk)
    qtmodeltester.check(page.cover.model)
    page.deleteLater()


def test_a_review_is_begun_from_who_still_waits(desk: Desk, office: dict[str, int], qtbot: QtBot) -> None:
    saved(Review(organisation=office["泵站团支部"], by=PARTY, date="2010-06-28"))
    page = shown(ReviewPage(desk), qtbot)
    model: CoverModel = page.cover.model
    texts = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert texts[:2] == [["局团委", WAITING, WAITING], ["泵站团支部", "6月28日", WAITING]]
    page.cover.table.setFocus()
    page.cover.table.setCurrentIndex(model.index(1, 2))
    qtbot.keyClick(page.cover.table, Key.Key_Return)
    dialog = opened(RecordDialog, qtbot)
    assert (dialog.record.organisation_id, dialog.record.by) == (office["泵站团支部"], ABOVE)
    dialog.record.date = "2010-09-01"
    dialog.form.load(dialog.record)
    qtbot.keyClick(dialog, Key.Key_S, CONTROL)
    assert Review.select().where(Review.by == ABOVE).count() == 1
    qtbot.waitUntil(lambda: model.index(1, 2).data() == "9月1日")
    page.cover.only_waiting.click()
    assert "泵站团支部" not in [model.index(row, 0).data() for row in range(model.rowCount())]
    page.cover.whom.button(1).click()
    assert model.rowCount() == 5  # the members, none of whom was reviewed


def test_who_was_not_reviewed_is_to_do(desk: Desk, office: dict[str, int]) -> None:
    for name in ("局团委", "泵站团支部", "营业所团支部"):
        saved(Review(organisation=office[name], by=PARTY, date="2010-06"))
    said = {todo.sentence: todo.about for todo in todos(Scope(None, None, YEAR))}
    assert said["1个团组织本年还没有同级党组织的点评"] == "河道所团支部"
    assert "4个团组织本年还没有上级团组织的点评" in said


def test_inspections_are_narrowed_by_way(desk: Desk, office: dict[str, int], qtbot: QtBot) -> None:
    for way, day in (("实地调研", "2010-03-01"), ("座谈会", "2010-05-01"), ("座谈会", "2010-06-01")):
        saved(Inspection(organisation=office["泵站团支部"], way=way, date=day))
    saved(Inspection(organisation=office["泵站团支部"], way="实地调研", planned="2010-12-01"))
    page = shown(InspectionPage(desk), qtbot)
    assert page.summary.text() == "4次，待督查1次"
    button = page.ways.button(2)
    assert button.text() == "座谈会 2"
    button.setFocus()
    qtbot.keyClick(button, Key.Key_Space)
    assert [Inspection.get_by_id(id_).way for id_ in page.list.table.shown_ids()] == ["座谈会", "座谈会"]
    page.show_records(Selection(Inspection, [Inspection.get().id], "一次"))
    assert page.list.table.shown_ids() == [Inspection.get().id]


def test_the_usual_points_are_put_into_the_form(desk: Desk, office: dict[str, int], qtbot: QtBot) -> None:
    made = saved(Inspection(organisation=office["泵站团支部"], way="实地调研", date="2010-03-01"))
    saved(InspectionCheck(inspection=made.id, item="团员名册和团费", passed=True))
    page = shown(InspectionPage(desk), qtbot)
    page.show_record(InspectionCheck.get())
    dialog = opened(RecordDialog, qtbot)
    lines = dialog.form.sections[0]
    assert isinstance(lines, CheckLines)
    qtbot.mouseClick(lines.usual, Qt.MouseButton.LeftButton)
    qtbot.keyClick(dialog, Key.Key_S, CONTROL)
    items = [check.item for check in checks_of(made)]
    assert len(items) == len(set(items)) > 5
    assert [check.passed for check in checks_of(made)].count(None) == len(items) - 1


@pytest.fixture
def drawing(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> tuple[SupervisionPage, DrawDialog]:
    monkeypatch.setattr("ui.draw_dialog.today", lambda: date(YEAR, 5, 16))
    page = shown(SupervisionPage(desk), qtbot)
    page.show_record(Draw())
    return page, opened(DrawDialog, qtbot)


def test_a_draw_is_held_once_and_becomes_inspections(
    drawing: tuple[SupervisionPage, DrawDialog], qtbot: QtBot
) -> None:
    page, dialog = drawing
    dialog.editors["count"].set_value(2)
    dialog.editors["team_size"].set_value(1)
    seed = dialog.editors["seed"]
    seed.setFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "07-12-23")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert Draw.select().count() == 0  # Enter alone does not draw
    dialog.inspectors.setPlainText("张小明\n赵浩　河道所团支部")
    dialog.look()
    assert dialog.list.toPlainText().splitlines() == ["河道所团支部", "泵站团支部", "营业所团支部"]
    assert "07-12-23" in dialog.said.text()
    qtbot.keyClick(dialog, Key.Key_Return, CONTROL)
    draw = Draw.get()
    assert (draw.seed, draw.date, len(picks_of(draw))) == ("07-12-23", "2010-05-16", 2)
    assert f"指纹 {draw.digest}" in opened(RecordDialog, qtbot).form.sections[0].said.text()
    assert "新建" not in opened(RecordDialog, qtbot).keys.text()  # another is drawn, not typed
    opened(RecordDialog, qtbot).reject()
    draws = page.page(1).draws
    assert draws.table.chosen_ids() == [draw.id]
    draws.make_action.trigger()
    asked = opened(AskFields, qtbot)
    qtbot.keyClick(asked, Key.Key_Return)
    assert [each.organisation_id for each in Inspection.select()] == [
        pick.organisation_id for pick in picks_of(draw)
    ]
    assert len(page.open(0).list.table.shown_ids()) == 2


def test_in_a_narrow_window_every_way_can_be_read(desk: Desk, qtbot: QtBot) -> None:
    page = shown(SupervisionPage(desk), qtbot)
    inner = page.page(0)
    buttons = (*inner.ways.buttons(), *page.buttons.buttons())
    for width in (1300, 823, 790):
        page.setFixedWidth(width)
        qtbot.waitUntil(lambda: all(each.width() >= each.sizeHint().width() for each in buttons))
        assert all(each.mapTo(page, each.rect().topRight()).x() < page.width() for each in buttons)
        assert page.width() == width


def test_a_page_that_is_opened_in_a_narrow_window_has_readable_ways(desk: Desk, qtbot: QtBot) -> None:
    page = SupervisionPage(desk)
    qtbot.addWidget(page)
    page.setFixedSize(823, 480)
    page.show()
    qtbot.waitExposed(page)
    buttons = page.page(0).ways.buttons()
    qtbot.waitUntil(lambda: all(each.width() >= each.sizeHint().width() for each in buttons))


def test_a_click_on_the_switch_leaves_the_keys_in_the_page(desk: Desk, qtbot: QtBot) -> None:
    page = shown(SupervisionPage(desk), qtbot)
    qtbot.mouseClick(page.buttons.button(1), Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert page.page(1).isAncestorOf(QApplication.focusWidget())


def test_what_cannot_be_drawn_is_said_in_the_dialog(
    drawing: tuple[SupervisionPage, DrawDialog], qtbot: QtBot
) -> None:
    _page, dialog = drawing
    dialog.inspectors.setPlainText("孙七　没有的团支部")
    dialog.look()
    assert "孙七　没有的团支部" in dialog.said.text()
    assert not dialog.yes.isEnabled()
    dialog.inspectors.setPlainText("张小明")
    dialog.look()
    qtbot.keyClick(dialog, Key.Key_Return, CONTROL)
    assert "名单上能派的只有" in dialog.said.text()
    assert dialog.isVisible()
    assert Draw.select().count() == 0


def test_corrections_are_finished_and_rechecked_overdue_first(
    desk: Desk, office: dict[str, int], qtbot: QtBot
) -> None:
    for task, due in (
        ("后到期", f"{YEAR}-12-31"),
        ("先到期", f"{YEAR}-03-31"),
        ("明年", f"{YEAR + 1}-01-31"),
    ):
        saved(Correction(organisation=office["泵站团支部"], task=task, due=due))
    page = shown(CorrectionPage(desk), qtbot)
    tasks = [Correction.get_by_id(id_).task for id_ in page.list.table.shown_ids()]
    assert tasks == ["先到期", "后到期"]
    assert page.summary.text() == "2项，未完成2项"
    first = page.list.table.shown_ids()[0]
    page.list.choose([first])
    page.list.table.view.setFocus()
    qtbot.keyClick(page.list.table.view, Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    asked = opened(AskFields, qtbot)
    asked.editors["done"].set_value("2010-03-20")
    asked.editors["result"].set_value("已补")
    asked.yes.click()
    found = Correction.get_by_id(first)
    assert (found.state, found.result) == (DONE, "已补")
    page.list.choose([first])
    page.recheck_action.trigger()
    again = opened(AskFields, qtbot)
    again.editors["rechecked"].set_value("2010-04-01")
    again.yes.click()
    assert Correction.get_by_id(first).state == RECHECKED
    page.strip.cells[RECHECKED].click()
    qtbot.waitUntil(lambda: page.list.table.shown_ids() == [first])


def test_a_branchs_page_shows_what_was_said_of_it_alone(
    desk: Desk, office: dict[str, int], qtbot: QtBot
) -> None:
    home, other = office["泵站团支部"], office["营业所团支部"]
    review = saved(Review(organisation=home, by=PARTY, date="2010-06-28"))
    saved(Correction(review=review.id, task="补记录", due="2010-09-30"))
    saved(Correction(organisation=home, task="已补", due="2010-09-30", done="2010-09-01"))
    for organisation, day in ((other, "2010-03-01"), (home, "2009-03-01")):
        saved(Inspection(organisation=organisation, way="实地调研", date=day))
    section = shown(JudgedSection(desk), qtbot)
    section.show_scope(Scope.of(home, YEAR))
    assert [button.text() for button in section.buttons.buttons()] == [
        "领导点评 1",
        "督查 0",
        "整改事项 2，未完成 1",
    ]
    listed = section.list_of(Correction)
    assert [Correction.get_by_id(id_).task for id_ in listed.table.shown_ids()] == ["补记录", "已补"]
    assert section.list_of(Review).begin()["organisation"] == home
