"""评优: states over the list, the next step for one and for several, the form's fields by award, real keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QListWidget, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.award import FOUR_GOODS, FOUR_LEADS, Honour, Nomination, advance, steps
from models.changes import change
from models.journal import last_undoable
from tests.ui.names import nameless
from ui.ask import Notice
from ui.ask_fields import AskFields
from ui.award_page import AwardPage
from ui.desk import Desk, Selection
from ui.printing import Preview
from ui.record_dialog import RecordDialog


@pytest.fixture
def page(desk: Desk, office: dict[str, int], qtbot: QtBot) -> AwardPage:
    with change("准备"):
        for rank, name in enumerate(("张小明", "李静", "王单"), 1):
            Nomination(year=2010, kind="优秀共青团员", member=office[name], rank=rank).save()
        Nomination(year=2010, kind="五四红旗团支部", organisation=office["泵站团支部"]).save()
        Honour(name="优秀团支部", granted="2009-05-04", organisation=office["泵站团支部"]).save()
        Honour(name="优秀共青团员", granted="2010-05-04", member=office["李静"]).save()
    made = AwardPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def person(desk_ids: dict[str, int], name: str) -> Nomination:
    return Nomination.get(Nomination.member == desk_ids[name])


def listed(page: AwardPage) -> list[str]:
    return [Nomination.get_by_id(id_).heading() for id_ in page.nominations.list.table.shown_ids()]


def in_dialog(work: Callable[[AskFields], None]) -> None:
    """Do something in the dialog that is about to open; a dialog that fails the test is closed."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AskFields)
        try:
            work(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, act)


def type_text(qtbot: QtBot, line: QWidget, text: str) -> None:
    """Keys for what a keyboard has; Chinese is committed as an input method does it."""
    if text.isascii():
        qtbot.keyClicks(line, text)
    else:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(line, event)


def fill(qtbot: QtBot, dialog: QDialog, **texts: str) -> None:
    assert isinstance(dialog, AskFields)
    for name, text in texts.items():
        editor = dialog.editors[name]
        line = editor.focusProxy() or editor
        line.setFocus()
        qtbot.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        type_text(qtbot, line, text)
    dialog.yes.click()


def test_the_model_behind_the_list_keeps_its_promises(page: AwardPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.nominations.list.table.model)


def test_the_heading_says_year_and_figures(page: AwardPage) -> None:
    assert page._heading.text() == "2010年评优"
    assert page._summary.text() == "推荐4项　本年获得荣誉：个人1项、集体0项"


def test_states_are_counted_and_narrow_the_list(
    page: AwardPage, office: dict[str, int], qtbot: QtBot
) -> None:
    advance(person(office, "李静"), "已提交", "2010-03-01")
    cells = page.nominations.strip.cells
    qtbot.waitUntil(lambda: cells["已提交"].count() == 1)
    assert (cells["草稿"].count(), cells["全部"].count()) == (3, 4)
    cells["已提交"].setFocus()
    qtbot.keyClick(cells["已提交"], Qt.Key.Key_Space)
    assert listed(page) == ["李静"]
    assert cells["已提交"].isChecked() and not cells["全部"].isChecked()
    page.nominations.list.table.clear_filters()
    assert cells["全部"].isChecked() and len(listed(page)) == 4


def test_arrows_go_from_state_to_state(page: AwardPage, qtbot: QtBot) -> None:
    cells = page.nominations.strip.cells
    cells["草稿"].setFocus()
    qtbot.keyClick(cells["草稿"], Qt.Key.Key_Right)
    assert cells["已提交"].hasFocus()


def test_something_is_chosen_and_its_next_step_offered(page: AwardPage) -> None:
    panel = page.nominations.panel
    assert panel._heading.text() == "张小明"
    assert [button.text() for button in panel.buttons] == ["提交…"]


