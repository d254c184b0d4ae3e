"""How the cells of a list are painted: straight from the model's texts, with every colour kept ready."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui import theme
from ui.table_model import TableModel

PADDING = 8

_SELECTED = QStyle.StateFlag.State_Selected
_ELIDE = Qt.TextElideMode.ElideRight
_ALIGN = {
    "left": int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
    "right": int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
    "center": int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter),
}


class Shades:
    """The colours of the look on screen, made once: a QColor built per cell doubles the time of a frame."""

    def __init__(self) -> None:
        self._made: dict[str, QColor] = {}
        theme.announcer.changed.connect(self._made.clear)

    def __getitem__(self, token: str) -> QColor:
        found = self._made.get(token)
        if found is None:
            found = self._made[token] = theme.colour(token)
        return found


shades = Shades()


def paint_hairlines(view: QTableView, event: QPaintEvent) -> None:
    """The lines between the rows, once a row and to the very edge."""
    painter = QPainter(view.viewport())
    painter.setPen(shades["line"])
    area = event.rect()
    first = view.rowAt(area.top())
    if first < 0:
        return
    for row in range(first, view.model().rowCount()):
        bottom = view.rowViewportPosition(row) + theme.ROW_HEIGHT - 1
        if bottom > area.bottom():
            break
        painter.drawLine(area.left(), bottom, area.right(), bottom)


class CellPainter(QStyledItemDelegate):
    """Paints texts, the selection, the current row and the places that the search found."""

    def __init__(self, model: TableModel) -> None:
        super().__init__(model)
        self.current_row = -1
        self._model = model
        self._align = [_ALIGN[field.align] for field in model.fields]
        self._cut: dict[tuple[str, int], str] = {}
        self._metrics: QFontMetrics | None = None

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One cell."""
        rect = option.rect
        row, column = index.row(), index.column()
        selected = bool(option.state & _SELECTED)
        if selected:
            painter.fillRect(rect, shades["selection"])
        elif row == self.current_row:
            painter.fillRect(rect, shades["hover"])
        text = self._model.text(row, column)
        if not text:
            return
        if "\n" in text:
            text = text.replace("\n", " ")
        room = rect.adjusted(PADDING, 0, -PADDING, -1)
        if self._metrics is None or self._metrics.height() != option.fontMetrics.height():
            self._metrics, self._cut = QFontMetrics(option.fontMetrics), {}
        key = (text, room.width())
        cut = self._cut.get(key)
        if cut is None:
            if len(self._cut) > 20_000:
                self._cut.clear()
            cut = self._cut[key] = self._metrics.elidedText(text, _ELIDE, room.width())
        if self._model.needle:
            self._paint_found(painter, room, cut, self._align[column])
        painter.setPen(shades["selection_text" if selected else "text"])
        painter.drawText(room, self._align[column], cut)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Wide enough for the whole text: used when a column is fitted by a double click on its edge."""
        text = self._model.text(index.row(), index.column())
        return QSize(option.fontMetrics.horizontalAdvance(text) + 2 * PADDING + 2, theme.ROW_HEIGHT)

    def _paint_found(self, painter: QPainter, room: QRect, text: str, align: int) -> None:
        assert self._metrics is not None
        folded = text.casefold()
        for word in self._model.needle.casefold().split():
            at = folded.find(word)
            if at < 0:
                continue
            before = self._metrics.horizontalAdvance(text[:at])
            width = self._metrics.horizontalAdvance(text[at : at + len(word)])
            spare = room.width() - self._metrics.horizontalAdvance(text)
            if align == _ALIGN["right"]:
                before += spare
            elif align == _ALIGN["center"]:
                before += spare // 2
            painter.fillRect(
                QRect(room.left() + before, room.center().y() - 9, width, 20), shades["warn_soft"]
            )
