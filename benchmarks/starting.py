"""From the start of the interpreter to a painted window that takes input, beside an empty window of Qt."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measure import Line, in_child
from benchmarks.people import fill_store

MEMBERS, BRANCHES = 1_000, 25
STARTS = 9
ROOT = Path(__file__).parents[1]

# Instead of an event loop: go on until a window was painted and nothing is left to do, then say when that was.
_UNTIL_PAINTED = """
import sys, time
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow
class Paints(QObject):
    seen = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched.isWidgetType() and isinstance(watched.window(), QMainWindow):
            self.seen = True
        return False
def until_painted(*_):
    app, paints = QApplication.instance(), Paints()
    # On the windows only: a filter in Python over every event of the application would be a fifth of the time.
    windows = [widget for widget in app.topLevelWidgets() if isinstance(widget, QMainWindow)]
    for window in windows:
        window.installEventFilter(paints)
    while not paints.seen:
        app.processEvents()
    app.processEvents()
    print(time.time(), flush=True)
    for window in windows:
        window.removeEventFilter(paints)
    return 0
QApplication.exec = staticmethod(until_painted)
"""

_EMPTY = """
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
QApplication.exec()
"""

_OURS = """
from ui.commands import main
main(["--data", sys.argv[1]])
"""


def measure(folder: Path, rows: int) -> list[Line]:
    """The line for an office of usual size; both kinds of start take turns."""
    in_child(fill_store, folder / "data", MEMBERS, BRANCHES)
    pairs = [(_start(_OURS, folder / "data"), _start(_EMPTY, folder / "none")) for _ in range(STARTS)]
    ours, peer = (statistics.median(times) for times in zip(*pairs[1:], strict=True))
    ratio = ours / peer
    return [
        Line(
            "start to a usable window, against an empty window",
            f"{ours * 1000:.0f} ms",
            f"{peer * 1000:.0f} ms",
            f"{ratio:.2f} ×",
            "< 2 ×",
            ratio < 2,
        )
    ]


def _start(code: str, folder: Path) -> float:
    # Compiled modules are kept from one start to the next, whatever this shell is set to; the first start is left out.
    environment = os.environ | {
        "PYTHONPYCACHEPREFIX": str(folder.parent / "compiled"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-c", _UNTIL_PAINTED + code, str(folder)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return float(done.stdout.split()[-1]) - begun
