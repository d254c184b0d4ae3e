"""Long work beside the window: `run` starts it in a thread, shows its progress and lets it be stopped."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.database import disconnect
from models.errors import AppError
from ui import ask, theme

Result = TypeVar("Result")

SHOWN_AFTER = 300  # milliseconds: shorter work needs no window of its own
_LOOK = 50
_ALONE = sys.getswitchinterval()
_SHARING = 0.001  # seconds


class Cancelled(Exception):
    """Raised by tick() when the person has stopped the work; a change() that it leaves is rolled back."""


class Tick(Protocol):
    """What the work calls now and then: progress and the place where it can be stopped, in one."""

    def __call__(self, done: int, total: int, text: str | None = None) -> None: ...


class Job(QObject):
    """One piece of work under way."""

    _ended = Signal()

    def __init__(
        self,
        parent: QWidget,
        title: str,
        work: Callable[[Tick], Any],
        then: Callable[[Any], None],
        failed: Callable[[AppError], None] | None,
    ) -> None:
        super().__init__()
        self._parent = parent
        self._title = title
        self._work = work
        self._then = then
        self._failed = failed
        self._cancelled = False
        self._progress: tuple[int, int, str | None] = (0, 0, None)
        self._result: Any = None
        self._error: BaseException | None = None
        self._started = monotonic()
        self._dialog: _Progress | None = None
        self._guard = _Guard(parent)
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self._look)
        self._ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name=f"job {title}", daemon=True)

    def start(self) -> None:
        """Begins; the window takes no input meanwhile except to stop the work."""
        _running.append(self)
        # With Python's usual 5 ms the window waits for its turn many times in one repaint.
        sys.setswitchinterval(_SHARING)
        self._timer.start()
        self._thread.start()

    def cancel(self) -> None:
        """Asks the work to stop at its next tick."""
        self._cancelled = True
        if self._dialog is not None:
            self._dialog.say_stopping()

    def tick(self, done: int, total: int, text: str | None = None) -> None:
        """See Tick; cheap enough for every row. `total` 0 means that the end is not known."""
        # Only noted here: a signal for each row would flood the window's queue.
        self._progress = (done, total, text or self._progress[2])
        if self._cancelled:
            raise Cancelled

    def _run(self) -> None:
        try:
            self._result = self._work(self.tick)
        except BaseException as error:
            self._error = error
        finally:
            disconnect()
            self._ended.emit()

    def _look(self) -> None:
        if self._dialog is None and (monotonic() - self._started) * 1000 >= SHOWN_AFTER:
            self._dialog = _Progress(self._parent, self._title, self.cancel)
            self._guard.lift()
            self._dialog.open()
        if self._dialog is not None and not self._cancelled:
            self._dialog.show_progress(*self._progress)

    def _finish(self) -> None:
        self._timer.stop()
        self._guard.lift()
        if self._dialog is not None:
            self._dialog.end()
        _running.remove(self)
        if not _running:
            sys.setswitchinterval(_ALONE)
        error = self._error
        if error is None:
            self._then(self._result)
        elif isinstance(error, AppError):
            if self._failed is not None:
                self._failed(error)
            else:
                ask.show_error(self._parent, error)
        elif not isinstance(error, Cancelled):
            sys.excepthook(type(error), error, error.__traceback__)


# Jobs under way; holding them here keeps the source of their signals alive until they have ended.
_running: list[Job] = []


def run(
    parent: QWidget,
    title: str,
    work: Callable[[Tick], Result],
    then: Callable[[Result], None],
    failed: Callable[[AppError], None] | None = None,
) -> Job:
    """Does `work(tick)` in a thread, then calls `then(result)` in the UI thread.

    An AppError goes to `failed`, or is shown; Cancelled ends it silently; anything else is a bug for the
    crash hook. The work must not touch widgets.
    """
    job = Job(parent, title, work, then, failed)
    job.start()
    return job


def busy() -> bool:
    """Whether any job is under way: the window may not close then."""
    return bool(_running)


def stop_all() -> None:
    """Asks every job to stop at its next tick."""
    for job in list(_running):
        job.cancel()


class _Guard(QObject):
    """Swallows keys and clicks for a window until the progress dialog is there to block it."""

    _TAKEN = frozenset(
        {
            QEvent.Type.KeyPress,
            QEvent.Type.MouseButtonPress,
            QEvent.Type.MouseButtonDblClick,
            QEvent.Type.Shortcut,
            QEvent.Type.ShortcutOverride,
            QEvent.Type.Drop,
        }
    )

    def __init__(self, parent: QWidget) -> None:
        super().__init__()
        self._window = parent.window()
        QApplication.instance().installEventFilter(self)

    def lift(self) -> None:
        QApplication.instance().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in self._TAKEN:
            return False
        return isinstance(watched, QWidget) and watched.window() is self._window


class _Progress(QDialog):
    """What is being done, how far it is, and a button to stop it."""

    def __init__(self, parent: QWidget, title: str, cancel: Callable[[], None]) -> None:
        super().__init__(parent.window())
        self._cancel = cancel
        self._over = False
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setFixedWidth(420)
        heading = QLabel(title)
        heading.setProperty("role", "subheading")
        self._text = QLabel(" ")
        self._text.setProperty("role", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        self._button = QPushButton("取消")
        self._button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(heading)
        layout.addWidget(self._text)
        layout.addWidget(self._bar)
        layout.addLayout(row)

    def show_progress(self, done: int, total: int, text: str | None) -> None:
        """Shows how far the work is; `total` 0 shows that something is going on."""
        self._bar.setMaximum(max(total, 0))
        self._bar.setValue(min(done, total))
        counted = f"{done:,} / {total:,}" if total else ""
        self._text.setText("　".join(part for part in (text, counted) if part) or " ")

    def say_stopping(self) -> None:
        """Shows that the work has been asked to stop."""
        self._text.setText("正在停止…")
        self._button.setEnabled(False)

    def end(self) -> None:
        """Goes away because the work has ended."""
        self._over = True
        self.done(QDialog.DialogCode.Accepted)
        self.deleteLater()

    def reject(self) -> None:
        """Esc and 取消 ask the work to stop; the dialog stays until it has."""
        if not self._over and self._button.isEnabled():
            self._cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's cross is 取消."""
        if not self._over:
            event.ignore()
            self.reject()
