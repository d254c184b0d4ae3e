"""The file that an export writes: made beside its target, flushed to the disk and then renamed over it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from models.errors import AppError

STALE_SECONDS = 24 * 3600


@contextmanager
def written_beside(target: Path) -> Iterator[BinaryIO]:
    """A binary file to write; `target` has the whole of it afterwards, or is as it was.

    Nothing of an interrupted write stays behind, whatever ended it inside this process.
    Raises AppError when the folder is missing, the target is open elsewhere or cannot be written.
    """
    target = Path(os.path.realpath(target))
    refuse_unwritable(target)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    _sweep(target)
    try:
        with part.open("wb") as stream:
            if target.exists():
                shutil.copymode(target, part)
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    except OSError as error:
        raise _refusal(target, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    _sync_folder(target.parent)


def refuse_unwritable(target: Path) -> None:
    """AppError when `target` can be seen beforehand not to be writable; call it before long work."""
    if target.is_dir():
        raise AppError(f"“{target.name}”是一个文件夹，不能作为文件保存。", "请换一个文件名。")
    if not target.parent.is_dir():
        raise AppError(f"文件夹“{target.parent}”不存在。", "请先建立这个文件夹，或换一个位置保存。")
    # Excel and WPS keep “~$name” beside an open workbook, LibreOffice “.~lock.name#”.
    marks = (f"~${target.name}", f"~${target.name[2:]}", f".~lock.{target.name}#")
    if target.exists() and any(target.with_name(mark).exists() for mark in marks):
        raise _open_elsewhere(target)
    if target.exists():
        try:
            with target.open("r+b"):
                pass
        except OSError as error:
            raise _refusal(target, error) from error


def _open_elsewhere(target: Path) -> AppError:
    return AppError(
        f"“{target.name}”正在别的程序中打开，不能覆盖。", "请先在 Excel 或 WPS 中关闭它，或换一个文件名。"
    )


def _refusal(target: Path, error: OSError) -> AppError:
    if isinstance(error, PermissionError):
        return AppError(
            f"“{target.name}”不能写入：它可能正在 Excel 或 WPS 中打开，或者这个位置不允许写入。",
            "请先关闭它，或换一个文件名或位置。",
        )
    if error.errno in _FULL:
        return AppError(f"磁盘空间不足，“{target.name}”没有写成，原来的文件没有变动。", "请清理磁盘后再试。")
    return AppError(
        f"“{target.name}”没有写成（{error.strerror or error}），原来的文件没有变动。", "请换一个位置再试。"
    )


def _sweep(target: Path) -> None:
    """Remove what a killed process left of an earlier write of the same file."""
    start, end = f".{target.name}.", ".part"
    for leftover in target.parent.iterdir():
        name = leftover.name
        if name.startswith(start) and name.endswith(end) and name[len(start) : -len(end)].isdigit():
            with suppress(OSError):
                if time.time() - leftover.stat().st_mtime > STALE_SECONDS:
                    leftover.unlink()


def _sync_folder(folder: Path) -> None:
    # The rename itself must survive a power cut; Windows offers no handle on a folder and needs none.
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


_FULL = {28, 122}  # ENOSPC, EDQUOT
