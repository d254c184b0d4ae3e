"""A backup is whole or there is none; it opens like any data folder."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from models.attachment import attach, attachments_of
from models.backup import backup
from models.changes import change
from models.database import disconnect
from models.errors import AppError
from models.member import Member
from models.organisation import Organisation
from models.store import Store, open_store
from tests.models.people import branch, member


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Store:
    person = member("张三", branch())
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"a face")
    attach(person, [photo], store.attachments)
    return store


def test_a_backup_opens_with_every_record_and_file(filled: Store, tmp_path: Path) -> None:
    made = backup(filled, tmp_path / "优盘")
    with change("备份以后"):
        Organisation(name="后来的团支部", kind="团支部").save()
    filled.close()
    copy = open_store(made)
    try:
        assert [o.name for o in Organisation.select()] == ["局机关团支部"]
        (photo,) = attachments_of(Member.get())
        assert copy.attachments.read(photo.digest) == b"a face"
    finally:
        copy.close()


def test_a_backup_while_a_change_is_running_has_the_state_before_it(filled: Store, tmp_path: Path) -> None:
    made: list[Path] = []
    with change("还没有保存"):
        Organisation(name="半路的团支部", kind="团支部").save()

        def copy_now() -> None:
            made.append(backup(filled, tmp_path / "优盘"))
            disconnect()

        copier = threading.Thread(target=copy_now)
        copier.start()
        copier.join()
    filled.close()
    copy = open_store(made[0])
    assert Organisation.select().count() == 1
    copy.close()


def test_a_damaged_file_is_no_backup(filled: Store, tmp_path: Path) -> None:
    kept = next(file for file in (filled.folder / "attachments").rglob("*") if file.is_file())
    kept.write_bytes(b"another face")
    with pytest.raises(AppError, match="已损坏"):
        backup(filled, tmp_path / "优盘")
    assert list((tmp_path / "优盘").iterdir()) == []


def test_a_place_that_cannot_be_written_is_said(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "不是文件夹").write_text("x")
    with pytest.raises(AppError, match="备份没有写成"):
        backup(filled, tmp_path / "不是文件夹")


def test_a_file_that_was_copied_in_by_half_is_no_damage(filled: Store, tmp_path: Path) -> None:
    half = filled.folder / "attachments" / "ab"
    half.mkdir()
    (half / "tmp1.part").write_bytes(b"hal")
    made = backup(filled, tmp_path / "优盘")
    assert not list(made.rglob("*.part"))
