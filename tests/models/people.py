"""Invented organisations and people for the tests of records."""

from __future__ import annotations

from models import id_number
from models.changes import change
from models.member import Member
from models.organisation import Organisation


def committee(name: str = "区水务局团委") -> Organisation:
    """A saved committee."""
    with change("新增团组织"):
        found = Organisation(name=name, kind="团委")
        found.save()
    return found


def branch(name: str = "局机关团支部", parent: Organisation | None = None, **facts: object) -> Organisation:
    """A saved branch."""
    with change("新增团组织"):
        found = Organisation(name=name, kind="团支部", parent=parent, **facts)
        found.save()
    return found


def member(name: str, home: Organisation, **facts: object) -> Member:
    """A saved member."""
    with change("新增团员"):
        found = Member(name=name, branch=home.id, **facts)
        found.save()
    return found


def id_of(born: str, order: int = 11) -> str:
    """A valid invented ID number for a birth date 1990-05-04; an odd order is a man's."""
    first = f"310117{born.replace('-', '')}{order:03d}"
    return first + id_number.check_digit(first)
