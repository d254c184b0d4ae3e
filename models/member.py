"""League members, the offices they hold and their moves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Self

from models import id_number, partial_date
from models.changes import running
from models.clock import as_of, today
from models.database import rows
from models.dictionary import words_of
from models.fields import (
    Attachments,
    Choice,
    Date,
    Derived,
    Email,
    Flag,
    IdNumber,
    Link,
    LongText,
    Month,
    PersonName,
    Phone,
    Text,
    Words,
    not_in_future,
    since_1900,
)
from models.organisation import Organisation
from models.record import Problem, Record, warning

SEX = Words(
    ("男", "女"),
    {"M": "男", "F": "女", "1": "男", "2": "女", "male": "男", "female": "女", "男性": "男", "女性": "女"},
)
PRESENT = "在册"
ON_ROSTER = (PRESENT, "保留团籍")
STATES = Words((*ON_ROSTER, "已转出", "已离团"))
OFFICER_NATURES = Words(("专职", "兼职", "挂职"))
SECRETARY = "书记"
LEAVING_AGE = 28  # 团章: a member who is 28 and holds no office leaves the League
JOINING_AGE = 13  # younger at joining is not believed; 14 is the League's rule


def _party_date(value: str) -> str | None:
    return not_in_future(value) or since_1900(value)


class Member(Record):
    """One person on the roster."""

    label = "团员"
    key = ("id_number",)
    other_key = ("branch", "name", "born")
    organisation_field = "branch"
    search_fields = ("name",)

    branch = Link(
        "所在团组织",
        Organisation,
        required=True,
        width=22,
        group="基本信息",
        aliases=[
            "所在团支部",
            "所属团组织",
            "所属团支部",
            "所在支部",
            "团支部",
            "团组织",
            "团组织名称",
            "单位",
            "支部",
            "申报单位",
        ],
    )
    name = PersonName("姓名", required=True, group="基本信息", aliases=["团员姓名", "名字"])
    sex = Choice("性别", SEX, width=5, group="基本信息")
    ethnicity = Choice("民族", words_of("ethnicity"), open_list=True, width=7, group="基本信息")
    born = Month(
        "出生年月",
        check=_party_date,
        group="基本信息",
        aliases=["出生日期", "出生时间", "出生年月日", "生日"],
    )
    id_number = IdNumber(
        "身份证号",
        unique=True,
        group="基本信息",
        aliases=["身份证号码", "身份证件号码", "公民身份号码", "身份证", "证件号码"],
    )
    age = Derived(
        "年龄", lambda m: age_on(m, as_of()), group="基本信息", width=5, align="right", aliases=["周岁"]
    )
    native_place = Text("籍贯", width=9, group="基本信息")
    politics = Choice("政治面貌", words_of("politics"), width=13, group="基本信息")
    education = Choice(
        "文化程度",
        words_of("education"),
        open_list=True,
        width=9,
        group="基本信息",
        aliases=["学历", "最高学历"],
    )
    degree = Choice("学位", words_of("degree"), open_list=True, width=7, group="基本信息")
    school = Text("毕业院校及专业", width=18, group="基本信息", aliases=["毕业院校", "毕业学校及专业"])
    photo = Attachments("照片", group="基本信息")

    joined = Month("入团时间", check=_party_date, group="团内信息", aliases=["入团年月", "入团日期"])
    joined_at = Text("入团时所在单位", width=16, group="团内信息")
    post = Choice(
        "团内职务",
        words_of("branch_post", "committee_post"),
        width=9,
        group="团内信息",
        aliases=["现任团内职务", "团内任职"],
    )
    card_number = Text("团员证编号", width=12, group="团内信息", aliases=["团员编号", "团员证号"])
    development_number = Text("发展团员编号", width=14, group="团内信息", hint="2017年以后入团的才有")
    volunteer = Flag("是否注册志愿者", group="团内信息", aliases=["注册志愿者"])
    volunteer_since = Month(
        "注册志愿者时间",
        check=not_in_future,
        group="团内信息",
        aliases=["注册时间", "加入志愿服务时间", "志愿者注册时间"],
    )
    volunteer_number = Text("志愿者编号", width=14, group="团内信息")
    last_grade = Choice(
        "上年度教育评议等次",
        words_of("member_grade"),
        width=9,
        group="团内信息",
        aliases=["上年度评议等次", "教育评议等次", "评议等次", "上年度民主评议等次"],
    )
    dues_until = Month("团费交至", group="团内信息", aliases=["团费缴至", "团费交纳至"])
    applied_to_party = Flag(
        "是否递交入党申请", group="团内信息", aliases=["是否递交入党申请书", "是否申请入党"]
    )
    party_joined = Month("入党时间", check=_party_date, group="团内信息", aliases=["入党日期", "入党年月"])
    in_party_committee = Flag("是否同级党委（支部）成员", group="团内信息")
    party_post = Text("党内职务", width=10, group="团内信息", aliases=["党内职务（兼职）"])

    job = Text(
        "工作单位及岗位（职务）",
        limit=80,
        width=14,
        group="工作",
        aliases=[
            "工作岗位",
            "岗位",
            "工作单位及职务",
            "工作单位及岗位",
            "工作单位及行政职务",
            "行政职务",
            "职务",
        ],
    )
    title_level = Text("职称或技术等级", width=12, group="工作", aliases=["职称", "技术等级"])
    work_since = Month("参加工作时间", check=_party_date, group="工作", aliases=["工作时间", "参加工作年月"])

    phone = Phone(
        "手机号码", group="联系方式", aliases=["手机", "联系电话", "手机号", "电话", "移动电话", "联系方式"]
    )
    office_phone = Phone("办公电话", group="联系方式", sensitive=False, aliases=["单位电话"])
    email = Email("电子邮箱", group="联系方式", width=18, aliases=["邮箱", "电子邮件"])

    state = Choice("团员状态", STATES, required=True, default=PRESENT, width=8, group="变动")
    left_on = Date("离开日期", check=not_in_future, group="变动")
    moves = Derived("变动情况", lambda m: moves_text(m), group="变动", width=20)
    remark = LongText("备注", width=14, group="变动", aliases=["说明"])

    @property
    def is_present(self) -> bool:
        """Whether the person is on the roster now."""
        return self.state in ON_ROSTER

    # Imports ask the next two of every row: the values are taken as they lie, past peewee's accessors in Python.

    def complete(self) -> None:
        data = self.__data__
        number = data.get("id_number")
        if number:
            if not data.get("sex"):
                self.sex = id_number.sex(number)
            if not data.get("born"):
                self.born = id_number.birth_text(number)
        if data.get("volunteer_since") and data.get("volunteer") is None:
            self.volunteer = True

    def rules(self) -> Iterator[Problem]:
        data = self.__data__
        number, since = data.get("id_number"), data.get("joined")
        born, sex = data.get("born"), data.get("sex")
        if number:
            birth = id_number.birth_text(number)
            if born and not partial_date.agrees(born, birth):
                yield warning("born", f"与身份证号里的出生年月{partial_date.show_month(birth[:7])}不一致")
            if sex and sex != id_number.sex(number):
                yield warning("sex", f"与身份证号里的性别（{id_number.sex(number)}）不一致")
            # The number's date is the surer: a mistyped month of birth is not blamed on the day of joining too.
            born = birth
        if born and since:
            at_joining = partial_date.years_until(born, partial_date.last_day(since))
            # Only the unlikely is looked at more closely.
            if at_joining < JOINING_AGE:
                if partial_date.last_day(since) < partial_date.first_day(born):
                    yield Problem("joined", "早于出生年月")
                else:
                    yield warning("joined", f"入团时只有{at_joining}岁，请核对")
        if data.get("volunteer") is False and data.get("volunteer_since"):
            yield warning("volunteer", "填了注册志愿者时间，却不是注册志愿者")
        if data.get("party_joined") and data.get("politics") in ("共青团员", "群众"):
            yield warning("politics", "填了入党时间，政治面貌却不是党员")
        if not data.get("left_on") and data.get("state") not in ON_ROSTER:
            yield warning("left_on", "离开日期没有填")

    def similar(self) -> list[Self]:
        """Others with the same name, ID number or mobile number."""
        cls = type(self)
        found: dict[int, Self] = {}
        if self.name:
            for other in cls.select().where(cls.name == self.name):
                if not (self.id_number and other.id_number and self.id_number != other.id_number):
                    found[other.id] = other
        for field, value in ((cls.id_number, self.id_number), (cls.phone, self.phone)):
            if value:
                found.update({other.id: other for other in cls.select().where(field == value)})
        found.pop(self.get_id(), None)
        return list(found.values())

    @classmethod
    def after_save(cls, saved: list[tuple[Self, dict[str, Any] | None]]) -> None:
        offices: list[Office] = []
        transfers: list[Transfer] = []
        for member, old in saved:
            if old is None and not member.__data__.get("post"):
                continue  # nearly every row of an import
            if member.post != (old["post"] if old else None):
                offices += _offices_after(member, old)
            if old and old["branch"] != member.branch_id and not _has_transfer(member, old["branch"]):
                transfers.append(
                    Transfer(
                        member=member.id,
                        kind="系统内转接",
                        moved=today().isoformat(),
                        source=old["branch"],
                        target=member.branch_id,
                    )
                )
        running().save_all([*offices, *transfers])


def _offices_after(member: Member, old: dict[str, Any] | None) -> list[Office]:
    """The offices to save so that they say what the roster's 团内职务 says: that of the member's own branch.

    An office in a committee above is ended where it is kept, not by the roster.
    """
    current = (
        [] if old is None else list(Office.select().where(Office.member == member.id, Office.until.is_null()))
    )
    if member.post and any(office.post == member.post for office in current):
        return []
    homes = {member.branch_id, old["branch"] if old else None}
    current = [office for office in current if office.organisation_id in homes]
    for office in current:
        office.until = today().isoformat()
    if member.post:
        current.append(
            Office(member=member.id, organisation=member.branch_id, post=member.post, nature="兼职")
        )
    return current


def _has_transfer(member: Member, source: int) -> bool:
    """Whether the member's last move is this one; an earlier one of the same way was another move."""
    last = Transfer.select().where(Transfer.member == member.id).order_by(Transfer.id.desc()).first()
    return last is not None and (last.source_id, last.target_id) == (source, member.branch_id)


