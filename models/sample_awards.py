"""What the sample office's awards look back on: last year's volunteer service and assessment; and its quotas of this year."""

from __future__ import annotations

import random
from datetime import date

from models import starter
from models.activity import Activity, Participation
from models.assessment import Assessment, begin, scores
from models.award import Nomination
from models.award_kind import GROUP, HALF_UP, MEMBERS, OFFICERS, UP, AwardKind, kinds_of
from models.award_rule import copy_year
from models.changes import change, running
from models.dictionary import DictionaryEntry
from models.objection import REFUSED as NOT_UPHELD
from models.objection import Objection
from models.organisation import Organisation
from models.quota import REFUSED, quota
from models.sample_basis import SampleBasis
from models.sample_summaries import hang_pictures
from models.scheme import BONUS, DEDUCTION, VETO

# So many times each branch served in the year before; in the last ones of some, nobody wrote the hours down.
_TIMES = 7
_FORGOTTEN = (0, 0, 1, 0, 2, 0, 0, 1, 0)
# Of which, how many in per cent, how made whole, at most how many.
_QUOTAS: dict[str, tuple[str | None, float | None, str | None, int | None]] = {
    "优秀共青团员": (MEMBERS, 3, UP, None),
    "优秀共青团干部": (OFFICERS, 8, HALF_UP, None),
    "青年岗位能手": (None, None, None, 5),
    "优秀志愿者": (MEMBERS, 5, HALF_UP, 6),
    "五四红旗团总支": (None, None, None, 1),
    "五四红旗团支部": (None, None, None, 4),
}


def fill(sample: SampleBasis) -> None:
    """Add last year's service and assessments, this year's quotas, and reasons where they are exceeded."""
    draw = random.Random(20100505)
    with change("示例评优"):
        _served(sample, draw)
        _assessed(sample, draw)
        _quotas(sample)
        _objections(sample)


def _objections(sample: SampleBasis) -> None:
    """One objection to each nomination that is public: the first was looked into, the next one is open."""
    public = list(
        Nomination.select()
        .where(Nomination.year == sample.year, Nomination.state == "公示中")
        .order_by(Nomination.id)
    )
    for place, nomination in enumerate(public[:2]):
        objection = Objection(
            nomination=nomination.id,
            received=nomination.public_from,
            content="反映年度志愿服务时长与公布的不一致，请核对。",
        )
        if place == 0:
            objection.looked_into_by = "示例乙"
            objection.handling = "查对活动签到表，登记时长属实，已向反映人说明。"
            objection.result, objection.closed = NOT_UPHELD, nomination.public_until
        objection.save()


def _served(sample: SampleBasis, draw: random.Random) -> None:
    kinds = DictionaryEntry.children("activity_kind", "比贡献")
    known = [kind for kind in kinds if kind in sample.lists["activities"]]
    held = []
    for place, (branch, _) in enumerate(sample.branches):
        people = sample.members[branch.id]
        for number in range(_TIMES):
            kind = draw.choice(known)
            came = draw.sample(people, max(3, round(len(people) * draw.uniform(0.5, 0.95))))
            forgotten = number >= _TIMES - _FORGOTTEN[place % len(_FORGOTTEN)]
            activity = Activity(
                branch=branch.id,
                kind=kind,
                title=draw.choice(sample.lists["activities"][kind]),
                start=date(sample.year - 1, 2 + number * 10 // _TIMES, draw.randint(1, 28)).isoformat(),
                place=draw.choice(sample.lists["places"]),
                host=people[0].name,
                expected=len(people),
                present=len(came),
                league_present=len(came),
                hours_each=None if forgotten else draw.choice((2.0, 2.5, 3.5, 4.0, 6.0)),
                content=draw.choice(sample.lists["texts"]["contents"]),
            )
            activity.save()
            held.append(activity)
            running().save_all(
                [
                    Participation(activity=activity.id, member=member.id, hours=activity.hours_each)
                    for member in came
                ]
            )
    hang_pictures(sample, held, draw)


def _assessed(sample: SampleBasis, draw: random.Random) -> None:
    """All branches but the newest were assessed last year; one was vetoed."""
    year = sample.year - 1
    if Assessment.select().where(Assessment.year == year).exists():
        return
    starter.plant_scheme(year)
    for place, (branch, _) in enumerate(sample.branches):
        if (Organisation.get_by_id(branch.id).founded or "") >= str(year):
            continue
        assessment = begin(branch, year)
        strength = draw.uniform(0.76, 0.98)
        for indicator, score in scores(assessment):
            if indicator.block == VETO:
                score.vetoed = place == 5 or None
            elif indicator.block in (BONUS, DEDUCTION):
                score.office_score = float(draw.choice((0, 0, 1)))
            else:
                share = min(max(draw.gauss(strength, 0.06), 0.4), 1)
                score.office_score = round(indicator.points * share * 2) / 2
                score.self_score = indicator.points
                score.reason = "按评分标准扣分" if score.office_score < indicator.points else None
            score.save()
        assessment = Assessment.get_by_id(assessment.id)
        assessment.review_score = float(draw.randint(82, 96))
        assessment.poll_score = float(draw.randint(80, 97))
        assessment.save()


def _quotas(sample: SampleBasis) -> None:
    if kinds_of(sample.year)[0].year < sample.year:
        copy_year(sample.year, sample.year)
    changed = []
    for award in list(AwardKind.select().where(AwardKind.year == kinds_of(sample.year)[0].year)):
        if award.name in _QUOTAS:
            award.quota_base, award.quota_share, award.rounding, award.quota_number = _QUOTAS[award.name]
        award.granted_by = "共青团示例区委员会"
        award.one_honour = award.whom != GROUP
        changed.append(award)
    running().save_all(changed)
    for award in kinds_of(sample.year):
        _explain(award, sample.year)


def _explain(award: AwardKind, year: int) -> None:
    """Those who were put forward beyond the quota have a reason on record."""
    found = quota(award, year)
    if not found.is_over:
        return
    for id_ in found.nominations[found.limit :]:
        nomination = Nomination.get_by_id(id_)
        if nomination.state != REFUSED:
            nomination.over_quota_reason = "基层一线窗口岗位另增一名，已请示团区委同意"
            nomination.save()
