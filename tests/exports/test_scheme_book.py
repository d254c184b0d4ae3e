"""A scheme goes out as a workbook and comes back the same; what is wrong in one is said cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.scheme_book import COLUMNS, LINES_SHEET, PARTICULARS, SCHEME_SHEET, read_scheme, write_scheme
from models import starter
from models.errors import AppError, FieldError
from models.scheme import BLOCKS, SCORERS, Indicator, Scheme, indicators
from models.scheme_compare import ADDED, CHANGED, REMOVED, SAME, compare
from models.scheme_version import in_order
from models.store import Store

# What people write, and what workbooks like to take for something else.
TEXTS = st.text(
    st.sampled_from("团员支部=+-@'\"<>&_x000D，。；：％%0123456789.\n\t 年月日AaＡ①龘𠮷"),
    min_size=1,
    max_size=40,
)


def kept(kind: type[Any], name: str, text: str) -> Any:
    """A text as the field keeps it; None where it takes none of it."""
    try:
        return kind.field(name).read(text).value
    except FieldError:
        return None


@st.composite
def schemes(draw: st.DrawFn) -> tuple[Scheme, list[Indicator]]:
    first = draw(st.integers(0, 100))
    second = draw(st.integers(0, 100 - first))
    scheme = Scheme(
        name=kept(Scheme, "name", draw(TEXTS)) or "方案",
        year=draw(st.integers(1990, 2100)),
        kind=draw(st.sampled_from([None, "团支部", "团总支"])),
        source=kept(Scheme, "source", draw(TEXTS)),
        weight_office=float(first),
        weight_review=float(second),
        weight_poll=float(100 - first - second),
        bonus_limit=draw(st.one_of(st.none(), st.integers(0, 20).map(float))),
        bands=draw(st.sampled_from(["优秀 90\n合格 60\n不合格 0", "好 85.5"])),
        remark=kept(Scheme, "remark", draw(TEXTS)),
    )
    lines = [
        Indicator(
            number=number,
            block=draw(st.sampled_from(BLOCKS)),
            topic=kept(Indicator, "topic", draw(TEXTS)),
            content=kept(Indicator, "content", draw(TEXTS)) or "内容",
            points=draw(st.integers(1, 400)) / 10,
            criteria=kept(Indicator, "criteria", draw(TEXTS)),
            basis=kept(Indicator, "basis", draw(TEXTS)),
            scorer=draw(st.sampled_from([None, *SCORERS.words])),
            rule=draw(st.sampled_from([None, "志愿服务时长÷团员数达到10得满分"])),
        )
        for number in range(1, draw(st.integers(1, 6)) + 1)
    ]
    return scheme, in_order(lines)


def values(record: Any, names: tuple[str, ...]) -> list[Any]:
    return [record.value(name) for name in names if name != "number"]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=schemes())
def test_the_round_trip_is_the_same(
    store: Store, tmp_path: Path, made: tuple[Scheme, list[Indicator]]
) -> None:
    scheme, lines = made
    target = tmp_path / "方案.xlsx"
    write_scheme(scheme, lines, target)
    found = read_scheme(target)
    assert found.problems == []
    assert values(found.scheme, PARTICULARS) == values(scheme, PARTICULARS)
    assert [values(line, COLUMNS) for line in found.lines] == [values(line, COLUMNS) for line in lines]
    assert {difference.state for difference in compare(lines, found.lines)} <= {SAME}


def changed(path: Path, sheet: str, cells: dict[str, object]) -> Path:
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book[sheet][place] = value
    book.save(path)
    return path


def test_what_is_wrong_is_said_at_its_cell(store: Store, tmp_path: Path) -> None:
    scheme = starter.plant_scheme(2010)
    target = tmp_path / "方案.xlsx"
    write_scheme(scheme, indicators(scheme), target)
    changed(
        target, LINES_SHEET, {"A3": "思想好", "E4": "八分", "D5": None, "E6": 0, "E7": "=1/0", "H8": "团区委"}
    )
    changed(target, SCHEME_SHEET, {"B5": 90, "B2": "今年", "B9": "优秀"})
    problems = read_scheme(target).problems
    for where, what in (
        ("指标!A3", "思想好"),
        ("指标!E4", "不是数字"),
        ("指标!D5", "不能空着"),
        ("指标!E6", "要有分值"),
        ("指标!E7", "错误值"),
        ("指标!H8", "团区委"),
        ("方案!B5", "应为100%"),
        ("方案!B2", "今年"),
        ("方案!B9", "每行应是"),
    ):
        assert any(each.startswith(f"{where}：") and what in each for each in problems), (where, problems)
    assert len(problems) == 9


def test_a_workbook_of_something_else_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "别的.xlsx")
    with pytest.raises(AppError, match="没有“方案”“指标”表"):
        read_scheme(tmp_path / "别的.xlsx")


def test_columns_may_stand_in_another_order_below_a_title(store: Store, tmp_path: Path) -> None:
    scheme = starter.plant_scheme(2010)
    target = tmp_path / "方案.xlsx"
    write_scheme(scheme, indicators(scheme), target)
    book = openpyxl.load_workbook(target)
    sheet = book[LINES_SHEET]
    sheet.insert_rows(1, 2)
    sheet["A1"] = "考核指标一览"
    sheet.insert_cols(1)
    book.save(target)
    found = read_scheme(target)
    assert found.problems == []
    assert {each.state for each in compare(indicators(scheme), found.lines)} == {SAME}


def test_years_are_compared_line_by_line(store: Store) -> None:
    old = indicators(starter.plant_scheme(2010))
    new = [Indicator(**{**line.__data__, "id": None}) for line in old]
    new[0].points += 1
    new[2].content = str(new[2].content).replace("准确", "准确完整")
    del new[4]
    new.append(Indicator(block=BLOCKS[1], content="办好一份团刊", points=2, number=99))
    found = [each for each in compare(old, new) if each.state != SAME]
    assert [(each.state, each.names) for each in found] == [
        (CHANGED, ("points",)),
        (CHANGED, ("content",)),
        (REMOVED, ()),
        (ADDED, ()),
    ]
    assert found[2].old == old[4]
