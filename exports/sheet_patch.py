"""One worksheet filled in place: cells set, tables written, rows put in or taken out, results reckoned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from exports.sheet_cells import Edit, edited, with_result, with_value
from exports.sheet_formula import column_letters, moved
from exports.sheet_moves import RowMoves
from exports.sheet_shift import shifted_tail
from exports.sheet_table import KEPT_ROWS, Block, Table, held
from exports.sheet_values import CellError, NotComputable, Totals, Value, result, totals
from exports.sheet_xml import (
    Area,
    Cell,
    Row,
    Sheet,
    area_of,
    cell_xml,
    escape_text,
    has_formula,
    row_xml,
    unshare,
    with_formula,
)


@dataclass
class SheetChange:
    """What is to be done to one sheet; places are (row, column) of the template."""

    cells: dict[tuple[int, int], Value] = field(default_factory=dict)
    edits: dict[tuple[int, int], list[Edit]] = field(default_factory=dict)  # in the text that stands there
    tables: list[Table] = field(default_factory=list)


class PatchedSheet:
    """A worksheet with its change. `book` gives the other sheets by name, for formulas that reach over."""

    def __init__(self, sheet: Sheet, change: SheetChange, book: Mapping[str, PatchedSheet]) -> None:
        self.sheet, self._change, self._book = sheet, change, book
        self._prefix = sheet.prefix
        self._tables = sorted((held(table) for table in change.tables), key=lambda table: table.first)
        self.moves = RowMoves(tuple(table.move() for table in self._tables))
        if self._tables:
            unshare(sheet)
        self._old = {new: old for old in sheet.rows if (new := self.moves.row(old))}
        self._cells = self._changed_cells()
        self._parsed_rows: dict[int, dict[int, Cell]] = {}
        self._working: set[tuple[int, int]] = set()
        self._results: dict[tuple[int, int], Value | CellError] = {}

    @cached_property
    def _blocks(self) -> list[Block]:
        # Made when all sheets of the book are known: their formulas may look at each other.
        return [Block(self, table) for table in self._tables]

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
        if cell is None or not has_formula(cell.inner, self._prefix):
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
        if not changed and not has_formula(row.body, self._prefix):
            if new == number:
                return row_xml(row, self._prefix)
            body, count = re.subn(r"(<(?:\w+:)?c\b[^>]*?\br=[\"'][A-Z]+)\d+", rf"\g<1>{new}", row.body)
            if count == len(re.findall(r"<(?:\w+:)?c\b", row.body)):
                return row_xml(Row(new, row.attributes, body), self._prefix)
        cells = {**self._parsed(number), **changed}
        out = []
        for column in sorted(cells):
            cell = cells[column]
            if has_formula(cell.inner, self._prefix):
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


def _style(style: str) -> dict[str, str]:
    return {"s": style} if style != "0" else {}


def _with_prefix(rich: str, prefix: str) -> str:
    """A shared string's XML for use inside a sheet: the strings part may name its elements otherwise."""
    bare = re.sub(r"(</?)\w+:(?=[a-zA-Z])", r"\1", rich)
    return re.sub(r"(</?)(?=[a-zA-Z])", rf"\g<1>{prefix}", bare) if prefix else bare
