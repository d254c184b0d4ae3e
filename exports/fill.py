"""Filling a list sheet: a plan of the template and the records make the change to its XML, and what was to be said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from exports.fill_lines import Particulars, is_line, line_edits, own_cell, title_edits
from exports.fill_values import Filled, PlaceValues, Warned
from exports.fill_workbook import Template
from exports.package import Package
from exports.recognise import ColumnPlan, ListPlan, sheet_cells
from exports.recognise_form import FormPlan, PlacePlan
from exports.sheet_patch import SheetChange
from exports.sheet_styles import Styles
from exports.sheet_table import Table
from exports.sheet_values import Value
from exports.sheet_xml import LAST_ROW, Sheet
from exports.sources import Scope, Sources, organisation_ids
from models.errors import AppError

CHUNK = 2_000
Tick = Callable[[int, int], None]


def fill_list(
    sheet: Sheet,
    styles: Styles,
    plan: ListPlan,
    scope: Scope,
    records: Sequence[Any],
    particulars: Particulars,
    *,
    take_out_blank: bool = False,
    fit_heights: bool = False,
    tick: Tick | None = None,
) -> tuple[SheetChange, Filled]:
    """The change that fills the sheet with these records, and what is to be said about it.

    `take_out_blank`: rows that are left over go; `fit_heights`: rows get the height that their text needs.
    Raises AppError when there are more records than a sheet has rows.
    """
    if plan.first + len(records) > LAST_ROW:
        raise AppError(f"有{len(records)}行，一张工作表放不下。", "请按团组织分开导出。")
    sources = plan.subject.sources()
    filled = Filled(sheet.name, "list", len(records))
    count_once(plan, records, scope)
    change = SheetChange()
    columns: list[int] = []
    getters: list[PlaceValues] = []
    for column in plan.columns:
        if column.computed and column.match.sureness != "sure":
            continue  # the sheet reckons it itself
        name = _sure(column, sources, filled)
        if name is None:
            continue
        filled.columns[column.letters] = name
        source = sources.get(name)
        style = styles[_style(sheet, plan.first, column.column)]
        columns.append(column.column)
        getters.append(PlaceValues(column, source, style.is_date, filled))
    last = plan.last
    if last is None:
        last = plan.first + max(1, len(records)) - 1
        if plan.room_end is not None and last > plan.room_end:
            last = plan.room_end
    rows = _Rows(getters, records, scope, tick)
    change.tables.append(
        Table(plan.first, last, tuple(columns), rows, len(records), take_out_blank, fit_heights)
    )
    _fill_totals(sheet, plan, sources, rows, columns, change)
    counting = replace(particulars, counted=plan.subject.counted(scope))
    fill_words(sheet, plan.header_first, _foot(plan, sheet), scope, counting, change, filled)
    return change, filled


def _sure(place: ColumnPlan | PlacePlan, sources: Sources, filled: Filled) -> str | None:
    """The source that a place is filled from; None, and said, where nobody has decided."""
    match = place.match
    if match.source is not None and match.sureness == "sure":
        return match.source
    filled.unknown.append(f"{place.letters}: {place.header}")
    likely = next((name for name in (match.source, *match.others) if name in sources), None)
    if likely is not None:
        said = f"“{place.header}”可能是“{sources[likely].label}”，没有填，请确认"
        filled.warnings.append(Warned(filled.sheet, place.letters, None, said))
    return None


def count_once(plan: ListPlan, records: Sequence[Any], scope: Scope) -> None:
    """Make the scope count as a list with a totals row must; see Scope.listed."""
    if plan.totals is not None and plan.subject.organisation is not None:
        ids = organisation_ids(records, plan.subject.organisation)
        scope.listed = frozenset(id_ for id_ in ids if id_ is not None)


def fill_form(
    sheet: Sheet, styles: Styles, plan: FormPlan, scope: Scope, record: Any, particulars: Particulars
) -> tuple[SheetChange, Filled]:
    """The change that fills a form for one record, and what is to be said about it."""
    sources = plan.subject.sources()
    filled = Filled(sheet.name, "form", 1)
    change = SheetChange()
    for place in plan.places:
        name = _sure(place, sources, filled)
        if name is None or name not in sources:
            continue
        filled.columns[place.letters] = name
        style = styles[_style(sheet, place.row, place.column)]
        values = PlaceValues(place, sources[name], style.is_date, filled)
        change.cells[place.row, place.column] = values.values([record], scope, 0)[0]
    first = min((place.row for place in plan.places), default=1)
    last = max(place.row for place in plan.places) if plan.whole else max(sheet.rows, default=1)
    fill_words(sheet, first, last + 1, scope, particulars, change, filled)
    for row in sorted({place.row for place in plan.places}):  # lines of labels between the places
        for column, cell in sheet.cells(row).items():
            value = sheet.value(cell)
            if isinstance(value, str) and is_line(value) and (edits := line_edits(value, particulars)):
                change.edits[row, column] = edits
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
    width = max((column for _, column in cells), default=0)
    for (row, column), value in cells.items():
        if not isinstance(value, str) or head <= row < foot:
            continue
        beside = _beside(sheet, cells, row, column)
        if beside and beside[1] <= width and (text := own_cell(value, particulars)):
            change.cells[beside] = text
        elif (is_line(value, particulars.counted) and (edits := line_edits(value, particulars))) or (
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


class _Rows:
    """The rows of the table, made a chunk at a time by columns; can be gone through again."""

    def __init__(
        self, columns: Sequence[PlaceValues], records: Sequence[Any], scope: Scope, tick: Tick | None
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
    sources: Sources,
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
