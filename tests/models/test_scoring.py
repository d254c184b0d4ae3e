"""Scoring by rule: what is written and what is left alone, evidence added and excluded, records used twice, trials."""

from __future__ import annotations

from datetime import date

import pytest

from models import clock
from models.activity import Activity
from models.assessment import Assessment, Score, begin, outcome, scores
from models.award import Honour
from models.ballot import Ballot
from models.changes import change, running
from models.errors import AppError, FieldError
from models.figure import Period
from models.figures import catalogue, figure
from models.journal import history, undo
from models.organisation import Organisation
from models.poll import Poll
from models.poll_result import results
from models.record import Record, RecordProblems
from models.sample import fill_sample
from models.scheme import BLOCKS, BONUS, DEDUCTION, Indicator, Scheme, indicators, load_scheme
from models.scheme_version import save_scheme
from models.scoring import (
    add,
    compute,
    evidence,
    exclude,
    read,
    sensitivity,
    take_back,
    try_rule,
    used_twice,
)
from models.scoring_evidence import ScoreEvidence
from models.scoring_reckoning import months_over
from models.starter import FOLDER, plant_scheme
from models.store import Store
from models.text import squash
from tests.models.people import branch, committee, member

YEAR = 2010


def _save(*records: Record) -> None:
    with change("新增"):
        for each in records:
            each.save()


def _scheme(*rules: str, block: str = BLOCKS[2], points: float = 10) -> Scheme:
    scheme = Scheme(name="考核", year=YEAR)
    _save(scheme)
    for number, rule in enumerate(rules, 1):
        _save(
            Indicator(
                scheme=scheme.id, block=block, number=number, content="内容", points=points, rule=rule or None
            )
        )
    return scheme


def _held(home: Organisation, day: str, kind: str = "水上保洁", **facts: object) -> Activity:
    found = Activity(branch=home.id, kind=kind, title=f"{kind}{day}", start=day, **facts)
    _save(found)
    return found


def _score(assessment: Assessment, number: int = 1) -> Score:
    found: Score = next(score for indicator, score in scores(assessment) if indicator.number == number)
    return found


def test_computed_scores_stand_beside_those_that_people_give(store: Store) -> None:
    _scheme("活动次数每次得2分，最多6分", "活动次数达到9得满分", "")
    home = branch()
    assessment = begin(home, YEAR)
    for day in ("2010-03-01", "2010-05-01", "2009-05-01"):
        _held(home, day)
    with change("打分"):
        score = _score(assessment)
        score.office_score, score.reason = 5, "核实后加1分"
        score.save()
    found = compute(YEAR)
    assert [(each.score, each.why) for each in found] == [
        (4, "活动次数为2次，每次2分，得4分"),
        (0, "活动次数为2次，没有达到9次，不得分"),
    ]
    score = _score(assessment)
    assert (score.computed, score.office_score, score.final) == (4, 5, 5)
    assert score.why == found[0].why
    assert _score(assessment, 3).id is None
    assert outcome(Assessment.get_by_id(assessment.id)).missing == 1
    assert history(score)[0].action == "自动计分"


def test_nothing_is_written_when_nothing_changed_and_a_rule_that_is_gone_takes_its_score_along(
    store: Store,
) -> None:
    scheme = _scheme("活动次数每次得2分")
    home = branch()
    assessment = begin(home, YEAR)
    _held(home, "2010-03-01")
    compute(YEAR)
    before = history(_score(assessment))
    compute(YEAR)
    assert history(_score(assessment)) == before
    line = indicators(scheme)[0]
    line.rule = None
    _save(line)
    assert compute(YEAR) == []
    assert (_score(assessment).computed, _score(assessment).why) == (None, None)


def test_a_signed_assessment_is_left_alone_but_is_still_compared_with(store: Store) -> None:
    _scheme("活动次数按与最高的比例得分")
    first, second = branch("甲团支部"), branch("乙团支部")
    signed, open_one = begin(first, YEAR), begin(second, YEAR)
    for month in range(1, 5):
        _held(first, f"2010-{month:02d}-01")
    mine = _held(second, "2010-01-01")
    with change("签字"):
        Score(assessment=signed.id, indicator=Indicator.get().id, computed=1.0).save()
        signed.state, signed.signed_on = "已签字", "2010-12-31"
        signed.save()
    assert [(each.assessment_id, each.score) for each in compute(YEAR)] == [(open_one.id, 2.5)]
    # A scheme that is signed under goes on as another version: those under both are still compared.
    line = indicators(Scheme.get())[0]
    line.content = "说得更清楚的内容"
    save_scheme(Scheme.get(), [line])
    open_one = Assessment.get_by_id(open_one.id)
    assert open_one.scheme_id != signed.scheme_id
    assert [(each.assessment_id, each.score) for each in compute(YEAR)] == [(open_one.id, 2.5)]
    assert _score(signed).computed == 1
    with pytest.raises(AppError, match="已经签字"):
        exclude(_score(signed), Activity.get(Activity.branch == first.id), "不是本支部的")
    assert not ScoreEvidence.select().exists()
    said = exclude(_score(open_one), mine, "重复登记")
    assert _score(open_one).computed == 0
    with change("签字"):
        open_one.state, open_one.signed_on = "已签字", "2010-12-31"
        open_one.save()
    with pytest.raises(AppError, match="已经签字"):
        take_back(said)
    assert ScoreEvidence.select().exists()


