"""What Excel puts on the clipboard comes back as the cells that were copied."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.table_copy import as_text
from ui.table_paste import cells_of

CELL = st.text(alphabet='甲乙 a1"\t\n', max_size=8).filter(lambda text: text.strip() == text)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_is_copied_is_pasted(rows: list[list[str]]) -> None:
    wanted = list(rows)
    while wanted and not any(wanted[-1]):
        wanted.pop()
    assert cells_of(as_text(rows)) == wanted


def test_quotes_that_excel_leaves_as_they_are() -> None:
    assert cells_of('"五优"工程\t甲\r\n"三岗"\t乙') == [['"五优"工程', "甲"], ['"三岗"', "乙"]]


def test_line_ends_of_every_kind_and_blank_lines_at_the_end() -> None:
    assert cells_of("甲\n乙\r\n丙\r丁\n\n \n") == [["甲"], ["乙"], ["丙"], ["丁"]]
    assert cells_of("") == []
