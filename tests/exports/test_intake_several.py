"""Importing what is called alike: the organisation or what is there already decides; a blank part of a key is one too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from exports.intake import apply, read_plan
from exports.intake_kinds import importable, recognise
from exports.intake_plan import NEW, PROBLEM, SAME, Plan
from models.activity import Activity
from models.assessment import Assessment
from models.award import Honour
from models.changes import change
from models.member import Member
from models.news import News
from models.organisation import Organisation
from models.store import Store
from tests.exports.sheets import book
from tests.models.people import branch, committee, member


@pytest.fixture
def homes(store: Store) -> list[Organisation]:
    """Two branches with an activity each of one name; the second has another like it a year before."""
    top = committee()
    found = [branch("供水所团支部", top), branch("排水所团支部", top)]
    with change("活动"):
        for home, start in ((found[0], "2010-05-04"), (found[1], "2009-05-04"), (found[1], "2010-05-04")):
            Activity(branch=home.id, category="比贡献", title="水上保洁", start=start).save()
    return found


def labels(kind: type, *names: str) -> list[str]:
    return [kind.field(name).label for name in names]


def plan_of(tmp_path: Path, kind: type, names: tuple[str, ...], *rows: list[Any]) -> Plan:
    return read_plan(kind, [book(tmp_path / "表.xlsx", [labels(kind, *names), *rows])])


NEWS_FIELDS = ("title", "organisation", "date", "kind", "activity")


def test_a_link_to_one_of_several_of_a_name_is_that_of_the_rows_organisation(
    homes: list[Organisation], tmp_path: Path
) -> None:
    plan = plan_of(
        tmp_path, News, NEWS_FIELDS, ["保洁", "供水所团支部", "2010-05-05", "信息动态", "水上保洁"]
    )
    (row,) = plan.rows()
    assert row.status == NEW
    assert Activity.get_by_id(row.values["activity"]).branch_id == homes[0].id


def test_where_the_organisation_does_not_tell_what_is_there_already_does(
    homes: list[Organisation], tmp_path: Path
) -> None:
    line = ["保洁", "排水所团支部", "2010-05-05", "信息动态", "水上保洁"]
    (row,) = plan_of(tmp_path, News, NEWS_FIELDS, line).rows()
    assert row.status == PROBLEM
    assert [issue.message for issue in row.problems] == ["有3个活动都叫“水上保洁”，分不清是哪一个"]
    apply(plan_of(tmp_path, News, NEWS_FIELDS, [*line[:4], None]))
    with change("补登"):
        news = News.get()
        news.activity = Activity.get(Activity.start == "2009-05-04")
        news.save()
    (row,) = plan_of(tmp_path, News, NEWS_FIELDS, line).rows()
    assert (row.status, row.problems) == (SAME, ())


def test_of_a_key_a_part_that_need_not_be_filled_in_may_be_blank(
    homes: list[Organisation], tmp_path: Path
) -> None:
    member("张三", homes[0])
    names = ("name", "member", "organisation", "granted")
    rows = [["优秀共青团员", "张三", None, "2010-05"], ["五四红旗团支部", None, "排水所团支部", "2010-05"]]
    plan = plan_of(tmp_path, Honour, names, *rows)
    assert [row.status for row in plan.rows()] == [NEW, NEW]
    apply(plan)
    assert [row.status for row in plan_of(tmp_path, Honour, names, *rows).rows()] == [SAME, SAME]
    neither = plan_of(tmp_path, Honour, ("name", "granted", "level"), ["优秀共青团员", "2010-05", "区级"])
    assert not list(neither.rows()), "an honour of nobody is not taken in by the title of its sheet"


def test_a_table_that_calls_its_columns_as_the_program_does_is_of_that_kind(
    store: Store, tmp_path: Path
) -> None:
    ours = book(
        tmp_path / "甲.xlsx", [labels(Honour, "name", "member", "organisation", "granted"), ["荣誉"] * 4]
    )
    roster = book(tmp_path / "乙.xlsx", [["姓名", "性别", "身份证号", "警号"], ["张三"] * 4])
    assert recognise([ours, roster]) == {Member: [roster], Honour: [ours]}


def test_what_others_need_comes_before_them(store: Store) -> None:
    kinds = importable()
    assert len(set(kinds)) == len(kinds)
    assert kinds.index(Organisation) < kinds.index(Member) < kinds.index(Honour)
    assert Assessment in kinds
    assert "setting" not in {kind.kind_name() for kind in kinds}
