"""Filling a list sheet: a plan of the template and the records make the change to its XML, and what was to be said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from exports.fill_lines import Particulars, is_line, line_edits, own_cell, title_edits
from exports.fill_workbook import Template
from exports.package import Package
from exports.recognise import ColumnPlan, ListPlan, sheet_cells
from exports.sheet_patch import SheetChange
from exports.sheet_styles import Styles
from exports.sheet_table import Table
from exports.sheet_values import Value
from exports.sheet_xml import LAST_ROW, Sheet
from exports.sources import Scope, Source
from models import partial_date
from models.errors import AppError, FieldError
from models.fields import Date, Kind
from models.text import nearest, squash

CHUNK = 2_000
Tick = Callable[[int, int], None]
_EPOCH = date(1899, 12, 30).toordinal()  # day 0 of Excel's calendar from March 1900 on


@dataclass(frozen=True)
class Warned:
    """Something to look at before the sheet is sent; `row` counts the records from 0, None: the whole sheet."""

    sheet: str
    column: str
    row: int | None
    message: str


@dataclass
class Filled:
    """What became of one sheet."""

    sheet: str
    kind: str  # list or form
    rows: int
    columns: dict[str, str] = field(default_factory=dict)  # letters → name of field or figure
    unknown: list[str] = field(default_factory=list)  # “Q: header”
    warnings: list[Warned] = field(default_factory=list)


def fill_list(
    sheet: Sheet,
    styles: Styles,
    plan: ListPlan,
    scope: Scope,
    records: Sequence[Any],
    particulars: Particulars,
    *,
    ours: bool = False,
    tick: Tick | None = None,
) -> tuple[SheetChange, Filled]:
    """The change that fills the sheet with these records, and what is to be said about it.

    `ours`: a template of our own, whose left over rows are taken out and whose rows get the height they need.
    Raises AppError when there are more records than a sheet has rows.
    """
    if plan.first + len(records) > LAST_ROW:
        raise AppError(f"有{len(records)}行，一张工作表放不下。", "请按团组织分开导出。")
    sources = plan.subject.sources()
    filled = Filled(sheet.name, "list", len(records))
    scope.each_once = plan.totals is not None
    change = SheetChange()
    columns: list[int] = []
    getters: list[_Column] = []
    for column in plan.columns:
        name = column.match.source
        if name is None:
            filled.unknown.append(f"{column.letters}: {column.header}")
            continue
        filled.columns[column.letters] = name
        source = sources.get(name)
        style = styles[_style(sheet, plan.first, column.column)]
        columns.append(column.column)
        getters.append(_Column(column, source, style.is_date, filled))
    last = plan.last
    if last is None:
        last = plan.first + max(1, len(records)) - 1
        if plan.room_end is not None and last > plan.room_end:
            last = plan.room_end
    rows = _Rows(getters, records, scope, tick)
    change.tables.append(Table(plan.first, last, tuple(columns), rows, len(records), ours, ours))
    _fill_totals(sheet, plan, sources, rows, columns, change)
    fill_words(sheet, plan.header_first, _foot(plan, sheet), scope, particulars, change, filled)
    return change, filled


def fill_words(
    sheet: Sheet,
    head: int,
    foot: int,
    scope: Scope,
    particulars: Particulars,
    change: SheetChange,
    filled: Filled,
) -> None:
    """The words above row `head` and from row `foot` on: 填报单位 …, and the year of the title."""
    cells = sheet_cells(sheet)
    for (row, column), value in cells.items():
        if not isinstance(value, str) or head <= row < foot:
            continue
        if is_line(value):
            edits = line_edits(value, particulars)
            if edits:
                change.edits[row, column] = edits
                continue
        beside = _beside(sheet, cells, row, column)
        if beside and (text := own_cell(value, particulars)):
            change.cells[beside] = text
        elif (
            row < head
            and "：" not in value
            and ":" not in value
            and (edits := title_edits(value, scope.year))
        ):
            change.edits[row, column] = edits
        elif row < head and str(scope.year) not in value and title_edits(value, scope.year):
            filled.warnings.append(Warned(sheet.name, "", None, f"“{value.strip()}”里写着别的年份，请核对"))


def fill_template(
    path: Path,
    target: Path,
    prepare: Callable[[Template], tuple[dict[str, SheetChange], list[Filled]]],
) -> list[Filled]:
    """Open a template, let `prepare` make the changes of its sheets, and write the filled workbook."""
    with Package(path) as package:
        template = Template(package)
        changes, filled = prepare(template)
        template.write(target, changes)
    return filled


class _Column:
    """One column being filled: where its values come from and what the sheet allows there."""

    def __init__(self, plan: ColumnPlan, source: Source | None, dated: bool, filled: Filled) -> None:
        self.plan, self.source, self._filled = plan, source, filled
        described = source.described if source else None
        self._kind = described if isinstance(described, Kind) else None
        self._dated = dated and isinstance(described, Date)
        self._known: dict[str, Value] = {}

    def values(self, records: Sequence[Any], scope: Scope, first: int) -> list[Value]:
        """The column's values for these records, the first of which is the record number `first`."""
        if self.source is None:
            return list(range(first + 1, first + 1 + len(records)))
        if self._dated:
            return [
                self._date(record, text)
                for record, text in zip(records, self._raw(records, scope), strict=True)
            ]
        found = self._raw(records, scope)
        if self.plan.choices:
            found = [self._chosen(value, first + at) for at, value in enumerate(found)]
        if self.plan.limit:
            found = [self._cut(value, first + at) for at, value in enumerate(found)]
        return found

    def _raw(self, records: Sequence[Any], scope: Scope) -> list[Value]:
        assert self.source is not None
        return self.source.get(records, scope)

    def _date(self, record: Any, shown: Value) -> Value:
        """A day as the number that the column's own date format shows; a month stays text: it has no day."""
        assert self._kind is not None and self.source is not None
        stored = record.__data__.get(self._kind.name) if "." not in self.source.name else None
        if isinstance(stored, str) and len(stored) == 10:
            return partial_date.first_day(stored).toordinal() - _EPOCH
        return shown

    def _chosen(self, value: Value, row: int) -> Value:
        """The word of the sheet's drop-down list that means the value; said when there is none."""
        if not isinstance(value, str) or value in self.plan.choices:
            return value
        if value not in self._known:
            self._known[value] = next((word for word in self.plan.choices if self._means(word, value)), value)
        if self._known[value] == value:
            near = nearest(value, self.plan.choices, 1)
            said = f"“{value}”不在这一列的下拉选项里" + (f"，最接近的是“{near[0]}”" if near else "")
            self._filled.warnings.append(Warned(self._filled.sheet, self.plan.letters, row, said))
        return self._known[value]

    def _means(self, word: str, value: str) -> bool:
        if squash(word) == squash(value):
            return True
        try:
            return self._kind is not None and self._kind.show(self._kind.read(word).value) == value
        except FieldError:
            return False

    def _cut(self, value: Value, row: int) -> Value:
        limit = self.plan.limit
        if not isinstance(value, str) or limit is None or len(value) <= limit:
            return value
        said = f"有{len(value)}字，表上限{limit}字，只填了前{limit}字"
        self._filled.warnings.append(Warned(self._filled.sheet, self.plan.letters, row, said))
        return value[:limit]


