"""Large photos are made small and upright before they are printed; small ones and what is no picture stay as they are."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from models.errors import AppError
from models.store import Store
from ui.small_pictures import SmallPictures


def photo(path: Path, wide: int, high: int) -> Path:
    """Noise, which no compression makes small."""
    noise = random.Random(1).randbytes(wide * high * 4)
    QImage(noise, wide, high, QImage.Format.Format_RGB32).save(str(path), quality=95)
    return path


def with_orientation(path: Path, turn: int) -> None:
    """Say in the file, as a telephone does, how it was held: the EXIF block with its orientation."""
    data = path.read_bytes()
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + bytes([0, turn, 0, 0]) + b"\0\0\0\0"
    block = b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
    path.write_bytes(data[:2] + block + data[2:])


def test_a_photo_becomes_small_and_upright(store: Store, tmp_path: Path) -> None:
    path = photo(tmp_path / "照片.jpg", 1600, 1200)
    with_orientation(path, 6)  # a quarter turn
    digest, size = store.attachments.add(path)
    small = SmallPictures(store.attachments).read(digest)
    assert len(small) < size / 2
    image = QImage.fromData(small)
    assert (image.width(), image.height()) == (675, 900)


def test_what_is_small_or_no_picture_stays(store: Store, tmp_path: Path) -> None:
    little, other = photo(tmp_path / "小.png", 40, 30), tmp_path / "坏.jpg"
    other.write_bytes(os.urandom(200_000))
    pictures = SmallPictures(store.attachments)
    for path in (little, other):
        assert pictures.read(store.attachments.add(path)[0]) == path.read_bytes()


def test_a_file_that_is_gone_is_said(store: Store, tmp_path: Path) -> None:
    digest, _ = store.attachments.add(photo(tmp_path / "小.png", 40, 30))
    store.attachments.path(digest).unlink()
    with pytest.raises(AppError, match="不在数据文件夹里"):
        SmallPictures(store.attachments).read(digest)
