"""States kept under codes: the same state has one code, another state another; then and now are told apart."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import starter
from models.assessment import Assessment, begin, scores
from models.changes import change
from models.errors import AppError
from models.snapshot import LENGTH, SIGNS, Snapshot, code_of, compare, find, keep, today_of
from models.store import Store
from tests.models.people import branch

STATES = st.dictionaries(st.text(max_size=3), st.none() | st.integers() | st.text(max_size=5), max_size=4)


@pytest.fixture
def assessment(store: Store) -> Assessment:
    starter.plant_scheme(2010)
    return begin(branch(), 2010)


def give(assessment: Assessment, place: int, points: float) -> None:
    with change("打分"):
        _, score = scores(assessment)[place]
        score.office_score, score.reason = points, "核减"
        score.save()


@given(STATES, STATES)
def test_a_code_is_read_aloud_and_belongs_to_one_state(one: dict[str, Any], other: dict[str, Any]) -> None:
    code = code_of(one)
    assert len(code) == LENGTH and set(code) <= set(SIGNS) and not set(code) & set("01OI")
    assert (code == code_of(other)) == (one == other)
    assert code == code_of(dict(reversed(one.items())))
    assert code != code_of(one, salt=1)


def test_the_same_state_printed_twice_is_kept_once(assessment: Assessment) -> None:
    first = keep([assessment])
    assert keep([assessment]) == first
    assert Snapshot.select().count() == 1
    give(assessment, 0, 5)
    second = keep([Assessment.get_by_id(assessment.id)])
    assert second != first and Snapshot.select().count() == 2


def test_what_was_printed_is_found_by_its_code_and_compared_with_today(assessment: Assessment) -> None:
    give(assessment, 0, 5)
    code = keep([assessment])[assessment.id]
    give(assessment, 0, 6)
    give(assessment, 1, 3)
    kept = find(f" {code[:4].lower()}-{code[4:].lower()} ")
    assert kept.code == code
    lines = compare(kept.kept, today_of(kept))
    changed = [line for line in lines if line.changed]
    assert len(lines) == len(scores(assessment)) and len(changed) == 2
    assert (changed[0].then["final"], changed[0].now["final"]) == (5, 6)
    assert changed[0].changed == {"office_score", "final"}
    assert (changed[1].then["final"], changed[1].now["final"]) == (None, 3)


def test_nothing_differs_while_nothing_has_changed(assessment: Assessment) -> None:
    give(assessment, 2, 4)
    kept = find(keep([assessment])[assessment.id])
    assert not any(line.changed for line in compare(kept.kept, today_of(kept)))


@pytest.mark.parametrize(
    ("typed", "said"), [("AAAA0AAA", "没有“0”"), ("AAAA", "8个字符"), ("ZZZZZZZZ", "页脚核对")]
)
def test_a_wrong_code_says_what_may_be_wrong(store: Store, typed: str, said: str) -> None:
    with pytest.raises(AppError) as caught:
        find(typed)
    assert said in caught.value.next_step


def test_what_is_gone_today_is_said(assessment: Assessment) -> None:
    kept = find(keep([assessment])[assessment.id])
    with change("删除"):
        Assessment.get_by_id(assessment.id).delete_instance()
    assert today_of(kept) is None
    assert all(line.now is None for line in compare(kept.kept, None))
