"""Print preview with real keys: pages, zoom, documents, saving, printing, full numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QListWidget, QToolButton, QWidget

from exports import forms, paper
from models.award import Nomination
from models.errors import AppError
from models.organisation import branches
from models.sample import fill_sample
from tests.exports.paper_documents import assessment, nomination
from tests.exports.test_paper import png, texts
from ui import ask, jobs, printing
from ui.desk import Desk
from ui.live import Live
from ui.paper_view import GAP, Fit, PaperView
from ui.pdf_pages import PdfPages
from ui.print_out import make_printer, print_pages
from ui.remember import Remember

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return paper.render("assessment-form", [assessment(name) for name in ("甲支部", "乙支部", "丙支部")])


@pytest.fixture
def view(qtbot, pdf: bytes) -> Iterator[PaperView]:
    made = PaperView()
    qtbot.addWidget(made)
    made.resize(900, 700)
    pages = PdfPages(pdf)
    made.set_pages(pages)
    made.show()
    yield made
    made.set_pages(None)
    pages.close()


def make(full: bool) -> list[paper.Document]:
    number = "310229198402221234" if full else "310***********1234"
    return [{**nomination(name), "id_number": number} for name in ("沈嘉禾", "林晓")]


@pytest.fixture
def preview(qtbot, tmp_path: Path) -> Iterator[printing.Preview]:
    documents = make(False)
    made = printing.Preview(
        None,
        forms.NOMINATION_FORM,
        make,
        "2010年度推荐表",
        Remember(tmp_path / "window.ini"),
        documents,
        paper.render("nomination-form", documents),
    )
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    qtbot.waitExposed(made)
    yield made
    made.done(0)


def the(parent: QWidget, kind: type, name: str):
    return next(widget for widget in parent.findChildren(kind) if widget.accessibleName() == name)


def test_pages_know_their_documents(pdf: bytes) -> None:
    pages = PdfPages(pdf)
    assert [part.name for part in pages.parts] == ["甲支部", "乙支部", "丙支部"]
    assert [pages.part_of(part.first + part.pages - 1) for part in pages.parts] == [0, 1, 2]
    assert sum(part.pages for part in pages.parts) == len(pages)
    pages.close()
    assert pages.picture(0, 0.1).pixelColor(5, 5).name() == "#ffffff"


def test_a_page_is_a_picture_of_its_size_in_colour_and_in_grey(pdf: bytes) -> None:
    pages = PdfPages(pdf)
    coloured, grey = pages.picture(0, 1.37), pages.picture(0, 1.37, grey=True)
    for image in (coloured, grey):
        size = pages.sizes[0]
        assert image.size() == QSize(round(size.width() * 1.37), round(size.height() * 1.37))
        middle = image.height() // 2
        dark = sum(image.pixelColor(x, middle).lightness() < 128 for x in range(image.width()))
        assert dark > 5
    assert grey.isGrayscale()
    assert not pages.has_pictures(0)
    pages.close()


def test_a_photo_is_seen(qtbot) -> None:
    pages = PdfPages(paper.render("nomination-form", [{**nomination(), "photo": png()}]))
    assert [pages.has_pictures(page) for page in range(len(pages))] == [True, False]
    pages.close()


def test_extracted_pages_are_pages(pdf: bytes) -> None:
    pages = PdfPages(pdf)
    chosen = pages.extract([2, 0])
    assert texts(chosen) == [texts(pdf)[2], texts(pdf)[0]]
    pages.close()


def test_page_keys_turn_pages(qtbot, view: PaperView) -> None:
    turned: list[int] = []
    view.page_changed.connect(turned.append)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert turned == [1, 2, 1, 5, 0]
    assert view.accessibleDescription() == "第1页，共6页"


def test_keys_and_wheel_zoom(qtbot, view: PaperView) -> None:
    qtbot.keyClick(view, Qt.Key.Key_0, CONTROL)
    assert view.scale == 1.0
    qtbot.keyClick(view, Qt.Key.Key_Plus, CONTROL)
    assert view.scale > 1.0
    qtbot.keyClick(view, Qt.Key.Key_Minus, CONTROL)
    qtbot.keyClick(view, Qt.Key.Key_Minus, CONTROL)
    assert view.scale < 1.0


def test_a_fit_follows_the_window(qtbot, view: PaperView) -> None:
    narrow = view.scale
    view.resize(1300, 700)
    assert view.scale > narrow * 1.3
    view.set_zoom(Fit.PAGE)
    assert view.scale < narrow * 1.3
    assert view.horizontalScrollBar().maximum() == 0


def test_zooming_keeps_the_place(qtbot, view: PaperView) -> None:
    view.set_zoom(1.0)
    view.go_to(3)
    view.set_zoom(2.0)
    assert view.page == 3
    assert view.horizontalScrollBar().maximum() > 0


def test_pages_are_drawn_beside_the_window_and_on_whole_pixels(qtbot, view: PaperView) -> None:
    view.set_zoom(1.0)
    view.go_to(1)

    def lines_are_black() -> bool:
        shown = view.viewport().grab().toImage()
        middle = [shown.pixelColor(x, 200) for x in range(GAP + 1, shown.width() - GAP - 1)]
        return sum(colour.lightness() < 60 for colour in middle) > 5

    qtbot.waitUntil(lines_are_black, timeout=5000)


def test_the_preview_lists_its_documents(qtbot, preview: printing.Preview) -> None:
    found = the(preview, QListWidget, "各份表格")
    QAbstractItemModelTester(found.model(), QAbstractItemModelTester.FailureReportingMode.Warning)
    assert [found.item(row).text() for row in range(found.count())] == ["沈嘉禾", "林晓"]
    found.setFocus()
    qtbot.keyClick(found, Qt.Key.Key_Down)
    number = the(preview, QLineEdit, "页码")
    assert number.text() == "3"
    number.setFocus()
    number.selectAll()
    qtbot.keyClicks(number, "2")
    qtbot.keyClick(number, Qt.Key.Key_Return)
    assert found.currentRow() == 0
    assert preview.isVisible()
    assert preview.findChild(PaperView).page == 1
    number.selectAll()
    qtbot.keyClicks(number, "99")
    qtbot.keyClick(number, Qt.Key.Key_Return)
    assert number.text() == "4"


def test_keys_work_wherever_the_focus_is(qtbot, preview: printing.Preview) -> None:
    found = the(preview, QListWidget, "各份表格")
    view = preview.findChild(PaperView)
    found.setFocus()
    qtbot.keyClick(found, Qt.Key.Key_PageDown)
    assert view.page == 1
    qtbot.keyClick(found, Qt.Key.Key_PageUp)
    assert view.page == 0
    before = view.scale
    qtbot.keyClick(found, Qt.Key.Key_Minus, CONTROL)
    assert view.scale < before
    qtbot.keyClick(found, Qt.Key.Key_Equal, CONTROL)
    assert view.scale == pytest.approx(before, rel=0.3)
    qtbot.keyClick(found, Qt.Key.Key_Escape)
    assert not preview.isVisible()


def test_a_chosen_fit_is_remembered(qtbot, preview: printing.Preview, tmp_path: Path) -> None:
    zooms = the(preview, QComboBox, "缩放")
    zooms.setFocus()
    qtbot.keyClick(zooms, Qt.Key.Key_Down)
    assert zooms.currentText() == Fit.PAGE.value
    zooms.activated.emit(zooms.currentIndex())
    assert preview.findChild(PaperView).zoom is Fit.PAGE
    assert Remember(tmp_path / "window.ini").get("preview/zoom") == "PAGE"


def test_everything_has_a_name(preview: printing.Preview) -> None:
    for kind in (QToolButton, QComboBox, QLineEdit, QListWidget, QCheckBox):
        for widget in preview.findChildren(kind):
            if not widget.objectName().startswith("qt_") and widget.isVisible():
                assert widget.accessibleName() or widget.text(), widget


def test_full_numbers_are_shown_on_demand(
    qtbot, preview: printing.Preview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "推荐.pdf"
    monkeypatch.setattr(ask, "save_file", lambda *_: target)
    monkeypatch.setattr(ask, "inform", lambda *_, **__: None)
    view = preview.findChild(PaperView)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    qtbot.mouseClick(preview.findChild(QCheckBox), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not jobs.busy(), timeout=10000)
    assert view.page == 1
    # When the work took so long that its progress was shown, a desktop makes the preview the active window again.
    preview.activateWindow()
    qtbot.waitUntil(preview.isActiveWindow)
    qtbot.keyClick(view, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(target.exists, timeout=10000)
    qtbot.waitUntil(lambda: not jobs.busy(), timeout=10000)
    pages = texts(target.read_bytes())
    assert len(pages) == 4
    assert "310229198402221234" in pages[0]


def test_one_document_is_saved_alone(
    qtbot, preview: printing.Preview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []

    def answer(parent, title, name, kinds, remember):
        proposed.append(name)
        return tmp_path / name

    monkeypatch.setattr(ask, "save_file", answer)
    monkeypatch.setattr(ask, "inform", lambda *_, **__: None)
    preview.findChild(PaperView).go_to(2)
    save = next(button for button in preview.findChildren(QToolButton) if "保存" in button.text())
    save.menu().actions()[0].trigger()
    qtbot.waitUntil(lambda: not jobs.busy(), timeout=10000)
    assert proposed == ["2010年度推荐表（林晓）.pdf"]
    pages = texts((tmp_path / proposed[0]).read_bytes())
    assert len(pages) == 2
    assert "林晓" in pages[0]
    assert "第1页共2页" in pages[0]


def test_a_file_that_cannot_be_written_is_said(
    qtbot, preview: printing.Preview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[AppError] = []
    monkeypatch.setattr(ask, "save_file", lambda *_: tmp_path / "没有" / "a.pdf")
    monkeypatch.setattr(ask, "show_error", lambda _, error: said.append(error))
    qtbot.keyClick(preview.findChild(PaperView), Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: bool(said), timeout=10000)
    assert "不存在" in said[0].message


def darkness(image: QImage, x: int, y: int) -> float:
    """How dark a place is, its neighbours taken together: lines may fall half a dot beside."""
    return sum(255 - image.pixelColor(x + i, y + j).lightness() for i in (-1, 0, 1) for j in (-1, 0, 1)) / 9


def small(image: QImage) -> QImage:
    """The picture at an eighth, where half a dot to the side does not count."""
    smooth = Qt.TransformationMode.SmoothTransformation
    return image.scaled(image.size() / 8, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)


def test_printing_paints_the_pages_at_the_printers_resolution(qtbot, pdf: bytes, tmp_path: Path) -> None:
    pages = PdfPages(pdf)
    printer = make_printer(pages, "考核评分表")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setResolution(300)
    told: list[tuple[int, int]] = []
    print_pages(printer, pages, [0, 2], lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]
    printed = PdfPages((tmp_path / "printed.pdf").read_bytes())
    assert len(printed) == 2
    assert printed.sizes[0].width() == pytest.approx(pages.sizes[0].width(), abs=1)
    assert printed.sizes[0].width() > printed.sizes[0].height()
    # The same dots are dark: nothing shifted, shrunk or left out between two bands.
    for place, page in enumerate((0, 2)):
        was, came = small(pages.picture(page, 1)), small(printed.picture(place, 1))
        assert abs(was.width() - came.width()) <= 1
        apart = [
            abs(was.pixelColor(x, y).lightness() - came.pixelColor(x, y).lightness())
            for y in range(1, was.height() - 1)
            for x in range(1, was.width() - 1)
        ]
        assert max(apart) < 60
        assert sum(apart) / len(apart) < 6
    pages.close()
    printed.close()


def test_smaller_paper_makes_the_page_smaller(qtbot, pdf: bytes, tmp_path: Path) -> None:
    pages = PdfPages(pdf)
    printer = make_printer(pages, "a")
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "a5.pdf"))
    printer.setResolution(150)
    print_pages(printer, pages, [0], lambda *_: None)
    printed = PdfPages((tmp_path / "a5.pdf").read_bytes())
    assert printed.sizes[0].width() == pytest.approx(595, abs=2)
    was = pages.picture(0, printed.sizes[0].width() / pages.sizes[0].width())
    came = printed.picture(0, 1)

    def right_border(image: QImage) -> int:
        rows = range(110, 290, 6)
        dark = [sum(darkness(image, x, y) > 15 for y in rows) for x in range(1, image.width() - 1)]
        return max(x for x, count in enumerate(dark) if count > len(rows) * 0.9)

    edges = [right_border(was), right_border(came)]
    assert edges[0] > 550
    assert edges[1] == pytest.approx(edges[0], abs=2)
    pages.close()
    printed.close()


def test_printing_can_be_stopped(qtbot, pdf: bytes, tmp_path: Path) -> None:
    pages = PdfPages(pdf)
    printer = make_printer(pages, "a")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "a.pdf"))
    printer.setResolution(100)
    reached: list[int] = []

    def tick(done: int, total: int) -> None:
        reached.append(done)
        if done == 1:
            raise jobs.Cancelled

    with pytest.raises(jobs.Cancelled):
        print_pages(printer, pages, [0, 1, 2], tick)
    assert reached == [0, 1]
    pages.close()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_refuses_is_said(qtbot, pdf: bytes, tmp_path: Path) -> None:
    pages = PdfPages(pdf)
    printer = make_printer(pages, "a")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "没有" / "a.pdf"))
    with pytest.raises(AppError, match="没有接受打印任务"):
        print_pages(printer, pages, [0], lambda *_: None)
    pages.close()


def test_printing_to_a_file_keeps_text_as_text(qtbot, preview: printing.Preview, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "file.pdf"))
    preview._send(printer, [2, 3])
    qtbot.waitUntil((tmp_path / "file.pdf").exists, timeout=10000)
    qtbot.waitUntil(lambda: not jobs.busy(), timeout=10000)
    with pypdfium2.PdfDocument(tmp_path / "file.pdf") as printed:
        assert len(printed) == 2
    assert "林晓" in texts((tmp_path / "file.pdf").read_bytes())[0]


def test_persons_and_organisations_are_previewed_by_their_own_forms(qtbot, store, tmp_path: Path) -> None:
    fill_sample(store, 2025)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    live = Live()
    desk = Desk(store, Remember(tmp_path / "w.ini"), live, 2025)
    printing.preview_nominations(desk, window, list(Nomination.select()))
    qtbot.waitUntil(lambda: len(window.findChildren(printing.Preview)) == 2, timeout=20000)
    shown = window.findChildren(printing.Preview)
    assert {each.windowTitle() for each in shown} == {
        f"打印预览 — {form.title}" for form in (forms.NOMINATION_FORM, forms.ORGANISATION_FORM)
    }
    for each in shown:
        each.done(0)
    live.close()


def test_a_form_of_the_year_is_previewed_and_trouble_is_said(
    qtbot, store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_sample(store, 2025)
    said: list[AppError] = []
    monkeypatch.setattr(ask, "show_error", lambda _, error: said.append(error))
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    live = Live()
    desk = Desk(store, Remember(tmp_path / "w.ini"), live, 2025)
    printing.preview_form(desk, window, forms.ASSESSMENT_FORM, branches()[0].id)
    qtbot.waitUntil(lambda: bool(window.findChildren(printing.Preview)), timeout=20000)
    (preview,) = window.findChildren(printing.Preview)
    # A single document needs no list beside it.
    assert not the(preview, QListWidget, "各份表格").isVisible()
    assert branches()[0].name in texts(preview._pdf)[0]
    preview.done(0)
    desk.set_year(2019)
    printing.preview_form(desk, window, forms.NOMINATION_FORM)
    qtbot.waitUntil(lambda: bool(said), timeout=20000)
    assert "2019年" in said[0].message
    live.close()
