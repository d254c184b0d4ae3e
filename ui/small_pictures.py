"""Pictures as large as paper needs them: a photo of a telephone is made small and upright before it is printed or sent."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImageReader

from models.files import FileStore

# Two a row on A4, some 74 × 42 mm, at 300 dots an inch.
_MOST = QSize(900, 900)
_SMALL_ENOUGH = 150_000  # bytes: drawings and what is small already stay as they are
_QUALITY = 85


class SmallPictures(FileStore):
    """The store of attached files, but for how it reads pictures. May be used beside the window's thread."""

    def __init__(self, files: FileStore) -> None:
        self._files = files

    def path(self, digest: str) -> Path:
        """Where the whole file lies."""
        return self._files.path(digest)

    def read(self, digest: str) -> bytes:
        """The picture's bytes; as they are where they are few, or no picture. AppError when the file is gone."""
        whole = self._files.read(digest)
        if len(whole) <= _SMALL_ENOUGH:
            return whole
        source = QBuffer()
        source.setData(QByteArray(whole))
        source.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(source)
        reader.setAutoTransform(True)
        size = reader.size()
        if size.isValid():
            reader.setScaledSize(size.scaled(_MOST, Qt.AspectRatioMode.KeepAspectRatio).boundedTo(size))
        image = reader.read()
        if image.isNull():
            return whole
        made = QBuffer()
        made.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(made, "JPEG", _QUALITY)
        small = made.data().data()
        return small if len(small) < len(whole) else whole
