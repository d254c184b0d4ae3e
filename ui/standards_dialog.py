"""The standards by which members are appraised in the work year: a list that is edited, and whether they add up."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models.appraisal_points import ITEMS, AppraisalStandard, begin_standards, standards
from ui import theme
from ui.desk import Desk
from ui.icons import icon
from ui.record_tab import RecordTab

_COLUMNS = ("item", "content", "base", "criteria")
_FULL = 100


class StandardsDialog(QDialog):
    """A year without standards takes those of the year before, or the ones that come with the program."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(f"{desk.year}年{AppraisalStandard.label}")
        title, self._sums = QLabel(self.windowTitle()), QLabel()
        theme.mark(title, role="heading")
        self.begin_button = QPushButton(icon("copy"), "采用上一年或自带的标准")
        self.begin_button.clicked.connect(lambda _=False: begin_standards(desk.year))
        self.list = RecordTab(
            desk,
            AppraisalStandard,
            query=lambda: (
                AppraisalStandard.select()
                .where(AppraisalStandard.year == desk.year)
                .order_by(AppraisalStandard.position, AppraisalStandard.id)
            ),
            columns=_COLUMNS,
            defaults=self._next,
            form_fields=_COLUMNS,
            name="appraisals/standards",
        )
        close = QPushButton("关闭")
        close.clicked.connect(self.accept)
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(title, 1)
        top.addWidget(self.begin_button)
        bottom.addWidget(self._sums, 1)
        bottom.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.MEDIUM)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addLayout(bottom)
        self.resize(1040, 560)
        desk.live.changed.connect(self._tell)
        self._tell()

    def _tell(self, _notice: object = None) -> None:
        lines = standards(self.desk.year)
        self.begin_button.setVisible(not lines)
        sums = {item: sum(line.base for line in lines if line.item == item) for item in ITEMS}
        total = sum(sums.values())
        parts = "　".join(f"{item}{base:g}分" for item, base in sums.items())
        right = total == _FULL or not lines
        theme.mark(self._sums, role="muted" if right else "warning")
        self._sums.setText(f"{parts}　合计{total:g}分" + ("" if right else f"，一般为{_FULL}分"))

    def _next(self) -> dict[str, object]:
        lines = standards(self.desk.year)
        last = max((line.position or 0 for line in lines), default=0)
        return {"year": self.desk.year, "position": last + 1, "item": ITEMS[0]}
