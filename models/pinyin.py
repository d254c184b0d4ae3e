"""Chinese text by its readings: sort keys, and finding what was typed in pinyin, initials or characters."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).with_name("pinyin_table.txt")

# Sort keys put a reading's place in the private use area: above the letters of all scripts
_FIRST_PLACE, _LAST_PLACE = 0xE000, chr(0xF8FF)
_HAN = 0x3400
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_DIGITS = re.compile("0*([0-9]+)")

# Code points that are no characters stand for those of compound surnames, which are read otherwise elsewhere
_STAND_INS = 0xFDD0


class _Table(NamedTuple):
    usual: dict[str, str]  # a character's reading, numbered: "zhang1"
    also: dict[str, list[str]]  # its other readings, that as a surname included
    surnames: dict[str, str]  # only where it differs from the usual one
    compounds: dict[str, list[str]]


@cache
def _table() -> _Table:
    """The readings that scripts/make_pinyin_table.py wrote; read when first needed, in a few milliseconds."""
    table = _Table({}, defaultdict(list), {}, {})
    section = ""
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        key, _, rest = line.partition(" ")
        if line.startswith("["):
            section = line
        elif section == "[usual]":
            table.usual.update(dict.fromkeys(rest, key))
        elif section == "[compound surnames]":
            table.compounds[key] = rest.split()
        elif section:
            for character in rest:
                table.also[character].append(key)
                if section == "[surnames]":
                    table.surnames[character] = key
    return table


def fold(text: str) -> str:
    """Text as searches compare it: NFKC, so that full width is half, and without difference of case."""
    return unicodedata.normalize("NFKC", text).casefold()


# --- sorting


@cache
def _places() -> dict[str, str]:
    """A numbered reading's place in the order of syllables and tones, as a character."""
    table = _table()
    readings = {*table.usual.values(), *chain(*table.also.values()), *chain(*table.compounds.values())}
    return {reading: chr(_FIRST_PLACE + number) for number, reading in enumerate(sorted(readings))}


class _SortedSigns(dict[int, str]):
    """For str.translate: a Chinese character preceded by its reading's place; filled as characters come."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        reading = _table().usual.get(sign)
        if reading is not None:
            key = _places()[reading] + sign
        else:
            key = _LAST_PLACE + sign if code >= _HAN else sign
        self[code] = key
        return key


_sorted_signs = _SortedSigns()


@lru_cache(maxsize=1 << 17)
def text_key(text: str) -> str:
    """Sorts text by syllable and tone, then character; numbers in it by their size (第2 before 第10)."""
    text = fold(text)
    return _DIGITS.sub(_by_length, text).translate(_sorted_signs)


def _by_length(digits: re.Match[str]) -> str:
    return chr(ord("0") + len(digits[1])) + digits[1]


@lru_cache(maxsize=1 << 17)
def name_key(name: str) -> str:
    """Like text_key, for persons' names: the surname is read as a surname (单 shàn, 仇 qiú, 尉迟 yù chí)."""
    name = fold(name)
    table = _table()
    readings = table.compounds.get(name[:2], []) if len(name) > 2 else []
    if not readings and name[:1] in table.surnames:
        readings = [table.surnames[name[0]]]
    surname = "".join(_places()[reading] + sign for reading, sign in zip(readings, name, strict=False))
    return surname + name[len(readings) :].translate(_sorted_signs)


# --- searching
#
# Text to be searched becomes tokens, one a character: its readings, each beginning with a capital, then the
# character and a comma: 单三 is "DanShan单,San三,". A query becomes a pattern over it: its first letter is
# a capital, every further one either continues the syllable or is the capital in the next token.


class _Tokens(dict[int, str]):
    """For str.translate: the token of each character; filled as characters come."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        table = _table()
        if sign in table.usual:
            syllables = dict.fromkeys(
                reading[:-1] for reading in (table.usual[sign], *table.also.get(sign, ()))
            )
            token = "".join(syllable.capitalize() for syllable in syllables) + sign + ","
        elif sign.isalnum():
            token = ("V" if sign == "ü" else sign.upper() if sign.isascii() else sign) + ","
        else:
            token = sign if sign == "\n" else ""
        self[code] = token
        return token


@cache
def _token_table() -> tuple[_Tokens, list[tuple[str, str]]]:
    tokens = _Tokens()
    stand_ins = []
    code = _STAND_INS
    for name, readings in _table().compounds.items():
        for sign, reading in zip(name, readings, strict=True):
            tokens[code] = f"{reading[:-1].capitalize()}{sign},"
            code += 1
        stand_ins.append((name, chr(code - 2) + chr(code - 1)))
    return tokens, stand_ins


def _tokens(folded: str) -> str:
    tokens, stand_ins = _token_table()
    for name, stand_in in stand_ins:
        folded = folded.replace(name, stand_in)
    return folded.translate(tokens)


_REST = "[^,\n]*,[^,=]*"  # the rest of this token, and whatever is before the next one's match


@lru_cache(maxsize=256)
def _pattern(folded: str) -> str:
    """A folded query's pattern over tokens; "" for one without letters, which plain text finds as well."""
    pattern = ""
    new_syllable = False
    letters = False
    for sign in folded.replace("ü", "v"):
        if not sign.isalnum():  # a blank or ' between syllables
            new_syllable = bool(pattern)
            continue
        if "a" <= sign <= "z":
            letters = True
            next_one = _REST + sign.upper()
            pattern += sign.upper() if not pattern else next_one if new_syllable else f"(?:{sign}|{next_one})"
        else:
            pattern += _REST + sign if pattern else sign
        new_syllable = False
    return pattern if letters else ""