def test_the_next_step_by_keyboard(page: AwardPage, office: dict[str, int], qtbot: QtBot) -> None:
    page.nominations.list.choose([person(office, "张小明").id])
    page.nominations.list.table.view.setFocus()
    in_dialog(lambda dialog: fill(qtbot, dialog, reached="2010-03-02", signed_by="李四", note="材料齐全"))
    qtbot.keyClick(page.nominations.list.table.view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    found = person(office, "张小明")
    assert found.state == "已提交"
    assert [(one.reached, one.signed_by, one.note) for one in steps(found)] == [
        ("2010-03-02", "李四", "材料齐全")
    ]
    assert [button.text() for button in page.nominations.panel.buttons] == ["党组织签署…", "退回“草稿”…"]


def test_the_button_under_the_mouse_keeps_its_meaning_and_the_list_the_keyboard(
    page: AwardPage, office: dict[str, int], qtbot: QtBot
) -> None:
    """From step to step the onward button stays where it is; none that leads back ever comes under the mouse."""
    page.nominations.list.choose([person(office, "张小明").id])
    qtbot.waitUntil(page.isActiveWindow)
    panel, view = page.nominations.panel, page.nominations.list.table.view
    place = None
    QApplication.processEvents()
    for text in ("提交…", "党组织签署…", "开始公示…", "局团委审定…", "上报…", "登记获批…", "登记表彰…"):
        onward = panel.buttons[0]
        assert onward.text() == text
        place = place or onward.mapTo(page, onward.rect().center())
        assert page.childAt(place) is onward
        given = {"reached": "2010-03-02"} | ({"public_until": "2010-03-02"} if text == "开始公示…" else {})
        in_dialog(lambda dialog, given=given: fill(qtbot, dialog, **given))
        qtbot.mouseClick(onward, Qt.MouseButton.LeftButton)
        QApplication.processEvents()
        assert page.focusWidget() is view
    assert person(office, "张小明").state == "已表彰"
    assert not isinstance(page.childAt(place), QPushButton)


def test_a_step_back_never_comes_where_a_step_onward_was(
    page: AwardPage, office: dict[str, int], qtbot: QtBot
) -> None:
    one = person(office, "张小明")
    seen: dict[bool, list[QRect]] = {True: [], False: []}
    for state in ("已提交", "党组织已签署", "公示中", "局团委已审", "已上报", "未获批"):
        advance(one, state, "2010-03-02")
        page.nominations.list.choose([one.id])
        page.nominations._follow()
        QApplication.processEvents()
        for button in page.nominations.panel.buttons:
            seen["退回" in button.text()].append(QRect(button.mapTo(page, QPoint()), button.size()))
    assert seen[True] and seen[False]
    assert not any(back.intersects(onward) for back in seen[True] for onward in seen[False])


def test_several_go_into_publicity_as_one_action(
    page: AwardPage, office: dict[str, int], qtbot: QtBot
) -> None:
    found = [person(office, name) for name in ("张小明", "李静")]
    for one in found:
        advance(one, "已提交", "2010-03-01")
        advance(one, "党组织已签署", "2010-03-02")
    page.nominations.list.choose([one.id for one in found])
    assert page.nominations.panel._heading.text() == "已选2项"

    def publish(dialog: AskFields) -> None:
        dialog.editors["reached"].set_value("2010-03-03")
        dialog.yes.click()
        assert dialog.isVisible()  # the end of publicity is asked for
        fill(qtbot, dialog, public_until="2010-03-10")

    in_dialog(publish)
    page.nominations.panel.buttons[0].click()
    assert {(one.state, one.public_until) for one in (person(office, "张小明"), person(office, "李静"))} == {
        ("公示中", "2010-03-10")
    }
    last = last_undoable()
    assert last is not None and last.name == "2项推荐：公示中"


def test_those_in_different_states_have_no_common_step(page: AwardPage, office: dict[str, int]) -> None:
    advance(person(office, "张小明"), "已提交", "2010-03-01")
    page.nominations.list.choose([person(office, name).id for name in ("张小明", "李静")])
    assert page.nominations.panel.buttons == []
    assert not page.nominations.next_action.isEnabled()
    assert "状态不同" in page.nominations.panel._caption.text()


def test_a_step_back_is_asked_about_and_keeps_the_steps(
    page: AwardPage, office: dict[str, int], qtbot: QtBot
) -> None:
    one = person(office, "张小明")
    advance(one, "已提交", "2010-03-01")
    page.nominations.list.choose([one.id])
    page.nominations._follow()
    in_dialog(lambda dialog: dialog.reject())
    page.nominations.back_action.trigger()
    assert person(office, "张小明").state == "已提交"
    in_dialog(lambda dialog: fill(qtbot, dialog, reached="2010-03-04", note="材料不全"))
    page.nominations.back_action.trigger()
    assert person(office, "张小明").state == "草稿"
    assert [step.state for step in steps(one)] == ["已提交", "草稿"]


def test_a_refused_step_keeps_the_dialog_open_and_says_why(
    page: AwardPage, office: dict[str, int], qtbot: QtBot
) -> None:
    one = person(office, "张小明")
    advance(one, "已提交", "2010-03-05")
    page.nominations.list.choose([one.id])
    page.nominations._follow()

    def early(dialog: AskFields) -> None:
        fill(qtbot, dialog, reached="2010-03-01")
        assert "不能更早" in dialog.problem.text()

    in_dialog(early)
    page.nominations.next_action.trigger()
    assert person(office, "张小明").state == "已提交"


def test_the_form_shows_what_belongs_to_the_award(page: AwardPage, qtbot: QtBot) -> None:
    page.nominations.list.new_action.trigger()
    dialog = page.window().findChild(RecordDialog) or page.findChild(RecordDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget()))
    rows = dialog.form.rows
    assert "state" not in rows

    def shown(name: str) -> bool:
        return rows[name].isVisibleTo(dialog)

    kind = rows["kind"].editor
    assert kind is not None
    assert rows["year"].editor is not None and rows["year"].editor.reading().value == 2010
    assert kind.isAncestorOf(QApplication.focusWidget())  # the award is what is asked for first
    type_text(qtbot, QApplication.focusWidget(), "五四红旗团支部")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not shown("member"))
    assert all(shown(name) for name in FOUR_GOODS) and not any(shown(name) for name in FOUR_LEADS)
    kind.set_value("优秀共青团员")
    dialog.form.check()
    assert shown("member") and all(shown(name) for name in FOUR_LEADS)
    assert not any(shown(name) for name in FOUR_GOODS)
    kind.set_value(None)
    dialog.form.load(Nomination(year=2010))
    dialog.reject()


