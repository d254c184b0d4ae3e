"""What someone objected to a nomination while it was made public: by whom, how it was looked into, what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.award import Nomination
from models.clock import today
from models.fields import (
    Attachments,
    Choice,
    Date,
    Derived,
    Link,
    LongText,
    PersonName,
    Text,
    Words,
    not_in_future,
)
from models.partial_date import first_day, last_day
from models.record import Problem, Record, warning

UPHELD, REFUSED, WITHDRAWN = "异议成立", "异议不成立", "已撤回"
ANONYMOUS = "匿名"


class Objection(Record):
    """One objection to one nomination; while it has no result, the nomination does not go on (see award.advance)."""

    label = "公示异议"
    key = ("nomination", "received", "content")
    year_field = "received"
    search_fields = ("objector", "content", "handling")

    nomination = Link("异议所指推荐", Nomination, required=True, owner=True, width=22)
    received = Date("异议收到日期", required=True, check=not_in_future, width=11)
    objector = Text("异议提出人", limit=60, width=12, hint="匿名的空着")
    contact = Text("异议人联系方式", limit=60, width=14, sensitive=True)
    content = LongText("异议内容", required=True, limit=1000, width=26)
    looked_into_by = PersonName("核查人", width=9)
    handling = LongText("核查处理情况", limit=1000, width=26)
    result = Choice("异议处理结果", Words((UPHELD, REFUSED, WITHDRAWN)), width=11, hint="处理完再填")
    closed = Date("处理完日期", check=not_in_future, width=11)
    files = Attachments("异议材料")
    state = Derived("异议状态", lambda objection: objection.result or "处理中", width=10)

    @property
    def is_open(self) -> bool:
        """Whether nothing has come of it yet."""
        return not self.result

    def heading(self) -> str:
        return f"{self.shown('received')} {self.objector or ANONYMOUS}"

    def home(self) -> int | None:
        """The organisation whose nomination, or whose member's, is objected to."""
        nomination = Nomination.get_or_none(Nomination.id == self.nomination_id)
        return None if nomination is None else nomination.organisation_id

    def complete(self) -> None:
        if self.result and not self.closed:
            self.closed = today().isoformat()

    def rules(self) -> Iterator[Problem]:
        if self.closed and not self.result:
            yield Problem("result", "已有处理完日期，请填处理结果")
        if self.result in (UPHELD, REFUSED) and not self.handling:
            yield Problem("handling", "请写明核查了什么、怎样认定")
        if self.closed and self.received and last_day(self.closed) < first_day(self.received):
            yield Problem("closed", "早于收到日期")
        nomination = Nomination.get_or_none(Nomination.id == self.nomination_id)
        begun = nomination.public_from if nomination is not None else None
        if begun and self.received and last_day(self.received) < first_day(begun):
            yield warning("received", "早于公示开始日期")


def objections_to(nominations: Sequence[Nomination]) -> list[Objection]:
    """The objections to some nominations, the open ones first, then by day."""
    ids = [nomination.get_id() for nomination in nominations]
    found = Objection.select().where(Objection.nomination.in_(ids)).order_by(Objection.received, Objection.id)
    return sorted(found, key=lambda objection: not objection.is_open)
