"""The check before a sheet is sent (校核): sums, parts and wholes, last year, blank and wrong values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from exports.fill_view import records_of
from exports.recognise import ColumnPlan, ListPlan
from exports.recognise_form import FormPlan, PlacePlan
from exports.sheet_values import Value
from exports.sources import Scope, Source
from exports.subjects import subject
from models.activity import CATEGORIES
from models.appraisal import GRADES
from models.fields import IdNumber, Kind
from models.organisation import branches
from models.record import Record

# What must not be greater than what: figures by name, the whole first.
_PARTS = (
    ("members.total", "members.male"),
    ("members.total", "members.female"),
    ("members.total", "members.minority"),
    ("members.total", "members.volunteers"),
    ("members.total", "members.party"),
    ("officers.total", "officers.专职"),
    ("officers.total", "officers.兼职"),
    ("officers.total", "officers.挂职"),
    ("appraisals.expected", "appraisals.appraised"),
    *(("appraisals.appraised", f"appraisals.grade.{grade}") for grade in GRADES),
    *(
        ("activities.all." + measure, f"activities.{part}.{measure}")
        for measure in ("count", "attendance", "hours")
        for part in (*CATEGORIES, "volunteer")
    ),
)
# What must be the sum of what.
_SUMS = (
    ("members.total", ("members.male", "members.female")),
    ("appraisals.appraised", tuple(f"appraisals.grade.{grade}" for grade in GRADES)),
    *(
        (f"activities.all.{measure}", tuple(f"activities.{part}.{measure}" for part in CATEGORIES))
        for measure in ("count", "attendance", "hours")
    ),
)
UNUSUAL_SHARE, UNUSUAL_DIFFERENCE = 0.3, 5  # a change against last year that has to be explained


@dataclass(frozen=True)
class Finding:
    """One thing to look at: in which column, in whose row, and the record that it opens."""

    sheet: str
    column: str
    row: int | None  # counted from 0 among the sheet's records; None: the whole column
    message: str
    severity: str  # error or warning
    opens: Record | None = None


def check_list(
    plan: ListPlan | FormPlan, scope: Scope, records: Sequence[Any] | None = None
) -> list[Finding]:
    """Everything that should be looked at before the sheet is sent, the errors first.

    `records` are those of records_of(plan, scope), or the one that a form is about.
    """
    records = records_of(plan, scope) if records is None else records
    columns = _Columns(plan, records, scope)
    found = [
        *_sums(columns),
        *_parts(columns),
        *_blank_and_wrong(columns),
        *_left_out(columns),
        *_of_subject(columns),
        *_against_last_year(columns),
    ]
    return sorted(found, key=lambda finding: finding.severity != "error")


def must_be_filled(source: Source, record: type[Record]) -> bool:
    """Whether a blank cell of this source is a mistake in a sheet about such records."""
    described = source.described
    return described is not None and (described.required or source.name.rsplit(".", 1)[-1] in record.key)


class _Columns:
    """The columns of a sheet with the values that go into them."""

    def __init__(self, plan: ListPlan | FormPlan, records: Sequence[Any], scope: Scope) -> None:
        self.plan, self.records, self.scope = plan, records, scope
        sources = plan.subject.sources()
        self.known: dict[str, tuple[ColumnPlan | PlacePlan, Source, list[Value]]] = {}
        columns: Sequence[ColumnPlan | PlacePlan] = (
            plan.places if isinstance(plan, FormPlan) else plan.columns
        )
        for column in columns:
            source = sources.get(column.match.source or "")
            if source is not None and column.match.sureness == "sure":
                self.known[source.name] = (column, source, source.get(records, scope))

    def numbers(self, name: str) -> list[float] | None:
        """A column's numbers, blank as 0; None when the sheet has no such column."""
        if name not in self.known:
            return None
        return [value if isinstance(value, int | float) else 0 for value in self.known[name][2]]

    def label(self, name: str) -> str:
        return self.known[name][1].label

    def finding(self, name: str, row: int | None, message: str, severity: str = "error") -> Finding:
        record = self.records[row] if row is not None else None
        said = f"{record.heading()}：{message}" if record is not None else message
        return Finding(self.plan.sheet, self.known[name][0].letters, row, said, severity, record)


