"""Brands and creations of 三比三争 (青年文明号, 青年岗位能手, 达标窗口 …): applied for, built up, gained and lost."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from models.award import Honour
from models.changes import change
from models.database import rows
from models.dictionary import words_of
from models.errors import AppError
from models.fields import (
    Attachments,
    Choice,
    Date,
    Link,
    LongText,
    Text,
    Words,
    not_in_future,
)
from models.member import Member
from models.organisation import Organisation, subtree
from models.partial_date import agrees, first_day, last_day
from models.record import Problem, Record, warning

BRAND_STATES = APPLIED, BUILDING, NAMED, REFUSED, LOST = (
    "申报中",
    "创建中",
    "已命名",
    "未获命名",
    "已撤牌",
)
CIVILISED_UNIT = "青年文明号"
POST_EXPERT = "青年岗位能手"  # the one brand that a person holds

# In this order one follows the other.
_DATES = ("applied", "started", "named", "lost")


class Brand(Record):
    """One thing that an organisation, or for 青年岗位能手 a member, builds up and may be named."""

    label = "创建项目"
    key = ("organisation", "kind", "name")
    # The sheet 品牌创建 has no names (domain §5).
    other_key = ("organisation", "kind", "started")
    year_field = "started"
    organisation_field = "organisation"
    search_fields = ("name", "people")
    sheet_words = ("品牌", "创建")
    not_copied = ("name", "member", "state", *_DATES, "document")

    kind = Choice(
        "品牌类型",
        words_of("brand_kind"),
        required=True,
        width=14,
        group="创建项目",
        aliases=["品牌种类", "创建类型", "创建类别"],
    )
    name = Text(
        "品牌名称",
        required=True,
        limit=80,
        width=24,
        group="创建项目",
        hint="空着按团组织或能手的姓名",
        aliases=["创建名称", "品牌（项目）名称"],
    )
    organisation = Link(
        "创建团组织",
        Organisation,
        required=True,
        width=20,
        group="创建项目",
        aliases=["所在团组织", "所属团组织", "团组织", "团支部", "创建单位", "单位"],
    )
    member = Link("岗位能手", Member, width=9, group="创建项目", aliases=["能手姓名", "姓名"])
    level = Choice(
        "创建级别", words_of("honour_level"), width=8, group="创建项目", aliases=["品牌级别", "级别"]
    )
    state = Choice(
        "创建状态", Words(BRAND_STATES), required=True, width=9, group="进程", hint="空着按下面的日期"
    )
    applied = Date("创建申报日期", check=not_in_future, group="进程", aliases=["申报日期", "申报时间"])
    started = Date(
        "品牌创建时间", check=not_in_future, group="进程", aliases=["创建时间", "创建日期", "开始创建时间"]
    )
    named = Date("命名日期", check=not_in_future, group="进程", aliases=["命名时间", "授牌日期"])
    granted_by = Text("命名单位", limit=60, width=16, group="进程", aliases=["命名机关", "授牌单位"])
    document = Text("命名文号", limit=60, width=14, group="进程")
    lost = Date("撤牌日期", check=not_in_future, group="进程", aliases=["撤牌时间"])
    people = LongText("人员组成", width=20, group="内容", aliases=["创建人员", "组成人员"])
    basics = LongText(
        "品牌基本情况", width=30, group="内容", aliases=["基本情况", "创建情况", "创建基本情况"]
    )
    files = Attachments("创建材料", group="内容")
    remark = LongText("备注", width=14, group="内容", aliases=["说明"])

    def complete(self) -> None:
        if self.kind == POST_EXPERT and self.member_id is None:
            self.member = self._member_named()
        if self.member_id is not None and self.organisation_id is None:
            self.organisation = Member.get_by_id(self.member_id).branch_id
        if not self.name and self.kind and self.organisation_id is not None:
            holder = (
                Organisation.titles().get(self.organisation_id)
                if self.member_id is None
                else Member.titles().get(self.member_id)
            )
            self.name = f"{holder or ''}{self.kind}"
        if not self.state:
            self.state = next(
                (
                    state
                    for name, state in (("lost", LOST), ("named", NAMED), ("started", BUILDING))
                    if self.__data__.get(name)
                ),
                APPLIED,
            )

    def _member_named(self) -> int | None:
        """The member whom 人员组成 names, where that is one of the organisation and nobody else."""
        found = rows(
            "SELECT id FROM member WHERE name = ? AND branch_id = ?", (self.people, self.organisation_id)
        )
        return int(found[0][0]) if len(found) == 1 else None

    def idle_fields(self) -> frozenset[str]:
        return frozenset(("member",) if self.kind and self.kind != POST_EXPERT else ())

    def rules(self) -> Iterator[Problem]:
        yield from self._date_rules()
        if self.kind == POST_EXPERT:
            if self.member_id is None:
                named = f"，人员组成里的“{self.people}”在这个团组织没有对上" if self.people else ""
                yield Problem("member", f"{POST_EXPERT}要填是哪名团员{named}")
            elif self.organisation_id is not None:
                home = Member.get_by_id(self.member_id).branch_id
                if home not in subtree(self.organisation_id):
                    yield warning("member", f"现在{Organisation.titles().get(home, '')}")
        elif self.kind and self.member_id is not None:
            yield Problem("member", f"{self.kind}是集体创建，不填个人")

    def _date_rules(self) -> Iterator[Problem]:
        given = [(name, self.__data__[name]) for name in _DATES if self.__data__.get(name)]
        for (before, earlier), (name, later) in pairwise(given):
            if last_day(later) < first_day(earlier):
                yield Problem(name, f"早于{self.field(before).label}")
        for name, states in (("named", (NAMED,)), ("lost", (LOST,))):
            if self.state in states and not self.__data__.get(name):
                yield Problem(name, f"{self.state}要填{self.field(name).label}")
        if self.lost and self.state != LOST:
            yield Problem("state", f"填了{self.field('lost').label}，应是“{LOST}”")
        elif self.named and self.state not in (NAMED, LOST):
            yield Problem("state", f"填了{self.field('named').label}，应是“{NAMED}”")


def honour_of(brand: Brand) -> Honour | None:
    """The honour that says what the brand was named; None while it is not on record.

    Of two brands of one kind that an organisation was given on one day, each has its own, told apart by the name.
    """
    holder = (
        Honour.member == brand.member_id
        if brand.member_id is not None
        else (Honour.organisation == brand.organisation_id) & Honour.member.is_null()
    )
    for honour in Honour.select().where(holder, Honour.name == brand.kind).order_by(Honour.id):
        same_day = brand.named is not None and agrees(honour.granted, brand.named)
        if same_day and honour.remark in (None, brand.name):
            return honour
    return None


def make_honour(brand: Brand) -> Honour:
    """Put a brand that was named on record as an honour of its member or organisation, once.

    An honour that is there already is given back as it is. AppError for a brand that was never named.
    """
    if not brand.named:
        raise AppError(f"“{brand.name}”还没有命名，不能记入荣誉。", "命名以后填写命名日期，再记入荣誉。")
    found = honour_of(brand)
    if found is not None:
        return found
    with change(f"“{brand.name}”记入荣誉"):
        honour = Honour(
            name=brand.kind,
            level=brand.level,
            member=brand.member_id,
            organisation=brand.organisation_id if brand.member_id is None else None,
            granted=brand.named,
            granted_by=brand.granted_by,
            document=brand.document,
            remark=brand.name,
        )
        honour.save()
    return honour
