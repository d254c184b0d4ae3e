"""The refused rows of an import as a copy of the user's own workbook, with the reason in a last column."""

from __future__ import annotations

import os
import tempfile
import zipfile
from copy import copy
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from exports.intake_plan import PROBLEM, Issue, Plan, PlanFile, PlanRow, PlanSheet, explained
from exports.workbook import column_letters
from exports.workbook_scan import CellError
from models.errors import AppError
from models.record import Record

REASON = "导入失败原因"
_REASON_WIDTH = 48
# Above this openpyxl takes too long to keep the look: the values and the header are written plainly.
_MOST_ROWS = 20_000
# What openpyxl raises for a workbook that is gone, or that it cannot read though others can.
_UNREADABLE = (
    OSError,
    zipfile.BadZipFile,
    InvalidFileException,
    SyntaxError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
)


def write_rejects(plan: Plan, path: Path) -> list[Path]:
    """Save the refused rows; returns the files written, none when no row was refused.

    With several files that have refused rows each gets its own, `path` with the file's name added. Is `path` a
    folder, they go into it under names of their own, over no file that is there: somebody may be correcting it.
    Raises AppError when the target cannot be written.
    """
    files = refused_files(plan)
    folder = path if path.is_dir() else None
    path = path.with_suffix(".xlsx")
    written = []
    for file in files:
        if folder is not None:
            target = _free(folder, reject_name(file))
        else:
            target = path if len(files) == 1 else path.with_name(f"{path.stem}-{file.path.stem}.xlsx")
            if target in written:  # from folders of their own people send files of the same name
                target = _free(target.parent, target.name)
        written.append(_write(plan.kind, file, target))
    return written


def refused_files(plan: Plan) -> list[PlanFile]:
    """The files that have refused rows."""
    return [file for file in plan.files if _refused(file)]


def reject_name(file: PlanFile) -> str:
    """What the workbook with a file's refused rows is called."""
    return f"{file.path.stem}-有问题的行.xlsx"


def _free(folder: Path, name: str) -> Path:
    """A path in the folder that no file has yet, numbered where the name is taken."""
    wanted, number = folder / name, 2
    target = wanted
    while target.exists():
        target = wanted.with_stem(f"{wanted.stem} ({number})")
        number += 1
    return target


def _refused(file: PlanFile) -> dict[str, list[PlanRow]]:
    found = {sheet.name: [row for row in sheet.rows if row.status == PROBLEM] for sheet in file.sheets}
    return {name: rows for name, rows in found.items() if rows}


def _write(kind: type[Record], file: PlanFile, target: Path) -> Path:
    refused = _refused(file)
    sheets = {sheet.name: sheet for sheet in file.sheets}
    large = any(sheet.grid and sheet.grid.height > _MOST_ROWS for sheet in file.sheets)
    look = None if large else _with_its_look(file.path)
    if look is None:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in refused.items():
            worksheet = book.create_sheet(name)
            _plain_sheet(worksheet, sheets[name], rows)
            _add_reasons(kind, worksheet, sheets[name], rows)
    else:
        book = look
        for worksheet in list(book.worksheets):
            if worksheet.title in refused:
                sheet, rows = sheets[worksheet.title], refused[worksheet.title]
                _keep_rows(worksheet, sheet, rows)
                _add_reasons(kind, worksheet, sheet, rows)
            elif worksheet.sheet_state == "visible":
                book.remove(worksheet)
        book.active = book.worksheets.index(book[next(iter(refused))])
    _save(book, target)
    return target


def _with_its_look(path: Path) -> openpyxl.Workbook | None:
    """The user's workbook; None for an .xls and where it cannot be read any more: the rows are known all the same."""
    try:
        return openpyxl.load_workbook(path)
    except _UNREADABLE:
        return None


