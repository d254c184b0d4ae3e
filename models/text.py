"""Plain text as people type it: blanks, widths and near-misses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_BLANKS = re.compile(r"\s+")
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Controls, halves of surrogate pairs and non-characters: neither SQLite nor a workbook holds them; and blanks
# of no width, which nobody can see.
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u200b\ufeff\ud800-\udfff\ufffe\uffff]")
_HINT = re.compile(r"[（(【\[][^（(【\[）)】\]]*[）)】\]]")


def tidy(text: str) -> str:
    """One line without control characters, outer blanks or doubled inner blanks; None-like blanks become ''."""
    if text.isprintable() and "  " not in text:  # nearly every cell, and four times as quick
        return text.strip(" ")
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()


def tidy_lines(text: str) -> str:
    """Several lines, each without trailing blanks; line breaks of every system become one kind."""
    lines = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def quoted(text: str, longest: int = 30) -> str:
    """The text in quotation marks as messages name a value: one line, cut when it is long."""
    text = tidy(text)
    return f"“{text if len(text) <= longest else text[:longest] + '…'}”"


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as their usual forms (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def squash(text: str) -> str:
    """For comparing names: NFKC, no blanks at all, case folded."""
    return _BLANKS.sub("", half_width(text)).casefold()


def header_word(text: str) -> str:
    """A column's name as it is compared: squashed, with bracketed hints and closing colons cut."""
    return _HINT.sub("", squash(text)).rstrip(":：*").strip()


def nearest(text: str, candidates: Iterable[str], count: int = 3) -> list[str]:
    """Up to `count` of the candidates that are most like `text`, best first; none when nothing is near."""
    # Wanted for what is refused only, and the start waits for every import.
    import difflib

    return difflib.get_close_matches(text, list(candidates), n=count, cutoff=0.4)
