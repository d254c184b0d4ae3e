"""A committee's workbook: every sheet's plan, a person's choices learnt, and the workbook filled as it came."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from exports.fill import Tick, fill_form, fill_list
from exports.fill_lines import Particulars
from exports.fill_values import Filled
from exports.fill_workbook import Template
from exports.match import header_key
from exports.old_format import as_xls, as_xlsx
from exports.package import Package
from exports.recognise import ColumnPlan, ListPlan, recognise_list
from exports.recognise_cross import recognise_cross
from exports.recognise_form import FormPlan, PlacePlan, recognise_form
from exports.sheet_patch import SheetChange
from exports.sheet_styles import Styles
from exports.sheet_xml import Sheet
from exports.sources import NUMBER, Scope
from exports.target import refuse_unwritable
from exports.template_guard import check_template
from exports.xls_book import CannotPatch, OldBook
from models.award import Nomination
from models.errors import AppError
from models.organisation import Organisation
from models.settings import recall, remember

SheetPlan = ListPlan | FormPlan
_LEARNT = "fill.columns"


@dataclass
class BookPlan:
    """What a workbook wants, sheet by sheet; `left` are the sheets in which nothing was recognised."""

    path: Path
    sheets: list[SheetPlan] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def is_old(self) -> bool:
        """Whether the workbook is an .xls, which comes back as one."""
        return self.path.suffix.lower() == ".xls"

    @property
    def doubtful(self) -> list[tuple[SheetPlan, ColumnPlan | PlacePlan]]:
        """The places that a person should be asked about."""
        return [(sheet, place) for sheet in self.sheets for place in sheet.doubtful]


def plan_workbook(path: Path) -> BookPlan:
    """Look what each visible sheet wants. Raises AppError for a file that must not be trusted or says nothing."""
    check_template(path)
    plan = BookPlan(path)
    if plan.is_old:
        try:
            book = OldBook(path)
            _plan_sheets(plan, book.visible, book.sheet, book.styles)
        except CannotPatch:  # older than Excel 97
            with tempfile.TemporaryDirectory() as folder, Package(as_xlsx(path, Path(folder))) as package:
                _plan_template(plan, Template(package))
    else:
        with Package(path) as package:
            _plan_template(plan, Template(package))
    if not plan.sheets:
        raise AppError(
            f"“{path.name}”里没有认得出的表头，不知道该填什么。",
            "请确认这是要填的表；表头应有“姓名”“团组织名称”一类的字样。",
        )
    return plan


def _plan_template(plan: BookPlan, template: Template) -> None:
    visible = [place.name for place in template.places if not place.hidden]
    _plan_sheets(plan, visible, template.sheet, template.styles)


def _plan_sheets(
    plan: BookPlan, names: Sequence[str], sheet_of: Callable[[str], Sheet], styles: Styles
) -> None:
    learnt = recall(_LEARNT, {})
    for name in names:
        sheet = sheet_of(name)
        as_list = recognise_list(sheet, styles, learnt=learnt)
        as_form = _fuller(
            recognise_cross(sheet, styles, learnt), recognise_form(sheet, styles, learnt=learnt)
        )
        chosen = _fuller(as_list, as_form)
        if chosen is None:
            plan.left.append(name)
        else:
            plan.sheets.append(chosen)


def choose(plan: SheetPlan, place: ColumnPlan | PlacePlan, source: str | None) -> None:
    """Take a person's choice for a place (None: leave it blank) and keep it for this sheet and those like it."""
    sources, of_period = plan.subject.sources(), f"{source}@{place.match.period}"
    if source and place.match.period not in ("", "this:") and of_period in sources:
        figure = sources[source].figure
        source = of_period if figure is not None and figure.dated else source
    place.match = replace(place.match, source=source, sureness="sure")
    learnt = recall(_LEARNT, {})
    words = learnt.setdefault(plan.subject.name, {})
    words[place.match.key or header_key(place.header.split("/"))] = source
    remember(_LEARNT, learnt, "记住表头的含义")


