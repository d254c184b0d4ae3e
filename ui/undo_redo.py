"""Taking back what was done last, and doing it again: Ctrl+Z and Ctrl+Y of the main window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from models import journal
from ui import ask, jobs
from ui.desk import Desk

# An action on so many records is not taken back by a slip of the finger.
MANY = 10


def undo(desk: Desk, window: QWidget) -> None:
    """Take the last action back; one that touched many records only after a question."""
    last = journal.last_undoable()
    if last is None:
        desk.say("没有可以撤销的操作。")
    elif last.touched < MANY or ask.confirm(
        window, "撤销", f"要撤销这一步吗：{last.name}", f"这一步改动了{last.touched}条记录。", yes="撤销"
    ):
        _step(desk, window, "撤销", lambda: journal.undo(last.id), "已撤销")


def redo(desk: Desk, window: QWidget) -> None:
    """Do again what was taken back last."""
    last = journal.last_redoable()
    if last is None:
        desk.say("没有可以重做的操作。")
    else:
        _step(desk, window, "重做", lambda: journal.redo(last.id), "已重做")


def _step(desk: Desk, window: QWidget, title: str, work: Callable[[], str], said: str) -> None:
    jobs.run(window, title, lambda _tick: work(), lambda name: desk.say(f"{said}：{name}"))
