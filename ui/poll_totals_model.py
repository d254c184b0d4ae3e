"""Counted totals of one organisation as two tables: papers by class, and votes by class and item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject

from models.ballot import Ballot, PollCount, PollTotal, set_counts, set_totals
from models.changes import change
from models.poll import PollTarget, classes_of, items_of
from models.poll_result import WHOLE
from ui.number_grid import NumberCells

PAPERS = ("issued", "returned", "valid")


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


def papers_of(target: PollTarget) -> PapersModel:
    """The papers of an organisation by class; of one that is new as many as its classes say go out."""
    model = PapersModel()
    known = {}
    typed: set[int] = set()
    if target.get_id() is not None:
        known = {count.rater_id: count for count in PollCount.select().where(PollCount.target == target.id)}
        typed = raters_of(target)
    for row, each in enumerate(classes_of(target.poll_id)):
        count = known.get(each.id)
        first = [each.each if target.get_id() is None else None, None, None]
        model.texts.append([str(each.name)])
        model.numbers.append(first if count is None else [count.value(name) for name in PAPERS])
        if each.id in typed:
            model.locked.add((row, 1 + PAPERS.index("valid")))
    count = known.get(None)
    model.texts.append([f"{WHOLE}（不分类别）"])
    model.numbers.append([None if count is None else count.value(name) for name in PAPERS])
    return model


def raters_of(target: PollTarget) -> set[int]:
    """The classes of which papers on an organisation are typed one by one."""
    query = Ballot.select(Ballot.rater).where(Ballot.target == target.id).distinct()
    return {ballot.rater_id for ballot in query}


def save_papers(target: PollTarget, model: PapersModel) -> None:
    """Keep the papers by class as one action; RecordProblems when they cannot be."""
    classes = [each.id for each in classes_of(target.poll_id)]
    set_counts(
        target,
        {
            class_id: (numbers[0], numbers[1], numbers[2])
            for class_id, numbers in zip([*classes, None], model.numbers, strict=True)
        },
    )


class Totals:
    """Both tables of one organisation, read and kept together."""

    def __init__(self, target: PollTarget) -> None:
        self.target = target
        self.items = items_of(target.poll_id)
        typed = raters_of(target)
        self.parts = [Part(each.id, str(each.name), each.id in typed) for each in classes_of(target.poll_id)]
        self.parts.append(Part(None, f"{WHOLE}（不分类别）", False))
        self.papers = papers_of(target)
        self.votes = VotesModel(target.poll.words)
        self._read_votes()

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
            save_papers(self.target, self.papers)
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