def fill_book(
    plan: BookPlan,
    year: int,
    out: Path,
    *,
    organisation: Organisation | None = None,
    record: Any = None,
    full: bool = False,
    part: str = "",
    take_out_blank: bool = False,
    convert: bool = False,
    tick: Tick | None = None,
) -> list[Filled]:
    """Fill the workbook for a year, or `part` of it, and write it; every part that is not filled stays as it came.

    A form is filled for `record`, or for the one that belongs to `organisation`. An .xls comes back as .xls, or as
    .xlsx when `out` says so; `convert` lets an office program make the .xls where it cannot be filled in place.
    Raises AppError when it is not said for whom a form is, when the template cannot be read, an .xls cannot be
    kept as it is, or the target cannot be written.
    """
    refuse_unwritable(out)
    to_old = out.suffix.lower() == ".xls"
    if to_old and not plan.is_old:
        raise AppError(f"“{plan.path.name}”是 .xlsx，不能存为 .xls。", "请把文件名的后缀写成 .xlsx。")
    fill = _Fill(plan, Scope(year, organisation, full, part=part), record, take_out_blank, tick)
    if not plan.is_old:
        return fill.template(plan.path, out)
    if to_old:
        try:
            book = OldBook(plan.path)
            changes, filled = fill.changes(book.sheet, book.styles)
            book.write(out, changes)
            return filled
        except CannotPatch as error:
            if not convert:
                raise AppError(
                    f"“{plan.path.name}”里有要往下移的图形、公式或下拉选项，直接填 .xls 不能保持原样。",
                    "请改存为 .xlsx；或用这台电脑上的 WPS、Excel、LibreOffice 转换，版式可能略有变化。",
                ) from error
    with tempfile.TemporaryDirectory() as folder:
        template = as_xlsx(plan.path, Path(folder))
        if not to_old:
            return fill.template(template, out)
        made = Path(folder) / "filled.xlsx"
        filled = fill.template(template, made)
        as_xls(made, out)
        return filled


@dataclass
class _Fill:
    """One filling: the plan, for whom, and how."""

    plan: BookPlan
    scope: Scope
    record: Any
    take_out_blank: bool
    tick: Tick | None

    def template(self, path: Path, out: Path) -> list[Filled]:
        """Fill an .xlsx."""
        with Package(path) as package:
            template = Template(package)
            changes, filled = self.changes(template.sheet, template.styles)
            template.write(out, changes)
            return filled

    def changes(
        self, sheet_of: Callable[[str], Sheet], styles: Styles
    ) -> tuple[dict[str, SheetChange], list[Filled]]:
        """The change of each sheet, and what is to be said about it."""
        scope = self.scope
        own = scope.organisation.name if scope.organisation else ""
        particulars = Particulars.of_office(scope.period.last_day, own)
        changes: dict[str, SheetChange] = {}
        filled: list[Filled] = []
        for each in self.plan.sheets:
            sheet = sheet_of(each.sheet)
            if isinstance(each, ListPlan):
                of_list = Scope(scope.year, scope.organisation, scope.full, part=scope.part)
                change, said = fill_list(
                    sheet,
                    styles,
                    each,
                    of_list,
                    each.subject.rows(of_list),
                    particulars,
                    take_out_blank=self.take_out_blank,
                    tick=self.tick,
                )
            else:
                subject = self.record if self.record is not None else record_of_form(each, scope)
                change, said = fill_form(sheet, styles, each, scope, subject, particulars)
            changes[each.sheet] = change
            filled.append(said)
        return changes, filled


def _fuller(first: SheetPlan | None, second: SheetPlan | None) -> SheetPlan | None:
    """The reading in which more places are known; the first when both know as many."""

    def known(plan: SheetPlan | None) -> int:
        # The heads of a list have blank cells below them too: those say nothing for a form.
        places: Sequence[ColumnPlan | PlacePlan] = ()
        if isinstance(plan, ListPlan):
            places = plan.columns
        elif plan is not None:
            places = [place for place in plan.places if place.beside]
        return sum(1 for place in places if place.match.source not in (None, NUMBER))

    return second if known(second) > known(first) else first


def record_of_form(plan: FormPlan, scope: Scope) -> Any:
    """The record that a form is about when only the organisation is said."""
    finders: dict[str, Callable[[Organisation], Any]] = {
        "organisation": lambda organisation: organisation,
        "nominated_organisation": lambda organisation: _nomination(organisation, scope.year),
    }
    if plan.whole and (top := scope.top()) is not None:
        return top
    finder = finders.get(plan.subject.name)
    if finder is None:
        raise AppError(f"“{plan.sheet}”是一人一张的表。", "请先选好给谁填。")
    if scope.organisation is None:
        raise AppError(f"“{plan.sheet}”是一个团组织一张的表。", "请先选好给哪个团组织填。")
    return finder(scope.organisation)


def _nomination(organisation: Organisation, year: int) -> Nomination:
    """The organisation's nomination of the year; where there is none yet, a blank one that is not kept."""
    found = (
        Nomination.select()
        .where(
            Nomination.organisation == organisation.id, Nomination.year == year, Nomination.member.is_null()
        )
        .order_by(Nomination.id.desc())
        .first()
    )
    return found or Nomination(year=year, organisation=organisation.id)
