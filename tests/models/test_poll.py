"""Polls: set up in one go, ballots kept as typed, tallies that a slow recount comes to as well."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import journal
from models.ballot import (
    Ballot,
    Entry,
    PollCount,
    PollTotal,
    class_of_number,
    differing,
    enter,
    enter_again,
    ranges,
    set_counts,
    set_totals,
    settle,
)
from models.changes import change
from models.correction import Correction
from models.dictionary import DictionaryEntry
from models.errors import AppError
from models.figure import Period
from models.figures import figure
from models.organisation import Organisation
from models.poll import Poll, PollClass, PollItem, PollTarget, classes_of, items_of, targets_of
from models.poll_follow import ask_make_up, asked
from models.poll_result import INVALID, comments, percent, results
from models.poll_setup import Class, Plan, first_plan, plan_of, set_up
from models.record import RecordProblems
from models.store import Store
from tests.models.people import branch


def small_poll(items: int = 2, weights: tuple[float | None, ...] = (60, 40), count: int = 1) -> Poll:
    """A poll on some branches with classes 甲, 乙 …"""
    homes = [branch(f"{number}号团支部").id for number in range(count)]
    return set_up(
        Plan(
            "群众评议",
            2010,
            "2010-12-01",
            ("满意", "比较满意", "基本满意", "不满意"),
            2,
            50,
            60,
            [f"项目{number}" for number in range(items)],
            [Class(name, weight, 10) for name, weight in zip("甲乙丙", weights, strict=False)],
            homes,
        )
    )


def test_the_first_poll_begins_with_what_is_shipped_and_all_branches(store: Store) -> None:
    homes = [branch("一所团支部").id, branch("二所团支部").id]
    plan = first_plan(2010)
    assert (list(plan.organisations), len(plan.items), plan.satisfied) == (homes, 5, 2)
    assert plan.words == ("满意", "比较满意", "基本满意", "不满意")
    assert (plan.make_up_below, [each.name for each in plan.classes]) == (60, ["党员", "团员青年", "群众"])
    poll = set_up(plan)
    assert [item.content for item in items_of(poll.id)] == list(plan.items)
    # One action takes all of it back, and what the office edits later does not change the poll.
    with change("改词"):
        DictionaryEntry.get(DictionaryEntry.word == "基本满意").delete_instance()
    assert Poll.get().words == plan.words
    journal.undo(journal.last_undoable().id)
    journal.undo(journal.last_undoable().id)
    assert not any(kind.select().exists() for kind in (Poll, PollItem, PollClass, PollTarget, PollCount))


def test_the_next_poll_begins_as_the_last_was(store: Store) -> None:
    first = small_poll(weights=(60, 40))
    plan = first_plan(2011)
    same = plan_of(first)
    assert (plan.items, plan.classes, plan.words) == (same.items, same.classes, same.words)
    assert (plan.year, plan.held, plan.name) == (2011, None, "2011年第1次群众评议")


def test_numbers_run_on_from_class_to_class(store: Store) -> None:
    target = targets_of(small_poll().id)[0]
    first, second = classes_of(target.poll_id)
    assert ranges(target.id) == {first.id: range(1, 11), second.id: range(11, 21)}
    set_counts(target, {first.id: (3, None, None)})
    assert [class_of_number(target.id, number) for number in (3, 4, 13, 14)] == [
        first.id,
        second.id,
        second.id,
        None,
    ]


def test_a_paper_is_one_action_and_can_be_put_right(store: Store) -> None:
    target = targets_of(small_poll().id)[0]
    first = classes_of(target.poll_id)[0]
    enter(target, Entry(1, first.id, "14", "多办实事"))
    enter(target, Entry(2, first.id, INVALID, reason="未填"))
    enter(target, Entry(1, first.id, "10", "多办实事"))
    found = results(target.poll_id)[0]
    assert (found.whole.returned, found.whole.valid, found.entered) == (2, 1, 2)
    assert [(item.counts, item.abstained) for item in found.whole.items] == [
        ((1, 0, 0, 0), 0),
        ((0, 0, 0, 0), 1),
    ]
    assert comments(target.id) == ["多办实事"]
    journal.undo(journal.last_undoable().id)
    assert Ballot.get(Ballot.number == 1).answers == "14"


@pytest.mark.parametrize("answers", ["1", "15", "123", "1A", ""])
def test_answers_that_do_not_fit_the_paper_are_refused(store: Store, answers: str) -> None:
    target = targets_of(small_poll().id)[0]
    with pytest.raises(RecordProblems, match="应有2项，每项为0至4"):
        enter(target, Entry(1, classes_of(target.poll_id)[0].id, answers))
    assert not Ballot.select().exists()


def test_once_there_are_votes_the_paper_stays_as_it_was(store: Store) -> None:
    poll = small_poll()
    target = targets_of(poll.id)[0]
    enter(target, Entry(1, classes_of(poll.id)[0].id, "11"))
    with change("改"):
        with pytest.raises(RecordProblems, match="不能再增加评议项目"):
            PollItem(poll=poll.id, number=3, content="又一项").save()
        with pytest.raises(AppError, match="不能删除"):
            items_of(poll.id)[0].delete_instance()
        with pytest.raises(AppError, match="不能删除"):
            classes_of(poll.id)[1].delete_instance()
        item = items_of(poll.id)[1]
        item.content = "改了几个字"
        item.save()
        item.number = 1
        with pytest.raises(RecordProblems, match="评议项目的次序不能再改"):
            item.save()
        poll.scale = "很满意、比较满意、基本满意、不满意"
        poll.save()
        poll.scale = "比较满意、很满意、基本满意、不满意"
        with pytest.raises(RecordProblems, match="等次的次序不能再改"):
            poll.save()
        poll.scale = "好、差"
        poll.satisfied = 1
        with pytest.raises(RecordProblems, match="等次的个数不能再改"):
            poll.save()
    with change("删除评议"):
        Poll.get().delete_instance()
    assert not any(kind.select().exists() for kind in (Ballot, PollTarget, PollClass, PollItem, PollCount))
    assert Organisation.select().exists()


def test_the_second_entry_shows_what_differs_until_it_is_settled(store: Store) -> None:
    target = targets_of(small_poll().id)[0]
    first = classes_of(target.poll_id)[0]
    for number, answers in ((1, "11"), (2, "12"), (3, INVALID)):
        enter(target, Entry(number, first.id, answers))
    for number, answers in ((1, "11"), (2, "13"), (3, "11")):
        enter_again(target, number, answers)
    assert [ballot.number for ballot in differing(target.id)] == [2, 3]
    found = results(target.poll_id)[0]
    assert (found.repeated, found.differing) == (3, 2)
    for ballot in differing(target.id):
        settle(ballot, str(ballot.again))
    assert [(b.number, b.answers, b.invalid) for b in Ballot.select()] == [
        (1, "11", False),
        (2, "13", False),
        (3, "11", False),
    ]
    with pytest.raises(AppError, match="第一次没有录入"):
        enter_again(target, 9, "11")


def test_totals_and_papers_of_one_class_exclude_each_other(store: Store) -> None:
    target = targets_of(small_poll().id)[0]
    first, second = classes_of(target.poll_id)
    enter(target, Entry(1, first.id, "11"))
    with pytest.raises(RecordProblems, match="已经录入单张票"):
        set_totals(target, first.id, [([1, 0, 0, 0], 0), None])
    set_counts(target, {second.id: (10, 8, 7)})
    with pytest.raises(RecordProblems, match="多于有效票7张"):
        set_totals(target, second.id, [([4, 2, 1, 1], 0), None])
    assert not PollTotal.select().exists()
    set_totals(target, second.id, [([4, 2, 0, 0], 1), ([0, 0, 0, 7], 0)])
    with pytest.raises(RecordProblems, match="已经录入汇总票数"):
        enter(target, Entry(2, second.id, "11"))
    found = results(target.poll_id)[0]
    assert (found.whole.issued, found.whole.returned, found.whole.valid) == (20, 9, 8)
    # 甲 all satisfied with 60 %, 乙 six of fourteen answers with 40 %
    assert found.satisfaction == pytest.approx(0.6 + 0.4 * 6 / 14)


def test_exactly_the_limit_needs_no_making_up(store: Store) -> None:
    target = targets_of(small_poll(items=1, weights=(None,)).id)[0]
    only = classes_of(target.poll_id)[0].id
    for number, answers in enumerate("11233", 1):
        enter(target, Entry(number, only, answers))
    found = results(target.poll_id)[0]
    assert (percent(found.satisfaction), found.needs_make_up, found.quorum_met) == ("60%", False, True)
    enter(target, Entry(6, only, "0"))
    assert results(target.poll_id)[0].needs_make_up is True  # an abstention is no satisfied answer
    assert PollTarget.get().shown("make_up") == "是"


def test_polls_of_two_years_under_one_name_each_ask_to_make_up(store: Store) -> None:
    first = small_poll(items=1, weights=(None,))
    second = set_up(replace(plan_of(first), year=2011, held="2011-12-01"))
    for poll in (first, second, second):
        (target,) = targets_of(poll.id)
        enter(target, Entry(1, classes_of(poll.id)[0].id, "4"))
        ask_make_up([target])
    assert [each.origin_note for each in Correction.select()] == ["2010年群众评议", "2011年群众评议"]
    assert list(asked(first).values()) + list(asked(second).values()) == list(Correction.select())


def test_a_poll_without_papers_says_nothing(store: Store) -> None:
    found = results(small_poll().id)[0]
    assert (found.satisfaction, found.needs_make_up, found.quorum_met) == (None, None, False)
    assert results(999) == []


PAPERS = st.lists(
    st.tuples(
        st.integers(0, 2), st.integers(0, 2), st.text("01234", min_size=3, max_size=3) | st.just(INVALID)
    ),
    max_size=40,
)
WEIGHTS = st.tuples(*[st.none() | st.sampled_from([0, 10, 33.3, 60])] * 3)


@given(PAPERS, WEIGHTS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_tallies_are_those_of_a_slow_recount(
    store: Store, papers: list[tuple[int, int, str]], weights: tuple[float | None, ...]
) -> None:
    Organisation.select().exists() or [branch(f"{number}号团支部") for number in range(3)]
    homes = [home.id for home in Organisation.select()]
    plan = Plan(
        "评议",
        2010,
        None,
        "甲乙丙丁",
        2,
        50,
        60,
        "一二三",
        [Class(n, w) for n, w in zip("党团群", weights, strict=True)],
        homes,
    )
    poll = set_up(plan)
    targets, classes = targets_of(poll.id), classes_of(poll.id)
    with change("录入") as current:
        current.save_all(
            [
                Ballot(
                    target=targets[at].id,
                    number=number,
                    rater=classes[of].id,
                    answers=None if answers == INVALID else answers,
                    invalid=answers == INVALID,
                )
                for number, (at, of, answers) in enumerate(papers, 1)
            ]
        )
    found = results(poll.id)
    for at in range(3):
        rates = []
        for of in range(3):
            mine = [answers for a, c, answers in papers if (a, c) == (at, of)]
            good = [answers for answers in mine if answers != INVALID]
            part = found[at].classes[of]
            assert (part.returned, part.valid) == (len(mine), len(good))
            for place, item in enumerate(part.items):
                assert list(item.counts) == [sum(1 for g in good if g[place] == sign) for sign in "1234"]
                assert item.abstained == sum(1 for g in good if g[place] == "0")
            if good:
                rate = sum(sign in "12" for g in good for sign in g) / (3 * len(good))
                assert part.satisfaction == pytest.approx(rate)
                if weights[of]:
                    rates.append((weights[of], rate))
        every = [answers for a, _, answers in papers if a == at and answers != INVALID]
        if rates:
            wanted = sum(weight * rate for weight, rate in rates) / sum(weight for weight, _ in rates)
            assert found[at].satisfaction == pytest.approx(wanted)
        elif every:
            assert found[at].satisfaction == pytest.approx(
                sum(sign in "12" for g in every for sign in g) / (3 * len(every))
            )
        else:
            assert found[at].satisfaction is None
    with change("清理"):
        poll.delete_instance()


TOTALS = st.lists(
    st.tuples(
        st.integers(0, 3),  # the class; 3: all together
        st.lists(st.lists(st.integers(0, 9), min_size=5, max_size=5) | st.none(), min_size=3, max_size=3),
        st.none() | st.integers(45, 60),
    ),
    max_size=4,
    unique_by=lambda each: each[0],
)


@given(TOTALS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_typed_totals_and_the_figure_come_to_the_same_as_a_slow_recount(
    store: Store, totals: list[tuple[int, list[list[int] | None], int | None]]
) -> None:
    home = Organisation.get_or_none() or branch("一号团支部")
    poll = set_up(
        Plan("评议", 2010, None, "甲乙丙丁", 2, 50, 60, "一二三", [Class(n) for n in "党团群"], [home.id])
    )
    (target,) = targets_of(poll.id)
    ids = [*(each.id for each in classes_of(poll.id)), None]
    valid, sums = 0, [[0] * 5 for _ in range(3)]
    for place, lines, given_valid in totals:
        set_counts(target, {ids[place]: (None, None, given_valid)})
        set_totals(target, ids[place], [None if line is None else (line[:4], line[4]) for line in lines])
        known = [line for line in lines if line is not None]
        valid += max((sum(line) for line in known), default=0) if given_valid is None else given_valid
        for item, line in enumerate(lines):
            sums[item] = [a + b for a, b in zip(sums[item], line or [0] * 5, strict=True)]
    (found,) = results(poll.id)
    assert found.whole.valid == valid == figure("polls.valid").value(Period.year(2010))
    assert [[*item.counts, item.abstained] for item in found.whole.items] == sums
    if valid:
        assert found.satisfaction == pytest.approx(sum(sum(line[:2]) for line in sums) / (3 * valid))
    with change("清理"):
        poll.delete_instance()


def test_a_poll_has_no_more_items_than_its_paper_has_room_for(store: Store) -> None:
    with pytest.raises(RecordProblems, match="一张票最多10项"):
        small_poll(items=11)
    assert not Poll.select().exists()
