"""What a list sheet wants: its header, what each column means, which rows are to be filled, where totals stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from exports import workbook
from exports.grid import Grid
from exports.headers import Header, find_columns
from exports.match import Match, Matcher, stated_limit
from exports.package import attributes, unescape
from exports.sheet_formula import column_letters
from exports.sheet_styles import Styles
from exports.sheet_values import Value
from exports.sheet_xml import Area, Sheet, area_of, has_formula
from exports.sources import NUMBER
from exports.subject import Subject
from exports.subjects import SUBJECTS
from exports.vocabulary import vocabulary
from models.text import squash

_TOTAL_WORDS = {"合计", "总计", "小计", "共计", "总数"}
_LEAST_COLUMNS = 2
_STYLE = re.compile(r"\bs=\"(\d+)\"")
_EXAMPLE = ("示例", "例：", "例:", "样例", "填写示例")


@dataclass
class ColumnPlan:
    """One column of a list sheet (counted from 1): its header texts, and what was found for it."""

    column: int
    header: str
    match: Match
    limit: int | None = None  # characters that the header or a rule of the sheet allows
    choices: tuple[str, ...] = ()  # the sheet's own drop-down list
    computed: bool = False  # the sheet's own formula stands there

    @property
    def letters(self) -> str:
        return column_letters(self.column)


@dataclass
class ListPlan:
    """A list sheet understood. Rows are counted from 1; `last` None: nothing stands below the header."""

    sheet: str
    subject: Subject
    header_first: int
    header_last: int
    first: int
    last: int | None
    columns: list[ColumnPlan] = field(default_factory=list)
    totals: int | None = None
    examples: list[int] = field(default_factory=list)  # rows with an example that is written over
    room_end: int | None = None  # the last row that the sheet's own rules reach, where nothing stands below

    def column_of(self, source: str) -> ColumnPlan | None:
        """The column that a source goes into."""
        return next((each for each in self.columns if each.match.source == source), None)

    @property
    def unknown(self) -> list[ColumnPlan]:
        """The columns that stay blank because nobody knows what they want."""
        return [each for each in self.columns if each.match.source is None and not each.computed]

    @property
    def doubtful(self) -> list[ColumnPlan]:
        """The columns to ask about."""
        return [each for each in self.columns if each.match.sureness == "ask" and not each.computed]


def sheet_cells(sheet: Sheet) -> dict[tuple[int, int], Value]:
    """Every cell of the sheet that shows something, by (row, column)."""
    found: dict[tuple[int, int], Value] = {}
    for row, held in sheet.rows.items():
        if f"<{sheet.prefix}v" not in held.body and f"<{sheet.prefix}is" not in held.body:
            continue
        for column, cell in sheet.cells(row).items():
            value = sheet.value(cell) if cell.inner else None
            if value is not None and value != "":
                found[row, column] = value
    return found


def grid_of(sheet: Sheet, cells: dict[tuple[int, int], Value]) -> Grid:
    """The sheet for those who look for headers; its positions count from 0."""
    height = max((row for row, _ in cells), default=0)
    width = max((column for _, column in cells), default=0)
    columns: list[list[workbook.Cell]] = [[None] * height for _ in range(width)]
    for (row, column), value in cells.items():
        columns[column - 1][row - 1] = value
    merges = [
        (area.first_row - 1, area.first_column - 1, area.last_row - 1, area.last_column - 1)
        for area in sheet.merges
    ]
    return Grid(workbook.Sheet(sheet.name, merges=merges, columns=columns, height=height))


def recognise_list(
    sheet: Sheet,
    styles: Styles,
    subjects: Sequence[Subject] = SUBJECTS,
    learnt: Mapping[str, Mapping[str, str | None]] | None = None,
) -> ListPlan | None:
    """The plan of a list sheet; None when no header with known columns is found.

    Of several subjects that fit, the one that most columns speak for is taken, then the one that the title names.
    """
    cells = sheet_cells(sheet)
    if not cells:
        return None
    title = squash(sheet.name + "".join(str(value) for (row, _), value in sorted(cells.items()) if row <= 4))
    grid = grid_of(sheet, cells)
    best: tuple[tuple[int, int], ListPlan] | None = None
    for number, subject in enumerate(subjects):
        sources = subject.sources()
        header = find_columns(grid, vocabulary(sources).names, _LEAST_COLUMNS)
        if header is None:
            continue
        matcher = Matcher(sources, subject.record, (learnt or {}).get(subject.name))
        plan = _plan(sheet, styles, subject, header, cells, matcher)
        if plan is None:
            continue
        known = [each.match for each in plan.columns if each.match.source and each.match.source != NUMBER]
        if not set(subject.needs) <= {each.source for each in known}:
            continue
        score = sum(3 if each.sureness == "sure" else 1 for each in known)
        score += 3 * any(hint in title for hint in subject.hints)
        if best is None or (score, -number) > best[0]:
            best = ((score, -number), plan)
    return best[1] if best else None


def _plan(
    sheet: Sheet,
    styles: Styles,
    subject: Subject,
    header: Header,
    cells: dict[tuple[int, int], Value],
    matcher: Matcher,
) -> ListPlan | None:
    last = header.last + 1
    while _numbers_columns(last + 1, cells):
        last += 1
    plan = ListPlan(sheet.name, subject, header.first + 1, last, last + 1, None)
    left: tuple[str, ...] = ()
    taken: set[str] = set()
    for column in header.columns:
        match = matcher.find(column.path, left)
        if match.source in taken:  # the column further left has it: this one is asked about
            match = replace(match, source=None, sureness="ask", others=[match.source, *match.others])
        elif match.source:
            taken.add(match.source)
        plan.columns.append(ColumnPlan(column.position + 1, column.text, match, stated_limit(column.text)))
        if "其中" not in column.leaf:
            left = column.path
    if not _find_rows(plan, sheet, cells, styles):
        return None
    for each in plan.columns:
        each.computed = plan.first in sheet.rows and _is_formula(sheet, plan.first, each.column)
    _obey_validations(plan, sheet, cells)
    return plan


def _find_rows(plan: ListPlan, sheet: Sheet, cells: dict[tuple[int, int], Value], styles: Styles) -> bool:
    """Which rows are to be filled, and the totals row; False when there is no room."""
    columns = {each.column for each in plan.columns}
    counting = {each.column for each in plan.columns if each.match.source == NUMBER}
    below: dict[int, dict[int, str]] = {}
    for (at, column), value in cells.items():
        if at > plan.header_last:
            below.setdefault(at, {})[column] = str(value)
    plan.first = plan.header_last + 1
    if _is_total(below.get(plan.first, {})):
        plan.totals = plan.first
        plan.first += 1
    lined = _is_lined(plan.first, sheet, styles)
    row, last = plan.first, plan.first - 1
    for row in _looked_at(plan.first, lined, sheet, below):
        words = below.get(row, {})
        if plan.totals is None and _is_total(words):
            plan.totals = row
            break
        if lined and not _is_lined(row, sheet, styles):
            break
        own = {column for column in words.keys() - counting if not _is_formula(sheet, row, column)}
        if any(sign in words[column] for column in own & columns for sign in _EXAMPLE):
            plan.examples.append(row)
        elif own:
            break
        last = row
    else:
        row += 1
    own_table = next((table for table in sheet.tables if table.first_row == plan.first), None)
    if own_table is not None and own_table.last_row >= plan.first and plan.totals is None:
        plan.last = min(own_table.last_row, row - 1) if below else own_table.last_row
        return True
    nothing_below = all(at < row for at in below)
    # Without lines, a sheet goes on as far as one likes; what lies above the next words is room.
    plan.last = last if lined or (nothing_below and last >= plan.first) else row - 1
    if plan.last < plan.first or (nothing_below and not lined and last < plan.first):
        plan.last = None
        return nothing_below
    return True


def _looked_at(first: int, lined: bool, sheet: Sheet, below: dict[int, dict[int, str]]) -> Iterator[int]:
    """The rows that can end the table: each one where lines are drawn, else those with words."""
    if not lined:
        yield from sorted(row for row in below if row >= first)
        return
    row = first
    while row in sheet.rows:
        yield row
        row += 1
    yield row


def _is_total(words: dict[int, str]) -> bool:
    first = [squash(words[column]) for column in sorted(words)[:3]]
    return any(word.rstrip(":：") in _TOTAL_WORDS for word in first)


def _is_lined(row: int, sheet: Sheet, styles: Styles) -> bool:
    if row not in sheet.rows:
        return False
    return any(styles[style].bordered for style in set(_STYLE.findall(sheet.rows[row].body)))


def _is_formula(sheet: Sheet, row: int, column: int) -> bool:
    if not has_formula(sheet.rows[row].body, sheet.prefix):
        return False
    cell = sheet.cells(row).get(column)
    return cell is not None and sheet.formula(cell) is not None


def _numbers_columns(row: int, cells: dict[tuple[int, int], Value]) -> bool:
    """Whether the row only numbers the columns: 甲 乙 1 2 3."""
    values = [str(value) for (at, _), value in sorted(cells.items()) if at == row]
    numbers = [int(value) for value in values if value.isdigit()]
    others = [value for value in values if not value.isdigit()]
    in_turn = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return len(numbers) >= 3 and in_turn and all(value in "甲乙丙丁" for value in others)


def _obey_validations(plan: ListPlan, sheet: Sheet, cells: dict[tuple[int, int], Value]) -> None:
    """Take over the sheet's own drop-down lists and lengths; a list's end is the end of the room for rows."""
    for areas, rule in validations(sheet):
        for column in plan.columns:
            covering = [area for area in areas if area.holds(plan.first, column.column)]
            if not covering:
                continue
            end = min(area.last_row for area in covering)
            if plan.last is None and end > plan.first:
                plan.room_end = min(end, plan.room_end or end)
            if rule.get("type") == "list":
                column.choices = choices(rule.get("formula1", ""), cells)
            elif rule.get("type") == "textLength" and rule.get("operator") == "lessThanOrEqual":
                limit = int(float(rule["formula1"])) if rule.get("formula1", "").isdigit() else None
                column.limit = min(filter(None, (column.limit, limit)), default=None)


def validations(sheet: Sheet) -> list[tuple[list[Area], dict[str, str]]]:
    """The sheet's validations: where, and what (attributes, `formula1`)."""
    found = []
    pattern = r"<(?:\w+:)?dataValidation\b((?:[^>/]|/(?!>))*)(?:/>|>(.*?)</(?:\w+:)?dataValidation>)"
    for tag, inner in re.findall(pattern, sheet.tail, re.DOTALL):
        rule = attributes(tag)
        one = re.search(r"<(?:\w+:)?(?:formula1|f)>([^<]*)<", inner)
        one = one or re.search(r"formula1>\s*<(?:\w+:)?f>([^<]*)<", inner)
        where = rule.get("sqref") or next(iter(re.findall(r"sqref>([^<]*)<", inner)), "")
        if where:
            found.append(
                (
                    [area_of(part) for part in where.split()],
                    rule | {"formula1": unescape(one[1]) if one else ""},
                )
            )
    return found


def choices(formula: str, cells: dict[tuple[int, int], Value]) -> tuple[str, ...]:
    """The words of a drop-down list: written out, or in cells of the same sheet."""
    if formula.startswith('"'):
        return tuple(word.strip() for word in formula.strip('"').split(",") if word.strip())
    if "!" in formula or not formula:
        return ()
    area = area_of(formula.replace("$", ""))
    return tuple(str(value) for (row, column), value in sorted(cells.items()) if area.holds(row, column))
