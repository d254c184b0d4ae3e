"""实施方案: what stands in the printed plan of an organisation, its text and the table of its steps."""

from __future__ import annotations

from collections.abc import Iterable

from exports.paper import Document
from models import settings
from models.errors import AppError
from models.files import FileStore
from models.leading_group import top_committee
from models.organisation import Organisation, subtree, tree
from models.partial_date import in_words
from models.plan import Plan, steps_of

TITLE = "创先争优活动实施方案"

_STEP = ("task", "who", "due", "done", "state")


def documents(year: int, organisation_id: int | None, full: bool, files: FileStore | None) -> list[Document]:
    """The plans of a year, of one organisation and those below it or of all; nothing in them is covered."""
    return plan_documents(planned(year, organisation_id))


def planned(year: int, organisation_id: int | None) -> list[Plan]:
    """The plans of a year in the order of the tree; AppError when there is none."""
    found = list(Plan.select().where(Plan.year == year))
    if organisation_id is not None:
        below = subtree(organisation_id)
        found = [plan for plan in found if plan.organisation_id in below]
    if not found:
        raise AppError(f"{year}年没有可以打印的{Plan.label}。", f"请先在“支部”页的“方案”里拟定{Plan.label}。")
    place = {id_: number for number, (id_, _) in enumerate(tree(include_ended=True))}
    return sorted(found, key=lambda plan: place.get(plan.organisation_id, len(place)))


def plan_documents(plans: Iterable[Plan]) -> list[Document]:
    """What stands in the form of each plan."""
    top = top_committee()
    office = settings.signature()
    return [_document(plan, office if top and plan.organisation_id == top.id else "") for plan in plans]


def _document(plan: Plan, signed: str) -> Document:
    name = Organisation.titles().get(plan.organisation_id, "")
    return {
        "bookmark": name,
        "caption": str(plan.title),
        "title": str(plan.title),
        "organisation": signed or name,
        "date": in_words(str(plan.issued or "")),
        "aims": str(plan.aims or ""),
        "content": str(plan.content or ""),
        "steps": [
            {
                "number": str(number),
                **{each: step.shown(each) for each in _STEP},
                "result": str(step.result or ""),
            }
            for number, step in enumerate(steps_of(plan), 1)
        ],
    }
