"""A committee's workbook: every sheet's plan, a person's choices learnt, and the workbook filled as it came."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exports.fill import Tick, fill_form, fill_list
from exports.fill_lines import Particulars
from exports.fill_values import Filled
from exports.fill_workbook import Template
from exports.match import Match, header_key
from exports.old_format import as_xls, as_xlsx
from exports.package import Package
from exports.recognise import ColumnPlan, ListPlan, recognise_list
from exports.recognise_form import FormPlan, PlacePlan, recognise_form
from exports.sheet_patch import SheetChange
from exports.sources import NUMBER, Scope
from exports.target import refuse_unwritable
from models.award import Nomination
from models.errors import AppError
from models.organisation import Organisation
from models.settings import recall, remember

SheetPlan = ListPlan | FormPlan
_LEARNT = "fill.columns"


@dataclass
class BookPlan:
    """What a workbook wants, sheet by sheet; `left` are the sheets in which nothing was recognised.

    An old .xls is worked on as `workbook`, an .xlsx in a folder that goes with the plan.
    """

    path: Path
    workbook: Path
    sheets: list[SheetPlan] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def doubtful(self) -> list[tuple[SheetPlan, ColumnPlan | PlacePlan]]:
        """The places that a person should be asked about."""
        return [(sheet, place) for sheet in self.sheets for place in sheet.doubtful]


def plan_workbook(path: Path) -> BookPlan:
    """Look what each visible sheet wants. Raises AppError for a file that must not be trusted or says nothing."""
    plan = BookPlan(path, path)
    if path.suffix.lower() == ".xls":
        plan.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        plan.workbook = as_xlsx(path, Path(plan.folder.name))
    learnt = recall(_LEARNT, {})
    with Package(plan.workbook) as package:
        template = Template(package)
        for place in template.places:
            if place.hidden:
                continue
            sheet = template.sheet(place.name)
            as_list = recognise_list(sheet, template.styles, learnt=learnt)
            as_form = recognise_form(sheet, template.styles, learnt=learnt)
            chosen = _fuller(as_list, as_form)
            if chosen is None:
                plan.left.append(place.name)
            else:
                plan.sheets.append(chosen)
    if not plan.sheets:
        raise AppError(
            f"“{path.name}”里没有认得出的表头，不知道该填什么。",
            "请确认这是要填的表；表头应有“姓名”“团组织名称”一类的字样。",
        )
    return plan


def choose(plan: SheetPlan, place: ColumnPlan | PlacePlan, source: str | None) -> None:
    """Take a person's choice for a place (None: leave it blank) and keep it for this sheet and those like it."""
    place.match = Match(source, "sure", place.match.others)
    learnt = recall(_LEARNT, {})
    words = learnt.setdefault(plan.subject.name, {})
    words[header_key(place.header.split("/"))] = source
    remember(_LEARNT, learnt, "记住表头的含义")


def choices_for(plan: SheetPlan) -> list[tuple[str, str]]:
    """(name, label) of everything that a place of the sheet may be filled with."""
    return [(source.name, source.label) for source in plan.subject.sources().values()]


def fill_book(
    plan: BookPlan,
    year: int,
    out: Path,
    *,
    organisation: Organisation | None = None,
    record: Any = None,
    full: bool = False,
    take_out_blank: bool = False,
    tick: Tick | None = None,
) -> list[Filled]:
    """Fill the workbook for a year and write it to `out`; every part that is not filled stays as it came.

    A form is filled for `record`, or for the one that belongs to `organisation`. An .xls comes back as .xls, or as
    .xlsx when `out` says so. Raises AppError when it is not
    said for whom a form is, when the template cannot be read, or the target cannot be written.
    """
    refuse_unwritable(out)
    if out.suffix.lower() == ".xls" and plan.folder is None:
        raise AppError(f"“{plan.path.name}”是 .xlsx，不能存为 .xls。", "请把文件名的后缀写成 .xlsx。")
    scope = Scope(year, organisation, full)
    particulars = Particulars.of_office(scope.period.last_day, organisation.name if organisation else "")
    filled: list[Filled] = []
    with Package(plan.workbook) as package:
        template = Template(package)
        changes: dict[str, SheetChange] = {}
        for each in plan.sheets:
            sheet = template.sheet(each.sheet)
            if isinstance(each, ListPlan):
                records = each.subject.rows(scope)
                own = Scope(year, organisation, full)
                change, said = fill_list(
                    sheet,
                    template.styles,
                    each,
                    own,
                    records,
                    particulars,
                    take_out_blank=take_out_blank,
                    tick=tick,
                )
            else:
                subject = record if record is not None else _record_of_form(each, scope)
                change, said = fill_form(sheet, template.styles, each, scope, subject, particulars)
            changes[each.sheet] = change
            filled.append(said)
        if plan.folder is not None and out.suffix.lower() == ".xls":
            made = Path(plan.folder.name) / "filled.xlsx"
            template.write(made, changes)
            as_xls(made, out)
        else:
            template.write(out, changes)
    return filled


def _fuller(as_list: ListPlan | None, as_form: FormPlan | None) -> SheetPlan | None:
    """The reading in which more places are known; a list when both know as many."""

    def known(plan: SheetPlan | None) -> int:
        # The heads of a list have blank cells below them too: those say nothing for a form.
        places: Sequence[ColumnPlan | PlacePlan] = ()
        if isinstance(plan, ListPlan):
            places = plan.columns
        elif plan is not None:
            places = [place for place in plan.places if place.beside]
        return sum(1 for place in places if place.match.source not in (None, NUMBER))

    return as_form if known(as_form) > known(as_list) else as_list


def _record_of_form(plan: FormPlan, scope: Scope) -> Any:
    """The record that a form is about when only the organisation is said."""
    finders: dict[str, Callable[[Organisation], Any]] = {
        "organisation": lambda organisation: organisation,
        "nominated_organisation": lambda organisation: _nomination(organisation, scope.year),
    }
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
