"""What the district committee wants from the office: by when, in which form, and which sending answered it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from models.attachment import Attachment, attachments_of
from models.clock import today
from models.dictionary import words_of
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
    not_in_future,
)
from models.partial_date import last_day
from models.record import Problem, Record
from models.reporting import Sent

WORKBOOKS = {".xlsx", ".xls", ".xlsm"}
DONE, OVERDUE, OPEN = "已办结", "已逾期", "待办"


class Demand(Record):
    """One thing that a committee above wants by a day, with the files that came with it."""

    label = "上级要求"
    key = ("name", "received")
    year_field = "year"
    due_field = "due"
    done_field = "done"
    search_fields = ("name", "sender", "document")
    not_copied = ("document", "received", "due", "done", "sent")

    name = Text(
        "要求事项",
        required=True,
        limit=120,
        width=26,
        group="要求",
        aliases=["报送事项", "事项", "来文标题", "文件标题", "工作任务"],
    )
    sender = Text("发文单位", limit=60, width=16, group="要求", aliases=["来文单位", "发文机关"])
    document = Text("来文文号", limit=60, width=16, group="要求", aliases=["文件编号", "发文字号"])
    received = Date("收文日期", check=not_in_future, group="要求", aliases=["收文时间", "来文日期"])
    due = Date("报送期限", group="要求", aliases=["报送截止日期", "报送时限", "上报期限"])
    form = Choice(
        "报送形式",
        words_of("demand_form"),
        open_list=True,
        width=12,
        group="要求",
        aliases=["上报形式", "报送方式"],
    )
    year = Integer(
        "要求年度", required=True, minimum=1990, width=8, group="要求", hint="空着按报送期限或收文日期计"
    )
    files = Attachments("来文和表格", group="要求", hint="其中的 Excel 表可直接打开填写")
    handler = PersonName("承办人", group="办理", aliases=["责任人"])
    done = Date("办结日期", check=not_in_future, group="办理", aliases=["报送完成日期", "上报日期"])
    sent = Link("报出的材料", Sent, group="办理", hint="登记上报时自动填上")
    remark = LongText("办理说明", width=20, group="办理")
    state = Derived("办理状态", lambda d: state_of(d), group="办理", width=8)

    def complete(self) -> None:
        if self.sent_id is not None and self.done is None:
            self.done = Sent.get_by_id(self.sent_id).sent_on
        if self.year is None:
            day = self.due or self.received
            self.year = int(day[:4]) if day else today().year

    def rules(self) -> Iterator[Problem]:
        if self.received and self.due and last_day(self.due) < last_day(self.received):
            yield Problem("due", "早于收文日期")
        if self.received and self.done and last_day(self.done) < last_day(self.received):
            yield Problem("done", "早于收文日期")


def state_of(demand: Demand) -> str:
    """Whether a demand is done, overdue or open."""
    if demand.done:
        return DONE
    return OVERDUE if demand.due and last_day(demand.due) < today() else OPEN


def workbooks_of(demand: Demand) -> list[Attachment]:
    """The attached workbooks, which are to be filled and sent."""
    return [each for each in attachments_of(demand) if Path(str(each.name)).suffix.lower() in WORKBOOKS]


def take_as_answer(sent: Sent, template: str) -> list[Demand]:
    """Within the running change: the open demands whose workbook, known by its hash, was filled and sent with this.

    A demand is done once each of its workbooks has been sent.
    """
    holding = Attachment.select().where(Attachment.kind == Demand.kind_name(), Attachment.digest == template)
    wanted = {int(each.record_id) for each in holding}
    waiting = Demand.select().where(Demand.id.in_(wanted), Demand.done.is_null())
    answered = [demand for demand in waiting if _all_sent(demand)]
    for demand in answered:
        demand.sent, demand.done = sent.id, sent.sent_on
        demand.save()
    return answered


def _all_sent(demand: Demand) -> bool:
    wanted = {str(each.digest) for each in workbooks_of(demand)}
    sent = Attachment.select(Attachment.digest).where(Attachment.kind == Sent.kind_name())
    return wanted <= {str(each.digest) for each in sent}
