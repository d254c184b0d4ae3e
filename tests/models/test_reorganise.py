"""Renaming, moving, merging and dissolving organisations keep what hangs on them; each is one undo."""

from __future__ import annotations

import pytest

from models.activity import Activity
from models.assessment import Assessment, begin
from models.award import Honour
from models.changes import change
from models.errors import AppError
from models.journal import actions, history, undo
from models.member import Member, Office, Transfer
from models.organisation import Organisation, Term, branches, tree
from models.reorganise import dissolve, merge_into, move_among, move_below, rename
from models.roster import transfer
from models.starter import plant_scheme
from models.store import Store


def organisation(name: str, parent: Organisation | None = None, kind: str = "团支部") -> Organisation:
    with change("新增团组织"):
        made = Organisation(name=name, kind=kind, parent=parent)
        made.save()
    return made


def member(name: str, branch: Organisation, post: str | None = None) -> Member:
    with change("新增团员"):
        made = Member(name=name, branch=branch, post=post)
        made.save()
    return made


@pytest.fixture
def office(store: Store) -> dict[str, Organisation]:
    root = organisation("区水务局团委", kind="团委")
    return {
        "root": root,
        "first": organisation("一所团支部", root),
        "second": organisation("二所团支部", root),
    }


def again(record: Organisation) -> Organisation:
    return Organisation.get_by_id(record.id)


def test_a_renamed_organisation_is_still_found_by_its_old_name(office: dict[str, Organisation]) -> None:
    rename(office["first"], "第一管理所团支部")
    assert again(office["first"]).name == "第一管理所团支部"
    assert Organisation.find("一所团支部") == office["first"].id
    rename(office["first"], "一所团支部")
    assert again(office["first"]).former_names == "第一管理所团支部"
    assert len({entry.action_id for entry in history(office["first"]) if "改名" in entry.action}) == 2


@pytest.mark.parametrize("name", ["一所团支部", "二所团支部"])
def test_neither_the_same_name_nor_anothers_is_taken(office: dict[str, Organisation], name: str) -> None:
    with pytest.raises(AppError):
        rename(office["first"], name)
    assert again(office["first"]).former_names is None


def test_an_organisation_moves_with_all_below_but_never_under_itself(office: dict[str, Organisation]) -> None:
    group = organisation("自来水公司团总支", office["root"], "团总支")
    move_below(office["first"], group)
    assert again(office["first"]).parent_id == group.id
    with pytest.raises(AppError, match="自己的下级"):
        move_below(group, office["first"])
    move_below(group, None)
    assert again(group).parent_id is None


def test_merging_moves_people_and_work_and_keeps_the_old_one(office: dict[str, Organisation]) -> None:
    first, second = office["first"], office["second"]
    child = organisation("一所班组团支部", first)
    head = member("赵一", first, "书记")
    with change("选举"):
        Term(organisation=first, elected="2008-05-04").save()
    with change("记录"):
        Activity(branch=first, category="比贡献", title="水上保洁", start="2010-05-01").save()
        Honour(name="五四红旗团支部", organisation=first, granted="2009-05").save()
    plant_scheme(2010)
    begin(first, 2010)
    begin(second, 2010)

    merge_into(first, second, "2010-09-01")

    old = again(first)
    assert (old.state, old.ended, old.merged_into_id) == ("已合并", "2010-09-01", second.id)
    assert again(child).parent_id == second.id
    moved = Member.get_by_id(head.id)
    assert (moved.branch_id, moved.post) == (second.id, None)
    move = Transfer.get(Transfer.member == head.id)
    assert (move.source_id, move.target_id, move.moved) == (first.id, second.id, "2010-09-01")
    assert Transfer.select().count() == 1
    office_held = Office.get(Office.member == head.id)
    assert (office_held.organisation_id, office_held.until) == (first.id, "2010-09-01")
    assert [activity.branch_id for activity in Activity.select()] == [second.id]
    assert [honour.organisation_id for honour in Honour.select()] == [second.id]
    assert [term.organisation_id for term in Term.select()] == [first.id]
    assert sorted(each.organisation_id for each in Assessment.select()) == sorted([first.id, second.id])
    assert first.id not in dict(tree())


def test_merging_is_taken_back_in_one_step(office: dict[str, Organisation]) -> None:
    first, second = office["first"], office["second"]
    head = member("赵一", first, "书记")
    merge_into(first, second, "2010-09-01")
    undo(actions()[0].id)
    back = Member.get_by_id(head.id)
    assert (back.branch_id, back.post) == (first.id, "书记")
    assert again(first).state == "正常"
    assert Transfer.select().count() == 0
    assert Office.get(Office.member == head.id).until is None


