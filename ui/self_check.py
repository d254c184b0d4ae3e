"""Opens a throw-away office and builds everything there is: every tab, form, format and printed form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from exports import formats, forms, paper
from models.errors import AppError
from models.kinds import all_kinds
from models.sample import fill_sample
from models.settings import work_year
from models.store import open_store
from ui import start, theme
from ui.live import Live
from ui.record_dialog import RecordDialog
from ui.remember import Remember
from ui.tabs import TABS


def run_check(folder: Path) -> Iterator[str]:
    """Build everything once in `folder`, a line for each; an exception that leaves it is what is broken."""
    app = QApplication.instance() or start.make_application()
    theme.start(app)  # type: ignore[arg-type]
    store = open_store(folder / "示例", who="自检")
    live = Live()
    window = None
    try:
        fill_sample(store)
        year = work_year()
        yield "数据：正常"
        window = start.open_window(store, Remember(folder / "window.ini"), live, TABS)
        for tab in TABS:
            page = window.open_tab(tab.key)
            window.grab()
            yield f"页面 {tab.label}：正常"
        for kind in all_kinds():
            dialog = RecordDialog(page.desk, kind.select().first() or kind(), parent=window)
            dialog.grab()
            dialog.form.load(kind())
            dialog.done(0)
            dialog.deleteLater()
            yield f"表单 {kind.label}：正常"
        for each in formats.formats():
            formats.export(each.name, year, folder / f"{each.name}.xlsx")
            yield f"导出 {each.title}：正常"
        for form in forms.FORMS:
            documents = forms.documents(form.name, year, files=store.attachments)
            if not paper.render(form.name, documents).startswith(b"%PDF"):
                raise AppError(f"“{form.title}”没有生成PDF。")
            yield f"打印 {form.title}：正常"
    finally:
        if window is not None:
            window.close()
            window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        live.close()
        store.close()
