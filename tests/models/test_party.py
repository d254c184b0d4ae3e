"""Reports to the Party and members recommended to it; partner bodies and whom they reached."""

from __future__ import annotations

import pytest

from models import clock
from models.activity import Activity
from models.changes import change
from models.errors import AppError
from models.figure import Period
from models.figures import figure
from models.organisation import Organisation
from models.partner import Partner, PartnerPart, named_in
from models.party import PartyRecommendation, PartyReport
from models.record import Problem, Record, RecordProblems
from models.store import Store
from tests.models.people import branch, committee, member


def saved(record: Record) -> Record:
    with change("登记"):
        record.save()
    return record


def problems(record: Record) -> dict[str | None, Problem]:
    record.complete()
    return {problem.field: problem for problem in record.check()}


def held(home: Organisation, start: str, **facts: object) -> Activity:
    activity = Activity(branch=home.id, category="比贡献", title=f"活动{start}", start=start, **facts)
    saved(activity)
    return activity


def count(name: str, home: Organisation | None = None, year: int = 2010) -> float:
    return figure(name).value(Period.year(year), None if home is None else {home.id})


def test_a_report_goes_to_the_organisation_beside(store: Store) -> None:
    home = branch(party_organisation="中共局机关支部委员会")
    made = PartyReport(organisation=home.id, reported="2010-03-02", title="经费", money=1500.0)
    saved(made)
    assert made.recipient == "中共局机关支部委员会"
    saved(PartyReport(organisation=home.id, reported="2010-11-02", title="场地", recipient="局党委"))
    saved(PartyReport(organisation=home.id, reported="2009-11-02", title="旧年", money=900.0))
    assert (count("party.reports", home), count("party.money", home)) == (2, 1500)


def test_who_is_recommended_belongs_to_the_own_branch(store: Store) -> None:
    home = branch()
    person = member("张三", home)
    made = PartyRecommendation(member=person.id, recommended="2010-05-04")
    saved(made)
    assert (made.organisation_id, made.heading(), made.outcome) == (home.id, "张三", "待审")


@pytest.mark.parametrize(
    ("facts", "field", "severity"),
    [
        ({"expected": 10, "present": 11}, "present", "error"),
        ({"present": 8, "votes": 9}, "votes", "error"),
        ({"expected": 10, "present": 5, "votes": 4}, "present", "warning"),
        ({"expected": 10, "present": 8, "votes": 4}, "votes", "warning"),
        ({"expected": 10, "present": 6, "votes": 4}, None, None),
        ({"outcome": "已入党", "outcome_on": "2010-05-03"}, "outcome_on", "error"),
        ({"outcome": "已入党"}, "outcome_on", "warning"),
        (
            {"expected": 12, "present": 12, "votes": 12, "outcome": "已入党", "outcome_on": "2010-05"},
            None,
            None,
        ),
    ],
)
def test_numbers_and_days_must_agree(
    store: Store, facts: dict[str, object], field: str | None, severity: str | None
) -> None:
    person = member("张三", branch())
    found = problems(PartyRecommendation(member=person.id, recommended="2010-05-04", **facts))
    assert {each: problem.severity for each, problem in found.items()} == ({field: severity} if field else {})


def test_a_second_recommendation_and_one_of_a_party_member_are_pointed_out(store: Store) -> None:
    home = branch()
    first, second = member("张三", home), member("李四", home, politics="中共预备党员")
    saved(PartyRecommendation(member=first.id, recommended="2010-03"))
    assert (
        "已推荐过" in problems(PartyRecommendation(member=first.id, recommended="2010-09"))["member"].message
    )
    assert problems(PartyRecommendation(member=first.id, recommended="2011-09")) == {}
    assert (
        "预备党员" in problems(PartyRecommendation(member=second.id, recommended="2010-09"))["member"].message
    )


def test_those_refused_were_not_recommended(store: Store) -> None:
    top = committee()
    home, far = branch(parent=top), branch("营业所团支部", top)
    for name, where, day, outcome in (
        ("甲某", home, "2010-01-01", "待审"),
        ("乙某", home, "2010-12-31", "已入党"),
        ("丙某", home, "2010-06", "未通过"),
        ("丁某", far, "2010", "列为积极分子"),
        ("戊某", home, "2009-12-31", "待审"),
    ):
        saved(
            PartyRecommendation(
                member=member(name, where).id,
                recommended=day,
                outcome=outcome,
                outcome_on=None if outcome == "待审" else "2010-12-31",
            )
        )
    assert (count("party.recommended"), count("party.recommended", home)) == (3, 2)
    assert figure("party.recommended").value(Period.months(2010, 12, 12)) == 1
    assert count("party.joined") == 1


def test_a_body_counts_once_and_its_people_at_the_branch_that_held_the_activity(store: Store) -> None:
    top = committee()
    home, far = branch(parent=top), branch("营业所团支部", top)
    youth = saved(Partner(name="碧水青年社", kind="青年社团", organisation=home.id))
    saved(Partner(name="滨江社区", kind="社区", organisation=home.id))
    for where, start, reached, young in (
        (home, "2010-03-01", 10, 4),
        (far, "2010-04-01", 6, None),
        (home, "2009-04-01", 50, 50),
    ):
        activity = held(where, start, youth_present=4)
        saved(PartnerPart(activity=activity.id, partner=youth.id, reached=reached, young=young))
    assert count("partners.active") == 1
    assert (count("partners.reached"), count("partners.reached", home), count("partners.reached", far)) == (
        16,
        10,
        6,
    )
    assert count("partners.young") == 4
    clock.set_work_year(2010)
    assert (youth.held, youth.reached, youth.young) == (2, 16, 4)
    assert PartnerPart.get(PartnerPart.reached == 6).home() == far.id


def test_no_more_young_people_than_people(store: Store) -> None:
    home = branch()
    partner = saved(Partner(name="碧水青年社", kind="青年社团", organisation=home.id))
    activity = held(home, "2010-03-01", youth_present=3)
    with pytest.raises(RecordProblems, match="超过了"):
        saved(PartnerPart(activity=activity.id, partner=partner.id, reached=4, young=5))
    doubtful = problems(PartnerPart(activity=activity.id, partner=partner.id, reached=9, young=5))
    assert (doubtful["young"].severity, "3名" in doubtful["young"].message) == ("warning", True)


def test_a_body_that_took_part_is_kept_an_activity_takes_its_parts_along(store: Store) -> None:
    home = branch()
    partner = saved(Partner(name="碧水青年社", kind="青年社团", organisation=home.id))
    activity = held(home, "2010-03-01")
    saved(PartnerPart(activity=activity.id, partner=partner.id, reached=4))
    with pytest.raises(AppError), change("删除团体"):
        partner.delete_instance()
    with change("删除活动"):
        activity.delete_instance()
    assert PartnerPart.select().count() == 0
    with change("删除团体"):
        partner.delete_instance()


def test_known_bodies_are_found_in_a_text(store: Store) -> None:
    home = branch()
    for name in ("碧水青年社", "滨江社区"):
        saved(Partner(name=name, kind="社区", organisation=home.id))
    assert [each.name for each in named_in("区环保局、滨江社区居委会，碧水青年社")] == [
        "碧水青年社",
        "滨江社区",
    ]
    assert named_in("") == []
