"""The built-in formats on an invented office: every cell against a plain recount of the records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Border, Side

from exports import formats
from exports.fill_book import fill_book, plan_workbook
from models.activity import Activity, set_participants
from models.assessment import Assessment
from models.award import Honour, Nomination
from models.changes import change
from models.member import Member
from models.organisation import Organisation
from models.scheme import scheme_for
from models.starter import plant_dictionaries, plant_scheme
from models.store import Store
from tests.exports.workbooks import opened
from tests.models.people import branch, committee, id_of, member

YEAR = 2010
HOURS = {"张明": (2.0, 1.5), "李娜": (2.0, None), "王𠮷": (None, 3.0)}


@pytest.fixture
def office(store: Store) -> Store:
    """A committee over a general branch and two branches, with activities, nominations and honours of two years."""
    plant_dictionaries()
    top = committee()
    with change("新增团组织"):
        general = Organisation(name="供水公司团总支", kind="团总支", parent=top, youth_non_member=4)
        general.save()
    near = branch(parent=top, youth_non_member=6, youth_35_male=3, party_members_28=1, founded="2001")
    far = branch("营业所团支部", general, founded="2010-06", unit="供水公司", youth_35_male=0)
    people = (("张明", near, "男", "书记"), ("李娜", near, "女", None), ("王𠮷", far, "男", "书记"))
    for at, (name, home, sex, post) in enumerate(people):
        born = f"198{5 + at}-03-05"
        member(
            name,
            home,
            born=born,
            id_number=id_of(born, 11 + (sex == "女") + 10 * at),
            sex=sex,
            ethnicity="回族" if name == "李娜" else "汉族",
            politics="中共党员" if name == "张明" else "共青团员",
            joined="2010-05" if name == "李娜" else "2002-05",
            volunteer=name != "李娜",
            phone=f"1380000000{at}",
            post=post,
            last_grade="优秀",
        )
    ids = {each.name: each.id for each in Member.select()}
    for at, (home, start) in enumerate(((near, "2010-03-01"), (far, "2010-07-02"), (near, "2009-07-02"))):
        with change("新增活动"):
            held = Activity(
                branch=home.id, kind="水上保洁", title=f"清洁{at}", start=start, present=10 + at, place="河边"
            )
            held.save()
        if at < 2:
            set_participants(held, {ids[name]: hours[at] for name, hours in HOURS.items()})
    with change("评优"):
        for name, kind, rank in (
            ("李娜", "优秀共青团员", 2),
            ("张明", "优秀共青团干部", 1),
            ("王𠮷", "优秀共青团员", 1),
        ):
            Nomination(
                year=YEAR, kind=kind, member=ids[name], rank=rank, deeds="事" * 250 if name == "李娜" else "做得好",
                public_from="2010-04-01", public_until="2010-04-07", state="公示中",
            ).save()  # fmt: skip
        Nomination(year=YEAR, kind="五四红旗团支部", organisation=near.id, deeds="好").save()
        Nomination(year=YEAR - 1, kind="优秀共青团员", member=ids["李娜"]).save()
        for name, granted, whose in (
            ("青年岗位能手", "2008-05", {"member": ids["张明"]}),
            ("优秀共青团员", "2010-05-04", {"member": ids["张明"]}),
            ("优秀共青团员", "2007-05-04", {"member": ids["张明"]}),
            ("五四红旗团支部", "2010-05-04", {"organisation": far.id}),
        ):
            Honour(name=name, granted=granted, level="区级", document="团〔2010〕1号", **whose).save()
    plant_scheme(YEAR - 1)
    with change("考核"):
        Assessment(year=YEAR - 1, organisation=near.id, grade="优秀", scheme=scheme_for(YEAR - 1).id).save()
    return store


def table(path: Path, sheet: int = 0, levels: int = 1, head: int = 4) -> list[dict[str, Any]]:
    """The rows below the header (row `head` and on) as dictionaries by the header's texts."""
    found = opened(path, values=True).worksheets[sheet]
    merged = {}
    for area in found.merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                merged[row, column] = found.cell(area.min_row, area.min_col).value
    heads = []
    for column in range(1, found.max_column + 1):
        path_ = [
            merged.get((row, column), found.cell(row, column).value) for row in range(head, head + levels)
        ]
        heads.append("/".join(dict.fromkeys(str(each) for each in path_ if each)))
    rows = [[cell.value for cell in row] for row in found.iter_rows(min_row=head + levels)]
    return [dict(zip(heads, row, strict=True)) for row in rows if sum(each is not None for each in row) > 1]


def exported(name: str, folder: Path, **options: Any) -> Path:
    target = folder / "表.xlsx"
    said = formats.export(name, YEAR, target, full=True, **options)
    assert said.unknown == []
    return target


