"""Counted totals of one organisation as two tables: papers by class, and votes by class and item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from models.ballot import Ballot, PollCount, PollTotal, set_counts, set_totals
from models.changes import change
from models.errors import FieldError
from models.fields import Integer
from models.poll import PollTarget, classes_of, items_of
from models.poll_result import WHOLE
from ui import theme

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
PAPERS = ("issued", "returned", "valid")


class NumberCells(QAbstractTableModel):
    """A table of whole numbers that are typed; texts that are none are refused with the reason."""

    refused = Signal(str)
    edited = Signal()

    def __init__(self, headings: Sequence[str], first: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headings = list(headings)
        self._first = first  # columns before it are texts
        self.texts: list[list[str]] = []
        self.numbers: list[list[int | None]] = []
        self.locked: set[tuple[int, int]] = set()  # row, column: said by the ballots
        self._read = Integer("票数")

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.texts)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if self.editable(index.row(), index.column()) else usual

    def editable(self, row: int, column: int) -> bool:
        """Whether a number is typed here."""
        place = column - self._first
        return 0 <= place < len(self.numbers[row]) and (row, column) not in self.locked

    def number(self, row: int, column: int) -> int | None:
        """The number in a cell."""
        place = column - self._first
        return self.numbers[row][place] if 0 <= place < len(self.numbers[row]) else self.reckoned(row)

    def reckoned(self, row: int) -> int | None:
        """What stands behind the typed numbers of a row; None for nothing."""
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            if column < self._first:
                return self.texts[row][column]
            number = self.number(row, column)
            return "" if number is None else str(number)
        if role == Qt.ItemDataRole.TextAlignmentRole and column >= self._first:
            return int(Qt.AlignmentFlag.AlignCenter)
        if (
            role == Qt.ItemDataRole.ForegroundRole
            and not self.editable(row, column)
            and column >= self._first
        ):
            return theme.colour("text_muted")
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        return self.write(index.row(), index.column(), [[str(value or "")]])

    def write(self, row: int, column: int, cells: Sequence[Sequence[str]]) -> bool:
        """Take texts into the cells from one on; none of them when one cannot be read."""
        wanted: list[tuple[int, int, int | None]] = []
        for down, line in enumerate(cells):
            for across, text in enumerate(line):
                at = (row + down, column + across)
                if at[0] < self.rowCount() and at[1] < self.columnCount() and self.editable(*at):
                    try:
                        wanted.append((*at, self._read.read(text).value))
                    except FieldError as error:
                        self.refused.emit(str(error))
                        return False
        for at_row, at_column, number in wanted:
            self.numbers[at_row][at_column - self._first] = number
        if wanted:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            self.edited.emit()
        return bool(wanted)


class PapersModel(NumberCells):
    """A line a class, and one for all classes together: issued, returned, valid."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(["", *(PollCount.field(name).label for name in PAPERS)], 1, parent)


class VotesModel(NumberCells):
    """A line for each class and item: a number for each word, abstentions, and their sum."""

    def __init__(self, words: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(["类别", "项目", *words, "弃权", "合计"], 2, parent)

    def reckoned(self, row: int) -> int | None:
        known = [number for number in self.numbers[row] if number is not None]
        return sum(known) if known else None


class Part(NamedTuple):
    """A class of raters, or all together, as the tables show it."""

    class_id: int | None
    name: str
    has_ballots: bool


class Totals:
    """Both tables of one organisation, read and kept together."""

    def __init__(self, target: PollTarget) -> None:
        self.target = target
        self.items = items_of(target.poll_id)
        typed = {
            ballot.rater_id
            for ballot in Ballot.select(Ballot.rater).where(Ballot.target == target.id).distinct()
        }
        self.parts = [Part(each.id, str(each.name), each.id in typed) for each in classes_of(target.poll_id)]
        self.parts.append(Part(None, f"{WHOLE}（不分类别）", False))
        self.papers = PapersModel()
        self.votes = VotesModel(target.poll.words)
        self._read_papers()
        self._read_votes()

    def _read_papers(self) -> None:
        known = {
            count.rater_id: count for count in PollCount.select().where(PollCount.target == self.target.id)
        }
        for row, part in enumerate(self.parts):
            count = known.get(part.class_id)
            self.papers.texts.append([part.name])
            self.papers.numbers.append([None if count is None else count.value(name) for name in PAPERS])
            if part.has_ballots:
                self.papers.locked.add((row, 3))

    def _read_votes(self) -> None:
        known = {
            (total.rater_id, total.item_id): total
            for total in PollTotal.select().where(PollTotal.target == self.target.id)
        }
        columns = len(self.votes.headings)
        for part in self.parts:
            for item in self.items:
                row = len(self.votes.texts)
                total = known.get((part.class_id, item.id))
                numbers: list[int | None] = [None] * (columns - 3)
                if total is not None:
                    numbers = [*total.numbers, total.abstained]
                self.votes.texts.append([part.name, item.heading()])
                self.votes.numbers.append(numbers)
                if part.has_ballots:
                    self.votes.locked |= {(row, column) for column in range(2, columns)}

    def save(self) -> None:
        """Keep both tables as one action; RecordProblems when something cannot be, and then nothing is."""
        with change(f"录入{self.target.heading()}汇总票数"):
            set_counts(
                self.target,
                {
                    part.class_id: (numbers[0], numbers[1], numbers[2])
                    for part, numbers in zip(self.parts, self.papers.numbers, strict=True)
                },
            )
            count = len(self.items)
            for place, part in enumerate(self.parts):
                lines = self.votes.numbers[place * count : (place + 1) * count]
                if not part.has_ballots:
                    set_totals(self.target, part.class_id, [_votes(line) for line in lines])

    def snapshot(self) -> tuple[list[list[int | None]], list[list[int | None]]]:
        """All numbers, to tell whether any was changed."""
        return [[*line] for line in self.papers.numbers], [[*line] for line in self.votes.numbers]


def _votes(line: Sequence[int | None]) -> tuple[list[int], int] | None:
    if all(number is None for number in line):
        return None
    *counts, abstained = [number or 0 for number in line]
    return counts, abstained
