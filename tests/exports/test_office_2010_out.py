"""The office's real year: what is exported and filled agrees with the truth, cell by cell, and nothing else changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
import xlrd

from exports import formats
from exports.fill_book import fill_book, plan_workbook
from exports.fill_values import Filled
from exports.intake import apply, read_plan
from exports.old_format import can_convert
from exports.sources import Scope
from models.activity import Activity
from models.member import Member
from models.organisation import Organisation
from models.settings import set_office
from models.store import open_store
from tests.conftest import OFFICE_2010
from tests.exports.workbooks import changed_parts, opened, parts

YEAR = 2010
pytestmark = pytest.mark.skipif(
    not (OFFICE_2010 / "truth.json").is_file(),
    reason="the workbooks of office-2010 are not beside this project",
)


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    """truth.json without the rows that an import refuses and the activities that nobody returned."""
    found = json.loads((OFFICE_2010 / "truth.json").read_text("utf-8"))
    refused = [fault for fault in found["faults"] if fault["expect"] == "reject"]
    rows = {fault["row"] for fault in refused if "row" in fault}
    titles = {fault["row_title"] for fault in refused if "row_title" in fault}
    found["members"] = [each for each in found["members"] if each["_row"] not in rows]
    doubtful = {fault["row"]: fault["field"] for fault in found["faults"] if fault["expect"] == "warn"}
    for each in found["members"]:
        field = doubtful.get(each["_row"])
        if field == "sex":  # the sheet says the other one, and is believed with a warning
            each["sex"] = {"男": "女", "女": "男"}[each["sex"]]
        elif field:
            each[field] = ANY
    found["activities"] = [
        each for each in found["activities"] if each["_returned"] and each["title"] not in titles
    ]
    found["branches"] = [each for each in found["organisations"] if each["kind"] == "团支部"]
    return found


@pytest.fixture(scope="module", autouse=True)
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The office with its workbooks imported."""
    store = open_store(tmp_path_factory.mktemp("office"))
    files = {
        Organisation: [OFFICE_2010 / "团组织一览表.xlsx"],
        Member: [OFFICE_2010 / "团员花名册.xlsx"],
        Activity: sorted((OFFICE_2010 / "活动上报").iterdir()),
    }
    for kind, paths in files.items():
        apply(read_plan(kind, paths), skip_problems=True)
    set_office({"office_name": "区水务局团委", "reporter": "王小明", "head": "李主任"})
    yield store.folder
    store.close()


def template(start: str) -> Path:
    """One of the district's sheets by the start of its name."""
    return next((OFFICE_2010 / "区团委模板").glob(f"{start}*"))


def table(path: Path, *, header: int = 1, values: bool = True) -> list[dict[str, Any]]:
    """The rows below a header of so many rows as dictionaries; headings are joined by “/”."""
    sheet = opened(path, values=values).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    first = next(at for at, row in enumerate(rows) if row[0] in ("序号", "名次", "姓名"))
    heads = []
    group = ""
    for column in range(len(rows[first])):
        group = rows[first][column] or group
        under = rows[first + 1][column] if header == 2 else None
        heads.append(f"{group}/{under}" if under else group)
    below = [row for row in rows[first + header :] if sum(cell is not None for cell in row) > 1]
    return [dict(zip(heads, row, strict=True)) for row in below]


def month(text: Any) -> Any:
    """A date of the truth as a sheet writes a month."""
    return text if text is ANY else text[:7].replace("-", ".") or None


def test_roster_agrees_cell_by_cell(truth: dict[str, Any], tmp_path: Path) -> None:
    target = tmp_path / "花名册.xlsx"
    filled = formats.export("member-roster", YEAR, target, full=True)
    rows = table(target)
    assert filled.rows == len(rows) == len(truth["members"])
    by_id = {each["id_number"]: each for each in truth["members"]}
    assert len(by_id) == len(rows)
    for at, row in enumerate(rows, 1):
        person = by_id[row["身份证号"]]
        expected = {
            "序号": at,
            "所在团组织": person["branch"],
            "姓名": person["name"],
            "性别": person["sex"],
            "民族": person["ethnicity"],
            "出生年月": month(person["born"]),
            "籍贯": person["native_place"],
            "政治面貌": person["politics"],
            "文化程度": person["education"],
            "入团时间": month(person["joined"]),
            "团内职务": person["post"] or None,
            "工作单位及岗位（职务）": person["job"],
            "手机号码": person["phone"],
            "是否注册志愿者": "是" if person["volunteer_since"] else None,
            "注册志愿者时间": month(person["volunteer_since"]),
            "上年度教育评议等次": person["last_grade"],
        }
        assert {name: row[name] for name in expected} == expected
    assert {row["所在团组织"] for row in rows} == {each["name"] for each in truth["branches"]}


