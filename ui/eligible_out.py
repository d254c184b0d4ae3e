"""The list of who is eligible as it leaves the program: a workbook or a printed list, in the order seen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from exports.form_list import list_document
from exports.formats import export_table
from exports.forms import Sheet
from exports.paper import Document
from exports.plain_table import TableColumn
from models.fields import Described
from ui import ask, jobs
from ui.desk import Desk
from ui.eligible_model import EligibleModel
from ui.export_seen import offer_file
from ui.printing import preview

_WIDTHS = (12, 22, 9, 60, 12)


def export_eligible(desk: Desk, parent: QWidget, model: EligibleModel, title: str) -> None:
    """Ask where to, and write the list."""
    target = ask.save_file(parent, "导出资格名单", f"{title}.xlsx", ask.XLSX, desk.remember)
    if target is None:
        return
    columns = [TableColumn("序号", 5, number=True)]
    columns += [TableColumn(name, width) for name, width in zip(model.headings, _WIDTHS, strict=True)]
    rows: list[list[str | float | int | None]] = [
        [number, *(line or None for line in texts)] for number, texts in enumerate(_texts(model), 1)
    ]

    def work(_tick: jobs.Tick) -> None:
        export_table(columns, rows, title, target)

    jobs.run(parent, "导出资格名单", work, lambda _: offer_file(desk, parent, target, f"{len(rows)}行"))


def print_eligible(desk: Desk, parent: QWidget, model: EligibleModel, title: str) -> None:
    """Show the list as it will be printed."""
    fields = []
    for name, width in zip(model.headings, _WIDTHS, strict=True):
        field = Described()
        field.describe(name, width=width)
        fields.append(field)
    rows = _texts(model)

    def make(_full: bool) -> list[Document]:
        return [list_document(title, fields, rows)]

    preview(parent, Sheet("list", title), make, title, desk.remember)


def _texts(model: EligibleModel) -> list[list[str]]:
    return [[model.text(line, column) for column in range(len(model.headings))] for line in model.lines]
