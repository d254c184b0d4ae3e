"""要办的事 about news: which branches sent no item with a picture for a month (domain §4)."""

from __future__ import annotations

from collections.abc import Iterator

from models.news import months_due, owing
from models.record import Record
from ui.organisation_scope import Scope
from ui.todo import Todo, about


def todos(scope: Scope) -> Iterator[Todo]:
    """Who owes the month that was over last; of one branch alone, all months of the year that it owes."""
    due = months_due(scope.year)
    if not due:
        return
    single = scope.organisation is not None and not scope.has_below
    found: list[tuple[Record, str]] = []
    for branch, months in owing(scope.year):
        if scope.holds(branch.id) and (single or due[-1] in months):
            found.append((branch, "、".join(f"{month}月" for month in months)))
    words = "还没有报送带图片的信息"
    yield from about(
        "warn",
        "megaphone",
        words if single else f"{{}}个团支部{due[-1]}月{words}",
        [(branch, said if single else "") for branch, said in found],
        single,
    )
