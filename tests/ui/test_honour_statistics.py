"""统计 of honours on screen: every number opens its honours by key, the ways to count, export and print."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.award import Honour
from models.changes import change
from tests.exports.workbooks import opened
from tests.ui.names import nameless
from tests.ui.office import YEAR
from ui import ask, table_out
from ui.desk import Desk, Selection
from ui.honour_counts_model import HonourCountsModel
from ui.honour_statistics import HonourStatisticsPage
from ui.printing import Preview

Key = Qt.Key


@pytest.fixture
def page(desk: Desk, office: dict[str, int], qtbot: QtBot) -> HonourStatisticsPage:
    with change("准备"):
        for granted, level, holder in (
            (f"{YEAR}-05-04", "区级", {"member": office["张小明"]}),
            (f"{YEAR}-05-04", "局级", {"member": office["王单"]}),
            (f"{YEAR - 2}-05-04", "区级", {"organisation": office["泵站团支部"]}),
        ):
            Honour(name="称号", granted=granted, level=level, **holder).save()
    made = HonourStatisticsPage(desk)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def lines(page: HonourStatisticsPage) -> list[str]:
    return [line.label for line in page.model.lines]


def test_enter_opens_the_honours_of_a_number(page: HonourStatisticsPage, qtbot: QtBot) -> None:
    assert lines(page) == ["2010年", "2009年", "2008年", "合计"]
    asked: list[Selection] = []
    page.desk.records_wanted.connect(asked.append)
    page.view.setFocus()
    qtbot.keyClick(page.view, Key.Key_Return)
    assert (asked[0].title, len(asked[0].ids)) == ("2010年荣誉", 2)
    for _ in range(3):
        qtbot.keyClick(page.view, Key.Key_Left)
    qtbot.keyClick(page.view, Key.Key_Down)
    qtbot.keyClick(page.view, Key.Key_Return)  # nought: nothing to open
    assert len(asked) == 1
    place = page.model.counts.levels.index("区级") + 1
    page.view.setCurrentIndex(page.model.index(3, place))
    qtbot.keyClick(page.view, Key.Key_Return)
    assert asked[1].title == "历年区级荣誉"
    assert {Honour.get_by_id(id_).level for id_ in asked[1].ids} == {"区级"}
    page.years.setFocus()
    qtbot.keyClick(page.years, Key.Key_Home)
    qtbot.keyClick(page.years, Key.Key_Return)
    assert asked[2].title == "2008年区级荣誉"


def test_by_organisation_and_for_persons_alone(page: HonourStatisticsPage, qtbot: QtBot) -> None:
    page.ways.setFocus()
    qtbot.keyClick(page.ways, Key.Key_Down)
    page.ways.activated.emit(page.ways.currentIndex())
    assert lines(page) == ["泵站团支部", "营业所团支部", "合计"]
    page.ways.setCurrentIndex(2)
    page.whose.setCurrentIndex(2)
    page.reload()
    assert lines(page) == ["泵站团支部", "合计"]
    assert page.title() == "历年各团组织集体荣誉统计"
    assert page.summary.text() == "历年集体荣誉1项"


def test_a_new_honour_is_counted_at_once(
    page: HonourStatisticsPage, office: dict[str, int], qtbot: QtBot
) -> None:
    with change("登记"):
        Honour(name="称号", granted=f"{YEAR - 4}-05", organisation=office["泵站团支部"]).save()
    qtbot.waitUntil(lambda: "2006年" in lines(page))
    assert page.model.heading(page.model.columnCount() - 2) == "未填级别"


def test_the_table_is_exported_and_printed_as_seen(
    page: HonourStatisticsPage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "统计.xlsx"
    monkeypatch.setattr(ask, "save_file", lambda *_: target)
    told: list[Path] = []
    monkeypatch.setattr(table_out, "offer_file", lambda _desk, _parent, path, _what: told.append(path))
    page.export_action.trigger()
    qtbot.waitUntil(lambda: told == [target], timeout=10_000)
    texts = [list(row) for row in opened(target).active.iter_rows(values_only=True)]
    assert texts[0][0] == "历年各年度荣誉统计"
    assert texts[1][0] == "年度" and texts[2][0] == "2010年" and texts[2][-1] == 2
    qtbot.keyClick(page.view, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(previews()), timeout=20_000)
    assert len(previews()[0]._documents) == 1
    previews()[0].close()


def previews() -> list[Preview]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, Preview) and one.isVisible()]


def test_the_model_keeps_qts_rules(page: HonourStatisticsPage, qtmodeltester: ModelTester) -> None:
    assert isinstance(page.model, HonourCountsModel)
    qtmodeltester.check(page.model)


def test_everything_has_a_name(page: HonourStatisticsPage) -> None:
    assert nameless(page) == []
