"""Quotas: worked out exactly, used up by what is put forward, exceeded only with a reason."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.award import Nomination
from models.award_kind import AwardKind, award_of
from models.changes import change
from models.quota import limit_of, quota, quotas
from models.record import RecordProblems
from models.store import Store
from tests.models.people import branch, committee, member


def set_quota(kind: str, **facts: object) -> AwardKind:
    award = award_of(kind, 2010)
    with change("名额"):
        for name, value in facts.items():
            setattr(award, name, value)
        award.save()
    return award_of(kind, 2010)


def nominate(kind: str = "优秀共青团员", **facts: object) -> Nomination:
    with change("推荐"):
        found = Nomination(year=2010, kind=kind, **facts)
        found.save()
    return found


@given(
    share=st.one_of(st.none(), st.integers(0, 10_000).map(lambda number: number / 100)),
    base=st.integers(0, 20_000),
    rounding=st.sampled_from((None, "四舍五入", "进一", "舍去")),
    number=st.one_of(st.none(), st.integers(0, 50)),
)
def test_a_limit_is_the_exact_share_made_whole_or_the_number(
    share: float | None, base: int, rounding: str | None, number: int | None
) -> None:
    award = AwardKind(quota_share=share, quota_base="团员", rounding=rounding, quota_number=number)
    limits = [] if number is None else [number]
    if share is not None:
        exact = Fraction(round(share * 100), 10_000) * base
        limits.append(
            {"进一": ceil(exact), "舍去": floor(exact)}.get(rounding or "", floor(exact + Fraction(1, 2)))
        )
    assert limit_of(award, base) == min(limits, default=None)


def test_a_quota_tells_how_it_was_made_and_what_is_left(store: Store) -> None:
    home = branch()
    people = [member(name, home, joined="2008-05") for name in ("张三", "李四", "王五", "赵六")]
    award = set_quota("优秀共青团员", quota_share=37.5, quota_base="团员", rounding="进一", quota_number=3)
    assert (
        quota(award, 2010).in_words() == "名额2名（团员4名的37.5%，进一，不超过3名），已推荐0名，还可推荐2名"
    )
    nominate(member=people[0].id)
    nominate(member=people[1].id, state="未获批")
    nominate(member=people[2].id)
    found = quota(award, 2010)
    assert (found.limit, found.used, found.left, found.share) == (2, 2, 0, 50)
    with pytest.raises(RecordProblems, match=r"名额2名.*已推荐2名，还可推荐0名；超出名额要写明原因"):
        nominate(member=people[3].id)
    nominate(member=people[3].id, over_quota_reason="基层岗位另增一名")
    assert quota(award, 2010).in_words().endswith("已推荐3名，超出1名")
    assert quota(award, 2011).used == 0


def test_those_within_the_quota_go_on_when_there_are_too_many(store: Store) -> None:
    home = branch()
    first, second = (nominate(member=member(name, home).id) for name in ("张三", "李四"))
    set_quota("优秀共青团员", quota_number=1)
    with change("上报"):
        first.state = "已提交"
        first.save()
    with pytest.raises(RecordProblems, match="超出名额"), change("上报"):
        second.state = "已提交"
        second.save()


def test_every_organisation_may_have_places_of_its_own(store: Store) -> None:
    top = committee()
    one, two = (branch(name, parent=top) for name in ("甲团支部", "乙团支部"))
    people = [member(f"第{number}人", one if number < 3 else two, joined="2008-05") for number in range(5)]
    award = set_quota(
        "优秀共青团员", quota_share=34, quota_base="团员", rounding="舍去", quota_per="每个团组织"
    )
    nominate(member=people[0].id)
    assert [(each.organisation, each.base, each.limit, each.used) for each in quotas(award, 2010)] == [
        (one.id, 3, 1, 1)
    ]
    with pytest.raises(RecordProblems, match="超出名额"):
        nominate(member=people[1].id)
    with pytest.raises(RecordProblems, match="名额0名"):
        nominate(member=people[4].id)


def test_branches_take_the_places_of_the_organisation_above(store: Store) -> None:
    top = committee()
    one, two = (branch(name, parent=top) for name in ("甲团支部", "乙团支部"))
    award = set_quota("五四红旗团支部", quota_share=50, quota_base="团支部", quota_per="每个团组织")
    nominate("五四红旗团支部", organisation=one.id)
    (found,) = quotas(award, 2010)
    assert (found.organisation, found.base, found.limit, found.left) == (top.id, 2, 1, 0)
    assert found.in_words() == "名额1个（团支部2个的50%，四舍五入），已推荐1个，还可推荐0个"
    with pytest.raises(RecordProblems, match="超出名额"):
        nominate("五四红旗团支部", organisation=two.id)
