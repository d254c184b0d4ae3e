"""What went up to the committee: kept with its file, its blank sheet and how it was filled, and filled again to compare."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exports.fill_book import plan_workbook
from exports.fill_compare import Difference, compare
from exports.fill_draft import Wish, make_draft
from models.attachment import Attachment, attach, attachments_of
from models.changes import change
from models.demand import take_as_answer
from models.errors import AppError
from models.files import FileStore
from models.kinds import all_kinds
from models.organisation import Organisation
from models.record import Record
from models.reporting import Sent
from models.settings import recall, remember

_HOW = "sent."  # + the file's hash: how it was filled
_BLANK = "空表 "


@dataclass(frozen=True)
class SentFile:
    """One file that was sent, and how it was filled."""

    path: Path
    wish: Wish


def register(files: Sequence[SentFile], template: Path, values: Mapping[str, Any], store: FileStore) -> Sent:
    """Keep what was sent: `values` are the fields of Sent but its hash. One action; raises AppError.

    A demand of the committee to which the blank sheet is attached is answered by it.
    """
    assert files
    with tempfile.TemporaryDirectory() as folder, change("登记上报"):
        blank = Path(folder) / f"{_BLANK}{template.name}"
        try:
            shutil.copyfile(template, blank)
        except OSError as error:
            raise AppError(f"找不到空表“{template.name}”。", "请确认它还在原来的位置。") from error
        sent = Sent(**values, digest=_digest(files[0].path))
        sent.save()
        attach(sent, [each.path for each in files] + [blank], store)
        for each in files:
            remember(f"{_HOW}{_digest(each.path)}", _as_json(each.wish, blank), "登记上报")
        take_as_answer(sent, _digest(blank))
    return sent


def can_compare(sent: Sent) -> bool:
    """Whether the sent files can be filled again: they were registered from a filling."""
    return bool(_files(sent))


def compare_sent(sent: Sent, store: FileStore) -> list[tuple[str, list[Difference]]]:
    """(file name, its differences from what the data say today) for each file of a sent workbook.

    Raises AppError when nothing is known of how it was filled, a file is gone, or whom it is about is gone.
    """
    files = _files(sent)
    if not files:
        raise AppError(
            f"“{sent.name}”不是在本程序里填的，不能重新填写来比较。", "请打开当时的文件，逐项核对。"
        )
    found = []
    for attached, how in files:
        with tempfile.TemporaryDirectory() as folder:
            name = str(attached.name)
            before = Path(folder) / f"sent{Path(name).suffix.lower()}"
            blank = Path(folder) / f"blank{how['suffix']}"
            before.write_bytes(store.read(str(attached.digest)))
            blank.write_bytes(store.read(how["template"]))
            draft = make_draft(plan_workbook(blank), _from_json(how), Path(folder))
            found.append((name, compare(before, draft.path)))
    return found


def _files(sent: Sent) -> list[tuple[Attachment, dict[str, Any]]]:
    known = [(each, recall(f"{_HOW}{each.digest}")) for each in attachments_of(sent)]
    return [(each, how) for each, how in known if how]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _as_json(wish: Wish, template: Path) -> dict[str, Any]:
    organisation = wish.organisation.get_id() if wish.organisation else None
    record = wish.record
    about = None
    if isinstance(record, Record) and record.get_id() is not None:
        about = [record.kind_name(), record.get_id()]
    return {
        "template": _digest(template),
        "suffix": template.suffix.lower(),
        "year": wish.year,
        "organisation": organisation,
        "record": about,
        "full": wish.full,
        "take_out_blank": wish.take_out_blank,
        "part": wish.part,
    }


def _from_json(how: Mapping[str, Any]) -> Wish:
    organisation = record = None
    if how["organisation"] is not None:
        organisation = Organisation.get_or_none(Organisation.id == how["organisation"])
    if how["record"] is not None:
        name, id_ = how["record"]
        kind = next(each for each in all_kinds() if each.kind_name() == name)
        record = kind.get_or_none(kind.id == id_)
    if (how["organisation"] and organisation is None) or (how["record"] and record is None):
        raise AppError("这张表所填的团组织或个人，记录已经删除。", "可以在操作记录里撤销删除后再比较。")
    return Wish(how["year"], organisation, record, how["full"], how["take_out_blank"], how["part"])
