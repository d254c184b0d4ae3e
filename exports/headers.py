"""Finds the header of a sheet, whatever stands above it, and which column means which field."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from exports.grid import Grid
from exports.workbook import Cell, column_letters
from exports.workbook_scan import CellError
from models.text import header_word as bare_word
from models.text import squash as squashed
from models.text import tidy

SEARCH_ROWS = 40  # a returned form with a long preface has its header at row 20 or so
MOST_LEVELS = 3
LEAST_KNOWN = 3

_NUMBER_WORDS = {"序号", "编号", "行号", "序", "no", "no."}
_OF_WHICH = re.compile(r"^其中[:：]?")
# The same words are looked up in every row, at every level and for every kind of record.
squash = lru_cache(maxsize=1 << 14)(squashed)
header_word = lru_cache(maxsize=1 << 14)(bare_word)

_REMEMBERED = 1 << 14  # header paths: the files of a folder have the same ones

_LAST_HINT = re.compile(r"[（(【\[][^（(【\[）)】\]]*[）)】\]]$")
_CLOSING = ":：*"
_SIGNS = re.compile(r"[\W_]+")


def cell_text(cell: Cell) -> str:
    """A cell as one line of text; '' for a blank or an error."""
    if cell is None or isinstance(cell, bool | CellError):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else tidy(str(cell))


class Column(NamedTuple):
    """A column of the table and the header texts above it, from the outermost group to its own."""

    position: int
    path: tuple[str, ...]

    @property
    def leaf(self) -> str:
        """The column's own header."""
        return self.path[-1]

    @property
    def text(self) -> str:
        """All header texts, 上级/下级."""
        return "/".join(self.path)


class Note(NamedTuple):
    """Something a person should know about the match of a column."""

    column: int
    message: str
    suggestion: str | None = None


@dataclass(slots=True)
class Header:
    """Where the header is (rows from 0, both included) and what its columns mean."""

    first: int
    last: int
    columns: list[Column]
    fields: dict[int, str] = field(default_factory=dict)
    number: int | None = None
    notes: list[Note] = field(default_factory=list)

    @property
    def ignored(self) -> list[Column]:
        """The columns that no field takes, the 序号 column apart."""
        return [
            column
            for column in self.columns
            if column.position not in self.fields and column.position != self.number
        ]


class Names:
    """The words by which the columns of a record are known, prepared for looking up header texts.

    `names` maps a field to its label and aliases; an alias "团员数/男" is a path of two levels.
    """

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self.labels = {name: words[0] for name, words in names.items()}
        self.order = list(names)
        self._exact: dict[str, set[str]] = {}
        self._cut: dict[str, set[str]] = {}
        self._found: dict[tuple[str, ...], tuple[int, list[str]]] = {}
        for name, words in names.items():
            for word in words:
                levels = word.split("/")
                self._exact.setdefault("/".join(map(squash, levels)), set()).add(name)
                self._cut.setdefault("/".join(map(header_word, levels)), set()).add(name)

    def find(self, path: Sequence[str]) -> tuple[int, list[str]]:
        """(how far the header had to be bent, the fields that it may mean, the likeliest first)."""
        key = tuple(path)
        if key not in self._found:
            if len(self._found) > _REMEMBERED:
                self._found.clear()
            self._found[key] = self._find(key)
        return self._found[key]

    def _find(self, path: tuple[str, ...]) -> tuple[int, list[str]]:
        for effort, (key, known, others) in enumerate(self._attempts(path)):
            found = sorted(known.get(key, ()), key=self.order.index)
            if found:
                more = others.get(header_word(path[-1]), set()) - set(found)
                return effort, [*found, *sorted(more, key=self.order.index)]
        return 99, []

    def _attempts(
        self, path: Sequence[str]
    ) -> Iterator[tuple[str, dict[str, set[str]], dict[str, set[str]]]]:
        """What to look up where, the surest first; with it, where else the word may mean something.

        A bracket may be a hint （必填） or part of the name （人均）: it is cut only where the whole is not known, and
        then the fields that differ in their brackets alone are all possible.
        """
        leaf, parents = path[-1], path[:-1]
        none: dict[str, set[str]] = {}
        for depth in range(len(parents)):
            yield "/".join(map(squash, path[depth:])), self._exact, none
            yield "/".join(map(header_word, path[depth:])), self._cut, none
        whole = squash(leaf).rstrip(_CLOSING)
        yield whole, self._exact, none
        while (shorter := _LAST_HINT.sub("", whole).rstrip(_CLOSING)) != whole:
            whole = shorter
            yield whole, self._exact, self._cut if shorter == header_word(leaf) else none
        yield header_word(leaf), self._exact, self._cut
        yield header_word(leaf), self._cut, none
        for parent in reversed(parents):
            yield header_word(parent) + _OF_WHICH.sub("", header_word(leaf)), self._cut, none
        yield _OF_WHICH.sub("", header_word(leaf)), self._cut, none

    def near(self, path: Sequence[str]) -> str | None:
        """A field whose name is like the header; never sure enough to be taken without a question."""
        leaf = _SIGNS.sub("", header_word(path[-1]))
        if len(leaf) < 2:
            return None
        best, best_ratio = None, 0.66
        letters = set(leaf)
        for key, fields in self._cut.items():
            if len(fields) > 1 or len(letters.intersection(key)) < 2:  # the comparison proper is slow
                continue
            ratio = difflib.SequenceMatcher(None, leaf, key).ratio()
            if len(key) >= 3 and (key in leaf or (len(leaf) >= 3 and leaf in key)):
                ratio = max(ratio, 0.7)
            if ratio > best_ratio:
                best, best_ratio = next(iter(fields)), ratio
        return best


