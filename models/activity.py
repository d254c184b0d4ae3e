"""Activities of the campaign: what was done under 三比三争, by whom, for how many hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from models.changes import change, running
from models.database import rows
from models.dictionary import DictionaryEntry, words_of
from models.fields import (
    Attachments,
    Choice,
    Date,
    Decimal,
    Derived,
    Flag,
    Integer,
    Link,
    LongText,
    PersonName,
    Text,
    Time,
    not_in_future,
)
from models.member import Member
from models.organisation import Organisation
from models.record import Problem, Record, warning

CATEGORIES = ("比贡献", "比作为", "比成效")
_ABSENT_NAMED = 20  # with more away the names say nothing


class Activity(Record):
    """One activity of one organisation."""

    label = "活动"
    key = ("branch", "start", "title")
    year_field = "start"
    organisation_field = "branch"
    search_fields = ("title",)
    # Another activity is on another day, with other people.
    not_copied = (
        "start",
        "start_time",
        "end",
        "expected",
        "present",
        "league_present",
        "youth_present",
        "absent",
        "hours_each",
        "person_hours",
        "result",
        "report_state",
    )

    branch = Link(
        "团组织",
        Organisation,
        required=True,
        width=22,
        group="活动",
        aliases=[
            "所在团组织",
            "团支部",
            "单位",
            "填报单位",
            "开展单位",
            "团组织名称",
            "活动单位",
            "所属团组织",
        ],
    )
    category = Choice(
        "活动类别",
        words_of("activity_category"),
        required=True,
        width=8,
        group="活动",
        aliases=["三比三争类别", "所属类别", "类别", "三比三争", "活动类别（三比三争）"],
    )
    kind = Choice(
        "活动项目",
        words_of("activity_kind"),
        open_list=True,
        width=14,
        group="活动",
        aliases=["项目", "具体项目", "活动类型", "项目名称", "服务项目", "活动载体"],
    )
    title = Text(
        "活动名称",
        required=True,
        limit=120,
        width=26,
        group="活动",
        aliases=["活动主题", "主题名称", "活动名称（主题）", "主题", "标题", "名称"],
    )
    start = Date(
        "活动时间",
        required=True,
        check=not_in_future,
        group="时间和地点",
        aliases=[
            "开始时间",
            "活动开始时间",
            "开展日期",
            "活动日期",
            "日期",
            "时间",
            "开展时间",
            "学习时间",
            "服务时间",
        ],
    )
    start_time = Time("开始钟点", group="时间和地点")
    end = Date("结束时间", check=not_in_future, group="时间和地点", aliases=["活动结束时间", "结束日期"])
    place = Text("地点", width=14, group="时间和地点", aliases=["活动地点", "学习地点"])
    organiser = Text("主办单位", width=14, group="组织", aliases=["主办", "主办/协办"])
    partners = Text("协办单位", width=14, group="组织", aliases=["协办", "合作单位", "协作团体"])
    joint_with_party = Flag("与党组织联合开展", group="组织", aliases=["党团共建活动", "是否党团联合"])
    host = PersonName("主持人", group="组织", aliases=["负责人", "活动主持人"])
    leader = PersonName("活动负责人", group="组织", aliases=["负责人"])
    recorder = PersonName("记录人", group="组织")
    expected = Integer("应到人数", unit="人", group="人数和时长", aliases=["应到", "应参加人数"])
    present = Integer(
        "实到人数",
        unit="人",
        group="人数和时长",
        aliases=["实到", "参与人数", "参加人数", "参与人次", "到会人数"],
    )
    league_present = Integer(
        "其中团员数", unit="人", group="人数和时长", aliases=["团员人数", "其中团员", "其中：团员", "团员数"]
    )
    youth_present = Integer(
        "其中未入团青年数",
        unit="人",
        group="人数和时长",
        aliases=["青年数", "其中青年数", "非团员青年", "未入团青年"],
    )
    absent = Text("缺席人员", width=16, group="人数和时长")
    hours_each = Decimal(
        "人均服务时长",
        unit="小时",
        group="人数和时长",
        hint="小时",
        aliases=["人均服务时长（小时）", "人均时长", "志愿服务时长(人均)", "人均志愿服务时长"],
    )
    person_hours = Decimal(
        "志愿服务总时长",
        unit="小时",
        group="人数和时长",
        hint="人·小时；空着按人均乘实到计",
        aliases=["志愿服务时长（人·小时）", "志愿服务时长", "服务总时长", "总时长"],
    )
    beneficiaries = Text(
        "服务对象", width=14, group="人数和时长", aliases=["服务对象/人次", "服务对象及人次"]
    )
    content = LongText(
        "活动内容",
        group="内容",
        aliases=["内容摘要", "简要情况", "内容", "活动简介", "会议内容", "活动情况", "服务内容"],
    )
    result = LongText("活动成效", group="内容", aliases=["成效/总结", "成效", "总结", "活动总结"])
    cost = Decimal("经费", unit="元", places=2, group="内容", aliases=["活动经费", "经费（元）"])
    report_state = Text("信息报送情况", width=14, group="内容")
    files = Attachments("照片和附件", group="内容", aliases=["照片·附件", "附件"])
    remark = LongText("备注", width=14, group="内容", aliases=["说明"])
    month = Derived(
        "月份",
        lambda a: int(a.start[5:7]) if a.start and len(a.start) >= 7 else None,
        group="时间和地点",
        width=5,
    )

    def complete(self) -> None:
        if not self.category and self.kind:
            self.category = DictionaryEntry.parent_of("activity_kind", self.kind)
        if self.youth_present is None and self.present is not None and self.league_present is not None:
            self.youth_present = max(self.present - self.league_present, 0)
        if self.person_hours is None and self.hours_each is not None and self.present is not None:
            self.person_hours = round(self.hours_each * self.present, 1)

    def rules(self) -> Iterator[Problem]:
        if self.present is not None:
            for name in ("league_present", "youth_present"):
                part = self.__data__.get(name)
                if part is not None and part > self.present:
                    yield Problem(name, f"{part}人，超过了实到人数{self.present}人")
            both = (self.league_present or 0) + (self.youth_present or 0)
            if both > self.present and max(self.league_present or 0, self.youth_present or 0) <= self.present:
                yield Problem("youth_present", f"与团员数合计{both}人，超过了实到人数{self.present}人")
            if self.expected is not None and self.present > self.expected:
                yield warning("present", f"实到{self.present}人，比应到{self.expected}人多")
        if self.end and self.start and self.end < self.start[: len(self.end)]:
            yield Problem("end", "早于活动时间")
        if self.start and len(self.start) < 10:
            yield warning("start", "没有写到哪一天")
        parent = DictionaryEntry.parent_of("activity_kind", self.kind) if self.kind else None
        if parent and self.category and parent != self.category:
            yield warning("kind", f"“{self.kind}”在字典里属于{parent}，不属于{self.category}")
        count = 0
        if self.get_id() is not None and self.present is not None:
            count = rows("SELECT count(*) FROM participation WHERE activity_id = ?", (self.get_id(),))[0][0]
            if count > self.present:
                yield warning("present", f"名单上有{count}人，比实到人数{self.present}人多")
        if not count and None not in (self.hours_each, self.present, self.person_hours):
            # A corrected number of people does not correct the hours that were worked out from the old one.
            reckoned = round(self.hours_each * self.present, 1)
            if reckoned != self.person_hours:
                yield warning("person_hours", f"人均乘实到是{reckoned:g}小时，请核对")


class Participation(Record):
    """One member took part in one activity, for some hours."""

    label = "参加人员"
    key = ("activity", "member")
    search_fields = ()

    activity = Link("参加的活动", Activity, required=True, owner=True)
    member = Link("参加人", Member, required=True, width=9)
    hours = Decimal("服务时长", unit="小时")
    role = Text("承担任务", width=12, aliases=["担任职务"])

    class Meta:
        indexes = ((("activity", "member"), True),)

    def heading(self) -> str:
        return Member.titles().get(self.member_id, "")

    @classmethod
    def after_save(cls, saved: list[tuple[Participation, dict[str, Any] | None]]) -> None:
        _take_over_hours({participation.activity_id for participation, _ in saved})

    @classmethod
    def after_delete(cls, deleted: list[Participation]) -> None:
        _take_over_hours({participation.activity_id for participation in deleted})


def _take_over_hours(activity_ids: set[int]) -> None:
    """An activity whose list says each one's hours has their sum as its hours."""
    for activity_id in activity_ids:
        activity = Activity.get_or_none(Activity.id == activity_id)
        total = rows("SELECT sum(hours) FROM participation WHERE activity_id = ?", (activity_id,))[0][0]
        if activity is not None and total is not None and activity.person_hours != round(total, 1):
            activity.person_hours = round(total, 1)
            running().save_all([activity])


