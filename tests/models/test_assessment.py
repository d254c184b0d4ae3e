"""Assessments: totals, weights, vetoes, grades and ranks against a plain recount; schemes copied from year to year."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import starter
from models.assessment import Assessment, Score, begin, outcome, ranks, scores
from models.changes import change
from models.errors import AppError
from models.organisation import Organisation
from models.record import RecordProblems
from models.scheme import BLOCKS, BONUS, DEDUCTION, VETO, Indicator, copy_scheme, indicators
from models.store import Store
from tests.models.people import branch


def give(
    assessment: Assessment, share: float, bonus: float = 0, deduction: float = 0, veto: bool = False
) -> None:
    """Score every indicator with a share of its points."""
    with change("打分"):
        for indicator, score in scores(assessment):
            if indicator.block == VETO:
                score.vetoed = veto
            elif indicator.block == BONUS:
                score.office_score = min(bonus, indicator.points)
            elif indicator.block == DEDUCTION:
                score.office_score = min(deduction, indicator.points)
            else:
                score.self_score = indicator.points
                score.office_score = round(indicator.points * share, 1)
                score.reason = "按标准扣分"
            score.save()


def test_the_starter_scheme_has_the_four_goods_and_a_hundred_points(store: Store) -> None:
    scheme = starter.plant_scheme(2010)
    found = indicators(scheme)
    assert list(dict.fromkeys(i.block for i in found)) == list(BLOCKS)
    points = {block: sum(i.points for i in found if i.block == block) for block in BLOCKS[:4]}
    assert points == {"组织建设好": 30, "团员教育好": 20, "活动开展好": 30, "青年反映好": 20}
    assert not [problem for problem in scheme.check() if problem.severity == "error"]


@pytest.mark.parametrize(
    ("share", "bonus", "deduction", "veto", "total", "grade"),
    [
        (1.0, 0, 0, False, 100, "优秀"),
        (1.0, 3, 0, False, 100, "优秀"),
        (0.8, 0, 0, False, 80, "良好"),
        (0.8, 0, 0.5, False, 79, "合格"),
        (0.5, 0, 0, False, 50, "不合格"),
        (1.0, 0, 0, True, 100, "不合格"),
    ],
)
def test_total_and_grade(
    store: Store, share: float, bonus: float, deduction: float, veto: bool, total: float, grade: str
) -> None:
    starter.plant_scheme(2010)
    assessment = begin(branch(), 2010)
    give(assessment, share, bonus, deduction, veto)
    result = outcome(assessment)
    assert (result.total, result.grade, result.vetoed) == (total, grade, veto)
    assert result.self_total == 100
    assert result.missing == 0


def test_the_bonus_stops_at_its_limit(store: Store) -> None:
    scheme = starter.plant_scheme(2010)
    with change("改上限"):
        scheme.bonus_limit = 2
        scheme.save()
    assessment = begin(branch(), 2010)
    give(assessment, 0.5, bonus=4)
    assert (outcome(assessment).bonus, outcome(assessment).total) == (2, 52)


def test_weights_of_the_parts(store: Store) -> None:
    scheme = starter.plant_scheme(2010)
    with change("改占比"):
        scheme.weight_office, scheme.weight_review, scheme.weight_poll = 60, 20, 20
        scheme.save()
    assessment = begin(branch(), 2010)
    give(assessment, 0.9)
    assert outcome(assessment).total is None
    with change("点评评议"):
        assessment.review_score, assessment.poll_score = 95, 85
        assessment.save()
    assert outcome(Assessment.get_by_id(assessment.id)).total == 90
    scheme.weight_poll = 30
    assert any(problem.field == "weight_office" for problem in scheme.check())


def test_equal_totals_share_a_rank_and_a_veto_has_none(store: Store) -> None:
    starter.plant_scheme(2010)
    for name, share, veto in (
        ("甲", 0.9, False),
        ("乙", 1.0, False),
        ("丙", 0.9, False),
        ("丁", 0.8, False),
        ("戊", 1.0, True),
    ):
        give(begin(branch(f"{name}团支部"), 2010), share, veto=veto)
    names = {o.id: o.name[0] for o in Organisation.select()}
    assert {names[id_]: rank for id_, rank in ranks(2010).items()} == {"乙": 1, "甲": 2, "丙": 2, "丁": 4}
    assert ranks(2011) == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.data())
def test_totals_agree_with_a_plain_recount(store: Store, data: st.DataObject) -> None:
    scheme = starter.plant_scheme(2010)
    home = Organisation.get_or_none(Organisation.name == "局机关团支部") or branch()
    assessment = begin(home, 2010)
    given_points = {}
    with change("打分"):
        for indicator, score in scores(assessment):
            if indicator.block == VETO:
                continue
            value = data.draw(
                st.one_of(st.none(), st.integers(0, int(indicator.points * 2)).map(lambda n: n / 2))
            )
            score.office_score = value
            score.reason = "x"
            score.save()
            given_points[indicator.id] = value
    by_block = dict.fromkeys(BLOCKS, 0.0)
    for indicator in indicators(scheme):
        by_block[indicator.block] += given_points.get(indicator.id) or 0
    basic = sum(by_block[block] for block in BLOCKS[:4])
    expected = max(0, min(100, basic + min(by_block[BONUS], 10) - by_block[DEDUCTION]))
    any_given = any(given_points[i.id] is not None for i in indicators(scheme) if i.block in BLOCKS[:4])
    assert outcome(assessment).total == (pytest.approx(expected) if any_given else None)


def test_more_than_the_points_is_refused_and_a_loss_without_reason_is_doubtful(store: Store) -> None:
    starter.plant_scheme(2010)
    indicator, score = scores(begin(branch(), 2010))[0]
    score.office_score = indicator.points + 1
    with pytest.raises(RecordProblems, match="超过了分值"), change("打分"):
        score.save()
    score.office_score = indicator.points - 1
    assert [problem.field for problem in score.check()] == ["reason"]


def test_a_copied_scheme_leaves_the_past_year_alone(store: Store) -> None:
    old = starter.plant_scheme(2010)
    new = copy_scheme(old, 2011)
    with change("改分值"):
        first = indicators(new)[0]
        first.points = 20
        first.save()
    assert indicators(old)[0].points == 8
    assert len(indicators(new)) == len(indicators(old))
    with pytest.raises(AppError, match="已有"):
        copy_scheme(old, 2011)
    assert Indicator.select().where(Indicator.scheme == new.id).count() == len(indicators(old))


def test_an_assessment_is_begun_once_and_needs_a_scheme(store: Store) -> None:
    home = branch()
    with pytest.raises(AppError, match="还没有考核方案"):
        begin(home, 2010)
    starter.plant_scheme(2010)
    assert begin(home, 2010).id == begin(home, 2010).id
    assert Score.select().count() == 0


def test_an_assessment_that_is_only_begun_on_screen_has_no_outcome_yet(store: Store) -> None:
    blank = Assessment()
    assert all(
        blank.shown(field.name) in ("", "否", "0") for field in Assessment.fields() if not field.stored
    )
    starter.plant_scheme(2010)
    saved = begin(branch(), 2010)
    give(saved, 1.0)
    assert (
        outcome(Assessment(organisation=saved.organisation_id, year=2010, scheme=saved.scheme_id)).total
        is None
    )


def test_a_sheet_that_is_not_scored_to_its_end_has_no_grade_and_no_rank(store: Store) -> None:
    starter.plant_scheme(2010)
    assessment = begin(branch(), 2010)
    lines = [(i, s) for i, s in scores(assessment) if i.block in BLOCKS[:4]]
    for place, (indicator, score) in enumerate(lines):
        assert Assessment.get().state == "未开始"
        assert (outcome(Assessment.get()).grade, ranks(2010)) == ("", {})
        with change("打分"):
            score.office_score = indicator.points
            score.save()
        assert outcome(Assessment.get()).missing == len(lines) - place - 1
    assert (Assessment.get().state, outcome(Assessment.get()).grade) == ("已考核", "优秀")
    assert list(ranks(2010).values()) == [1]


def test_a_full_self_assessment_is_a_state_of_its_own(store: Store) -> None:
    starter.plant_scheme(2010)
    assessment = begin(branch(), 2010)
    with change("自评"):
        for indicator, score in scores(assessment):
            if indicator.block in BLOCKS[:4]:
                score.self_score = indicator.points
                score.save()
    assert Assessment.get().state == "已自评"
