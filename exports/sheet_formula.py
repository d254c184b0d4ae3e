"""Formulas as text: what they refer to, and the same formula after rows moved or for another row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from exports.sheet_moves import RowMoves

# Strings, structured references, references with an optional sheet, then names (LOG10( is no cell).
TOKEN = re.compile(
    r"""(?P<string>"(?:[^"]|"")*")"""
    r"""|(?P<bracket>\[[^\[\]]*(?:\[[^\]]*\][^\[\]]*)*\])"""
    r"""|(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!)?"""
    r"""(?P<ref>\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?|\$?[0-9]+:\$?[0-9]+|\$?[A-Z]{1,3}:\$?[A-Z]{1,3})"""
    r"""(?![\w.(!])"""
    r"""|(?P<word>[^\W\d][\w.]*|[0-9.]+(?:E[+-]?[0-9]+)?)"""
)
_CORNER = re.compile(r"(\$?)([A-Z]{0,3})(\$?)([0-9]*)")
# SUM(C7) above a table of one row means the table: it grows like SUM(C7:C7).
_LONE = re.compile(r"\b(SUM|COUNT|COUNTA|AVERAGE|MAX|MIN)\((\$?[A-Z]{1,3}\$?[0-9]+)\)")


@dataclass(frozen=True)
class Corner:
    """One end of a reference; column or row 0 means that it has none (`C:C`, `5:6`)."""

    column: int
    row: int
    column_fixed: bool = False
    row_fixed: bool = False

    def text(self) -> str:
        column = ("$" if self.column_fixed else "") + column_letters(self.column) if self.column else ""
        row = ("$" if self.row_fixed else "") + str(self.row) if self.row else ""
        return column + row


def column_letters(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def corners(reference: str) -> tuple[Corner, ...]:
    """The one or two corners of a reference without sheet, as written."""
    return tuple(_corner(part) for part in reference.split(":"))


def sheet_name(written: str) -> str:
    """A sheet's name as a formula writes it, without its quotes."""
    return written[1:-1].replace("''", "'") if written.startswith("'") else written


def moved(formula: str, moves: RowMoves, *, own_sheet: bool, names: str, grow: bool = True) -> str:
    """The formula after rows of sheet `names` moved. `own_sheet`: it stands on that sheet.

    `grow`: a range over the row whose like was put in reaches to the last row put in, as a total must.
    A reference whose rows are all gone becomes #REF!.
    """

    def change(sheet: str | None, reference: str) -> str:
        if (sheet_name(sheet) != names) if sheet else not own_sheet:
            return reference
        return moved_reference(reference, moves, grow=grow) or "#REF!"

    if own_sheet and grow and moves.single_rows:
        formula = _LONE.sub(lambda found: _lone(found, moves), formula)
    return _with_references(formula, change)


def copied(formula: str, rows: int, columns: int = 0) -> str:
    """The formula as Excel copies it so many rows down and columns right: relative references follow."""

    def shift(corner: Corner) -> Corner:
        column = corner.column + (0 if corner.column_fixed or not corner.column else columns)
        row = corner.row + (0 if corner.row_fixed or not corner.row else rows)
        return Corner(column, row, corner.column_fixed, corner.row_fixed)

    def change(_: str | None, reference: str) -> str:
        old = corners(reference)
        new = [shift(corner) for corner in old]
        outside = any(
            (was.row and corner.row < 1) or (was.column and corner.column < 1)
            for was, corner in zip(old, new, strict=True)
        )
        return "#REF!" if outside else ":".join(corner.text() for corner in new)

    return _with_references(formula, change)


def moved_reference(reference: str, moves: RowMoves, *, grow: bool) -> str | None:
    """One reference (`C7`, `$C$7:$C$16`, `5:6`, `C:C`) after the move; None when its rows are gone."""
    ends = corners(reference)
    if not ends[0].row:
        return reference
    if len(ends) == 1:
        row = moves.row(ends[0].row)
        return _at(ends[0], row).text() if row else None
    low, high = sorted(ends, key=lambda corner: corner.row)
    span = moves.span(low.row, high.row, grow=grow)
    if span is None:
        return None
    new = (_at(ends[0], span[0]), _at(ends[1], span[1]))
    if ends[0] is high and ends[0].row != ends[1].row:
        new = (_at(ends[0], span[1]), _at(ends[1], span[0]))
    return ":".join(corner.text() for corner in new)


def refers_to(formula: str, names: frozenset[str]) -> bool:
    """Whether the formula mentions one of these sheets or defined names."""
    for found in TOKEN.finditer(formula):
        written = found["sheet"]
        if written and any(part in names for part in sheet_name(written).split(":")):
            return True
        if found["word"] in names:
            return True
    return False


def _with_references(formula: str, change: Callable[[str | None, str], str]) -> str:
    def replace(found: re.Match[str]) -> str:
        if found["ref"] is None:
            return found[0]
        before = f"{found['sheet']}!" if found["sheet"] else ""
        return before + change(found["sheet"], found["ref"])

    return TOKEN.sub(replace, formula)


def _lone(found: re.Match[str], moves: RowMoves) -> str:
    row = corners(found[2])[0].row
    return f"{found[1]}({found[2]}:{found[2]})" if row in moves.single_rows else found[0]


def _corner(text: str) -> Corner:
    found = _CORNER.fullmatch(text)
    assert found is not None, text
    mark, letters, second, digits = found.groups()
    if not letters:  # `$5`: the mark belongs to the row
        return Corner(0, int(digits), row_fixed=bool(mark or second))
    return Corner(column_number(letters), int(digits or 0), bool(mark), bool(second))


def _at(corner: Corner, row: int) -> Corner:
    return Corner(corner.column, row, corner.column_fixed, corner.row_fixed)
