"""What a person sees of a filling: the picture of the sheet, the records behind a cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from exports.fill_book import fill_book, plan_workbook
from exports.fill_view import as_json, behind, pictures, place_at, records_of
from exports.recognise import ListPlan
from exports.sources import Scope
from models.activity import Activity
from models.changes import change
from models.member import Member
from models.starter import plant_dictionaries
from models.store import Store
from tests.exports.workbooks import statistics_template
from tests.models.people import branch, committee, member

YEAR = 2010


@pytest.fixture
def sheet(store: Store, tmp_path: Path) -> Path:
    """A general branch with a branch below it, three members in all, and a sheet with a totals row."""
    plant_dictionaries()
    top = committee()
    first = branch("甲团支部", top)
    second = branch("乙团支部", top)
    for name, home in (("张明", first), ("李娜", first), ("王五", second)):
        member(name, home, sex="男" if name != "李娜" else "女")
    with change("新增活动"):
        Activity(
            branch=second.id, category="比贡献", title="清洁", start="2010-03-01", present=9, hours_each=2
        ).save()
    path = tmp_path / "表.xlsx"
    statistics_template(path, 2, columns=5, heads=("序号", "团组织名称", "团员数", "志愿服务时长", "某某数"))
    return path


def test_picture_shows_what_stands_where(sheet: Path) -> None:
    plan = plan_workbook(sheet)
    (listed,) = plan.sheets
    assert isinstance(listed, ListPlan)
    drawn = pictures(plan)["统计表"]
    title = next(cell for cell in drawn.cells if cell.text == "2010年统计表")
    assert (title.area.text(), title.look.size) == ("A1:E1", 22)
    assert drawn.heights[:3] == [41.25, 15.0, 18.0]
    head = next(cell for cell in drawn.cells if cell.text == "团员数")
    assert (head.look.bold, head.look.lines) == (True, (True, True, True, True))
    assert place_at(listed, 1, 3) is None
    assert [column.header for column in listed.unknown] == ["某某数"]

    target = sheet.with_name("果.xlsx")
    report = as_json(fill_book(plan, YEAR, target))
    assert report["sheets"] == [
        {
            "sheet": "统计表",
            "kind": "list",
            "rows_filled": 2,
            "columns": {"A": "number", "B": "name", "C": "members.total", "D": "activities.volunteer.hours"},
            "unknown": ["E: 某某数"],
        }
    ]
    shown = {cell.area.text(): cell.text for cell in pictures(plan, target)["统计表"].cells}
    assert [shown[place] for place in ("B3", "C3", "B4", "C4", "D4", "C5", "D5")] == [
        "甲团支部",
        "2",
        "乙团支部",
        "1",
        "18",
        "3",
        "18",
    ]

    scope = Scope(YEAR)
    records = records_of(listed, scope)
    place = place_at(listed, 3, 3)
    assert place is not None
    kind, ids = behind(listed, place, records[:1], scope) or (None, [])
    assert kind is Member
    assert {Member.get_by_id(id_).name for id_ in ids} == {"张明", "李娜"}
    assert behind(listed, place, records, scope) == (Member, sorted(each.id for each in Member.select()))
    hours = listed.columns[3]
    assert behind(listed, hours, records[1:], scope) == (Activity, [1])
    assert behind(listed, listed.unknown[0], records, scope) is None
