"""Partner bodies (协作团体) and their part in activities: how young people outside the League are reached."""

from __future__ import annotations

from collections.abc import Iterator

from models.activity import Activity
from models.clock import as_of
from models.database import rows
from models.dictionary import words_of
from models.fields import (
    Choice,
    Derived,
    Integer,
    Link,
    LongText,
    Month,
    PersonName,
    Phone,
    Text,
    Through,
    not_in_future,
)
from models.organisation import Organisation
from models.record import Problem, Record, warning


class Partner(Record):
    """A body with which an organisation keeps contact: 青联, 学联, a youth club, a community, a school."""

    label = "协作团体"
    key = ("name",)
    organisation_field = "organisation"
    search_fields = ("name", "contact")

    name = Text(
        "团体名称",
        required=True,
        unique=True,
        limit=60,
        width=22,
        aliases=["协作团体名称", "协作团体", "合作单位", "合作团体"],
    )
    kind = Choice(
        "团体类别", words_of("partner"), required=True, width=10, aliases=["协作团体类别", "协作团体类型"]
    )
    organisation = Link(
        "联系的团组织",
        Organisation,
        required=True,
        width=20,
        aliases=["对口团组织", "所在团组织", "团组织", "单位"],
    )
    contact = PersonName("团体联系人", aliases=["联系人", "联络人"])
    phone = Phone("团体电话", aliases=["联系电话", "电话", "联系方式"])
    size = Integer("团体人数", unit="人", aliases=["成员数", "成员人数", "人数"])
    since = Month("开始联系时间", check=not_in_future, aliases=["建立联系时间", "联系时间"])
    held = Derived("本年参加活动", lambda p: this_year(p)[0], width=9, align="right")
    reached = Derived("本年联系人次", lambda p: this_year(p)[1], width=9, align="right")
    young = Derived("本年团外青年", lambda p: this_year(p)[2], width=9, align="right")
    remark = LongText("备注", width=20, aliases=["说明", "合作内容"])


class PartnerPart(Record):
    """A partner body took part in an activity: how many of its people were reached."""

    label = "协作情况"
    key = ("activity", "partner")
    search_fields = ()

    activity = Link("协作的活动", Activity, required=True, owner=True)
    partner = Link("参加的团体", Partner, required=True, width=20)
    reached = Integer("联系到的人数", unit="人", width=9, aliases=["覆盖人数"])
    young = Integer("其中团外青年", unit="人", width=9, hint="没有入团的青年")
    remark = Text("协作内容", width=18)
    start = Through("activity", Activity.start)
    branch = Through("activity", Activity.branch)

    class Meta:
        indexes = ((("activity", "partner"), True),)

    def heading(self) -> str:
        return Partner.titles().get(self.partner_id, "")

    def home(self) -> int | None:
        """The organisation that held the activity."""
        return None if self.activity_id is None else self.activity.home()

    def rules(self) -> Iterator[Problem]:
        if self.young is not None:
            if self.reached is not None and self.young > self.reached:
                yield Problem("young", f"{self.young}人，超过了联系到的{self.reached}人")
            held = None if self.activity_id is None else self.activity
            if held is not None and held.youth_present is not None and self.young > held.youth_present:
                yield warning("young", f"活动里只登记了{held.youth_present}名未入团青年")


def this_year(partner: Partner) -> tuple[int, int, int]:
    """In how many activities of the work year the body took part, how many it reached, and young ones outside the League."""
    year = as_of().year
    found = rows(
        "SELECT count(*), coalesce(sum(p.reached), 0), coalesce(sum(p.young), 0) FROM partner_part p"
        " JOIN activity a ON a.id = p.activity_id WHERE p.partner_id = ? AND a.start >= ? AND a.start < ?",
        (partner.get_id(), str(year), str(year + 1)),
    )
    return int(found[0][0]), int(found[0][1]), int(found[0][2])


def named_in(text: str) -> list[Partner]:
    """The known bodies whose names stand in a text, such as an activity's 协办单位, in the order of the list."""
    return [each for each in Partner.select().order_by(Partner.id) if each.name in text] if text else []
