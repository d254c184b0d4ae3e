"""Random draws (随机抽查): the frozen lists, the seed and what came out, so that anybody can recount them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date

from models import draw_rule, partial_date
from models.changes import change, running
from models.database import rows
from models.draw_rule import Candidate, Inspector, one_word
from models.errors import AppError, FieldError
from models.fields import (
    Attachments,
    Choice,
    Date,
    Derived,
    Flag,
    Integer,
    Link,
    LongText,
    PersonName,
    Text,
    Words,
    not_in_future,
)
from models.member import SECRETARY, Member
from models.organisation import ACTIVE, Organisation, subtree
from models.record import Problem, Record

BRANCHES, LOWER, ALL = "团支部", "团支部和团总支", "下级全部团组织"
_RANGES = {BRANCHES: ("团支部",), LOWER: ("团支部", "团总支"), ALL: ("团支部", "团总支", "团工委", "团委")}
WHOLE, BY_KIND, BY_DISTRICT, BY_BOTH = "不分层", "按组织类型", "按所在片区", "按类型和片区"
_NO_DISTRICT = "未分片区"
_DEPUTY = "副书记"


class Draw(Record):
    """One draw, kept as it was held: nothing that it follows from may be changed afterwards."""

    label = "随机抽查"
    key = ("name", "date")
    year_field = "date"
    not_copied = ("date", "seed", "candidates", "digest", "pool", "pool_digest", "excluded")

    name = Text("抽查名称", required=True, limit=80, width=24, group="抽查")
    date = Date("抽取日期", required=True, check=not_in_future, group="抽查")
    place = Text("抽取地点", limit=60, width=14, group="抽查")
    drawn_by = PersonName("抽取人", group="抽查")
    witness = PersonName("监督人", group="抽查")
    among = Choice("抽取范围", Words(_RANGES), required=True, default=BRANCHES, width=14, group="怎样抽")
    strata = Choice(
        "分层方式",
        Words((WHOLE, BY_KIND, BY_DISTRICT, BY_BOTH)),
        required=True,
        default=WHOLE,
        width=12,
        group="怎样抽",
    )
    count = Integer("抽取数量", required=True, minimum=1, unit="个", group="怎样抽")
    per_stratum = Flag("每层各抽这个数", required=True, default=False, group="怎样抽")
    each_stratum = Flag("每层至少一个", required=True, default=False, group="怎样抽")
    months = Integer("免抽月数", unit="个月", group="怎样抽", hint="近几个月抽中过的不再抽；空着的都参加")
    team_size = Integer("每组督查人数", unit="人", group="怎样抽", hint="空着的不抽督查人员")
    planned = Date("督查完成时限", group="怎样抽")
    seed = Text("随机种子", required=True, limit=200, width=20, group="名单和种子")
    candidates = LongText("候选名单", required=True, group="名单和种子")
    digest = Text("候选名单指纹", required=True, limit=64, width=20, group="名单和种子")
    pool = LongText("督查人员名单", group="名单和种子")
    pool_digest = Text("督查人员名单指纹", limit=64, width=20, group="名单和种子")
    excluded = LongText("不参加抽取的", group="名单和种子")
    remark = LongText("备注", width=14, group="名单和种子")
    files = Attachments("抽查文件", group="名单和种子")
    picked = Derived("抽中的", lambda draw: "、".join(pick.heading() for pick in picks_of(draw)), width=40)

    def rules(self) -> Iterator[Problem]:
        if self.candidates and self.digest and draw_rule.digest_of(self.candidates) != self.digest:
            yield Problem("candidates", "与指纹不符：抽取以后不能再改")
        if self.pool and draw_rule.digest_of(self.pool) != self.pool_digest:
            yield Problem("pool", "与指纹不符：抽取以后不能再改")
        if self.get_id() is not None and not recounts(self):
            yield Problem("seed", "按现在的内容重算，与抽取结果不符：抽取以后不能再改")


class DrawPick(Record):
    """One organisation that was drawn, and who is to inspect it."""

    label = "抽查结果"
    key = ("draw", "organisation")
    organisation_field = "organisation"
    search_fields = ("inspectors",)

    draw = Link("所属抽查", Draw, required=True, owner=True)
    position = Integer("抽中序号", required=True, minimum=1)
    organisation = Link("抽中团组织", Organisation, required=True, width=20)
    stratum = Text("所在分层", width=14)
    inspectors = Text("派出的督查人员", width=24)
    lot = Text("排序值", required=True, limit=64, width=20)

    def heading(self) -> str:
        return Organisation.titles().get(self.organisation_id, "")


def picks_of(draw: Draw) -> list[DrawPick]:
    """What was drawn, in the order of the numbers."""
    return list(DrawPick.select().where(DrawPick.draw == draw.get_id()).order_by(DrawPick.position))


def prepare(draw: Draw, inspectors: Sequence[Inspector]) -> None:
    """Freeze the lists of a draw that is not held yet, from the office as it stands, and say their digests."""
    taking_part, left_out = _taking_part(draw)
    draw.candidates = draw_rule.frozen(
        Candidate(one_word(each.name), _stratum(draw.strata, each)).line for each in taking_part
    )
    draw.digest = draw_rule.digest_of(draw.candidates)
    draw.excluded = "\n".join(f"{each.name}（{day}已抽中）" for each, day in left_out) or None
    pool = draw_rule.frozen(each.line for each in inspectors) if draw.team_size else ""
    draw.pool = pool or None
    draw.pool_digest = draw_rule.digest_of(pool) if pool else None


def hold(draw: Draw, inspectors: Sequence[Inspector]) -> list[DrawPick]:
    """Hold a draw: freeze the lists, draw, and keep all of it in one action.

    Without a seed the day and the list make one. AppError when there are too few candidates or inspectors.
    """
    prepare(draw, inspectors)
    draw.seed = draw.seed or draw_rule.default_seed(draw.date, draw.digest)
    found = _outcome(draw)
    ids = {one_word(name): id_ for id_, name in Organisation.titles().items()}
    with change(f"随机抽查：{draw.name}"):
        draw.save()
        picks = [
            DrawPick(
                draw=draw.id,
                position=number,
                organisation=ids[picked.name],
                stratum=picked.stratum or None,
                inspectors=team or None,
                lot=picked.lot,
            )
            for number, (picked, team) in enumerate(found, 1)
        ]
        running().save_all(picks)
    return picks


def recounts(draw: Draw) -> bool:
    """Whether the lists and the seed, counted again, give what is kept as the result."""
    kept = [(pick.lot, pick.inspectors or "") for pick in picks_of(draw)]
    if not kept:
        return True  # it is just being held
    try:
        return kept == [(picked.lot, team) for picked, team in _outcome(draw)]
    except AppError:
        return False


def _outcome(draw: Draw) -> list[tuple[draw_rule.Picked, str]]:
    """What the lists and the seed give: each that is picked, with the names of its inspectors."""
    picked = draw_rule.draw(
        draw.candidates,
        draw.seed,
        draw.count,
        per_stratum=bool(draw.per_stratum),
        each=bool(draw.each_stratum),
    )
    teams: dict[str, list[Inspector]] = {}
    if draw.team_size:
        teams = draw_rule.assign(draw.pool or "", draw.seed, [each.name for each in picked], draw.team_size)
    return [(each, "、".join(member.name for member in teams.get(each.name, []))) for each in picked]


def _taking_part(draw: Draw) -> tuple[list[Organisation], list[tuple[Organisation, str]]]:
    """Who may be drawn, and who is left out with the day of the draw for which that is."""
    found = Organisation.select().where(
        Organisation.state == ACTIVE,
        Organisation.kind.in_(_RANGES[draw.among]),
        Organisation.parent.is_null(False) | (Organisation.kind == BRANCHES),
    )
    recent: dict[int, str] = {}
    if draw.months:
        since = _months_before(draw.date, draw.months)
        recent = dict(
            rows(
                "SELECT pick.organisation_id, max(held.date) FROM draw_pick pick JOIN draw held ON held.id = pick.draw_id"
                " WHERE held.date >= ? AND held.date <= ? GROUP BY pick.organisation_id",
                (since, draw.date),
            )
        )
    in_order = list(found.order_by(Organisation.position, Organisation.id))
    return (
        [each for each in in_order if each.id not in recent],
        [(each, recent[each.id]) for each in in_order if each.id in recent],
    )


def _months_before(day: str, months: int) -> str:
    last = partial_date.last_day(day)
    count = last.year * 12 + last.month - 1 - months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(last.day, monthrange(year, month)[1])).isoformat()


def _stratum(strata: str, organisation: Organisation) -> str:
    district = organisation.district or _NO_DISTRICT
    names = {
        BY_KIND: organisation.kind,
        BY_DISTRICT: district,
        BY_BOTH: f"{organisation.kind}·{district}",
    }
    return one_word(names.get(strata, ""))


# A line of the list of inspectors: the name, and behind a blank, a comma or in brackets where from.
_LINE = re.compile(r"(?P<name>[^\s,，、（(]+)(?:[\s,，、（(]+(?P<home>[^）)]+)[）)]?)?")


def read_inspectors(text: str) -> list[Inspector]:
    """The inspectors typed one a line as 张三　局机关团支部; without a place that of the member of that name.

    Each is barred from the own organisation and from those above and below it; people of the office itself, which
    is above all, only from the office. AppError for a line that cannot be understood.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [_inspector(line) for line in lines]


