"""上级要求: what is open stands first, its workbook opens for filling under its own name, and 办结 notes the day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from exports.fill_draft import Wish
from exports.fill_sent import SentFile, register
from exports.formats import FOLDER
from models.attachment import attach
from models.changes import change
from models.demand import Demand
from ui import ask, demand_page
from ui.ask_fields import AskFields
from ui.demand_page import DemandPage
from ui.desk import Desk
from ui.fill_dialog import FillDialog


@pytest.fixture
def demands(desk: Desk) -> list[Demand]:
    made = []
    with change("登记"):
        for name, due, done in (
            ("季报", "2010-04-05", "2010-04-02"),
            ("花名册", "2010-12-20", None),
            ("统计表", "2010-12-06", None),
            ("半年报", "2010-07-05", "2010-07-04"),
            ("去年的", "2009-12-06", None),
        ):
            made.append(Demand(name=name, due=due, done=done))
            made[-1].save()
    return made


@pytest.fixture
def page(desk: Desk, demands: list[Demand], qtbot: QtBot) -> Iterator[DemandPage]:
    made = DemandPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    with qtbot.waitExposed(made):
        made.show()
    yield made


def sheet(folder: Path, name: str, like: str = "activity-statistics") -> Path:
    path = folder / name
    path.write_bytes((FOLDER / f"{like}.xlsx").read_bytes())
    return path


def test_what_is_open_stands_first_the_soonest_above(page: DemandPage, qtmodeltester: ModelTester) -> None:
    shown = [Demand.get_by_id(id_).name for id_ in page.list.table.shown_ids()]
    assert shown == ["统计表", "花名册", "半年报", "季报"]
    qtmodeltester.check(page.list.table.model)


def test_without_a_workbook_it_is_said_where_to_add_it(
    page: DemandPage, demands: list[Demand], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(ask, "inform", lambda _parent, _title, message, *_, **__: said.append(message))
    page.list.choose([demands[2].id])
    page.fill.trigger()
    assert said == ["“统计表”没有附 Excel 表。"]


def test_the_chosen_workbook_opens_for_filling(
    page: DemandPage, demands: list[Demand], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    files = [sheet(tmp_path, "附件1 花名册.xlsx", "member-roster"), sheet(tmp_path, "附件2 统计表.xlsx")]
    attach(demands[2], files, page.desk.store.attachments)
    monkeypatch.setattr(ask, "choose", lambda *_, options: options.index("附件2 统计表.xlsx"))
    page.list.choose([demands[2].id])
    page.fill.trigger()

    def filling() -> FillDialog | None:
        return page.window().findChild(FillDialog)

    qtbot.waitUntil(lambda: filling() is not None, timeout=20_000)
    dialog = filling()
    assert dialog is not None
    assert dialog.plan.path.name == "附件2 统计表.xlsx"
    # As the dialog registers what it has filled and saved.
    filled = tmp_path / "填好.xlsx"
    filled.write_bytes(files[1].read_bytes())
    values = {"name": "统计表", "year": 2010, "sent_on": "2010-12-05"}
    register([SentFile(filled, Wish(2010))], dialog.plan.path, values, page.desk.store.attachments)
    assert Demand.get_by_id(demands[2].id).done is None  # the other one is still to be sent
    values = {"name": "花名册", "year": 2010, "sent_on": "2010-12-06"}
    register([SentFile(filled, Wish(2010))], files[0], values, page.desk.store.attachments)
    assert Demand.get_by_id(demands[2].id).done == "2010-12-06"
    dialog.close()


def test_done_is_noted_with_the_day(
    page: DemandPage, demands: list[Demand], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(demand_page, "usual_day", lambda _year: "2010-12-08")

    def agree() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AskFields)
        dialog.yes.click()

    page.list.choose([demands[1].id])
    QTimer.singleShot(0, agree)
    page.finish.trigger()
    assert Demand.get_by_id(demands[1].id).done == "2010-12-08"
    assert page.list.table.shown_ids()[:2] == [demands[2].id, demands[1].id]
