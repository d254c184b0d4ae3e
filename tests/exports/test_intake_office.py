"""The office's real workbooks go in as truth.json says: every good row, every fault at its cell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exports.intake import apply, read_plan
from exports.intake_plan import Plan, PlanRow, as_json
from exports.intake_rejects import REASON, write_rejects
from models.activity import Activity
from models.errors import AppError
from models.journal import actions
from models.member import Member
from models.organisation import Organisation
from models.record import Record
from models.store import Store

ROSTER = "团员花名册.xlsx"
ORGANISATIONS = "团组织一览表.xlsx"


@pytest.fixture
def truth(office_2010: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((office_2010 / "truth.json").read_text("utf-8"))
    return found


def bring_in(kind: type[Record], *paths: Path) -> Plan:
    plan = read_plan(kind, paths)
    apply(plan, skip_problems=True)
    return plan


def returned(office: Path) -> list[Path]:
    return sorted((office / "活动上报").iterdir())


def by_place(plan: Plan) -> dict[tuple[str, int], PlanRow]:
    return {(row.sheet.file.path.name, row.number): row for row in plan.rows()}


def agrees(stored: str | None, meant: str) -> bool:
    """A sheet often says only the month of a day that the truth knows."""
    return (stored or "") == meant or (bool(stored) and meant.startswith(str(stored)))


def test_all_organisations_with_their_tree(store: Store, office_2010: Path, truth: dict[str, Any]) -> None:
    plan = bring_in(Organisation, office_2010 / ORGANISATIONS)
    assert plan.balance()[:6] == (25, 25, 0, 0, 0, 0)
    stored = {organisation.name: organisation for organisation in Organisation.select()}
    assert len(stored) == len(truth["organisations"])
    for meant in truth["organisations"]:
        one = stored[meant["name"]]
        assert (one.kind, one.parent.name if one.parent else "", one.unit) == (
            meant["kind"],
            meant["parent"],
            meant["unit"],
        )
        assert (one.phone, one.youth_non_member) == (meant["phone"], meant["youth_non_member"])
        assert agrees(one.founded, meant["founded"]) and agrees(one.last_election, meant["last_election"])


def test_all_members_but_the_faulty_each_at_its_cell(
    store: Store, office_2010: Path, truth: dict[str, Any]
) -> None:
    bring_in(Organisation, office_2010 / ORGANISATIONS)
    plan = bring_in(Member, office_2010 / ROSTER)
    rows = by_place(plan)
    faults = [fault for fault in truth["faults"] if fault["file"] == ROSTER]
    refused = {fault["row"]: fault for fault in faults if fault["expect"] == "reject"}
    warned = {fault["row"]: fault for fault in faults if fault["expect"] == "warn"}
    for meant in truth["members"]:
        row = rows[meant["_file"], meant["_row"]]
        fault = refused.get(meant["_row"])
        if fault:
            assert [(row.cell(issue), issue.field) for issue in row.problems] == [
                (f"{fault['column']}{fault['row']}", fault["field"])
            ]
        else:
            assert row.status == "new" and not row.problems
        fault = warned.get(meant["_row"])
        if fault:
            assert (f"{fault['column']}{fault['row']}", fault["field"]) in [
                (row.cell(issue), issue.field) for issue in row.warnings
            ]
        elif meant["_row"] not in refused:
            assert not row.warnings
    assert plan.balance()[:6] == (640, 640 - len(refused), 0, 0, len(refused), 0)
    people = {member.id_number: member for member in Member.select()}
    assert len(people) == 640 - len(refused)
    skipped = {"born", "joined", "volunteer_since", "branch"}
    doubtful = {fault["row"]: fault["field"] for fault in warned.values()}
    for meant in truth["members"]:
        if meant["_row"] in refused:
            continue
        person = people[meant["id_number"]]
        assert person.branch.name == meant["branch"]
        for name in set(meant) - skipped:
            if not name.startswith("_") and doubtful.get(meant["_row"]) != name:
                assert (person.__data__[name] or "") == meant[name], (name, meant)
        for name in ("born", "joined", "volunteer_since"):
            if doubtful.get(meant["_row"]) != name:
                assert agrees(person.__data__[name], meant[name])


def test_all_returned_activities_but_the_faulty(
    store: Store, office_2010: Path, truth: dict[str, Any]
) -> None:
    bring_in(Organisation, office_2010 / ORGANISATIONS)
    plan = bring_in(Activity, *returned(office_2010))
    refused = {
        (fault["file"], fault["row_title"]): fault["field"]
        for fault in truth["faults"]
        if fault["file"] != ROSTER
    }
    found = {
        (row.sheet.file.path.name, row.raw("title")): [issue.field for issue in row.problems]
        for row in plan.rows()
        if row.problems
    }
    assert found == {place: [field] for place, field in refused.items()}
    assert all(row.problems[0].column is not None for row in plan.rows() if row.problems)
    assert not any(row.warnings for row in plan.rows())
    titles = {title for _, title in refused}
    expected = [one for one in truth["activities"] if one["_returned"] and one["title"] not in titles]
    stored = {activity.title: activity for activity in Activity.select()}
    assert len(stored) == len(expected) == plan.balance().new
    for meant in expected:
        one = stored[meant["title"]]
        assert one.branch.name == meant["branch"]
        for name in set(meant) - {"branch", "_returned", "hours_each", "person_hours"}:
            assert one.__data__[name] == meant[name], (name, meant)
        assert (one.hours_each or 0, one.person_hours or 0) == (meant["hours_each"], meant["person_hours"])
    assert {file.path.name: file.hidden for file in plan.files if file.hidden} == {
        "水利管理所团支部.xlsx": ["字典"],
        "西部污水处理厂团支部.xlsx": ["字典"],
    }


def test_the_same_files_again_change_nothing(store: Store, office_2010: Path) -> None:
    for kind, paths in (
        (Organisation, [office_2010 / ORGANISATIONS]),
        (Member, [office_2010 / ROSTER]),
        (Activity, returned(office_2010)),
    ):
        first = bring_in(kind, *paths).balance()
        before = actions()
        again = bring_in(kind, *paths).balance()
        assert (again.new, again.changed, again.same) == (0, 0, first.new)
        assert (again.read, again.problem) == (first.read, first.problem)
        assert actions() == before


def test_with_problems_nothing_goes_in_unless_they_are_left_out(store: Store, office_2010: Path) -> None:
    bring_in(Organisation, office_2010 / ORGANISATIONS)
    with pytest.raises(AppError, match="有18行有问题"):
        apply(read_plan(Member, [office_2010 / ROSTER]))
    assert not Member.select().exists()


def test_refused_rows_come_back_in_the_users_own_workbook(
    store: Store, office_2010: Path, tmp_path: Path
) -> None:
    bring_in(Organisation, office_2010 / ORGANISATIONS)
    plan = read_plan(Member, [office_2010 / ROSTER])
    (path,) = write_rejects(plan, tmp_path / "失败的行.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["花名册"]
    assert sheet["A1"].value == "2010年度共青团员花名册" and "A1:R1" in map(str, sheet.merged_cells.ranges)
    assert sheet["S4"].value == REASON
    assert sheet.max_row == 5 + 18
    assert sheet["C6"].value == "陈晨斌" and sheet["B6"].value == "局机关团支部"
    assert sheet["S6"].value == "入团时间：“2040-05”还没有到，请核对（原表K28）"
    assert (
        sheet["C6"].border.left.style
        == openpyxl.load_workbook(office_2010 / ROSTER)["花名册"]["C28"].border.left.style
    )
    # Corrected, the copy itself can be imported: the reasons are an unknown column.
    apply(plan, skip_problems=True)
    sheet["K6"] = "2010.05"
    book.save(path)
    again = read_plan(Member, [path])
    assert (again.balance().new, again.balance().problem) == (1, 17)


def test_refused_rows_of_several_files_come_back_each_in_its_own(
    store: Store, office_2010: Path, tmp_path: Path
) -> None:
    bring_in(Organisation, office_2010 / ORGANISATIONS)
    plan = read_plan(Activity, returned(office_2010))
    written = write_rejects(plan, tmp_path / "失败.xlsx")
    assert sorted(path.name for path in written) == sorted(
        f"失败-{file.path.stem}.xlsx"
        for file in plan.files
        if any(r.problems for s in file.sheets for r in s.rows)
    )
    for path in written:
        assert [row.status for row in read_plan(Activity, [path]).rows()] == ["problem"]


def test_the_json_of_the_command(store: Store, office_2010: Path) -> None:
    bring_in(Organisation, office_2010 / ORGANISATIONS)
    said = json.loads(json.dumps(as_json(read_plan(Member, [office_2010 / ROSTER]), applied=False)))
    (file,) = said["files"]
    (sheet,) = file["sheets"]
    assert file["file"] == ROSTER and sheet["sheet"] == "花名册" and said["applied"] is False
    assert sheet["header_rows"] == [4, 5]
    assert sheet["columns"] == {
        "B": "branch", "C": "name", "D": "sex", "E": "ethnicity", "F": "born", "G": "id_number",
        "H": "native_place", "I": "politics", "J": "education", "K": "joined", "L": "post", "M": "last_grade",
        "N": "volunteer_since", "O": "job", "P": "phone", "R": "remark",
    }  # fmt: skip
    assert sheet["ignored"] == ["Q"]
    assert sheet["read"] == sum(sheet[name] for name in ("new", "changed", "same", "problem", "blank")) == 640
    assert len(said["rows"]) == 640 and said["rows"][0]["row"] == 6
    refused = next(row for row in said["rows"] if row["row"] == 405)
    assert refused["status"] == "problem" and refused["warnings"] == []
    assert [(issue["cell"], issue["field"]) for issue in refused["problems"]] == [("G405", "id_number")]
