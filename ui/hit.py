"""One record found by the search box."""

from __future__ import annotations

from typing import NamedTuple


class Hit(NamedTuple):
    """What it is called, what tells it from others, its kind's name and icon, and what opens it."""

    title: str
    note: str
    kind: str
    icon: str
    target: object
