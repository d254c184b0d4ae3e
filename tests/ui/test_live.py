"""One signal in the UI thread for many writes in whatever thread."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from models.changes import Notice, change
from models.database import disconnect
from models.member import Member
from models.organisation import Organisation
from models.store import Store
from ui.live import Live


def write_organisations(count: int) -> None:
    for number in range(count):
        with change(f"新增{number}"):
            Organisation(name=f"第{number}团支部", kind="团支部").save()
    disconnect()


def test_many_writes_of_another_thread_come_as_one_signal_in_this_one(store: Store, qtbot: QtBot) -> None:
    live = Live()
    came: list[tuple[Notice, bool]] = []
    live.changed.connect(
        lambda notice: came.append((notice, threading.current_thread() is threading.main_thread()))
    )
    thread = threading.Thread(target=write_organisations, args=(20,))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(came))
    qtbot.wait(60)
    assert len(came) == 1
    notice, in_window_thread = came[0]
    assert in_window_thread
    assert notice.action == "新增19"
    assert notice.ids[Organisation] == {organisation.id for organisation in Organisation.select()}
    live.close()


def test_kinds_that_were_touched_are_told_together(store: Store, qtbot: QtBot) -> None:
    live = Live()
    with qtbot.waitSignal(live.changed) as told:
        write_organisations(1)
        with change("新增团员"):
            Member(name="张小明", branch=Organisation.get().id).save()
    assert {Organisation, Member} <= set(told.args[0].ids)
    live.close()


def test_after_closing_nothing_is_told(store: Store, qtbot: QtBot) -> None:
    live = Live()
    live.close()
    with qtbot.assertNotEmitted(live.changed, wait=60):
        write_organisations(1)
