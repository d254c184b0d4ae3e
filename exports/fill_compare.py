"""What was sent against what the data say today: the cells of two workbooks that differ, row set beside row."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exports.fill_draft import Cells, cells_of
from exports.sheet_formula import column_letters
from exports.sheet_values import Value, tidy

NEW_ROW, GONE_ROW, OTHER = "多出的行", "没有的行", "不同"


@dataclass(frozen=True)
class Difference:
    """One cell, or one row, that is not as it was. `row` is that of the sent sheet, of a new row that of today's."""

    sheet: str
    kind: str  # NEW_ROW, GONE_ROW or OTHER
    row: int
    column: int | None
    heading: str  # what stands in the row first: whom it is about
    before: str
    after: str

    @property
    def where(self) -> str:
        """The cell as a workbook names it, or the row."""
        return f"{column_letters(self.column)}{self.row}" if self.column else f"第{self.row}行"


def compare(sent: Path, today: Path) -> list[Difference]:
    """The differences between a workbook that was sent and the same one filled anew. Raises AppError."""
    before, after = cells_of(sent), cells_of(today)
    return [each for name in before if name in after for each in _of_sheet(name, before[name], after[name])]


def _of_sheet(name: str, before: Cells, after: Cells) -> Iterator[Difference]:
    """Rows are set side by side by what they are about, so that one more row is one difference and not a hundred."""
    old, new = _rows(before), _rows(after)
    old_keys, new_keys = [_key(row) for _, row in old], [_key(row) for _, row in new]
    matcher = difflib.SequenceMatcher(None, old_keys, new_keys, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal" or (tag == "replace" and last - first == end - start):
            for (row, cells), (_, now) in zip(old[first:last], new[start:end], strict=True):
                yield from _of_row(name, row, cells, now)
            continue
        for row, cells in old[first:last]:
            yield Difference(name, GONE_ROW, row, None, _key(cells), _joined(cells), "")
        for row, cells in new[start:end]:
            yield Difference(name, NEW_ROW, row, None, _key(cells), "", _joined(cells))


def _of_row(name: str, row: int, old: dict[int, Value], new: dict[int, Value]) -> Iterator[Difference]:
    numbers = min((column for column in {*old, *new}), default=0)
    for column in sorted({*old, *new}):
        before, after = old.get(column), new.get(column)
        counted = column == numbers and isinstance(before, int) and isinstance(after, int)  # 序号
        if not counted and _text(before) != _text(after):
            yield Difference(name, OTHER, row, column, _key(old), _text(before), _text(after))


def _rows(cells: Cells) -> list[tuple[int, dict[int, Value]]]:
    found: dict[int, dict[int, Value]] = {}
    for (row, column), value in sorted(cells.values.items()):
        found.setdefault(row, {})[column] = value
    return list(found.items())


def _key(row: dict[int, Value]) -> str:
    """What a row is about: its first text."""
    return next((value for value in row.values() if isinstance(value, str)), "")


def _joined(row: dict[int, Value]) -> str:
    return "　".join(_text(value) for value in row.values())


def _text(value: Value) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else str(tidy(float(value)))
