"""Workbooks that people send (.xlsx and .xls) as typed cells, parsed in a child process with limits."""

from __future__ import annotations

import contextlib
import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from exports import workbook_reader as reader
from exports.child import MEMORY_LIMIT, TIME_LIMIT, Child, ChildFailed
from exports.workbook_guard import check_file
from exports.workbook_scan import CellError, Position, scan
from exports.workbook_scan_xls import scan_xls
from models.errors import AppError

Cell = str | float | int | bool | date | datetime | CellError | None
Area = tuple[int, int, int, int]  # first row, first column, last row, last column; all from 0


# Called with a sheet so far, its first column that is not blank, and the columns of the rows that have just come.
Watch = Callable[["Sheet", int, Sequence[Sequence[Cell]]], None]


def column_letters(column: int) -> str:
    """The sheet's name of a column counted from 0: A, B, … AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The sheet's name of a cell counted from 0: G405."""
    return f"{column_letters(column)}{row + 1}"


@dataclass(slots=True)
class Sheet:
    """One worksheet: cells by column, at the positions they have in the file (row 0 is the sheet's row 1).

    A sheet that is not visible has no cells: it is not read.
    """

    name: str
    visible: bool = True
    merges: list[Area] = field(default_factory=list)
    columns: list[list[Cell]] = field(default_factory=list)
    height: int = 0

    def row(self, number: int) -> list[Cell]:
        """The cells of one row."""
        return [column[number] for column in self.columns]


@dataclass(slots=True)
class Workbook:
    """A file that was read, or the reason why it was refused."""

    path: Path
    sha256: str = ""
    sheets: list[Sheet] = field(default_factory=list)
    refused: AppError | None = None


def read_workbook(path: Path) -> Workbook:
    """One workbook; raises AppError when it cannot be read."""
    (book,) = read_workbooks([path])
    if book.refused:
        raise book.refused
    return book


def read_workbooks(
    paths: Sequence[Path],
    *,
    watch: Watch | None = None,
    most_rows: int | None = None,
    memory_limit: int = MEMORY_LIMIT,
    time_limit: float = TIME_LIMIT,
) -> Iterator[Workbook]:
    """Each file in turn, as soon as it is read; one that cannot be read has `refused` set and the rest go on.

    One child process reads them all; it is replaced when a file ends it. `watch(sheet, left, columns)` sees the
    next rows of a sheet while the child is reading those behind them, so that work on them can begin.
    With `most_rows` only so many of each sheet are read, and error cells not told from blank ones: a first look.
    """
    files = [Path(path) for path in paths]
    formats: dict[int, str] = {}
    refused: dict[int, AppError] = {}
    for number, path in enumerate(files):
        try:
            formats[number] = check_file(path)
        except AppError as error:
            refused[number] = error
    child: Child | None = None
    try:
        for number, path in enumerate(files):
            if number in refused:
                yield Workbook(path, refused=refused[number])
                continue
            if child is None:
                rest = [str(files[index]) for index in formats if index >= number]
                child = Child(Path(reader.__file__), (memory_limit, most_rows, rest))
            try:
                format_ = None if most_rows else formats[number]
                yield _read(child, path, format_, time_limit, watch)
            except AppError as error:
                if child.ended:
                    child.close()
                    child = None
                yield Workbook(path, refused=error)
    finally:
        if child:
            child.close()


def _refusal(path: Path, reason: str) -> AppError:
    """The sentence for what went wrong inside the child."""
    name = path.name
    if reason == "password":
        return AppError(f"“{name}”有密码，读不出来。", "请在 Excel 中打开，取消密码后另存，再导入。")
    if reason == "timeout":
        return AppError(f"“{name}”读取太久，已停止。", "请删去不需要的工作表，或分成几个文件后再导入。")
    if reason in ("memory", "crash"):
        return AppError(
            f"“{name}”读到一半中断了：表格范围大得不正常，或文件已损坏。",
            "请在 Excel 中把需要的行列复制到新工作簿，保存后再导入。",
        )
    return AppError(f"“{name}”已损坏，读不出来。", "请重新取得这个文件，或用 Excel 打开并修复后另存。")


def _read(child: Child, path: Path, format_: str | None, time_limit: float, watch: Watch | None) -> Workbook:
    """A workbook from the child's frames; what the child cannot see is scanned here meanwhile."""
    book = Workbook(path, hashlib.sha256(path.read_bytes()).hexdigest())
    replaced: dict[str, dict[Position, CellError | str]] = {}
    if format_ == "xlsx":
        with contextlib.suppress(zipfile.BadZipFile, zlib.error, EOFError):  # the child will say so
            replaced = scan(path)
    elif format_ == "xls":
        replaced = scan_xls(path)
    left = 0
    try:
        while (frame := child.frame(time_limit))[0] != reader.END:
            kind, *rest = frame
            if kind == reader.SHEET:
                name, visible, merges, left = rest
                book.sheets.append(Sheet(name, visible, merges))
            elif kind == reader.ROWS:
                _add_rows(book.sheets[-1], left, *rest)
                if watch:
                    watch(book.sheets[-1], left, rest[0])
            elif kind == reader.GAP:
                _add_blank(book.sheets[-1], rest[0])
            elif kind == reader.REFUSED and rest[0] == "again":
                book.sheets.clear()
            elif kind == reader.REFUSED:
                while child.frame(time_limit)[0] != reader.END:
                    pass
                raise ChildFailed(rest[0])
    except ChildFailed as failed:
        raise _refusal(path, str(failed)) from None
    for sheet in book.sheets:
        for place, value in replaced.get(sheet.name, {}).items():
            _replace(sheet, place, value)
    return book


def _add_rows(
    sheet: Sheet, left: int, columns: list[list[Cell]], specials: list[tuple[int, int, str, Any]]
) -> None:
    for row, column, kind, value in specials:
        columns[column][row] = (
            value if kind == "text" else date(*value) if len(value) == 3 else datetime(*value)
        )
    height = len(columns[0])
    if not sheet.columns:
        sheet.columns = [[None] * sheet.height for _ in range(left + len(columns))]
    for own in sheet.columns[:left]:
        own.extend([None] * height)
    for own, new in zip(sheet.columns[left:], columns, strict=True):
        own.extend(new)
    sheet.height += height


def _add_blank(sheet: Sheet, rows: int) -> None:
    sheet.height += rows
    for column in sheet.columns:
        column.extend([None] * rows)


def _replace(sheet: Sheet, place: Position, value: CellError | str) -> None:
    """Put a value where the parser saw none; the sheet grows when it was beyond all other cells."""
    row, column = place
    if not sheet.visible or row >= sheet.height + 1000 or column >= len(sheet.columns) + 100:
        return
    while len(sheet.columns) <= column:
        sheet.columns.append([None] * sheet.height)
    if row >= sheet.height:
        _add_blank(sheet, row + 1 - sheet.height)
    sheet.columns[column][row] = value
