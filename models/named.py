"""Finding the member whom a sheet names: by ID number, or by a name within an organisation."""

from __future__ import annotations

from models import id_number
from models.database import rows
from models.errors import FieldError
from models.member import Member
from models.organisation import subtree


def member_called(text: str) -> int:
    """The id of the member with that ID number, or of the only one with that name; FieldError when there is none."""
    if not any(sign.isdigit() for sign in text):
        return Member.find(text)
    number = id_number.read(text)
    found = rows("SELECT id FROM member WHERE id_number = ?", (number,))
    if not found:
        raise FieldError(f"没有身份证号为{id_number.mask(number)}的团员")
    return int(found[0][0])


def member_in(name: str, organisation_id: int | None) -> int | None:
    """The id of the only member of that name in an organisation or below it (None: anywhere), present ones first.

    None when nobody is called so, and when several are.
    """
    found = rows("SELECT id, branch_id, left_on IS NULL FROM member WHERE name = ?", (name,))
    if organisation_id is not None and found:
        below = subtree(organisation_id)
        found = [each for each in found if each[1] in below]
    present = [id_ for id_, _, is_here in found if is_here] or [id_ for id_, _, _ in found]
    return int(present[0]) if len(present) == 1 else None