@pytest.mark.usefixtures("office")
def test_basic_statistics_count_each_record_once(tmp_path: Path) -> None:
    rows = table(exported("basic-statistics", tmp_path), levels=3)
    assert [row["单位名称"] for row in rows[:4]] == [
        "区水务局团委",
        "供水公司团总支",
        "局机关团支部",
        "营业所团支部",
    ]
    by_name = {row["单位名称"]: row for row in rows[:4]}
    total = next(row for row in rows if row["序号"] == "合计")
    for row in (*by_name.values(), total):
        assert row["团员数/男"] + row["团员数/女"] == row["团员数/合计"]
        assert sum(row[f"团组织数/{kind}"] for kind in ("团委", "团工委", "团总支", "团支部")) == (
            4 if row is total else 1
        )
    near = by_name["局机关团支部"]
    assert (near["团员数/合计"], near["团员数/其中少数民族"], near["团员数/保留团籍的党员"]) == (2, 1, 1)
    assert (near["本年新发展团员数"], near["团干部数/兼职"], near["注册志愿者数"]) == (1, 1, 1)
    assert (near["青年数/28周岁以下未入团青年"], near["青年数/35周岁以下青年/男"]) == (6, 3)
    assert near["青年数/28周岁以下党员"] == 1
    # What a card does not state is not known; a stated nought is one.
    assert near["青年数/35周岁以下青年/女"] is None
    assert by_name["营业所团支部"]["青年数/35周岁以下青年/男"] == 0
    assert near["团青比"] == pytest.approx(2 / 8)
    for head in ("团员数/合计", "青年数/28周岁以下未入团青年", "团干部数/兼职", "注册志愿者数"):
        assert total[head] == sum(row[head] or 0 for row in by_name.values())
    assert total["团青比"] == pytest.approx(3 / 13)


@pytest.mark.usefixtures("office")
def test_comparison_with_last_year(tmp_path: Path) -> None:
    rows = {row["项目"]: row for row in table(exported("basic-statistics", tmp_path), 1)}
    numbers = {name: (row["上年数"], row["本年数"], row["增减数"]) for name, row in rows.items()}
    assert numbers["团支部数"] == (1, 2, 1)
    assert numbers["团员数"] == (2, 3, 1)
    assert numbers["女团员数"] == (0, 1, 1)
    assert numbers["活动次数"] == (1, 2, 1)
    assert numbers["活动人次"] == (12, 21, 9)
    assert numbers["志愿服务时长（小时）"] == (0, 8.5, 8.5)
    assert numbers["团员获奖数"] == (0, 1, 1)
    assert rows["团员数"]["增减%"] == pytest.approx(0.5)
    assert not rows["女团员数"]["增减%"]


@pytest.mark.usefixtures("office")
def test_comparison_of_one_branch_and_of_several_tops(tmp_path: Path) -> None:
    target = exported("basic-statistics", tmp_path, organisation=Organisation.get(name="营业所团支部"))
    rows = {row["项目"]: row for row in table(target, 1)}
    assert (rows["团员数"]["上年数"], rows["团员数"]["本年数"]) == (1, 1)
    branch("别处团支部")
    said = formats.export("basic-statistics", YEAR, target)
    assert "不止一个" in said.warnings[0].message
    assert {row["本年数"] for row in table(target, 1)} == {None}


@pytest.mark.usefixtures("office")
def test_comparison_of_the_districts_own(tmp_path: Path) -> None:
    """One figure a cell: rows that count, columns of periods, 其中 rows, and what only today's card says."""
    rows = [
        ["2010年工作情况对比表"],
        ["类别", "指标", "去年", "今年", "上半年"],
        ["队伍", "团员总数", None, None, None],
        [None, "其中：男", None, None, None],
        [None, "女", None, None, None],
        [None, "28周岁以下未入团青年", None, None, None],
        [None, "其中：女", None, None, None],
        ["活动", "活动次数", None, None, None],
        [None, "比贡献人次", None, None, None],
    ]
    book = Workbook()
    for at, words in enumerate(rows, 1):
        for column in range(1, 6):
            cell = book.active.cell(at, column, words[column - 1] if column <= len(words) else None)
            if at > 1:
                cell.border = Border(*[Side("thin")] * 4)
    path, target = tmp_path / "对比.xlsx", tmp_path / "果.xlsx"
    book.save(path)
    plan = plan_workbook(path)
    (said,) = fill_book(plan, YEAR, target)
    found = [[cell.value for cell in row[1:5]] for row in opened(target).active.iter_rows(min_row=3)]
    assert found == [
        ["团员总数", 2, 3, 3],
        ["其中：男", 2, 2, 2],
        ["女", 0, 1, 1],
        ["28周岁以下未入团青年", None, 10, None],
        ["其中：女", None, None, None],
        ["活动次数", 1, 2, 1],
        ["比贡献人次", 12, 21, 10],
    ]
    assert sorted(each.split(":")[0] for each in said.unknown) == ["C6", "C7", "D7", "E6", "E7"]


