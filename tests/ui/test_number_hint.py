"""Under a document number: the next one is taken over by a button, a taken one is pointed out while it is typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.changes import change
from models.reporting import Sent
from models.settings import set_office
from tests.ui.office import YEAR
from ui.ask_fields import AskFields, Values
from ui.desk import Desk
from ui.number_hint import NumberHint

Key = Qt.Key


@pytest.fixture
def asked(desk: Desk, qtbot: QtBot) -> tuple[AskFields, list[Values]]:
    """The dialog that asks for a number, as 登记上报 does, in an office that has used number 3."""
    set_office({"document_prefix": "SW"})
    with change("准备"):
        Sent(
            name="汇总表", year=YEAR, sent_on=f"{YEAR}-04-01", document=f"SW[{YEAR}]3号", digest="0" * 64
        ).save()
    got: list[Values] = []
    dialog = AskFields(
        None,
        "登记上报",
        "",
        [Sent.field("name"), Sent.field("document")],  # type: ignore[list-item]
        got.append,
        yes="登记",
        below={"document": lambda editor: NumberHint(editor, YEAR)},
    )
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog, got


def test_the_next_number_is_taken_over_by_key(asked: tuple[AskFields, list[Values]], qtbot: QtBot) -> None:
    dialog, got = asked
    hint = dialog.findChild(NumberHint)
    assert hint.button.text() == f"填入下一个文号：SW〔{YEAR}〕4号"
    hint.button.setFocus()
    qtbot.keyClick(hint.button, Key.Key_Space)
    assert hint.button.isHidden() and hint.taken.isHidden()
    dialog.yes.click()
    assert got[0]["document"] == f"SW〔{YEAR}〕4号"


def test_a_taken_number_is_pointed_out_while_typing(
    asked: tuple[AskFields, list[Values]], qtbot: QtBot
) -> None:
    dialog, _ = asked
    hint = dialog.findChild(NumberHint)
    line = dialog.editors["document"].focusProxy()
    line.setFocus()
    qtbot.keyClicks(line, f"SW({YEAR})3")
    assert hint.taken.isHidden()
    line.insert("号")
    line.textEdited.emit(line.text())
    assert hint.taken.isVisible() and "汇总表" in hint.taken.text()
    qtbot.keyClick(line, Key.Key_Backspace)
    assert hint.taken.isHidden()
