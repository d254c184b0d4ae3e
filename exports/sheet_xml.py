"""One worksheet's XML, taken apart into its rows and what stands around them, and its cells read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from exports.package import attributes, escape, unescape
from exports.sheet_formula import column_letters, column_number, copied, corners
from exports.sheet_values import Value

LAST_COLUMN, LAST_ROW = 16_384, 1_048_576


@dataclass
class Cell:
    """One cell as it stands in the XML: column number, attributes without `r`, what is inside the element."""

    column: int
    attributes: dict[str, str]
    inner: str = ""

    @property
    def style(self) -> str:
        return self.attributes.get("s", "0")


@dataclass
class Row:
    """One row: its number, its other attributes as text with a leading blank, the XML of its cells."""

    number: int
    attributes: str = ""
    body: str = ""

    @property
    def height(self) -> float:
        """In points; 15 where the row says nothing, 0 when it is hidden."""
        found = attributes(self.attributes)
        return 0.0 if found.get("hidden") in ("1", "true") else float(found.get("ht", 15))

    @property
    def style(self) -> str:
        """The style of the row's cells that the sheet does not hold."""
        found = attributes(self.attributes)
        return found.get("s", "0") if found.get("customFormat") in ("1", "true") else ""


@dataclass(frozen=True)
class Area:
    """A rectangle of cells, both ends inside."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def holds(self, row: int, column: int) -> bool:
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column

    def text(self) -> str:
        first = f"{column_letters(self.first_column)}{self.first_row}"
        last = f"{column_letters(self.last_column)}{self.last_row}"
        return first if first == last else f"{first}:{last}"


def area_of(reference: str) -> Area:
    """`B2:D5` or `B2` as an Area; whole rows and columns reach to the ends of the sheet."""
    ends = corners(reference)
    low, high = ends[0], ends[-1]
    rows = sorted((low.row or 1, high.row or LAST_ROW))
    columns = sorted((low.column or 1, high.column or LAST_COLUMN))
    return Area(rows[0], columns[0], rows[1], columns[1])


@dataclass
class Sheet:
    """A worksheet taken apart: `head` ends before its rows, `tail` begins after; `prefix`: `x:` or none."""

    name: str
    part: str
    prefix: str
    head: str
    rows: dict[int, Row]
    tail: str
    strings: list[str] = field(repr=False)  # the XML inside each <si> of the shared strings
    tables: list[Area] = field(
        default_factory=list
    )  # Excel's own tables: their rows without header and totals

    @cached_property
    def merges(self) -> list[Area]:
        found = re.findall(rf"<{self.prefix}mergeCell\b[^>]*\bref=[\"']([^\"']+)[\"']", self.tail)
        return [area_of(reference) for reference in found]

    @cached_property
    def column_styles(self) -> dict[int, str]:
        """Column number → the style of cells that the sheet does not hold; only columns that have one."""
        found: dict[int, str] = {}
        for tag in re.findall(rf"<{self.prefix}col\b[^>]*>", self.head):
            values = attributes(tag)
            if values.get("style", "0") != "0":
                for column in range(int(values["min"]), min(int(values["max"]), LAST_COLUMN) + 1):
                    found[column] = values["style"]
        return found

    @cached_property
    def column_widths(self) -> dict[int, float]:
        """Column number → its width in digits; only columns that have one of their own."""
        found: dict[int, float] = {}
        for tag in re.findall(rf"<{self.prefix}col\b[^>]*>", self.head):
            values = attributes(tag)
            if "width" in values:
                for column in range(int(values["min"]), min(int(values["max"]), LAST_COLUMN) + 1):
                    found[column] = float(values["width"])
        return found

    def blank_style(self, row: int, column: int) -> str:
        """The style of a cell that the sheet does not hold: the row's own, else the column's."""
        return (row in self.rows and self.rows[row].style) or self.column_styles.get(column, "0")

    def cells(self, row: int) -> dict[int, Cell]:
        """The cells of a row by column number; empty for a row that the sheet does not hold."""
        return row_cells(self.rows[row].body, self.prefix) if row in self.rows else {}

    def value(self, cell: Cell) -> Value:
        """What the cell shows as a value: a formula's is the cached one."""
        kind = cell.attributes.get("t", "n")
        if kind == "inlineStr":
            return plain_text(cell.inner)
        found = re.search(rf"<{self.prefix}v\b[^>]*>(.*?)</{self.prefix}v>", cell.inner, re.DOTALL)
        if found is None:
            return None
        text = unescape(found[1])
        if not text.strip():
            return None
        if kind == "s":
            return plain_text(self.strings[int(text)]) if int(text) < len(self.strings) else None
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "n":
            number = float(text)
            return (
                int(number) if number.is_integer() and "." not in text and "E" not in text.upper() else number
            )
        return _unhexed(text)

    def rich(self, cell: Cell) -> str:
        """The inside of a text cell's string as XML, runs and all."""
        if cell.attributes.get("t") == "inlineStr":
            found = re.search(rf"<{self.prefix}is>(.*)</{self.prefix}is>", cell.inner, re.DOTALL)
            return found[1] if found else ""
        found = re.search(rf"<{self.prefix}v\b[^>]*>(.*?)</{self.prefix}v>", cell.inner, re.DOTALL)
        return self.strings[int(found[1])] if found and cell.attributes.get("t") == "s" else ""

    def formula(self, cell: Cell) -> str | None:
        """The cell's own formula; None when it has none or only a part in another cell's."""
        found = _formula_tag(cell.inner, self.prefix)
        return unescape(found[2]) if found and found[2] else None


