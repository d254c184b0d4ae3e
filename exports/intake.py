"""Workbooks in: read into a plan that shows what would change, then applied as one named action."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from exports.grid import Grid
from exports.headers import Names, correct, find_header
from exports.intake_match import Earlier, Stored
from exports.intake_plan import (
    CHANGED,
    NEW,
    PROBLEM,
    SAME,
    Balance,
    FieldChange,
    Issue,
    Plan,
    PlanFile,
    PlanRow,
    PlanSheet,
    as_json,
)
from exports.intake_rejects import write_rejects
from exports.intake_values import read_column, reporting_unit, year_of
from exports.table_rows import table_rows
from exports.workbook import Cell, read_workbooks
from models.changes import change
from models.errors import AppError, FieldError
from models.fields import Attachments, Derived, Kind, Link
from models.record import Record
from models.settings import recall, remember, work_year
from models.text import squash

__all__ = [
    "CHANGED",
    "NEW",
    "PROBLEM",
    "SAME",
    "Balance",
    "FieldChange",
    "Issue",
    "Plan",
    "PlanFile",
    "PlanRow",
    "PlanSheet",
    "apply",
    "as_json",
    "column_names",
    "read_plan",
    "remember_columns",
    "write_rejects",
]

Tick = Callable[[int, int, str | None], None]
Columns = Mapping[str, "str | None"]  # header text (上级/下级) → field, None for a column to leave out

_SAVED_AT_ONCE = 5000


def column_names(kind: type[Record]) -> dict[str, tuple[str, ...]]:
    """By field, the words under which its column may stand: its label first, then its aliases."""
    return {
        field.name: (field.label, *field.aliases)
        for field in kind.fields()
        if not isinstance(field, Attachments)
    }


def remembered_columns(kind: type[Record]) -> dict[str, str | None]:
    """The choices of columns that people made in earlier imports."""
    return dict(recall(f"columns.{kind.kind_name()}", {}))


def remember_columns(kind: type[Record], columns: Columns) -> None:
    """Keep choices of columns for the next import."""
    remember(f"columns.{kind.kind_name()}", {**remembered_columns(kind), **columns})


def read_plan(
    kind: type[Record],
    paths: Sequence[Path],
    *,
    year: int | None = None,
    columns: Columns | None = None,
    organisations: Mapping[tuple[str, str], int] | None = None,
    tick: Tick | None = None,
) -> Plan:
    """What importing the files would do; a file that cannot be read is refused by itself.

    `year` completes dates without one (else the sheet's title or the work year does). `columns` are a person's
    corrections of the match, beside those remembered. `organisations` says by (file name, sheet name) whose sheet
    it is where neither its rows nor its 填报单位 line do. `tick(done, total, text)` may raise to stop.
    """
    plan = Plan(kind)
    choices = {**remembered_columns(kind), **(columns or {})}
    reader = _Reader(kind, year, choices, organisations or {})
    for number, book in enumerate(read_workbooks(paths)):
        if tick:
            tick(number, len(paths), book.path.name)
        file = PlanFile(book.path, book.sha256, refused=book.refused)
        plan.files.append(file)
        if book.refused is None:
            file.hidden = [sheet.name for sheet in book.sheets if not sheet.visible]
            for sheet in book.sheets:
                if sheet.visible:
                    reader.read(file, sheet.name, Grid(sheet))
            _refuse_if_nothing(file)
    reader.finish(plan)
    return plan


def _refuse_if_nothing(file: PlanFile) -> None:
    """A file in which no sheet can be read is refused, with the reason of the sheet that came nearest."""
    if any(sheet.header and not sheet.skipped for sheet in file.sheets):
        return
    nearest = next((sheet.skipped for sheet in file.sheets if sheet.header), "")
    file.refused = AppError(
        f"“{file.path.name}”里没有可以导入的表格：{nearest or '没有找到表头'}。",
        "请检查文件和导入的类别是否对应，表头里至少要有三个认得的列名。",
    )


class _Reader:
    """Turns sheets into plan rows, one import long."""

    def __init__(
        self,
        kind: type[Record],
        year: int | None,
        choices: Columns,
        organisations: Mapping[tuple[str, str], int],
    ) -> None:
        self.kind = kind
        self.year = year
        self.choices = choices
        self.organisations = organisations
        self.names = Names(column_names(kind))
        self.stored = Stored(kind)
        self.earlier = Earlier(kind)
        self.own: dict[int, PlanRow] = {}  # stored id → the row that is about it
        self.defaults: dict[str, Any] = {
            field.name: field.default() if callable(field.default) else field.default
            for field in kind.stored_fields()
            if field.default is not None
        }
        self.required = [field for field in kind.stored_fields() if field.required]
        # The column without which no row says what it is about.
        self.naming = {field.name for field in self.required if field.name in ("name", "title")}
        self.unique = [field for field in kind.stored_fields() if field.unique and (field.name,) != kind.key]
        self.coming: dict[str, PlanRow] = {}  # rows that make a record others of this import may refer to

    def read(self, file: PlanFile, name: str, grid: Grid) -> None:
        """Add a sheet's rows to the file; a sheet without a header is skipped and says so."""
        sheet = PlanSheet(file, name, grid)
        file.sheets.append(sheet)
        header = find_header(grid, self.names)
        if header is None:
            sheet.skipped = "没有找到表头"
            sheet.grid = None
            return
        correct(header, self.choices)
        for column, taken in list(header.fields.items()):
            if isinstance(self.kind.field(taken), Derived):  # worked out by the program, never taken in
                del header.fields[column]
        sheet.header = header
        stem = file.path.stem
        owner = self.kind.organisation_field
        if owner and owner not in header.fields.values():
            chosen = self.organisations.get((file.path.name, name))
            sheet.organisation = reporting_unit(grid, header, stem) if chosen is None else chosen
        if self.kind.year_field:
            sheet.year = self.year or year_of(grid, header, stem) or work_year()
        if not self.naming & set(header.fields.values()):
            labels = "、".join(self.kind.field(field).label for field in self.naming)
            sheet.skipped = f"没有“{labels}”这一列"
            return
        found = table_rows(grid, header)
        sheet.blank, sheet.totals, sheet.others = len(found.blank), len(found.totals), len(found.others)
        self._read_rows(sheet, found.records)

    def _read_rows(self, sheet: PlanSheet, records: list[int]) -> None:
        assert sheet.header is not None and sheet.grid is not None
        columns = {name: column for column, name in sheet.header.fields.items()}
        wrong: dict[int, list[Issue]] = {}
        doubtful: dict[int, list[Issue]] = {}
        values: dict[str, list[Any]] = {}
        if self._refers_to_itself(columns):
            self._note_coming(sheet, columns, records)
        for name, column in columns.items():
            field = self.kind.field(name)
            assert isinstance(field, Kind)
            cells: list[Cell] = sheet.grid.columns[column]
            if len(records) != len(cells):
                cells = [cells[row] for row in records]
            later = self.coming_row if isinstance(field, Link) and field.rel_model is self.kind else None
            read = read_column(field, cells, sheet.year, later)
            values[name] = read.values
            for issues, said in ((wrong, read.wrong), (doubtful, read.doubtful)):
                for place, message in said.items():
                    issues.setdefault(place, []).append(Issue(column, name, message))
        owner = self.kind.organisation_field
        if owner and owner not in columns and sheet.organisation is not None:
            values[owner] = [sheet.organisation] * len(records)
        names = list(values)
        for place, (row, cells_read) in enumerate(
            zip(records, zip(*values.values(), strict=True), strict=True)
        ):
            self._add(
                PlanRow(sheet, row, NEW, dict(zip(names, cells_read, strict=True))),
                columns,
                wrong.get(place),
                doubtful.get(place),
            )

    # Links within the file ------------------------------------------------------------------------------------

    def _refers_to_itself(self, columns: Mapping[str, int]) -> bool:
        return "name" in columns and any(
            isinstance(field, Link) and field.rel_model is self.kind and field.name in columns
            for field in self.kind.stored_fields()
        )

    def _note_coming(self, sheet: PlanSheet, columns: Mapping[str, int], records: list[int]) -> None:
        """The names that this sheet brings, so that a row may refer to a later one."""
        assert sheet.grid is not None
        cells = sheet.grid.columns[columns["name"]]
        for row in records:
            if isinstance(cells[row], str):
                self.coming.setdefault(squash(str(cells[row])), PlanRow(sheet, row, NEW, {}))

    def coming_row(self, text: str) -> PlanRow | None:
        """The row of this import that makes the record of that name."""
        return self.coming.get(squash(text))

    # One row --------------------------------------------------------------------------------------------------

    def _add(
        self,
        row: PlanRow,
        columns: Mapping[str, int],
        wrong: list[Issue] | None,
        doubtful: list[Issue] | None,
    ) -> None:
        row.sheet.rows.append(row)
        if self.coming:
            row = self._take_place(row)
        if doubtful:
            row.warn(*doubtful)
        if wrong:
            row.refuse(*wrong)
        values = row.values
        twice = self.earlier.find(values)
        if twice:
            self._refuse_twice(row, columns, *twice)
        else:
            self.earlier.add(values, row)
        try:
            id_ = self.stored.find(values)
        except FieldError as error:
            row.refuse(Issue(None, None, str(error)))
            id_ = None
        record: Record | None
        if id_ is None:
            record = self._new_record(values)
        else:
            record = self._changed_record(row, id_, columns)
            if id_ in self.own and not twice:
                said = f"与{self._place(self.own[id_], row)}是同一{self.kind.label}"
                row.refuse(Issue(None, None, said))
            self.own.setdefault(id_, row)
        if record is not None:
            row.record = record
            self._check(row, record, columns)

    def _take_place(self, row: PlanRow) -> PlanRow:
        """The row object that others already refer to, filled in."""
        name = row.values.get("name")
        known = self.coming.get(squash(name)) if isinstance(name, str) else None
        if known is not None and known.sheet is row.sheet and known.row == row.row:
            known.values = row.values
            row.sheet.rows[-1] = row = known
        row.later = tuple((name, value) for name, value in row.values.items() if isinstance(value, PlanRow))
        for name, _ in row.later:
            row.values[name] = None
        return row

    def _refuse_twice(self, row: PlanRow, columns: Mapping[str, int], first: PlanRow, name: str) -> None:
        label = "、".join(self.kind.field(part).label for part in self.kind.key)
        if name not in self.kind.key:
            label = "、".join(self.kind.field(part).label for part in self.kind.other_key)
        said = f"{label}与{self._place(first, row)}相同，同一{self.kind.label}不能导入两次"
        row.refuse(Issue(columns.get(name), name, said))

    def _place(self, first: PlanRow, row: PlanRow) -> str:
        """Where an earlier row stands, as seen from a later one."""
        if first.sheet.file is not row.sheet.file:
            return f"“{first.sheet.file.path.name}”第{first.number}行"
        if first.sheet is not row.sheet:
            return f"工作表“{first.sheet.name}”第{first.number}行"
        return f"第{first.number}行"

    def _new_record(self, values: Mapping[str, Any]) -> Record:
        # Without peewee's __init__, which sets each field through its descriptor: 100,000 rows must not take seconds.
        record: Record = self.kind(__no_default__=True)
        record.__data__ = {**self.defaults, **values}
        return record

    def _changed_record(self, row: PlanRow, id_: int, columns: Mapping[str, int]) -> Record | None:
        """The stored record with what the row changes in it; None when that is nothing."""
        before = self.stored.values(id_)
        changes = []
        for name, value in row.values.items():
            field = self.kind.field(name)
            assert isinstance(field, Kind)
            # A blank cell says nothing; it does not wipe out what is known.
            if value is not None and value != before[name] and not field.same(before[name], value):
                changes.append(FieldChange(name, before[name], value))
        changes += [FieldChange(name, before[name], other) for name, other in row.later]
        if row.status != PROBLEM:
            row.status = CHANGED if changes else SAME
        if not changes:
            return None
        row.changes = tuple(changes)
        record = self._new_record({**before, "id": id_})
        for name, old, new in row.changes:
            record.__data__[name] = None if isinstance(new, PlanRow) else new
            if name == self.kind.organisation_field and old is not None:
                field = self.kind.field(name)
                said = f"原来在“{field.show(old)}”，导入后转到“{field.show(new)}”"
                row.warn(Issue(columns.get(name), name, said))
        return record

    def _check(self, row: PlanRow, record: Record, columns: Mapping[str, int]) -> None:
        """What the record's own rules say, each at its cell; a cell that could not be read is not blamed again."""
        record.complete()
        blamed = {issue.field for issue in row.problems}
        data = record.__data__
        for field in self.required:
            if (
                data.get(field.name) is None
                and field.name not in blamed
                and field.name not in dict(row.later)
            ):
                row.refuse(Issue(columns.get(field.name), field.name, f"{field.label}不能空着"))
        for problem in record.rules():
            issue = Issue(columns.get(problem.field or ""), problem.field, problem.message)
            if problem.severity == "warning":
                row.warn(issue)
            elif problem.field not in blamed:
                row.refuse(issue)
        for field in self.unique:
            value = data.get(field.name)
            if value is not None and self._taken(field, value, record):
                row.refuse(Issue(columns.get(field.name), field.name, f"这个{field.label}已有别的记录在用"))

    def _taken(self, field: Kind, value: Any, record: Record) -> bool:
        found = self.kind.get_or_none(getattr(self.kind, field.name) == value)
        return found is not None and found.get_id() != record.get_id()

    # The whole ------------------------------------------------------------------------------------------------

    def finish(self, plan: Plan) -> None:
        """Refuse what refers to a refused row, and circles."""
        refused = True
        while refused:
            refused = False
            for row in plan.rows():
                for name, other in row.later:
                    if row.status != PROBLEM and (other.status == PROBLEM or _circle(row, name)):
                        said = f"所指的{self._place(other, row)}有问题，没有导入"
                        row.refuse(Issue(row.sheet.column_of(name), name, said))
                        refused = True


def _circle(row: PlanRow, name: str) -> bool:
    seen = [row]
    while name in dict(seen[-1].later):
        following = dict(seen[-1].later)[name]
        if following in seen:
            return True
        seen.append(following)
    return False


def apply(plan: Plan, skip_problems: bool = False, tick: Tick | None = None) -> Balance:
    """Do what the plan says as one action; returns its balance.

    With problems it raises AppError and nothing is changed, unless `skip_problems` leaves the refused rows out.
    """
    balance = plan.balance()
    if plan.has_problems and not skip_problems:
        raise AppError(
            f"有{balance.problem}行有问题、{len(plan.refused())}个文件不能读取，没有导入。",
            "请改正后重新导入，或只导入没有问题的行。",
        )
    rows = [row for row in plan.rows() if row.status in (NEW, CHANGED)]
    if not rows:
        return balance
    files = "、".join(file.path.name for file in plan.files if not file.refused)
    shown = files if len(files) <= 40 else f"{plan.files[0].path.name}等{len(plan.files)}个文件"
    note = "；".join(f"{file.path.name} {file.sha256}" for file in plan.files if not file.refused)
    with change(f"导入{plan.kind.label}（{shown}）", note) as current:
        done = 0
        for batch in _batches(rows):
            for row in batch:
                assert row.record is not None
                for name, other in row.later:
                    assert other.record is not None
                    row.record.__data__[name] = other.record.get_id()
            current.save_all([row.record for row in batch if row.record is not None])
            done += len(batch)
            if tick:
                tick(done, len(rows), "正在保存")
    return balance


def _batches(rows: list[PlanRow]) -> list[list[PlanRow]]:
    """The rows in portions, those that others refer to before these."""
    batches: list[list[PlanRow]] = []
    waiting = rows
    saved: set[int] = set()
    while waiting:
        ready = [row for row in waiting if all(id(other) in saved for _, other in row.later)]
        assert ready, "finish() has refused circles"
        batches += [ready[start : start + _SAVED_AT_ONCE] for start in range(0, len(ready), _SAVED_AT_ONCE)]
        saved.update(id(row) for row in ready)
        waiting = [row for row in waiting if id(row) not in saved]
    return batches
