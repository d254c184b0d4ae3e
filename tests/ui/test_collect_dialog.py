"""Collecting: who has reported what, whose a file is, pairs of one activity, taking in, the ledger and the todos."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from exports.collect import collect, take_in
from models.activity import Activity
from models.changes import change
from models.clock import today
from models.journal import last_undoable, undo
from models.member import Member
from models.organisation import Organisation
from models.reporting import Request, Return
from tests.exports.sheets import book
from ui import ask, jobs
from ui.collect_dialog import CollectDialog, begin_collect, is_collection
from ui.collect_model import LINES, Collected, CollectModel
from ui.desk import Desk, Selection
from ui.organisation_scope import Scope
from ui.record_history import RecordHistory
from ui.report_page import ReportPage
from ui.request_dialog import LedgerModel, RequestDialog
from ui.send_dialog import SendDialog
from ui.todos import todos
from ui.twin_list import TwinModel

HEADS = ["序号", "活动类别", "活动项目", "活动名称", "活动时间", "地点", "实到人数"]
GOOD = [1, "比贡献", "水上保洁", "清理中心河", "2010-05-01", "中心河", 12]
TWIN = [1, "比贡献", "水上保洁", "清理中心河", "2010.05.01", "中心河", 9]
BAD = [2, "比贡献", "水上保洁", "没有这一天", "2010-02-30", "中心河", 12]


def returned(folder: Path, unit: str, *lines: list[Any], name: str | None = None) -> Path:
    rows = [["2010年创先争优活动情况上报表"], [f"填报单位（盖章）：{unit}"], HEADS, *lines, ["合计"]]
    return book(folder / f"{name or unit}.xlsx", rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "活动上报"
    made.mkdir()
    return made


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1200, 720)
    made.show()
    yield made
    qtbot.waitUntil(lambda: not jobs.busy())


def open_dialog(qtbot: QtBot, window: QWidget, desk: Desk, folder: Path) -> CollectDialog:
    begin_collect(window, desk, [folder])
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), CollectDialog) and not jobs.busy())
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CollectDialog)
    return dialog


def states(model: CollectModel) -> list[tuple[str, str]]:
    return [(model.text(line, 0), model.text(line, 1)) for line in model.lines]


def test_every_branch_and_file_has_its_state(desk: Desk, folder: Path, qtbot: QtBot) -> None:
    returned(folder, "泵站团支部", GOOD, BAD)
    returned(folder, "营业所团支部")
    returned(folder, "", GOOD, name="无名")
    (folder / "坏.xlsx").write_bytes(b"no workbook")
    model = CollectModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_lines(Collected.of(collect(Activity, [folder], 2010)).lines, "全部")
    assert sorted(states(model)) == sorted(
        [
            ("坏.xlsx", "不能读取"),
            ("无名.xlsx", "看不出是谁的"),
            ("泵站团支部", "有问题"),
            ("营业所团支部", "空表"),
            ("河道所团支部", "没有报"),
        ]
    )
    assert [model.count(view) for view in LINES] == [5, 4, 4, 1, 0]
    model.look_at("没有报")
    assert states(model) == [("河道所团支部", "没有报")]
    pumping = next(line for line in model._all if line.name == "泵站团支部")
    assert [model.text(pumping, column) for column in range(2, 6)] == ["1", "", "", "1"]
    assert pumping.about() == "泵站团支部.xlsx　第1稿"


def test_whose_an_unknown_file_is_can_be_said(
    desk: Desk, office: dict[str, int], folder: Path, window: QWidget, qtbot: QtBot
) -> None:
    returned(folder, "", GOOD, name="无名")
    dialog = open_dialog(qtbot, window, desk, folder)
    chooser = dialog.lines.choose_owner
    assert chooser.isVisible() and not dialog.take_all.isEnabled()
    chooser.setFocus()
    before = dialog.collection
    wanted = chooser.findData(office["河道所团支部"])
    for _ in range(wanted):
        qtbot.keyClick(chooser, Qt.Key.Key_Down)
    assert dialog.collection is before
    qtbot.keyClick(dialog.lines.say_owner, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.collection is not before and not jobs.busy())
    assert ("河道所团支部", "已报") in states(dialog.lines.model)
    assert dialog.take_all.isEnabled()
    dialog.reject()


def test_all_is_taken_in_by_keyboard_and_one_undo_takes_it_back(
    desk: Desk, folder: Path, window: QWidget, qtbot: QtBot
) -> None:
    returned(folder, "泵站团支部", GOOD)
    returned(folder, "营业所团支部", [1, "比作为", "岗位练兵", "练兵", "2010-06-01", "泵站", 9])
    before = Activity.select().count()
    dialog = open_dialog(qtbot, window, desk, folder)
    assert dialog.take_all.isDefault()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert Activity.select().count() == before + 2
    assert Return.select().count() == 2 and Request.get().kind == "活动上报表"
    undo(last_undoable().id)
    assert Activity.select().count() == before and Return.select().count() == 0


def test_only_the_good_rows_are_taken_and_the_others_go_back(
    desk: Desk, folder: Path, window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    back = tmp_path / "退回"
    back.mkdir()
    monkeypatch.setattr(ask, "folder", lambda *_: back)
    # Left from the time before, and somebody may be correcting it.
    (back / "泵站团支部-有问题的行.xlsx").write_bytes(b"being corrected")
    returned(folder, "泵站团支部", GOOD, BAD)
    dialog = open_dialog(qtbot, window, desk, folder)
    assert dialog.lines.rows.details.text().startswith("问题　E5")
    assert not dialog.take_all.isEnabled() and dialog.good_only.isDefault()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.good_only, Qt.MouseButton.LeftButton)
    assert Activity.select().where(Activity.title == "清理中心河").count() == 1
    copy, before = sorted(back.iterdir())
    assert copy.name == "泵站团支部-有问题的行 (2).xlsx" and before.read_bytes() == b"being corrected"
    cells = [cell.value for row in openpyxl.load_workbook(copy).active.iter_rows() for cell in row]
    assert "没有这一天" in cells and "清理中心河" not in cells


def test_pairs_of_one_activity_stand_side_by_side(
    desk: Desk, folder: Path, window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    returned(folder, "泵站团支部", GOOD)
    returned(folder, "营业所团支部", TWIN)
    found = collect(Activity, [folder], 2010)
    model = TwinModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_twins(found.twins)
    shown = [model.data(model.index(row, 1)) for row in range(2)]
    assert shown == ["泵站团支部", "营业所团支部"]
    present = 1 + [field.name for field in model.fields].index("present")
    assert model.data(model.index(0, present), Qt.ItemDataRole.BackgroundRole) is not None
    dialog = open_dialog(qtbot, window, desk, folder)
    assert dialog.tabs.tabText(1) == "可能是同一次活动（1对）" and dialog.tabs.isTabVisible(1)
    dialog.tabs.setCurrentIndex(1)
    dialog.twins.table.setFocus()
    qtbot.keyClick(dialog.twins.table, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.twins.table, Qt.Key.Key_Return)
    assert dialog.tabs.currentIndex() == 0
    assert dialog.lines.about.text() == "营业所团支部.xlsx　第1稿"
    wanted: list[Any] = []
    desk.records_wanted.connect(wanted.append)
    monkeypatch.setattr(ask, "confirm", lambda *_, **__: True)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.take_all, Qt.MouseButton.LeftButton)
    assert wanted[0].kind is Activity and len(wanted[0].ids) == 2


def test_every_input_has_a_name(desk: Desk, folder: Path, window: QWidget, qtbot: QtBot) -> None:
    returned(folder, "泵站团支部", GOOD)
    for dialog in (
        open_dialog(qtbot, window, desk, folder),
        RequestDialog(desk, window),
        SendDialog(desk, window),
    ):
        for kind in (QComboBox, QLineEdit):
            for each in dialog.findChildren(kind):
                assert each.accessibleName(), each
        dialog.reject()


def test_what_is_dropped_is_told_from_a_sheet_to_fill(folder: Path) -> None:
    one = returned(folder, "泵站团支部", GOOD)
    assert not is_collection([one])
    assert is_collection([folder])
    assert is_collection([one, returned(folder, "营业所团支部", GOOD)])


def test_a_folder_dropped_on_the_page_is_collected(desk: Desk, folder: Path, qtbot: QtBot) -> None:
    returned(folder, "泵站团支部", GOOD)
    page = ReportPage(desk)
    qtbot.addWidget(page)
    page.show()
    assert page.take_files([folder])
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), CollectDialog) and not jobs.busy())
    QApplication.activeModalWidget().close()
    request = asked(3)
    page.show_records(Selection(Request, [request.id], "快到期"))
    ledger = QApplication.activeModalWidget()
    assert isinstance(ledger, RequestDialog) and ledger.request == request
    ledger.close()


# The ledger --------------------------------------------------------------------------------------------------


def asked(days: int, name: str = "2010年活动上报表") -> Request:
    with change("下发"):
        request = Request(
            name=name, year=2010, kind="活动上报表", due=(today() + timedelta(days=days)).isoformat()
        )
        request.save()
    return request


def test_the_ledger_shows_who_has_sent_and_copies_the_reminder(
    desk: Desk, folder: Path, window: QWidget, qtbot: QtBot
) -> None:
    request = asked(5)
    returned(folder, "泵站团支部", GOOD)
    take_in(collect(Activity, [folder], 2010, request=request))
    dialog = RequestDialog(desk, window, request.id)
    dialog.open()
    QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    found = {LedgerModel.texts(line)[0]: LedgerModel.texts(line)[1:3] for line in dialog.model.lines}
    assert found["泵站团支部"] == ["已报", "第1稿"]
    assert found["营业所团支部"] == ["没有报", ""]
    assert "已报1个，还有2个没有报" in dialog.about.text()
    qtbot.keyClick(dialog.copy, Qt.Key.Key_Space)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("以下2个团支部尚未报送“2010年活动上报表”，请于") and "营业所团支部" in copied
    dialog.reject()


def test_the_list_is_exported_as_it_is_seen(
    desk: Desk, window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    request = asked(-3)
    target = tmp_path / "名单.xlsx"
    monkeypatch.setattr(ask, "save_file", lambda *_: target)
    monkeypatch.setattr(ask, "confirm", lambda *_, **__: False)
    dialog = RequestDialog(desk, window, request.id)
    dialog.open()
    qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: target.exists() and not jobs.busy())
    cells = [cell.value for row in openpyxl.load_workbook(target).active.iter_rows() for cell in row]
    assert "没有报，已过期" in cells and "河道所团支部" in cells
    dialog.reject()


def test_blanks_are_made_and_the_ledger_knows(
    desk: Desk, window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "下发"
    out.mkdir()
    monkeypatch.setattr(ask, "folder", lambda *_: out)
    monkeypatch.setattr(ask, "confirm", lambda *_, **__: False)
    dialog = SendDialog(desk, window)
    dialog.open()
    assert dialog.name.text() == "2010年活动上报表"
    dialog.kind.setFocus()
    qtbot.keyClick(dialog.kind, Qt.Key.Key_Down)
    assert dialog.name.text() == "2010年团员核对表" and "身份证号" in dialog.about.text()
    qtbot.keyClicks(dialog.due.line, "2010-12-25")
    qtbot.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    assert "已经过去了" in dialog.problem.text() and list(out.iterdir()) == []
    dialog.due.line.clear()
    qtbot.keyClicks(dialog.due.line, "2099-12-25")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    assert len(list(out.iterdir())) == 3
    request = Request.get()
    assert (request.kind, request.due) == ("团员核对表", "2099-12-25")
    assert collect(Member, [out], 2010).plan.balance().changed == 0


def test_what_is_due_stands_among_the_things_to_do(desk: Desk) -> None:
    asked(8, "还早")
    soon, over = asked(7, "快到期"), asked(-1, "过期的")
    scope = Scope(None, None, 2010)
    found = [todo for todo in todos(scope) if todo.kind is Request]
    assert [(todo.tone, todo.ids) for todo in found] == [("bad", [over.id]), ("warn", [soon.id])]
    assert found[0].sentence == "过期的已过截止日期，3个团支部没有报"
    assert found[1].sentence == "快到期还有7天截止，3个团支部没有报"
    assert [todo for todo in todos(Scope(None, None, 2009)) if todo.kind is Request] == []


def test_where_a_value_came_from_stands_in_the_record_s_history(
    desk: Desk, folder: Path, qtbot: QtBot
) -> None:
    returned(folder, "泵站团支部", [1, "比贡献", "水上保洁", "清理中心河", "5月1日", "中心河", "12人"])
    take_in(collect(Activity, [folder], 2010))
    panel = RecordHistory()
    qtbot.addWidget(panel)
    panel.load(Activity.get(Activity.title == "清理中心河"))
    said = [label.text() for label in panel.findChildren(QLabel)]
    assert "数据来源" in said and "泵站团支部.xlsx" in said
    assert any("实到人数　G4" in text and "12人" in text for text in said)
    assert not any("活动内容　" in text for text in said)
    assert any("活动时间　E4" in text and "5月1日" in text for text in said)
    panel.load(Activity.get(Activity.title == "清理河道"))
    assert "数据来源" not in [label.text() for label in panel.findChildren(QLabel)]


def test_the_form_of_a_newer_version_says_what_differs(
    desk: Desk, folder: Path, window: QWidget, qtbot: QtBot
) -> None:
    returned(folder, "泵站团支部", GOOD)
    take_in(collect(Activity, [folder], 2010))
    returned(folder, "泵站团支部", [*GOOD[:-1], 20])
    dialog = open_dialog(qtbot, window, desk, folder)
    (line,) = [line for line in dialog.lines.model.lines if line.name == "泵站团支部"]
    assert (line.state, line.about()) == ("又报一稿", "泵站团支部.xlsx　第2稿")
    assert line.balance is not None and line.balance.changed == 1
    assert Organisation.select().count() == 4
    dialog.reject()
