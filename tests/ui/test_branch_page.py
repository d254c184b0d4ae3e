"""支部 on a real store: the page follows the tree, the year and every change; figures and duties open their records."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
)
from pytestqt.qtbot import QtBot

from models.changes import change
from models.member import Member, Office, Transfer
from models.organisation import Organisation, Term
from models.roster import transfer
from models.starter import plant_scheme
from models.store import Store
from tests.models.people import committee, id_of
from ui.branch_page import BranchPage
from ui.desk import Desk, Selection
from ui.officer_section import OfficerSection
from ui.organisation_lists import ListSection
from ui.organisation_model import OFFICE
from ui.record_dialog import RecordDialog

YEAR = 2010


@pytest.fixture
def desk(bare_desk: Desk) -> Desk:
    return bare_desk


@pytest.fixture
def office(two_branches: dict[str, Organisation]) -> dict[str, Organisation]:
    return two_branches


@pytest.fixture
def page(branch_page: BranchPage) -> BranchPage:
    return branch_page


def choose(page: BranchPage, organisation: Organisation, qtbot: QtBot) -> None:
    page.tree.choose(organisation.id)
    qtbot.waitUntil(lambda: page.page.scope.organisation == organisation)


def listed(section: object) -> list[str]:
    assert isinstance(section, ListSection)
    return [section.kind.get_by_id(id_).heading() for id_ in section.table.shown_ids()]


def words(page: BranchPage) -> str:
    return page.page.header.title.text() + page.page.header.line.text()


def test_the_whole_office_is_shown_first(page: BranchPage) -> None:
    assert page.page.scope.organisation is None
    assert "团员3人" in words(page)
    assert listed(page.page.open("members")) == ["张三", "李四", "王五"]


def test_the_heading_masks_the_secretarys_phone_until_asked(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    choose(page, office["first"], qtbot)
    assert "书记 张三 138****1234" in words(page) and "021-57000001" in words(page)
    qtbot.mouseClick(page.page.header.reveal, Qt.MouseButton.LeftButton)
    assert "13800001234" in words(page)
    badges = [label.text() for label in page.page.header.findChildren(QLabel) if label.property("badge")]
    assert any("换届超期" in text for text in badges)


def test_a_committee_lists_all_below_a_branch_its_own(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    choose(page, office["root"], qtbot)
    members = page.page.open("members")
    assert listed(members) == ["张三", "李四", "王五"]
    members.below.setChecked(False)  # type: ignore[attr-defined]
    assert listed(members) == []
    choose(page, office["second"], qtbot)
    assert listed(members) == ["王五"]
    members.gone.setChecked(True)  # type: ignore[attr-defined]
    assert listed(members) == ["王五", "赵六"]
    assert listed(page.page.open("honours")) == ["五四红旗团支部"]
    assert not page.page.tabs.isTabVisible(1), "a branch has nothing below"


def test_activities_are_those_of_the_work_year(page: BranchPage, desk: Desk) -> None:
    activities = page.page.open("activities")
    assert listed(activities) == ["水上保洁"]
    desk.set_year(2009)
    assert listed(activities) == ["岗位练兵"]
    activities.all_years.setChecked(True)  # type: ignore[attr-defined]
    assert listed(activities) == ["水上保洁", "岗位练兵"]


def test_figures_follow_the_year(
    page: BranchPage, office: dict[str, Organisation], desk: Desk, qtbot: QtBot
) -> None:
    choose(page, office["first"], qtbot)
    facts = page.page.open("facts")
    assert facts.tiles["activities.all.count"].number() == "1"  # type: ignore[attr-defined]
    desk.set_year(2008)
    assert facts.tiles["activities.all.count"].number() == "0"  # type: ignore[attr-defined]


def test_a_tile_lists_the_records_behind_it_until_another_is_chosen(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    facts = page.page.open("facts")
    qtbot.mouseClick(facts.tiles["members.total"], Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    members = page.page.section("members")
    assert page.page.current() == "members"
    assert listed(members) == ["张三", "李四", "王五"]
    members.show_only([Member.get(Member.name == "李四").id], "一名团员")  # type: ignore[attr-defined]
    assert listed(members) == ["李四"]
    choose(page, office["second"], qtbot)
    assert listed(members) == ["王五"], "another organisation lists its own again"


def test_a_line_of_the_branches_opens_branch_and_records(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    table = page.page.open("facts").branches  # type: ignore[attr-defined]
    assert [table.item(row, 0).text() for row in range(table.rowCount())] == ["一所团支部", "二所团支部"]
    assert [table.item(0, column).text() for column in (1, 5, 6)] == ["2", "1", "9"]
    table.setFocus()
    table.setCurrentCell(0, 5)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert listed(page.page.section("activities")) == ["水上保洁"]
    page.page.open("facts")
    table.setCurrentCell(1, 0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.page.scope.organisation == office["second"])


def test_what_needs_doing_is_said_and_leads_there(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    choose(page, office["first"], qtbot)
    lines = page.page.open("facts").todos.lines  # type: ignore[attr-defined]
    said = [line.todo.sentence for line in lines]
    assert said[0] == "换届已超期"
    assert "人数不在3至30人之间" in said
    assert "1名团员已满28周岁，应办离团" in said
    qtbot.mouseClick(lines[0], Qt.MouseButton.LeftButton)
    assert page.page.current() == "officers"


def test_an_office_without_anything_says_what_to_do_first(store: Store, desk: Desk, qtbot: QtBot) -> None:
    made = BranchPage(desk)
    qtbot.addWidget(made)
    made.show()
    said = "".join(label.text() for label in made.findChildren(QLabel) if label.isVisibleTo(made))
    assert "还没有团组织" in said and "导入" in said
    with qtbot.waitSignal(desk.live.changed):
        committee()
    qtbot.waitUntil(lambda: made.page.isVisible())


def test_changes_are_seen_at_once(page: BranchPage, office: dict[str, Organisation], qtbot: QtBot) -> None:
    choose(page, office["second"], qtbot)
    members = page.page.open("members")
    transfer(Member.get(Member.name == "张三"), office["second"], "2010-06-01")
    qtbot.waitUntil(lambda: listed(members) == ["张三", "王五"])
    assert listed(page.page.open("transfers")) == ["2010-06-01系统内转接"]
    with change("改名"):
        renamed = Organisation.get_by_id(office["second"].id)
        renamed.name = "第二所团支部"
        renamed.save()
    qtbot.waitUntil(lambda: "第二所团支部" in words(page))
    history = page.page.open("history")
    lines = history.list.model.lines  # type: ignore[attr-defined]
    assert {line.action for line in lines[:2]} == {"改名"}
    assert any("二所团支部 → 第二所团支部" in line.what for line in lines[:2])


def test_terms_and_officers_of_the_time(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    first = office["first"]
    with change("换届"):
        Term(organisation=first, elected="2005-05-04", number=3).save()
        Office(
            organisation=first,
            member=Member.get(Member.name == "李四"),
            post="书记",
            since="2005-05",
            until="2007-05",
        ).save()
    choose(page, first, qtbot)
    section = page.page.open("officers")
    assert isinstance(section, OfficerSection)
    assert listed(section.offices) == ["张三（书记）"]
    section.offices.past.setChecked(True)
    assert listed(section.offices) == ["张三（书记）", "李四（书记）"]
    old = Term.get(Term.elected == "2005-05-04")
    section.terms.table.choose([old.id])
    qtbot.waitUntil(lambda: section.said.text() == "2005-05-04至2007-05-04在任的")
    assert "李四（书记）" in listed(section.offices)


def compose(line: QLineEdit, text: str) -> None:
    """Type characters as an input method commits them."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(line, event)


