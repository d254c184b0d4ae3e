"""Collecting what 200 branches returned: read, preview and save, beside openpyxl reading the same files."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import xlsxwriter

from benchmarks.measure import Line, against, in_child, peak_megabytes, stopwatch
from benchmarks.people import branch_name
from exports.collect import collect, take_in
from exports.send import ACTIVITY_FIELDS
from models.activity import Activity
from models.changes import change
from models.organisation import Organisation
from models.starter import plant_dictionaries
from models.store import open_store

FILES = 200
ROWS = 20  # activities of a branch in a year
YEAR = 2010
ATTEMPTS = 2  # by turns, the better one counts: other work on the machine falls on both sides


def measure(folder: Path, _rows: int) -> list[Line]:
    """The lines for FILES returned workbooks of ROWS activities each."""
    returned = folder / "returned"
    in_child(_write_returned, returned)
    ours, again, peers = [], [], []
    for attempt in range(ATTEMPTS):
        data = folder / f"data{attempt}"
        in_child(_fill_store, data)
        ours.append(in_child(_collect, returned, data, FILES * ROWS))
        again.append(in_child(_collect, returned, data, 0))
        peers.append(in_child(_read_with_openpyxl, returned))
    best, same = (min(found, key=lambda one: one["read"] + one["save"]) for found in (ours, again))
    peer = min(peers)
    return [
        against(
            f"collect {FILES} returned workbooks (read, preview, save)", best["read"] + best["save"], peer
        ),
        against("   read and preview", best["read"], peer),
        against("   save with journal and sources", best["save"], peer),
        against("   the same files again (nothing changes)", same["read"] + same["save"], peer),
        Line("   memory", f"{best['memory']:.0f} MB"),
    ]


def _fill_store(data: Path) -> None:
    store = open_store(data, who="测量")
    try:
        plant_dictionaries()
        with change("准备测量") as current:
            current.save_all([Organisation(name=branch_name(at), kind="团支部") for at in range(FILES)])
    finally:
        store.close()


def _write_returned(folder: Path) -> None:
    """The blank of exports/send.py, as a branch returns it: title, 填报单位, header, numbered rows."""
    folder.mkdir()
    heads = ["序号", *(Activity.field(name).label for name in ACTIVITY_FIELDS)]
    for number in range(FILES):
        with xlsxwriter.Workbook(folder / f"{branch_name(number)}.xlsx") as book:
            sheet = book.add_worksheet("活动上报")
            sheet.merge_range(0, 0, 0, len(heads) - 1, f"{YEAR}年创先争优活动情况上报表")
            sheet.merge_range(1, 0, 1, len(heads) - 1, f"填报单位（盖章）：{branch_name(number)}")
            sheet.write_row(2, 0, heads)
            for row in range(ROWS):
                sheet.write_row(3 + row, 0, [row + 1, *_activity(number, row)])


def _activity(branch: int, row: int) -> list[str | int | float]:
    said: dict[str, str | int | float] = {
        "category": "比贡献",
        "kind": "水上保洁",
        "title": f"第{branch + 1}支部第{row + 1}次清洁",
        "start": f"{YEAR}-{row % 12 + 1:02d}-{(row * 7 + branch) % 28 + 1:02d}",
        "place": f"第{branch + 1}号河道",
        "host": "张明",
        "expected": 20,
        "present": 15 + row % 5,
        "league_present": 10,
        "hours_each": 1.5,
        "content": "清理河面漂浮物，宣传爱水护水。",
    }
    return [said[name] for name in ACTIVITY_FIELDS]


def _collect(returned: Path, data: Path, new: int) -> dict[str, float]:
    store = open_store(data, who="测量")
    try:
        with stopwatch() as read:
            found = collect(Activity, [returned], YEAR)
        if found.plan.balance().new != new or found.plan.has_problems or found.missing:
            raise SystemExit(f"the folder was not read as expected: {found.plan.balance().text()}")
        with stopwatch() as save:
            take_in(found)
    finally:
        store.close()
    return {"read": read.seconds, "save": save.seconds, "memory": peak_megabytes()}


def _read_with_openpyxl(returned: Path) -> float:
    cells = 0
    with stopwatch() as watch:
        for path in returned.iterdir():
            book = openpyxl.load_workbook(path, read_only=True)
            cells += sum(
                cell is not None for row in book.worksheets[0].iter_rows(values_only=True) for cell in row
            )
            book.close()
    if cells < FILES * ROWS * len(ACTIVITY_FIELDS):
        raise SystemExit(f"openpyxl read {cells} cells")
    return watch.seconds
