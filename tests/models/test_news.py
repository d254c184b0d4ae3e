"""News: what follows from what is entered, its points against a plain count, the months a branch owes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.activity import Activity
from models.attachment import attach
from models.changes import change
from models.errors import AppError
from models.figure import Period
from models.figures import figure
from models.journal import last_undoable, undo
from models.news import KINDS, LEVELS, News, NewsUse, from_activity, months_due, owing
from models.news_points import NewsPoints, NewsStandard, copy_standard, points_table, set_points, standard_of
from models.news_ranking import COLUMNS, PARTS, ranking, ranks
from models.organisation import Organisation
from models.rule import Rule
from models.store import Store, open_store
from tests.models.people import branch, committee


def news(home: Organisation, title: str, day: str, levels: tuple[str, ...] = (), **facts: object) -> News:
    """A saved item, taken up at these levels."""
    with change("登记信息"):
        item = News(organisation=home.id, title=title, date=day, **facts)
        item.save()
        for level in levels:
            NewsUse(news=item.id, level=level).save()
    return item


@pytest.fixture
def homes(store: Store) -> list[Organisation]:
    top = committee()
    return [branch(f"{name}所团支部", top, founded="2001") for name in "甲乙丙"]


def test_a_sheet_of_what_was_printed_needs_neither_kind_nor_first_title(homes: list[Organisation]) -> None:
    printed = news(homes[0], "", "2010-05-04", printed_title="青春在水上", media="报刊")
    assert (printed.title, printed.kind) == ("青春在水上", "宣传报道")
    plain = news(homes[0], "水上保洁启动", "2010-05-05", content="五月四日，\n我所青年上船保洁。")
    assert (plain.kind, plain.length) == ("信息动态", 14)


def test_an_item_is_taken_up_by_several_and_each_level_counts_once(homes: list[Organisation]) -> None:
    item = news(homes[0], "水上保洁启动", "2010-05-05", ("区", "区", "市"), kind="工作简报")
    with change("采用"):
        NewsUse(news=item.id, level="局", by="水务网站").save()
    assert item.uses == "区、区、市、局（水务网站）"
    assert item.points == 1 + 2 + 3 + 5  # sent, 局, 区, 市 of the shipped standard
    assert NewsUse.get(NewsUse.by == "水务网站").home() == homes[0].id


def test_a_later_standard_leaves_the_years_before_alone(homes: list[Organisation]) -> None:
    old = news(homes[0], "旧闻", "2010-12-31", ("区", "市"))
    new = news(homes[0], "新闻", "2011-01-01", ("区", "市"))
    early = news(homes[0], "早闻", "2009-12-31", ("区",))
    assert (early.points, old.points, new.points) == (0, 9, 9)
    later = copy_standard(standard_of(2011), 2011)
    later.only_highest = True
    set_points(later, points_table(later) | {("信息动态", "市"): 7.5, ("信息动态", None): 0})
    assert standard_of(2015).year == 2011
    assert (old.points, new.points) == (9, 7.5)
    assert not NewsPoints.select().where(
        NewsPoints.standard == later.id, NewsPoints.kind == "信息动态", NewsPoints.level.is_null()
    )
    with pytest.raises(AppError, match="2011年起已经有一份"):
        copy_standard(later, 2011)


def test_the_shipped_standard_is_planted_once_and_what_is_edited_stays(tmp_path: Path) -> None:
    first = open_store(tmp_path)
    standard = standard_of(2010)
    set_points(standard, {("信息动态", None): 4})
    first.close()
    second = open_store(tmp_path)
    assert points_table(standard_of(2010)) == {("信息动态", None): 4}
    assert NewsStandard.select().count() == 1
    second.close()


ITEMS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(KINDS),
        st.integers(1, 12),
        st.lists(st.sampled_from(LEVELS), max_size=4),
    ),
    max_size=12,
)
TABLE = st.dictionaries(
    st.tuples(st.sampled_from(KINDS), st.sampled_from((None, *LEVELS))),
    st.integers(0, 40).map(lambda n: n / 2),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ITEMS, TABLE, st.booleans(), st.sampled_from(PARTS))
def test_points_and_ranks_are_those_of_a_plain_count(
    homes: list[Organisation], items: list, table: dict, only_highest: bool, part
) -> None:
    with change("清空"):
        for old in News.select():
            old.delete_instance()
    standard = standard_of(2010)
    standard.only_highest = only_highest
    set_points(standard, table)
    points = [0.0, 0.0, 0.0]
    sent = [0, 0, 0]
    for number, (home, kind, month, levels) in enumerate(items):
        news(homes[home], f"第{number}条", f"2010-{month:02d}-05", tuple(levels), kind=kind)
        if part.first <= month <= part.last:
            used = [table.get((kind, level), 0) for level in set(levels)]
            taken = max(used, default=0) if only_highest else sum(used)
            points[home] += table.get((kind, None), 0) + taken
            sent[home] += 1
    lines = {line.branch.id: line for line in ranking(part.period(2010))}
    for place, home in enumerate(homes):
        assert lines[home.id].points == points[place]
        assert lines[home.id].values["news.sent"] == sent[place]
        assert lines[home.id].rank == 1 + len([other for other in points if other > points[place]])
        for name in COLUMNS:
            counted = figure(name)
            assert counted.value(part.period(2010), {home.id}) == lines[home.id].values[name]
            if counted.measure is None:
                assert len(counted.ids(part.period(2010), {home.id})) == lines[home.id].values[name]


def test_equal_points_share_a_rank() -> None:
    assert ranks([5, 9, 5, 0, 9]) == [3, 1, 3, 5, 1]


def test_the_committees_own_news_is_counted_but_not_ranked(homes: list[Organisation]) -> None:
    top = Organisation.get(Organisation.kind == "团委")
    news(top, "局团委工作简报", "2010-05-05", kind="工作简报")
    assert top.id not in {line.branch.id for line in ranking(Period.year(2010))}
    assert figure("news.sent").value(Period.year(2010)) == 1


def test_a_month_is_paid_by_news_with_a_picture(
    homes: list[Organisation], store: Store, tmp_path: Path
) -> None:
    picture = tmp_path / "现场.JPG"
    picture.write_bytes(b"picture")
    first, second, third = homes
    day = date(2010, 4, 10)
    assert owing(2010, day) == []  # the office keeps no news yet
    paid = news(first, "二月", "2010-02-03")
    attach(paid, [picture], store.attachments)
    news(first, "三月没有图片", "2010-03-03")
    with change("活动"):
        activity = Activity(branch=second.id, category="比贡献", title="保洁", start="2010-03-05")
        activity.save()
    attach(activity, [picture], store.attachments)
    news(second, "三月保洁", "2010-03-08", activity=activity.id)
    with change("成立"):
        third.founded = "2010-03-15"
        third.save()
    assert months_due(2010, day) == range(2, 4)
    assert [(each.branch.name, each.months) for each in owing(2010, day)] == [
        ("甲所团支部", (3,)),
        ("乙所团支部", (2,)),
        ("丙所团支部", (3,)),
    ]
    assert figure("news.pictured").ids(Period.year(2010)) == [paid.id, News.get(News.title == "三月保洁").id]
    assert [each.months for each in owing(2010, day, running=True)] == [(3, 4), (2, 4), (3, 4)]
    with change("规定"):
        wanted = Rule.get(Rule.code == "news.monthly_items")
        wanted.number = 0
        wanted.save()
    assert owing(2010, day) == []
    assert months_due(2009, day) == range(0)
    assert months_due(2011, date(2012, 1, 1)) == range(1, 13)


def test_news_of_an_activity_is_begun_once(homes: list[Organisation]) -> None:
    with change("活动"):
        activity = Activity(
            branch=homes[0].id, category="比贡献", title="水上保洁", start="2010-03-05", content="清理河道。"
        )
        activity.save()
    begun = from_activity(activity)
    assert (begun.title, begun.organisation_id, begun.activity_id) == ("水上保洁", homes[0].id, activity.id)
    assert begun.content == "清理河道。"
    with change("登记信息"):
        begun.save()
    assert from_activity(activity).id == begun.id


def test_an_item_goes_with_its_uses_and_both_come_back(homes: list[Organisation]) -> None:
    item = news(homes[0], "水上保洁启动", "2010-05-05", ("区",))
    with change("删除"):
        item.delete_instance()
    assert not NewsUse.select().exists()
    undo(last_undoable().id)
    assert NewsUse.get().news_id == item.id
