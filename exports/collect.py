"""Collecting what the branches returned: all files as one plan, who is missing or late, what two of them report alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from exports.collect_scores import is_self_assessment, place_scores, read_scores
from exports.grid import Grid
from exports.intake import apply, read_plan
from exports.intake_kinds import recognise
from exports.intake_plan import CHANGED, NEW, PROBLEM, SAME, Balance, Plan, PlanFile, PlanRow
from exports.intake_reader import Columns
from exports.workbook import address, read_workbooks
from models.activity import Activity
from models.assessment import Score
from models.changes import Change, change
from models.clock import end_of_year, today
from models.errors import AppError
from models.fields import plain
from models.member import Member
from models.organisation import Organisation, branches
from models.record import Record
from models.reporting import Origin, Request, Return, is_late, latest_returns
from models.text import squash

Tick = Callable[[int, int, str | None], None]

WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".et")
# What each kind of return is called in a request, by the kind of record that it holds.
RETURN_OF: dict[type[Record], str] = {Activity: "活动上报表", Member: "团员核对表", Score: "自评表"}
_LOOKED_AT = 5  # workbooks of a folder in which the kind of return is looked for
_ALIKE = 0.85  # how alike two titles of one day and place must be to be taken for one activity


@dataclass
class Returned:
    """One file of the collection: whose it is, and whether the same file or an earlier version was here before."""

    file: PlanFile
    organisation: int | None
    seen_before: bool = False
    version: int = 1


class Twin(NamedTuple):
    """A row and another organisation's row, or what it reported before, that seem to be one joint activity."""

    first: PlanRow
    second: PlanRow | Activity


def told(side: PlanRow | Activity, name: str) -> Any:
    """What one side of a pair says in a field."""
    return side.values.get(name) if isinstance(side, PlanRow) else side.value(name)


@dataclass
class Collection:
    """What taking in a folder of returned workbooks would do."""

    request: Request
    plan: Plan
    returned: list[Returned] = field(default_factory=list)
    missing: list[Organisation] = field(default_factory=list)
    late: list[Organisation] = field(default_factory=list)
    twins: list[Twin] = field(default_factory=list)


def workbooks_in(places: Iterable[Path]) -> list[Path]:
    """The workbooks among the files and in the folders; a program's own lock files are left out."""
    found: list[Path] = []
    for place in places:
        inside = sorted(place.rglob("*")) if place.is_dir() else [place]
        found += [
            path
            for path in inside
            if path.suffix.lower() in WORKBOOKS and not path.name.startswith((".", "~$"))
        ]
    return list(dict.fromkeys(found))


def recognise_return(places: Iterable[Path]) -> type[Record] | None:
    """What kind of return the files are, by the content of the first ones; None when that says nothing."""
    first = workbooks_in(places)[:_LOOKED_AT]
    for book in read_workbooks(first):
        if any(is_self_assessment(Grid(sheet)) for sheet in book.sheets if sheet.visible):
            return Score
    found = {kind: len(files) for kind, files in recognise(first).items() if kind in RETURN_OF}
    return max(found, key=found.__getitem__, default=None)


def request_for(kind: type[Record], year: int) -> Request:
    """The latest request for returns of a kind in a year; an unsaved one when nothing was asked in writing."""
    called = RETURN_OF[kind]
    found = (
        Request.select()
        .where(Request.year == year, Request.kind == called)
        .order_by(Request.id.desc())
        .first()
    )
    return found or Request(name=f"{year}年{called}", year=year, kind=called)


def collect(
    kind: type[Record],
    places: Sequence[Path],
    year: int,
    *,
    request: Request | None = None,
    columns: Columns | None = None,
    organisations: Mapping[tuple[Path, str], int] | None = None,
    tick: Tick | None = None,
) -> Collection:
    """Read every workbook in the folders and files; nothing is saved.

    `columns` and `organisations` are a person's corrections, as for read_plan(). Raises AppError when there is no
    workbook, and for self-assessments of a year without a scheme.
    """
    paths = workbooks_in(places)
    if not paths:
        raise AppError("这里没有工作簿（.xlsx、.xls）。", "请选择放着各支部报表的文件夹。")
    request = request or request_for(kind, year)
    if kind is Score:
        plan = read_scores(paths, year, organisations=organisations, tick=tick)
    else:
        plan = read_plan(
            kind,
            paths,
            year=year,
            columns=columns,
            organisations=organisations,
            tick=tick,
        )
    found = Collection(request, plan)
    for file in plan.files:
        found.returned.append(_returned(file, kind, request, found.returned))
    known = latest_returns(request) if request.get_id() is not None else {}
    came = {each.organisation for each in found.returned if each.organisation is not None}
    found.missing = [b for b in branches(end_of_year(year)) if b.id not in came and b.id not in known]
    now = {each.organisation for each in found.returned if not each.seen_before} - {None}
    over = request.due is not None and today().isoformat() > request.due
    late = {id_ for id_, each in known.items() if is_late(each)} | (now - known.keys() if over else set())
    found.late = [branch for branch in branches(end_of_year(year)) if branch.id in late]
    if kind is Activity:
        found.twins = _twins(plan)
    return found


