"""Formulas after rows moved, copied to other rows, and the moves themselves against a plain model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.sheet_formula import column_letters, column_number, copied, moved, refers_to
from exports.sheet_moves import Move, RowMoves

# Rows 7-16 are the table, 13 rows are put in before its last one.
GROWN = RowMoves((Move(16, 13, 15),))
SHRUNK = RowMoves((Move(10, -7),))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(C7:C16)", "SUM(C7:C29)"),
        ("SUM($C$7:$C$16)", "SUM($C$7:$C$29)"),
        ("C17+C18*2", "C30+C31*2"),
        ("SUM(C:C)+SUM(5:6)+SUM(16:17)", "SUM(C:C)+SUM(5:6)+SUM(29:30)"),
        ("SUM(C7:C15)", "SUM(C7:C28)"),
        ("C16", "C29"),
        ("SUM(C16:C7)", "SUM(C29:C7)"),
        ('IF(A1="C17:C18",LOG10(C17),"")', 'IF(A1="C17:C18",LOG10(C30),"")'),
        ("Table1[[#This Row],[C17]]+C17", "Table1[[#This Row],[C17]]+C30"),
        ("统计表!C17+其他!C17+'统计表'!C18", "统计表!C30+其他!C17+'统计表'!C31"),
        ("_xlfn.CONCAT(C17)&ABCD17&TAX2010", "_xlfn.CONCAT(C30)&ABCD17&TAX2023"),
        ("1E5+C17+1.5", "1E5+C30+1.5"),
    ],
)
def test_formula_follows_rows_put_in(formula: str, expected: str) -> None:
    assert moved(formula, GROWN, own_sheet=True, names="统计表") == expected


def test_formula_of_another_sheet_follows_only_what_it_names() -> None:
    formula = "C17+统计表!C17+'它 表'!C17"
    assert moved(formula, GROWN, own_sheet=False, names="统计表") == "C17+统计表!C30+'它 表'!C17"
    assert moved(formula, GROWN, own_sheet=False, names="它 表") == "C17+统计表!C17+'它 表'!C30"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [("SUM(C7:C16)", "SUM(C7:C9)"), ("C12", "#REF!"), ("SUM(C11:C12)", "SUM(#REF!)"), ("C17", "C10")],
)
def test_formula_follows_rows_taken_out(formula: str, expected: str) -> None:
    assert moved(formula, SHRUNK, own_sheet=True, names="x") == expected


def test_table_of_one_row_grows_from_its_only_row() -> None:
    moves = RowMoves((Move(8, 4, 7, lone=True),))
    assert (
        moved("SUM(C7:C7)+SUM(C7)+C7+C8", moves, own_sheet=True, names="x")
        == "SUM(C7:C11)+SUM(C7:C11)+C7+C12"
    )


def test_ranges_inside_a_row_do_not_grow() -> None:
    assert moved("SUM(D15:H15)", GROWN, own_sheet=True, names="x", grow=False) == "SUM(D15:H15)"


@pytest.mark.parametrize(
    ("formula", "rows", "columns", "expected"),
    [
        ("D7+$F7+H$7+$J$7", 3, 0, "D10+$F10+H$7+$J$7"),
        ("SUM(D7:E7)", 1, 2, "SUM(F8:G8)"),
        ("A1", -1, 0, "#REF!"),
    ],
)
def test_copied_formula_keeps_what_is_fixed(formula: str, rows: int, columns: int, expected: str) -> None:
    assert copied(formula, rows, columns) == expected


def test_mentioned_sheets_and_names_are_found() -> None:
    names = frozenset({"统计表", "总数"})
    assert refers_to("'统计表'!A1", names)
    assert refers_to("总数*2", names)
    assert not refers_to('"统计表!A1"&A1', names)


@given(st.integers(1, 16_384))
def test_letters_of_columns_and_back(number: int) -> None:
    assert column_number(column_letters(number)) == number


def model(last: int, move: Move) -> list[int | None]:
    """The rows 1…last after the move: old numbers, None for those put in."""
    rows: list[int | None] = list(range(1, last + 1))
    if move.by > 0:
        return rows[: move.at - 1] + [None] * move.by + rows[move.at - 1 :]
    return rows[: move.at - 1] + rows[move.at - 1 - move.by :]


@given(st.integers(2, 20), st.integers(-8, 8), st.integers(1, 30), st.integers(0, 10))
def test_moves_do_what_a_plain_list_does(at: int, by: int, first: int, more: int) -> None:
    move = Move(at, by, at - 1)
    moves = RowMoves((move,))
    rows = model(60, move)
    for old in range(1, 50):
        assert moves.row(old) == (rows.index(old) + 1 if old in rows else None)
    last = first + more
    left = [rows.index(old) + 1 for old in range(first, last + 1) if old in rows]
    assert moves.span(first, last, grow=False) == ((left[0], left[-1]) if left else None)
    if left and by > 0 and first <= at - 1 <= last:
        assert moves.span(first, last, grow=True) == (left[0], max(left[-1], at - 1 + by))
