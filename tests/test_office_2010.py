"""The main job on one office's real paper, from the command line: import, export, statistics, printed forms."""

from __future__ import annotations

import contextlib
import io
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest

from models.activity import Activity
from models.figure import Period
from models.figures import figure
from models.member import Member
from models.organisation import Organisation
from models.store import open_store
from tests.conftest import OFFICE_2010
from ui.commands import main

YEAR = 2010


def run(data: Path, *words: object) -> tuple[int, str]:
    """Run a command on a data folder; returns its exit code and what it printed."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = main(["--data", str(data), *map(str, words)])
    return code, said.getvalue()


def workbooks(office: Path) -> dict[str, list[Path]]:
    """The office's workbooks by the kind of record that they are imported as."""
    return {
        "organisation": [office / "团组织一览表.xlsx"],
        "member": [office / "团员花名册.xlsx"],
        "activity": sorted((office / "活动上报").iterdir()),
    }


@pytest.fixture
def truth(office_2010: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((office_2010 / "truth.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, Any]]]:
    """All the office's workbooks imported once, for tests that only read: the folder, and what was said."""
    if not OFFICE_2010.is_dir():
        pytest.skip("the workbooks of office-2010 are not beside this project (../shared/data/office-2010)")
    data = tmp_path_factory.mktemp("office") / "data"
    said = {}
    for kind, files in workbooks(OFFICE_2010.resolve()).items():
        code, out = run(data, "import", kind, *files, "--year", YEAR, "--apply", "--skip-problems", "--json")
        said[kind] = json.loads(out)
        assert said[kind]["applied"] is True
        assert code == (0 if kind == "organisation" else 1)
    yield data, said


@pytest.fixture
def data(imported: tuple[Path, dict[str, Any]]) -> Path:
    return imported[0]


@pytest.fixture
def filled(imported: tuple[Path, dict[str, Any]]) -> dict[str, Any]:
    return imported[1]


def rows_of(said: dict[str, Any], status: str) -> dict[tuple[str, int], dict[str, Any]]:
    return {(Path(row["file"]).name, row["row"]): row for row in said["rows"] if row["status"] == status}


def test_every_organisation_comes_in(data: Path, filled: dict[str, Any], truth: dict[str, Any]) -> None:
    assert len(rows_of(filled["organisation"], "new")) == len(truth["organisations"])
    store = open_store(data)
    try:
        found = {o.name: o for o in Organisation.select()}
        assert set(found) == {o["name"] for o in truth["organisations"]}
        for wanted in truth["organisations"]:
            record = found[wanted["name"]]
            assert record.kind == wanted["kind"]
            assert (record.parent.name if record.parent_id else "") == wanted["parent"]
            assert wanted["founded"].startswith(record.founded)
            assert wanted["last_election"].startswith(record.last_election)
            assert record.youth_non_member == wanted["youth_non_member"]
            assert record.phone == wanted["phone"]
    finally:
        store.close()


def test_just_the_faulty_rows_of_the_roster_are_refused_each_at_its_cell(
    filled: dict[str, Any], truth: dict[str, Any]
) -> None:
    roster = [fault for fault in truth["faults"] if fault["file"] == "团员花名册.xlsx"]
    refused = {row: entry for (_, row), entry in rows_of(filled["member"], "problem").items()}
    expected = {fault["row"]: fault for fault in roster if fault["expect"] == "reject"}
    assert set(refused) == set(expected)
    for row, fault in expected.items():
        cells = {(problem["cell"], problem["field"]) for problem in refused[row]["problems"]}
        assert (f"{fault['column']}{row}", fault["field"]) in cells, fault
    taken = {row: entry for (_, row), entry in rows_of(filled["member"], "new").items()}
    for fault in roster:
        if fault["expect"] == "warn":
            cells = {(warned["cell"], warned["field"]) for warned in taken[fault["row"]]["warnings"]}
            assert (f"{fault['column']}{fault['row']}", fault["field"]) in cells, fault
        elif fault["expect"] == "accept":
            assert fault["row"] in taken


def test_the_columns_of_the_roster_are_understood(filled: dict[str, Any]) -> None:
    sheet = filled["member"]["files"][0]["sheets"][0]
    assert sheet["header_rows"] == [4, 5]
    assert sheet["columns"] | {"C": "name", "G": "id_number", "K": "joined", "P": "phone"} == sheet["columns"]
    assert "Q" in sheet["ignored"]
    total = sum(sheet[name] for name in ("new", "changed", "same", "problem", "blank"))
    assert sheet["read"] == total == 640


def test_every_good_member_is_stored_as_the_paper_means(
    data: Path, filled: dict[str, Any], truth: dict[str, Any]
) -> None:
    faults = {f["row"]: f for f in truth["faults"] if f["file"] == "团员花名册.xlsx"}
    plain = (
        "name", "sex", "ethnicity", "native_place", "politics", "education", "joined", "post", "job", "phone",
        "volunteer_since", "last_grade", "id_number",
    )  # fmt: skip
    store = open_store(data)
    try:
        found = {member.id_number: member for member in Member.select()}
        names = Organisation.titles()
        good = [m for m in truth["members"] if faults.get(m["_row"], {}).get("expect") != "reject"]
        assert len(found) == len(good)
        for wanted in good:
            record = found[wanted["id_number"]]
            faulty = faults.get(wanted["_row"], {}).get("field")
            for name in plain:
                if name != faulty:
                    assert (record.value(name) or "") == wanted[name], (wanted["_row"], name)
            if faulty != "born":
                assert wanted["born"].startswith(record.born)
            assert names[record.branch_id] == wanted["branch"]
    finally:
        store.close()


def test_the_returned_activities_come_in_but_for_the_faulty_ones(
    data: Path, filled: dict[str, Any], truth: dict[str, Any]
) -> None:
    faults = {f["row_title"]: f for f in truth["faults"] if "row_title" in f}
    refused = rows_of(filled["activity"], "problem")
    assert len(refused) == len(faults)
    for (file, _), entry in refused.items():
        fields = {problem["field"] for problem in entry["problems"]}
        assert any(f["file"] == file and f["field"] in fields for f in faults.values())
    store = open_store(data)
    try:
        names = Organisation.titles()
        found = {(names[a.branch_id], a.start, a.title): a for a in Activity.select()}
        good = [a for a in truth["activities"] if a["_returned"] and a["title"] not in faults]
        assert set(found) == {(a["branch"], a["start"], a["title"]) for a in good}
        for wanted in good:
            record = found[wanted["branch"], wanted["start"], wanted["title"]]
            for name in (
                "category",
                "kind",
                "place",
                "host",
                "expected",
                "present",
                "league_present",
                "youth_present",
                "content",
            ):
                assert record.value(name) == wanted[name], (wanted["title"], name)
            assert (record.person_hours or 0) == wanted["person_hours"]
    finally:
        store.close()


def test_the_same_files_again_change_nothing(data: Path, filled: dict[str, Any], office_2010: Path) -> None:
    for kind, files in workbooks(office_2010).items():
        _, out = run(data, "import", kind, *files, "--year", YEAR, "--json")
        again = json.loads(out)
        assert {row["status"] for row in again["rows"]} <= {"same", "problem"}
        assert len(again["rows"]) == len(filled[kind]["rows"])


def test_the_exported_roster_agrees_cell_by_cell(data: Path, truth: dict[str, Any], tmp_path: Path) -> None:
    target = tmp_path / "花名册.xlsx"
    assert run(data, "export", "member-roster", "--year", YEAR, "--out", target, "--full")[0] == 0
    sheet = openpyxl.load_workbook(target).worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    top = next(at for at, line in enumerate(lines) if "姓名" in line)
    header = [str(word or "").replace("\n", "") for word in lines[top]]
    fields = {
        "所在团组织": "branch", "姓名": "name", "性别": "sex", "民族": "ethnicity", "身份证号": "id_number",
        "籍贯": "native_place",
        "政治面貌": "politics", "文化程度": "education", "团内职务": "post", "手机号码": "phone",
    }  # fmt: skip
    place = {word: header.index(word) for word in (*fields, "出生年月", "入团时间")}
    by_id = {line[place["身份证号"]]: line for line in lines[top + 1 :] if line[place["身份证号"]]}
    faults = {f["row"]: f for f in truth["faults"] if f["file"] == "团员花名册.xlsx"}
    good = [m for m in truth["members"] if faults.get(m["_row"], {}).get("expect") != "reject"]
    assert len(by_id) == len(good)
    for wanted in good:
        line = by_id[wanted["id_number"]]
        faulty = faults.get(wanted["_row"], {}).get("field")
        for word, name in fields.items():
            if name != faulty:
                assert (line[place[word]] or "") == wanted[name], (wanted["_row"], word)
        if faulty != "born":
            assert line[place["出生年月"]] == wanted["born"][:7].replace("-", ".")
        if faulty != "joined":
            assert line[place["入团时间"]] == wanted["joined"].replace("-", ".")


def test_masked_unless_asked_for(data: Path, truth: dict[str, Any], tmp_path: Path) -> None:
    target = tmp_path / "花名册.xlsx"
    run(data, "export", "member-roster", "--year", YEAR, "--out", target)
    text = "\n".join(
        str(cell.value)
        for row in openpyxl.load_workbook(target).worksheets[0].iter_rows()
        for cell in row
        if cell.value
    )
    assert not any(member["id_number"] in text or member["phone"] in text for member in truth["members"])


def test_the_statistics_agree_with_a_recount(
    data: Path, filled: dict[str, Any], truth: dict[str, Any]
) -> None:
    faulty = {f["row_title"] for f in truth["faults"] if "row_title" in f}
    count: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0, 0, 0])
    for activity in truth["activities"]:
        if not activity["_returned"] or activity["title"] in faulty:
            continue
        groups = [
            "all",
            activity["category"],
            activity["kind"],
            *(["volunteer"] if activity["person_hours"] else []),
        ]
        for group in groups:
            numbers = count[activity["branch"], group]
            numbers[0] += 1
            numbers[1] += activity["present"]
            numbers[2] += activity["person_hours"]
    store = open_store(data)
    try:
        ids = {name: id_ for id_, name in Organisation.titles().items()}
        for branch, wanted in truth["statistics"].items():
            for group in [name for name, value in wanted.items() if isinstance(value, list)]:
                for place, measure in enumerate(("count", "attendance", "hours")):
                    value = figure(f"activities.{group}.{measure}").value(Period.year(YEAR), [ids[branch]])
                    assert value == pytest.approx(count[branch, group][place]), (branch, group, measure)
    finally:
        store.close()


def test_the_statistics_sheet_has_every_branch_and_totals_that_add_up(
    data: Path, truth: dict[str, Any], tmp_path: Path
) -> None:
    target = tmp_path / "统计表.xlsx"
    assert run(data, "export", "activity-statistics", "--year", YEAR, "--out", target)[0] == 0
    formulas = openpyxl.load_workbook(target).worksheets[0]
    shown = openpyxl.load_workbook(target, data_only=True).worksheets[0]
    names = {str(row[1].value): row[0].row for row in shown.iter_rows(max_col=2) if row[1].value}
    assert set(truth["statistics"]) <= set(names)
    total = next(
        row[0].row for row in shown.iter_rows() if any(str(c.value).startswith("合计") for c in row[:2])
    )
    sums = 0
    for cell in formulas[total]:
        if isinstance(cell.value, str) and cell.value.startswith("=SUM("):
            rows = [names[branch] for branch in truth["statistics"]]
            parts = [shown.cell(row, cell.column).value or 0 for row in rows]
            assert shown.cell(total, cell.column).value == pytest.approx(sum(parts))
            sums += 1
    assert sums >= 12


def test_the_assessment_forms_of_all_branches_print_to_one_pdf(
    data: Path, truth: dict[str, Any], tmp_path: Path
) -> None:
    target = tmp_path / "评分表.pdf"
    assert run(data, "print", "assessment-form", "--year", YEAR, "--out", target)[0] == 0
    document = pypdfium2.PdfDocument(target)
    try:
        text = "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")
    finally:
        document.close()
    for branch in truth["statistics"]:
        assert branch in text


@pytest.mark.parametrize(
    "name", ["officer-roster", "organisation-list", "activity-list", "assessment-summary"]
)
def test_the_other_exports_open(data: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / f"{name}.xlsx"
    assert run(data, "export", name, "--year", YEAR, "--out", target)[0] == 0
    assert openpyxl.load_workbook(target).worksheets[0].max_row > 3
