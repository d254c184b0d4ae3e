"""Partner bodies: offered in an activity's form where its text names them, and what they did in the year."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.activity import Activity
from models.changes import change
from models.partner import Partner, PartnerPart
from models.record import Record
from ui.desk import Desk, Selection
from ui.partner_lines import PartnerLines
from ui.partner_page import PartnerPage
from ui.printing import Preview


def saved(record: Record) -> None:
    with change("登记"):
        record.save()


@pytest.fixture
def bodies(office: dict[str, int]) -> list[Partner]:
    """Two bodies; the first took part in activities of two years."""
    home = office["河道所团支部"]
    made = [
        Partner(name="碧水青年社", kind="青年社团", organisation=home),
        Partner(name="滨江社区", kind="社区", organisation=home),
    ]
    for each in made:
        saved(each)
    for title, reached in (("清理河道", 12), ("旧年团课", 30)):
        saved(PartnerPart(activity=office[title], partner=made[0].id, reached=reached, young=4))
    return made


def test_a_low_window_scrolls_to_both_lists(bodies: list[Partner], desk: Desk, qtbot: QtBot) -> None:
    page = PartnerPage(desk)
    qtbot.addWidget(page)
    page.resize(780, 380)
    page.show()
    qtbot.waitExposed(page)
    for table in (page.list.table, page.parts):
        assert table.view.viewport().height() > 2 * table.view.verticalHeader().defaultSectionSize()


def test_known_bodies_that_the_text_names_are_taken_over(
    bodies: list[Partner], office: dict[str, int], desk: Desk, qtbot: QtBot
) -> None:
    lines = PartnerLines(desk)
    qtbot.addWidget(lines)
    activity = Activity.get_by_id(office["爱心周末"])
    lines.load(activity)
    lines.show()
    assert not lines.offer.isVisibleTo(lines)
    activity.partners = "滨江社区居委会、碧水青年社"
    lines.follow(activity)
    assert lines.offer.isVisibleTo(lines)
    qtbot.mouseClick(lines.offer, Qt.MouseButton.LeftButton)
    assert not lines.offer.isVisibleTo(lines)
    assert lines.is_changed()
    with change("保存"):
        lines.save(activity)
    found = PartnerPart.select().where(PartnerPart.activity == activity.id).order_by(PartnerPart.id)
    assert [each.heading() for each in found] == ["碧水青年社", "滨江社区"]
    lines.load(activity)
    assert not lines.offer.isVisibleTo(lines)


def test_the_page_says_what_each_did_this_year(
    bodies: list[Partner], office: dict[str, int], desk: Desk, qtbot: QtBot
) -> None:
    page = PartnerPage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    qtbot.waitExposed(page)
    assert "2个，其中1个参加了活动　联系12人次，其中团外青年4人次" in page.summary.text()
    shown = [PartnerPart.get_by_id(id_).reached for id_ in page.parts.shown_ids()]
    assert shown == [12]
    page.list.table.choose([bodies[1].id])
    qtbot.waitUntil(lambda: page.parts.shown_ids() == [])
    page.list.table.choose([bodies[0].id])
    qtbot.waitUntil(lambda: len(page.parts.shown_ids()) == 1)
    desk.set_year(2009)
    page.list.table.choose([bodies[0].id])
    qtbot.waitUntil(lambda: [PartnerPart.get_by_id(one).reached for one in page.parts.shown_ids()] == [30])
    page.show_records(Selection(PartnerPart, [PartnerPart.get(PartnerPart.reached == 12).id], "联系到的"))
    assert len(page.parts.shown_ids()) == 1


def test_a_line_of_the_year_opens_its_activity(
    bodies: list[Partner], office: dict[str, int], desk: Desk, qtbot: QtBot
) -> None:
    page = PartnerPage(desk)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    view = page.parts.view
    view.setFocus()
    view.setCurrentIndex(page.parts.model.index(0, 0))
    with qtbot.waitSignal(desk.record_wanted) as wanted:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert wanted.args is not None
    assert wanted.args[0].id == office["清理河道"]


def test_the_activities_of_bodies_are_printed(bodies: list[Partner], desk: Desk, qtbot: QtBot) -> None:
    page = PartnerPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.parts.print_action.trigger()
    qtbot.waitUntil(lambda: bool(previews()), timeout=20_000)
    assert previews()[0]._pages.parts[0].name == "全部团体2010年参加的活动"
    previews()[0].close()


def previews() -> list[Preview]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, Preview) and one.isVisible()]
