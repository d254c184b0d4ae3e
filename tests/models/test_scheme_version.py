"""Schemes saved whole: in place while nothing is signed, as a new version afterwards; undone by one step."""

from __future__ import annotations

import pytest

from models import journal, starter
from models.assessment import Assessment, Score, begin, outcome, scores
from models.changes import change
from models.errors import AppError
from models.organisation import Organisation
from models.scheme import Indicator, Scheme, copy_scheme, current_schemes, indicators, scheme_for
from models.scheme_version import given_scores, is_changed, save_scheme
from models.scoring import compute
from models.store import Store
from tests.models.people import branch


@pytest.fixture
def scheme(store: Store) -> Scheme:
    return starter.plant_scheme(2010)


def scored(organisation: Organisation, points: float = 1) -> Assessment:
    """An assessment begun, every indicator given some points."""
    assessment = begin(organisation, 2010)
    with change("打分"):
        for indicator, score in scores(assessment):
            score.office_score = min(points, indicator.points)
            score.save()
    return Assessment.get_by_id(assessment.id)


def sign(assessment: Assessment) -> None:
    with change("签字"):
        assessment.state, assessment.signed_on = "已签字", "2011-01-10"
        assessment.save()


def test_what_is_unchanged_is_not_saved(scheme: Scheme) -> None:
    lines = indicators(scheme)
    assert not is_changed(scheme, lines)
    lines[0].criteria = "另定"
    assert is_changed(scheme, lines)
    assert is_changed(scheme, indicators(scheme)[1:])
    assert is_changed(scheme, [*indicators(scheme)[1:2], indicators(scheme)[0], *indicators(scheme)[2:]])


def test_before_signing_it_is_changed_in_place_in_one_action(scheme: Scheme) -> None:
    scored(branch())
    stored = [line.__data__ for line in indicators(scheme)]
    gone, first, *rest = indicators(scheme)
    assert given_scores([gone]) == 1
    first.points = 9
    new = Indicator(scheme=scheme.id, block=first.block, number=99, content="团刊", points=2)
    before = journal.actions()[0].id
    saved = save_scheme(scheme, [new, first, *rest])
    assert (saved.is_new_version, saved.scheme.id) == (False, scheme.id)
    now = indicators(scheme)
    assert [line.number for line in now] == list(range(1, len(stored) + 1))
    assert [line.content for line in now[:2]] == ["团刊", first.content]
    assert not Score.select().where(Score.indicator == gone.id).exists()
    (action,) = [each for each in journal.actions() if each.id > before]
    journal.undo(action.id)
    assert [line.__data__ for line in indicators(scheme)] == stored
    assert Score.select().where(Score.indicator == gone.id).exists()


def test_under_a_signed_assessment_a_new_version_is_made(scheme: Scheme) -> None:
    signed, waiting = scored(branch("甲团支部")), scored(branch("乙团支部"), 2)
    sign(signed)
    before = outcome(signed)
    old = [line.__data__ for line in indicators(scheme)]
    lines = indicators(scheme)
    lines[0].points += 1
    del lines[1]
    saved = save_scheme(Scheme(**scheme.__data__), lines)
    assert (saved.is_new_version, saved.moved, saved.kept) == (True, 1, 1)
    made = saved.scheme
    assert (made.version, made.replaces_id) == (2, scheme.id)
    assert [line.__data__ for line in indicators(scheme)] == old
    assert Assessment.get_by_id(signed.id).scheme_id == scheme.id
    assert outcome(Assessment.get_by_id(signed.id)) == before
    followed = Assessment.get_by_id(waiting.id)
    assert followed.scheme_id == made.id
    assert all(score.office_score is not None for _, score in scores(followed))
    assert Score.select().where(Score.assessment == waiting.id).count() == len(old) - 1
    assert scheme_for(2010) == made
    assert [each.id for each in current_schemes(2010)] == [made.id]
    action = next(each for each in journal.actions() if each.name.startswith("考核方案"))
    journal.undo(action.id)
    assert Assessment.get_by_id(waiting.id).scheme_id == scheme.id
    assert Score.select().where(Score.assessment == waiting.id).count() == len(old)


def test_a_signed_schemes_lines_cannot_be_changed_or_taken_out_directly(scheme: Scheme) -> None:
    sign(begin(branch(), 2010))
    line = indicators(scheme)[0]
    line.points += 1
    with pytest.raises(AppError, match="新的一版"), change("改"):
        line.save()
    scheme.bonus_limit = 3
    with pytest.raises(AppError, match="新的一版"), change("改"):
        scheme.save()
    with pytest.raises(AppError, match="新的一版"), change("删"):
        line.delete_instance()


def test_what_was_scored_by_rule_is_scored_by_the_new_one(scheme: Scheme) -> None:
    assessment = begin(branch(founded="2000-01"), 2010)
    assert compute(2010)
    lines = indicators(scheme)
    line = next(each for each in lines if each.rule and "推优入党" in each.rule)
    score = Score.get(Score.assessment == assessment.id, Score.indicator == line.id)
    assert score.computed == 3
    line.rule = "推优入党人数不超过0得满分"
    save_scheme(scheme, lines)
    assert Score.get_by_id(score.id).computed == line.points == 6


def test_several_schemes_of_a_year_are_told_apart_by_kind(scheme: Scheme) -> None:
    general = Scheme(name="总支方案", year=2010, kind="团总支")
    save_scheme(general, [Indicator(block="组织建设好", number=1, content="班子", points=100)])
    every = Scheme(name="通用方案", year=2010)
    save_scheme(every, [Indicator(block="组织建设好", number=1, content="班子", points=100)])
    assert [each.id for each in current_schemes(2010)] == [scheme.id, general.id, every.id]
    found = [scheme_for(2010, kind) for kind in ("团支部", "团总支", "团委")]
    assert found == [scheme, general, every]
    with pytest.raises(AppError, match="已有这样一份"):
        save_scheme(Scheme(name="总支方案", year=2010, kind="团总支"), [])
    copied = copy_scheme(general, 2011)
    assert (copied.version, copied.replaces_id, scheme_for(2011, "团总支")) == (1, None, copied)
