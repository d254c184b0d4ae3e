"""A filled workbook looked at before it is saved: its records, what is found in it, and what became of it later."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from exports.fill_book import choose, plan_workbook
from exports.fill_compare import GONE_ROW, NEW_ROW, OTHER, compare
from exports.fill_draft import Draft, Wish, cells_of, fill_wish, make_draft
from exports.fill_findings import ERROR, NOTE, WARNING, Placed, check_draft
from exports.fill_sent import SentFile, can_compare, compare_sent, register
from exports.old_format import can_convert
from models.activity import Activity
from models.attachment import attachments_of
from models.award import Nomination
from models.changes import change
from models.errors import AppError
from models.journal import last_undoable
from models.member import Member
from models.organisation import Organisation
from models.reporting import Sent
from models.starter import plant_dictionaries
from models.store import Store
from tests.exports.workbooks import statistics_template
from tests.models.people import branch, committee, id_of, member

YEAR = 2010
HEADS = ("序号", "团组织名称", "团员数", "志愿服务时长", "某某数")


@pytest.fixture
def office(store: Store) -> Store:
    """Three branches, four members, activities this year and last."""
    plant_dictionaries()
    top = committee()
    homes = [branch(f"{name}团支部", top) for name in "甲乙丙"]
    for at, name in enumerate(("张明", "李娜", "王五", "赵六")):
        born = f"198{at}-03-05"
        member(
            name,
            homes[at % 3],
            sex="男",
            born=born,
            id_number=id_of(born) if at else None,
            remark="说明" * 30 if at == 1 else None,
        )
    with change("新增活动"):
        for year, hours in ((YEAR, 20), (YEAR - 1, 10)):
            for home in homes[:2]:
                Activity(
                    branch=home.id,
                    category="比贡献",
                    title=f"清洁{year}{home.id}",
                    start=f"{year}-03-01",
                    present=5,
                    hours_each=hours / 5,
                ).save()
    return store


def roster_sheet(path: Path) -> Path:
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("名册")
    sheet.write_row(0, 0, ("姓名", "身份证号", "性别", "备注（限20字以内）"))
    made.close()
    return path


def form_sheet(path: Path) -> Path:
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("申报表")
    line = made.add_format({"border": 1})
    sheet.merge_range(0, 0, 0, 3, "五四红旗团支部申报表", line)
    for row, (left, right) in enumerate((("团组织名称", "成立时间"), ("团员数", "志愿服务时长")), 1):
        for column, text in ((0, left), (1, None), (2, right), (3, None)):
            sheet.write(row, column, text, line)
    sheet.write(3, 0, "主要事迹", line)
    sheet.merge_range(3, 1, 3, 3, None, line)
    made.close()
    return path


def drafted(path: Path, wish: Wish | None = None) -> Draft:
    folder = path.parent / f"{path.stem} 试填"
    folder.mkdir(exist_ok=True)
    return make_draft(plan_workbook(path), wish or Wish(YEAR), folder)


def of(findings: list[Placed], severity: str) -> list[str]:
    return [f"{each.where} {each.message}" for each in findings if each.severity == severity]


def test_a_cell_of_the_filled_sheet_opens_the_records_behind_it(office: Store, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    statistics_template(path, 2, columns=5, heads=HEADS)
    (sheet,) = drafted(path).sheets
    assert [record.name for record in sheet.records] == ["甲团支部", "乙团支部", "丙团支部"]
    assert sheet.totals == 6  # one row was put in
    assert sheet.cells.values[3, 3] == 2
    kind, ids = sheet.behind(3, 3) or (None, [])
    assert kind is Member
    assert [Member.get_by_id(id_).name for id_ in ids] == ["张明", "赵六"]
    kind, ids = sheet.behind(6, 3) or (None, [])
    assert len(ids) == sheet.cells.values[6, 3] == 4
    kind, ids = sheet.behind(4, 2) or (None, [])
    assert (kind, ids) == (Organisation, [sheet.records[1].id])
    assert sheet.behind(1, 1) is None and sheet.behind(7, 1) is None and sheet.record_at(7) is None


def test_findings_stand_at_their_cells(office: Store, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    statistics_template(path, 2, columns=5, heads=HEADS)
    findings = check_draft(drafted(path))
    assert of(findings, ERROR) == []
    changed = [each for each in findings if each.to_explain]
    assert [(each.where, each.record and each.record.name) for each in changed] == [
        ("D3", "甲团支部"),
        ("D4", "乙团支部"),
    ]
    assert of(findings, NOTE) == ["E列 “某某数”没有认出，留空了"]


def test_a_total_that_leaves_a_row_out_is_an_error(office: Store, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("表")
    line = made.add_format({"border": 1})
    sheet.write_row(0, 0, ("团组织名称", "团员数", "志愿者数"), line)
    for row in range(1, 4):
        sheet.write_row(row, 0, (None, None, None), line)
    sheet.write(4, 0, "合计", line)
    sheet.write_formula(4, 1, "=SUM(B2:B3)", line)
    sheet.write(4, 2, None, line)
    made.close()
    assert of(check_draft(drafted(path)), ERROR) == ["B5 团员数的合计是3，各行加起来是4"]


def test_a_roster_says_what_is_covered_cut_and_blank(office: Store, tmp_path: Path) -> None:
    path = roster_sheet(tmp_path / "名册.xlsx")
    findings = check_draft(drafted(path))
    (cut,) = (each for each in findings if "上限20字" in each.message)
    assert cut.record is not None
    assert (cut.where, cut.record.name, cut.severity) == ("D4", "李娜", WARNING)
    assert "B列 身份证号遮盖了中间几位；要报送的表，请选“身份证号和电话填写完整”" in of(findings, WARNING)
    assert of(findings, ERROR) == ["B2 张明：身份证号空着"]
    whole = check_draft(drafted(path, Wish(YEAR, full=True)))
    assert not any("遮盖" in each.message for each in whole)
    plan = plan_workbook(path)
    choose(plan.sheets[0], plan.sheets[0].columns[1], None)  # left blank by choice: nothing to say
    folder = tmp_path / "再填"
    folder.mkdir()
    assert not any("身份证" in each.message for each in check_draft(make_draft(plan, Wish(YEAR), folder)))


def test_a_form_is_filled_for_one_organisation_and_says_what_is_missing(
    office: Store, tmp_path: Path
) -> None:
    path = form_sheet(tmp_path / "申报表.xlsx")
    home = Organisation.get(Organisation.name == "甲团支部")
    draft = drafted(path, Wish(YEAR, home))
    (sheet,) = draft.sheets
    assert sheet.cells.values[2, 2] == "甲团支部"
    kind, ids = sheet.behind(3, 2) or (None, [])
    assert (kind, len(ids)) == (Member, 2)
    assert "B4 主要事迹没有可填的内容" in of(check_draft(draft), NOTE)
    assert sheet.behind(4, 2) in (None, (Nomination, []))  # no nomination is stored that could be opened


def test_rows_are_compared_by_what_they_are_about(office: Store, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    statistics_template(path, 2, columns=5, heads=HEADS)
    before = drafted(path)
    assert compare(before.path, before.path) == []
    kept = before.path.rename(tmp_path / "报送.xlsx")
    with change("改动"):
        top = Organisation.get(Organisation.kind == "团委")
        second = Organisation.get(Organisation.name == "乙团支部")
        Organisation(name="丁团支部", kind="团支部", parent=top.id).save()
        gone = Member.get(Member.name == "李娜")
        gone.branch = top.id
        gone.save()
    found = compare(kept, drafted(path).path)
    assert [(each.kind, each.where, each.before, each.after) for each in found] == [
        (OTHER, "C4", "1", "0"),
        (NEW_ROW, "第6行", "", "4　丁团支部　0　0"),
        (OTHER, "C6", "4", "3"),
    ]
    assert found[0].heading == second.name
    assert [each.kind for each in compare(drafted(path).path, kept)] == [OTHER, GONE_ROW, OTHER]


def test_what_was_sent_is_kept_and_compared_with_today(office: Store, tmp_path: Path) -> None:
    path = tmp_path / "统计表.xlsx"
    statistics_template(path, 2, columns=5, heads=HEADS)
    draft = drafted(path)
    target = draft.path.rename(tmp_path / "统计表（已填）.xlsx")
    values = {"name": "统计表", "sent_on": "2010-12-20", "recipient": "团区委", "year": YEAR}
    sent = register([SentFile(target, draft.wish)], path, values, office.attachments)
    assert last_undoable().name == "登记上报"
    assert [each.name for each in attachments_of(sent)] == ["统计表（已填）.xlsx", "空表 统计表.xlsx"]
    assert office.attachments.read(str(sent.digest)) == target.read_bytes()
    target.unlink()
    path.unlink()
    assert can_compare(sent) and compare_sent(sent, office.attachments) == [("统计表（已填）.xlsx", [])]
    with change("改动"):
        gone = Member.get(Member.name == "李娜")
        gone.left_on = "2010-06-01"
        gone.save()
    ((_, found),) = compare_sent(Sent.get_by_id(sent.id), office.attachments)
    assert [each.where for each in found] == ["C4", "C6"]


def test_a_form_that_was_sent_is_filled_again_for_the_same_one(office: Store, tmp_path: Path) -> None:
    path = form_sheet(tmp_path / "申报表.xlsx")
    home = Organisation.get(Organisation.name == "甲团支部")
    with change("推荐"):
        nomination = Nomination(year=YEAR, organisation=home.id, kind="五四红旗团支部", deeds="很好")
        nomination.save()
    wish = Wish(YEAR, home, nomination)
    draft = drafted(path, wish)
    values = {"name": "申报表", "sent_on": "2010-12-20", "year": YEAR}
    sent = register([SentFile(draft.path, replace(wish))], path, values, office.attachments)
    assert compare_sent(sent, office.attachments) == [("draft.xlsx", [])]
    with change("删除"):
        nomination.delete_instance()
    with pytest.raises(AppError, match="已经删除"):
        compare_sent(sent, office.attachments)


def test_a_record_without_a_filling_cannot_be_compared(office: Store) -> None:
    with change("登记"):
        sent = Sent(name="表", sent_on="2010-12-20", year=YEAR, digest="0" * 64)
        sent.save()
    assert not can_compare(sent)
    with pytest.raises(AppError, match="不是在本程序里填的"):
        compare_sent(sent, office.attachments)


def test_a_part_of_the_year_counts_only_what_lies_in_it(office: Store, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    statistics_template(path, 3, columns=5, heads=HEADS)
    first, second = (drafted(path, Wish(YEAR, part=part)).sheets[0] for part in ("half:1", "half:2"))
    assert (first.cells.values[3, 4], second.cells.values[3, 4]) == (20, 0)
    kind, ids = first.behind(3, 4) or (None, [])
    assert (kind, len(ids)) == (Activity, 1)
    assert second.behind(3, 4) == (Activity, [])
    # against the same half of the year before
    assert any(each.to_explain for each in check_draft(drafted(path, Wish(YEAR, part="half:1"))))
    assert not any(each.to_explain for each in check_draft(drafted(path, Wish(YEAR, part="half:2"))))


def test_a_form_is_checked_as_a_list_is(office: Store, tmp_path: Path) -> None:
    path = form_sheet(tmp_path / "申报表.xlsx")
    home = Organisation.get(Organisation.name == "甲团支部")
    (changed,) = (each for each in check_draft(drafted(path, Wish(YEAR, home))) if each.to_explain)
    assert (changed.where, changed.record) == ("D3", None)  # a nomination that is not stored opens nothing
    assert "志愿服务时长20，上年10" in changed.message


def test_of_many_findings_alike_the_first_are_told(office: Store, tmp_path: Path) -> None:
    home = Organisation.get(Organisation.name == "甲团支部")
    for at in range(40):
        member(f"无号{at}", home, sex="男")
    found = check_draft(drafted(roster_sheet(tmp_path / "名册.xlsx"), Wish(YEAR, full=True)))
    column = [each for each in found if each.column == 2]
    assert [each.message for each in column][29:] == ["无号28：身份证号空着", "这一列另有11处要看"]
    assert all(each.record is not None for each in column[:30]) and column[-1].where == "B列"


def comparison(path: Path) -> Path:
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("对比")
    line = made.add_format({"border": 1})
    sheet.write_row(0, 0, ("项目", "上年数", "本年数"), line)
    for row, word in enumerate(("志愿服务时长", "活动次数", "搞活动的回数"), 1):
        sheet.write(row, 0, word, line)
        sheet.write_blank(row, 1, None, line)
        sheet.write_blank(row, 2, None, line)
    made.close()
    return path


def test_a_choice_holds_for_the_period_that_the_header_names_and_is_learnt(
    office: Store, tmp_path: Path
) -> None:
    path = comparison(tmp_path / "对比.xlsx")
    plan = plan_workbook(path)
    assert len(plan.doubtful) == 2
    for sheet_plan, place in plan.doubtful:
        choose(sheet_plan, place, "activities.比贡献.count")
    assert plan_workbook(path).doubtful == []
    (sheet,) = drafted(path).sheets
    assert [sheet.cells.values[4, column] for column in (2, 3)] == [2, 2]
    (before, now) = (sheet.behind(4, column) or (None, []) for column in (2, 3))
    assert {str(Activity.get_by_id(id_).start)[:4] for id_ in before[1]} == {str(YEAR - 1)}
    assert {str(Activity.get_by_id(id_).start)[:4] for id_ in now[1]} == {str(YEAR)}


def test_a_choice_for_a_part_of_the_column_before_is_learnt(office: Store, tmp_path: Path) -> None:
    path = list_of(tmp_path / "表.xlsx", ("团组织名称", "团员数", "其中：骨干"))
    plan = plan_workbook(path)
    choose(plan.sheets[0], plan.sheets[0].columns[2], "officers.total")
    assert [each.match.source for each in plan_workbook(path).sheets[0].columns][2] == "officers.total"


def list_of(path: Path, heads: tuple[str, ...]) -> Path:
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("表")
    sheet.write_row(0, 0, heads, made.add_format({"border": 1}))
    made.close()
    return path


def old_book(path: Path) -> Path:
    """An .xls whose rows must move while another sheet calculates."""
    made = xlwt.Workbook()
    sheet, other = made.add_sheet("表"), made.add_sheet("汇总")
    line = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin")
    for column, head in enumerate(("团组织名称", "团员数")):
        sheet.write(0, column, head, line)
        sheet.write(1, column, None, line)
    sheet.write(2, 0, "填表人：")
    other.write(0, 0, xlwt.Formula("1+1"))
    made.save(str(path))
    return path


@pytest.mark.skipif(not can_convert(), reason="no office program here that converts .xls")
def test_an_old_book_that_cannot_be_filled_in_place_is_drafted_as_xlsx(office: Store, tmp_path: Path) -> None:
    draft = drafted(old_book(tmp_path / "表.xls"))
    assert not draft.keeps_format and draft.path.suffix == ".xlsx"
    (sheet,) = draft.sheets
    assert [sheet.cells.values[row, 2] for row in (2, 3, 4)] == [2, 1, 1]
    target = tmp_path / "果.xls"
    fill_wish(draft.plan, draft.wish, target, convert=True)
    assert cells_of(target, ["表"])["表"].values[2, 2] == 2
