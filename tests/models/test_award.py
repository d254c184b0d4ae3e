"""Nominations pass through their states in order and become honours."""

from __future__ import annotations

import pytest

from models.award import (
    Honour,
    Nomination,
    advance,
    advance_all,
    common_next_states,
    honours_of_years,
    in_publicity,
    next_states,
    steps,
)
from models.changes import change
from models.errors import AppError
from models.journal import last_undoable
from models.record import RecordProblems
from models.store import Store
from tests.models.people import branch, member


def nomination(**facts: object) -> Nomination:
    with change("推荐"):
        found = Nomination(**{"year": 2010, "kind": "优秀共青团员", **facts})
        found.save()
    return found


def test_a_nomination_goes_step_by_step_to_an_honour(store: Store) -> None:
    person = member("张三", branch())
    found = nomination(member=person.id)
    assert found.organisation_id == person.branch_id
    for day, state in enumerate(
        ("已提交", "党组织已签署", "公示中", "局团委已审", "已上报", "获批", "已表彰"), 1
    ):
        assert state in next_states(found)
        advance(found, state, f"2010-03-{day:02d}")
    assert (found.public_from, found.sent_on, found.decided_on) == ("2010-03-03", "2010-03-05", "2010-03-06")
    assert [step.state for step in steps(found)][-1] == "已表彰"
    assert [honour.name for honour in honours_of_years(person, 2010)] == ["优秀共青团员"]
    assert honours_of_years(person, 2014) == []


def test_a_state_cannot_be_left_out(store: Store) -> None:
    found = nomination(member=member("张三", branch()).id)
    with pytest.raises(AppError, match="下一步可以是：已提交"):
        advance(found, "已上报", "2010-03-01")
    assert Nomination.get().state == "草稿"
    assert Honour.select().count() == 0


def test_a_refused_nomination_ends_there(store: Store) -> None:
    found = nomination(member=member("张三", branch()).id, state="已上报")
    advance(found, "未获批", "2010-04-20")
    assert next_states(found) == ()


@pytest.mark.parametrize("facts", [{}, {"kind": "五四红旗团支部"}])
def test_somebody_must_be_nominated(store: Store, facts: dict[str, object]) -> None:
    with pytest.raises(RecordProblems):
        nomination(**facts)


def test_nobody_is_nominated_twice_for_the_same(store: Store) -> None:
    person = member("张三", branch())
    nomination(member=person.id)
    with pytest.raises(RecordProblems, match="已推荐过"):
        nomination(member=person.id)
    nomination(member=person.id, year=2011)


def test_those_in_publicity_are_listed(store: Store) -> None:
    home = branch()
    nomination(member=member("张三", home).id)
    nomination(
        member=member("李四", home).id, state="公示中", public_from="2010-03-01", public_until="2010-03-08"
    )
    assert [found.heading() for found in in_publicity(2010)] == ["李四"]
    assert in_publicity(2011) == []


def test_several_go_on_together_as_one_action_or_not_at_all(store: Store) -> None:
    home = branch()
    found = [nomination(member=member(name, home).id, state="党组织已签署") for name in ("张三", "李四")]
    advance_all(found, "公示中", "2010-03-01", "王五", facts={"public_until": "2010-03-05"})
    assert {one.public_until for one in in_publicity(2010)} == {"2010-03-05"}
    assert [step.signed_by for one in found for step in steps(one)] == ["王五", "王五"]
    last = last_undoable()
    assert last is not None and last.name == "2项推荐：公示中"
    found[1].state = "草稿"
    with pytest.raises(AppError, match="不能直接变为"):
        advance_all(found, "局团委已审", "2010-03-06")
    assert {one.state for one in Nomination.select()} == {"公示中"}


def test_a_step_that_was_refused_can_be_taken_when_it_is_put_right(store: Store) -> None:
    home = branch()
    found = [nomination(member=member(name, home).id, state="党组织已签署") for name in ("张三", "李四")]
    with pytest.raises(AppError, match="早于公示开始日期"):
        advance_all(found, "公示中", "2010-03-05", facts={"public_until": "2010-03-01"})
    assert {(one.state, one.public_from, one.public_until) for one in found} == {("党组织已签署", None, None)}
    advance_all(found, "公示中", "2010-03-05", facts={"public_until": "2010-03-12"})
    assert {one.state for one in Nomination.select()} == {"公示中"}


def test_only_those_in_the_same_state_have_a_next_step_in_common(store: Store) -> None:
    home = branch()
    found = [nomination(member=member(name, home).id) for name in ("张三", "李四")]
    assert common_next_states(found) == ("已提交",)
    advance(found[0], "已提交", "2010-03-01")
    assert common_next_states(found) == ()
    assert common_next_states([]) == ()


def test_a_step_is_not_earlier_than_the_one_before(store: Store) -> None:
    found = nomination(member=member("张三", branch()).id)
    advance(found, "已提交", "2010-03-05")
    with pytest.raises(AppError, match="2010-03-05，这一步不能更早"):
        advance(found, "党组织已签署", "2010-03-04")
    advance(found, "党组织已签署", "2010-03")
    assert found.state == "党组织已签署"


def test_fields_that_do_not_belong_to_the_award_are_idle(store: Store) -> None:
    assert {"conviction", "building"} <= Nomination().idle_fields()
    assert "building" in Nomination(kind="优秀共青团员").idle_fields()
    assert {"member", "conviction"} <= Nomination(kind="五四红旗团支部").idle_fields()
    assert "building" not in Nomination(kind="五四红旗团支部").idle_fields()


def test_a_collective_award_is_for_organisations_of_its_kind(store: Store) -> None:
    home = branch()
    with pytest.raises(RecordProblems, match="是团支部，不能申报五四红旗团委"):
        nomination(kind="五四红旗团委", organisation=home.id)
    nomination(kind="五四红旗团支部", organisation=home.id)


@pytest.mark.parametrize(
    ("until", "doubtful"),
    [("2010-03-04", True), ("2010-03-05", False), ("2010-03-07", False), ("2010-03", False)],
)
def test_a_short_publicity_is_doubtful(store: Store, until: str, doubtful: bool) -> None:
    found = nomination(member=member("张三", branch()).id, public_from="2010-03-01", public_until=until)
    warned = [problem.field for problem in found.check() if problem.severity == "warning"]
    assert ("public_until" in warned) is doubtful
