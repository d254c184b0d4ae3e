"""点评督查 on the page of 支部: how an organisation was reviewed and inspected, and what it must put right."""

from __future__ import annotations

from typing import Any

import peewee

from models.correction import OPEN, Correction
from models.member import Member
from models.review import Review
from models.supervision import Inspection, InspectionCheck
from ui.ask_fields import usual_day
from ui.correction_page import COLUMNS as CORRECTION_COLUMNS
from ui.desk import Desk
from ui.organisation_lists import ListSection
from ui.review_page import COLUMNS as REVIEW_COLUMNS
from ui.review_page import SECTIONS as REVIEW_SECTIONS
from ui.several_lists import SwitchedLists
from ui.supervision_page import COLUMNS as INSPECTION_COLUMNS
from ui.supervision_page import SECTIONS as INSPECTION_SECTIONS


class ReviewList(ListSection):
    """领导点评: of the organisations and of their members."""

    kind = Review
    columns = REVIEW_COLUMNS
    sections = REVIEW_SECTIONS
    watch = (Member,)
    empty = ("这一年还没有领导点评", "按 Ctrl+N 登记一次点评，要整改的事项也记在里面。")
    called = "{}领导点评一览表"

    def begin(self) -> dict[str, Any]:
        """One of this organisation, today in the present year."""
        return {"organisation": self._organisation_id, "date": usual_day(self.scope.year)}

    def ordered(self, query: peewee.ModelSelect) -> peewee.ModelSelect:
        """The latest first."""
        return query.order_by(Review.date.desc(), Review.id.desc())


class InspectionList(ListSection):
    """督查: planned and carried out."""

    kind = Inspection
    columns = INSPECTION_COLUMNS
    sections = INSPECTION_SECTIONS
    watch = (InspectionCheck,)
    empty = ("这一年还没有督查", "按 Ctrl+N 登记一次督查；随机抽查在“考评”里抽取。")
    called = "{}督查一览表"

    def begin(self) -> dict[str, Any]:
        """One of this organisation in the work year."""
        return {"organisation": self._organisation_id, "year": self.scope.year}


class CorrectionList(ListSection):
    """整改: what the organisations must put right, what is open first."""

    kind = Correction
    columns = CORRECTION_COLUMNS
    watch = (Review, Inspection)
    empty = ("没有要整改的事项", "领导点评、督查、群众评议要求整改的，都列在这里。")
    called = "{}整改台账"

    def begin(self) -> dict[str, Any]:
        """One of this organisation."""
        return {"organisation": self._organisation_id}

    def ordered(self, query: peewee.ModelSelect) -> peewee.ModelSelect:
        """What is open first, by the day on which it is due."""
        return query.order_by(Correction.done.is_null(False), Correction.due, Correction.id)


class JudgedSection(SwitchedLists):
    """Three lists, one at a time, each with its number."""

    counts = frozenset((Review, Inspection, Correction))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, (ReviewList(desk), InspectionList(desk), CorrectionList(desk)))
        self.row.addStretch()
        self.open(0)

    def tell(self) -> None:
        """Each kind with its number, and how many corrections are open."""
        for place, each in enumerate(self.lists):
            found = list(each.query())
            text = f"{each.kind.label} {len(found)}"
            open_ = sum(isinstance(one, Correction) and one.state in OPEN for one in found)
            self.buttons.button(place).setText(text + (f"，未完成 {open_}" if open_ else ""))
