"""Honours that members and organisations hold, and nominations on their way to becoming one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from models.award_kind import AwardKind, award_of, award_words
from models.changes import change, running
from models.clock import today
from models.database import rows
from models.dictionary import words_of
from models.errors import AppError
from models.fields import (
    Attachments,
    Choice,
    Date,
    Derived,
    Integer,
    Link,
    LongText,
    PersonName,
    Text,
    Words,
    not_in_future,
)
from models.member import Member
from models.nomination_limits import limit_problems
from models.organisation import Organisation
from models.partial_date import first_day, last_day
from models.quota import REFUSED
from models.record import Problem, Record
from models.scheme import BLOCKS


class Honour(Record):
    """An honour that a member or an organisation holds."""

    label = "荣誉"
    key = ("name", "granted", "member", "organisation")
    year_field = "granted"
    organisation_field = "organisation"
    search_fields = ("name", "certificate_number")
    not_copied = ("certificate_number",)

    name = Text("荣誉名称", required=True, width=22, aliases=["奖励名称", "奖项名称", "荣誉称号"])
    level = Choice("荣誉级别", words_of("honour_level"), width=8, aliases=["奖励级别", "级别"])
    member = Link("获奖个人", Member, width=9, aliases=["姓名"])
    organisation = Link("获奖团组织", Organisation, width=18, aliases=["获奖组织", "获奖单位"])
    granted_by = Text("授予单位", width=16, aliases=["审批单位", "授奖单位", "颁奖单位"])
    granted = Date("获奖时间", required=True, check=not_in_future, aliases=["授予时间", "获奖日期"])
    document = Text("奖励文号", width=14, aliases=["获奖文号", "奖项文号", "文号"])
    certificate_number = Text(
        "证书编号", unique=True, limit=40, width=12, hint="打印证书时编，编过的不再变", aliases=["证书号"]
    )
    remark = LongText("备注", width=14)

    def rules(self) -> Iterator[Problem]:
        if self.member_id is None and self.organisation_id is None:
            yield Problem("member", "请填写获奖个人或获奖团组织")


DRAFT = "草稿"
# domain §4, in the order in which a nomination passes through them.
NOMINATION_STATES = (
    DRAFT,
    "已提交",
    "党组织已签署",
    "公示中",
    "局团委已审",
    "已上报",
    "获批",
    REFUSED,
    "已表彰",
)
_NEXT = {
    DRAFT: ("已提交",),
    "已提交": ("党组织已签署", DRAFT),
    "党组织已签署": ("公示中", "已提交"),
    "公示中": ("局团委已审", "党组织已签署"),
    "局团委已审": ("已上报", "公示中"),
    "已上报": ("获批", "未获批"),
    "获批": ("已表彰",),
    "未获批": (),
    "已表彰": (),
}
FOUR_LEADS = {
    "conviction": "带头坚定信念",
    "study": "带头刻苦学习",
    "achievement": "带头争创佳绩",
    "conduct": "带头弘扬新风",
}
FOUR_GOODS = dict(zip(("building", "education", "action", "response"), BLOCKS[:4], strict=True))


class Nomination(Record):
    """One member or organisation put forward for one award in one year."""

    label = "推荐"
    key = ("year", "kind", "member", "organisation")
    year_field = "year"
    organisation_field = "organisation"
    search_fields = ()

    year = Integer("推荐年度", required=True, minimum=1990, group="推荐", aliases=["年度"])
    kind = Choice(
        "推荐类别",
        award_words,
        required=True,
        width=14,
        group="推荐",
        aliases=["申报称号", "推荐奖项"],
    )
    member = Link("推荐对象（个人）", Member, width=9, group="推荐", aliases=["姓名"])
    organisation = Link(
        "推荐单位",
        Organisation,
        width=18,
        group="推荐",
        hint="推荐个人时可空着，按其所在团组织",
        aliases=["申报单位"],
    )
    rank = Integer("推荐顺序", minimum=1, group="推荐")
    state = Choice("推荐状态", Words(NOMINATION_STATES), required=True, default=DRAFT, width=11, group="推荐")
    resume = LongText("个人简历", limit=2000, group="事迹")
    deeds = LongText(
        "主要事迹", limit=2000, group="事迹", hint="表内不超过1000字", aliases=["简要事迹", "事迹材料"]
    )
    conviction = LongText(FOUR_LEADS["conviction"], limit=1000, group="对照“四带头”")
    study = LongText(FOUR_LEADS["study"], limit=1000, group="对照“四带头”")
    achievement = LongText(FOUR_LEADS["achievement"], limit=1000, group="对照“四带头”")
    conduct = LongText(FOUR_LEADS["conduct"], limit=1000, group="对照“四带头”")
    building = LongText(FOUR_GOODS["building"], limit=1000, group="对照“四个好”")
    education = LongText(FOUR_GOODS["education"], limit=1000, group="对照“四个好”")
    action = LongText(FOUR_GOODS["action"], limit=1000, group="对照“四个好”")
    response = LongText(FOUR_GOODS["response"], limit=1000, group="对照“四个好”")
    branch_opinion = LongText("团支部意见", limit=500, group="意见")
    party_opinion = LongText("所在单位党组织意见", limit=500, group="意见")
    office_opinion = LongText("局团委意见", limit=500, group="意见")
    public_from = Date("公示开始日期", group="公示", aliases=["公示开始"])
    public_until = Date("公示截止日期", group="公示", aliases=["公示结束"])
    public_scope = Text("公示范围", width=16, group="公示")
    public_result = Text("公示结果", width=16, group="公示")
    sent_on = Date("上报日期", check=not_in_future, group="上报和结果")
    sent_document = Text("上报文号", width=16, group="上报和结果")
    decided_on = Date("批复日期", check=not_in_future, group="上报和结果")
    decision_document = Text("批复文号", width=16, group="上报和结果")
    over_quota_reason = LongText(
        "超出名额的原因", limit=300, width=16, group="上报和结果", hint="推荐数超过名额时要填"
    )
    remark = LongText("备注", width=14, group="上报和结果")
    files = Attachments("推荐材料", group="推荐材料", hint="事迹材料、证明等；照片放在团员的附件里")
    subject = Derived("推荐对象", lambda n: n.heading(), width=16)

    @property
    def award(self) -> AwardKind:
        """The award that is applied for, as it is in the nomination's year."""
        return award_of(self.kind, self.year or today().year)

    def heading(self) -> str:
        if self.member_id is not None:
            return Member.titles().get(self.member_id, "")
        return Organisation.titles().get(self.organisation_id, "") if self.organisation_id is not None else ""

    def complete(self) -> None:
        if self.member_id is not None and self.organisation_id is None:
            self.organisation = Member.get_by_id(self.member_id).branch_id

    def idle_fields(self) -> frozenset[str]:
        if not self.kind:
            return frozenset((*FOUR_LEADS, *FOUR_GOODS))
        return frozenset(FOUR_GOODS if self.award.for_member else ("member", "resume", *FOUR_LEADS))

    def rules(self) -> Iterator[Problem]:
        if self.kind and self.award.for_member and self.member_id is None:
            yield Problem("member", f"{self.kind}要推荐一名团员")
        if self.kind and not self.award.for_member:
            if self.organisation_id is None:
                yield Problem("organisation", f"{self.kind}要填团组织")
            if self.member_id is not None:
                yield Problem("member", f"{self.kind}是集体荣誉，不填个人")
        if self.kind and not self.award.for_member and self.organisation_id is not None:
            kind = Organisation.get_by_id(self.organisation_id).kind
            if self.award.holders and kind not in self.award.holders:
                yield Problem("kind", f"{self.heading()}是{kind}，不能申报{self.kind}")
        if (
            self.public_from
            and self.public_until
            and self.public_until < self.public_from[: len(self.public_until)]
        ):
            yield Problem("public_until", "早于公示开始日期")
        if self.state == "公示中" and not self.public_from:
            yield Problem("public_from", "公示中要填公示开始日期")
        same = Nomination.select().where(
            Nomination.year == self.year,
            Nomination.kind == self.kind,
            Nomination.id != self.get_id(),
            Nomination.member == self.member_id
            if self.member_id is not None
            else Nomination.member.is_null(),
            Nomination.organisation == self.organisation_id,
        )
        if same.exists():
            yield Problem("kind", f"{self.year}年已推荐过一次")
        if self.kind:
            yield from limit_problems(self)


