"""Self-assessments that came back: each branch's own points and reasons, read into scores of its assessment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from exports.grid import Grid
from exports.headers import Names, cell_text, find_header
from exports.intake_columns import column_names
from exports.intake_plan import (
    CHANGED,
    NEW,
    PROBLEM,
    SAME,
    FieldChange,
    Issue,
    Plan,
    PlanFile,
    PlanRow,
    PlanSheet,
)
from exports.intake_values import CellReader, reporting_unit
from exports.workbook import read_workbooks
from models.assessment import LOCKED, Assessment, Score, begin
from models.errors import AppError
from models.organisation import Organisation
from models.scheme import SIGNED, VETO, Indicator, indicators, scheme_for
from models.text import squash

Tick = Callable[[int, int, str | None], None]

GIVEN = ("self_score", "evidence")  # what a branch may say about an indicator
_TOTALS = {"合计", "总计", "小计", "总分"}
_NOT_BEGUN, _SCORED_ITSELF = "未开始", "已自评"


def score_names() -> Names:
    """The words by which the columns of a self-assessment are known."""
    known = column_names(Indicator)
    words = {name: known[name] for name in ("number", "block", "topic", "content", "criteria", "points")}
    scores = column_names(Score)
    words["self_score"] = (*scores["self_score"], Assessment.field("self_total").label)
    words["evidence"] = scores["evidence"]
    return Names(words)


def is_self_assessment(grid: Grid) -> bool:
    """Whether a sheet is one: it has the indicators and a column for the branch's own points."""
    header = find_header(grid, score_names())
    return header is not None and {"content", "self_score"} <= set(header.fields.values())


def read_scores(
    paths: Sequence[Path],
    year: int,
    *,
    organisations: Mapping[tuple[Path, str], int] | None = None,
    tick: Tick | None = None,
) -> Plan:
    """What taking in the files would do to the scores of a year; a file that is no self-assessment is refused.

    `organisations` says by (file, sheet name) whose a sheet is, where its 填报单位 line does not.
    """
    plan = Plan(Score)
    names = score_names()
    taken: dict[int, PlanSheet] = {}
    for number, book in enumerate(read_workbooks(paths)):
        if tick:
            tick(number, len(paths), book.path.name)
        file = PlanFile(book.path, book.sha256, refused=book.refused)
        plan.files.append(file)
        if book.refused is not None:
            continue
        file.hidden = [sheet.name for sheet in book.sheets if not sheet.visible]
        for sheet in book.sheets:
            if sheet.visible:
                read = _sheet(file, sheet.name, Grid(sheet), names, organisations or {})
                if not read.skipped:
                    _read_rows(read, year, taken)
        if all(sheet.skipped for sheet in file.sheets):
            file.refused = AppError(f"“{file.path.name}”里没有自评表。", "请检查文件和收表的种类是否对应。")
    return plan


def _sheet(
    file: PlanFile, name: str, grid: Grid, names: Names, organisations: Mapping[tuple[Path, str], int]
) -> PlanSheet:
    sheet = PlanSheet(file, name, grid)
    file.sheets.append(sheet)
    header = find_header(grid, names)
    if header is None or not {"content", "self_score"} <= set(header.fields.values()):
        sheet.skipped = "没有找到表头"
        return sheet
    # The rows are scores: what names the indicator is one link, the rest of its columns is only repeated.
    meaning = {"content": "indicator", **{name: name for name in GIVEN}}
    header.fields = {column: meaning[taken] for column, taken in header.fields.items() if taken in meaning}
    sheet.header = header
    chosen = organisations.get((file.path, name))
    sheet.organisation = reporting_unit(grid, header, file.path.stem) if chosen is None else chosen
    return sheet


