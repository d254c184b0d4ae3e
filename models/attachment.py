"""Files and pictures that hang on a record of any kind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from models.changes import change
from models.fields import Integer, Text
from models.files import FileStore
from models.record import Record

PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp"}


class Attachment(Record):
    """One file of one record; the file itself lies in the store under its hash."""

    label = "附件"
    key = ("kind", "record_id", "digest")
    hangs_on_any = True

    kind = Text("所属记录类别", required=True)
    record_id = Integer("所属记录编号", required=True, index=True)
    name = Text("文件名", required=True, width=24)
    digest = Text("文件指纹", required=True)
    size = Integer("文件大小", required=True)
    caption = Text("说明", width=24)
    position = Integer("附件顺序", default=0)

    @property
    def is_picture(self) -> bool:
        """Whether the file can be shown as a picture."""
        return Path(str(self.name)).suffix.lower() in PICTURES


def attachments_of(record: Record) -> list[Attachment]:
    """The files of a record in their order."""
    return list(
        Attachment.select()
        .where(Attachment.kind == record.kind_name(), Attachment.record_id == record.get_id())
        .order_by(Attachment.position, Attachment.id)
    )


def attach(record: Record, files: Sequence[Path], store: FileStore) -> list[Attachment]:
    """Add files to a saved record; a file it already has is not added again. AppError when one is unreadable."""
    present = {str(attachment.digest) for attachment in attachments_of(record)}
    added = []
    with change(f"添加附件到{record.label}“{record.heading()}”"):
        for file in files:
            digest, size = store.add(file)
            if digest in present:
                continue
            present.add(digest)
            attachment = Attachment(
                kind=record.kind_name(),
                record_id=record.get_id(),
                name=file.name,
                digest=digest,
                size=size,
                position=len(present),
            )
            attachment.save()
            added.append(attachment)
    return added
