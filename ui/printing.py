"""Preview of printed forms: pages as they will be, one document or all; printing them, saving them as PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QIntValidator, QKeySequence
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from exports import forms, paper
from exports.form_appraisal import appraisal_documents
from exports.form_assessment import assessment_documents
from exports.form_nomination import nomination_documents
from exports.form_organisation import organisation_documents
from exports.paper import Document
from models.appraisal import MemberAppraisal
from models.award import Nomination
from models.organisation import Organisation
from ui import ask, icons, jobs, theme
from ui.desk import Desk
from ui.paper_view import Fit, PaperView
from ui.pdf_pages import PdfPages
from ui.print_out import make_printer, print_pages
from ui.remember import Remember
from ui.small_pictures import SmallPictures

Make = Callable[[bool], list[Document]]
ZOOMS: tuple[float | Fit, ...] = (Fit.WIDTH, Fit.PAGE, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_ZOOM_KEY, _LIST_KEY = "preview/zoom", "preview"


def preview_form(desk: Desk, parent: QWidget, form: forms.Form, organisation_id: int | None = None) -> None:
    """Shows a form of the work year, of one organisation and those below it or of all."""
    year = desk.year

    def make(full: bool) -> list[Document]:
        return form.documents(year, organisation_id, full, SmallPictures(desk.store.attachments))

    preview(parent, form, make, f"{year}年度{form.title}", desk.remember)


def preview_assessments(desk: Desk, parent: QWidget, organisations: Iterable[Organisation]) -> None:
    """Shows the assessment forms of some organisations in the work year."""
    year, wanted = desk.year, list(organisations)
    name = f"{year}年度{forms.ASSESSMENT_FORM.title}"
    preview(parent, forms.ASSESSMENT_FORM, lambda _: assessment_documents(wanted, year), name, desk.remember)


def preview_appraisals(desk: Desk, parent: QWidget, appraisals: Iterable[MemberAppraisal]) -> None:
    """Shows the forms of some members' appraisals."""
    wanted = list(appraisals)
    name = f"{desk.year}年度{forms.APPRAISAL_FORM.title}"
    preview(parent, forms.APPRAISAL_FORM, lambda _: appraisal_documents(wanted), name, desk.remember)


def preview_nominations(desk: Desk, parent: QWidget, nominations: Iterable[Nomination]) -> None:
    """Shows the forms of some nominations; persons and organisations have a form, and a preview, each."""
    wanted = list(nominations)
    persons = [each for each in wanted if each.member_id is not None]
    organisations = [each for each in wanted if each.member_id is None]

    def make(full: bool) -> list[Document]:
        return nomination_documents(persons, full=full, files=desk.store.attachments)

    def make_organisations(full: bool) -> list[Document]:
        return organisation_documents(organisations, full=full)

    for form, found, makes in (
        (forms.ORGANISATION_FORM, organisations, make_organisations),
        (forms.NOMINATION_FORM, persons, make),
    ):
        if found:
            preview(parent, form, makes, form.title, desk.remember)


def preview(
    parent: QWidget, form: forms.Form | forms.Sheet, make: Make, name: str, remember: Remember
) -> None:
    """Shows documents of a form; `make(full)` gives them with or without covered numbers."""

    def work(tick: jobs.Tick) -> tuple[list[Document], bytes]:
        documents = make(False)
        return documents, paper.render_many(form.name, documents, tick)

    def then(made: tuple[list[Document], bytes]) -> None:
        Preview(parent, form, make, name, remember, *made).open()

    jobs.run(parent, f"生成{form.title}", work, then)