class Office(Record):
    """An office that a member holds or held in an organisation, from – to."""

    label = "团内任职"
    key = ("organisation", "member", "post")
    organisation_field = "organisation"
    search_fields = ()

    organisation = Link(
        "任职团组织",
        Organisation,
        required=True,
        width=18,
        aliases=["所属团组织", "所在团组织", "所在团支部", "所属团支部", "团组织", "团组织名称"],
    )
    member = Link("任职人", Member, required=True, owner=True, width=9)
    post = Choice(
        "职务名称",
        words_of("branch_post", "committee_post"),
        required=True,
        width=9,
        aliases=["团内职务", "现任团内职务", "任职职务"],
    )
    since = Month("任现职年月", check=not_in_future, aliases=["任职时间", "任现职时间"])
    until = Month("免职年月", check=not_in_future, hint="在任的空着", aliases=["离任时间"])
    nature = Choice("团干部性质", OFFICER_NATURES, aliases=["干部性质", "性质"])
    grade = Choice("考核等级", words_of("assessment_grade"), aliases=["上年考核等级"])
    remark = LongText("任职说明", width=16)

    def heading(self) -> str:
        return f"{Member.titles().get(self.member_id, '')}（{self.post}）"

    def rules(self) -> Iterator[Problem]:
        if (
            self.since
            and self.until
            and partial_date.last_day(self.until) < partial_date.first_day(self.since)
        ):
            yield Problem("until", "早于任现职年月")
        if self.until is None and self.post == SECRETARY:
            others = Office.select().where(
                Office.organisation == self.organisation_id,
                Office.post == self.post,
                Office.until.is_null(),
                Office.id != self.get_id(),
                Office.member != self.member_id,
            )
            for other in others:
                yield warning("post", f"{Member.titles().get(other.member_id)}也在任{self.post}")

    @classmethod
    def after_save(cls, saved: list[tuple[Office, dict[str, Any] | None]]) -> None:
        _take_over_posts([office.member_id for office, _ in saved])

    @classmethod
    def after_delete(cls, deleted: list[Office]) -> None:
        _take_over_posts([office.member_id for office in deleted])


