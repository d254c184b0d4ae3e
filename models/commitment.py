"""Public commitments (公开承诺): what was promised by whom until when, what became of it, and how that was judged."""

from __future__ import annotations

from collections.abc import Iterator

from models import partial_date
from models.activity import Activity
from models.award import FOUR_LEADS
from models.clock import today
from models.database import rows
from models.dictionary import words_of
from models.errors import FieldError
from models.fields import (
    Attachments,
    Choice,
    Date,
    Derived,
    Integer,
    Link,
    LongText,
    PersonName,
    Reading,
    Words,
    not_in_future,
    plain,
)
from models.member import Member, Office
from models.named import member_in
from models.organisation import Organisation, subtree
from models.record import Problem, Record, warning
from models.scheme import BLOCKS
from models.text import tidy

BY_ORGANISATION, BY_MEMBER, BY_OFFICER = SUBJECTS = (Organisation.label, Member.label, "团干部")
FOUR_GOODS = BLOCKS[:4]
NOT_BEGUN, RUNNING, KEPT, OVERDUE = STATES = ("未开始", "进行中", "已完成", "逾期")
_STAGES = Words(
    (NOT_BEGUN, RUNNING, KEPT),
    {"未启动": NOT_BEGUN, "推进中": RUNNING, "正在进行": RUNNING, "完成": KEPT, "已兑现": KEPT, "兑现": KEPT},
)
_HEADING = 24  # characters of a promise that lists and the calendar show


class _Stage(Choice):
    """How far a commitment is, as a sheet says it; that its day has passed is seen from the day itself."""

    def understand(self, raw: object, year: int | None) -> Reading:
        if tidy(plain(raw)) in (OVERDUE, "未完成", "未兑现"):
            return Reading(None)
        return super().understand(raw, year)


class _Promiser(PersonName):
    """The name under which a commitment is made public: a person's, or an organisation's by its present name."""

    def understand(self, raw: object, year: int | None) -> Reading:
        text = tidy(plain(raw))
        try:
            return Reading(Organisation.titles()[Organisation.find(text)])
        except FieldError:
            return super().understand(raw, year)


