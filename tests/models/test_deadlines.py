"""The calendar's contents: everything that is due from one day to another, done, overdue or open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import deadlines as due
from models.award import Nomination
from models.changes import change
from models.correction import Correction
from models.demand import Demand
from models.organisation import Organisation
from models.partial_date import last_day
from models.reporting import Request, Return
from models.store import Store
from tests.models.people import branch, committee, member

NOW = date(2010, 12, 10)
YEAR = (date(2010, 1, 1), date(2010, 12, 31))


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due, "today", lambda: NOW)


def demand(name: str, by: str, done: str | None = None) -> Demand:
    with change("登记"):
        made = Demand(name=name, due=by, done=done)
        made.save()
    return made


def test_states_and_order_of_what_the_committee_wants(store: Store) -> None:
    demand("明年计划", "2010-12-31")
    demand("季报", "2010-10-08", done="2010-09-30")
    demand("花名册", "2010-12-09")
    assert [(each.what, each.state) for each in due.deadlines(*YEAR)] == [
        ("季报", due.DONE),
        ("花名册", due.OVERDUE),
        ("明年计划", due.OPEN),
    ]
    assert [each.what for each in due.pending(Demand, NOW)] == ["花名册"]


def test_nobody_is_reminded_of_what_an_ended_organisation_left(store: Store) -> None:
    one, two = branch("一所团支部"), branch("二所团支部")
    with change("登记"):
        for home in (one, two):
            Correction(organisation=home.id, task=f"{home.name}补记录", due="2010-09-30").save()
        two.state, two.ended = "已撤销", "2010-10-31"
        two.save()
    assert [each.about for each in due.pending(Correction, NOW)] == ["一所团支部"]
    assert [each.about for each in due.deadlines(*YEAR)] == ["一所团支部", "二所团支部"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(
    by=st.sampled_from(["2010", "2010-02", "2010-12", "2010-02-28", "2010-03-01", "2009-12-31"]),
    first=st.dates(date(2009, 12, 1), date(2011, 1, 31)),
    days=st.integers(0, 90),
)
def test_a_coarse_date_counts_for_its_last_day(store: Store, by: str, first: date, days: int) -> None:
    last = first + timedelta(days)
    with change("准备") as current:
        for each in Demand.select():
            current.delete(each)
    demand("报表", by)
    found = due.deadlines(first, last)
    assert [each.day for each in found] == ([last_day(by)] if first <= last_day(by) <= last else [])


def test_what_is_derived_elections_publicity_requests(store: Store) -> None:
    top = committee()
    first = branch("一所团支部", top, last_election="2008-06")
    second = branch("二所团支部", top, last_election="2009-03-01")
    person = member("张三", second)
    with change("准备"):
        request = Request(name="十二月活动", year=2010, kind="活动上报表", due="2010-12-20")
        request.save()
        Return(
            request=request.id, organisation=first.id, received="2010-12-01", file_name="a.xlsx", digest="1"
        ).save()
        nomination = Nomination(
            year=2010,
            kind="优秀共青团员",
            member=person.id,
            state="公示中",
            public_from="2010-11-20",
            public_until="2010-11-27",
        )
        nomination.save()
    found = {each.kind: each for each in due.deadlines(*YEAR)}
    assert set(found) == {Organisation, Nomination, Request}
    assert (found[Organisation].day, found[Organisation].record_id) == (date(2010, 6, 30), first.id)
    assert found[Organisation].overdue
    assert [found[kind].subject for kind in (Organisation, Request)] == ["换届", Request.label]
    assert found[Nomination].overdue
    assert found[Request].about == "还有1个团支部没有报"
    assert not found[Request].overdue
    # For the branch that has sent it, the request is done.
    of_first = {each.kind: each for each in due.deadlines(*YEAR, {first.id})}
    assert of_first[Request].done
    assert Nomination not in of_first


def test_what_belongs_to_nobody_comes_only_with_all(store: Store) -> None:
    home = branch()
    demand("季报", "2010-05-01")
    assert due.deadlines(*YEAR, {home.id}) == []
