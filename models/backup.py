"""A whole copy of the office's records in another folder, verified before it counts as one."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from models.database import APPLICATION_ID, database, rows
from models.errors import AppError
from models.files import PART
from models.kinds import all_kinds
from models.store import DATABASE_NAME, Store

Tick = Callable[[int, int], None]


def backup(store: Store, target: Path, tick: Tick | None = None) -> Path:
    """Copy the database and all attached files into a new folder inside `target`; returns that folder.

    The copy can be opened like any data folder. It is verified (whose it is, version, the number of records of every
    kind, the hash of every file) and gets its name only then: an interrupted copy is never taken for a whole one.
    Raises AppError when it cannot be written or is not what it should be.
    """
    folder = target / f"创先争优备份-{datetime.now():%Y%m%d-%H%M%S}"
    part = folder.with_name(f"{folder.name}.part")
    try:
        part.mkdir(mode=0o700, parents=True)
        # VACUUM INTO writes one file from one moment's state, whatever is being written meanwhile.
        database.execute_sql("VACUUM INTO ?", (str(part / DATABASE_NAME),))
        _verify(part / DATABASE_NAME)
        kept = (file for file in sorted((store.folder / "attachments").rglob("*")) if file.is_file())
        # What was being copied in when a program ended belongs to no record.
        files = [file for file in kept if file.suffix != PART]
        for done, file in enumerate(files):
            if tick:
                tick(done, len(files))
            copied = part / file.relative_to(store.folder)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copied)
            # A file's name is its hash.
            if hashlib.sha256(copied.read_bytes()).hexdigest() != file.name:
                raise AppError(
                    f"附件“{file.name[:12]}…”已损坏，备份没有做成。", "请检查数据文件夹所在的磁盘。"
                )
        with (part / DATABASE_NAME).open("rb+") as stream:
            os.fsync(stream.fileno())
        part.rename(folder)
    except OSError as error:
        raise AppError("备份没有写成，可能没有写入权限或空间不够。", "请换一个文件夹再试。") from error
    except dbapi2.DatabaseError as error:
        raise AppError("备份没有写成，可能空间不够。", "请换一个文件夹再试。") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def _verify(copy: Path) -> None:
    with closing(dbapi2.connect(str(copy))) as connection:

        def one(sql: str) -> object:
            return connection.execute(sql).fetchone()[0]

        whole = (
            one("PRAGMA application_id") == APPLICATION_ID
            and one("PRAGMA user_version") == rows("PRAGMA user_version")[0][0]
            and one("PRAGMA integrity_check") == "ok"
            and all(
                one(f'SELECT count(*) FROM "{kind.kind_name()}"')
                == rows(f'SELECT count(*) FROM "{kind.kind_name()}"')[0][0]
                for kind in all_kinds()
            )
        )
    if not whole:
        raise AppError("备份与原来的数据不一致，没有做成。", "请再试一次；还不行就检查磁盘。")
