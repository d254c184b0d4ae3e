"""The timeline of honours: what it shows of a member and of a branch, and that the keys open it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.award import Honour, Nomination
from models.changes import change
from models.honour_timeline import of_member, of_organisations
from tests.ui.office import YEAR
from ui.branch_page import BranchPage
from ui.desk import Desk
from ui.honour_list import HonourList
from ui.record_dialog import RecordDialog

Key = Qt.Key


@pytest.fixture
def honoured(office: dict[str, int]) -> dict[str, int]:
    """Two honours of a member, one of his branch, one of another; one nomination under way, one that came to nothing."""
    with change("准备"):
        for name, granted, level, holder in (
            ("优秀共青团员", "2008-05", "局级", {"member": office["张小明"]}),
            ("青年岗位能手", "2009-11-02", "区级", {"member": office["张小明"]}),
            ("五四红旗团支部", "2009-05-04", "区级", {"organisation": office["泵站团支部"]}),
            ("五四红旗团支部", "2007-05-04", None, {"organisation": office["营业所团支部"]}),
        ):
            Honour(name=name, granted=granted, level=level, **holder).save()
        for year, state in ((YEAR, "已提交"), (YEAR - 1, "未获批")):
            Nomination(kind="优秀共青团员", year=year, member=office["张小明"], state=state).save()
    return office


def test_the_years_go_downwards_with_what_is_under_way(honoured: dict[str, int]) -> None:
    found = of_member(honoured["张小明"])
    assert [(each.year, each.name, each.state) for each in found] == [
        (2010, "优秀共青团员", "已提交"),
        (2009, "青年岗位能手", ""),
        (2008, "优秀共青团员", ""),
    ]
    branch = of_organisations({honoured["泵站团支部"]})
    assert [each.year for each in branch] == [2010, 2009, 2009, 2008]
    assert len(of_organisations(None)) == 5


def test_keys_open_an_honour_from_the_page_of_a_branch(
    desk: Desk, honoured: dict[str, int], qtbot: QtBot
) -> None:
    page = BranchPage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.show()
    qtbot.waitExposed(page)
    section = page.page.open("honours")
    assert isinstance(section, HonourList)
    section.along_years.click()
    timeline = section.area.timeline
    assert [moment.year for moment in timeline.moments()] == [2010, 2009, 2009, 2008, 2007]
    assert section.table.isHidden()
    asked = []
    desk.record_wanted.connect(asked.append)
    qtbot.keyClick(timeline, Key.Key_Return)
    assert [type(record) for record in asked] == [Nomination]
    for _ in range(4):
        qtbot.keyClick(timeline, Key.Key_Down)
    qtbot.keyClick(timeline, Key.Key_Return)
    opened = [
        one for one in QApplication.topLevelWidgets() if isinstance(one, RecordDialog) and one.isVisible()
    ]
    assert opened[0].record.shown("organisation") == "营业所团支部"
    opened[0].reject()
    with change("撤下"):
        Nomination.get(Nomination.state == "已提交").delete_instance()
    qtbot.waitUntil(lambda: len(timeline.moments()) == 4)
    section.along_years.click()
    assert section.table.isVisible()
