"""What is done with the roster: transfers, leaving, who turns 28, doubles and their merging."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from models import id_number, partial_date
from models.attachment import attachments_of
from models.changes import change, running
from models.database import rows
from models.errors import AppError
from models.kinds import links_to
from models.member import LEAVING_AGE, PRESENT, Member, Office, Transfer
from models.organisation import ACTIVE, Organisation
from models.record import Record
from models.text import squash

# How a member leaves the roster; 超龄离团 is for those who are 28 and hold no office.
OVER_AGE = "超龄离团"
LEAVING = (OVER_AGE, "转出", "退团", "除名", "其他")


def transfer(member: Member, target: Organisation, moved: str, reason: str = "") -> None:
    """Move a member to another branch; the offices in the old one end that day.

    AppError when the member is there already, or when the target has ended.
    """
    if target.state != ACTIVE:
        raise AppError(f"{target.name}{target.state}。", "请选择一个正常的团组织。")
    if member.branch_id == target.id:
        raise AppError(f"{member.name}已在{target.name}。", "请选择另一个团组织。")
    with change(f"转接{member.name}到{target.name}"):
        Transfer(
            member=member.id,
            kind="系统内转接",
            moved=moved,
            source=member.branch_id,
            target=target.id,
            reason=reason or None,
        ).save()
        for office in Office.select().where(
            Office.member == member.id, Office.organisation == member.branch_id, Office.until.is_null()
        ):
            office.until = moved
            office.save()
        member = Member.get_by_id(member.id)
        member.branch = target.id
        member.save()


def leave(member: Member, kind: str, left_on: str, outside: str = "", reason: str = "") -> None:
    """A member leaves the roster (转出 to another system, 超龄离团, 退团, 除名); his offices end that day."""
    with change(f"{member.name}{kind}"):
        Transfer(
            member=member.id,
            kind=kind,
            moved=left_on,
            source=member.branch_id,
            outside=outside or None,
            reason=reason or None,
        ).save()
        for office in Office.select().where(Office.member == member.id, Office.until.is_null()):
            office.until = left_on
            office.save()
        member = Member.get_by_id(member.id)
        member.state = "已转出" if kind == "转出" else "已离团"
        member.left_on = left_on
        member.save()


def transfer_all(members: Sequence[Member], target: Organisation, moved: str, reason: str = "") -> int:
    """Move several members in one action; those who are there already stay. How many moved; AppError when none."""
    moving = [member for member in members if member.branch_id != target.id]
    if not moving:
        raise AppError(f"所选团员都已在{target.name}。", "请选择另一个团组织。")
    who = moving[0].name if len(moving) == 1 else f"{len(moving)}名团员"
    with change(f"转接{who}到{target.name}"):
        for member in moving:
            transfer(member, target, moved, reason)
    return len(moving)


def leave_all(members: Sequence[Member], kind: str, left_on: str, outside: str = "", reason: str = "") -> int:
    """Several members leave the roster in one action; those who have left already stay as they are.

    How many left; AppError when none of them is on the roster.
    """
    leaving = [member for member in members if member.is_present]
    if not leaving:
        raise AppError("所选团员都已不在册。", "请选择在册的团员。")
    with change(f"{leaving[0].name}{kind}" if len(leaving) == 1 else f"{len(leaving)}名团员{kind}"):
        for member in leaving:
            leave(member, kind, left_on, outside, reason)
    return len(leaving)


def too_young(members: Sequence[Member], day: str) -> list[Member]:
    """Those who are certainly not yet 28 at the end of a day (or month); who has no date of birth is not among them."""
    found = []
    for member in members:
        born = id_number.birth_text(member.id_number) if member.id_number else member.born
        if born and _birthday(partial_date.first_day(born)) > partial_date.last_day(day):
            found.append(member)
    return found


def _birthday(born: date) -> date:
    """The day on which somebody is 28."""
    return date(born.year + LEAVING_AGE, born.month, 28 if (born.month, born.day) == (2, 29) else born.day)


class Turning28(NamedTuple):
    """A member who is 28 or will be soon."""

    id: int
    name: str
    branch: int
    birthday: date
    over: bool


def turning_28(as_of: date, within_days: int = 90) -> list[Turning28]:
    """Present members without office who are 28 or will be within some days, by their birthdays."""
    found: list[Turning28] = []
    # Plain rows: the start page asks for this, and a record for each member would take ten times as long.
    for id_, name, branch, number, month in rows(
        "SELECT id, name, branch_id, id_number, born FROM member"
        " WHERE left_on IS NULL AND post IS NULL AND state = ? ORDER BY id",
        (PRESENT,),
    ):
        born = id_number.birth_text(number) if number else month
        if not born:
            continue
        birthday = _birthday(partial_date.last_day(born))
        days = (birthday - as_of).days
        if days <= within_days:
            found.append(Turning28(id_, name, branch, birthday, days <= 0))
    return sorted(found, key=lambda each: each.birthday)


def find_doubles() -> list[list[Member]]:
    """Groups of members who may be one person: same name with nothing against it, or same mobile number.

    Two of a name are different people when their ID numbers or months of birth differ, or when they are in different
    branches and nothing else says that they are one.
    """
    groups: dict[tuple[str, object], list[tuple[int, str | None, str | None]]] = {}
    for id_, name, born, phone, number, branch in rows(
        "SELECT id, name, born, phone, id_number, branch_id FROM member"
    ):
        facts = (id_, born[:7] if born else None, number)
        groups.setdefault((squash(name), branch), []).append(facts)
        if born:
            groups.setdefault((squash(name), born[:7]), []).append(facts)
        if phone:
            groups.setdefault(("phone", phone), []).append((id_, None, None))
    found: set[tuple[int, ...]] = set()
    for group in groups.values():
        pairs = [(a, b) for at, a in enumerate(group) for b in group[at + 1 :] if _may_be_one(a, b)]
        together = {facts[0] for pair in pairs for facts in pair}
        if together:
            found.add(tuple(sorted(together)))
    # A group within a larger one says nothing more.
    kept = [group for group in found if not any(set(group) < set(other) for other in found)]
    return [[Member.get_by_id(id_) for id_ in group] for group in sorted(kept)]


def _may_be_one(a: tuple[int, str | None, str | None], b: tuple[int, str | None, str | None]) -> bool:
    return not (a[1] and b[1] and a[1] != b[1]) and not (a[2] and b[2] and a[2] != b[2])


def merge(keep: Member, drop: Member) -> None:
    """Make two records of one person into one: blanks of `keep` are filled, all that hung on `drop` moves over."""
    if keep.id == drop.id:
        raise AppError("这是同一条记录，不用合并。")
    if keep.id_number and drop.id_number and keep.id_number != drop.id_number:
        raise AppError(
            f"{keep.name}和{drop.name}的身份证号不同，不是同一个人。", "如果其中一个号码写错了，请先改正。"
        )
    with change(f"合并重复团员{keep.name}") as current:
        for kind, link in links_to(Member):
            for record in kind.select().where(link == drop.id):
                if _would_double(kind, link.name, record, keep.id):
                    current.delete(record)
                    continue
                setattr(record, link.name, keep.id)
                current.save_all([record])
        _move_attachments(drop, keep)
        values = {field.name: drop.__data__.get(field.name) for field in Member.stored_fields()}
        current.delete(Member.get_by_id(drop.id))
        keep = Member.get_by_id(keep.id)
        for name, value in values.items():
            # Of one who is here, a blank day of leaving says just that.
            if keep.__data__.get(name) is None and not (name == "left_on" and keep.is_present):
                setattr(keep, name, value)
        keep.save()


def _would_double(kind: type[Record], link: str, record: Record, member_id: int) -> bool:
    """Whether both persons are entered in the same place (one activity), where only one entry may stay."""
    unique = [tuple(columns) for columns, is_unique in kind._meta.indexes if is_unique]
    return any(
        link in columns
        and kind.select()
        .where(
            *[
                getattr(kind, column) == (member_id if column == link else record.__data__.get(column))
                for column in columns
            ]
        )
        .exists()
        for columns in unique
    )


def _move_attachments(drop: Member, keep: Member) -> None:
    for attachment in attachments_of(drop):
        attachment.record_id = keep.id
        running().save_all([attachment])