def _read_rows(sheet: PlanSheet, year: int, taken: dict[int, PlanSheet]) -> None:
    assert sheet.header is not None and sheet.grid is not None
    owner = sheet.organisation
    organisation = None if owner is None else Organisation.get_by_id(owner)
    scheme = scheme_for(year, str(organisation.kind) if organisation else "团支部")
    if scheme is None:
        raise AppError(f"{year}年还没有考核方案。", "请先在“考评”里新建方案，或从上一年复制。")
    asked = {squash(str(each.content)): each for each in indicators(scheme) if each.block != VETO}
    stored = _stored(owner, year)
    mine = Assessment.select().where(Assessment.organisation == owner, Assessment.year == year)
    signed = mine.where(Assessment.state == SIGNED).exists()
    columns = {name: column for column, name in sheet.header.fields.items()}
    earlier = taken.setdefault(owner, sheet) if owner is not None else sheet
    met: set[int] = set()
    for at in range(sheet.header.last + 1, sheet.grid.height):
        content = squash(cell_text(sheet.grid.columns[columns["indicator"]][at]))
        row = _row(sheet, at, columns)
        said = any(row.values.get(name) is not None for name in GIVEN) or bool(row.problems)
        if not content or content in _TOTALS or _spans(sheet, at, columns):
            sheet.others += 1
            continue
        if not said:
            sheet.blank += 1
            continue
        sheet.rows.append(row)
        indicator = asked.get(content)
        if indicator is None:
            row.refuse(Issue(columns["indicator"], "indicator", f"{year}年的考核方案里没有这一条"))
            continue
        row.values["indicator"] = indicator.id
        if organisation is None:
            row.refuse(Issue(None, None, "看不出是哪个团支部的表"))
        elif earlier is not sheet:
            row.refuse(Issue(None, None, f"这个团支部的自评表已经在“{earlier.file.path.name}”里"))
        elif indicator.id in met:
            row.refuse(Issue(columns["indicator"], "indicator", "这一条在表里出现了两次"))
        met.add(indicator.id)
        _settle(row, columns, stored.get(indicator.id))
        if signed and row.record is not None:
            row.refuse(Issue(None, None, LOCKED))


def _stored(owner: int | None, year: int) -> dict[int, Score]:
    held = Assessment.get_or_none(Assessment.organisation == owner, Assessment.year == year)
    if owner is None or held is None:
        return {}
    return {score.indicator_id: score for score in Score.select().where(Score.assessment == held.id)}


def _spans(sheet: PlanSheet, at: int, columns: Mapping[str, int]) -> bool:
    """Whether a note or the like is merged over the row."""
    assert sheet.grid is not None
    return sheet.grid.is_spread(at, columns["indicator"]) or sheet.grid.is_spread(at, columns["self_score"])


def _row(sheet: PlanSheet, at: int, columns: Mapping[str, int]) -> PlanRow:
    assert sheet.grid is not None
    row = PlanRow(sheet, at, NEW, {})
    for field in Score.stored_fields():
        name = field.name
        if name in GIVEN and name in columns:
            read = CellReader(field, None).read([sheet.grid.columns[columns[name]][at]])
            row.values[name] = read.values[0]
            for message in read.wrong.values():
                row.refuse(Issue(columns[name], name, message))
            for message in read.doubtful.values():
                row.warn(Issue(columns[name], name, message))
    return row


def _settle(row: PlanRow, columns: Mapping[str, int], stored: Score | None) -> None:
    """What becomes of the row, and what the score's own rules say of it."""
    score = stored or Score(indicator=row.values["indicator"])
    changes = []
    for name in GIVEN:
        value: Any = row.values.get(name)
        # A blank cell says nothing; it does not wipe out what is known.
        if value is not None and value != score.value(name):
            changes.append(FieldChange(name, score.value(name), value))
            setattr(score, name, value)
    if row.status != PROBLEM:
        row.status = NEW if stored is None else CHANGED if changes else SAME
    if stored is not None:
        row.changes = tuple(changes)
    row.record = score if changes else None
    for problem in score.rules():
        if problem.field in GIVEN and problem.severity == "error":
            row.refuse(Issue(columns.get(problem.field), problem.field, problem.message))


def place_scores(plan: Plan, year: int) -> None:
    """Give each new score its organisation's assessment, begun where there is none; call it inside change()."""
    for sheet in plan.sheets():
        rows = [row for row in sheet.rows if row.status in (NEW, CHANGED) and row.record is not None]
        if not rows or sheet.organisation is None:
            continue
        assessment = begin(Organisation.get_by_id(sheet.organisation), year)
        if assessment.state == _NOT_BEGUN:
            assessment.state = _SCORED_ITSELF
            assessment.save()
        for row in rows:
            assert isinstance(row.record, Score)
            row.record.assessment = assessment.id
