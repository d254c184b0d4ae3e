"""The states of a yearly round in their order, each with the number of records in it; a click narrows the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui import theme

HEIGHT = 54
ALL = "全部"


class StateCell(QAbstractButton):
    """One state: the number above, the name below, an arrow to the next one."""

    def __init__(self, name: str, tone: str, arrow: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone, self._arrow = tone, arrow
        self._count = 0
        self.setText(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show another number."""
        self._count = count
        self.setAccessibleName(f"{self.text()}：{count}项")
        self.setToolTip(f"只看“{self.text()}”的" if self.text() != ALL else "不按状态筛选")
        self.updateGeometry()
        self.update()

    def count(self) -> int:
        """The number shown."""
        return self._count

    def sizeHint(self) -> QSize:
        """Wide enough for the name."""
        return QSize(round(QFontMetricsF(theme.font(0.9)).horizontalAdvance(self.text())) + 26, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The name is never cut, the room beside it may be small."""
        return QSize(round(QFontMetricsF(theme.font(0.9)).horizontalAdvance(self.text())) + 10, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the cell."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(2, 3, -2, -3)
        if self.isChecked() or self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selection" if self.isChecked() else "hover"))
            painter.drawRoundedRect(area, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 6, 6)
        chosen = self.isChecked()
        painter.setFont(theme.font(1.25, bold=True))
        painter.setPen(
            theme.colour("selection_text" if chosen else self._tone if self._count else "text_disabled")
        )
        painter.drawText(
            QRectF(area.left(), area.top() + 4, area.width(), 22),
            Qt.AlignmentFlag.AlignCenter,
            f"{self._count:,}",
        )
        painter.setFont(theme.font(0.9))
        painter.setPen(theme.colour("selection_text" if chosen else "text_muted"))
        painter.drawText(
            QRectF(area.left(), area.bottom() - 21, area.width(), 18),
            Qt.AlignmentFlag.AlignCenter,
            self.text(),
        )
        if self._arrow:
            painter.setPen(QPen(theme.colour("edge"), 1.5))
            tip = QPointF(self.width() - 1, self.height() / 2)
            painter.drawPolyline([tip + QPointF(-4, -5), tip, tip + QPointF(-4, 5)])


class StateStrip(QFrame):
    """`chosen` carries a state's name, '' for all. `ends` are states no arrow leads on from."""

    chosen = Signal(str)

    def __init__(
        self, states: Sequence[tuple[str, str]], ends: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.mark(self, role="card")
        self.setAccessibleName("按状态筛选")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.TIGHT, 0, theme.TIGHT, 0)
        row.setSpacing(0)
        self.cells: dict[str, StateCell] = {}
        for place, (name, tone) in enumerate([(ALL, "text"), *states]):
            last = place == len(states)
            cell = StateCell(name, tone, bool(place) and not last and name not in ends)
            cell.clicked.connect(lambda _=False, name=name: self._choose(name))
            self.cells[name] = cell
            row.addWidget(cell)
        self.show_chosen("")

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many are in each state."""
        for name, cell in self.cells.items():
            cell.show_count(sum(counts.values()) if name == ALL else counts.get(name, 0))

    def show_chosen(self, state: str) -> None:
        """Mark a state as the one that is looked at, '' for all; no signal is sent."""
        for name, cell in self.cells.items():
            cell.setChecked(name == (state or ALL))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← and → go from state to state."""
        cells = list(self.cells.values())
        at = next((place for place, cell in enumerate(cells) if cell.hasFocus()), None)
        if at is not None and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by = 1 if event.key() == Qt.Key.Key_Right else -1
            cells[(at + by) % len(cells)].setFocus()
            return
        super().keyPressEvent(event)

    def _choose(self, name: str) -> None:
        state = "" if name == ALL else name
        self.show_chosen(state)
        self.chosen.emit(state)
