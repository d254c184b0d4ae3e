"""Values as the XML of cells: text that stays text, numbers, flags; texts changed inside their formatting."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from exports.package import unescape
from exports.sheet_values import Value, tidy
from exports.sheet_xml import Cell, escape_text

LONGEST_TEXT = 32_767

# What cannot stand in <t> as it is: markup, control characters, blanks at the ends (kept only by xml:space),
# surrogates, and `_x000D_`, which Excel would take for a character.
UNSAFE = re.compile(r"[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]|^\s|\s$|_x[0-9A-Fa-f]{4}_")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def text_inner(text: str, prefix: str = "") -> str:
    """The inside of a text cell (`t="inlineStr"`). Text longer than a cell can hold is cut."""
    text = text[:LONGEST_TEXT]
    if UNSAFE.search(text):
        text = text.replace("\r\n", "\n")
        text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
        text = escape_text(_CONTROL.sub(_hexed, text))
        return f'<{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is>'
    return f"<{prefix}is><{prefix}t>{text}</{prefix}t></{prefix}is>"


def number_text(value: int | float) -> str:
    """A number as the XML holds it; it must be finite."""
    return repr(tidy(value)) if isinstance(value, float) else str(value)


def rest_of_cell(value: Value, prefix: str = "") -> str:
    """What follows `<c r=… s=…` for this value, up to and with the end of the element."""
    if isinstance(value, str) and value:
        return f' t="inlineStr">{text_inner(value, prefix)}</{prefix}c>'
    if isinstance(value, bool):
        return f' t="b"><{prefix}v>{int(value)}</{prefix}v></{prefix}c>'
    if isinstance(value, (int, float)):
        if not math.isfinite(value):
            return f' t="e"><{prefix}v>#NUM!</{prefix}v></{prefix}c>'
        return f"><{prefix}v>{number_text(value)}</{prefix}v></{prefix}c>"
    return "/>"


def with_value(cell: Cell, value: Value, prefix: str) -> Cell:
    """The cell with another value and the style it had."""
    attributes = {name: kept for name, kept in cell.attributes.items() if name in ("s", "ph")}
    if value is None or value == "":
        return Cell(cell.column, attributes)
    kind, _, inner = rest_of_cell(value, prefix).partition(">")
    if kind:
        attributes["t"] = kind.split('"')[1]
    return Cell(cell.column, attributes, inner.removesuffix(f"</{prefix}c>"))


def with_result(cell: Cell, value: Value, prefix: str, *, error: str = "", known: bool = True) -> Cell:
    """The formula cell with another cached result; without one when it is not known."""
    attributes = {name: kept for name, kept in cell.attributes.items() if name != "t"}
    inner = re.sub(rf"<{prefix}v\b.*?</{prefix}v>|<{prefix}v\s*/>", "", cell.inner, flags=re.DOTALL)
    if not known:
        return Cell(cell.column, attributes, inner)
    if error:
        attributes["t"], shown = "e", error
    elif isinstance(value, bool):
        attributes["t"], shown = "b", str(int(value))
    elif isinstance(value, str):
        attributes["t"], shown = "str", escape_text(_CONTROL.sub(_hexed, value))
    else:
        shown = number_text(value if value is not None else 0)
    return Cell(cell.column, attributes, f"{inner}<{prefix}v>{shown}</{prefix}v>")


Edit = tuple[int, int, str]  # from, to (in the plain text), what stands there instead


def edited(rich: str, edits: Sequence[Edit]) -> str:
    """A string's XML with parts of its plain text replaced; every run keeps its formatting.

    A replacement takes the formatting of the run in which it begins.
    """
    rich = re.sub(r"<(\w+:)?rPh\b.*?</(?:\w+:)?rPh>", "", rich, flags=re.DOTALL)
    pieces = list(_T.finditer(rich))
    out, place, offset = "", 0, 0
    for piece in pieces:
        text = unescape(piece[2])
        begin, end = offset, offset + len(text)
        for start, stop, new in sorted(edits, reverse=True):
            at_end = start == stop == end and piece is pieces[-1]
            if (start < end and stop > begin) or start == stop == begin or at_end:
                kept = new if begin <= start < end or at_end else ""
                text = text[: max(0, start - begin)] + kept + text[min(stop, end) - begin :]
        prefix = piece[1] or ""
        space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        out += f"{rich[place : piece.start()]}<{prefix}t{space}>{escape_text(text)}</{prefix}t>"
        place, offset = piece.end(), end
    return out + rich[place:]


def _hexed(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_" if ord(found[0]) < 0xD800 else "\ufffd"


_T = re.compile(r"<(\w+:)?t(?:\s[^>]*)?>(.*?)</(?:\w+:)?t>", re.DOTALL)
