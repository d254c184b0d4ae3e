"""What a poll came to: ballots or typed totals counted by item and class, satisfaction, quorum, who must make up.

Nothing here is stored, and nothing is counted anywhere else. Domain §7 10c: the base of every percentage is the valid
ballots, so that the words and 弃权 of an item come to 100 % together; an abstention is no satisfied answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from models.database import rows

ABSTAINED = "0"  # the sign of an item without an answer; the words have 1, 2, 3 … from the best down
INVALID = "X"  # stands for all answers of a ballot that does not count
WHOLE = "全体"  # typed totals that do not say which class they are of

# Results by ("poll", id), emptied whenever a record of a poll changes.
counted: dict[tuple[str, int], Any] = {}


@dataclass(frozen=True)
class ItemResult:
    """The votes on one item: for each word, abstentions, and the valid ballots they are a part of."""

    number: int
    content: str
    counts: tuple[int, ...]
    abstained: int
    valid: int
    upper: int  # so many of the words, from the best down, count as satisfied

    @property
    def satisfied(self) -> int:
        """The votes for a word that counts as satisfied."""
        return sum(self.counts[: self.upper])

    @property
    def satisfaction(self) -> float | None:
        """The satisfied part of the valid ballots, 0 to 1; None without any."""
        return self.satisfied / self.valid if self.valid else None

    def share(self, place: int) -> float | None:
        """A word's part of the valid ballots, 0 to 1; None without any."""
        return self.counts[place] / self.valid if self.valid else None

    @property
    def abstained_share(self) -> float | None:
        """The part of the valid ballots that say nothing about this item."""
        return self.abstained / self.valid if self.valid else None


@dataclass(frozen=True)
class ClassResult:
    """The votes of one class of raters on one organisation; `class_id` None: of all classes together."""

    class_id: int | None
    name: str
    weight: float | None
    issued: int | None
    returned: int
    valid: int
    items: tuple[ItemResult, ...]

    @property
    def satisfaction(self) -> float | None:
        """The satisfied part of all answers that the valid ballots could give, 0 to 1; None without any."""
        possible = self.valid * len(self.items)
        return sum(item.satisfied for item in self.items) / possible if possible else None


@dataclass(frozen=True)
class TargetResult:
    """What a poll came to for one organisation."""

    target_id: int
    organisation_id: int
    classes: tuple[ClassResult, ...]
    whole: ClassResult
    words: tuple[str, ...]
    quorum: float | None
    make_up_below: float | None
    entered: int  # ballots typed one by one
    repeated: int  # of them typed a second time
    differing: int  # of them typed differently the second time

    @property
    def satisfaction(self) -> float | None:
        """综合满意率, 0 to 1: the classes' rates by their weights, those without valid ballots left out.

        Where no class with valid ballots has a weight, every ballot counts the same.
        """
        parts = [
            (each.weight, each.satisfaction)
            for each in self.classes
            if each.weight and each.satisfaction is not None
        ]
        weights = sum(weight for weight, _ in parts)
        if not weights:
            return self.whole.satisfaction
        return sum(weight * (rate or 0) for weight, rate in parts) / weights

    @property
    def quorum_met(self) -> bool | None:
        """Whether enough ballots came back; None while it is not said how many went out or are needed."""
        if not self.whole.issued or self.quorum is None:
            return None
        return self.whole.returned * 100 >= self.quorum * self.whole.issued

    @property
    def needs_make_up(self) -> bool | None:
        """是否需补课: satisfaction below the poll's limit; None without valid ballots or without a limit."""
        if self.satisfaction is None or self.make_up_below is None:
            return None
        # Rounded: 0.6 × 100 must not fall below 60 by binary dust.
        return round(self.satisfaction * 100, 6) < self.make_up_below

    @property
    def waiting(self) -> int:
        """Ballots that came back and are not typed yet; 0 where totals are typed instead."""
        return max(0, self.whole.returned - self.entered) if self.entered else 0


def results(poll_id: int) -> list[TargetResult]:
    """The result of every organisation of a poll in the office's order; kept until one of its records changes."""
    key = ("poll", poll_id)
    if key not in counted:
        counted[key] = _count(poll_id)
    found: list[TargetResult] = counted[key]
    return found


def result(poll_id: int, target_id: int) -> TargetResult | None:
    """The result of one organisation of a poll; None when it is not among them."""
    return next((each for each in results(poll_id) if each.target_id == target_id), None)


def joined(found: Sequence[TargetResult]) -> tuple[list[ClassResult], ClassResult]:
    """The classes of several organisations of one poll, each together, and all of them together."""
    classes = [_together(same, same[0]) for same in zip(*(each.classes for each in found), strict=True)]
    return classes, _together([each.whole for each in found])


def comments(target_id: int) -> list[str]:
    """What the valid and invalid ballots on an organisation say in words, without number or class."""
    found = rows(
        "SELECT comment FROM ballot WHERE target_id = ? AND comment IS NOT NULL ORDER BY comment",
        (target_id,),
    )
    return [str(row[0]) for row in found]


def percent(share: float | None) -> str:
    """A share as sheets and screens show it: 85.3%; "" for none."""
    return "" if share is None else f"{round(share * 100 + 1e-9, 1):g}%"


