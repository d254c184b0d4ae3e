"""What the rows of the sheets about reviews, inspections and corrections are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from exports.sheet_values import Value
from exports.sources import Getter, Scope, Source
from exports.subject import Subject, behind, in_order, is_inside
from models.correction import Correction
from models.database import rows
from models.review import Review
from models.supervision import Inspection


def reviews(scope: Scope) -> list[Review]:
    """The reviews of the period, by organisation and day; those of members behind those of their organisation."""
    found = sorted(
        behind("reviews.total", Review, scope), key=lambda each: (each.member_id or 0, each.date, each.id)
    )
    return in_order(found, "organisation", scope)


def inspections(scope: Scope) -> list[Inspection]:
    """The inspections carried out in the period, by number."""
    found = behind("inspections.total", Inspection, scope)
    kept = [each for each in found if is_inside(each.organisation_id, scope)]
    return sorted(kept, key=lambda each: (each.number or "", each.date, each.id))


def corrections(scope: Scope) -> list[Correction]:
    """What had to be put right in the period, by organisation and day."""
    found = sorted(behind("corrections.total", Correction, scope), key=lambda each: (each.due, each.id))
    return in_order(found, "organisation", scope)


def joined(texts: Iterable[str]) -> str:
    """Several texts in one cell, numbered when there are more than one; those that are blank left out."""
    found = [text for text in texts if text]
    if len(found) < 2:
        return "".join(found)
    return "\n".join(f"{number}.{text}" for number, text in enumerate(found, 1))


def of_corrections(link: str) -> Callable[[], list[Source]]:
    """What is to be put right after a review or an inspection, each part of it as one text."""

    def texts(part: Callable[[Correction], str]) -> Getter:
        def get(records: Sequence[Any], scope: Scope) -> list[Value]:
            held: dict[int, list[Correction]] = {}
            for each in scope.linked(Correction).values():
                held.setdefault(each.__data__.get(link), []).append(each)
            return [joined(map(part, held.get(record.get_id(), []))) or None for record in records]

        return get

    def found() -> list[Source]:
        parts: dict[str, Callable[[Correction], str]] = {
            "measure": lambda each: each.measure or each.task,
            "due": lambda each: each.shown("due"),
            "responsible": lambda each: each.responsible or "",
            "result": lambda each: each.result or "",
            "state": lambda each: each.state,
            "rechecked": recheck_text,
        }
        words = {
            "result": ("整改结果",),
            "rechecked": ("复查人·复查日期", "复查人复查日期", "复查人、复查日期"),
        }
        return [
            Source(
                f"corrections.{name}",
                Correction.field(name).label,
                (
                    Correction.field(name).label,
                    *([] if name == "rechecked" else Correction.field(name).aliases),
                    *words.get(name, ()),
                ),
                texts(part),
            )
            for name, part in parts.items()
        ]

    return found


def recheck_text(correction: Correction) -> str:
    """Who looked again and when: 张三 2010-12-20."""
    return " ".join(filter(None, (correction.rechecked_by, correction.shown("rechecked"))))


def of_checks() -> list[Source]:
    """The points of an inspection as one text: ✓团员名册　✗公开承诺（没有公示）."""

    def get(records: Sequence[Any], scope: Scope) -> list[Value]:
        held: dict[int, list[str]] = {}
        for inspection, item, passed, note in rows(
            "SELECT inspection_id, item, passed, note FROM inspection_check ORDER BY id"
        ):
            sign = {None: "□", 0: "✗", 1: "✓"}[passed]
            held.setdefault(inspection, []).append(f"{sign}{item}" + (f"（{note}）" if note else ""))
        return ["　".join(held.get(record.get_id(), [])) or None for record in records]

    label = "督查内容"
    return [Source("checks", label, (label, f"{label}（核查项）", "核查项", "核查情况"), get)]


SUBJECTS: tuple[Subject, ...] = (
    Subject(
        "review",
        Review,
        reviews,
        ("点评",),
        ("organisation", "member"),
        organisation="organisation",
        more=of_corrections("review"),
        needs=("by",),
    ),
    Subject(
        "inspection",
        Inspection,
        inspections,
        ("督查", "抽查"),
        ("organisation",),
        organisation="organisation",
        more=lambda: [*of_checks(), *of_corrections("inspection")()],
        needs=("way",),
    ),
    Subject(
        "correction",
        Correction,
        corrections,
        ("整改",),
        ("organisation",),
        organisation="organisation",
        needs=("task", "due"),
    ),
)
