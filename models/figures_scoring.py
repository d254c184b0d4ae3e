"""Figures that scoring rules ask for beside those of each subject: attendance, pictures, late returns, satisfied answers.

A rate is written in a rule as one figure divided by another, so both parts are figures here.
"""

from __future__ import annotations

from models import figures_commitments, figures_polls
from models.activity import Activity
from models.appraisal import AppraisalMeeting
from models.attachment import PICTURES
from models.award import Honour
from models.dictionary import FIXED_WORDS
from models.figure import Figure
from models.news import LEVELS, News
from models.organisation import ACTIVE
from models.poll import PollTarget
from models.reporting import Request, Return

_OWN = "organisation_id"
_COUNTED = " AND expected > 0 AND present IS NOT NULL"
_PICTURE = " OR ".join(f"lower(f.name) LIKE '%{suffix}'" for suffix in sorted(PICTURES))
_PICTURED = (
    "EXISTS (SELECT 1 FROM attachment f"
    f" WHERE f.kind = 'activity' AND f.record_id = activity.id AND ({_PICTURE}))"
)
_MET_ON = "CASE WHEN date LIKE year || '%' THEN date ELSE CAST(year AS TEXT) END"
_HOLDER = "coalesce(organisation_id, (SELECT branch_id FROM member WHERE member.id = honour.member_id))"
_DUE = "(SELECT q.due FROM request q WHERE q.id = return.request_id)"
# Who has sent nothing: one row for each branch that stood when the time ran out.
_OWING = (
    "(SELECT r.id AS id, r.due AS due, o.id AS organisation_id FROM request r JOIN organisation o"
    f" ON o.kind = '团支部' AND (o.state = '{ACTIVE}' OR o.ended > r.due)"
    " AND (o.founded IS NULL OR o.founded <= r.due) WHERE r.due < :today AND NOT EXISTS"
    " (SELECT 1 FROM return t WHERE t.request_id = r.id AND t.organisation_id = o.id))"
)
_ABOVE_OFFICE = ", ".join(f"'{level}'" for level in LEVELS[1:])


def _in_period(column: str) -> str:
    return f"{column} >= :first AND {column} < :end"


def _activities(name: str, label: str, condition: str, measure: str | None) -> Figure:
    where = f"{_in_period('start')}{condition}"
    return Figure(f"activities.{name}", label, Activity, where, measure, "人次" if measure else "次")


def _meetings(name: str, label: str, measure: str | None) -> Figure:
    where = _in_period(_MET_ON) + (_COUNTED if measure else "")
    return Figure(
        f"meetings.{name}",
        label,
        AppraisalMeeting,
        where,
        measure,
        "人次" if measure else "次",
        organisation=_OWN,
    )


def _broken() -> Figure:
    """Promises of the period whose day has passed and that were not kept; without a day the year's end is theirs."""
    made = next(each for each in figures_commitments.FIGURES if each.name == "commitments.made")
    due = "coalesce(due, CAST(year AS TEXT))"
    last_day = f"{due} || substr('0000-12-31', length({due}) + 1)"
    where = f"{made.condition} AND done IS NULL AND {last_day} < :today"
    return Figure("commitments.broken", "未兑现承诺数", made.record, where, unit=made.unit, organisation=_OWN)


def _answers() -> tuple[Figure, Figure]:
    """Answers that count as satisfied, and those that the valid ballots could give, as models/poll_result.py counts.

    The weights that a poll may give its classes do not enter: every ballot counts the same.
    """
    valid = next(each for each in figures_polls.FIGURES if each.name == "polls.valid")
    of_poll = "(SELECT count(*) FROM poll_item i WHERE i.poll_id = poll_target.poll_id)"
    upper = "(SELECT p.satisfied FROM poll p WHERE p.id = poll_target.poll_id)"
    signs = " + ".join(
        f"({sign} <= {upper}) * (length(b.answers) - length(replace(b.answers, '{sign}', '')))"
        for sign in range(1, 10)
    )
    typed = (
        "(SELECT coalesce(sum(j.value), 0) FROM poll_total v,"
        " json_each('[' || replace(v.counts, '、', ',') || ']') j"
        f" WHERE v.target_id = poll_target.id AND j.key < {upper})"
    )
    entered = (
        f"(SELECT coalesce(sum({signs}), 0) FROM ballot b"
        " WHERE b.target_id = poll_target.id AND b.invalid = 0)"
    )
    where = valid.condition
    return (
        Figure(
            "polls.satisfied",
            "评议满意项次",
            PollTarget,
            where,
            f"({typed} + {entered})",
            "项次",
            organisation=_OWN,
        ),
        Figure(
            "polls.answers",
            "评议有效项次",
            PollTarget,
            where,
            f"({valid.measure} * {of_poll})",
            "项次",
            organisation=_OWN,
        ),
    )


FIGURES: tuple[Figure, ...] = (
    # 到会率 = 实到 ÷ 应到, of the activities that have both numbers.
    _activities("expected", "活动应到人数", _COUNTED, "expected"),
    _activities("attended", "活动实到人数", _COUNTED, "present"),
    _activities("pictured", "带照片活动次数", f" AND {_PICTURED}", None),
    _meetings("total", "评议大会次数", None),
    _meetings("expected", "评议大会应到人数", "expected"),
    _meetings("present", "评议大会实到人数", "present"),
    _broken(),
    *_answers(),
    *(
        Figure(
            f"honours.level.{level}",
            f"{level}荣誉数",
            Honour,
            f"{_in_period('granted')} AND level = :level",
            unit="项",
            organisation=_HOLDER,
            parameters={"level": level},
        )
        for level in FIXED_WORDS["honour_level"]
    ),
    Figure(
        "news.used.above",
        "区级以上采用信息数",
        News,
        f"{_in_period('date')} AND EXISTS (SELECT 1 FROM news_use u WHERE u.news_id = news.id"
        f" AND u.level IN ({_ABOVE_OFFICE}))",
        unit="篇",
        organisation=_OWN,
    ),
    # The first that came counts: who sends a corrected one later is not late.
    Figure(
        "returns.late",
        "迟报次数",
        Return,
        f"{_in_period(_DUE)} AND received > {_DUE} AND version = (SELECT min(t.version) FROM return t"
        " WHERE t.request_id = return.request_id AND t.organisation_id = return.organisation_id)",
        unit="次",
        organisation=_OWN,
    ),
    Figure(
        "returns.missing",
        "未报次数",
        Request,
        _in_period("due"),
        unit="次",
        organisation=_OWN,
        source=_OWING,
    ),
)
