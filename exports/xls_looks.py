"""How the cells of an .xls look, for a picture of the sheet: fonts, colours, lines, places of the text. [MS-XLS] 2.5.282."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from exports.sheet_looks import Look, Looks
from exports.xls_records import FONT, XF, Record

_PALETTE = 0x0092
# The colours 8 to 63 of a workbook without a palette of its own.
_COLOURS = (
    "000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF800000008000000080808000800080008080C0C0C0808080"
    "9999FF993366FFFFCCCCFFFF660066FF80800066CCCCCCFF000080FF00FFFFFF0000FFFF8000808000000080800000FF"
    "00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CCCC99FFFFCC993366FF33CCCC99CC00FFCC00FF9900FF6600666699969696"
    "003366339966003300333300993300993366333399333333"
)
_ACROSS = {1: "left", 2: "center", 3: "right", 6: "centerContinuous"}
_UP = {0: "top", 1: "center"}
_BOLD, _ITALIC, _SOLID, _WRAP = 700, 2, 1, 8


def looks_of(globals_: Sequence[Record]) -> Looks:
    """The looks by style number, from the records of the workbook itself."""
    colours = {8 + at: _COLOURS[6 * at : 6 * at + 6] for at in range(len(_COLOURS) // 6)}
    for record in globals_:
        if record.kind == _PALETTE:
            for at in range(int.from_bytes(record.data[:2], "little")):
                colours[8 + at] = record.data[2 + 4 * at : 5 + 4 * at].hex().upper()
    fonts = [_font(record.data, colours) for record in globals_ if record.kind == FONT]
    return Looks.of([_look(record.data, fonts, colours) for record in globals_ if record.kind == XF])


def _font(data: bytes, colours: dict[int, str]) -> Look:
    height, flags, colour, weight = struct.unpack_from("<HHHH", data)
    wide = data[15] & 1
    name = data[16 : 16 + data[14] * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1")
    return Look(
        font=name,
        size=height / 20,
        bold=weight >= _BOLD,
        italic=bool(flags & _ITALIC),
        colour=colours.get(colour, ""),
    )


def _look(data: bytes, fonts: list[Look], colours: dict[int, str]) -> Look:
    number = int.from_bytes(data[:2], "little")
    number -= number > 4  # there is no font 4
    font = fonts[number] if number < len(fonts) else Look()
    place = data[6]
    lines, more, fill = struct.unpack_from("<IIH", data, 10)
    left, right, top, bottom = (bool(lines >> shift & 15) for shift in (0, 4, 8, 12))
    return Look(
        font.font,
        font.size,
        font.bold,
        font.italic,
        font.colour,
        colours.get(fill & 127, "") if more >> 26 == _SOLID else "",
        _ACROSS.get(place & 7, ""),
        _UP.get(place >> 4 & 7, "bottom"),
        bool(place & _WRAP),
        (left, top, right, bottom),
    )
