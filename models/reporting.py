"""What was asked of the branches and came back, what went up to the district, and where imported values stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from models import partial_date
from models.clock import end_of_year, today
from models.document_number import said_of
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
    not_in_future,
)
from models.organisation import Organisation, branches
from models.record import Problem, Record, warning

# What can be collected from the branches, and as which kind of record it comes in.
RETURN_KINDS = Words(("活动上报表", "团员核对表", "自评表"))


class Request(Record):
    """One thing that the office asked the branches for, by a day."""

    label = "收表任务"
    key = ("year", "kind", "name")
    year_field = "year"

    name = Text("任务名称", required=True, limit=80, width=24)
    year = Integer("任务年度", required=True, minimum=1990, width=8)
    kind = Choice("收表种类", RETURN_KINDS, required=True, width=12)
    asked = Date("下发日期", check=not_in_future)
    due = Date("截止日期")
    remark = LongText("任务说明", width=24)
    files = Attachments("下发文件")

    def rules(self) -> Iterator[Problem]:
        if self.asked and self.due and self.due < self.asked:
            yield Problem("due", "早于下发日期")


class Return(Record):
    """One workbook that came back from one organisation; a later version of it is another return."""

    label = "收到的表"
    key = ("request", "organisation", "digest")
    organisation_field = "organisation"
    search_fields = ("file_name",)

    request = Link("所属任务", Request, required=True, owner=True)
    organisation = Link("报送团组织", Organisation, required=True, width=22)
    version = Integer("第几稿", required=True, minimum=1, default=1)
    received = Date("收到日期", required=True, check=not_in_future)
    file_name = Text("原文件名", required=True, width=24)
    digest = Text("原文件指纹", required=True)
    remark = LongText("收表备注", width=16)
    late = Derived("是否迟报", lambda r: is_late(r), align="center", width=6)

    def heading(self) -> str:
        return f"{Organisation.titles().get(self.organisation_id, '')}第{self.version}稿"


class Sent(Record):
    """One workbook that went up to the district committee, kept as it was sent."""

    label = "上报记录"
    key = ("name", "sent_on")
    year_field = "year"
    search_fields = ("name",)

    name = Text("报表名称", required=True, limit=120, width=26)
    year = Integer("报表年度", required=True, minimum=1990, width=8)
    sent_on = Date("报送日期", required=True, check=not_in_future)
    recipient = Text("报送对象", width=18)
    document = Text("报送文号", width=16)
    digest = Text("报表文件指纹", required=True)
    explanation = LongText("情况说明", width=24)
    files = Attachments("报表文件")

    def rules(self) -> Iterator[Problem]:
        taken = said_of(self.document or "", [self])
        if taken:
            yield warning("document", taken)


class Origin(Record):
    """Where one value of a record stands in the paper that it came from."""

    label = "数据来源"
    key = ("kind", "record_id", "of_field")
    hangs_on_any = True
    search_fields = ()

    kind = Text("来源记录类别", required=True)
    record_id = Integer("来源记录编号", required=True)
    of_field = Text("来源字段", required=True)
    file_name = Text("来源文件", required=True)
    digest = Text("来源文件指纹", required=True)
    sheet = Text("工作表", required=True)
    cell = Text("单元格", required=True)
    raw = LongText("原文", sensitive=True)  # it may be an ID number


def is_late(received: Return) -> bool | None:
    """Whether a return came after the day by which it was asked for; None when no day was set."""
    if received.request_id is None or received.received is None:
        return None
    due = received.request.due
    return None if not due else str(received.received) > str(due)


def latest_returns(request: Request) -> dict[int, Return]:
    """Organisation id → the latest version that it sent for a request."""
    found: dict[int, Return] = {}
    for each in Return.select().where(Return.request == request.id).order_by(Return.version):
        found[each.organisation_id] = each
    return found


def missing(request: Request) -> list[Organisation]:
    """The branches that have sent nothing for a request, in the office's order."""
    sent = latest_returns(request)
    return [branch for branch in branches(end_of_year(request.year)) if branch.id not in sent]


class LedgerLine(NamedTuple):
    """How one branch stands with a request: the latest version it sent, and whether that or the waiting is late."""

    organisation: Organisation
    received: Return | None
    late: bool


def ledger(request: Request) -> list[LedgerLine]:
    """Every branch with what it sent for a request, in the office's order."""
    sent = latest_returns(request)
    over = request.due is not None and today().isoformat() > str(request.due)
    return [
        LedgerLine(branch, found, over if found is None else bool(is_late(found)))
        for branch in branches(end_of_year(request.year))
        for found in (sent.get(branch.id),)
    ]


def reminder(request: Request) -> str:
    """The message that asks the branches that have sent nothing; "" when all have."""
    waiting = [str(branch.name) for branch in missing(request)]
    if not waiting:
        return ""
    until = "尽快报送"
    if request.due:
        day = partial_date.first_day(str(request.due))
        until = f"于{day.month}月{day.day}日前报送"
        if day < today():
            until = f"尽快报送（应于{day.month}月{day.day}日前报送）"
    return f"以下{len(waiting)}个团支部尚未报送“{request.name}”，请{until}：{'、'.join(waiting)}。"


def pressing(day: date, days: int) -> list[tuple[Request, list[Organisation]]]:
    """The requests that are due within some days of a day, or were, with the branches they still wait for."""
    last = (day + timedelta(days=days)).isoformat()
    found = Request.select().where(Request.due <= last).order_by(Request.due, Request.id)
    waiting = ((request, missing(request)) for request in found)
    return [(request, branches_) for request, branches_ in waiting if branches_]


def origins_of(record: Record) -> dict[str, Origin]:
    """Field name → where its value came from."""
    query = Origin.select().where(Origin.kind == record.kind_name(), Origin.record_id == record.get_id())
    return {str(origin.of_field): origin for origin in query}
