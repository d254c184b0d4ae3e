"""The import preview: what it shows, correcting columns, taking rows in, by keyboard too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from exports.intake import read_plan, remembered_columns
from exports.intake_kinds import recognise
from models.activity import Activity
from models.journal import last_undoable, undo
from models.member import Member
from models.organisation import Organisation
from models.settings import set_work_year
from models.store import Store
from tests.exports.sheets import book
from tests.models.people import branch, id_of, member
from ui import ask, jobs
from ui.desk import Desk
from ui.import_dialog import ImportDialog, begin_import
from ui.import_model import VIEWS, ImportModel, Preview
from ui.live import Live
from ui.remember import Remember

HEADS = ["所在团组织", "姓名", "性别", "身份证号", "入团时间", "老家"]


def row(name: Any, order: int, joined: str = "2005.05", home: str = "局机关团支部") -> list[Any]:
    return [home, name, "男", id_of("1990-05-04", order), joined, "江苏"]


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Iterator[Desk]:
    set_work_year(2010)
    live = Live()
    yield Desk(store, Remember(tmp_path / "window.ini"), live, 2010)
    live.close()


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1200, 720)
    made.show()
    yield made
    qtbot.waitUntil(lambda: not jobs.busy())


@pytest.fixture
def roster(store: Store, tmp_path: Path) -> Path:
    """Three good rows, of which one is known with other values, one faulty and one doubtful."""
    home = branch()
    member("李四", home, id_number=id_of("1990-05-04", 13), joined="2004-04", sex="男")
    return book(
        tmp_path / "名册.xlsx",
        [HEADS, row("张三", 11), row("李四", 13), row("王五", 15, "2005.13"), row("赵六", 17, "2004.1")],
    )


def open_dialog(qtbot: QtBot, window: QWidget, desk: Desk, kind: Any, *paths: Path) -> ImportDialog:
    dialog = ImportDialog(window, desk, Preview.of(read_plan(kind, paths)))
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def settled(qtbot: QtBot, dialog: ImportDialog, plan: object) -> None:
    qtbot.waitUntil(lambda: dialog.plan is not plan and not jobs.busy())


def test_the_model_holds_and_says_what_becomes_of_each_row(
    qtbot: QtBot, roster: Path, window: QWidget
) -> None:
    preview = Preview.of(read_plan(Member, [roster]))
    model = ImportModel(preview)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [len(preview.views[view]) for view in VIEWS] == [4, 2, 1, 0, 1, 1]
    model.look_at("有问题")
    (refused,) = model.rows
    assert model.data(model.index(0, 2)) == "入团时间：“2005.13”不是有效的日期：没有13月"
    assert model.issues(refused)[0].startswith("问题　E4　")
    joined = next(
        column
        for column in range(model.columnCount())
        if model.headerData(column, Qt.Orientation.Horizontal) == "入团时间"
    )
    assert model.data(model.index(0, joined)) == "2005.13"
    assert model.data(model.index(0, joined), Qt.ItemDataRole.BackgroundRole) is not None
    model.look_at("有变化")
    assert model.data(model.index(0, joined)) == "2004.04 → 2005.05"
    number = next(
        column
        for column in range(model.columnCount())
        if model.headerData(column, Qt.Orientation.Horizontal) == "身份证号"
    )
    assert model.data(model.index(0, number)).startswith("310****")


def test_with_problems_only_the_good_rows_can_be_taken_and_the_others_are_saved(
    qtbot: QtBot, window: QWidget, desk: Desk, roster: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said: list[str] = []
    desk.said.connect(said.append)
    dialog = open_dialog(qtbot, window, desk, Member, roster)
    assert dialog.balance.text() == "读取4行 = 新增2 + 有变化1 + 相同0 + 有问题1 + 空行0"
    assert not dialog.take_all.isEnabled() and dialog.good_only.isEnabled()
    assert [one.number for one in dialog.rows.model.rows] == [4]  # what needs a look stands first
    monkeypatch.setattr(ask, "save_file", lambda *_: None)
    assert dialog.keep_rejects.isVisible() and dialog.keep_rejects.isChecked()
    qtbot.mouseClick(dialog.good_only, Qt.MouseButton.LeftButton)
    assert dialog.isVisible() and Member.select().count() == 1  # back at the preview, nothing taken in
    target = tmp_path / "失败.xlsx"
    monkeypatch.setattr(ask, "save_file", lambda *_: target)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.good_only, Qt.Key.Key_Space)
    assert Member.select().count() == 3
    assert openpyxl.load_workbook(target)["表"].cell(2, 7).value.endswith("（原表E4）")
    assert "新增2、更新1条团员" in said[-1] and "失败.xlsx" in said[-1]
    undo(last_undoable().id)
    assert Member.select().count() == 1


def test_refused_rows_that_were_saved_need_not_be_saved_again(
    qtbot: QtBot, window: QWidget, desk: Desk, roster: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "失败.xlsx"
    monkeypatch.setattr(ask, "save_file", lambda *_: target)
    dialog = open_dialog(qtbot, window, desk, Member, roster)
    qtbot.mouseClick(dialog.save_rejects, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: target.exists() and not jobs.busy())
    assert not dialog.keep_rejects.isChecked() and "已另存" in dialog.keep_rejects.text()
    monkeypatch.setattr(ask, "save_file", lambda *_: pytest.fail("asked again"))
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.good_only, Qt.MouseButton.LeftButton)
    assert Member.select().count() == 3


def test_refused_rows_need_not_be_saved_at_all(
    qtbot: QtBot, window: QWidget, desk: Desk, roster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "save_file", lambda *_: pytest.fail("asked"))
    dialog = open_dialog(qtbot, window, desk, Member, roster)
    dialog.keep_rejects.setFocus()
    qtbot.keyClick(dialog.keep_rejects, Qt.Key.Key_Space)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.good_only, Qt.MouseButton.LeftButton)
    assert Member.select().count() == 3


def test_refused_rows_of_several_files_go_into_a_folder_and_over_nothing(
    qtbot: QtBot, window: QWidget, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    branch()
    files = [
        book(tmp_path / f"{name}.xlsx", [HEADS, row("张三", order), row("王五", order + 1, "2005.13")])
        for name, order in (("一", 11), ("二", 21), ("三", 31))
    ]
    book(files[2], [HEADS, row("赵六", 31)])
    kept = tmp_path / "失败"
    kept.mkdir()
    (kept / "一-有问题的行.xlsx").write_text("正在改的", "utf-8")
    monkeypatch.setattr(ask, "save_file", lambda *_: pytest.fail("one name for several files"))
    monkeypatch.setattr(ask, "folder", lambda *_: kept)
    dialog = open_dialog(qtbot, window, desk, Member, *files)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.good_only, Qt.MouseButton.LeftButton)
    assert sorted(path.name for path in kept.iterdir()) == [
        "一-有问题的行 (2).xlsx",
        "一-有问题的行.xlsx",
        "二-有问题的行.xlsx",
    ]
    assert (kept / "一-有问题的行.xlsx").read_text("utf-8") == "正在改的"


DOUBTFUL = ["所在团组织", "活动名称", "活动类别", "活动时间", "负责人"]


def test_columns_to_be_checked_are_found_with_f8_in_their_file_and_confirmed(
    qtbot: QtBot, window: QWidget, desk: Desk, tmp_path: Path
) -> None:
    branch()
    plain, doubtful = (
        book(tmp_path / f"{name}.xlsx", [heads, ["局机关团支部", "清河", "比贡献", "2010-05-04", "张三"]])
        for name, heads in (("一", [*DOUBTFUL[:4], "地点"]), ("二", DOUBTFUL))
    )
    dialog = open_dialog(qtbot, window, desk, Activity, plain, doubtful)
    assert dialog.tabs.tabText(1) == "列的对应（1处请核对）"
    dialog.tabs.setCurrentIndex(1)
    columns = dialog.columns
    # opening the tab leads to the place: the file is turned to and its column has the keyboard
    assert "请核对" in columns.choose_sheet.currentText() and "二.xlsx" in columns.choose_sheet.currentText()
    chooser = dialog.focusWidget()
    assert chooser.accessibleName() == "负责人导入为" and chooser.property("doubtful")
    columns.choose_sheet.setFocus()
    qtbot.keyClick(columns.choose_sheet, Qt.Key.Key_Up)
    assert "请核对" not in columns.choose_sheet.currentText()
    qtbot.keyClick(columns.choose_sheet, Qt.Key.Key_F8)
    assert dialog.focusWidget().accessibleName() == "负责人导入为"
    before = dialog.plan
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.focusWidget().accessibleName() == "负责人：对应没有错"
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
    settled(qtbot, dialog, before)
    assert dialog.tabs.tabText(1) == "列的对应" and not columns.following.isVisible()
    dialog.reject()


def test_a_column_that_is_not_taken_in_is_no_place_to_check(
    qtbot: QtBot, window: QWidget, desk: Desk, tmp_path: Path
) -> None:
    branch()
    heads = ["所在团组织", "活动名称", "活动类别", "活动时间", "活动名称"]
    path = book(tmp_path / "表.xlsx", [heads, ["局机关团支部", "清河", "比贡献", "2010-05-04", "清河"]])
    dialog = open_dialog(qtbot, window, desk, Activity, path)
    assert dialog.plan.files[0].sheets[0].header.notes, "the second 活动名称 is said to be left out"
    assert dialog.tabs.tabText(1) == "列的对应"
    dialog.reject()


@pytest.mark.parametrize(("title", "asked_for"), [("2008年度团员花名册", 2008), ("团员花名册", None)])
def test_a_roster_of_another_year_offers_to_turn_to_it(
    qtbot: QtBot,
    window: QWidget,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    title: str,
    asked_for: int | None,
) -> None:
    branch()
    asked: list[str] = []
    monkeypatch.setattr(ask, "confirm", lambda _parent, _title, text, *_, **__: asked.append(text) or True)
    path = book(tmp_path / "名册.xlsx", [[title], HEADS, row("张三", 11)])
    dialog = open_dialog(qtbot, window, desk, Member, path)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.take_all, Qt.MouseButton.LeftButton)
    assert asked == ([f"导入的表写的是{asked_for}年，现在看的是2010年。"] if asked_for else [])
    assert desk.year == (asked_for or 2010)


def test_columns_are_corrected_by_hand_and_remembered(
    qtbot: QtBot, window: QWidget, desk: Desk, roster: Path
) -> None:
    dialog = open_dialog(qtbot, window, desk, Member, roster)
    dialog.tabs.setCurrentIndex(1)
    chooser = next(
        box for box in dialog.columns.findChildren(QComboBox) if box.accessibleName() == "老家导入为"
    )
    assert chooser.currentText() == "不导入"
    before = dialog.plan
    chooser.setFocus()
    while chooser.currentText() != "籍贯":
        qtbot.keyClick(chooser, Qt.Key.Key_Down)
    settled(qtbot, dialog, before)
    assert dialog.focusWidget().accessibleName() == "老家导入为"
    assert next(dialog.plan.rows()).values["native_place"] == "江苏"
    dialog._apply(skip=True, rejects=None)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert remembered_columns(Member) == {"老家": "native_place"}
    dialog = open_dialog(qtbot, window, desk, Member, roster)
    assert next(dialog.plan.rows()).values["native_place"] == "江苏"
    dialog.reject()


def test_the_owner_of_a_sheet_is_chosen_where_it_does_not_say(
    qtbot: QtBot, window: QWidget, desk: Desk, tmp_path: Path
) -> None:
    home = branch()
    path = book(tmp_path / "活动.xlsx", [["活动名称", "类别", "日期"], ["清河", "比贡献", "5月4日"]])
    dialog = open_dialog(qtbot, window, desk, Activity, path)
    assert not dialog.take_all.isEnabled()
    dialog.tabs.setCurrentIndex(1)
    chooser = dialog.columns.choose_owner
    assert chooser.isVisible() and chooser.currentText() == "请选择"
    before = dialog.plan
    chooser.setFocus()
    qtbot.keyClick(chooser, Qt.Key.Key_Down)
    settled(qtbot, dialog, before)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.take_all, Qt.MouseButton.LeftButton)
    stored = Activity.get()
    assert (stored.branch_id, stored.start) == (home.id, "2010-05-04")


def test_the_year_of_dates_without_one_can_be_changed(
    qtbot: QtBot, window: QWidget, desk: Desk, tmp_path: Path
) -> None:
    branch()
    path = book(tmp_path / "局机关团支部.xlsx", [["活动名称", "类别", "日期"], ["清河", "比贡献", "5月4日"]])
    dialog = open_dialog(qtbot, window, desk, Activity, path)
    before = dialog.plan
    dialog.year.setFocus()
    dialog.year.selectAll()
    qtbot.keyClicks(dialog.year, "2009")
    qtbot.keyClick(dialog.year, Qt.Key.Key_Tab)
    settled(qtbot, dialog, before)
    assert next(dialog.plan.rows()).values["start"] == "2009-05-04"
    dialog.reject()


def test_f8_goes_from_issue_to_issue_and_escape_leaves(
    qtbot: QtBot, window: QWidget, desk: Desk, roster: Path
) -> None:
    dialog = open_dialog(qtbot, window, desk, Member, roster)
    qtbot.mouseClick(dialog.rows.views.button(0), Qt.MouseButton.LeftButton)
    seen = []
    for _ in range(3):
        qtbot.keyClick(dialog.rows.table, Qt.Key.Key_F8)
        seen.append(dialog.rows.model.rows[dialog.rows.table.currentIndex().row()].number)
    assert seen == [4, 5, 4]
    assert "E4" in dialog.rows.details.text()
    qtbot.keyClick(dialog.rows.table, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and Member.select().count() == 1


def test_a_file_that_cannot_be_read_is_said_and_the_others_can_be_taken(
    qtbot: QtBot, window: QWidget, desk: Desk, tmp_path: Path
) -> None:
    branch()
    bad = tmp_path / "坏.xlsx"
    bad.write_text("姓名", "utf-8")
    good = book(tmp_path / "名册.xlsx", [HEADS, row("张三", 11)])
    dialog = open_dialog(qtbot, window, desk, Member, bad, good)
    assert dialog._notice.isVisible() and "坏.xlsx" in dialog._notice_text.text()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.good_only, Qt.MouseButton.LeftButton)
    again = open_dialog(qtbot, window, desk, Member, good)
    assert "都已经在记录里" in again._notice_text.text() and not again.take_all.isEnabled()
    again.reject()


def test_dropped_files_of_several_kinds_come_one_after_the_other(
    qtbot: QtBot, window: QWidget, desk: Desk, tmp_path: Path
) -> None:
    members = book(tmp_path / "一.xlsx", [HEADS, row("张三", 11)])
    organisations = book(
        tmp_path / "二.xlsx", [["团组织名称", "组织类型", "成立时间"], ["局机关团支部", "团支部", "2000.05"]]
    )
    activities = book(
        tmp_path / "局机关团支部.xlsx", [["活动名称", "类别", "日期"], ["清河", "比贡献", "2010-05-04"]]
    )
    assert recognise([members, activities, organisations]) == {
        Organisation: [organisations],
        Member: [members],
        Activity: [activities],
    }
    begin_import(window, desk, [members, activities, organisations])
    for kind in (Organisation, Member, Activity):
        qtbot.waitUntil(lambda kind=kind: active(kind) is not None)
        dialog = active(kind)
        assert dialog is not None
        with qtbot.waitSignal(dialog.accepted):
            qtbot.mouseClick(dialog.take_all, Qt.MouseButton.LeftButton)
    assert (Organisation.select().count(), Member.select().count(), Activity.select().count()) == (1, 1, 1)


def active(kind: Any) -> ImportDialog | None:
    found = QApplication.activeModalWidget()
    return found if isinstance(found, ImportDialog) and found.plan.kind is kind else None


def test_every_input_has_a_name_for_those_who_do_not_see_it(
    qtbot: QtBot, window: QWidget, desk: Desk, roster: Path
) -> None:
    dialog = open_dialog(qtbot, window, desk, Member, roster)
    boxes = [*dialog.findChildren(QComboBox), dialog.year, dialog.rows.table]
    assert boxes and all(box.accessibleName() for box in boxes)
    dialog.reject()


@pytest.mark.parametrize("agreed", [True, False])
def test_records_of_another_year_are_offered_to_be_turned_to(
    qtbot: QtBot, window: QWidget, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agreed: bool
) -> None:
    branch()
    asked: list[str] = []
    monkeypatch.setattr(ask, "confirm", lambda _parent, _title, text, *_, **__: asked.append(text) or agreed)
    for start in ("2010-05-04", "2008-05-04"):
        path = book(tmp_path / "局机关团支部.xlsx", [["活动名称", "类别", "日期"], ["清河", "比贡献", start]])
        dialog = open_dialog(qtbot, window, desk, Activity, path)
        with qtbot.waitSignal(dialog.accepted):
            qtbot.mouseClick(dialog.take_all, Qt.MouseButton.LeftButton)
    assert asked == ["导入的活动都是2008年的，现在看的是2010年。"]
    assert desk.year == (2008 if agreed else 2010)


def test_the_title_says_the_year_not_the_year_on_screen(
    qtbot: QtBot, window: QWidget, desk: Desk, tmp_path: Path
) -> None:
    branch()
    path = book(
        tmp_path / "局机关团支部.xlsx",
        [["2009年活动上报表"], ["活动名称", "类别", "日期"], ["清河", "比贡献", "5月4日"]],
    )
    begin_import(window, desk, [path])
    qtbot.waitUntil(lambda: active(Activity) is not None)
    dialog = active(Activity)
    assert dialog is not None
    assert dialog.year.value() == 2009 and next(dialog.plan.rows()).values["start"] == "2009-05-04"
    dialog.reject()
