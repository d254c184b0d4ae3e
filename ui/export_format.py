"""Writing one of the built-in formats: where to, whether IDs and phones are shown, progress, what was left blank."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from exports import formats
from exports.fill import Filled
from models.organisation import Organisation
from ui import ask, jobs
from ui.desk import Desk
from ui.export_seen import offer_file

MOST_SAID = 8  # what is to be looked at, as far as a dialog can hold it


def export_format(
    desk: Desk,
    parent: QWidget,
    name: str,
    organisation: Organisation | None = None,
    full: bool = False,
    part: tuple[str, str] = ("", ""),
) -> None:
    """Ask for the target and write the format for the work year; says so, or why it could not be done.

    `part` is a part of the year: its key (exports/header_periods.py) and what people call it.
    """
    wanted = next(each for each in formats.formats() if each.name == name)
    whose = organisation.name if organisation else ""
    target = ask.save_file(
        parent,
        f"导出{wanted.title}",
        f"{desk.year}年{part[1]}{whose}{wanted.title}.xlsx",
        ask.XLSX,
        desk.remember,
    )
    if target is None:
        return
    year = desk.year

    def work(tick: jobs.Tick) -> Filled:
        return formats.export(name, year, target, organisation, full, tick, part[0])

    def then(filled: Filled) -> None:
        said = list(dict.fromkeys(f"{each.column}列：{each.message}" for each in filled.warnings))
        if said:
            more = f"\n……共{len(said)}处" if len(said) > MOST_SAID else ""
            ask.inform(parent, "请核对", "\n".join(said[:MOST_SAID]) + more, sign="warn")
        offer_file(desk, parent, target, f"{filled.rows}行")

    jobs.run(parent, f"导出{wanted.title}", work, then)
