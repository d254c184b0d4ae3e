"""Verdicts agree with a slow, plain recount for every kind of condition, and every reason opens what it counted."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.activity import Activity, Participation
from models.award import Nomination
from models.award_condition import CONDITIONS
from models.award_kind import GROUP, PERSON, AwardKind
from models.award_rule import AwardRule
from models.changes import change
from models.eligibility import ELIGIBLE, LACKING, NOT_ELIGIBLE, Verdict, as_of_day, nearly, verdicts
from models.member import Office as InOffice
from models.store import Store
from tests.models import award_recount
from tests.models.award_office import YEAR, Office
from tests.models.people import branch, member

# What each kind of condition may be asked with: amounts, years, words, levels, periods.
NUMBERS = st.sampled_from
_MEMBER_GRADES = st.sampled_from(("优秀", "合格", "基本合格"))
_NAMES = st.sampled_from((None, "优秀共青团员", "优秀志愿者、五四红旗团支部"))
_LEVELS = st.sampled_from((None, "局级", "区级"))
_PERIODS = st.sampled_from((None, "本年度", "上年度"))
ASKED: dict[str, dict[str, st.SearchStrategy[object]]] = {
    "年龄": {"amount": NUMBERS((20, 25, 28))},
    "团龄": {"amount": NUMBERS((1, 2.5, 3, 8))},
    "多年评议等次": {"amount": NUMBERS((1, 2, 3)), "years": NUMBERS((3, 5)), "word": _MEMBER_GRADES},
    "上年评议": {"word": _MEMBER_GRADES},
    "团籍注册情况": {"period": _PERIODS},
    "志愿时长": {"amount": NUMBERS((0, 2, 6.5, 20)), "period": _PERIODS},
    "属注册志愿者": {},
    "已有荣誉": {"years": NUMBERS((None, 1, 5)), "word": _NAMES, "level": _LEVELS},
    "未获同一奖项": {"years": NUMBERS((None, 1, 3))},
    "任职月数": {"amount": NUMBERS((1, 6, 12, 24))},
    "担任团干部": {},
    "不含党员": {},
    "团费交清": {},
    "成立年数": {"amount": NUMBERS((1, 2, 4))},
    "上年考核等次": {"word": st.sampled_from(("优秀", "良好", "合格"))},
    "上年考核得分": {"amount": NUMBERS((60, 80, 92.5))},
    "上年考核名次": {"amount": NUMBERS((1, 3))},
    "团费欠缴": {"amount": NUMBERS((5, 20, 50))},
    "没有一票否决": {},
    "属创建单位": {"word": NUMBERS((None, "青年文明号", "达标"))},
}
DAYS = st.sampled_from((date(YEAR, 1, 1), date(YEAR, 2, 28), date(YEAR, 3, 31), date(YEAR, 12, 31)))
quietly = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)


def award_for(whom: str, *rules: dict[str, object], **facts: object) -> AwardKind:
    """A saved award of 2010 with these conditions in place of any before."""
    with change("奖项"):
        for old in AwardKind.select().where(AwardKind.name == "试评"):
            old.delete_instance()
        kind = AwardKind(year=YEAR, name="试评", whom=whom, level="区级", **facts)
        kind.save()
        for rule in rules:
            AwardRule(award=kind.id, **rule).save()
    return kind


def agree(award: AwardKind, day: date) -> list[Verdict]:
    """Hold every verdict against the recount; returns them."""
    found = verdicts(award, YEAR, day=day)
    subjects = (
        award_recount.on_roster(day) if award.for_member else award_recount.existing(day, award.holders)
    )
    assert sorted(each.subject for each in found) == [subject.id for subject in subjects]
    rules = {rule.id: rule for rule in AwardRule.select().where(AwardRule.award == award.id)}
    known = {subject.id: subject for subject in subjects}
    for verdict in found:
        binding = []
        for reason in verdict.reasons:
            rule = rules[reason.rule]
            expected = award_recount.find(rule, award, known[verdict.subject], YEAR, day)
            told = (verdict.subject, rule.in_words(), reason.words)
            assert reason.ok is expected.ok, told
            assert (reason.kind, set(reason.ids)) == (expected.kind, expected.ids), told
            assert len(reason.ids) == len(set(reason.ids)), told
            assert expected.says in reason.words, told
            assert (reason.gap > 0) == (reason.ok is False), told
            binding.append(expected.ok)
        state = NOT_ELIGIBLE if False in binding else LACKING if None in binding else ELIGIBLE
        assert verdict.state == state
    return found


def test_every_kind_of_condition_is_held_against_the_recount() -> None:
    assert set(ASKED) == set(CONDITIONS) - {"人工审核"}


@pytest.mark.parametrize("condition", ASKED)
@quietly
@given(data=st.data())
def test_a_condition_agrees_with_the_plain_recount(store: Store, condition: str, data: st.DataObject) -> None:
    draw = Random(data.draw(st.integers(0, 10**6)))
    Office(draw, branches=4, members=30).fill()
    whom = data.draw(st.sampled_from(CONDITIONS[condition].whom))
    facts = {name: data.draw(value) for name, value in ASKED[condition].items()}
    award = award_for(whom, {"condition": condition, **facts})
    agree(award, data.draw(DAYS))


def all_conditions(whom: str) -> list[dict[str, object]]:
    """Every kind of condition that may be asked of members or organisations, with common numbers."""
    numbers: dict[str, dict[str, object]] = {
        "年龄": {"amount": 28},
        "团龄": {"amount": 3},
        "多年评议等次": {"amount": 3, "years": 5, "word": "优秀"},
        "上年评议": {"word": "合格"},
        "团籍注册情况": {"period": "上年度"},
        "志愿时长": {"amount": 20, "period": "上年度"},
        "已有荣誉": {"years": 5},
        "未获同一奖项": {"years": 3},
        "任职月数": {"amount": 6},
        "成立年数": {"amount": 2},
        "上年考核等次": {"word": "良好"},
        "上年考核得分": {"amount": 80},
        "上年考核名次": {"amount": 10},
        "团费欠缴": {"amount": 5},
    }
    return [
        {"condition": name, **numbers.get(name, {})}
        for name, asked in CONDITIONS.items()
        if whom in asked.whom and name != "人工审核"
    ]


@pytest.mark.parametrize("whom", [PERSON, GROUP])
def test_a_whole_office_agrees_with_the_plain_recount(store: Store, whom: str) -> None:
    # 200 branches and 10,000 members are recounted by benchmarks/eligibility.py: too long for every run.
    Office(Random(2010), branches=16, members=320).fill()
    found = agree(award_for(whom, *all_conditions(whom)), date(YEAR, 6, 30))
    assert len(found) > (250 if whom == PERSON else 15)


def test_reasons_are_told_in_words_and_numbers(store: Store) -> None:
    home = branch()
    person = member("张三", home, born="1982-04", joined="2006-05")
    with change("活动"):
        for title, start, hours in (("甲", "2010-02-01", 8), ("乙", "2010-02", 3.5), ("丙", "2010-01", None)):
            done = Activity(branch=home.id, category="比贡献", title=title, start=start)
            done.save()
            Participation(activity=done.id, member=person.id, hours=hours).save()
    asked = [{"condition": "年龄", "amount": 28}, {"condition": "志愿时长", "amount": 20}]
    award = award_for(
        PERSON, *asked, {"condition": "团龄", "amount": 5}, {"condition": "人工审核", "word": "四带头"}
    )
    (found,) = verdicts(award, YEAR, day=date(2010, 3, 1))
    assert [reason.words for reason in found.reasons] == [
        "28周岁以下：27岁（1982-04出生）",
        "志愿服务11.5小时，缺8.5小时；1次活动没有登记时长",
        "团龄满5年：3年（2006-05入团），缺1年3个月",
        "四带头：请人工审核",
    ]
    assert found.state == NOT_ELIGIBLE
    assert [reason.ok for reason in found.reasons] == [True, None, False, None]
    assert found.in_words().startswith("团龄满5年")


def test_a_hint_and_what_a_person_must_judge_decide_nothing(store: Store) -> None:
    member("张三", branch())
    award = award_for(
        PERSON,
        {"condition": "属注册志愿者", "force": "参考"},
        {"condition": "人工审核", "word": "符合要求"},
    )
    assert [each.state for each in verdicts(award, YEAR)] == [ELIGIBLE]


def test_the_nearest_of_those_who_are_not_eligible_come_first(store: Store) -> None:
    home = branch()
    people = {
        hours: member(f"{hours}小时", home, volunteer=hours != 17, joined="2000-05-01")
        for hours in (25, 19, 5, 17)
    }
    with change("活动"):
        done = Activity(branch=home.id, category="比贡献", title="清漂", start="2010-02-01")
        done.save()
        for hours, person in people.items():
            Participation(activity=done.id, member=person.id, hours=hours).save()
    award = award_for(PERSON, {"condition": "志愿时长", "amount": 20}, {"condition": "属注册志愿者"})
    found = verdicts(award, YEAR, day=date(2010, 6, 1))
    assert [each.name for each in nearly(found)] == ["19小时", "5小时"]  # 17 misses two, one of them wholly
    only = verdicts(award, YEAR, [people[5].id], date(2010, 6, 1))
    assert only == [each for each in found if each.subject == people[5].id]


def test_a_year_is_judged_by_the_day_before_publicity(store: Store) -> None:
    person = member("张三", branch())
    award = award_for(PERSON)
    assert as_of_day(award, 2010) == date(2010, 12, 31)
    with change("推荐"):
        Nomination(year=2010, kind="试评", member=person.id, public_from="2010-04-12").save()
        Nomination(year=2009, kind="试评", member=person.id, public_from="2009-04").save()
    assert as_of_day(award, 2010) == date(2010, 4, 11)
    assert as_of_day(award, 2009) == date(2009, 12, 31)


@pytest.mark.parametrize(
    ("until", "words"), [("2009-12-31", "14个月"), ("2009-12", "14个月"), ("2009-12-30", "2个月")]
)
def test_offices_that_follow_each_other_count_as_one_time(store: Store, until: str, words: str) -> None:
    home = branch()
    person = member("张三", home)
    with change("任职"):
        first = InOffice(
            member=person.id, organisation=home.id, post="组织委员", since="2009-01-01", until=until
        )
        first.save()
        InOffice(member=person.id, organisation=home.id, post="书记", since="2010-01-01").save()
    (found,) = verdicts(
        award_for(PERSON, {"condition": "任职月数", "amount": 12}), YEAR, day=date(2010, 3, 1)
    )
    assert words in found.reasons[0].words
    assert (found.state == ELIGIBLE) == (words == "14个月") == (first.id in found.reasons[0].ids)
