"""Results of simple formulas, so that a filled sheet shows its totals before Excel has calculated it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from exports.sheet_formula import TOKEN, corners, sheet_name

Value = str | int | float | bool | None


class NotComputable(Exception):
    """The formula uses something this small reckoner does not know: Excel will calculate it."""


class CellError(Exception):
    """The formula's result is an error value of Excel, such as #DIV/0!."""


@dataclass(frozen=True)
class Totals:
    """What aggregates need of an area: how many numbers, how many filled cells, sum, least, most."""

    numbers: int = 0
    filled: int = 0
    total: float = 0
    least: float = math.inf
    most: float = -math.inf

    def plus(self, other: Totals) -> Totals:
        return Totals(
            self.numbers + other.numbers,
            self.filled + other.filled,
            self.total + other.total,
            min(self.least, other.least),
            max(self.most, other.most),
        )


def totals(values: Iterable[Value]) -> Totals:
    """The Totals of some cells' values; texts and flags count as filled, not as numbers, as in Excel."""
    found = [value for value in values if value is not None and value != ""]
    kinds = set(map(type, found))
    numbers: list[int | float] = found if kinds <= {int, float} else _numbers(found)  # type: ignore[assignment]
    if not numbers:
        return Totals(filled=len(found))
    return Totals(len(numbers), len(found), math.fsum(numbers), min(numbers), max(numbers))


def _numbers(values: Iterable[Value]) -> list[int | float]:
    return [value for value in values if isinstance(value, (int, float)) and not isinstance(value, bool)]


class Cells(Protocol):
    """Where a formula finds values; `sheet` None is the formula's own. May raise NotComputable."""

    def value(self, sheet: str | None, row: int, column: int) -> Value: ...

    def area(self, sheet: str | None, first: tuple[int, int], last: tuple[int, int]) -> Totals: ...


def result(formula: str, cells: Cells) -> Value:
    """The formula's value. Raises NotComputable, or CellError with Excel's error word."""
    try:
        return _Reckoner(formula, cells).result()
    except ZeroDivisionError as error:
        raise CellError("#DIV/0!") from error
    except (TypeError, ValueError, OverflowError) as error:
        raise CellError("#VALUE!") from error


class _Area:
    """A range as an argument, or one cell, which the aggregates read as a range."""

    def __init__(self, cells: Cells, sheet: str | None, reference: str) -> None:
        ends = corners(reference)
        if not all(corner.row and corner.column for corner in ends):
            raise NotComputable(reference)
        rows = sorted(corner.row for corner in ends)
        columns = sorted(corner.column for corner in ends)
        self.first, self.last = (rows[0], columns[0]), (rows[-1], columns[-1])
        self._cells, self._sheet = cells, sheet

    def value(self) -> Value:
        if self.first != self.last:
            raise NotComputable("a range where one value is wanted")
        return self._cells.value(self._sheet, *self.first)

    def totals(self) -> Totals:
        return self._cells.area(self._sheet, self.first, self.last)


class _Reckoner:
    """Reads one formula from left to right by the usual precedence."""

    def __init__(self, formula: str, cells: Cells) -> None:
        self._tokens = _tokens(formula)
        self._next = 0
        self._cells = cells

    def result(self) -> Value:
        value = _plain(self._comparison())
        if self._peek():
            raise NotComputable(self._peek())
        return value

    def _peek(self) -> str:
        return self._tokens[self._next] if self._next < len(self._tokens) else ""

    def _take(self, *wanted: str) -> str:
        token = self._peek()
        if token and (not wanted or token in wanted):
            self._next += 1
            return token
        return ""

    def _need(self, wanted: str) -> None:
        if not self._take(wanted):
            raise NotComputable(f"{wanted} missing")

    def _comparison(self) -> Value | _Area:
        left = self._joined()
        while operator := self._take("=", "<>", "<", ">", "<=", ">="):
            left = _compare(operator, _plain(left), _plain(self._joined()))
        return left

    def _joined(self) -> Value | _Area:
        left = self._sum()
        while self._take("&"):
            left = _text(_plain(left)) + _text(_plain(self._sum()))
        return left

    def _sum(self) -> Value | _Area:
        left = self._product()
        while operator := self._take("+", "-"):
            right = _number(self._product())
            left = _number(left) + (right if operator == "+" else -right)
        return left

    def _product(self) -> Value | _Area:
        left = self._power()
        while operator := self._take("*", "/"):
            right = _number(self._power())
            left = _number(left) * right if operator == "*" else _number(left) / right
        return left

    def _power(self) -> Value | _Area:
        left = self._signed()
        while self._take("^"):
            left = float(_number(left) ** _number(self._signed()))
        return left

    def _signed(self) -> Value | _Area:
        if self._take("-"):
            return -_number(self._signed())
        if self._take("+"):
            return self._signed()
        value = self._single()
        while self._take("%"):
            value = _number(value) / 100
        return value

    def _single(self) -> Value | _Area:
        token = self._take()
        if token == "(":
            value = self._comparison()
            self._need(")")
            return value
        if token.startswith('"'):
            return token[1:-1].replace('""', '"')
        if token[:1].isdigit() or token.startswith("."):
            return float(token) if "." in token or "E" in token else int(token)
        if token.startswith("\0"):
            sheet, reference = token[1:].split("\0")
            return _Area(self._cells, sheet_name(sheet) if sheet else None, reference)
        if token in ("TRUE", "FALSE"):
            return token == "TRUE"
        if self._take("("):
            return self._function(token)
        raise NotComputable(token)

    def _function(self, name: str) -> Value:
        if name in ("IF", "IFERROR"):
            return self._choice(name)
        arguments: list[Value | _Area] = []
        while not self._take(")"):
            arguments.append(self._comparison())
            if not self._take(",") and self._peek() != ")":
                raise NotComputable(name)
        if name == "SUBTOTAL":
            if arguments.pop(0) not in (9, 109):
                raise NotComputable(name)
            name = "SUM"
        if name in _AGGREGATES:
            return _AGGREGATES[name](_all(arguments))
        if name in _PLAIN and 1 <= len(arguments) <= 2:
            return _PLAIN[name](*(_number(argument) for argument in arguments))
        raise NotComputable(name)

    def _choice(self, name: str) -> Value:
        """IF and IFERROR: every branch is reckoned, but an error counts only in the branch that is taken."""
        branches: list[Value | CellError] = []
        while not self._take(")"):
            start = self._next
            try:
                branches.append(_plain(self._comparison()))
            except (ZeroDivisionError, CellError, TypeError, ValueError) as error:
                branches.append(error if isinstance(error, CellError) else CellError("#DIV/0!"))
                self._next = start
                self._skip()
            if not self._take(",") and self._peek() != ")":
                raise NotComputable(name)
        if name == "IFERROR" and len(branches) == 2:
            chosen = branches[1] if isinstance(branches[0], CellError) else branches[0]
        elif name == "IF" and 2 <= len(branches) <= 3:
            if isinstance(branches[0], CellError):
                raise branches[0]
            chosen = branches[1] if branches[0] else (branches[2] if len(branches) == 3 else False)
        else:
            raise NotComputable(name)
        if isinstance(chosen, CellError):
            raise chosen
        return chosen

    def _skip(self) -> None:
        """To the end of the argument that could not be reckoned."""
        depth = 0
        while token := self._peek():
            if depth == 0 and token in (",", ")"):
                return
            depth += {"(": 1, ")": -1}.get(token, 0)
            self._next += 1


