"""Two schemes side by side: what was added, taken out and changed between them; the list can be exported and printed."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from exports.plain_table import TableColumn
from models.scheme import Indicator, Scheme, indicators
from models.scheme_compare import (
    ADDED,
    CHANGED,
    REMOVED,
    SAME,
    Difference,
    compare,
    compare_particulars,
)
from ui import theme
from ui.desk import Desk
from ui.icons import icon
from ui.scheme_draft import Draft
from ui.scheme_reading import ReadingTable
from ui.table_out import export_lines, print_lines

_TONES = {ADDED: "good", REMOVED: "bad", CHANGED: "warn"}
_WIDTHS = (6, 12, 36, 7, 36, 7, 24)
_NONE = QModelIndex()


class Line(NamedTuple):
    """One line of the comparison."""

    state: str
    texts: tuple[str, ...]


class CompareModel(QAbstractTableModel):
    """State, block, the old content and points, the new ones, and which fields differ."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headings: tuple[str, ...] = ("",) * len(_WIDTHS)
        self.lines: list[Line] = []

    def show(self, headings: tuple[str, ...], lines: list[Line]) -> None:
        """Show another comparison."""
        self.beginResetModel()
        self.headings, self.lines = headings, lines
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        """Seven."""
        return 0 if parent.isValid() else len(self.headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        return None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Texts; the state in its colour, points at the right."""
        line, column = self.lines[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return line.texts[column]
        if role == Qt.ItemDataRole.ForegroundRole and column == 0 and line.state in _TONES:
            return theme.colour(_TONES[line.state])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column in (3, 5) else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class SchemeCompareDialog(QDialog):
    """Left the chosen other scheme, right the one in the editor as it stands there."""

    def __init__(self, desk: Desk, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.draft = draft
        self._others = _others(draft.scheme)
        self.setWindowTitle("方案比较")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.other = QComboBox()
        self.other.setAccessibleName("与哪份方案比较")
        for scheme in self._others:
            self.other.addItem(_titled(scheme))
        self.other.currentIndexChanged.connect(lambda _at: self._show())
        self.changes_only = QCheckBox("只看有变化的(&G)")
        self.changes_only.setChecked(True)
        self.changes_only.toggled.connect(lambda _on: self._show())
        self.summary = QLabel()
        theme.mark(self.summary, role="muted")
        self.model = CompareModel(self)
        shares = [0 if width > 30 else width + 2 for width in _WIDTHS]
        self.table = ReadingTable(self.model, shares, "方案比较")
        self._lay_out()
        self._show()
        self.table.setFocus()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.SMALL)
        against = QLabel("与(&W)")
        against.setBuddy(self.other)
        top.addWidget(against)
        top.addWidget(self.other)
        top.addWidget(self.changes_only)
        top.addWidget(self.summary, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(theme.SMALL)
        bottom.addStretch()
        for text, picture, keys, work in (
            ("打印…", "printer", "Ctrl+P", self._print),
            ("导出…", "file-spreadsheet", "Ctrl+E", self._export),
            ("关闭", "", "", self.accept),
        ):
            button = QPushButton(icon(picture), text) if picture else QPushButton(text)
            button.setAutoDefault(False)
            if keys:
                button.setShortcut(keys)
                button.setToolTip(f"{text}（{keys}）")
            button.clicked.connect(lambda _=False, work=work: work())
            bottom.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.MEDIUM)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addLayout(bottom)
        room = self.screen().availableSize()
        self.resize(min(1280, room.width() - 48), min(720, room.height() - 80))

    def _show(self) -> None:
        at = self.other.currentIndex()
        if at < 0:
            self.summary.setText("没有别的方案可以比较")
            return
        other = self._others[at]
        found = compare(indicators(other), self.draft.lines)
        lines = [
            Line(
                CHANGED,
                (CHANGED, "方案说明", f"{label}：{_flat(old)}", "", f"{label}：{_flat(new)}", "", label),
            )
            for label, old, new in compare_particulars(other, self.draft.scheme)
        ]
        shown = [each for each in found if each.state != SAME or not self.changes_only.isChecked()]
        lines += [_line(each) for each in shown]
        content, points = Indicator.field("content").label, Indicator.field("points").label
        years = (_short(other), _short(self.draft.scheme))
        self.model.show(
            (
                "变化",
                Indicator.field("block").label,
                f"{years[0]}{content}",
                points,
                f"{years[1]}{content}",
                points,
                "改了哪些",
            ),
            lines,
        )
        counts = [
            (state, sum(1 for each in found if each.state == state))
            for state in (ADDED, REMOVED, CHANGED, SAME)
        ]
        self.summary.setText("指标" + "，".join(f"{state}{count}条" for state, count in counts if count))

    def _title(self) -> str:
        return f"{_short(self.draft.scheme)}考核方案与{_short(self._others[self.other.currentIndex()])}的比较"

    def _export(self) -> None:
        if not self.model.lines:
            return
        columns = [TableColumn(name, width) for name, width in zip(self.model.headings, _WIDTHS, strict=True)]
        export_lines(self.desk, self, columns, [line.texts for line in self.model.lines], self._title())

    def _print(self) -> None:
        if not self.model.lines:
            return
        rows = [line.texts for line in self.model.lines]
        print_lines(self.desk, self, self.model.headings, rows, self._title())


def _others(scheme: Scheme) -> list[Scheme]:
    """All other schemes, those of the same kind and the nearest year first; the year before comes before all."""
    found = [each for each in Scheme.select() if each.id != scheme.id]
    return sorted(
        found,
        key=lambda each: (
            each.kind != scheme.kind,
            each.year != scheme.year - 1,
            abs(each.year - scheme.year),
            -each.id,
        ),
    )


def _line(difference: Difference) -> Line:
    old, new = difference.old, difference.new
    line = new or old
    assert line is not None
    told = "、".join(Indicator.field(name).label for name in difference.names)
    return Line(
        difference.state,
        (
            difference.state,
            str(line.block),
            "" if old is None else _said(old, difference),
            old.shown("points") if old is not None else "",
            "" if new is None else _said(new, difference),
            new.shown("points") if new is not None else "",
            told,
        ),
    )


def _said(line: Indicator, difference: Difference) -> str:
    """The content, and whatever else differs between the two."""
    others = [name for name in difference.names if name not in ("block", "content", "points")]
    return "\n".join(
        [
            str(line.content),
            *(f"{Indicator.field(name).label}：{line.shown(name) or '（空）'}" for name in others),
        ]
    )


def _titled(scheme: Scheme) -> str:
    return f"{scheme.heading()}　{scheme.kind or '各类团组织'}"


def _short(scheme: Scheme) -> str:
    later = f"第{scheme.version}版" if (scheme.version or 1) > 1 else ""
    return f"{scheme.year}年{later}"


def _flat(text: str) -> str:
    return "；".join(text.split("\n")) or "（空）"
