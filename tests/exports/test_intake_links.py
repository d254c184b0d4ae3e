"""Importing records of members: the two sheets of domain §5, homonyms, numbers that decide, and the year."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from exports.intake import apply, read_plan
from exports.intake_kinds import recognise
from exports.intake_plan import CHANGED, NEW, PROBLEM, SAME, Plan
from models.appraisal import MemberAppraisal
from models.member import Member
from models.organisation import Organisation
from models.store import Store
from tests.exports.sheets import book
from tests.models.people import branch, committee, id_of, member

APPRAISED = (
    *("警号", "姓名", "身份证号", "性别", "出生年月", "籍贯", "所属团组织", "入团时间", "职务"),
    *("评议时间", "自评等级", "个人自评内容", "团支部意见"),
)
REGISTERED = ("警号", "所在团组织", "姓名", "性别", "身份证号", "出生日期", "注册时间", "团内职务", "备注")
FIRST, SECOND, THIRD = id_of("1990-05-04", 11), id_of("1991-06-07", 13), id_of("1988-03-12", 15)


@pytest.fixture
def homes(store: Store) -> list[Organisation]:
    """Two branches; 张伟 is in both, 李娜 once."""
    top = committee()
    found = [branch("供水所团支部", top), branch("排水所团支部", top)]
    member("张伟", found[0], id_number=FIRST, joined="2006-05")
    member("张伟", found[1], id_number=SECOND, joined="2006-05")
    member("李娜", found[1], id_number=THIRD, joined="2006-05")
    return found


def appraised(name: str, **other: Any) -> list[Any]:
    return [other.get(head) if head != "姓名" else name for head in APPRAISED]


def plan_of(path: Path, **options: Any) -> Plan:
    return read_plan(MemberAppraisal, [path], **options)


def said(plan: Plan) -> list[str]:
    return [issue.message for row in plan.rows() for issue in row.problems]


def test_the_sheet_of_appraisals_comes_in_and_a_second_time_changes_nothing(
    homes: list[Organisation], tmp_path: Path
) -> None:
    rows = [
        ["2010年度团员教育评议表", *[None] * 12],
        list(APPRAISED),
        appraised(
            "张伟",
            身份证号=SECOND,
            所属团组织="排水所团支部",
            评议时间="2011.01.05",
            自评等级="优秀",
            个人自评内容="学得认真",
        ),
        appraised("李 娜", 评议时间="2010年12月20日", 自评等级="合格", 团支部意见="同意"),
    ]
    path = book(tmp_path / "评议.xlsx", rows)
    assert list(recognise([path])) == [MemberAppraisal]
    plan = plan_of(path)
    assert said(plan) == []
    assert [row.status for row in plan.rows()] == [NEW, NEW]
    apply(plan)
    found = list(MemberAppraisal.select().order_by(MemberAppraisal.id))
    second, third = Member.get(Member.id_number == SECOND), Member.get(Member.id_number == THIRD)
    # The title says for which year it was held, whatever the day.
    assert [(each.member_id, each.year) for each in found] == [(second.id, 2010), (third.id, 2010)]
    assert [each.self_grade for each in found] == ["优秀", "合格"]
    assert [each.organisation_id for each in found] == [homes[1].id, homes[1].id]
    assert found[1].branch_opinion == "同意" and found[0].held == "2011-01-05"
    assert [row.status for row in plan_of(path).rows()] == [SAME, SAME]


def test_the_sheet_of_registrations_adds_to_the_same_record_by_each_rows_own_year(
    homes: list[Organisation], tmp_path: Path
) -> None:
    first = plan_of(
        book(
            tmp_path / "评议.xlsx",
            [list(APPRAISED), appraised("李娜", 评议时间="2009-12-20", 自评等级="优秀")],
        )
    )
    apply(first)
    path = book(
        tmp_path / "团籍注册表.xlsx",
        [
            list(REGISTERED),
            [None, "供水所团支部", "张伟", "男", FIRST, "1990-05-04", "2010.12", "书记", None],
            [None, "排水所团支部", "李娜", "女", THIRD, "1988-03-12", "2009-12-25", None, "补注册"],
        ],
    )
    assert list(recognise([path])) == [MemberAppraisal]
    plan = plan_of(path, year=2012)
    assert said(plan) == []
    assert [row.status for row in plan.rows()] == [NEW, CHANGED]
    apply(plan)
    found = list(MemberAppraisal.select().order_by(MemberAppraisal.year))
    assert [(each.year, each.registration, each.registered_on) for each in found] == [
        (2009, "已注册", "2009-12-25"),
        (2010, "已注册", "2010-12"),
    ]
    assert found[0].self_grade == "优秀" and found[0].remark == "补注册"


def test_a_roster_with_the_same_columns_stays_a_roster(homes: list[Organisation], tmp_path: Path) -> None:
    path = book(
        tmp_path / "名册.xlsx", [list(REGISTERED), [None, "供水所团支部", "张伟", "男", FIRST, *[None] * 4]]
    )
    assert list(recognise([path])) == [Member]


def test_a_name_that_several_have_is_refused_until_something_tells_which(
    homes: list[Organisation], tmp_path: Path
) -> None:
    rows = [
        list(APPRAISED),
        appraised("张伟", 评议时间="2010-12"),
        appraised("张伟", 评议时间="2010-12", 所属团组织="供水所团支部"),
        appraised("张伟", 评议时间="2010-12", 出生年月="1991.06"),
        appraised("张伟", 评议时间="2009-12", 出生年月="1975.01"),
    ]
    plan = plan_of(book(tmp_path / "评议.xlsx", rows))
    assert [row.status for row in plan.rows()] == [PROBLEM, NEW, NEW, PROBLEM]
    assert said(plan) == ["有2名团员都叫“张伟”，分不清是哪一名，请填身份证号"] * 2
    numbers = [Member.get_by_id(row.values["member"]).id_number for row in list(plan.rows())[1:3]]
    assert numbers == [FIRST, SECOND]


def test_a_number_decides_and_one_of_somebody_else_is_refused(
    homes: list[Organisation], tmp_path: Path
) -> None:
    member("王芳", homes[0])
    rows = [
        list(APPRAISED),
        appraised("李娜", 身份证号=FIRST, 评议时间="2010-12"),
        appraised("张玮", 身份证号=FIRST, 评议时间="2010-12"),
        appraised("钱多", 身份证号=id_of("1992-02-02", 17), 评议时间="2010-12"),
        appraised("王芳", 身份证号=id_of("1993-03-03", 18), 评议时间="2010-12"),
        appraised("周全", 评议时间="2010-12"),
    ]
    plan = plan_of(book(tmp_path / "评议.xlsx", rows))
    assert [row.status for row in plan.rows()] == [PROBLEM, NEW, PROBLEM, NEW, PROBLEM]
    wrong = said(plan)
    assert "是“张伟”的，与“李娜”不符" in wrong[0] and FIRST not in wrong[0]
    assert wrong[1].startswith("没有身份证号为") and "没有“周全”这个团员" in wrong[2]
    doubts = [row.warnings[0].message for row in plan.rows() if row.status == NEW]
    assert "这里写作“张玮”" in doubts[0] and "没有身份证号，按姓名导入" in doubts[1]
