"""What a form sheet wants: labels beside or above the places they name, all about one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from exports.fill_lines import is_line
from exports.match import Match, Matcher, stated_limit
from exports.recognise import choices, sheet_cells, validations
from exports.sheet_formula import column_letters
from exports.sheet_styles import Styles
from exports.sheet_values import Value
from exports.sheet_xml import Area, Sheet
from exports.subject import Subject
from exports.subjects import SUBJECTS
from models.text import squash

_LEAST_PLACES = 3


@dataclass
class PlacePlan:
    """One blank place of a form (row and column from 1), the label that names it, and what was found for it."""

    row: int
    column: int
    header: str
    match: Match
    limit: int | None = None
    choices: tuple[str, ...] = ()
    beside: bool = True  # to the right of its label, not below it

    @property
    def letters(self) -> str:
        """The place's address, as the columns of a list have their letters."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass
class FormPlan:
    """A form sheet understood: one record of the subject fills it."""

    sheet: str
    subject: Subject
    places: list[PlacePlan] = field(default_factory=list)
    whole: bool = False  # about the whole office where no organisation is said

    @property
    def unknown(self) -> list[PlacePlan]:
        """The places that stay blank because nobody knows what they want."""
        return [each for each in self.places if each.match.source is None]

    @property
    def doubtful(self) -> list[PlacePlan]:
        """The places to ask about."""
        return [each for each in self.places if each.match.sureness == "ask"]


def recognise_form(
    sheet: Sheet,
    styles: Styles,
    subjects: Sequence[Subject] = SUBJECTS,
    learnt: Mapping[str, Mapping[str, str | None]] | None = None,
) -> FormPlan | None:
    """The plan of a form sheet; None when fewer than three places are known.

    Of several subjects the one that most places speak for is taken, then the one that the title names.
    """
    cells = sheet_cells(sheet)
    labelled = list(_labelled(sheet, cells, styles))
    title = squash(sheet.name + "".join(str(value) for (row, _), value in sorted(cells.items()) if row <= 3))
    best: tuple[tuple[int, int], FormPlan] | None = None
    for number, subject in enumerate(subjects):
        matcher = Matcher(subject.sources(), subject.record, (learnt or {}).get(subject.name))
        plan = FormPlan(sheet.name, subject)
        taken: set[str] = set()
        for (place, beside), path in labelled:
            match = matcher.find(path)
            if match.source in taken:
                match = replace(match, source=None, sureness="ask", others=[match.source, *match.others])
            elif match.source:
                taken.add(match.source)
            limit = stated_limit(path[-1])
            plan.places.append(PlacePlan(*place, "/".join(path), match, limit, beside=beside))
        known = [each.match for each in plan.places if each.match.source]
        if len(known) < _LEAST_PLACES or not taken.issuperset(subject.needs):
            continue
        score = sum(3 if each.sureness == "sure" else 1 for each in known)
        score += 3 * any(hint in title for hint in subject.hints)
        if best is None or (score, -number) > best[0]:
            best = ((score, -number), plan)
    if best is None:
        return None
    _obey_validations(best[1], sheet, cells)
    return best[1]


def _labelled(
    sheet: Sheet, cells: dict[tuple[int, int], Value], styles: Styles
) -> list[tuple[tuple[tuple[int, int], bool], tuple[str, ...]]]:
    """Every blank place with the words that name it: those to its left, and a group heading left of them.

    A place that is not to the right of a label (True) may be below one. What holds words (盖章 …) is no place.
    """
    merged = {(area.first_row, area.first_column): area for area in sheet.merges}
    found: dict[tuple[int, int], tuple[bool, tuple[str, ...]]] = {}
    for (row, column), value in sorted(cells.items()):
        if not isinstance(value, str) or is_line(value) or len(squash(value)) > 40:
            continue
        own = merged.get((row, column), Area(row, column, row, column))
        right = (row, own.last_column + 1)
        below = (own.last_row + 1, column)
        for place in (right, below):
            if place not in cells and place not in found and _is_place(sheet, merged, styles, place):
                found[place] = (place is right, (*_group(cells, merged, row, column), value.strip()))
                break
    return [((place, beside), path) for place, (beside, path) in found.items()]


def _is_place(
    sheet: Sheet, merged: dict[tuple[int, int], Area], styles: Styles, place: tuple[int, int]
) -> bool:
    """Whether a blank cell is one to write in: it is drawn with lines and is not the inside of a merge."""
    cell = sheet.cells(place[0]).get(place[1])
    inside = any(
        area.holds(*place) and place != (area.first_row, area.first_column) for area in merged.values()
    )
    return cell is not None and not inside and styles[cell.style].bordered


def _group(
    cells: dict[tuple[int, int], Value], merged: dict[tuple[int, int], Area], row: int, column: int
) -> tuple[str, ...]:
    """The heading that spans several rows to the left of a label: 书记 over 姓名, 性别 …"""
    for (first, left), area in merged.items():
        spans = area.last_row > area.first_row and area.first_row <= row <= area.last_row
        if spans and area.last_column == column - 1 and isinstance(cells.get((first, left)), str):
            return (str(cells[first, left]).strip(),)
    return ()


def _obey_validations(plan: FormPlan, sheet: Sheet, cells: dict[tuple[int, int], Value]) -> None:
    for areas, rule in validations(sheet):
        for place in plan.places:
            if rule.get("type") == "list" and any(area.holds(place.row, place.column) for area in areas):
                place.choices = choices(rule.get("formula1", ""), cells)
