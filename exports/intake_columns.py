"""The words under which the columns of a kind of record stand in people's sheets."""

from __future__ import annotations

from models.fields import Attachments, Derived, Through
from models.record import Record


def column_names(kind: type[Record]) -> dict[str, tuple[str, ...]]:
    """By field, the words under which its column may stand: its label first, then its aliases.

    What is worked out has only the words that no stored field answers to: those columns are left out.
    """
    found = {
        field.name: (field.label, *field.aliases)
        for field in kind.fields()
        if not isinstance(field, Attachments)
    }
    taken = {word for field in kind.stored_fields() for word in found[field.name]}
    for field in kind.fields():
        if isinstance(field, Derived) and not isinstance(field, Through):
            found[field.name] = tuple(word for word in found[field.name] if word not in taken)
    return {name: words for name, words in found.items() if words}
