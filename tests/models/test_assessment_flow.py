"""The way of an assessment: what each step needs, what is locked when signed, and how it is opened again."""

from __future__ import annotations

import pytest

from models import starter
from models.assessment import Assessment, Score, begin, scores
from models.assessment_flow import (
    NOTICE,
    PARTY,
    SCORED,
    advance,
    handed_in,
    next_step,
    proposed_notice,
    reopen,
)
from models.changes import change
from models.clock import today
from models.errors import AppError
from models.journal import last_undoable, undo
from models.scheme import GOODS, SIGNED
from models.store import Store
from tests.models.people import branch

NOTICED = {"notice_from": "2010-12-06", "notice_until": "2010-12-10"}


@pytest.fixture
def assessment(store: Store) -> Assessment:
    """One whose every indicator the office has scored."""
    starter.plant_scheme(2010)
    made = begin(branch(), 2010)
    with change("打分"):
        for indicator, score in scores(made):
            if indicator.block in GOODS:
                score.office_score = indicator.points
                score.save()
    return Assessment.get_by_id(made.id)


def sign(assessment: Assessment) -> None:
    advance([assessment], PARTY, {"party_opinion": "同意", "party_signed_on": "2010-12-03"})
    advance([assessment], NOTICE, NOTICED)
    advance([assessment], SIGNED, {"signed_on": "2010-12-13"})


def test_step_by_step_to_the_signature(assessment: Assessment) -> None:
    assert assessment.state == SCORED
    assert next_step(assessment).state == PARTY
    sign(assessment)
    stored = Assessment.get_by_id(assessment.id)
    assert (stored.state, stored.signed_on, stored.notice_until) == (SIGNED, "2010-12-13", "2010-12-10")
    assert next_step(stored) is None


@pytest.mark.parametrize(
    ("state", "values", "said"),
    [
        (PARTY, {"party_signed_on": "2010-12-03"}, "没有填党组织意见"),
        (NOTICE, NOTICED, "现在是“已考核”，不能“开始公示”"),
        (SIGNED, {"signed_on": "2010-12-13"}, "不能“签字”"),
    ],
)
def test_a_step_that_lacks_something_changes_nothing(
    assessment: Assessment, state: str, values: dict[str, str], said: str
) -> None:
    with pytest.raises(AppError, match=said):
        advance([assessment], state, values)
    assert Assessment.get_by_id(assessment.id).state == SCORED


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        # 3 December 2010 is a Friday: two of its five days are a weekend.
        ("2010-12-03", "2010-12-07", "公示只有3个工作日，规定不少于5个工作日"),
        ("2010-12-10", "2010-12-06", "公示截止早于开始"),
        ("2010-12", "2010-12-20", "公示起止要写到日"),
    ],
)
def test_a_notice_lasts_its_working_days(assessment: Assessment, first: str, last: str, said: str) -> None:
    advance([assessment], PARTY, {"party_opinion": "同意", "party_signed_on": "2010-12-03"})
    with pytest.raises(AppError, match=said):
        advance([assessment], NOTICE, {"notice_from": first, "notice_until": last})


def test_nobody_signs_before_the_notice_is_over(assessment: Assessment) -> None:
    advance([assessment], PARTY, {"party_opinion": "同意", "party_signed_on": "2010-12-03"})
    advance([assessment], NOTICE, NOTICED)
    with pytest.raises(AppError, match="公示到2010-12-10才结束"):
        advance([assessment], SIGNED, {"signed_on": "2010-12-10"})


def test_several_go_on_together_or_not_at_all(assessment: Assessment) -> None:
    other = begin(branch("二支部"), 2010)
    with pytest.raises(AppError, match="二支部现在是“未开始”"):
        advance([assessment, other], PARTY, {"party_opinion": "同意", "party_signed_on": "2010-12-03"})
    assert Assessment.get_by_id(assessment.id).state == SCORED


def test_an_assessment_not_scored_to_its_end_is_not_finished(store: Store) -> None:
    starter.plant_scheme(2010)
    made = begin(branch(), 2010)
    assert not handed_in(made)
    with pytest.raises(AppError, match="还有15项没有评分"):
        advance([made], SCORED, {})


def test_what_is_signed_stays_as_it_is(assessment: Assessment) -> None:
    _, score = scores(assessment)[0]
    sign(assessment)
    score.office_score = 1
    with pytest.raises(AppError, match="已经签字，不能再改"), change("改分"):
        score.save()
    # Also past the checks of a form: bulk saving, deleting.
    with pytest.raises(AppError, match="已经签字，不能再改"), change("改分") as current:
        current.save_all([score])
    with pytest.raises(AppError, match="已经签字，不能再改"), change("删分"):
        Score.get_by_id(score.id).delete_instance()
    assessment = Assessment.get_by_id(assessment.id)
    assessment.grade = "优秀"
    with pytest.raises(AppError, match="已经签字，不能再改"), change("改等次"):
        assessment.save()
    with pytest.raises(AppError, match="已经签字，不能再改"), change("删考核"):
        Assessment.get_by_id(assessment.id).delete_instance()


def test_neither_signing_nor_scores_under_it_are_undone(assessment: Assessment) -> None:
    with change("改分"):
        _, score = scores(assessment)[0]
        score.office_score = 2
        score.reason = "核减"
        score.save()
    scored = last_undoable()
    sign(Assessment.get_by_id(assessment.id))
    signed = last_undoable()
    assert scored is not None and signed is not None
    for action in (scored, signed):
        with pytest.raises(AppError, match="已经签字，不能再改"):
            undo(action.id)
    assert Assessment.get_by_id(assessment.id).state == SIGNED


def test_it_is_opened_again_with_a_reason_alone(assessment: Assessment) -> None:
    sign(assessment)
    with pytest.raises(AppError, match="没有写原因"):
        reopen([assessment], "  ")
    for time in (1, 2):
        reopen([Assessment.get_by_id(assessment.id)], "漏算一次活动")
        opened = Assessment.get_by_id(assessment.id)
        assert opened.state == SCORED and opened.signed_on is None and opened.notice_from is None
        lines = opened.reopened.splitlines()
        assert len(lines) == time
        assert lines[0] == f"{today().isoformat()}（原为{SIGNED}）漏算一次活动"
        _, score = scores(opened)[0]
        with change("改分"):
            score.office_score, score.reason = 1 + time, "漏算"
            score.save()
        sign(Assessment.get_by_id(assessment.id))


def test_the_notice_that_is_proposed_lasts_long_enough(assessment: Assessment) -> None:
    advance([assessment], PARTY, {"party_opinion": "同意", "party_signed_on": "2010-12-03"})
    first, last = proposed_notice(today().replace(year=2010, month=12, day=3), 2010)
    assert (first.isoformat(), last.isoformat()) == ("2010-12-03", "2010-12-09")
    advance([assessment], NOTICE, {"notice_from": first.isoformat(), "notice_until": last.isoformat()})
