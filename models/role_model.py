"""Role models: the members and groups that are held up as an example, how they were fostered and made known."""

from __future__ import annotations

from collections.abc import Iterator

from models.activity import Activity
from models.award import Honour, honours_of_years
from models.clock import today
from models.database import rows
from models.dictionary import words_of
from models.fields import (
    Attachments,
    Choice,
    Date,
    Derived,
    Link,
    LongText,
    Month,
    PersonName,
    Text,
    Words,
    not_in_future,
)
from models.member import Member
from models.organisation import Organisation
from models.partial_date import show_day
from models.record import Problem, Record, warning

PERSON, GROUP = "个人", "集体"


class RoleModel(Record):
    """A member or a group that is held up as an example."""

    label = "先进典型"
    key = ("organisation", "name", "since")
    # The district's list of groups names the unit only.
    other_key = ("organisation", "since")
    year_field = "since"
    organisation_field = "organisation"
    search_fields = ("name",)
    sheet_words = ("典型",)
    not_copied = ("name", "member", "honour", "activity", "deeds", "visited", "publicity")

    kind = Choice(
        "典型类别", Words((PERSON, GROUP), {"先进个人": PERSON, "先进集体": GROUP}), width=7, group="典型"
    )
    name = Text(
        "典型名称",
        required=True,
        limit=60,
        width=16,
        group="典型",
        aliases=["姓名", "集体名称", "典型姓名", "名称", "典型"],
        hint="个人填姓名，集体填集体的名称",
    )
    member = Link("典型团员", Member, width=9, group="典型", hint="不是团员的空着")
    organisation = Link(
        "典型所在团组织",
        Organisation,
        required=True,
        width=20,
        group="典型",
        aliases=["单位", "所在单位", "所在团组织", "所属单位", "团组织", "单位名称", "典型集体"],
    )
    since = Month("培树时间", group="培树", check=not_in_future, aliases=["培树日期", "树立时间"])
    level = Choice("培树级别", words_of("honour_level"), width=8, group="培树", aliases=["典型级别"])
    department = Text("培树部门", width=14, group="培树", aliases=["培树单位"])
    contact = PersonName("典型联系人", group="培树", aliases=["联系人", "联络人"])
    goal = LongText("培树目标", group="培树", limit=2000, width=18)
    plan = LongText("培树方案", group="培树", width=18)
    honours = LongText(
        "所获荣誉", group="事迹", limit=4000, width=18, aliases=["曾获荣誉", "已获荣誉", "获奖情况"]
    )
    deeds = LongText("典型事迹", group="事迹", aliases=["事迹材料", "主要事迹", "先进事迹", "事迹简介"])
    honour = Link("来自荣誉", Honour, group="事迹", width=16)
    activity = Link("来自活动", Activity, group="事迹", width=20)
    visited = LongText(
        "走访记录", group="走访和宣传", limit=8000, hint="逐次走访登记在下面；这里可以写其他情况"
    )
    publicity = LongText("宣传情况", group="走访和宣传", limit=8000, hint="登记过的宣传信息会自动列在后面")
    pushed_to = Text("推送机构", group="走访和宣传", width=14, aliases=["推送单位", "推送部门"])
    files = Attachments("典型附件", group="走访和宣传", aliases=["附件", "事迹附件"])
    remark = LongText("备注", width=14, group="走访和宣传")
    all_visits = Derived(
        "走访情况", lambda r: visits_text(r), aliases=["走访记录"], group="走访和宣传", width=18
    )
    made_known = Derived(
        "宣传一览", lambda r: publicity_text(r), aliases=["宣传情况"], group="走访和宣传", width=18
    )

    def complete(self) -> None:
        """A person's name and unit follow from the member and the other way round; a unit without a name is itself the group."""
        if self.member_id is not None:
            person = Member.get_by_id(self.member_id)
            self.kind = self.kind or PERSON
            self.name = self.name or person.name
            if self.organisation_id is None:
                self.organisation = person.branch_id
        elif not self.kind and (self.name or self.organisation_id is not None):
            self.kind = PERSON if self.name else GROUP
        if not self.name and self.kind == GROUP and self.organisation_id is not None:
            self.name = Organisation.titles().get(self.organisation_id)
        if self.kind == PERSON and self.member_id is None and self.name and self.organisation_id is not None:
            self.member = _only_member(self.name, self.organisation_id)

        if self.get_id() is not None:
            # A sheet that this program wrote comes back with the visits and the news as lines of text.
            self.visited = _without(self.visited, _visit_lines(self))
            self.publicity = _without(self.publicity, _news_lines(self))

    def idle_fields(self) -> frozenset[str]:
        """A group is no member; where visits and news are on record there is nothing to write besides."""
        told = {"member": self.kind == GROUP, "visited": self.all_visits, "publicity": self.made_known}
        return frozenset(name for name, idle in told.items() if idle)

    def rules(self) -> Iterator[Problem]:
        if self.kind == GROUP and self.member_id is not None:
            yield Problem("member", "集体典型不填个人")
        if self.kind == PERSON and self.member_id is not None:
            person = Member.get_by_id(self.member_id)
            if self.name != person.name:
                yield Problem("name", f"与团员“{person.name}”不是同一个姓名")
        if self.kind == PERSON and self.member_id is None and self.name:
            yield warning("name", "花名册里没有对得上的团员，性别、民族等不会带出")


