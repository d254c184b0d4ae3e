"""The small reckoner: results as Excel has them, and what it leaves to Excel."""

from __future__ import annotations

import pytest

from exports.sheet_values import CellError, NotComputable, Totals, Value, result, totals

GRID: dict[tuple[int, int], Value] = {
    (1, 1): 10,
    (2, 1): 2.5,
    (3, 1): "文字",
    (4, 1): None,
    (5, 1): True,
    (1, 2): "",
    (1, 3): 0,
}


class Grid:
    """Cells A1:C5 of GRID; another sheet is not known."""

    def value(self, sheet: str | None, row: int, column: int) -> Value:
        if sheet is not None:
            raise NotComputable(sheet)
        return GRID.get((row, column))

    def area(self, sheet: str | None, first: tuple[int, int], last: tuple[int, int]) -> Totals:
        return totals(
            self.value(sheet, row, column)
            for row in range(first[0], last[0] + 1)
            for column in range(first[1], last[1] + 1)
        )


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1+2*3", 7),
        ("(1+2)*3-4/2", 7),
        ("-2^2", 4),
        ("50%", 0.5),
        ("SUM(A1:A5)", 12.5),
        ("SUM(A1:A2,1,A1)", 23.5),
        ("COUNT(A1:A5)", 2),
        ("COUNTA(A1:A5)", 4),
        ("AVERAGE(A1:A5)", 6.25),
        ("MAX(A1:A5)-MIN(A1:A5)", 7.5),
        ("SUM(D1:D9)", 0),
        ("A1+A4", 10),
        ('IF(A1>5,"多","少")', "多"),
        ('IF(A4="","空",A4)', "空"),
        ("IF(C1=0,0,A1/C1)", 0),
        ("IFERROR(A1/C1,-1)", -1),
        ("ROUND(2.5,0)", 3),
        ("ROUND(-1.25,1)", -1.3),
        ('"共"&A1&"人"', "共10人"),
        ("A1&A2", "102.5"),
        ("SUBTOTAL(9,A1:A2)", 12.5),
        ("A1<>10", False),
        ('"a"="A"', True),
        ("A3>A1", True),
        ("INT(7/2)+ABS(-1)", 4),
        ("TRUE", True),
    ],
)
def test_results(formula: str, expected: Value) -> None:
    found = result(formula, Grid())
    assert found == expected
    assert isinstance(found, bool) == isinstance(expected, bool)


@pytest.mark.parametrize(
    ("formula", "error"), [("A1/C1", "#DIV/0!"), ("AVERAGE(D1:D9)", "#DIV/0!"), ("A1+A3", "#VALUE!")]
)
def test_errors_are_those_of_excel(formula: str, error: str) -> None:
    with pytest.raises(CellError, match=error):
        result(formula, Grid())


@pytest.mark.parametrize(
    "formula",
    [
        "VLOOKUP(A1,A1:B5,2,0)",
        "TODAY()",
        "A1:A5",
        "SUM(A1",
        "他表!A1",
        "SUM(A:A)",
        "{1,2}",
        "甲+1",
        "SUBTOTAL(2,A1)",
    ],
)
def test_what_is_not_known_is_left_to_excel(formula: str) -> None:
    with pytest.raises(NotComputable):
        result(formula, Grid())