class Commitment(Record):
    """One thing that an organisation, a member or an officer promised for a year."""

    label = "公开承诺"
    key = ("organisation", "promiser", "title", "year")
    year_field = "year"
    organisation_field = "organisation"
    due_field = "due"
    done_field = "done"
    search_fields = ("title", "promiser")
    sheet_words = ("承诺", "践诺", "评诺")
    year_from = ("made",)
    # The same promise of somebody else is kept, and judged, for itself.
    not_copied = (
        *("member", "promiser", "responsible", "stage", "progress", "done"),
        *("judged_self", "judged_public", "judged_organisation", "judged"),
    )

    subject = Choice(
        "承诺主体类别",
        Words(SUBJECTS),
        required=True,
        width=9,
        group="承诺",
        aliases=["主体类别", "承诺主体"],
    )
    organisation = Link(
        "承诺团组织",
        Organisation,
        required=True,
        width=20,
        group="承诺",
        aliases=["所在团组织", "所属团组织", "所在团支部", "团组织", "团支部", "单位"],
    )
    member = Link(
        "承诺团员",
        Member,
        width=9,
        group="承诺",
        hint="团员、团干部的承诺要填",
    )
    promiser = _Promiser(
        "承诺人（组织）",
        width=14,
        group="承诺",
        hint="空着随承诺团员或团组织",
        aliases=["承诺人", "承诺人姓名", "承诺单位", "承诺人（单位）", "姓名"],
    )
    year = Integer("承诺年度", required=True, minimum=1990, width=8, group="承诺", aliases=["年度"])
    made = Date("承诺日期", check=not_in_future, group="承诺", aliases=["承诺时间"])
    title = LongText(
        "承诺内容", required=True, limit=1000, width=40, group="承诺", aliases=["承诺事项", "公开承诺内容"]
    )
    criterion = Choice(
        "对应标准",
        Words((*FOUR_GOODS, *FOUR_LEADS.values())),
        width=12,
        group="承诺",
        hint="“四个好”或“四带头”中的一项",
        aliases=["对应“四个好/四带头”", "对应四个好四带头", "对应四个好、四带头"],
    )
    due = Date("完成时限", group="承诺", aliases=["完成期限", "时限", "兑现时限", "承诺时限"])
    responsible = PersonName("承诺责任人", group="承诺", aliases=["责任人", "落实责任人"])
    channel = Choice(
        "公开方式",
        words_of("commitment_channel"),
        open_list=True,
        width=10,
        group="承诺",
        aliases=["公开形式", "公示方式"],
    )
    stage = _Stage(
        "践诺进度", _STAGES, width=8, group="践诺", aliases=["完成状态", "完成情况", "兑现情况", "进度"]
    )
    progress = LongText("践诺情况", group="践诺", aliases=["履诺情况", "落实情况", "进展情况"])
    done = Date("兑现日期", check=not_in_future, group="践诺", aliases=["完成日期", "完成时间", "兑现时间"])
    state = Derived("完成状态", lambda c: state_of(c), group="践诺", width=8, aliases=["践诺进度"])
    in_time = Derived("按期兑现", lambda c: is_in_time(c), group="践诺", width=7, align="center")
    judged_self = Choice(
        "评诺自评", words_of("satisfaction"), width=8, group="评诺", aliases=["评诺/自评", "自评"]
    )
    judged_public = Choice(
        "群众评诺", words_of("satisfaction"), width=8, group="评诺", aliases=["评诺/群众评", "群众评"]
    )
    judged_organisation = Choice(
        "组织评诺", words_of("satisfaction"), width=8, group="评诺", aliases=["评诺/组织评", "组织评"]
    )
    judged = Date("评诺日期", check=not_in_future, group="评诺", aliases=["评诺时间"])
    files = Attachments("佐证材料", group="材料")
    remark = LongText("备注", width=14, group="材料", aliases=["说明"])

    def heading(self) -> str:
        text = str(self.title or "").replace("\n", " ")
        said = text if len(text) <= _HEADING else text[: _HEADING - 1] + "…"
        return f"{self.promiser}：{said}" if self.promiser else said

    def complete(self) -> None:
        self._say_who()
        if self.year is None and self.made:
            self.year = int(self.made[:4])
        if self.done:
            if not self._reopened():
                self.stage = KEPT
        elif self.stage == KEPT and self.year is not None and int(self.year) <= today().year:
            # A sheet that says 已完成 without a day: in that year, more is not known.
            self.done = str(self.year)
        elif self.stage is None:
            self.stage = RUNNING if self.progress else NOT_BEGUN
        if self.member_id is not None and not self.responsible:
            self.responsible = self.promiser

    def _reopened(self) -> bool:
        """Whether somebody says of one that was kept that it is not, and left the day on which it was."""
        if self.get_id() is None or self.stage in (None, KEPT):
            return False
        stored = rows("SELECT stage, done FROM commitment WHERE id = ?", (self.get_id(),))
        return stored == [(KEPT, self.done)]

    def _say_who(self) -> None:
        """Who promises follows from the member, or the organisation; a sheet has only the name."""
        if self.get_id() is None and self.promiser and self.subject in (None, BY_ORGANISATION):
            self._take_named_organisation()
        if self.member_id is None and self.promiser and self.subject != BY_ORGANISATION:
            self.member = member_in(self.promiser, self.organisation_id)
        if self.member_id is not None:
            self.promiser = Member.titles().get(self.member_id)
            self._take_own_branch(int(Member.get_by_id(self.member_id).branch_id))
            if not self.subject:
                self.subject = BY_OFFICER if _holds_office(self.member_id) else BY_MEMBER
        elif self.organisation_id is not None and self.subject in (None, BY_ORGANISATION):
            name = Organisation.titles().get(self.organisation_id)
            if self.subject or self.promiser in (None, name):
                self.subject, self.promiser = BY_ORGANISATION, name

    def _take_own_branch(self, branch: int) -> None:
        """A member promises in the own branch; an officer also where the office is held."""
        above = self.organisation_id
        if above is None or (
            self.get_id() is None
            and above != branch
            and branch in subtree(above)
            and not _holds_office(self.member_id, above)
        ):
            self.organisation = branch

    def _take_named_organisation(self) -> None:
        """A sheet of several organisations may have the one above them in its column of organisations."""
        named = next((id_ for id_, name in Organisation.titles().items() if name == self.promiser), None)
        above = self.organisation_id
        if named is not None and (above is None or named in subtree(above)):
            self.organisation = named

    def idle_fields(self) -> frozenset[str]:
        return frozenset({"member"} if self.subject == BY_ORGANISATION else ())

    def rules(self) -> Iterator[Problem]:
        if self.done and self.stage not in (None, KEPT):
            yield Problem("done", f"改为“{self.stage}”，就要清空")
        yield from self._who_rules()
        if self.due and self.made and self.due < self.made[: len(self.due)]:
            yield Problem("due", f"早于{Commitment.field('made').label}")
        if self.done and self.made and self.done < self.made[: len(self.done)]:
            yield warning("done", f"早于{Commitment.field('made').label}")
        if not self.due:
            yield warning("due", "没有时限，不会提醒")
        if self.done and len(self.done) == 4:
            yield warning("done", "只写到年，请补到日")
        fitting = FOUR_GOODS if self.subject == BY_ORGANISATION else tuple(FOUR_LEADS.values())
        if self.criterion and self.subject and self.criterion not in fitting:
            called = "四个好" if self.subject == BY_ORGANISATION else "四带头"
            yield warning("criterion", f"{self.subject}一般对应“{called}”")
        same = Commitment.select().where(
            Commitment.organisation == self.organisation_id,
            Commitment.promiser == self.promiser,
            Commitment.year == self.year,
            Commitment.title == self.title,
            Commitment.id != self.get_id(),
        )
        if same.exists():
            yield Problem("title", f"{self.promiser}这一年已登记过同样的承诺")

    def _who_rules(self) -> Iterator[Problem]:
        if self.subject == BY_ORGANISATION:
            if self.member_id is not None:
                yield Problem("member", "团组织的承诺不填个人")
            return
        if self.member_id is None:
            if self.promiser:
                yield Problem("promiser", f"这里没有叫“{self.promiser}”的团员，或不止一名")
            elif self.subject:
                yield Problem("member", f"{self.subject}的承诺要填是谁")
            return
        if self.subject == BY_OFFICER and not _holds_office(self.member_id):
            yield warning("subject", f"{self.promiser}现在没有团内职务")


