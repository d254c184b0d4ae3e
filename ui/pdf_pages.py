"""The pages of a PDF in memory as pictures, for the screen and for printers; safe to use from any thread."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw
from PySide6.QtCore import QSizeF, Qt
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

    def has_pictures(self, page: int) -> bool:
        """Whether there is more on a page than black text and lines."""
        with _one_at_a_time:
            if self._pdf is None:
                return False
            return any(True for _ in self._pdf[page].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))

    def picture(self, page: int, scale: float, *, grey: bool = False) -> QImage:
        """A page in `scale` pixels per point on white ground, in colour or in shades of grey."""
        size = self.sizes[page]
        width, height = (max(1, round(length * scale)) for length in (size.width(), size.height()))
        raw = pypdfium2.raw
        form, pixels = (
            (QImage.Format.Format_Grayscale8, raw.FPDFBitmap_Gray)
            if grey
            else (QImage.Format.Format_RGB32, raw.FPDFBitmap_BGRx)
        )
        image = QImage(width, height, form)
        image.fill(Qt.GlobalColor.white)
        with _one_at_a_time:
            if self._pdf is None:
                return image
            handle = self._pdf[page]
            # Drawn straight into the QImage: a page at 600 dpi is too large to be copied about.
            buffer = ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(image.bits())))
            bitmap = raw.FPDFBitmap_CreateEx(width, height, pixels, buffer, image.bytesPerLine())
            raw.FPDF_RenderPageBitmap(bitmap, handle.raw, 0, 0, width, height, 0, raw.FPDF_ANNOT)
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