class _Rows:
    """The rows of the table, made a chunk at a time by columns; can be gone through again."""

    def __init__(
        self, columns: Sequence[_Column], records: Sequence[Any], scope: Scope, tick: Tick | None
    ) -> None:
        self._columns, self._records, self._scope, self._tick = columns, records, scope, tick

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        if not self._columns:
            yield from (() for _ in self._records)
            return
        for start in range(0, len(self._records), CHUNK):
            if self._tick:
                self._tick(start, len(self._records))
            part = self._records[start : start + CHUNK]
            yield from zip(
                *(column.values(part, self._scope, start) for column in self._columns), strict=True
            )


def _fill_totals(
    sheet: Sheet,
    plan: ListPlan,
    sources: dict[str, Source],
    rows: _Rows,
    columns: list[int],
    change: SheetChange,
) -> None:
    """The sums into a totals row that has no formulas of its own."""
    if plan.totals is None:
        return
    held = sheet.cells(plan.totals)
    wanted: list[tuple[int, int]] = []
    for place, column in enumerate(columns):
        source = sources.get(next(each for each in plan.columns if each.column == column).match.source or "")
        if source and source.adds_up and not (column in held and held[column].inner):
            wanted.append((place, column))
    if not wanted:
        return
    sums = [0.0] * len(wanted)
    kept = list(rows)
    for values in kept:
        for at, (place, _) in enumerate(wanted):
            value = values[place]
            sums[at] += value if isinstance(value, int | float) else 0
    change.tables[0].rows = kept
    for (_, column), total in zip(wanted, sums, strict=True):
        change.cells[plan.totals, column] = int(total) if total == int(total) else round(total, 2)


def _foot(plan: ListPlan, sheet: Sheet) -> int:
    last = plan.last if plan.last is not None else max(sheet.rows, default=plan.first)
    return max(last, plan.totals or 0) + 1


def _beside(
    sheet: Sheet, cells: dict[tuple[int, int], Value], row: int, column: int
) -> tuple[int, int] | None:
    """The blank cell to the right of a cell, over its merge."""
    area = next((area for area in sheet.merges if area.holds(row, column)), None)
    place = (row, (area.last_column if area else column) + 1)
    return None if place in cells else place


def _style(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cells(row).get(column)
    return cell.style if cell else sheet.blank_style(row, column)
