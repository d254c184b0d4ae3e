"""The member list: from asking for it to its first paint, and a key stroke in its search box."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.measure import Line, below, in_child, stopwatch
from benchmarks.people import fill_store
from models.member import Member
from models.organisation import Organisation
from models.store import open_store
from ui import theme
from ui.record_table import RecordTable

# What people type: full pinyin, initials, Chinese, digits; each key is one measurement.
TYPED = ("zhangwei", "lf", "1390", "水务", "gaoling", "x")
OPENINGS = 7
LIMITS = {10_000: 0.020, 100_000: 0.035}


def measure(folder: Path, rows: int) -> list[Line]:
    """The lines for lists of a tenth of `rows` and of `rows` members."""
    lines = []
    for count in (rows // 10, rows):
        in_child(fill_store, folder / f"{count}", count)
        found = in_child(_use_list, folder / f"{count}", count)
        limit = 0.060 if count >= 100_000 else 0.0
        opened = statistics.median(found["openings"])
        what = f"open the list of {count:,} members"
        lines.append(below(what, opened, limit) if limit else Line(what, f"{opened * 1000:.1f} ms"))
        strokes = sorted(found["strokes"])
        what = f"   a key stroke in its search box at {count:,}, the slowest"
        limit = LIMITS.get(count, 0.0)
        lines.append(below(what, strokes[-1], limit) if limit else Line(what, f"{strokes[-1] * 1000:.1f} ms"))
        lines.append(Line("      median", f"{statistics.median(strokes) * 1000:.1f} ms"))
        lines.append(Line("      search made ready while idle, longest piece", _ready(found["pieces"])))
    return lines


def _ready(pieces: list[float]) -> str:
    return f"{sum(pieces):.2f} s, {max(pieces) * 1000:.0f} ms"


class _Paints(QObject):
    """Counts the paints of one widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def _use_list(folder: Path, count: int) -> dict[str, list[float]]:
    store = open_store(folder, who="测量")
    app = QApplication([])
    theme.start(app)
    _opened(app, Organisation)[1].close()  # loads and renders what any list needs
    openings, pieces = [], []
    for _ in range(OPENINGS):
        seconds, table = _opened(app, Member)
        openings.append(seconds)
        if len(openings) < OPENINGS:
            table.close()
            table.deleteLater()
            app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if len(table.shown_ids()) != count:
        raise SystemExit("the list does not show all members")
    table._idle.stop()
    ready = False
    while not ready:
        with stopwatch() as watch:
            ready = table.model.texts.prepare()
        pieces.append(watch.seconds)
    strokes = [seconds for text in TYPED for seconds in _typed(app, table, text)]
    table.close()
    store.close()
    return {"openings": openings, "strokes": strokes, "pieces": pieces}


def _opened(app: QApplication, kind: type) -> tuple[float, RecordTable]:
    """Seconds from making the list until it has been painted."""
    with stopwatch() as watch:
        table = RecordTable(kind)
        paints = _Paints(table.view.viewport())
        table.resize(1280, 800)
        table.show()
        while not paints.count:
            app.processEvents()
    table.activateWindow()
    return watch.seconds, table


def _typed(app: QApplication, table: RecordTable, text: str) -> list[float]:
    """Seconds of each key until the narrowed list has been painted."""
    found = []
    table.search.setFocus()
    for sign in text:
        with stopwatch() as watch:
            if sign.isascii():
                QTest.keyClick(table.search, sign)
            else:
                table.search.insert(sign)  # as an input method does
            app.processEvents()
        found.append(watch.seconds)
        time.sleep(0.02)  # nobody types faster than the timers behind a list
        app.processEvents()
    if table.search.text() != text:
        raise SystemExit(f"typed {text}, found {table.search.text()}")
    QTest.keyClick(table.search, Qt.Key.Key_Escape)
    app.processEvents()
    return found
