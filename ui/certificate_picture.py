"""What a person chooses as the background of certificates, as a picture: the file itself, or the first page of a PDF."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PySide6.QtGui import QImage

from models.errors import AppError
from ui.pdf_pages import POINTS_PER_INCH, PdfPages

_DOTS = 300  # per inch


def as_picture(file: Path, folder: Path) -> Path:
    """A picture file, made in `folder` when it was none. Raises AppError when it is neither picture nor PDF."""
    if file.suffix.lower() != ".pdf":
        if QImage(str(file)).isNull():
            raise AppError(f"“{file.name}”不是能打开的图片。", "请选 PNG、JPG 图片或 PDF。")
        return file
    try:
        pages = PdfPages(file.read_bytes())
    except (OSError, pypdfium2.PdfiumError) as error:
        raise AppError(f"“{file.name}”不能打开。", "请确认它是没有加密的 PDF。") from error
    picture = folder / f"{file.stem}.png"
    pages.picture(0, _DOTS / POINTS_PER_INCH).save(str(picture))
    pages.close()
    return picture
