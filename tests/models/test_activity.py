"""Activities: what follows from their numbers, what cannot be, and who took part."""

from __future__ import annotations

import pytest

from models.activity import Activity, Participation, hours_of_members, participants, set_participants
from models.changes import change
from models.record import RecordProblems
from models.store import Store
from tests.models.people import branch, member


def activity(**facts: object) -> Activity:
    with change("新增活动"):
        found = Activity(
            **{"branch": branch().id, "kind": "水上保洁", "title": "清理河道", "start": "2010-05-01", **facts}
        )
        found.save()
    return found


def test_category_youth_and_hours_follow_from_what_was_entered(store: Store) -> None:
    found = activity(present=19, league_present=14, hours_each=2)
    assert (found.category, found.youth_present, found.person_hours) == ("比贡献", 5, 38)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"present": 29, "league_present": 79}, "league_present"),
        ({"present": 29, "youth_present": 30}, "youth_present"),
        ({"present": 29, "league_present": 20, "youth_present": 10}, "youth_present"),
        ({"end": "2010-04-30"}, "end"),
    ],
)
def test_a_part_is_never_larger_than_the_whole(store: Store, facts: dict[str, object], field: str) -> None:
    with pytest.raises(RecordProblems) as raised:
        activity(**facts)
    assert field in [problem.field for problem in raised.value.problems]


def test_more_present_than_expected_and_a_kind_of_another_category_are_doubtful(store: Store) -> None:
    found = activity(expected=10, present=12, category="比作为")
    assert {problem.field for problem in found.check()} == {"present", "kind"}
    assert all(problem.severity == "warning" for problem in found.check())


def test_the_list_of_participants_gives_the_hours(store: Store) -> None:
    found = activity(present=3)
    home = found.branch
    people = [member(name, home) for name in ("甲某", "乙某", "丙某")]
    set_participants(found, {people[0].id: 2, people[1].id: 3.5})
    assert Activity.get_by_id(found.id).person_hours == 5.5
    set_participants(found, {people[1].id: 3.5, people[2].id: None})
    assert [(p.member_id, p.hours) for p in participants(found)] == [
        (people[1].id, 3.5),
        (people[2].id, None),
    ]
    assert Activity.get_by_id(found.id).person_hours == 3.5
    assert hours_of_members(2010) == {people[1].id: 3.5}
    assert hours_of_members(2011) == {}


def test_deleting_an_activity_takes_its_list_along(store: Store) -> None:
    found = activity()
    set_participants(found, {member("甲某", found.branch).id: 2})
    with change("删除"):
        found.delete_instance()
    assert Participation.select().count() == 0


def test_the_numbers_present_follow_the_list_until_somebody_enters_others(store: Store) -> None:
    found = activity(hours_each=None)
    home = found.branch
    people = [member(name, home) for name in ("甲某", "乙某", "丙某", "丁某")]
    set_participants(found, {person.id: 2.5 for person in people[:3]})
    stored = Activity.get_by_id(found.id)
    assert (stored.expected, stored.present, stored.league_present, stored.absent) == (4, 3, 3, "丁某")
    assert (found.present, found.person_hours) == (3, 7.5)
    set_participants(found, {person.id: 2.5 for person in people[:2]})
    assert (found.present, found.league_present, found.absent) == (2, 2, "丙某、丁某")
    with change("更正"):
        found.present = 10
        found.youth_present = 8
        found.save()
    set_participants(found, {people[0].id: 2.5})
    assert (found.present, found.league_present, found.youth_present) == (9, 1, 8)
    with change("更正"):
        found.present = 20
        found.save()
    set_participants(found, {person.id: 2.5 for person in people})
    assert found.present == 20


def test_hours_that_do_not_follow_a_corrected_number_are_doubtful(store: Store) -> None:
    found = activity(present=19, league_present=14, hours_each=2)
    assert found.check() == []
    found.present, found.youth_present = 25, 11
    assert [(problem.field, problem.severity) for problem in found.check()] == [("person_hours", "warning")]
    found.person_hours = 50
    assert found.check() == []
