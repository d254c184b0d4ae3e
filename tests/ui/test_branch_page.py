"""支部 on a real store: the page follows the tree, the year and every change; figures and duties open their records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QInputMethodEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenuBar,
    QStyleOptionMenuItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from models.activity import Activity
from models.award import Honour
from models.changes import change
from models.member import Member, Office, Transfer
from models.organisation import Organisation, Term
from models.roster import transfer
from models.starter import plant_scheme
from models.store import Store
from tests.models.people import branch, committee, id_of, member
from ui import theme
from ui.branch_page import BranchPage
from ui.desk import Desk, Selection
from ui.election_dialog import ElectionDialog
from ui.live import Live
from ui.menus import Menus
from ui.officer_section import OfficerSection
from ui.organisation_lists import BelowList, ListSection
from ui.organisation_model import OFFICE
from ui.record_dialog import RecordDialog
from ui.remember import Remember

YEAR = 2010


@pytest.fixture
def desk(store: Store, qapp: QApplication) -> Iterator[Desk]:
    theme.start(qapp, theme.Mode.LIGHT)
    live = Live()
    yield Desk(store, Remember(store.folder / "window.ini"), live, YEAR)
    live.close()


@pytest.fixture
def office(store: Store) -> dict[str, Organisation]:
    root = committee()
    found = {
        "root": root,
        "first": branch("一所团支部", root, founded="2001", last_election="2007-05-04", phone="021-57000001"),
        "second": branch("二所团支部", root, last_election="2010-03"),
    }
    member("张三", found["first"], post="书记", phone="13800001234", born="1985-03")
    member("李四", found["first"], born="1982-01", sex="女")
    member("王五", found["second"], born="1990-07")
    member("赵六", found["second"], state="已离团", left_on="2009-02-01")
    with change("登记"):
        Activity(
            branch=found["first"], category="比贡献", title="水上保洁", start="2010-05-01", present=9
        ).save()
        Activity(
            branch=found["first"], category="比作为", title="岗位练兵", start="2009-05-01", present=5
        ).save()
        Honour(name="五四红旗团支部", organisation=found["second"], granted="2009-05").save()
    return found


@pytest.fixture
def page(office: dict[str, Organisation], desk: Desk, qtbot: QtBot) -> BranchPage:
    made = BranchPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


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


def test_a_narrow_heading_shortens_nothing_in_mid_character(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    with change("改名"):
        renamed = Organisation.get_by_id(office["first"].id)
        renamed.name = "水利工程质量安全监督管理站机关团支部"
        renamed.save()
    choose(page, office["first"], qtbot)
    header = page.page.header
    qtbot.waitUntil(lambda: header.title.text() == renamed.name)
    # What is left of 1366 pixels at 150 % beside the rail.
    page.resize(760, 480)
    qtbot.waitUntil(lambda: header.width() < 620 and header.title.width() > 100)
    badges = [label for label in header.findChildren(QLabel) if label.property("badge")]
    for label in (header.title, header.line, *badges):
        assert label.width() >= label.sizeHint().width(), label.text()
        assert header.rect().contains(header.mapFromGlobal(label.mapToGlobal(label.rect().bottomRight())))
    assert header.title.text().endswith("…") and header.title.toolTip() == renamed.name
    page.resize(1500, 700)
    qtbot.waitUntil(lambda: header.title.text() == renamed.name)
    # Beside the title again.
    qtbot.waitUntil(lambda: badges[0].mapTo(header, badges[0].rect().bottomLeft()).y() < header.line.y())


def test_headings_of_the_branches_figures_are_whole(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    page.resize(1270, 700)
    table = page.page.open("facts").branches  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: table.isVisible() and table.width() > 700)
    header = table.horizontalHeader()
    for column in range(table.columnCount()):
        text = table.horizontalHeaderItem(column).text()
        metrics = QFontMetrics(theme.font(bold=True))
        needed = max(metrics.horizontalAdvance(line) for line in text.split("\n")) + 2 * theme.SMALL
        assert header.sectionSize(column) >= needed, text


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


def test_an_exported_list_says_whose_it_is_and_of_which_year(
    page: BranchPage, office: dict[str, Organisation], desk: Desk, qtbot: QtBot
) -> None:
    choose(page, office["first"], qtbot)

    def title(key: str) -> str:
        section = page.page.open(key)
        if isinstance(section, OfficerSection):
            section = section.offices
        assert isinstance(section, ListSection)
        return section.title()

    assert title("members") == "一所团支部2010年团员名单"
    assert title("officers") == "一所团支部2010年团干部名单"
    assert title("activities") == "一所团支部2010年活动一览表"
    page.page.section("activities").all_years.setChecked(True)  # type: ignore[attr-defined]
    assert title("activities") == "一所团支部活动一览表"
    assert title("honours") == "一所团支部荣誉一览表"
    page.page.section("members").show_only([], "2010年注册志愿者数")  # type: ignore[attr-defined]
    assert title("members") == "一所团支部2010年注册志愿者数"
    page.page.section("members").table.clear()  # type: ignore[attr-defined]
    assert title("members") == "一所团支部2010年团员名单"
    desk.set_year(2009)
    assert title("officers") == "一所团支部2009年团干部名单"
    names: list[str] = []

    def look() -> None:
        chooser = QApplication.activeModalWidget()
        assert isinstance(chooser, QFileDialog)
        names.extend(chooser.selectedFiles())
        chooser.reject()

    QTimer.singleShot(0, look)
    officers = page.page.section("officers")
    assert isinstance(officers, OfficerSection)
    officers.offices.table.export_action.trigger()
    assert [Path(name).name for name in names] == ["一所团支部2009年团干部名单.xlsx"]


def test_an_election_is_held_from_a_list_of_organisations(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    page.show_records(Selection(Organisation, [office["first"].id, office["second"].id], "2个换届已超期"))
    listed_ = page.page.section("below")
    assert isinstance(listed_, BelowList)
    listed_.table.choose([office["second"].id])
    assert listed_.election.isEnabled()
    listed_.election.trigger()
    sheet = page.window().findChild(ElectionDialog)
    assert sheet is not None and sheet.organisation == office["second"]
    sheet.reject()


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


def test_the_tiles_turn_into_two_rows_where_it_is_narrow(page: BranchPage, qtbot: QtBot) -> None:
    tiles = list(page.page.open("facts").tiles.values())  # type: ignore[attr-defined]
    for width, rows in ((1500, 1), (860, 2)):
        page.resize(width, 700)
        qtbot.waitUntil(lambda rows=rows: len({tile.y() for tile in tiles}) == rows)


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


class Shown(QObject):
    """Notes which widgets are shown as windows."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(f"{type(watched).__name__} {getattr(watched, 'text', str)()}")
        return False


