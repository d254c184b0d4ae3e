"""Writing a large list into a styled template, beside openpyxl writing the same cells without any style."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import openpyxl
from openpyxl.styles import Border, Font, Side

from benchmarks.measure import Line, against, in_child, peak_megabytes, stopwatch
from benchmarks.people import people
from exports.fill_workbook import Template
from exports.package import Package
from exports.sheet_patch import SheetChange
from exports.sheet_table import Table

COLUMNS = 20
ATTEMPTS = 2  # by turns, the better one counts: other work on the machine falls on both sides
BLANK_ROWS = 10  # of the template, from row 2 on


def measure(folder: Path, rows: int) -> list[Line]:
    """The lines for a list of `rows` rows of COLUMNS cells."""
    template = folder / "template.xlsx"
    _write_template(template)
    tenth = in_child(_fill, template, folder / "tenth.xlsx", rows // 10)
    pairs = [
        (
            in_child(_fill, template, folder / "ours.xlsx", rows),
            in_child(_write_with_openpyxl, folder / "peer.xlsx", rows),
        )
        for _ in range(ATTEMPTS)
    ]
    ours = min((pair[0] for pair in pairs), key=lambda one: one["seconds"])
    peer = min(pair[1] for pair in pairs)
    return [
        against(f"export {rows:,} × {COLUMNS} cells", ours["seconds"], peer, 8),
        Line(
            f"   memory at {rows // 10:,} and {rows:,} rows", f"{tenth['memory']:.0f}/{ours['memory']:.0f} MB"
        ),
    ]


def _rows(count: int) -> Iterator[tuple[str | int | float, ...]]:
    """Rows of 13 texts and 7 numbers; their making costs next to nothing."""
    some = [
        (*list(person.values())[:13], number, number * 2, number / 2, 1, 22.5, 2010, number % 7)
        for number, person in enumerate(people(1000))
    ]
    return islice(cycle(some), count)


def _write_template(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    thin = Side("thin")
    for row in range(1, BLANK_ROWS + 2):
        for column in range(1, COLUMNS + 1):
            cell = sheet.cell(row, column, f"第{column}列" if row == 1 else None)
            cell.border = Border(thin, thin, thin, thin)
            cell.font = Font(name="宋体", size=10)
    book.save(path)


def _fill(template: Path, target: Path, rows: int) -> dict[str, float]:
    with stopwatch() as watch, Package(template) as package:
        book = Template(package)
        table = Table(2, BLANK_ROWS + 1, tuple(range(1, COLUMNS + 1)), _rows(rows), rows)
        book.write(target, {book.places[0].name: SheetChange(tables=[table])})
    return {"seconds": watch.seconds, "memory": peak_megabytes()}


def _write_with_openpyxl(target: Path, rows: int) -> float:
    with stopwatch() as watch:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in _rows(rows):
            sheet.append(row)
        book.save(target)
    return watch.seconds
