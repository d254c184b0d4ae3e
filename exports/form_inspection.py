"""督查（抽查）记录表: what stands in the form of each inspection, carried out or planned."""

from __future__ import annotations

from collections.abc import Iterable

from exports.form_review import correction_lines
from exports.paper import Document
from models import partial_date, settings
from models.correction import corrections_of
from models.errors import AppError
from models.files import FileStore
from models.organisation import Organisation, subtree
from models.supervision import Inspection, InspectionCheck, checks_of, usual_checks

TITLE = "督查（抽查）记录表"
_TEXTS = ("place", "team", "documents", "overall", "highlights", "problems", "demands", "signed_by")


def documents(year: int, organisation_id: int | None, full: bool, files: FileStore | None) -> list[Document]:
    """The forms of a year's inspections."""
    return inspection_documents(inspected(year, organisation_id))


def inspected(year: int, organisation_id: int | None) -> list[Inspection]:
    """The inspections of a year by number; those that are planned can be printed to be written by hand."""
    found = list(
        Inspection.select().where(Inspection.year == year).order_by(Inspection.number, Inspection.id)
    )
    if organisation_id is not None:
        below = subtree(organisation_id)
        found = [each for each in found if each.organisation_id in below]
    if not found:
        raise AppError(f"{year}年还没有督查可以打印。", "请先在“考评”的“督查”里新增或抽取。")
    return found


def inspection_documents(inspections: Iterable[Inspection]) -> list[Document]:
    """The form of each inspection, with the usual points when it has none of its own."""
    return [_document(inspection) for inspection in inspections]


def _document(inspection: Inspection) -> Document:
    name = Organisation.titles().get(inspection.organisation_id, "")
    day = inspection.date or ""
    return {
        "bookmark": f"{inspection.number or ''} {name}".strip(),
        "caption": f"{name}　{TITLE}",
        "title": TITLE,
        "committee": settings.office("office_name"),
        "number": inspection.number or "",
        "way": inspection.way or "",
        "organisation": name,
        "date": partial_date.in_words(day),
        "people": inspection.shown("symposium_people"),
        **{text: getattr(inspection, text) or "" for text in _TEXTS},
        "checks": [_check(each) for each in checks_of(inspection) or usual_checks(inspection)],
        "corrections": correction_lines(corrections_of(inspection)),
    }


def _check(check: InspectionCheck) -> Document:
    sign = "" if check.passed is None else "✓" if check.passed else "✗"
    return {"item": check.item, "sign": sign, "note": check.note or ""}
