"""The Qt model of a list: which rows are shown in which order, and their texts, asked for a page at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from models.fields import Described, LongText
from ui.table_filter import Filter
from ui.table_rows import Rows
from ui.table_search import SearchTexts

PAGE = 64
BLOCK = 1_000
KEPT = 20_000

_DISPLAY = Qt.ItemDataRole.DisplayRole
_ALIGNMENT = Qt.ItemDataRole.TextAlignmentRole
_TOOL_TIP = Qt.ItemDataRole.ToolTipRole
_HORIZONTAL = Qt.Orientation.Horizontal
_ALIGNMENTS = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter,
}


@dataclass(frozen=True)
class SortColumn:
    """One column that the list is sorted by."""

    field: str
    descending: bool = False


class SeenRows(Iterable[list[str]]):
    """The rows shown now, as texts of some columns; read block by block while one goes through them."""

    def __init__(self, model: TableModel, columns: Sequence[int]) -> None:
        self._model, self._columns = model, columns
        self._positions, self._revealed = model.positions(), model.revealed

    def __len__(self) -> int:
        return len(self._positions)

    def __iter__(self) -> Iterator[list[str]]:
        many = len(self) > BLOCK
        for start in range(0, len(self), BLOCK):
            block = self._positions[start : start + BLOCK]
            yield from self._model.texts_at(block, self._columns, many, self._revealed)


class TableModel(QAbstractTableModel):
    """Rows filtered, searched and sorted here, without a proxy: a list of positions into `rows.ids`.

    Signals: `about_to_rearrange` before and `rearranged` after the rows shown or their order change.
    """

    about_to_rearrange = Signal()
    rearranged = Signal()

    def __init__(self, rows: Rows, fields: Sequence[Described], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.fields = list(fields)
        self.filters: dict[str, Filter] = {}
        self.sorting: tuple[SortColumn, ...] = ()
        self.needle = ""
        self.revealed = False
        self.texts = SearchTexts(rows)
        self._wanted = list(range(len(self.fields)))
        self._alignments = [_ALIGNMENTS[field.align] for field in self.fields]
        self._ranks: dict[str, list[int]] = {}
        self._cells: dict[int, list[str]] = {}  # the texts of a row's columns, by position
        self._sorted: list[int] | None = None  # every row in the sort order; None: as the query gives them
        self._passed: list[int] | None = None  # after the filters; None: all
        self._shown: Sequence[int] = range(len(rows.ids))

    # -- what Qt asks ---------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """How many columns the list has, hidden ones included."""
        return 0 if parent.isValid() else len(self.fields)

    def data(self, index: QModelIndex, role: int = _DISPLAY, _display: Any = _DISPLAY) -> Any:
        """The text of a cell, its alignment, and the whole of a long text as tool tip."""
        if role == _display:
            return self.text(index.row(), index.column()) if index.isValid() else None
        if not index.isValid():
            return None
        if role == _ALIGNMENT:
            return self._alignments[index.column()]
        if role == _TOOL_TIP and isinstance(self.fields[index.column()], LongText):
            return self.text(index.row(), index.column()) or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Labels above, row numbers at the side."""
        if role == _DISPLAY:
            if orientation == _HORIZONTAL:
                return self.fields[section].label if 0 <= section < len(self.fields) else None
            return section + 1 if 0 <= section < len(self._shown) else None
        if role == _ALIGNMENT and orientation == _HORIZONTAL and 0 <= section < len(self.fields):
            return self._alignments[section]
        return None

    # -- cells ----------------------------------------------------------------------------------------

    def text(self, row: int, column: int) -> str:
        """What the cell shows; sensitive values are masked until `set_revealed(True)`."""
        found = self._cells.get(self._shown[row])
        if found is None:
            self._read_page(row // PAGE * PAGE)
            found = self._cells[self._shown[row]]
        return found[column]

    def texts_of(self, rows: Sequence[int], columns: Sequence[int]) -> list[list[str]]:
        """What these rows show in these columns, for copying however many."""
        positions = [self._shown[row] for row in rows]
        return self.texts_at(positions, columns, len(rows) > PAGE, self.revealed)

    def texts_at(
        self, positions: Sequence[int], columns: Sequence[int], many: bool, revealed: bool
    ) -> list[list[str]]:
        """As texts_of, by position; with `many` whole columns are read, once."""
        texts = []
        for column in columns:
            field = self.fields[column]
            values = self.rows.column(field) if many else self.rows.some(positions, field)
            chosen = [values[at] for at in positions]
            show = field.show if revealed else field.mask
            shown = {value: show(value) for value in set(chosen)}
            texts.append([shown[value] for value in chosen])
        return [list(line) for line in zip(*texts, strict=True)]

    def positions(self) -> list[int]:
        """The positions in `rows` of all rows shown, in their order."""
        return list(self._shown)

    def value(self, row: int, field: Described) -> Any:
        """The value behind a cell of any field, shown or not."""
        position = self._shown[row]
        return self.rows.some([position], field)[position]

    def position(self, row: int) -> int:
        """Where the row's record stands in `rows`."""
        return self._shown[row]

    def id_at(self, row: int) -> int:
        """The id of the record in this row."""
        return self.rows.ids[self._shown[row]]

    def ids(self) -> list[int]:
        """The ids of all rows shown, in their order."""
        ids = self.rows.ids
        return [ids[at] for at in self._shown]

    def row_of(self, record_id: int) -> int | None:
        """The row that shows this record, or None."""
        at = self.rows.position(record_id)
        if at is None:
            return None
        try:
            return self._shown.index(at)
        except ValueError:
            return None

    def total(self, field: Described) -> float | None:
        """The sum of a number column over the rows shown; None when none has a number."""
        column = self.rows.column(field)
        numbers = [column[at] for at in self._shown if column[at] is not None]
        return sum(numbers) if numbers else None

    def counts(self, field: Described) -> dict[Any, int]:
        """How often each value stands in the rows that pass the other columns' filters, for the filter's list."""
        column = self.rows.column(field)
        others = {name: one for name, one in self.filters.items() if name != field.name}
        passed = self._after_filters(others)
        counted: dict[Any, int] = {}
        for at in range(len(self.rows.ids)) if passed is None else passed:
            value = column[at]
            counted[value] = counted.get(value, 0) + 1
        return counted

    # -- what is shown --------------------------------------------------------------------------------

    def set_filters(self, filters: Mapping[str, Filter]) -> None:
        """Show only the rows that pass a filter of every named field."""
        self.filters = dict(filters)
        self._passed = self._after_filters(self.filters)
        self._show_again()

    def set_search(self, needle: str) -> None:
        """Show only the rows in which every word of `needle` occurs, written or in pinyin."""
        self.needle = needle
        self._show_again()

    def set_sorting(self, sorting: Sequence[SortColumn]) -> None:
        """Sort by the first column, rows that are equal there by the second, and so on; blanks come last."""
        self.sorting = tuple(sorting)
        self._sorted = self._in_order()
        self._passed = self._after_filters(self.filters)
        self._show_again()

    def set_wanted(self, names: Collection[str]) -> None:
        """Read only these fields for the cells; the others' columns are hidden and stay empty."""
        self._wanted = [at for at, field in enumerate(self.fields) if field.name in names]
        self._cells = {}
        self._repaint()

    def set_revealed(self, revealed: bool) -> None:
        """Show sensitive values in full, or masked again."""
        self.revealed = revealed
        self._cells = {}
        self._repaint()

    def set_query(self, query: Any) -> None:
        """List other records of the same class."""
        self.rows.query = query
        self.reload()

    def reload(self, changed: Collection[int] | None = None) -> None:
        """Read everything again after a change; filters, search and sorting stay.

        `changed` are the ids of the records that were changed, where no others they name were.
        """
        self.about_to_rearrange.emit()
        self.beginResetModel()
        self.rows.reload()
        self.texts = SearchTexts(self.rows) if changed is None else self.texts.after(changed)
        self._ranks = {}
        self._sorted = self._in_order()
        self._passed = self._after_filters(self.filters)
        self._shown = self._after_search()
        self._cells = {}
        self.endResetModel()
        self.rearranged.emit()

    def _repaint(self) -> None:
        if self.fields and self._shown:
            last = self.index(len(self._shown) - 1, len(self.fields) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [_DISPLAY])

    def _show_again(self) -> None:
        shown = self._after_search()
        self.about_to_rearrange.emit()
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()
        self.rearranged.emit()

    def _after_search(self) -> Sequence[int]:
        everything = self._passed if self._passed is not None else self._base()
        return self.texts.matching(self.needle, everything) if self.needle.strip() else everything

    def _base(self) -> Sequence[int]:
        return range(len(self.rows.ids)) if self._sorted is None else self._sorted

    def _after_filters(self, filters: Mapping[str, Filter]) -> list[int] | None:
        passed: Sequence[int] = self._base()
        fields = {field.name: field for field in self.fields}
        for name, one in filters.items():
            field = fields[name]
            column = self.rows.column(field)
            accepted = {value: one.accepts(value, field.show(value)) for value in set(column)}
            passed = [at for at in passed if accepted[column[at]]]
        return passed if isinstance(passed, list) and filters else None

    def _in_order(self) -> list[int] | None:
        if not self.sorting:
            return None
        fields = {field.name: field for field in self.fields}
        order = list(range(len(self.rows.ids)))
        for one in reversed(self.sorting):
            rank = self._rank(fields[one.field])
            filled = [at for at in order if rank[at] >= 0]
            blank = [at for at in order if rank[at] < 0]
            filled.sort(key=rank.__getitem__, reverse=one.descending)
            order = filled + blank
        return order

    def _rank(self, field: Described) -> list[int]:
        """For each row the place of its value among all values; -1 for blank."""
        found = self._ranks.get(field.name)
        if found is None:
            column = self.rows.column(field)
            values = sorted((value for value in set(column) if value is not None), key=field.sort_key)
            place: dict[Any, int] = {value: at for at, value in enumerate(values)}
            place[None] = -1
            found = self._ranks[field.name] = [place[value] for value in column]
        return found

    def _read_page(self, first: int) -> None:
        """Read what is not yet known of the page that begins with this row."""
        if len(self._cells) > KEPT:
            self._cells = {}
        positions = [at for at in self._shown[first : first + PAGE] if at not in self._cells]
        fields = [self.fields[at] for at in self._wanted]
        shows = [field.show if self.revealed else field.mask for field in fields]
        for position, values in zip(positions, self.rows.page(positions, fields), strict=True):
            line = [""] * len(self.fields)
            if values is not None:
                for at, show, value in zip(self._wanted, shows, values, strict=True):
                    line[at] = show(value)
            self._cells[position] = line