def test_honours_of_all_years_or_of_the_year(page: AwardPage, desk: Desk) -> None:
    page.tabs.setCurrentWidget(page.honours)
    table = page.honours.list.table
    assert len(table.shown_ids()) == 2
    page.honours.years.button(1).click()
    assert [Honour.get_by_id(id_).granted for id_ in table.shown_ids()] == ["2010-05-04"]
    desk.set_year(2009)
    assert [Honour.get_by_id(id_).granted for id_ in table.shown_ids()] == ["2009-05-04"]
    assert page.honours.years.button(1).text() == "2009年"
    assert listed(page) == []


def test_a_figure_opens_its_records(page: AwardPage, office: dict[str, int], qtbot: QtBot) -> None:
    wanted = person(office, "王单").id
    page.show_records(Selection(Nomination, [wanted], "1项推荐正在公示"))
    assert listed(page) == ["王单"]
    page.show_records(Selection(Honour, [Honour.get().id], "荣誉"))
    assert page.tabs.currentWidget() is page.honours
    assert page.honours.list.table.shown_ids() == [Honour.get().id]


def test_an_empty_year_says_what_to_do_first(bare_desk: Desk, qtbot: QtBot) -> None:
    page = AwardPage(bare_desk)
    qtbot.addWidget(page)
    page.show()
    assert not page.nominations.strip.isVisible() and not page.nominations.panel.isVisible()
    assert page.nominations.list.new_action.isEnabled()


def test_the_forms_of_the_chosen_persons_are_previewed(
    page: AwardPage, office: dict[str, int], qtbot: QtBot
) -> None:
    page.nominations.list.choose([person(office, name).id for name in ("张小明", "王单")])
    page.nominations.list.table.view.setFocus()
    qtbot.keyClick(page.nominations.list.table.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.findChild(Preview) is not None, timeout=20_000)
    preview = page.findChild(Preview)
    assert preview is not None and preview.findChildren(QListWidget)[0].count() == 2
    preview.close()


def test_a_branch_has_no_form_to_print_here(page: AwardPage) -> None:
    page.nominations.list.choose([Nomination.get(Nomination.kind == "五四红旗团支部").id])
    said: list[str] = []

    def read() -> None:
        notice = QApplication.activeModalWidget()
        assert isinstance(notice, Notice)
        said.append(notice.accessibleName())
        notice.reject()

    QTimer.singleShot(0, read)
    page.nominations.print_action.trigger()
    assert said == ["这里面没有个人推荐。"]


@pytest.mark.parametrize("place", range(2))
def test_every_input_has_a_name(page: AwardPage, place: int) -> None:
    page.tabs.setCurrentIndex(place)
    assert nameless(page) == []


def test_where_a_nomination_is_now_is_in_sight(page: AwardPage, office: dict[str, int], qtbot: QtBot) -> None:
    one = person(office, "张小明")
    for day, state in enumerate(("已提交", "党组织已签署", "公示中", "局团委已审", "已上报"), 1):
        advance(one, state, f"2010-03-{day:02d}", note="材料齐全")
    page.resize(1000, 480)
    page.nominations.list.choose([one.id])
    page.nominations._follow()
    way = page.nominations.panel.way  # makes its steps anew when the record has changed
    bar = page.nominations.panel._area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() > 0)
    assert way.here is not None and not way.here.visibleRegion().isEmpty()
