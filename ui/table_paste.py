"""Lines of cells as they lie on the clipboard when they were copied from Excel or WPS."""

from __future__ import annotations

import re

# A cell in quotes, up to the tab or line end behind it. Excel quotes only what holds a tab, a line break or a quote.
_IN_QUOTES = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r?\n|\Z)')
_PLAIN = re.compile(r"[^\t\r\n]*")


def cells_of(text: str) -> list[list[str]]:
    """The cells of a tab-separated text, line by line; blank lines at the end are left out."""
    lines: list[list[str]] = [[]]
    at = 0
    while at <= len(text):
        found = _IN_QUOTES.match(text, at)
        if found is not None and any(mark in found[1] for mark in ("\t", "\r", "\n", '""')):
            cell = found[1].replace('""', '"')
        else:
            found = _PLAIN.match(text, at)
            assert found is not None
            cell = found[0]
        lines[-1].append(cell)
        at = found.end()
        if text[at : at + 1] == "\t":
            at += 1
        elif at < len(text):
            at += 2 if text.startswith("\r\n", at) else 1
            lines.append([])
        else:
            break
    while lines and not any(cell.strip() for cell in lines[-1]):
        lines.pop()
    return lines
