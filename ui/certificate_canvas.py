"""The certificate as it will be printed, on screen: its texts are chosen and moved by keys or the mouse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from exports import paper_fonts
from exports.form_certificate import FONTS
from models.certificate import (
    COLOURS,
    FRAME,
    LEFT,
    PICTURE,
    RIGHT,
    CertificateDesign,
    CertificateLine,
    written,
)
from ui import theme

_MM_PER_POINT = 25.4 / 72
# As resources/print/certificate.typ and common.typ have them, in parts of the letter's size.
_TO_BASELINE = 0.88
_PITCH = 1.5
_EDGE = "#8b1a1a"
_STEP, _FAR = 1.0, 5.0  # mm
_SMALLEST = 240
_FAINT = 0.4
_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ALIGN = {LEFT: Qt.AlignmentFlag.AlignLeft, RIGHT: Qt.AlignmentFlag.AlignRight}


class CertificateCanvas(QWidget):
    """Arrows move the chosen text by 1 mm, with Shift by 5; PageUp and PageDown choose another; the mouse drags."""

    chosen = Signal(int)  # the place of a text among those shown
    moved = Signal(int, float, float)  # its place, its new left and top in mm

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._design: CertificateDesign | None = None
        self._lines: Sequence[CertificateLine] = ()
        self._values: Mapping[str, str] = {}
        self._picture = QImage()
        self._current = -1
        self._grip: tuple[QPointF, float, float] | None = None
        self._families: dict[str, object] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(_SMALLEST, _SMALLEST)
        self.setAccessibleName("证书预览")
        self.setAccessibleDescription(
            "方向键移动选中的文字，每次1毫米，按住Shift每次5毫米；PageUp、PageDown换一段文字"
        )

    def sizeHint(self) -> QSize:
        """A sheet of A4 lengthwise at half its size."""
        return QSize(640, 480)

    def show_certificate(
        self,
        design: CertificateDesign,
        lines: Sequence[CertificateLine],
        values: Mapping[str, str],
        picture: QImage,
    ) -> None:
        """Show a design with the texts of one honour; `picture` may be null."""
        self._design, self._lines, self._values, self._picture = design, lines, values, picture
        self._current = min(self._current, len(lines) - 1)
        self.update()

    def choose(self, place: int) -> None:
        """Mark a text; -1 for none."""
        self._current = place
        self.update()

    # -- where things are ---------------------------------------------------------------------------------

    def _sheet(self) -> tuple[QRectF, float]:
        """The paper on screen, and the pixels of a millimetre."""
        assert self._design is not None
        width, height = self._design.size
        room = QRectF(self.rect()).adjusted(theme.MEDIUM, theme.MEDIUM, -theme.MEDIUM, -theme.MEDIUM)
        scale = min(room.width() / width, room.height() / height)
        left = room.left() + (room.width() - width * scale) / 2
        top = room.top() + (room.height() - height * scale) / 2
        return QRectF(left, top, width * scale, height * scale), scale

    def _layouts(self, line: CertificateLine, scale: float) -> tuple[list[QTextLayout], float]:
        """The text's paragraphs broken into lines of its width, and the height of one line."""
        pixels = line.size * _MM_PER_POINT * scale
        font = QFont()
        font.setFamilies(self._fonts(FONTS[line.font]))
        font.setPixelSize(max(1, round(pixels)))
        font.setBold(FONTS[line.font] == "title")
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        option = QTextOption(_ALIGN.get(line.align, Qt.AlignmentFlag.AlignHCenter))
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        found = []
        for paragraph in written(line.text or "", self._values).split("\n"):
            layout = QTextLayout(paragraph, font)
            layout.setTextOption(option)
            layout.beginLayout()
            while (made := layout.createLine()).isValid():
                made.setLineWidth(line.width * scale)
            layout.endLayout()
            found.append(layout)
        return found, pixels

    def _fonts(self, use: str) -> list[str]:
        if not self._families:
            self._families = paper_fonts.chosen(paper_fonts.installed())
        families = self._families[use]
        assert isinstance(families, list)
        return families

    def _box(self, line: CertificateLine) -> QRectF:
        """Where a text is on screen."""
        assert self._design is not None
        sheet, scale = self._sheet()
        layouts, pixels = self._layouts(line, scale)
        count = sum(max(1, layout.lineCount()) for layout in layouts)
        left = sheet.left() + (line.left + (self._design.shift_right or 0)) * scale
        top = sheet.top() + (line.top + (self._design.shift_down or 0)) * scale
        return QRectF(left, top, line.width * scale, pixels * (1 + (count - 1) * _PITCH))

    # -- painting -----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The paper, what is under the texts, the texts, the mark around the chosen one."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), theme.colour("sunken"))
        if self._design is None:
            return
        sheet, scale = self._sheet()
        painter.setPen(theme.colour("edge"))
        painter.setBrush(Qt.GlobalColor.white)  # paper is white in the dark look too
        painter.drawRect(sheet)
        if self._design.backing == FRAME:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for inset, points in ((8, 2.4), (11, 0.8)):
                painter.setPen(QPen(QColor(_EDGE), points * _MM_PER_POINT * scale))
                painter.drawRect(sheet.adjusted(*(each * scale for each in (inset, inset, -inset, -inset))))
        elif not self._picture.isNull():
            # The scan of a printed sheet helps to place the texts; only they are printed on it.
            painter.setOpacity(1 if self._design.backing == PICTURE else _FAINT)
            painter.drawImage(sheet, self._picture)
            painter.setOpacity(1)
        painter.setClipRect(sheet)
        for line in self._lines:
            self._paint_line(painter, line, scale)
        painter.setClipping(False)
        if 0 <= self._current < len(self._lines):
            style = Qt.PenStyle.SolidLine if self.hasFocus() else Qt.PenStyle.DashLine
            painter.setPen(QPen(theme.colour("focus"), 1.5, style))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._box(self._lines[self._current]).adjusted(-3, -3, 3, 3))

    def _paint_line(self, painter: QPainter, line: CertificateLine, scale: float) -> None:
        box = self._box(line)
        layouts, pixels = self._layouts(line, scale)
        painter.setPen(QColor(COLOURS[line.colour]))
        baseline = box.top() + pixels * _TO_BASELINE
        for layout in layouts:
            for at in range(layout.lineCount()):
                made = layout.lineAt(at)
                made.draw(painter, QPointF(box.left(), baseline - made.ascent() - made.position().y()))
                baseline += pixels * _PITCH
            if not layout.lineCount():
                baseline += pixels * _PITCH

    # -- keys and mouse -----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves the chosen text, or chooses another."""
        key = Qt.Key(event.key())
        turn = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(key)
        if turn and self._lines:
            self.chosen.emit((self._current + turn) % len(self._lines))
        elif key in _MOVES and 0 <= self._current < len(self._lines):
            step = _FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
            line = self._lines[self._current]
            right, down = _MOVES[key]
            self._move(line.left + right * step, line.top + down * step)
        else:
            super().keyPressEvent(event)

    def _move(self, left: float, top: float) -> None:
        self.moved.emit(self._current, round(max(0.0, left), 1), round(max(0.0, top), 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes hold of the topmost text under the mouse."""
        self._grip = None
        for place in reversed(range(len(self._lines))):
            line = self._lines[place]
            if self._box(line).adjusted(-2, -2, 2, 2).contains(event.position()):
                self._grip = (event.position(), line.left, line.top)
                self.chosen.emit(place)
                return

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drags it, to half a millimetre."""
        if self._grip is None:
            return
        start, left, top = self._grip
        _, scale = self._sheet()
        way = (event.position() - start) / scale
        self._move(round((left + way.x()) * 2) / 2, round((top + way.y()) * 2) / 2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets go."""
        self._grip = None
