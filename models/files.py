"""Attached files, kept once each under the hash of what is in them."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from models.errors import AppError

PART = ".part"  # ends the name of a file that is still being copied in


class FileStore:
    """A folder of files named by their SHA-256; the same file added twice is kept once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, digest: str) -> Path:
        """Where the file with that hash lies."""
        return self._folder / digest[:2] / digest

    def add(self, source: Path) -> tuple[str, int]:
        """Copy a file in, whole or not at all; returns its hash and size in bytes. AppError when unreadable."""
        try:
            with source.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            target = self.path(digest)
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                descriptor, part = tempfile.mkstemp(dir=target.parent, suffix=PART)
                try:
                    with os.fdopen(descriptor, "wb") as out, source.open("rb") as file:
                        shutil.copyfileobj(file, out)
                        out.flush()
                        os.fsync(out.fileno())
                    Path(part).replace(target)
                finally:
                    Path(part).unlink(missing_ok=True)
            return digest, target.stat().st_size
        except OSError as error:
            raise AppError(f"文件“{source.name}”不能读取或保存。", "请检查文件和磁盘空间后重试。") from error

    def read(self, digest: str) -> bytes:
        """The file's bytes; AppError when it has gone from the folder."""
        try:
            return self.path(digest).read_bytes()
        except OSError as error:
            raise AppError("附件的文件不在数据文件夹里。", "请从备份恢复附件文件夹。") from error
