"""Sheets of news and role models: the office's own lists come in, the district's formats go out and come back the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from exports import formats
from exports.intake import apply, read_plan
from exports.intake_kinds import recognise
from exports.intake_plan import CHANGED, SAME
from models.activity import Activity
from models.changes import change
from models.news import News, NewsUse
from models.organisation import Organisation
from models.record import Record
from models.role_model import RoleModel, RoleModelVisit
from models.store import Store
from tests.exports.sheets import book
from tests.exports.workbooks import opened
from tests.models.people import branch, committee, member

PRINTED = (
    "新闻标题",
    "新闻名称",
    "栏目",
    "单位名称",
    "作者",
    "篇幅字数",
    "刊发时间",
    "内容",
    "附件",
    "媒体类别",
)
GROUPS = (
    *("单位", "培树时间", "培树级别", "曾获荣誉", "培树目标", "培树部门", "联系人", "走访记录", "宣传情况"),
    *("推送机构", "培树方案", "事迹材料"),
)


@pytest.fixture
def homes(store: Store) -> list[Organisation]:
    top = committee("区水务局团委")
    return [branch("泵站团支部", top), branch("营业所团支部", top)]


def brought_in(path: Path, kind: type[Record]) -> list[Any]:
    """The records of a file that is recognised as a kind, imported without a problem; the same again changes nothing."""
    assert recognise([path]) == {kind: [path]}
    plan = read_plan(kind, [path])
    assert [row.problems for row in plan.rows() if row.problems] == []
    apply(plan)
    assert {row.status for row in read_plan(kind, [path]).rows()} == {SAME}
    return list(kind.select().order_by(kind.id))


def test_the_list_of_what_was_printed_comes_in(homes: list[Organisation], tmp_path: Path) -> None:
    rows = [
        PRINTED,
        (
            "青春在水上",
            "青春在水上闪光",
            "基层动态",
            "泵站团支部",
            "张三、李四",
            820,
            "2010.05.04",
            "五四当天……",
            None,
            "报纸",
        ),
        ("窗口新风", None, None, "营业所团支部", "王五", "600字", "2010-6-1", None, None, "电视台"),
    ]
    first, second = brought_in(book(tmp_path / "刊用情况.xlsx", rows, title="刊用情况"), News)
    assert (first.title, first.printed_title, first.column) == ("青春在水上", "青春在水上闪光", "基层动态")
    assert (first.organisation_id, first.author, first.length) == (homes[0].id, "张三、李四", 820)
    assert (first.date, first.media, first.kind) == ("2010-05-04", "报刊", "宣传报道")
    assert (second.length, second.date, second.media) == (600, "2010-06-01", "电视")


def test_a_branchs_own_list_of_news_comes_in(homes: list[Organisation], tmp_path: Path) -> None:
    rows = [
        ("信息报送一览表",),
        ("填报单位：泵站团支部",),
        ("序号", "信息种类", "标题", "报送时间", "发布渠道", "作者"),
        (1, "简报", "第一期工作简报", "2010.3", "局网站", "张三"),
        (2, "动态", "水上保洁启动", "2010年3月5日", "短信平台", "张三"),
    ]
    first, second = brought_in(book(tmp_path / "信息.xlsx", rows), News)
    assert (first.kind, first.channel, first.organisation_id) == ("工作简报", "水务网站", homes[0].id)
    assert (second.kind, second.channel, second.date) == ("信息动态", "手机短信平台", "2010-03-05")


def test_a_list_of_what_was_taken_up_finds_its_news(homes: list[Organisation], tmp_path: Path) -> None:
    with change("信息"):
        item = News(organisation=homes[0].id, title="水上保洁启动", date="2010-03-05")
        item.save()
    rows = [
        ("信息采用情况登记",),
        ("序号", "标题", "单位", "采用级别", "采用单位", "采用时间"),
        (1, "水上保洁启动", "泵站团支部", "区级", "团区委网站", "2010.3.8"),
        (2, "水上保洁启动", "泵站团支部", "市级", "青年报", "2010.4"),
    ]
    first, _ = brought_in(book(tmp_path / "采用.xlsx", rows), NewsUse)
    assert (first.news_id, first.level, first.date) == (item.id, "区", "2010-03-08")
    assert item.uses == "区（团区委网站）、市（青年报）"
    unknown = book(
        tmp_path / "没有.xlsx", [*rows[:2], (1, "没有的", "泵站团支部", "区级", "网站", "2010.3.8")]
    )
    assert "没有“没有的”" in read_plan(NewsUse, [unknown]).files[0].sheets[0].rows[0].problems[0].message


def test_a_list_of_activities_with_the_homepage_stays_one_of_activities(
    homes: list[Organisation], tmp_path: Path
) -> None:
    heads = ("标题", "团组织", "时间", "推送主页", "内容", "活动项目")
    path = book(
        tmp_path / "记录表.xlsx", [heads, ("保洁", "泵站团支部", "2010-03-05", "是", "清理", "水上保洁")]
    )
    assert list(recognise([path])) == [Activity]


def test_the_districts_list_of_groups_comes_in(homes: list[Organisation], tmp_path: Path) -> None:
    values = ("泵站团支部", "2010.03", "区级", "青年文明号", "五四红旗", "团区委", "张三")
    rows = [GROUPS, (*values, "6月走访", "网站宣传", "团区委", "一季度……", "事迹……")]
    (group,) = brought_in(book(tmp_path / "4.6典型集体.xlsx", rows, title="典型集体"), RoleModel)
    assert (group.kind, group.name, group.since) == ("集体", "泵站团支部", "2010-03")
    assert (group.visited, group.publicity, group.plan, group.deeds) == (
        "6月走访",
        "网站宣传",
        "一季度……",
        "事迹……",
    )


def test_role_models_leave_in_two_tables_and_come_back_the_same(
    homes: list[Organisation], tmp_path: Path
) -> None:
    person = member("张小明", homes[0], sex="男", ethnicity="汉族", politics="共青团员")
    with change("典型"):
        model = RoleModel(member=person.id, since="2010-03", level="区级", goal="岗位能手")
        model.save()
        RoleModelVisit(role_model=model.id, date="2010-06-01", who="团委副书记", what="看望").save()
        RoleModel(
            kind="集体", name="抢修一班", organisation=homes[1].id, since="2009", plan="每月一练"
        ).save()
        RoleModel(kind="集体", name="明年的", organisation=homes[1].id, since="2011-01").save()
    out = tmp_path / "先进典型.xlsx"
    filled = formats.export("role-models", 2010, out)
    assert (filled.rows, filled.unknown) == (2, [])
    persons, groups = opened(out).worksheets
    assert [cell.value for cell in persons[5]][:8] == [
        *(1, "张小明", "男", "汉族", "共青团员", "泵站团支部", None, "2010.03")
    ]
    assert persons["N5"].value == "2010-06-01 团委副书记 看望"
    assert [groups[f"{column}5"].value for column in "ABCD"] == [1, "营业所团支部", "抢修一班", "2009"]
    assert recognise([out]) == {RoleModel: [out]}
    plan = read_plan(RoleModel, [out])
    assert [row.problems for row in plan.rows() if row.problems] == []
    assert [row.status for row in plan.rows()] == [CHANGED, SAME]
    apply(plan)
    assert RoleModel.get_by_id(model.id).visited is None  # the visit is on record, not twice


def test_news_leaves_counted_by_kind_and_level_with_rank(homes: list[Organisation], tmp_path: Path) -> None:
    """泵站 earns 1 + 3 and 3 + 8, 营业所 1 + 10; 2011 is another year's."""
    items = (
        (0, "信息动态", "2010-02-01", ("区", "区")),
        (0, "调研文章", "2010-05-01", ("市",)),
        (1, "宣传报道", "2010-02-03", ("全国",)),
        (1, "信息动态", "2011-02-03", ("市",)),
    )
    with change("信息"):
        for number, (home, kind, day, levels) in enumerate(items):
            item = News(organisation=homes[home].id, kind=kind, title=f"第{number}条", date=day)
            item.save()
            for level in levels:
                NewsUse(news=item.id, level=level).save()
    out = tmp_path / "上报.xlsx"
    assert formats.export("news-sent", 2010, out).unknown == []
    sheet = opened(out).worksheets[0]
    assert sheet["A2"].value == "2010年信息上报情况统计表"
    assert [[cell.value for cell in row][:8] for row in sheet["A5:H6"]] == [
        ["泵站团支部", "2010年", 1, 0, 1, 0, 0, 1],
        ["营业所团支部", "2010年", 0, 0, 0, 0, 1, 2],
    ]
    used = tmp_path / "采用.xlsx"
    assert formats.export("news-used", 2010, used, part="quarter:1").unknown == []
    sheet = opened(used).worksheets[0]
    heads = {
        (sheet.cell(4, column).value, sheet.cell(5, column).value): column
        for column in range(1, sheet.max_column + 1)
    }
    first, second = ([sheet.cell(row, column).value for column in range(1, 29)] for row in (6, 7))
    assert (first[:2], second[:2]) == (["营业所团支部", "2010年1-3月"], ["泵站团支部", "2010年1-3月"])
    assert second[heads["信息动态", "局"]] == 1  # the column after 局: 区
    points = heads["得分", None] - 1
    assert (first[points], first[points + 1]) == (11, 1)
    assert (second[points], second[points + 1]) == (4, 2)
