"""How cells look, as far as a picture of the sheet on the screen needs it: font, colours, lines, place of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from exports.package import attributes

# The first colours of a workbook's theme as Office has them; a committee's sheet seldom has a theme of its own.
_THEME = ("FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646")
_INDEXED = {"8": "000000", "9": "FFFFFF", "10": "FF0000", "12": "0000FF", "13": "FFFF00", "22": "C0C0C0"}


@dataclass(frozen=True)
class Look:
    """A cell's look. Colours are `RRGGBB` or empty; `lines` says left, top, right, bottom."""

    font: str = "宋体"
    size: float = 11
    bold: bool = False
    italic: bool = False
    colour: str = ""
    fill: str = ""
    horizontal: str = ""
    vertical: str = "bottom"
    wrap: bool = False
    lines: tuple[bool, bool, bool, bool] = (False, False, False, False)


class Looks:
    """The looks of a workbook by the style number that cells carry."""

    def __init__(self, xml: str) -> None:
        fonts = [_font(each) for each in _elements(xml, "fonts", "font")]
        fills = [_fill(each) for each in _elements(xml, "fills", "fill")]
        borders = [_lines(each) for each in _elements(xml, "borders", "border")]
        self._looks = [_look(each, fonts, fills, borders) for each in _elements(xml, "cellXfs", "xf")]

    @classmethod
    def of(cls, looks: Sequence[Look]) -> Looks:
        """Looks that were found out otherwise, by their number."""
        found = cls("")
        found._looks = list(looks)
        return found

    def __getitem__(self, style: str) -> Look:
        number = int(style or 0)
        return self._looks[number] if number < len(self._looks) else Look()


def _look(xf: str, fonts: list[Look], fills: list[str], borders: list[tuple[bool, bool, bool, bool]]) -> Look:
    values = attributes(xf[: xf.index(">")])
    font, fill, border = (int(values.get(name, 0)) for name in ("fontId", "fillId", "borderId"))
    base = fonts[font] if font < len(fonts) else Look()
    tag = re.search(r"<(?:\w+:)?alignment\b[^>]*>", xf)
    place = attributes(tag[0]) if tag else {}
    return Look(
        base.font,
        base.size,
        base.bold,
        base.italic,
        base.colour,
        fills[fill] if fill < len(fills) else "",
        place.get("horizontal", ""),
        place.get("vertical", "bottom"),
        place.get("wrapText") in ("1", "true"),
        borders[border] if border < len(borders) else (False, False, False, False),
    )


def _font(xml: str) -> Look:
    def value(name: str, default: str) -> str:
        tag = re.search(rf"<(?:\w+:)?{name}\b[^>]*>", xml)
        return attributes(tag[0]).get("val", default) if tag else ""

    return Look(
        font=value("name", "") or "宋体",
        size=float(value("sz", "11") or 11),
        bold=value("b", "1") in ("1", "true"),
        italic=value("i", "1") in ("1", "true"),
        colour=_colour(xml, "color"),
    )


def _fill(xml: str) -> str:
    return _colour(xml, "fgColor") if 'patternType="solid"' in xml else ""


def _lines(xml: str) -> tuple[bool, bool, bool, bool]:
    left, top, right, bottom = (
        bool(re.search(rf"<(?:\w+:)?{side}\b[^>]*\bstyle=\"(?!none)", xml))
        for side in ("left", "top", "right", "bottom")
    )
    return left, top, right, bottom


def _colour(xml: str, name: str) -> str:
    tag = re.search(rf"<(?:\w+:)?{name}\b[^>]*>", xml)
    values = attributes(tag[0]) if tag else {}
    if "rgb" in values:
        return values["rgb"][-6:]
    if "theme" in values and int(values["theme"]) < len(_THEME):
        return _THEME[int(values["theme"])]
    return _INDEXED.get(values.get("indexed", ""), "")


def _elements(xml: str, many: str, one: str) -> list[str]:
    part = re.search(rf"<(?:\w+:)?{many}\b.*?</(?:\w+:)?{many}>", xml, re.DOTALL)
    pattern = rf"<(?:\w+:)?{one}\b(?:[^>/]|/(?!>))*(?:/>|>.*?</(?:\w+:)?{one}>)"
    return re.findall(pattern, part[0], re.DOTALL) if part else []
