"""领导点评表: what stands in the form of each review, and in the blank ones of those that still wait for theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exports.paper import Document
from models import partial_date, settings
from models.correction import Correction, corrections_of
from models.errors import AppError
from models.files import FileStore
from models.member import Member
from models.organisation import Organisation, subtree, tree
from models.review import REVIEWERS, Covered, Review

TITLE = "领导点评表"
_HEADINGS = ("progress", "promises", "centre", "service", "team", "achievements", "problems", "direction")


def documents(year: int, organisation_id: int | None, full: bool, files: FileStore | None) -> list[Document]:
    """The forms of a year's reviews."""
    return review_documents(reviewed(year, organisation_id))


def reviewed(year: int, organisation_id: int | None) -> list[Review]:
    """The reviews of a year in the order of the tree, those of members behind those of their organisation."""
    found = list(Review.select().where(Review.date >= str(year), Review.date < str(year + 1)))
    if organisation_id is not None:
        below = subtree(organisation_id)
        found = [each for each in found if each.organisation_id in below]
    if not found:
        raise AppError(f"{year}年还没有领导点评可以打印。", "请先在“考评”的“领导点评”里新增。")
    place = {id_: number for number, (id_, _) in enumerate(tree(include_ended=True))}
    return sorted(
        found,
        key=lambda each: (place.get(each.organisation_id, 9999), each.member_id or 0, each.date, each.id),
    )


def review_documents(reviews: Iterable[Review]) -> list[Document]:
    """The form of each review; one that is not saved yet gives a form to be written by hand."""
    return [_document(review) for review in reviews]


def blank_reviews(covered: Sequence[Covered]) -> list[Review]:
    """A review, not saved and without words, for each that one of the reviewers still owes."""
    return [
        Review(organisation=each.organisation.id, member=each.member.id if each.member else None, by=by)
        for by in REVIEWERS.words
        for each in covered
        if by in each.waiting
    ]


def _document(review: Review) -> Document:
    organisation = Organisation.get_by_id(review.organisation_id)
    member = Member.get_by_id(review.member_id) if review.member_id is not None else None
    name = member.name if member else organisation.name
    year = f"{review.date[:4]}年" if review.date else ""
    return {
        "bookmark": f"{name}　{review.by}",
        "caption": f"{name}　{year}{TITLE}",
        "title": TITLE,
        "committee": settings.office("office_name"),
        "organisation": organisation.name,
        "subject": f"{name}（{Member.label}）" if member else organisation.name,
        "unit": f"{organisation.name}" if member else organisation.unit or "",
        "by": review.by,
        "reviewer": "　".join(filter(None, (review.reviewer, review.reviewer_post))),
        "date": partial_date.in_words(review.date or ""),
        "way": review.way or "",
        **{heading: getattr(review, heading) or "" for heading in _HEADINGS},
        "score": review.shown("score"),
        "grade": review.grade or "",
        "corrections": correction_lines(corrections_of(review)),
    }


def correction_lines(corrections: Iterable[Correction]) -> list[Document]:
    """What is to be put right, as the lines of a form."""
    return [
        {
            "measure": "\n".join(filter(None, (each.task, each.measure and f"措施：{each.measure}"))),
            "due": each.shown("due"),
            "responsible": each.responsible or "",
            "result": "\n".join(filter(None, (each.result, each.done and f"（{each.shown('done')}完成）"))),
            "rechecked": "\n".join(filter(None, (each.rechecked_by, each.shown("rechecked")))),
        }
        for each in corrections
    ]
