"""A workbook filled in place: sheets patched, all that names their rows moved along, the rest as it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from exports.package import Content, Package, attributes, unescape
from exports.sheet_formula import refers_to
from exports.sheet_looks import Looks
from exports.sheet_patch import PatchedSheet, SheetChange
from exports.sheet_shift import (
    shifted_chain,
    shifted_drawing,
    shifted_formulas,
    shifted_names,
    shifted_refs,
    shifted_vml,
)
from exports.sheet_styles import Styles
from exports.sheet_xml import Area, Sheet, area_of, has_formula, parse_sheet, shared_strings
from models.errors import AppError


@dataclass(frozen=True)
class SheetPlace:
    """Where a worksheet stands in its workbook."""

    name: str
    part: str
    sheet_id: str
    hidden: bool


class Template:
    """A workbook to be filled, open as long as the package is. Raises AppError when it cannot be used."""

    def __init__(self, package: Package) -> None:
        self.package = package
        root = next((part for kind, part in package.related("").values() if kind == "officeDocument"), None)
        if root is None or not package.has(root):
            raise package.broken()
        self.workbook_part = root
        self.workbook_xml = package.xml(root)
        self._relations = package.related(root)
        self.places = self._find_sheets()
        if not self.places:
            raise AppError(f"“{package.file_name}”里没有工作表。", "请选择另一个文件。")
        styles = self._part_of_kind("styles")
        styles_xml = package.xml(styles) if styles else ""
        self.styles, self.looks = Styles(styles_xml), Looks(styles_xml)
        strings = self._part_of_kind("sharedStrings")
        self.strings = shared_strings(package.xml(strings)) if strings else []
        self._reshaped: dict[str, Sheet] = {}

    def sheet(self, name: str) -> Sheet:
        """The worksheet of that name, taken apart anew each time: a patch changes it."""
        if name in self._reshaped:
            return self._reshaped.pop(name)
        place = next(place for place in self.places if place.name == name)
        try:
            sheet = parse_sheet(name, place.part, self.package.xml(place.part), self.strings)
            sheet.tables = self._tables(place.part)
            return sheet
        except (ValueError, IndexError, KeyError) as error:
            raise self.package.broken() from error

    def reshape(self, name: str, sheet: Sheet) -> None:
        """Fill this sheet instead of the one in the package, once."""
        self._reshaped[name] = sheet

    def write(self, target: Path, changes: Mapping[str, SheetChange]) -> None:
        """Write the filled workbook. `changes` by sheet name; sheets without one stay as they are.

        Raises AppError when the target cannot be written or a part of the template is damaged.
        """
        book: dict[str, PatchedSheet] = {}
        for place in self.places:
            change = changes.get(place.name, SheetChange())
            book[place.name] = PatchedSheet(self.sheet(place.name), change, book)
        filled = {name for name in changes if name in book}
        parts: dict[str, Content] = {}
        for name in self._affected(filled, book):
            parts[book[name].sheet.part] = book[name].xml()
        workbook = self._recalculated() if self._has_formulas(book) else self.workbook_xml
        for name, sheet in book.items():
            if sheet.moves:
                workbook = shifted_names(workbook, sheet.moves, name)
                self._move_parts(name, sheet, parts)
        if workbook != self.workbook_xml:
            parts[self.workbook_part] = workbook.encode()
        self._move_chain(book, parts)
        self.package.write(target, parts)

    def _tables(self, part: str) -> list[Area]:
        """Where the rows of Excel's own tables on a sheet are."""
        found = []
        for kind, name in self.package.related(part).values():
            if kind == "table" and self.package.has(name):
                tag = re.search(r"<(?:\w+:)?table\b[^>]*>", self.package.xml(name))
                values = attributes(tag[0]) if tag else {}
                area = area_of(values["ref"])
                first = area.first_row + int(values.get("headerRowCount", "1"))
                last = area.last_row - int(values.get("totalsRowCount", "0"))
                found.append(Area(first, area.first_column, last, area.last_column))
        return found

    def _find_sheets(self) -> tuple[SheetPlace, ...]:
        found = []
        for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", self.workbook_xml):
            values = attributes(tag)
            relation = next((value for key, value in values.items() if key.endswith(":id")), "")
            kind, part = self._relations.get(relation, ("", ""))
            if kind == "worksheet" and self.package.has(part):
                hidden = values.get("state", "visible") != "visible"
                found.append(SheetPlace(values.get("name", ""), part, values.get("sheetId", ""), hidden))
        return tuple(found)

    def _part_of_kind(self, kind: str) -> str | None:
        found = (part for own, part in self._relations.values() if own == kind)
        return next((part for part in found if self.package.has(part)), None)

    def _affected(self, filled: set[str], book: dict[str, PatchedSheet]) -> set[str]:
        """The filled sheets and those whose formulas look at them, also over names and other sheets."""
        reached = set(filled)
        names = re.findall(r"<(?:\w+:)?definedName\b([^>]*)>([^<]*)<", self.workbook_xml)
        while True:
            words = reached | {
                attributes(tag).get("name", "")
                for tag, text in names
                if refers_to(unescape(text), frozenset(reached))
            }
            more = {
                name
                for name, sheet in book.items()
                if name not in reached and _looks_at(sheet.sheet, frozenset(words))
            }
            if not more:
                return reached
            reached |= more

    @staticmethod
    def _has_formulas(book: dict[str, PatchedSheet]) -> bool:
        return any(
            has_formula(row.body, sheet.sheet.prefix)
            for sheet in book.values()
            for row in sheet.sheet.rows.values()
        )

    def _recalculated(self) -> str:
        """The workbook's XML marked to be calculated when it is opened."""
        xml = self.workbook_xml
        found = re.search(r"<(?:\w+:)?calcPr\b[^>]*?(?=\s*/?>)", xml)
        if found is None:
            place = re.search(
                r"</((?:\w+:)?)(definedNames|sheets)>(?!.*</(?:\w+:)?definedNames>)", xml, re.DOTALL
            )
            assert place is not None
            return f'{xml[: place.end()]}<{place[1]}calcPr fullCalcOnLoad="1"/>{xml[place.end() :]}'
        tag = re.sub(r"\s+fullCalcOnLoad=\"[^\"]*\"", "", found[0])
        if attributes(found[0]).get("fullCalcOnLoad") in ("1", "true"):
            return xml
        return f'{xml[: found.start()]}{tag} fullCalcOnLoad="1"{xml[found.end() :]}'

    def _move_parts(self, name: str, sheet: PatchedSheet, parts: dict[str, Content]) -> None:
        """Drawings, comments and tables of a sheet whose rows moved; charts anywhere that look at it."""
        moves, package = sheet.moves, self.package

        def change(part: str, new: str, old: str) -> None:
            if new != old:
                parts[part] = new.encode()

        def current(part: str) -> str:
            held = parts.get(part)
            return held.decode() if isinstance(held, bytes) else package.xml(part)

        for kind, part in package.related(sheet.sheet.part).values():
            if not package.has(part):
                continue
            if kind == "drawing":
                xml = current(part)
                change(part, shifted_drawing(xml, moves), xml)
            elif kind == "vmlDrawing":
                xml = package.read(part).decode("utf-8", "replace")  # VML need not be well formed
                change(part, shifted_vml(xml, moves), xml)
            elif kind in ("comments", "threadedComment", "table"):
                xml = current(part)
                new = shifted_refs(xml, moves)
                new = shifted_formulas(new, "calculatedColumnFormula", moves, name)
                change(part, new, xml)
        for part in package.names:
            if re.search(r"/charts/chart[^/]*\.xml$", part):
                xml = current(part)
                change(part, shifted_formulas(xml, "f", moves, name), xml)

    def _move_chain(self, book: dict[str, PatchedSheet], parts: dict[str, Content]) -> None:
        part = self._part_of_kind("calcChain")
        if part is None:
            return
        old = chain = self.package.xml(part)
        for place in self.places:
            sheet = book[place.name]
            if sheet.moves:
                chain = shifted_chain(chain, sheet.moves, place.sheet_id, sheet.added_formulas())
        if chain != old:
            parts[part] = chain.encode()


def _looks_at(sheet: Sheet, words: frozenset[str]) -> bool:
    pattern = rf"<{sheet.prefix}f\b[^>]*>([^<]+)<"
    return any(
        refers_to(unescape(formula), words)
        for row in sheet.rows.values()
        if has_formula(row.body, sheet.prefix)
        for formula in re.findall(pattern, row.body)
    )
