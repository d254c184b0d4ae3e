"""A random draw is held from the office as it stands, kept frozen, and becomes inspections."""

from __future__ import annotations

import pytest

from models.changes import change
from models.draw import (
    BY_DISTRICT,
    LOWER,
    Draw,
    hold,
    picks_of,
    prepare,
    read_inspectors,
    recounts,
    usual_inspectors,
)
from models.errors import AppError
from models.journal import last_undoable, undo
from models.organisation import Organisation
from models.record import RecordProblems
from models.store import Store
from models.supervision import Inspection, InspectionCheck, checks_of, inspections_from, waiting_picks
from tests.models.people import branch, committee, member


@pytest.fixture
def office(store: Store) -> dict[str, Organisation]:
    """A committee with a general branch of two branches, and three branches of its own."""
    top = committee("局团委")
    with change("新增团组织"):
        general = Organisation(name="供水团总支", kind="团总支", parent=top.id, district="城西片")
        general.save()
    found = {"局团委": top, "供水团总支": general}
    for name, parent, district in (
        ("营业所团支部", general, "城西片"),
        ("制水车间团支部", general, "城西片"),
        ("机关团支部", top, "城东片"),
        ("执法大队团支部", top, "城东片"),
        ("排水所团支部", top, None),
    ):
        found[name] = branch(name, parent, district=district)
    return found


def new_draw(**facts: object) -> Draw:
    return Draw(**{"name": "下半年抽查", "date": "2010-10-15", "count": 2, **facts})


def test_a_draw_is_kept_with_all_that_it_follows_from(office: dict[str, Organisation]) -> None:
    member("张三", office["机关团支部"])
    draw = new_draw(strata=BY_DISTRICT, count=3, each_stratum=True, team_size=1)
    picks = hold(draw, read_inspectors("张三\n李四　供水团总支\n王五（局团委）"))
    assert set(draw.candidates.splitlines()) == {
        "机关团支部｜城东片",
        "执法大队团支部｜城东片",
        "营业所团支部｜城西片",
        "制水车间团支部｜城西片",
        "排水所团支部｜未分片区",
    }
    assert draw.seed.startswith("2010-10-15-")
    assert {pick.stratum for pick in picks} == {"城东片", "城西片", "未分片区"}
    assert sorted(pick.inspectors for pick in picks) == ["张三", "李四", "王五"]
    assert "李四｜供水团总支｜供水团总支｜制水车间团支部｜局团委｜营业所团支部" in draw.pool.splitlines()
    west = next(pick for pick in picks if pick.stratum == "城西片")
    assert west.inspectors != "李四"
    assert recounts(Draw.get())


def test_what_was_drawn_lately_is_left_out_and_named(office: dict[str, Organisation]) -> None:
    first = hold(new_draw(date="2010-05-20", count=2, among=LOWER), [])
    names = {pick.heading() for pick in first}
    second = new_draw(months=6)
    prepare(second, [])
    assert {line.split("（")[0] for line in second.excluded.splitlines()} == names
    assert "2010-05-20已抽中" in second.excluded
    assert not names & set(second.candidates.splitlines())
    prepare(third := new_draw(months=4), [])
    assert third.excluded is None
    assert len(third.candidates.splitlines()) == 5


def test_a_month_before_the_last_day_of_a_month_is_the_last_day_too(office: dict[str, Organisation]) -> None:
    hold(new_draw(date="2010-04-29"), [])
    for months, left_out in ((1, False), (2, True)):
        prepare(draw := new_draw(date="2010-05-31", months=months), [])
        assert bool(draw.excluded) is left_out
    prepare(leap := new_draw(date="2010-04-29", months=26), [])  # 2008-02-29
    assert leap.excluded


def test_what_a_draw_follows_from_is_not_changed_afterwards(office: dict[str, Organisation]) -> None:
    draw = new_draw(seed="07-12-23")
    hold(draw, [])
    for name, value in (("seed", "07-12-24"), ("candidates", "机关团支部"), ("count", 3)):
        found = Draw.get_by_id(draw.id)
        setattr(found, name, value)
        with change("改"), pytest.raises(RecordProblems, match="抽取以后不能再改"):
            found.save()
    found = Draw.get_by_id(draw.id)
    found.witness = "赵六"
    with change("改"):
        found.save()
    assert [pick.id for pick in picks_of(found)] == [1, 2]


def test_inspectors_that_cannot_be_placed_are_asked_for(office: dict[str, Organisation]) -> None:
    for home in ("机关团支部", "排水所团支部"):
        member("张三", office[home])
    with pytest.raises(AppError, match="有几个团支部都有“张三”"):
        read_inspectors("张三")
    with pytest.raises(AppError, match="没有“供电团总支”这个团组织"):
        read_inspectors("李四 供电团总支")
    assert read_inspectors("\n 陈七 \n")[0].barred == ()


def test_secretaries_and_their_deputies_are_the_usual_inspectors(office: dict[str, Organisation]) -> None:
    home = office["机关团支部"]
    for name, post in (("乙", "副书记"), ("甲", "书记"), ("丙", "组织委员")):
        member(name, home, post=post)
    member("丁", home, post="书记", left_on="2010-01-01")
    assert usual_inspectors().splitlines() == ["甲　机关团支部", "乙　机关团支部"]
    assert [each.home for each in read_inspectors(usual_inspectors())] == ["机关团支部"] * 2


def test_the_picks_become_planned_inspections_once(office: dict[str, Organisation]) -> None:
    draw = new_draw(count=2, team_size=1)
    picks = hold(draw, read_inspectors("王五 局团委\n周八 局团委"))
    made = inspections_from(draw, "2010-11-30")
    assert [each.number for each in made] == ["2010-001", "2010-002"]
    assert [each.organisation_id for each in made] == [pick.organisation_id for pick in picks]
    assert {each.state for each in Inspection.select()} == {"待督查"}
    assert {each.team for each in made} == {"王五", "周八"}
    assert len(checks_of(made[0])) == InspectionCheck.select().count() / 2 > 3
    assert inspections_from(draw, "2010-11-30") == []
    last = last_undoable()
    assert last is not None
    undo(last.id)
    assert len(waiting_picks(draw)) == 2
