"""The ranking of branches by news as it leaves the program: a workbook or a printed list, in the order seen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from exports.form_list import list_document
from exports.formats import export_table
from exports.forms import Sheet
from exports.paper import Document
from exports.plain_table import TableColumn
from models.fields import Described
from models.news_ranking import Line
from ui import ask, jobs
from ui.desk import Desk
from ui.export_seen import offer_file
from ui.news_ranking_model import BRANCH, FIRST_FIGURE, RANK, NewsRankingModel
from ui.printing import preview

_WIDTHS = {RANK: 7, BRANCH: 26}


def export_ranking(desk: Desk, parent: QWidget, model: NewsRankingModel, title: str) -> None:
    """Ask where to, and write the ranking with its numbers as numbers."""
    target = ask.save_file(parent, "导出名次表", f"{title}.xlsx", ask.XLSX, desk.remember)
    if target is None:
        return
    words = (BRANCH, model.owing)
    columns = [
        TableColumn(name.replace("\n", ""), _WIDTHS.get(place, 11), place not in words)
        for place, name in enumerate(model.headings)
    ]
    rows = [[_cell(model, line, place) for place in range(len(columns))] for line in model.lines]

    def work(_tick: jobs.Tick) -> None:
        export_table(columns, rows, title, target)

    jobs.run(parent, "导出名次表", work, lambda _: offer_file(desk, parent, target, f"{len(rows)}行"))


def print_ranking(desk: Desk, parent: QWidget, model: NewsRankingModel, title: str) -> None:
    """Show the ranking as it will be printed."""
    fields = []
    for place, name in enumerate(model.headings):
        field = Described()
        field.describe(name.replace("\n", ""), align="left" if place in (BRANCH, model.owing) else "right")
        fields.append(field)
    rows = [[model.text(line, place) for place in range(len(fields))] for line in model.lines]

    def make(_full: bool) -> list[Document]:
        return [list_document(title, fields, rows)]

    preview(parent, Sheet("list", title), make, title, desk.remember)


def _cell(model: NewsRankingModel, line: Line, column: int) -> str | float | None:
    """A number as a number, nought too: a sheet is added up."""
    if FIRST_FIGURE <= column < model.owing:
        return line.values[model.columns[column - FIRST_FIGURE]]
    return line.rank if column == RANK else model.text(line, column)
