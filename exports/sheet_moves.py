"""Where the rows of a sheet go when rows are put into its tables or taken out of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """`by` rows put in before row `at`, made like row `pattern`; or -`by` rows from `at` on taken out.

    All numbers are those of the sheet as it was. `lone`: the row `pattern` is the whole table.
    """

    at: int
    by: int
    pattern: int = 0
    lone: bool = False


class RowMoves:
    """The moves of one sheet together: old row numbers → new ones."""

    def __init__(self, moves: tuple[Move, ...] = ()) -> None:
        self._moves = tuple(sorted((move for move in moves if move.by), key=lambda move: move.at))
        # A table of one row cannot be stretched in its middle: what means the table names the one row.
        self.single_rows = frozenset(move.pattern for move in self._moves if move.by > 0 and move.lone)

    def __bool__(self) -> bool:
        return bool(self._moves)

    @property
    def first(self) -> int:
        """The first row that moves or goes; above it everything stays."""
        return self._moves[0].at if self._moves else 1 << 31

    def row(self, old: int) -> int | None:
        """Where the row went; None when it was taken out."""
        new = old
        for move in self._moves:
            if move.by < 0 and move.at <= old < move.at - move.by:
                return None
            if old >= move.at:
                new += move.by
        return new

    def span(self, first: int, last: int, *, grow: bool) -> tuple[int, int] | None:
        """What a range of rows covers now; None when nothing of it is left.

        With `grow` it also covers the rows made like one of its own.
        """
        start = next((row for row in map(self.row, self._kept(first, last, 1)) if row), None)
        end = next((row for row in map(self.row, self._kept(first, last, -1)) if row), None)
        if start is None or end is None:
            return None
        if grow:
            for move in self._moves:
                pattern = self.row(move.pattern)
                if move.by > 0 and first <= move.pattern <= last and pattern:
                    end = max(end, pattern + move.by)
        return start, end

    def copies(self) -> list[tuple[int, range]]:
        """For each place where rows were put in: the row they are like (old number), their new numbers."""
        found = []
        for move in self._moves:
            pattern = self.row(move.pattern)
            if move.by > 0 and pattern:
                found.append((move.pattern, range(pattern + 1, pattern + 1 + move.by)))
        return found

    def _kept(self, first: int, last: int, step: int) -> list[int]:
        """The rows of a range that can be its new end: its ends, and those around the moves."""
        marks = {first, last}
        for move in self._moves:
            marks |= {row for row in (move.at - 1, move.at - move.by) if first <= row <= last}
        return sorted(marks, reverse=step < 0)