def test_nothing_flashes_up_as_a_window_while_a_page_is_built(
    page: BranchPage, office: dict[str, Organisation], qapp: QApplication, qtbot: QtBot
) -> None:
    shown = Shown()
    qapp.installEventFilter(shown)
    try:
        for place in range(page.page.tabs.count()):
            page.page.tabs.setCurrentIndex(place)
        choose(page, office["first"], qtbot)
        page.page.open("facts")
        page.actions_.edit.trigger()
        form_of(page).reject()
    finally:
        qapp.removeEventFilter(shown)
    assert shown.windows == ["RecordDialog "]


def test_a_clicked_sub_tab_brings_the_keys_into_its_list(page: BranchPage, qtbot: QtBot) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    bar = page.page.tabs.tabBar()
    for key, place in (("honours", 5), ("officers", 3), ("transfers", 7)):
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(place).center())
        assert page.page.current() == key
        section = page.page.section(key)
        offered = section.offices if isinstance(section, OfficerSection) else section
        assert isinstance(offered, ListSection)
        qtbot.waitUntil(lambda offered=offered: offered.isAncestorOf(QApplication.focusWidget() or bar))
        focus = QApplication.focusWidget()
        assert focus is (offered.new_button if key == "transfers" else offered.table.view)
        qtbot.keyClick(focus, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        form = form_of(page)
        assert isinstance(form.record, offered.kind)
        form.reject()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)


def test_a_key_stands_in_the_menu_only_where_it_would_work_now(page: BranchPage, qtbot: QtBot) -> None:
    bar = QMenuBar()
    qtbot.addWidget(bar)
    menus = Menus(bar, {}, lambda: page)
    members = page.page.open("members")
    assert isinstance(members, ListSection)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)

    def keys_of(text: str) -> str:
        menus.refresh()
        menu = menus.menu("记录")
        action = next(one for one in menu.actions() if one.text() == text)
        option = QStyleOptionMenuItem()
        menu.initStyleOption(option, action)
        return option.text.partition("\t")[2]

    members.table.view.setFocus()
    assert (keys_of("新增团员"), keys_of("新增团组织…")) == ("Ctrl+N", "")
    assert (keys_of("删除团员…"), keys_of("删除团组织")) == ("Del", "")
    page.tree.focus()
    assert (keys_of("新增团员"), keys_of("新增团组织…")) == ("", "Ctrl+N")
    assert keys_of("团组织改名…") == "F2", "no other action has this key"


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


def test_every_input_has_a_name_for_those_who_do_not_see_it(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    choose(page, office["first"], qtbot)
    for place in range(page.page.tabs.count()):
        page.page.tabs.setCurrentIndex(place)
    inputs = [
        one
        for kind in (QLineEdit, QAbstractButton, QAbstractItemView)
        for one in page.findChildren(kind)
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not one.isHidden()
        and not isinstance(one, QHeaderView)
    ]
    assert len(inputs) > 30
    nameless = [one for one in inputs if not (one.accessibleName() or getattr(one, "text", str)())]
    assert nameless == [], [one.parent() for one in nameless]
