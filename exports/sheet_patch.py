"""One worksheet filled in place: cells set, tables written, rows put in or taken out, results reckoned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from exports.sheet_cells import Edit, edited, with_result, with_value
from exports.sheet_formula import column_letters, copied, moved
from exports.sheet_moves import Move, RowMoves
from exports.sheet_rows import Pattern, RowResults, blank_row, pattern_of, table_rows
from exports.sheet_shift import shifted_tail
from exports.sheet_values import CellError, NotComputable, Totals, Value, result, totals
from exports.sheet_xml import (
    Area,
    Cell,
    Row,
    Sheet,
    area_of,
    cell_xml,
    escape_text,
    row_xml,
    unshare,
    with_formula,
)

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


@dataclass
class SheetChange:
    """What is to be done to one sheet; places are (row, column) of the template."""

    cells: dict[tuple[int, int], Value] = field(default_factory=dict)
    edits: dict[tuple[int, int], list[Edit]] = field(default_factory=dict)  # in the text that stands there
    tables: list[Table] = field(default_factory=list)


class PatchedSheet(RowResults):
    """A worksheet with its change. `book` gives the other sheets by name, for formulas that reach over."""

    def __init__(self, sheet: Sheet, change: SheetChange, book: Mapping[str, PatchedSheet]) -> None:
        self.sheet, self._change, self._book = sheet, change, book
        self._prefix = sheet.prefix
        self._tables = sorted((_held(table) for table in change.tables), key=lambda table: table.first)
        self.moves = RowMoves(tuple(table.move() for table in self._tables))
        if self._tables:
            unshare(sheet)
        self._old = {new: old for old in sheet.rows if (new := self.moves.row(old))}
        self._cells = self._changed_cells()
        self._parsed_rows: dict[int, dict[int, Cell]] = {}
        self._working: set[tuple[int, int]] = set()
        self._results: dict[tuple[int, int], Value | CellError] = {}

    @cached_property
    def _blocks(self) -> list[_Block]:
        # Made when all sheets of the book are known: their formulas may look at each other.
        return [_Block(self, table) for table in self._tables]

    # What formulas see (the protocol Cells)

    def value(self, sheet: str | None, row: int, column: int) -> Value:
        if sheet is not None and sheet != self.sheet.name:
            return self._other(sheet).value(None, row, column)
        for block in self._blocks:
            if block.first <= row <= block.last and block.fills(column):
                return block.value(row, column)
        formula = self._formula_at(row, column)
        if formula is not None:
            return self._result(row, column, formula)
        cell = self._cell_at(row, column)
        return self.sheet.value(cell) if cell else None

    def area(self, sheet: str | None, first: tuple[int, int], last: tuple[int, int]) -> Totals:
        if sheet is not None and sheet != self.sheet.name:
            return self._other(sheet).area(None, first, last)
        found = Totals()
        for column in range(first[1], last[1] + 1):
            rows = range(first[0], last[0] + 1)
            for block in self._blocks:
                if (
                    block.streamed
                    and block.fills(column)
                    and block.first <= rows[-1]
                    and block.last >= rows[0]
                ):
                    found = found.plus(block.sums(column, rows))
                    rows_left = [row for row in rows if not block.first <= row <= block.last]
                    break
            else:
                rows_left = list(rows)
            if len(rows_left) * (last[1] - first[1] + 1) > 10 * KEPT_ROWS:
                rows_left = [row for row in rows_left if self._may_hold(row)]
            found = found.plus(totals(self.value(None, row, column) for row in rows_left))
        return found

    def rest(self, row: int, column: int, formula: str) -> str:
        """A formula of a table's own row with its result, for the row writer."""
        start = f"<{self._prefix}f>{escape_text(formula)}</{self._prefix}f>"
        cell = self._with_result(Cell(column, {}, start), row, column, formula)
        return cell_xml(cell, row, self._prefix).removeprefix(
            f'<{self._prefix}c r="{column_letters(column)}{row}"'
        )

    # Writing

    def xml(self) -> Iterator[bytes]:
        """The whole sheet as it is now, a piece at a time."""
        yield self._head().encode()
        yield f"<{self._prefix}sheetData>".encode()
        blocks = iter(self._blocks)
        block = next(blocks, None)
        pending: list[str] = []
        size = 0
        for number in sorted(self._old_rows()):
            while block and block.table.last < number:
                yield "".join(pending).encode()
                pending, size = [], 0
                yield from block.xml()
                block = next(blocks, None)
            if block and number >= block.table.first:
                continue
            new = self.moves.row(number)
            if new is None:
                continue
            text = self._row(number, new)
            pending.append(text)
            size += len(text)
            if size > 1 << 18:
                yield "".join(pending).encode()
                pending, size = [], 0
        yield "".join(pending).encode()
        while block:
            yield from block.xml()
            block = next(blocks, None)
        yield f"</{self._prefix}sheetData>".encode()
        yield shifted_tail(self.sheet.tail, self.moves, self.sheet.name).encode()

    def added_formulas(self) -> list[str]:
        """The addresses of formulas in rows that were put in, for the calculation chain."""
        return [
            f"{column_letters(cell.column)}{row}"
            for block in self._blocks
            for pattern, count, fresh in block.stretches
            if fresh
            for row in range(pattern.row, pattern.row + count)
            for cell in pattern.cells
            if cell.formula
        ]

    @property
    def moves_formulas(self) -> bool:
        """Whether a formula of this sheet stands elsewhere now."""
        start = self.moves.first
        return any(
            f"<{self._prefix}f" in row.body for number, row in self.sheet.rows.items() if number >= start
        )

    def formula_here(self, cell: Cell) -> str | None:
        """The cell's formula in the words of the sheet as it is now."""
        formula = self.sheet.formula(cell)
        return self._moved(formula, grow=True) if formula else None

    def moved_pattern(self, formula: str) -> str:
        return self._moved(formula, grow=False)

    def _moved(self, formula: str, *, grow: bool) -> str:
        for name, other in self._book.items():
            if other.moves:
                own = other is self
                formula = moved(formula, other.moves, own_sheet=own, names=name, grow=grow or not own)
        return formula

    def _other(self, name: str) -> PatchedSheet:
        if name not in self._book:
            raise NotComputable(name)
        return self._book[name]

    def _old_rows(self) -> set[int]:
        return self.sheet.rows.keys() | {row for row, _ in self._cells}

    def _may_hold(self, row: int) -> bool:
        return row in self._old or any(block.first <= row <= block.last for block in self._blocks)

    def _changed_cells(self) -> dict[tuple[int, int], Cell]:
        found: dict[tuple[int, int], Cell] = {}
        for (row, column), value in self._change.cells.items():
            cell = self.sheet.cells(row).get(column)
            old = cell or Cell(column, _style(self.sheet.blank_style(row, column)))
            found[row, column] = with_value(old, value, self._prefix)
        for (row, column), edits in self._change.edits.items():
            cell = self.sheet.cells(row)[column]
            rich = edited(self.sheet.rich(cell), edits)
            inner = f"<{self._prefix}is>{_with_prefix(rich, self._prefix)}</{self._prefix}is>"
            found[row, column] = Cell(column, {**_style(cell.style), "t": "inlineStr"}, inner)
        return found

    def _cell_at(self, row: int, column: int) -> Cell | None:
        """The cell at a place of the new sheet, outside the columns that a table fills."""
        old = self._old.get(row) or next(
            (place[0] for place in self._cells if self.moves.row(place[0]) == row), None
        )
        if old is None:
            return None
        return self._cells.get((old, column)) or self._parsed(old).get(column)

    def _parsed(self, old: int) -> dict[int, Cell]:
        if old not in self._parsed_rows:
            self._parsed_rows[old] = self.sheet.cells(old)
        return self._parsed_rows[old]

    def _formula_at(self, row: int, column: int) -> str | None:
        for block in self._blocks:
            if block.first <= row <= block.last:
                return block.formula(row, column)
        cell = self._cell_at(row, column)
        if cell is None or f"<{self._prefix}f" not in cell.inner:
            return None
        formula = self.formula_here(cell)
        if formula is None:
            raise NotComputable("part of a shared or array formula")
        return formula

    def _result(self, row: int, column: int, formula: str) -> Value:
        place = (row, column)
        if place in self._working:
            raise NotComputable("circular")
        if place not in self._results:
            self._working.add(place)
            try:
                self._results[place] = result(formula, self)
            except CellError as error:
                self._results[place] = error
            except RecursionError as error:
                raise NotComputable("too deep") from error
            finally:
                self._working.discard(place)
        known = self._results[place]
        if isinstance(known, CellError):
            raise known
        return known

    def _with_result(self, cell: Cell, row: int, column: int, formula: str) -> Cell:
        try:
            return with_result(cell, self._result(row, column, formula), self._prefix)
        except CellError as error:
            return with_result(cell, None, self._prefix, error=str(error))
        except NotComputable:
            return with_result(cell, None, self._prefix, known=False)

    def _row(self, number: int, new: int) -> str:
        """One row outside the tables, moved, with its changed cells and its formulas' results."""
        row = self.sheet.rows.get(number, Row(number))
        changed = {column: cell for (at, column), cell in self._cells.items() if at == number}
        if not changed and f"<{self._prefix}f" not in row.body:
            if new == number:
                return row_xml(row, self._prefix)
            body, count = re.subn(r"(<(?:\w+:)?c\b[^>]*?\br=[\"'][A-Z]+)\d+", rf"\g<1>{new}", row.body)
            if count == len(re.findall(r"<(?:\w+:)?c\b", row.body)):
                return row_xml(Row(new, row.attributes, body), self._prefix)
        cells = {**self._parsed(number), **changed}
        out = []
        for column in sorted(cells):
            cell = cells[column]
            if f"<{self._prefix}f" in cell.inner:
                formula = self.formula_here(cell)
                if formula is not None:
                    cell = with_formula(cell, self._prefix, formula) if self._moves_any() else cell
                    cell = self._with_result(cell, new, column, formula)
                else:
                    cell = with_result(cell, None, self._prefix, known=False)
            out.append(cell_xml(cell, new, self._prefix))
        attributes = row.attributes
        if any(column not in self._parsed(number) for column in changed):
            attributes = re.sub(r"\s*\bspans=\"[^\"]*\"", "", attributes)
        return row_xml(Row(new, attributes, "".join(out)), self._prefix)

    def _moves_any(self) -> bool:
        return any(other.moves for other in self._book.values())

    def _head(self) -> str:
        found = re.search(
            rf"<{self._prefix}dimension\b[^>]*\bref=[\"']([^\"']+)[\"'][^>]*/>", self.sheet.head
        )
        if found is None:
            return self.sheet.head
        old = area_of(found[1])
        rows = [at for row in self._old_rows() if (at := self.moves.row(row))]
        rows += [block.last for block in self._blocks if block.count]
        columns = [column for block in self._blocks for column in block.table.columns]
        columns += [column for _, column in self._cells]
        span = self.moves.span(old.first_row, old.last_row, grow=True) or (1, 1)
        new = Area(
            span[0],
            min([old.first_column, *columns]),
            max([span[1], *rows]),
            max([old.last_column, *columns]),
        )
        tag = f'<{self._prefix}dimension ref="{new.text()}"/>'
        return self.sheet.head[: found.start()] + tag + self.sheet.head[found.end() :]


class _Block:
    """A table in its new place: which stretches of rows are alike, and the values that formulas ask for."""

    def __init__(self, owner: PatchedSheet, table: Table) -> None:
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


def _held(table: Table) -> Table:
    """A small table's rows as a list, so that formulas can look at them in any order."""
    return replace(table, rows=list(table.rows) if table.count <= KEPT_ROWS else iter(table.rows))


def _style(style: str) -> dict[str, str]:
    return {"s": style} if style != "0" else {}


def _with_prefix(rich: str, prefix: str) -> str:
    """A shared string's XML for use inside a sheet: the strings part may name its elements otherwise."""
    bare = re.sub(r"(</?)\w+:(?=[a-zA-Z])", r"\1", rich)
    return re.sub(r"(</?)(?=[a-zA-Z])", rf"\g<1>{prefix}", bare) if prefix else bare
