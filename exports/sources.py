"""What a place on a sheet can want: the fields of a kind of record, of what it is linked with, and the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from exports.header_periods import period_of, shown_period
from exports.sheet_values import Value
from models import figures
from models.fields import Attachments, Described, Link
from models.figure import Figure, Period
from models.member import SECRETARY, Member, Office
from models.organisation import ACTIVE, Organisation, subtree, tree
from models.record import Record

NUMBER = "number"  # the name of the source that counts the rows: 序号


@dataclass
class Scope:
    """What a sheet is filled for: the period, the part of the office, and whether ID numbers are shown in full."""

    year: int
    organisation: Organisation | None = None
    full: bool = False
    period: Period = field(init=False)
    # The organisations of a list that has a totals row: each record may count in one row only, in that of the
    # nearest organisation listed. Empty: an organisation's row counts all below it.
    listed: frozenset[int] = frozenset()
    part: str = ""  # the part of the year that the sheet is about, as a key of header_periods; "": the whole

    def __post_init__(self) -> None:
        self.period = period_of(self.part, self.year) if self.part else Period.year(self.year)
        self._linked: dict[type[Record], dict[int, Any]] = {}

    def year_before(self) -> Scope:
        """The same, a year earlier."""
        return Scope(self.year - 1, self.organisation, self.full, part=self.part)

    def during(self, period: str) -> Period:
        """The sheet's own period, or the one that a header names."""
        return period_of(period, self.year) if period else self.period

    @cached_property
    def organisations(self) -> list[Organisation]:
        """The organisations of the scope in the office's order: those that stand, or stood at the period's end."""
        last = self.period.last_day.isoformat()
        found = {
            each.id: each
            for each in Organisation.select()
            if each.state == ACTIVE or (each.ended and each.ended > last)
        }
        return [found[id_] for id_, _ in tree(include_ended=True) if id_ in found and self.holds(id_)]

    @cached_property
    def _inside(self) -> set[int] | None:
        return None if self.organisation is None else subtree(self.organisation.id)

    def holds(self, organisation_id: int | None) -> bool:
        """Whether what belongs to an organisation is asked for, also to one that has ended: as figures count it."""
        return self._inside is None or organisation_id in self._inside

    def top(self) -> Organisation | None:
        """The organisation that a sheet about the whole is of; None when several stand at the top."""
        roots = [id_ for id_, parent in tree() if parent is None]
        if self.organisation is None and len(roots) == 1:
            return Organisation.get_or_none(Organisation.id == roots[0])
        return self.organisation

    def linked(self, kind: type[Record]) -> dict[int, Any]:
        """All records of a kind by id, read once."""
        if kind not in self._linked:
            self._linked[kind] = {record.get_id(): record for record in kind.select()}
        return self._linked[kind]

    @cached_property
    def parents(self) -> dict[int, int | None]:
        return dict(tree(include_ended=True))

    @cached_property
    def secretaries(self) -> dict[int, Office]:
        """Organisation id → the office of its secretary in the period."""
        at_end = set(figures.figure("officers.total").ids(self.period))
        held = Office.select().where(Office.post == SECRETARY).order_by(Office.id)
        return {office.organisation_id: office for office in held if office.id in at_end}


Getter = Callable[[Sequence[Any], Scope], list[Value]]


@dataclass(frozen=True)
class Source:
    """One thing that a place can want, by name, with the header words it answers to.

    `get` gives the values for many records at once. `described` is the field behind it, `figure` the figure.
    """

    name: str
    label: str
    words: tuple[str, ...]
    get: Getter = field(compare=False, hash=False)
    described: Described | None = field(default=None, compare=False, hash=False)
    figure: Figure | None = field(default=None, compare=False, hash=False)
    # Of a figure: which field of the row's record says for whom it is counted, and in which other period than the
    # sheet's (exports/header_periods.py).
    organisation: str | None = None
    period: str = ""

    def behind(self, record: Any, scope: Scope) -> tuple[type[Record], list[int]]:
        """The records that the value in a record's row rests on: what a click on the cell opens."""
        if self.figure is None or self.organisation is None:
            return type(record), [record.get_id()]
        own = record.__data__.get(self.organisation)
        if own is None:
            return self.figure.record, []
        return self.figure.record, self.figure.ids(scope.during(self.period), counted_in(own, scope))

    @property
    def adds_up(self) -> bool:
        """Whether a totals row holds the sum of the rows."""
        return self.figure is not None or (
            self.described is not None and self.described.align == "right" and hasattr(self.described, "unit")
        )


class Sources(Mapping[str, Source]):
    """Sources by name; `name@period` is the figure of that name in another period."""

    def __init__(self, found: Iterable[Source]) -> None:
        self._found = {source.name: source for source in found}

    def __getitem__(self, name: str) -> Source:
        base, _, period = (name or "").partition("@")  # a match without source asks for None
        source = self._found[base]
        if not period:
            return source
        if source.figure is None or source.organisation is None:
            raise KeyError(name)
        return of_figure(source.figure, source.organisation, period)

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def organisation_ids(records: Sequence[Any], link: str) -> list[int | None]:
    """The organisation of each record; `id` for organisations themselves."""
    return [record.__data__.get(link) for record in records]


