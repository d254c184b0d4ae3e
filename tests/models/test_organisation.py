"""Organisations: the tree, terms and their due dates, names under which they are found."""

from __future__ import annotations

from datetime import date

import pytest

from models.changes import change
from models.errors import FieldError
from models.organisation import Organisation, Term, branches, due_for_election, subtree, tree
from models.store import Store
from tests.models.people import branch, committee, member


def test_an_election_date_is_a_term_and_a_term_is_the_election_date(store: Store) -> None:
    home = branch(last_election="2007-11")
    assert [term.elected for term in Term.select()] == ["2007-11"]
    with change("登记换届"):
        Term(organisation=home.id, number=3, elected="2009-11-18").save()
    home = Organisation.get_by_id(home.id)
    assert home.last_election == "2009-11-18"
    assert home.due == "2011-11-18"
    with change("更正"):
        Term.get(Term.elected == "2009-11-18").delete_instance()
    assert Organisation.get_by_id(home.id).last_election == "2007-11"


def test_a_more_exact_date_refines_the_term_and_a_wrong_one_is_corrected(store: Store) -> None:
    home = branch(last_election="2009-11")
    for elected in ("2009-11-18", "2009-10-18"):
        with change("修改"):
            home.last_election = elected
            home.save()
        assert [term.elected for term in Term.select()] == [elected]
    with change("换届"):
        home.last_election = "2011-11-01"
        home.save()
    assert sorted(term.elected for term in Term.select()) == ["2009-10-18", "2011-11-01"]


@pytest.mark.parametrize(
    ("kind", "elected", "due"),
    [
        ("团支部", "2009-11", "2011-11"),
        ("团委", "2008-06-18", "2011-06-18"),
        ("团支部", "2008-02-29", "2010-02-28"),
    ],
)
def test_the_next_election_is_due_after_a_term_by_kind(
    store: Store, kind: str, elected: str, due: str
) -> None:
    assert Organisation(name="某", kind=kind, last_election=elected).due == due
    assert Organisation(name="某", kind=kind, last_election=elected, term_years=5).due[:4] == str(
        int(elected[:4]) + 5
    )


def test_elections_due_are_listed_overdue_first(store: Store) -> None:
    branch("甲团支部", last_election="2008-05-01")
    branch("乙团支部", last_election="2009-02-01")
    branch("丙团支部", last_election="2010-02-01")
    found = due_for_election(date(2010, 12, 20))
    assert [(o.name, due, late) for o, due, late in found] == [
        ("甲团支部", "2010-05-01", True),
        ("乙团支部", "2011-02-01", False),
    ]


def test_the_tree_and_what_is_below(store: Store) -> None:
    top = committee()
    general = branch("自来水团总支", top)
    below = branch("营业所团支部", general)
    assert subtree(top.id) == {top.id, general.id, below.id}
    assert subtree(general.id) == {general.id, below.id}
    assert (below.id, general.id) in tree()
    top.parent = below.id
    assert any(problem.field == "parent" and problem.severity == "error" for problem in top.check())


def test_an_organisation_is_found_by_present_short_and_former_name(store: Store) -> None:
    home = branch(
        "水资源管理中心团支部", short_name="水资源", former_names="水资源办公室团支部、水资源所团支部"
    )
    for name in ("水资源管理中心团支部", " 水资源 管理中心团支部", "水资源", "水资源所团支部"):
        assert Organisation.find(name) == home.id
    with pytest.raises(FieldError, match="是不是：水资源管理中心团支部"):
        Organisation.find("水资源管理中心支部")
    with pytest.raises(FieldError, match=r"没有“天文台”这个团组织$"):
        Organisation.find("天文台")


def test_branches_of_a_day_leave_out_those_that_ended_before(store: Store) -> None:
    branch("甲团支部", founded="2000-08")
    branch("乙团支部", state="已撤销", ended="2010-03-01")
    branch("丙团支部", founded="2011-01-01")
    assert [b.name for b in branches(date(2010, 12, 31))] == ["甲团支部"]
    assert [b.name for b in branches(date(2010, 2, 1))] == ["甲团支部", "乙团支部"]


def test_a_branch_of_an_unusual_size_is_warned_of(store: Store) -> None:
    home = branch()
    member("张三", home)
    assert [problem.severity for problem in home.check()] == ["warning"]
    assert "3至30人" in home.check()[0].message
