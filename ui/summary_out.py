"""Summaries leave the program: the print preview, a Word file, or one each into a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from exports import forms
from exports.form_summary import summary_documents
from models.summary import Summary
from ui import ask, jobs
from ui.desk import Desk
from ui.export_seen import offer_file
from ui.printing import preview
from ui.small_pictures import SmallPictures

WORD = "Word 文档 (*.docx)"


def print_summaries(desk: Desk, parent: QWidget, summaries: Sequence[Summary]) -> None:
    """Show summaries as they print."""
    wanted, files = list(summaries), SmallPictures(desk.store.attachments)
    name = wanted[0].heading() if len(wanted) == 1 else f"{wanted[0].year}年{forms.SUMMARY_FORM.title}"
    preview(parent, forms.SUMMARY_FORM, lambda _: summary_documents(wanted, files), name, desk.remember)


def export_summaries(desk: Desk, parent: QWidget, summaries: Sequence[Summary]) -> None:
    """Ask where to, and write one Word file or one for each into a folder."""
    if len(summaries) == 1:
        _export_one(desk, parent, summaries[0])
    elif summaries:
        _export_all(desk, parent, list(summaries))


def _export_one(desk: Desk, parent: QWidget, summary: Summary) -> None:
    target = ask.save_file(parent, "存为 Word", f"{summary.heading()}.docx", WORD, desk.remember)
    if target is None:
        return

    def work(_tick: jobs.Tick) -> Path:
        # The Word library takes a moment to import and is not needed to write or print a summary.
        from exports import summary_docx

        summary_docx.write(summary, SmallPictures(desk.store.attachments), target)
        return target

    jobs.run(parent, "存为 Word", work, lambda path: offer_file(desk, parent, path))


def _export_all(desk: Desk, parent: QWidget, summaries: list[Summary]) -> None:
    folder = ask.folder(parent, f"把{len(summaries)}份总结存到哪个文件夹", desk.remember)
    if folder is None:
        return

    # As above.
    from exports import summary_docx

    there = [each.name for each in summary_docx.targets(summaries, folder) if each.exists()]
    if there and not ask.confirm(
        parent,
        "存为 Word",
        f"文件夹里已有{len(there)}个同名文件，如“{there[0]}”。",
        "继续会换成现在的总结，在 Word 里改过的不再保留。",
        yes="替换",
        danger=True,
    ):
        return

    def work(tick: jobs.Tick) -> int:
        return len(summary_docx.write_all(summaries, SmallPictures(desk.store.attachments), folder, tick))

    def then(count: int) -> None:
        desk.say(f"已保存{count}份总结：{folder}")
        if ask.confirm(parent, "已保存", f"已保存{count}份总结。", str(folder), yes="打开文件夹"):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    jobs.run(parent, "存为 Word", work, then)
