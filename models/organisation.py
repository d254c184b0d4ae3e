"""League organisations: the tree, what is known of each, its terms of office and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from models import partial_date
from models.changes import running
from models.clock import today
from models.database import rows
from models.dictionary import words_of
from models.errors import FieldError
from models.fields import (
    Choice,
    Date,
    Derived,
    Email,
    Integer,
    Link,
    LongText,
    PersonName,
    Phone,
    Text,
    Words,
    not_in_future,
)
from models.record import Problem, Record, warning
from models.text import nearest, squash

KINDS = Words(
    ("团委", "团工委", "团总支", "团支部"),
    {"团的委员会": "团委", "总支": "团总支", "支部": "团支部", "团(总)支部": "团总支"},
)
# Years of a term by kind; the office may give a term another length (团章: branches two or three years).
TERM_YEARS = {"团委": 3, "团工委": 3, "团总支": 3, "团支部": 2}
ACTIVE = "正常"


class Organisation(Record):
    """A committee, working committee, general branch or branch."""

    label = "团组织"
    key = ("name",)
    search_fields = ("name", "short_name", "unit")

    name = Text(
        "团组织名称",
        required=True,
        unique=True,
        limit=60,
        width=22,
        group="基本情况",
        aliases=["团组织", "团组织全称", "单位名称", "支部名称", "团支部名称", "团支部", "名称"],
    )
    short_name = Text("简称", limit=30, width=12, group="基本情况", aliases=["团组织简称"])
    kind = Choice(
        "组织类型",
        KINDS,
        required=True,
        width=8,
        group="基本情况",
        aliases=["团组织类型", "组织类别", "类型", "类别"],
    )
    parent = Link(
        "上级团组织", "self", width=18, group="基本情况", aliases=["所属团组织", "上级组织", "隶属团组织"]
    )
    unit = Text("所在单位", limit=60, width=18, group="基本情况", aliases=["单位", "所属单位", "依托单位"])
    party_organisation = Text(
        "所在单位党组织", limit=60, width=18, group="基本情况", aliases=["同级党组织", "党组织", "所属党组织"]
    )
    district = Choice(
        "所在片区",
        words_of("district"),
        open_list=True,
        width=9,
        group="基本情况",
        aliases=["片区", "所属片区", "区域"],
    )
    founded = Date(
        "成立时间", check=not_in_future, group="基本情况", aliases=["成立日期", "建立时间", "组建时间"]
    )
    last_election = Date(
        "上次换届时间",
        check=not_in_future,
        group="换届",
        aliases=["最近一次换届", "最近换届时间", "上次换届日期", "最近一次换届时间", "换届时间", "选举时间"],
    )
    term_years = Integer("每届年限", unit="年", group="换届", hint="空着按组织类型计", minimum=1)
    due = Derived(
        "应换届日期",
        lambda o: due_date(o),
        group="换届",
        width=11,
        aliases=["应换届时间", "下次换届时间", "到届时间"],
    )
    contact = PersonName("联系人", group="联系方式", aliases=["联络人"])
    phone = Phone("联系电话", group="联系方式", sensitive=False, aliases=["电话", "办公电话", "联系方式"])
    email = Email("联系邮箱", group="联系方式", sensitive=False, width=18)
    address = Text("办公地址", group="联系方式", width=20, aliases=["地址"])
    youth_non_member = Integer(
        "28周岁以下未入团青年",
        unit="人",
        width=9,
        group="青年情况",
        aliases=[
            "28周岁以下未入团青年数",
            "未入团青年",
            "未入团青年数",
            "非团员青年数",
            "28岁以下未入团青年",
            "非团员青年",
        ],
    )
    youth_35_male = Integer("35周岁以下青年（男）", unit="人", width=9, group="青年情况")
    youth_35_female = Integer("35周岁以下青年（女）", unit="人", width=9, group="青年情况")
    party_members_28 = Integer("28周岁以下党员", unit="人", width=9, group="青年情况")
    party_members_35 = Integer("35周岁以下党员", unit="人", width=9, group="青年情况")
    state = Choice(
        "存续状态", Words((ACTIVE, "已撤销", "已合并")), required=True, default=ACTIVE, width=8, group="变动"
    )
    ended = Date("撤并日期", check=not_in_future, group="变动", aliases=["撤销日期", "合并日期"])
    merged_into = Link("并入团组织", "self", width=18, group="变动")
    former_names = Text(
        "曾用名称", width=18, group="变动", hint="用顿号分开；旧名称的表格也能认出", aliases=["原名称"]
    )
    position = Integer("排序号", default=0, group="变动", aliases=["排序"])
    remark = LongText("备注", width=14, group="变动", aliases=["说明"])

    # Which organisations people call so, by squashed name; made when it is asked for.
    _called: ClassVar[dict[str, set[int]] | None] = None

    @classmethod
    def forget_cached(cls) -> None:
        super().forget_cached()
        cls._called = None

    @classmethod
    def find(cls, text: str) -> int:
        """By present, short or former name; raises FieldError with the nearest names."""
        if cls._called is None:
            cls._called = {}
            for id_, *names in rows("SELECT id, name, short_name, former_names FROM organisation"):
                for part in "、".join(name for name in names if name).split("、"):
                    cls._called.setdefault(squash(part), set()).add(int(id_))
        found = cls._called.get(squash(text), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise FieldError(f"有{len(found)}个团组织都叫“{text}”")
        near = nearest(text, cls.titles().values())
        raise FieldError(f"没有“{text}”这个团组织" + (f"，是不是：{'、'.join(near)}" if near else ""))

    def complete(self) -> None:
        if self.get_id() is None and not self.position:
            # Behind those that were put in order; 0 while none was.
            last = rows("SELECT max(position) FROM organisation")[0][0]
            self.position = last + 1 if last else 0

    def rules(self) -> Iterator[Problem]:
        if (
            self.parent_id is not None
            and self.get_id() is not None
            and self.parent_id in subtree(self.get_id())
        ):
            yield Problem("parent", "上级不能是自己或自己的下级")
        if (
            self.founded
            and self.last_election
            and partial_date.last_day(self.last_election) < partial_date.first_day(self.founded)
        ):
            yield warning("last_election", "早于成立时间")
        if self.state != ACTIVE and not self.ended:
            yield warning("ended", "撤并日期没有填")
        if self.kind == "团支部" and self.get_id() is not None:
            count = rows(
                "SELECT count(*) FROM member WHERE branch_id = ? AND left_on IS NULL", (self.get_id(),)
            )[0][0]
            # 团章: a branch has at least three members; above thirty a general branch is formed.
            if 0 < count < 3 or count > 30:
                yield warning("kind", f"团支部现有团员{count}人，一般为3至30人")

    @classmethod
    def after_save(cls, saved: list[tuple[Organisation, dict[str, Any] | None]]) -> None:
        """Each election date that is entered is a term, a changed date refines it; a former name is kept."""
        for organisation, old in saved:
            if old is not None and old["name"] != organisation.name:
                _keep_former_name(organisation, old["name"])
            elected = organisation.last_election
            if elected is None or (old is not None and old["last_election"] == elected):
                continue
            terms = list(Term.select().where(Term.organisation == organisation).order_by(Term.elected.desc()))
            for term in terms:
                if partial_date.agrees(term.elected, elected):
                    term.elected = elected
                    term.save()
                    break
            else:
                if (
                    terms
                    and terms[0].elected > elected
                    and old is not None
                    and old["last_election"] == terms[0].elected
                ):
                    terms[0].elected = elected
                    terms[0].save()
                elif not terms or terms[0].elected < elected:
                    number = (terms[0].number + 1) if terms and terms[0].number else None
                    Term(organisation=organisation.id, elected=elected, number=number).save()


def _keep_former_name(organisation: Organisation, name: str) -> None:
    """Note a name that was given up, so that sheets which still use it are recognised."""
    former = (organisation.former_names or "").split("、")
    kept = [each for each in former if each not in ("", name, organisation.name)]
    organisation.former_names = "、".join([*kept, name])
    running().save_all([organisation])


def due_date(organisation: Organisation) -> str | None:
    """When the next election is due, with the precision of the last one."""
    if not organisation.last_election:
        return None
    years = organisation.term_years or TERM_YEARS.get(organisation.kind, 2)
    elected = str(organisation.last_election)
    due = f"{int(elected[:4]) + years:04d}{elected[4:]}"
    return due[:-2] + "28" if due.endswith("02-29") else due


class Term(Record):
    """One term (届) of an organisation's committee."""

    label = "届次"
    key = ("organisation", "elected")
    organisation_field = "organisation"
    search_fields = ()

    organisation = Link("团组织", Organisation, required=True, owner=True)
    number = Integer("第几届", minimum=1)
    elected = Date("选举日期", required=True, check=not_in_future)
    present = Integer("到会人数", unit="人")
    approved = Text("批复文号", width=16)
    remark = LongText("换届说明", width=20)

    def heading(self) -> str:
        return f"{'第' + str(self.number) + '届' if self.number else ''}{partial_date.show_day(self.elected)}换届"

    @classmethod
    def after_save(cls, saved: list[tuple[Term, dict[str, Any] | None]]) -> None:
        for term, _ in saved:
            _take_over_last_term(term.organisation_id)

    @classmethod
    def after_delete(cls, deleted: list[Term]) -> None:
        for term in deleted:
            _take_over_last_term(term.organisation_id)


