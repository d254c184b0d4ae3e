"""Partner bodies (协作团体) and their part in activities: how young people outside the League are reached."""

from __future__ import annotations

from collections.abc import Iterator

from models.activity import Activity
from models.dictionary import words_of
from models.fields import Choice, Integer, Link, LongText, Month, PersonName, Phone, Text, not_in_future
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
