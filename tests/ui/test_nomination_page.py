"""推荐: states over the list, the next step for one and for several, the form's fields by award, real keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QListWidget, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.attachment import attach
from models.award import FOUR_GOODS, FOUR_LEADS, Honour, Nomination, advance, steps
from models.award_kind import award_of
from models.changes import change
from models.errors import AppError
from models.journal import last_undoable
from models.nomination_documents import documents_of
from models.objection import Objection
from tests.ui.names import nameless
from ui.ask_fields import AskFields
from ui.desk import Desk, Selection
from ui.honour_page import HonourPage
from ui.nomination_page import NominationPage
from ui.nomination_verdict import VerdictSection
from ui.organisation_scope import Scope
from ui.printing import Preview
from ui.record_dialog import RecordDialog
from ui.todos import todos


@pytest.fixture
def page(desk: Desk, office: dict[str, int], qtbot: QtBot) -> NominationPage:
    with change("准备"):
        for rank, name in enumerate(("张小明", "李静", "王单"), 1):
            Nomination(year=2010, kind="优秀共青团员", member=office[name], rank=rank).save()
        Nomination(year=2010, kind="五四红旗团支部", organisation=office["泵站团支部"]).save()
        Honour(name="优秀团支部", granted="2009-05-04", organisation=office["泵站团支部"]).save()
        Honour(name="优秀共青团员", granted="2010-05-04", member=office["李静"]).save()
    made = NominationPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def person(desk_ids: dict[str, int], name: str) -> Nomination:
    return Nomination.get(Nomination.member == desk_ids[name])


def listed(page: NominationPage) -> list[str]:
    return [Nomination.get_by_id(id_).heading() for id_ in page.list.table.shown_ids()]


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


def test_the_model_behind_the_list_keeps_its_promises(
    page: NominationPage, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(page.list.table.model)


def test_states_are_counted_and_narrow_the_list(
    page: NominationPage, office: dict[str, int], qtbot: QtBot
) -> None:
    advance(person(office, "李静"), "已提交", "2010-03-01")
    cells = page.strip.cells
    qtbot.waitUntil(lambda: cells["已提交"].count() == 1)
    assert (cells["草稿"].count(), cells["全部"].count()) == (3, 4)
    cells["已提交"].setFocus()
    qtbot.keyClick(cells["已提交"], Qt.Key.Key_Space)
    assert listed(page) == ["李静"]
    assert cells["已提交"].isChecked() and not cells["全部"].isChecked()
    page.list.table.clear_filters()
    assert cells["全部"].isChecked() and len(listed(page)) == 4


def test_arrows_go_from_state_to_state(page: NominationPage, qtbot: QtBot) -> None:
    cells = page.strip.cells
    cells["草稿"].setFocus()
    qtbot.keyClick(cells["草稿"], Qt.Key.Key_Right)
    assert cells["已提交"].hasFocus()


def test_something_is_chosen_and_its_next_step_offered(page: NominationPage) -> None:
    panel = page.panel
    assert panel._heading.text() == "张小明"
    assert [button.text() for button in panel.buttons] == ["提交…"]


def test_the_next_step_by_keyboard(page: NominationPage, office: dict[str, int], qtbot: QtBot) -> None:
    page.list.choose([person(office, "张小明").id])
    page.list.table.view.setFocus()
    in_dialog(lambda dialog: fill(qtbot, dialog, reached="2010-03-02", signed_by="李四", note="材料齐全"))
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    found = person(office, "张小明")
    assert found.state == "已提交"
    assert [(one.reached, one.signed_by, one.note) for one in steps(found)] == [
        ("2010-03-02", "李四", "材料齐全")
    ]
    assert [button.text() for button in page.panel.buttons] == ["党组织签署…", "退回“草稿”…"]


def test_the_button_under_the_mouse_keeps_its_meaning_and_the_list_the_keyboard(
    page: NominationPage, office: dict[str, int], qtbot: QtBot
) -> None:
    """From step to step the onward button stays where it is; none that leads back ever comes under the mouse."""
    page.list.choose([person(office, "张小明").id])
    qtbot.waitUntil(page.isActiveWindow)
    panel, view = page.panel, page.list.table.view
    place = None
    QApplication.processEvents()
    texts = ("提交…", "党组织签署…", "开始公示…", "局团委审定…", "上报…", "登记获批…", "登记表彰…")
    for day, text in enumerate(texts, 2):
        onward = panel.buttons[0]
        assert onward.text() == text
        place = place or onward.mapTo(page, onward.rect().center())
        assert page.childAt(place) is onward
        given = {"reached": f"2010-03-{day if day < 5 else day + 10:02d}"}
        given |= {"public_until": "2010-03-12"} if text == "开始公示…" else {}
        in_dialog(lambda dialog, given=given: fill(qtbot, dialog, **given))
        qtbot.mouseClick(onward, Qt.MouseButton.LeftButton)
        QApplication.processEvents()
        assert page.focusWidget() is view
    assert person(office, "张小明").state == "已表彰"
    assert not isinstance(page.childAt(place), QPushButton)


def test_a_step_back_never_comes_where_a_step_onward_was(
    page: NominationPage, office: dict[str, int], qtbot: QtBot
) -> None:
    one = person(office, "张小明")
    seen: dict[bool, list[QRect]] = {True: [], False: []}
    for state in ("已提交", "党组织已签署", "公示中", "局团委已审", "已上报", "未获批"):
        advance(one, state, "2010-03-02")
        page.list.choose([one.id])
        page._follow()
        QApplication.processEvents()
        for button in page.panel.buttons:
            seen["退回" in button.text()].append(QRect(button.mapTo(page, QPoint()), button.size()))
    assert seen[True] and seen[False]
    assert not any(back.intersects(onward) for back in seen[True] for onward in seen[False])


def test_several_go_into_publicity_as_one_action(
    page: NominationPage, office: dict[str, int], qtbot: QtBot
) -> None:
    found = [person(office, name) for name in ("张小明", "李静")]
    for one in found:
        advance(one, "已提交", "2010-03-01")
        advance(one, "党组织已签署", "2010-03-02")
    page.list.choose([one.id for one in found])
    assert page.panel._heading.text() == "已选2项"

    def publish(dialog: AskFields) -> None:
        dialog.editors["reached"].set_value("2010-03-03")
        dialog.yes.click()
        assert dialog.isVisible()  # the end of publicity is asked for
        fill(qtbot, dialog, public_until="2010-03-10")

    in_dialog(publish)
    page.panel.buttons[0].click()
    assert {(one.state, one.public_until) for one in (person(office, "张小明"), person(office, "李静"))} == {
        ("公示中", "2010-03-10")
    }
    last = last_undoable()
    assert last is not None and last.name == "2项推荐：公示中"


def test_those_in_different_states_have_no_common_step(page: NominationPage, office: dict[str, int]) -> None:
    advance(person(office, "张小明"), "已提交", "2010-03-01")
    page.list.choose([person(office, name).id for name in ("张小明", "李静")])
    assert page.panel.buttons == []
    assert not page.next_action.isEnabled()
    assert "状态不同" in page.panel._caption.text()


def test_a_step_back_is_asked_about_and_keeps_the_steps(
    page: NominationPage, office: dict[str, int], qtbot: QtBot
) -> None:
    one = person(office, "张小明")
    advance(one, "已提交", "2010-03-01")
    page.list.choose([one.id])
    page._follow()
    in_dialog(lambda dialog: dialog.reject())
    page.back_action.trigger()
    assert person(office, "张小明").state == "已提交"
    in_dialog(lambda dialog: fill(qtbot, dialog, reached="2010-03-04", note="材料不全"))
    page.back_action.trigger()
    assert person(office, "张小明").state == "草稿"
    assert [step.state for step in steps(one)] == ["已提交", "草稿"]


def test_a_refused_step_keeps_the_dialog_open_and_says_why(
    page: NominationPage, office: dict[str, int], qtbot: QtBot
) -> None:
    one = person(office, "张小明")
    advance(one, "已提交", "2010-03-05")
    page.list.choose([one.id])
    page._follow()

    def early(dialog: AskFields) -> None:
        fill(qtbot, dialog, reached="2010-03-01")
        assert "不能更早" in dialog.problem.text()

    in_dialog(early)
    page.next_action.trigger()
    assert person(office, "张小明").state == "已提交"


def test_the_form_shows_what_belongs_to_the_award(page: NominationPage, qtbot: QtBot) -> None:
    page.list.new_action.trigger()
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


def test_honours_of_all_years_or_of_the_year(page: NominationPage, desk: Desk, qtbot: QtBot) -> None:
    honours = HonourPage(desk)
    qtbot.addWidget(honours)
    table = honours.list.table
    assert len(table.shown_ids()) == 2
    honours.years.button(1).click()
    assert [Honour.get_by_id(id_).granted for id_ in table.shown_ids()] == ["2010-05-04"]
    desk.set_year(2009)
    assert [Honour.get_by_id(id_).granted for id_ in table.shown_ids()] == ["2009-05-04"]
    assert honours.years.button(1).text() == "2009年"
    assert listed(page) == []


def test_a_figure_opens_its_records(page: NominationPage, office: dict[str, int], qtbot: QtBot) -> None:
    wanted = person(office, "王单").id
    page.show_records(Selection(Nomination, [wanted], "1项推荐正在公示"))
    assert listed(page) == ["王单"]


def test_an_empty_year_says_what_to_do_first(bare_desk: Desk, qtbot: QtBot) -> None:
    page = NominationPage(bare_desk)
    qtbot.addWidget(page)
    page.show()
    assert not page.strip.isVisible() and not page.panel.isVisible()
    assert page.list.new_action.isEnabled()


def test_the_forms_of_the_chosen_persons_are_previewed(
    page: NominationPage, office: dict[str, int], qtbot: QtBot
) -> None:
    page.list.choose([person(office, name).id for name in ("张小明", "王单")])
    page.list.table.view.setFocus()
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.findChild(Preview) is not None, timeout=20_000)
    preview = page.findChild(Preview)
    assert preview is not None and preview.findChildren(QListWidget)[0].count() == 2
    preview.close()


def test_every_input_has_a_name(page: NominationPage) -> None:
    assert nameless(page) == []


def test_where_a_nomination_is_now_is_in_sight(
    page: NominationPage, office: dict[str, int], qtbot: QtBot
) -> None:
    one = person(office, "张小明")
    for day, state in enumerate(("已提交", "党组织已签署", "公示中", "局团委已审", "已上报"), 1):
        advance(one, state, f"2010-03-{day:02d}", note="材料齐全")
    page.resize(1000, 480)
    page.list.choose([one.id])
    page._follow()
    way = page.panel.way  # makes its steps anew when the record has changed
    bar = page.panel._area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() > 0)
    qtbot.waitUntil(lambda: way.here is not None and not way.here.visibleRegion().isEmpty())


def test_the_last_day_of_publicity_follows_the_first_in_working_days(
    page: NominationPage, office: dict[str, int], qtbot: QtBot
) -> None:
    one = person(office, "张小明")
    for day, state in enumerate(("已提交", "党组织已签署"), 1):
        advance(one, state, f"2010-04-0{day}")
    page.list.choose([one.id])
    page._follow()

    def publish(dialog: AskFields) -> None:
        dialog.editors["reached"].setFocus()
        fill(qtbot, dialog, reached="2010-04-29")

    in_dialog(publish)
    page.next_action.trigger()
    # Five working days over the holiday of 1 May 2010: 29 and 30 April, 4, 5 and 6 May.
    assert person(office, "张小明").public_until == "2010-05-06"


def test_an_open_objection_stops_the_way_until_it_is_dealt_with(
    page: NominationPage, office: dict[str, int], qtbot: QtBot
) -> None:
    one = person(office, "张小明")
    for day, state in enumerate(("已提交", "党组织已签署", "公示中"), 1):
        advance(one, state, f"2010-04-0{day}")
    page.list.choose([one.id])
    page._follow()
    add = next(
        button for button in page.panel.papers.findChildren(QPushButton) if "登记异议" in button.text()
    )
    add.setFocus()
    qtbot.keyClick(add, Qt.Key.Key_Space)
    dialog = page.findChild(RecordDialog)
    assert dialog is not None
    for name, text in (("received", "2010-04-06"), ("content", "服务时长与实际不符")):
        editor = dialog.form.rows[name].editor
        assert editor is not None
        line = editor.focusProxy() or editor
        line.setFocus()
        type_text(qtbot, line.focusProxy() or line, text)
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    objection = Objection.get()
    assert (objection.nomination_id, objection.received, objection.objector) == (one.id, "2010-04-06", None)
    qtbot.waitUntil(lambda: any("处理中" in b.text() for b in page.panel.papers.findChildren(QPushButton)))
    pressing = next(todo for todo in todos(Scope.of(0, 2010)) if todo.kind is Objection)
    assert pressing.sentence == "1条公示异议还没有处理完" and pressing.ids == [objection.id]
    with pytest.raises(AppError, match="1条公示异议没有处理完"):
        advance(one, "局团委已审", "2010-04-12")
    with change("处理"):
        objection.result, objection.handling = "异议不成立", "核对签到表，时长属实"
        objection.save()
    advance(one, "局团委已审", "2010-04-12")


def test_places_stay_in_sight_and_going_beyond_them_needs_a_reason(
    page: NominationPage, office: dict[str, int], qtbot: QtBot
) -> None:
    award = award_of("优秀共青团员", 2010)
    with change("名额"):
        award.quota_number = 2
        award.save()
    button = page.quota.buttons["优秀共青团员"]
    qtbot.waitUntil(lambda: "超出1" in button.text())
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert listed(page) == ["张小明", "李静", "王单"]
    with change("再推荐"), pytest.raises(AppError, match="超出名额要写明原因"):
        Nomination(year=2010, kind="优秀共青团员", member=office["单雪梅"]).save()


def test_one_person_with_two_awards_is_pointed_out(
    page: NominationPage, office: dict[str, int], qtbot: QtBot
) -> None:
    with change("再推荐"):
        Nomination(year=2010, kind="优秀志愿者", member=office["李静"]).save()
    qtbot.waitUntil(page.quota.both.isVisible)
    page.quota.both.setFocus()
    qtbot.keyClick(page.quota.both, Qt.Key.Key_Space)
    assert listed(page) == ["李静", "李静"]


def test_documents_that_are_there_are_ticked(
    page: NominationPage, office: dict[str, int], tmp_path: Path
) -> None:
    one = person(office, "张小明")
    assert [(each.name, each.there) for each in documents_of(one)] == [
        ("推荐表", True),
        ("事迹材料", False),
        ("一寸照片", False),
    ]
    paper = tmp_path / "张小明事迹材料.docx"
    paper.write_bytes(b"deeds")
    attach(one, [paper], page.desk.store.attachments)
    assert [each.there for each in documents_of(one)] == [True, True, False]


def test_the_form_says_what_the_conditions_find(
    page: NominationPage, office: dict[str, int], qtbot: QtBot
) -> None:
    section = VerdictSection()
    qtbot.addWidget(section)
    section.load(person(office, "李静"))
    said = " ".join(label.text() for label in section.findChildren(QLabel))
    assert section.said.text() == "不符合" and "28周岁以下：" in said and "没有规定名额" in said
