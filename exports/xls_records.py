"""The workbook stream of an .xls (BIFF8): its records, its strings, its cells. [MS-XLS]; numbers are little-endian."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exports.sheet_values import Value

BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C
BOUNDSHEET, SST, EXTSST, FILEPASS, SUPBOOK = 0x0085, 0x00FC, 0x00FF, 0x002F, 0x01AE
XF, FORMAT, FONT, NAME = 0x00E0, 0x041E, 0x0031, 0x0018
ROW, INDEX, DBCELL, DIMENSIONS, COLINFO = 0x0208, 0x020B, 0x00D7, 0x0200, 0x007D
LABELSST, LABEL, RSTRING, NUMBER, RK = 0x00FD, 0x0204, 0x00D6, 0x0203, 0x027E
MULRK, BLANK, MULBLANK, BOOLERR, FORMULA, STRING = 0x00BD, 0x0201, 0x00BE, 0x0205, 0x0006, 0x0207
MERGED, DV, DVAL, CONDFMT, HLINK, NOTE = 0x00E5, 0x01BE, 0x01B2, 0x01B0, 0x01B8, 0x001C
DRAWING, OBJ, SHRFMLA, ARRAY, TABLE, BREAKS = 0x00EC, 0x005D, 0x04BC, 0x0221, 0x0236, 0x001B
CELLS = {LABELSST, LABEL, RSTRING, NUMBER, RK, MULRK, BLANK, MULBLANK, BOOLERR, FORMULA}
AFTER_FORMULA = {STRING, SHRFMLA, ARRAY, TABLE}
_KEPT = {FORMULA, RSTRING, BOOLERR, LABELSST}  # what a cell that is not filled is written back from
MOST = 8224  # bytes in one record

Place = tuple[int, int]  # row and column, from 0


@dataclass
class Record:
    """One record: its number and its data."""

    kind: int
    data: bytes

    def packed(self) -> bytes:
        return struct.pack("<HH", self.kind, len(self.data)) + self.data


@dataclass
class CellRecord:
    """One cell taken out of its record: style (XF), value, and for a formula its records as they stand."""

    style: int
    value: Value = None
    records: tuple[Record, ...] = ()  # of a formula, or of what is kept as it is


def records(stream: bytes, start: int = 0) -> Iterator[tuple[int, Record]]:
    """(position, record) from a position to the end; zeros after the last record are left out."""
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        if kind == 0 and length == 0:
            return
        yield start, Record(kind, stream[start + 4 : start + 4 + length])
        start += 4 + length


def substream(stream: bytes, start: int) -> list[Record]:
    """The records from a BOF to its EOF, both included, with whole charts inside."""
    found = []
    depth = 0
    for _, record in records(stream, start):
        found.append(record)
        depth += (record.kind == BOF) - (record.kind == EOF)
        if depth == 0:
            return found
    raise ValueError("no end of the substream")


def read_strings(parts: Sequence[bytes]) -> list[str]:
    """The shared strings from the data of the SST record and the CONTINUE records after it."""
    reader = _Parts(parts)
    reader.take(4)
    count = int.from_bytes(reader.take(4), "little")
    found = []
    for _ in range(count):
        length, flags = struct.unpack("<HB", reader.take(3, together=True))
        runs = int.from_bytes(reader.take(2), "little") if flags & 8 else 0
        extra = int.from_bytes(reader.take(4), "little") if flags & 4 else 0
        found.append(reader.text(length, bool(flags & 1)))
        reader.take(4 * runs + extra)
    return found


class _Parts:
    """Bytes that go on in further records; a text that does begins there with its flag byte again."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts, self._at, self._place = list(parts), 0, 0

    def take(self, count: int, *, together: bool = False) -> bytes:
        found = b""
        while len(found) < count or (together and not found):
            left = self._parts[self._at][self._place :]
            if not left:
                self._at, self._place = self._at + 1, 0
                continue
            piece = left[: count - len(found)]
            self._place += len(piece)
            found += piece
        return found

    def text(self, length: int, wide: bool) -> str:
        found = ""
        while len(found.encode("utf-16-le")) // 2 < length:
            left = self._parts[self._at][self._place :]
            if not left:
                self._at, self._place = self._at + 1, 1
                wide = bool(self._parts[self._at][0] & 1)
                continue
            missing = length - len(found.encode("utf-16-le")) // 2
            piece = left[: missing * (2 if wide else 1)]
            self._place += len(piece)
            found += piece.decode("utf-16-le" if wide else "latin-1", "replace")
        return found