def _save(book: openpyxl.Workbook, target: Path) -> None:
    """Write beside the target and rename, so that a failure leaves what was there."""
    part: str | None = None
    try:
        descriptor, part = tempfile.mkstemp(dir=target.parent, suffix=".part")
        os.close(descriptor)
        book.save(part)
        Path(part).replace(target)
    except OSError as error:
        if part:
            Path(part).unlink(missing_ok=True)
        raise AppError(
            f"“{target.name}”写不进去，可能正被 Excel 打开，或文件夹不能写入。",
            "请关闭这个文件，或换一个位置保存。",
        ) from error


def _keep_rows(worksheet: Worksheet, sheet: PlanSheet, rows: list[PlanRow]) -> None:
    """Leave the header and the refused rows, moved up one under the other with their look."""
    assert sheet.header is not None and sheet.grid is not None
    top = sheet.header.last + 1  # rows of the sheet, counted from 1
    for area in list(worksheet.merged_cells.ranges):
        if area.max_row > top:
            worksheet.unmerge_cells(str(area))
    width = max(worksheet.max_column, sheet.grid.width)
    for place, row in enumerate(rows, top + 1):
        for column in range(1, width + 1):
            source = worksheet.cell(row.number, column)
            cell = worksheet.cell(place, column)
            # A merged cell's value belongs to every row it spanned.
            value = sheet.grid.columns[column - 1][row.row] if column <= sheet.grid.width else None
            # And a formula is wrong in another row: its result stands for it.
            own = None if source.data_type == "f" else source.value
            cell.value = own if own is not None else _value(value)
            if isinstance(cell.value, str):
                cell.data_type = "s"
            cell._style = copy(source._style)
            cell.comment = None
        worksheet.row_dimensions[place].height = worksheet.row_dimensions[row.number].height
        worksheet.row_dimensions[place].hidden = False
    last = top + len(rows)
    if worksheet.max_row > last:
        worksheet.delete_rows(last + 1, worksheet.max_row - last)
    worksheet.auto_filter.ref = None


def _plain_sheet(worksheet: Worksheet, sheet: PlanSheet, rows: list[PlanRow]) -> None:
    """The rows down to the header and the refused ones, values only."""
    assert sheet.header is not None and sheet.grid is not None
    top = sheet.header.last + 1
    for place, number in enumerate([*range(top), *(row.row for row in rows)], 1):
        for column, value in enumerate(sheet.grid.row(number), 1):
            if value is None or (sheet.grid.is_spread(number, column - 1) and number < top):
                continue
            cell = worksheet.cell(place, column, _value(value))
            if isinstance(value, str):
                cell.data_type = "s"
                cell.number_format = "@"
    for first, left, last, right in sheet.grid.merges:
        if last < top:
            worksheet.merge_cells(
                start_row=first + 1, start_column=left + 1, end_row=last + 1, end_column=right + 1
            )
    for number in range(sheet.grid.width):
        worksheet.column_dimensions[column_letters(number)].width = 14


def _value(value: Any) -> Any:
    return str(value) if isinstance(value, CellError) else value


def _add_reasons(kind: type[Record], worksheet: Worksheet, sheet: PlanSheet, rows: list[PlanRow]) -> None:
    assert sheet.header is not None and sheet.grid is not None
    top, column = sheet.header.last + 1, sheet.grid.width + 1
    head = worksheet.cell(sheet.header.first + 1, column, REASON)
    beside = worksheet.cell(sheet.header.first + 1, column - 1)
    if beside.has_style:
        head._style = copy(beside._style)
    head.font = Font(name=head.font.name, sz=head.font.sz, bold=True, color="FFC00000")
    for place, row in enumerate(rows, top + 1):
        cell = worksheet.cell(place, column, "；".join(_reason(kind, row, issue) for issue in row.problems))
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="center")  # unwrapped: a fixed row height would cut it
        cell.font = Font(color="FFC00000")
    worksheet.column_dimensions[get_column_letter(column)].width = _REASON_WIDTH


def _reason(kind: type[Record], row: PlanRow, issue: Issue) -> str:
    """What is wrong, with its place in the sheet that was imported."""
    place = f"（原表{row.cell(issue)}）" if issue.column is not None else ""
    return f"{explained(kind, issue)}{place}"
