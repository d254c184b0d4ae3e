"""The pages of a PDF in memory as pictures, for the screen and for printers; safe to use from any thread."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72

# PDFium keeps state for the whole process: one thread at a time, whichever document it works on.
_one_at_a_time = threading.Lock()


class Part(NamedTuple):
    """One document of the PDF: its name in the outline, its first page (from 0) and how many it has."""

    name: str
    first: int
    pages: int


class PdfPages:
    """An open PDF. `close()` it; pages asked for afterwards are blank."""

    def __init__(self, pdf: bytes) -> None:
        with _one_at_a_time:
            self._pdf: pypdfium2.PdfDocument | None = pypdfium2.PdfDocument(pdf)
            self.sizes = [QSizeF(*self._pdf.get_page_size(number)) for number in range(len(self._pdf))]
            starts = [(mark.get_title(), mark.get_dest().get_index()) for mark in self._pdf.get_toc()]
        ends = [*(first for _, first in starts[1:]), len(self.sizes)] if starts else []
        self.parts = [Part(name, first, end - first) for (name, first), end in zip(starts, ends, strict=True)]

    def __len__(self) -> int:
        return len(self.sizes)

    def part_of(self, page: int) -> int:
        """The place of the document to which a page belongs."""
        return max((place for place, part in enumerate(self.parts) if part.first <= page), default=0)

    def picture(self, page: int, scale: float, top: int = 0, height: int | None = None) -> QImage:
        """A page in `scale` pixels per point, white ground; of it only a band from `top`, `height` pixels high."""
        size = self.sizes[page]
        width = max(1, round(size.width() * scale))
        whole = max(1, round(size.height() * scale))
        image = QImage(width, whole - top if height is None else height, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        with _one_at_a_time:
            if self._pdf is None:
                return image
            raw = pypdfium2.raw
            handle = self._pdf[page]
            # Drawn straight into the QImage: a page at 600 dpi is too large to be copied about.
            buffer = ctypes.cast(
                int(ctypes.addressof(ctypes.c_char.from_buffer(image.bits()))), ctypes.c_void_p
            )
            bitmap = raw.FPDFBitmap_CreateEx(
                width, image.height(), raw.FPDFBitmap_BGRx, buffer, image.bytesPerLine()
            )
            raw.FPDF_RenderPageBitmap(bitmap, handle.raw, 0, -top, width, whole, 0, raw.FPDF_ANNOT)
            raw.FPDFBitmap_Destroy(bitmap)
            handle.close()
        return image

    def extract(self, pages: Sequence[int]) -> bytes:
        """A PDF of some of the pages (from 0), as sharp as this one."""
        with _one_at_a_time:
            assert self._pdf is not None
            chosen = pypdfium2.PdfDocument.new()
            chosen.import_pages(self._pdf, list(pages))
            stream = BytesIO()
            chosen.save(stream)
            chosen.close()
        return stream.getvalue()

    def close(self) -> None:
        """Gives the memory back."""
        with _one_at_a_time:
            if self._pdf is not None:
                self._pdf.close()
                self._pdf = None
