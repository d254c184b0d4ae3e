"""Ballots of a poll, typed one by one or as totals. No ballot leads to a person.

A ballot has the number that is printed on it and the class of its rater, nothing else of who filled it in. The numbers
of an organisation are printed and handed out in no order (exports/form_ballot.py), so that neither a number nor the
journal's history of a ballot, which tells who typed it and when, says whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from models.changes import change, running
from models.database import rows
from models.errors import AppError
from models.fields import Derived, Flag, Integer, Link, LongText, Text
from models.poll import PollClass, Polled, PollItem, PollTarget, items_of
from models.poll_result import ABSTAINED, INVALID
from models.record import Problem, warning

LARGEST_NUMBER = 99_999


class Ballot(Polled):
    """One paper. `answers` has a sign for each item: 1 for the best word, 2 for the next …, 0 for none."""

    label = "测评票"
    key = ("target", "number")
    search_fields = ()

    target = Link("被评议团组织", PollTarget, required=True, owner=True, width=24)
    number = Integer("票号", required=True, minimum=1)
    # Goes with its class only when the whole poll is deleted: PollClass refuses to go alone once there are votes.
    rater = Link("评议人类别", PollClass, required=True, owner=True, width=10)
    answers = Text("各项答案", limit=60, width=10)
    invalid = Flag("废票", required=True, default=False)
    reason = Text("作废原因", limit=80, width=16)
    comment = LongText("票上意见", limit=1000, width=30)
    again = Text("复录答案", limit=60, width=10)
    differs = Derived("两次不一致", lambda b: b.again is not None and b.again != b.code, width=8)

    class Meta:
        indexes = ((("target", "number"), True),)

    @property
    def code(self) -> str:
        """The ballot's answers as they are compared with the second entry: INVALID when it does not count."""
        return INVALID if self.invalid else str(self.answers or "")

    def heading(self) -> str:
        return f"{self.number}号票"

    def home(self) -> int | None:
        found = rows("SELECT organisation_id FROM poll_target WHERE id = ?", (self.target_id,))
        return int(found[0][0]) if found else None

    def rules(self) -> Iterator[Problem]:
        if self.target_id is None:
            return
        items, words = form_of(self.target_id)
        signs = {str(sign) for sign in range(words + 1)}
        given = str(self.answers or "")
        if not self.invalid and (len(given) != items or not signs.issuperset(given)):
            yield Problem("answers", f"应有{items}项，每项为0至{words}")
        if not self.invalid and given and set(given) == {ABSTAINED}:
            yield warning("answers", "各项都没有选，请看是不是废票")
        again = self.again
        if again not in (None, INVALID) and (len(again) != items or not signs.issuperset(again)):
            yield Problem("again", f"应有{items}项，每项为0至{words}")
        if (self.number or 0) > LARGEST_NUMBER:
            yield Problem("number", f"不能大于{LARGEST_NUMBER}")
        same = Ballot.select().where(
            Ballot.target == self.target_id, Ballot.number == self.number, Ballot.id != self.get_id()
        )
        if same.exists():
            yield Problem("number", f"{self.number}号票已经录过")
        if self.get_id() is None and _has_totals(self.target_id, self.rater_id):
            yield Problem("rater", "这一类已经录入汇总票数，不能再录单张票")


class PollCount(Polled):
    """How many papers of a class went out and came back for one organisation; without a class, of all together."""

    label = "票数"
    key = ("target", "rater")
    search_fields = ()

    target = Link("被评议团组织", PollTarget, required=True, owner=True)
    rater = Link("评议人类别", PollClass, owner=True)
    issued = Integer("发出票", unit="张")
    returned = Integer("收回票", unit="张")
    valid = Integer("有效票", unit="张", hint="录单张票时由程序数出")

    def heading(self) -> str:
        return f"{PollTarget.titles().get(self.target_id, '')}的票数"

    def rules(self) -> Iterator[Problem]:
        if self.issued is not None and (self.returned or 0) > self.issued:
            yield Problem("returned", f"收回{self.returned}张，多于发出的{self.issued}张")
        if self.returned is not None and (self.valid or 0) > self.returned:
            yield Problem("valid", f"有效{self.valid}张，多于收回的{self.returned}张")
        if self.returned is None and self.issued is not None and (self.valid or 0) > self.issued:
            yield Problem("valid", f"有效{self.valid}张，多于发出的{self.issued}张")


class PollTotal(Polled):
    """The votes on one item as they were counted by hand: a number for each word of the scale, and abstentions."""

    label = "汇总票数"
    key = ("target", "rater", "item")
    search_fields = ()

    target = Link("被评议团组织", PollTarget, required=True, owner=True)
    rater = Link("评议人类别", PollClass, owner=True)
    item = Link("评议项目", PollItem, required=True, owner=True)
    counts = Text("各等次票数", required=True, limit=80, hint="从高到低，用顿号分开")
    abstained = Integer("弃权票", required=True, default=0, unit="张")

    @property
    def numbers(self) -> list[int]:
        """The votes for each word, the best first; ValueError when they are not numbers."""
        return [int(part) for part in str(self.counts or "").split("、")]

    def heading(self) -> str:
        return f"{PollItem.titles().get(self.item_id, '')}的票数"

    def rules(self) -> Iterator[Problem]:
        if self.target_id is None:
            return
        _, words = form_of(self.target_id)
        try:
            right = len(self.numbers) == words and min(self.numbers) >= 0
        except ValueError:
            right = False
        if not right:
            yield Problem("counts", f"应是{words}个数，用顿号分开")
            return
        voted = sum(self.numbers) + (self.abstained or 0)
        of_class = PollCount.rater.is_null() if self.rater_id is None else PollCount.rater == self.rater_id
        papers = PollCount.get_or_none((PollCount.target == self.target_id) & of_class)
        if papers is not None and papers.valid is not None and voted > papers.valid:
            yield Problem("counts", f"共{voted}票，多于有效票{papers.valid}张")
        if self.rater_id is not None and _has_ballots(self.target_id, self.rater_id):
            yield Problem("rater", "这一类已经录入单张票，不能再录汇总票数")