def _all(arguments: list[Value | _Area]) -> Totals:
    found = Totals()
    for argument in arguments:
        if isinstance(argument, _Area):
            found = found.plus(argument.totals())
        else:
            found = found.plus(totals([_number(argument)]))
    return found


def _average(found: Totals) -> float:
    return found.total / found.numbers


def _rounded(value: float, digits: float = 0) -> float:
    # Excel rounds half away from zero, Python half to even.
    scale = 10 ** int(digits)
    return math.copysign(math.floor(abs(value) * scale + 0.5) / scale, value)


_AGGREGATES: dict[str, Callable[[Totals], float]] = {
    "SUM": lambda found: found.total,
    "COUNT": lambda found: found.numbers,
    "COUNTA": lambda found: found.filled,
    "AVERAGE": _average,
    "MAX": lambda found: found.most if found.numbers else 0,
    "MIN": lambda found: found.least if found.numbers else 0,
}
_PLAIN: dict[str, Callable[..., float]] = {"ROUND": _rounded, "ABS": abs, "INT": math.floor}


def _plain(value: Value | _Area) -> Value:
    return value.value() if isinstance(value, _Area) else value


def _number(value: Value | _Area) -> float:
    plain = _plain(value)
    if plain is None:
        return 0
    return float(plain) if isinstance(plain, str) else plain


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(tidy(value))
    return "" if value is None else str(value)


def _compare(operator: str, left: Value, right: Value) -> bool:
    if left is None or right is None:
        blank = "" if isinstance(left, str) or isinstance(right, str) else 0
        left, right = (blank if side is None else side for side in (left, right))
    if isinstance(left, str) != isinstance(right, str):
        # In Excel every text is greater than every number.
        low, high = (1, 0) if isinstance(left, str) else (0, 1)
    elif isinstance(left, str) and isinstance(right, str):
        a, b = left.casefold(), right.casefold()
        low, high = (a > b) - (a < b), 0
    else:
        assert not isinstance(left, str) and not isinstance(right, str)
        low, high = (left > right) - (left < right), 0
    return {
        "=": low == high,
        "<>": low != high,
        "<": low < high,
        ">": low > high,
        "<=": low <= high,
        ">=": low >= high,
    }[operator]


def tidy(value: float) -> float | int:
    """A number without the noise of binary fractions: 15 digits, as Excel keeps; whole ones as int."""
    rounded = float(f"{value:.15g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def _tokens(formula: str) -> list[str]:
    found: list[str] = []
    place = 0
    while place < len(formula):
        token = TOKEN.match(formula, place)
        if token and token["ref"]:
            found.append(f"\0{token['sheet'] or ''}\0{token['ref']}")
            place = token.end()
        elif token and not token["bracket"]:
            found.append(token[0])
            place = token.end()
        elif sign := _SIGN.match(formula, place):
            if not sign[0].isspace():
                found.append(sign[0])
            place = sign.end()
        else:
            raise NotComputable(formula[place:])
    return found


_SIGN = re.compile(r"<>|<=|>=|[-+*/^&=<>(),%]|\s+")
