"""The drop-down under a column's label: sort, search among its values, tick them, or give a range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from models.errors import FieldError
from models.fields import Date, Described, Integer, Kind
from ui import theme
from ui.filter_values import CountPainter, FilterValue, FilterValues
from ui.floating import Floating
from ui.icons import icon
from ui.table_filter import BlankFilter, Filter, RangeFilter, ValueFilter

WIDTH = 300
LIST_HEIGHT = 264


class FilterPanel(Floating):
    """Says what was chosen through `chosen` (a filter, or None for no filter) and `sort_chosen` (descending)."""

    chosen = Signal(object)
    sort_chosen = Signal(bool)

    def __init__(
        self, owner: QWidget, field: Described, counts: Mapping[Any, int], now: Filter | None, revealed: bool
    ) -> None:
        super().__init__(owner)
        self.field = field
        self._model = FilterValues(_values(field, counts, now, revealed), self)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(f"筛选{field.label}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.MEDIUM)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(self._sort_row())
        self._low, self._high = QLineEdit(), QLineEdit()
        self._said = QLabel()
        theme.mark(self._said, role="error")
        self._said.setWordWrap(True)
        self._said.hide()
        self._ranged = isinstance(field, Date) or _numeric(field, counts)
        if self._ranged:
            layout.addLayout(self._range_row(now))
            layout.addWidget(self._said)
        self._search = QLineEdit()
        theme.mark(self._search, role="search")
        self._search.setPlaceholderText("搜索，可用拼音")
        self._search.setAccessibleName(f"搜索{field.label}的值")
        self._search.setClearButtonEnabled(True)
        self._search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        layout.addWidget(self._search)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(CountPainter(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setAccessibleName(f"{field.label}的值")
        self._list.setFixedHeight(min(LIST_HEIGHT, 31 * max(3, self._model.rowCount()) + 4))
        layout.addWidget(self._list)
        layout.addLayout(self._blank_row(counts, now))
        layout.addLayout(self._end_row(now))
        self._search.textChanged.connect(self._model.search)
        self._model.ticked.connect(self._allow)
        for edit in (self._low, self._high):
            edit.textChanged.connect(self._allow)

    def open_at(self, anchor: QRect) -> None:
        """Show the panel with the keyboard in its search box."""
        self.open_below(anchor)
        self._search.setFocus()

    def accept(self) -> None:
        """Take what is chosen; a range that cannot be read is said and the panel stays."""
        try:
            found = self._range()
        except FieldError as error:
            self._said.setText(str(error))
            self._said.show()
            self.adjustSize()
            return
        if found is None and not self._model.everything():
            texts = self._model.chosen()
            if not texts:
                return
            found = ValueFilter(texts)
        self._finish(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the choice, the arrows walk from the search box into the list, blank ticks."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
            event.accept()
        elif key == Qt.Key.Key_Down and self._search.hasFocus() and self._model.rowCount():
            self._list.setFocus()
            self._list.setCurrentIndex(self._model.index(1 if self._model.rowCount() > 1 else 0))
        else:
            super().keyPressEvent(event)

    def _sort_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.TIGHT)
        for text, name, descending in (("升序", "arrow-up", False), ("降序", "arrow-down", True)):
            button = QPushButton(icon(name), text)
            button.setAccessibleName(f"按{self.field.label}{text}排列")
            button.setAutoDefault(False)
            theme.mark(button, tone="quiet")
            button.clicked.connect(lambda _=False, descending=descending: self._sort(descending))
            row.addWidget(button)
        row.addStretch()
        return row

    def _range_row(self, now: Filter | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL)
        for edit, words, value in (
            (self._low, "从", now.low if isinstance(now, RangeFilter) else None),
            (self._high, "到", now.high if isinstance(now, RangeFilter) else None),
        ):
            edit.setPlaceholderText("如 2010.05" if isinstance(self.field, Date) else "")
            edit.setAccessibleName(f"{self.field.label}{words}")
            edit.setText("" if value is None else value if isinstance(value, str) else f"{value:g}")
            row.addWidget(QLabel(words))
            row.addWidget(edit)
        return row

    def _blank_row(self, counts: Mapping[Any, int], now: Filter | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.TIGHT)
        blanks = sum(count for value, count in counts.items() if not self.field.show(value))
        if blanks and len(counts) > 1:
            for text, blank in (("只看空白", True), ("只看非空白", False)):
                button = QPushButton(text)
                button.setAutoDefault(False)
                theme.mark(button, tone="link")
                button.clicked.connect(lambda _=False, blank=blank: self._finish(BlankFilter(blank)))
                row.addWidget(button)
            row.addStretch()
        return row

    def _end_row(self, now: Filter | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL)
        clear = QPushButton("清除筛选")
        clear.setEnabled(now is not None)
        clear.setAutoDefault(False)
        clear.clicked.connect(lambda: self._finish(None))
        self._take = QPushButton("确定")
        self._take.setAutoDefault(False)
        theme.mark(self._take, tone="primary")
        self._take.clicked.connect(self.accept)
        row.addWidget(clear)
        row.addStretch()
        row.addWidget(self._take)
        return row

    def _allow(self) -> None:
        typed = bool(self._low.text().strip() or self._high.text().strip())
        self._take.setEnabled(typed or bool(self._model.chosen()))

    def _range(self) -> RangeFilter | None:
        if not self._ranged:
            return None
        low, high = self._bound(self._low), self._bound(self._high)
        return None if low is None and high is None else RangeFilter(low, high)

    def _bound(self, edit: QLineEdit) -> float | str | None:
        text = edit.text().strip()
        if not text:
            return None
        if isinstance(self.field, Date):
            value = self.field.understand(text, None).value
            return str(value)
        try:
            return float(text)
        except ValueError:
            raise FieldError(f"“{text}”不是数字") from None

    def _sort(self, descending: bool) -> None:
        self.sort_chosen.emit(descending)
        self.close_panel()

    def _finish(self, found: Filter | None) -> None:
        self.chosen.emit(found)
        self.close_panel()


def _numeric(field: Described, counts: Mapping[Any, int]) -> bool:
    if isinstance(field, Kind) and not isinstance(field, Integer):
        return False  # a link's ids are numbers too
    values = [value for value in counts if value is not None]
    return bool(values) and all(isinstance(one, int | float) and not isinstance(one, bool) for one in values)


def _values(
    field: Described, counts: Mapping[Any, int], now: Filter | None, revealed: bool
) -> list[FilterValue]:
    """What the column shows, each text once, in the column's order, blank last."""
    found: dict[str, FilterValue] = {}
    for value in sorted((one for one in counts if one is not None), key=field.sort_key):
        text = field.show(value)
        ticked = now is None or now.accepts(value, text)
        if text in found:
            found[text].count += counts[value]
            found[text].ticked |= ticked
        else:
            found[text] = FilterValue(text, text if revealed else field.mask(value), counts[value], ticked)
    blank = counts.get(None, 0) + (found.pop("").count if "" in found else 0)
    if blank:
        found[""] = FilterValue("", "", blank, now is None or now.accepts(None, ""))
    return list(found.values())
