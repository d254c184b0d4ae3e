"""An old .xls read as sheets to recognise, and filled in place: only records of filled cells and rows change."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from exports.sheet_cells import rest_of_cell
from exports.sheet_formula import column_letters
from exports.sheet_looks import Looks
from exports.sheet_patch import SheetChange
from exports.sheet_styles import Style, Styles
from exports.sheet_xml import Area, Row, Sheet
from exports.target import written_beside
from exports.workbook_guard import check_file
from exports.xls_container import BadContainer, Container
from exports.xls_looks import looks_of
from exports.xls_records import (
    BOF,
    BOUNDSHEET,
    COLINFO,
    CONTINUE,
    EXTSST,
    FILEPASS,
    FORMAT,
    FORMULA,
    MERGED,
    NAME,
    ROW,
    SST,
    XF,
    CellRecord,
    Place,
    Record,
    read_cells,
    read_strings,
    string_records,
    substream,
)
from exports.xls_sheet import CannotPatch, PatchedOldSheet, moved_name
from models.errors import AppError

_STREAM = "Workbook"
_ROW_HIDDEN, _ROW_OWN_HEIGHT, _USUAL_HEIGHT = 0x20, 0x40, 0x8000
_BIFF8 = 0x0600


@dataclass
class _OldSheet:
    name: str
    hidden: bool
    bound: int  # which record of the globals names it
    records: list[Record]
    is_sheet: bool


class OldBook:
    """The sheets of an .xls. Raises AppError for a file that must not be trusted, CannotPatch for one too old."""

    def __init__(self, path: Path) -> None:
        self.file_name = path.name
        if check_file(path) != "xls":
            raise AppError(f"“{path.name}”不是 .xls 工作簿。", "请选择另一个文件。")
        try:
            self._container = Container(path.read_bytes())
            self._read()
        except (BadContainer, struct.error, IndexError, ValueError) as error:
            raise AppError(
                f"“{path.name}”已损坏，读不出来。", "请在 Excel 或 WPS 中打开它，另存后再试。"
            ) from error

    @property
    def visible(self) -> list[str]:
        """The names of the visible worksheets."""
        return [sheet.name for sheet in self._sheets if sheet.is_sheet and not sheet.hidden]

    def sheet(self, name: str) -> Sheet:
        """A worksheet in the form that is recognised; formulas only say that they are there."""
        own = self._own(name)
        cells = read_cells(own.records, self._strings)
        rows: dict[int, Row] = {}
        for (row, column), cell in sorted(cells.items()):
            held = rows.setdefault(row + 1, Row(row + 1))
            start = f'<c r="{column_letters(column + 1)}{row + 1}" s="{cell.style}"'
            if _is_formula(cell):
                held.body += f"{start}><f>X</f></c>"
            else:
                held.body += start + rest_of_cell(cell.value)
        for number, height in _heights(own.records).items():
            if number in rows:
                rows[number].attributes = height
        merges = "".join(f'<mergeCell ref="{area.text()}"/>' for area in merged_areas(own.records))
        return Sheet(name, "", "", f"<cols>{_columns(own.records)}</cols>", rows, merges, [])

    @property
    def styles(self) -> Styles:
        """What the cell styles say that matters for filling."""
        codes = {}
        found = []
        for record in self._globals:
            if record.kind == FORMAT:
                number, length, flags = struct.unpack_from("<HHB", record.data)
                size = length * (1 + (flags & 1))
                codes[number] = record.data[5 : 5 + size].decode("utf-16-le" if flags & 1 else "latin-1")
        for record in self._globals:
            if record.kind == XF:
                number = int.from_bytes(record.data[2:4], "little")
                lines = int.from_bytes(record.data[10:12], "little")
                found.append(Style(bool(lines), number, codes.get(number, "")))
        return Styles.of(found)

    @property
    def looks(self) -> Looks:
        """The cell styles for a picture."""
        return looks_of(self._globals)

    def write(self, target: Path, changes: Mapping[str, SheetChange]) -> None:
        """Write the filled workbook. Raises CannotPatch when rows would move past what cannot be moved here."""
        strings = list(self._strings)
        numbers = {text: number for number, text in enumerate(strings)}
        names = {number for number, record in enumerate(self._globals) if record.kind == NAME}
        globals_ = list(self._globals)
        streams: list[list[Record]] = []
        for at, sheet in enumerate(self._sheets):
            change = changes.get(sheet.name) if sheet.is_sheet else None
            if change is None:
                streams.append(sheet.records)
                continue
            patched = PatchedOldSheet(sheet.records, self._strings, change)
            if patched.moves:
                if any(
                    other.is_sheet and other is not sheet and _has_formulas(other) for other in self._sheets
                ):
                    raise CannotPatch("formulas of other sheets may look at the rows that move")
                for number in names:
                    globals_[number] = moved_name(globals_[number], patched.moves, at)
            streams.append(patched.records(strings, numbers))
        self._container.replace(_STREAM, self._joined(globals_, streams, strings))
        with written_beside(target) as stream:
            stream.write(self._container.content())

    def _read(self) -> None:
        stream = self._container.stream(_STREAM)
        if stream is None:
            raise CannotPatch("an older format than Excel 97")
        if any(name.startswith("_VBA_PROJECT") for name in self._container.names):
            raise AppError(
                f"“{self.file_name}”带有宏，为安全起见不予打开。", "请另存为不带宏的工作簿后再试。"
            )
        self._globals = substream(stream, 0)
        first = self._globals[0]
        if first.kind != BOF or int.from_bytes(first.data[:2], "little") != _BIFF8:
            raise CannotPatch("an older format than Excel 97")
        if any(record.kind == FILEPASS for record in self._globals):
            raise AppError(f"“{self.file_name}”设有打开密码。", "请去掉密码，保存后再试。")
        self._strings = self._read_strings()
        self._sheets = []
        for at, record in enumerate(self._globals):
            if record.kind == BOUNDSHEET:
                position, state, kind, length, flags = struct.unpack_from("<IBBBB", record.data)
                size = length * (1 + (flags & 1))
                name = record.data[8 : 8 + size].decode("utf-16-le" if flags & 1 else "latin-1")
                records = substream(stream, position)
                self._sheets.append(_OldSheet(name, bool(state & 3), at, records, kind == 0))

    def _read_strings(self) -> list[str]:
        parts: list[bytes] = []
        for record in self._globals:
            if record.kind == SST or (parts and record.kind == CONTINUE):
                parts.append(record.data)
            elif parts:
                break
        return read_strings(parts) if parts else []

    def _own(self, name: str) -> _OldSheet:
        return next(sheet for sheet in self._sheets if sheet.is_sheet and sheet.name == name)

    def _joined(self, globals_: list[Record], streams: list[list[Record]], strings: list[str]) -> bytes:
        """The whole stream; the places of the sheets in it are known only when all before them is."""
        added = strings[len(self._strings) :]
        wholes = [b"".join(record.packed() for record in records) for records in streams]
        out: list[bytes] = []
        places: list[tuple[int, int, Record]] = []  # which piece of `out`, which sheet, its record
        bounds = [sheet.bound for sheet in self._sheets]
        found_strings = in_strings = False
        for at, record in enumerate(globals_):
            if record.kind == EXTSST:  # an index of the strings that need not be there
                continue
            if in_strings and record.kind != CONTINUE:
                out += [each.packed() for each in string_records(added)]
                in_strings = False
            if record.kind == SST:
                found_strings = in_strings = True
                total = int.from_bytes(record.data[:4], "little") + len(added)
                head = struct.pack("<II", total, len(strings))
                record = Record(SST, head + record.data[8:])
            if at in bounds:
                places.append((len(out), bounds.index(at), record))
            if record is globals_[-1] and not found_strings and added:
                own = string_records(added)
                out.append(Record(SST, struct.pack("<II", len(added), len(added)) + own[0].data).packed())
                out += [each.packed() for each in own[1:]]
            out.append(record.packed())
        start = sum(map(len, out))
        for piece, number, record in places:
            position = start + sum(map(len, wholes[:number]))
            out[piece] = Record(BOUNDSHEET, struct.pack("<I", position) + record.data[4:]).packed()
        return b"".join([*out, *wholes])


def merged_areas(records: list[Record]) -> list[Area]:
    """The merged areas of a sheet, counted from 1."""
    found = []
    for record in records:
        if record.kind == MERGED:
            count = int.from_bytes(record.data[:2], "little")
            for at in range(count):
                top, bottom, left, right = struct.unpack_from("<HHHH", record.data, 2 + 8 * at)
                found.append(Area(top + 1, left + 1, bottom + 1, right + 1))
    return found


def _columns(records: list[Record]) -> str:
    found = []
    for record in records:
        if record.kind == COLINFO:
            first, last, width, style = struct.unpack_from("<HHHH", record.data)
            found.append(
                f'<col min="{first + 1}" max="{min(last, 255) + 1}" width="{width / 256}" style="{style}"/>'
            )
    return "".join(found)


def _heights(records: list[Record]) -> dict[int, str]:
    """The attributes of the rows (from 1) that say how high they are."""
    found = {}
    for record in records:
        if record.kind == ROW:
            row, _, _, height = struct.unpack_from("<HHHH", record.data)
            if record.data[12] & _ROW_HIDDEN:
                found[row + 1] = ' hidden="1"'
            elif record.data[12] & _ROW_OWN_HEIGHT and not height & _USUAL_HEIGHT:
                found[row + 1] = f' ht="{height / 20:g}"'
    return found


def _is_formula(cell: CellRecord) -> bool:
    return any(record.kind == FORMULA for record in cell.records)


def _has_formulas(sheet: _OldSheet) -> bool:
    return any(record.kind == FORMULA for record in sheet.records)


__all__ = ["CannotPatch", "OldBook", "Place"]
