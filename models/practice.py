"""Good practice: what worked in a branch, where it was seen, and to whom it was passed on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.activity import Activity
from models.fields import Attachments, Choice, Date, Link, LongText, Text, Words, not_in_future
from models.organisation import Organisation
from models.record import Problem, Record
from models.supervision import Inspection

FROM_ACTIVITY, FROM_VISIT = "活动", "督查调研"
_FIRST_WORDS = re.compile(r"[^，。；、：\n,;:]+")
_LONGEST_NAME = 30


class Practice(Record):
    """One thing that worked and is worth doing elsewhere."""

    label = "有效做法"
    key = ("organisation", "title")
    year_field = "noted"
    organisation_field = "organisation"
    search_fields = ("title",)
    sheet_words = ("有效做法", "经验做法")
    not_copied = ("activity", "inspection", "source_note", "promoted_on", "promoted_to", "effect")

    title = Text(
        "做法名称",
        required=True,
        limit=120,
        width=26,
        group="做法",
        aliases=["经验名称", "名称", "标题", "做法"],
    )
    organisation = Link(
        "做法所属团组织",
        Organisation,
        required=True,
        width=20,
        group="做法",
        aliases=["单位", "团组织", "所在团组织", "所在单位"],
    )
    noted = Date("总结时间", check=not_in_future, group="做法", aliases=["形成时间", "时间", "日期"])
    content = LongText("做法内容", group="做法", aliases=["内容", "主要做法", "基本做法", "经验做法"])
    effect = LongText("做法成效", group="做法", limit=4000, aliases=["成效", "效果"])
    source_kind = Choice(
        "做法来源",
        Words((FROM_ACTIVITY, FROM_VISIT, "领导点评", "总结材料", "其他单位经验")),
        width=10,
        group="来源",
        aliases=["来源"],
    )
    activity = Link("来源活动", Activity, group="来源", width=20)
    inspection = Link("来源督查", Inspection, group="来源", width=20)
    source_note = Text("来源说明", group="来源", width=18, hint="例如哪次督查、哪份总结")
    promoted = LongText("推广情况", group="推广", limit=4000, aliases=["推广方式"])
    promoted_on = Date("推广时间", group="推广", aliases=["推广日期"])
    promoted_to = Text(
        "推广范围", group="推广", width=16, hint="推广到哪些单位", aliases=["推广对象", "推广单位"]
    )
    files = Attachments("做法附件", group="推广", aliases=["附件"])
    remark = LongText("备注", width=14, group="推广")

    def complete(self) -> None:
        if not self.source_kind and self.activity_id is not None:
            self.source_kind = FROM_ACTIVITY
        if not self.source_kind and self.inspection_id is not None:
            self.source_kind = FROM_VISIT

    def rules(self) -> Iterator[Problem]:
        if self.promoted_on and self.noted and self.promoted_on < self.noted[: len(self.promoted_on)]:
            yield Problem("promoted_on", "早于总结时间")


def from_activity(activity: Activity) -> Practice:
    """The practice that an activity showed: the one that is on record, else a new one begun with what the activity says."""
    held: Practice | None = Practice.get_or_none(Practice.activity == activity.id)
    return held or Practice(
        title=activity.title,
        organisation=activity.branch_id,
        noted=activity.end or activity.start,
        content=activity.content,
        effect=activity.result,
        source_kind=FROM_ACTIVITY,
        activity=activity.id,
    )


def from_inspection(inspection: Inspection) -> Practice:
    """The practice that an inspection came upon (亮点做法), begun like that of an activity; its first words name it."""
    held: Practice | None = Practice.get_or_none(Practice.inspection == inspection.id)
    found = str(inspection.highlights or "")
    name = _FIRST_WORDS.match(found)
    return held or Practice(
        title=name[0][:_LONGEST_NAME] if name else None,
        organisation=inspection.organisation_id,
        noted=inspection.date,
        content=found or None,
        source_kind=FROM_VISIT,
        inspection=inspection.id,
    )