def participants(activity: Activity) -> list[Participation]:
    """Who took part, in the order of entry."""
    return list(
        Participation.select().where(Participation.activity == activity.get_id()).order_by(Participation.id)
    )


def set_participants(activity: Activity, hours: dict[int, float | None]) -> None:
    """Make the list of an activity exactly these members (id → hours); one action.

    The numbers present follow the list as long as nobody has entered others.
    """
    with change(f"登记“{activity.title}”的参加人员") as current:
        before = participants(activity)
        for participation in before:
            if participation.member_id not in hours:
                current.delete(participation)
        known = {participation.member_id: participation for participation in before}
        listed = []
        for member_id, each in hours.items():
            participation = known.get(member_id) or Participation(
                activity=activity.get_id(), member=member_id
            )
            participation.hours = each
            listed.append(participation)
        current.save_all(listed)
        _take_over_numbers(Activity.get_by_id(activity.get_id()), set(known), set(hours))
    for name, value in Activity.get_by_id(activity.get_id()).__data__.items():
        setattr(activity, name, value)


def _take_over_numbers(activity: Activity, before: set[int], members: set[int]) -> None:
    """Expected, present and absent as the list and the branch's roster say, where nothing else was entered."""
    guests = activity.youth_present or 0
    if activity.league_present in (None, len(before)):
        activity.league_present = len(members)
    if activity.present in (None, len(before) + guests):
        activity.present = len(members) + guests
    activity.youth_present = guests
    roster = rows(
        "SELECT id, name FROM member WHERE branch_id = ? AND (left_on IS NULL OR left_on > ?)",
        (activity.branch_id, activity.start),
    )
    if activity.expected is None:
        activity.expected = len(roster) + guests
    if activity.absent in (None, _away(roster, before)):
        activity.absent = _away(roster, members)
    activity.save()


def _away(roster: list[tuple[int, str]], members: set[int]) -> str | None:
    """The names of those who were not there; None when there are too many to name, or nobody was listed."""
    away = [name for id_, name in roster if id_ not in members]
    return "、".join(away) or None if members and len(away) <= _ABSENT_NAMED else None


def hours_of_members(year: int, member_ids: Sequence[int] | None = None) -> dict[int, float]:
    """Volunteer hours of each member in a year, from the lists of participants."""
    found = rows(
        "SELECT p.member_id, sum(p.hours) FROM participation p JOIN activity a ON a.id = p.activity_id"
        " WHERE a.start >= ? AND a.start < ? GROUP BY p.member_id",
        (str(year), str(year + 1)),
    )
    wanted = None if member_ids is None else set(member_ids)
    return {id_: hours for id_, hours in found if hours is not None and (wanted is None or id_ in wanted)}
