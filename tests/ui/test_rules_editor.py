"""规定 of the settings: a number from a new year on, a correction, what cannot be deleted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.rule import Rule, history, rule
from tests.ui.names import nameless
from ui.ask import Notice
from ui.ask_fields import AskFields
from ui.desk import Desk
from ui.rules_editor import RulesEditor

SHARE = "appraisal.excellent_share"


@pytest.fixture
def editor(desk: Desk, qtbot: QtBot) -> RulesEditor:
    made = RulesEditor(desk)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    codes = [each.code for each in made.model.rows]
    made.view.setCurrentIndex(made.model.index(codes.index(SHARE), 0))
    made.view.setFocus()
    return made


def fill_in(values: dict[str, object]) -> None:
    """Fill the dialog that opens next and agree."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AskFields)
        for name, value in values.items():
            dialog.editors[name].set_value(value)
        dialog.yes.click()
        if dialog.isVisible():
            dialog.reject()

    QTimer.singleShot(0, act)


def test_a_new_number_begins_with_its_year(editor: RulesEditor, desk: Desk, qtbot: QtBot) -> None:
    desk.set_year(2012)
    fill_in({"number": 25.0, "source": "团区委2012年通知"})
    qtbot.keyClick(editor.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert [(each.year, each.number) for each in history(SHARE)][-1] == (desk.year, 25)
    shown = [row for row in editor.model.rows if row.code == SHARE]
    assert [row.id in editor.model.holding for row in shown] == [False] * (len(shown) - 1) + [True]
    assert "25%" in [editor.model.data(editor.model.index(row, 1)) for row in range(len(editor.model.rows))]


def test_a_correction_says_what_it_changes_and_needs_a_source(editor: RulesEditor, qtbot: QtBot) -> None:
    before = rule(SHARE, 2010)
    fill_in({"number": 35.0, "source": None})
    qtbot.keyClick(editor.view, Qt.Key.Key_Return)
    assert rule(SHARE, 2010) == before
    fill_in({"number": 35.0})
    editor.edit_action.trigger()
    assert rule(SHARE, 2010) == 35


def test_the_only_row_of_a_rule_is_not_deleted(editor: RulesEditor, qtbot: QtBot) -> None:
    def read() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Notice) and "只有这一条" in dialog.accessibleName()
        dialog.accept()

    QTimer.singleShot(0, read)
    qtbot.keyClick(editor.view, Qt.Key.Key_Delete)
    assert Rule.select().where(Rule.code == SHARE).count() == 1


def test_the_table_is_a_sound_model_and_everything_has_a_name(
    editor: RulesEditor, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(editor.model)
    assert not nameless(editor)