def test_records_are_excluded_with_a_reason_added_and_taken_back(store: Store) -> None:
    _scheme("活动次数每次得2分；并且：团员数不足1扣1分")
    home, other = branch("甲团支部"), branch("乙团支部")
    member("甲某", home, joined="2009-05")
    assessment = begin(home, YEAR)
    mine, doubled = _held(home, "2010-03-01"), _held(home, "2010-03-02")
    foreign = _held(other, "2009-03-01")
    compute(YEAR)
    assert _score(assessment).computed == 4
    with pytest.raises(RecordProblems, match="要写原因"):
        exclude(_score(assessment), doubled, "")
    out = exclude(_score(assessment), doubled, "同一次活动登记了两遍")
    assert (_score(assessment).computed, _score(assessment).why) == (
        2,
        "活动次数为1次，每次2分；团员数为1人，达到1人，得2分",
    )
    add(_score(assessment), foreign, "与乙支部联合开展")
    lines = {
        (each.kind, each.record_id): each for each in evidence(_score(assessment)) if each.kind == "activity"
    }
    assert {id_: (each.amount, each.added, each.excluded) for (_, id_), each in lines.items()} == {
        mine.id: (1, False, False),
        doubled.id: (1, False, True),
        foreign.id: (1, True, False),
    }
    assert lines["activity", doubled.id].reason == "同一次活动登记了两遍"
    assert _score(assessment).computed == 4
    take_back(out)
    assert _score(assessment).computed == 6
    with change("删除"):
        foreign.delete_instance()
    assert not ScoreEvidence.select().exists()


def test_an_excluded_record_goes_back_with_one_undo(store: Store) -> None:
    _scheme("活动次数每次得2分")
    home = branch()
    assessment = begin(home, YEAR)
    mine = _held(home, "2010-03-01")
    compute(YEAR)
    exclude(_score(assessment), mine, "没有照片")
    assert _score(assessment).computed == 0
    undo(history(_score(assessment))[0].action_id)
    assert _score(assessment).computed == 2
    assert not ScoreEvidence.select().exists()


def test_an_added_record_counts_in_its_own_month_alone(store: Store) -> None:
    _scheme("每月活动次数至少1，缺一个月扣1分", points=12)
    home, other = branch("甲团支部"), branch("乙团支部")
    assessment = begin(home, YEAR)
    _held(home, "2010-03-01")
    foreign, dayless = _held(other, "2010-07-09"), _held(other, "2010")
    compute(YEAR)
    assert _score(assessment).computed == 1
    add(_score(assessment), foreign)
    add(_score(assessment), dayless)
    assert _score(assessment).computed == 2


def test_an_added_record_may_count_for_one_figure_of_several(store: Store) -> None:
    _scheme("取最高：省市级荣誉数达到1得4分；区级荣誉数达到1得2分")
    home = branch()
    assessment = begin(home, YEAR)
    late = Honour(name="先进集体", level="局级", organisation=home.id, granted="2011-01-05")
    _save(late)
    compute(YEAR)
    assert _score(assessment).computed == 0
    for record, named in ((home, None), (late, "国家级荣誉数")):
        with pytest.raises(AppError, match="不统计这样的"):
            add(_score(assessment), record, "不相干", figure=named)
    add(_score(assessment), late, "表彰的是上年工作", figure="区级荣誉数")
    assert _score(assessment).computed == 2
    assert [(each.figure, each.record_id) for each in evidence(_score(assessment))] == [
        ("区级荣誉数", late.id)
    ]


def test_a_block_of_deductions_counts_what_is_lost(store: Store) -> None:
    _scheme("活动次数每次扣0.5分", block=DEDUCTION, points=5)
    home = branch()
    assessment = begin(home, YEAR)
    for day in range(1, 4):
        _held(home, f"2010-03-0{day}")
    assert [(each.score, each.why) for each in compute(YEAR)] == [
        (1.5, "活动次数为3次，每次扣0.5分，扣1.5分")
    ]
    assert outcome(Assessment.get_by_id(assessment.id)).deduction == 1.5


