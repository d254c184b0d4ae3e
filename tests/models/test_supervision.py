"""Reviews, inspections and what must be put right: who is missing, how it stands, what does not fit together."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import correction
from models.changes import change
from models.correction import (
    BY_INSPECTION,
    BY_POLL,
    BY_REVIEW,
    DONE,
    OVERDUE,
    RECHECKED,
    RUNNING,
    STATES,
    WAITING,
    Correction,
    ask_for,
    corrections_of,
    finish,
    recheck,
)
from models.record import Record, RecordProblems
from models.review import ABOVE, PARTY, Review, members_covered, organisations_covered
from models.store import Store
from models.supervision import Inspection, InspectionCheck, usual_checks
from tests.models.people import branch, committee, member


def saved(record: Record) -> Record:
    with change("新增"):
        record.save()
    return record


def test_who_was_not_reviewed_is_named_with_the_missing_reviewer(store: Store) -> None:
    _top, one, two = committee("局团委"), branch("甲团支部"), branch("乙团支部")
    person = member("张三", one)
    member("李四", two)
    for organisation, by, day in (
        (one, PARTY, "2010-06-30"),
        (one, ABOVE, "2010-12"),
        (two, PARTY, "2010-03-02"),
        (two, ABOVE, "2009-12-31"),
    ):
        saved(Review(organisation=organisation.id, by=by, date=day))
    about = saved(Review(member=person.id, by=PARTY, date="2010-06-30", achievements="好"))
    assert about.organisation_id == one.id
    assert about.heading_of_subject() == "张三"
    covered = organisations_covered(2010)
    assert [(each.heading(), each.waiting) for each in covered] == [
        ("局团委", (PARTY, ABOVE)),
        ("甲团支部", ()),
        ("乙团支部", (ABOVE,)),
    ]
    assert covered[2].last[PARTY][1] == "2010-03-02"
    assert [(each.heading(), each.waiting) for each in members_covered(2010)] == [
        ("张三", (ABOVE,)),
        ("李四", (PARTY, ABOVE)),
    ]


def test_a_review_has_at_most_a_hundred_points(store: Store) -> None:
    with pytest.raises(RecordProblems, match="最多100分"):
        saved(Review(organisation=branch().id, by=PARTY, date="2010-06-30", score=100.5))


def test_inspections_are_numbered_by_year_and_may_be_planned(store: Store) -> None:
    home = branch()
    first = saved(Inspection(way="实地调研", organisation=home.id, date="2010-04-02"))
    planned = saved(Inspection(way="座谈会", organisation=home.id, planned="2010-11-20"))
    other_year = saved(Inspection(way="座谈会", organisation=home.id, date="2009-11-20"))
    assert [each.number for each in (first, planned, other_year)] == ["2010-001", "2010-002", "2009-001"]
    assert [each.state for each in (first, planned)] == ["已督查", "待督查"]
    planned.number = "督查10号"
    saved(planned)
    assert saved(Inspection(way="座谈会", organisation=home.id, date="2010-12-01")).number == "2010-002"
    with pytest.raises(RecordProblems, match="已有一次督查用了这个编号"):
        saved(Inspection(way="座谈会", organisation=home.id, date="2010-12-01", number="2010-001"))
    with pytest.raises(RecordProblems, match="至少填一个"):
        saved(Inspection(way="座谈会", organisation=home.id, year=2010))


def test_the_usual_points_are_offered_until_they_are_there(store: Store) -> None:
    inspection = saved(Inspection(way="实地调研", organisation=branch().id, date="2010-04-02"))
    words = [each.item for each in usual_checks(inspection)]
    point = saved(InspectionCheck(inspection=inspection.id, item=words[0], passed=False))
    assert point.home() == inspection.organisation_id
    assert [each.item for each in usual_checks(inspection)] == words[1:]


def test_what_must_be_put_right_follows_from_its_source(store: Store) -> None:
    home = branch()
    review = saved(Review(organisation=home.id, by=PARTY, date="2010-06-30", problems="记录不全"))
    inspection = saved(Inspection(way="实地调研", organisation=home.id, date="2010-04-02"))
    one = saved(Correction(review=review.id, task="补全记录"))
    two = saved(Correction(inspection=inspection.id, task="公示承诺", due="2010-05-01"))
    assert (one.kind, one.organisation_id, one.due) == (BY_REVIEW, home.id, "2010-12-31")
    assert (two.kind, two.due) == (BY_INSPECTION, "2010-05-01")
    assert (corrections_of(review), corrections_of(inspection)) == ([one], [two])
    with change("删除"):
        review.delete_instance()
    assert [each.id for each in Correction.select()] == [two.id]


def test_what_was_not_passed_can_be_put_right_and_waits_for_another_recheck(store: Store) -> None:
    with change("登记"):
        task = Correction(organisation=branch().id, task="补全记录", due="2010-12-31")
        task.save()
    finish([task], "2010-10-01", "补了")
    recheck([task], "2010-10-05", "张三", False)
    assert task.state_on("2010-10-06") == RUNNING
    finish([task], "2010-10-20", None)
    assert (task.state_on("2010-10-20"), task.rechecked, task.rechecked_by) == (DONE, None, None)
    recheck([task], "2010-10-25", "张三", True)
    assert task.state_on("2010-10-25") == RECHECKED


def test_who_came_later_or_left_needed_no_review_that_year(store: Store) -> None:
    home = branch()
    member("张三", home, joined="2009-05")
    member("李四", home, joined="2011-05")
    member("王五", home, joined="2008-05", left_on="2010-06", left_for="年龄到限")
    named = [[each.heading() for each in members_covered(year)] for year in (2009, 2010, 2011)]
    assert named == [["张三", "王五"], ["张三"], ["张三", "李四"]]


def test_the_same_origin_asks_once(store: Store) -> None:
    home = branch()
    with change("补课"):
        first = ask_for(BY_POLL, home.id, "2010年上半年群众评议满意率52%", "补课", due="2010-09-30")
        again = ask_for(BY_POLL, home.id, "2010年上半年群众评议满意率52%", "再补课")
    assert again == first
    assert Correction.get().task == "补课"


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, WAITING),
        ({"result": "正在补"}, RUNNING),
        ({"due": "2010-09-30", "result": "正在补"}, OVERDUE),
        ({"due": "2010-10"}, WAITING),
        ({"due": "2010-09-30", "done": "2010-10-08"}, DONE),
        ({"done": "2010-10-08", "rechecked": "2010-10-09"}, RECHECKED),
        ({"rechecked": "2010-10-09", "recheck_passed": False}, RUNNING),
        ({"due": "2010-09-30", "rechecked": "2010-10-09", "recheck_passed": False}, OVERDUE),
    ],
)
def test_how_it_stands(monkeypatch: pytest.MonkeyPatch, facts: dict[str, object], state: str) -> None:
    monkeypatch.setattr(correction, "today", lambda: date(2010, 10, 15))
    assert Correction(**{"task": "补", "due": "2010-12-31", **facts}).state == state


dates = st.none() | st.sampled_from(["2010", "2010-03", "2010-10-15", "2010-12-31"])


@given(
    dates,
    dates,
    dates,
    st.none() | st.booleans(),
    st.sampled_from(["2009-12-31", "2010-10-15", "2011-01-01"]),
)
def test_done_is_never_overdue_and_open_never_done(
    due: str | None, done: str | None, rechecked: str | None, passed: bool | None, day: str
) -> None:
    found = Correction(due=due, done=done, rechecked=rechecked, recheck_passed=passed).state_on(day)
    assert found in STATES
    assert (found in (DONE, RECHECKED)) == bool(done and passed is not False)


def test_a_recheck_fits_what_was_done(store: Store) -> None:
    home = branch()
    for facts, said in (
        ({"rechecked": "2010-03-01"}, "没有完成日期"),
        ({"done": "2010-03-02", "rechecked": "2010-03-01"}, "早于整改完成"),
        ({"done": "2010-03-02", "rechecked": "2010-03-03", "recheck_passed": False}, "请清空"),
        ({"done": "2010-03-02", "recheck_passed": True}, "没有填"),
    ):
        with pytest.raises(RecordProblems, match=said):
            saved(Correction(organisation=home.id, task="补", due="2010-12-31", **facts))
