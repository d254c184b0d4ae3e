"""What else in a workbook names rows, and moves with them: merges, formats, drawings, tables, names …"""

from __future__ import annotations

import re
from collections.abc import Callable

from exports.package import escape, unescape
from exports.sheet_formula import moved, moved_reference
from exports.sheet_moves import RowMoves
from exports.sheet_xml import Area, area_of, escape_text

# Elements whose `ref` is a place, and whether it must reach over rows put in like its own.
_REFS = {
    "autoFilter": True,
    "sortState": True,
    "sortCondition": True,
    "hyperlink": False,
    "table": True,
    "comment": False,
    "threadedComment": False,
}


def shifted_tail(tail: str, moves: RowMoves, name: str) -> str:
    """Everything of a worksheet's XML after its rows, for the sheet of this name whose rows moved."""
    if not moves:
        return tail
    tail = _merges(tail, moves)
    tail = _elements(tail, "conditionalFormatting", lambda xml: _with_areas(xml, moves))
    tail = _elements(tail, "dataValidation", lambda xml: _with_areas(xml, moves))
    tail = _elements(tail, "sparkline", lambda xml: _with_areas(xml, moves))
    for element in ("protectedRange", "ignoredError"):
        tail = _elements(tail, element, lambda xml: _with_areas(xml, moves))
    tail = shifted_refs(tail, moves)
    for element in ("formula", "formula1", "formula2", "f"):
        tail = _formulas(tail, element, moves, name)
    tail = re.sub(
        r"(<(?:\w+:)?hyperlink\b[^>]*\blocation=\")([^\"]*)(\")",
        lambda found: found[1] + _formula(found[2], moves, name, own_sheet=False) + found[3],
        tail,
    )
    tail = re.sub(
        r"(<(?:\w+:)?rowBreaks\b.*?</(?:\w+:)?rowBreaks>)",
        lambda found: _breaks(found[1], moves),
        tail,
        flags=re.DOTALL,
    )
    return _counted(tail)


def shifted_refs(xml: str, moves: RowMoves) -> str:
    """The `ref` of tables, filters, links and comments; a link on rows taken out goes."""

    def change(found: re.Match[str]) -> str:
        new = moved_reference(found[4], moves, grow=_REFS[found[2]])
        return f"{found[1]}{new}{found[5]}" if new else found[0]

    def link(xml: str) -> str:
        place = re.search(r"\bref=[\"']([^\"']+)", xml)
        return xml if place and moved_reference(place[1], moves, grow=False) else ""

    names = "|".join(_REFS)
    xml = _elements(xml, "hyperlink", link)
    return re.sub(rf"(<(?:\w+:)?({names})\b[^>]*?\bref=(\"|'))([^\"']+)(\3)", change, xml)


def shifted_drawing(xml: str, moves: RowMoves) -> str:
    """The anchors of pictures, text boxes, charts and shapes. Rows count from 0 here."""

    def anchor(found: re.Match[str]) -> str:
        whole = found[0]
        rows = [int(row) for row in re.findall(r"<(?:\w+:)?row>(\d+)</(?:\w+:)?row>", whole)]
        kind = re.search(r"\beditAs=[\"'](\w+)[\"']", whole[: whole.index(">")])
        if not rows or (kind and kind[1] == "absolute"):
            return whole
        new = [_row_from_zero(row, moves) for row in rows]
        if kind and kind[1] == "oneCell":  # it moves with its first cell and keeps its size
            new = [new[0] + row - rows[0] for row in rows]
        follow = iter(new)
        return re.sub(
            r"(<(?:\w+:)?row>)\d+(</(?:\w+:)?row>)", lambda row: f"{row[1]}{next(follow)}{row[2]}", whole
        )

    pattern = r"<(\w+:)?(twoCellAnchor|oneCellAnchor)\b.*?</(?:\w+:)?\2>"
    return re.sub(pattern, anchor, xml, flags=re.DOTALL)


