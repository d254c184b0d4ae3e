"""The table of honours as it leaves the program: a workbook or a printed list, as it is seen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from exports.form_list import list_document
from exports.formats import export_table
from exports.forms import Sheet
from exports.paper import Document
from exports.plain_table import TableColumn
from models.fields import Described
from models.figures_honours import CountLine
from ui import ask, jobs
from ui.desk import Desk
from ui.export_seen import offer_file
from ui.honour_counts_model import HonourCountsModel
from ui.printing import preview

_FIRST, _OTHERS = 24, 10


def export_counts(desk: Desk, parent: QWidget, model: HonourCountsModel, title: str) -> None:
    """Ask where to, and write the table with its numbers as numbers, noughts too: a sheet is added up."""
    target = ask.save_file(parent, f"导出{title}", f"{title}.xlsx", ask.XLSX, desk.remember)
    if target is None:
        return
    columns = [
        TableColumn(model.heading(place), _OTHERS if place else _FIRST, bool(place))
        for place in range(model.columnCount())
    ]
    rows = [[line.label, *line.values] for line in model.lines]

    def work(_tick: jobs.Tick) -> None:
        export_table(columns, rows, title, target)

    jobs.run(parent, f"导出{title}", work, lambda _: offer_file(desk, parent, target, f"{len(rows)}行"))


def print_counts(desk: Desk, parent: QWidget, model: HonourCountsModel, title: str) -> None:
    """Show the table as it will be printed, the sums below."""
    fields = []
    for place in range(model.columnCount()):
        field = Described()
        field.describe(model.heading(place), align="right" if place else "left")
        fields.append(field)

    def texts(lines: list[CountLine]) -> list[list[str]]:
        return [[model.text(line, place) for place in range(len(fields))] for line in lines]

    rows = texts(model.counts.lines)
    totals = ["", *texts([model.counts.total])[0][1:]]

    def make(_full: bool) -> list[Document]:
        return [list_document(title, fields, rows, totals)]

    preview(parent, Sheet("list", title), make, title, desk.remember)
