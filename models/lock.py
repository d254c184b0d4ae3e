"""Only one window may have a data folder open; a second one is told who has it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from models.errors import AppError

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> None:
        # A byte far behind the text, so that a second window can still read who has the folder.
        file.seek(1 << 20)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)
else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderLock:
    """The operating system's lock on a small file in the folder; it goes when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "in-use.lock"
        self._file: IO[bytes] | None = None

    def take(self, holder: str) -> None:
        """Take the folder for `holder`; raises AppError naming who has it open."""
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT)
        except OSError as error:
            raise AppError("数据文件夹不能写入。", "请检查文件夹的权限，或换一个文件夹。") from error
        file = os.fdopen(descriptor, "r+b")
        try:
            _try_lock(file)
        except OSError as error:
            file.seek(0)
            who = file.read(1000).decode("utf-8", "replace").strip() or "另一个窗口"
            file.close()
            raise AppError(f"数据正由{who}打开着。", "请先关闭那个窗口，再打开这一个。") from error
        file.truncate(0)
        file.write(holder.encode())
        file.flush()
        self._file = file

    def release(self) -> None:
        """Let the folder go."""
        if self._file is not None:
            self._file.close()
            self._file = None