def form_of(page: BranchPage) -> RecordDialog:
    found = [one for one in page.window().findChildren(RecordDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def test_a_new_member_begins_in_the_branch_and_doubles_are_said(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    choose(page, office["second"], qtbot)
    members = page.page.open("members")
    members.table.view.setFocus()  # type: ignore[attr-defined]
    members.new_action.trigger()  # type: ignore[attr-defined]
    form = form_of(page)
    assert form.record.branch_id == office["second"].id
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.form.rows["name"].editor.setFocus()
    compose(form.form.rows["name"].editor.line, "张三")
    form.form.rows["id_number"].editor.setFocus()
    qtbot.waitUntil(lambda: "可能已经登记过了" in form._alike._words.text())
    form.form.rows["id_number"].editor.line.setText(id_of("1991-02-03"))
    form.save_close()
    qtbot.waitUntil(lambda: len(listed(members)) == 2)
    assert Member.get(Member.branch == office["second"].id, Member.name == "张三").born == "1991-02-03"


def test_records_are_opened_from_elsewhere(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    wang = Member.get(Member.name == "王五")
    page.show_record(wang)
    assert page.page.scope.organisation == office["second"]
    assert page.page.section("members").table.chosen_ids() == [wang.id]  # type: ignore[attr-defined]
    form = form_of(page)
    assert form.record == wang
    form.reject()
    page.show_record(office["first"])
    assert (page.tree.current(), page.page.current()) == (office["first"].id, "facts")
    page.show_records(Selection(Member, [wang.id], "一名团员"))
    assert page.tree.current() == OFFICE
    assert listed(page.page.section("members")) == ["王五"]
    page.show_record(Member(name="钱七"))
    form = form_of(page)
    assert form.form.rows["name"].editor.line.text() == "钱七"
    form.form.load(Member())
    form.reject()


def test_a_moved_member_is_of_the_history_of_both(
    office: dict[str, Organisation], page: BranchPage, qtbot: QtBot
) -> None:
    transfer(Member.get(Member.name == "王五"), office["first"], date(2010, 6, 1).isoformat())
    assert Transfer.select().count() == 1
    for name in ("first", "second"):
        choose(page, office[name], qtbot)
        assert listed(page.page.open("transfers")) == ["2010-06-01系统内转接"]


def test_the_menu_offers_what_the_open_list_can_do(page: BranchPage) -> None:
    page.page.open("members")
    offered = {action.text() for action in page.menu_actions()}
    assert {"转接…", "转出或离团…", "满28周岁名单…", "查找重复团员…", "团组织改名…", "新增团员"} <= offered
    page.page.open("activities")
    assert "转接…" not in {action.text() for action in page.menu_actions()}


def test_an_assessment_is_begun_and_opened_where_it_is_scored(
    page: BranchPage, office: dict[str, Organisation], desk: Desk, qtbot: QtBot
) -> None:
    assessments = page.page.open("assessments")
    with qtbot.waitSignal(desk.tab_wanted) as told:
        assessments.new_action.trigger()  # type: ignore[attr-defined]
    assert told.args == ["assessments"]
    choose(page, office["first"], qtbot)
    plant_scheme(YEAR)
    with qtbot.waitSignal(desk.record_wanted) as told:
        assessments.new_action.trigger()  # type: ignore[attr-defined]
    begun = told.args[0]
    assert (begun.organisation_id, begun.year) == (office["first"].id, YEAR)
    qtbot.waitUntil(lambda: assessments.table.shown_ids() == [begun.id])  # type: ignore[attr-defined]


def test_a_figure_of_the_organisation_itself_opens_its_form(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    choose(page, office["first"], qtbot)
    tiles = page.page.open("facts").tiles  # type: ignore[attr-defined]
    qtbot.mouseClick(tiles["youth.non_member"], Qt.MouseButton.LeftButton)
    form = form_of(page)
    assert form.record == office["first"]
    form.reject()
