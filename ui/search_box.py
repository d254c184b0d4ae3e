"""The search box in the window's top line: what is typed, as pinyin or characters, finds records of every kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from ui import icons, theme

_Index = QModelIndex | QPersistentModelIndex


class Hit(NamedTuple):
    """One record found: what it is called, what tells it from others, its kind's name and icon, what opens it."""

    title: str
    note: str
    kind: str
    icon: str
    target: object


class SearchBox(QLineEdit):
    """`chosen` carries the target of the hit that the person took."""

    chosen = Signal(object)

    def __init__(self, find: Callable[[str], Sequence[Hit]]) -> None:
        super().__init__()
        self._find = find
        self._panel: _Panel | None = None
        self._wait = QTimer(self, singleShot=True, interval=60)
        self._wait.timeout.connect(self._search)
        self.setProperty("role", "search")
        self.setClearButtonEnabled(True)
        self.setPlaceholderText("查找全部：姓名、支部、活动、拼音　Ctrl+K")
        self.setAccessibleName("查找全部记录")
        self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.textEdited.connect(lambda: self._wait.start())

    def begin(self) -> None:
        """Puts the cursor here with the last search chosen, so that typing replaces it."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        if self.text().strip():
            self._search()

    def hits(self) -> list[Hit]:
        """What is listed now."""
        return self._panel.model.hits if self._panel is not None and self._panel.isVisible() else []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ ↓ go through the hits, Enter opens, Esc closes."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._leave()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.hits():
            self._panel.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._wait.isActive():
                self._search()
            if self.hits():
                self._take(self._panel.list.currentIndex())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QEvent) -> None:
        """Closes the list when the person goes elsewhere."""
        super().focusOutEvent(event)
        self._close()

    def _search(self) -> None:
        self._wait.stop()
        typed = self.text().strip()
        if not typed:
            self._close()
            return
        if self._panel is None:
            self._panel = _Panel(self)
            self._panel.list.clicked.connect(self._take)
        self._panel.show_hits(list(self._find(typed)), typed)

    def _take(self, index: _Index) -> None:
        target = self._panel.model.hits[index.row()].target
        self._leave()
        self.chosen.emit(target)

    def _leave(self) -> None:
        self._close()
        self.clear()
        self.clearFocus()

    def _close(self) -> None:
        if self._panel is not None:
            self._panel.hide()


class _Panel(QFrame):
    """The hits, over the window and under the box; the focus stays in the box, so that input methods work."""

    _WIDTH = 480
    _ROW = 44
    _MOST = 9

    def __init__(self, box: SearchBox) -> None:
        super().__init__(box.window())
        self._box = box
        self.setObjectName("found")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.model = _Hits(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName("查找结果")
        self.list.entered.connect(self.list.setCurrentIndex)
        self._nothing = QLabel()
        self._nothing.setProperty("role", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.TIGHT, theme.TIGHT, theme.TIGHT, theme.TIGHT)
        layout.addWidget(self.list)
        layout.addWidget(self._nothing)
        box.window().installEventFilter(self)

    def show_hits(self, hits: list[Hit], typed: str) -> None:
        """Lists hits; says so when there are none."""
        self.model.replace(hits)
        self.list.setVisible(bool(hits))
        self._nothing.setVisible(not hits)
        self._nothing.setText(f"没有找到“{typed}”")
        rows = min(len(hits), self._MOST) * self._ROW if hits else 64
        self.resize(self._WIDTH, rows + 2 * theme.TIGHT + 2)
        self._place()
        if hits:
            self.list.setCurrentIndex(self.model.index(0))
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Goes down or up, round at the ends."""
        row = (self.list.currentIndex().row() + by) % len(self.model.hits)
        self.list.setCurrentIndex(self.model.index(row))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps its place under the box when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        window = self.parentWidget()
        below = self._box.mapTo(window, QPoint(0, self._box.height() + theme.TIGHT))
        left = min(below.x(), window.width() - self.width() - theme.SMALL)
        self.move(max(theme.SMALL, left), below.y())


class _Hits(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hits: list[Hit] = []

    def replace(self, hits: list[Hit]) -> None:
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        hit = self.hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{hit.kind} {hit.title} {hit.note}"
        return hit if role == Qt.ItemDataRole.UserRole else None


class _Row(QStyledItemDelegate):
    """Icon, title and note in two lines, the kind at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, _Panel._ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        hit: Hit = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect).adjusted(2, 1, -2, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(area, 6, 6)
        size = QSize(theme.ICON, theme.ICON)
        picture = icons.icon(hit.icon).pixmap(size, self.parent().devicePixelRatioF())
        painter.drawPixmap(int(area.left()) + 10, int(area.center().y()) - 9, picture)
        right = self._line(painter, area.adjusted(0, 0, -10, 0), hit.kind, 0.9, "text_muted", True)
        words = area.adjusted(40, 4, -right - 24, -4)
        self._line(painter, QRectF(words.topLeft(), QSize(int(words.width()), 18)), hit.title, 1.0, "text")
        below = QRectF(words.left(), words.bottom() - 16, words.width(), 16)
        self._line(painter, below, hit.note, 0.88, "text_muted")
        painter.restore()

    @staticmethod
    def _line(
        painter: QPainter, area: QRectF, text: str, factor: float, token: str, right: bool = False
    ) -> float:
        painter.setFont(theme.font(factor))
        painter.setPen(theme.colour(token))
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)
