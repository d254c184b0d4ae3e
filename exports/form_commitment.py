"""公开承诺书: what stands on the sheet of each who promised something in a year, all of it on one sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exports.paper import Document
from exports.sources import Scope
from exports.subjects_commitments import commitments
from models import settings
from models.commitment import BY_ORGANISATION, Commitment
from models.errors import AppError
from models.files import FileStore
from models.organisation import Organisation
from models.partial_date import in_words

TITLE = "公开承诺书"

Sheet = tuple[str, int, str]


def documents(year: int, organisation_id: int | None, full: bool, files: FileStore | None) -> list[Document]:
    """The sheets of a year, of one organisation and those below it or of all; nothing in them is covered."""
    organisation = None if organisation_id is None else Organisation.get_by_id(organisation_id)
    found = commitments(Scope(year, organisation))
    if not found:
        raise AppError(
            f"{year}年没有可以打印的{Commitment.label}。", "请先在“支部”页的“承诺”里登记，或导入登记表。"
        )
    return commitment_documents(found)


def commitment_documents(chosen: Iterable[Commitment]) -> list[Document]:
    """The sheet of each promiser of these commitments, with all that was promised in the same year."""
    wanted = list(dict.fromkeys(_sheet(each) for each in chosen))
    held: dict[Sheet, list[Commitment]] = {}
    for year in {year for _, year, _ in wanted}:
        for each in Commitment.select().where(Commitment.year == year).order_by(Commitment.id):
            held.setdefault(_sheet(each), []).append(each)
    return [_document(held[sheet]) for sheet in wanted]


def _sheet(commitment: Commitment) -> Sheet:
    """What tells the sheets apart: who promises, an organisation or a person in it, and the year."""
    whose = (
        f"organisation {commitment.organisation_id}"
        if commitment.subject == BY_ORGANISATION
        else f"member {commitment.member_id} in {commitment.organisation_id}"
    )
    return whose, int(commitment.year), str(commitment.promiser or "")


def _document(promised: Sequence[Commitment]) -> Document:
    first = promised[0]
    home = Organisation.get_by_id(first.organisation_id)
    own = first.subject == BY_ORGANISATION
    who = str(first.promiser or home.name)
    return {
        "bookmark": who if own else f"{who}（{home.name}）",
        "caption": f"{who}　{first.year}年{TITLE}",
        "title": TITLE,
        "year": f"{first.year}年度",
        "own": "yes" if own else "",
        "organisation": str(home.name),
        "who": who,
        "unit": str(home.unit or "") if own else "　".join(filter(None, (home.unit, home.name))),
        "items": [
            {
                "number": str(number),
                "content": str(each.title),
                "criterion": each.shown("criterion"),
                "due": each.shown("due"),
                "responsible": each.shown("responsible"),
            }
            for number, each in enumerate(promised, 1)
        ],
        "telephone": settings.office("telephone"),
        "date": in_words(max((str(each.made) for each in promised if each.made), default="")),
    }
