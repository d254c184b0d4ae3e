"""The calendar's list leaves the program as it is seen: as a workbook, or on paper."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from exports.plain_table import TableColumn
from models.deadlines import Deadline
from ui.calendar_model import HEADINGS, texts
from ui.desk import Desk
from ui.table_out import export_lines, print_lines

_WIDTHS = (12, 10, 40, 24, 14)  # characters


def export_deadlines(desk: Desk, parent: QWidget, lines: Sequence[Deadline], title: str) -> None:
    """Ask where to, write the list as a workbook and offer to open it."""
    columns = [TableColumn(name, width) for name, width in zip(HEADINGS, _WIDTHS, strict=True)]
    export_lines(desk, parent, columns, [texts(line) for line in lines], title)


def print_deadlines(desk: Desk, parent: QWidget, lines: Sequence[Deadline], title: str) -> None:
    """Show the list as it will be printed."""
    print_lines(desk, parent, HEADINGS, [texts(line) for line in lines], title)
