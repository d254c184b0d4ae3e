"""Sends pages of a PDF to a printer: at the printer's resolution, one call of tick a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QRect, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from models.errors import AppError
from ui.pdf_pages import POINTS_PER_INCH, PdfPages

# Dots per inch. Finer ones only take memory: a page of 600 dots has 35 MB in grey, one of 400 in colour 60 MB.
FINEST = 600
FINEST_COLOURED = 400


def make_printer(pages: PdfPages, name: str) -> QPrinter:
    """A printer set up for the pages' paper, before the person chooses which one it really is."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setFullPage(True)
    printer.setPageLayout(_layout(pages.sizes[0]))
    return printer


def print_pages(
    printer: QPrinter, pages: PdfPages, wanted: Sequence[int], tick: Callable[[int, int], None]
) -> None:
    """Prints the wanted pages (from 0) as often as the printer is told to and cannot do by itself.

    May run beside the UI thread. Whatever `tick` raises ends it; what has not been sent is not printed. Raises
    AppError when the printer does not take the job.
    """
    order = _copies(printer, wanted)
    painter = QPainter()
    done = False
    try:
        for number, page in enumerate(order):
            tick(number, len(order))
            # Once printing has begun only the orientation may change.
            layout = _layout(pages.sizes[page], printer.pageLayout())
            if number:
                printer.setPageOrientation(layout.orientation())
            else:
                printer.setPageLayout(layout)
            if not (printer.newPage() if number else painter.begin(printer)):
                raise AppError(
                    f"打印机“{printer.printerName()}”没有接受打印任务。",
                    "请检查打印机是否已打开并联机，或换一台打印机。",
                )
            _paint(painter, printer, pages, page)
        tick(len(order), len(order))
        done = True
    finally:
        if not done:
            printer.abort()
        if painter.isActive():
            painter.end()


def _layout(size: QSizeF, chosen: QPageLayout | None = None) -> QPageLayout:
    """The page's orientation on the chosen paper, without margins (the forms have their own); A4 if none is chosen."""
    wide = size.width() > size.height()
    orientation = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    paper = chosen.pageSize() if chosen is not None else QPageSize(QPageSize.PageSizeId.A4)
    layout = QPageLayout(paper, orientation, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def _copies(printer: QPrinter, wanted: Sequence[int]) -> list[int]:
    if printer.supportsMultipleCopies():
        return list(wanted)
    copies = max(1, printer.copyCount())
    return (
        list(wanted) * copies if printer.collateCopies() else [page for page in wanted for _ in range(copies)]
    )


def _paint(painter: QPainter, printer: QPrinter, pages: PdfPages, page: int) -> None:
    """Paints a page over the whole sheet, smaller where the paper is smaller than the page."""
    dots = printer.resolution()
    sheet = printer.pageLayout().fullRectPixels(dots)
    size = pages.sizes[page]
    scale = dots / POINTS_PER_INCH
    # A sheet is a dot or two off by rounding: only really smaller paper makes the page smaller.
    fit = min(sheet.width() / (size.width() * scale), sheet.height() / (size.height() * scale))
    if fit < 0.99:
        scale *= fit
    width, height = round(size.width() * scale), round(size.height() * scale)
    left, top = (sheet.width() - width) // 2, (sheet.height() - height) // 2
    # One picture a page: bands would have to meet exactly on whatever the driver makes of them.
    coloured = pages.has_pictures(page)
    finest = (FINEST_COLOURED if coloured else FINEST) / dots
    picture = pages.picture(page, scale * min(1.0, finest), grey=not coloured)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    painter.drawImage(QRect(left, top, width, height), picture)
