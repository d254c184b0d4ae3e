"""Filling a committee's sheet on the screen: places decided by keys, the filled sheet looked at, checked, saved, sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from models.activity import Activity
from models.changes import change
from models.member import Member
from models.reporting import Sent
from models.settings import recall
from tests.models.people import id_of
from tests.ui.names import nameless
from ui import ask, jobs
from ui.ask_fields import AskFields
from ui.behind_dialog import BehindDialog
from ui.desk import Desk
from ui.fill_dialog import FillDialog, begin_fill
from ui.record_dialog import RecordDialog
from ui.report_page import ReportPage
from ui.sent_dialog import CompareDialog, SentDialog, compare_now

WAIT = 30_000  # at most; the machine may be busy
HEADS = ("序号", "团组织名称", "团员数", "志愿者人员数", "活动次数", "微信群数")


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1320, 740)
    made.show()
    yield made
    qtbot.waitUntil(lambda: not jobs.busy(), timeout=WAIT)


def list_sheet(path: Path, heads: tuple[str, ...] = HEADS, rows: int = 2) -> Path:
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("统计表")
    line = made.add_format({"border": 1})
    sheet.merge_range(0, 0, 0, len(heads) - 1, "2010年情况统计表", line)
    sheet.write_row(1, 0, heads, line)
    for row in range(2, 2 + rows):
        for column in range(len(heads)):
            sheet.write_blank(row, column, None, line)
    sheet.write(2 + rows, 1, "合计", line)
    for column in range(2, len(heads)):
        sheet.write_blank(2 + rows, column, None, line)
    made.add_worksheet("说明").write(0, 0, "请认真填写")
    made.close()
    return path


def form_sheet(path: Path) -> Path:
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("申报表")
    line = made.add_format({"border": 1})
    for row, (left, right) in enumerate((("团组织名称", "成立时间"), ("团员数", "活动次数"))):
        for column, text in ((0, left), (1, None), (2, right), (3, None)):
            sheet.write(row, column, text, line)
    sheet.write(2, 0, "主要事迹", line)
    sheet.merge_range(2, 1, 2, 3, None, line)
    made.close()
    return path


def opened(qtbot: QtBot, window: QWidget, desk: Desk, path: Path) -> FillDialog:
    begin_fill(window, desk, path)
    qtbot.waitUntil(lambda: bool(window.findChildren(FillDialog)) and not jobs.busy(), timeout=WAIT)
    (dialog,) = window.findChildren(FillDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=WAIT)
    return dialog


def previewed(qtbot: QtBot, dialog: FillDialog) -> None:
    qtbot.keyClick(dialog.preview, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(dialog.versions) and not jobs.busy(), timeout=WAIT)


def shown(dialog: FillDialog) -> list[str]:
    return [dialog.panel.places.item(at).text() for at in range(dialog.panel.places.count())]


def in_dialog(work: object) -> None:
    """Do something with the modal dialog that is about to open."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        work(dialog)  # type: ignore[operator]

    QTimer.singleShot(0, act)


def test_places_are_listed_doubtful_first_and_decided_by_keys(
    qtbot: QtBot, window: QWidget, desk: Desk, tmp_path: Path
) -> None:
    path = list_sheet(tmp_path / "附件1 统计表.xlsx")
    dialog = opened(qtbot, window, desk, path)
    assert nameless(dialog) == []
    assert dialog.tabs.count() == 1 and "说明" in dialog._about.text()
    assert dialog.panel.questions.text() == "1处要请您确认"
    assert dialog.panel.rows.text() == "每行一个团组织，共3行；表上有2行，要插入1行。"
    assert shown(dialog)[:2] == ["志愿者人员数　→　是“注册志愿者数”吗？请选定", "微信群数　→　留空"]
    # The doubtful column is chosen already; Enter asks about it, pinyin finds, Enter takes.
    assert dialog.view.at[1] == 4
    assert "志愿者人员数：是“注册志愿者数”吗" in dialog.view.accessibleDescription()
    qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    chooser = dialog._chooser
    assert chooser is not None and chooser.line.hasFocus()
    assert chooser.list.item(0).text().startswith("注册志愿者数")
    qtbot.keyClick(chooser.line, Qt.Key.Key_Escape)
    assert dialog._chooser is None and dialog.isVisible()
    qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog._chooser.line, "zczyz")
    qtbot.keyClick(dialog._chooser.line, Qt.Key.Key_Return)
    assert dialog.panel.questions.text() == "各列要填的内容"
    assert recall("fill.columns")["organisation"]["志愿者人员数"] == "members.volunteers"
    # Tab goes from place to place and then out of the sheet.
    places = [dialog.view.at[1]]
    while dialog.view.hasFocus() and len(places) < 9:
        qtbot.keyClick(dialog.view, Qt.Key.Key_Tab)
        places.append(dialog.view.at[1])
    assert places == [4, 5, 6, 6]
    dialog.reject()
    again = opened(qtbot, window, desk, path)
    assert again.sheet_plan.doubtful == []  # learnt
    again.reject()


