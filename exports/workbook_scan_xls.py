"""What the quick parser does not say about an old .xls: error cells, and dates shown as months.

The file is an OLE container ([MS-CFB]) with one stream of BIFF8 records ([MS-XLS]); only the few record types that
matter are looked at, and nothing here allocates more than the file itself holds.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from exports.workbook_scan import CellError, Position, shown_length

_FREE = 0xFFFFFFFA  # sector numbers from here on mark ends
_BOF, _EOF, _BOUNDSHEET, _FORMAT, _XF, _DATEMODE = 0x809, 0x0A, 0x85, 0x41E, 0xE0, 0x22
_FORMULA, _BOOLERR, _NUMBER, _RK, _MULRK = 0x06, 0x205, 0x203, 0x27E, 0xBD
_BIFF8 = 0x600
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def scan_xls(path: Path) -> dict[str, dict[Position, CellError | str]]:
    """As workbook_scan.scan; nothing for a file that is broken or older than Excel 97 (the parser says what is wrong)."""
    try:
        stream = _workbook_stream(path.read_bytes())
        return _scan(stream) if stream else {}
    except (struct.error, LookupError, UnicodeDecodeError):
        return {}


def _workbook_stream(file: bytes) -> bytes:
    """The stream “Workbook” of an OLE container; empty when there is none."""
    shift, mini_shift = struct.unpack_from("<HH", file, 30)
    first_directory, _, cutoff, first_minifat, _, first_difat, _ = struct.unpack_from("<7I", file, 48)
    if shift not in (9, 12) or mini_shift != 6:  # the only sector sizes there are (MS-CFB 2.2)
        return b""
    size = 1 << shift

    def sector(number: int) -> bytes:
        return file[(number + 1) << shift : (number + 2) << shift]

    difat = list(struct.unpack_from("<109I", file, 76))
    while first_difat < _FREE and len(difat) << shift <= len(file):
        *more, first_difat = struct.unpack(f"<{size // 4}I", sector(first_difat))
        difat += more
    fat: list[int] = []
    for number in difat:
        if number < _FREE:
            fat += struct.unpack(f"<{size // 4}I", sector(number))

    def chain(number: int) -> bytes:
        parts: list[bytes] = []
        while number < _FREE and len(parts) <= len(fat):  # a ring ends here
            parts.append(sector(number))
            number = fat[number]
        return b"".join(parts)

    directory = chain(first_directory)
    entries = {}
    for at in range(0, len(directory) - 127, 128):
        length = min(struct.unpack_from("<H", directory, at + 64)[0], 64)
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le")
        entries[name] = struct.unpack_from("<IQ", directory, at + 116)
    if "Workbook" not in entries:
        return b""
    start, length = entries["Workbook"]
    if length >= cutoff:
        return chain(start)[:length]
    # A short stream lies in small sectors inside the root entry's stream.
    small, minifat = chain(entries["Root Entry"][0]), chain(first_minifat)
    links = struct.unpack(f"<{len(minifat) // 4}I", minifat)
    parts: list[bytes] = []
    while start < _FREE and len(parts) <= len(links):
        parts.append(small[start << mini_shift : (start + 1) << mini_shift])
        start = links[start]
    return b"".join(parts)[:length]


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place on to the end of their substream."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        at += 4 + length


def _scan(stream: bytes) -> dict[str, dict[Position, CellError | str]]:
    sheets: list[tuple[str, int]] = []
    codes: dict[str | None, str] = {}
    formats: list[int] = []
    epoch = date(1899, 12, 30)
    for kind, data in _records(stream, 0):
        if kind == _BOF and struct.unpack_from("<H", data)[0] != _BIFF8:
            return {}
        if kind == _BOUNDSHEET and data[5] == 0:
            sheets.append((_text(data[6:], data[6], 1), struct.unpack_from("<I", data)[0]))
        elif kind == _FORMAT:
            number, length = struct.unpack_from("<HH", data)
            codes[str(number)] = _text(data[2:], length, 2)
        elif kind == _XF:
            formats.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _DATEMODE and data[:1] == b"\1":
            epoch = date(1904, 1, 1)
    shown = [shown_length(str(number), codes) for number in formats]
    return {name: dict(_cells(stream, at, shown, epoch)) for name, at in sheets}


def _text(data: bytes, length: int, head: int) -> str:
    """A BIFF8 string whose length stands in `head` bytes before its flags."""
    wide = data[head] & 1
    raw = data[head + 1 : head + 1 + length * (1 + wide)]
    return raw.decode("utf-16-le" if wide else "latin-1")


def _cells(
    stream: bytes, at: int, shown: list[int], epoch: date
) -> Iterator[tuple[Position, CellError | str]]:
    for kind, data in _records(stream, at):
        if kind == _BOOLERR and data[7]:
            yield _position(data), CellError(_ERRORS.get(data[6], "#N/A"))
        elif kind == _FORMULA and data[12:14] == b"\xff\xff":
            if data[6] == 2:
                yield _position(data), CellError(_ERRORS.get(data[8], "#N/A"))
        elif kind in (_NUMBER, _RK, _FORMULA):
            number = _rk(data[6:10]) if kind == _RK else struct.unpack_from("<d", data, 6)[0]
            text = _coarse(number, struct.unpack_from("<H", data, 4)[0], shown, epoch)
            if text:
                yield _position(data), text
        elif kind == _MULRK:
            row, column = _position(data)
            for place in range((len(data) - 6) // 6):
                style = struct.unpack_from("<H", data, 4 + 6 * place)[0]
                text = _coarse(_rk(data[6 + 6 * place : 10 + 6 * place]), style, shown, epoch)
                if text:
                    yield (row, column + place), text


def _position(data: bytes) -> Position:
    row, column = struct.unpack_from("<HH", data)
    return row, column


def _rk(data: bytes) -> float:
    """A number in four bytes: a whole one or the upper half of a double, perhaps times 100."""
    (raw,) = struct.unpack("<i", data)
    number = float(raw >> 2) if raw & 2 else struct.unpack("<d", b"\0\0\0\0" + struct.pack("<i", raw & ~3))[0]
    return float(number / 100 if raw & 1 else number)


def _coarse(number: float, style: int, shown: list[int], epoch: date) -> str | None:
    """The month or year that a date's format shows; None for all other cells."""
    length = shown[style] if style < len(shown) else 0
    if not length or not 61 <= number < 73_000:
        return None
    return (epoch + timedelta(int(number))).isoformat()[:length]
