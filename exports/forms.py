"""The forms that can be printed, and the documents that each has in a year."""

from __future__ import annotations

from typing import NamedTuple

from exports import form_assessment, form_nomination, form_organisation
from exports.form_assessment import assessment_documents
from exports.form_nomination import nomination_documents
from exports.form_organisation import organisation_documents
from exports.paper import Document
from models.errors import AppError
from models.files import FileStore


class Form(NamedTuple):
    """A form that can be printed; its template is `resources/print/<name>.typ`."""

    name: str
    title: str


ASSESSMENT_FORM = Form("assessment-form", form_assessment.TITLE)
NOMINATION_FORM = Form("nomination-form", form_nomination.TITLE)
ORGANISATION_FORM = Form("organisation-form", form_organisation.TITLE)
FORMS = (ASSESSMENT_FORM, NOMINATION_FORM, ORGANISATION_FORM)


def documents(
    form: str,
    year: int,
    organisation_id: int | None = None,
    *,
    full: bool = False,
    files: FileStore | None = None,
) -> list[Document]:
    """All documents of a form in a year, of one organisation and those below it or of all.

    ID numbers and phones are covered unless `full`; photos come from `files`. Raises AppError where there is nothing
    to print, no such form, or no scheme for the year.
    """
    if form == ASSESSMENT_FORM.name:
        return assessment_documents(form_assessment.assessed(year, organisation_id), year)
    if form == NOMINATION_FORM.name:
        return nomination_documents(form_nomination.nominated(year, organisation_id), full=full, files=files)
    if form == ORGANISATION_FORM.name:
        return organisation_documents(form_organisation.nominated(year, organisation_id), full=full)
    known = "、".join(each.name for each in FORMS)
    raise AppError(f"没有名为“{form}”的打印表格。", f"可以打印的有：{known}。")