def _inspector(line: str) -> Inspector:
    found = _LINE.fullmatch(line)
    if found is None:
        raise AppError(f"督查人员“{line}”看不懂。", "请每行写一人：姓名，空格，所在团组织。")
    name = found["name"]
    try:
        home = Organisation.find(found["home"]) if found["home"] else _branch_of(name)
    except FieldError as error:
        raise AppError(f"督查人员“{line}”：{error}。", "请写团组织的全称或简称。") from error
    if home is None:
        return Inspector(one_word(name))
    titles = Organisation.titles()
    barred = tuple(one_word(titles[id_]) for id_ in sorted(related(home)))
    return Inspector(one_word(name), one_word(titles[home]), barred)


def _branch_of(name: str) -> int | None:
    """The branch of the one member on the roster who has this name; AppError when there are several."""
    homes = {
        member.branch_id for member in Member.select().where(Member.name == name, Member.left_on.is_null())
    }
    if len(homes) > 1:
        raise AppError(f"有几个团支部都有“{name}”。", "请在姓名后写上所在团组织。")
    return next(iter(homes), None)


def related(organisation_id: int) -> set[int]:
    """An organisation with all above and below it; of one that has nothing above it, the office, only itself."""
    above = dict(rows("SELECT id, parent_id FROM organisation"))
    if above[organisation_id] is None:
        return {organisation_id}
    found = subtree(organisation_id)
    parent = above[organisation_id]
    while parent is not None and parent not in found:
        found.add(parent)
        parent = above[parent]
    return found


def usual_inspectors() -> str:
    """The secretaries and deputy secretaries in office, one a line, as they are typed."""
    found = rows(
        "SELECT member.name, organisation.name FROM office JOIN member ON member.id = office.member_id"
        " JOIN organisation ON organisation.id = office.organisation_id"
        " WHERE office.until IS NULL AND member.left_on IS NULL AND organisation.state = ? AND office.post IN (?, ?)"
        " ORDER BY organisation.position, organisation.id, office.post = ? DESC, office.id",
        (ACTIVE, SECRETARY, _DEPUTY, SECRETARY),
    )
    return "\n".join(f"{name}　{home}" for name, home in found)
