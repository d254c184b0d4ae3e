"""Collecting returned workbooks: whose each is, who is missing, versions, joint activities, origins, one undo."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from exports.collect import collect, take_in, workbooks_in
from exports.intake_rejects import write_rejects
from models.activity import Activity
from models.changes import change
from models.errors import AppError
from models.journal import actions, last_undoable, undo
from models.member import Member
from models.organisation import Organisation
from models.reporting import Origin, Request, Return, latest_returns, origins_of
from models.store import Store
from tests.models.people import branch, id_of

HEADER = ["序号", "活动类别", "活动项目", "活动名称", "活动时间", "地点", "实到人数", "其中团员数"]
LINE = [1, "比贡献", "水上保洁", "清理河道", "2010-05-01", "中心河", 12, 10]


def sheet_of(folder: Path, unit: str, *lines: list[object], name: str | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2010年创先争优活动情况上报表"])
    sheet.append([f"填报单位（盖章）：{unit}"])
    sheet.append(HEADER)
    for line in lines:
        sheet.append(line)
    sheet.append(["合计"])
    path = folder / f"{name or unit}.xlsx"
    book.save(path)
    return path


@pytest.fixture
def folder(tmp_path: Path, store: Store) -> Path:
    for name in ("甲团支部", "乙团支部", "丙团支部"):
        branch(name, founded="2000-01")
    made = tmp_path / "活动上报"
    made.mkdir()
    return made


def test_whose_each_file_is_and_who_is_missing(folder: Path) -> None:
    sheet_of(folder, "甲团支部", LINE)
    sheet_of(
        folder, "乙团支部", [1, "比作为", "岗位练兵", "练兵", "2010-06-01", "泵站", 9, 9], name="随便起的名字"
    )
    (folder / "~$甲团支部.xlsx").write_bytes(b"lock")
    found = collect(Activity, [folder], 2010)
    assert [Organisation.titles()[each.organisation] for each in found.returned] == ["甲团支部", "乙团支部"]
    assert [each.name for each in found.missing] == ["丙团支部"]
    assert Activity.select().count() == Request.select().count() == 0


def test_taken_in_as_one_action_that_one_undo_takes_back(folder: Path) -> None:
    sheet_of(folder, "甲团支部", LINE)
    take_in(collect(Activity, [folder], 2010))
    activity = Activity.get()
    origin = origins_of(activity)["present"]
    assert (origin.file_name, origin.sheet, origin.cell, origin.raw) == ("甲团支部.xlsx", "Sheet", "G4", "12")
    assert [(each.version, each.file_name) for each in Return.select()] == [(1, "甲团支部.xlsx")]
    assert last_undoable().name == "收表：2010年活动上报表"
    undo(last_undoable().id)
    assert Activity.select().count() == Return.select().count() == Origin.select().count() == 0


def test_the_same_file_again_changes_nothing(folder: Path) -> None:
    sheet_of(folder, "甲团支部", LINE)
    take_in(collect(Activity, [folder], 2010))
    before = len(actions())
    again = collect(Activity, [folder], 2010)
    assert [each.seen_before for each in again.returned] == [True]
    assert take_in(again).same == 1
    assert len(actions()) == before
    assert [each.name for each in again.missing] == ["乙团支部", "丙团支部"]


def test_a_newer_version_shows_what_differs_and_is_counted(folder: Path) -> None:
    sheet_of(folder, "甲团支部", LINE)
    take_in(collect(Activity, [folder], 2010))
    sheet_of(folder, "甲团支部", [*LINE[:6], 15, 11])
    newer = collect(Activity, [folder], 2010)
    assert [each.version for each in newer.returned] == [2]
    (row,) = newer.plan.rows()
    assert {(one.field, one.old, one.new) for one in row.changes} >= {
        ("present", 12, 15),
        ("league_present", 10, 11),
    }
    take_in(newer)
    assert origins_of(Activity.get())["present"].raw == "15"
    request = Request.get()
    assert [each.version for each in latest_returns(request).values()] == [2]


def test_two_versions_in_one_folder_are_two_and_a_copy_is_none(folder: Path) -> None:
    first = sheet_of(folder, "甲团支部", LINE)
    sheet_of(folder, "甲团支部", [*LINE[:6], 15, 11], name="甲团支部（修改）")
    (folder / "甲团支部（副本）.xlsx").write_bytes(first.read_bytes())
    found = collect(Activity, [folder], 2010)
    assert sorted((each.version, each.seen_before) for each in found.returned) == [
        (1, False),
        (1, True),
        (2, False),
    ]
    take_in(found, skip_problems=True)
    assert sorted(each.version for each in Return.select()) == [1, 2]


def test_files_of_one_name_in_different_folders_are_kept_apart(folder: Path, tmp_path: Path) -> None:
    bad = [1, "比贡献", "水上保洁", "清理河道", "没有这一天", "中心河", 12, 10]
    for place, unit in (("一", "说不清的单位"), ("二", "乙团支部")):
        (folder / place).mkdir()
        sheet_of(folder / place, unit, LINE, [2, *bad[1:]], name="活动上报")
    one, two = folder / "一" / "活动上报.xlsx", folder / "二" / "活动上报.xlsx"
    whose = Organisation.get(Organisation.name == "甲团支部").id
    found = collect(Activity, [folder], 2010, organisations={(one, "Sheet"): whose})
    units = [Organisation.titles()[each.organisation] for each in found.returned]
    assert (units, [each.file.path for each in found.returned]) == (["甲团支部", "乙团支部"], [one, two])
    assert len(set(write_rejects(found.plan, tmp_path / "退回.xlsx"))) == 2


def test_late_by_the_day_that_was_asked_for(folder: Path) -> None:
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    with change("下发"):
        Request(name="活动情况", year=2010, kind="活动上报表", due=yesterday).save()
    sheet_of(folder, "甲团支部", LINE)
    found = collect(Activity, [folder], 2010)
    assert [each.name for each in found.late] == ["甲团支部"]
    take_in(found)
    assert [each.late for each in Return.select()] == [True]
    assert [each.name for each in collect(Activity, [folder], 2010).late] == ["甲团支部"]


def test_two_branches_that_report_one_joint_activity_are_pointed_out(folder: Path) -> None:
    sheet_of(folder, "甲团支部", LINE, [2, "比贡献", "水上保洁", "另一次", "2010-07-01", "中心河", 5, 5])
    sheet_of(folder, "乙团支部", [1, "比贡献", "水上保洁", " 清理河道", "2010.05.01", "河边", 8, 8])
    (twin,) = collect(Activity, [folder], 2010).twins
    assert {twin.first.sheet.file.path.stem, twin.second.sheet.file.path.stem} == {"甲团支部", "乙团支部"}


def test_problems_keep_everything_out_unless_left_behind(folder: Path) -> None:
    sheet_of(folder, "甲团支部", LINE, [2, "比贡献", "水上保洁", "第二次", "2010-05-02", "河边", "约30人", 8])
    found = collect(Activity, [folder], 2010)
    with pytest.raises(AppError, match="没有导入"):
        take_in(found)
    assert Activity.select().count() == Return.select().count() == Request.select().count() == 0
    take_in(collect(Activity, [folder], 2010), skip_problems=True)
    assert Activity.select().count() == Return.select().count() == 1


def test_an_empty_folder_is_said(folder: Path) -> None:
    with pytest.raises(AppError, match="没有工作簿"):
        collect(Activity, [folder], 2010)
    assert workbooks_in([folder]) == []


def test_a_roster_that_a_branch_has_checked_is_collected_too(folder: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["所在团组织", "姓名", "性别", "身份证号", "手机号码"])
    book.active.append(["甲团支部", "张三", "男", id_of("1990-05-04"), "13800001111"])
    book.save(folder / "核对.xlsx")
    found = collect(Member, [folder], 2010)
    assert [Organisation.titles()[each.organisation] for each in found.returned] == ["甲团支部"]
    take_in(found)
    assert Member.get().name == "张三"
    assert Request.get().kind == "团员核对表"
    # The journal shows origins too: the number is covered in what stood in the cell as well.
    origin = origins_of(Member.get())["id_number"]
    assert origin.shown("raw") != origin.raw and "19900504" not in origin.shown("raw")


def test_the_returned_folder_of_the_office_as_its_truth_says(office_2010: Path, store: Store) -> None:
    truth = json.loads((office_2010 / "truth.json").read_text("utf-8"))
    with change("团组织") as current:
        current.save_all(
            [
                Organisation(name=o["name"], kind=o["kind"], founded=o["founded"])
                for o in truth["organisations"]
            ]
        )
    found = collect(Activity, [office_2010 / "活动上报"], 2010)
    assert {each.name for each in found.missing} == set(truth["not_returned"])
    assert {Organisation.titles()[each.organisation] for each in found.returned} == {
        activity["branch"] for activity in truth["activities"] if activity["_returned"]
    }
    faults = sum("row_title" in fault for fault in truth["faults"])
    balance = found.plan.balance()
    assert (balance.new, balance.problem) == (
        sum(activity["_returned"] for activity in truth["activities"]) - faults, faults,
    )  # fmt: skip


def test_a_joint_activity_that_the_other_reported_before_is_pointed_out(folder: Path) -> None:
    first = sheet_of(folder, "甲团支部", LINE)
    take_in(collect(Activity, [first], 2010))
    second = sheet_of(folder, "乙团支部", LINE)
    (twin,) = collect(Activity, [second], 2010).twins
    assert (twin.first.sheet.file.path, twin.second) == (second, Activity.get())
    # In the same folder it is one pair, not two.
    assert len(collect(Activity, [folder], 2010).twins) == 1
    take_in(collect(Activity, [folder], 2010))
    assert collect(Activity, [second], 2010).twins == []
