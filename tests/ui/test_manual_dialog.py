"""使用手册 with real keys: opened from the menu, searched, its links and headings followed, its pictures shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from ui import theme
from ui.desk import Desk
from ui.manual_dialog import MANUAL, PICTURE_WIDTH, ManualDialog, show_manual, slug
from ui.page import Page, Tab
from ui.window import MainWindow


@pytest.fixture
def manual(qtbot, qapp: QApplication) -> ManualDialog:
    theme.start(qapp, theme.Mode.LIGHT)
    made = ManualDialog(None)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def _top_line(manual: ManualDialog) -> str:
    return manual.view.cursorForPosition(manual.view.viewport().rect().topLeft()).block().text()


def test_the_headings_of_the_manual_are_listed(manual: ManualDialog):
    listed = [manual.headings.item(row).text().strip() for row in range(manual.headings.count())]
    written = [
        line.lstrip("# ").strip()
        for line in MANUAL.read_text(encoding="utf-8").splitlines()
        if line.startswith(("## ", "### "))
    ]
    assert listed == written


def test_a_link_leads_to_its_heading(qtbot, manual: ManualDialog):
    manual.view.anchorClicked.emit(QUrl("#评优推荐"))
    assert manual.headings.currentItem().text() == "评优推荐"
    assert manual.view.textCursor().block().text() == "评优推荐"


def test_choosing_a_heading_brings_it_to_the_top(qtbot, manual: ManualDialog):
    manual.headings.setFocus()
    manual.headings.setCurrentRow(0)
    qtbot.keyClick(manual.headings, Qt.Key.Key_Down)
    assert _top_line(manual) == manual.headings.currentItem().text()


def test_the_search_goes_from_place_to_place_and_round(qtbot, manual: ManualDialog):
    qtbot.keyClick(manual, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert manual.search.hasFocus()
    manual.search.setText("盖住")
    assert manual.view.textCursor().selectedText() == "盖住"
    assert manual.said.text() == "第1处，共1处"
    manual.search.setText("公示")
    total = int(manual.said.text().rpartition("共")[2].rstrip("处"))
    assert total > 2
    qtbot.keyClick(manual.search, Qt.Key.Key_Return)
    assert manual.said.text() == f"第2处，共{total}处"
    for _ in range(2):
        qtbot.keyClick(manual.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert manual.said.text() == f"第{total}处，共{total}处"


def test_esc_takes_the_search_away_before_it_closes(qtbot, manual: ManualDialog):
    manual.search.setText("支部")
    manual.search.setText("没有这样的字")
    assert not manual.view.textCursor().hasSelection()
    assert manual.said.text() == "没有找到"
    qtbot.keyClick(manual.search, Qt.Key.Key_Escape)
    assert manual.isVisible() and not manual.search.text() and manual.said.isHidden()
    qtbot.keyClick(manual, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_pictures_fit_the_page(manual: ManualDialog):
    kind = 2  # QTextDocument.ResourceType.ImageResource
    image = manual.view.loadResource(kind, QUrl("pictures/overview.png"))
    assert isinstance(image, QImage)
    assert 0 < image.width() / image.devicePixelRatio() <= PICTURE_WIDTH


def test_it_opens_once_and_stays_beside_the_work(qtbot, manual: ManualDialog):
    window = manual.view  # any widget will do for a parent
    show_manual(window)
    first = window.findChild(ManualDialog)
    show_manual(window)
    assert window.findChildren(ManualDialog) == [first]
    assert not first.isModal()


def test_a_missing_manual_is_said(qtbot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    said: list[str] = []
    monkeypatch.setattr("ui.manual_dialog.MANUAL", tmp_path / "手册.md")
    monkeypatch.setattr("ui.manual_dialog.ask.show_error", lambda _window, error: said.append(error.message))
    window = QWidget()
    qtbot.addWidget(window)
    show_manual(window)
    assert said == ["找不到使用手册。"]
    assert window.findChild(ManualDialog) is None


def test_shift_f1_opens_it_from_the_window(qtbot, desk: Desk):
    window = MainWindow(desk, [Tab("first", "总览", "users", Page)])
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    opened = window.findChild(ManualDialog)
    assert opened is not None and opened.isVisible()
    opened.close()


@pytest.mark.parametrize(
    ("heading", "link"), [("找人、找活动", "找人找活动"), (" Excel 文件？ ", "excel-文件")]
)
def test_links_are_named_as_on_the_web(heading: str, link: str):
    assert slug(heading) == link
