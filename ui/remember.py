"""What the window remembers between two starts: sizes, columns, last folders, the look; beside the data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter


class Remember:
    """A small file of named choices. None of them is needed: without the file everything looks as usual."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def get(self, name: str, otherwise: Any = None) -> Any:
        """The remembered value (whatever JSON can hold); `otherwise` when there is none to be read."""
        stored = self._settings.value(_key(name))
        if not isinstance(stored, str):
            return otherwise
        try:
            return json.loads(stored)
        except ValueError:
            return otherwise

    def put(self, name: str, value: Any) -> None:
        """Remembers a value that JSON can hold; None forgets it."""
        if value is None:
            self._settings.remove(_key(name))
        else:
            self._settings.setValue(_key(name), json.dumps(value, ensure_ascii=False))

    def restore_window(self, window: QMainWindow) -> bool:
        """Gives the window its last size and place; False when none is remembered or it is on no screen."""
        stored = self.get("window")
        return isinstance(stored, str) and window.restoreGeometry(_bytes(stored))

    def keep_window(self, window: QMainWindow) -> None:
        """Notes the window's size and place."""
        self.put("window", window.saveGeometry().toBase64().toStdString())

    def follow_splitter(self, name: str, splitter: QSplitter) -> None:
        """Gives a splitter its last division and notes every later one."""
        stored = self.get(f"splitter/{name}")
        if isinstance(stored, str):
            splitter.restoreState(_bytes(stored))
        splitter.splitterMoved.connect(
            lambda: self.put(f"splitter/{name}", splitter.saveState().toBase64().toStdString())
        )

    def write(self) -> None:
        """Writes to the file now (it is written at the end and from time to time anyway)."""
        self._settings.sync()


def _key(name: str) -> str:
    # QSettings would take the "/" of a file pattern for a group of its own; one flat level is enough.
    return name.replace("/", "|").replace("\\", "|")


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(QByteArray(text.encode("ascii", "replace")))
