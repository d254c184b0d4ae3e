"""总览: what needs doing and the year's figures are those of the records, and each opens the records behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models import years
from models.activity import Activity
from models.assessment import begin
from models.award import Nomination
from models.changes import change
from models.member import Member
from models.organisation import Organisation
from models.scheme import Scheme
from models.starter import plant_scheme
from ui.desk import Desk, Selection
from ui.overview import OverviewPage
from ui.tiles import Tile


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[OverviewPage]:
    made = OverviewPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: made._data is not None)
    yield made


def opened(desk: Desk) -> list[Selection]:
    found: list[Selection] = []
    desk.records_wanted.connect(found.append)
    return found


def names(selection: Selection) -> set[str]:
    titles = selection.kind.titles()
    return {titles[id_] for id_ in selection.ids}


def todos(page: OverviewPage) -> dict[str, Selection]:
    return {
        line.todo.sentence: Selection(line.todo.kind, line.todo.ids, line.todo.sentence)
        for line in page.todos.lines
    }


def test_the_reference_day_is_today_or_the_end_of_a_past_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(years, "today", lambda: date(2010, 9, 17))
    assert years.reference_day(2010) == date(2010, 9, 17)
    assert years.reference_day(2009) == date(2009, 12, 31)
    assert years.reference_day(2011) == date(2011, 1, 1)


def test_things_to_do_are_those_of_the_year(page: OverviewPage) -> None:
    found = todos(page)
    assert names(found["1个团组织换届已超期"]) == {"泵站团支部"}
    assert names(found["1个团组织90天内应换届"]) == {"营业所团支部"}
    assert names(found["2个团支部12月还没有活动记录"]) == {"泵站团支部", "河道所团支部"}
    assert names(found["1名团员已满28周岁，应办离团"]) == {"单雪梅"}
    assert names(found["1名团员在90天内满28周岁"]) == {"李静"}
    assert names(found["3个团支部人数不在3至30人之间"]) == {"泵站团支部", "营业所团支部", "河道所团支部"}
    assert names(found["3个团支部还没有2010年的实施方案"]) == {"泵站团支部", "营业所团支部", "河道所团支部"}
    # A committee is reviewed like its branches.
    assert len(found["4个团组织本年还没有同级党组织的点评"].ids) == 4
    assert not any("2009" in sentence for sentence in found)


def test_a_line_opens_its_records_by_keys(qtbot: QtBot, page: OverviewPage, desk: Desk) -> None:
    found = opened(desk)
    line = page.todos.lines[0]
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Space)
    assert [names(selection) for selection in found] == [{"泵站团支部"}]
    assert found[0].title == "1个团组织换届已超期"


def test_publicity_and_unsigned_forms_are_things_to_do(
    qtbot: QtBot, page: OverviewPage, desk: Desk, office: dict[str, int]
) -> None:
    plant_scheme(2010)
    with qtbot.waitSignal(desk.live.changed), change("开始考核和公示"):
        begin(Organisation.get_by_id(office["泵站团支部"]), 2010)
        Nomination(
            year=2010,
            kind="优秀共青团员",
            member=office["张小明"],
            state="公示中",
            public_from="2010-04-14",
            public_until="2010-04-20",
        ).save()
    qtbot.waitUntil(lambda: "1项推荐正在公示" in todos(page))
    found = todos(page)
    assert len(found["1项推荐正在公示"].ids) == 1
    assert len(found["1份年度考核表还没有签字"].ids) == 1
    assert Scheme.select().count() == 1


def tile(page: OverviewPage, name: str) -> Tile:
    return next(tile for tile in page._tiles if tile.text() == name)


def test_the_tiles_count_what_the_records_say(page: OverviewPage) -> None:
    assert [(each.text(), each.number()) for each in page._tiles] == [
        ("团支部", "3"),
        ("团员", "5"),
        ("活动", "4"),
        ("志愿服务", "31.5"),
        ("荣誉", "0"),
        ("考核签字", "0 / 3"),
    ]
    assert tile(page, "活动").accessibleDescription() == "比上年 +3"


@pytest.mark.parametrize(
    ("name", "kind", "count"),
    [("团支部", Organisation, 3), ("团员", Member, 5), ("活动", Activity, 4), ("志愿服务", Activity, 2)],
)
def test_a_tile_opens_as_many_records_as_it_counts(
    qtbot: QtBot, page: OverviewPage, desk: Desk, name: str, kind: type, count: int
) -> None:
    found = opened(desk)
    qtbot.mouseClick(tile(page, name), Qt.MouseButton.LeftButton)
    assert found[0].kind is kind
    assert len(found[0].ids) == count


def test_a_column_opens_the_activities_of_its_month_and_category(
    qtbot: QtBot, page: OverviewPage, desk: Desk
) -> None:
    found = opened(desk)
    columns = page.months
    for place in range(len(columns.marks())):
        columns._open(place)
    assert [(selection.title, names(selection)) for selection in found] == [
        ("2010年3月　比贡献", {"清理河道"}),
        ("2010年3月　比作为", {"岗位练兵", "岗位竞赛"}),
        ("2010年12月　比贡献", {"爱心周末"}),
    ]


def test_a_bar_opens_the_branch_s_activities(qtbot: QtBot, page: OverviewPage, desk: Desk) -> None:
    found = opened(desk)
    bars = page.bars
    for place in range(2):
        point = bars.marks()[place].body.center().toPoint()
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=point)
    assert names(found[0]) == {"岗位练兵", "岗位竞赛"}
    assert names(found[1]) == set(), "the branch served no hours"


def test_the_bars_are_ordered_by_what_is_chosen(qtbot: QtBot, page: OverviewPage) -> None:
    def order() -> list[str]:
        return [group.label for group in page.bars._groups]

    assert order() == ["泵站团支部", "河道所团支部", "营业所团支部"]
    page._order.button(2).click()
    assert order() == ["泵站团支部", "营业所团支部", "河道所团支部"]
    page._order.button(1).click()
    assert order() == ["河道所团支部", "营业所团支部", "泵站团支部"]


def test_turning_the_year_shows_that_year(qtbot: QtBot, page: OverviewPage, desk: Desk) -> None:
    desk.set_year(2009)
    qtbot.waitUntil(lambda: page._data is not None and page._data.year == 2009)
    assert tile(page, "活动").number() == "1"
    assert page._title.text() == "2009年总览"


def test_a_hidden_page_reads_anew_only_when_it_is_shown(
    qtbot: QtBot, page: OverviewPage, desk: Desk, office: dict[str, int]
) -> None:
    page.hide()
    before = page._data
    with qtbot.waitSignal(desk.live.changed), change("登记活动"):
        Activity(title="新活动", category="比贡献", start="2010-06-01", branch=office["泵站团支部"]).save()
    qtbot.wait(20)
    assert page._data is before
    page.show()
    qtbot.waitUntil(lambda: tile(page, "活动").number() == "5")


def test_a_year_without_anything_says_what_to_do(qtbot: QtBot, page: OverviewPage, desk: Desk) -> None:
    desk.set_year(1995)
    qtbot.waitUntil(lambda: page._data is not None and page._data.year == 1995)
    assert page.months.is_empty()
    assert "还没有活动记录" in page.months.accessibleDescription()
    page.grab()


def test_the_page_begins_a_new_activity_by_keys(qtbot: QtBot, page: OverviewPage, desk: Desk) -> None:
    page.setFocus()
    with qtbot.waitSignal(desk.record_wanted) as wanted:
        qtbot.keyClick(
            page, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
    assert isinstance(wanted.args[0], Activity)
    assert wanted.args[0].get_id() is None


def test_branches_without_any_activity_are_not_called_missing(desk: Desk, page: OverviewPage) -> None:
    desk.set_year(2003)
    page.reload()
    assert page.bars.is_empty()
    assert page.bars.accessibleDescription().startswith("这一年还没有活动")


def test_an_empty_office_says_that_there_is_no_branch(bare_desk: Desk, qtbot: QtBot) -> None:
    page = OverviewPage(bare_desk)
    qtbot.addWidget(page)
    page.reload()
    assert page.bars.is_empty() and page.bars.accessibleDescription().startswith("还没有支部")
