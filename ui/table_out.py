"""A table that is no list of records, as it leaves the program: a workbook, or a printed list in the preview."""

from __future__ import annotations

from collections.abc import Container, Sequence

from PySide6.QtWidgets import QWidget

from exports.form_list import list_document
from exports.formats import export_table
from exports.forms import Sheet
from exports.plain_table import TableColumn
from exports.sheet_values import Value
from models.fields import Described
from ui import ask, jobs
from ui.desk import Desk
from ui.export_seen import offer_file
from ui.printing import preview


def export_lines(
    desk: Desk,
    parent: QWidget,
    columns: Sequence[TableColumn],
    rows: Sequence[Sequence[Value]],
    title: str,
    *,
    action: str = "",
    what: str = "",
) -> None:
    """Ask where to, write the table and offer to open it; `action` and `what` say both in other words than usual."""
    action = action or f"导出{title}"
    target = ask.save_file(parent, action, f"{title}.xlsx", ask.XLSX, desk.remember)
    if target is None:
        return

    def work(_tick: jobs.Tick) -> None:
        export_table(columns, rows, title, target)

    jobs.run(parent, action, work, lambda _: offer_file(desk, parent, target, what or f"{len(rows)}行"))


def print_lines(
    desk: Desk,
    parent: QWidget,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    title: str,
    *,
    numbers: Container[int] = (),
    totals: Sequence[str] = (),
) -> None:
    """Show the table as it will be printed; the columns at the places `numbers` stand at the right."""
    fields = []
    for place, name in enumerate(headings):
        field = Described()
        field.describe(name, align="right" if place in numbers else "left")
        fields.append(field)
    preview(
        parent,
        Sheet("list", title),
        lambda _full: [list_document(title, fields, rows, totals)],
        title,
        desk.remember,
    )
