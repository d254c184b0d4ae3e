"""Summaries: a branch's year, and the office's yearly, half-yearly and monthly reports, with their pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from models.activity import Activity
from models.attachment import Attachment
from models.changes import change
from models.clock import today
from models.database import rows
from models.fields import (
    Attachments,
    Choice,
    Date,
    Derived,
    Integer,
    Link,
    LongText,
    Text,
    Words,
)
from models.figure import Period
from models.organisation import Organisation, subtree
from models.record import Problem, Record, warning

YEARLY, HALF_YEARLY, MONTHLY = "年度总结", "半年报告", "月度报告"
DRAFT, FINAL = "草稿", "定稿"
# What can be printed and put into a Word file.
PICTURES = {".jpg", ".jpeg", ".png", ".gif"}
MOST_PICTURES = 4


class Summary(Record):
    """What one organisation did in a year, half a year or a month, told in writing."""

    label = "工作总结"
    key = ("organisation", "year", "kind", "month")
    year_field = "year"
    organisation_field = "organisation"
    search_fields = ("title", "body")

    organisation = Link("总结团组织", Organisation, required=True, width=22, aliases=["总结单位"])
    year = Integer("总结年度", required=True, minimum=1990, width=8)
    kind = Choice("总结种类", Words((YEARLY, HALF_YEARLY, MONTHLY)), required=True, default=YEARLY, width=10)
    month = Integer("总结月份", minimum=1, unit="月", width=8, hint="只有月度报告要填")
    title = Text("总结标题", limit=120, width=30, hint="空着按单位、年度和种类")
    state = Choice("总结状态", Words((DRAFT, FINAL)), required=True, default=DRAFT, width=8)
    date = Date("成文日期", width=11)
    body = LongText("总结正文", limit=20_000, hint="“一、”“（一）”开头的行是标题，“|”开头的行是表格")
    fingerprint = Text(
        "底稿指纹", limit=64
    )  # of the text as it was composed: whether people have edited it since
    files = Attachments("总结附件")
    remark = LongText("总结说明", width=14)
    touched = Derived("手工改过", lambda s: s.edited, align="center", width=8)

    def heading(self) -> str:
        return str(self.title or self.usual_title())

    def usual_title(self) -> str:
        """局机关团支部2010年工作总结, …2010年3月工作报告."""
        whose = Organisation.titles().get(self.organisation_id, "")
        if self.kind == MONTHLY:
            return f"{whose}{self.year}年{self.month or ''}月工作报告"
        return f"{whose}{self.year}年{'上半年工作报告' if self.kind == HALF_YEARLY else '工作总结'}"

    def complete(self) -> None:
        if self.kind != MONTHLY:
            self.month = None
        if not self.title and self.organisation_id is not None and self.year is not None:
            self.title = self.usual_title()
        if self.state == FINAL and self.date is None:
            self.date = today().isoformat()

    def idle_fields(self) -> frozenset[str]:
        return frozenset(() if self.kind == MONTHLY else ("month",))

    def rules(self) -> Iterator[Problem]:
        if self.kind == MONTHLY and self.month is None:
            yield Problem("month", "请填写是哪个月的报告")
        if self.month is not None and self.month > 12:
            yield Problem("month", "一年只有12个月")
        if self.state == FINAL and not self.body:
            yield warning("body", "定稿还没有正文")
        if None in (self.organisation_id, self.year, self.kind):
            return
        same = Summary.select().where(
            Summary.organisation == self.organisation_id,
            Summary.year == self.year,
            Summary.kind == self.kind,
            Summary.month.is_null() if self.month is None else Summary.month == self.month,
            Summary.id != self.get_id(),
        )
        if same.exists():
            yield Problem("kind", "这个团组织的同一份总结已经有了")

    @property
    def edited(self) -> bool:
        """Whether people have written in it since it was composed."""
        return bool(self.body) and self.fingerprint != fingerprint(str(self.body))


class SummaryPicture(Record):
    """A picture of an activity that a summary shows, with the words under it."""

    label = "总结配图"
    key = ("summary", "picture")
    search_fields = ()

    summary = Link("所属总结", Summary, required=True, owner=True)
    picture = Link("图片文件", Attachment, required=True, owner=True)
    caption = Text("图片说明", limit=60, width=24)
    position = Integer("配图顺序", default=0)

    class Meta:
        indexes = ((("summary", "picture"), True),)

    def heading(self) -> str:
        return str(self.caption or Attachment.titles().get(self.picture_id, ""))

    def home(self) -> int | None:
        return None if self.summary_id is None else self.summary.home()


def fingerprint(text: str) -> str:
    """By what a text is known again."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def period_of(summary: Summary) -> Period:
    """The stretch of time that a summary tells of."""
    if summary.kind == MONTHLY:
        return Period.months(summary.year, summary.month or 1, summary.month or 1)
    return Period.months(summary.year, 1, 6) if summary.kind == HALF_YEARLY else Period.year(summary.year)