def test_those_who_had_left_stay_where_they_were(office: dict[str, Organisation]) -> None:
    gone = member("钱二", office["first"])
    with change("离团"):
        gone.state, gone.left_on = "已离团", "2009-03-01"
        gone.save()
    merge_into(office["first"], office["second"], "2010-09-01")
    assert Member.get_by_id(gone.id).branch_id == office["first"].id
    assert Transfer.select().count() == 0


def test_merging_into_itself_below_itself_or_an_ended_one_is_refused(office: dict[str, Organisation]) -> None:
    root, first, second = office["root"], office["first"], office["second"]
    with pytest.raises(AppError, match="自己"):
        merge_into(first, first, "2010-09-01")
    with pytest.raises(AppError, match="下级"):
        merge_into(root, first, "2010-09-01")
    dissolve(second, "2010-08-01")
    with pytest.raises(AppError, match="已撤销"):
        merge_into(first, again(second), "2010-09-01")
    with pytest.raises(AppError, match="不能再撤并"):
        merge_into(second, first, "2010-09-01")
    assert again(first).state == "正常"


def test_dissolving_waits_for_members_and_organisations_below(office: dict[str, Organisation]) -> None:
    root, first, second = office["root"], office["first"], office["second"]
    person = member("孙三", first, "组织委员")
    with pytest.raises(AppError, match="2个下级团组织"):
        dissolve(root, "2010-09-01")
    with pytest.raises(AppError, match="1名团员"):
        dissolve(first, "2010-09-01")
    dissolve(first, "2010-09-01", members_to=second)
    assert again(first).state == "已撤销"
    assert Member.get_by_id(person.id).branch_id == second.id
    assert Office.get(Office.member == person.id).until == "2010-09-01"
    assert actions()[0].name == "撤销一所团支部"


def test_an_office_that_began_after_the_end_closes_on_its_own_day(office: dict[str, Organisation]) -> None:
    person = member("李四", office["first"])
    with change("任职"):
        Office(organisation=office["first"], member=person, post="书记", since="2010-10").save()
    merge_into(office["first"], office["second"], "2010-09-01")
    assert Office.get(Office.member == person.id).until == "2010-10"


def test_a_transferred_officer_no_longer_holds_the_old_branchs_office(
    office: dict[str, Organisation],
) -> None:
    person = member("周五", office["first"], "书记")
    with change("任职"):
        Office(organisation=office["root"], member=person, post="委员").save()
    transfer(Member.get_by_id(person.id), office["second"], "2010-06-01")
    ends = {each.organisation_id: each.until for each in Office.select()}
    assert ends == {office["first"].id: "2010-06-01", office["root"].id: None}
    assert Member.get_by_id(person.id).post == "委员"


def test_a_name_changed_in_the_form_is_kept_as_well(office: dict[str, Organisation]) -> None:
    with change("修改团组织"):
        record = again(office["first"])
        record.name = "一所团总支"
        record.save()
    assert again(office["first"]).former_names == "一所团支部"
    undo(actions()[0].id)
    assert (again(office["first"]).name, again(office["first"]).former_names) == ("一所团支部", None)


def names() -> list[str]:
    return [str(Organisation.get_by_id(id_).name) for id_, _ in tree()]


def test_siblings_change_places_with_all_below_them(office: dict[str, Organisation]) -> None:
    group = organisation("自来水公司团总支", office["root"], "团总支")
    organisation("水厂团支部", group)
    assert move_among(group, -1)
    assert names() == ["区水务局团委", "一所团支部", "自来水公司团总支", "水厂团支部", "二所团支部"]
    assert actions()[0].name == "自来水公司团总支上移"
    assert move_among(office["first"], 1)
    assert [str(each.name) for each in branches()] == ["水厂团支部", "一所团支部", "二所团支部"]
    assert not move_among(office["second"], 1), "it is the last already"
    assert not move_among(office["root"], -1)
    for action in [action.id for action in actions() if action.name.endswith(("上移", "下移"))]:
        undo(action)
    assert names() == ["区水务局团委", "一所团支部", "二所团支部", "自来水公司团总支", "水厂团支部"]


def test_ended_siblings_are_passed_over_and_a_new_one_comes_last(office: dict[str, Organisation]) -> None:
    third = organisation("三所团支部", office["root"])
    dissolve(office["second"], "2010-08-01")
    assert move_among(third, -1)
    assert names() == ["区水务局团委", "三所团支部", "一所团支部"]
    organisation("四所团支部", office["root"])
    assert names()[-1] == "四所团支部"