def _take_over_posts(member_ids: list[int]) -> None:
    """The roster's 团内职务 is the office now held, that of the member's own branch first."""
    # One query for all: an import brings thousands of officers at once.
    found = rows(
        "SELECT id, post, (SELECT post FROM office WHERE member_id = member.id AND until IS NULL"
        " ORDER BY organisation_id IS NOT member.branch_id, id DESC LIMIT 1) AS held"
        " FROM member WHERE id IN (SELECT value FROM json_each(?)) AND post IS NOT held",
        (json.dumps(member_ids),),
    )
    changed = []
    for member_id, _, held in found:
        member = Member.get_by_id(member_id)
        member.post = held
        changed.append(member)
    running().save_all(changed)


class Transfer(Record):
    """A member came, went to another branch, or left."""

    label = "团员变动"
    key = ("member", "kind", "moved")
    search_fields = ()

    member = Link("变动团员", Member, required=True, owner=True, width=9)
    kind = Choice(
        "变动类别", Words(("转入", "系统内转接", "转出", "超龄离团", "退团", "除名", "其他")), required=True
    )
    moved = Date("变动日期", required=True, check=not_in_future)
    source = Link("原团组织", Organisation, width=18)
    target = Link("现团组织", Organisation, width=18)
    outside = Text("系统外单位", width=18)
    reason = LongText("变动原因", width=20)

    def heading(self) -> str:
        return f"{partial_date.show_day(self.moved)}{self.kind}"


def moves_text(member: Member) -> str:
    """The member's moves as the roster's column wants them: 2010-05-01转出（…）."""
    if member.get_id() is None:
        return ""
    found = Transfer.select().where(Transfer.member == member.id).order_by(Transfer.moved)
    return "；".join(
        f"{move.heading()}"
        + (
            f"（{move.outside or Organisation.titles().get(move.target_id, '')}）"
            if move.outside or move.target_id
            else ""
        )
        for move in found
    )


def age_on(member: Member, day: date) -> int | None:
    """Completed years on a day; by the ID number where there is one, since a month alone leaves it open."""
    born = id_number.birth_date(member.id_number).isoformat() if member.id_number else member.born
    return partial_date.years_until(born, day) if born else None
