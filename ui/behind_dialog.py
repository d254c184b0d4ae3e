"""The records behind a figure, listed over the window that shows it; each opens in its form there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from exports.fill_draft import DraftSheet
from exports.fill_view import place_at
from models.record import Record
from ui import theme
from ui.desk import Desk
from ui.record_dialog import RecordDialog
from ui.record_tab import RecordTab

_SIZE = QSize(980, 560)


class BehindDialog(QDialog):
    """Some records of one kind, with all that can be done to them."""

    def __init__(
        self, parent: QWidget, desk: Desk, kind: type[Record], ids: Sequence[int], title: str
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{title}：{len(ids):,}条{kind.label}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.tab = RecordTab(desk, kind, name=f"behind/{kind.kind_name()}")
        self.tab.table.show_only(ids, title)
        close = QPushButton("关闭")
        close.setAutoDefault(False)
        close.clicked.connect(lambda _=False: self.accept())
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.MEDIUM)
        layout.addWidget(self.tab, 1)
        layout.addLayout(row)
        self.resize(_SIZE.boundedTo(parent.window().size() - QSize(40, 40)))
        self.tab.table.view.setFocus()


def open_in_place(parent: QWidget, desk: Desk, record: Record, then: Callable[[], None]) -> RecordDialog:
    """Open a record's form over a dialog; `then` is called once it is closed."""
    dialog = RecordDialog(desk, record, parent=parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.finished.connect(lambda _: then())
    dialog.open()
    return dialog


def open_behind(
    parent: QWidget, desk: Desk, sheet: DraftSheet, at: tuple[int, int], then: Callable[[], None]
) -> None:
    """Open what a cell (row, column) of a filled sheet rests on: the one record's form, or the list of them."""
    found = sheet.behind(*at)
    if found is None or not found[1]:
        return
    kind, ids = found
    if len(ids) == 1:
        record = kind.get_or_none(kind.id == ids[0])  # type: ignore[attr-defined]
        if record is not None:
            open_in_place(parent, desk, record, then)
        return
    place, about = place_at(sheet.plan, *at), sheet.record_at(at[0])
    header = " ".join(place.header.split()) if place is not None else ""
    who = about.heading() if about is not None else "合计"
    dialog = BehindDialog(parent, desk, kind, ids, f"{who}　{header}")
    dialog.finished.connect(lambda _: then())
    dialog.open()
