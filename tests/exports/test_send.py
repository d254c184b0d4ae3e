"""Blank workbooks for the branches: what they look like, and that they come back without any question."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from exports.blank_sheet import Blank, BlankColumn, blank_workbook
from exports.collect import collect, recognise_return, take_in
from exports.send import BLANK_ROWS, send
from models.activity import Activity
from models.assessment import Assessment, Score, begin
from models.changes import change
from models.dictionary import DictionaryEntry
from models.errors import AppError
from models.journal import last_undoable, undo
from models.member import Member
from models.organisation import Organisation
from models.reporting import Request, missing, origins_of
from models.scheme import VETO, indicators, scheme_for
from models.starter import plant_dictionaries, plant_scheme
from models.store import Store
from tests.models.people import branch, committee, id_of, member


@pytest.fixture
def office(store: Store) -> list[Organisation]:
    plant_dictionaries()
    top = committee()
    return [branch(name, top, founded="2000-01") for name in ("甲团支部", "乙团支部", "丙团支部")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "下发"
    made.mkdir()
    return made


def columns_of(sheet) -> dict[str, int]:
    """Header text → column (from 1), and the header's row under the empty word."""
    for row in sheet.iter_rows():
        words = {cell.value: cell.column for cell in row if cell.value}
        if len(words) > 4:
            return words | {"": row[0].row}
    raise AssertionError("no header")