class NominationStep(Record):
    """A nomination came into a state on a day: who signed and what was said."""

    label = "推荐进程"
    key = ("nomination", "state", "reached")
    search_fields = ()

    nomination = Link("所属推荐", Nomination, required=True, owner=True)
    state = Choice("进入状态", Words(NOMINATION_STATES), required=True, width=11)
    reached = Date("日期", required=True, check=not_in_future)
    signed_by = PersonName("签署人", width=9)
    note = LongText("进程说明", width=20)

    def heading(self) -> str:
        return f"{self.reached} {self.state}"


def next_states(nomination: Nomination) -> tuple[str, ...]:
    """The states a nomination may go to from where it is, onward first."""
    return _NEXT[nomination.state]


def advance(nomination: Nomination, state: str, reached: str, signed_by: str = "", note: str = "") -> None:
    """Bring a nomination into its next state; AppError when a state between is left out or the day is too early.

    Dates of publicity, sending and decision are set on the way; an award that is made becomes an honour.
    """
    if state not in next_states(nomination):
        raise AppError(
            f"“{nomination.heading()}”现在是“{nomination.state}”，不能直接变为“{state}”。",
            f"下一步可以是：{'、'.join(next_states(nomination)) or '没有'}。",
        )
    before = steps(nomination)
    if before and last_day(reached) < first_day(before[-1].reached):
        raise AppError(
            f"“{nomination.heading()}”的上一步“{before[-1].state}”在{before[-1].shown('reached')}，这一步不能更早。",
            "请改日期。",
        )
    if not is_back(nomination, state) and state != "未获批" and (count := open_objections(nomination)):
        raise AppError(
            f"“{nomination.heading()}”还有{count}条公示异议没有处理完，不能往下办理。",
            "请先在推荐进程旁登记异议的处理结果。",
        )
    with change(f"{nomination.heading()}{nomination.kind}：{state}"):
        nomination.state = state
        if state == "公示中":
            nomination.public_from = nomination.public_from or reached
        elif state == "已上报":
            nomination.sent_on = nomination.sent_on or reached
        elif state in ("获批", "未获批"):
            nomination.decided_on = nomination.decided_on or reached
        nomination.save()
        NominationStep(
            nomination=nomination.id,
            state=state,
            reached=reached,
            signed_by=signed_by or None,
            note=note or None,
        ).save()
        if state == "已表彰":
            running().save_all([_honour_of(nomination, reached)])


