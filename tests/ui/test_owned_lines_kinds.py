"""Lines of other kinds: worked-out columns follow, yes and no turn with the space key, rules know the form's record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.activity import Activity
from models.changes import change
from models.plan import Plan, PlanStep
from models.record import Record
from models.supervision import Inspection, InspectionCheck
from tests.models.people import branch
from ui.desk import Desk
from ui.owned_lines import OwnedLines


@pytest.fixture
def shown(bare_desk: Desk, qtbot: QtBot) -> Callable[..., OwnedLines]:
    def build(record: Record, kind: type[Record], link: str, **options: Any) -> OwnedLines:
        made = OwnedLines(bare_desk, kind, link, **options)
        qtbot.addWidget(made)
        made.resize(900, 300)
        made.load(record)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        made.grid.setFocus()
        return made

    return build


def test_a_worked_out_column_is_shown_follows_and_cannot_be_written(
    shown: Callable[..., OwnedLines], qtbot: QtBot
) -> None:
    lines = shown(Plan(year=2010), PlanStep, "plan", columns=("task", "done", "state"))
    state = lines.model.index(0, 2)
    assert not state.flags() & Qt.ItemFlag.ItemIsEditable
    lines.model.take(0, 0, "开动员会")
    assert state.data() == "未开始"
    lines.model.take(0, 1, "2010-03-04")
    assert state.data() == "已完成"


def test_yes_and_no_turn_with_the_space_key(shown: Callable[..., OwnedLines], qtbot: QtBot) -> None:
    lines = shown(Inspection(), InspectionCheck, "inspection", columns=("item", "passed", "note"))
    lines.model.take(0, 0, "方案")
    lines.grid.setCurrentIndex(lines.model.index(0, 1))
    said = []
    for _ in range(3):
        qtbot.keyClick(lines.grid, Qt.Key.Key_Space)
        said.append(lines.model.index(0, 1).data())
    assert said == ["是", "否", ""]


def test_a_new_line_begins_with_what_the_form_says(shown: Callable[..., OwnedLines]) -> None:
    with change("方案"):
        plan = Plan(organisation=branch().id, year=2010, title="方案")
        plan.save()
    lines = shown(plan, PlanStep, "plan", begin=lambda record: {"who": f"{record.title}负责人"})
    assert not lines.is_changed()
    assert lines.model.index(0, 1).data() == "", (
        "what a line begins with shows once something is written in it"
    )
    lines.model.take(0, 0, "开动员会")
    assert lines.model.index(0, 1).data() == "方案负责人"
    with change("保存"):
        lines.save(plan)
    assert [(step.number, step.task, step.who) for step in PlanStep.select()] == [
        (1, "开动员会", "方案负责人")
    ]


def test_files_are_no_column(shown: Callable[..., OwnedLines]) -> None:
    lines = shown(branch(), Activity, "branch")
    assert "files" not in [field.name for field in lines.model.fields]
    assert "branch" not in [field.name for field in lines.model.fields]
