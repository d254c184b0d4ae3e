"""The scoring sheet: points typed with the keyboard are saved, checked, summed, and can be pasted from Excel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models import starter
from models.assessment import Assessment, Score, begin, outcome, scores
from models.changes import change
from models.journal import last_undoable, undo
from models.scheme import GOODS, VETO
from models.store import Store
from tests.models.people import branch
from ui.score_model import CONTENT, FINAL, OFFICE, REASON, ScoreModel
from ui.score_sheet import ScoreSheet, how_made, standing

SELF = 3


@pytest.fixture
def sheet(store: Store, qtbot: QtBot) -> ScoreSheet:
    starter.plant_scheme(2010)
    made = ScoreSheet()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show_assessment(begin(branch(), 2010))
    made.show()
    qtbot.waitExposed(made)
    made.grid.setFocus()
    return made


def put(sheet: ScoreSheet, row: int, column: int, text: str, qtbot: QtBot) -> None:
    """Type a text over a cell and press Enter."""
    sheet.grid.setCurrentIndex(sheet.model.index(row, column))
    qtbot.keyClicks(sheet.grid, text[0])
    editor = QGuiApplication.focusObject()
    qtbot.keyClicks(editor, text[1:])
    enter(editor, qtbot)


def enter(editor: QObject, qtbot: QtBot) -> None:
    """Press Enter in a cell; Qt takes the text when it comes back to its events."""
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QGuiApplication.processEvents()


def shown(sheet: ScoreSheet, row: int, column: int) -> str:
    return str(sheet.model.index(row, column).data())


def test_the_model_keeps_its_promises(sheet: ScoreSheet, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(sheet.model)
    empty = ScoreModel(sheet)
    qtmodeltester.check(empty)


def test_every_block_has_its_line_and_its_sum(sheet: ScoreSheet) -> None:
    names = [shown(sheet, row, 0) for row in sheet.model.block_rows()]
    assert names == ["组织建设好", "团员教育好", "活动开展好", "青年反映好", "加分项", "扣分项", "一票否决项"]
    assert [shown(sheet, row, 2) for row in sheet.model.block_rows()[:4]] == ["30", "20", "30", "20"]


def test_points_typed_one_after_the_other_are_saved_and_summed(sheet: ScoreSheet, qtbot: QtBot) -> None:
    put(sheet, 1, OFFICE, "7.5", qtbot)
    assert sheet.grid.currentIndex().row() == 2
    put(sheet, 2, OFFICE, "8", qtbot)
    assert [score.office_score for score in Score.select()] == [7.5, 8.0]
    assert shown(sheet, 0, OFFICE) == "15.5"
    assert shown(sheet, 1, FINAL) == "7.5"
    assert "15.5" in sheet._grade.text()
    assert last_undoable().name == "局机关团支部2010年度考核评分"


def test_more_than_the_points_stays_in_the_cell_with_the_reason(sheet: ScoreSheet, qtbot: QtBot) -> None:
    put(sheet, 1, OFFICE, "9", qtbot)
    editor = QGuiApplication.focusObject()
    assert editor.text() == "9"
    assert sheet.model.problem(1, OFFICE, "9") == "9分，超过了分值8分"
    assert Score.select().count() == 0
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    qtbot.keyClicks(editor, "6")
    enter(editor, qtbot)
    assert Score.get().office_score == 6


def test_words_are_refused(sheet: ScoreSheet) -> None:
    assert not sheet.model.write([(1, OFFICE, "良")])
    assert sheet._said.text() == "没有保存：“良”不是数字。"
    assert Score.select().count() == 0


def test_a_veto_fails_the_branch_and_can_be_cleared(sheet: ScoreSheet, qtbot: QtBot) -> None:
    row = sheet.model.block_rows()[-1] + 1
    put(sheet, row, OFFICE, "1", qtbot)
    assert shown(sheet, row, OFFICE) == "否决"
    assert outcome(Assessment.get()).grade == "不合格"
    sheet.grid.setCurrentIndex(sheet.model.index(row, OFFICE))
    qtbot.keyClick(sheet.grid, Qt.Key.Key_Delete)
    assert not outcome(Assessment.get()).vetoed


def test_a_column_from_excel_is_pasted_in_one_action(sheet: ScoreSheet, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("8\t8\r\n7\t6\r\n\t\r\n4\t3\r\n4\t4\r\n8\t8\r\n")
    sheet.grid.setCurrentIndex(sheet.model.index(1, SELF))
    qtbot.keyClick(sheet.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    scores = {score.indicator.number: (score.self_score, score.public_score) for score in Score.select()}
    assert scores == {1: (8, 8), 2: (7, 6), 4: (4, 3), 5: (4, 4), 6: (8, 8)}
    undo(last_undoable().id)
    assert Score.select().count() == 0


def test_nothing_of_a_paste_is_taken_when_one_cell_cannot_be(sheet: ScoreSheet, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("8\n99\n")
    sheet.grid.setCurrentIndex(sheet.model.index(1, OFFICE))
    qtbot.keyClick(sheet.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert Score.select().count() == 0
    assert "超过了分值" in sheet._said.text()


def test_the_way_to_the_total_is_said_in_words(sheet: ScoreSheet) -> None:
    sheet.model.write([(1, OFFICE, "8"), (1, SELF, "8")])
    assert "量化考核分8" in sheet._result.text()
    assert "还有14项没有评分" in sheet._result.text()


def test_a_small_sheet_shows_several_lines_and_the_rest_of_a_text_in_its_tip(
    sheet: ScoreSheet, qtbot: QtBot
) -> None:
    sheet.resize(440, 320)
    grid = sheet.grid
    room = grid.viewport()

    def lines_in_sight() -> int:
        return grid.rowAt(room.height() - 1) - grid.rowAt(0)

    qtbot.waitUntil(lambda: lines_in_sight() >= 3)
    assert max(grid.rowHeight(row) for row in range(sheet.model.rowCount())) <= room.height() // 3
    tip = str(sheet.model.index(1, CONTENT).data(Qt.ItemDataRole.ToolTipRole))
    assert "按期换届" in tip and "到期未换届的扣4分" in tip
    put(sheet, 1, REASON, "9", qtbot)
    assert sheet.model.index(1, REASON).data(Qt.ItemDataRole.ToolTipRole) == "9"
    sheet.resize(1000, 1400)
    qtbot.waitUntil(lambda: grid.rowHeight(1) >= grid.sizeHintForRow(1))


def test_rank_with_ties_the_next_grade_and_a_veto_are_said(sheet: ScoreSheet) -> None:
    other = begin(branch("二支部"), 2010)
    mine = sheet.assessment
    assert mine is not None
    with change("打分"):
        for assessment in (mine, other):
            for indicator, score in scores(assessment):
                if indicator.block in GOODS:
                    score.office_score = indicator.points - (5 if indicator.number == 9 else 0)
                    score.reason = "核减"
                    score.save()
    assert standing(mine) == "第1名（2个并列）"
    assert how_made(mine, outcome(mine)) == "量化考核分95"
    with change("再核减"):
        score = next(score for indicator, score in scores(mine) if indicator.number == 10)
        score.office_score = 0
        score.save()
    assert standing(mine) == "第2名"
    assert how_made(mine, outcome(mine)) == "量化考核分85；离优秀（90分）还差5分"
    with change("否决"):
        veto = next(score for indicator, score in scores(mine) if indicator.block == VETO)
        veto.vetoed = True
        veto.save()
    assert standing(mine) == ""
    assert how_made(mine, outcome(mine)).endswith("一票否决：按分数为良好，因否决定为不合格，不排名次")
