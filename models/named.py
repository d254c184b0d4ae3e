"""Finding the member whom a name means within an organisation."""

from __future__ import annotations

from models.database import rows
from models.organisation import subtree


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
