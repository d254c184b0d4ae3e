"""Public commitments: who promises, their states, and the share that was kept against a plain recount."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.activity import Activity
from models.changes import change
from models.clock import today
from models.commitment import (
    KEPT,
    NOT_BEGUN,
    OVERDUE,
    RUNNING,
    Commitment,
    CommitmentEvidence,
    is_in_time,
    state_of,
)
from models.commitment_ledger import judge, keep, kept_share, share_text, unjudged, without_commitment
from models.figure import Period
from models.figures import figure
from models.journal import actions, undo
from models.member import Office
from models.organisation import Organisation
from models.record import RecordProblems
from models.store import Store
from tests.models.people import branch, committee, member


def promised(home: Organisation, title: str = "每月清洁河道一次", **facts: object) -> Commitment:
    with change("登记承诺"):
        made = Commitment(organisation=home.id, title=title, **({"year": 2010} | facts))
        made.save()
    return Commitment.get_by_id(made.id)


def said(commitment: Commitment, severity: str) -> set[str | None]:
    return {problem.field for problem in commitment.check() if problem.severity == severity}


def test_an_organisation_promises_under_its_name(store: Store) -> None:
    home = branch()
    made = promised(home)
    assert (made.subject, made.promiser, made.member_id) == ("团组织", "局机关团支部", None)
    assert made.home() == home.id


def test_a_name_on_a_sheet_finds_its_member_within_the_organisation(store: Store) -> None:
    top = committee()
    home, far = branch(parent=top), branch("营业所团支部", top)
    here, _there = member("张三", home), member("张三", far)
    made = promised(home, promiser="张三", subject="团员")
    assert made.member_id == here.id
    assert made.responsible == "张三"
    # Under the committee there are two of that name: nobody is guessed.
    with pytest.raises(RecordProblems, match="张三"):
        promised(top, promiser="张三", subject="团员")
    with pytest.raises(RecordProblems, match="李四"):
        promised(home, promiser="李四", subject="团员")


def test_an_officer_is_known_by_the_office_held(store: Store) -> None:
    home = branch(parent=committee())
    secretary, other = member("张三", home, post="书记"), member("李四", home)
    assert promised(home, member=secretary.id).subject == "团干部"
    assert promised(home, member=other.id).subject == "团员"
    # Only where the office is held does an officer promise elsewhere than in the own branch.
    top = Organisation.get_by_id(home.parent_id)
    assert promised(top, member=secretary.id, title="谈心").organisation_id == home.id
    with change("任职"):
        Office(member=secretary.id, organisation=top.id, post="委员").save()
    assert promised(top, member=secretary.id, title="带头").organisation_id == top.id
    asked = Commitment(organisation=home.id, member=other.id, subject="团干部", title="谈心", year=2010)
    asked.complete()
    assert "subject" in said(asked, "warning")


def test_what_does_not_fit_is_said(store: Store) -> None:
    home = branch()
    someone = member("张三", home)
    made = Commitment(
        organisation=home.id,
        subject="团组织",
        member=someone.id,
        title="谈心",
        year=2010,
        made="2010-03-01",
        due="2010-02",
        done="2010-01-05",
        criterion="带头刻苦学习",
    )
    assert said(made, "error") >= {"member", "due"}
    assert said(made, "warning") >= {"done", "criterion"}
    assert said(promised(home, due="2010-12"), "error") == set()
    with pytest.raises(RecordProblems, match="要填是谁"):
        promised(home, subject="团员")


def test_states_follow_from_days_and_progress(store: Store) -> None:
    home = branch()
    yesterday = (today() - timedelta(days=1)).isoformat()
    year = today().year
    assert promised(home, "甲").state == NOT_BEGUN
    assert promised(home, "乙", stage=RUNNING).state == RUNNING
    assert promised(home, "丙", progress="已做了一半").state == RUNNING
    assert promised(home, "丁", due=yesterday).state == OVERDUE
    assert promised(home, "戊", due=str(year)).state == NOT_BEGUN  # the year is not over before its last day
    assert promised(home, "己", due=yesterday, done=yesterday).state == KEPT


def test_one_that_was_kept_is_opened_again_only_with_its_day(store: Store) -> None:
    made = promised(branch(), "甲", done="2010-05-04")
    assert made.stage == KEPT
    made.stage = RUNNING
    with change("改"), pytest.raises(RecordProblems, match="要清空"):
        made.save()
    made.done = None
    with change("改"):
        made.save()
    assert (made.stage, made.state) == (RUNNING, RUNNING)
    made.done = "2010-06-01"
    with change("改"):
        made.save()
    assert made.stage == KEPT


def test_a_sheet_that_says_kept_without_a_day_means_some_day_of_the_year(store: Store) -> None:
    stage = Commitment.field("stage")
    home = branch()
    for word, state in (("已兑现", KEPT), ("逾期", OVERDUE), ("未开始", OVERDUE)):
        made = promised(home, word, due="2010-06-30", stage=stage.read(word).value)  # type: ignore[attr-defined]
        assert made.state == state
    kept = Commitment.get(Commitment.title == "已兑现")
    assert (kept.done, kept.in_time) == ("2010", None)
    assert "done" in said(kept, "warning")


DAYS = st.one_of(
    st.none(),
    st.dates(date(2010, 1, 1), date(2010, 12, 31)).map(date.isoformat),
    st.integers(1, 12).map(lambda month: f"2010-{month:02d}"),
    st.just("2010"),
)


def days(text: str) -> list[date]:
    """Every day of 2010 that a text may mean."""
    every = [date(2010, 1, 1) + timedelta(days=at) for at in range(365)]
    return [day for day in every if day.isoformat().startswith(text)]


def plainly_in_time(due: str | None, done: str | None) -> bool | None:
    """Whether every, or no, day on which it may have been kept is by the last day that was promised."""
    if not due or not done:
        return None
    by_then = {day <= days(due)[-1] for day in days(done)}
    return by_then.pop() if len(by_then) == 1 else None


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(("2009", "2010")), DAYS, DAYS, DAYS), max_size=12))
def test_the_share_kept_is_that_of_a_plain_recount(
    store: Store, promises: list[tuple[str, str | None, str | None, str | None]]
) -> None:
    top = Organisation.select().first() or branch("承诺团支部")
    with contextlib.suppress(RuntimeError), change("重来") as current:
        for old in Commitment.select():
            current.delete(old)
    records = [
        Commitment(
            organisation=top.id,
            subject="团组织",
            title=f"第{at}条",
            year=int(year),
            made=made,
            due=due,
            done=done,
        )
        for at, (year, made, due, done) in enumerate(promises)
    ]
    with change("登记") as current:
        current.save_all(records)
    of_2010 = [each for each in promises if each[0] == "2010"]
    kept = [each for each in of_2010 if each[3]]
    in_time = [each for each in of_2010 if plainly_in_time(each[2], each[3])]
    year = Period.year(2010)
    numbers = [figure(f"commitments.{name}").value(year, {top.id}) for name in ("made", "kept", "in_time")]
    assert numbers == [len(of_2010), len(kept), len(in_time)]
    share = kept_share(numbers[0], numbers[1])
    assert share == (len(kept) / len(of_2010) if of_2010 else None)
    assert [is_in_time(each) for each in records] == [plainly_in_time(each[2], each[3]) for each in promises]
    # Months never count more than the year, and a promise with its day in exactly one.
    months = sum(figure("commitments.made").value(Period.months(2010, at, at)) for at in range(1, 13))
    assert months == sum(1 for each in of_2010 if each[1] and len(each[1]) > 4)


def test_the_share_is_shown_as_people_read_it() -> None:
    assert [share_text(kept_share(*each)) for each in ((3, 2), (4, 4), (7, 0), (0, 0))] == [
        "66.7%",
        "100%",
        "0%",
        "",
    ]


def test_several_are_kept_and_judged_as_one_action_each(store: Store) -> None:
    home = branch()
    first, second = promised(home, "甲"), promised(home, "乙", done="2010-05-01")
    assert keep([first, second], "2010-06-01") == 1
    judge([first, second], {"judged_public": "满意", "judged_self": None, "judged": "2010-12-01"})
    found = {each.title: each for each in Commitment.select()}
    assert (found["甲"].done, found["乙"].done) == ("2010-06-01", "2010-05-01")
    assert {each.judged_public for each in found.values()} == {"满意"}
    with change("改一处"):
        found["甲"].judged_self = "比较满意"
        found["甲"].save()
    judge([Commitment.get_by_id(first.id)], {"judged_self": None, "judged": "2010-12-02"})
    assert Commitment.get_by_id(first.id).judged_self == "比较满意"
    assert state_of(found["甲"]) == KEPT


def test_evidence_goes_with_its_commitment_and_comes_back(store: Store) -> None:
    home = branch()
    made = promised(home)
    with change("佐证"):
        held = Activity(branch=home.id, category="比贡献", title="清洁河道", start="2010-05-01")
        held.save()
        shown = CommitmentEvidence(commitment=made.id, activity=held.id)
        shown.save()
    assert shown.home() == home.id
    with change("删除"):
        made.delete_instance()
    assert CommitmentEvidence.select().count() == 0
    undo(actions()[0].id)
    assert CommitmentEvidence.get().heading() == "清洁河道"


def test_who_has_promised_nothing_and_what_waits_to_be_judged(store: Store) -> None:
    top = committee()
    home, far = branch(parent=top), branch("营业所团支部", top)
    someone = member("张三", far)
    promised(home, done="2010-06-01")
    waiting = promised(far, member=someone.id, done="2010-05-01")
    promised(far, year=2011)
    assert [each.name for each in without_commitment(2010)] == ["营业所团支部"], (
        "a member's own does not count"
    )
    assert [each.name for each in without_commitment(2011)] == ["局机关团支部"]
    judge([Commitment.get(Commitment.organisation == home.id)], {"judged_organisation": "满意"})
    assert unjudged(2010) == [waiting]
