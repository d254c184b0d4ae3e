"""How many may be put forward for an award, of what that is worked out, how many are, and how many are left."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from models.award_kind import DOWN, EACH, MEMBERS, OFFICERS, UP, AwardKind, award_of
from models.clock import today
from models.database import rows
from models.fields import decimal_text
from models.figure import Figure, Period
from models.figures_roster import FIGURES
from models.organisation import subtree

_ROUNDINGS = {UP: ROUND_CEILING, DOWN: ROUND_FLOOR}
_FIGURES = {each.name: each for each in FIGURES}
# A nomination in this state takes up no place.
REFUSED = "未获批"


class Quota(NamedTuple):
    """The places of one award in one year, for the whole office or for one organisation and those below it.

    `limit` is None when the award has no quota. `used` counts the nominations that are not refused.
    """

    award: AwardKind
    year: int
    organisation: int | None
    base: int | None
    limit: int | None
    nominations: tuple[int, ...]

    @property
    def used(self) -> int:
        """How many are put forward."""
        return len(self.nominations)

    @property
    def left(self) -> int | None:
        """How many may still be put forward; below nought when there are too many, None without a quota."""
        return None if self.limit is None else self.limit - self.used

    @property
    def is_over(self) -> bool:
        """Whether more are put forward than there are places."""
        return self.left is not None and self.left < 0

    @property
    def share(self) -> float | None:
        """Those put forward in % of the base; None without one."""
        return round(self.used / self.base * 100, 2) if self.base else None

    def in_words(self) -> str:
        """名额3名（团员125名的3%，四舍五入），已推荐2名，还可推荐1名."""
        if self.limit is None:
            return f"没有规定名额，已推荐{self.used}{self._unit}"
        made = self._made()
        left = self.limit - self.used
        rest = f"还可推荐{left}{self._unit}" if left >= 0 else f"超出{-left}{self._unit}"
        return f"名额{self.limit}{self._unit}{f'（{made}）' if made else ''}，已推荐{self.used}{self._unit}，{rest}"

    @property
    def _unit(self) -> str:
        return "名" if self.award.for_member else "个"

    def _made(self) -> str:
        award, parts = self.award, []
        if award.quota_share is not None:
            unit = "名" if award.quota_base in (MEMBERS, OFFICERS) else "个"
            share = decimal_text(award.quota_share, 2)
            parts.append(f"{award.quota_base}{self.base}{unit}的{share}%，{award.rounding or '四舍五入'}")
            if award.quota_number is not None:
                parts.append(f"不超过{award.quota_number}{self._unit}")
        return "，".join(parts)


def rounded(number: Decimal, rounding: str | None) -> int:
    """A number of places made whole by the award's rule; 四舍五入 when it names none."""
    return int(number.quantize(Decimal(1), _ROUNDINGS.get(rounding or "", ROUND_HALF_UP)))


def limit_of(award: AwardKind, base: int | None) -> int | None:
    """The places that share and number allow, whichever is less; None when the award has neither."""
    limits = []
    if award.quota_share is not None and base is not None:
        # By decimals: 3 % of 50 is 1.5 and not a hair less.
        share = Decimal(str(award.quota_share)) * base / 100
        limits.append(rounded(share, award.rounding))
    if award.quota_number is not None:
        limits.append(int(award.quota_number))
    return min(limits, default=None)


def base_figure(award: AwardKind) -> Figure | None:
    """What the share is taken of; None without a share."""
    if award.quota_share is None or not award.quota_base:
        return None
    names = {MEMBERS: "members.total", OFFICERS: "officers.total"}
    return _FIGURES[names.get(award.quota_base) or f"organisations.{award.quota_base}"]


def is_each(award: AwardKind) -> bool:
    """Whether every organisation has places of its own."""
    return bool(award.quota_per == EACH)


def owner_of(award: AwardKind, organisation: int) -> int | None:
    """Whose places a nomination by (or of) an organisation takes; None for those of the whole office.

    Members take those of the organisation that puts them forward; an organisation those of the one above it.
    """
    if not is_each(award):
        return None
    if award.for_member:
        return organisation
    above = rows("SELECT parent_id FROM organisation WHERE id = ?", (organisation,))
    return above[0][0] if above and above[0][0] is not None else organisation


class _Counts(NamedTuple):
    """What a year's quotas of an award are made of: the base of each organisation, and all nominations."""

    base: dict[int, float] | None
    nominations: list[tuple[int, int | None]]


def quota(award: AwardKind, year: int, organisation: int | None = None) -> Quota:
    """The places of an award in a year: of an organisation with all below it, or of the whole office (None)."""
    return _quota(award, year, organisation, _counts(award, year))


def quotas(award: AwardKind, year: int) -> list[Quota]:
    """The places of an award: one entry for the office, or one for each organisation that has some or has used some."""
    if not is_each(award):
        return [quota(award, year)]
    owners = "SELECT branch_id FROM member" if award.for_member else "SELECT parent_id FROM organisation"
    counts = _counts(award, year)
    found = [
        _quota(award, year, id_, counts)
        for (id_,) in rows(f"SELECT id FROM organisation WHERE id IN ({owners}) ORDER BY position, id")
    ]
    return [each for each in found if each.limit or each.used]


def exceeding(kind: str, year: int, organisation: int, nomination: int | None) -> Quota | None:
    """The quota that a nomination goes beyond, counted after those before it; None while there is a place for it."""
    award = award_of(kind, year)
    if award.quota_share is None and award.quota_number is None:
        return None
    found = quota(award, year, owner_of(award, organisation))
    before = [id_ for id_ in found.nominations if nomination is None or id_ < nomination]
    return found if found.limit is not None and len(before) >= found.limit else None


def _counts(award: AwardKind, year: int) -> _Counts:
    figure = base_figure(award)
    # As the roster stands while the work year runs, else as it stood at its end.
    period = Period.year(min(year, today().year))
    found = rows(
        "SELECT id, organisation_id FROM nomination WHERE year = ? AND kind = ? AND state <> ? ORDER BY id",
        (year, award.name, REFUSED),
    )
    return _Counts(
        None if figure is None else figure.by_organisation(period), [(row[0], row[1]) for row in found]
    )


def _quota(award: AwardKind, year: int, organisation: int | None, counts: _Counts) -> Quota:
    within = None if organisation is None else subtree(organisation)
    base = None
    if counts.base is not None:
        base = int(sum(number for id_, number in counts.base.items() if within is None or id_ in within))
    used = tuple(id_ for id_, of in counts.nominations if within is None or of in within)
    return Quota(award, year, organisation, base, limit_of(award, base), used)