def test_enter_in_the_list_asks_about_the_place_and_does_nothing_else(
    qtbot: QtBot, window: QWidget, desk: Desk, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, desk, list_sheet(tmp_path / "表.xlsx"))
    places = dialog.panel.places
    places.setFocus()
    places.setCurrentRow(1)
    assert dialog.view.at == (2, 6)
    qtbot.keyClick(places, Qt.Key.Key_Return)
    assert dialog._chooser is not None and not jobs.busy() and not dialog.versions
    dialog._chooser.close_panel()
    qtbot.keyClick(places, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(dialog.versions) and not jobs.busy(), timeout=WAIT)
    dialog.reject()


def test_a_click_on_a_column_asks_and_leaving_it_blank_is_learnt_too(
    qtbot: QtBot, window: QWidget, desk: Desk, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, desk, list_sheet(tmp_path / "表.xlsx"))
    place = dialog.view.rect_of(3, 3).center().toPoint()
    qtbot.mouseClick(dialog.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert dialog._chooser is not None
    qtbot.keyClicks(dialog._chooser.line, "liukong")
    qtbot.keyClick(dialog._chooser.line, Qt.Key.Key_Return)
    assert "团员数　→　留空" in shown(dialog)
    previewed(qtbot, dialog)
    assert dialog.sheet is not None and (3, 3) not in dialog.sheet.cells.values
    dialog.reject()


def test_the_filled_sheet_opens_records_and_is_filled_again_after_a_change(
    qtbot: QtBot, window: QWidget, desk: Desk, office: dict[str, int], tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, desk, list_sheet(tmp_path / "表.xlsx"))
    previewed(qtbot, dialog)
    sheet = dialog.sheet
    assert sheet is not None and [record.name for record in sheet.records] == [
        "泵站团支部",
        "营业所团支部",
        "河道所团支部",
    ]
    dialog.view.go_to(3, 3)
    qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    (listed,) = dialog.findChildren(BehindDialog)
    assert sorted(listed.tab.table.shown_ids()) == sorted([office["张小明"], office["李静"]])
    listed.accept()
    qtbot.keyClick(dialog.view, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.view, Qt.Key.Key_Down)
    assert dialog.view.at == (5, 3)
    qtbot.keyClick(dialog.view, Qt.Key.Key_Return)  # one record only: its form
    (form,) = dialog.findChildren(RecordDialog)
    assert form.form.record.id == office["赵浩"]
    with change("改动"):
        left = Member.get_by_id(office["赵浩"])
        left.left_on = "2010-03-01"
        left.save()
    form.reject()
    qtbot.waitUntil(lambda: not jobs.busy() and dialog.sheet is not sheet, timeout=WAIT)
    assert dialog.sheet is not None and dialog.sheet.cells.values[5, 3] == 0
    assert dialog.view.at == (5, 3)
    dialog.reject()


def test_findings_jump_to_their_cell_and_reasons_are_kept(
    qtbot: QtBot,
    window: QWidget,
    desk: Desk,
    office: dict[str, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with change("去年"):
        for at in range(9):
            Activity(
                title=f"去年{at}",
                category="比作为",
                start="2009-05-01",
                branch=office["泵站团支部"],
                present=3,
            ).save()
    dialog = opened(qtbot, window, desk, list_sheet(tmp_path / "表.xlsx"))
    previewed(qtbot, dialog)
    panel = dialog.findings
    at = next(n for n, each in enumerate(panel.findings) if each.to_explain)
    assert panel.unexplained(panel.findings) == 1
    panel.list.setFocus()
    panel.list.setCurrentRow(at)
    assert dialog.view.at == (3, 5)
    assert panel.line.isVisible()
    qtbot.keyClicks(panel.line, "1 +1")
    assert panel.unexplained(panel.findings) == 0
    assert panel.explanation(panel.findings).endswith("：1 +1")
    qtbot.keyClick(panel.open_button, Qt.Key.Key_Space)
    (form,) = dialog.findChildren(RecordDialog)
    assert form.form.record.id == office["泵站团支部"]
    form.reject()
    answers = iter((False, True))
    monkeypatch.setattr(ask, "confirm", lambda *_, **__: next(answers))
    dialog.reject()
    assert dialog.isVisible()
    dialog.reject()
    assert not dialog.isVisible()


def test_saved_sent_and_compared(
    qtbot: QtBot,
    window: QWidget,
    desk: Desk,
    office: dict[str, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = list_sheet(tmp_path / "统计表.xlsx")
    target = tmp_path / "填好.xlsx"
    dialog = opened(qtbot, window, desk, path)
    previewed(qtbot, dialog)
    monkeypatch.setattr(ask, "save_file", lambda *_: path)
    told: list[str] = []
    monkeypatch.setattr(ask, "inform", lambda _parent, _title, message, *_, **__: told.append(message))
    qtbot.keyClick(dialog.save, Qt.Key.Key_Space)
    assert told == ["不能存到空表自己上面。"]
    proposed: list[str] = []

    def save_file(_parent: object, _title: str, name: str, *_: object) -> Path:
        proposed.append(name)
        return target

    monkeypatch.setattr(ask, "save_file", save_file)
    monkeypatch.setattr(ask, "choose", lambda *_, **__: 0)

    def register(asked: QDialog) -> None:
        assert isinstance(asked, AskFields)
        assert asked.editors["name"].reading().value == "统计表"
        qtbot.keyClicks(asked.editors["document"].focusProxy() or asked.editors["document"], "2010-8")
        asked.yes.click()

    monkeypatch.setattr(AskFields, "showEvent", lambda asked, _event: in_dialog(register), raising=False)
    qtbot.keyClick(dialog.save, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: Sent.select().count() == 1, timeout=WAIT)
    qtbot.waitUntil(lambda: not jobs.busy(), timeout=WAIT)
    assert proposed == ["统计表（2010年）.xlsx"]
    sent = Sent.get()
    assert (sent.recipient, sent.document, sent.year) == ("团区委", "2010-8", 2010)
    assert openpyxl.load_workbook(target)["统计表"]["C3"].value == 2
    dialog.reject()

    with change("改动"):
        left = Member.get_by_id(office["赵浩"])
        left.left_on = "2010-03-01"
        left.save()
    records = SentDialog(desk, window)
    records.open()
    records.tab.table.view.setFocus()
    qtbot.waitUntil(lambda: records.tab.table.shown_ids() == [sent.id], timeout=WAIT)
    compare_now(records, desk, sent)
    qtbot.waitUntil(lambda: bool(records.findChildren(CompareDialog)), timeout=WAIT)
    (differing,) = records.findChildren(CompareDialog)
    QAbstractItemModelTester(differing.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [line[2:] for line in differing.model.lines] == [
        ("C5", "河道所团支部", "1", "0"),
        ("C6", "合计", "5", "4"),
    ]
    differing.accept()
    records.reject()


def test_forms_are_written_one_for_each(
    qtbot: QtBot, window: QWidget, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(qtbot, window, desk, form_sheet(tmp_path / "申报表.xlsx"))
    assert dialog.panel.whom.isVisible()
    qtbot.keyClicks(dialog.panel.whom.line, "yys")
    assert [dialog.panel.whom.list.item(at).text() for at in range(dialog.panel.whom.list.count())] == [
        "营业所团支部"
    ]
    dialog.panel.whom.list.setFocus()
    qtbot.keyClick(dialog.panel.whom.list, Qt.Key.Key_Space)
    assert [each.label for each in dialog.panel.whom.ticked()] == ["泵站团支部", "营业所团支部"]
    previewed(qtbot, dialog)
    assert [version.name for version in dialog.versions] == ["泵站团支部", "营业所团支部"]
    dialog.which.setCurrentIndex(1)
    assert dialog.sheet is not None and dialog.sheet.cells.values[1, 2] == "营业所团支部"
    out = tmp_path / "出"
    out.mkdir()
    monkeypatch.setattr(ask, "folder", lambda *_: out)
    monkeypatch.setattr(ask, "choose", lambda *_, **__: None)
    qtbot.keyClick(dialog.save, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(list(out.iterdir())) == 2 and not jobs.busy(), timeout=WAIT)
    assert sorted(each.name for each in out.iterdir()) == [
        "申报表（泵站团支部）.xlsx",
        "申报表（营业所团支部）.xlsx",
    ]
    dialog.reject()


def test_whole_numbers_are_a_choice_where_the_sheet_has_them(
    qtbot: QtBot, window: QWidget, desk: Desk, office: dict[str, int], tmp_path: Path
) -> None:
    number = id_of("1988-11-02")
    with change("改动"):
        one = Member.get_by_id(office["张小明"])
        one.id_number = number
        one.save()
    plain = opened(qtbot, window, desk, list_sheet(tmp_path / "表.xlsx"))
    assert not plain.panel.options.full.isVisible()
    plain.reject()
    dialog = opened(qtbot, window, desk, list_sheet(tmp_path / "册.xlsx", ("姓名", "身份证号", "性别")))
    assert dialog.panel.options.full.isVisible() and not dialog.panel.options.full.isChecked()
    dialog.panel.options.full.setFocus()
    qtbot.keyClick(dialog.panel.options.full, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not jobs.busy(), timeout=WAIT)
    previewed(qtbot, dialog)
    assert dialog.sheet is not None and number in dialog.sheet.cells.values.values()
    dialog.reject()


def test_a_file_that_says_nothing_is_refused_in_words(
    qtbot: QtBot, window: QWidget, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(ask, "show_error", lambda _parent, error, *_: said.append(error.message))
    (tmp_path / "坏.xlsx").write_bytes(b"PK no workbook")
    begin_fill(window, desk, tmp_path / "坏.xlsx")
    qtbot.waitUntil(lambda: bool(said), timeout=WAIT)
    assert "坏.xlsx" in said[0] and not window.findChildren(FillDialog)


def test_a_workbook_dropped_on_the_reports_is_filled(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ReportPage(desk)
    qtbot.addWidget(page)
    page.show()
    assert not page.take_files([tmp_path / "a.pdf"])
    assert page.take_files([list_sheet(tmp_path / "表.xlsx")])
    qtbot.waitUntil(lambda: bool(page.findChildren(FillDialog)) and not jobs.busy(), timeout=WAIT)
    page.findChildren(FillDialog)[0].reject()
    assert nameless(page) == []


def test_zooming_keeps_the_sheet_in_reach(qtbot: QtBot, window: QWidget, desk: Desk, tmp_path: Path) -> None:
    dialog = opened(qtbot, window, desk, list_sheet(tmp_path / "表.xlsx"))
    view = dialog.view
    before = view.rect_of(3, 3).width()
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.rect_of(3, 3).width() > before
    view.set_zoom(2.0)
    dialog.resize(760, 420)
    view.go_to(5, 6)
    assert view.viewport().rect().contains(view.rect_of(5, 6).center().toPoint())
    assert view.rect().contains(view.chosen_area()) and not view.chosen_area().isEmpty()
    dialog.reject()