def cell_value(described: Described, value: Any, full: bool) -> Value:
    """A field's value for a cell: sensitive ones covered unless `full`, blank as None."""
    if value is None:
        return None
    if described.sensitive and not full:
        return described.mask(value) or None
    return described.cell(value) or None if isinstance(value, str) else described.cell(value)


def values_of(described: Described, records: Iterable[Any], full: bool) -> list[Value]:
    """One field of many records, as cells hold it."""
    name = described.name
    if described.stored:
        return [cell_value(described, record.__data__.get(name), full) for record in records]
    return [cell_value(described, getattr(record, name), full) for record in records]


def figure_of(
    figure: Figure, organisation_ids: Sequence[int | None], scope: Scope, period: str = ""
) -> list[Value]:
    """A figure for each organisation of a list, with those below it; see Scope.listed."""
    counted = figure.by_organisation(scope.during(period))
    wanted = set(organisation_ids)
    sums: dict[int, float] = {}
    for own, number in counted.items():
        place: int | None = own
        while place is not None:
            if place in wanted:
                sums[place] = sums.get(place, 0) + number
            if place in scope.listed:
                break
            place = scope.parents.get(place)
    # Nothing counted is none; nothing stated on a card is not known.
    none = 0 if figure.dated else None
    found = [sums.get(id_ or 0, none) for id_ in organisation_ids]
    return [
        None if id_ is None or sum_ is None else _plain(sum_)
        for id_, sum_ in zip(organisation_ids, found, strict=True)
    ]


def counted_in(organisation_id: int, scope: Scope) -> set[int]:
    """The organisations whose records count in the row of one of them; see Scope.listed."""
    found = set()
    for below in subtree(organisation_id):
        place: int | None = below
        while place != organisation_id and place is not None and place not in scope.listed:
            place = scope.parents.get(place)
        if place == organisation_id or not scope.listed:
            found.add(below)
    return found


def _plain(number: float) -> int | float:
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _words(described: Described) -> tuple[str, ...]:
    return (described.label, *described.aliases)


def of_record(record: type[Record]) -> list[Source]:
    """The fields of a kind of record."""

    def source(described: Described) -> Source:
        return Source(
            described.name,
            described.label,
            _words(described),
            lambda records, scope: values_of(described, records, scope.full),
            described,
        )

    fields = [each for each in record.fields() if not isinstance(each, Attachments)]
    labels = {each.label for each in fields}
    # A derived field under another one's label says what that one comes to: 认定等次 for a blank 考核等次.
    return [
        source(each) for each in sorted(fields, key=lambda each: each.stored or not labels & {*each.aliases})
    ]


def of_linked(link: Link) -> list[Source]:
    """The fields of the record that a link names: of an officer, those of the member."""
    target = link.rel_model

    def source(described: Described) -> Source:
        def get(records: Sequence[Any], scope: Scope) -> list[Value]:
            known = scope.linked(target)
            others = [known.get(record.__data__.get(link.name)) for record in records]
            found = iter(values_of(described, (other for other in others if other is not None), scope.full))
            return [None if other is None else next(found) for other in others]

        return Source(f"{link.name}.{described.name}", described.label, _words(described), get, described)

    return [source(each) for each in target.fields() if not isinstance(each, Attachments)]


def of_secretary(link: str) -> list[Source]:
    """What is known of an organisation's secretary: 书记姓名, 书记/出生年月 …"""

    def source(described: Described, own: bool) -> Source:
        def get(records: Sequence[Any], scope: Scope) -> list[Value]:
            offices = [scope.secretaries.get(id_ or 0) for id_ in organisation_ids(records, link)]
            members = scope.linked(Member)
            people = [each if own or each is None else members.get(each.member_id) for each in offices]
            found = iter(
                values_of(described, (person for person in people if person is not None), scope.full)
            )
            return [None if person is None else next(found) for person in people]

        words = tuple(f"{SECRETARY}{sign}{word}" for word in _words(described) for sign in ("", "/"))
        if described.name == "name":
            words += (SECRETARY, f"支部{SECRETARY}", f"团支部{SECRETARY}", f"团组织{SECRETARY}")
        return Source(f"secretary.{described.name}", words[0], words, get, described)

    of_office = [source(each, True) for each in (Office.field("since"), Office.field("nature"))]
    return of_office + [source(each, False) for each in Member.fields() if not isinstance(each, Attachments)]


def of_figure(figure: Figure, link: str, period: str = "") -> Source:
    """A figure of the organisation that `link` names (`id`: the record itself), as a source."""

    def get(records: Sequence[Any], scope: Scope) -> list[Value]:
        return figure_of(figure, organisation_ids(records, link), scope, period)

    name = f"{figure.name}@{period}" if period else figure.name
    label = f"{figure.label}（{shown_period(period)}）" if period else figure.label
    words = (figure.label, *figure.words)
    return Source(name, label, words, get, figure=figure, organisation=link, period=period)