def shifted_vml(xml: str, moves: RowMoves) -> str:
    """The boxes of old-style comments and form controls."""

    def anchor(found: re.Match[str]) -> str:
        numbers = [int(number) for number in re.split(r"\s*,\s*", found[2].strip())]
        if len(numbers) == 8:
            numbers[2], numbers[6] = _row_from_zero(numbers[2], moves), _row_from_zero(numbers[6], moves)
        return found[1] + ", ".join(map(str, numbers)) + found[3]

    xml = re.sub(r"(<x:Anchor>)([\d\s,]+)(</x:Anchor>)", anchor, xml)
    return re.sub(
        r"(<x:Row>)(\d+)(</x:Row>)",
        lambda found: found[1] + str(_row_from_zero(int(found[2]), moves)) + found[3],
        xml,
    )


def shifted_formulas(xml: str, element: str, moves: RowMoves, name: str) -> str:
    """The formulas in elements of that name of another part (a chart's `f`), for the sheet `name`."""
    return _formulas(xml, element, moves, name, own_sheet=False)


def shifted_names(workbook: str, moves: RowMoves, name: str) -> str:
    """Print area, print titles and all other defined names of a workbook's XML."""

    def change(found: re.Match[str]) -> str:
        return found[1] + _formula(found[2], moves, name, own_sheet=False) + found[3]

    return re.sub(r"(<(?:\w+:)?definedName\b[^>]*>)([^<]*)(</)", change, workbook)


def shifted_chain(chain: str, moves: RowMoves, sheet_id: str, added: list[str]) -> str:
    """The calculation chain: cells at their new places, those gone left out, new ones at the end."""
    current = ""

    def change(found: re.Match[str]) -> str:
        nonlocal current
        tag = found[0]
        own = re.search(r"\bi=\"(\d+)\"", tag)
        current = own[1] if own else current
        if not own:  # an entry without sheet takes that of the one before, which may go
            tag = tag.replace("<c ", f'<c i="{current}" ', 1)
        if current != sheet_id:
            return tag
        place = re.search(r"\br=\"([A-Z]+\d+)\"", tag)
        new = moved_reference(place[1], moves, grow=False) if place else None
        return tag.replace(f'r="{place[1]}"', f'r="{new}"') if place and new else ""

    chain = re.sub(r"<c\b[^>]*/>", change, chain)
    entries = [f'<c r="{reference}" i="{sheet_id}"/>' for reference in added]
    return chain.replace("</calcChain>", "".join(entries) + "</calcChain>")


def merge_copies(merges: list[Area], moves: RowMoves) -> list[Area]:
    """The merges inside one row, again for every row put in like it."""
    copies = []
    for pattern, rows in moves.copies():
        alike = [area for area in merges if area.first_row == area.last_row == pattern]
        copies += [Area(row, area.first_column, row, area.last_column) for row in rows for area in alike]
    return copies


def _merges(tail: str, moves: RowMoves) -> str:
    tag = re.compile(r"<((?:\w+:)?)mergeCell\b[^>]*\bref=[\"']([^\"']+)[\"'][^>]*/>")
    found = tag.search(tail)
    if found is None:
        return tail
    prefix = found[1]
    old: list[Area] = []

    def change(match: re.Match[str]) -> str:
        old.append(area_of(match[2]))
        new = moved_reference(match[2], moves, grow=False)
        # A merge of which one cell is left is none.
        if new is None or ":" not in new or len(set(new.split(":"))) == 1:
            return ""
        return f'<{prefix}mergeCell ref="{new}"/>'

    tail = tag.sub(change, tail)
    copies = "".join(f'<{prefix}mergeCell ref="{area.text()}"/>' for area in merge_copies(old, moves))
    return tail.replace(f"</{prefix}mergeCells>", f"{copies}</{prefix}mergeCells>", 1)