class CommitmentEvidence(Record):
    """An activity that shows that a commitment is being kept."""

    label = "佐证活动"
    key = ("commitment", "activity")
    search_fields = ()

    commitment = Link("所佐证的承诺", Commitment, required=True, owner=True)
    activity = Link("佐证的活动", Activity, required=True)

    class Meta:
        indexes = ((("commitment", "activity"), True),)

    def heading(self) -> str:
        return Activity.titles().get(self.activity_id, "")

    def home(self) -> int | None:
        """Where the commitment is at home."""
        return None if self.commitment_id is None else self.commitment.home()


def state_of(commitment: Commitment) -> str:
    """未开始, 进行中, 已完成 or 逾期 as things are today."""
    if commitment.done:
        return KEPT
    if commitment.due and partial_date.last_day(str(commitment.due)) < today():
        return OVERDUE
    return RUNNING if commitment.stage == RUNNING else NOT_BEGUN


def is_in_time(commitment: Commitment) -> bool | None:
    """Whether it was kept by its day; None while that is open, or where the days leave it open."""
    if not commitment.done or not commitment.due:
        return None
    first, last = partial_date.first_day(str(commitment.done)), partial_date.last_day(str(commitment.done))
    due = partial_date.last_day(str(commitment.due))
    return True if last <= due else False if first > due else None


def _holds_office(member_id: int, organisation_id: int | None = None) -> bool:
    held = Office.select().where(Office.member == member_id, Office.until.is_null())
    if organisation_id is not None:
        held = held.where(Office.organisation == organisation_id)
    return bool(held.exists())
