"""What stands under a list: how many records there are and are listed, the sums of its columns and of what is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollBar, QVBoxLayout, QWidget

from models.fields import Decimal, Described, Integer
from ui import theme
from ui.table_totals import TotalsLine
from ui.table_view import TableView

# Numbers with these units are not amounts: their sum says nothing.
_NO_AMOUNT = frozenset({"", "%", "年", "个月", "月", "岁", "届"})


class TableGrid(QWidget):
    """The view with its totals line under it and one scroll bar for both."""

    def __init__(self, view: TableView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.totals = TotalsLine(view)
        self._view = view
        self._bar = QScrollBar(Qt.Orientation.Horizontal)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(view, 1)
        layout.addWidget(self.totals)
        layout.addWidget(self._bar)
        own = view.horizontalScrollBar()
        own.rangeChanged.connect(self._follow)
        own.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(own.setValue)
        self._follow(own.minimum(), own.maximum())

    def _follow(self, low: int, high: int) -> None:
        own = self._view.horizontalScrollBar()
        self._bar.setRange(low, high)
        self._bar.setPageStep(own.pageStep())
        self._bar.setSingleStep(own.singleStep())
        self._bar.setVisible(high > low)


class TableStatus(QWidget):
    """One line of words; `tell` brings it and the totals up to date, the selection is followed by itself."""

    def __init__(self, view: TableView, totals: TotalsLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view, self._model, self._totals = view, view.table_model, totals
        self.counted, self.summed = QLabel(), QLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.SMALL, theme.TIGHT, theme.SMALL, theme.TIGHT)
        for label in (self.counted, self.summed):
            theme.mark(label, role="caption")
            label.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(self.counted)
        layout.addStretch()
        layout.addWidget(self.summed)
        self._later = QTimer(self, singleShot=True, interval=30)
        self._later.timeout.connect(self._sum)
        view.picked.connect(self._later.start)

    def tell(self) -> None:
        """Count the rows and add up the columns on screen."""
        shown, all_ = self._model.rowCount(), len(self._model.rows.ids)
        self.counted.setText(f"共 {all_:,} 条" if shown == all_ else f"列出 {shown:,} 条，共 {all_:,} 条")
        self.counted.setVisible(all_ > 0)
        totals = {}
        for column in self._view.shown_columns() if shown else ():
            field = self._model.fields[column]
            total = self._model.total(field) if _is_amount(field) else None
            if total is not None:
                totals[column] = _number(total)
        self._totals.set_totals(totals)
        self._later.start()

    def _sum(self) -> None:
        """As in Excel: how much is chosen, and what its numbers make."""
        if not self.isVisible():
            return
        chosen = self._view.selectionModel().selection()
        if sum(part.width() * part.height() for part in chosen) < 2:
            self.summed.setText("")
            return
        numbers: list[float] = []
        for column in self._view.shown_columns():
            field = self._model.fields[column]
            if _is_amount(field) or isinstance(field, Decimal):
                parts = [part for part in chosen if part.left() <= column <= part.right()]
                values = self._model.rows.column(field) if parts else []
                for part in parts:
                    rows = range(part.top(), part.bottom() + 1)
                    found = (values[self._model.position(row)] for row in rows)
                    numbers += [value for value in found if value is not None]
        said = [f"选中 {len(self._view.chosen_rows()):,} 行"]
        if numbers:
            said += [f"求和 {_number(sum(numbers))}", f"平均 {_number(sum(numbers) / len(numbers))}"]
        self.summed.setText("　".join(said))


def _is_amount(field: Described) -> bool:
    return isinstance(field, Integer) and field.unit not in _NO_AMOUNT


def _number(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")
