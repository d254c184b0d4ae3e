"""One signal in the UI thread for many writes in whatever thread."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from models import changes
from models.changes import Notice
from ui.live import Live


class Kind:
    """Stands for a kind of record: Live only passes it on."""


def tell(notice: Notice) -> None:
    for callback in list(changes._subscribers):
        callback(notice)


def test_many_writes_of_another_thread_come_as_one_signal_in_this_one(qtbot: QtBot) -> None:
    live = Live()
    came: list[tuple[Notice, bool]] = []
    live.changed.connect(
        lambda notice: came.append((notice, threading.current_thread() is threading.main_thread()))
    )

    def write() -> None:
        for number in range(50):
            tell(Notice(f"改动{number}", {Kind: {number}}))

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(came))
    qtbot.wait(60)
    assert len(came) == 1
    notice, in_window_thread = came[0]
    assert in_window_thread
    assert notice.action == "改动49"
    assert notice.ids == {Kind: set(range(50))}
    live.close()


def test_after_closing_nothing_is_told(qtbot: QtBot) -> None:
    live = Live()
    came: list[Notice] = []
    live.changed.connect(came.append)
    live.close()
    tell(Notice("改动", {Kind: {1}}))
    qtbot.wait(50)
    assert not came
