"""Party building leads (党建带团建): reports to the Party organisation and its support, members recommended to the Party."""

from __future__ import annotations

from collections.abc import Iterator

from models.activity import Activity
from models.fields import (
    Attachments,
    Choice,
    Date,
    Decimal,
    IdNumber,
    Integer,
    Link,
    LongText,
    Text,
    Through,
    Words,
    not_in_future,
)
from models.member import Member
from models.organisation import Organisation
from models.record import Problem, Record, warning
from models.rule import rule

WAITING, REFUSED = "待审", "未通过"
OUTCOMES = (WAITING, "列为积极分子", "列为发展对象", "已入党", REFUSED)
_IN_PARTY = ("中共党员", "中共预备党员")


class PartyReport(Record):
    """One report of a league organisation to the Party organisation, with the answer and the support it gained."""

    label = "党组织汇报"
    key = ("organisation", "reported", "title")
    year_field = "reported"
    organisation_field = "organisation"
    search_fields = ("title",)
    not_copied = ("reported", "answer", "money", "place", "people", "other")

    organisation = Link(
        "汇报团组织",
        Organisation,
        required=True,
        width=20,
        group="汇报",
        aliases=["团组织", "所在团组织", "单位"],
    )
    reported = Date(
        "汇报日期",
        required=True,
        check=not_in_future,
        group="汇报",
        aliases=["汇报时间", "时间", "日期"],
    )
    recipient = Text(
        "汇报对象",
        limit=60,
        width=18,
        group="汇报",
        hint="空着按团组织的同级党组织",
        aliases=["向谁汇报", "党组织"],
    )
    way = Choice("汇报方式", Words(("书面", "会议", "面谈")), width=7, group="汇报", aliases=["方式"])
    title = Text(
        "汇报事项", required=True, limit=120, width=26, group="汇报", aliases=["汇报主题", "事项", "主题"]
    )
    content = LongText("汇报内容", group="汇报", aliases=["内容"])
    answer = LongText("党组织答复", group="答复和支持", aliases=["答复", "党组织意见"])
    money = Decimal("支持经费", unit="元", places=2, group="答复和支持", aliases=["经费", "经费支持"])
    place = Text("支持场地", width=14, group="答复和支持", aliases=["场地", "场地支持"])
    people = Text("支持人员", width=14, group="答复和支持", aliases=["人员", "人员支持"])
    other = Text("其他支持", width=14, group="答复和支持")
    activity = Link("相关活动", Activity, group="答复和支持")
    files = Attachments("汇报材料", group="材料")
    remark = LongText("备注", width=14, group="材料", aliases=["说明"])

    def complete(self) -> None:
        if not self.recipient and self.organisation_id is not None:
            self.recipient = Organisation.get_by_id(self.organisation_id).party_organisation


class PartyRecommendation(Record):
    """One member whom a branch recommends to the Party, from its general meeting to what the Party decided."""

    label = "推优入党"
    key = ("member", "recommended")
    year_field = "recommended"
    organisation_field = "organisation"
    search_fields = ("introducer", "situation")
    sheet_words = ("推优", "入党")
    not_copied = ("member", "situation", "votes", "opinion", "outcome", "outcome_on")

    organisation = Link(
        "推荐团组织",
        Organisation,
        required=True,
        width=20,
        group="推荐",
        aliases=["所在团组织", "所在团支部", "所属团组织", "团组织", "团支部", "推荐单位", "单位"],
    )
    member = Link(
        "推优对象",
        Member,
        required=True,
        width=9,
        group="推荐",
        aliases=["姓名", "推优对象姓名"],
    )
    id_number = Through("member", Member.id_number, group="推荐")
    sex = Through("member", Member.sex, group="推荐")
    ethnicity = Through("member", Member.ethnicity, group="推荐")
    education = Through("member", Member.education, group="推荐")
    joined = Through("member", Member.joined, group="推荐")
    recommended = Date(
        "推荐时间",
        required=True,
        check=not_in_future,
        group="推荐",
        aliases=["推优时间", "推荐日期", "推优日期"],
    )
    introducer = Text("入党介绍人", limit=40, width=10, group="推荐", aliases=["介绍人", "推优介绍人"])
    introducer_id = IdNumber("介绍人身份证", group="推荐", aliases=["介绍人身份证号", "介绍人身份证号码"])
    situation = LongText("个人情况", group="推荐", aliases=["本人情况", "现实表现", "主要表现"])
    expected = Integer("应到团员数", unit="人", group="团支部大会", aliases=["应到会团员数", "应到"])
    present = Integer("实到团员数", unit="人", group="团支部大会", aliases=["实到会团员数", "实到"])
    votes = Integer("赞成票数", unit="票", group="团支部大会", aliases=["同意票数", "赞成", "赞成票"])
    opinion = LongText("团支部大会意见", group="团支部大会", aliases=["支部大会意见", "大会意见"])
    outcome = Choice(
        "推优结果", Words(OUTCOMES), required=True, default=WAITING, width=10, group="结果", aliases=["结果"]
    )
    outcome_on = Date("结果日期", check=not_in_future, group="结果", aliases=["结果时间"])
    files = Attachments("推优材料", group="结果")
    remark = LongText("备注", width=14, group="结果", aliases=["说明"])

    def heading(self) -> str:
        return str(Member.titles().get(self.member_id) or "")

    def complete(self) -> None:
        if self.member_id is not None and self.organisation_id is None:
            self.organisation = Member.get_by_id(self.member_id).branch_id

    def rules(self) -> Iterator[Problem]:
        if self.member_id is not None:
            yield from self._member_rules(Member.get_by_id(self.member_id))
        for name, most in (("present", "expected"), ("votes", "present")):
            part, whole = self.__data__.get(name), self.__data__.get(most)
            if part is None or whole is None:
                continue
            label = PartyRecommendation.field(most).label
            if part > whole:
                yield Problem(name, f"{part}，超过了{label}{whole}")
            elif self.recommended:
                share = rule(f"party.{name}_share", int(self.recommended[:4]))
                if part * 100 <= whole * share:
                    yield warning(name, f"没有超过{label}的{share:g}%")
        if (
            self.outcome_on
            and self.recommended
            and self.outcome_on < self.recommended[: len(self.outcome_on)]
        ):
            yield Problem("outcome_on", f"早于{PartyRecommendation.field('recommended').label}")
        if self.outcome != WAITING and not self.outcome_on:
            yield warning("outcome_on", "没有填结果是哪天定的")

    def _member_rules(self, member: Member) -> Iterator[Problem]:
        if self.outcome == WAITING and member.politics in _IN_PARTY:
            yield warning("member", f"{member.name}已是{member.politics}")
        if not self.recommended:
            return
        same = PartyRecommendation.select().where(
            PartyRecommendation.member == member.id,
            PartyRecommendation.recommended.startswith(self.recommended[:4]),
            PartyRecommendation.id != self.get_id(),
        )
        if same.exists():
            yield warning("member", f"{self.recommended[:4]}年已推荐过{member.name}")
