"""What a person sees of a filling: pictures of the sheets, the records behind a cell, the report of the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from exports.fill import count_once
from exports.fill_book import BookPlan, SheetPlan, record_of_form
from exports.fill_values import Filled
from exports.fill_workbook import Template
from exports.package import Package
from exports.recognise import ColumnPlan
from exports.recognise_form import FormPlan, PlacePlan
from exports.sheet_picture import SheetPicture, picture
from exports.sources import Scope
from exports.xls_book import OldBook
from models.record import Record


def pictures(plan: BookPlan, path: Path | None = None) -> dict[str, SheetPicture]:
    """A picture of each planned sheet by name: of the template, or of the filled workbook at `path`."""
    wanted = [sheet.sheet for sheet in plan.sheets]
    path = path or plan.path
    if path.suffix.lower() == ".xls":
        book = OldBook(path)
        return {name: picture(book.sheet(name), book.styles, book.looks) for name in wanted}
    with Package(path) as package:
        template = Template(package)
        return {name: picture(template.sheet(name), template.styles, template.looks) for name in wanted}


def place_at(plan: SheetPlan, row: int, column: int) -> ColumnPlan | PlacePlan | None:
    """The column or place of the plan that a cell (from 1) of the template or of the filled sheet belongs to."""
    if isinstance(plan, FormPlan):
        return next((each for each in plan.places if (each.row, each.column) == (row, column)), None)
    if row < plan.header_first:
        return None
    return next((each for each in plan.columns if each.column == column), None)


def records_of(plan: SheetPlan, scope: Scope) -> list[Any]:
    """The records in the rows of a list, from plan.first on; `scope` then counts as the sheet does."""
    if isinstance(plan, FormPlan):
        return [record_of_form(plan, scope)]
    records = plan.subject.rows(scope)
    count_once(plan, records, scope)
    return records


def behind(
    plan: SheetPlan, place: ColumnPlan | PlacePlan, records: Sequence[Any], scope: Scope
) -> tuple[type[Record], list[int]] | None:
    """The records behind the values of a place for these records: one of the list, or all for the totals row."""
    source = plan.subject.sources().get(place.match.source or "")
    if source is None or not records:
        return None
    found = [source.behind(record, scope) for record in records]
    return found[0][0], sorted({id_ for _, ids in found for id_ in ids})


def as_json(filled: Sequence[Filled]) -> dict[str, Any]:
    """What was filled, for the command line's --json."""
    return {
        "sheets": [
            {
                "sheet": each.sheet,
                "kind": each.kind,
                "rows_filled": each.rows,
                "columns": each.columns,
                "unknown": each.unknown,
            }
            for each in filled
        ],
        "warnings": [
            {"sheet": warned.sheet, "column": warned.column, "row": warned.row, "message": warned.message}
            for each in filled
            for warned in each.warnings
        ],
    }
