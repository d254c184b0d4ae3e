"""The words that the sources of a subject answer to, prepared for looking header texts up and for finding near ones."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from exports.headers import Names, header_word, squash
from exports.sources import Sources

_ALIKE = 0.66  # from here on a word is proposed for a header (difflib's ratio)
_REMEMBERED = 64  # subjects, each once for every state of the office's dictionaries
# “团员数”, “团员人数”, “团员情况” over 男 | 女 all mean the same group.
_COUNT_END = re.compile(r"(总人数|总数|人数|数量|情况|统计|数)$")
_SIGNS = re.compile(r"[\W_]+")


class Vocabulary:
    """Word → the names of the sources that answer to it; made by `vocabulary`, which remembers it."""

    def __init__(self, words: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        """`words`: each source's name and words, in the order in which they are meant."""
        named = dict(words)
        self.names = Names(named)
        self._exact: dict[str, list[str]] = {}
        self._cut: dict[str, list[str]] = {}
        for name, each in named.items():
            for word in each:
                parts = word.split("/")
                _add(self._exact, "/".join(map(squash, parts)), name)
                _add(self._cut, "/".join(levels(parts)), name)
        self._plain = [(key.replace("/", ""), names[0]) for key, names in self._cut.items()]
        # Sign → the words that have it, and how often: comparing is dear, and most words share too few signs.
        self._having: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, (plain, _) in enumerate(self._plain):
            for sign, times in Counter(plain).items():
                self._having[sign].append((place, times))
        self._near: dict[tuple[str, str], list[str]] = {}

    def look(self, path: Sequence[str]) -> list[str]:
        """The sources that answer to exactly this path, else to it with its hints cut."""
        exact = self._exact.get("/".join(map(squash, path)))
        return exact or self._cut.get("/".join(levels(path)), [])

    def near(self, path: Sequence[str]) -> list[str]:
        """Up to three sources whose words are like the header's, the likest first; never more than a proposal."""
        leaf = _SIGNS.sub("", header_word(path[-1]))
        if len(leaf) < 2:
            return []
        word = _SIGNS.sub("", "".join(map(header_word, path[-2:])))
        if (word, leaf) not in self._near:
            self._near[word, leaf] = self._rated(word, leaf)
        return self._near[word, leaf]

    def _rated(self, word: str, leaf: str) -> list[str]:
        ratios: dict[int, float] = defaultdict(float)
        for text in {word, leaf}:
            for place, shared in self._sharing(text).items():
                plain = self._plain[place][0]
                if 2 * shared > _ALIKE * (len(text) + len(plain)):
                    ratio = difflib.SequenceMatcher(None, text, plain).ratio()
                    ratios[place] = max(ratios[place], ratio)
                if text == leaf and len(plain) >= 3:
                    within = shared == len(plain) and plain in leaf
                    if within or (shared == len(leaf) >= 3 and leaf in plain):
                        ratios[place] = max(ratios[place], 0.7)
        rated: dict[str, float] = {}
        for place in sorted(ratios):
            if ratios[place] > _ALIKE:
                name = self._plain[place][1]
                rated[name] = max(rated.get(name, 0), ratios[place])
        return sorted(rated, key=lambda name: -rated[name])[:3]

    def _sharing(self, text: str) -> dict[int, int]:
        """Of each word that shares signs with the text how many, wherever they stand."""
        found: dict[int, int] = defaultdict(int)
        for sign, times in Counter(text).items():
            for place, own in self._having.get(sign, ()):
                found[place] += min(times, own)
        return found


def vocabulary(sources: Sources) -> Vocabulary:
    """The vocabulary of these sources, prepared once for the same names and words."""
    return _prepared(tuple((source.name, source.words) for source in sources.values()))


@lru_cache(maxsize=_REMEMBERED)
def _prepared(words: tuple[tuple[str, tuple[str, ...]], ...]) -> Vocabulary:
    return Vocabulary(words)


def levels(path: Iterable[str]) -> list[str]:
    """Words as they are compared; what stands above others without the word that says it is a count."""
    words = [header_word(level) for level in path]
    return [without_count(word) or word for word in words[:-1]] + words[-1:]


def without_count(word: str) -> str:
    """团员人数 → 团员."""
    return _COUNT_END.sub("", word)


def _add(table: dict[str, list[str]], key: str, name: str) -> None:
    names = table.setdefault(key, [])
    if name not in names:
        names.append(name)
