"""What the page of 支部 is about: one organisation with all below it, or the whole office, in one work year."""

from __future__ import annotations

from typing import NamedTuple, Self

from models.figure import Period
from models.figures import figure
from models.member import SECRETARY, Member, Office
from models.organisation import Organisation, subtree
from models.record import Record
from models.settings import office


class Scope(NamedTuple):
    """`organisation` is None for the whole office; `ids` are the organisation and all below, None for all."""

    organisation: Organisation | None
    ids: frozenset[int] | None
    year: int

    @classmethod
    def of(cls, organisation_id: int, year: int) -> Self:
        """The scope of an organisation by its id; of the whole office for 0 or one that is no more."""
        organisation = Organisation.get_or_none(Organisation.id == organisation_id)
        return cls(organisation, None if organisation is None else frozenset(subtree(organisation.id)), year)

    @property
    def name(self) -> str:
        """The organisation's name; the office's own when it is about all."""
        return str(self.organisation.name) if self.organisation else office("office_name") or "全局"

    @property
    def has_below(self) -> bool:
        """Whether more than one organisation is meant."""
        return self.ids is None or len(self.ids) > 1

    @property
    def own(self) -> frozenset[int] | None:
        """The organisation alone; None for the whole office."""
        return None if self.organisation is None else frozenset((self.organisation.id,))

    def holds(self, organisation_id: int | None) -> bool:
        """Whether an organisation belongs to what is meant."""
        return self.ids is None or organisation_id in self.ids

    def figure(self, name: str) -> float:
        """A figure of the work year."""
        return figure(name).value(Period.year(self.year), self.ids)

    def behind(self, name: str, period: Period | None = None) -> tuple[type[Record], list[int], str]:
        """The kind, ids and title of the records behind a figure of the work year, or of a part of it."""
        period = period or Period.year(self.year)
        found = figure(name)
        return found.record, found.ids(period, self.ids), f"{period.label}{found.label}"


def secretary(organisation: Organisation) -> Member | None:
    """Who is the organisation's secretary now."""
    held = (
        Office.select()
        .where(Office.organisation == organisation.get_id(), Office.post == SECRETARY, Office.until.is_null())
        .order_by(Office.since.desc())
        .first()
    )
    return None if held is None else Member.get_by_id(held.member_id)
