"""What holds for every kind of record, tried on all records of the sample office: tables, search, history, undo, paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from exports import paper
from exports.form_record import record_documents, title_of
from exports.formats import export_table
from exports.intake import read_plan
from exports.intake_kinds import importable, recognise
from exports.intake_plan import SAME
from exports.plain_table import TableColumn
from models import journal
from models.changes import change
from models.fields import Attachments, Described, Integer, LongText, Text
from models.kinds import all_kinds
from models.record import Record
from models.sample import fill_sample
from models.store import Store, open_store
from tests.exports.test_paper import squash, texts

YEAR = 2025
KINDS = [pytest.param(kind, id=kind.kind_name()) for kind in all_kinds() if kind.key]
SENT = [pytest.param(kind, id=kind.kind_name()) for kind in importable()]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample office, for all tests of this file: each leaves it as it was."""
    opened = open_store(tmp_path_factory.mktemp("sample"), who="测试员")
    try:
        fill_sample(opened, YEAR)
        yield opened
    finally:
        opened.close()


def some(kind: type[Record]) -> Record:
    record = kind.select().first()
    if record is None:
        pytest.skip(f"the sample office has no {kind.label}")
    return record


@pytest.mark.parametrize("kind", SENT)
def test_an_exported_list_comes_back_as_what_is_there(
    sample: Store, kind: type[Record], tmp_path: Path
) -> None:
    fields = [field for field in kind.fields() if not isinstance(field, Attachments)]
    records = list(kind.select())
    some(kind)
    columns = [TableColumn("序号", 5, number=True)]
    columns += [TableColumn(field.label, field.width, isinstance(field, Integer)) for field in fields]
    rows = [[number, *(cell(field, record) for field in fields)] for number, record in enumerate(records, 1)]
    file = tmp_path / f"{kind.label}列表.xlsx"
    export_table(columns, rows, f"{kind.label}列表", file)
    assert list(recognise([file])) == [kind]
    plan = read_plan(kind, [file])
    assert not plan.refused()
    different = [
        (row.number, row.status, row.problems, row.changes) for row in plan.rows() if row.status != SAME
    ]
    assert different == []
    assert len(list(plan.rows())) == len(records)


def cell(field: Described, record: Record) -> str | int | float | bool | None:
    """As the export of a list writes it (ui/export_seen.py): numbers as numbers, all else as it is shown in full."""
    value = record.value(field.name)
    return value if isinstance(field, Integer) else field.show(value) or None


def test_every_kind_prints_with_its_heading(sample: Store) -> None:
    kinds = [kind for kind in all_kinds() if kind.key and kind.select().exists()]
    records = [some(kind) for kind in kinds]
    pdf = paper.render("record", record_documents(records, files=sample.attachments))
    with pypdfium2.PdfDocument(pdf) as document:
        named = [squash(str(entry.get_title())) for entry in document.get_toc()]
        first = [entry.get_dest().get_index() for entry in document.get_toc()]
    assert named == [squash(record.heading()) for record in records]
    pages = texts(pdf)
    missing = [
        record.heading()
        for record, page in zip(records, first, strict=True)
        if squash(record.heading()) not in pages[page] or squash(title_of(type(record))) not in pages[page]
    ]
    assert missing == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_is_in_the_history_and_can_be_taken_back(sample: Store, kind: type[Record]) -> None:
    record = some(kind)
    before = dict(record.__data__)
    free = [field for field in kind.stored_fields() if field.name not in kind.key and not field.unique]
    texts_ = [field for field in free if type(field) in (Text, LongText)]
    numbers = [field for field in free if isinstance(field, Integer)]
    if not texts_ and not numbers:
        pytest.skip(f"{kind.label} has nothing to write")
    name = (texts_ or numbers)[0].name
    other = f"{before[name] or ''}改" if texts_ else (before[name] or 0) + 1
    with change("改一个字") as current:
        setattr(record, name, other)
        current.save_all([record])
    history = journal.history(record)
    assert any(entry.action == "改一个字" for entry in history)
    action = journal.last_undoable()
    assert action is not None
    journal.undo(action.id)
    assert kind.get_by_id(record.get_id()).__data__ == before
