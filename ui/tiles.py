"""Number tiles and small rings of a share, each a button that opens the records behind its figure."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import icons, theme


class Tile(QAbstractButton):
    """One figure: its name, the number, a line below, an icon; a `share` (0 to 1) is a ring instead."""

    def __init__(self, name: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._number = "–"
        self._note = ""
        self._share: float | None = None
        self.setText(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_figure("–")

    def show_figure(self, number: str, note: str = "", share: float | None = None) -> None:
        """Shows another number; `note` is what it is compared with or made of."""
        self._number, self._note, self._share = number, note, share
        self.setAccessibleName(f"{self.text()} {number}")
        self.setAccessibleDescription(note)
        self.setToolTip(f"{self.text()}：{number}\n{note}".strip() if note else "")
        self.update()

    def number(self) -> str:
        """The number shown."""
        return self._number

    def sizeHint(self) -> QSize:
        """Three lines and the margins."""
        wide = QFontMetricsF(theme.font(2.0, bold=True)).horizontalAdvance(self._number)
        return QSize(max(150, round(wide) + 90), 104)

    def minimumSizeHint(self) -> QSize:
        """Six tiles still stand beside each other in a small window."""
        return QSize(120, 104)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Shows that it can be pressed."""
        self.update()
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the tile."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = "pressed" if self.isDown() else "hover" if self.underMouse() else "surface"
        painter.setPen(
            QPen(theme.colour("focus" if self.hasFocus() else "line"), 2 if self.hasFocus() else 1)
        )
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(area if not self.hasFocus() else area.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        inner = area.adjusted(theme.LARGE, 14, -theme.LARGE, -12)
        self._draw_sign(painter, inner)
        self._draw_line(painter, inner, 0, theme.font(0.95), "text_muted", self.text(), 34)
        self._draw_line(painter, inner, 20, theme.font(2.0, bold=True), "text", self._number, 0)
        self._draw_line(painter, inner, 58, theme.font(0.9), "text_muted", self._note, 0)

    def _draw_line(
        self, painter: QPainter, inner: QRectF, top: float, font: object, token: str, text: str, right: float
    ) -> None:
        painter.setFont(font)
        painter.setPen(theme.colour(token))
        metrics = QFontMetricsF(painter.font())
        area = QRectF(inner.left(), inner.top() + top, inner.width() - right, metrics.height())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _draw_sign(self, painter: QPainter, inner: QRectF) -> None:
        number = QFontMetricsF(theme.font(2.0, bold=True)).horizontalAdvance(self._number)
        if self._share is None or number + 52 > inner.width():
            picture = icons.icon(self._icon).pixmap(QSize(20, 20), self.devicePixelRatioF())
            painter.drawPixmap(QPointF(inner.right() - 20, inner.top() - 1), picture)
            return
        ring = QRectF(inner.right() - 40, inner.top() + 14, 38, 38)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(theme.colour("pressed"), 6)
        painter.setPen(pen)
        painter.drawEllipse(ring)
        pen.setColor(theme.colour("good" if self._share >= 1 else "chart_2"))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if self._share > 0:
            painter.drawArc(ring, 90 * 16, -round(min(self._share, 1) * 360 * 16))
