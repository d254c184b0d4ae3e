"""The ranking of branches by news as it leaves the program: a workbook or a printed list, in the order seen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from exports.plain_table import TableColumn
from models.news_ranking import Line
from ui.desk import Desk
from ui.news_ranking_model import BRANCH, FIRST_FIGURE, RANK, NewsRankingModel
from ui.table_out import export_lines, print_lines

_WIDTHS = {RANK: 7, BRANCH: 26}


def export_ranking(desk: Desk, parent: QWidget, model: NewsRankingModel, title: str) -> None:
    """Ask where to, and write the ranking with its numbers as numbers."""
    headings, numbers = _headings(model), _numbers(model)
    columns = [
        TableColumn(name, _WIDTHS.get(place, 11), place in numbers) for place, name in enumerate(headings)
    ]
    rows = [[_cell(model, line, place) for place in range(len(columns))] for line in model.lines]
    export_lines(desk, parent, columns, rows, title, action="导出名次表")


def print_ranking(desk: Desk, parent: QWidget, model: NewsRankingModel, title: str) -> None:
    """Show the ranking as it will be printed."""
    headings = _headings(model)
    rows = [[model.text(line, place) for place in range(len(headings))] for line in model.lines]
    print_lines(desk, parent, headings, rows, title, numbers=_numbers(model))


def _headings(model: NewsRankingModel) -> list[str]:
    return [name.replace("\n", "") for name in model.headings]


def _numbers(model: NewsRankingModel) -> set[int]:
    """The places of the columns that hold numbers: all but the branch and the months that it owes."""
    return set(range(len(model.headings))) - {BRANCH, model.owing}


def _cell(model: NewsRankingModel, line: Line, column: int) -> str | float | None:
    """A number as a number, nought too: a sheet is added up."""
    if FIRST_FIGURE <= column < model.owing:
        return line.values[model.columns[column - FIRST_FIGURE]]
    return line.rank if column == RANK else model.text(line, column)
