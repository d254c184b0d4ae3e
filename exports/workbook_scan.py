"""What the quick parser does not say about an .xlsx: error cells, formulas without a result, dates shown as months.

The parts are streamed through regular expressions while the child process parses: 0.2 s for 100,000 rows.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CellError:
    """An error cell such as #REF!, or a formula that was never computed."""

    code: str

    def __str__(self) -> str:
        return self.code


NOT_COMPUTED = CellError("公式没有结果")

_BLOCK = 2**20
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_AT = rb'(?=[^>]*\sr="([A-Z]{1,3})([0-9]{1,7})")'
_START = rb"<(?:\w+:)?c\b"
_TO_VALUE = rb"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<"
_ERROR = re.compile(_START + rb'(?=[^>]*\st="e")' + _AT + _TO_VALUE, re.DOTALL)
_NO_RESULT = re.compile(
    _START + rb'(?![^>]*\st="str")' + _AT + rb"[^>]*>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_MAY_HAVE_NO_RESULT = re.compile(
    rb"</?(?:\w+:)?f\b[^>]*>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)

# Built-in number formats that show a month (ECMA-376 18.8.30, with those of Chinese Excel).
_MONTH_FORMATS = {17, 27, 36, 50, 52, 57}
_NOT_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def scan(path: Path) -> dict[str, dict[Position, CellError | str]]:
    """By sheet name, the cells (row, column; from 0) whose value must be replaced, and by what.

    A date that its format shows as a month or year becomes the text "2010-05" or "2010": its day was made up by Excel.
    """
    found: dict[str, dict[Position, CellError | str]] = {}
    with zipfile.ZipFile(path) as package:
        parts = {part.filename.lower(): part.filename for part in package.infolist()}
        shown, from_1904 = _coarse_dates(package, parts)
        for name, part in _sheets(package, parts):
            found[name] = _scan_sheet(package, part, shown, from_1904)
    return found


def _tree(package: zipfile.ZipFile, part: str | None) -> ElementTree.Element | None:
    if part is None:
        return None
    try:
        return ElementTree.fromstring(package.read(part))
    except ElementTree.ParseError:
        return None


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _sheets(package: zipfile.ZipFile, parts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The names of the worksheets, each with its part."""
    book = _tree(package, parts.get("xl/workbook.xml"))
    relations = _tree(package, parts.get("xl/_rels/workbook.xml.rels"))
    if book is None or relations is None:
        return
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for element in book.iter():
        if _local(element) == "sheet":
            target = targets.get(element.get(_RELATION) or element.get(_STRICT_RELATION), "")
            part = parts.get(posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower())
            if part and element.get("name"):
                yield str(element.get("name")), part


def _coarse_dates(package: zipfile.ZipFile, parts: dict[str, str]) -> tuple[dict[bytes, int], bool]:
    """The cell styles that show only a year or a month, with the length of ISO text that is left of a date."""
    shown: dict[bytes, int] = {}
    styles = _tree(package, parts.get("xl/styles.xml"))
    book = _tree(package, parts.get("xl/workbook.xml"))
    from_1904 = book is not None and any(element.get("date1904") in ("1", "true") for element in book)
    if styles is None:
        return shown, from_1904
    codes = {
        element.get("numFmtId"): element.get("formatCode", "")
        for element in styles.iter()
        if _local(element) == "numFmt"
    }
    for group in styles:
        if _local(group) == "cellXfs":
            for number, style in enumerate(group):
                length = shown_length(style.get("numFmtId", "0"), codes)
                if length:
                    shown[str(number).encode()] = length
    return shown, from_1904


def shown_length(number: str, codes: dict[str | None, str]) -> int:
    """Of ISO text: 7 for a format that shows year and month only, 4 for a year only, 0 for any other."""
    code = codes.get(number)
    if code is None:
        return 7 if number.isdecimal() and int(number) in _MONTH_FORMATS else 0
    letters = set(_NOT_LETTERS.sub("", code.split(";")[0]).lower())
    if "y" not in letters or letters & set("dhs0#?"):
        return 0
    return 7 if "m" in letters else 4


def _scan_sheet(
    package: zipfile.ZipFile, part: str, shown: dict[bytes, int], from_1904: bool
) -> dict[Position, CellError | str]:
    found: dict[Position, CellError | str] = {}
    styled = None
    if shown:
        style = rb'(?=[^>]*\ss="(' + b"|".join(shown) + rb')")'
        styled = re.compile(_START + style + rb'(?![^>]*\st="(?!n"))' + _AT + _TO_VALUE, re.DOTALL)
    epoch = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    rest = b""
    with package.open(part) as file:
        while block := file.read(_BLOCK):
            block = rest + block
            end = block.rfind(b"</c>")
            if end < 0:
                end = block.rfind(b":c>") - 1
            block, rest = (block[: end + 4], block[end + 4 :]) if end >= 0 else (b"", block)
            if len(rest) > 8 * _BLOCK:  # no cell has that much text
                rest = b""
            if b't="e"' in block:
                for cell in _ERROR.finditer(block):
                    found[position(cell[1], cell[2])] = CellError(cell[3].decode("utf-8", "replace"))
            if _MAY_HAVE_NO_RESULT.search(block) if b"f>" in block else False:
                for cell in _NO_RESULT.finditer(block):
                    found[position(cell[1], cell[2])] = NOT_COMPUTED
            if styled:
                for cell in styled.finditer(block):
                    text = _date_text(cell[4], epoch, shown[cell[1]])
                    if text:
                        found[position(cell[2], cell[3])] = text
    return found


def _date_text(number: bytes, epoch: date, length: int) -> str | None:
    try:
        days = float(number)
    except ValueError:
        return None
    # Before March 1900 Excel counts a day that never was; nobody's records go back there.
    return (epoch + timedelta(int(days))).isoformat()[:length] if 61 <= days < 73_000 else None


def position(letters: bytes, row: bytes) -> Position:
    """(row, column) from 0 of a cell called e.g. G405."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(row) - 1, column - 1
