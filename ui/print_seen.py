"""Printing what is on screen: a list exactly as it is seen, or the records chosen in it, one form each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from exports.form_list import list_document
from exports.form_record import covers, record_documents, title_of
from exports.forms import Sheet
from exports.paper import Document
from models.record import Record
from ui.desk import Desk
from ui.printing import preview
from ui.record_table import Seen


def print_list(desk: Desk, parent: QWidget, seen: Seen, title: str) -> None:
    """Shows a list as it will be printed: its columns and rows as they are seen, masked as they are."""

    def make(_full: bool) -> list[Document]:
        return [list_document(title, seen.fields, list(seen.rows), seen.totals)]

    preview(parent, Sheet("list", title), make, title, desk.remember)


def print_records(desk: Desk, parent: QWidget, kind: type[Record], ids: Sequence[int]) -> None:
    """Shows the forms of some records of a kind in their order, one or all to be printed."""
    wanted = list(ids)

    def make(full: bool) -> list[Document]:
        found = {record.get_id(): record for record in kind.select().where(kind.id.in_(wanted))}
        records = [found[id_] for id_ in wanted if id_ in found]
        return record_documents(records, full=full, files=desk.store.attachments)

    title = title_of(kind)
    preview(parent, Sheet("record", title, covers(kind)), make, title, desk.remember)