def test_those_below_count_and_a_rule_of_unknown_figures_says_so(store: Store) -> None:
    _scheme("活动次数每次得1分", "早已没有的次数每次得1分", "活动实到人数÷活动应到人数达到90%得满分")
    top = committee()
    below = branch("甲团支部", top)
    begin(top, YEAR)
    _held(below, "2010-03-01")
    _held(top, "2010-04-01")
    found = compute(YEAR)
    assert [each.score for each in found] == [2, None, None]
    assert "没有“早已没有的次数”这个统计项" in found[1].why
    assert found[2].why == "活动实到人数÷活动应到人数没有数，不能自动计分"


def test_one_record_under_two_indicators_is_pointed_out(store: Store) -> None:
    _scheme(
        "志愿服务次数每次得1分",
        "活动次数达到1得满分",
        "参加活动青年人次达到1得满分",
        "每月活动次数至少1，缺一个月扣1分",
    )
    home = branch()
    assessment = begin(home, YEAR)
    served = _held(home, "2010-03-01", hours_each=2, present=5, league_present=3)
    _held(home, "2010-04-01")
    numbers = {each.id: each.number for each in Indicator.select()}
    found = used_twice(assessment)
    assert [(each.kind, each.record_id, [numbers[id_] for id_ in each.indicator_ids]) for each in found] == [
        ("activity", served.id, [1, 2])
    ]


def test_what_one_more_would_change_is_told(store: Store) -> None:
    _scheme(
        "活动次数达到3得满分，每少1扣2分",
        "志愿服务时长÷团员数达到1得满分",
        "每季度活动次数至少1，缺一个季度扣2分",
        "活动次数达到1得满分",
    )
    home = branch()
    member("甲某", home, joined="2009-05")
    assessment = begin(home, YEAR)
    _held(home, "2010-02-01")
    assert [each.words for each in sensitivity(assessment)] == [
        "活动次数再多1次，由得6分变为得8分",
        "志愿服务时长再多1小时，由不得分变为得满分10分",
        "2季度活动次数再多1次，由得4分变为得6分",
        "活动次数再多1次，得分不变",
    ]


def test_a_rule_is_tried_on_a_past_year_and_nothing_is_written(store: Store) -> None:
    first, second = branch("甲团支部"), branch("乙团支部", position=1)
    _held(first, "2009-03-01")
    trials = try_rule("活动次数每次得2分", 2009, 5)
    assert [(each.organisation_id, each.score) for each in trials] == [(first.id, 2), (second.id, 0)]
    assert trials[0].why == "活动次数为1次，每次2分，得2分"
    assert try_rule("", 2009, 5) == []
    with pytest.raises(FieldError, match="看不懂"):
        try_rule("活动越多越好", 2009, 5)
    assert not Score.select().exists()


def test_only_months_that_are_over_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2010, 4, 30))
    assert months_over(2010) == (1, 2, 3)
    assert months_over(2010, "2010-02-15") == (2, 3)
    assert months_over(2009) == tuple(range(1, 13))
    assert months_over(2011) == ()
    monkeypatch.setattr(clock, "today", lambda: date(2010, 12, 31))
    assert len(months_over(2010)) == 12


def test_the_starter_scheme_has_rules_of_figures_that_there_are(store: Store) -> None:
    scheme = plant_scheme(YEAR)
    labels = {squash(each.label) for each in catalogue().values()}
    assert len(labels) == len(catalogue())  # no two figures of one name
    ruled = [each for each in indicators(scheme) if each.rule]
    assert {each.number for each in ruled} == {2, *range(5, 18), 19}
    for each in ruled:
        rule = read(each.rule)
        assert rule is not None
        assert str(rule) == each.rule
        named = {label for measure in rule.measures for label in (*measure.figures, *measure.per)}
        assert {squash(label) for label in named} <= labels
    blank = load_scheme((FOLDER / "assessment-branch.toml").read_text("utf-8"), YEAR + 1)
    assert BONUS in {each.block for each in indicators(blank)}


def test_the_figures_that_rules_divide_agree_with_the_polls_and_meetings_of_the_sample(store: Store) -> None:
    fill_sample(store, YEAR)
    spoilt = Ballot.get(~Ballot.invalid)
    with change("作废一张"):
        spoilt.invalid = True
        running().save_all([spoilt])
    year = Period.year(YEAR)
    satisfied, answers = (figure(f"polls.{name}").by_organisation(year) for name in ("satisfied", "answers"))
    told: dict[int, list[int]] = {}
    for poll in Poll.select():
        for each in results(poll.id):
            sums = told.setdefault(each.organisation_id, [0, 0])
            sums[0] += sum(item.satisfied for item in each.whole.items)
            sums[1] += sum(item.valid for item in each.whole.items)
    assert {id_: [satisfied.get(id_, 0), answers.get(id_, 0)] for id_ in told} == told
    assert sum(satisfied.values()) > 0
    assert 0.5 < figure("meetings.present").value(year) / figure("meetings.expected").value(year) <= 1
