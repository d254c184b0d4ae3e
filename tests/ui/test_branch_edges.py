"""支部 at its edges: narrow windows, keys after a click, menus, names of exported lists, nothing that flashes up."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFontMetrics
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

from models.changes import change
from models.organisation import Organisation
from ui import theme
from ui.branch_page import BranchPage
from ui.desk import Desk, Selection
from ui.election_dialog import ElectionDialog
from ui.menus import Menus
from ui.officer_section import OfficerSection
from ui.organisation_lists import BelowList, ListSection
from ui.record_dialog import RecordDialog


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


def form_of(page: BranchPage) -> RecordDialog:
    found = [one for one in page.window().findChildren(RecordDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


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
    places = {bar.tabText(place): place for place in range(bar.count())}
    for key, word in (("honours", "荣誉"), ("officers", "团干部"), ("transfers", "变动")):
        place = places[word]
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


def test_the_tiles_turn_into_two_rows_where_it_is_narrow(page: BranchPage, qtbot: QtBot) -> None:
    tiles = list(page.page.open("facts").tiles.values())  # type: ignore[attr-defined]
    for width, rows in ((1500, 1), (860, 2)):
        page.resize(width, 700)
        qtbot.waitUntil(lambda rows=rows: len({tile.y() for tile in tiles}) == rows)
