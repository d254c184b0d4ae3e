"""Words of the dictionaries: retired rather than deleted, renamed with the records that use them, put in order."""

from __future__ import annotations

import pytest

from models.activity import Activity
from models.changes import change
from models.dictionary import DictionaryEntry, arrange, in_words, rename, uses
from models.errors import AppError
from models.fields import Choice
from models.journal import last_undoable, undo
from models.member import Member, Office
from models.record import RecordProblems
from models.starter import plant_dictionaries
from models.store import Store
from tests.models.people import branch, member


@pytest.fixture
def words(store: Store) -> Store:
    plant_dictionaries()
    return store


def entry(dictionary: str, word: str) -> DictionaryEntry:
    return DictionaryEntry.get(DictionaryEntry.dictionary == dictionary, DictionaryEntry.word == word)


def activity(kind: str = "水上保洁") -> Activity:
    with change("登记活动"):
        found = Activity(
            branch=branch().id, category="比贡献", kind=kind, title="清理河道", start="2010-05-01"
        )
        found.save()
    return found


def offered(kind: type[Member] | type[Activity], name: str) -> tuple[str, ...]:
    field = kind.field(name)
    assert isinstance(field, Choice)
    return field.words.words


def test_a_word_in_use_is_found_through_the_fields_and_not_deleted(words: Store) -> None:
    activity()
    word = entry("activity_kind", "水上保洁")
    assert [(use.kind, use.field, len(use.ids)) for use in uses(word)] == [(Activity, "kind", 1)]
    with pytest.raises(AppError, match="1条活动记录在用"), change("删除"):
        word.delete_instance()
    assert entry("activity_kind", "水上保洁").active


def test_a_word_that_nothing_uses_is_deleted(words: Store) -> None:
    with change("删除"):
        entry("activity_kind", "爱心周末").delete_instance()
    assert "爱心周末" not in offered(Activity, "kind")


def test_a_retired_word_is_offered_no_more_but_still_understood(words: Store) -> None:
    word = entry("activity_kind", "水上保洁")
    with change("停用"):
        word.active = False
        word.save()
    assert "水上保洁" not in offered(Activity, "kind")
    assert Activity.field("kind").read("水上保洁").value == "水上保洁"


def test_renaming_changes_the_records_in_one_action_and_back(words: Store) -> None:
    made = activity()
    assert rename(entry("activity_kind", "水上保洁"), "河道保洁", with_records=True) == 1
    assert Activity.get_by_id(made.id).kind == "河道保洁"
    assert Activity.field("kind").read("水上保洁").value == "河道保洁"
    last = last_undoable()
    assert last is not None
    undo(last.id)
    assert Activity.get_by_id(made.id).kind == "水上保洁"
    assert entry("activity_kind", "水上保洁").synonyms is None


def test_renaming_can_leave_the_records_as_they_are(words: Store) -> None:
    made = activity()
    assert rename(entry("activity_kind", "水上保洁"), "河道保洁", with_records=False) == 0
    assert Activity.get_by_id(made.id).kind == "水上保洁"


def test_a_word_cannot_become_one_that_is_there(words: Store) -> None:
    with pytest.raises(RecordProblems, match="已有这个词"):
        rename(entry("activity_kind", "水上保洁"), "爱心周末", with_records=True)
    assert entry("activity_kind", "水上保洁")


@pytest.mark.parametrize(("dictionary", "word"), [("activity_category", "比贡献"), ("branch_post", "书记")])
def test_words_that_figures_ask_for_stay(words: Store, dictionary: str, word: str) -> None:
    fixed = entry(dictionary, word)
    with pytest.raises(AppError, match="不能改名"):
        rename(fixed, "别的", with_records=True)
    with pytest.raises(AppError, match="不能删除"), change("删除"):
        fixed.delete_instance()
    fixed.active = False
    with pytest.raises(RecordProblems, match="不能停用"), change("停用"):
        fixed.save()


def test_a_category_of_the_office_is_used_by_the_words_below_it(words: Store) -> None:
    with change("新增词条"):
        own = DictionaryEntry(dictionary="activity_category", word="其他工作", position=99)
        own.save()
        DictionaryEntry(dictionary="activity_kind", word="值班", parent="其他工作", position=99).save()
    assert in_words(uses(own)) == "1条字典词条记录"
    rename(own, "日常工作", with_records=True)
    assert entry("activity_kind", "值班").parent == "日常工作"


def test_a_post_of_both_lists_belongs_to_neither_alone(words: Store) -> None:
    person = member("张三", branch())
    with change("任职"):
        Office(member=person.id, organisation=person.branch_id, post="副书记", since="2010-01").save()
    both = [entry(name, "副书记") for name in ("branch_post", "committee_post")]
    assert [uses(one) for one in both] == [[], []]
    with change("删除"):
        both[0].delete_instance()
    assert {use.kind for use in uses(both[1])} >= {Office}


def test_words_are_put_in_order_as_one_action(words: Store) -> None:
    found = list(
        DictionaryEntry.select()
        .where(DictionaryEntry.dictionary == "education")
        .order_by(DictionaryEntry.position)
    )
    found.insert(0, found.pop())
    arrange(found)
    assert offered(Member, "education")[0] == "小学"
    last = last_undoable()
    assert last is not None and last.name == "调整文化程度的顺序"
    undo(last.id)
    assert offered(Member, "education")[-1] == "小学"


def test_the_word_above_is_the_present_one(store: Store) -> None:
    plant_dictionaries()
    assert DictionaryEntry.parent_of("activity_kind", "水上保洁") == "比贡献"
    with change("改类别"):
        entry = DictionaryEntry.get(dictionary="activity_kind", word="水上保洁")
        entry.parent = "比成效"
        entry.save()
    assert DictionaryEntry.parent_of("activity_kind", "水上保洁") == "比成效"
    assert DictionaryEntry.parent_of("activity_kind", "没有这个项目") is None
