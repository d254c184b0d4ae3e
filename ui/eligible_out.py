"""The list of who is eligible as it leaves the program: a workbook or a printed list, in the order seen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from exports.plain_table import TableColumn
from ui.desk import Desk
from ui.eligible_model import EligibleModel
from ui.table_out import export_lines, print_lines

_WIDTHS = (12, 22, 9, 60, 12)


def export_eligible(desk: Desk, parent: QWidget, model: EligibleModel, title: str) -> None:
    """Ask where to, and write the list."""
    columns = [TableColumn("序号", 5, number=True)]
    columns += [TableColumn(name, width) for name, width in zip(model.headings, _WIDTHS, strict=True)]
    rows: list[list[str | float | int | None]] = [
        [number, *(line or None for line in texts)] for number, texts in enumerate(_texts(model), 1)
    ]
    export_lines(desk, parent, columns, rows, title, action="导出资格名单")


def print_eligible(desk: Desk, parent: QWidget, model: EligibleModel, title: str) -> None:
    """Show the list as it will be printed."""
    print_lines(desk, parent, model.headings, _texts(model), title)


def _texts(model: EligibleModel) -> list[list[str]]:
    return [[model.text(line, column) for column in range(len(model.headings))] for line in model.lines]
