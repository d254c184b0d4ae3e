"""Workbooks in: read into a plan that shows what would change, then applied as one named action."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from exports.grid import Grid
from exports.intake_plan import CHANGED, NEW, Balance, Plan, PlanFile, PlanRow
from exports.intake_reader import Columns, Reader, Tick
from exports.workbook import read_workbooks
from models.changes import change
from models.errors import AppError
from models.record import Record
from models.settings import recall, remember

_SAVED_AT_ONCE = 5000


def remembered_columns(kind: type[Record]) -> dict[str, str | None]:
    """The choices of columns that people made in earlier imports: header text (上级/下级) → field or None."""
    return dict(recall(f"columns.{kind.kind_name()}", {}))


def remember_columns(kind: type[Record], columns: Columns) -> None:
    """Keep choices of columns for the next import."""
    remember(f"columns.{kind.kind_name()}", {**remembered_columns(kind), **columns})


def read_plan(
    kind: type[Record],
    paths: Sequence[Path],
    *,
    year: int | None = None,
    columns: Columns | None = None,
    organisations: Mapping[tuple[Path, str], int] | None = None,
    tick: Tick | None = None,
) -> Plan:
    """What importing the files would do; a file that cannot be read is refused by itself.

    `year` completes dates without one (else the sheet's title or the work year does). `columns` are a person's
    corrections of the match, beside those remembered. `organisations` says by (file, sheet name) whose sheet
    it is where neither its rows nor its 填报单位 line do. `tick(done, total, text)` may raise to stop.
    """
    plan = Plan(kind)
    with _no_search_for_cycles():
        choices = {**remembered_columns(kind), **(columns or {})}
        reader = Reader(kind, year, choices, organisations or {}, tick)
        for number, book in enumerate(read_workbooks(paths, watch=reader.watch)):
            if tick:
                tick(number, len(paths), book.path.name)
            file = PlanFile(book.path, book.sha256, refused=book.refused)
            plan.files.append(file)
            if book.refused is None:
                file.hidden = [sheet.name for sheet in book.sheets if not sheet.visible]
                for sheet in book.sheets:
                    if sheet.visible:
                        reader.read(file, sheet.name, Grid(sheet))
                _refuse_if_nothing(file)
        reader.refuse_dependants(plan)
    return plan


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Keep the garbage collector still: a hundred thousand new rows make it look again and again, for a third of
    the time, and hold no cycles of their own."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # All that is new goes to the old objects unsearched: to look through it at once held up the window for 70 ms.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def _refuse_if_nothing(file: PlanFile) -> None:
    """A file in which no sheet can be read is refused, with the reason of the sheet that came nearest."""
    if any(sheet.header and not sheet.skipped for sheet in file.sheets):
        return
    nearest = next((sheet.skipped for sheet in file.sheets if sheet.header), "没有找到表头")
    file.refused = AppError(
        f"“{file.path.name}”里没有可以导入的表格：{nearest}。",
        "请检查文件和导入的类别是否对应，表头里至少要有三个认得的列名。",
    )


def apply(plan: Plan, skip_problems: bool = False, tick: Tick | None = None) -> Balance:
    """Do what the plan says as one action; returns its balance.

    With problems it raises AppError and nothing is changed, unless `skip_problems` leaves the refused rows out.
    """
    balance = plan.balance()
    if plan.has_problems and not skip_problems:
        refused = f"、{len(plan.refused())}个文件不能读取" if plan.refused() else ""
        raise AppError(
            f"有{balance.problem}行有问题{refused}，没有导入。", "请改正后重新导入，或只导入没有问题的行。"
        )
    rows = [row for row in plan.rows() if row.status in (NEW, CHANGED)]
    if not rows:
        return balance
    read = [file for file in plan.files if not file.refused]
    shown = "、".join(file.path.name for file in read[:2]) + (f"等{len(read)}个文件" if len(read) > 2 else "")
    note = "；".join(f"{file.path.name} {file.sha256}" for file in read)
    with _no_search_for_cycles(), change(f"导入{plan.kind.label}（{shown}）", note) as current:
        done = 0
        for batch in _batches(rows):
            records = []
            for row in batch:
                assert row.record is not None
                for name, other in row.later:
                    assert other.record is not None
                    row.record.__data__[name] = other.record.get_id()
                records.append(row.record)
            current.save_all(records)
            done += len(batch)
            if tick:
                tick(done, len(rows), "正在保存")
    return balance


def _batches(rows: list[PlanRow]) -> list[list[PlanRow]]:
    """The rows in portions, those that others refer to before these."""
    batches: list[list[PlanRow]] = []
    waiting = rows
    saved: set[int] = set()
    while waiting:
        ready = [row for row in waiting if not row.later or all(id(other) in saved for _, other in row.later)]
        assert ready, "refuse_dependants() has left no circle"
        batches += [ready[start : start + _SAVED_AT_ONCE] for start in range(0, len(ready), _SAVED_AT_ONCE)]
        if len(ready) == len(waiting):
            break
        saved.update(id(row) for row in ready)
        waiting = [row for row in waiting if id(row) not in saved]
    return batches
