"""Figures of public commitments, of what the Party was told, gave and was recommended, and of partner bodies."""

from __future__ import annotations

from models.commitment import Commitment
from models.figure import Figure
from models.partner import Partner, PartnerPart
from models.party import REFUSED, PartyRecommendation, PartyReport

# A commitment counts on the day on which it was made; one made before its year, or without a day, in that year only.
_MADE_ON = "CASE WHEN made LIKE year || '%' THEN made ELSE CAST(year AS TEXT) END"
_MADE = f"{_MADE_ON} >= :first AND {_MADE_ON} < :end"
_OWN = "organisation_id"
_HELD_BY = "(SELECT branch_id FROM activity WHERE activity.id = partner_part.activity_id)"
_HELD_ON = "(SELECT start FROM activity WHERE activity.id = partner_part.activity_id)"
_TOOK_PART = (
    "EXISTS (SELECT 1 FROM partner_part JOIN activity ON activity.id = partner_part.activity_id"
    " WHERE partner_part.partner_id = partner.id AND activity.start >= :first AND activity.start < :end)"
)


def _in_period(column: str) -> str:
    return f"{column} >= :first AND {column} < :end"


def _last_day(column: str) -> str:
    """The last day that a date of any precision may mean."""
    month = f"date({column} || '-01', '+1 month', '-1 day')"
    return f"CASE length({column}) WHEN 4 THEN {column} || '-12-31' WHEN 7 THEN {month} ELSE {column} END"


def _commitments(name: str, label: str, condition: str, words: tuple[str, ...]) -> Figure:
    return Figure(
        f"commitments.{name}", label, Commitment, f"{_MADE} AND {condition}", None, "条", words, _OWN
    )


def _parts(name: str, label: str, measure: str, words: tuple[str, ...]) -> Figure:
    return Figure(
        f"partners.{name}", label, PartnerPart, _in_period(_HELD_ON), measure, "人", words, _HELD_BY
    )


FIGURES: tuple[Figure, ...] = (
    _commitments("made", "公开承诺数", "1", ("承诺数", "公开承诺/承诺数", "公开承诺条数")),
    # Kept means done, late or not: a promise that was kept late was kept; how many in time is told beside it.
    _commitments(
        "kept",
        "公开承诺兑现数",
        "done IS NOT NULL",
        ("兑现数", "已兑现数", "承诺兑现数", "公开承诺/兑现数", "公开承诺数/兑现数", "公开承诺/已兑现数"),
    ),
    _commitments(
        "in_time",
        "公开承诺按期兑现数",
        # As models.commitment.is_in_time; NULL where one of the days is not known.
        f"{_last_day('done')} <= {_last_day('due')}",
        ("按期兑现数", "公开承诺/按期兑现数"),
    ),
    Figure(
        "party.recommended",
        "推优入党人数",
        PartyRecommendation,
        f"{_in_period('recommended')} AND outcome <> '{REFUSED}'",
        None,
        "人",
        ("推优人数", "年度推优入党人数", "推荐入党人数", "推优入党数", "向党组织推优人数"),
        _OWN,
    ),
    Figure(
        "party.joined",
        "推优后入党人数",
        PartyRecommendation,
        f"{_in_period('outcome_on')} AND outcome = '已入党'",
        None,
        "人",
        ("经推优入党人数", "推优后已入党人数"),
        _OWN,
    ),
    Figure(
        "party.reports",
        "向党组织汇报次数",
        PartyReport,
        _in_period("reported"),
        None,
        "次",
        ("党组织汇报次数", "党建汇报次数", "汇报次数"),
        _OWN,
    ),
    Figure(
        "party.money",
        "党组织支持经费",
        PartyReport,
        _in_period("reported"),
        "money",
        "元",
        ("党组织支持经费（元）", "党建经费支持"),
        _OWN,
    ),
    Figure(
        "partners.active",
        "参加活动的协作团体数",
        Partner,
        _TOOK_PART,
        None,
        "个",
        ("协作团体数", "联系协作团体数", "参与协作团体数"),
        _OWN,
    ),
    _parts("reached", "协作团体联系人次", "reached", ("协作团体人次", "协作团体覆盖人次")),
    _parts("young", "协作团体团外青年人次", "young", ("协作团体青年人次",)),
)
