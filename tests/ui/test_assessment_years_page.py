"""历年对比: all branches, then the indicators of one, walked by keys; the chart follows the line."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models import starter
from models.assessment import Assessment, begin, scores
from models.changes import change
from models.scheme import GOODS
from tests.models.people import branch
from ui.assessment_years_page import YearsPage
from ui.desk import Desk


@pytest.fixture
def page(bare_desk: Desk, qtbot: QtBot) -> YearsPage:
    """Two branches in two years: full points in 2009, three quarters in 2010."""
    homes = [branch(name, founded="2000-01") for name in ("甲团支部", "乙团支部")]
    for year, share in ((2009, 1), (2010, 0.75)):
        starter.plant_scheme(year)
        for home in homes:
            with change("打分"):
                for indicator, score in scores(begin(home, year)):
                    if indicator.block in GOODS:
                        score.office_score, score.reason = indicator.points * share, "核减"
                        score.save()
    bare_desk.set_year(2010)
    made = YearsPage(bare_desk)
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: made.model.rowCount() == 2)
    return made


def row(page: YearsPage, number: int) -> list[str]:
    return [page.model.index(number, column).data() for column in range(page.model.columnCount())]


def test_branches_with_total_grade_rank_and_change(page: YearsPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.model)
    assert page.model.headings[1:] == ["2009年", "2010年", "比上年"]
    assert row(page, 0) == ["甲团支部", "100　优秀　第1名", "75　合格　第1名", "-25"]
    assert page.chart.marks()[0].text == "2009年　甲团支部 100 分"
    assert len(page.chart.marks()) == 4


def test_enter_goes_into_a_branch_and_backspace_back(
    page: YearsPage, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    page.view.setCurrentIndex(page.model.index(1, 0))
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert page.whose.currentText() == "乙团支部"
    qtmodeltester.check(page.model)
    assert row(page, 0)[:3] == [GOODS[0], "30/30", "22.5/30"]
    assert len(page.chart.marks()) == 2
    qtbot.keyClick(page.view, Qt.Key.Key_Backspace)
    assert page.model.rowCount() == 2 and page.whose.currentIndex() == 0


def test_enter_on_a_year_opens_that_assessment(page: YearsPage, qtbot: QtBot) -> None:
    page.view.setCurrentIndex(page.model.index(1, 1))
    with qtbot.waitSignal(page.desk.record_wanted) as caught:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    (opened,) = caught.args
    assert isinstance(opened, Assessment) and opened.year == 2009
    assert page.desk.year == 2009
