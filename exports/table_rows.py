"""Tells the rows of a table that are records from blank ones, totals, repeated headers, notes and signatures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from exports.grid import Grid
from exports.headers import Header, cell_text
from exports.workbook import Cell
from models.text import squash

_TOTAL = re.compile(
    r"(?:本页|本部|各支部|全局|全团)?(?:小计|合计|总计|共计|累计|汇总)(?:[:：].*|\(.*\)|\d+[人次个名项]?)?"
)
_FOOT = re.compile(
    r"(?:(?:单位|部门|支部|团委|分管|主管)?(?:填表|填报|制表|审核|复核|审批|经办|联系|负责|报送)(?:人|单位|日期|时间)"
    r"|(?:书记|领导|负责人|本人|单位)(?:签字|签名|盖章)|联系电话|填写说明|填表说明|填报说明|盖章"
    r"|团(?:支部|总支|委)(?:意见|书记)|党(?:支部|委|组织)意见|注意事项|注|备注|说明|附注)"
    r"(?:\(.*?\))?(?:[:：.、]|\d[.、:：]|$)"
)
_MADE_BY = re.compile(r"共青团.*(?:委员会|团委)制?")
_SMALL_PRINT = re.compile(r"(?:\d{1,2}[.、)）]|[①-⑳]|[(（]\d{1,2}[)）]).{6,}")
_FIRST_SIGNS = frozenset("小合总共累汇本各全单部支团分主填制审复经联负报书领盖党注备说附")
_LIKE_A_MARKER = re.compile(rf"\0\s*[{''.join(_FIRST_SIGNS)}]")
_LOOK_AT = 5  # how many filled cells of a row may hold the word that marks it


@dataclass(slots=True)
class TableRows:
    """The rows below a header (counted from 0) by what they are."""

    records: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)


def table_rows(grid: Grid, header: Header) -> TableRows:
    """Sort the rows below the header.

    A row counts as blank when only its number, or a value merged down from above, is there. Blank rows behind the
    last record are not listed. After a grand total, a note or a signature only rows with at least three filled
    columns are records, so that nobody is lost below a page's footer and no footer becomes a person.
    """
    found = TableRows()
    first = header.last + 1
    doubtful = _rows_to_look_at(grid, header, first)
    ended = False
    last_record = -1
    for row in range(first, grid.height):
        if row not in doubtful:
            found.records.append(row)
            last_record = row
            continue
        cells = _own_cells(grid, header, row)
        mapped = [column for column in cells if column in header.fields]
        if not cells:
            found.blank.append(row)
        elif _is_total(cells):
            found.totals.append(row)
            ended = ended or not any("小计" in squash(cell_text(cell)) for cell in cells.values())
        elif _is_foot(cells, ended):
            found.others.append(row)
            ended = True
        elif (
            _repeats_header(cells, header)
            or _numbers_columns(cells, header, row)
            or (ended and len(mapped) < 3)
        ):
            found.others.append(row)
        elif not mapped:
            found.blank.append(row)
        else:
            found.records.append(row)
            last_record = row
    found.blank = [row for row in found.blank if row < last_record]
    return found


def _rows_to_look_at(grid: Grid, header: Header, first: int) -> set[int]:
    """The rows that may be no records, found column by column so that 100,000 plain rows cost little."""
    rows: set[int] = set()
    header_cells = {cell for row in grid.rows(header.first, first) for cell in row if isinstance(cell, str)}
    gaps = []
    for number, column in enumerate(grid.columns):
        distinct = set(column[first:])
        suspects = (distinct & header_cells) | _markers(distinct)
        if suspects:
            rows.update(row for row in range(first, grid.height) if column[row] in suspects)
        if number in header.fields and None in distinct:
            gaps.append(column)
    # Records have most columns filled, beside those that are merged down; a row with few is looked at.
    merged_down = {left for top, left, bottom, _ in grid.merges if bottom > top and bottom > header.last}
    few = 3 + len(merged_down & set(header.fields)) - (len(header.fields) - len(gaps))
    if few > 0:
        filled = [0] * grid.height
        for column in gaps:
            for row, cell in enumerate(column):
                if cell is not None:
                    filled[row] += 1
        rows.update(row for row in range(first, grid.height) if filled[row] < few)
    if rows:
        # From the first footer on every row is looked at.
        foot = min((row for row in rows if _is_end(grid, header, row)), default=grid.height)
        rows.update(range(foot, grid.height))
    rows.add(first)
    return rows


def _markers(cells: set[Cell]) -> set[Cell]:
    """The texts of a column that mark a total or a footer."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    # One search for all of them: most columns have none that even begins like a marker.
    if not _LIKE_A_MARKER.search("\0" + "\0".join(texts)):
        return set()
    return {cell for cell in texts if cell.lstrip()[:1] in _FIRST_SIGNS and _is_marker(cell)}


def _is_marker(cell: str) -> bool:
    text = squash(cell)
    return bool(_TOTAL.fullmatch(text) or _FOOT.match(text) or _MADE_BY.fullmatch(text))


def _is_end(grid: Grid, header: Header, row: int) -> bool:
    cells = _own_cells(grid, header, row)
    return bool(cells) and (_is_total(cells) or _is_foot(cells, False))


def _own_cells(grid: Grid, header: Header, row: int) -> dict[int, Cell]:
    """The filled cells of a row by column, without its number and without what is merged into it."""
    return {
        number: cell
        for number, cell in enumerate(grid.row(row))
        if cell is not None
        and not (isinstance(cell, str) and not cell.strip())
        and not grid.is_spread(row, number)
        and not (number == header.number and _is_number(cell))
    }


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) or squash(cell_text(cell)).rstrip(".、").isdecimal()


def _is_total(cells: dict[int, Cell]) -> bool:
    first = [squash(cell_text(cell)) for cell in list(cells.values())[:_LOOK_AT]]
    return any(_TOTAL.fullmatch(text) for text in first)


def _is_foot(cells: dict[int, Cell], ended: bool) -> bool:
    """Whether the row's first text is a note or the like; one or two cells only, or a colon after the word."""
    text = squash(cell_text(next(iter(cells.values()))))
    if _FOOT.match(text) and (len(cells) <= 3 or ":" in text):
        return True
    return bool(_MADE_BY.fullmatch(text)) or (
        ended and len(cells) <= 2 and bool(_SMALL_PRINT.fullmatch(text))
    )


def _repeats_header(cells: dict[int, Cell], header: Header) -> bool:
    """Whether the header was printed again, as on each page of a long list."""
    texts = {column.position: {squash(text) for text in column.path} for column in header.columns}
    same = sum(squash(cell_text(cell)) in texts.get(number, ()) for number, cell in cells.items())
    return same >= 2 and same * 2 >= len(cells)


def _numbers_columns(cells: dict[int, Cell], header: Header, row: int) -> bool:
    """Whether the row under the header only numbers the columns: 甲 1 2 3 …"""
    if row != header.last + 1:
        return False
    numbers = [int(cell_text(cell)) for cell in cells.values() if cell_text(cell).isdecimal()]
    return (
        len(numbers) >= 3
        and len(cells) - len(numbers) <= 2
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )
