"""Which kinds of record there are, and which of them refer to which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import peewee

from models.fields import Link

if TYPE_CHECKING:
    from models.record import Record


def all_kinds() -> list[type[Record]]:
    """Every kind of record that is loaded, by the name of its table."""
    found: list[type[Record]] = []
    queue: list[type[peewee.Model]] = [peewee.Model]
    while queue:
        for kind in queue.pop().__subclasses__():
            queue.append(kind)
            if getattr(kind, "label", ""):
                found.append(kind)  # type: ignore[arg-type]
    return sorted(found, key=lambda kind: kind.kind_name())


def links_to(kind: type[Record]) -> list[tuple[type[Record], Link]]:
    """The links of all kinds that may refer to records of this kind."""
    return [
        (other, field)
        for other in all_kinds()
        for field in other.stored_fields()
        if isinstance(field, Link) and field.rel_model is kind
    ]
