"""Turns the sheets of one import into plan rows: values, the records they are about, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from exports.grid import Grid
from exports.headers import Names, correct, find_header
from exports.intake_columns import column_names
from exports.intake_links import Linked
from exports.intake_match import Earlier, Stored, either, naming
from exports.intake_plan import (
    CHANGED,
    NEW,
    PROBLEM,
    SAME,
    FieldChange,
    Issue,
    Plan,
    PlanFile,
    PlanRow,
    PlanSheet,
)
from exports.intake_values import CellReader, Several, fill_years, reporting_unit, year_of
from exports.table_rows import table_rows
from exports.workbook import Cell, Sheet
from models.errors import FieldError
from models.fields import Date, Derived, Kind, Link, PersonName, Through
from models.record import Record
from models.settings import work_year
from models.text import squash

# Header text (上级/下级) → field, None for a column to leave out.
Columns = Mapping[str, "str | None"]
# Called with what is done, the whole (0: not known) and a text; may raise to stop.
Tick = Callable[[int, int, str | None], None]

_LONG = 2000  # rows after which progress is told
_HEAD = 60  # rows in which the header is looked for while the rest is still coming


class Reader:
    """One import: what it has read so far decides what a later row may be."""

    def __init__(
        self,
        kind: type[Record],
        year: int | None,
        choices: Columns,
        organisations: Mapping[tuple[Path, str], int],
        tick: Tick | None = None,
    ) -> None:
        self.kind = kind
        self.tick = tick
        self.year = year
        self.choices = choices
        self.organisations = organisations
        self.names = Names(column_names(kind))
        self.fields = {field.name: field for field in kind.stored_fields()}
        self.linked = Linked(kind)
        self.stored = Stored(kind)
        self.earlier = Earlier(kind)
        self._cell_readers: dict[tuple[int, int | None], CellReader] = {}
        self._watched: Sheet | None = None
        self._awaited: dict[int, CellReader] = {}
        self.own: dict[int, PlanRow] = {}  # stored id → the row that is about it
        self.coming: dict[str, PlanRow] = {}  # name → the row of this import that makes that record
        self.defaults: dict[str, Any] = {
            field.name: field.default() if callable(field.default) else field.default
            for field in kind.stored_fields()
            if field.default is not None
        }
        self.required = [field.name for field in kind.stored_fields() if field.required]
        self.unique = [field for field in kind.stored_fields() if field.unique and (field.name,) != kind.key]
        self.naming = naming(kind)
        self.either = either(kind)

    def read(self, file: PlanFile, name: str, grid: Grid) -> None:
        """Add a sheet's rows to the file; a sheet that holds no table of this kind is skipped and says why."""
        sheet = PlanSheet(file, name, grid)
        file.sheets.append(sheet)
        header = find_header(grid, self.names)
        if header is None:
            sheet.skipped = "没有找到表头"
            return
        correct(header, self.choices)
        for column, taken in list(header.fields.items()):
            derived = self.kind.field(taken)
            # Worked out by the program and never taken in, unless it tells which record a link means.
            if isinstance(derived, Derived) and not isinstance(derived, Through):
                del header.fields[column]
        sheet.header = header
        owner = self.kind.organisation_field
        if owner and owner not in header.fields.values():
            chosen = self.organisations.get((file.path, name))
            sheet.organisation = reporting_unit(grid, header, file.path.stem) if chosen is None else chosen
        if self.kind.year_field:
            sheet.year = self.year or year_of(grid, header, file.path.stem) or work_year()
        given = set(header.fields.values())
        missing = [self.naming] if self.naming not in given else []
        missing += self.either if given.isdisjoint(self.either) else []
        if missing:
            sheet.skipped = f"没有“{self.kind.field(missing[0]).label}”这一列"
            return
        found = table_rows(grid, header)
        sheet.blank, sheet.totals, sheet.others = len(found.blank), len(found.totals), len(found.others)
        if found.records:
            self._read_rows(sheet, found.records)

    def _read_rows(self, sheet: PlanSheet, records: list[int]) -> None:
        assert sheet.header is not None and sheet.grid is not None
        columns = {name: column for column, name in sheet.header.fields.items()}
        wrong: dict[int, list[Issue]] = {}
        doubtful: dict[int, list[Issue]] = {}
        values: dict[str, Sequence[Any]] = {}
        self._note_coming(sheet, columns, records)
        for name, column in columns.items():
            field = self.linked.read_as(name)
            cells = _cells(sheet.grid.columns[column], records)
            read = self._cell_reader(field, sheet.year).read(cells)
            values[name] = read.values
            for issues, said in ((wrong, read.wrong), (doubtful, read.doubtful)):
                for place, message in said.items():
                    issues.setdefault(place, []).append(Issue(column, name, message))
        for name, default in self.defaults.items():
            given = values.get(name)
            values[name] = (
                [default] * len(records)
                if given is None
                else [default if value is None else value for value in given]
            )
        owner = self.kind.organisation_field
        if owner and owner not in columns:
            values[owner] = [sheet.organisation] * len(records)
        self.linked.find(values, columns, wrong, doubtful)
        titled = year_of(sheet.grid, sheet.header, sheet.file.path.stem)
        fill_years(self.kind, values, titled, sheet.year)
        names = list(values)
        unclear = [name for name in names if any(type(value) is Several for value in values[name])]
        for place, (row, cells_read) in enumerate(
            zip(records, zip(*values.values(), strict=True), strict=True)
        ):
            if self.tick and place % _LONG == _LONG - 1:
                self.tick(place, len(records), "正在核对")
            planned = PlanRow(sheet, row, NEW, dict(zip(names, cells_read, strict=True)))
            if self.coming:
                planned = self._take_place(planned)
            sheet.rows.append(planned)
            for name in unclear:
                if isinstance(planned.values[name], Several):
                    self._decide(planned, name, columns)
            if place in doubtful:
                planned.warn(*doubtful[place])
            if place in wrong:
                planned.refuse(*wrong[place])
            self._settle(planned, columns)

    def _cell_reader(self, field: Kind, year: int | None) -> CellReader:
        """The reader of a field's cells; one for the whole import, but for links, which may be to what it brings."""
        if isinstance(field, Link):
            return CellReader(field, year, self._coming if field.rel_model is self.kind else None)
        key = (id(field), year if isinstance(field, Date) else None)
        if key not in self._cell_readers:
            self._cell_readers[key] = CellReader(field, year)
        return self._cell_readers[key]

    def watch(self, sheet: Sheet, left: int, columns: Sequence[Sequence[Cell]]) -> None:
        """Read cells while the sheet is still coming in: `columns` (from column `left` on) are its next rows."""
        if self.tick and sheet.height > _LONG:
            self.tick(sheet.height, 0, f"读到第{sheet.height}行")
        if sheet is not self._watched:
            self._watched = sheet
            head = [column[:_HEAD] for column in sheet.columns]
            header = find_header(Grid(Sheet(sheet.name, True, sheet.merges, head, len(head[0]))), self.names)
            self._awaited = {}
            for column, name in header.fields.items() if header else ():
                field = self.fields.get(name)
                # A date may need the year of the sheet, and a link the names that the sheet brings.
                if (
                    field
                    and not isinstance(field, Link)
                    and not (self.kind.year_field and isinstance(field, Date))
                ):
                    self._awaited[column] = self._cell_reader(field, None)
        for position, cells in enumerate(columns, left):
            if position in self._awaited and bool not in set(map(type, cells)):
                self._awaited[position].learn(cells)

    # Records that refer to others of the same import ----------------------------------------------------------

    def _note_coming(self, sheet: PlanSheet, columns: Mapping[str, int], records: list[int]) -> None:
        """The names that this sheet brings, where a row may refer to another one, perhaps a later one."""
        refers = any(
            isinstance(field, Link) and field.rel_model is self.kind and field.name in columns
            for field in self.fields.values()
        )
        if not refers or "name" not in columns or sheet.grid is None:
            return
        cells = sheet.grid.columns[columns["name"]]
        for row in records:
            if isinstance(cells[row], str):
                self.coming.setdefault(squash(str(cells[row])), PlanRow(sheet, row, NEW, {}))

    def _coming(self, text: str) -> PlanRow | None:
        return self.coming.get(squash(text))

    def _take_place(self, row: PlanRow) -> PlanRow:
        """The row object that others already refer to, filled in; its own links to coming rows are set apart."""
        name = row.values.get("name")
        known = self.coming.get(squash(name)) if isinstance(name, str) else None
        if known is not None and known.sheet is row.sheet and known.row == row.row:
            known.values = row.values
            row = known
        row.later = tuple((name, value) for name, value in row.values.items() if isinstance(value, PlanRow))
        for name, _ in row.later:
            row.values[name] = None
        return row

    def refuse_dependants(self, plan: Plan) -> None:
        """Refuse what refers to a refused row, and circles."""
        rows = [row for row in plan.rows() if row.later]
        refused = True
        while refused:
            refused = False
            for row in rows:
                for name, other in row.later:
                    if row.status != PROBLEM and (other.status == PROBLEM or _is_circle(row, name)):
                        said = f"所指的{_place(other, row)}有问题，没有导入"
                        row.refuse(Issue(row.sheet.column_of(name), name, said))
                        refused = True

    # Links to one of several ----------------------------------------------------------------------------------

    def _decide(self, row: PlanRow, name: str, columns: Mapping[str, int]) -> None:
        """Which of the records of one name a row means: the only one of its organisation, else the one it has now."""
        several = row.values[name]
        link = self.fields[name]
        assert isinstance(link, Link)
        home = row.values.get(self.kind.organisation_field or "")
        ids = [
            each.get_id()
            for each in link.rel_model.select().where(link.rel_model.id.in_(several.ids))
            if home is not None and each.home() == home
        ]
        ids = ids if len(ids) == 1 else [id_ for id_ in several.ids if self._has_now(row, name, id_)]
        row.values[name] = ids[0] if len(ids) == 1 else None
        if len(ids) != 1:
            label = link.rel_model.label
            said = f"有{len(several.ids)}个{label}都叫“{several.text}”，分不清是哪一个"
            row.refuse(Issue(columns.get(name), name, said))

    def _has_now(self, row: PlanRow, name: str, id_: int) -> bool:
        """Whether the stored record that the row is about has this link already."""
        values = {key: None if isinstance(value, Several) else value for key, value in row.values.items()}
        try:
            found = self.stored.find({**values, name: id_})
        except FieldError:
            return False
        return found is not None and self.stored.values(found)[name] == id_

    # One row --------------------------------------------------------------------------------------------------

    def _settle(self, row: PlanRow, columns: Mapping[str, int]) -> None:
        """Find out which record the row is about and what its rules say."""
        twice = self.earlier.meet(row)
        if twice:
            self._refuse_twice(row, columns, *twice)
        id_ = None
        if self.stored:
            try:
                id_ = self.stored.find(row.values)
            except FieldError as error:
                row.refuse(Issue(None, None, str(error)))
        if id_ is None:
            row.record = self._record(row.values)
        else:
            first = self.own.setdefault(id_, row)
            if first is not row and not twice:
                row.refuse(Issue(None, None, f"与{_place(first, row)}是同一{self.kind.label}"))
            row.record = self._changed(row, id_, columns)
        if row.record is not None:
            self._check(row, row.record, columns)

    def _refuse_twice(self, row: PlanRow, columns: Mapping[str, int], first: PlanRow, name: str) -> None:
        key = self.kind.key if name in self.kind.key else self.kind.other_key
        label = "、".join(self.kind.field(part).label for part in key)
        said = f"{label}与{_place(first, row)}相同，同一{self.kind.label}不能导入两次"
        row.refuse(Issue(columns.get(name), name, said))

    def _record(self, data: dict[str, Any]) -> Record:
        # What peewee's own __init__ leaves behind, without its loops: 100,000 rows are many.
        record: Record = self.kind.__new__(self.kind)
        vars(record).update(__data__=data, __rel__={}, _dirty=set())
        return record

    def _changed(self, row: PlanRow, id_: int, columns: Mapping[str, int]) -> Record | None:
        """The stored record with what the row changes in it; None when that is nothing."""
        before = self.stored.values(id_)
        changes = [
            FieldChange(name, before[name], value)
            for name, value in row.values.items()
            # A blank cell says nothing; it does not wipe out what is known. Nor does a default.
            if value is not None
            and (name in columns or name == self.kind.organisation_field)
            and value != before[name]
            and not self.fields[name].same(before[name], value)
        ]
        changes += [FieldChange(name, before[name], other) for name, other in row.later]
        if row.status != PROBLEM:
            row.status = CHANGED if changes else SAME
        if not changes:
            return None
        row.changes = tuple(changes)
        new = {name: None if isinstance(value, PlanRow) else value for name, _, value in changes}
        for name, old, value in changes:
            if name == self.kind.organisation_field and old is not None:
                show = self.fields[name].show
                said = f"原来在“{show(old)}”，导入后转到“{show(value)}”"
                row.warn(Issue(columns.get(name), name, said))
            elif isinstance(self.fields[name], PersonName) and name == self.naming:
                self._renamed(row, columns, str(old), str(value))
        return self._record({**before, **new, "id": id_})

    def _renamed(self, row: PlanRow, columns: Mapping[str, int], old: str, new: str) -> None:
        """Another name under the same number: a corrected character is doubtful, another surname another person."""
        if old[:1] == new[:1]:
            said = f"原来叫“{old}”，导入后改为“{new}”，请核对"
            row.warn(Issue(columns.get(self.naming), self.naming, said))
        else:
            key = self.kind.key[0]
            label = self.fields[key].label
            said = f"{label}与已有的“{old}”相同，姓名却不同；确是同一人的话，请先在程序里改名"
            row.refuse(Issue(columns.get(key), key, said))

    def _check(self, row: PlanRow, record: Record, columns: Mapping[str, int]) -> None:
        """What the record's own rules say, each at its cell; a cell that could not be read is not blamed again."""
        record.complete()
        data = record.__data__
        blamed = {issue.field for issue in row.problems} if row.problems else ()
        for name in self.required:
            if data.get(name) is None and name not in blamed and name not in dict(row.later):
                row.refuse(Issue(columns.get(name), name, f"{self.fields[name].label}不能空着"))
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


def _cells(column: list[Cell], records: list[int]) -> list[Cell]:
    if records[-1] - records[0] + 1 == len(records):
        return column[records[0] : records[-1] + 1]
    return [column[row] for row in records]


def _place(first: PlanRow, row: PlanRow) -> str:
    """Where an earlier row stands, as seen from a later one."""
    if first.sheet.file is not row.sheet.file:
        return f"“{first.sheet.file.path.name}”第{first.number}行"
    if first.sheet is not row.sheet:
        return f"工作表“{first.sheet.name}”第{first.number}行"
    return f"第{first.number}行"


def _is_circle(row: PlanRow, name: str) -> bool:
    seen = [row]
    while name in dict(seen[-1].later):
        following = dict(seen[-1].later)[name]
        if following in seen:
            return True
        seen.append(following)
    return False
