"""Awards are data by year: shipped once, copied, edited without touching the years before, kept while in use."""

from __future__ import annotations

import pytest

from models import clock
from models.award import Honour, Nomination, advance
from models.award_condition import CONDITIONS
from models.award_kind import AwardKind, award_names, award_of, kinds_of
from models.award_rule import AwardRule, copy_year, plant_awards, rules_of, shipped
from models.changes import change
from models.errors import AppError
from models.record import RecordProblems
from models.store import Store
from tests.models.people import branch, committee, member


def save(record: AwardKind | AwardRule | Nomination, **facts: object) -> None:
    if record.get_id() is not None:
        record = type(record).get_by_id(record.get_id())
    with change("修改"):
        for name, value in facts.items():
            setattr(record, name, value)
        record.save()


def nominate(**facts: object) -> Nomination:
    found = Nomination(**{"year": 2010, "kind": "优秀共青团员", **facts})
    save(found)
    return found


def test_what_is_shipped_is_planted_once_and_can_be_saved_again(store: Store) -> None:
    assert [kind.name for kind in kinds_of(2010)] == [award["name"] for award in shipped()]
    for kind in kinds_of(2010):
        save(kind)
        for rule in rules_of(kind.id):
            save(rule)
            assert rule.in_words()
            assert rule.source
    with change("删除"):
        award_of("优秀志愿者", 2010).delete_instance()
    plant_awards()
    assert "优秀志愿者" not in award_names()
    assert {rule.award_id for rule in AwardRule.select()} <= {kind.id for kind in AwardKind.select()}


def test_a_new_year_is_a_copy_that_leaves_the_old_one_alone(store: Store) -> None:
    before = kinds_of(2010)
    copies = copy_year(2012, 2013)
    assert [kind.name for kind in copies] == [kind.name for kind in before]
    assert [[rule.in_words() for rule in rules_of(kind.id)] for kind in copies] == [
        [rule.in_words() for rule in rules_of(kind.id)] for kind in before
    ]
    save(award_of("优秀共青团员", 2013), publicity_days=7)
    save(rules_of(award_of("优秀共青团员", 2013).id)[0], amount=35)
    assert {year: award_of("优秀共青团员", year).publicity_days for year in (2009, 2010, 2012, 2013, 2020)} == {
        2009: 5, 2010: 5, 2012: 5, 2013: 7, 2020: 7
    }  # fmt: skip
    assert rules_of(award_of("优秀共青团员", 2012).id)[0].in_words() == "28周岁以下"
    with pytest.raises(AppError, match="2013年已有自己的奖项"):
        copy_year(2010, 2013)


def test_an_award_of_another_year_is_still_known(store: Store) -> None:
    copy_year(2010, 2012)
    with change("不再评"):
        award_of("青年岗位能手", 2012).delete_instance()
    save(AwardKind(year=2012, name="优秀青年", whom="个人"))
    assert award_names(2012)[-2:] == ["优秀青年", "青年岗位能手"]
    assert award_of("优秀青年", 2012).form == "优秀青年推荐表"
    clock.set_work_year(2012)
    words = Nomination.field("kind").words
    assert "青年岗位能手" not in words.words
    assert words.find("青年岗位能手") == "青年岗位能手"
    assert award_of("青年岗位能手", 2013).year == 2010


def test_an_award_in_use_is_neither_renamed_nor_deleted(store: Store) -> None:
    nominate(member=member("张三", branch()).id)
    kind = award_of("优秀共青团员", 2010)
    with pytest.raises(RecordProblems, match="有1项推荐用着"):
        save(kind, name="优秀青年")
    with pytest.raises(AppError, match="有1项推荐用着"), change("删除"):
        AwardKind.get_by_id(kind.id).delete_instance()
    copy_year(2010, 2011)
    with change("删除"):
        award_of("优秀共青团员", 2011).delete_instance()


def test_the_honour_is_what_the_award_says(store: Store) -> None:
    save(award_of("优秀共青团员", 2010), level="省市级", granted_by="团市委")
    advance(nominate(member=member("张三", branch()).id, state="获批"), "已表彰", "2010-05-04")
    honour = Honour.get()
    assert (honour.name, honour.level, honour.granted_by) == ("优秀共青团员", "省市级", "团市委")


def test_holders_are_the_kinds_that_the_award_names(store: Store) -> None:
    kind = award_of("五四红旗团委", 2010)
    assert kind.holders == ("团委", "团工委")
    nominate(kind="五四红旗团委", organisation=committee().id)
    with pytest.raises(RecordProblems, match="不是组织类型"):
        save(kind, holder_kinds="团委、党委")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"condition": "年龄"}, "要填这一项"),
        ({"condition": "多年评议等次", "amount": 4, "years": 3, "word": "优秀"}, "3年里不会有4次"),
        ({"condition": "上年评议", "word": "良好"}, "不是等次"),
        ({"condition": "成立年数", "amount": 2}, "只用于集体奖项"),
    ],
)
def test_a_condition_that_cannot_be_is_refused(store: Store, facts: dict[str, object], said: str) -> None:
    with pytest.raises(RecordProblems, match=said):
        save(AwardRule(award=award_of("优秀共青团员", 2010).id, **facts))


def test_a_form_hides_what_a_condition_does_not_need(store: Store) -> None:
    for name, condition in CONDITIONS.items():
        assert not AwardRule(condition=name).idle_fields() & set(condition.needs)
    assert AwardRule(condition="年龄").idle_fields() == {"years", "word", "level", "period"}


def test_one_honour_a_year_is_pointed_out_and_kept_where_the_award_says_so(store: Store) -> None:
    person = member("张三", branch())
    nominate(member=person.id)
    second = Nomination(year=2010, kind="优秀志愿者", member=person.id)
    second.complete()
    assert [problem.severity for problem in second.check()] == ["warning"]
    save(award_of("优秀共青团员", 2010), one_honour=True)
    with pytest.raises(RecordProblems, match="2010年已推荐为优秀共青团员（草稿），一年只评一项"):
        save(second)
    save(Nomination.get(), state="未获批")
    save(second)
