"""What an import would do: every row new, changed, same or refused, with what is wrong or doubtful where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from exports.grid import Grid
from exports.headers import Header
from exports.workbook import address, column_letters
from models.errors import AppError
from models.record import Record

NEW, CHANGED, SAME, PROBLEM = "new", "changed", "same", "problem"
STATUS_WORDS = {NEW: "新增", CHANGED: "有变化", SAME: "相同", PROBLEM: "有问题"}


class Issue(NamedTuple):
    """Something wrong or doubtful; `column` (from 0) is None when no single cell says it."""

    column: int | None
    field: str | None
    message: str


def explained(kind: type[Record], issue: Issue) -> str:
    """The message with the field's label before it, unless it says that itself."""
    label = kind.field(issue.field).label if issue.field else ""
    return issue.message if not label or issue.message.startswith(label) else f"{label}：{issue.message}"


class FieldChange(NamedTuple):
    """What a row would change in a record that is there already."""

    field: str
    old: Any
    new: Any


@dataclass(slots=True, eq=False)  # compared by identity: rows, sheets and files refer to each other
class PlanRow:
    """One row of a sheet and what becomes of it; `row` counts from 0."""

    sheet: PlanSheet
    row: int
    status: str
    values: dict[str, Any]
    record: Record | None = None
    # Mostly empty: 100,000 rows must not make 400,000 lists.
    problems: tuple[Issue, ...] = ()
    warnings: tuple[Issue, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    # Links to records that are not saved yet: (field, the row that makes them).
    later: tuple[tuple[str, PlanRow], ...] = ()

    def refuse(self, *problems: Issue) -> None:
        """Add problems, which keep the row out."""
        self.problems += problems
        self.status = PROBLEM

    def warn(self, *warnings: Issue) -> None:
        """Add warnings, which do not."""
        self.warnings += warnings

    @property
    def number(self) -> int:
        """The sheet's own row number."""
        return self.row + 1

    def cell(self, issue: Issue) -> str:
        """The sheet's name of the cell that an issue is about, “G405”; the row “405” when there is none."""
        return str(self.number) if issue.column is None else address(self.row, issue.column)

    def raw(self, name: str) -> Any:
        """What the sheet says in the column of a field; None without such a column."""
        column = self.sheet.column_of(name)
        return (
            None if column is None or self.sheet.grid is None else self.sheet.grid.columns[column][self.row]
        )


@dataclass(slots=True, eq=False)  # compared by identity: rows, sheets and files refer to each other
class PlanSheet:
    """One sheet: its header, what its columns mean, and how many rows of each sort it has."""

    file: PlanFile
    name: str
    grid: Grid | None = None
    header: Header | None = None
    rows: list[PlanRow] = field(default_factory=list)
    blank: int = 0
    totals: int = 0  # subtotal and total rows, left out
    others: int = 0  # notes, signatures, repeated headers, left out
    year: int | None = None
    organisation: int | None = None  # whose sheet it is, where its rows do not say it
    skipped: str = ""  # why the sheet is not read

    def column_of(self, name: str) -> int | None:
        """The column (from 0) of a field."""
        if self.header is not None:
            for column, taken in self.header.fields.items():
                if taken == name:
                    return column
        return None

    def counts(self) -> Counter[str]:
        """How many rows of each status."""
        return Counter(row.status for row in self.rows)


@dataclass(slots=True, eq=False)  # compared by identity: rows, sheets and files refer to each other
class PlanFile:
    """One file: its sheets, or why it was refused."""

    path: Path
    sha256: str = ""
    sheets: list[PlanSheet] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    refused: AppError | None = None


@dataclass(slots=True, eq=False)  # compared by identity: rows, sheets and files refer to each other
class Plan:
    """What importing some files as records of one kind would do."""

    kind: type[Record]
    files: list[PlanFile] = field(default_factory=list)

    def sheets(self) -> Iterator[PlanSheet]:
        """The sheets that are read."""
        for file in self.files:
            yield from (sheet for sheet in file.sheets if sheet.header is not None and not sheet.skipped)

    def rows(self) -> Iterator[PlanRow]:
        """All rows in the order of the files."""
        for sheet in self.sheets():
            yield from sheet.rows

    def refused(self) -> list[AppError]:
        """Why files were refused."""
        return [file.refused for file in self.files if file.refused]

    def balance(self) -> Balance:
        """The count of rows over all files."""
        return Balance.of(self.sheets())

    @property
    def has_problems(self) -> bool:
        """Whether any row or file is refused."""
        return bool(self.refused()) or any(row.status == PROBLEM for row in self.rows())


class Balance(NamedTuple):
    """The rows of an import: read = new + changed + same + problem + blank."""

    read: int
    new: int
    changed: int
    same: int
    problem: int
    blank: int
    warned: int
    left_out: int  # totals, notes, signatures; not among those read

    @classmethod
    def of(cls, sheets: Iterable[PlanSheet]) -> Balance:
        """The count over some sheets."""
        counts: Counter[str] = Counter()
        for sheet in sheets:
            counts.update(sheet.counts())
            counts["read"] += len(sheet.rows) + sheet.blank
            counts["blank"] += sheet.blank
            counts["left_out"] += sheet.totals + sheet.others
            counts["warned"] += sum(1 for row in sheet.rows if row.warnings)
        return cls(*(counts[name] for name in cls._fields))

    def text(self) -> str:
        """The one line that ends an import."""
        line = (
            f"读取{self.read}行 = 新增{self.new} + 有变化{self.changed} + 相同{self.same}"
            f" + 有问题{self.problem} + 空行{self.blank}"
        )
        return line + (f"（另有合计、说明等{self.left_out}行不算在内）" if self.left_out else "")


def as_json(plan: Plan, applied: bool) -> dict[str, Any]:
    """The plan as `import --json` prints it."""
    files = []
    for file in plan.files:
        sheets = []
        for sheet in file.sheets:
            header = sheet.header
            counts = Balance.of([sheet])
            entry: dict[str, Any] = {
                "sheet": sheet.name,
                "header_rows": list(range(header.first + 1, header.last + 2)) if header else [],
                "columns": _lettered(header.fields) if header else {},
                "ignored": [column_letters(column.position) for column in header.ignored] if header else [],
                **{
                    name: getattr(counts, name)
                    for name in ("read", "new", "changed", "same", "problem", "blank")
                },
            }
            if sheet.skipped:
                entry["skipped"] = sheet.skipped
            sheets.append(entry)
        found: dict[str, Any] = {"file": file.path.name, "sheets": sheets}
        if file.refused:
            found["refused"] = str(file.refused)
        files.append(found)
    rows = [
        {
            "file": row.sheet.file.path.name,
            "sheet": row.sheet.name,
            "row": row.number,
            "status": row.status,
            "problems": [_issue(row, issue) for issue in row.problems],
            "warnings": [_issue(row, issue) for issue in row.warnings],
        }
        for row in plan.rows()
    ]
    return {"files": files, "rows": rows, "applied": applied}


def _lettered(fields: dict[int, str]) -> dict[str, str]:
    return {column_letters(column): name for column, name in sorted(fields.items())}


def _issue(row: PlanRow, issue: Issue) -> dict[str, Any]:
    return {"cell": row.cell(issue), "field": issue.field, "message": issue.message}
