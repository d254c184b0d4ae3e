"""Importing a roster: read, validate and save, beside openpyxl reading the same file."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from benchmarks.measure import Line, against, in_child, peak_megabytes, stopwatch
from benchmarks.people import fill_store, write_roster
from exports.intake import apply, read_plan
from models.member import Member
from models.store import open_store

ATTEMPTS = 2  # by turns, the better one counts: other work on the machine falls on both sides


def measure(folder: Path, rows: int) -> list[Line]:
    """The lines for a roster of `rows` members."""
    roster = folder / "roster.xlsx"
    in_child(write_roster, roster, rows)
    first, again, peers = [], [], []
    for attempt in range(ATTEMPTS):
        data = folder / f"data{attempt}"
        in_child(fill_store, data, 0)
        first.append(in_child(_import, roster, data, rows))
        again.append(in_child(_import, roster, data, 0))
        peers.append(in_child(_read_with_openpyxl, roster, rows))
    ours, same = (min(found, key=lambda one: one["read"] + one["save"]) for found in (first, again))
    peer = min(peers)
    total = ours["read"] + ours["save"]
    return [
        against(f"import {rows:,} roster rows (read, validate, save)", total, peer, 4),
        against("   read and validate (the preview)", ours["read"], peer),
        against("   save with journal", ours["save"], peer),
        against("   the same file again (nothing changes)", same["read"] + same["save"], peer),
        Line("   memory", f"{ours['memory']:.0f} MB"),
    ]


def _import(roster: Path, data: Path, new: int) -> dict[str, float]:
    store = open_store(data, who="测量")
    try:
        with stopwatch() as read:
            plan = read_plan(Member, [roster])
        if plan.balance().new != new or plan.has_problems:
            raise SystemExit(f"the roster was not read as expected: {plan.balance().text()}")
        with stopwatch() as save:
            apply(plan)
    finally:
        store.close()
    return {"read": read.seconds, "save": save.seconds, "memory": peak_megabytes()}


def _read_with_openpyxl(roster: Path, rows: int) -> float:
    with stopwatch() as watch:
        book = openpyxl.load_workbook(roster, read_only=True)
        count = sum(1 for row in book.worksheets[0].iter_rows(values_only=True) if row[1])
        book.close()
    if count != rows + 1:  # the title stands in the first column
        raise SystemExit(f"openpyxl read {count} rows")
    return watch.seconds
