"""One worksheet of an .xls filled in place: its cell and row records written anew, all others kept or moved along."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import groupby

from exports.sheet_moves import RowMoves
from exports.sheet_patch import SheetChange
from exports.sheet_table import Table
from exports.sheet_values import Value
from exports.xls_records import (
    AFTER_FORMULA,
    ARRAY,
    BREAKS,
    CELLS,
    COLINFO,
    CONDFMT,
    DBCELL,
    DIMENSIONS,
    DRAWING,
    DV,
    FORMULA,
    HLINK,
    INDEX,
    MERGED,
    NAME,
    NOTE,
    OBJ,
    ROW,
    SHRFMLA,
    TABLE,
    CellRecord,
    Place,
    Record,
    cell_record,
    read_cells,
)

_PLAIN_STYLE = 15  # the XF of a cell without any formatting
_MOST_MERGES = 1027  # in one record
_LAST_ROW = 65_535
# What names rows in ways that are not moved here.
_FIXED = {DV, CONDFMT, HLINK, NOTE, DRAWING, OBJ, SHRFMLA, ARRAY, TABLE}
_AREA = {0x25, 0x45, 0x65}


class CannotPatch(Exception):
    """The sheet cannot be filled in place here; an office program can convert it."""


class PatchedOldSheet:
    """A worksheet's records with its change. Raises CannotPatch when rows move and something cannot follow."""

    def __init__(self, records: Sequence[Record], strings: Sequence[str], change: SheetChange) -> None:
        self._records = list(records)
        self._change = change
        self.moves = RowMoves(tuple(move for table in change.tables if (move := table.move()).by))
        self._cells = read_cells(records, strings)
        self._heights = {_row(record): record for record in records if record.kind == ROW}
        if self.moves:
            if any(record.kind in _FIXED for record in records):
                raise CannotPatch("something on the sheet cannot be moved")
            self._move()
        self._put()
        self._reckon()

    def records(self, strings: list[str], numbers: dict[str, int]) -> list[Record]:
        """All records of the sheet; texts that are new are added to the shared strings."""
        left_out = CELLS | AFTER_FORMULA | {ROW, INDEX, DBCELL}
        first = next((at for at, record in enumerate(self._records) if record.kind in CELLS | {ROW}), None)
        if first is None:
            first = 1 + next(at for at, record in enumerate(self._records) if record.kind == DIMENSIONS)
        head = [each for each in self._records[:first] if each.kind not in left_out]
        tail = [each for each in self._records[first:] if each.kind not in left_out]
        body: list[Record] = []
        places = sorted(self._cells)
        by_row = {row: list(group) for row, group in groupby(places, key=lambda place: place[0])}
        for row in sorted(by_row.keys() | self._heights.keys()):
            columns = [column for _, column in by_row.get(row, [])]
            body.append(self._row_record(row, columns))
            for place in by_row.get(row, []):
                body += self._cell_records(place, self._cells[place], strings, numbers)
        return [self._dimensions(each) if each.kind == DIMENSIONS else each for each in head] + body + tail

    def _move(self) -> None:
        """Every cell, row, merge and page break to its new row; like rows where rows are put in."""
        old_cells, old_heights = self._cells, self._heights
        self._cells = {}
        for (row, column), cell in old_cells.items():
            new = self.moves.row(row + 1)
            if new is not None:
                self._cells[new - 1, column] = CellRecord(cell.style, cell.value, self._moved(cell))
        self._heights = {
            new - 1: record for row, record in old_heights.items() if (new := self.moves.row(row + 1))
        }
        for pattern, rows in self.moves.copies():
            styles = {column: cell.style for (row, column), cell in old_cells.items() if row == pattern - 1}
            for row in rows:
                for column, style in styles.items():
                    self._cells[row - 1, column] = CellRecord(style)
                if pattern - 1 in old_heights:
                    self._heights[row - 1] = old_heights[pattern - 1]
        merges = self._moved_merges()
        kept = [record for record in self._records if record.kind != MERGED]
        at = next((at for at, record in enumerate(self._records) if record.kind == MERGED), len(kept) - 1)
        self._records = [*kept[:at], *merges, *kept[at:]]
        self._records = [
            _moved_breaks(each, self.moves) if each.kind == BREAKS else each for each in self._records
        ]

    def _moved(self, cell: CellRecord) -> tuple[Record, ...]:
        if not cell.records or cell.records[0].kind != FORMULA:
            return cell.records
        area = _summed(cell.records[0].data)
        if area is None:
            raise CannotPatch("a formula other than a sum")
        span = self.moves.span(area[0] + 1, area[1] + 1, grow=True)
        if span is None:
            raise CannotPatch("a sum over rows that are taken out")
        data = bytearray(cell.records[0].data)
        struct.pack_into("<HH", data, 23, span[0] - 1, span[1] - 1)
        return (Record(FORMULA, bytes(data)),)

    def _moved_merges(self) -> list[Record]:
        areas = []
        for record in self._records:
            if record.kind == MERGED:
                count = int.from_bytes(record.data[:2], "little")
                areas += [struct.unpack_from("<HHHH", record.data, 2 + 8 * at) for at in range(count)]
        found = []
        for top, bottom, left, right in areas:
            span = self.moves.span(top + 1, bottom + 1, grow=False)
            if span and (span[0] < span[1] or left < right):
                found.append((span[0] - 1, span[1] - 1, left, right))
        for pattern, rows in self.moves.copies():
            alike = [area for area in areas if area[0] == area[1] == pattern - 1]
            found += [(row - 1, row - 1, left, right) for row in rows for _, _, left, right in alike]
        return [
            Record(
                MERGED,
                struct.pack("<H", len(part)) + b"".join(struct.pack("<HHHH", *area) for area in part),
            )
            for part in (found[at : at + _MOST_MERGES] for at in range(0, len(found), _MOST_MERGES))
        ]

    def _put(self) -> None:
        """The values of the change into their cells, which keep their style."""
        for (row, column), value in self._change.cells.items():
            self._set(self._new_row(row), column, value)
        for (row, column), edits in self._change.edits.items():
            new = self._new_row(row)
            text = str(self._cells[new, column - 1].value)
            for start, end, words in sorted(edits, reverse=True):
                text = text[:start] + words + text[end:]
            self._set(new, column, text)
        for table in self._change.tables:
            self._put_table(table)

    def _put_table(self, table: Table) -> None:
        first = self._new_row(table.first)
        if first + table.count > _LAST_ROW:
            raise CannotPatch("more rows than an .xls holds")
        for at, values in enumerate(table.rows):
            for column, value in zip(table.columns, values, strict=True):
                if not self._has_formula((first + at, column - 1)):
                    self._set(first + at, column, value)

    def _new_row(self, row: int) -> int:
        new = self.moves.row(row)
        assert new is not None
        return new - 1

    def _set(self, row: int, column: int, value: Value) -> None:
        """A value into a cell; row from 0, column from 1."""
        place = (row, column - 1)
        held = self._cells.get(place)
        style = held.style if held else self._blank_style(column - 1)
        self._cells[place] = CellRecord(style, None if value == "" else value)

    def _blank_style(self, column: int) -> int:
        for record in self._records:
            if record.kind == COLINFO:
                first, last, _, style = struct.unpack_from("<HHHH", record.data)
                if first <= column <= last:
                    return int(style)
        return _PLAIN_STYLE

    def _has_formula(self, place: Place) -> bool:
        held = self._cells.get(place)
        return held is not None and any(record.kind == FORMULA for record in held.records)

    def _reckon(self) -> None:
        """Sums with their new result; every formula is to be calculated when the file is opened."""
        for place, cell in self._cells.items():
            if not self._has_formula(place):
                continue
            data = bytearray(cell.records[0].data)
            struct.pack_into("<HH", data, 0, *place)
            flags = int.from_bytes(data[14:16], "little")
            struct.pack_into("<H", data, 14, flags | 0x2)
            rest = cell.records[1:]
            area = _summed(bytes(data))
            if area is not None:
                top, bottom, left, right = area
                inside = (
                    self._cells[row, column].value
                    for row in range(top, bottom + 1)
                    for column in range(left, right + 1)
                    if (row, column) in self._cells
                )
                numbers = [
                    each for each in inside if isinstance(each, int | float) and not isinstance(each, bool)
                ]
                struct.pack_into("<d", data, 6, float(sum(numbers)))
                rest = ()
            cell.records = (Record(FORMULA, bytes(data)), *rest)

    def _cell_records(
        self, place: Place, cell: CellRecord, strings: list[str], numbers: dict[str, int]
    ) -> list[Record]:
        if cell.records:
            head = struct.pack("<HH", *place)
            return [Record(cell.records[0].kind, head + cell.records[0].data[4:]), *cell.records[1:]]
        if isinstance(cell.value, str):
            if cell.value not in numbers:
                numbers[cell.value] = len(strings)
                strings.append(cell.value)
            return [cell_record(place, cell.style, cell.value, numbers[cell.value])]
        return [cell_record(place, cell.style, cell.value, None)]

    def _row_record(self, row: int, columns: list[int]) -> Record:
        held = self._heights.get(row)
        rest = held.data[6:] if held else struct.pack("<HHHI", 255, 0, 0, 0x000F0100)
        span = (min(columns), max(columns) + 1) if columns else (0, 0)
        return Record(ROW, struct.pack("<HHH", row, *span) + rest)

    def _dimensions(self, record: Record) -> Record:
        rows = [row for row, _ in self._cells] or [0]
        columns = [column for _, column in self._cells] or [0]
        data = struct.pack("<IIHHH", min(rows), max(rows) + 1, min(columns), max(columns) + 1, 0)
        return Record(record.kind, data)


