"""Asking where a backup goes, and making it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from models.backup import backup
from ui import ask, jobs
from ui.desk import Desk


def make_backup(desk: Desk, window: QWidget) -> None:
    """Ask for a folder and copy the office's records there; says where, or why it could not be done."""
    target = ask.folder(window, "备份到哪个文件夹（优盘或另一块硬盘）", desk.remember)
    if target is None:
        return

    def work(tick: jobs.Tick) -> Path:
        return backup(desk.store, target, tick)

    jobs.run(window, "备份", work, lambda made: desk.say(f"已备份到 {made}"))
