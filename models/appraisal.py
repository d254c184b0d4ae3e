"""The members' yearly appraisal (团员教育评议) with their registration, and the meeting at which a branch held it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from models.changes import change, running
from models.database import rows
from models.dictionary import words_of
from models.fields import (
    Choice,
    Date,
    Derived,
    Integer,
    Link,
    LongText,
    PersonName,
    Text,
    Through,
    Words,
    not_in_future,
)
from models.member import ON_ROSTER, Member
from models.organisation import Organisation
from models.record import Problem, Record, warning

EXCELLENT = "优秀"
UNFIT = "不合格"
REGISTERED = "已注册"
SUSPENDED = "暂缓注册"
# The votes that are counted for each grade of domain §7 format 8, and those that were not given.
VOTES = {
    "votes_excellent": EXCELLENT,
    "votes_good": "合格",
    "votes_basic": "基本合格",
    "votes_poor": UNFIT,
    "votes_none": "弃权",
}
GRADES = tuple(VOTES.values())[:4]
_BRANCH_NAMES = (Member.branch.label, *Member.branch.aliases)


class AppraisalMeeting(Record):
    """The meeting at which a branch appraised its members in a year."""

    label = "评议大会"
    key = ("organisation", "year")
    year_field = "year"
    year_from = ("date",)
    organisation_field = "organisation"
    search_fields = ("place",)

    organisation = Link("召开评议的团组织", Organisation, required=True, aliases=_BRANCH_NAMES)
    year = Integer("评议大会年度", required=True, minimum=1990, width=8, aliases=["年度", "评议年度"])
    date = Date("评议大会日期", check=not_in_future, aliases=["评议日期", "评议时间"])
    place = Text("评议大会地点", limit=60, width=14)
    expected = Integer("应到团员数", unit="人", aliases=["应到人数"])
    present = Integer("实到团员数", unit="人", aliases=["实到人数"])
    chair = PersonName("评议主持人", aliases=["主持人"])
    recorder = PersonName("评议记录人", aliases=["记录人"])
    remark = LongText("备注", width=14)

    class Meta:
        indexes = ((("organisation", "year"), True),)

    def heading(self) -> str:
        return f"{Organisation.titles().get(self.organisation_id, '')}{self.year}年评议大会"

    def complete(self) -> None:
        if self.year is None and self.date:
            self.year = int(self.date[:4])

    def rules(self) -> Iterator[Problem]:
        if self.expected is not None and self.present is not None and self.present > self.expected:
            yield Problem("present", "多于应到团员数")
        if AppraisalMeeting.select().where(
            AppraisalMeeting.organisation == self.organisation_id,
            AppraisalMeeting.year == self.year,
            AppraisalMeeting.id != self.get_id(),
        ):
            yield Problem("year", f"{self.year}年的评议大会已登记过")

    @classmethod
    def after_save(cls, saved: list[tuple[AppraisalMeeting, dict[str, Any] | None]]) -> None:
        """The members of the branch were appraised on the day of the meeting, unless their records say another."""
        changed = []
        for meeting, old in saved:
            if not meeting.date:
                continue
            for appraisal in appraisals(meeting.organisation_id, meeting.year):
                if not appraisal.held or (old and appraisal.held == old["date"]):
                    appraisal.held = meeting.date
                    changed.append(appraisal)
        running().save_all(changed)


class MemberAppraisal(Record):
    """What a member's branch found of the member in one year, and whether the membership was registered."""

    label = "团员评议"
    key = ("member", "year")
    year_field = "year"
    year_from = ("held", "registered_on")
    organisation_field = "organisation"
    search_fields = ("self_text", "branch_opinion")
    not_copied = ("member",)
    sheet_words = ("教育评议", "民主评议", "团员评议", "团籍注册")

    member = Link(
        "评议团员", Member, required=True, owner=True, width=10, group="评议", aliases=["姓名", "团员姓名"]
    )
    year = Integer("评议年度", required=True, minimum=1990, width=8, group="评议", aliases=["年度"])
    organisation = Link(
        "评议时所在团组织",
        Organisation,
        width=18,
        group="评议",
        hint="可空着，按团员现在所在的团组织",
        aliases=_BRANCH_NAMES,
    )
    held = Date("评议时间", check=not_in_future, group="评议", aliases=["评议日期"])
    absent_reason = LongText("未参评原因", limit=200, width=16, group="评议", hint="参加了评议的空着")

    self_text = LongText("个人自评内容", group="个人自评", aliases=["自评内容", "个人总结"])
    self_grade = Choice("自评等级", words_of("member_grade"), width=9, group="个人自评", aliases=["自评等次"])

    votes_excellent = Integer("优秀票", unit="票", group="支部评议", aliases=["测评票/优秀"])
    votes_good = Integer("合格票", unit="票", group="支部评议", aliases=["测评票/合格"])
    votes_basic = Integer("基本合格票", unit="票", group="支部评议", aliases=["测评票/基本合格"])
    votes_poor = Integer("不合格票", unit="票", group="支部评议", aliases=["测评票/不合格"])
    votes_none = Integer("弃权票", unit="票", group="支部评议", aliases=["测评票/弃权"])
    suggested = Choice(
        "支委会建议等次", words_of("member_grade"), width=9, group="支部评议", aliases=["建议等次"]
    )
    branch_opinion = LongText("团支部意见", limit=500, group="支部评议", aliases=["支部意见"])

    grade = Choice(
        "评议等次", words_of("member_grade"), width=9, group="结果", aliases=["评议结果", "评议等级"]
    )
    superior_opinion = LongText("上级团委审批意见", limit=500, group="结果", aliases=["上级团委意见"])
    registration = Choice(
        "团籍注册",
        Words(
            (REGISTERED, SUSPENDED),
            {"注册": REGISTERED, "是": REGISTERED, "√": REGISTERED, "暂缓": SUSPENDED},
        ),
        width=9,
        group="结果",
        aliases=["注册情况", "团籍注册（本年）", "是否注册"],
    )
    registered_on = Date("团籍注册时间", check=not_in_future, group="结果", aliases=["注册时间", "注册日期"])
    remark = LongText("备注", width=14, group="结果")
    points = Derived("评议得分", lambda a: points_of(a), group="结果", align="right", places=1)

    sex = Through("member", Member.sex, group="团员")
    born = Through("member", Member.born, group="团员")
    id_number = Through("member", Member.id_number, group="团员")
    native_place = Through("member", Member.native_place, group="团员")
    politics = Through("member", Member.politics, group="团员")
    joined = Through("member", Member.joined, group="团员")
    post = Through("member", Member.post, group="团员")
    job = Through("member", Member.job, group="团员")

    class Meta:
        indexes = ((("member", "year"), True),)

    def heading(self) -> str:
        return f"{Member.titles().get(self.member_id, '')}（{self.year}年）"

    @property
    def votes(self) -> int:
        """All votes that were counted for the member, those not given included."""
        return sum(self.__data__.get(name) or 0 for name in VOTES)

    def complete(self) -> None:
        data = self.__data__
        day = data.get("held") or data.get("registered_on")
        if data.get("year") is None and day:
            self.year = int(day[:4])
        if data.get("organisation") is None and data.get("member") is not None:
            self.organisation = Member.get_by_id(data["member"]).branch_id
        if data.get("registered_on") and not data.get("registration"):
            self.registration = REGISTERED

    def rules(self) -> Iterator[Problem]:
        if MemberAppraisal.select().where(
            MemberAppraisal.member == self.member_id,
            MemberAppraisal.year == self.year,
            MemberAppraisal.id != self.get_id(),
        ):
            yield Problem("year", f"{Member.titles().get(self.member_id, '')}{self.year}年已有一条团员评议")
        if self.absent_reason and self.grade:
            yield warning("absent_reason", "填了没有参评的原因，却有评议等次")
        if self.grade == UNFIT and self.registration == REGISTERED:
            yield warning("registration", f"评议为{UNFIT}，一般{SUSPENDED}")

    @classmethod
    def after_save(cls, saved: list[tuple[MemberAppraisal, dict[str, Any] | None]]) -> None:
        _take_over_grades({appraisal.member_id for appraisal, _ in saved})

    @classmethod
    def after_delete(cls, deleted: list[MemberAppraisal]) -> None:
        _take_over_grades({appraisal.member_id for appraisal in deleted})