def test_roster_is_covered_unless_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "花名册.xlsx"
    formats.export("member-roster", YEAR, target)
    rows = table(target)
    assert all(re.fullmatch(r"\d{3}\*+\d{4}|\d{3}\*+\d{3}[\dX]", row["身份证号"]) for row in rows)
    assert all("*" in row["手机号码"] for row in rows if row["手机号码"])
    assert not any(re.search(rb"\d{17}[\dX]", content) for content in parts(target).values())


def test_roster_of_one_branch(truth: dict[str, Any], tmp_path: Path) -> None:
    target = tmp_path / "花名册.xlsx"
    branch = truth["branches"][3]["name"]
    formats.export("member-roster", YEAR, target, Organisation.get(name=branch))
    wanted = [each["name"] for each in truth["members"] if each["branch"] == branch]
    assert sorted(row["姓名"] for row in table(target)) == sorted(wanted)
    assert f"填报单位（盖章）：{branch}" in opened(target).worksheets[0]["A3"].value


def recount(truth: dict[str, Any], branch: str) -> dict[str, float]:
    """A branch's figures counted from the records of the truth."""
    activities = [each for each in truth["activities"] if each["branch"] == branch]
    found: dict[str, float] = {
        "团员数": sum(1 for each in truth["members"] if each["branch"] == branch),
        "合计/次数": len(activities),
        "合计/人次": sum(each["present"] for each in activities),
    }
    for category in ("比贡献", "比作为", "比成效"):
        own = [each for each in activities if each["category"] == category]
        found[f"{category}/次数"] = len(own)
        found[f"{category}/人次"] = sum(each["present"] for each in own)
    served = [each for each in activities if each["person_hours"]]
    found["志愿服务/次数"] = len(served)
    found["志愿服务/人次"] = sum(each["present"] for each in served)
    found["志愿服务/时长（小时）"] = round(sum(each["person_hours"] for each in served), 1)
    return found


@pytest.mark.parametrize("builtin", [True, False])
def test_statistics_agree_with_a_recount(truth: dict[str, Any], tmp_path: Path, builtin: bool) -> None:
    target = tmp_path / "统计.xlsx"
    if builtin:
        formats.export("activity-statistics", YEAR, target)
    else:
        fill(template("附件1"), target)
    rows = table(target, header=2)
    name = "团组织" if builtin else "团组织名称"
    branches = rows[:23]
    assert [row["序号"] for row in branches] == list(range(1, 24))
    assert {row[name] for row in branches} == {each["name"] for each in truth["branches"]}
    for row in branches:
        expected = recount(truth, row[name])
        assert {key: row[key] for key in expected} == expected
    total = next(row for row in rows[23:] if "合计" in (row["序号"], row[name]))
    for key in recount(truth, ""):
        assert total[key] == pytest.approx(sum(row[key] for row in branches))


def test_basic_statistics_agree_with_a_recount(truth: dict[str, Any], tmp_path: Path) -> None:
    target = tmp_path / "基本情况.xlsx"
    formats.export("basic-statistics", YEAR, target)
    sheet = opened(target, values=True).worksheets[0]
    rows = {row[1]: row for row in sheet.iter_rows(min_row=7, values_only=True) if row[1]}
    assert set(rows) == {each["name"] for each in truth["organisations"]}
    total = next(row for row in sheet.iter_rows(min_row=7, values_only=True) if row[0] == "合计")
    for known in truth["organisations"]:
        row = rows[known["name"]]
        own = [each for each in truth["members"] if each["branch"] == known["name"]]
        assert (row[2], sum(row[3:7])) == (known["kind"], 1)
        assert row[7:12] == (
            len(own),
            sum(each["sex"] == "男" for each in own),
            sum(each["sex"] == "女" for each in own),
            sum(each["ethnicity"] != "汉族" for each in own),
            sum(each["politics"] in ("中共党员", "中共预备党员") for each in own),
        )
        assert row[8] + row[9] == row[7]
        assert row[14] == known["youth_non_member"]
        assert row[25] == sum(bool(each["volunteer_since"]) for each in own)
        assert row[22] == pytest.approx(len(own) / (len(own) + row[14]))
    assert total[7] == len(truth["members"]) == total[8] + total[9]
    assert total[3:7] == (1, 0, 1, 23)
    compared = {row[0]: row for row in opened(target, values=True).worksheets[1].values if row[0]}
    assert compared["团员数"][2] == len(truth["members"])
    assert compared["活动次数"][1:3] == (0, len(truth["activities"]))


