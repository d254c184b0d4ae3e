"""The leading group: roles from offices, vacancies, changes; months as exact as offices are known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import settings
from models.changes import change
from models.leading_group import (
    DEPUTY_ROLE,
    HEAD_ROLE,
    MEMBER_ROLE,
    USUAL_DUTIES,
    GroupChange,
    changes,
    leading_group,
    spans,
    vacancies,
)
from models.member import Member, Office
from models.organisation import Organisation
from models.store import Store
from tests.models.people import branch, committee, member

JUNE = date(2010, 6, 15)


def holds(person: Member, home: Organisation, post: str, since: str | None, until: str | None = None) -> None:
    with change("任职"):
        Office(member=person.id, organisation=home.id, post=post, since=since, until=until).save()


@pytest.fixture
def homes(store: Store) -> dict[str, Organisation]:
    top = committee()
    return {
        "top": top,
        "first": branch("一所团支部", top, founded="2001"),
        "second": branch("二所团支部", top, founded="2010-09-01"),
    }


@pytest.fixture
def people(homes: dict[str, Organisation]) -> dict[str, Member]:
    return {name: member(name, homes["first"]) for name in ("张三", "李四", "王五", "赵六")}


def names(day: date) -> list[tuple[str, str, str]]:
    return [(each.role, each.member.name, each.organisation.name) for each in leading_group(day)]


def told(change: GroupChange) -> tuple[str, list[str], list[str]]:
    return (
        change.day.isoformat(),
        [each.member.name for each in change.came],
        [each.member.name for each in change.went],
    )


def test_roles_follow_from_the_offices_held(
    homes: dict[str, Organisation], people: dict[str, Member]
) -> None:
    holds(people["张三"], homes["first"], "书记", "2008-03")
    holds(people["李四"], homes["top"], "副书记", None)
    holds(people["王五"], homes["top"], "书记", "2009-06")
    holds(people["赵六"], homes["first"], "副书记", "2009-06")  # a branch's deputy is no member
    assert names(JUNE) == [
        (HEAD_ROLE, "王五", "区水务局团委"),
        (DEPUTY_ROLE, "李四", "区水务局团委"),
        (MEMBER_ROLE, "张三", "一所团支部"),
    ]
    assert vacancies(JUNE) == []
    assert names(date(2008, 2, 29)) == [(DEPUTY_ROLE, "李四", "区水务局团委")]


def test_a_place_that_nobody_holds_is_said(homes: dict[str, Organisation], people: dict[str, Member]) -> None:
    holds(people["张三"], homes["first"], "书记", "2008-03")
    assert [each.sentence for each in vacancies(JUNE)] == ["区水务局团委没有书记", "区水务局团委没有副书记"]
    # The second branch is founded in September; an ended one has no place any more.
    assert [each.sentence for each in vacancies(date(2010, 9, 1))][2:] == ["二所团支部没有书记"]
    with change("撤销"):
        homes["second"].state, homes["second"].ended = "已撤销", "2010-11-01"
        homes["second"].save()
    assert len(vacancies(date(2010, 10, 31))) == 3
    assert len(vacancies(date(2010, 11, 1))) == 2


def test_who_comes_on_the_day_the_other_goes(
    homes: dict[str, Organisation], people: dict[str, Member]
) -> None:
    """The election knows the day, the successor's office only the month: there are never two, and no gap."""
    holds(people["张三"], homes["first"], "书记", "2008-03", "2010-05-12")
    holds(people["李四"], homes["first"], "书记", "2010-05")
    assert [told(each) for each in changes(2010)] == [("2010-05-12", ["李四"], ["张三"])]
    assert [name for _, name, _ in names(date(2010, 5, 11))] == ["张三"]
    assert [name for _, name, _ in names(date(2010, 5, 12))] == ["李四"]


def test_three_within_a_month_follow_each_other(
    homes: dict[str, Organisation], people: dict[str, Member]
) -> None:
    holds(people["张三"], homes["first"], "书记", "2008-03", "2010-05-12")
    holds(people["李四"], homes["first"], "书记", "2010-05", "2010-05-25")
    holds(people["王五"], homes["first"], "书记", "2010-05")
    days = (date(2010, 5, 11), date(2010, 5, 12), date(2010, 5, 24), date(2010, 5, 25))
    assert [[name for _, name, _ in names(day)] for day in days] == [["张三"], ["李四"], ["李四"], ["王五"]]


def test_months_alone_change_on_the_first(homes: dict[str, Organisation], people: dict[str, Member]) -> None:
    holds(people["张三"], homes["first"], "书记", "2008-03", "2010-05")
    holds(people["李四"], homes["first"], "书记", "2010-05", "2010-08")
    holds(people["张三"], homes["first"], "书记", "2010-11")
    assert [told(each) for each in changes(2010)] == [
        ("2010-05-01", ["李四"], ["张三"]),
        ("2010-08-01", [], ["李四"]),
        ("2010-11-01", ["张三"], []),
    ]
    assert changes(2009) == []


@given(
    since=st.dates(date(2009, 1, 1), date(2011, 12, 31)),
    exact=st.tuples(st.booleans(), st.booleans()),
    day=st.dates(date(2009, 1, 1), date(2011, 12, 31)),
)
def test_a_handover_leaves_exactly_one_secretary(since: date, exact: tuple[bool, bool], day: date) -> None:
    """However exactly each of the two knows the day of the handover."""
    mark = since.isoformat()
    old = Office(id=1, organisation=1, member=1, post="书记", until=mark if exact[0] else mark[:7])
    new = Office(id=2, organisation=1, member=2, post="书记", since=mark if exact[1] else mark[:7])
    holding = [held.office.id for held in spans([old, new]) if held.first <= day < held.end]
    assert len(holding) == 1


def test_duties_are_the_offices_own_words_once_it_has_written_some(
    homes: dict[str, Organisation], people: dict[str, Member]
) -> None:
    holds(people["王五"], homes["top"], "书记", "2009-06")
    assert leading_group(JUNE)[0].duty == USUAL_DUTIES[HEAD_ROLE]
    settings.set_office({"duty_head": "抓总"})
    assert leading_group(JUNE)[0].duty == "抓总"
