"""Members: what follows from an ID number, offices in step with the roster, transfers, leaving, doubles."""

from __future__ import annotations

from datetime import date

import pytest

from models import clock
from models.activity import Activity, Participation, set_participants
from models.award import Honour
from models.changes import change
from models.errors import AppError
from models.journal import last_undoable, undo
from models.member import Member, Office, Transfer, age_on
from models.record import RecordProblems
from models.roster import find_doubles, leave, merge, transfer, turning_28
from models.store import Store
from tests.models.people import branch, id_of, member


def problems(record: Member) -> set[tuple[str | None, str]]:
    return {(problem.field, problem.severity) for problem in record.check()}


def test_sex_and_birth_follow_from_the_id_number(store: Store) -> None:
    person = member("张三", branch(), id_number=id_of("1990-05-04", 12))
    assert (person.sex, person.born) == ("女", "1990-05-04")


def test_sex_and_birth_against_the_id_number_are_doubtful_not_wrong(store: Store) -> None:
    home = branch()
    person = Member(name="张三", branch=home.id, sex="女", born="1991-05", id_number=id_of("1990-05-04", 11))
    assert problems(person) == {("sex", "warning"), ("born", "warning")}


@pytest.mark.parametrize(
    ("born", "joined", "expected"),
    [
        ("1990-05", "2005-05", set()),
        ("1990-05", "2002-05", {("joined", "warning")}),
        ("1990-05", "1989-05", {("joined", "error")}),
    ],
)
def test_joining_too_early_is_doubtful_and_before_birth_is_wrong(
    store: Store, born: str, joined: str, expected: set[tuple[str, str]]
) -> None:
    assert problems(Member(name="张三", branch=branch().id, born=born, joined=joined)) == expected


def test_the_same_id_number_twice_is_refused_naming_the_other(store: Store) -> None:
    home, number = branch(), id_of("1990-05-04")
    member("张三", home, id_number=number)
    with pytest.raises(RecordProblems, match="与“张三”的身份证号相同"):
        member("李四", home, id_number=number)


def test_the_roster_post_and_the_offices_agree_whichever_is_changed(store: Store) -> None:
    home = branch()
    person = member("张三", home, post="书记")
    assert [(o.post, o.organisation_id, o.until) for o in Office.select()] == [("书记", home.id, None)]
    with change("改任"):
        person.post = "组织委员"
        person.save()
    offices = {office.post: office for office in Office.select()}
    assert offices["书记"].until is not None
    assert offices["组织委员"].until is None
    with change("免职"):
        office = offices["组织委员"]
        office.until = "2010-05"
        office.save()
    assert Member.get_by_id(person.id).post is None


def test_an_office_in_the_committee_shows_only_when_there_is_none_in_the_branch(store: Store) -> None:
    top, home = branch("局团委"), branch()
    person = member("张三", home, post="书记")
    with change("任职"):
        Office(member=person.id, organisation=top.id, post="委员", since="2009-01").save()
    assert Member.get_by_id(person.id).post == "书记"
    with change("免职"):
        Office.get(Office.post == "书记").delete_instance()
    assert Member.get_by_id(person.id).post == "委员"


def test_the_roster_ends_no_office_in_the_committee(store: Store) -> None:
    top, home = branch("局团委"), branch()
    person = member("张三", home, post="书记")
    with change("任职"):
        Office(member=person.id, organisation=top.id, post="委员", since="2009-01").save()
    with change("改任"):
        person = Member.get_by_id(person.id)
        person.post = "组织委员"
        person.save()
    held = {(office.post, office.organisation_id) for office in Office.select().where(Office.until.is_null())}
    assert held == {("委员", top.id), ("组织委员", home.id)}


def test_two_secretaries_are_pointed_out(store: Store) -> None:
    home = branch()
    member("张三", home, post="书记")
    other = member("李四", home, post="书记")
    office = Office.get(Office.member == other.id)
    assert [problem.message for problem in office.check()] == ["张三也在任书记"]


def test_a_transfer_moves_the_member_and_is_on_record(store: Store) -> None:
    home, other = branch(), branch("水文勘测队团支部")
    person = member("张三", home)
    transfer(person, other, "2010-05-01", "工作调动")
    assert Member.get_by_id(person.id).branch_id == other.id
    assert Member.get_by_id(person.id).moves == "2010-05-01系统内转接（水文勘测队团支部）"
    assert Transfer.select().count() == 1
    with pytest.raises(AppError, match="已在"):
        transfer(Member.get_by_id(person.id), other, "2010-06-01")
    undo(last_undoable().id)
    assert Member.get_by_id(person.id).branch_id == home.id
    assert Transfer.select().count() == 0