def _only_member(name: str, organisation_id: int) -> int | None:
    """The one member of that name in the organisation."""
    found = rows("SELECT id FROM member WHERE name = ? AND branch_id = ?", (name, organisation_id))
    return int(found[0][0]) if len(found) == 1 else None


class RoleModelVisit(Record):
    """Somebody of the office went to see a role model."""

    label = "典型走访"
    key = ("role_model", "date")
    search_fields = ()

    role_model = Link("走访的典型", RoleModel, required=True, owner=True)
    date = Date("走访日期", required=True, check=not_in_future)
    who = Text("走访人", required=True, limit=60, width=12)
    what = Text("走访内容", limit=500, width=40)

    def heading(self) -> str:
        return f"{self.shown('date')} {self.who}"


def visits(model: RoleModel) -> list[RoleModelVisit]:
    """The visits to a role model, the earliest first."""
    held = RoleModelVisit.role_model == model.get_id()
    return list(RoleModelVisit.select().where(held).order_by(RoleModelVisit.date, RoleModelVisit.id))


def visits_text(model: RoleModel) -> str | None:
    """走访记录 of the district's list: each visit a line, then what was written besides; None when there is nothing."""
    return "\n".join([*_visit_lines(model), *filter(None, [model.visited])]) or None


def publicity_text(model: RoleModel) -> str | None:
    """宣传情况 of the district's list: what was written, then each item of news about the role model."""
    return "\n".join([*filter(None, [model.publicity]), *_news_lines(model)]) or None


def _visit_lines(model: RoleModel) -> list[str]:
    return [" ".join(filter(None, (each.shown("date"), each.who, each.what))) for each in visits(model)]


def _news_lines(model: RoleModel) -> list[str]:
    found = rows(
        "SELECT date, channel, title FROM news WHERE role_model_id = ? ORDER BY date, id", (model.get_id(),)
    )
    return [" ".join(filter(None, (show_day(day), channel, f"《{title}》"))) for day, channel, title in found]


def _without(text: str | None, lines: list[str]) -> str | None:
    if not text or not lines:
        return text
    return "\n".join(line for line in text.split("\n") if line not in lines) or None


def from_honour(honour: Honour) -> RoleModel:
    """The role model that holds an honour: the one that is on record, else a new one begun with what the honour says."""
    held = RoleModel.get_or_none(RoleModel.honour == honour.id)
    if held is not None:
        return held
    if honour.member_id is not None:
        person = Member.get_by_id(honour.member_id)
        known = RoleModel.get_or_none(RoleModel.member == person.id)
        return known or RoleModel(
            kind=PERSON,
            member=person.id,
            name=person.name,
            organisation=person.branch_id,
            **_begun(honour, person),
        )
    organisation = Organisation.get_by_id(honour.organisation_id)
    return _group_on_record(organisation) or RoleModel(
        kind=GROUP, organisation=organisation.id, name=organisation.name, **_begun(honour, organisation)
    )


def from_activity(activity: Activity) -> RoleModel:
    """The role model that an activity shows: the one that is on record, else its organisation as a group."""
    held = RoleModel.get_or_none(RoleModel.activity == activity.id)
    if held is not None:
        return held
    organisation = Organisation.get_by_id(activity.branch_id)
    year = int(activity.start[:4])
    return _group_on_record(organisation) or RoleModel(
        kind=GROUP,
        organisation=organisation.id,
        name=organisation.name,
        activity=activity.id,
        since=today().isoformat()[:7],
        honours=_honours_text(honours_of_years(organisation, year)),
        deeds="\n".join(filter(None, [f"{activity.title}：", activity.content, activity.result])),
    )


def _begun(honour: Honour, holder: Member | Organisation) -> dict[str, object]:
    """What a role model takes over from the honour and from those of the three years up to it."""
    honours = honours_of_years(holder, int(honour.granted[:4]))
    return {
        "honour": honour.id,
        "level": honour.level,
        "since": today().isoformat()[:7],
        "department": honour.granted_by,
        "honours": _honours_text(honours),
    }


def _honours_text(honours: list[Honour]) -> str | None:
    lines = [
        " ".join(filter(None, (each.shown("granted"), each.name, each.granted_by)))
        for each in reversed(honours)
    ]
    return "\n".join(lines) or None


def _group_on_record(organisation: Organisation) -> RoleModel | None:
    """An organisation as a group of its own name; groups within it (班组) have other names."""
    found: RoleModel | None = RoleModel.get_or_none(
        RoleModel.kind == GROUP,
        RoleModel.organisation == organisation.id,
        RoleModel.name == organisation.name,
    )
    return found
