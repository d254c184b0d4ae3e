"""The container of an .xls (a compound file): its streams read, and written again with one of them changed.

[MS-CFB]. All entries keep their names, order and properties; only where their data lie is worked out anew.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE, _END, _FAT, _DIFAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_HEADER_FATS = 109


class BadContainer(ValueError):
    """The file is no compound file, or its chains are broken."""


@dataclass
class _Entry:
    raw: bytes
    data: bytes = b""

    @property
    def name(self) -> str:
        length = int.from_bytes(self.raw[64:66], "little")
        return self.raw[: max(0, length - 2)].decode("utf-16-le", "replace")

    @property
    def kind(self) -> int:
        return self.raw[66]

    def placed(self, start: int, size: int) -> bytes:
        return self.raw[:116] + struct.pack("<IQ", start, size)


class Container:
    """The streams of a compound file by name; `replace` one, then `content` is the whole file again."""

    def __init__(self, content: bytes) -> None:
        if content[:8] != _SIGNATURE or len(content) < 512:
            raise BadContainer("no compound file")
        self._content = content
        self._size = 1 << int.from_bytes(content[30:32], "little")
        if self._size not in (512, 4096):
            raise BadContainer("sector size")
        self._table = self._read_table()
        start = int.from_bytes(content[48:52], "little")
        directory = self._chain(start)
        entries = [directory[at : at + _ENTRY] for at in range(0, len(directory), _ENTRY)]
        self._entries = [_Entry(raw) for raw in entries if len(raw) == _ENTRY]
        if not self._entries or self._entries[0].kind != _ROOT:
            raise BadContainer("no root")
        self._read_streams()

    @property
    def names(self) -> list[str]:
        """The names of all streams and storages."""
        return [entry.name for entry in self._entries if entry.kind]

    def stream(self, name: str) -> bytes | None:
        """A stream's bytes; None when there is none of that name."""
        found = self._find(name)
        return found.data if found else None

    def replace(self, name: str, data: bytes) -> None:
        """Give a stream other bytes. Raises KeyError when there is none of that name."""
        found = self._find(name)
        if found is None:
            raise KeyError(name)
        found.data = data

    def content(self) -> bytes:
        """The whole file with sectors of 512 bytes, its streams laid out one after the other."""
        sectors = _Sectors()
        small = bytearray()
        small_table: list[int] = []
        places: dict[int, int] = {}
        for at, entry in enumerate(self._entries):
            if entry.kind != _STREAM:
                continue
            if not entry.data:
                places[at] = _END
            elif len(entry.data) < _CUTOFF:
                count = -(-len(entry.data) // _MINI)
                places[at] = len(small_table)
                small_table += [*range(len(small_table) + 1, len(small_table) + count), _END]
                small += entry.data.ljust(count * _MINI, b"\0")
            else:
                places[at] = sectors.add(entry.data)
        root = sectors.add(bytes(small)) if small else _END
        mini_start = (
            sectors.add(struct.pack(f"<{len(small_table)}I", *small_table), b"\xff") if small else _END
        )
        mini_count = -(-4 * len(small_table) // _SECTOR)
        directory = b""
        for at, entry in enumerate(self._entries):
            if at == 0:
                directory += entry.placed(root, len(small))
            elif entry.kind == _STREAM:
                directory += entry.placed(places[at], len(entry.data))
            else:
                directory += entry.raw
        blank = struct.pack("<64xHBB3I", 0, 0, 0, _FREE, _FREE, _FREE).ljust(_ENTRY, b"\0")
        while len(directory) % _SECTOR:
            directory += blank
        directory_start = sectors.add(directory)
        return sectors.file(self._content[8:24], directory_start, mini_start, mini_count)

    def _find(self, name: str) -> _Entry | None:
        folded = name.casefold()
        streams = (entry for entry in self._entries if entry.kind == _STREAM)
        return next((entry for entry in streams if entry.name.casefold() == folded), None)

    def _sector(self, number: int) -> bytes:
        start = self._size * (number + 1)
        found = self._content[start : start + self._size]
        if not found:
            raise BadContainer("sector outside the file")
        return found

    def _read_table(self) -> list[int]:
        numbers = list(struct.unpack(f"<{_HEADER_FATS}I", self._content[76:512]))
        following, count = struct.unpack("<II", self._content[68:76])
        for _ in range(count):
            if following >= _DIFAT:
                break
            more = struct.unpack(f"<{self._size // 4}I", self._sector(following))
            numbers += more[:-1]
            following = more[-1]
        table: list[int] = []
        for number in numbers:
            if number < _DIFAT:
                table += struct.unpack(f"<{len(self._sector(number)) // 4}I", self._sector(number))
        return table

    def _chain(self, start: int) -> bytes:
        parts = []
        seen: set[int] = set()
        while start < _DIFAT:
            if start in seen or start >= len(self._table):
                raise BadContainer("broken chain")
            seen.add(start)
            parts.append(self._sector(start))
            start = self._table[start]
        return b"".join(parts)

    def _read_streams(self) -> None:
        root_start, root_size = struct.unpack("<IQ", self._entries[0].raw[116:128])
        small = self._chain(root_start)[:root_size]
        small_start = int.from_bytes(self._content[60:64], "little")
        table_bytes = self._chain(small_start)
        table = struct.unpack(f"<{len(table_bytes) // 4}I", table_bytes[: len(table_bytes) // 4 * 4])
        for entry in self._entries:
            if entry.kind != _STREAM:
                continue
            start, size = struct.unpack("<IQ", entry.raw[116:128])
            size &= 0xFFFFFFFF  # the upper half holds rubbish in files of 512-byte sectors
            if size >= _CUTOFF:
                entry.data = self._chain(start)[:size]
            else:
                entry.data = _small_chain(small, table, start, size)


def _small_chain(small: bytes, table: tuple[int, ...], start: int, size: int) -> bytes:
    found = b""
    steps = 0
    while start < _DIFAT and len(found) < size:
        steps += 1
        if start >= len(table) or steps > len(table):
            raise BadContainer("broken small chain")
        found += small[start * _MINI : (start + 1) * _MINI]
        start = table[start]
    return found[:size]


class _Sectors:
    """The sectors of a new file, and the table that chains them."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._table: list[int] = []

    def add(self, data: bytes, fill: bytes = b"\0") -> int:
        """Put the data behind what is there; gives the number of their first sector."""
        count = -(-len(data) // _SECTOR)
        start = len(self._table)
        self._table += [*range(start + 1, start + count), _END]
        self._parts.append(data.ljust(count * _SECTOR, fill))
        return start

    def file(self, identity: bytes, directory: int, mini: int, mini_count: int) -> bytes:
        """The whole file: header, sectors, and the table's own sectors last."""
        used = len(self._table)
        fats = difats = 0
        while True:
            needed = -(-4 * (used + fats + difats) // _SECTOR)
            wanted = -(-max(0, needed - _HEADER_FATS) // 127)
            if (needed, wanted) == (fats, difats):
                break
            fats, difats = needed, wanted
        table = [*self._table, *[_FAT] * fats, *[_DIFAT] * difats]
        table += [_FREE] * (fats * 128 - len(table))
        numbers = list(range(used, used + fats))
        head_numbers = (numbers + [_FREE] * _HEADER_FATS)[:_HEADER_FATS]
        parts = [*self._parts, struct.pack(f"<{len(table)}I", *table)]
        rest = numbers[_HEADER_FATS:]
        for at in range(difats):
            own = (rest[at * 127 : (at + 1) * 127] + [_FREE] * 127)[:127]
            following = used + fats + at + 1 if at + 1 < difats else _END
            parts.append(struct.pack("<128I", *own, following))
        header = (
            _SIGNATURE
            + identity
            + struct.pack(
                "<HHHHH6xIIIIIIIIII",
                *(0x3E, 3, 0xFFFE, 9, 6),
                *(0, fats, directory, 0, _CUTOFF),
                *(mini, mini_count, used + fats if difats else _END, difats),
                head_numbers[0],
            )
        )
        header += struct.pack(f"<{_HEADER_FATS - 1}I", *head_numbers[1:])
        return header + b"".join(parts)