@pytest.mark.usefixtures("office")
def test_nominated_members(tmp_path: Path) -> None:
    target = tmp_path / "表.xlsx"
    said = formats.export("member-nominations", YEAR, target, full=True)
    rows = table(target, head=5)
    assert [(row["推荐类别"], row["推荐顺序"], row["姓名"]) for row in rows] == [
        ("优秀共青团员", 1, "王𠮷"),
        ("优秀共青团员", 2, "李娜"),
        ("优秀共青团干部", 1, "张明"),
    ]
    zhang = rows[2]
    person = Member.get(name="张明")
    assert (zhang["推荐单位"], zhang["身份证号"], zhang["联系电话"]) == (
        "局机关团支部",
        person.id_number,
        person.phone,
    )
    assert (zhang["团龄"], zhang["年度志愿服务时长（小时）"], rows[0]["年度志愿服务时长（小时）"]) == (
        8,
        3.5,
        3,
    )
    assert zhang["已获荣誉（名称、时间）"] == "2008-05 青年岗位能手\n2010-05-04 优秀共青团员"
    assert zhang["公示起止时间"] == "2010-04-01至2010-04-07"
    assert len(rows[1]["主要事迹（限200字以内）"]) == 200
    assert [warned.row for warned in said.warnings] == [1]


@pytest.mark.usefixtures("office")
def test_ids_of_nominated_members_are_covered_unless_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "表.xlsx"
    formats.export("member-nominations", YEAR, target)
    assert all("*" in row["身份证号"] and "*" in row["联系电话"] for row in table(target, head=5))


@pytest.mark.usefixtures("office")
def test_nominated_organisations(tmp_path: Path) -> None:
    (row,) = table(exported("organisation-nominations", tmp_path), levels=2, head=5)
    assert (row["申报称号"], row["团组织名称"], row["成立时间"]) == ("五四红旗团支部", "局机关团支部", "2001")
    assert (row["书记姓名"], row["书记联系电话"]) == ("张明", "13800000000")
    assert (row["团支部数"], row["青年数"], row["团员数"], row["团干部数"]) == (1, 6, 2, 1)
    assert row["上年度考核/等次"] == "优秀"


@pytest.mark.usefixtures("office")
def test_honours_of_members_and_of_organisations(tmp_path: Path) -> None:
    target = exported("honours", tmp_path)
    (person,) = table(target)
    assert (person["姓名"], person["所在团组织"], person["奖项名称"]) == (
        "张明",
        "局机关团支部",
        "优秀共青团员",
    )
    assert (person["奖项文号"], person["奖励级别"], person["获奖时间"]) == (
        "团〔2010〕1号",
        "区级",
        "2010-05-04",
    )
    (unit,) = table(target, 1)
    assert (unit["获奖组织"], unit["所在单位"], unit["奖项名称"]) == (
        "营业所团支部",
        "供水公司",
        "五四红旗团支部",
    )
    exported("honours", tmp_path, organisation=Organisation.get(name="营业所团支部"))
    assert table(target) == []
    assert len(table(target, 1)) == 1


@pytest.mark.usefixtures("office")
def test_volunteer_service_row_by_row(tmp_path: Path) -> None:
    rows = table(exported("volunteer-service", tmp_path))
    total = rows.pop()
    said = [
        (row["姓名"], row["服务时间"], row["服务时长（小时）"], row["年累计时长（小时）"]) for row in rows
    ]
    # The general branch stands before the committee's own branches, as the tree has them.
    assert sorted(said) == [
        ("张明", "2010-03-01", 2, 3.5),
        ("张明", "2010-07-02", 1.5, 3.5),
        ("李娜", "2010-03-01", 2, 2),
        ("王𠮷", "2010-07-02", 3, 3),
    ]
    assert {row["团组织"] for row in rows if row["姓名"] == "王𠮷"} == {"营业所团支部"}
    assert {row["地点"] for row in rows} == {"河边"}
    assert total["服务时长（小时）"] == 8.5


@pytest.mark.usefixtures("office")
def test_a_branch_dissolved_since_stands_in_the_year_in_which_it_was(tmp_path: Path) -> None:
    with change("撤销"):
        gone = Organisation.get(Organisation.name == "营业所团支部")
        gone.state, gone.ended = "已撤销", "2011-02-01"
        gone.save()
    found = {row["团组织名称"]: row for row in table(exported("organisation-list", tmp_path), levels=2)}
    assert found["营业所团支部"]["团员数/合计"] == 1
    with change("早些撤销"):
        gone.ended = "2010-11"
        gone.save()
    assert "营业所团支部" not in {
        row["团组织名称"] for row in table(exported("organisation-list", tmp_path), levels=2)
    }


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", [each.name for each in formats.formats()])
def test_every_sheet_of_a_format_looks_like_the_others(name: str, tmp_path: Path) -> None:
    for sheet in opened(exported(name, tmp_path)).worksheets:
        assert sheet["A1"].value.startswith("附件")
        assert sheet["A2"].value.startswith(f"{YEAR}年")
        assert "填报单位（盖章）：区水务局团委" in sheet["A3"].value
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows
        assert sheet["A2"].font.name == "方正小标宋简体"
