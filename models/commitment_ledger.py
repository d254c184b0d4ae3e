"""What is done with the year's commitments: several kept or judged in one go, and the share that was kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.changes import change
from models.clock import end_of_year
from models.commitment import BY_ORGANISATION, Commitment
from models.database import rows
from models.fields import decimal_text
from models.organisation import Organisation, branches


def kept_share(made: float, kept: float) -> float | None:
    """兑现率: kept ÷ made; None where nothing was promised."""
    return kept / made if made else None


def share_text(share: float | None) -> str:
    """A share as people read it: 66.7%; '' for None."""
    return "" if share is None else f"{decimal_text(share * 100, 1)}%"


def keep(commitments: Sequence[Commitment], day: str) -> int:
    """Enter that these were kept on a day, as one action; those kept before stay. Returns how many were entered."""
    open_ones = [each for each in commitments if not each.done]
    if open_ones:
        with change(_called(open_ones, "已兑现")):
            for each in open_ones:
                each.done = day
                each.save()
    return len(open_ones)


def judge(commitments: Sequence[Commitment], facts: Mapping[str, str | None]) -> None:
    """Enter how these were judged, as one action: `facts` by field; what is None stays as it is."""
    with change(_called(commitments, "评诺")):
        for each in commitments:
            for name, value in facts.items():
                if value is not None:
                    setattr(each, name, value)
            each.save()


def _called(commitments: Sequence[Commitment], what: str) -> str:
    one = commitments[0].heading() if len(commitments) == 1 else ""
    return f"{one or f'{len(commitments)}条承诺'}：{what}"


def without_commitment(year: int) -> list[Organisation]:
    """The branches that have promised nothing of their own for a year, in the office's order."""
    promised = {
        id_
        for (id_,) in rows(
            "SELECT organisation_id FROM commitment WHERE year = ? AND subject = ?", (year, BY_ORGANISATION)
        )
    }
    return [branch for branch in branches(end_of_year(year)) if branch.id not in promised]


def unjudged(year: int) -> list[Commitment]:
    """The year's commitments that were kept and that nobody has judged yet (评诺), the earliest kept first."""
    query = Commitment.select().where(
        Commitment.year == year,
        Commitment.done.is_null(False),
        Commitment.judged_self.is_null(),
        Commitment.judged_public.is_null(),
        Commitment.judged_organisation.is_null(),
    )
    return list(query.order_by(Commitment.done, Commitment.id))
