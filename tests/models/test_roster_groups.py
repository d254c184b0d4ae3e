"""Several members transferred or leaving at once: one action, one undo, and nobody moved twice."""

from __future__ import annotations

import pytest

from models.errors import AppError
from models.journal import actions, undo
from models.member import Member, Office, Transfer
from models.organisation import Organisation
from models.reorganise import dissolve
from models.roster import OVER_AGE, leave_all, too_young, transfer, transfer_all
from models.store import Store
from tests.models.people import branch, id_of, member


def test_several_are_transferred_in_one_action(store: Store) -> None:
    first, second = branch("一所团支部"), branch("二所团支部")
    people = [member("张三", first, post="书记"), member("李四", first), member("王五", second)]
    assert transfer_all(people, second, "2010-06-01", "岗位调整") == 2
    assert {each.branch_id for each in Member.select()} == {second.id}
    assert [(each.moved, each.reason) for each in Transfer.select()] == [("2010-06-01", "岗位调整")] * 2
    assert Office.get().until == "2010-06-01"
    assert actions()[0].name == "转接2名团员到二所团支部"
    undo(actions()[0].id)
    assert [each.branch_id for each in Member.select().order_by(Member.id)] == [first.id, first.id, second.id]
    assert Member.get_by_id(people[0].id).post == "书记"
    with pytest.raises(AppError, match="都已在二所团支部"):
        transfer_all([people[2]], second, "2010-06-02")


def test_several_leave_in_one_action_and_those_gone_stay_gone(store: Store) -> None:
    home = branch()
    people = [member("张三", home, post="委员"), member("李四", home)]
    assert leave_all(people[:1], OVER_AGE, "2010-05-04") == 1
    assert leave_all(list(Member.select().order_by(Member.id)), OVER_AGE, "2010-06-01") == 1
    assert [each.left_on for each in Member.select().order_by(Member.id)] == ["2010-05-04", "2010-06-01"]
    assert {each.state for each in Member.select()} == {"已离团"}
    assert Office.get().until == "2010-05-04"
    with pytest.raises(AppError, match="都已不在册"):
        leave_all(list(Member.select()), "转出", "2010-07-01")


def test_nobody_is_transferred_to_an_organisation_that_has_ended(store: Store) -> None:
    home, other = branch(), branch("二所团支部")
    person = member("张三", home)
    dissolve(other, "2010-03-01")
    with pytest.raises(AppError, match="二所团支部已撤销"):
        transfer(person, Organisation.get_by_id(other.id), "2010-06-01")
    with pytest.raises(AppError, match="二所团支部已撤销"):
        transfer_all([person], Organisation.get_by_id(other.id), "2010-06-01")
    assert Transfer.select().count() == 0


def test_who_is_too_young_to_leave_for_age(store: Store) -> None:
    home = branch()
    young = member("张三", home, born="1982-06-19")
    people = [
        young,
        member("李四", home, born="1982-06-18"),
        member("王五", home, born="1982-06"),
        member("赵六", home, id_number=id_of("1982-06-17"), born="1990-01"),
        member("钱七", home),
    ]
    # A month of birth may mean its first day: only who is certainly younger is named.
    assert too_young(people, "2010-06-18") == [young]
    assert too_young(people, "2010-06") == []
    assert too_young(people, "2010-05") == [*people[:4]]