def fill(path: Path, target: Path, **options: Any) -> list[Filled]:
    """Fill one of the district's sheets; nothing may be left to ask."""
    plan = plan_workbook(path)
    assert plan.left == []
    assert plan.doubtful == []
    return fill_book(plan, YEAR, target, **options)


def test_statistics_sheet_of_the_district_keeps_all_else(tmp_path: Path) -> None:
    path, target = template("附件1"), tmp_path / "附件1.xlsx"
    (filled,) = fill(path, target)
    assert (filled.rows, filled.unknown, filled.warnings) == (23, [], [])
    assert changed_parts(path, target) == {"xl/worksheets/sheet1.xml", "xl/drawings/drawing1.xml"}
    old, new = (parts(each) for each in (path, target))
    # The drawing: only the rows of the seal's anchor are 13 further down, the text box stays.
    before, after = (each["xl/drawings/drawing1.xml"].decode() for each in (old, new))
    rows = [int(row) for row in re.findall(r"<xdr:row>(\d+)<", after)]
    assert rows == [17 + 13, 20 + 13, 0, 1]
    assert re.sub(r"<xdr:row>\d+<", "", before) == re.sub(r"<xdr:row>\d+<", "", after)
    before, after = (each["xl/worksheets/sheet1.xml"].decode() for each in (old, new))
    assert before[: before.index("<dimension")] == after[: after.index("<dimension")]
    for piece in (
        "<sheetViews>.*?</cols>",
        "<printOptions.*?<drawing[^>]*/>",
        "<cfRule.*?</cfRule>",
        "<x14:cfRule.*?</x14:cfRule>",
    ):
        assert re.findall(piece, before, re.DOTALL) == re.findall(piece, after, re.DOTALL)
    sheet = opened(target).worksheets[0]
    assert sheet["A31"].value.startswith("填表人：王小明")
    assert sheet["A33"].value == "说明：人次按实到人数累计。"
    assert sheet["A2"].value == "2010年创先争优活动情况统计表"
    assert re.match(
        r"填报单位（盖章）：区水务局团委 +填报人：王小明 +填报日期：\d{4}年\d+月\d+日$", sheet["A3"].value
    )
    assert sheet["C30"].value == "=SUM(C7:C29)"
    # The rich text of the last line is the template's own shared string.
    assert '<c r="A33" t="s"><v>17</v></c>' in after


def test_sheet_of_basic_facts(truth: dict[str, Any], tmp_path: Path) -> None:
    path, target = template("附件3"), tmp_path / "附件3.xlsx"
    fill(path, target)
    assert changed_parts(path, target) == {"xl/worksheets/sheet1.xml"}
    assert opened(target).worksheets[0].protection.sheet
    rows = table(target, header=2)
    known = {each["name"]: each for each in truth["organisations"]}
    for row in rows[:23]:
        branch = known[row["团组织名称"]]
        members = [each for each in truth["members"] if each["branch"] == branch["name"]]
        secretary = next((each["name"] for each in members if each["post"] == "书记"), None)
        expected = {
            "组织类型": "团支部",
            "书记姓名": secretary,
            "团员数/合计": len(members),
            "团员数/男": sum(1 for each in members if each["sex"] == "男"),
            "团员数/女": sum(1 for each in members if each["sex"] == "女"),
            "团员数/少数民族": sum(1 for each in members if each["ethnicity"] != "汉族"),
            "团干部数": sum(1 for each in members if each["post"]),
            "注册志愿者数": sum(1 for each in members if each["volunteer_since"]),
            "28周岁以下未入团青年": branch["youth_non_member"],
            "联系电话": branch["phone"],
        }
        assert {key: row[key] for key in expected} == expected
    total = rows[-1]
    assert total["团组织名称"] == "合计"
    assert total["团员数/合计"] == len(truth["members"])
    assert total["团员数/男"] + total["团员数/女"] == total["团员数/合计"]
    assert total["28周岁以下未入团青年"] == sum(each["youth_non_member"] for each in truth["branches"])


def test_import_sheet_of_the_district(truth: dict[str, Any], tmp_path: Path) -> None:
    path, target = template("附件2"), tmp_path / "附件2.xlsx"
    fill(path, target, full=True)
    assert changed_parts(path, target) == {"xl/worksheets/sheet1.xml"}
    rows = table(target)
    by_id = {each["id_number"]: each for each in truth["members"]}
    assert {row["身份证号"] for row in rows} == set(by_id)
    for row in rows:
        person = by_id[row["身份证号"]]
        assert (row["姓名"], row["所在团支部"], row["入团年月"]) == (
            person["name"],
            person["branch"],
            month(person["joined"]),
        )
    sheet = opened(target).worksheets[0]
    assert {cell.number_format for row in sheet.iter_rows(min_row=2) for cell in row} == {"@"}
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["C2:C2001"]


