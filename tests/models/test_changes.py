"""Changes are whole, journalled, heard of once, and can be taken back in any order that makes sense."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import changes, journal
from models.changes import change
from models.database import rows
from models.errors import AppError
from models.journal import history, last_redoable, last_undoable, redo, undo
from models.member import Member
from models.organisation import Organisation, Term
from models.record import RecordProblems
from models.store import Store
from tests.models.people import branch, member


def test_saving_outside_a_change_is_refused(store: Store) -> None:
    with pytest.raises(RuntimeError, match="inside change"):
        Organisation(name="局机关团支部", kind="团支部").save()
    assert Organisation.select().count() == 0


def test_an_exception_leaves_nothing_behind(store: Store) -> None:
    heard = []
    end = changes.subscribe(heard.append)
    with pytest.raises(ZeroDivisionError), change("新增两个"):
        Organisation(name="甲团支部", kind="团支部").save()
        _ = 1 / 0
    end()
    assert Organisation.select().count() == 0
    assert not heard
    assert not any(action.name == "新增两个" for action in journal.actions())


def test_an_inner_change_joins_the_outer_one(store: Store) -> None:
    heard = []
    end = changes.subscribe(heard.append)
    with change("外"), change("内"):
        Organisation(name="甲团支部", kind="团支部", last_election="2009-11").save()
    end()
    assert [notice.action for notice in heard] == ["外"]
    assert set(heard[0].ids) == {Organisation, Term}
    assert journal.actions(1)[0].name == "外"


def test_the_journal_says_who_when_and_old_and_new(store: Store) -> None:
    home = branch()
    person = member("张三", home, job="抄表员")
    with change("修改岗位"):
        person.job = "会计"
        person.save()
    latest, first = history(person)
    assert (latest.action, latest.who, latest.old, latest.new) == (
        "修改岗位",
        "测试员",
        {"job": "抄表员"},
        {"job": "会计"},
    )
    assert first.old is None
    assert first.new is not None
    assert first.new["name"] == "张三"
    assert len(latest.at) == 19


def test_saving_without_a_difference_writes_nothing(store: Store) -> None:
    home = branch()
    before = rows("SELECT count(*) FROM journal_action")
    with change("什么也没改"):
        Organisation.get_by_id(home.id).save()
    assert rows("SELECT count(*) FROM journal_action") == before


def test_undo_brings_back_what_was_deleted_with_its_parts(store: Store) -> None:
    home = branch(last_election="2009-11")
    with change("删除"):
        home.delete_instance()
    assert Organisation.select().count() == Term.select().count() == 0
    undo(last_undoable().id)
    assert Organisation.get_by_id(home.id).name == "局机关团支部"
    assert Term.get().elected == "2009-11"


def test_undoing_an_undo_is_not_offered_but_the_step_before_is(store: Store) -> None:
    home = branch()
    person = member("张三", home)
    undo(last_undoable().id)
    assert Member.select().count() == 0
    assert last_undoable().name == "新增团组织"
    with pytest.raises(AppError, match="已经撤销过"):
        undo(next(action.id for action in journal.actions() if action.name == "新增团员"))
    assert person.id == 1


def test_undo_refuses_when_the_record_was_altered_since(store: Store) -> None:
    person = member("张三", branch(), job="抄表员")
    with change("第一次"):
        person.job = "会计"
        person.save()
    first = last_undoable().id
    with change("第二次"):
        person.job = "司机"
        person.save()
    with pytest.raises(AppError, match="后来又改动过"):
        undo(first)
    assert Member.get_by_id(person.id).job == "司机"


def test_undoing_what_others_have_come_to_refer_to_is_refused_in_words(store: Store) -> None:
    home = branch()
    made = last_undoable().id
    person = member("张三", home)
    with pytest.raises(AppError, match="团员记录要用到的团组织"):
        undo(made)
    assert Member.get_by_id(person.id).branch_id == home.id
    assert last_undoable().name == "新增团员"


def test_what_was_rolled_back_can_be_saved_again(store: Store) -> None:
    home = Organisation(name="甲团支部", kind="团支部")
    with pytest.raises(ZeroDivisionError), change("新增"):
        home.save()
        _ = 1 / 0
    assert home.get_id() is None
    with change("再新增"):
        home.save()
    assert Organisation.get_by_id(home.id).name == "甲团支部"


def test_an_id_is_never_used_twice(store: Store) -> None:
    home = branch()
    first = member("张三", home)
    with change("删除"):
        first.delete_instance()
    assert member("李四", home).id != first.id


def test_deleting_what_others_refer_to_is_refused_in_words(store: Store) -> None:
    home = branch()
    member("张三", home)
    with pytest.raises(AppError, match="还有1条团员记录"), change("删除"):
        home.delete_instance()
    assert Organisation.select().count() == 1


def test_a_record_with_problems_is_not_saved(store: Store) -> None:
    with pytest.raises(RecordProblems, match="姓名：姓名不能空着"), change("新增"):
        Member(branch=branch().id).save()
    assert Member.select().count() == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    jobs=st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["抄表员", "会计", None, "=1+1", "0123"])), max_size=12
    )
)
def test_undoing_everything_restores_every_state_in_between(
    store: Store, jobs: list[tuple[int, str | None]]
) -> None:
    home = Organisation.get_or_none(Organisation.name == "局机关团支部") or branch()
    people = list(Member.select()) or [member(name, home) for name in ("甲某", "乙某", "丙某", "丁某")]

    def state() -> list[tuple[object, ...]]:
        return rows("SELECT id, job FROM member ORDER BY id")

    states, done = [], []
    for place, job in jobs:
        before = state()
        person = Member.get_by_id(people[place].id)
        with change("改岗位"):
            person.job = job
            person.save()
        if state() != before:
            states.append(before)
            done.append(last_undoable().id)
    for action, before in zip(reversed(done), reversed(states), strict=True):
        undo(action)
        assert state() == before


def test_saving_many_is_one_action_with_one_entry_each(store: Store) -> None:
    home = branch()
    with change("导入") as current:
        count = current.save_all([Member(name=f"某{i}", branch=home.id, volunteer=True) for i in range(700)])
    assert count == 700
    assert journal.actions(1)[0].touched == 700
    people = list(Member.select())
    for person in people[::2]:
        person.volunteer = False
    with change("改一半") as current:
        assert current.save_all(people) == 350
    undo(last_undoable().id)
    assert Member.select().where(Member.volunteer).count() == 700


def test_many_at_once_are_journalled_as_one_by_one(store: Store) -> None:
    # Closing braces, quotes and line breaks at the end of a value must not be taken for those of the entry.
    texts = [None, "}", '"}}', "\\", "行\n尾}", "𠮷"]
    home = branch()
    people = [
        Member(
            name=f"某{i}", branch=home.id, native_place=texts[i % 6], remark=texts[i // 6 % 6], state="在册}}"
        )
        for i in range(changes._BULK + 40)
    ]
    with change("导入") as current:
        current.save_all(people)
    given = [
        {name: value for name, value in person.__data__.items() if name != "id" and value is not None}
        for person in people
    ]
    written = rows("SELECT new FROM journal_entry WHERE kind = 'member' ORDER BY record_id")
    assert [json.loads(new) for (new,) in written] == given


def test_what_was_undone_can_be_done_again_step_by_step(store: Store) -> None:
    person = member("张三", branch(), job="抄表员")

    def job() -> str:
        return str(Member.get_by_id(person.id).job)

    for word in ("会计", "司机"):
        with change(f"改为{word}"):
            person.job = word
            person.save()
    assert last_redoable() is None
    undo(last_undoable().id)
    undo(last_undoable().id)
    assert (job(), last_undoable().name) == ("抄表员", "新增团员")
    assert redo(last_redoable().id) == "改为会计"
    assert (job(), last_undoable().name) == ("会计", "改为会计")
    assert redo(last_redoable().id) == "改为司机"
    assert (job(), last_redoable()) == ("司机", None)
    undo(last_undoable().id)
    assert job() == "会计"
    with change("别的事"):
        person = Member.get_by_id(person.id)
        person.phone = "13800001111"
        person.save()
    assert last_redoable() is None
    with pytest.raises(AppError, match="没有撤销过"):
        redo(last_undoable().id)
