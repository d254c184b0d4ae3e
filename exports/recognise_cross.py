"""What a comparison wants: a figure in each row, a period in each column, all of one organisation."""

from __future__ import annotations

from collections.abc import Mapping

from exports.fill_lines import is_line
from exports.header_periods import names_period
from exports.match import Matcher
from exports.recognise import sheet_cells
from exports.recognise_form import FormPlan, PlacePlan
from exports.sheet_styles import Styles
from exports.sheet_values import Value
from exports.sheet_xml import Sheet, has_formula
from exports.sources import Sources
from exports.subjects import subject
from models.text import squash

_LEAST_PERIODS = 2
_LEAST_ROWS = 2
_SUBJECT = "organisation"


def recognise_cross(
    sheet: Sheet, styles: Styles, learnt: Mapping[str, Mapping[str, str | None]] | None = None
) -> FormPlan | None:
    """The plan of a sheet like 项目 | 上年数 | 本年数; None when it is none: it has fewer than two rows with a figure."""
    cells = sheet_cells(sheet)
    of = subject(_SUBJECT)
    # A sheet about the whole wants what is counted over all below, not what one card says.
    sources = Sources(sorted(of.sources().values(), key=lambda source: source.figure is None))
    for head in sorted({row for row, _ in cells}):
        periods = {
            column: value
            for (row, column), value in cells.items()
            if row == head and isinstance(value, str) and names_period(value)
        }
        if len(periods) < _LEAST_PERIODS:
            continue
        plan = FormPlan(sheet.name, of, whole=True)
        matcher = Matcher(sources, of.record, (learnt or {}).get(of.name))
        known = 0
        above = ""
        for row in range(head + 1, max(at for at, _ in cells) + 1):
            label = _label(cells, row, min(periods))
            if not label or is_line(label):
                break
            of_which = "其中" in label or len(squash(label)) == 1
            # 其中：男, and 女 after it, belong to the last row that stands for itself.
            path = (above, label.replace("其中", "").strip(" ：:")) if of_which and above else (label,)
            above = above if of_which else label
            places = [
                PlacePlan(row, column, f"{label}/{period}", matcher.find((period, *path)))
                for column, period in periods.items()
                if _is_blank(sheet, styles, row, column)
            ]
            known += any(place.match.sureness == "sure" and place.match.source for place in places)
            plan.places += places
        if known >= _LEAST_ROWS:
            return plan
    return None


def _label(cells: Mapping[tuple[int, int], Value], row: int, before: int) -> str:
    """The words nearest to the left of the first period: what the row counts."""
    words = [cells.get((row, column)) for column in range(before - 1, 0, -1)]
    return next((word.strip() for word in words if isinstance(word, str) and word.strip()), "")


def _is_blank(sheet: Sheet, styles: Styles, row: int, column: int) -> bool:
    cell = sheet.cells(row).get(column)
    if cell is None or not styles[cell.style].bordered:
        return False
    return not has_formula(cell.inner, sheet.prefix) and sheet.value(cell) in (None, "")
