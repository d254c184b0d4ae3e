"""How wide the columns of a printed table are, and how the paper lies: from what stands in them, so that nothing is cut."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from models.fields import Align

# Millimetres between the margins of A4 upright and lengthwise (resources/print/list.typ).
UPRIGHT, LENGTHWISE = 182.0, 269.0
SIZES = (10.0, 9.0, 8.0, 7.0)
_POINT = 0.3528  # millimetres
_PADDING = 2.6
_WIDEST = 26.0  # characters after which a text goes on in the next line
_WHOLE = 6.0  # so short a text is not broken
_LATIN = 0.56  # width of a letter or digit, of the square of a Chinese character
_RUN = re.compile(r"[!-~]+")


class Column(NamedTuple):
    """A printed column: its heading, how wide it is, and after how many letters or digits a run of them may break."""

    label: str
    width: float
    align: Align
    limit: int


class Layout(NamedTuple):
    """The columns of a table, the size of its letters in points, and whether the paper lies lengthwise."""

    columns: list[Column]
    size: float
    lengthwise: bool


def lay_out(
    labels: Sequence[str],
    aligns: Sequence[Align],
    rows: Sequence[Sequence[str]],
    room: float | None = None,
    at_least: Sequence[float] = (),
) -> Layout:
    """Columns for these texts: A4 upright where they have room there, else lengthwise and smaller as need be.

    With `room` (mm) the paper is given and only the letters get smaller. `at_least` are characters that a column is wide
    in any case.
    """
    wanted = [_characters(label, [row[at] for row in rows]) for at, label in enumerate(labels)]
    if at_least:
        wanted = [
            (max(low, given), max(high, given)) for (low, high), given in zip(wanted, at_least, strict=True)
        ]
    upright = room or UPRIGHT
    if room is None and _sum([most for _, most in wanted], SIZES[0]) > upright:
        narrow = len(labels) <= 5 and _sum([least for least, _ in wanted], SIZES[0]) <= upright
        upright = UPRIGHT if narrow else LENGTHWISE
    least = [least for least, _ in wanted]
    size = next((size for size in SIZES if _sum(least, size) <= upright), SIZES[-1])
    widths = _shared([(_mm(low, size), _mm(high, size)) for low, high in wanted], upright)
    columns = [
        Column(label, width, align, max(4, int((width - _PADDING) / (size * _POINT * _LATIN * 1.05))))
        for label, width, align in zip(labels, widths, aligns, strict=True)
    ]
    return Layout(columns, size, upright == LENGTHWISE)


def breadth(text: str) -> float:
    """How many Chinese characters a text is wide."""
    return sum(1.0 if sign > "\u2e7f" else _LATIN for sign in text)


def _characters(label: str, texts: Sequence[str]) -> tuple[float, float]:
    """The least width at which neither numbers nor short words break, and that at which nothing does."""
    least, most = float(math.ceil(breadth(label) / 2)), breadth(label)
    for text in set(texts):
        for line in text.split("\n"):
            width = breadth(line)
            most = max(most, width)
            if width <= _WHOLE:
                least = max(least, width)
            else:
                longest = max((len(run) for run in _RUN.findall(line)), default=0)
                least = max(least, min(_WIDEST, longest * _LATIN), _WHOLE)
    return least, min(most, max(_WIDEST, least))


def _mm(characters: float, size: float) -> float:
    return characters * size * _POINT + _PADDING


def _sum(characters: Sequence[float], size: float) -> float:
    return sum(_mm(each, size) for each in characters)


def _shared(wanted: Sequence[tuple[float, float]], room: float) -> list[float]:
    """Widths that fill the room exactly, each between the least and the most it wants as far as that can be."""
    least, most = sum(low for low, _ in wanted), sum(high for _, high in wanted)
    if most <= room:
        return [high * room / most for _, high in wanted]
    if least >= room:
        return [low * room / least for low, _ in wanted]
    part = (room - least) / (most - least)
    return [low + (high - low) * part for low, high in wanted]


def printed(layout: Layout) -> list[dict[str, str]]:
    """The columns as a template takes them: all as text, widths in millimetres."""
    return [
        {
            "label": column.label,
            "width": f"{column.width:.2f}",
            "align": column.align,
            "limit": str(column.limit),
        }
        for column in layout.columns
    ]
