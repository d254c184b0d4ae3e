"""What is done with the year's commitments: several kept or judged in one go, and the share that was kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.changes import change
from models.commitment import Commitment
from models.fields import decimal_text


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
