"""The built-in formats: which template workbook, which records; exporting is filling the template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from exports.fill import Tick, fill_list, fill_template
from exports.fill_lines import Particulars
from exports.fill_values import Filled
from exports.fill_workbook import Template
from exports.package import Package
from exports.plain_table import TableColumn, widened
from exports.recognise import recognise_list
from exports.sheet_patch import SheetChange
from exports.sheet_table import Table
from exports.sheet_values import Value
from exports.sources import Scope
from exports.subjects import Subject, all_organisations, subject
from exports.target import refuse_unwritable
from models.errors import AppError
from models.organisation import Organisation

FOLDER = Path(__file__).parent.parent / "resources" / "formats"


@dataclass(frozen=True)
class Format:
    """A built-in format: its name on the command line, its title, and what its rows are.

    `rows` where other records are meant than the subject usually lists.
    """

    name: str
    title: str
    subject: str
    rows: Callable[[Scope], list[Any]] | None = None

    @property
    def path(self) -> Path:
        """The template workbook, which may be restyled in Excel."""
        return FOLDER / f"{self.name}.xlsx"

    def of(self) -> Subject:
        """The subject of the format's rows."""
        found = subject(self.subject)
        return replace(found, rows=self.rows) if self.rows else found


_FORMATS = (
    Format("member-roster", "团员花名册", "member"),
    Format("officer-roster", "团干部花名册", "officer"),
    Format("organisation-list", "团组织一览表", "organisation", all_organisations),
    Format("activity-list", "“三比三争”活动记录表", "activity"),
    Format("activity-statistics", "创先争优活动情况统计表", "organisation"),
    Format("assessment-summary", "年度考核结果汇总表", "assessment"),
)


def formats() -> list[Format]:
    """All built-in formats in the order in which they are offered."""
    return list(_FORMATS)


def export(
    name: str,
    year: int,
    out: Path,
    organisation: Organisation | None = None,
    full: bool = False,
    tick: Tick | None = None,
) -> Filled:
    """Write a format for a year to `out`; with `organisation` only for it and those below.

    ID numbers and phones are covered unless `full`. Gives what was filled and is to be said about it. Raises
    AppError for an unknown name, a template that cannot be used, and a target that cannot be written.
    """
    wanted = next((each for each in _FORMATS if each.name == name), None)
    if wanted is None:
        known = "、".join(each.name for each in _FORMATS)
        raise AppError(f"没有“{name}”这种表。", f"可以导出：{known}。")
    refuse_unwritable(out)
    scope = Scope(year, organisation, full)

    def prepare(template: Template) -> tuple[dict[str, SheetChange], list[Filled]]:
        return _prepared(template, wanted, scope, tick)

    return fill_template(wanted.path, out, prepare)[0]


def export_table(
    columns: Sequence[TableColumn], rows: Sequence[Sequence[Value]], title: str, out: Path
) -> None:
    """Write a table as it stands on the screen: its columns and rows in their order under a title.

    Raises AppError when the target cannot be written.
    """
    refuse_unwritable(out)
    with Package(FOLDER / "plain-table.xlsx") as package:
        template = Template(package)
        name = template.places[0].name
        template.reshape(name, widened(template.sheet(name), columns))
        change = SheetChange(
            cells={(1, 1): title, **{(2, at): column.header for at, column in enumerate(columns, 1)}},
            tables=[Table(3, 3, tuple(range(1, len(columns) + 1)), rows, len(rows), fit_heights=True)],
        )
        template.write(out, {name: change})


def _prepared(
    template: Template, wanted: Format, scope: Scope, tick: Tick | None
) -> tuple[dict[str, SheetChange], list[Filled]]:
    of = wanted.of()
    for place in template.places:
        sheet = template.sheet(place.name)
        plan = None if place.hidden else recognise_list(sheet, template.styles, (of,))
        if plan is None:
            continue
        particulars = Particulars.of_office(
            scope.period.last_day, scope.organisation.name if scope.organisation else ""
        )
        records = of.rows(scope)
        change, filled = fill_list(
            sheet,
            template.styles,
            plan,
            scope,
            records,
            particulars,
            take_out_blank=True,
            fit_heights=True,
            tick=tick,
        )
        return {place.name: change}, [filled]
    raise AppError(f"模板“{wanted.path.name}”里没有认得出的表头。", "请把模板恢复为原来的样子。")
