"""How long the window says nothing while a long job runs: the longest wait of its event loop, importing and printing."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from benchmarks.measure import Line, below, in_child
from benchmarks.paper import FORMS, YEAR, assess
from benchmarks.people import fill_store, write_roster
from exports import forms, paper
from exports.intake import apply, read_plan
from models.member import Member
from models.store import open_store
from ui import jobs, theme


def measure(folder: Path, rows: int) -> list[Line]:
    """The lines for an import of `rows` members and for a print of many forms beside an open window."""
    roster = folder / "roster.xlsx"
    in_child(write_roster, roster, rows)
    in_child(fill_store, folder / "data", 0)
    in_child(fill_store, folder / "forms", FORMS, FORMS)
    lines = []
    for what, gaps in (
        (f"importing {rows:,} rows", in_child(_import_beside_window, roster, folder / "data")),
        (f"printing {FORMS} forms", in_child(_print_beside_window, folder / "forms")),
    ):
        often = sum(gap > 0.020 for gap in gaps)
        lines.append(below(f"longest silence of the window while {what}", max(gaps), 0.050))
        lines.append(Line("   waits above 20 ms / in all", f"{often:,} / {len(gaps):,}"))
    return lines


def _import_beside_window(roster: Path, data: Path) -> list[float]:
    store = open_store(data, who="测量")
    try:
        return _beside_window(lambda tick: apply(read_plan(Member, [roster], tick=tick), tick=tick))
    finally:
        store.close()


def _print_beside_window(data: Path) -> list[float]:
    store = open_store(data, who="测量")
    try:
        assess()
        form = forms.ASSESSMENT_FORM.name
        return _beside_window(lambda tick: paper.render_many(form, forms.documents(form, YEAR), tick))
    finally:
        store.close()


def _beside_window(work: Callable[[jobs.Tick], object]) -> list[float]:
    app = QApplication([])
    theme.start(app)
    window = QMainWindow()
    window.resize(1280, 800)
    window.show()
    app.processEvents()
    gaps: list[float] = []
    last = time.perf_counter()

    def beat() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append(now - last)
        last = now

    timer = QTimer(interval=1)
    timer.timeout.connect(beat)
    jobs.run(
        window,
        "测量",
        work,
        lambda result: app.exit(0),
        lambda error: app.exit(1),
    )
    last = time.perf_counter()
    timer.start()
    if app.exec():
        raise SystemExit("the work failed")
    return gaps
