"""The tab 考评: begun for all branches, scored by the keyboard alone, ranked beside, printed and exported."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models import starter
from models.assessment import Assessment, Score, outcome
from models.changes import change
from models.scheme import Scheme, indicators
from tests.models.people import branch
from ui import ask
from ui.assessment_page import AssessmentPage
from ui.desk import Desk
from ui.score_model import OFFICE
from ui.score_sheet import ScoreSheet

YEAR = 2010


@pytest.fixture
def page(bare_desk: Desk, qtbot: QtBot) -> AssessmentPage:
    bare_desk.set_year(YEAR)
    for name in ("甲团支部", "乙团支部"):
        branch(name, founded="2000-01")
    made = AssessmentPage(bare_desk)
    qtbot.addWidget(made)
    made.resize(1278, 660)
    made.show()
    qtbot.waitExposed(made)
    return made


def begun(page: AssessmentPage, qtbot: QtBot) -> ScoreSheet:
    page.shipped_action.trigger()
    page.begin_action.trigger()
    qtbot.waitUntil(lambda: page.sheet.isVisible() and page.sheet.model.rowCount() > 0)
    page.sheet.setFocus()
    return page.sheet


def test_without_a_scheme_the_shipped_one_is_offered(page: AssessmentPage, qtbot: QtBot) -> None:
    assert not page.begin_action.isVisible()
    page.shipped_action.trigger()
    qtbot.waitUntil(page.begin_action.isVisible)
    assert Scheme.get().year == YEAR
    page.begin_action.trigger()
    assert Assessment.select().count() == 2
    qtbot.waitUntil(lambda: not page.begin_action.isVisible())


def test_a_whole_column_is_scored_by_the_keyboard_alone(page: AssessmentPage, qtbot: QtBot) -> None:
    sheet = begun(page, qtbot)
    sheet.grid.setCurrentIndex(sheet.model.index(1, OFFICE))
    lines = [row for row in range(sheet.model.rowCount()) if sheet.model.editable(row, OFFICE)][:15]
    for row in lines:
        assert sheet.grid.currentIndex().row() == row
        qtbot.keyClicks(QGuiApplication.focusObject(), "3")
        qtbot.keyClick(QGuiApplication.focusObject(), Qt.Key.Key_Return)
        # The list beside is read again after each score, as it is while somebody types.
        qtbot.wait(60)
        assert sheet.isAncestorOf(QApplication.focusWidget())
    assert Score.select().where(Score.office_score == 3).count() == 15


def test_another_windows_scores_come_in_where_one_is_not_typing(page: AssessmentPage, qtbot: QtBot) -> None:
    sheet = begun(page, qtbot)
    assert sheet.assessment is not None
    first = indicators(Scheme.get())[0]
    with change("别处评分"):
        Score(assessment=sheet.assessment.id, indicator=first.id, office_score=5, reason="x").save()
    qtbot.waitUntil(lambda: sheet.model.index(1, OFFICE).data() == "5")


def test_the_summary_is_written_and_said(
    page: AssessmentPage, qtbot: QtBot, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(page, qtbot)
    target = tmp_path / "汇总.xlsx"
    # The system's own file chooser cannot be typed in here.
    monkeypatch.setattr(ask, "save_file", lambda *_arguments: target)
    said: list[str] = []

    def close() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ask.Notice):
            said.append(dialog.windowTitle())
            dialog.reject()
        else:
            QTimer.singleShot(50, close)

    QTimer.singleShot(50, close)
    page.summary_action.trigger()
    qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    assert said == ["已保存"]
    assert openpyxl.load_workbook(target).worksheets[0].max_row > 3


def test_a_turn_of_the_year_shows_that_year(page: AssessmentPage, qtbot: QtBot) -> None:
    begun(page, qtbot)
    page.desk.set_year(YEAR + 1)
    assert page.list.table.shown_ids() == []
    assert page.copy_action.isVisible()
    starter.plant_scheme(YEAR + 1)
    page.desk.set_year(YEAR)
    assert len(page.list.table.shown_ids()) == 2
    assert outcome(Assessment.get()).total is None


def test_a_low_window_keeps_its_height_for_the_lines_of_the_sheet(page: AssessmentPage, qtbot: QtBot) -> None:
    begun(page, qtbot)
    assert page.evidence.isVisible()
    page.resize(900, 430)
    qtbot.waitUntil(lambda: not page.evidence.isVisible())
    qtbot.keyClick(page, Qt.Key.Key_F8)
    assert page.evidence.isVisible()
    page.resize(900, 700)
    page.resize(900, 430)
    assert page.evidence.isVisible()  # as was chosen for low windows