def advance_all(
    nominations: Sequence[Nomination],
    state: str,
    reached: str,
    signed_by: str = "",
    note: str = "",
    facts: Mapping[str, str | None] | None = None,
) -> None:
    """Bring several nominations into the same next state as one action; all of them, or none and AppError.

    `facts` are values of fields that the step brings with it (the end of publicity, the number of a document); those
    that are None stay as they are.
    """
    one = f"{nominations[0].heading()}{nominations[0].kind}" if len(nominations) == 1 else ""
    before = [dict(nomination.__data__) for nomination in nominations]
    try:
        with change(f"{one or f'{len(nominations)}项推荐'}：{state}"):
            for nomination in nominations:
                for name, value in (facts or {}).items():
                    if value is not None:
                        setattr(nomination, name, value)
                advance(nomination, state, reached, signed_by, note)
    except AppError:
        # The person puts right what was asked, and takes the step with the same records.
        for nomination, values in zip(nominations, before, strict=True):
            nomination.__data__ = values
        raise


def common_next_states(nominations: Sequence[Nomination]) -> tuple[str, ...]:
    """The states that all of these nominations may go to, onward first; () when they differ or there are none."""
    if not nominations or len({nomination.state for nomination in nominations}) > 1:
        return ()
    return next_states(nominations[0])


def is_back(nomination: Nomination, state: str) -> bool:
    """Whether going to this state means taking a step back."""
    return NOMINATION_STATES.index(state) < NOMINATION_STATES.index(nomination.state)


def open_objections(nomination: Nomination) -> int:
    """How many objections to it have no result yet (models/objection.py)."""
    asked = "SELECT count(*) FROM objection WHERE nomination_id = ? AND result IS NULL"
    return int(rows(asked, (nomination.get_id(),))[0][0])


def _honour_of(nomination: Nomination, granted: str) -> Honour:
    return Honour(
        name=nomination.kind,
        level=nomination.award.level,
        granted_by=nomination.award.granted_by,
        member=nomination.member_id,
        organisation=None if nomination.award.for_member else nomination.organisation_id,
        granted=granted,
        document=nomination.decision_document,
    )


def steps(nomination: Nomination) -> list[NominationStep]:
    """The states a nomination has passed through, in order."""
    return list(
        NominationStep.select()
        .where(NominationStep.nomination == nomination.get_id())
        .order_by(NominationStep.id)
    )


def in_publicity(year: int) -> list[Nomination]:
    """Nominations that are being made public in a work year, those that end first above."""
    return list(
        Nomination.select()
        .where(Nomination.year == year, Nomination.state == "公示中")
        .order_by(Nomination.public_until)
    )


def honours_of_years(record: Member | Organisation, last_year: int, years: int = 3) -> list[Honour]:
    """The honours of the last years, the newest first, as the forms ask for them (近3年获奖情况)."""
    link = Honour.member if isinstance(record, Member) else Honour.organisation
    return list(
        Honour.select()
        .where(
            link == record.id,
            Honour.granted >= str(last_year - years + 1),
            Honour.granted < str(last_year + 1),
        )
        .order_by(Honour.granted.desc())
    )