def test_a_branch_changed_in_the_form_is_a_transfer_too(store: Store) -> None:
    home, other = branch(), branch("水文勘测队团支部")
    person = member("张三", home)
    with change("修改"):
        person.branch = other.id
        person.save()
    assert [(t.source_id, t.target_id) for t in Transfer.select()] == [(home.id, other.id)]
    for target in (home, other):  # back, and there again
        with change("修改"):
            person = Member.get_by_id(person.id)
            person.branch = target.id
            person.save()
    assert [t.target_id for t in Transfer.select().order_by(Transfer.id)] == [other.id, home.id, other.id]


def test_leaving_ends_the_offices_and_keeps_the_person(store: Store) -> None:
    person = member("张三", branch(), post="书记")
    leave(person, "超龄离团", "2010-12-01")
    left = Member.get_by_id(person.id)
    assert (left.state, left.left_on, left.post, left.is_present) == ("已离团", "2010-12-01", None, False)
    assert Office.get().until == "2010-12-01"


def test_age_and_those_who_turn_28(store: Store) -> None:
    home = branch()
    member("甲某", home, id_number=id_of("1982-12-20"))
    member("乙某", home, id_number=id_of("1983-01-10"))
    member("丙某", home, id_number=id_of("1982-01-10", 13), post="书记")
    member("丁某", home, born="1990-05")
    day = date(2010, 12, 20)
    assert [(each.name, each.over) for each in turning_28(day)] == [("甲某", True), ("乙某", False)]
    assert age_on(Member.get(Member.name == "乙某"), day) == 27


def test_doubles_are_found_and_merged_with_everything_that_hung_on_them(store: Store) -> None:
    home = branch()
    keep = member("张三", home, born="1990-05", id_number=id_of("1990-05-04"))
    drop = member("张 三".replace(" ", ""), home, born="1990-05-04", phone="13800001111", post="组织委员")
    member("张三", home, born="1985-01")
    assert [[m.id for m in group] for group in find_doubles()] == [[keep.id, drop.id]]
    assert [m.id for m in keep.similar()] == [drop.id, drop.id + 1]
    with change("活动"):
        both = Activity(branch=home.id, category="比贡献", title="甲", start="2010-05-01", present=9)
        both.save()
        one = Activity(branch=home.id, category="比贡献", title="乙", start="2010-05-02", present=9)
        one.save()
        Honour(name="优秀共青团员", member=drop.id, granted="2009-05").save()
    set_participants(both, {keep.id: 2.0, drop.id: 2.0})
    set_participants(one, {drop.id: 3.0})
    merge(keep, drop)
    kept = Member.get_by_id(keep.id)
    assert (kept.phone, kept.post, kept.id_number) == ("13800001111", "组织委员", keep.id_number)
    assert Member.get_or_none(Member.id == drop.id) is None
    assert sorted((p.activity_id, p.member_id) for p in Participation.select()) == [
        (both.id, keep.id),
        (one.id, keep.id),
    ]
    assert Honour.get().member_id == keep.id
    undo(last_undoable().id)
    assert Member.get_by_id(drop.id).phone == "13800001111"
    assert Honour.get().member_id == drop.id


def test_different_id_numbers_are_not_merged(store: Store) -> None:
    home = branch()
    one = member("张三", home, id_number=id_of("1990-05-04"))
    two = member("张三", home, id_number=id_of("1990-05-04", 13))
    with pytest.raises(AppError, match="身份证号不同"):
        merge(one, two)
    assert Member.select().count() == 2


def test_one_of_the_name_without_birth_or_id_is_found_as_a_double(store: Store) -> None:
    home, other = branch(), branch("水文勘测队团支部")
    known = member("张三", home, id_number=id_of("1990-05-04"))
    bare = member("张三", home)
    member("张三", other)
    member("李四", home, id_number=id_of("1990-05-04", 13))
    member("李四", home, id_number=id_of("1991-06-04", 13))
    assert [[m.id for m in group] for group in find_doubles()] == [[known.id, bare.id]]


def test_ages_are_told_for_the_work_year_that_is_looked_at(store: Store) -> None:
    person = member("张三", branch(), id_number=id_of("1985-12-31"))
    clock.set_work_year(2010)
    assert person.shown("age") == "25"
    clock.set_work_year(2009)
    assert person.shown("age") == "24"


def test_a_member_who_came_back_does_not_leave_by_being_merged_with_the_old_record(store: Store) -> None:
    home = branch()
    back, gone = member("张三", home), member("张三", home, phone="13800001111")
    leave(gone, "转出", "2009-05-01")
    merge(back, Member.get_by_id(gone.id))
    kept = Member.get_by_id(back.id)
    assert (kept.is_present, kept.left_on, kept.phone) == (True, None, "13800001111")
