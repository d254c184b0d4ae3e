"""However a sheet is laid out, the same records come in; the same file again changes nothing; the balance adds up."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from exports.intake import apply, read_plan
from exports.intake_plan import Balance
from models.database import database
from models.journal import actions
from models.member import Member
from models.organisation import Organisation
from models.store import Store
from tests.exports.sheets import book
from tests.models.people import branch, id_of

BRANCHES = ["局机关团支部", "水文勘测队团支部", "供水所团支部"]
# Each field under some of its names, and what a cell of it may hold: (as written, as stored).
COLUMNS: dict[str, tuple[list[str], list[tuple[Any, Any]]]] = {
    "sex": (["性别", "性 别", "性\n别"], [("男", "男"), (" 女 ", "女"), ("M", "男")]),
    "ethnicity": (["民族"], [("汉族", "汉族"), ("汉", "汉族"), (None, None)]),
    "joined": (
        ["入团时间", "入团年月", "入团\n日期"],
        [("2008.05", "2008-05"), ("2008年5月", "2008-05"), ("20080504", "2008-05-04"), (None, None)],
    ),
    "native_place": (["籍贯"], [("上海 金山", "上海 金山"), ("=1+1", "=1+1"), (None, None)]),
    "phone": (
        ["手机号码（11位）", "联系电话"],
        [("13800000000", "13800000000"), (13800000000, "13800000000")],
    ),
    "card_number": (["团员证编号"], [("0123", "0123"), (None, None)]),
}
NAMES = ["张三", "欧阳娜娜", "买买提·艾力", "𠮷野", "王 五"]


class Layout(NamedTuple):
    """A roster as rows of cells with merges, and the records it means by ID number."""

    rows: list[list[Any]]
    merges: list[str]
    people: dict[str, dict[str, Any]]
    blank: int


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Random columns in random order under banners, with one or two header rows, blanks, subtotals and a footer."""
    fields = draw(st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, max_size=6, unique=True))
    order = draw(st.permutations(["branch", "name", "id_number", *fields, "extra"]))
    heads = {
        "branch": draw(st.sampled_from(["所在团组织", "团支部", "所属团支部"])),
        "name": draw(st.sampled_from(["姓名", "姓  名"])),
        "id_number": draw(st.sampled_from(["身份证号", "身份证号码（18位）"])),
        "extra": "警号",
        **{name: draw(st.sampled_from(COLUMNS[name][0])) for name in fields},
    }
    width = len(order) + 1
    rows: list[list[Any]] = [["某局团员花名册"], ["填报单位（盖章）：某局团委     填报日期：2010年12月20日"]]
    rows = rows[: draw(st.integers(0, 2))] + [[]] * draw(st.integers(0, 3))
    merges = [f"A{number}:{chr(64 + width)}{number}" for number, row in enumerate(rows, 1) if row]
    texts = ["序号", *(heads[name] for name in order)]
    if draw(st.booleans()):
        top = len(rows) + 1
        split = draw(st.integers(2, width - 1))
        rows += [[*texts[:split], "其他情况"], [*[None] * split, *texts[split:]]]
        merges += [f"{chr(65 + column)}{top}:{chr(65 + column)}{top + 1}" for column in range(split)]
        if split < width - 1:
            merges.append(f"{chr(65 + split)}{top}:{chr(64 + width)}{top}")
    else:
        rows.append(texts)
    people: dict[str, dict[str, Any]] = {}
    header_end = last_person = len(rows)
    letter = chr(66 + order.index("branch"))
    for block in range(draw(st.integers(1, 3))):
        first = len(rows) + 1
        for _ in range(draw(st.integers(1, 4))):
            number = id_of("1990-05-04", len(people) + 1)
            written: dict[str, Any] = {
                "branch": BRANCHES[block],
                "name": draw(st.sampled_from(NAMES)),
                "id_number": draw(st.sampled_from([number, number.lower(), f" {number}"])),
                "extra": "0001",
            }
            meant = {"name": written["name"].replace(" ", ""), "branch": BRANCHES[block]}
            for name in fields:
                written[name], meant[name] = draw(st.sampled_from(COLUMNS[name][1]))
            people[number] = meant
            rows.append([len(people), *(written[name] for name in order)])
        last_person = len(rows)
        if draw(st.booleans()) and last_person > first:
            merges.append(f"{letter}{first}:{letter}{last_person}")
        if draw(st.booleans()):
            rows.append([None, "小计", f"{last_person - first + 1}人"])
        rows += [[]] * draw(st.integers(0, 2))
    if draw(st.booleans()):
        rows += [[None, "合计", len(people)], [], ["填表人：张某      审核人：李某"]]
    blank = sum(1 for row in rows[header_end:last_person] if not row)
    return Layout(rows, merges, people, blank)


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def start_afresh() -> None:
    """One store for all examples of a test, without what the example before has brought."""
    for table in ("journal_entry", "journal_action", "office", "member"):
        database.execute_sql(f"DELETE FROM {table}")
    Member.forget_cached()
    for name in BRANCHES:
        if not Organisation.select().where(Organisation.name == name).exists():
            branch(name)


def stored() -> dict[str, dict[str, Any]]:
    return {
        str(member.id_number): {**member.__data__, "branch": member.branch.name} for member in Member.select()
    }


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(layouts())
def test_any_layout_brings_the_same_records(store: Store, folder: Path, layout: Layout) -> None:
    start_afresh()
    path = book(folder / "名册.xlsx", layout.rows, merges=layout.merges)
    plan = read_plan(Member, [path])
    balance = plan.balance()
    assert not [issue for row in plan.rows() for issue in row.problems]
    assert balance.new == len(layout.people)
    assert balance.blank == layout.blank
    check_sum(balance)
    apply(plan)
    found = stored()
    assert set(found) == set(layout.people)
    for number, meant in layout.people.items():
        assert {name: found[number][name] for name in meant} == meant
    before = actions()
    again = read_plan(Member, [path])
    assert again.balance().same == len(layout.people)
    apply(again)
    assert actions() == before


RAW = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.sampled_from(
        ["小计", "合计", "注：", "填表人：", "局机关团支部", "张三", "2010.13", "约30人", "男", "—", "无"]
    ),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(RAW, min_size=6, max_size=6), max_size=12))
@example([["小计"] * 6, [None] * 6, [0.0] * 6])
def test_whatever_the_cells_hold_the_balance_adds_up(
    store: Store, folder: Path, cells: list[list[Any]]
) -> None:
    start_afresh()
    heads = ["序号", "所在团组织", "姓名", "性别", "出生年月", "身份证号"]
    clean = [[_writable(cell) for cell in row] for row in cells]
    path = book(folder / "乱.xlsx", [heads, *clean])
    plan = read_plan(Member, [path])
    balance = plan.balance()
    check_sum(balance)
    assert balance.read + balance.left_out <= len(cells)
    for row in plan.rows():
        assert (row.status == "problem") == bool(row.problems)
        assert 2 <= row.number <= len(cells) + 1
    apply(plan, skip_problems=True)
    assert Member.select().count() == balance.new
    again = read_plan(Member, [path]).balance()
    assert (again.same, again.new, again.problem) == (balance.new, 0, balance.problem)


def check_sum(balance: Balance) -> None:
    assert balance.read == balance.new + balance.changed + balance.same + balance.problem + balance.blank


def _writable(cell: Any) -> Any:
    """What a workbook can hold: no control characters."""
    return "".join(sign for sign in cell if sign.isprintable()) if isinstance(cell, str) else cell