class Preview(QDialog):
    """The pages of some documents of one form; `make(full)` gives the documents with or without covered numbers."""

    def __init__(
        self,
        parent: QWidget | None,
        form: forms.Form | forms.Sheet,
        make: Make,
        name: str,
        remember: Remember,
        documents: list[Document],
        pdf: bytes,
    ) -> None:
        super().__init__(parent.window() if parent is not None else None)
        self._form, self._make, self._name, self._remember = form, make, name, remember
        self._documents, self._pdf = documents, pdf
        self._pages = PdfPages(pdf)
        self.setWindowTitle(f"打印预览 — {name}")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = self.screen().availableSize()
        self.resize(min(1180, room.width() - 16), min(860, room.height() - 48))
        self._view = PaperView()
        self._list = self._make_list()
        self._side = QFrame()
        self._side.setProperty("role", "panel")
        side = QVBoxLayout(self._side)
        side.setContentsMargins(theme.SMALL, theme.SMALL, theme.SMALL, theme.SMALL)
        side.addWidget(self._list)
        splitter = QSplitter()
        splitter.addWidget(self._side)
        splitter.addWidget(self._view)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([240, 940])
        splitter.setChildrenCollapsible(False)
        remember.follow_splitter(_LIST_KEY, splitter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._make_bar())
        layout.addWidget(splitter, 1)
        self._view.page_changed.connect(self._show_page)
        self._view.zoomed.connect(self._show_zoom)
        self.finished.connect(self._leave)
        self._show_pages()
        zoom = remember.get(_ZOOM_KEY, Fit.WIDTH.name)
        self._choose_zoom(Fit[zoom] if zoom in Fit.__members__ else Fit.WIDTH)
        self._view.setFocus()

    # ---- parts -----------------------------------------------------------------------------------------------

    def _make_list(self) -> QListWidget:
        found = QListWidget()
        found.setAccessibleName("各份表格")
        found.setMinimumWidth(150)
        found.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        found.currentRowChanged.connect(self._go_to_part)
        return found

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        bar.setObjectName("top")
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.MEDIUM, theme.SMALL, theme.MEDIUM, theme.SMALL)
        row.setSpacing(theme.SMALL)
        row.addWidget(
            self._deed("打印…", "printer", QKeySequence("Ctrl+P"), self._print, "只打印当前这一份…")
        )
        row.addWidget(
            self._deed("保存为PDF…", "file-down", QKeySequence("Ctrl+S"), self._save, "只保存当前这一份…")
        )
        self._full = QCheckBox("显示完整的身份证号和电话")
        self._full.setVisible(self._form.covers)
        self._full.toggled.connect(self._make_again)
        row.addSpacing(theme.SMALL)
        row.addWidget(self._full)
        row.addStretch()
        self._number = QLineEdit()
        self._number.setValidator(QIntValidator(1, 99999, self._number))
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._number.setAccessibleName("页码")
        self._number.setFixedWidth(56)
        self._number.editingFinished.connect(self._go_to_number)
        self._count = QLabel()
        row.addWidget(self._button("上一页", "chevron-left", lambda: self._turn(-1), "PgUp"))
        row.addWidget(self._number)
        row.addWidget(self._count)
        row.addWidget(self._button("下一页", "chevron-right", lambda: self._turn(1), "PgDown"))
        row.addSpacing(theme.LARGE)
        row.addWidget(self._button("缩小", "zoom-out", lambda: self._view.step_zoom(-1), "Ctrl+-"))
        self._zooms = QComboBox()
        self._zooms.setAccessibleName("缩放")
        self._zooms.setMinimumWidth(110)
        for zoom in ZOOMS:
            self._zooms.addItem(zoom.value if isinstance(zoom, Fit) else f"{zoom:.0%}", zoom)
        self._zooms.activated.connect(lambda place: self._choose_zoom(ZOOMS[place]))
        row.addWidget(self._zooms)
        row.addWidget(self._button("放大", "zoom-in", lambda: self._view.step_zoom(1), "Ctrl++", "Ctrl+="))
        return bar

    def _button(self, text: str, icon: str, deed: Callable[[], object], *keys: str) -> QToolButton:
        """A button with only an icon, and its keys wherever in the preview they are pressed; the first is named."""
        action = QAction(icons.icon(icon), text, self)
        action.setShortcuts([QKeySequence(each) for each in keys])
        action.setToolTip(f"{text}（{keys[0]}）" if keys else text)
        action.triggered.connect(lambda: deed())
        self.addAction(action)
        button = QToolButton()
        button.setDefaultAction(action)
        button.setIconSize(QSize(theme.ICON, theme.ICON))
        button.setAccessibleName(text)
        return button

    def _deed(
        self, text: str, icon: str, keys: QKeySequence, deed: Callable[[bool], None], for_one: str
    ) -> QToolButton:
        """A button for all documents, with a menu for the one on screen when there are several."""
        action = QAction(icons.icon(icon), text, self)
        action.setIconText(text)
        action.setShortcut(keys)
        action.setToolTip(f"{text.rstrip('…')}（{keys.toString()}）")
        action.triggered.connect(lambda: deed(False))
        self.addAction(action)
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(theme.ICON, theme.ICON))
        if len(self._documents) > 1:
            menu = QMenu(button)
            menu.addAction(for_one).triggered.connect(lambda: deed(True))
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        return button

    # ---- showing ---------------------------------------------------------------------------------------------

    def _show_pages(self) -> None:
        self._list.blockSignals(True)
        self._list.clear()
        for part in self._pages.parts:
            item = QListWidgetItem(part.name)
            item.setToolTip(f"{part.name}，{part.pages}页")
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.blockSignals(False)
        self._side.setVisible(len(self._pages.parts) > 1)
        self._count.setText(f"/ {len(self._pages)}页")
        self._view.set_pages(self._pages)

    def _show_page(self, page: int) -> None:
        self._number.setText(str(page + 1))
        self._list.blockSignals(True)
        self._list.setCurrentRow(self._pages.part_of(page))
        self._list.blockSignals(False)

    def _show_zoom(self, scale: float) -> None:
        zoom = self._view.zoom
        if zoom in ZOOMS:
            self._zooms.setCurrentIndex(ZOOMS.index(zoom))
        else:
            self._zooms.setCurrentIndex(-1)
            self._zooms.setPlaceholderText(f"{scale:.0%}")
        self._zooms.setToolTip(f"当前{scale:.0%}")

    def _choose_zoom(self, zoom: float | Fit) -> None:
        self._view.set_zoom(zoom)
        self._show_zoom(self._view.scale)
        if isinstance(zoom, Fit):
            self._remember.put(_ZOOM_KEY, zoom.name)

    def _turn(self, pages: int) -> None:
        self._view.go_to(max(0, min(self._view.page + pages, len(self._pages) - 1)))

    def _go_to_number(self) -> None:
        wanted = int(self._number.text() or 0)
        if wanted != self._view.page + 1:
            self._view.go_to(max(1, min(wanted, len(self._pages))) - 1)
        self._number.setText(str(self._view.page + 1))

    def _go_to_part(self, place: int) -> None:
        if 0 <= place < len(self._pages.parts):
            self._view.go_to(self._pages.parts[place].first)

    # ---- doing -----------------------------------------------------------------------------------------------

    def _make_again(self, full: bool) -> None:
        def work(tick: jobs.Tick) -> tuple[list[Document], bytes]:
            documents = self._make(full)
            return documents, paper.render_many(self._form.name, documents, tick)

        def then(made: tuple[list[Document], bytes]) -> None:
            self._documents, self._pdf = made
            page, old = self._view.page, self._pages
            self._pages = PdfPages(self._pdf)
            self._show_pages()
            self._view.go_to(min(page, len(self._pages) - 1))
            old.close()

        jobs.run(self, f"生成{self._form.title}", work, then)

    def _print(self, only_this: bool) -> None:
        part = self._pages.parts[self._pages.part_of(self._view.page)]
        wanted = range(part.first, part.first + part.pages) if only_this else range(len(self._pages))
        printer = make_printer(self._pages, part.name if only_this else self._name)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("打印")
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintCurrentPage, not only_this)
        dialog.setMinMax(1, len(wanted))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._send(printer, self._chosen(printer, wanted))

    def _send(self, printer: QPrinter, chosen: list[int]) -> None:
        def work(tick: jobs.Tick) -> None:
            if printer.outputFormat() is QPrinter.OutputFormat.PdfFormat:
                # Printing to a file is the PDF itself: text stays text.
                paper.save(self._pages.extract(chosen), Path(printer.outputFileName()))
            else:
                print_pages(printer, self._pages, chosen, tick)

        jobs.run(self, "打印", work, lambda _: None)

    def _chosen(self, printer: QPrinter, wanted: range) -> list[int]:
        """The pages that the print dialog asks for, out of those that were offered."""
        if printer.printRange() is QPrinter.PrintRange.CurrentPage:
            return [self._view.page]
        if printer.printRange() is QPrinter.PrintRange.PageRange and printer.fromPage():
            return list(wanted[printer.fromPage() - 1 : printer.toPage()])
        return list(wanted)

    def _save(self, only_this: bool) -> None:
        place = self._pages.part_of(self._view.page)
        name = f"{self._name}（{self._pages.parts[place].name}）" if only_this else self._name
        target = ask.save_file(self, "保存为PDF", f"{name}.pdf", ask.PDF, self._remember)
        if target is None:
            return

        def work(tick: jobs.Tick) -> Path:
            one = [self._documents[place]]
            paper.save(paper.render_many(self._form.name, one, tick) if only_this else self._pdf, target)
            return target

        def then(saved: Path) -> None:
            ask.inform(self, "已保存", f"已保存为“{saved.name}”。", str(saved.parent), sign="good")

        jobs.run(self, "保存为PDF", work, then)

    def _leave(self) -> None:
        self._view.set_pages(None)
        self._pages.close()
