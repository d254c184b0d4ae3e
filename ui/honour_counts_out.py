"""The table of honours as it leaves the program: a workbook or a printed list, as it is seen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from exports.plain_table import TableColumn
from models.figures_honours import CountLine
from ui.desk import Desk
from ui.honour_counts_model import HonourCountsModel
from ui.table_out import export_lines, print_lines

_FIRST, _OTHERS = 24, 10


def export_counts(desk: Desk, parent: QWidget, model: HonourCountsModel, title: str) -> None:
    """Ask where to, and write the table with its numbers as numbers, noughts too: a sheet is added up."""
    columns = [
        TableColumn(name, _OTHERS if place else _FIRST, bool(place))
        for place, name in enumerate(_headings(model))
    ]
    export_lines(desk, parent, columns, [[line.label, *line.values] for line in model.lines], title)


def print_counts(desk: Desk, parent: QWidget, model: HonourCountsModel, title: str) -> None:
    """Show the table as it will be printed, the sums below."""
    headings = _headings(model)

    def texts(lines: list[CountLine]) -> list[list[str]]:
        return [[model.text(line, place) for place in range(len(headings))] for line in lines]

    print_lines(
        desk,
        parent,
        headings,
        texts(model.counts.lines),
        title,
        numbers=range(1, len(headings)),
        totals=["", *texts([model.counts.total])[0][1:]],
    )


def _headings(model: HonourCountsModel) -> list[str]:
    return [model.heading(place) for place in range(model.columnCount())]
