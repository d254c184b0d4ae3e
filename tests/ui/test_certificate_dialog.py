"""Certificates on screen: texts are moved by keys and typed, the design is kept, honours are numbered and printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from models.award import Honour, Nomination, NominationStep
from models.certificate import PICTURE, CertificateDesign, background_of, designs, lines_of
from models.changes import change
from models.journal import last_undoable
from tests.ui.names import nameless
from tests.ui.office import YEAR
from ui import ask
from ui.ask_fields import AskFields
from ui.certificate_dialog import CertificateDialog
from ui.desk import Desk
from ui.honour_page import HonourPage
from ui.nomination_page import NominationPage
from ui.printing import Preview

Key = Qt.Key


@pytest.fixture
def honours(office: dict[str, int]) -> list[Honour]:
    """One of a member, one of a branch."""
    made = []
    with change("准备"):
        for values in ({"member": office["张小明"]}, {"organisation": office["泵站团支部"]}):
            honour = Honour(name="优秀共青团员", granted=f"{YEAR}-05-04", **values)
            honour.save()
            made.append(honour)
    return made


@pytest.fixture
def dialog(desk: Desk, honours: list[Honour], qtbot: QtBot) -> Iterator[CertificateDialog]:
    page = HonourPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.list.table.view.setFocus()
    page.list.table.choose([each.id for each in honours])
    next(each for each in page.list.actions() if each.text() == "荣誉证书…").trigger()
    made = dialogs(CertificateDialog)[0]
    assert isinstance(made, CertificateDialog)
    qtbot.waitActive(made)
    yield made
    made.hide()


def dialogs(kind: type) -> list:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]


def test_arrows_move_the_chosen_text_and_saving_keeps_it(dialog: CertificateDialog, qtbot: QtBot) -> None:
    design = dialog.design
    first = lines_of(design)[0]
    canvas = dialog.canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Key.Key_Right)
    qtbot.keyClick(canvas, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(canvas, Key.Key_PageDown)
    qtbot.keyClick(canvas, Key.Key_Up)
    assert dialog.texts.list.currentRow() == 1
    editor = dialog.texts.fields.editors["size"]
    line = editor.findChild(QLineEdit)
    assert line is not None
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "33")
    assert dialog.save_button.isEnabled()
    qtbot.keyClick(dialog, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    kept = lines_of(design)
    assert (kept[0].left, kept[0].top) == (first.left + 1, first.top + 5)
    assert kept[1].size == 33
    assert not dialog.save_button.isEnabled()
    last = last_undoable()
    assert last is not None and last.name == f"修改证书样式“{design.name}”"


def test_a_text_is_added_and_an_unknown_place_is_marked(dialog: CertificateDialog, qtbot: QtBot) -> None:
    before = len(lines_of(dialog.design))
    dialog.texts.add.click()
    box = dialog.texts.fields.editors["text"].focusProxy()
    box.selectAll()
    box.insertPlainText("{姓}")
    dialog.save()
    assert "{姓}" not in [line.text for line in lines_of(dialog.design)]
    box.selectAll()
    box.insertPlainText("{单位}")
    dialog.save()
    assert lines_of(dialog.design)[before].text == "{单位}"
    dialog.texts.drop.click()
    dialog.save()
    assert len(lines_of(dialog.design)) == before


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_a_picture_or_a_page_of_a_pdf_becomes_the_background(
    dialog: CertificateDialog, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"底.{ending}"
    if ending == "png":
        picture = QImage(40, 30, QImage.Format.Format_RGB32)
        picture.fill(QColor("#ff0000"))
        picture.save(str(file))
    else:
        made = pypdfium2.PdfDocument.new()
        made.new_page(842, 595)
        made.save(file)
    dialog.take_background(file)
    dialog.save()
    found = CertificateDesign.get_by_id(dialog.design.id)
    kept = background_of(found)
    assert found.backing == PICTURE and kept is not None and kept.name == "底.png"
    assert not dialog._picture.isNull()


def test_a_broken_picture_is_refused(dialog: CertificateDialog, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "坏.png"
    file.write_bytes(b"no picture")
    said = []

    def answer() -> None:
        notice = dialogs(ask.Notice)[0]
        said.append(notice)
        notice.reject()

    QTimer.singleShot(200, answer)
    dialog.take_background(file)
    assert said and background_of(dialog.design) is None


def test_printing_numbers_the_honours_once(
    dialog: CertificateDialog, honours: list[Honour], qtbot: QtBot
) -> None:
    qtbot.keyClick(dialog, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(dialogs(Preview)), timeout=20_000)
    preview = dialogs(Preview)[0]
    assert len(preview._pages) == 2
    numbers = [Honour.get_by_id(each.id).certificate_number for each in honours]
    assert sorted(numbers) == [f"{YEAR}0001", f"{YEAR}0002"]
    preview.close()


def test_everything_has_a_name(dialog: CertificateDialog) -> None:
    assert nameless(dialog) == []


def test_an_approved_nomination_becomes_an_honour_first(
    desk: Desk, office: dict[str, int], qtbot: QtBot
) -> None:
    with change("准备"):
        one = Nomination(kind="优秀共青团员", year=YEAR, member=office["张小明"], state="获批")
        one.save()
        NominationStep(nomination=one.id, state="获批", reached=f"{YEAR}-04-01").save()
    page = NominationPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.list.table.choose([one.id])

    def agree() -> None:
        asked = dialogs(AskFields)[0]
        asked.editors["given"].set_value(f"{YEAR}-05-04")
        asked.yes.click()

    QTimer.singleShot(200, agree)
    next(each for each in page.list.actions() if each.text() == "荣誉证书…").trigger()
    made = dialogs(CertificateDialog)[0]
    assert [(each.name, each.granted) for each in made.honours] == [("优秀共青团员", f"{YEAR}-05-04")]
    assert Nomination.get_by_id(one.id).state == "已表彰"
    made.reject()


def test_the_shipped_designs_are_planted_once(desk: Desk) -> None:
    assert [each.id for each in designs()] == [each.id for each in designs()]