def _elements(xml: str, name: str, change: Callable[[str], str]) -> str:
    pattern = rf"<((?:\w+:)?{name})\b(?:[^>/]|/(?!>))*(?:/>|>.*?</\1>)"
    return re.sub(pattern, lambda found: change(found[0]), xml, flags=re.DOTALL)


def _with_areas(xml: str, moves: RowMoves) -> str:
    """An element with its sqref moved; nothing when none of its places is left."""
    gone = False

    def change(found: re.Match[str]) -> str:
        nonlocal gone
        kept = [new for part in found[2].split() if (new := _moved_area(part, moves))]
        gone = gone or not kept
        return found[1] + " ".join(kept) + found[3]

    xml = re.sub(r"(\bsqref=[\"'])([^\"']*)([\"'])", change, xml)
    xml = re.sub(r"(<(?:\w+:)?sqref>)([^<]*)(</(?:\w+:)?sqref>)", change, xml)
    return "" if gone else xml


def _moved_area(reference: str, moves: RowMoves) -> str | None:
    """An area of a rule; that of one cell may have to become larger."""
    new = moved_reference(reference if ":" in reference else f"{reference}:{reference}", moves, grow=True)
    first, _, last = (new or "").partition(":")
    return first if first == last and ":" not in reference else new


def _formulas(xml: str, element: str, moves: RowMoves, name: str, *, own_sheet: bool = True) -> str:
    def change(found: re.Match[str]) -> str:
        return found[1] + _formula(found[2], moves, name, own_sheet=own_sheet) + found[3]

    return re.sub(rf"(<(?:\w+:)?{element}(?:\s[^>]*)?>)([^<]*)(</)", change, xml)


def _formula(written: str, moves: RowMoves, name: str, *, own_sheet: bool = True) -> str:
    old = unescape(written)
    new = moved(old, moves, own_sheet=own_sheet, names=name)
    return written if new == old else (escape(new) if '"' in written else escape_text(new))


def _breaks(xml: str, moves: RowMoves) -> str:
    def change(found: re.Match[str]) -> str:
        new = moves.row(int(found[2]))
        return f"{found[1]}{new}{found[3]}" if new else ""

    xml = re.sub(r"(<(?:\w+:)?brk\b[^>]*?\bid=\")(\d+)(\"[^>]*/>)", change, xml)
    count = len(re.findall(r"<(?:\w+:)?brk\b", xml))
    manual = len(re.findall(r"<(?:\w+:)?brk\b[^>]*\bman=\"1\"", xml))
    xml = re.sub(r"(<(?:\w+:)?rowBreaks\b[^>]*?\bcount=\")\d+", rf"\g<1>{count}", xml)
    return re.sub(r"(<(?:\w+:)?rowBreaks\b[^>]*?\bmanualBreakCount=\")\d+", rf"\g<1>{manual}", xml)


def _counted(tail: str) -> str:
    """The counts of merges and validations right again; an empty list of them goes, Excel refuses it."""
    for many, one in (
        ("mergeCells", "mergeCell"),
        ("dataValidations", "dataValidation"),
        ("hyperlinks", "hyperlink"),
    ):
        pattern = rf"<((?:\w+:)?){many}\b[^>]*>.*?</\1{many}>"

        def change(found: re.Match[str], one: str = one) -> str:
            count = len(re.findall(rf"<(?:\w+:)?{one}\b", found[0]))
            return re.sub(r"(\bcount=\")\d+", rf"\g<1>{count}", found[0], count=1) if count else ""

        tail = re.sub(pattern, change, tail, flags=re.DOTALL)
    return tail


def _row_from_zero(row: int, moves: RowMoves) -> int:
    """A row counted from 0 after the move; of a row taken out, the place where it was."""
    new = moves.row(row + 1)
    while new is None:
        row -= 1
        new = moves.row(row + 1) if row >= 0 else 1
    return new - 1
