"""What the search box lists: the hits in two lines each, over the window and under the box."""

from __future__ import annotations

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
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QPainter
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
from ui.hit import Hit

_Index = QModelIndex | QPersistentModelIndex


class HitPanel(QFrame):
    """The hits, over the window and under the box; the focus stays in the box, so that input methods work.

    `taken` carries the target of the hit that was clicked.
    """

    taken = Signal(object)

    _WIDTH = 480
    _ROW = 44
    _MOST = 9

    def __init__(self, box: QLineEdit) -> None:
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
        self.list.clicked.connect(lambda _index: self.taken.emit(self.target()))
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

    def target(self) -> object:
        """What the chosen hit opens."""
        return self.model.hits[self.list.currentIndex().row()].target

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
        return QSize(100, HitPanel._ROW)

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
