"""A committee's workbook filled for looking at: what stands in its cells, whose rows they are, what lies behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exports.fill import Tick
from exports.fill_book import BookPlan, SheetPlan, fill_book
from exports.fill_values import Filled
from exports.fill_view import behind, place_at, records_of
from exports.fill_workbook import Template
from exports.package import Package
from exports.recognise import ListPlan
from exports.sheet_values import Value
from exports.sheet_xml import Sheet, has_formula
from exports.sources import Scope
from exports.xls_book import CannotPatch, OldBook
from models.errors import AppError
from models.organisation import Organisation
from models.record import Record


@dataclass
class Cells:
    """What stands in one sheet by (row, column) from 1; `formulas` are the places that are calculated."""

    values: dict[tuple[int, int], Value] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True)
class Wish:
    """For what and how a workbook is to be filled. `record` is whom the forms are about."""

    year: int
    organisation: Organisation | None = None
    record: Any = None
    full: bool = False
    take_out_blank: bool = False
    part: str = ""  # of the year; see Scope

    def scope(self) -> Scope:
        """What the wish counts."""
        return Scope(self.year, self.organisation, self.full, part=self.part)


@dataclass
class DraftSheet:
    """One sheet of a draft: its plan, the records of its rows (of a form: the one), and what it now holds."""

    plan: SheetPlan
    scope: Scope
    records: list[Any]
    filled: Filled
    cells: Cells
    totals: int | None = None  # the totals row where it stands now

    def record_at(self, row: int) -> Any:
        """The record that a row (from 1) of the filled sheet is about; None outside the records' rows."""
        if not isinstance(self.plan, ListPlan):
            return self.records[0] if self.records else None
        at = row - self.plan.first
        return self.records[at] if 0 <= at < len(self.records) else None

    def behind(self, row: int, column: int) -> tuple[type[Record], list[int]] | None:
        """The records that a cell rests on; those of all rows for the totals. None where nothing was filled."""
        place = place_at(self.plan, row, column)
        if place is None:
            return None
        in_totals = isinstance(self.plan, ListPlan) and row == self.totals
        records = self.records if in_totals else [each for each in (self.record_at(row),) if each is not None]
        found = behind(self.plan, place, records, self.scope)
        if found is None:
            return None
        kind, ids = found
        return kind, [id_ for id_ in ids if id_ is not None]  # a form's record need not be stored


@dataclass
class Draft:
    """A filled workbook beside the template. `keeps_format`: an .xls could be filled as .xls in place."""

    plan: BookPlan
    wish: Wish
    path: Path
    keeps_format: bool
    sheets: list[DraftSheet] = field(default_factory=list)


def make_draft(plan: BookPlan, wish: Wish, folder: Path, tick: Tick | None = None) -> Draft:
    """Fill the workbook into a file of `folder` and note what stands where.

    An .xls that cannot be filled in place is made as .xlsx instead; see Draft.keeps_format. Raises AppError.
    """
    path = folder / f"draft{plan.path.suffix.lower()}"
    keeps = True
    try:
        filled = fill_wish(plan, wish, path, tick=tick)
    except AppError as error:
        if not isinstance(error.__cause__, CannotPatch):
            raise
        keeps, path = False, path.with_suffix(".xlsx")
        filled = fill_wish(plan, wish, path, tick=tick)
    draft = Draft(plan, wish, path, keeps)
    held = cells_of(path, [sheet.sheet for sheet in plan.sheets])
    for sheet, said in zip(plan.sheets, filled, strict=True):
        scope = wish.scope()
        is_list = isinstance(sheet, ListPlan)
        records = records_of(sheet, scope) if is_list or wish.record is None else [wish.record]
        totals = _totals_row(sheet, len(records), wish.take_out_blank)
        draft.sheets.append(DraftSheet(sheet, scope, records, said, held[sheet.sheet], totals))
    return draft


def fill_wish(
    plan: BookPlan, wish: Wish, out: Path, *, convert: bool = False, tick: Tick | None = None
) -> list[Filled]:
    """fill_book as a wish says."""
    return fill_book(
        plan,
        wish.year,
        out,
        organisation=wish.organisation,
        record=wish.record,
        full=wish.full,
        part=wish.part,
        take_out_blank=wish.take_out_blank,
        convert=convert,
        tick=tick,
    )


def cells_of(path: Path, sheets: Sequence[str] | None = None) -> dict[str, Cells]:
    """What stands in a workbook, by sheet: the visible ones unless `sheets` names them. Raises AppError."""
    if path.suffix.lower() == ".xls":
        book = OldBook(path)
        return {name: _cells(book.sheet(name)) for name in (book.visible if sheets is None else sheets)}
    with Package(path) as package:
        template = Template(package)
        names = [place.name for place in template.places if not place.hidden] if sheets is None else sheets
        return {name: _cells(template.sheet(name)) for name in names}


def _cells(sheet: Sheet) -> Cells:
    found = Cells()
    for row in sheet.rows:
        for column, cell in sheet.cells(row).items():
            if not cell.inner:
                continue
            if has_formula(cell.inner, sheet.prefix):
                found.formulas.add((row, column))
            value = sheet.value(cell)
            if value is not None and value != "":
                found.values[row, column] = value
    return found


def _totals_row(plan: SheetPlan, count: int, take_out_blank: bool) -> int | None:
    """Where the totals row stands once `count` records are in."""
    if not isinstance(plan, ListPlan) or plan.totals is None:
        return None
    if plan.totals < plan.first or plan.last is None:
        return plan.totals
    room = plan.last - plan.first + 1
    if count > room:
        return plan.totals + count - room
    return plan.totals - (room - max(1, count) if take_out_blank else 0)