class Entry(NamedTuple):
    """What is typed of one paper; `answers` is INVALID for one that does not count."""

    number: int
    class_id: int
    answers: str
    comment: str | None = None
    reason: str | None = None


def form_of(target_id: int) -> tuple[int, int]:
    """How many items the paper on an organisation has, and how many words to choose from."""
    found = rows(
        "SELECT (SELECT count(*) FROM poll_item i WHERE i.poll_id = p.id), p.scale"
        " FROM poll_target t JOIN poll p ON p.id = t.poll_id WHERE t.id = ?",
        (target_id,),
    )
    return (int(found[0][0]), len(str(found[0][1]).split("、"))) if found else (0, 0)


def ballots_of(target_id: int) -> list[Ballot]:
    """The papers on an organisation that are typed, by number."""
    return list(Ballot.select().where(Ballot.target == target_id).order_by(Ballot.number))


def find(target_id: int, number: int) -> Ballot | None:
    """The paper of that number on an organisation; None when it is not typed yet."""
    found: Ballot | None = Ballot.get_or_none(Ballot.target == target_id, Ballot.number == number)
    return found


def enter(target: PollTarget, entry: Entry) -> Ballot:
    """Keep one paper as one action: a new one, or an earlier entry put right; RecordProblems when it cannot be."""
    ballot = find(target.id, entry.number) or Ballot(target=target.id, number=entry.number)
    invalid = entry.answers == INVALID
    with change(f"录入{target.heading()}{entry.number}号票"):
        ballot.rater = entry.class_id
        ballot.answers = None if invalid else entry.answers
        ballot.invalid = invalid
        ballot.reason = entry.reason if invalid else None
        ballot.comment = entry.comment
        ballot.save()
    return ballot


def enter_again(target: PollTarget, number: int, answers: str) -> Ballot:
    """Keep the second entry of a paper beside the first; AppError when there is no first one."""
    ballot = find(target.id, number)
    if ballot is None:
        raise AppError(f"{number}号票第一次没有录入，不能复录。", "请核对票号，或先录入这张票。")
    with change(f"复录{target.heading()}{number}号票"):
        ballot.again = answers
        ballot.save()
    return ballot


def settle(ballot: Ballot, answers: str) -> None:
    """Keep what a paper says after both entries were compared with it."""
    with change(f"核对{ballot.target.heading()}{ballot.number}号票"):
        ballot.invalid = answers == INVALID
        ballot.answers = None if ballot.invalid else answers
        ballot.again = answers
        ballot.save()


def differing(target_id: int) -> list[Ballot]:
    """The papers of which the second entry is not the first, by number."""
    return [ballot for ballot in ballots_of(target_id) if ballot.differs]


def ranges(target_id: int) -> dict[int, range]:
    """Class id → the numbers of its papers on an organisation: those issued run on from class to class."""
    issued = dict(
        rows(
            "SELECT c.rater_id, c.issued FROM poll_count c JOIN poll_class k ON k.id = c.rater_id"
            " WHERE c.target_id = ? ORDER BY k.number, k.id",
            (target_id,),
        )
    )
    found: dict[int, range] = {}
    begin = 1
    for class_id, count in issued.items():
        found[class_id] = range(begin, begin + (count or 0))
        begin += count or 0
    return found


def class_of_number(target_id: int, number: int) -> int | None:
    """The class on whose papers a number is printed; None when it is on none."""
    return next((id_ for id_, numbers in ranges(target_id).items() if number in numbers), None)


def set_counts(
    target: PollTarget, counts: Mapping[int | None, tuple[int | None, int | None, int | None]]
) -> None:
    """Keep issued, returned and valid papers by class (None: all together) as one action."""
    known = {count.rater_id: count for count in PollCount.select().where(PollCount.target == target.id)}
    with change(f"{target.heading()}票数"):
        for class_id, numbers in counts.items():
            count = known.get(class_id) or PollCount(target=target.id, rater=class_id)
            count.issued, count.returned, count.valid = numbers
            if numbers != (None, None, None):
                count.save()
            elif count.get_id() is not None:
                count.delete_instance()


def set_totals(
    target: PollTarget, class_id: int | None, votes: Sequence[tuple[Sequence[int], int] | None]
) -> None:
    """Keep the votes of a class on each item, ([a number a word], abstained) in the items' order, as one action.

    None for an item without votes. RecordProblems when one cannot be kept; then nothing is.
    """
    of_class = PollTotal.rater.is_null() if class_id is None else PollTotal.rater == class_id
    known = {
        total.item_id: total for total in PollTotal.select().where((PollTotal.target == target.id) & of_class)
    }
    with change(f"{target.heading()}汇总票数"):
        for item, given in zip(items_of(target.poll_id), votes, strict=True):
            total = known.get(item.id)
            if given is not None:
                total = total or PollTotal(target=target.id, rater=class_id, item=item.id)
                total.counts = "、".join(map(str, given[0]))
                total.abstained = given[1]
                total.save()
            elif total is not None:
                running().delete(total)


def _has_totals(target_id: int, class_id: int | None) -> bool:
    query = PollTotal.select().where(PollTotal.target == target_id, PollTotal.rater == class_id)
    return bool(query.exists())


def _has_ballots(target_id: int, class_id: int) -> bool:
    return bool(Ballot.select().where(Ballot.target == target_id, Ballot.rater == class_id).exists())
