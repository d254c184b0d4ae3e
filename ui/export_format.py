"""Writing one of the built-in formats: where to, whether IDs and phones are shown, progress, what was left blank."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from exports import formats
from exports.fill import Filled
from models.organisation import Organisation
from ui import ask, jobs
from ui.desk import Desk
from ui.export_seen import offer_file


def export_format(
    desk: Desk, parent: QWidget, name: str, organisation: Organisation | None = None, full: bool = False
) -> None:
    """Ask for the target and write the format for the work year; says so, or why it could not be done."""
    wanted = next(each for each in formats.formats() if each.name == name)
    whose = organisation.name if organisation else ""
    target = ask.save_file(
        parent,
        f"导出{wanted.title}",
        f"{desk.year}年{whose}{wanted.title}.xlsx",
        "Excel 工作簿 (*.xlsx)",
        desk.remember,
    )
    if target is None:
        return
    year = desk.year

    def work(tick: jobs.Tick) -> Filled:
        return formats.export(name, year, target, organisation, full, tick)

    def then(filled: Filled) -> None:
        offer_file(desk, parent, target, f"{filled.rows}行")

    jobs.run(parent, f"导出{wanted.title}", work, then)
