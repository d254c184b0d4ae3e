"""The calendar's list leaves the program as it is seen: as a workbook, or on paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from exports.form_list import list_document
from exports.formats import export_table
from exports.forms import Sheet
from exports.plain_table import TableColumn
from models.deadlines import Deadline
from models.fields import Derived
from ui import ask, jobs
from ui.calendar_model import HEADINGS, texts
from ui.desk import Desk
from ui.export_seen import offer_file
from ui.printing import preview

_WIDTHS = (12, 10, 40, 24, 14)  # characters


def export_deadlines(desk: Desk, parent: QWidget, lines: Sequence[Deadline], title: str) -> None:
    """Ask where to, write the list as a workbook and offer to open it."""
    target = ask.save_file(parent, f"导出{title}", f"{title}.xlsx", ask.XLSX, desk.remember)
    if target is None:
        return
    columns = [TableColumn(name, width) for name, width in zip(HEADINGS, _WIDTHS, strict=True)]
    rows = [list(texts(line)) for line in lines]

    def work(_tick: jobs.Tick) -> Path:
        export_table(columns, rows, title, target)
        return target

    jobs.run(parent, f"导出{title}", work, lambda path: offer_file(desk, parent, path, f"{len(rows)}行"))


def print_deadlines(desk: Desk, parent: QWidget, lines: Sequence[Deadline], title: str) -> None:
    """Show the list as it will be printed."""
    fields = [Derived(name, lambda _: None) for name in HEADINGS]
    rows = [texts(line) for line in lines]
    preview(
        parent,
        Sheet("list", title),
        lambda _full: [list_document(title, fields, rows)],
        title,
        desk.remember,
    )
