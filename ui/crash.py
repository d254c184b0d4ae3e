"""What happens when the program has a bug: a log without personal data, and a dialog with details to copy."""

from __future__ import annotations

import re
import sys
import threading
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import QApplication

from models.errors import AppError
from ui import ask

if TYPE_CHECKING:
    from traceback import FrameSummary

PROGRAM = Path(__file__).resolve().parent.parent
LOG_NAME = "crash.log"
_LOG_LIMIT = 512 * 1024


class CrashHook(QObject):
    """Takes every exception that nothing else has taken, from whatever thread, and tells it in the UI thread.

    Known errors (AppError) are shown like any other; bugs go to the log and into one dialog at a time.
    """

    _happened = Signal(object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._log = folder / LOG_NAME
        self._showing = False
        self._happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Becomes the program's hook, for the main thread and all others."""
        sys.excepthook = self.take
        threading.excepthook = self._take_from_thread

    def remove(self) -> None:
        """Gives the hooks back to Python, before the program ends."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Takes one exception; may be called from any thread."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if not isinstance(error, AppError):
            report = describe(error)
            self._write(report)
            sys.__excepthook__(kind, error, trace)
            self._happened.emit(report)
        else:
            self._happened.emit(error)

    def _take_from_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.take(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _write(self, report: str) -> None:
        try:
            if self._log.exists() and self._log.stat().st_size > _LOG_LIMIT:
                self._log.replace(self._log.with_suffix(".old.log"))
            with self._log.open("a", encoding="utf-8") as log:
                log.write(f"{report}\n{'-' * 60}\n")
        except OSError:
            # A folder that cannot be written to has been said at the start; the dialog still has the details.
            pass

    def _tell(self, what: object) -> None:
        if self._showing:
            return
        self._showing = True
        try:
            parent = QApplication.activeWindow()
            if isinstance(what, AppError):
                ask.show_error(parent, what)
            else:
                ask.inform(
                    parent,
                    "程序出错",
                    "程序遇到了没有料到的错误，刚才的操作可能没有完成。",
                    f"已保存的数据不受影响。错误已记入数据文件夹里的 {LOG_NAME}，"
                    "也可以复制下面的内容发给维护人员。",
                    details=str(what),
                    sign="error",
                )
        finally:
            self._showing = False


def describe(error: BaseException) -> str:
    """The report of a bug: where in the program it happened, and its words without names and numbers."""
    # Asked for rarely, and the start has to wait for every import.
    import platform
    import traceback

    lines = [
        f"{datetime.now():%Y-%m-%d %H:%M:%S}  程序 {program_version()}",
        f"Python {platform.python_version()}  Qt {qVersion()}  {platform.platform()}",
        "",
    ]
    link: BaseException | None = error
    while link is not None:
        lines += [_place(frame) for frame in traceback.extract_tb(link.__traceback__)]
        lines.append(f"{type(link).__name__}: {_without_people(str(link))}")
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
        if link is not None:
            lines.append("由此引起：")
    return "\n".join(lines)


def program_version() -> str:
    """The version as the project states it; the program runs from its own folder and is not installed as a package."""
    import tomllib  # asked for rarely too

    with (PROGRAM / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def _place(frame: FrameSummary) -> str:
    # Folders of this computer carry people's names; the place inside the program is enough.
    path = Path(frame.filename)
    if path.is_relative_to(PROGRAM):
        name = path.relative_to(PROGRAM).as_posix()
    else:
        name = "/".join(path.parts[-2:])
    return f"  {name}:{frame.lineno} {frame.name}"


def _without_people(text: str) -> str:
    """Chinese words and long numbers blotted out: an exception's words may quote a record."""
    text = re.sub(r"[\u3400-\u9fff\U00020000-\U0003ffff]+", "□", text)
    return re.sub(r"\d{4,}[\dXx]*", "####", text)[:2000]