def _count(poll_id: int) -> list[TargetResult]:
    head = rows("SELECT scale, satisfied, quorum, make_up_below FROM poll WHERE id = ?", (poll_id,))
    if not head:
        return []
    scale, upper, quorum, limit = head[0]
    words = tuple(str(scale).split("、"))
    items = rows(
        "SELECT id, number, content FROM poll_item WHERE poll_id = ? ORDER BY number, id", (poll_id,)
    )
    classes = rows(
        "SELECT id, name, weight FROM poll_class WHERE poll_id = ? ORDER BY number, id", (poll_id,)
    )
    targets = rows(
        "SELECT t.id, t.organisation_id FROM poll_target t JOIN organisation o ON o.id = t.organisation_id"
        " WHERE t.poll_id = ? ORDER BY o.position, o.id",
        (poll_id,),
    )
    votes = _Votes(poll_id, [int(item[0]) for item in items], len(words))

    def of_class(target_id: int, class_id: int | None, name: str, weight: float | None) -> ClassResult:
        issued, returned, valid = votes.papers(target_id, class_id)
        found = tuple(
            ItemResult(number, content, *votes.of_item(target_id, class_id, item_id), valid, upper)
            for item_id, number, content in items
        )
        return ClassResult(class_id, name, weight, issued, returned, valid, found)

    found = []
    for target_id, organisation_id in targets:
        parts = tuple(of_class(target_id, *each) for each in classes)
        whole = _together([*parts, of_class(target_id, None, WHOLE, None)])
        progress = votes.progress.get(target_id, (0, 0, 0))
        found.append(TargetResult(target_id, organisation_id, parts, whole, words, quorum, limit, *progress))
    return found


def _together(parts: Sequence[ClassResult], called: ClassResult | None = None) -> ClassResult:
    """Parts as one, under the name and weight of one of them: all classes of an organisation, or one class of several."""
    known = [part.issued for part in parts if part.issued is not None]
    valid = sum(part.valid for part in parts)
    items = tuple(
        ItemResult(
            same[0].number,
            same[0].content,
            tuple(map(sum, zip(*(item.counts for item in same), strict=True))),
            sum(item.abstained for item in same),
            valid,
            same[0].upper,
        )
        for same in zip(*(part.items for part in parts), strict=True)
    )
    returned = sum(part.returned for part in parts)
    class_id, name, weight = (
        (None, WHOLE, None) if called is None else (called.class_id, called.name, called.weight)
    )
    return ClassResult(class_id, name, weight, sum(known) if known else None, returned, valid, items)


class _Votes:
    """The votes of a poll as they are stored, by organisation and class (None: all classes at once)."""

    def __init__(self, poll_id: int, items: list[int], words: int) -> None:
        self._items, self._words = items, words
        self._counts: dict[tuple[int, int | None, int], list[int]] = {}
        self._papers: dict[tuple[int, int | None], tuple[int | None, int | None, int | None]] = {}
        self._entered: dict[tuple[int, int | None], list[int]] = {}
        self.progress: dict[int, tuple[int, int, int]] = {}
        of_poll = "JOIN poll_target t ON t.id = x.target_id WHERE t.poll_id = ?"
        for target, rater, *numbers in rows(
            f"SELECT x.target_id, x.rater_id, x.issued, x.returned, x.valid FROM poll_count x {of_poll}",
            (poll_id,),
        ):
            self._papers[target, rater] = (numbers[0], numbers[1], numbers[2])
        for target, rater, item, counts, abstained in rows(
            f"SELECT x.target_id, x.rater_id, x.item_id, x.counts, x.abstained FROM poll_total x {of_poll}",
            (poll_id,),
        ):
            self._add(target, rater, item, [*map(int, counts.split("、")), abstained])
        for target, rater, answers, invalid, count in rows(
            "SELECT x.target_id, x.rater_id, x.answers, x.invalid, count(*)"
            f" FROM ballot x {of_poll} GROUP BY 1, 2, 3, 4",
            (poll_id,),
        ):
            self._add_ballots(target, rater, None if invalid else answers, count)
        for target, *numbers in rows(
            "SELECT x.target_id, count(*), count(x.again), coalesce(sum(x.again <>"
            f" CASE x.invalid WHEN 1 THEN '{INVALID}' ELSE x.answers END), 0)"
            f" FROM ballot x {of_poll} GROUP BY 1",
            (poll_id,),
        ):
            self.progress[target] = (numbers[0], numbers[1], numbers[2])

    def _add(self, target: int, rater: int | None, item: int, votes: Iterable[int]) -> None:
        kept = self._counts.setdefault((target, rater, item), [0] * (self._words + 1))
        for place, number in enumerate(votes):
            kept[place] += number

    def _add_ballots(self, target: int, rater: int, answers: str | None, count: int) -> None:
        entered = self._entered.setdefault((target, rater), [0, 0])
        entered[0] += count
        if answers is None:
            return
        entered[1] += count
        for item, sign in zip(self._items, answers, strict=False):
            votes = [0] * (self._words + 1)
            votes[int(sign) - 1] = count  # of ABSTAINED the last place
            self._add(target, rater, item, votes)

    def of_item(self, target: int, rater: int | None, item: int) -> tuple[tuple[int, ...], int]:
        """The votes for each word, and the abstentions."""
        *counts, abstained = self._counts.get((target, rater, item), [0] * (self._words + 1))
        return tuple(counts), abstained

    def papers(self, target: int, rater: int | None) -> tuple[int | None, int, int]:
        """Issued, returned and valid ballots: as typed, but returned never fewer than were entered or are valid.

        Where ballots are entered, those that are valid are counted; else, unless typed, as many as an item has votes.
        """
        issued, returned, valid = self._papers.get((target, rater), (None, None, None))
        entered, counted_valid = self._entered.get((target, rater), (0, 0))
        if entered:
            valid = counted_valid
        elif valid is None:
            sums = (sum(self._counts.get((target, rater, item), ())) for item in self._items)
            valid = max(sums, default=0)
        return issued, max(returned or 0, entered, valid), valid
