"""The line over formats 5 and 6b: 分配名额, 已推荐, and what share of the members (organisations) they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from exports.sources import Scope
from models.award_kind import AwardKind, kinds_of
from models.figures import figure
from models.quota import Quota, quotas

_NO_QUOTA = "未定"


def of_members(scope: Scope) -> Mapping[str, str]:
    """Of the awards of persons: places, those put forward, their share of the members."""
    return _line(scope, True, "占团员比例", figure("members.total").value(scope.period, _inside(scope)))


def of_organisations(scope: Scope) -> Mapping[str, str]:
    """Of the awards of organisations: places, those put forward, their share of the organisations."""
    known = figure("organisations.total").value(scope.period, _inside(scope))
    return _line(scope, False, "占团组织比例", known)


def _inside(scope: Scope) -> set[int] | None:
    return None if scope.organisation is None else {each.id for each in scope.organisations}


def _line(scope: Scope, for_member: bool, share_label: str, whole: float) -> Mapping[str, str]:
    inside = _inside(scope)
    told = []
    for award in kinds_of(scope.year):
        if award.for_member != for_member:
            continue
        found = [each for each in quotas(award, scope.year) if _concerns(each, inside)]
        if any(each.used or each.limit is not None for each in found):
            told.append((award, found))
    used = sum(each.used for _, found in told for each in found)
    places = _each(told, _places)
    share = f"{100 * used / whole:.1f}%" if whole else ""
    return {
        **dict.fromkeys(("分配名额", "名额"), places),
        **dict.fromkeys(
            ("已推荐", "已推荐数", "推荐数"), _each(told, lambda found: f"{sum(q.used for q in found)}")
        ),
        share_label: share,
    }


def _concerns(each: Quota, inside: set[int] | None) -> bool:
    """Places of the office belong to the sheet of all; those of an organisation to its own sheet too."""
    return inside is None or each.organisation in inside


def _places(found: Sequence[Quota]) -> str:
    limits = [each.limit for each in found if each.limit is not None]
    return str(sum(limits)) if limits else _NO_QUOTA


def _each(told: Sequence[tuple[AwardKind, Sequence[Quota]]], say: Callable[[Sequence[Quota]], str]) -> str:
    """One number where there is one award, else each award with its own."""
    if len(told) == 1:
        return say(told[0][1])
    return "、".join(f"{award.name}{say(found)}" for award, found in told)
