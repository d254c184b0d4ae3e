"""An invented office of any size with a year of records of its branches, and a scheme that uses every kind of rule."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from models.activity import Activity
from models.assessment import Assessment
from models.attachment import Attachment
from models.award import Honour
from models.changes import change
from models.commitment import BY_ORGANISATION, KEPT, Commitment
from models.dictionary import DictionaryEntry
from models.member import Member
from models.news import News, NewsUse
from models.organisation import Organisation
from models.party import PartyReport
from models.reporting import RETURN_KINDS, Request, Return
from models.scheme import BLOCKS, BONUS, DEDUCTION, Indicator, Scheme

YEAR = 2009  # over, so that every month counts
# One of every form, and the points of its indicator.
RULES = (
    ("志愿服务时长÷团员数达到10得满分", 5),
    ("迟报次数+未报次数不超过1得满分", 4),
    ("区级以上采用信息数每次得1分", 6),
    ("活动次数每次得0.2分，最多4分", 5),
    ("未兑现承诺数每次扣1分", 5),
    ("向党组织汇报次数不足2扣3分", 6),
    ("活动实到人数÷活动应到人数达到90%得满分，每少5%扣2分", 10),
    ("活动次数达到34得5分，达到30得4分，达到26得2分", 5),
    ("参加活动青年人次按目标100的比例得分", 6),
    ("志愿服务时长按与最高的比例得分", 7),
    ("活动人次排名前3得满分，以后每名扣0.2分", 8),
    ("每月带照片活动次数至少1，缺一个月扣0.5分", 5),
    ("每季度团支部大会次数至少1，缺一个季度扣2分", 8),
    ("各月平均：活动实到人数÷活动应到人数按目标90%的比例得分", 6),
    ("志愿服务次数达到9得满分，每少1扣2分；并且：志愿服务时长÷团员数不足10扣2分", 10),
    ("取最高：省市级荣誉数达到1得4分；区级荣誉数达到1得2分", 6),
    ("比贡献次数+比作为次数每次得0.3分；系数：团员数达到60乘0.9，达到40乘1，其余乘1.1", 7),
    ("未报次数每次扣0.5分", 5),
)


@dataclass
class ScoredOffice:
    """What was made, as it was saved."""

    organisations: list[Organisation] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    pictures: list[Attachment] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    uses: list[NewsUse] = field(default_factory=list)
    honours: list[Honour] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    reports: list[PartyReport] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    scheme: Scheme | None = None
    indicators: list[Indicator] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)


def make_office(branches: int, members: int, seed: int = 1) -> ScoredOffice:
    """Fill the open, empty store: so many organisations, every twentieth a general branch above the next three."""
    draw, office = random.Random(seed), ScoredOffice()
    with change("建立单位") as current:
        for number in range(branches):
            above = number - number % 20
            general = number % 20 == 0
            parent = office.organisations[above].id if 1 <= number % 20 <= 3 else None
            founded = f"{YEAR}-{draw.randint(1, 12):02d}" if number % 20 == 7 else None
            each = Organisation(
                name=f"第{number + 1}水务站团{'总' if general else ''}支部",
                kind="团总支" if general else "团支部",
                parent=parent,
                founded=founded,
            )
            current.save_all([each])
            office.organisations.append(each)
        ids = [each.id for each in office.organisations]
        for number in range(members):
            left = _day(draw) if draw.random() < 0.04 else None
            office.members.append(
                Member(
                    name=f"团员{number + 1}",
                    branch=ids[number * branches // members],
                    joined=f"{draw.randint(YEAR - 8, YEAR + 1)}-05",
                    left_on=left,
                )
            )
        current.save_all(office.members)
        for id_ in ids:
            _records(office, id_, draw)
        for made in (office.activities, office.news, office.honours, office.commitments, office.reports):
            current.save_all(made)
        for activity in office.activities:
            if draw.random() < 0.4:
                name = draw.choice(("照片.jpg", "照片.PNG", "签到表.pdf"))
                office.pictures.append(
                    Attachment(
                        kind="activity", record_id=activity.id, name=name, digest=f"{activity.id}", size=1
                    )
                )
        for item in office.news:
            for level in draw.sample(("局", "区", "市"), draw.choice((0, 0, 1, 2))):
                office.uses.append(NewsUse(news=item.id, level=level, by="某网站"))
        current.save_all(office.pictures)
        current.save_all(office.uses)
        _requests(office, ids, draw)
        _scheme(office, ids)
    return office


def _day(draw: random.Random) -> str:
    """Mostly a day of the year, sometimes of another one, sometimes only a month or a year."""
    year = draw.choices((YEAR, YEAR - 1, YEAR + 1), (30, 1, 1))[0]
    return f"{year}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"[: draw.choice((10,) * 20 + (7, 4))]


def _records(office: ScoredOffice, id_: int, draw: random.Random) -> None:
    kinds = ("水上保洁", "爱心周末", "岗位练兵", "青年业务竞赛", "党团共建", "团支部大会", "团课学习")
    for number in range(draw.randint(22, 38)):
        kind = draw.choice(kinds)
        category = DictionaryEntry.parent_of("activity_kind", kind)
        expected = draw.choice((None, 0, *range(10, 60)))
        present = None if draw.random() < 0.05 else draw.randint(5, 50)
        hours = round(draw.uniform(5, 120), 1) if category == "比贡献" else draw.choice((None, 0.0))
        office.activities.append(
            Activity(
                branch=id_,
                category=category,
                kind=kind,
                title=f"第{number + 1}次",
                start=_day(draw),
                expected=expected,
                present=present,
                youth_present=draw.choice((None, 0, 3, 5)),
                person_hours=hours,
            )
        )
    for number in range(draw.randint(0, 24)):
        office.news.append(News(organisation=id_, kind="信息动态", title=f"信息{number}", date=_day(draw)))
    for _ in range(draw.randint(0, 2)):
        level = draw.choice(("省市级", "区级", "局级", None))
        office.honours.append(Honour(name="先进", level=level, organisation=id_, granted=_day(draw)))
    if draw.random() < 0.3:
        member = draw.choice([each for each in office.members if each.branch_id == id_] or office.members)
        office.honours.append(Honour(name="能手", level="省市级", member=member.id, granted=_day(draw)))
    for number in range(draw.randint(0, 6)):
        year = draw.choice((YEAR, YEAR, YEAR - 1))
        done = _day(draw) if draw.random() < 0.7 else None
        office.commitments.append(
            Commitment(
                subject=BY_ORGANISATION,
                organisation=id_,
                year=year,
                made=_day(draw) if draw.random() < 0.8 else None,
                due=draw.choice((None, f"{YEAR}-11", f"{YEAR}-10-20", "2999-01")),
                title=f"承诺{number}",
                stage=KEPT if done else "未开始",
                done=done,
            )
        )
    for number in range(draw.randint(0, 4)):
        office.reports.append(PartyReport(organisation=id_, reported=_day(draw), title=f"汇报{number}"))


def _requests(office: ScoredOffice, ids: list[int], draw: random.Random) -> None:
    with change("收表") as current:
        for month in range(1, 13):
            name, due = f"{month}月上报", f"{YEAR}-{month:02d}-25"
            office.requests.append(Request(name=name, year=YEAR, kind=RETURN_KINDS.words[0], due=due))
        office.requests.append(Request(name="不限时", year=YEAR, kind=RETURN_KINDS.words[0]))
        current.save_all(office.requests)
        for request in office.requests:
            for id_ in ids:
                for version in range(1, 1 + draw.choice((0, 1, 1, 1, 1, 2))):
                    day = f"{YEAR}-{min(request.id, 12):02d}-{draw.choice((20, 24, 25, 26, 28))}"
                    office.returns.append(
                        Return(
                            request=request.id,
                            organisation=id_,
                            version=version,
                            received=day,
                            file_name="表.xlsx",
                            digest=f"{request.id}-{id_}-{version}",
                        )
                    )
        current.save_all(office.returns)


def _scheme(office: ScoredOffice, ids: list[int]) -> None:
    with change("考核方案") as current:
        office.scheme = Scheme(name="每种规则各一条", year=YEAR)
        current.save_all([office.scheme])
        last = len(RULES)
        for number, (rule, points) in enumerate(RULES, 1):
            block = BONUS if number == 3 else DEDUCTION if number == last else BLOCKS[number % 4]
            office.indicators.append(
                Indicator(
                    scheme=office.scheme.id,
                    block=block,
                    number=number,
                    content=f"第{number}条",
                    points=points,
                    rule=rule,
                )
            )
        current.save_all(office.indicators)
        office.assessments = [Assessment(organisation=id_, year=YEAR, scheme=office.scheme.id) for id_ in ids]
        current.save_all(office.assessments)
