"""Rows of the sheets of public commitments (format 9), of members recommended to the Party, and of partner bodies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from exports.sheet_values import Value
from exports.sources import Scope, Source
from exports.subject import Subject, behind, is_inside
from models import figures
from models.activity import Activity
from models.attachment import Attachment
from models.commitment import SUBJECTS as PROMISERS
from models.commitment import Commitment, CommitmentEvidence
from models.commitment_ledger import kept_share, share_text
from models.organisation import subtree
from models.partner import Partner
from models.party import PartyRecommendation

# The organisation itself first, then its officers, then the other members.
_ORDER = {PROMISERS[0]: 0, PROMISERS[2]: 1, PROMISERS[1]: 2}


def _place(scope: Scope) -> dict[int, int]:
    return {organisation.id: number for number, organisation in enumerate(scope.organisations)}


def commitments(scope: Scope) -> list[Commitment]:
    """The commitments of the period by organisation: its own, then those of its officers and members."""
    found = behind("commitments.made", Commitment, scope)
    place = _place(scope)

    def order(each: Commitment) -> tuple[int, int, str, int]:
        home = place.get(each.organisation_id, len(place))
        return home, _ORDER[each.subject], each.promiser or "", each.id

    return sorted((each for each in found if is_inside(each.organisation_id, scope)), key=order)


def counted(scope: Scope) -> Mapping[str, str]:
    """The line over format 9: 承诺数, 已兑现数, 兑现率, by the words under which each may be asked for."""
    inside = None if scope.organisation is None else subtree(scope.organisation.id)
    told: dict[str, str] = {}
    numbers = {}
    for name in ("made", "kept", "in_time"):
        found = figures.figure(f"commitments.{name}")
        numbers[name] = found.value(scope.period, inside)
        told.update(dict.fromkeys((found.label, *found.words), f"{numbers[name]:g}"))
    share = share_text(kept_share(numbers["made"], numbers["kept"]))
    return told | dict.fromkeys(("兑现率", "承诺兑现率", "公开承诺兑现率"), share)


def _of_commitment() -> list[Source]:
    label = Commitment.field("files").label
    return [Source("commitment.evidence", label, (label, "佐证", "佐证材料名称"), _evidence)]


def _evidence(records: Sequence[Any], _scope: Scope) -> list[Value]:
    """The activities and files that show that a commitment is being kept, one a line."""
    said: dict[int, list[str]] = defaultdict(list)
    wanted = {record.get_id() for record in records}
    for evidence in CommitmentEvidence.select().order_by(CommitmentEvidence.id):
        if evidence.commitment_id in wanted:
            said[evidence.commitment_id].append(Activity.titles().get(evidence.activity_id, ""))
    kind = Commitment.kind_name()
    for attachment in Attachment.select().where(Attachment.kind == kind).order_by(Attachment.position):
        if attachment.record_id in wanted:
            said[attachment.record_id].append(str(attachment.name))
    return ["\n".join(said[record.get_id()]) or None for record in records]


def recommendations(scope: Scope) -> list[PartyRecommendation]:
    """The members recommended to the Party in the period, by organisation and day."""
    place = _place(scope)
    found = behind("party.recommended", PartyRecommendation, scope)
    kept = [each for each in found if is_inside(each.organisation_id, scope)]
    return sorted(
        kept, key=lambda each: (place.get(each.organisation_id, len(place)), each.recommended, each.id)
    )


def partners(scope: Scope) -> list[Partner]:
    """The partner bodies by the organisation that keeps contact with them."""
    place = _place(scope)
    kept = [each for each in Partner.select() if is_inside(each.organisation_id, scope)]
    return sorted(kept, key=lambda each: (place.get(each.organisation_id, len(place)), each.id))


SUBJECTS: tuple[Subject, ...] = (
    Subject(
        "commitment",
        Commitment,
        commitments,
        ("承诺", "践诺", "评诺"),
        ("organisation",),
        more=_of_commitment,
        needs=("title",),
        counted=counted,
    ),
    Subject(
        "party_recommendation",
        PartyRecommendation,
        recommendations,
        ("推优", "入党"),
        ("member", "organisation"),
        needs=("recommended",),
    ),
    Subject("partner", Partner, partners, ("协作", "联络"), ("organisation",), needs=("name",)),
)
