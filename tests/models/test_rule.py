"""Rules as data: which row holds in which year, the shipped ones, and what an office has edited."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import starter
from models.changes import change
from models.record import RecordProblems
from models.rule import Rule, history, rule, shipped
from models.store import Store, open_store

SHARE = "appraisal.excellent_share"


def later(number: float, year: int) -> Rule:
    first = history(SHARE)[0]
    made = Rule(**first.__data__ | {"id": None, "number": number, "year": year, "source": "当年的通知"})
    with change("新规定"):
        made.save()
    return made


def test_a_new_row_holds_from_its_year_on_and_leaves_the_years_before(store: Store) -> None:
    later(25, 2013)
    assert [rule(SHARE, year) for year in (2005, 2010, 2012, 2013, 2030)] == [30, 30, 30, 25, 25]


def test_every_shipped_rule_is_planted_with_its_source_and_a_record_that_may_be_saved(store: Store) -> None:
    planted = list(Rule.select())
    assert {each.code for each in planted} == {row["code"] for row in shipped()}
    assert all(each.source and not each.check() for each in planted)


def test_a_store_that_lacks_a_rule_gets_it_and_what_was_edited_stays(tmp_path: Path) -> None:
    first = open_store(tmp_path)
    with change("改规定"):
        one = history(SHARE)[0]
        one.number = 20
        one.save()
        history("poll.make_up")[0].delete_instance()
    assert rule("poll.make_up", 2012) == 60  # shipped, while the store has none
    first.close()
    again = open_store(tmp_path)
    try:
        assert rule(SHARE, 2012) == 20
        assert [each.number for each in history("poll.make_up")] == [60]
    finally:
        again.close()


def test_a_rule_has_one_row_a_year_and_no_share_above_the_whole(store: Store) -> None:
    with pytest.raises(RecordProblems, match="2010年起的"):
        later(25, 2010)
    with pytest.raises(RecordProblems, match="不能大于100"):
        later(130, 2014)


def test_the_codes_are_found_in_the_text_as_toml_finds_them() -> None:
    text = Path(starter.SHIPPED).read_text("utf-8")
    assert starter._CODE.findall(text) == [row["code"] for row in shipped()]


@given(st.dictionaries(st.integers(1990, 2030), st.integers(0, 100), min_size=1), st.integers(1980, 2040))
def test_the_latest_row_by_the_year_counts(rows: dict[int, int], year: int) -> None:
    held, Rule._held = Rule._held, {"x": [(first, float(rows[first])) for first in sorted(rows)]}
    try:
        begun = [first for first in rows if first <= year]
        assert rule("x", year) == rows[max(begun) if begun else min(rows)]
    finally:
        Rule._held = held