def type_in(path: Path, lines: list[dict[str, object]]) -> None:
    """Fill a blank the way a branch does: below the header, at the first row that has nothing in these columns."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = columns_of(sheet)
    at = columns[""] + 1
    while any(sheet.cell(at, columns[name]).value is not None for name in lines[0]):
        at += 1
    for number, line in enumerate(lines):
        for name, value in line.items():
            sheet.cell(at + number, columns[name]).value = value
            if isinstance(value, str):
                sheet.cell(at + number, columns[name]).data_type = "s"
    book.save(path)


def test_each_branch_gets_its_blank_and_the_request_is_kept(office, folder: Path) -> None:
    sent = send(Activity, 2010, folder, due="2099-12-25")
    assert sorted(path.name for path in folder.iterdir()) == [
        "丙团支部.xlsx",
        "乙团支部.xlsx",
        "甲团支部.xlsx",
    ]
    (request,) = Request.select()
    assert (request.year, request.kind, request.due) == (2010, "活动上报表", "2099-12-25")
    assert request.asked and sent.request.id == request.id
    assert len(missing(request)) == 3


def test_the_frame_is_locked_and_the_cells_to_fill_are_open(office, folder: Path) -> None:
    send(Activity, 2010, folder)
    sheet = openpyxl.load_workbook(folder / "甲团支部.xlsx").worksheets[0]
    assert sheet["A1"].value == "2010年创先争优活动情况上报表"
    assert sheet["A2"].value == "填报单位（盖章）：甲团支部"
    columns = columns_of(sheet)
    head = columns.pop("")
    assert [sheet.cell(head, at).value for at in range(1, 13)] == [
        "序号", "活动类别", "活动项目", "活动名称", "活动时间", "地点", "主持人", "应到人数", "实到人数",
        "其中团员数", "人均服务时长（小时）", "活动内容",
    ]  # fmt: skip
    assert sheet.protection.sheet and not sheet.protection.password
    assert sheet.protection.insertRows is False  # not forbidden
    last = head + BLANK_ROWS
    assert sheet.cell(last, 1).value == BLANK_ROWS and sheet.cell(last + 1, 1).value == "合计"
    for at in range(2, 13):
        assert sheet.cell(head, at).protection.locked
        assert not sheet.cell(head + 1, at).protection.locked and not sheet.cell(last, at).protection.locked
    assert sheet.cell(head + 1, 1).protection.locked and sheet["A1"].protection.locked


def test_drop_downs_are_the_dictionaries_and_rules_speak_chinese(office, folder: Path) -> None:
    with change("新词"):
        DictionaryEntry(dictionary="activity_category", word="比创新", position=9).save()
    send(Activity, 2010, folder)
    book = openpyxl.load_workbook(folder / "甲团支部.xlsx")
    sheet = book.worksheets[0]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["B4:B33"].formula1 == '"比贡献,比作为,比成效,比创新"'
    assert rules["E4:E33"].type == "date" and "2010-05-04" in rules["E4:E33"].error
    assert rules["H4:H33"].type == "whole" and "数字" in rules["H4:H33"].error
    kinds = rules["C4:C33"].formula1
    held = openpyxl.load_workbook(folder / "甲团支部.xlsx")
    if kinds.startswith("'"):  # a long list stands on the hidden sheet
        assert held["选项"].sheet_state == "hidden"
        first = held["选项"][kinds.split("!")[1].split(":")[0].replace("$", "")].value
        assert first == Activity.field("kind").words.words[0]
    else:
        assert kinds.strip('"').split(",") == list(Activity.field("kind").words.words)


def test_a_long_list_goes_to_the_hidden_sheet(office, tmp_path: Path) -> None:
    with change("新词"):
        for number in range(60):
            DictionaryEntry(dictionary="activity_kind", word=f"新项目第{number}号", position=90).save()
    path = tmp_path / "甲.xlsx"
    columns = [BlankColumn(Activity.field(name)) for name in ("kind", "category", "title")]
    path.write_bytes(blank_workbook(Blank("表", "甲团支部", columns, spare=3)))
    book = openpyxl.load_workbook(path)
    rule = next(r for r in book.worksheets[0].data_validations.dataValidation if str(r.sqref) == "B4:B6")
    words = Activity.field("kind").words.words
    assert rule.formula1 == f"'选项'!$A$2:$A${len(words) + 1}"
    assert [cell.value for cell in book["选项"]["A"]][1:] == list(words)


def test_filled_in_it_comes_back_as_it_was_typed(office, folder: Path) -> None:
    send(Activity, 2010, folder, due="2099-12-25")
    line = {
        "活动类别": "比贡献", "活动项目": "水上保洁", "活动名称": "清理中心河", "活动时间": date(2010, 5, 4),
        "地点": "中心河", "主持人": "张三", "应到人数": 12, "实到人数": 10, "其中团员数": 8,
        "人均服务时长（小时）": 1.5, "活动内容": "=清理河道漂浮物",
    }  # fmt: skip
    type_in(folder / "甲团支部.xlsx", [line])
    found = collect(Activity, [folder / "甲团支部.xlsx"], 2010)
    balance = take_in(found)
    assert (balance.new, balance.problem, balance.warned) == (1, 0, 0)
    saved = Activity.get()
    assert saved.branch_id == office[0].id and saved.start == "2010-05-04" and saved.hours_each == 1.5
    assert (saved.expected, saved.present, saved.league_present) == (12, 10, 8)
    assert saved.content == "=清理河道漂浮物"
    assert [each.name for each in missing(Request.get())] == ["乙团支部", "丙团支部"]


def test_blanks_that_nobody_filled_bring_nothing(office, folder: Path) -> None:
    member("张三", office[0], id_number=id_of("1990-05-04"))
    for kind in (Activity, Member):
        own = folder / kind.kind_name()
        own.mkdir()
        send(kind, 2010, own)
        balance = collect(kind, [own], 2010).plan.balance()
        assert (balance.new, balance.changed, balance.problem, balance.warned) == (0, 0, 0, 0)


WORDS = some.text("甲乙丙丁河道清理志愿服务一二三·（）+-=@，。a1", min_size=1, max_size=20).filter(
    lambda text: text.strip() and not text.strip().isdigit()
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    some.lists(
        some.tuples(
            WORDS,
            some.dates(date(2010, 1, 1), date(2010, 12, 31)),
            some.integers(0, 500) | some.none(),
            some.sampled_from(["比贡献", "比作为", "比成效"]),
        ),
        min_size=1,
        max_size=8,
        unique_by=lambda each: each[0].strip(),
    )
)
def test_whatever_is_typed_comes_back(store: Store, tmp_path_factory, lines) -> None:
    if not Organisation.select().exists():
        plant_dictionaries()
        branch("甲团支部", founded="2000-01")
    folder = tmp_path_factory.mktemp("sent")
    send(Activity, 2010, folder)
    typed = [
        {"活动名称": f"活动{title}", "活动时间": day, "实到人数": present, "活动类别": category}
        for title, day, present, category in lines
    ]
    type_in(folder / "甲团支部.xlsx", typed)
    found = collect(Activity, [folder], 2010)
    assert [row.problems for row in found.plan.rows()] == [()] * len(lines)
    came = [
        (row.values["start"], row.values["present"], row.values["category"], row.values["title"])
        for row in found.plan.rows()
    ]
    title = Activity.field("title")
    assert came == [
        (day.isoformat(), present, category, title.read(f"活动{words}").value)
        for words, day, present, category in lines
    ]


def test_the_roster_check_knows_its_members_and_takes_corrections(office, folder: Path) -> None:
    home = office[0]
    number = id_of("1990-05-04")
    member("张三", home, id_number=number, phone="13800010001", politics="共青团员", joined="2005-05")
    member("李四", home, born="1988-11")
    member("走了", home, id_number=id_of("1985-01-01"), state="已转出", left_on="2010-03-01")
    send(Member, 2010, folder)
    path = folder / "甲团支部.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = columns_of(sheet)
    row = columns[""] + 1
    names = [sheet.cell(at, columns["姓名"]).value for at in range(row, row + 3)]
    assert names == ["李四", "张三", None]
    cell = sheet.cell(row + 1, columns["身份证号"])
    assert (cell.value, cell.number_format, cell.data_type) == (number, "@", "s")
    assert sheet.cell(row, columns["入团时间"]).number_format == "@"
    sheet.cell(row + 1, columns["手机号码"]).value = "13900010009"
    sheet.cell(row, columns["团员状态"]).value = "已转出"
    sheet.cell(row, columns["离开日期"]).value = date(2010, 9, 1)
    sheet.cell(row + 2, columns["姓名"]).value = "王五"
    sheet.cell(row + 2, columns["身份证号"]).value = id_of("1992-07-08")
    sheet.cell(row + 2, columns["政治面貌"]).value = "共青团员"
    book.save(path)
    balance = take_in(collect(Member, [path], 2010))
    assert (balance.new, balance.changed, balance.problem) == (1, 2, 0)
    assert Member.get(Member.name == "张三").phone == "13900010009"
    assert Member.get(Member.name == "李四").state == "已转出"
    assert Member.get(Member.name == "王五").sex == "男"


NAMES = some.text("张王李赵欧阳·单仇娜一", min_size=2, max_size=6).filter(
    lambda name: "·" not in (name[0], name[-1])
)
MONTHS = some.dates(date(1983, 1, 1), date(1995, 12, 31)).map(lambda day: day.isoformat()[:7])


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    some.lists(
        some.fixed_dictionaries(
            {"name": NAMES, "born": MONTHS},
            optional={
                "joined": MONTHS.map(lambda month: f"{int(month[:4]) + 20}{month[4:]}"),
                "phone": some.from_regex(r"1[358][0-9]{9}", fullmatch=True),
                "politics": some.sampled_from(["共青团员", "中共党员"]),
                "job": WORDS,
                "remark": WORDS,
                "volunteer": some.booleans(),
                "volunteer_since": MONTHS.map(lambda month: f"2009{month[4:]}"),
            },
        ),
        max_size=6,
        unique_by=lambda each: each["name"],
    )
)
def test_a_roster_that_nobody_touched_changes_nothing(store: Store, tmp_path_factory, people) -> None:
    if not Organisation.select().exists():
        plant_dictionaries()
        branch("甲团支部", founded="2000-01")
    with change("换人"):
        for each in Member.select():
            each.delete_instance()
        for facts in people:
            Member(branch=Organisation.get().id, **facts).save()
    folder = tmp_path_factory.mktemp("roster")
    send(Member, 2010, folder)
    rows = list(collect(Member, [folder], 2010).plan.rows())
    assert [(row.status, row.changes, row.warnings) for row in rows] == [("same", (), ())] * len(people)


@pytest.fixture
def scheme(office):
    plant_scheme(2010)
    return scheme_for(2010)


def test_the_self_assessment_comes_back_as_scores(office, scheme, folder: Path) -> None:
    send(Score, 2010, folder)
    path = folder / "甲团支部.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = columns_of(sheet)
    asked = [each for each in indicators(scheme) if each.block != VETO]
    first = columns[""] + 1
    assert [sheet.cell(first + n, columns["考核内容"]).value for n in range(len(asked))] == [
        each.content for each in asked
    ]
    for name, locked in (("分值", True), ("评分标准", True), ("考核内容", True), ("自评得分", False)):
        assert sheet.cell(first, columns[name]).protection.locked is locked
    sheet.cell(first, columns["自评得分"]).value = asked[0].points
    sheet.cell(first + 1, columns["自评得分"]).value = "1.5分"
    sheet.cell(first + 1, columns["评分材料"]).value = "会议记录3份"
    book.save(path)
    found = collect(Score, [folder], 2010)
    assert [each.name for each in found.missing] == []  # an empty form is a return all the same
    balance = found.plan.balance()
    assert (balance.new, balance.problem) == (2, 0), [row.problems for row in found.plan.rows()]
    take_in(found)
    held = Assessment.get(Assessment.organisation == office[0].id)
    assert held.state == "已自评" and held.self_total == asked[0].points + 1.5
    score = Score.get(Score.assessment == held.id, Score.indicator == asked[1].id)
    assert (score.self_score, score.evidence) == (1.5, "会议记录3份")
    assert origins_of(score)["self_score"].cell.startswith(
        openpyxl.utils.get_column_letter(columns["自评得分"])
    )
    again = collect(Score, [folder], 2010).plan.balance()
    assert (again.same, again.new, again.changed) == (2, 0, 0)
    undo(last_undoable().id)
    assert Score.select().count() == Assessment.select().count() == 0


def test_too_many_points_and_strange_lines_are_refused_at_their_cells(office, scheme, folder: Path) -> None:
    send(Score, 2010, folder)
    path = folder / "甲团支部.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = columns_of(sheet)
    first = columns[""] + 1
    sheet.cell(first, columns["自评得分"]).value = 999
    sheet.cell(first + 1, columns["考核内容"]).value = "自己加的一条"
    sheet.cell(first + 1, columns["自评得分"]).value = 3
    book.save(path)
    found = collect(Score, [path], 2010)
    rows = list(found.plan.rows())
    letter = openpyxl.utils.get_column_letter(columns["自评得分"])
    assert (
        rows[0].cell(rows[0].problems[0]) == f"{letter}{first}"
        and "超过了分值" in rows[0].problems[0].message
    )
    assert "没有这一条" in rows[1].problems[0].message
    with pytest.raises(AppError):
        take_in(found)
    assert Score.select().count() == Assessment.select().count() == 0


def test_what_comes_back_after_the_signature_is_refused_line_by_line(office, scheme, folder: Path) -> None:
    send(Score, 2010, folder)
    path = folder / "甲团支部.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = columns_of(sheet)
    sheet.cell(columns[""] + 1, columns["自评得分"]).value = 1
    book.save(path)
    held = begin(office[0], 2010)
    with change("签字"):
        held.state, held.signed_on = "已签字", "2010-12-31"
        held.save()
    (row,) = collect(Score, [path], 2010).plan.rows()
    assert [problem.message for problem in row.problems] == ["年度考核已经签字，不能再改"]


def test_a_year_without_a_scheme_is_refused_in_words(office, folder: Path) -> None:
    with pytest.raises(AppError, match="还没有考核方案"):
        send(Score, 2011, folder)
    assert list(folder.iterdir()) == [] and Request.select().count() == 0


def test_a_returned_file_is_never_written_over(office, folder: Path) -> None:
    (folder / "乙团支部.xlsx").write_bytes(b"returned")
    with pytest.raises(AppError, match="乙团支部"):
        send(Activity, 2010, folder)
    assert [path.name for path in folder.iterdir()] == ["乙团支部.xlsx"]
    assert (folder / "乙团支部.xlsx").read_bytes() == b"returned"


def test_stopped_half_way_nothing_stays(office, folder: Path) -> None:
    class Stop(Exception):
        pass

    def tick(done: int, total: int, text: str | None) -> None:
        if done == 2:
            raise Stop

    with pytest.raises(Stop):
        send(Activity, 2010, folder, tick=tick)
    assert list(folder.iterdir()) == [] and Request.select().count() == 0


def test_names_that_no_file_may_have(store: Store, folder: Path) -> None:
    plant_dictionaries()
    branch("甲/乙团支部", founded="2000-01")
    send(Activity, 2010, folder)
    (path,) = folder.iterdir()
    assert path.name == "甲_乙团支部.xlsx"
    type_in(path, [{"活动名称": "清理", "活动时间": date(2010, 5, 4), "活动类别": "比贡献"}])
    found = collect(Activity, [path], 2010)
    assert [row.status for row in found.plan.rows()] == ["new"]


def test_asking_once_more_keeps_one_request(office, folder: Path, tmp_path: Path) -> None:
    send(Activity, 2010, folder, due="2099-12-20")
    second = tmp_path / "再发"
    second.mkdir()
    send(Activity, 2010, second, due="2099-12-31")
    assert [each.due for each in Request.select()] == ["2099-12-31"]


def test_the_kind_is_known_by_the_content(office, scheme, tmp_path: Path) -> None:
    for kind in (Activity, Member, Score):
        own = tmp_path / f"任意{kind.kind_name()}"
        own.mkdir()
        send(kind, 2010, own)
        assert recognise_return([own]) is kind
    (tmp_path / "空").mkdir()
    assert recognise_return([tmp_path / "空"]) is None
