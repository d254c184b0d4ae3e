"""Column filters as plain values: what passes and how it is said."""

from __future__ import annotations

import pytest

from ui.table_copy import as_html, as_text
from ui.table_filter import BlankFilter, RangeFilter, ValueFilter


@pytest.mark.parametrize(
    ("low", "high", "passing", "failing"),
    [
        ("2010", "2010", ["2010", "2010-05", "2010-12-31"], ["2009-12", "2011"]),
        ("2010-05", None, ["2010-05", "2010-05-01", "2011", "2010"], ["2010-04-30", "2009"]),
        ("2010-05-10", None, ["2010-05-10", "2010-05", "2010"], ["2010-05-09"]),
        (None, "2010-05-10", ["2010-05-10", "2010-05", "2009"], ["2010-05-11", "2010-06"]),
        (18, 28, [18, 28, 20.5], [17, 28.1]),
        (None, 0, [0, -1], [1]),
    ],
)
def test_a_range_takes_in_both_ends_as_far_as_they_are_known(
    low: object, high: object, passing: list[object], failing: list[object]
) -> None:
    one = RangeFilter(low, high)  # type: ignore[arg-type]
    assert [value for value in passing + failing if one.accepts(value, str(value))] == passing
    assert not one.accepts(None, "")


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (ValueFilter(frozenset({"男"})), "男"),
        (ValueFilter(frozenset({"", "男"})), "男、空白"),
        (ValueFilter(frozenset({"a", "b", "c", "d"})), "a、b、c 等 4 项"),
        (RangeFilter(18, 28), "18 至 28"),
        (RangeFilter(2.5, None), "≥ 2.5"),
        (RangeFilter(None, 3), "不超过 3"),
        (RangeFilter("2010-05", None), "2010-05 及以后"),
        (RangeFilter("2010", "2010"), "2010"),
        (BlankFilter(True), "空白"),
        (BlankFilter(False), "非空白"),
    ],
)
def test_a_filter_is_said_in_few_words(one: ValueFilter | RangeFilter | BlankFilter, words: str) -> None:
    assert one.words() == words


def test_sensitive_values_are_masked_in_the_words() -> None:
    assert ValueFilter(frozenset({"13800010001"})).words(lambda text: text[:3] + "…") == "138…"


def test_copied_text_is_quoted_where_excel_would_take_it_for_several_cells() -> None:
    assert as_text([["a", "b\tc"], ['说"好"', "一\n二"]]) == 'a\t"b\tc"\r\n"说""好"""\t"一\n二"\r\n'


def test_copied_html_keeps_numbers_that_are_no_numbers_as_text() -> None:
    html = as_html([["310117198805120011", "12", "<b>"]], [False, True, False])
    assert "<td style=\"mso-number-format:'\\@'\">310117198805120011</td><td>12</td>" in html
    assert "&lt;b&gt;" in html
