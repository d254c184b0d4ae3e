"""Everything to look at before a filled workbook is sent, each with its cell: the check's findings and the filling's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exports.fill_check import check_list, must_be_filled
from exports.fill_draft import Draft, DraftSheet
from exports.recognise import ColumnPlan, ListPlan
from exports.recognise_form import PlacePlan
from exports.sheet_formula import column_letters, column_number
from exports.sheet_xml import LAST_ROW, area_of
from models.record import Record

ERROR, WARNING, NOTE = "error", "warning", "note"
_ORDER = (ERROR, WARNING, NOTE)
_SAID_ALIKE = 30  # findings in one column
_SAID_BLANK = 3  # names said of the rows in which a column is blank
_TO_EXPLAIN = "请写明原因"


@dataclass(frozen=True)
class Placed:
    """One thing to look at: the cell (from 1; row None: the column or sheet as a whole) and the record it opens."""

    sheet: str
    row: int | None
    column: int | None
    message: str
    severity: str
    record: Record | None = None
    to_explain: bool = False

    @property
    def where(self) -> str:
        """The cell as a workbook names it; '' for the whole sheet."""
        letters = column_letters(self.column) if self.column else ""
        return f"{letters}{self.row}" if letters and self.row else letters and f"{letters}列"


def check_draft(draft: Draft) -> list[Placed]:
    """All findings of a draft: mistakes, then doubts, then what is only to be known; by sheet and cell.

    Of many alike in one column the first are told one by one, the others as one.
    """
    found: dict[Placed, None] = {}
    for sheet in draft.sheets:
        alike: Counter[tuple[int | None, str]] = Counter()
        for finding in (*_said(sheet), *_checked(sheet), *_covered(sheet), *_blank(sheet), *_unknown(sheet)):
            kind = (finding.column, finding.severity)
            alike[kind] += not finding.to_explain and finding not in found
            if finding.to_explain or alike[kind] <= _SAID_ALIKE:
                found[finding] = None
        for (column, severity), count in alike.items():
            if count > _SAID_ALIKE:
                message = f"这一列另有{count - _SAID_ALIKE:,}处要看"
                found[Placed(sheet.plan.sheet, None, column, message, severity)] = None
    places = {sheet.plan.sheet: at for at, sheet in enumerate(draft.sheets)}
    return sorted(
        found,
        key=lambda each: (
            _ORDER.index(each.severity),
            places[each.sheet],
            each.column or 0,
            each.row or LAST_ROW + 1,
        ),
    )


def _checked(sheet: DraftSheet) -> Iterator[Placed]:
    """What exports.fill_check finds, and totals that are not the sum of the rows."""
    plan = sheet.plan
    for each in check_list(plan, sheet.scope, sheet.records):
        explain = _TO_EXPLAIN in each.message
        opens = _kept(each.opens)
        if isinstance(plan, ListPlan):
            row = None if each.row is None else plan.first + each.row
            column = column_number(each.column) if each.column else None
        else:
            area = area_of(each.column)
            row, column = area.first_row, area.first_column
        yield Placed(plan.sheet, row, column, each.message, each.severity, opens, explain)
    if isinstance(plan, ListPlan):
        yield from _totals(sheet, plan)


def _totals(sheet: DraftSheet, plan: ListPlan) -> Iterator[Placed]:
    if sheet.totals is None:
        return
    sources = plan.subject.sources()
    for each in plan.columns:
        source = sources.get(each.match.source or "")
        if source is None or not source.adds_up or each.match.sureness != "sure":
            continue
        place = (sheet.totals, each.column)
        shown = sheet.cells.values.get(place)
        rows = range(plan.first, plan.first + len(sheet.records))
        values = [sheet.cells.values.get((row, each.column)) for row in rows]
        total = sum(value for value in values if isinstance(value, int | float))
        if isinstance(shown, int | float):
            if abs(shown - total) > 0.005:
                message = f"{each.header}的合计是{shown:g}，各行加起来是{total:g}"
                yield Placed(plan.sheet, *place, message, ERROR)
        elif place not in sheet.cells.formulas:
            yield Placed(plan.sheet, *place, f"{each.header}的合计没有填，各行加起来是{total:g}", WARNING)


def _said(sheet: DraftSheet) -> Iterator[Placed]:
    """What was said while filling: texts that were cut, words that are not in the sheet's drop-down list."""
    for each in sheet.filled.warnings:
        if not each.column:
            yield Placed(sheet.plan.sheet, None, None, each.message, WARNING)
        elif isinstance(sheet.plan, ListPlan):
            row = None if each.row is None else sheet.plan.first + each.row
            record = None if row is None else sheet.record_at(row)
            who = f"{record.heading()}：" if record is not None else ""
            column = column_number(each.column)
            yield Placed(sheet.plan.sheet, row, column, who + each.message, WARNING, record)
        else:
            area = area_of(each.column)
            place = (area.first_row, area.first_column)
            yield Placed(sheet.plan.sheet, *place, each.message, WARNING, _kept(sheet.record_at(place[0])))


