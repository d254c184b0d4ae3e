"""A tab of several views, the plain list of a kind, and finding any kind of record, by real keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.award import Honour
from models.changes import change
from models.reporting import Request
from tests.ui.office import YEAR
from ui.desk import Desk, Selection
from ui.find_everywhere import FindEverywhere, Found
from ui.list_page import ListPage
from ui.views import ViewsPage, listed, view

VIEWS = (
    view("activities", "活动", "ui.activity_page:ActivityPage", ("activity", "participation")),
    listed("honours", "荣誉", "models.award:Honour", ("granted", "name", "organisation")),
    listed("requests", "收表", "models.reporting:Request", ("name", "kind", "due")),
)


@pytest.fixture
def records(office: dict[str, int]) -> dict[str, int]:
    """Honours of two years and a request."""
    ids = {}
    with change("准备"):
        for name, granted in (("先进集体", f"{YEAR}-05-04"), ("去年的荣誉", f"{YEAR - 1}-05-04")):
            honour = Honour(name=name, granted=granted, organisation=office["泵站团支部"])
            honour.save()
            ids[name] = honour.id
        request = Request(name="收年终活动表", year=YEAR, kind="活动上报表")
        request.save()
        ids[request.name] = request.id
    return ids


@pytest.fixture
def page(desk: Desk, records: dict[str, int], qtbot: QtBot) -> ViewsPage:
    made = ViewsPage(desk, "trial", "试用", VIEWS)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def names(page: ViewsPage) -> list[str]:
    made = page.current()
    assert isinstance(made, ListPage)
    kind = made.kind
    return [kind.get_by_id(id_).heading() for id_ in made.list.table.shown_ids()]


def test_keys_open_the_views_and_the_last_one_is_remembered(
    page: ViewsPage, desk: Desk, qtbot: QtBot
) -> None:
    assert page.strip.tabText(page.strip.currentIndex()) == "活动"
    qtbot.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    made = page.current()
    assert names(page) == ["先进集体"] and isinstance(made, ListPage)
    assert page.window().focusWidget() is made.list.table.view
    assert ViewsPage(desk, "trial", "试用", VIEWS).strip.currentIndex() == 1


def test_a_list_follows_the_work_year(page: ViewsPage, desk: Desk) -> None:
    page.open("honours")
    desk.set_year(YEAR - 1)
    assert names(page) == ["去年的荣誉"]
    made = page.current()
    assert isinstance(made, ListPage) and made.summary.text() == "1条荣誉"


def test_records_open_where_their_kind_is_at_home(page: ViewsPage, records: dict[str, int]) -> None:
    page.show_records(Selection(Honour, [records["去年的荣誉"]], "去年"))
    assert page.strip.tabText(page.strip.currentIndex()) == "荣誉" and names(page) == ["去年的荣誉"]
    page.show_records(Selection(Request, [records["收年终活动表"]], "任务"))
    assert names(page) == ["收年终活动表"]


def test_only_the_open_view_has_its_actions_in_the_menus(page: ViewsPage) -> None:
    page.open("requests")
    texts = [action.text() for action in page.menu_actions()]
    assert "新增收表任务" in texts and "新增荣誉" not in texts and "转到荣誉" in texts


def test_every_kind_with_a_home_is_found_by_pinyin(desk: Desk, records: dict[str, int]) -> None:
    homes = {kind: "list" for each in VIEWS for kind in each.kinds}
    (hit,) = FindEverywhere(desk, homes)("snzhd")
    assert hit.target == Found(Request, records["收年终活动表"]) and hit.note == str(YEAR)
    assert FindEverywhere(desk, {})("snzhd") == []
