"""Reviews (领导点评): what the Party organisation or the league organisation above said of a branch or a member."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from models.clock import end_of_year
from models.database import rows
from models.dictionary import words_of
from models.fields import (
    Attachments,
    Choice,
    Date,
    Decimal,
    Derived,
    Flag,
    Link,
    LongText,
    PersonName,
    Text,
    Words,
    not_in_future,
)
from models.member import Member
from models.organisation import ACTIVE, Organisation
from models.record import Problem, Record, warning

HIGHEST_SCORE = 100


class Review(Record):
    """One review of an organisation or of a member."""

    label = "领导点评"
    key = ("organisation", "member", "by", "date")
    year_field = "date"
    organisation_field = "organisation"
    sheet_words = ("点评",)
    search_fields = ("reviewer", "achievements", "problems", "direction")
    # Another review is of another one, with other words.
    not_copied = (
        "organisation",
        "member",
        "progress",
        "promises",
        "centre",
        "service",
        "team",
        "achievements",
        "problems",
        "direction",
        "score",
        "grade",
        "signed",
    )

    organisation = Link(
        "点评团组织",
        Organisation,
        required=True,
        width=20,
        group="点评对象",
        hint="点评团员时可空着，按其所在团组织",
        aliases=["团组织", "所在团组织", "被点评团组织", "点评对象", "所在单位", "单位", "团支部"],
    )
    member = Link(
        "点评团员",
        Member,
        width=9,
        group="点评对象",
        hint="点评团组织时空着",
        aliases=["姓名", "被点评人", "被点评团员"],
    )
    # The two that review, by the plan: “同级党组织和上级团组织”.
    by = Choice(
        "点评主体",
        Words(
            ("同级党组织", "上级团组织"),
            {
                **dict.fromkeys(
                    ("党组织", "党委", "党支部", "党总支", "同级党委", "所在单位党组织"), "同级党组织"
                ),
                **dict.fromkeys(("团组织", "团委", "上级团委", "局团委", "团区委"), "上级团组织"),
            },
        ),
        required=True,
        width=11,
        group="点评",
        aliases=["点评组织", "点评层级"],
    )
    date = Date(
        "点评日期", required=True, check=not_in_future, group="点评", aliases=["点评时间", "日期", "时间"]
    )
    reviewer = PersonName("点评领导", group="点评", aliases=["点评人", "点评领导姓名", "领导姓名"])
    reviewer_post = Text("领导职务", limit=60, width=14, group="点评", aliases=["点评领导职务", "职务"])
    way = Choice(
        "点评方式",
        Words(("会议", "书面", "现场"), {"会议点评": "会议", "书面点评": "书面", "现场点评": "现场"}),
        width=8,
        group="点评",
    )
    progress = LongText("组织推进", limit=1000, group="五个方面", aliases=["组织推进情况"])
    promises = LongText("承诺兑现", limit=1000, group="五个方面", aliases=["承诺兑现情况"])
    centre = LongText(
        "中心工作", limit=1000, group="五个方面", aliases=["服务水务", "推进中心工作", "中心工作（服务水务）"]
    )
    service = LongText("办实事", limit=1000, group="五个方面", aliases=["办实事情况", "为青年办实事"])
    team = LongText("队伍建设", limit=1000, group="五个方面", aliases=["队伍建设情况", "加强队伍建设"])
    achievements = LongText("取得的成果", limit=2000, group="结论", aliases=["取得成果", "主要成果", "成果"])
    problems = LongText("存在的问题", limit=2000, group="结论", aliases=["主要问题"])
    direction = LongText("努力方向", limit=2000, group="结论", aliases=["今后努力方向"])
    score = Decimal(
        "点评分",
        units=("分",),
        group="结论",
        hint=f"0到{HIGHEST_SCORE}，可空着",
        aliases=["点评得分", "点评评分"],
    )
    grade = Choice("点评等次", words_of("review_grade"), width=8, group="结论", aliases=["等次", "点评等级"])
    signed = Flag("被点评人已签名", group="结论", aliases=["是否签名", "被点评人签名"])
    remark = LongText("备注", width=14, group="结论")
    files = Attachments("点评材料", group="结论", aliases=["附件"])
    subject = Derived("被点评的", lambda review: review.heading_of_subject(), group="点评对象", width=18)

    def heading_of_subject(self) -> str:
        """Who is reviewed: the member, else the organisation."""
        if self.member_id is not None:
            return Member.titles().get(self.member_id, "")
        return Organisation.titles().get(self.organisation_id, "")

    def heading(self) -> str:
        return f"{self.shown('date')}{self.by or ''}点评{self.heading_of_subject()}"

    def complete(self) -> None:
        if self.member_id is not None and self.organisation_id is None:
            self.organisation = Member.get_by_id(self.member_id).branch_id

    def rules(self) -> Iterator[Problem]:
        if self.score is not None and self.score > HIGHEST_SCORE:
            yield Problem("score", f"最多{HIGHEST_SCORE}分")
        if not any((self.achievements, self.problems, self.direction)):
            # The plan: 取得的成果、存在的问题、努力方向 are what a review is to say.
            yield warning("achievements", "成果、问题、努力方向都还没有写")


REVIEWERS = Review.by.words
PARTY, ABOVE = REVIEWERS.words


class Covered(NamedTuple):
    """An organisation or a member with the last review of a year by each of the reviewers: its id and day."""

    organisation: Organisation
    member: Member | None
    last: dict[str, tuple[int, str]]

    @property
    def waiting(self) -> tuple[str, ...]:
        """The reviewers who have not spoken yet."""
        return tuple(by for by in REVIEWERS.words if by not in self.last)

    def heading(self) -> str:
        """What it is called."""
        return str(self.member.name if self.member is not None else self.organisation.name)


def existing(year: int) -> list[Organisation]:
    """The organisations that stand at the end of a year, or stand now, in the office's order."""
    day = end_of_year(year).isoformat()
    found = Organisation.select().order_by(Organisation.position, Organisation.id)
    return [
        each
        for each in found
        if (each.state == ACTIVE or (each.ended and each.ended > day))
        and (each.founded is None or each.founded <= day)
    ]


def organisations_covered(year: int) -> list[Covered]:
    """Every organisation with its reviews of a year: nobody is forgotten."""
    last = _last(year, "organisation_id", "member_id IS NULL")
    return [Covered(each, None, last.get(each.id, {})) for each in existing(year)]


def members_covered(year: int) -> list[Covered]:
    """Every member on the roster at the end of a year, by branch, with the reviews that were of the member."""
    last = _last(year, "member_id", "member_id IS NOT NULL")
    # As the figure members.total counts them.
    after = str(year + 1)
    members: dict[int, list[Member]] = {}
    on_roster = Member.select().where(
        Member.left_on.is_null() | (Member.left_on >= after),
        Member.joined.is_null() | (Member.joined < after),
    )
    for member in on_roster.order_by(Member.id):
        members.setdefault(member.branch_id, []).append(member)
    return [
        Covered(each, member, last.get(member.id, {}))
        for each in existing(year)
        for member in members.get(each.id, [])
    ]


def _last(year: int, whom: str, condition: str) -> dict[int, dict[str, tuple[int, str]]]:
    found: dict[int, dict[str, tuple[int, str]]] = {}
    for subject, by, id_, day in rows(
        f'SELECT {whom}, "by", id, date FROM review'
        f" WHERE {condition} AND date >= ? AND date < ? ORDER BY date, id",
        (str(year), str(year + 1)),
    ):
        found.setdefault(subject, {})[by] = (id_, day)
    return found
