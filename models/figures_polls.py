"""Figures of polls: how often an organisation was judged, the ballots that went out, and those that counted.

A share is no figure: shares cannot be added up over organisations. Satisfaction comes from models/poll_result.py.
"""

from __future__ import annotations

from models.figure import Figure
from models.poll import PollTarget

_HELD = (
    "EXISTS (SELECT 1 FROM poll p WHERE p.id = poll_target.poll_id"
    " AND coalesce(p.held, CAST(p.year AS TEXT)) >= :first AND coalesce(p.held, CAST(p.year AS TEXT)) < :end)"
)
_BALLOTS = "FROM ballot b WHERE b.target_id = poll_target.id AND b.rater_id = k.id"
# By class as models/poll_result.py counts: papers that were typed, else the number that was typed for them, else as
# many votes as the item with most of them has.
_VALID = (
    "(SELECT sum(CASE WHEN EXISTS (SELECT 1 {ballots}) THEN (SELECT count(*) {ballots} AND b.invalid = 0)"
    " ELSE {typed_of_class} END) FROM poll_class k WHERE k.poll_id = poll_target.poll_id)"
)


def _counted(rater: str) -> str:
    """The valid ballots of typed totals: of a class (`= k.id`) or of all classes at once (`IS NULL`)."""
    return (
        f"coalesce((SELECT c.valid FROM poll_count c WHERE c.target_id = poll_target.id AND c.rater_id {rater}),"
        " (SELECT max(n) FROM (SELECT (SELECT sum(value) FROM json_each('[' || replace(v.counts, '、', ',') || ']'))"
        f" + v.abstained AS n FROM poll_total v WHERE v.target_id = poll_target.id AND v.rater_id {rater})), 0)"
    )


FIGURES: tuple[Figure, ...] = (
    Figure(
        "polls.total",
        "群众评议次数",
        PollTarget,
        _HELD,
        unit="次",
        words=("群众评议数", "群众评议", "开展群众评议次数"),
        organisation="organisation_id",
    ),
    Figure(
        "polls.issued",
        "群众评议发出票数",
        PollTarget,
        _HELD,
        "(SELECT coalesce(sum(c.issued), 0) FROM poll_count c WHERE c.target_id = poll_target.id)",
        "张",
        words=("群众评议/发出票", "群众评议发出票"),
        organisation="organisation_id",
    ),
    Figure(
        "polls.valid",
        "群众评议有效票数",
        PollTarget,
        _HELD,
        f"(coalesce({_VALID.format(ballots=_BALLOTS, typed_of_class=_counted('= k.id'))}, 0)"
        f" + {_counted('IS NULL')})",
        "张",
        words=("群众评议/有效票", "群众评议有效票", "参加群众评议人数"),
        organisation="organisation_id",
    ),
)
