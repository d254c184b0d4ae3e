"""Header words as people write them → what they mean, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from exports.header_periods import split_period
from exports.headers import header_word, squash
from exports.sources import NUMBER, Source, Sources
from exports.vocabulary import levels, vocabulary, without_count
from models.record import Record

Sureness = Literal["sure", "ask", "unknown"]

_NUMBER_WORDS = {"序号", "编号", "行号", "序", "no", "no."}
_OF_WHICH = re.compile(r"^其中[:：]?")
_NEUTRAL = ("基本", "个人", "总体", "其他", "有关", "相关")
_LIMIT = re.compile(r"(?:限|不超过|少于|控制在|≤)(\d+)(?:个)?字|(\d+)(?:个)?字(?:以内|以下|左右)")


@dataclass
class Match:
    """What a header means: the source taken (None: left blank), how sure, and what else it might be."""

    source: str | None
    sureness: Sureness
    others: list[str] = field(default_factory=list)
    # What a person's choice for the header is kept under, and the period that the header names.
    key: str = field(default="", compare=False)
    period: str = field(default="", compare=False)


class Matcher:
    """Looks header paths up among the sources of one subject."""

    def __init__(
        self,
        sources: Sources,
        record: type[Record],
        learnt: Mapping[str, str | None] | None = None,
    ) -> None:
        """`learnt`: what people chose earlier, header_key → source or None for a column to be left blank."""
        self._sources = sources
        self._learnt = learnt or {}
        self._vocabulary = vocabulary(sources)
        self._look = self._vocabulary.look
        groups = {header_word(each.group) for each in record.fields() if each.group}
        self._neutral = groups | {header_word(record.label)} | set(_NEUTRAL)

    def find(self, path: Sequence[str], left: Sequence[str] = ()) -> Match:
        """What the header path (group first) means. `left` is the path of the column before it: 其中 refers to it."""
        whole = _of_which(path, left)
        match = self._meant(path, left, header_key(whole))
        match.key, match.period = header_key(whole), split_period(whole)[1]
        return match

    def _meant(self, path: Sequence[str], left: Sequence[str], key: str) -> Match:
        if header_word(path[-1]) in _NUMBER_WORDS:
            return Match(NUMBER, "sure")
        chosen = self._learnt.get(key, "")
        if chosen is None or chosen in self._sources:
            return Match(chosen, "sure")
        found = self._find(path, left)
        if found.sureness == "sure":
            return found
        rest, period = split_period(_of_which(path, left))
        inside = self._find(rest, ()) if period else found
        if inside.source is None or inside.sureness != "sure" or not period:
            return found
        if period == "this:":
            return inside
        figure = self._sources[inside.source].figure
        if figure is not None and not figure.dated:  # an organisation's card says only what is so now
            return Match(None, "ask", [inside.source])
        name = f"{inside.source}@{period}"
        return Match(name, "sure", inside.others) if name in self._sources else found

    def _find(self, path: Sequence[str], left: Sequence[str]) -> Match:
        written, path = path, _of_which(path, left)
        if tuple(written) != path and not self._look(path) and (found := self._look(written)):
            # 其中团员数 is the name of a field; 其中女 belongs to what the column before it counts.
            own = self._sources[found[0]].figure is None or self._counts_alike(found[0], left)
            return Match(found[0], "sure" if own else "ask", found[1:])
        for candidate, dropped in _candidates(path):
            found = self._look(candidate)
            if found:
                source = self._sources[found[0]]
                sure = all(self._is_neutral(group, source) for group in dropped)
                if dropped and tuple(written) != path and source.figure is not None:
                    # Under a heading that says nothing, 其中女 is of what the column before it counts.
                    sure = sure and self._counts_alike(found[0], left)
                return Match(found[0], "sure" if sure else "ask", found[1:])
        near = self._vocabulary.near(path)
        return Match(near[0], "ask", near[1:]) if near else Match(None, "unknown")

    def _counts_alike(self, name: str, left: Sequence[str]) -> bool:
        """Whether the column before counts the same kind of record."""
        before = (self._look(left) or self._look(left[-1:])) if left else []
        one, other = self._sources[name].figure, self._sources[before[0]].figure if before else None
        return one is not None and other is not None and one.record is other.record

    def _is_neutral(self, group: str, source: Source) -> bool:
        """Whether a heading says nothing that changes the meaning: 基本情况, 活动情况 over figures of activities."""
        word = header_word(group)
        neutral = self._neutral | ({source.figure.record.label} if source.figure else set())
        return word in neutral or without_count(word) in neutral


def header_key(path: Sequence[str]) -> str:
    """The same for all headers that read alike: what a person's choice is kept under."""
    return "/".join(levels(path))


def stated_limit(header: str) -> int | None:
    """The greatest number of characters that a header states: 主要事迹（限200字以内）."""
    found = _LIMIT.search(squash(header))
    return int(found[1] or found[2]) if found else None


def _of_which(path: Sequence[str], left: Sequence[str]) -> tuple[str, ...]:
    """The path without 其中; where no group stands above it, it belongs to the column before it."""
    words = [level for level in path if header_word(level) != "其中"]
    if not words:
        return tuple(path)
    leaf = _OF_WHICH.sub("", squash(words[-1]))
    of_which = leaf != squash(words[-1]) or len(words) < len(path)
    above = list(words[:-1])
    if of_which and not above and left:
        above = [left[0]]
    return (*above, leaf if of_which else words[-1])


def _candidates(path: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """The ways to read a path, the fullest first, each with the headings that it leaves out."""
    for depth in range(len(path) - 1):
        yield path[depth:], path[:depth]
    leaf = header_word(path[-1])
    for at in range(len(path) - 2, -1, -1):
        word = header_word(path[at])
        others = [*path[:at], *path[at + 1 : -1]]
        yield [word + leaf], others
        yield [without_count(word) + leaf], others
    yield path[-1:], path[:-1]
