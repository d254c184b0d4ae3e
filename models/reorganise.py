"""What happens to whole organisations: a new name, a new place in the tree, two become one, one ends."""

from __future__ import annotations

from typing import Any

from models.appraisal import AppraisalMeeting, MemberAppraisal
from models.assessment import Assessment
from models.changes import change, running
from models.clock import today
from models.election import relieve
from models.errors import AppError
from models.kinds import links_to
from models.member import PRESENT, Member, Office, Transfer
from models.organisation import ACTIVE, Organisation, Term, subtree
from models.plan import Plan
from models.record import Record

DISSOLVED = "已撤销"
MERGED = "已合并"

# What stays with an organisation that is merged: its elections, officers, moves of members, plans, verdicts on it.
_STAYS: tuple[type[Record], ...] = (
    *(Term, Office, Transfer, Assessment, Plan),
    *(AppraisalMeeting, MemberAppraisal),  # where the member was then
)


def present_members(organisation: Organisation) -> list[Member]:
    """The members on the organisation's own roster now."""
    return list(
        Member.select().where(
            Member.branch == organisation.get_id(),
            Member.state.in_((PRESENT, "保留团籍")),
            Member.left_on.is_null(),
        )
    )


def active_below(organisation: Organisation) -> list[Organisation]:
    """The organisations directly below that have not ended."""
    return list(
        Organisation.select()
        .where(Organisation.parent == organisation.get_id(), Organisation.state == ACTIVE)
        .order_by(Organisation.position, Organisation.id)
    )


def rename(organisation: Organisation, name: str) -> None:
    """Give another name; the present one stays known as a former name (Organisation.after_save)."""
    organisation = _fresh(organisation)
    old = str(organisation.name)
    if name == old:
        raise AppError(f"“{name}”就是现在的名称。", "请填写新的名称。")
    with change(f"{old}改名为{name}"):
        organisation.name = name
        organisation.save()


def move_below(organisation: Organisation, parent: Organisation | None) -> None:
    """Put an organisation with all below it under another one; AppError when that is itself or below it."""
    organisation = _fresh(organisation)
    place = parent.name if parent is not None else "最上级"
    with change(f"{organisation.name}调整到{place}"):
        organisation.parent = parent.get_id() if parent is not None else None
        organisation.save()


def move_among(organisation: Organisation, by: int) -> bool:
    """Change places with the next sibling that has not ended: the one above for -1, below for 1; whether there is one.

    All organisations are numbered through from top to bottom, since lists of the whole office follow the same numbers.
    """
    organisation = _fresh(organisation)
    below: dict[int | None, list[Organisation]] = {}
    for each in Organisation.select().order_by(Organisation.position, Organisation.id):
        below.setdefault(each.parent_id, []).append(each)
    siblings = below[organisation.parent_id]
    place = siblings.index(organisation)
    ahead = siblings[place + 1 :] if by > 0 else siblings[:place][::-1]
    other = next((each for each in ahead if each.state == ACTIVE), None)
    if other is None:
        return False
    at = siblings.index(other)
    siblings.insert(at, siblings.pop(place))
    waiting = list(reversed(below[None]))
    with change(f"{organisation.name}{'下移' if by > 0 else '上移'}"):
        numbered = []
        while waiting:
            each = waiting.pop()
            numbered.append(each)
            each.position = len(numbered)
            waiting += reversed(below.get(each.id, []))
        running().save_all(numbered)
    return True


def merge_into(organisation: Organisation, target: Organisation, ended: str) -> None:
    """One organisation is taken up by another: members, activities, honours and what is below it go there.

    It stays in the records as 已合并 with its elections, officers and assessments; its offices end that day.
    Members who had left before stay with it. AppError when the target is itself, below it, or has ended.
    """
    organisation = _fresh(organisation)
    _check_active(organisation)
    _check_target(organisation, target)
    with change(f"{organisation.name}并入{target.name}"):
        _end_offices(organisation, ended)
        _move_members(organisation, target, ended, f"{organisation.name}并入{target.name}")
        for child in Organisation.select().where(Organisation.parent == organisation.id):
            child.parent = target.id
            running().save_all([child])
        _hand_over(organisation, target)
        _end(organisation, MERGED, ended, target)


def dissolve(organisation: Organisation, ended: str, members_to: Organisation | None = None) -> None:
    """An organisation is dissolved; what it did stays with it and its offices end that day.

    AppError while it has organisations below it, or present members and no `members_to` that takes them.
    """
    organisation = _fresh(organisation)
    _check_active(organisation)
    below = active_below(organisation)
    if below:
        raise AppError(
            f"{organisation.name}还有{len(below)}个下级团组织，不能撤销。",
            "请先把它们调整到别的上级，或先撤销它们。",
        )
    members = present_members(organisation)
    if members and members_to is None:
        raise AppError(
            f"{organisation.name}还有{len(members)}名团员，不能撤销。", "请先把他们转接到别的团组织。"
        )
    if members_to is not None:
        _check_target(organisation, members_to)
    with change(f"撤销{organisation.name}"):
        _end_offices(organisation, ended)
        if members_to is not None:
            _move_members(organisation, members_to, ended, f"{organisation.name}撤销")
        _end(organisation, DISSOLVED, ended, None)


def _fresh(organisation: Organisation) -> Organisation:
    """As it is stored now: a page may have held the record for a while."""
    found: Organisation | None = Organisation.get_or_none(Organisation.id == organisation.get_id())
    if found is None:
        raise AppError(f"团组织“{organisation.name}”已被删除。", "请刷新后重试。")
    return found


def _check_active(organisation: Organisation) -> None:
    if organisation.state != ACTIVE:
        raise AppError(f"{organisation.name}{organisation.state}，不能再撤并。")


def _check_target(organisation: Organisation, target: Organisation) -> None:
    if target.get_id() == organisation.id:
        raise AppError("不能并入自己。", "请选择另一个团组织。")
    if target.get_id() in subtree(organisation.id):
        raise AppError(f"{target.name}是{organisation.name}的下级。", f"请先把{target.name}调整到别的上级。")
    if target.state != ACTIVE:
        raise AppError(f"{target.name}{target.state}。", "请选择一个正常的团组织。")


def _end_offices(organisation: Organisation, ended: str) -> None:
    held = Office.select().where(Office.organisation == organisation.id, Office.until.is_null())
    relieve(list(held), ended)


def _move_members(organisation: Organisation, target: Organisation, moved: str, reason: str) -> None:
    members = present_members(organisation)
    # The transfers first: a member whose branch changes without one gets one of today.
    running().save_all(
        [
            Transfer(
                member=member.id,
                kind="系统内转接",
                moved=moved,
                source=organisation.id,
                target=target.id,
                reason=reason,
            )
            for member in members
        ]
    )
    for member in members:
        member.branch = target.id
    running().save_all(members)


def _hand_over(organisation: Organisation, target: Organisation) -> None:
    """Records of every kind that named the organisation now name the target, but for those that stay."""
    for kind, link in links_to(Organisation):
        if kind in (Organisation, Member, *_STAYS):
            continue
        records: list[Any] = list(kind.select().where(link == organisation.id))
        for record in records:
            setattr(record, link.name, target.get_id())
        running().save_all(records)


def _end(organisation: Organisation, state: str, ended: str, target: Organisation | None) -> None:
    organisation = _fresh(organisation)
    organisation.state = state
    organisation.ended = ended or today().isoformat()
    organisation.merged_into = target.get_id() if target is not None else None
    organisation.save()
