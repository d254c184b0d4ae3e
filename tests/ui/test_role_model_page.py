"""典型 on screen: persons and groups, visits typed in the form, news begun of one, practice beside them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.changes import change
from models.news import News
from models.practice import Practice
from models.role_model import RoleModel, visits_text
from tests.ui.names import nameless
from tests.ui.office import YEAR
from ui.desk import Desk, Selection
from ui.record_dialog import RecordDialog
from ui.role_model_page import PracticeList, RoleModelList, RoleModelPage

Key = Qt.Key


@pytest.fixture
def page(desk: Desk, office: dict[str, int], qtbot: QtBot) -> RoleModelPage:
    with change("准备"):
        RoleModel(member=office["张小明"], since=f"{YEAR - 1}-03").save()
        RoleModel(
            kind="集体", name="抢修一班", organisation=office["营业所团支部"], since=f"{YEAR}-05"
        ).save()
        RoleModel(
            kind="集体", name="后来的", organisation=office["营业所团支部"], since=f"{YEAR + 1}-01"
        ).save()
        for title, promoted in (("每周一练", f"{YEAR}-07-01"), ("河段认领", None)):
            Practice(
                title=title, organisation=office["河道所团支部"], noted=f"{YEAR}-06-01", promoted_on=promoted
            ).save()
    made = RoleModelPage(desk)
    qtbot.addWidget(made)
    made.resize(1300, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def models(page: RoleModelPage) -> RoleModelList:
    made = page.current()
    assert isinstance(made, RoleModelList)
    return made


def names(page: RoleModelPage) -> list[str]:
    return [RoleModel.get_by_id(id_).name for id_ in models(page).list.table.shown_ids()]


def test_a_role_model_stays_on_the_list_and_is_narrowed_by_kind(page: RoleModelPage, qtbot: QtBot) -> None:
    assert names(page) == ["抢修一班", "张小明"]
    assert models(page).summary.text() == "个人1名　集体1个"
    qtbot.keyClick(models(page).kinds.button(1), Key.Key_Space)
    assert names(page) == ["张小明"]
    page.show_records(Selection(RoleModel, [RoleModel.get(RoleModel.name == "抢修一班").id], "一个"))
    assert names(page) == ["抢修一班"]
    assert not nameless(page)


def test_a_visit_is_typed_in_the_form(page: RoleModelPage, qtbot: QtBot) -> None:
    model = RoleModel.get(RoleModel.name == "抢修一班")
    page.show_record(model)
    (dialog,) = page.window().findChildren(RecordDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    (lines,) = dialog.form.sections
    for column, text in enumerate((f"{YEAR}.6.1", "Wang", "OK")):
        lines.grid.setFocus()
        lines.grid.setCurrentIndex(lines.model.index(0, column))
        for key in (*text, Key.Key_Return):
            QApplication.processEvents()
            qtbot.keyClick(QApplication.focusWidget(), key)
        QApplication.processEvents()
    dialog.save_close()
    assert visits_text(model) == f"{YEAR}-06-01 Wang OK"


def test_news_of_a_role_model_is_begun_from_the_list(page: RoleModelPage, desk: Desk, qtbot: QtBot) -> None:
    begun: list[News] = []
    desk.record_wanted.connect(begun.append)
    made = models(page)
    assert not made.news_action.isEnabled()
    model = RoleModel.get(RoleModel.name == "抢修一班")
    made.list.choose([model.id])
    made.news_action.trigger()
    assert (begun[0].role_model_id, begun[0].kind) == (model.id, "宣传报道")
    with qtbot.waitSignal(desk.live.changed), change("登记信息"):
        begun[0].title, begun[0].date, begun[0].channel = "身边的榜样", f"{YEAR}-06-02", "水务网站"
        begun[0].save()
    shown = made.list.table.model
    place = [field.name for field in shown.fields].index("made_known")
    qtbot.waitUntil(lambda: shown.text(0, place) == f"{YEAR}-06-02 水务网站 《身边的榜样》")


def test_practice_stands_beside_and_says_what_was_passed_on(page: RoleModelPage, qtbot: QtBot) -> None:
    page.show_record(Practice.get(Practice.title == "河段认领"))
    made = page.current()
    assert isinstance(made, PracticeList)
    assert made.summary.text() == "2项做法　已推广1项"
    assert page.buttons.checkedId() == 1 and page.switch.isVisibleTo(page)
    (dialog,) = page.window().findChildren(RecordDialog)
    dialog.reject()
    qtbot.keyClick(page.buttons.button(0), Key.Key_Space)
    assert names(page) == ["抢修一班", "张小明"]
