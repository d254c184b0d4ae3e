"""Two schemes side by side: which indicators were added, removed or changed, and what else differs."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from models.scheme import Indicator, Scheme
from models.scheme_version import in_order
from models.text import squash

ADDED, REMOVED, CHANGED, SAME = "新增", "删去", "修改", "相同"
# What an indicator is compared by; its place in the form is not one of them.
COMPARED = ("block", "topic", "content", "points", "criteria", "basis", "scorer", "rule")
_ALIKE = 0.6  # texts of which this share is alike are one indicator that was reworded


class Difference(NamedTuple):
    """One indicator in the old and in the new scheme; `names` are the fields in which they differ."""

    state: str
    old: Indicator | None
    new: Indicator | None
    names: tuple[str, ...] = ()


def pairs(old: Sequence[Indicator], new: Sequence[Indicator]) -> list[tuple[Indicator, Indicator]]:
    """Which line of the one is which of the other: by the same words, else by similar words in the same block."""
    found: list[tuple[Indicator, Indicator]] = []
    left, right = list(old), list(new)

    def take(same: Callable[[Indicator, Indicator], bool]) -> None:
        for one in list(left):
            other = next((each for each in right if same(one, each)), None)
            if other is not None:
                found.append((one, other))
                left.remove(one)
                right.remove(other)

    take(lambda a, b: _words(a) == _words(b) and a.block == b.block and a.topic == b.topic)
    take(lambda a, b: _words(a) == _words(b) and a.block == b.block)
    take(lambda a, b: _words(a) == _words(b))
    likeness = sorted(
        (
            (difflib.SequenceMatcher(None, _words(one), _words(other)).ratio(), place, at)
            for place, one in enumerate(left)
            for at, other in enumerate(right)
            if one.block == other.block
        ),
        key=lambda each: (-each[0], each[1], each[2]),
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    for share, place, at in likeness:
        if share >= _ALIKE and place not in taken[0] and at not in taken[1]:
            found.append((left[place], right[at]))
            taken[0].add(place)
            taken[1].add(at)
    return found


def compare(old: Sequence[Indicator], new: Sequence[Indicator]) -> list[Difference]:
    """Every indicator of either scheme, in the form's order; those that are gone stand at the end of their block."""
    partner = {id(other): one for one, other in pairs(old, new)}
    known = {id(one) for one in partner.values()}
    found = []
    for line in new:
        before = partner.get(id(line))
        names = () if before is None else differing(before, line)
        state = ADDED if before is None else CHANGED if names else SAME
        found.append(Difference(state, before, line, names))
    found += [Difference(REMOVED, line, None) for line in old if id(line) not in known]
    order = {id(line): at for at, line in enumerate(in_order([_line(each) for each in found]))}
    return sorted(found, key=lambda each: order[id(_line(each))])


def compare_particulars(old: Scheme, new: Scheme) -> list[tuple[str, str, str]]:
    """(label, old, new) of what is said of the schemes as a whole and differs: weights, bands, limits, sources."""
    names = [
        field.name for field in Scheme.stored_fields() if field.name not in ("year", "version", "replaces")
    ]
    return [
        (Scheme.field(name).label, old.shown(name), new.shown(name))
        for name in names
        if old.value(name) != new.value(name)
    ]


def differing(old: Indicator, new: Indicator) -> tuple[str, ...]:
    """The fields in which two lines differ."""
    return tuple(name for name in COMPARED if (old.value(name) or None) != (new.value(name) or None))


def _line(difference: Difference) -> Indicator:
    line = difference.new or difference.old
    assert line is not None
    return line


def _words(line: Indicator) -> str:
    return squash(str(line.content or ""))
