"""Random sheets built from the known words: each column is matched right or asked about, and what is filled reads back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from exports.fill import fill_list
from exports.fill_lines import Particulars
from exports.fill_workbook import Template
from exports.intake import read_plan
from exports.match import header_key
from exports.package import Package
from exports.recognise import ListPlan, recognise_list
from exports.sources import Scope
from exports.subjects import SUBJECTS, subject
from models.activity import Activity
from models.changes import change
from models.member import Member
from models.organisation import Organisation
from models.record import Record
from models.starter import plant_dictionaries
from models.store import Store
from tests.models.people import branch, committee, id_of, member

QUICK = settings(
    max_examples=50,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
FOREIGN = (
    "离团情况",
    "配偶",
    "外单位",
    "介绍人",
)  # a heading that makes something else of what stands below it
NEUTRAL = ("基本情况", "其他")
UNKNOWN = ("婚恋意向", "血型", "车牌号", "天气")
DECORATIONS = ("{}", " {} ", "{}：", "{}（必填）", "　{}")


@pytest.fixture
def office(store: Store) -> Store:
    plant_dictionaries()
    top = committee()
    homes = [branch("甲团支部", top, founded="2001-05", phone="021-55550101"), branch("乙团支部", top)]
    for at, name in enumerate(("张明", "欧阳·海", "王𠮷")):
        born = f"198{at}-03-05"
        member(name, homes[at % 2], born=born, id_number=id_of(born, 11), sex="男", joined="2000-05")
    with change("新增活动"):
        for at, home in enumerate((*homes, homes[0])):
            Activity(
                branch=home.id,
                kind="水上保洁",
                title=f"清洁{at}",
                start=f"2010-0{at + 3}-01",
                place="河边",
                present=10 + at,
                league_present=at,
                hours_each=1.5,
                content="=不是公式",
            ).save()
    return store


Head = tuple[str, ...]  # the header texts over a column, from the group down


def sheet_of(path: Path, heads: list[Head], *, blank: int = 3, above: int = 1) -> Path:
    """A sheet with these headers, groups merged across and single ones down, over lined blank rows and a signature."""
    levels = max(map(len, heads))
    book = xlsxwriter.Workbook(path)
    sheet, line = book.add_worksheet("表"), book.add_format({"border": 1})
    for row in range(above):
        sheet.merge_range(row, 0, row, len(heads), ("2010年报表", "填报单位（盖章）：      ")[row % 2])
    for column, head in enumerate(heads):
        leaf = len(head) - 1
        _write(sheet, line, above + leaf, column, above + levels - 1, column, head[leaf])
        for level in range(leaf):
            same = [other[: level + 1] == head[: level + 1] and len(other) > level + 1 for other in heads]
            if column == 0 or not same[column - 1]:
                end = next((at for at in range(column, len(heads)) if not same[at]), len(heads)) - 1
                _write(sheet, line, above + level, column, above + level, end, head[level])
    for row in range(blank):
        for column in range(len(heads)):
            sheet.write_blank(above + levels + row, column, None, line)
    sheet.write(above + levels + blank, 0, "填表人：")
    book.close()
    return path


def _write(sheet: Any, line: Any, top: int, left: int, bottom: int, right: int, text: str) -> None:
    if (top, left) == (bottom, right):
        sheet.write(top, left, text, line)
    else:
        sheet.merge_range(top, left, bottom, right, text, line)


@st.composite
def headers(draw: st.DrawFn) -> tuple[Any, list[Head], list[tuple[str, str]]]:
    """A subject, the headers of a sheet about it, and of each column the group put above it and the word it has."""
    of = draw(st.sampled_from(SUBJECTS))
    sources = of.sources()
    names = draw(st.lists(st.sampled_from(sorted(sources)), min_size=4, max_size=9, unique=True))
    columns: list[tuple[str, str]] = []
    while names:
        group = draw(st.sampled_from(("", "", "", *NEUTRAL, *FOREIGN)))
        for name in (names.pop() for _ in range(min(len(names), draw(st.integers(1, 3))))):
            columns.append((group, draw(st.sampled_from(sources[name].words))))
        if draw(st.booleans()):
            columns.append(("", draw(st.sampled_from(UNKNOWN))))
    if len({group for group, _ in columns}) == 1:  # a heading over all columns would be a title
        columns.append(("", UNKNOWN[0]))
    heads = []
    for group, word in columns:
        # The header has three rows at most: a group above two levels of its own is enough.
        levels = word.split("/")[-2:] if group else word.split("/")
        dressed = [draw(st.sampled_from(DECORATIONS)).format(level) for level in levels]
        heads.append(tuple([group] * bool(group) + levels[:-1] + dressed[-1:]))
    return of, heads, columns


@pytest.mark.usefixtures("office")
@QUICK
@given(made=headers(), alone=st.booleans())
def test_columns_of_random_sheets_are_right_or_asked(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[Any, list[Head], list[tuple[str, str]]], alone: bool
) -> None:
    of, heads, columns = made
    plan = planned(sheet_of(tmp_path_factory.mktemp("表") / "表.xlsx", heads), (of,) if alone else SUBJECTS)
    if plan is None:
        return  # nothing is filled, and that is said
    sources = plan.subject.sources()
    by_column = {each.column: each for each in plan.columns}
    taken = [each.match.source for each in plan.columns if each.match.sureness == "sure"]
    filled = [name for name in taken if name not in (None, "number")]
    assert len(filled) == len(set(filled))  # no two columns say the same
    for at, (group, word) in enumerate(columns, 1):
        found = by_column[at].match if at in by_column else None
        if found is None or found.sureness != "sure" or found.source in (None, "number"):
            continue
        assert word not in UNKNOWN
        answers = {header_key(each.split("/")).replace("/", "") for each in sources[found.source].words}
        own = header_key(word.split("/")[-2:] if group else word.split("/")).replace("/", "")
        whole = header_key([group, *word.split("/")[-2:]]).replace("/", "")
        assert whole in answers if group in FOREIGN else own in answers, (heads[at - 1], found)


def planned(path: Path, subjects: tuple[Any, ...]) -> ListPlan | None:
    with Package(path) as package:
        template = Template(package)
        return recognise_list(template.sheet("表"), template.styles, subjects)


BACK: dict[str, tuple[type[Record], tuple[str, ...], tuple[Head, ...]]] = {
    "activity": (
        Activity,
        ("团组织", "活动名称", "活动时间"),
        (
            ("活动类别",),
            ("活动", "活动项目"),
            ("时间和地点", "地点"),
            ("人数和时长", "实到人数"),
            ("人数和时长", "其中团员数"),
            ("人数和时长", "人均服务时长（小时）"),
            ("内容", "活动内容"),
            ("志愿服务总时长",),
        ),
    ),
    "organisation": (
        Organisation,
        ("团组织名称", "组织类型", "上级团组织"),
        (("成立时间",), ("联系方式", "联系电话"), ("青年情况", "28周岁以下未入团青年")),
    ),
    "member": (
        Member,
        ("姓名", "身份证号", "所在团组织"),
        (
            ("基本信息", "性别"),
            ("基本信息", "出生年月"),
            ("团内信息", "入团时间"),
            ("联系方式", "手机号码"),
            ("备注",),
        ),
    ),
}


@pytest.mark.usefixtures("office")
@QUICK
@given(data=st.data())
def test_filled_sheets_with_groups_read_back_as_the_records(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(BACK)))
    kind, needed, others = BACK[name]
    chosen = data.draw(st.lists(st.sampled_from(others), unique=True))
    heads = data.draw(st.permutations([*((word,) for word in needed), *sorted(chosen)]))
    folder = tmp_path_factory.mktemp("回")
    path = sheet_of(
        folder / "表.xlsx", heads, blank=data.draw(st.integers(1, 5)), above=data.draw(st.integers(0, 2))
    )
    target = folder / "果.xlsx"
    with Package(path) as package:
        template = Template(package)
        sheet = template.sheet("表")
        plan = recognise_list(sheet, template.styles, (subject(name),))
        assert plan is not None
        assert (plan.unknown, plan.doubtful) == ([], [])
        scope = Scope(2010, full=True)
        records = plan.subject.rows(scope)
        particulars = Particulars.of_office(scope.period.last_day)
        change_, _ = fill_list(sheet, template.styles, plan, scope, records, particulars)
        template.write(target, {"表": change_})
    read = [row for file in read_plan(kind, [target]).files for each in file.sheets for row in each.rows]
    assert [row.status for row in read] == ["same"] * len(records)
    called = "title" if kind is Activity else "name"
    assert [row.values[called] for row in read] == [record.value(called) for record in records]
