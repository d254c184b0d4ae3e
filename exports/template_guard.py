"""Nobody's workbook is taken apart before a child process has come through it unharmed."""

from __future__ import annotations

from pathlib import Path

from exports import template_probe
from exports.child import MEMORY_LIMIT, TIME_LIMIT, Child, ChildFailed
from exports.workbook_reader import END, REFUSED
from models.errors import AppError


def check_template(path: Path, *, memory_limit: int = MEMORY_LIMIT, time_limit: float = TIME_LIMIT) -> None:
    """Let a child process look at a workbook that is to be filled. Raises AppError with what is wrong with it."""
    child = Child(Path(template_probe.__file__), (memory_limit, str(path)))
    try:
        frame = child.frame(time_limit)
        if frame[0] == END:
            return
        assert frame[0] == REFUSED
        raise AppError(*frame[2:]) if frame[1] == "said" else _refusal(path, frame[1])
    except ChildFailed as failed:
        raise _refusal(path, str(failed)) from None
    finally:
        child.close()


def _refusal(path: Path, reason: str) -> AppError:
    if reason == "timeout":
        return AppError(f"“{path.name}”读取太久，已停止。", "请删去不需要的工作表和多余的行列，保存后再试。")
    if reason in ("memory", "crash"):
        return AppError(
            f"“{path.name}”读到一半中断了：表格范围大得不正常，或文件已损坏。",
            "请在 Excel 或 WPS 中把表格复制到新工作簿，保存后再试。",
        )
    return AppError(f"“{path.name}”已损坏，读不出来。", "请在 Excel 或 WPS 中打开它，另存后再试。")
