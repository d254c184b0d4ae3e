"""Typing the ballots on one organisation: which paper is on the table, of which class, and which comes next."""

from __future__ import annotations

from models.ballot import (
    LARGEST_NUMBER,
    Ballot,
    Entry,
    ballots_of,
    enter,
    enter_again,
    ranges,
    settle,
)
from models.poll import PollTarget, classes_of, items_of

ENTER, AGAIN, COMPARE = "录入", "复录", "核对"
MODES = (ENTER, AGAIN, COMPARE)


class BallotSession:
    """Keeps nothing of a paper before it is saved but its comment."""

    def __init__(self, target: PollTarget) -> None:
        self.target = target
        self.classes = classes_of(target.poll_id)
        self.items = [str(item.content) for item in items_of(target.poll_id)]
        self.words = target.poll.words
        self.mode = ENTER
        self.class_id: int = self.classes[0].id
        self.number = 1
        self.last: int | None = None  # the paper that was saved before this one
        self._comments: dict[int, str | None] = {}
        self.reload()
        self.start(ENTER)

    def reload(self) -> None:
        """Read what is stored: after every change."""
        self.ballots = {int(ballot.number): ballot for ballot in ballots_of(self.target.id)}
        self.ranges = ranges(self.target.id)

    def start(self, mode: str) -> None:
        """Begin to type, to type again or to compare, with the first paper that waits for it."""
        self.mode = mode
        self.last = None
        self.number = 0
        self.go_on()

    def waiting(self, mode: str) -> list[int]:
        """The papers that wait to be typed again or compared."""
        if mode == COMPARE:
            return [number for number, ballot in self.ballots.items() if ballot.differs]
        return [number for number, ballot in self.ballots.items() if mode == AGAIN and ballot.again is None]

    def go_on(self) -> None:
        """On to the next paper: the next free number, or the next one that waits; 0 when none does."""
        if self.mode == ENTER:
            self.go_to(self._free(self.number + 1))
            return
        waiting = self.waiting(self.mode)
        self.go_to(next((n for n in waiting if n > self.number), waiting[0] if waiting else 0))

    def go_to(self, number: int) -> None:
        """Take the paper of that number."""
        self.number = number
        ballot = self.ballots.get(number)
        of_number = next((id_ for id_, numbers in self.ranges.items() if number in numbers), None)
        self.class_id = (ballot.rater_id if ballot is not None else of_number) or self.class_id

    def go_to_first_free(self) -> None:
        """Back to the first number of the class that is not typed: after something was taken back."""
        self.last = None
        numbers = self.ranges.get(self.class_id)
        self.go_to(self._free(numbers.start if numbers else 1))

    def _free(self, number: int) -> int:
        while number in self.ballots and number < LARGEST_NUMBER:
            number += 1
        return number

    def next_class(self) -> None:
        """The paper is of the next class; a new one takes the first free number of that class."""
        ids = [each.id for each in self.classes]
        self.choose_class(ids[(ids.index(self.class_id) + 1) % len(ids)])

    def choose_class(self, class_id: int) -> None:
        """The paper is of this class; a new one takes the first free number of that class."""
        numbers = self.ranges.get(class_id)
        if self.mode == ENTER and self.number not in self.ballots and numbers:
            self.go_to(self._free(numbers.start))
        self.class_id = class_id

    @property
    def current(self) -> Ballot | None:
        """What is stored of the paper on the table; None for a new one."""
        return self.ballots.get(self.number)

    def class_name(self) -> str:
        """What the class of the paper is called."""
        return next(str(each.name) for each in self.classes if each.id == self.class_id)

    def counts(self) -> list[tuple[str, int, int]]:
        """(class, papers typed, papers issued) of every class."""
        typed = [ballot.rater_id for ballot in self.ballots.values()]
        return [
            (str(each.name), typed.count(each.id), len(self.ranges.get(each.id, ()))) for each in self.classes
        ]

    # -- saving: each is one action, and may raise what models/ballot.py does -------------------------------

    def save(self, answers: str, reason: str | None = None) -> bool:
        """Keep the paper on the table and go on; whether it is a second entry that differs from the first."""
        number = self.number
        differs = False
        if self.mode == AGAIN:
            differs = bool(enter_again(self.target, number, answers).differs)
        else:
            comment = self.comment(number)
            enter(self.target, Entry(number, self.class_id, answers, comment, reason))
            self._comments.pop(number, None)
        self.reload()
        self.last = number
        self.go_on()
        return differs

    def settle(self, second: bool) -> None:
        """Keep the first or the second entry of the paper that is compared, and go on."""
        ballot = self.current
        if ballot is not None:
            settle(ballot, str(ballot.again) if second else ballot.code)
            self.reload()
            self.go_on()

    def comment(self, number: int) -> str | None:
        """What a paper says in words."""
        stored = self.ballots.get(number)
        return self._comments.get(number, None if stored is None else stored.comment)

    def set_comment(self, number: int, text: str) -> None:
        """Note what a paper says in words: at once when it is stored, else with it."""
        comment = " ".join(text.split()) or None
        ballot = self.ballots.get(number)
        if ballot is None:
            self._comments[number] = comment
        elif ballot.comment != comment:
            enter(self.target, Entry(number, ballot.rater_id, ballot.code, comment, ballot.reason))
            self.reload()

    def delete(self, number: int) -> None:
        """Take a paper out again; inside a change()."""
        self.ballots[number].delete_instance()
        self.reload()
