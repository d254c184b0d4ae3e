"""What must be put right (整改), whoever asked for it: by whom, until when, what became of it, and the re-check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.changes import change
from models.clock import as_of, today
from models.fields import (
    Attachments,
    Choice,
    Date,
    Derived,
    Flag,
    Link,
    LongText,
    PersonName,
    Text,
    Words,
    not_in_future,
)
from models.organisation import Organisation
from models.record import Problem, Record
from models.review import Review
from models.supervision import Inspection

BY_REVIEW, BY_INSPECTION, BY_POLL, OTHERWISE = "领导点评", "督查", "群众评议", "其他"
WAITING, RUNNING, DONE, RECHECKED, OVERDUE = "未开始", "整改中", "已完成", "已复查", "逾期"
OPEN = (WAITING, RUNNING, OVERDUE)
STATES = (OVERDUE, WAITING, RUNNING, DONE, RECHECKED)


class Correction(Record):
    """One thing that one organisation must put right."""

    label = "整改事项"
    key = ("organisation", "task", "due")
    year_field = "due"
    organisation_field = "organisation"
    sheet_words = ("整改",)
    due_field = "due"
    done_field = "done"
    search_fields = ("task", "measure", "responsible")
    not_copied = ("result", "done", "rechecked_by", "rechecked", "recheck_passed")

    kind = Choice(
        "整改来源",
        Words((BY_REVIEW, BY_INSPECTION, BY_POLL, OTHERWISE), {"点评": BY_REVIEW, "评议": BY_POLL}),
        required=True,
        default=OTHERWISE,
        width=10,
        group="事项",
        aliases=["来源", "问题来源"],
    )
    origin_note = Text("来源说明", limit=120, width=20, group="事项", aliases=["来源情况"])
    origin = Derived("整改依据", lambda correction: correction.origin_text(), group="事项", width=26)
    review = Link("所属点评", Review, owner=True, width=22, group="事项")
    inspection = Link("依据的督查", Inspection, owner=True, width=22, group="事项")
    organisation = Link(
        "整改单位",
        Organisation,
        required=True,
        width=20,
        group="事项",
        aliases=["团组织", "单位", "所在团组织", "整改团组织", "被督查团组织"],
    )
    task = LongText(
        "要整改的问题",
        required=True,
        limit=1000,
        width=30,
        group="事项",
        aliases=["整改内容", "整改事项", "问题", "存在问题", "存在的问题"],
    )
    measure = LongText("整改措施", limit=1000, width=30, group="整改", aliases=["措施", "整改要求"])
    due = Date(
        "整改时限",
        required=True,
        width=11,
        group="整改",
        hint="空着的到年底",
        aliases=["整改期限", "完成时限", "时限", "要求完成时间"],
    )
    responsible = PersonName("整改责任人", width=10, group="整改", aliases=["责任人"])
    result = LongText(
        "整改落实情况", limit=2000, width=30, group="整改", aliases=["整改结果", "落实情况", "整改情况"]
    )
    done = Date(
        "整改完成日期",
        check=not_in_future,
        width=11,
        group="整改",
        aliases=["完成日期", "完成时间", "整改完成时间"],
    )
    rechecked_by = PersonName("复查人", width=9, group="复查")
    rechecked = Date("复查日期", check=not_in_future, width=11, group="复查", aliases=["复查时间"])
    recheck_passed = Flag("复查合格", group="复查", aliases=["复查结果", "是否合格"])
    remark = LongText("备注", width=14, group="复查")
    files = Attachments("整改材料", group="复查", aliases=["附件"])
    state = Derived(
        "整改状态", lambda correction: correction.state_on(today().isoformat()), width=8, align="center"
    )

    def heading(self) -> str:
        text = (self.task or "").split("\n")[0]
        return text if len(text) <= 24 else f"{text[:24]}…"

    def origin_text(self) -> str:
        """What it follows from: the review or the inspection, or what was written of it."""
        if self.review_id is not None:
            return Review.titles().get(self.review_id, "")
        if self.inspection_id is not None:
            return Inspection.titles().get(self.inspection_id, "")
        return self.origin_note or ""

    def state_on(self, day: str) -> str:
        """How it stands on a day in ISO form: one of STATES."""
        if self.recheck_passed is not False:
            if self.done and self.rechecked:
                return RECHECKED
            if self.done:
                return DONE
        if self.due and day[: len(self.due)] > self.due:
            return OVERDUE
        return RUNNING if self.result or self.recheck_passed is False else WAITING

    def idle_fields(self) -> frozenset[str]:
        links = {"review": BY_REVIEW, "inspection": BY_INSPECTION}
        return frozenset(name for name, kind in links.items() if self.kind != kind)

    def complete(self) -> None:
        # The record itself may not be saved yet: its form holds both.
        source: Review | Inspection | None = self.review or self.inspection
        if source is not None:
            self.kind = BY_REVIEW if isinstance(source, Review) else BY_INSPECTION
            self.organisation = source.organisation_id
        if not self.due:
            # The plan has what a review found put right by the year's end.
            year = (source.date if source is not None else None) or as_of().isoformat()
            self.due = f"{year[:4]}-12-31"

    def rules(self) -> Iterator[Problem]:
        if self.rechecked and not self.done and self.recheck_passed is not False:
            yield Problem("done", "已复查，却没有完成日期")
        if self.done and self.recheck_passed is False:
            yield Problem("done", "复查不合格，请清空，整改好了再填")
        if self.rechecked and self.done and self.rechecked < self.done[: len(self.rechecked)]:
            yield Problem("rechecked", "早于整改完成的日期")
        if self.recheck_passed is not None and not self.rechecked:
            yield Problem("rechecked", "没有填")


def corrections_of(source: Review | Inspection) -> list[Correction]:
    """What a review or an inspection asks to be put right, in the order of entry."""
    if source.get_id() is None:
        return []
    link = Correction.review if isinstance(source, Review) else Correction.inspection
    return list(Correction.select().where(link == source.get_id()).order_by(Correction.id))


def ask_for(
    kind: str,
    organisation_id: int,
    origin_note: str,
    task: str,
    *,
    due: str | None = None,
    measure: str | None = None,
    responsible: str | None = None,
) -> Correction:
    """Ask an organisation to put something right, inside the running change; once for each origin.

    `kind` is one of the four sources, `origin_note` says in words what it follows from: when the organisation was
    already asked because of that, what it was asked then is given back unchanged.
    """
    found: Correction | None = Correction.get_or_none(
        Correction.kind == kind,
        Correction.organisation == organisation_id,
        Correction.origin_note == origin_note,
    )
    if found is not None:
        return found
    made = Correction(
        kind=kind,
        organisation=organisation_id,
        origin_note=origin_note,
        task=task,
        due=due,
        measure=measure,
        responsible=responsible,
    )
    made.save()
    return made


def finish(corrections: Sequence[Correction], done: str, result: str | None) -> None:
    """Say of several, as one action, that they were put right on a day; a result that is given replaces theirs.

    What was not passed waits for another re-check: the earlier one stays in the history.
    """
    with change(f"整改完成：{_called(corrections)}"):
        for each in corrections:
            each.done, each.result = done, result or each.result
            if each.recheck_passed is False:
                each.rechecked = each.rechecked_by = each.recheck_passed = None
            each.save()


def recheck(corrections: Sequence[Correction], day: str, by: str | None, passed: bool) -> None:
    """Write down a re-check of several as one action; what was not passed is open again."""
    with change(f"整改复查：{_called(corrections)}"):
        for each in corrections:
            each.rechecked, each.rechecked_by, each.recheck_passed = day, by, passed
            if not passed:
                each.done = None
            each.save()


def _called(corrections: Sequence[Correction]) -> str:
    return corrections[0].heading() if len(corrections) == 1 else f"{len(corrections)}项"
