"""The indicator scheme of a year: its particulars, its indicators as a list, and whether the points add up."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models.assessment import Assessment
from models.errors import AppError
from models.scheme import BLOCKS, Indicator, Scheme, copy_scheme, indicators
from ui import ask, theme
from ui.desk import Desk
from ui.icons import icon
from ui.record_dialog import RecordDialog
from ui.record_tab import RecordTab

COLUMNS = ("number", "block", "topic", "content", "points", "criteria", "scorer")
FULL = 100


class SchemeDialog(QDialog):
    """Shows one scheme; its indicators are edited in their forms."""

    def __init__(self, desk: Desk, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.scheme = scheme
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._title = QLabel()
        theme.mark(self._title, role="heading")
        self._sums = QLabel()
        self._sums.setWordWrap(True)
        self.list = RecordTab(
            desk,
            Indicator,
            query=lambda: (
                Indicator.select().where(Indicator.scheme == self.scheme.id).order_by(Indicator.number)
            ),
            columns=COLUMNS,
            defaults=self._next,
            form_fields=[*COLUMNS, "basis"],
            name="scheme/indicators",
        )
        edit = QPushButton(icon("pencil"), "修改方案说明…")
        edit.clicked.connect(self._edit)
        copy = QPushButton(icon("copy"), "复制到下一年")
        copy.clicked.connect(self._copy)
        close = QPushButton("关闭")
        close.clicked.connect(self.accept)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(edit)
        top.addWidget(copy)
        bottom = QHBoxLayout()
        bottom.addWidget(self._sums, 1)
        bottom.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.MEDIUM)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addLayout(bottom)
        self.resize(1120, 680)
        desk.live.changed.connect(self._tell)
        self._tell()

    def _tell(self, _notice: object = None) -> None:
        found = Scheme.get_or_none(Scheme.id == self.scheme.id)
        if found is None:
            self.reject()
            return
        self.scheme = found
        self.setWindowTitle(found.heading())
        self._title.setText(found.heading())
        lines = indicators(found)
        sums = {block: sum(i.points for i in lines if i.block == block) for block in BLOCKS[:4]}
        total = sum(sums.values())
        parts = "　".join(f"{block}{points:g}分" for block, points in sums.items())
        right = total == FULL
        theme.mark(self._sums, role="muted" if right else "warning")
        self._sums.setText(f"{parts}　合计{total:g}分" + ("" if right else f"，应为{FULL}分"))
        used = Assessment.select().where(Assessment.scheme == found.id).count()
        self.list.table.setToolTip(f"已有{used}份考核依据这个方案" if used else "")

    def _next(self) -> dict[str, object]:
        lines = indicators(self.scheme)
        number = max((indicator.number for indicator in lines), default=0) + 1
        return {"scheme": self.scheme.id, "number": number, "block": BLOCKS[0]}

    def _edit(self) -> None:
        dialog = RecordDialog(self.desk, self.scheme, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _copy(self) -> None:
        try:
            copied = copy_scheme(self.scheme, self.scheme.year + 1)
        except AppError as error:
            ask.show_error(self, error, "没有复制")
            return
        self.desk.say(f"已复制为{copied.heading()}")