def moved_name(record: Record, moves: RowMoves, sheet: int) -> Record:
    """A defined name (print area, print titles) after rows of that sheet moved; others must not look at rows."""
    data = record.data
    size = int.from_bytes(data[4:6], "little")
    length = data[3]
    start = 14 + 1 + length * (1 + (data[14] & 1))
    tokens = data[start : start + size]
    if int.from_bytes(data[8:10], "little") != sheet + 1:
        raise CannotPatch("a name that may look at the rows that move")
    if size != 11 or tokens[0] not in (0x3B, 0x5B, 0x7B):
        raise CannotPatch("a name made of several areas")
    top, bottom = struct.unpack_from("<HH", tokens, 3)
    span = (top + 1, bottom + 1) if bottom >= _LAST_ROW else moves.span(top + 1, bottom + 1, grow=True)
    if span is None:
        raise CannotPatch("a name of rows that are taken out")
    moved = tokens[:3] + struct.pack("<HH", span[0] - 1, span[1] - 1) + tokens[7:]
    return Record(NAME, data[:start] + moved + data[start + size :])


def _row(record: Record) -> int:
    return int.from_bytes(record.data[:2], "little")


def _summed(formula: bytes) -> tuple[int, int, int, int] | None:
    """The area (rows and columns from 0) of a formula that is SUM of one area of its sheet; None for others."""
    size = int.from_bytes(formula[20:22], "little")
    tokens = formula[22 : 22 + size]
    if len(tokens) != 13 or tokens[0] not in _AREA:
        return None
    by_attribute = tokens[9] == 0x19 and tokens[10] & 0x10
    by_function = tokens[9] in (0x22, 0x42, 0x62) and tokens[10:13] == b"\x01\x04\x00"
    if not (by_attribute or by_function):
        return None
    top, bottom, left, right = struct.unpack_from("<HHHH", tokens, 1)
    return top, bottom, left & 0xFF, right & 0xFF


def _moved_breaks(record: Record, moves: RowMoves) -> Record:
    count = int.from_bytes(record.data[:2], "little")
    found = []
    for at in range(count):
        row, first, last = struct.unpack_from("<HHH", record.data, 2 + 6 * at)
        new = moves.row(row)
        if new is not None:
            found.append(struct.pack("<HHH", new, first, last))
    return Record(BREAKS, struct.pack("<H", len(found)) + b"".join(found))