def parse_sheet(name: str, part: str, xml: str, strings: list[str]) -> Sheet:
    """Take a worksheet's XML apart. Raises ValueError when it has no rows element."""
    root = re.search(r"<(\w+:)?worksheet\b", xml)
    prefix = (root[1] or "") if root else ""
    start = re.search(rf"<{prefix}sheetData\s*(/>|>)", xml)
    if root is None or start is None:
        raise ValueError(f"{part}: no sheetData")
    if start[1] == "/>":
        return Sheet(name, part, prefix, xml[: start.start()], {}, xml[start.end() :], strings)
    end = xml.index(f"</{prefix}sheetData", start.end())
    tail = xml[xml.index(">", end) + 1 :]
    rows: dict[int, Row] = {}
    last = 0
    pattern = rf"<{prefix}row\b((?:[^>/]|/(?!>))*)(?:/>|>(.*?)</{prefix}row\s*>)"
    for found in re.finditer(pattern, xml[start.end() : end], re.DOTALL):
        number = _NUMBER.search(found[1])
        last = int(number[1]) if number else last + 1
        rows[last] = Row(last, _NUMBER.sub("", found[1]).rstrip(), found[2] or "")
    return Sheet(name, part, prefix, xml[: start.start()], rows, tail, strings)


def row_cells(body: str, prefix: str) -> dict[int, Cell]:
    """The cells in the XML of one row by column number."""
    found: dict[int, Cell] = {}
    column = 0
    pattern = rf"<{prefix}c\b((?:[^>/]|/(?!>))*)(?:/>|>(.*?)</{prefix}c\s*>)"
    for match in re.finditer(pattern, body, re.DOTALL):
        values = attributes(match[1])
        reference = values.pop("r", "")
        column = column_number(reference.rstrip("0123456789")) if reference else column + 1
        found[column] = Cell(column, values, match[2] or "")
    return found


def cell_xml(cell: Cell, row: int, prefix: str) -> str:
    """The cell as XML in the row of that number."""
    rest = "".join(f' {name}="{escape(value)}"' for name, value in cell.attributes.items())
    start = f'<{prefix}c r="{column_letters(cell.column)}{row}"{rest}'
    return f"{start}>{cell.inner}</{prefix}c>" if cell.inner else f"{start}/>"


def row_xml(row: Row, prefix: str) -> str:
    """The row as XML."""
    start = f'<{prefix}row r="{row.number}"{row.attributes}'
    return f"{start}>{row.body}</{prefix}row>" if row.body else f"{start}/>"


def plain_text(rich: str) -> str:
    """The text of a string's XML, its runs joined, phonetic hints left out."""
    rich = re.sub(r"<(\w+:)?rPh\b.*?</(?:\w+:)?rPh>", "", rich, flags=re.DOTALL)
    found = re.findall(r"<(?:\w+:)?t(?:\s[^>]*)?>(.*?)</(?:\w+:)?t>", rich, re.DOTALL)
    return _unhexed(unescape("".join(found)))


def shared_strings(xml: str) -> list[str]:
    """The XML inside each <si> of the shared strings part."""
    found = re.findall(r"<(?:\w+:)?si\s*(?:/>|>(.*?)</(?:\w+:)?si>)", xml, re.DOTALL)
    return list(found)


def has_formula(xml: str, prefix: str) -> bool:
    """Whether a formula stands in the XML of a cell or a row."""
    start = f"<{prefix}f"
    return start in xml and any(f"{start}{sign}" in xml for sign in (">", " ", "/"))


def with_formula(cell: Cell, prefix: str, formula: str) -> Cell:
    """The cell with another formula; the attributes of the formula stay, but not the place of an array."""
    found = _formula_tag(cell.inner, prefix)
    if found is None:
        return cell
    new = f"<{prefix}f{found[1]}>{escape_text(formula)}</{prefix}f>"
    return Cell(cell.column, cell.attributes, cell.inner[: found.start()] + new + cell.inner[found.end() :])


def unshare(sheet: Sheet) -> None:
    """Give each cell of a shared formula its own text: after rows move, the shared one no longer fits."""
    masters: dict[str, tuple[int, int, str]] = {}
    for number, row in sheet.rows.items():
        if 't="shared"' not in row.body and "t='shared'" not in row.body:
            continue
        cells = row_cells(row.body, sheet.prefix)
        for column, cell in cells.items():
            found = _formula_tag(cell.inner, sheet.prefix)
            values = attributes(found[1]) if found else {}
            if not found or values.get("t") != "shared":
                continue
            group = values.get("si", "")
            if found[2]:
                masters[group] = (number, column, unescape(found[2]))
                text = unescape(found[2])
            elif group in masters:
                master_row, master_column, text = masters[group]
                text = copied(text, number - master_row, column - master_column)
            else:
                continue
            new = f"<{sheet.prefix}f>{escape_text(text)}</{sheet.prefix}f>"
            cell.inner = cell.inner[: found.start()] + new + cell.inner[found.end() :]
        row.body = "".join(cell_xml(cell, number, sheet.prefix) for cell in cells.values())


def escape_text(text: str) -> str:
    """Text for use inside an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _formula_tag(inner: str, prefix: str) -> re.Match[str] | None:
    return re.search(rf"<{prefix}f\b((?:[^>/]|/(?!>))*)(?:/>|>(.*?)</{prefix}f>)", inner, re.DOTALL)


def _unhexed(text: str) -> str:
    """`_x000D_` is how a workbook writes a character that XML cannot hold."""
    return _HEXED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


_NUMBER = re.compile(r"\s*\br=[\"'](\d+)[\"']")
_HEXED = re.compile(r"_x([0-9A-Fa-f]{4})_")
