"""What the rows of a sheet can be, and what can be said of each: the base of exports/subjects*.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from exports.sources import Scope, Source, Sources, of_figure, of_linked, of_record, of_secretary
from models import figures
from models.fields import Link
from models.record import Record


class Doubt(NamedTuple):
    """What is to be looked at in a row (counted from 0), at the column of a source, before the sheet is sent."""

    row: int
    source: str
    message: str
    severity: str  # error or warning


@dataclass(frozen=True)
class Subject:
    """What the rows of a list sheet are: a kind of record, which of them belong, and what can be said of each."""

    name: str
    record: type[Record]
    rows: Callable[[Scope], list[Any]] = field(compare=False, hash=False)
    # Words of a sheet's title or name that speak for this subject.
    hints: tuple[str, ...] = ()
    # The links whose records' fields may be meant too, the first first; `figures`: of which organisation.
    links: tuple[str, ...] = ()
    organisation: str | None = None
    # What else can be said of a record, beside its fields and those of its links.
    more: Callable[[], list[Source]] = field(default=list, compare=False, hash=False)
    # A sheet without a column for each of these is not about this subject, however many others it knows.
    needs: tuple[str, ...] = ()
    # What is counted over all rows, by the label that asks for it on a line over the table.
    counted: Callable[[Scope], Mapping[str, str]] = field(default=lambda _: {}, compare=False, hash=False)
    # What rules of its own say of the rows, beside what every sheet is checked for.
    check: Callable[[Sequence[Any], Scope], Iterable[Doubt]] = field(
        default=lambda _records, _scope: (), compare=False, hash=False
    )

    def sources(self) -> Sources:
        """By name, those of the record itself first: of two that answer to a word the first is meant."""
        found = [*of_record(self.record), *self.more()]
        for name in self.links:
            link = self.record.field(name)
            assert isinstance(link, Link)
            found += of_linked(link)
        if self.organisation is not None:
            found += of_secretary(self.organisation)
            found += [of_figure(each, self.organisation) for each in figures.catalogue().values()]
        return Sources(found)


def in_order(records: Iterable[Any], link: str, scope: Scope) -> list[Any]:
    """Those whose link names an organisation of the scope, in the order of the organisations; ended ones stand last."""
    place = {organisation.id: number for number, organisation in enumerate(scope.organisations)}
    homes = ((record, record.__data__.get(link)) for record in records)
    kept = [(record, home) for record, home in homes if home is not None and scope.holds(home)]
    return [record for record, _ in sorted(kept, key=lambda each: place.get(each[1], len(place)))]


def behind(figure: str, record: type[Record], scope: Scope) -> list[Any]:
    """The records that a figure counts in the scope's period, of all organisations."""
    ids = set(figures.figure(figure).ids(scope.period))
    return [each for each in record.select().order_by(record._meta.primary_key) if each.get_id() in ids]


def is_inside(organisation_id: int | None, scope: Scope) -> bool:
    """Whether what belongs to an organisation, or to none, is asked for."""
    return scope.holds(organisation_id)
