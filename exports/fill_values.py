"""The values of a column or a place, as the sheet allows them, and what is to be said about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from exports.recognise import ColumnPlan
from exports.recognise_form import PlacePlan
from exports.sheet_values import Value
from exports.sources import Scope, Source
from models import partial_date
from models.errors import FieldError
from models.fields import Date, Kind
from models.text import nearest, squash

_EPOCH = date(1899, 12, 30).toordinal()  # day 0 of Excel's calendar from March 1900 on


@dataclass(frozen=True)
class Warned:
    """Something to look at before the sheet is sent; `row` counts the records from 0, None: the whole sheet."""

    sheet: str
    column: str
    row: int | None
    message: str


@dataclass
class Filled:
    """What became of one sheet."""

    sheet: str
    kind: str  # list or form
    rows: int
    columns: dict[str, str] = field(default_factory=dict)  # letters → name of field or figure
    unknown: list[str] = field(default_factory=list)  # “Q: header”
    warnings: list[Warned] = field(default_factory=list)


class PlaceValues:
    """The values of one column or place: where they come from and what the sheet allows there."""

    def __init__(
        self, plan: ColumnPlan | PlacePlan, source: Source | None, dated: bool, filled: Filled
    ) -> None:
        self.plan, self.source, self._filled = plan, source, filled
        described = source.described if source else None
        self._kind = described if isinstance(described, Kind) else None
        self._dated = dated and isinstance(described, Date)
        self._known: dict[str, Value] = {}

    def values(self, records: Sequence[Any], scope: Scope, first: int) -> list[Value]:
        """The column's values for these records, the first of which is the record number `first`."""
        if self.source is None:
            return list(range(first + 1, first + 1 + len(records)))
        if self._dated:
            return [
                self._date(record, text)
                for record, text in zip(records, self._raw(records, scope), strict=True)
            ]
        found = self._raw(records, scope)
        if self.plan.choices:
            found = [self._chosen(value, first + at) for at, value in enumerate(found)]
        if self.plan.limit:
            found = [self._cut(value, first + at) for at, value in enumerate(found)]
        return found

    def _raw(self, records: Sequence[Any], scope: Scope) -> list[Value]:
        assert self.source is not None
        return self.source.get(records, scope)

    def _date(self, record: Any, shown: Value) -> Value:
        """A day as the number that the column's own date format shows; a month stays text: it has no day."""
        assert self._kind is not None and self.source is not None
        stored = record.__data__.get(self._kind.name) if "." not in self.source.name else None
        if isinstance(stored, str) and len(stored) == 10:
            return partial_date.first_day(stored).toordinal() - _EPOCH
        return shown

    def _chosen(self, value: Value, row: int) -> Value:
        """The word of the sheet's drop-down list that means the value; said when there is none."""
        if not isinstance(value, str) or value in self.plan.choices:
            return value
        if value not in self._known:
            self._known[value] = next((word for word in self.plan.choices if self._means(word, value)), value)
        if self._known[value] == value:
            near = nearest(value, self.plan.choices, 1)
            said = f"“{value}”不在这一列的下拉选项里" + (f"，最接近的是“{near[0]}”" if near else "")
            self._filled.warnings.append(Warned(self._filled.sheet, self.plan.letters, row, said))
        return self._known[value]

    def _means(self, word: str, value: str) -> bool:
        if squash(word) == squash(value):
            return True
        try:
            return self._kind is not None and self._kind.show(self._kind.read(word).value) == value
        except FieldError:
            return False

    def _cut(self, value: Value, row: int) -> Value:
        limit = self.plan.limit
        if not isinstance(value, str) or limit is None or len(value) <= limit:
            return value
        said = f"有{len(value)}字，表上限{limit}字，只填了前{limit}字"
        self._filled.warnings.append(Warned(self._filled.sheet, self.plan.letters, row, said))
        return value[:limit]