def matches(query: str, text: str) -> bool:
    """Whether `text` is found by `query`: as Index.search finds it."""
    query = fold(query).strip()
    return _is_in(query, text) or all(_is_in(word, text) for word in query.split())


def _is_in(query: str, text: str) -> bool:
    folded, tokens = _searchable(text)
    pattern = _pattern(query)
    return query in folded or bool(pattern and re.search(pattern, tokens))


@lru_cache(maxsize=1 << 14)
def _searchable(text: str) -> tuple[str, str]:
    folded = fold(text)
    return folded, "\n".join(_tokens(word) for word in folded.split())


class Index:
    """Finds among rows what is typed: as plain text, or by pinyin in names and titles.

    A row is the plain text of all its columns, folded (see fold), and its names and titles with blanks
    between them. The rows do not change; a new list has a new index.
    """

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        self._rows = rows
        self._prepared = 0  # rows
        # What of the plain texts is ASCII, in which digits and letters are found twice as fast.
        self._ascii: list[str] = []
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._positions: list[list[int]] = []  # of each word's rows, by the word's number
        self._parts: list[str] = []  # lines of a word's tokens, "=" and its number
        self._found: dict[str, Sequence[int]] = {"": range(len(rows))}

    def prepare(self, rows: int | None = None) -> bool:
        """Take the next rows, by default all, into the index; whether it is complete.

        A search completes it. A long list does so in slices while idle (5,000 rows in about 16 ms), so that
        the first key stroke is as quick as the others.
        """
        stop = len(self._rows) if rows is None else min(self._prepared + rows, len(self._rows))
        known = len(self._by_word)
        for position in range(self._prepared, stop):
            plain, names = self._rows[position]
            self._ascii.append(_NOT_ASCII.sub("\n", plain))
            for word in names.split():
                self._by_word[word].append(position)
        self._prepared = stop
        if len(self._by_word) > known:
            lines = _tokens(fold("\n".join(islice(self._by_word, known, None)))).split("\n")
            self._parts.append("".join(f"{line}={number}\n" for number, line in enumerate(lines, known)))
            self._positions.extend(islice(self._by_word.values(), known, None))
        return stop == len(self._rows)

    def search(self, query: str) -> list[int]:
        """The ascending positions of the rows that are found; all for a blank query.

        Letters count as pinyin where each begins a syllable or goes on with one: zhangsan, zs, zhangs and
        张s find 张三, but hao does not find 赵. Blanks begin a syllable; when nothing is found so, the words
        between them must all be found somewhere in the row.
        """
        self.prepare()
        query = fold(query).strip()
        found = self._find(query)
        words = query.split()
        if not found and len(words) > 1:
            found = self._find(words[0])
            for word in words[1:]:
                found = self._scan(word, found)
        return list(found)

    def _find(self, query: str) -> Sequence[int]:
        """What the whole query finds, among what its beginning found when it was typed."""
        if query not in self._found:
            # of the last query only the beginnings are worth keeping
            self._found = {key: rows for key, rows in self._found.items() if query.startswith(key)}
            # a beginning without letters was sought as plain text only, and found less than pinyin may
            wider = [key for key in self._found if not key or _pattern(key) or not _pattern(query)]
            self._found[query] = self._scan(query, self._found[max(wider, key=len)])
        return self._found[query]

    def _scan(self, query: str, among: Sequence[int]) -> list[int]:
        by_pinyin = bytearray(len(self._rows))
        if pattern := _pattern(query):
            search = re.compile(pattern + "[^=]*=([0-9]*)")
            for number in chain.from_iterable(map(search.findall, self._parts)):
                for position in self._positions[int(number)]:
                    by_pinyin[position] = True
        if query.isascii():
            texts = self._ascii
            return [position for position in among if by_pinyin[position] or query in texts[position]]
        return [position for position in among if by_pinyin[position] or query in self._rows[position][0]]
