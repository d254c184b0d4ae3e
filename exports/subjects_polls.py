"""What the rows of the sheets about polls are: the organisations judged, with their votes by class, item and word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from exports.sheet_values import Value
from exports.sources import Getter, Scope, Source
from exports.subject import Subject, behind, in_order
from models.dictionary import DictionaryEntry
from models.poll import MOST_ITEMS, Poll, PollClass, PollTarget
from models.poll_result import ClassResult, ItemResult, TargetResult, percent
from models.poll_setup import shipped_classes

ABSTENTION = "弃权"


def targets(scope: Scope) -> list[PollTarget]:
    """The organisations judged in the period, poll by poll."""
    held = {poll.id: poll.held or "" for poll in Poll.select()}
    found = in_order(behind("polls.total", PollTarget, scope), "organisation", scope)
    return sorted(found, key=lambda each: (held[each.poll_id], each.poll_id))


def of_votes() -> list[Source]:
    """参评人数/党员 … by class, and 项目1/满意 … by item and word, of all polls there are."""
    polls = list(Poll.select())
    classes = dict.fromkeys(
        (*shipped_classes(), *(str(each.name) for each in PollClass.select().order_by(PollClass.number)))
    )
    words = dict.fromkeys(
        (*DictionaryEntry.words("satisfaction").words, *(word for poll in polls for word in poll.words))
    )
    found = [_of_class(name) for name in classes]
    for number in range(1, MOST_ITEMS + 1):
        found += [_of_word(number, word) for word in (*words, ABSTENTION)]
        found.append(_of_item(number))
    return found


def _results(get: Callable[[TargetResult], Value]) -> Getter:
    def values(records: Sequence[Any], _scope: Scope) -> list[Value]:
        found = [record.result for record in records]
        return [None if each is None else get(each) for each in found]

    return values


def _of_class(name: str) -> Source:
    def returned(found: TargetResult) -> Value:
        mine: ClassResult | None = next((each for each in found.classes if each.name == name), None)
        return None if mine is None else mine.returned

    label = f"参评人数/{name}"
    return Source(f"poll.class.{name}", label, (label, f"{name}参评人数"), _results(returned))


def _item(found: TargetResult, number: int) -> ItemResult | None:
    return next((item for item in found.whole.items if item.number == number and item.valid), None)


def _of_word(number: int, word: str) -> Source:
    def votes(found: TargetResult) -> Value:
        item = _item(found, number)
        if item is None:
            return None
        if word == ABSTENTION:
            return f"{item.abstained}/{percent(item.abstained_share)}"
        if word not in found.words:
            return None
        place = found.words.index(word)
        return f"{item.counts[place]}/{percent(item.share(place))}"

    label = f"项目{number}/{word}"
    return Source(f"poll.item{number}.{word}", label, (label, f"项目{number}{word}"), _results(votes))


def _of_item(number: int) -> Source:
    def satisfaction(found: TargetResult) -> Value:
        item = _item(found, number)
        return None if item is None else percent(item.satisfaction)

    label = f"项目{number}/满意率"
    return Source(f"poll.item{number}", label, (label, f"项目{number}满意率"), _results(satisfaction))


SUBJECTS: tuple[Subject, ...] = (
    Subject(
        "poll_target",
        PollTarget,
        targets,
        ("评议", "测评"),
        ("organisation",),
        organisation="organisation",
        more=of_votes,
        needs=("returned", "satisfaction"),
    ),
)