def test_form_of_one_branch(truth: dict[str, Any], tmp_path: Path) -> None:
    path, target = template("附件4"), tmp_path / "附件4.xlsx"
    branch = truth["branches"][0]
    (filled,) = fill(path, target, organisation=Organisation.get(name=branch["name"]))
    assert filled.kind == "form"
    assert changed_parts(path, target) == {"xl/worksheets/sheet1.xml"}
    sheet = opened(target).worksheets[0]
    expected = recount(truth, branch["name"])
    assert sheet["B2"].value == branch["name"]
    assert sheet["B3"].value == branch["secretary"]
    assert sheet["D3"].value == expected["团员数"]
    assert sheet["F3"].value == branch["youth_non_member"]
    assert sheet["B5"].value == expected["合计/次数"]
    assert sheet["D5"].value == expected["志愿服务/时长（小时）"]
    assert sheet["F4"].value == branch["phone"]
    assert "（盖章）" in sheet["B7"].value


@pytest.mark.parametrize("name", [each.name for each in formats.formats()])
def test_every_format_leaves_nothing_unknown(name: str, tmp_path: Path) -> None:
    target = tmp_path / "表.xlsx"
    filled = formats.export(name, YEAR, target)
    assert filled.unknown == []
    sheet = opened(target).worksheets[0]
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows
    assert "填报单位（盖章）：区水务局团委" in sheet["A3"].value
    assert not [name for name in sheet.merged_cells.ranges if name.max_row > sheet.max_row]


def test_title_carries_the_year_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "表.xlsx"
    formats.export("activity-statistics", 2011, target)
    sheet = opened(target, values=True).worksheets[0]
    assert sheet["A2"].value == "2011年创先争优活动情况统计表"
    assert any("2011年12月31日" in str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert sum(row["合计/次数"] or 0 for row in table(target, header=2)) == 0


def test_every_figure_opens_the_records_behind_it(tmp_path: Path) -> None:
    (plan,) = plan_workbook(template("附件1")).sheets
    scope = Scope(YEAR)
    sources = plan.subject.sources()
    target = tmp_path / "附件1.xlsx"
    fill(template("附件1"), target)
    shown = {row["团组织名称"]: row for row in table(target, header=2)}
    for branch in plan.subject.rows(scope)[:6]:
        for header, name in {
            "团员数": "members.total",
            "比作为/次数": "activities.比作为.count",
            "志愿服务/时长（小时）": "activities.volunteer.hours",
        }.items():
            kind, ids = sources[name].behind(branch, scope)
            records = list(kind.select().where(kind.id.in_(ids)))
            measured = sum(each.person_hours for each in records) if "时长" in header else len(records)
            assert shown[branch.name][header] == pytest.approx(measured)


def test_old_workbook_comes_back_as_an_old_workbook(truth: dict[str, Any], tmp_path: Path) -> None:
    path, target = template("附件5"), tmp_path / "附件5.xls"
    (filled,) = fill(path, target, full=True)
    officers = [each for each in truth["members"] if each["post"]]
    assert filled.rows == len(officers)
    book = xlrd.open_workbook(target, formatting_info=True)
    sheet = book.sheet_by_index(0)
    rows = [dict(zip(sheet.row_values(2), sheet.row_values(at), strict=True)) for at in range(3, sheet.nrows)]
    found = {(row["所属团组织"], row["姓名"], row["团内职务"], row["手机号码"]) for row in rows}
    assert found == {(each["branch"], each["name"], each["post"], each["phone"]) for each in officers}
    assert sheet.merged_cells == [(0, 1, 0, 9)]
    assert sheet.cell_value(0, 0) == "团干部花名册"
    fonts = {each.name for each in book.font_list}
    assert fonts == {each.name for each in xlrd.open_workbook(path, formatting_info=True).font_list}


@pytest.mark.skipif(not can_convert(), reason="no office program that converts .xls on this machine")
def test_old_workbook_as_a_new_one_when_asked_for(truth: dict[str, Any], tmp_path: Path) -> None:
    target = tmp_path / "附件5.xlsx"
    (filled,) = fill(template("附件5"), target, full=True)
    sheet = opened(target).worksheets[0]
    assert (
        sheet.cell(3 + filled.rows, 1).value
        == filled.rows
        == sum(1 for each in truth["members"] if each["post"])
    )
