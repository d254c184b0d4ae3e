"""What the parts of the sample office draw from: its lists, its year, its branches and members."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from models.clock import today
from models.files import FileStore
from models.member import Member
from models.organisation import Organisation


class SampleBasis:
    """The sample office as far as it has been made; the same draws every time."""

    committee: Organisation

    def __init__(self, definition: dict[str, Any], year: int, files: FileStore) -> None:
        self.lists = definition  # resources/starter/sample.toml
        self.year = year
        self.files = files  # where attached files are kept
        # The last day on which something may have happened.
        self.end = min(today(), date(year, 12, 31))
        self.draw = random.Random(20100504)
        self.branches: list[tuple[Organisation, int]] = []  # with how many members
        self.members: dict[int, list[Member]] = {}  # by branch id, the officers first
