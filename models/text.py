"""Plain text as people type it: blanks, widths and near-misses."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

_BLANKS = re.compile(r"\s+")
_HINT = re.compile(r"[（(【\[][^（(【\[）)】\]]*[）)】\]]")


def tidy(text: str) -> str:
    """One line without control characters, outer blanks or doubled inner blanks; None-like blanks become ''."""
    return _BLANKS.sub(" ", text.replace("\u200b", "").replace("\ufeff", "")).strip()


def tidy_lines(text: str) -> str:
    """Several lines, each without trailing blanks; line breaks of every system become one kind."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u200b", "").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


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
    return difflib.get_close_matches(text, list(candidates), n=count, cutoff=0.4)