def _take_over_last_term(organisation_id: int) -> None:
    organisation = Organisation.get_or_none(Organisation.id == organisation_id)
    last = Term.select().where(Term.organisation == organisation_id).order_by(Term.elected.desc()).first()
    if organisation is not None and organisation.last_election != (last.elected if last else None):
        organisation.last_election = last.elected if last else None
        organisation.save()


def tree(include_ended: bool = False) -> list[tuple[int, int | None]]:
    """(id, parent id) of all organisations, in the office's order."""
    where = "" if include_ended else f"WHERE state = '{ACTIVE}'"
    return [
        (row[0], row[1])
        for row in rows(f"SELECT id, parent_id FROM organisation {where} ORDER BY position, id")
    ]


def subtree(organisation_id: int) -> set[int]:
    """The organisation and all below it."""
    found = rows(
        "WITH RECURSIVE below(id) AS (VALUES (?) UNION SELECT o.id FROM organisation o JOIN below ON o.parent_id = below.id)"
        " SELECT id FROM below",
        (organisation_id,),
    )
    return {row[0] for row in found}


def branches(as_of: date | None = None) -> list[Organisation]:
    """The branches (团支部), in the office's order: those that existed on a day, or exist now."""
    found = (
        Organisation.select()
        .where(Organisation.kind == "团支部")
        .order_by(Organisation.position, Organisation.id)
    )
    day = (as_of or today()).isoformat()
    return [
        branch
        for branch in found
        if (branch.state == ACTIVE or (branch.ended and branch.ended > day))
        and (branch.founded is None or branch.founded <= day)
    ]


def due_for_election(as_of: date, within_days: int = 90) -> list[tuple[Organisation, str, bool]]:
    """Organisations whose term has ended or ends within some days: (organisation, due date, is overdue)."""
    found = []
    for organisation in Organisation.select().where(Organisation.state == ACTIVE):
        due = due_date(organisation)
        if due is None:
            continue
        days = (partial_date.last_day(due) - as_of).days
        if days <= within_days:
            found.append((organisation, due, days < 0))
    return sorted(found, key=lambda item: item[1])
