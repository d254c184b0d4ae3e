"""Sending: the blank workbook of every branch for what the office asks, filled with what is known, into a folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from exports.blank_sheet import Blank, BlankColumn, blank_workbook
from exports.collect import RETURN_OF
from exports.target import written_beside
from models.activity import Activity
from models.assessment import Assessment, Score
from models.changes import change
from models.clock import end_of_year, today
from models.errors import AppError
from models.fields import Integer, LongText
from models.member import PRESENT, STATES, Member
from models.organisation import Organisation, branches
from models.record import Record
from models.reporting import Request
from models.scheme import BONUS, DEDUCTION, VETO, Indicator, indicators, scheme_for

Tick = Callable[[int, int, str | None], None]

BLANK_ROWS = 30
NEW_MEMBERS = 10
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # in names of files on Windows

# The columns that the branches fill in; headings, lists and checks are those of the fields.
ACTIVITY_FIELDS = (
    "category",
    "kind",
    "title",
    "start",
    "place",
    "host",
    "expected",
    "present",
    "league_present",
    "hours_each",
    "content",
)
ACTIVITY_TOTALS = ("expected", "present", "league_present")
MEMBER_FIELDS = (
    "name",
    "sex",
    "ethnicity",
    "born",
    "id_number",
    "politics",
    "education",
    "joined",
    "post",
    "job",
    "phone",
    "volunteer",
    "volunteer_since",
    "state",
    "left_on",
    "remark",
)
INDICATOR_FIELDS = ("number", "block", "topic", "content", "criteria", "points")
SCORE_FIELDS = ("self_score", "evidence")
_WIDE = {"content": 36.0, "criteria": 34.0, "evidence": 30.0, "topic": 12.0, "title": 24.0}


class Sending(NamedTuple):
    """What was made: the request that it belongs to, and the files by organisation."""

    request: Request
    files: dict[int, Path]


@dataclass(frozen=True)
class _Form:
    """One kind of blank: its title in a year and what a branch gets."""

    title: str
    blank: Callable[[str, Organisation, int], Blank]


def send(
    kind: type[Record],
    year: int,
    folder: Path,
    *,
    due: str | None = None,
    name: str | None = None,
    organisations: Sequence[Organisation] | None = None,
    tick: Tick | None = None,
) -> Sending:
    """Make <branch>.xlsx for every branch of a year (or these) in a folder, and record what was asked of them.

    `due` is an ISO day. All files are made or none: one that is there already is never written over, since it may
    be what a branch returned. Raises AppError for that, for a folder that cannot be written, and for a year
    without a scheme or without branches.
    """
    listed = list(branches(end_of_year(year)) if organisations is None else organisations)
    if not listed:
        raise AppError(f"{year}年没有团支部。", "请先登记团组织，或换一个年度。")
    form = _FORMS[kind]
    targets = _targets(folder, listed)
    made: list[Path] = []
    try:
        for number, organisation in enumerate(listed):
            if tick:
                tick(number, len(listed), str(organisation.name))
            content = blank_workbook(form.blank(form.title.format(year=year), organisation, year))
            with written_beside(targets[organisation.id]) as stream:
                made.append(targets[organisation.id])
                stream.write(content)
        request = _asked(kind, year, due, name)
    except BaseException:
        # Half a set in the folder would be taken for the whole of it.
        for path in made:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        raise
    return Sending(request, targets)


def _asked(kind: type[Record], year: int, due: str | None, name: str | None) -> Request:
    """The request of this name, new or asked once more."""
    called = name or f"{year}年{RETURN_OF[kind]}"
    found = Request.get_or_none(Request.year == year, Request.kind == RETURN_OF[kind], Request.name == called)
    request: Request = found or Request(name=called, year=year, kind=RETURN_OF[kind])
    with change(f"下发：{called}"):
        request.asked = today().isoformat()
        if due or found is None:
            request.due = due
        request.save()
    return request


def _targets(folder: Path, listed: Sequence[Organisation]) -> dict[int, Path]:
    if not folder.is_dir():
        raise AppError(f"文件夹“{folder.name}”不存在。", "请先建立这个文件夹，或换一个位置。")
    targets: dict[int, Path] = {}
    taken: set[str] = set()
    for organisation in listed:
        stem = _FORBIDDEN.sub("_", str(organisation.name)).strip(". ") or str(organisation.id)
        if stem.casefold() in taken:
            stem = f"{stem}（{organisation.id}）"
        taken.add(stem.casefold())
        targets[organisation.id] = folder / f"{stem}.xlsx"
    there = [path.name for path in targets.values() if path.exists()]
    if there:
        more = f"等{len(there)}个文件" if len(there) > 1 else ""
        raise AppError(
            f"这个文件夹里已经有“{there[0]}”{more}，可能是支部报来的，没有覆盖。", "请选一个空的文件夹。"
        )
    return targets


# What each kind asks for -------------------------------------------------------------------------------------


def _activity_blank(title: str, organisation: Organisation, year: int) -> Blank:
    columns = [
        BlankColumn(Activity.field(name), total=name in ACTIVITY_TOTALS, width=_WIDE.get(name, 0))
        for name in ACTIVITY_FIELDS
    ]
    return Blank(title, str(organisation.name), columns, spare=BLANK_ROWS, year=year)


def _roster_blank(title: str, organisation: Organisation, year: int) -> Blank:
    fields = [Member.field(name) for name in MEMBER_FIELDS]
    members = sorted(
        (member for member in Member.select().where(Member.branch == organisation.id) if member.is_present),
        key=lambda member: (Member.field("name").sort_key(member.name), member.id),
    )
    rows = [[field.cell(member.value(field.name)) for field in fields] for member in members]
    post, state = Member.field("post").label, Member.field("state").label
    gone = "、".join(word for word in STATES.words if word != PRESENT)
    note = (
        f"请逐人核对，不对的直接改；新来的团员写在后面的空行里；不在本支部的在“{state}”里选（{gone}）。"
        f"没有任职的“{post}”空着。"
    )
    return Blank(
        title,
        str(organisation.name),
        [BlankColumn(field) for field in fields],
        rows,
        spare=NEW_MEMBERS,
        note=note,
    )


def _assessment_blank(title: str, organisation: Organisation, year: int) -> Blank:
    scheme = scheme_for(year, str(organisation.kind))
    if scheme is None:
        raise AppError(f"{year}年还没有考核方案。", "请先在“考评”里新建方案，或从上一年复制。")
    asked = [each for each in indicators(scheme) if each.block != VETO]
    given = _given(organisation, year)

    def highest(place: int) -> float | None:
        return asked[place].points or None

    columns = [
        BlankColumn(Indicator.field(name), open=False, width=_WIDE.get(name, 0)) for name in INDICATOR_FIELDS
    ]
    for name in SCORE_FIELDS:
        field = Score.field(name)
        is_score = isinstance(field, Integer) and not isinstance(field, LongText)
        columns.append(BlankColumn(field, width=_WIDE.get(name, 0), highest=highest if is_score else None))
    rows = []
    for each in asked:
        score = given.get(each.id)
        row = [Indicator.field(name).cell(each.value(name)) for name in INDICATOR_FIELDS]
        row += [Score.field(name).cell(score.value(name)) if score else None for name in SCORE_FIELDS]
        rows.append(row)
    scored, points = Score.field("self_score").label, Indicator.field("points").label
    note = f"“{scored}”不超过“{points}”；{BONUS}和{DEDUCTION}没有的空着。"
    return Blank(title, str(organisation.name), columns, rows, note=note, numbered=False)


def _given(organisation: Organisation, year: int) -> dict[int, Score]:
    """The scores that an organisation has already, by indicator."""
    held = Assessment.get_or_none(Assessment.organisation == organisation.id, Assessment.year == year)
    if held is None:
        return {}
    return {score.indicator_id: score for score in Score.select().where(Score.assessment == held.id)}


_FORMS: dict[type[Record], _Form] = {
    Activity: _Form("{year}年创先争优活动情况上报表", _activity_blank),
    Member: _Form("{year}年团员核对表", _roster_blank),
    Score: _Form("{year}年度考核自评表", _assessment_blank),
}
