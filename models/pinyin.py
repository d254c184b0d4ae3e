"""Chinese text by its readings: sort keys, and finding what was typed in pinyin, initials, characters or a mix."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).with_name("pinyin_table.txt")
# Sort keys put the place of a reading here, above the letters of every script and below nothing that sorts.
_PLACES = 0xE000
_DIGITS = re.compile("0*([0-9]+)")
# Code points that are no characters stand for compound surnames' characters, which read otherwise elsewhere.
_STAND_IN = 0xFDD0


class _Table(NamedTuple):
    usual: dict[str, str]  # character -> numbered syllable, "zhang1"
    also: dict[str, tuple[str, ...]]  # its other readings, those as a surname included
    surnames: dict[str, str]  # only where the reading differs from the usual one
    compounds: dict[str, tuple[str, ...]]
    places: dict[str, str]  # numbered syllable -> the character that sorts it


@cache
def _table() -> _Table:
    """The readings made by scripts/make_pinyin_table.py; read when first needed, in a few milliseconds."""
    sections: dict[str, list[list[str]]] = defaultdict(list)
    section: list[list[str]] = []
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = sections[line]
        elif not line.startswith("#"):
            section.append(line.split())
    usual: dict[str, str] = {}
    for reading, characters in sections["[usual]"]:
        usual.update(dict.fromkeys(characters, reading))
    surnames = {character: reading for reading, characters in sections["[surnames]"] for character in characters}
    also: dict[str, tuple[str, ...]] = {}
    for reading, characters in chain(sections["[also]"], sections["[surnames]"]):
        for character in characters:
            also[character] = (*also.get(character, ()), reading)
    compounds = {name: tuple(readings) for name, *readings in sections["[compound surnames]"]}
    used = {reading for rows in sections.values() for _, *rest in rows for reading in rest}
    places = {}
    return _Table(usual, also, surnames, compounds, places)
