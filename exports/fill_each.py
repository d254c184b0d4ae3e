"""A committee's workbook filled once for each branch, or for each record that its form is about: a file each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from exports.fill import Tick
from exports.fill_book import BookPlan, fill_book
from exports.fill_values import Filled
from exports.recognise_form import FormPlan
from exports.sources import Scope
from exports.subjects import branch_rows, subject
from models.errors import AppError
from models.organisation import Organisation

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # in names of files on Windows


class Each(NamedTuple):
    """For whom one of the files is."""

    name: str
    organisation: Organisation | None = None
    record: Any = None


def everyone(plan: BookPlan, year: int, organisation: Organisation | None = None) -> list[Each]:
    """Each branch of the scope; where the workbook has a form about other records, each of those of the year."""
    scope = Scope(year, organisation)
    of_branch = subject("organisation")
    forms = [each for each in plan.sheets if isinstance(each, FormPlan) and each.subject != of_branch]
    if not forms:
        return [Each(str(branch.name), branch) for branch in branch_rows(scope)]
    return [Each(record.heading(), organisation, record) for record in forms[0].subject.rows(scope)]


def fill_each(
    plan: BookPlan,
    year: int,
    folder: Path,
    whom: Sequence[Each],
    *,
    full: bool = False,
    tick: Tick | None = None,
) -> dict[Path, list[Filled]]:
    """Write “template（name）” into the folder for each of `whom`: all files or none.

    Raises AppError when there is nobody, when one of the files is there already, or one cannot be filled or written.
    """
    if not whom:
        raise AppError(f"{year}年没有要填“{plan.path.name}”的对象。", "请核对年度和团组织。")
    targets = _targets(plan.path, folder, whom)
    filled: dict[Path, list[Filled]] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for at, (each, target) in enumerate(zip(whom, targets, strict=True)):
            if tick:
                tick(at, len(whom))
            filled[target] = fill_book(
                plan, year, target, organisation=each.organisation, record=each.record, full=full
            )
    except BaseException as error:
        for path in filled:
            with suppress(OSError):
                path.unlink()
        if isinstance(error, OSError):
            raise AppError(f"文件夹“{folder.name}”不能写入。", "请换一个文件夹。") from error
        raise
    return filled


def _targets(template: Path, folder: Path, whom: Sequence[Each]) -> list[Path]:
    """A file for each, numbered where several have the same name; none of them is there yet."""
    names = [_FORBIDDEN.sub("_", each.name).strip(". ") for each in whom]
    counted = {name: names.count(name) for name in names}
    targets = [
        folder / f"{template.stem}（{name}{at if counted[name] > 1 else ''}）{template.suffix.lower()}"
        for at, name in enumerate(names, 1)
    ]
    there = [target.name for target in targets if target.exists()]
    if there:
        more = f"等{len(there)}个文件" if len(there) > 1 else ""
        raise AppError(f"这个文件夹里已经有“{there[0]}”{more}，没有覆盖。", "请选一个空的文件夹。")
    return targets
