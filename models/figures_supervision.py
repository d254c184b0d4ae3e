"""Figures of reviews, of inspections carried out, and of what had to be put right."""

from __future__ import annotations

from models.correction import Correction
from models.figure import Figure
from models.review import ABOVE, PARTY, Review
from models.supervision import WAYS, Inspection

_OWN = "organisation_id"
_REVIEWED = "date >= :first AND date < :end"
_INSPECTED = "date IS NOT NULL AND date >= :first AND date < :end"
# What must be put right counts in the period in which its time runs out.
_DUE = "due >= :first AND due < :end"


def _reviews(name: str, label: str, condition: str, words: tuple[str, ...]) -> Figure:
    return Figure(f"reviews.{name}", label, Review, f"{_REVIEWED} AND {condition}", None, "次", words, _OWN)


def _corrections(name: str, label: str, condition: str, words: tuple[str, ...]) -> Figure:
    return Figure(
        f"corrections.{name}", label, Correction, f"{_DUE} AND {condition}", None, "项", words, _OWN
    )


FIGURES: tuple[Figure, ...] = (
    _reviews("total", "领导点评数", "1", ("领导点评次数", "点评数", "点评次数")),
    _reviews("party", "党组织点评数", f"\"by\" = '{PARTY}'", (f"领导点评数/{PARTY}", f"{PARTY}点评数")),
    _reviews("above", "上级团组织点评数", f"\"by\" = '{ABOVE}'", (f"领导点评数/{ABOVE}",)),
    _reviews("members", "点评团员数", "member_id IS NOT NULL", ("点评团员次数",)),
    Figure(
        "inspections.total", "督查次数", Inspection, _INSPECTED, None, "次", ("督查数", "接受督查次数"), _OWN
    ),
    *(
        Figure(
            f"inspections.{way}",
            f"{way}次数",
            Inspection,
            f"{_INSPECTED} AND way = '{way}'",
            None,
            "次",
            (f"督查次数/{way}", f"督查数/{way}"),
            _OWN,
        )
        for way in WAYS.words
    ),
    _corrections("total", "应整改数", "1", ("整改事项数", "整改数", "需整改数")),
    # As models.correction.Correction.state_on: a re-check that was not passed reopens it.
    _corrections(
        "done",
        "已整改数",
        "done IS NOT NULL AND coalesce(recheck_passed, 1) = 1",
        ("已完成整改数", "整改完成数", "整改数/已完成"),
    ),
)