def find_header(grid: Grid, names: Names, least: int = LEAST_KNOWN) -> Header | None:
    """The rows of the sheet that name the most fields, at least `least`, matched; None when there are none."""
    header = find_columns(grid, names, least)
    if header is not None:
        match_columns(header, names)
    return header


def find_columns(grid: Grid, names: Names, least: int = LEAST_KNOWN) -> Header | None:
    """The same, for one who asks himself what each column means."""
    best: tuple[int, int, int] | None = None
    top = min(grid.height, SEARCH_ROWS)
    texts = [[cell_text(cell) for cell in row] for row in grid.rows(0, top + MOST_LEVELS)]
    for first in range(top):
        for levels in range(1, MOST_LEVELS + 1):
            if first + levels > len(texts):
                break
            known = _count(texts[first : first + levels], names)
            if known >= least and (best is None or (known, -levels, -first) > best):
                best = (known, -levels, -first)
    if best is None:
        return None
    first, last = -best[2], -best[2] - best[1] - 1
    while first > 0 and last - first < MOST_LEVELS and _is_group_row(grid, texts, first - 1):
        first -= 1
    while last + 1 < len(texts) and last - first < MOST_LEVELS and _continues(grid, first, last):
        last += 1
    return Header(first, last, read_columns(grid, first, last))


def _count(rows: Sequence[Sequence[str]], names: Names) -> int:
    """How many different fields these rows name, were they the header."""
    paths = {_distinct(column) for column in zip(*rows, strict=True)}
    return len({fields[0] for path in paths if path and (fields := names.find(path)[1])})


def _distinct(texts: Sequence[str]) -> tuple[str, ...]:
    path: list[str] = []
    for text in texts:
        if text and (not path or squash(path[-1]) != squash(text)):
            path.append(text)
    return tuple(path)


def _is_group_row(grid: Grid, texts: Sequence[Sequence[str]], row: int) -> bool:
    """Whether the row over the header names groups of columns (it is no title, note or 填报单位 line)."""
    words = {text for text in texts[row] if text}
    if len(words) < 2:
        return False
    areas = [
        area for area in grid.merges if area[0] <= row <= area[2] and any(texts[row][area[1] : area[3] + 1])
    ]
    if any(bottom > row for _, _, bottom, _ in areas):
        return True
    if any(len(word) > 30 or ":" in word or "：" in word for word in words):
        return False
    if any(left < right and right - left + 1 < grid.width for _, left, _, right in areas):
        return True
    return all(len(word) <= 12 and not any(sign.isdigit() for sign in word) for word in words)


def _continues(grid: Grid, first: int, last: int) -> bool:
    """Whether the row below belongs to the header because a header cell is merged down into it."""
    return any(
        first <= top <= last < bottom and grid.columns[left][top] is not None
        for top, left, bottom, right in grid.merges
    )


def read_columns(grid: Grid, first: int, last: int) -> list[Column]:
    """The header texts over each column; an unmerged group header covers the blank cells to its right."""
    rows = [[cell_text(cell) for cell in row] for row in grid.rows(first, last + 1)]
    for upper, lower in pairwise(rows):
        for index in range(1, grid.width):
            left = upper[index - 1]
            if not upper[index] and left and lower[index] and lower[index - 1] not in ("", left):
                upper[index] = left
    columns = []
    for index in range(grid.width):
        path = _distinct([row[index] for row in rows])
        if path:
            columns.append(Column(index, path))
    return columns


def match_columns(header: Header, names: Names) -> None:
    """Give each field at most one column; what is doubtful or left over is noted."""
    header.fields.clear()
    header.notes.clear()
    header.number = None
    candidates: list[tuple[bool, int, int, list[str]]] = []
    for column in header.columns:
        effort, known = names.find(column.path)
        if known:
            candidates.append((len(known) > 1, effort, column.position, known))
        elif header.number is None and header_word(column.leaf) in _NUMBER_WORDS:
            header.number = column.position
    taken: dict[str, int] = {}
    # The sure before the unsure, a plain match before one that had to be bent, then the column further left.
    for unsure, _, position, fields in sorted(candidates):
        free = [name for name in fields if name not in taken]
        labels = "”或“".join(names.labels[name] for name in fields)
        if not free:
            own = column_letters(taken[fields[0]])
            header.notes.append(Note(position, f"与{own}列同为“{labels}”，只用了{own}列，请核对", fields[0]))
            continue
        taken[free[0]] = position
        header.fields[position] = free[0]
        if unsure:
            said = f"可能是“{labels}”，按“{names.labels[free[0]]}”导入，请核对"
            header.notes.append(Note(position, said, free[0]))
    header.fields = dict(sorted(header.fields.items()))
    noted = {note.column for note in header.notes}
    for column in header.ignored:
        near = names.near(column.path)
        if near and near not in taken and column.position not in noted:
            said = f"是不是“{names.labels[near]}”？没有导入，请核对"
            header.notes.append(Note(column.position, said, near))


def correct(header: Header, corrections: Mapping[str, str | None]) -> None:
    """Apply a person's choices: header text (上级/下级) → field, or None for a column to be ignored."""
    for column in header.columns:
        if column.text not in corrections:
            continue
        name = corrections[column.text]
        header.fields.pop(column.position, None)
        header.notes = [note for note in header.notes if note.column != column.position]
        if name is not None:
            for other in [index for index, taken in header.fields.items() if taken == name]:
                del header.fields[other]
            header.fields[column.position] = name
            if header.number == column.position:
                header.number = None
