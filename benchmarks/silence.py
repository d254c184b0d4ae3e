"""How long the window says nothing while a long job runs: the longest wait of its event loop during an import."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from benchmarks.measure import Line, below, in_child
from benchmarks.people import fill_store, write_roster
from exports.intake import apply, read_plan
from models.member import Member
from models.store import open_store
from ui import jobs, theme


def measure(folder: Path, rows: int) -> list[Line]:
    """The lines for an import of `rows` members beside an open window."""
    roster = folder / "roster.xlsx"
    in_child(write_roster, roster, rows)
    in_child(fill_store, folder / "data", 0)
    gaps = in_child(_import_beside_window, roster, folder / "data")
    often = sum(gap > 0.020 for gap in gaps)
    return [
        below(f"longest silence of the window while importing {rows:,} rows", max(gaps), 0.050),
        Line("   waits above 20 ms / in all", f"{often:,} / {len(gaps):,}"),
    ]


def _import_beside_window(roster: Path, data: Path) -> list[float]:
    store = open_store(data, who="测量")
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
        "导入",
        lambda tick: apply(read_plan(Member, [roster], tick=tick), tick=tick),
        lambda result: app.exit(0),
        lambda error: app.exit(1),
    )
    last = time.perf_counter()
    timer.start()
    if app.exec():
        raise SystemExit("the import failed")
    store.close()
    return gaps
