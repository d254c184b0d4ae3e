"""Saving a list exactly as it is seen: its columns in their order, its rows as they are filtered and sorted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from exports.formats import export_table
from exports.plain_table import TableColumn
from models.errors import FieldError
from models.fields import Integer
from ui import ask, jobs
from ui.desk import Desk
from ui.record_table import Seen


def export_seen(desk: Desk, parent: QWidget, seen: Seen, title: str) -> None:
    """Ask where to, write the list as a workbook and offer to open it."""
    target = ask.save_file(parent, f"导出{title}", f"{title}.xlsx", ask.XLSX, desk.remember)
    if target is None:
        return
    columns = [TableColumn("序号", 5, number=True)]
    columns += [TableColumn(field.label, field.width, isinstance(field, Integer)) for field in seen.fields]

    def work(tick: jobs.Tick) -> Path:
        rows: list[list[str | float | int | None]] = []
        for row in seen.rows:
            cells = [_cell(field, text) for field, text in zip(seen.fields, row, strict=True)]
            rows.append([len(rows) + 1, *cells])
            tick(len(rows), len(seen.rows))
        export_table(columns, rows, title, target)
        return target

    jobs.run(parent, f"导出{title}", work, lambda path: offer_file(desk, parent, path, f"{len(seen.rows)}行"))


def offer_file(desk: Desk, parent: QWidget, path: Path, what: str = "") -> None:
    """Say that a file has been written and offer to open it."""
    desk.say(f"已保存{what}：{path}")
    if ask.confirm(
        parent, "已保存", f"已保存{what}到“{path.name}”。", f"在文件夹“{path.parent}”里。", yes="打开文件"
    ):
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _cell(field: object, text: str) -> str | float | int | None:
    """Numbers as numbers, all else as the text that is seen."""
    if not text:
        return None
    if isinstance(field, Integer):
        try:
            number: float | int | None = field.read(text).value
        except FieldError:
            return text
        return number
    return text
