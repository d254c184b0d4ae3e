"""校核: what is to be looked at before a sheet is sent, by weight, with a place to explain unusual changes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from exports.fill_findings import ERROR, NOTE, WARNING, Placed
from exports.sheet_xml import Area
from ui import theme
from ui.empty_state import EmptyState
from ui.icons import icon
from ui.sheet_paint import Mark
from ui.wrapped_label import WrappedLabel

_AT = Qt.ItemDataRole.UserRole
_ICONS = {ERROR: ("circle-alert", "bad"), WARNING: ("triangle-alert", "warn"), NOTE: ("info", "info")}
TONES = {ERROR: "bad", WARNING: "warn", NOTE: "info"}
_WORDS = ((ERROR, "处错误"), (WARNING, "处要核对"), (NOTE, "处提示"))


def finding_marks(findings: Sequence[Placed], sheet: str) -> list[Mark]:
    """The findings of one sheet as corners in their cells."""
    return [
        Mark(
            Area(each.row, each.column, each.row, each.column),
            TONES[each.severity],
            tip=each.message,
            means=each,
        )
        for each in findings
        if each.sheet == sheet and each.row and each.column
    ]


class FindingList(QWidget):
    """`looked_at`: a finding's cell is to be shown; `open_wanted`: its record is to be opened."""

    looked_at = Signal(object)
    open_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.findings: Sequence[Placed] = ()
        self.explanations: dict[str, str] = {}
        self.summary = QLabel()
        theme.mark(self.summary, role="subheading")
        self.list = QListWidget()
        self.list.setAccessibleName("校核结果，回车键打开记录")
        self.list.setWordWrap(True)
        theme.mark(self.list, role="framed")
        self.details = WrappedLabel()
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._asked = QLabel("变化原因（登记上报时一并记下）")
        self.line = QLineEdit()
        self._asked.setBuddy(self.line)
        self.line.setAccessibleName("变化原因")
        self.line.setPlaceholderText("如：新并入一个支部")
        self.open_button = QPushButton(icon("pencil"), "打开记录")
        self.open_button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.open_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self.summary)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(EmptyState("circle-check", "没有发现问题", "可以保存了。"))
        layout.addWidget(self._stack, 1)
        for widget in (self.details, self._asked, self.line):
            layout.addWidget(widget)
        layout.addLayout(row)
        self.list.currentItemChanged.connect(lambda *_: self._look())
        self.list.itemClicked.connect(lambda _: self._look())
        self.list.itemActivated.connect(lambda _: self._open())
        self.open_button.clicked.connect(lambda _=False: self._open())
        self.line.textEdited.connect(self._explain)
        self._look()

    def show_findings(self, findings: Sequence[Placed]) -> None:
        """List these; explanations given before stay."""
        self.findings = findings
        counts = [f"{count}{word}" for kind, word in _WORDS if (count := self.count(kind))]
        self.summary.setText(f"校核：{'、'.join(counts)}" if counts else "校核")
        at = self.list.currentRow()
        self.list.blockSignals(True)
        self.list.clear()
        for number, finding in enumerate(findings):
            item = QListWidgetItem(
                icon(*_ICONS[finding.severity]), f"{finding.where}　{finding.message}".strip()
            )
            item.setData(_AT, number)
            self.list.addItem(item)
        self._stack.setCurrentIndex(0 if findings else 1)
        self.list.setCurrentRow(min(at, len(findings) - 1) if at >= 0 else -1)
        self.list.blockSignals(False)
        self._look(tell=False)

    def count(self, severity: str) -> int:
        """How many findings weigh so much."""
        return sum(each.severity == severity for each in self.findings)

    def unexplained(self, findings: Sequence[Placed]) -> int:
        """How many unusual changes among these have no reason yet."""
        return sum(each.to_explain and not self.explanations.get(each.message) for each in findings)

    def explanation(self, findings: Sequence[Placed]) -> str:
        """The reasons given for these together, as they are kept with what was sent."""
        said = [(each.message, self.explanations.get(each.message)) for each in findings if each.to_explain]
        return "\n".join(
            f"{message.replace('，请写明原因', '')}：{reason}" for message, reason in said if reason
        )

    def current(self) -> Placed | None:
        """The finding that is chosen."""
        item = self.list.currentItem()
        return None if item is None else self.findings[item.data(_AT)]

    def _look(self, *, tell: bool = True) -> None:
        finding = self.current()
        self.details.setText("" if finding is None else finding.message)
        self.details.setVisible(finding is not None)
        for widget in (self._asked, self.line):
            widget.setVisible(finding is not None and finding.to_explain)
        self.open_button.setVisible(finding is not None and finding.record is not None)
        if finding is not None:
            self.line.setText(self.explanations.get(finding.message, ""))
            if tell:
                self.looked_at.emit(finding)

    def _explain(self, text: str) -> None:
        finding = self.current()
        if finding is not None:
            self.explanations[finding.message] = text.strip()

    def _open(self) -> None:
        finding = self.current()
        if finding is not None and finding.record is not None:
            self.open_wanted.emit(finding.record)
