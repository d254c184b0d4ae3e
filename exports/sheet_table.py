"""A table of a sheet in its new place: its stretches of like rows, its XML, and the values that formulas ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from exports.sheet_formula import copied
from exports.sheet_moves import Move, RowMoves
from exports.sheet_rows import Pattern, RowResults, blank_row, pattern_of, table_rows
from exports.sheet_values import NotComputable, Totals, Value
from exports.sheet_xml import Sheet

KEPT_ROWS = 20_000  # tables up to this size are held whole, so that any formula over them can be reckoned


@dataclass
class Table:
    """A table to fill: its rows `first` to `last` as the template has them, and what goes into `columns`.

    `rows` gives `count` tuples of values, one for each column. When there are more rows than the template
    holds, rows are put in before the last one. `take_out_blank`: rows left over are taken out, but one.
    """

    first: int
    last: int
    columns: tuple[int, ...]
    rows: Iterable[Sequence[Value]]
    count: int
    take_out_blank: bool = False
    fit_heights: bool = False  # rows as high as their text needs

    def move(self) -> Move:
        """What becomes of the rows below."""
        room = self.last - self.first + 1
        if self.count > room:
            lone = room == 1
            pattern = self.last if lone else self.last - 1
            return Move(pattern + 1, self.count - room, pattern, lone)
        if self.take_out_blank and self.count < room:
            kept = max(1, self.count)
            return Move(self.first + kept, kept - room)
        return Move(self.last + 1, 0, self.last)


class Owner(RowResults, Protocol):
    """The sheet that a table stands on."""

    sheet: Sheet
    moves: RowMoves

    def moved_pattern(self, formula: str) -> str:
        """A formula of a table's own row in the words of the sheet as it is now."""
        ...


class Block:
    """A table in its new place: which stretches of rows are alike, and the values that formulas ask for."""

    def __init__(self, owner: Owner, table: Table) -> None:
        self._owner, self.table = owner, table
        sheet, moves = owner.sheet, owner.moves
        first = moves.row(table.first)
        assert first is not None
        self.first, self.count = first, table.count
        self._places = {column: place for place, column in enumerate(table.columns)}
        self.streamed = not isinstance(table.rows, list)
        self._sums: dict[int, Totals] = {}
        self._done = False
        move = table.move()
        self.stretches: list[tuple[Pattern, int, bool]] = []
        for old, count in _runs(sheet, table):
            if move.by > 0 and not move.lone and old == move.at:
                self._add(sheet, move.pattern, self.first + move.at - table.first, move.by, fresh=True)
            new = moves.row(old)
            if new is not None:
                self._add(sheet, old, new, count, fresh=False)
        if move.by > 0 and move.lone:
            self._add(sheet, move.pattern, self.first + 1, move.by, fresh=True)
        self._formula_columns = {
            cell.column for pattern, _, _ in self.stretches for cell in pattern.cells if cell.formula
        }
        self.last = self.stretches[-1][0].row + self.stretches[-1][1] - 1

    def fills(self, column: int) -> bool:
        """Whether the table's values go into the column (a formula that stands there is left alone)."""
        return column in self._places and column not in self._formula_columns

    def value(self, row: int, column: int) -> Value:
        if row - self.first >= self.count:
            return None
        if not isinstance(self.table.rows, list):
            raise NotComputable("the table goes by only once")
        values: Sequence[Value] = self.table.rows[row - self.first]
        return values[self._places[column]]

    def sums(self, column: int, rows: range) -> Totals:
        if not self._done or rows[0] > self.first or rows[-1] < self.first + self.count - 1:
            raise NotComputable("the table has not gone by yet")
        return self._sums.get(column, Totals())

    def formula(self, row: int, column: int) -> str | None:
        if column not in self._formula_columns:
            return None
        for pattern, count, _ in self.stretches:
            if pattern.row <= row < pattern.row + count:
                for cell in pattern.cells:
                    if cell.column == column and cell.formula:
                        return copied(cell.formula, row - pattern.row)
        return None

    def xml(self) -> Iterator[bytes]:
        values = iter(self.table.rows)
        left = self.count
        prefix = self._owner.sheet.prefix
        for pattern, count, _ in self.stretches:
            filled = min(count, left)
            left -= filled
            sums = self._sums if self.streamed else None
            for text in table_rows([(pattern, filled)], values, prefix, self._owner, sums):
                yield text.encode()
            if not pattern.held:
                continue
            for row in range(pattern.row + filled, pattern.row + count):
                if pattern.attributes or pattern.cells:
                    yield blank_row(replace(pattern, row=row), prefix, self._owner).encode()
        self._done = True

    def _add(self, sheet: Sheet, old: int, new: int, count: int, *, fresh: bool) -> None:
        """One stretch more, or the one before made longer when its rows are alike."""
        pattern = pattern_of(sheet, old, self.table.columns, at=new, fresh=fresh)
        cells = tuple(
            replace(cell, formula=self._shifted(cell.formula, old, new, fresh=fresh))
            for cell in pattern.cells
        )
        lengths = tuple(sheet.column_widths.items()) if self.table.fit_heights else ()
        pattern = replace(pattern, cells=cells, line_lengths=lengths)
        if self.stretches:
            before, length, was_fresh = self.stretches[-1]
            if before.like(pattern) and was_fresh == fresh:
                self.stretches[-1] = (before, length + count, fresh)
                return
        self.stretches.append((pattern, count, fresh))

    def _shifted(self, formula: str, old: int, new: int, *, fresh: bool) -> str:
        if not formula:
            return ""
        formula = self._owner.moved_pattern(formula)
        if fresh:
            at = self._owner.moves.row(old)
            formula = copied(formula, new - (at or old))
        return formula


def _runs(sheet: Sheet, table: Table) -> Iterator[tuple[int, int]]:
    """The table's rows in the template, (row, how many): rows that the sheet does not hold are taken together."""
    move = table.move()
    # Where rows go in or out, a run ends.
    starts = {row for row in sheet.rows if table.first <= row <= table.last}
    starts |= {row + 1 for row in starts} | {table.first, move.at, move.at - min(0, move.by)}
    ordered = sorted(row for row in starts if table.first <= row <= table.last)
    for start, end in zip(ordered, [*ordered[1:], table.last + 1], strict=True):
        yield start, end - start


def held(table: Table) -> Table:
    """A small table's rows as a list, so that formulas can look at them in any order."""
    return replace(table, rows=list(table.rows) if table.count <= KEPT_ROWS else iter(table.rows))
