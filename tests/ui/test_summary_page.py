"""总结: composed in one go, edited beside the pictures without loss, composed anew only when agreed; printed, exported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.activity import Activity
from models.attachment import attach
from models.changes import change
from models.organisation import Organisation
from models.summary import FINAL, MONTHLY, YEARLY, Summary, pictures_of
from models.summary_text import begin, compose
from ui import ask
from ui.ask_fields import AskFields
from ui.desk import Desk
from ui.printing import Preview
from ui.summary_changes import ChangesDialog
from ui.summary_dialog import SummaryDialog
from ui.summary_page import SummaryPage


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[SummaryPage]:
    made = SummaryPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    with qtbot.waitExposed(made):
        made.show()
    yield made


@pytest.fixture
def summary(desk: Desk, office: dict[str, int], tmp_path: Path) -> Summary:
    """The year of a branch whose two activities have a picture each."""
    for number, name in enumerate(("岗位练兵", "岗位竞赛")):
        picture = tmp_path / f"{name}.png"
        image = QImage(60, 40, QImage.Format.Format_RGB32)
        image.fill(QColor(40 * number, 90, 160))
        image.save(str(picture))
        attach(Activity.get_by_id(office[name]), [picture], desk.store.attachments)
    return begin(Organisation.get_by_id(office["泵站团支部"]), 2010)


@pytest.fixture
def editor(desk: Desk, summary: Summary, page: SummaryPage, qtbot: QtBot) -> SummaryDialog:
    made = SummaryDialog(desk, summary, page)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the page takes it along
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def in_dialog(kind: type[QDialog], work: Callable[[QDialog], None]) -> None:
    """Do something in the dialog that is about to open; one that the work leaves open is closed."""

    def act(left: int = 300) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, kind) or not dialog.isVisible():
            assert left, "the dialog did not open"
            QTimer.singleShot(10, lambda: act(left - 1))
            return
        try:
            work(dialog)
        finally:
            if dialog.isVisible():
                dialog.close()

    QTimer.singleShot(10, act)


def test_the_model_behind_the_list_keeps_its_promises(
    page: SummaryPage, summary: Summary, qtmodeltester: ModelTester
) -> None:
    page.list.table.reload()
    qtmodeltester.check(page.list.table.model)


def test_all_branches_in_one_go_leaves_what_was_edited(
    page: SummaryPage, summary: Summary, desk: Desk, qtbot: QtBot
) -> None:
    with change("修改"):
        summary.body = "手写的总结。"
        summary.save()
    said: list[str] = []
    desk.said.connect(said.append)
    in_dialog(AskFields, lambda dialog: dialog.yes.click())
    page.list.all.trigger()
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["新写2份，更新0份，1份手工改过或已定稿的没有动"]
    assert Summary.select().count() == 3
    assert Summary.get_by_id(summary.id).body == "手写的总结。"
    assert len(page.list.table.shown_ids()) == 3


def test_a_new_one_is_composed_and_opened(page: SummaryPage, office: dict[str, int], qtbot: QtBot) -> None:
    def agree(dialog: AskFields) -> None:
        assert dialog.values() == {
            "organisation": office["局团委"],
            "kind": YEARLY,
            "month": dialog.values()["month"],
        }
        dialog.editors["kind"].set_value(MONTHLY)
        dialog.editors["month"].set_value(3)
        dialog.yes.click()

    in_dialog(AskFields, agree)
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = page.window().findChild(SummaryDialog)
    assert "|合计|" in dialog.text.toPlainText()
    assert Summary.get().heading() == "局团委2010年3月工作报告"
    dialog.reject()


def test_typing_is_kept_and_closing_asks(
    editor: SummaryDialog, summary: Summary, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [ask.Keep.CANCEL, ask.Keep.SAVE]
    monkeypatch.setattr(ask, "keep_changes", lambda *_: answers.pop(0))
    editor.text.moveCursor(editor.text.textCursor().MoveOperation.End)
    qtbot.keyClicks(editor.text, "2011")
    editor.reject()
    assert editor.isVisible()
    editor.reject()
    assert not editor.isVisible()
    kept = Summary.get_by_id(summary.id)
    assert kept.body.endswith("2011")
    assert kept.edited


def test_how_long_it_is_and_whether_it_fits_is_said(editor: SummaryDialog) -> None:
    assert "印在两页以内" in editor._count.text()
    editor.text.setPlainText("一二三\n" * 70)
    assert editor._count.text() == "210字，超过两页"
    editor.text.clear()
    assert editor._count.text() == "0字，还没有写"


def test_the_state_and_a_wrong_date(editor: SummaryDialog, summary: Summary, qtbot: QtBot) -> None:
    editor.editors["state"].set_value(FINAL)
    line = editor.editors["date"].focusProxy()
    qtbot.keyClicks(line, "2010-13-45")
    qtbot.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert editor.isVisible()
    assert not editor._problem.isHidden()
    line.clear()
    qtbot.keyClicks(line, "2010-12-20")
    qtbot.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert (Summary.get_by_id(summary.id).state, Summary.get_by_id(summary.id).date) == (FINAL, "2010-12-20")


def test_composing_anew_shows_what_would_change_and_enter_changes_nothing(
    editor: SummaryDialog, summary: Summary, office: dict[str, int], qtbot: QtBot
) -> None:
    before = editor.text.toPlainText()
    with change("登记"):
        Activity(
            branch=office["泵站团支部"], category="比作为", title="加的", start="2010-07-01", present=3
        ).save()

    seen = []

    def enter(dialog: ChangesDialog) -> None:
        seen.append(dialog)
        assert "开展活动3次" in dialog.view.toPlainText()
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)

    in_dialog(ChangesDialog, enter)
    qtbot.keyClick(editor, Qt.Key.Key_F9)
    assert seen
    assert editor.text.toPlainText() == before
    in_dialog(ChangesDialog, lambda dialog: dialog.yes.click())
    editor.recompose()
    assert "开展活动3次" in editor.text.toPlainText()
    assert editor.save()
    assert not Summary.get_by_id(summary.id).edited
    assert editor.text.toPlainText() == compose(summary)


def test_pictures_are_ticked_named_and_moved_by_keyboard(
    editor: SummaryDialog, summary: Summary, qtbot: QtBot
) -> None:
    held = editor.pictures.list
    assert [caption for _, caption in editor.pictures.chosen()] == ["岗位练兵（3月）", "岗位竞赛（3月）"]
    held.setFocus()
    held.setCurrentRow(1)
    qtbot.keyClick(held, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(held, Qt.Key.Key_F2)
    line = QApplication.focusWidget()
    qtbot.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(line, "2010")
    # Saved while the caption is still being typed.
    assert editor.is_changed()
    assert editor.save()
    assert [each.caption for each in pictures_of(summary)] == ["2010", "岗位练兵（3月）"]
    assert not editor.is_changed()
    held.setCurrentRow(1)
    qtbot.keyClick(held, Qt.Key.Key_Space)
    assert editor.save()
    assert [each.caption for each in pictures_of(summary)] == ["2010"]


def test_printed_and_saved_for_word_from_the_editor(
    editor: SummaryDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    target = tmp_path / "总结.docx"
    monkeypatch.setattr(ask, "save_file", lambda *_: target)
    monkeypatch.setattr(ask, "confirm", lambda *_, **__: False)
    qtbot.keyClick(editor, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(target.exists)
    made = docx.Document(str(target))
    assert made.paragraphs[0].text == "泵站团支部2010年工作总结"
    assert len(made.inline_shapes) == 2
    qtbot.keyClick(editor, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)

    def preview() -> Preview | None:
        return next((each for each in QApplication.topLevelWidgets() if isinstance(each, Preview)), None)

    qtbot.waitUntil(lambda: preview() is not None, timeout=20_000)
    shown = preview()
    assert shown is not None
    assert "泵站团支部2010年工作总结" in shown.windowTitle()
    shown.close()
    qtbot.waitUntil(lambda: preview() is None)


def test_all_go_into_a_folder(
    page: SummaryPage, summary: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    begin(Organisation.get(Organisation.name == "河道所团支部"), 2010)
    page.list.table.reload()
    folder = tmp_path / "folder"
    folder.mkdir()
    monkeypatch.setattr(ask, "folder", lambda *_: folder)
    monkeypatch.setattr(ask, "confirm", lambda *_, **__: False)
    page.list.word.trigger()
    qtbot.waitUntil(lambda: len(list(folder.glob("*.docx"))) == 2)
    edited = next(folder.glob("*.docx"))
    edited.write_bytes(b"edited in Word")
    asked: list[str] = []
    monkeypatch.setattr(ask, "confirm", lambda *said, **__: asked.append(said[2]))
    page.list.word.trigger()
    assert len(asked) == 1 and asked[0].startswith("文件夹里已有2个同名文件")
    assert edited.read_bytes() == b"edited in Word"
