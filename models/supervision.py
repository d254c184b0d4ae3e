"""Supervision (督查): visits, symposia, regular inspections, random checks and checks of the news that was sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.changes import change, running
from models.database import rows
from models.dictionary import DictionaryEntry, words_of
from models.draw import Draw, DrawPick, picks_of
from models.fields import (
    Attachments,
    Choice,
    Date,
    Derived,
    Flag,
    Integer,
    Link,
    LongText,
    Text,
    Words,
    not_in_future,
)
from models.organisation import Organisation
from models.record import Problem, Record, warning

RANDOM = "随机抽查"
SYMPOSIUM = "座谈会"
# The five kinds of supervision that the plan names.
WAYS = Words(
    ("实地调研", SYMPOSIUM, "经常性督查", RANDOM, "信息报送核查"),
    {"调研": "实地调研", "走访": "实地调研", "座谈": SYMPOSIUM, "日常督查": "经常性督查", "抽查": RANDOM},
)


class Inspection(Record):
    """One inspection of one organisation, planned or carried out."""

    label = "督查"
    key = ("number",)
    other_key = ("organisation", "date", "way")
    year_field = "year"
    organisation_field = "organisation"
    sheet_words = ("督查", "抽查")
    due_field = "planned"
    done_field = "date"
    search_fields = ("number", "team", "problems", "demands")
    not_copied = (
        "number",
        "date",
        "overall",
        "highlights",
        "problems",
        "demands",
        "signed_by",
        "pick",
    )

    number = Text("督查编号", limit=30, width=10, group="督查", hint="空着的保存时自动编号", aliases=["编号"])
    way = Choice("督查方式", WAYS, required=True, width=11, group="督查", aliases=["方式", "督查类别"])
    organisation = Link(
        "被督查团组织",
        Organisation,
        required=True,
        width=20,
        group="督查",
        aliases=["团组织", "被督查单位", "单位", "督查对象", "被抽查单位", "被抽查团组织"],
    )
    planned = Date("计划督查日期", group="督查", aliases=["计划日期", "计划时间"])
    date = Date(
        "督查日期",
        check=not_in_future,
        group="督查",
        hint="还没有去的空着",
        aliases=["督查时间", "抽查时间", "日期", "时间"],
    )
    year = Integer("督查年度", required=True, minimum=1990, width=8, group="督查")
    place = Text("督查地点", width=14, group="督查", aliases=["地点"])
    team = Text("督查组成员", width=18, group="督查", aliases=["督查人员", "督查人", "抽查人员"])
    documents = LongText("查阅材料", limit=2000, group="情况", aliases=["查阅资料"])
    symposium_people = Integer("座谈人数", unit="人", group="情况")
    overall = LongText("总体评价", limit=2000, group="情况", aliases=["总体情况", "评价"])
    highlights = LongText("亮点做法", limit=2000, group="情况", aliases=["亮点", "好的做法"])
    problems = LongText("发现的问题", limit=2000, group="情况", aliases=["存在问题", "问题"])
    demands = LongText("整改要求", limit=2000, group="情况")
    signed_by = Text(
        "被督查单位签字", limit=40, width=10, group="情况", aliases=["被督查单位签字人", "签字人"]
    )
    pick = Link("抽中依据", DrawPick, width=18, group="情况")
    remark = LongText("备注", width=14, group="情况")
    files = Attachments("督查材料", group="情况", aliases=["附件", "照片"])
    state = Derived(
        "督查状态", lambda inspection: "已督查" if inspection.date else "待督查", width=8, align="center"
    )

    def heading(self) -> str:
        where = Organisation.titles().get(self.organisation_id, "")
        return f"{self.number or ''} {where}{self.way or ''}".strip()

    def idle_fields(self) -> frozenset[str]:
        ways = {"symposium_people": SYMPOSIUM, "pick": RANDOM}
        return frozenset(name for name, way in ways.items() if self.way != way)

    def complete(self) -> None:
        day = self.date or self.planned
        if day and (self.year is None or self.date):
            self.year = int(day[:4])

    def rules(self) -> Iterator[Problem]:
        if not (self.date or self.planned):
            yield Problem("date", "督查日期和计划日期至少填一个")
        if self.way == SYMPOSIUM and self.date and not self.symposium_people:
            yield warning("symposium_people", "座谈会没有写人数")
        if self.number:
            same = Inspection.select().where(Inspection.number == self.number, Inspection.id != self.get_id())
            if same.exists():
                yield Problem("number", "已有一次督查用了这个编号")

    @classmethod
    def after_save(cls, saved: list[tuple[Inspection, dict[str, Any] | None]]) -> None:
        """Give each new inspection that has no number the next one of its year."""
        blank = [inspection for inspection, _ in saved if not inspection.number]
        for inspection in blank:
            inspection.number = next_number(inspection.year)
            running().save_all([inspection])


def next_number(year: int) -> str:
    """The number after the last one of a year: 2010-007."""
    start = f"{year}-"
    used = [
        int(number.removeprefix(start))
        for (number,) in rows("SELECT number FROM inspection WHERE number LIKE ?", (f"{start}%",))
        if number.removeprefix(start).isdecimal()
    ]
    return f"{start}{max(used, default=0) + 1:03d}"


class InspectionCheck(Record):
    """One point that was looked at in an inspection, and whether it was as it should be."""

    label = "核查项"
    key = ("inspection", "item")
    search_fields = ("item",)

    inspection = Link("所属督查", Inspection, required=True, owner=True)
    item = Choice(
        "核查内容", words_of("inspection_item"), open_list=True, required=True, width=26, aliases=["核查项目"]
    )
    passed = Flag("核查结果", width=8, aliases=["是否符合"])
    note = Text("核查说明", width=26, aliases=["情况说明"])

    def heading(self) -> str:
        return str(self.item or "")

    def home(self) -> int | None:
        found = rows("SELECT organisation_id FROM inspection WHERE id = ?", (self.inspection_id,))
        return found[0][0] if found else None


def checks_of(inspection: Inspection) -> list[InspectionCheck]:
    """The points of an inspection in the order of their entry."""
    return list(
        InspectionCheck.select()
        .where(InspectionCheck.inspection == inspection.get_id())
        .order_by(InspectionCheck.id)
    )


def usual_checks(inspection: Inspection) -> list[InspectionCheck]:
    """The usual points that a saved inspection does not have yet, not saved, nothing said about them."""
    present = {check.item for check in checks_of(inspection)}
    return [
        InspectionCheck(inspection=inspection.id, item=word)
        for word in DictionaryEntry.words("inspection_item").words
        if word not in present
    ]


def waiting_picks(draw: Draw) -> list[DrawPick]:
    """The picked organisations for which no inspection was made yet."""
    have = {id_ for (id_,) in rows("SELECT pick_id FROM inspection WHERE pick_id IS NOT NULL")}
    return [pick for pick in picks_of(draw) if pick.id not in have]


def inspections_from(draw: Draw, planned: str) -> list[Inspection]:
    """A planned random check, with the usual points, for each picked organisation that has none yet; one action."""
    made = []
    with change(f"建立“{draw.name}”的督查记录"):
        for pick in waiting_picks(draw):
            inspection = Inspection(
                way=RANDOM,
                organisation=pick.organisation_id,
                planned=planned,
                team=pick.inspectors,
                pick=pick.id,
            )
            inspection.save()
            running().save_all(usual_checks(inspection))
            made.append(inspection)
    return made
