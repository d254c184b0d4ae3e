"""领导小组 on the page of 支部: the group of a day, vacancies, changes, the members opened, the list exported."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.changes import change
from models.leading_group import HEAD_ROLE, MEMBER_ROLE
from models.member import Member, Office
from models.organisation import Organisation
from models.record import Record
from tests.exports.workbooks import opened
from ui import ask
from ui.branch_page import BranchPage
from ui.leading_group_section import LeadingGroupSection


@pytest.fixture
def section(two_branches: dict[str, Organisation], branch_page: BranchPage) -> LeadingGroupSection:
    """The secretary of the first branch since the year's May, of the committee since long ago."""
    people = {each.name: each for each in Member.select()}
    with change("任职"):
        held = Office.get(Office.member == people["张三"].id)
        held.since = "2010-05"
        held.save()
        Office(
            member=people["李四"].id,
            organisation=two_branches["first"].id,
            post="书记",
            since="2007-05",
            until="2010-05-12",
        ).save()
        Office(member=people["王五"].id, organisation=two_branches["root"].id, post="书记").save()
    found = branch_page.page.open("group")
    assert isinstance(found, LeadingGroupSection)
    return found


def lines(section: LeadingGroupSection) -> list[tuple[str, str]]:
    return [line[:2] for line in section.group_model.lines]


def test_the_models_keep_their_promises(section: LeadingGroupSection, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(section.group_model)
    qtmodeltester.check(section.change_model)


def test_the_group_its_vacancies_and_changes_of_the_year(section: LeadingGroupSection) -> None:
    assert section.day.isoformat() == "2010-12-31"
    assert lines(section) == [(HEAD_ROLE, "王五"), (MEMBER_ROLE, "张三")]
    assert section._vacant_words.text() == "区水务局团委没有副书记、二所团支部没有书记。"
    assert section.change_model.lines == [
        ("2010-05-12", "张三（一所团支部，成员）", "李四（一所团支部，成员）")
    ]


def test_another_day_is_typed(section: LeadingGroupSection, qtbot: QtBot) -> None:
    line = section.editor.line
    line.selectAll()
    qtbot.keyClicks(line, "2010.4")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert section.day.isoformat() == "2010-04-30"
    assert lines(section) == [(HEAD_ROLE, "王五"), (MEMBER_ROLE, "李四")]
    line.selectAll()
    qtbot.keyClicks(line, "2010.13")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert section.day.isoformat() == "2010-04-30"
    section.change_table.activated.emit(section.change_model.index(0, 0))
    assert lines(section)[1] == (MEMBER_ROLE, "张三")


def test_a_member_is_opened(section: LeadingGroupSection, qtbot: QtBot) -> None:
    asked: list[Record] = []
    section.desk.record_wanted.connect(asked.append)
    section.table.setFocus()
    section.table.setCurrentIndex(section.group_model.index(1, 0))
    qtbot.keyClick(section.table, Qt.Key.Key_Return)
    assert [record.name for record in asked] == ["张三"]


def test_a_change_of_office_is_seen_at_once(
    section: LeadingGroupSection, two_branches: dict[str, Organisation], qtbot: QtBot
) -> None:
    with change("任职"):
        held = Office.get(Office.organisation == two_branches["root"].id)
        held.until = "2010-11"
        held.save()
    qtbot.waitUntil(lambda: lines(section) == [(MEMBER_ROLE, "张三")])
    assert section._vacant_words.text().startswith("区水务局团委没有书记、")


def test_only_the_office_has_a_group(
    section: LeadingGroupSection,
    two_branches: dict[str, Organisation],
    branch_page: BranchPage,
    qtbot: QtBot,
) -> None:
    tabs = branch_page.page.tabs
    place = next(at for at in range(tabs.count()) if tabs.tabText(at) == "领导小组")
    for name, shown in (("first", False), ("root", True)):
        branch_page.tree.choose(two_branches[name].id)
        qtbot.waitUntil(lambda name=name: branch_page.page.scope.organisation == two_branches[name])
        assert tabs.isTabVisible(place) is shown


def test_the_list_is_exported_as_it_is_seen(
    section: LeadingGroupSection, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "名单.xlsx"
    names: list[str] = []

    def save_file(_parent: object, _title: str, name: str, *_: object) -> Path:
        names.append(name)
        return target

    monkeypatch.setattr(ask, "save_file", save_file)
    monkeypatch.setattr(ask, "confirm", lambda *_, **__: False)
    section.export_action.trigger()
    qtbot.waitUntil(target.exists)
    assert names == ["领导小组名单（2010年12月31日）.xlsx"]
    cells = [[cell.value for cell in row] for row in opened(target).worksheets[0].iter_rows()]
    assert [row[:2] for row in cells[2:4]] == [[HEAD_ROLE, "王五"], [MEMBER_ROLE, "张三"]]
