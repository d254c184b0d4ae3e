"""The check before a sheet is sent finds what was planted, and nothing in a clean sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from exports.fill_book import plan_workbook
from exports.fill_check import Finding, check_list
from exports.recognise import ListPlan
from exports.sources import Scope
from models.activity import Activity
from models.changes import change
from models.organisation import Organisation
from models.starter import plant_dictionaries
from models.store import Store
from tests.exports.workbooks import statistics_template
from tests.models.people import branch, committee, member

YEAR = 2010
HEADS = (
    "序号",
    "团组织名称",
    "团员数",
    "男团员",
    "女团员",
    "活动次数",
    "比贡献次数",
    "比作为次数",
    "比成效次数",
)


@pytest.fixture
def home(store: Store) -> Organisation:
    """A branch with two members and one activity this year and last."""
    plant_dictionaries()
    found = branch("甲团支部", committee())
    member("张明", found, sex="男")
    member("李娜", found, sex="女")
    with change("新增活动"):
        for year in (YEAR - 1, YEAR):
            Activity(
                branch=found.id, category="比贡献", title="清洁", start=f"{year}-03-01", present=2
            ).save()
    return found


def findings(folder: Path, heads: tuple[str, ...] = HEADS) -> list[Finding]:
    path = folder / "表.xlsx"
    statistics_template(path, 2, columns=len(heads), heads=heads)
    (plan,) = plan_workbook(path).sheets
    assert isinstance(plan, ListPlan)
    assert plan.unknown == []
    return check_list(plan, Scope(YEAR))


def test_clean_sheet_has_no_findings(home: Organisation, tmp_path: Path) -> None:
    assert findings(tmp_path) == []


def test_sum_that_does_not_come_out(home: Organisation, tmp_path: Path) -> None:
    member("王五", home)
    (found,) = findings(tmp_path)
    assert (found.column, found.row, found.severity) == ("C", 0, "warning")
    assert found.message == "甲团支部：团员数是3，男团员数、女团员数合起来是2"
    assert found.opens == home


def test_records_that_no_row_counts(home: Organisation, tmp_path: Path) -> None:
    member("赵六", Organisation.get(name="区水务局团委"), sex="男")
    found = findings(tmp_path)
    assert {(each.column, each.severity) for each in found} == {("C", "warning"), ("D", "warning")}
    assert all("表里没有的团组织" in each.message for each in found)


def test_change_against_last_year(home: Organisation, tmp_path: Path) -> None:
    with change("新增活动"):
        for at in range(6):
            Activity(
                branch=home.id, category="比作为", title=f"练兵{at}", start="2010-05-01", present=2
            ).save()
    found = findings(tmp_path)
    assert [(each.column, each.row) for each in found] == [("F", 0)]
    assert "活动次数7，上年1" in found[0].message


def test_blank_cell_that_is_needed(home: Organisation, tmp_path: Path) -> None:
    found = findings(tmp_path, ("序号", "姓名", "身份证号", "所在团支部"))
    assert [(each.column, each.severity) for each in found] == [("C", "error")] * 2
    assert found[0].message == "张明：身份证号空着"
