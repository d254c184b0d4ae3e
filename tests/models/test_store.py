"""The data folder: its own file, its version, its lock, and what is done before a migration."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from models import migrations
from models.changes import change
from models.database import disconnect, rows
from models.errors import AppError
from models.kinds import all_kinds
from models.organisation import Organisation
from models.store import DATABASE_NAME, Store, open_store
from tests.models.people import branch

PAST_VERSIONS = Path(__file__).parents[1] / "data" / "databases"


def test_a_second_window_is_told_who_has_the_data(store: Store) -> None:
    code = (
        "import sys, pathlib\nfrom models.store import open_store\nfrom models.errors import AppError\n"
        "try:\n    open_store(pathlib.Path(sys.argv[1]))\nexcept AppError as error:\n    print(error)\n"
    )
    told = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(store.folder)],
        capture_output=True,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
        check=True,
    )
    assert "数据正由测试员" in told.stdout
    assert "请先关闭那个窗口" in told.stdout


def test_the_folder_is_free_after_closing_and_keeps_its_records(tmp_path: Path) -> None:
    first = open_store(tmp_path)
    branch("甲团支部")
    first.close()
    assert not (tmp_path / f"{DATABASE_NAME}-wal").exists()
    second = open_store(tmp_path)
    assert Organisation.get().name == "甲团支部"
    second.close()


def test_pragmas_hold_on_every_connection(store: Store) -> None:
    assert rows("PRAGMA foreign_keys") == [(1,)]
    assert rows("PRAGMA journal_mode") == [("wal",)]
    assert rows("PRAGMA synchronous") == [(2,)]
    assert all(
        strict
        for _, name, _, _, _, strict in rows("PRAGMA table_list")
        if name in {k.kind_name() for k in all_kinds()}
    )


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    path = tmp_path / DATABASE_NAME
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {migrations.latest() + 1}")
    before = path.read_bytes()
    with pytest.raises(AppError, match="更新版本"):
        open_store(tmp_path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database, but long enough to be looked at" * 10, None])
def test_a_foreign_file_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / DATABASE_NAME
    if content is None:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE other (a)")
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(AppError, match=r"不是本程序的数据文件|已损坏"):
        open_store(tmp_path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("path", sorted(PAST_VERSIONS.glob("v*.db")), ids=lambda path: path.stem)
def test_a_database_of_every_past_version_opens_with_its_records(tmp_path: Path, path: Path) -> None:
    shutil.copy(path, tmp_path / DATABASE_NAME)
    opened = open_store(tmp_path)
    try:
        assert {o.name for o in Organisation.select()} >= {"样例局团委", "样例机关团支部"}
        assert rows("PRAGMA integrity_check") == [("ok",)]
        assert rows("PRAGMA user_version") == [(migrations.latest(),)]
        with change("还能写入"):
            Organisation(name="升级后新增团支部", kind="团支部").save()
    finally:
        opened.close()


def test_there_is_a_stored_database_of_every_version() -> None:
    assert {path.stem for path in PAST_VERSIONS.glob("v*.db")} == {
        f"v{number}" for number, _ in migrations.steps()
    }


def test_the_tables_are_what_the_records_declare(store: Store) -> None:
    affinity = {"TEXT": "TEXT", "REAL": "REAL"}
    for kind in all_kinds():
        found = {row[1]: (row[2], bool(row[3])) for row in rows(f"PRAGMA table_info({kind.kind_name()})")}
        declared = {"id": ("INTEGER", False)} | {
            field.column_name: (affinity.get(str(field.field_type), "INTEGER"), not field.null)
            for field in kind.stored_fields()
        }
        assert found == declared, kind.kind_name()


def test_the_same_file_is_kept_once_under_its_hash(store: Store, tmp_path: Path) -> None:
    picture = tmp_path / "照片.jpg"
    picture.write_bytes(b"a picture")
    digest, size = store.attachments.add(picture)
    assert store.attachments.add(picture) == (digest, size)
    assert store.attachments.read(digest) == b"a picture"
    assert len([file for file in (store.folder / "attachments").rglob("*") if file.is_file()]) == 1
    with pytest.raises(AppError, match="不能读取"):
        store.attachments.add(tmp_path / "没有.jpg")


def test_another_thread_reads_the_last_committed_state_while_a_change_is_running(store: Store) -> None:
    branch("甲团支部")
    seen: list[int] = []

    def look() -> None:
        seen.append(Organisation.select().count())
        disconnect()

    with change("新增"):
        Organisation(name="乙团支部", kind="团支部").save()
        reader = threading.Thread(target=look)
        reader.start()
        reader.join()
    assert seen == [1]
    assert Organisation.select().count() == 2


@pytest.mark.parametrize(
    "step",
    [
        "INSERT INTO term (organisation_id, elected) VALUES (99, '2010');",
        "CREATE TABLE half (a) STRICT;",
        "CREATE TABLE whole (a TEXT) STRICT; SELECT nonsense FROM nowhere;",
    ],
)
def test_a_broken_step_leaves_the_file_as_it_was(tmp_path: Path, step: str) -> None:
    open_store(tmp_path).close()
    with closing(dbapi2.connect(str(tmp_path / DATABASE_NAME), isolation_level=None)) as connection:
        before = connection.execute("SELECT name FROM sqlite_schema ORDER BY name").fetchall()
        with pytest.raises((RuntimeError, dbapi2.DatabaseError)):
            migrations.migrate(connection, migrations.latest(), [(migrations.latest() + 1, step)])
        assert connection.execute("PRAGMA user_version").fetchone() == (migrations.latest(),)
        assert connection.execute("SELECT name FROM sqlite_schema ORDER BY name").fetchall() == before
        assert connection.execute("SELECT count(*) FROM term").fetchone() == (0,)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the user's own folders private by itself")
def test_the_records_are_for_the_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "新文件夹"
    open_store(folder).close()
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / DATABASE_NAME).stat().st_mode & 0o077 == 0