def _take_over_grades(member_ids: set[int]) -> None:
    """The roster says the grade of the latest appraisal; what it said before the first one stays."""
    latest = rows(
        "SELECT member_id, grade, max(year) FROM member_appraisal"
        " WHERE grade IS NOT NULL AND member_id IN (SELECT value FROM json_each(?)) GROUP BY member_id",
        (json.dumps(sorted(member_ids)),),
    )
    grades = {member_id: grade for member_id, grade, _ in latest}
    changed = []
    for member in Member.select().where(Member.id.in_(list(grades))):
        if member.last_grade != grades[member.id]:
            member.last_grade = grades[member.id]
            changed.append(member)
    running().save_all(changed)


def points_of(appraisal: MemberAppraisal) -> float | None:
    """The points that the branch gave the member; None while it has given none."""
    found = rows(
        "SELECT sum(branch_points) FROM appraisal_point WHERE appraisal_id = ?", (appraisal.get_id(),)
    )
    return None if found[0][0] is None else round(float(found[0][0]), 2)


def appraisals(organisation: int, year: int) -> list[MemberAppraisal]:
    """The appraisals of a branch in a year, by the members' place on the roster."""
    return list(
        MemberAppraisal.select()
        .where(MemberAppraisal.organisation == organisation, MemberAppraisal.year == year)
        .order_by(MemberAppraisal.member)
    )


