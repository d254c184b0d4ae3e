"""Years side by side: indicators are matched once each, by content and else by topic; parts come from reviews and polls."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import starter
from models.assessment import Assessment, begin, scores
from models.assessment_parts import poll_parts, review_parts, sources_of, take_over
from models.assessment_years import by_indicator, by_organisation, match, years
from models.changes import change
from models.errors import AppError
from models.organisation import Organisation
from models.poll import Poll
from models.poll_result import results
from models.review import Review
from models.sample import fill_sample
from models.scheme import GOODS, Indicator, copy_scheme, indicators, scheme_for
from models.store import Store
from tests.models.people import branch

INDICATORS = st.lists(
    st.builds(
        Indicator,
        block=st.sampled_from(GOODS[:2]),
        topic=st.sampled_from(["", "团课", "活动"]),
        content=st.sampled_from(["甲", "乙", "丙", "丁"]),
    ),
    max_size=7,
)


def plain(known: list[Indicator], wanted: list[Indicator]) -> list[int | None]:
    """The slow recount: first whatever has content and block for itself on both sides, then topic and block."""
    found: list[int | None] = [None] * len(wanted)
    for name in ("content", "topic"):
        here = [place for place in range(len(known)) if place not in found]
        there = [place for place in range(len(wanted)) if found[place] is None]

        def same(one: Indicator, other: Indicator, name: str = name) -> bool:
            return one.block == other.block and getattr(one, name) == getattr(other, name)

        pairs = []
        for new in there:
            alike = [old for old in here if same(known[old], wanted[new])]
            rivals = [other for other in there if same(wanted[other], wanted[new])]
            if len(alike) == 1 and len(rivals) == 1 and getattr(wanted[new], name):
                pairs.append((new, alike[0]))
        for new, old in pairs:
            found[new] = old
    return found


@given(INDICATORS, INDICATORS)
def test_indicators_are_matched_as_a_plain_recount_does(
    known: list[Indicator], wanted: list[Indicator]
) -> None:
    found = match(known, wanted)
    assert found == plain(known, wanted)
    taken = [place for place in found if place is not None]
    assert len(taken) == len(set(taken))


@pytest.fixture
def home(store: Store) -> Organisation:
    """A branch scored in full in 2009; in 2010 one indicator has other words, and half of its points are given."""
    made = branch(founded="2000-01")
    starter.plant_scheme(2009)
    score_all(begin(made, 2009), 1)
    scheme = copy_scheme(scheme_for(2009), 2010)
    first = indicators(scheme)[0]
    with change("改内容"):
        first.content = "班子健全、分工明确"
        first.save()
    score_all(begin(made, 2010), 0.5)
    return made


def score_all(assessment: Assessment, share: float) -> None:
    with change("打分"):
        for indicator, score in scores(assessment):
            if indicator.block in GOODS:
                score.office_score, score.reason = indicator.points * share, "核减"
                score.save()


def test_totals_grades_and_ranks_by_year(home: Organisation) -> None:
    assert years() == [2009, 2010]
    ((id_, line),) = by_organisation()
    assert id_ == home.id
    assert [(line.marks[year].points, line.marks[year].grade) for year in (2009, 2010)] == [
        (100, "优秀"),
        (50, "不合格"),
    ]
    assert line.marks[2010].rank == 1


def test_an_assessment_not_scored_to_its_end_has_no_points(home: Organisation) -> None:
    with change("少一项"):
        _, score = scores(Assessment.get(Assessment.year == 2010))[0]
        score.office_score = None
        score.save()
    ((_, line),) = by_organisation()
    assert line.marks[2010].points is None and line.marks[2010].share is None


def test_an_indicator_with_other_words_is_the_same_by_its_topic(home: Organisation) -> None:
    lines = by_indicator(home.id)
    assert [line.name for line in lines if not line.block] == list(GOODS)
    assert all(set(line.marks) == {2009, 2010} for line in lines)
    assert all((line.marks[2009].share, line.marks[2010].share) == (1, 0.5) for line in lines)
    assert "班子健全" in lines[1].name


def review(home: Organisation, by: str, score: float | None, date: str = "2010-11-02") -> None:
    with change("点评"):
        Review(organisation=home.id, by=by, date=date, score=score).save()


def test_both_that_review_weigh_the_same(home: Organisation) -> None:
    review(home, "同级党组织", 90)
    review(home, "同级党组织", 80, "2010-12-02")
    review(home, "上级团组织", 95)
    review(home, "上级团组织", None)
    review(home, "上级团组织", 10, "2009-12-31")
    part = review_parts(2010)[home.id]
    assert part.value == 90
    assert part.how == "同级党组织90、80（平均85），上级团组织95，两方平均90"
    assert len(part.ids) == 3
    assert take_over(2010) == (1, [])
    taken = Assessment.get(Assessment.year == 2010)
    assert taken.review_score == 90
    assert [(name, same) for name, _, same in sources_of(taken)] == [("review_score", True)]
    assert take_over(2010) == (0, [])


def test_nothing_is_taken_over_before_the_year_has_begun(store: Store) -> None:
    with pytest.raises(AppError, match="还没有开始"):
        take_over(2011)


def test_the_last_poll_with_valid_ballots_gives_its_satisfaction(store: Store) -> None:
    fill_sample(store, 2025)
    expected = {}
    for poll in sorted(Poll.select().where(Poll.year == 2025), key=lambda poll: (poll.held, poll.id)):
        for found in results(poll.id):
            if found.whole.valid:
                expected[found.organisation_id] = (round(100 * found.satisfaction, 1), poll.id)
    parts = poll_parts(2025)
    assert {id_: (part.value, part.ids[0]) for id_, part in parts.items()} == expected
    assert len({poll for _, poll in expected.values()}) > 1
    for assessment in Assessment.select().where(Assessment.year == 2025):
        assert assessment.poll_score == parts[assessment.organisation_id].value
