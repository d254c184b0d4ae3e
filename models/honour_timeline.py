"""What a person or some organisations were honoured with over the years, nominations still on their way included."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from models.award import Honour, Nomination
from models.member import Member
from models.organisation import Organisation

# A nomination that came to an end: it is an honour by now, or nothing came of it.
_ENDED = ("已表彰", "未获批")


class Moment(NamedTuple):
    """One honour, or one nomination under way (`state` says where it is)."""

    year: int
    day: str
    name: str
    level: str
    holder: str
    granted_by: str
    state: str
    record: Honour | Nomination

    @property
    def under_way(self) -> bool:
        """Whether it is no honour yet."""
        return bool(self.state)

    @property
    def said(self) -> str:
        """All of it in one line."""
        end = f"推荐中：{self.state}" if self.under_way else self.granted_by
        return "　".join(filter(None, (self.day, self.holder, self.name, self.level, end)))


def of_member(member_id: int) -> list[Moment]:
    """The honours and open nominations of a member, the latest first; that they are the member's is not said."""
    found = _moments(Honour.member == member_id, Nomination.member == member_id)
    return [moment._replace(holder="") for moment in found]


def of_organisations(ids: Collection[int] | None) -> list[Moment]:
    """Those of organisations and of the members in them, the latest first; of the whole office for None."""
    if ids is None:
        return _moments(None, None)
    members = Member.select(Member.id).where(Member.branch.in_(list(ids)))
    return _moments(
        Honour.organisation.in_(list(ids)) | Honour.member.in_(members),
        Nomination.organisation.in_(list(ids)) | Nomination.member.in_(members),
    )


def _moments(honours: Any, nominations: Any) -> list[Moment]:
    members, organisations = Member.titles(), Organisation.titles()

    def holder(record: Honour | Nomination) -> str:
        if record.member_id is not None:
            return members.get(record.member_id, "")
        return organisations.get(record.organisation_id, "")

    held = Honour.select() if honours is None else Honour.select().where(honours)
    found = [
        Moment(
            int(str(each.granted)[:4]),
            each.shown("granted"),
            str(each.name),
            each.level or "",
            holder(each),
            each.granted_by or "",
            "",
            each,
        )
        for each in held.order_by(Honour.granted.desc(), Honour.id)
    ]
    going = Nomination.select().where(Nomination.state.not_in(_ENDED))
    if nominations is not None:
        going = going.where(nominations)
    found += [
        Moment(
            int(each.year),
            f"{each.year}年",
            str(each.kind),
            each.award.level or "",
            holder(each),
            "",
            str(each.state),
            each,
        )
        for each in going.order_by(Nomination.rank.is_null(), Nomination.rank, Nomination.id)
    ]
    # Stable: within a year what is on its way stands above what was given, each in its order.
    return sorted(found, key=lambda moment: (-moment.year, not moment.under_way))