def _covered(sheet: DraftSheet) -> Iterator[Placed]:
    """Numbers of which the middle is covered: a committee wants them whole."""
    if sheet.scope.full:
        return
    sources = sheet.plan.subject.sources()
    for place in _places(sheet):
        source = sources.get(place.match.source or "")
        if source is not None and source.described is not None and source.described.sensitive:
            row = place.row if isinstance(place, PlacePlan) else None
            message = f"{place.header}遮盖了中间几位；要报送的表，请选“身份证号和电话填写完整”"
            yield Placed(sheet.plan.sheet, row, place.column, message, WARNING)


def _blank(sheet: DraftSheet) -> Iterator[Placed]:
    """Known columns and places in which something is blank, one finding for each of them."""
    sources = sheet.plan.subject.sources()
    for place in _places(sheet):
        source = sources.get(place.match.source or "")
        if source is None or (source.described is not None and source.described.name == "remark"):
            continue
        if must_be_filled(source, sheet.plan.subject.record):  # fill_check says those one by one
            continue
        if isinstance(place, PlacePlan):
            if source.described is not None and sheet.cells.values.get((place.row, place.column)) is None:
                record = _kept(sheet.record_at(place.row))
                message = f"{place.header}没有可填的内容"
                yield Placed(sheet.plan.sheet, place.row, place.column, message, NOTE, record)
            continue
        assert isinstance(sheet.plan, ListPlan)
        if source.described is None:
            continue
        first = sheet.plan.first
        rows = range(first, first + len(sheet.records))
        blank = [row for row in rows if sheet.cells.values.get((row, place.column)) is None]
        if not blank:
            continue
        record = sheet.record_at(blank[0])
        names = "、".join(sheet.record_at(row).heading() for row in blank[:_SAID_BLANK])
        more = "等" if len(blank) > _SAID_BLANK else ""
        said = "每一行都空着" if len(blank) == len(rows) else f"有{len(blank)}行空着：{names}{more}"
        yield Placed(sheet.plan.sheet, blank[0], place.column, f"{place.header}{said}", NOTE, record)


def _unknown(sheet: DraftSheet) -> Iterator[Placed]:
    """Columns and places that were left blank because nobody knows, or has said, what they want."""
    plan = sheet.plan
    every: list[ColumnPlan | PlacePlan] = [*(plan.columns if isinstance(plan, ListPlan) else plan.places)]
    for place in every:
        if place.match.sureness == "unknown":  # what is doubtful was said while filling
            row = place.row if isinstance(place, PlacePlan) else None
            message = f"“{place.header}”没有认出，留空了"
            yield Placed(plan.sheet, row, place.column, message, NOTE)


def _places(sheet: DraftSheet) -> list[ColumnPlan | PlacePlan]:
    """The columns and places that were filled: doubtful ones stay blank until a person has chosen."""
    plan = sheet.plan
    every: list[ColumnPlan | PlacePlan] = [*(plan.columns if isinstance(plan, ListPlan) else plan.places)]
    return [place for place in every if place.match.sureness == "sure"]


def _kept(record: Any) -> Record | None:
    """The record if it is stored: one made for the form only cannot be opened."""
    return record if isinstance(record, Record) and record.get_id() is not None else None
