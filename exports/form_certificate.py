"""荣誉证书: what stands on each certificate of some honours, in a design of the office."""

from __future__ import annotations

from collections.abc import Sequence

from exports.paper import Document
from models.award import Honour
from models.certificate import (
    COLOURS,
    FRAME,
    LEFT,
    MIDDLE,
    PICTURE,
    RIGHT,
    CertificateDesign,
    background_of,
    lines_of,
    refuse_nothing,
    texts,
    written,
)
from models.errors import AppError
from models.files import FileStore

TITLE = "荣誉证书"
FONTS = {"标题": "title", "黑体": "heading", "仿宋": "body", "楷体": "lead"}
_ALIGN = {LEFT: "left", MIDDLE: "center", RIGHT: "right"}


def certificate_documents(
    honours: Sequence[Honour], design: CertificateDesign, files: FileStore | None
) -> list[Document]:
    """One certificate for each honour in their order; AppError where there is none, or the design's picture is missing."""
    refuse_nothing(honours)
    width, height = design.size
    # The one picture for all: paper.py writes it once.
    picture = _picture(design, files)
    lines = [
        {
            "text": line.text,
            "font": FONTS[line.font],
            "size": f"{line.size:g}",
            "colour": COLOURS[line.colour],
            "align": _ALIGN[line.align],
            "left": f"{line.left:g}",
            "top": f"{line.top:g}",
            "width": f"{line.width:g}",
        }
        for line in lines_of(design)
    ]
    found: list[Document] = []
    for honour in honours:
        values = texts(honour)
        found.append(
            {
                "bookmark": f"{values['姓名']}　{values['荣誉']}",
                "caption": TITLE,
                "width": str(width),
                "height": str(height),
                "background": picture,
                "frame": "yes" if design.backing == FRAME else "",
                "right": f"{design.shift_right or 0:g}",
                "down": f"{design.shift_down or 0:g}",
                "lines": [{**line, "text": written(str(line["text"]), values)} for line in lines],
            }
        )
    return found


def _picture(design: CertificateDesign, files: FileStore | None) -> bytes | str:
    if design.backing != PICTURE or files is None:
        return ""
    background = background_of(design)
    if background is None:
        raise AppError(
            f"证书样式“{design.name}”还没有底图。", "请先选一张图片或PDF作底图，或把证书底面改为线框或不印。"
        )
    return files.read(str(background.digest))