def pictures_of(summary: Summary) -> list[SummaryPicture]:
    """The pictures of a summary in their order."""
    found = SummaryPicture.select().where(SummaryPicture.summary == summary.get_id())
    return list(found.order_by(SummaryPicture.position, SummaryPicture.id))


class Candidate:
    """A picture that a summary may show, and the words that fit under it."""

    def __init__(self, attachment: Attachment, activity: Activity) -> None:
        self.attachment, self.activity, self.whose = attachment, activity, ""

    @property
    def caption(self) -> str:
        """The activity's name with its month; whose it was where that is another organisation's."""
        month = self.activity.month
        whose = f"{self.whose}：" if self.whose else ""
        return f"{whose}{self.activity.title}" + (f"（{month}月）" if month else "")


def candidates(organisation_id: int, period: Period) -> list[Candidate]:
    """The pictures of the activities of an organisation, and those below it, in a period: the best activities first."""
    below = subtree(organisation_id)
    found = rows(
        "SELECT t.id, a.id, a.branch_id, t.name FROM attachment t JOIN activity a ON a.id = t.record_id"
        " WHERE t.kind = 'activity' AND a.start >= ? AND a.start < ?"
        " ORDER BY coalesce(a.person_hours, 0) DESC, coalesce(a.present, 0) DESC, a.start, t.position, t.id",
        (period.first, period.end),
    )
    wanted = [
        (picture, activity)
        for picture, activity, branch, name in found
        if branch in below and Path(name).suffix.lower() in PICTURES
    ]
    files = {each.id: each for each in Attachment.select().where(Attachment.id.in_([p for p, _ in wanted]))}
    told = {each.id: each for each in Activity.select().where(Activity.id.in_([a for _, a in wanted]))}
    titles = Organisation.titles()
    made = [Candidate(files[picture], told[activity]) for picture, activity in wanted]
    for each in made:
        if each.activity.branch_id != organisation_id:
            each.whose = titles.get(each.activity.branch_id, "")
    return made


def first_choice(found: Sequence[Candidate], most: int = 2) -> list[Candidate]:
    """The pictures that a new summary begins with: of different activities."""
    chosen: dict[int, Candidate] = {}
    for each in found:
        chosen.setdefault(each.activity.id, each)
    kinds: dict[str, Candidate] = {}
    for each in chosen.values():
        kinds.setdefault(str(each.activity.title), each)
    return list(kinds.values())[:most]


def set_pictures(summary: Summary, chosen: Sequence[tuple[Attachment, str]]) -> None:
    """Make the pictures of a saved summary exactly these, each with its caption; one action."""
    with change(f"“{summary.heading()}”的配图") as current:
        before = {each.picture_id: each for each in pictures_of(summary)}
        keep = {attachment.id for attachment, _ in chosen}
        for picture_id, each in before.items():
            if picture_id not in keep:
                current.delete(each)
        listed = []
        for position, (attachment, caption) in enumerate(chosen, 1):
            each = before.get(attachment.id) or SummaryPicture(
                summary=summary.get_id(), picture=attachment.id
            )
            each.caption, each.position = caption or None, position
            listed.append(each)
        current.save_all(listed)