def _returned(file: PlanFile, kind: type[Record], request: Request, earlier: Sequence[Returned]) -> Returned:
    read = [sheet for sheet in file.sheets if sheet.header is not None]
    owners = {sheet.organisation for sheet in read if sheet.organisation is not None}
    if not owners and kind.organisation_field:
        # The rows may say it themselves, in a column of their own.
        named = {row.values.get(kind.organisation_field) for sheet in read for row in sheet.rows}
        owners = {each for each in named if isinstance(each, int)}
    organisation = owners.pop() if len(owners) == 1 else None
    if organisation is None:
        return Returned(file, organisation)
    kept = Return.select().where(Return.request == request.get_id(), Return.organisation == organisation)
    before = {str(each.digest): int(each.version) for each in kept}
    before |= {each.file.sha256: each.version for each in earlier if each.organisation == organisation}
    same = before.get(file.sha256)
    return Returned(file, organisation, same is not None, same or len(before) + 1)


def _twins(plan: Plan) -> list[Twin]:
    by_day: dict[str, list[PlanRow | Activity]] = {}
    known = set()
    for row in plan.rows():
        if row.status != PROBLEM:
            by_day.setdefault(str(row.values.get("start")), []).append(row)
            known.add(_what(row))
    # What other organisations reported before and have not sent again.
    for stored in Activity.select().where(Activity.start.in_(list(by_day))):
        if _what(stored) not in known:
            by_day[str(stored.start)].append(stored)
    return [
        Twin(first, second)
        for sides in by_day.values()
        for at, first in enumerate(sides)
        if isinstance(first, PlanRow)
        for second in sides[at + 1 :]
        if told(first, "branch") != told(second, "branch")
        and (isinstance(second, PlanRow) or first.status != SAME)
        and _alike(first, second)
    ]


def _what(side: PlanRow | Activity) -> tuple[Any, str, str]:
    return told(side, "branch"), str(told(side, "start")), squash(str(told(side, "title")))


def _alike(first: PlanRow | Activity, second: PlanRow | Activity) -> bool:
    titles = [squash(str(told(side, "title") or "")) for side in (first, second)]
    if titles[0] == titles[1]:
        return True
    places = [squash(str(told(side, "place") or "")) for side in (first, second)]
    return places[0] == places[1] != "" and SequenceMatcher(None, titles[0], titles[1]).ratio() >= _ALIKE


def take_in(collection: Collection, skip_problems: bool = False, tick: Tick | None = None) -> Balance:
    """Save the collection as one action: the records, where each value came from, and who has sent which version.

    With problems it raises AppError and nothing is changed, unless `skip_problems` leaves the refused rows out.
    """
    request, plan = collection.request, collection.plan
    with change(f"收表：{request.name}") as current:
        if plan.kind is Score:
            place_scores(plan, request.year)
        balance = apply(plan, skip_problems, tick)
        if request.get_id() is None:
            request.save()
        _keep_origins(current, plan)
        for each in collection.returned:
            if each.file.refused is None and each.organisation is not None and not each.seen_before:
                Return(
                    request=request.id,
                    organisation=each.organisation,
                    version=each.version,
                    received=today().isoformat(),
                    file_name=each.file.path.name,
                    digest=each.file.sha256,
                ).save()
    return balance


def _keep_origins(current: Change, plan: Plan) -> None:
    """Note for every value that was taken from a cell: file, hash, sheet, cell and what stood there."""
    kind = plan.kind.kind_name()
    taken = [row for row in plan.rows() if row.status in (NEW, CHANGED) and row.record is not None]
    known = {
        (origin.record_id, origin.of_field): origin for origin in Origin.select().where(Origin.kind == kind)
    }
    origins = []
    for row in taken:
        assert row.record is not None
        changed = {one.field for one in row.changes} if row.status == CHANGED else None
        for name in row.values:
            column = row.sheet.column_of(name)
            if column is None or (changed is not None and name not in changed):
                continue
            raw = row.raw(name)
            if raw is None:
                continue
            id_ = row.record.get_id()
            origin = known.get((id_, name)) or Origin(kind=kind, record_id=id_, of_field=name)
            origin.file_name, origin.digest = row.sheet.file.path.name, row.sheet.file.sha256
            origin.sheet, origin.cell = row.sheet.name, address(row.row, column)
            origin.raw = plain(raw)
            origins.append(origin)
    current.save_all(origins)
