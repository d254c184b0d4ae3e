"""Near words come out as from comparing with each one; what was prepared once is not made again."""

from __future__ import annotations

import difflib

from hypothesis import given
from hypothesis import strategies as st

from exports.sources import Sources
from exports.subjects import SUBJECTS
from exports.vocabulary import Vocabulary, levels, vocabulary
from models.store import Store

WORDS = st.text(alphabet="团员人数活动次志愿服务时长女", min_size=1, max_size=7)


def compared_with_each(words: dict[str, tuple[str, ...]], word: str, leaf: str) -> list[str]:
    """The same as `near`, word by word."""
    first: dict[str, str] = {}
    for name, each in words.items():
        for plain in each:
            first.setdefault("/".join(levels(plain.split("/"))), name)
    rated: dict[str, float] = {}
    for plain, name in first.items():
        ratio = max(difflib.SequenceMatcher(None, text, plain).ratio() for text in (word, leaf))
        if len(plain) >= 3 and (plain in leaf or (len(leaf) >= 3 and leaf in plain)):
            ratio = max(ratio, 0.7)
        if ratio > 0.66:
            rated[name] = max(rated.get(name, 0), ratio)
    return sorted(rated, key=lambda name: -rated[name])[:3]


@given(words=st.lists(WORDS, min_size=1, max_size=12), group=WORDS, leaf=WORDS)
def test_near_words_are_those_of_a_comparison_with_each(words: list[str], group: str, leaf: str) -> None:
    named = {str(number): (word,) for number, word in enumerate(words)}
    expected = compared_with_each(named, group + leaf, leaf) if len(leaf) > 1 else []
    assert Vocabulary(named.items()).near((group, leaf)) == expected


def test_the_same_words_are_prepared_once(store: Store) -> None:
    for each in SUBJECTS:
        assert vocabulary(each.sources()) is vocabulary(each.sources())
    branches = SUBJECTS[1].sources()
    fewer = Sources(list(branches.values())[1:])
    assert vocabulary(fewer) is not vocabulary(branches)
