"""Tells the window what was changed in the records: one signal in the UI thread for many writes."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from models import changes
from models.changes import Notice


class Live(QObject):
    """`changed` carries a Notice: the last action's name and the ids that were touched, by kind of record."""

    changed = Signal(object)
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Notice] = []
        self._lock = threading.Lock()
        self._timer = QTimer(self, singleShot=True, interval=20)
        self._timer.timeout.connect(self._tell)
        # The notice comes in the thread that wrote; the timer belongs to this one.
        self._woken.connect(self._timer.start, Qt.ConnectionType.QueuedConnection)
        self._end = changes.subscribe(self._note)

    def close(self) -> None:
        """Stops listening; call before the store is closed."""
        self._end()
        self._timer.stop()

    def _note(self, notice: Notice) -> None:
        with self._lock:
            self._waiting.append(notice)
        self._woken.emit()

    def _tell(self) -> None:
        with self._lock:
            notices, self._waiting = self._waiting, []
        if not notices:
            return
        touched: dict[type, set[int]] = {}
        for notice in notices:
            for kind, ids in notice.ids.items():
                touched.setdefault(kind, set()).update(ids)
        self.changed.emit(Notice(notices[-1].action, touched))