def _sums(columns: _Columns) -> Iterator[Finding]:
    """Totals that are not the sum of their parts, where the sheet has all of them."""
    for whole, parts in _SUMS:
        total = columns.numbers(whole)
        found = [columns.numbers(part) for part in parts]
        if total is None or any(part is None for part in found):
            continue
        for row, number in enumerate(total):
            summed = sum(part[row] for part in found if part is not None)
            if abs(summed - number) > 0.005:
                names = "、".join(columns.label(part) for part in parts)
                message = f"{columns.label(whole)}是{number:g}，{names}合起来是{summed:g}"
                # Members without a sex and activities of another category make this a question, no mistake.
                yield columns.finding(whole, row, message, "error" if summed > number else "warning")


def _parts(columns: _Columns) -> Iterator[Finding]:
    """Parts that are greater than the whole."""
    for whole, part in _PARTS:
        total, own = columns.numbers(whole), columns.numbers(part)
        if total is None or own is None:
            continue
        for row, (number, piece) in enumerate(zip(total, own, strict=True)):
            if piece > number:
                message = f"{columns.label(part)}{piece:g}，超过了{columns.label(whole)}{number:g}"
                yield columns.finding(part, row, message)


def _blank_and_wrong(columns: _Columns) -> Iterator[Finding]:
    """Cells that must not be blank, and ID numbers that cannot be right."""
    record_kind = columns.plan.subject.record
    for name, (_, source, values) in columns.known.items():
        described = source.described
        needed = must_be_filled(source, record_kind)
        for row, value in enumerate(values):
            if value is None and needed:
                yield columns.finding(name, row, f"{source.label}空着")
        if isinstance(described, IdNumber) and "." not in name:
            for row, record in enumerate(columns.records):
                stored = record.__data__.get(name)
                if stored and not _reads(described, stored):
                    yield columns.finding(name, row, f"{source.label}不对")


def _reads(kind: Kind, stored: object) -> bool:
    try:
        kind.read(stored)
    except ValueError:
        return False
    return True


def _left_out(columns: _Columns) -> Iterator[Finding]:
    """Records that no row of the sheet counts, because they hang on an organisation that is not listed."""
    if columns.plan.subject is not subject("organisation") or columns.scope.organisation is not None:
        return
    listed = {record.get_id() for record in columns.records}
    if listed != {branch.id for branch in branches(columns.scope.period.last_day)}:
        return
    for name, (_, source, values) in columns.known.items():
        if source.figure is None:
            continue
        counted = sum(value for value in values if isinstance(value, int | float))
        everything = source.figure.value(columns.scope.period)
        if abs(everything - counted) > 0.005:
            message = f"{source.label}全局共{everything:g}，表里合计{counted:g}：有的记在表里没有的团组织名下"
            yield columns.finding(name, None, message, "warning")


def _of_subject(columns: _Columns) -> Iterator[Finding]:
    """What the rules of the sheet's own subject say; at the first column where the one they speak of is missing."""
    for doubt in columns.plan.subject.check(columns.records, columns.scope):
        name = doubt.source if doubt.source in columns.known else next(iter(columns.known), None)
        if name is not None:
            yield columns.finding(name, doubt.row, doubt.message, doubt.severity)


def _against_last_year(columns: _Columns) -> Iterator[Finding]:
    """Figures that differ much from last year's, where there was a last year."""
    before = columns.scope.year_before()
    before.listed = columns.scope.listed
    for name, (_, source, values) in columns.known.items():
        if source.figure is None:
            continue
        earlier = source.get(columns.records, before)
        for row, (now, then) in enumerate(zip(values, earlier, strict=True)):
            if not isinstance(now, int | float) or not isinstance(then, int | float) or not then:
                continue
            if abs(now - then) >= UNUSUAL_DIFFERENCE and abs(now - then) > UNUSUAL_SHARE * then:
                message = f"{source.label}{now:g}，上年{then:g}，变化较大，请写明原因"
                yield columns.finding(name, row, message, "warning")
