"""Opening the office's data folder: one file, one window, checked, migrated after a copy, locked."""

from __future__ import annotations

import getpass
import hashlib
import os
import platform
import shutil
from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2

from models import (
    activity,
    appraisal,
    appraisal_points,
    assessment,
    attachment,
    award,
    award_kind,
    award_rule,
    ballot,
    brand,
    certificate,
    changes,
    clock,
    commitment,
    correction,
    demand,
    draw,
    member,
    migrations,
    news,
    news_points,
    objection,
    partner,
    party,
    plan,
    practice,
    reporting,
    review,
    rule,
    scoring_evidence,
    settings,
    snapshot,
    starter,
    summary,
    supervision,
)
from models.clock import now_text
from models.database import APPLICATION_ID, database, disconnect
from models.errors import AppError
from models.files import FileStore
from models.kinds import all_kinds
from models.lock import FolderLock

DATABASE_NAME = "office.db"
# Undo and deletion must know every kind of record, so every one is loaded with the store.
SUBJECTS = (
    activity,
    appraisal,
    appraisal_points,
    assessment,
    attachment,
    award,
    award_kind,
    award_rule,
    ballot,
    brand,
    certificate,
    commitment,
    correction,
    demand,
    draw,
    member,
    news,
    objection,
    partner,
    party,
    plan,
    practice,
    reporting,
    review,
    rule,
    scoring_evidence,
    settings,
    snapshot,
    summary,
    supervision,
)


class Store:
    """An open data folder. Close it to let another window have it."""

    def __init__(self, folder: Path, lock: FolderLock, who: str) -> None:
        self.folder = folder
        self.who = who
        self.attachments = FileStore(folder / "attachments")
        self._lock = lock

    def close(self) -> None:
        """Write everything back into the one file and let go of the folder."""
        if not database.is_closed():
            database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        disconnect()
        clock.set_work_year(None)
        database.init(None)
        _forget_cached()
        self._lock.release()


def open_store(folder: Path, who: str | None = None) -> Store:
    """Open the data folder, made when it is not there; raises AppError when it is in use, foreign or newer."""
    who = who or _user()
    try:
        # ID numbers lie in it: for the owner alone. A folder that is there already keeps its rights.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise AppError(f"数据文件夹“{folder}”不能建立。", "请换一个能写入的文件夹。") from error
    lock = FolderLock(folder)
    lock.take(f"{who}（{platform.node()}，{now_text()}起）")
    try:
        path = folder / DATABASE_NAME
        _prepare(path)
        database.init(str(path))
        database.connect()
        _forget_cached()
        changes.set_writer(who)
        starter.plant_dictionaries()
        starter.plant_rules()
        award_rule.plant_awards()
        news_points.plant_standard()
    except BaseException:
        lock.release()
        raise
    return Store(folder, lock, who)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "本机用户"


def _forget_cached() -> None:
    for kind in all_kinds():
        kind.forget_cached()


def _prepare(path: Path) -> None:
    """Check whose file it is and which version, and bring it to the present version after a verified copy."""
    fresh = not path.exists() or path.stat().st_size == 0
    try:
        path.touch(mode=0o600)
        with closing(dbapi2.connect(str(path), isolation_level=None)) as connection:
            if fresh:
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            elif connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise AppError(f"“{path.name}”不是本程序的数据文件。", "请选择正确的数据文件夹。")
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if version > migrations.latest():
                raise AppError(
                    "数据是用更新版本的程序保存的，这个版本打不开。", "请安装新版本的程序后再打开。"
                )
            if version < migrations.latest():
                if not fresh:
                    _copy_before_migration(connection, path, version)
                migrations.migrate(connection, version)
    except dbapi2.DatabaseError as error:
        if "malformed" in str(error) or "not a database" in str(error):
            raise AppError("数据文件已损坏，没有作任何改动。", "请用最近的备份恢复。") from error
        raise AppError("数据文件打不开，可能没有写入权限或磁盘已满。", "请检查数据文件夹后重试。") from error
    except OSError as error:
        raise AppError("数据文件不能写入。", "请检查文件夹的权限，或换一个文件夹。") from error


def _copy_before_migration(connection: dbapi2.Connection, path: Path, version: int) -> None:
    """Keep a verified copy of the file as it was, beside it, before its form is changed."""
    target = path.with_name(f"{path.stem}-升级前-v{version}.db")
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(path, part)
    with part.open("rb+") as copy, path.open("rb") as original:
        os.fsync(copy.fileno())
        if _digest(part) != hashlib.sha256(original.read()).hexdigest():
            raise AppError("升级前的备份没有写好，数据没有改动。", "请检查磁盘空间后重试。")
    part.replace(target)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
