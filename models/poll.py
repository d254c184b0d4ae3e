"""Polls (群众评议): what is asked, of which classes of raters, about which organisations."""

from __future__ import annotations

from collections.abc import Iterator

from models import poll_result
from models.database import rows
from models.errors import AppError
from models.fields import Date, Decimal, Derived, Integer, Link, LongText, Text
from models.organisation import Organisation
from models.record import Problem, Record, warning

MOST_WORDS = 9  # each has a digit of its own on the keyboard
MOST_ITEMS = 10  # so many have room on half a sheet of A4


class Polled(Record):
    """A record on which the result of a poll rests."""

    @classmethod
    def forget_cached(cls) -> None:
        super().forget_cached()
        poll_result.counted.clear()


class Poll(Polled):
    """One poll. Scale, quorum and limit are its own: what the office changes later does not change it."""

    label = "群众评议"
    key = ("year", "name")
    year_field = "year"
    not_copied = ("held",)

    name = Text("评议名称", required=True, limit=60, width=24, group="评议")
    year = Integer("评议年度", required=True, minimum=1990, width=8, group="评议", aliases=["年度"])
    held = Date("评议日期", group="评议", aliases=["评议时间", "测评时间", "测评日期"])
    scale = Text(
        "评议等次",
        required=True,
        limit=80,
        width=26,
        group="计票",
        hint="从高到低，用顿号分开",
        aliases=["测评等次"],
    )
    satisfied = Integer(
        "算作满意的等次数", required=True, minimum=1, group="计票", hint="从最高的一等数起，如2为前两等"
    )
    quorum = Decimal("收回率应达到", unit="%", group="计票", hint="%，空着不核对", width=9)
    make_up_below = Decimal("补课线", unit="%", group="计票", hint="%，综合满意率低于此数需补课", width=8)
    remark = LongText("备注", width=14, group="评议")
    targets = Derived(
        "被评议数",
        lambda p: len(poll_result.results(p.id)) if p.id else None,
        align="right",
        width=8,
        group="评议",
    )

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the scale, the best first."""
        return tuple(word.strip() for word in str(self.scale or "").split("、") if word.strip())

    def complete(self) -> None:
        self.scale = "、".join(self.words) or None

    def rules(self) -> Iterator[Problem]:
        words = self.words
        if not 2 <= len(words) <= MOST_WORDS or len(set(words)) < len(words):
            yield Problem("scale", f"应有2至{MOST_WORDS}个不同的等次，用顿号分开")
        elif self.satisfied and self.satisfied >= len(words):
            yield Problem("satisfied", f"共{len(words)}个等次，至少要留一个不算满意")
        if self.held and self.year and str(self.held)[:4] not in (str(self.year), str(self.year + 1)):
            yield warning("held", f"不在{self.year}年或次年年初，请核对")
        for name in ("quorum", "make_up_below"):
            if (self.value(name) or 0) > 100:
                yield Problem(name, "百分数不能大于100")
        if self.get_id() is not None and has_votes(self.get_id()):
            stored = rows("SELECT scale FROM poll WHERE id = ?", (self.get_id(),))
            before = str(stored[0][0]).split("、") if stored else list(words)
            if len(before) != len(words):
                yield Problem("scale", "已经录入选票，等次的个数不能再改")
            # An answer is the place of its word: in another order it would say something else.
            elif any(word in words and words.index(word) != at for at, word in enumerate(before)):
                yield Problem("scale", "已经录入选票，等次的次序不能再改")


class PollItem(Polled):
    """One thing that a poll asks about."""

    label = "评议项目"
    key = ("poll", "number")
    search_fields = ()

    poll = Link("所属评议", Poll, required=True, owner=True)
    number = Integer("项目序号", required=True, minimum=1, width=8)
    content = LongText("评议内容", required=True, limit=200, width=36)

    def heading(self) -> str:
        return f"{self.number}. {self.content}"

    def rules(self) -> Iterator[Problem]:
        if (self.number or 0) > MOST_ITEMS:
            yield Problem("number", f"一张票最多{MOST_ITEMS}项")
        if self.get_id() is None and self.poll_id is not None and has_votes(self.poll_id):
            yield Problem(None, "已经录入选票，不能再增加评议项目")
        if self.get_id() is not None and has_votes(self.poll_id):
            # The answers of a ballot stand in the order of its items.
            stored = rows("SELECT number FROM poll_item WHERE id = ?", (self.get_id(),))
            if stored and stored[0][0] != self.number:
                yield Problem("number", "已经录入选票，评议项目的次序不能再改")

    def delete_instance(self, recursive: bool = False, delete_nullable: bool = False) -> int:
        """Delete an item on which nothing was counted; AppError once there are votes."""
        if has_votes(self.poll_id):
            raise AppError("已经录入选票，评议项目不能删除。", "可以改正它的文字；要换项目请另建一次评议。")
        return super().delete_instance(recursive, delete_nullable)


class PollClass(Polled):
    """One class of raters; where no class has a weight, every ballot counts the same."""

    label = "评议人类别"
    key = ("poll", "name")

    poll = Link("所属评议", Poll, required=True, owner=True)
    number = Integer("类别序号", required=True, minimum=1, width=8)
    name = Text("评议人", required=True, limit=20, width=10)
    weight = Decimal("类别权重", unit="%", width=8, hint="可都空着")
    each = Integer("每个团组织发票", unit="张", width=9)

    def rules(self) -> Iterator[Problem]:
        if (self.weight or 0) > 100:
            yield Problem("weight", "百分数不能大于100")

    def delete_instance(self, recursive: bool = False, delete_nullable: bool = False) -> int:
        """Delete a class that nobody voted in; AppError once there are votes."""
        if has_votes(self.poll_id):
            raise AppError(
                "已经录入选票，评议人类别不能删除。", "不想计入综合满意率时，可以把它的权重改为0。"
            )
        return super().delete_instance(recursive, delete_nullable)


class PollTarget(Polled):
    """One organisation in one poll, with what the ballots say in words."""

    label = "被评议团组织"
    key = ("poll", "organisation")
    organisation_field = "organisation"
    search_fields = ()

    poll = Link("所属评议", Poll, required=True, owner=True, width=20)
    organisation = Link(
        "被评议单位", Organisation, required=True, width=24, aliases=["被评议团组织", "团组织", "单位名称"]
    )
    held = Derived(
        "评议时间",
        lambda t: t.poll.held if t.poll_id else None,
        width=11,
        align="center",
        aliases=["评议日期", "测评时间"],
    )
    issued = Derived("发出票", lambda t: _of(t, "issued"), align="right", width=7, aliases=["发出票数"])
    returned = Derived("收回票", lambda t: _of(t, "returned"), align="right", width=7, aliases=["收回票数"])
    valid = Derived("有效票", lambda t: _of(t, "valid"), align="right", width=7, aliases=["有效票数"])
    progress = Derived("录入情况", lambda t: progress_of(t.result), width=16)
    satisfaction = Derived(
        "综合满意率",
        lambda t: _percent(t.result),
        align="right",
        width=9,
        aliases=["满意率", "综合满意率（%）"],
    )
    make_up = Derived(
        "是否需补课", lambda t: t.result.needs_make_up if t.result else None, align="center", width=9
    )
    opinions = LongText("主要意见建议", width=30, aliases=["意见建议", "主要意见和建议"])
    remark = LongText("备注", width=14)

    class Meta:
        indexes = ((("poll", "organisation"), True),)

    @property
    def result(self) -> poll_result.TargetResult | None:
        """What the poll came to for this organisation; None for an unsaved one."""
        return None if self.get_id() is None else poll_result.result(self.poll_id, self.get_id())

    def heading(self) -> str:
        return (
            f"{Organisation.titles().get(self.organisation_id, '')}（{Poll.titles().get(self.poll_id, '')}）"
        )

    def rules(self) -> Iterator[Problem]:
        same = PollTarget.select().where(
            PollTarget.poll == self.poll_id,
            PollTarget.organisation == self.organisation_id,
            PollTarget.id != self.get_id(),
        )
        if same.exists():
            yield Problem("organisation", "这次评议里已有这个团组织")
        found = self.result
        if found is not None and found.quorum_met is False:
            yield warning(None, f"收回率没有达到{found.quorum:g}%，结果仅供参考")


def _of(target: PollTarget, name: str) -> int | None:
    found = target.result
    number: int | None = getattr(found.whole, name) if found else None
    return number


def _percent(found: poll_result.TargetResult | None) -> str | None:
    return poll_result.percent(found.satisfaction) or None if found else None


def progress_of(found: poll_result.TargetResult | None) -> str:
    """How far the typing of an organisation's ballots is, in a few words."""
    if found is None or not found.whole.returned:
        return "未录入"
    if found.differing:
        return f"复录有{found.differing}张不一致"
    if found.waiting:
        return f"已录{found.entered}张，还差{found.waiting}张"
    if not found.entered:
        return "已录汇总数"
    return f"已录{found.entered}张" + (f"，复录{found.repeated}张" if found.repeated else "")


def has_votes(poll_id: int) -> bool:
    """Whether ballots or totals were typed in a poll: from then on its items and the number of words stay."""
    return bool(
        rows(
            "SELECT 1 FROM poll_target t WHERE t.poll_id = ? AND (EXISTS (SELECT 1 FROM ballot b WHERE b.target_id = t.id)"
            " OR EXISTS (SELECT 1 FROM poll_total p WHERE p.target_id = t.id)) LIMIT 1",
            (poll_id,),
        )
    )


def items_of(poll_id: int) -> list[PollItem]:
    """A poll's items in their order."""
    return list(PollItem.select().where(PollItem.poll == poll_id).order_by(PollItem.number, PollItem.id))


def classes_of(poll_id: int) -> list[PollClass]:
    """A poll's classes of raters in their order."""
    return list(PollClass.select().where(PollClass.poll == poll_id).order_by(PollClass.number, PollClass.id))


def targets_of(poll_id: int) -> list[PollTarget]:
    """The organisations that a poll is about, in the office's order."""
    order = (Organisation.position, Organisation.id)
    return list(PollTarget.select().join(Organisation).where(PollTarget.poll == poll_id).order_by(*order))
