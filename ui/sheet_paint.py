"""Painting a sheet as it looks in Excel, with marked places: fills, marks, texts, lines, and the heads around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontDatabase, QPainter, QPen, QPolygonF

from exports.sheet_formula import column_letters
from exports.sheet_looks import Look
from exports.sheet_xml import Area
from ui import theme
from ui.palette import tokens
from ui.sheet_layout import NUMBER, POINT, Placed, SheetLayout

HEAD_WIDTH, HEAD_HEIGHT = 38, 24
# A sheet is paper: white in either look, its marks too are those of the light look.
PAPER = tokens(dark=False)
_GROUND, _GRID, _INK = QColor("#ffffff"), QColor("#dfe2e7"), QColor("#000000")
_SIGNS = {"good": "✓", "warn": "？", "bad": "！", "neutral": "—", "info": "i"}
_CORNER = 8.0
_families: dict[str, list[str]] = {}


@dataclass(frozen=True)
class Mark:
    """A tinted part of the sheet: tone (a token of the palette), the words painted in `label_in`, what it stands for."""

    area: Area
    tone: str
    label: str = ""
    tip: str = ""
    means: Any = None
    label_in: Area | None = None


def paint_sheet(painter: QPainter, layout: SheetLayout, marks: Sequence[Mark], seen: QRectF) -> None:
    """Paint the part of the sheet that is seen, marks and all."""
    shown = [each for each in layout.cells if each[1].intersects(seen) or each[2].intersects(seen)]
    painter.fillRect(QRectF(0, 0, *layout.size), _GROUND)
    _paint_grid(painter, layout, seen)
    for cell, area, _ in shown:
        spans = (cell.area.first_row, cell.area.first_column) != (cell.area.last_row, cell.area.last_column)
        if cell.look.fill or spans:
            painter.fillRect(_inner(area), QColor(f"#{cell.look.fill}") if cell.look.fill else _GROUND)
    for mark in reversed(marks):
        if layout.rect(mark.area).intersects(seen):
            _paint_mark(painter, mark, layout.rect(mark.area))
    for cell, _, room in shown:
        if cell.text:
            _paint_text(painter, cell.text, cell.look, room, layout.zoom)
    _paint_lines(painter, shown)
    for mark in marks:
        if layout.rect(mark.area).intersects(seen):
            _paint_label(painter, layout, mark)


def paint_heads(
    painter: QPainter, layout: SheetLayout, origin: QPointF, at: tuple[int, int], size: tuple[int, int]
) -> None:
    """The letters of the columns and the numbers of the rows, which stay in sight; those of the cell `at` stand out."""
    width, height = size
    painter.fillRect(QRectF(0, 0, width, HEAD_HEIGHT), theme.colour("window"))
    painter.fillRect(QRectF(0, 0, HEAD_WIDTH, height), theme.colour("window"))
    painter.setFont(theme.font(0.9))
    painter.setClipRect(QRectF(HEAD_WIDTH, 0, width, HEAD_HEIGHT))
    for column in range(1, layout.columns + 1):
        left, right = layout.lefts[column - 1 : column + 1]
        area = QRectF(left + origin.x(), 0, right - left, HEAD_HEIGHT)
        if right > left and area.right() > HEAD_WIDTH and area.left() < width:
            _paint_head(painter, area, column_letters(column), here=column == at[1])
    painter.setClipRect(QRectF(0, HEAD_HEIGHT, HEAD_WIDTH, height))
    for row in range(1, layout.rows + 1):
        top, bottom = layout.tops[row - 1 : row + 1]
        area = QRectF(0, top + origin.y(), HEAD_WIDTH, bottom - top)
        if bottom > top and area.bottom() > HEAD_HEIGHT and area.top() < height:
            _paint_head(painter, area, str(row), here=row == at[0])
    painter.setClipping(False)


def _paint_head(painter: QPainter, area: QRectF, text: str, *, here: bool) -> None:
    if here:
        painter.fillRect(area, theme.colour("selection"))
    painter.setPen(theme.colour("selection_text" if here else "text_muted"))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
    painter.setPen(QPen(theme.colour("line"), 0))
    painter.drawRect(area)


def _inner(area: QRectF) -> QRectF:
    return area.adjusted(0.5, 0.5, -0.5, -0.5)


def _paint_grid(painter: QPainter, layout: SheetLayout, seen: QRectF) -> None:
    painter.setPen(QPen(_GRID, 0))
    width, height = layout.size
    for left in layout.lefts:
        if seen.left() <= left <= seen.right():
            painter.drawLine(QPointF(left, 0), QPointF(left, height))
    for top in layout.tops:
        if seen.top() <= top <= seen.bottom():
            painter.drawLine(QPointF(0, top), QPointF(width, top))


def _paint_mark(painter: QPainter, mark: Mark, area: QRectF) -> None:
    ground = QColor(PAPER[f"{mark.tone}_soft"])
    ground.setAlpha(190)
    painter.fillRect(_inner(area), ground)
    if mark.tone == "neutral":
        lines = QColor(PAPER["neutral"])
        lines.setAlpha(70)
        painter.fillRect(_inner(area), QBrush(lines, Qt.BrushStyle.BDiagPattern))


def _paint_label(painter: QPainter, layout: SheetLayout, mark: Mark) -> None:
    """What goes into a place, in its first cells; a corner where there are no words."""
    ink = QColor(PAPER[mark.tone])
    if not mark.label:
        corner = layout.rect(mark.area).topRight()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF([corner, corner - QPointF(_CORNER, 0), corner + QPointF(0, _CORNER)]))
        return
    area = layout.rect(mark.label_in or mark.area).adjusted(2, 2, -2, -2)
    words_in = area.adjusted(2, 0, -2, 0)
    font = theme.font(0.85)
    font.setPixelSize(max(10, round(12 * min(layout.zoom, 1.25))))
    painter.setFont(font)
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWrapAnywhere)
    words = f"{_SIGNS[mark.tone]} {mark.label}"
    ground = painter.boundingRect(words_in, flags, words).adjusted(-2, 0, 2, 0).intersected(area)
    painter.fillRect(ground, QColor(PAPER[f"{mark.tone}_soft"]))
    painter.setPen(ink)
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    painter.drawText(words_in, flags, words)
    painter.restore()


def _paint_text(painter: QPainter, text: str, look: Look, room: QRectF, zoom: float) -> None:
    painter.setFont(_font(look, zoom))
    painter.setPen(QColor(f"#{look.colour}") if look.colour else _INK)
    align = {"center": Qt.AlignmentFlag.AlignHCenter, "right": Qt.AlignmentFlag.AlignRight}
    across = align.get(look.horizontal.removesuffix("Continuous"), Qt.AlignmentFlag.AlignLeft)
    if not look.horizontal and NUMBER.fullmatch(text):
        across = Qt.AlignmentFlag.AlignRight
    up = {"center": Qt.AlignmentFlag.AlignVCenter, "top": Qt.AlignmentFlag.AlignTop}
    flags = int(across | up.get(look.vertical, Qt.AlignmentFlag.AlignBottom))
    if look.wrap:
        flags |= int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere)
    else:
        text = text.replace("\n", " ")
        flags |= int(Qt.TextFlag.TextSingleLine)
    painter.save()
    painter.setClipRect(room, Qt.ClipOperation.IntersectClip)
    painter.drawText(room.adjusted(2 * zoom, 0, -2 * zoom, 0), flags, text)
    painter.restore()


def _font(look: Look, zoom: float) -> QFont:
    if look.font not in _families:
        # A family that is not installed would be looked for at length; the usual Chinese ones stand in.
        own = [look.font] if QFontDatabase.hasFamily(look.font) else []
        _families[look.font] = own + theme.base_font().families()
    font = QFont()
    font.setFamilies(_families[look.font])
    font.setPixelSize(max(6, round(look.size * POINT * zoom)))
    font.setBold(look.bold)
    font.setItalic(look.italic)
    return font


def _paint_lines(painter: QPainter, shown: Sequence[Placed]) -> None:
    painter.setPen(QPen(_INK, 0))
    for cell, area, _ in shown:
        left, top, right, bottom = cell.look.lines
        for drawn, start, end in (
            (left, area.topLeft(), area.bottomLeft()),
            (top, area.topLeft(), area.topRight()),
            (right, area.topRight(), area.bottomRight()),
            (bottom, area.bottomLeft(), area.bottomRight()),
        ):
            if drawn:
                painter.drawLine(start, end)