def meeting_of(organisation: int, year: int) -> AppraisalMeeting | None:
    """The meeting of a branch in a year, when it is on record."""
    found: AppraisalMeeting | None = AppraisalMeeting.get_or_none(
        AppraisalMeeting.organisation == organisation, AppraisalMeeting.year == year
    )
    return found


def unappraised(organisation: int | None, year: int) -> list[Member]:
    """The members on the branch's roster, or on all (None), who have no record of the year yet."""
    have = MemberAppraisal.select(MemberAppraisal.member).where(MemberAppraisal.year == year)
    found = Member.select().where(Member.state.in_(ON_ROSTER), Member.id.not_in(have))
    if organisation is not None:
        found = found.where(Member.branch == organisation)
    return [each for each in found.order_by(Member.id) if (each.joined or "") < str(year + 1)]


def begin_appraisals(organisation: Organisation, year: int) -> int:
    """Begin the appraisal of everybody on the roster who has none of the year, as one action; returns how many."""
    members = unappraised(organisation.id, year)
    meeting = meeting_of(organisation.id, year)
    with change(f"开始{year}年团员评议：{organisation.name}") as current:
        current.save_all(
            [
                MemberAppraisal(
                    member=member.id,
                    year=year,
                    organisation=organisation.id,
                    held=meeting.date if meeting else None,
                )
                for member in members
            ]
        )
    return len(members)


def grade_all(organisation: Organisation, year: int, grade: str) -> int:
    """Give everybody of a branch who took part and has no grade yet the same one; returns how many."""
    found = [each for each in appraisals(organisation.id, year) if not each.grade and not each.absent_reason]
    for each in found:
        each.grade = grade
    return _save_together(found, f"{organisation.name}{year}年团员评议登记为{grade}")


def register_all(organisation: Organisation, year: int, day: str | None) -> int:
    """Register everybody of a branch who is appraised fit and has no registration yet; returns how many."""
    found = [
        each
        for each in appraisals(organisation.id, year)
        if not each.registration and each.grade and each.grade != UNFIT
    ]
    for each in found:
        each.registration, each.registered_on = REGISTERED, day
    return _save_together(found, f"{organisation.name}{year}年团籍注册")


def _save_together(found: Sequence[MemberAppraisal], name: str) -> int:
    with change(name) as current:
        return current.save_all(found)


class PastGrade(NamedTuple):
    """A member's grade in an earlier year."""

    year: int
    grade: str


def past_grades(member_ids: Sequence[int], until: int, years: int) -> Mapping[int, list[PastGrade]]:
    """Member id → the grades of the `years` years that end with `until`, the latest first; no entry without one."""
    found: dict[int, list[PastGrade]] = {}
    wanted = set(member_ids)
    for member_id, year, grade in rows(
        "SELECT member_id, year, grade FROM member_appraisal"
        " WHERE grade IS NOT NULL AND year > ? AND year <= ? ORDER BY year DESC",
        (until - years, until),
    ):
        if member_id in wanted:
            found.setdefault(member_id, []).append(PastGrade(year, grade))
    return found