def string_records(texts: Sequence[str]) -> list[Record]:
    """CONTINUE records that hold further shared strings, to stand after those that are there."""
    found: list[Record] = []
    current = b""
    for text in texts:
        encoded = text.encode("utf-16-le", "replace")
        head = struct.pack("<HB", len(encoded) // 2, 1)
        if current and len(current) + len(head) + min(len(encoded), 64) > MOST:
            found.append(Record(CONTINUE, current))
            current = b""
        current += head
        while len(current) + len(encoded) > MOST:
            room = (MOST - len(current)) // 2 * 2
            found.append(Record(CONTINUE, current + encoded[:room]))
            current, encoded = b"\x01", encoded[room:]
        current += encoded
    return [*found, Record(CONTINUE, current)] if current else found


def read_cells(sheet: Sequence[Record], strings: Sequence[str]) -> dict[Place, CellRecord]:
    """Every cell of a sheet's substream, the blank ones with a style too."""
    found: dict[Place, CellRecord] = {}
    last: Place | None = None
    for record in sheet:
        if record.kind in AFTER_FORMULA and last in found:
            cell = found[last]
            cell.records = (*cell.records, record)
            if record.kind == STRING:
                cell.value = _unicode(record.data)
            continue
        if record.kind not in CELLS:
            continue
        row, column = struct.unpack_from("<HH", record.data)
        last = (row, column)
        data = record.data
        if record.kind == MULBLANK:
            for at in range((len(data) - 6) // 2):
                found[row, column + at] = CellRecord(int.from_bytes(data[4 + 2 * at : 6 + 2 * at], "little"))
        elif record.kind == MULRK:
            for at in range((len(data) - 6) // 6):
                style, number = struct.unpack_from("<HI", data, 4 + 6 * at)
                found[row, column + at] = CellRecord(style, _rk(number))
        else:
            style = int.from_bytes(data[4:6], "little")
            kept = (record,) if record.kind in _KEPT else ()
            found[last] = CellRecord(style, _value(record, strings), kept)
    return found


def cell_record(place: Place, style: int, value: Value, string: int | None) -> Record:
    """The record of one cell; `string` is the number of its shared string."""
    head = struct.pack("<HHH", *place, style)
    if string is not None:
        return Record(LABELSST, head + struct.pack("<I", string))
    if isinstance(value, bool):
        return Record(BOOLERR, head + struct.pack("<BB", value, 0))
    if isinstance(value, int | float):
        return Record(NUMBER, head + struct.pack("<d", value))
    return Record(BLANK, head)


def _value(record: Record, strings: Sequence[str]) -> Value:
    data = record.data
    if record.kind == LABELSST:
        number = int.from_bytes(data[6:10], "little")
        return strings[number] if number < len(strings) else None
    if record.kind in (LABEL, RSTRING):
        return _unicode(data[6:])
    if record.kind == NUMBER:
        return _tidy(struct.unpack_from("<d", data, 6)[0])
    if record.kind == RK:
        return _rk(int.from_bytes(data[6:10], "little"))
    if record.kind == BOOLERR:
        return bool(data[6]) if not data[7] else None
    if record.kind == FORMULA and data[12:14] != b"\xff\xff":
        return _tidy(struct.unpack_from("<d", data, 6)[0])
    return None


def _unicode(data: bytes) -> str:
    length, flags = struct.unpack_from("<HB", data)
    return data[3 : 3 + length * (1 + (flags & 1))].decode("utf-16-le" if flags & 1 else "latin-1", "replace")


def _rk(number: int) -> int | float:
    value: float
    if number & 2:
        value = (number >> 2) - (1 << 30 if number & 0x80000000 else 0)
    else:
        value = struct.unpack("<d", struct.pack("<II", 0, number & 0xFFFFFFFC))[0]
    return _tidy(value / 100 if number & 1 else value)


def _tidy(value: float) -> int | float:
    return int(value) if abs(value) < 1e15 and value == int(value) else value
