"""Who was reviewed this year by whom: every organisation, or every member, so that nobody is forgotten."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from models.member import Member
from models.organisation import Organisation
from models.partial_date import first_day, precision
from models.review import REVIEWERS, Covered, members_covered, organisations_covered
from ui import theme
from ui.desk import Desk
from ui.icons import icon
from ui.line_table import make_lines

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole
WAITING = "未点评"


class CoverModel(QAbstractTableModel):
    """One line for each that is to be reviewed, a column for each reviewer: the day, or that it was not yet."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Covered] = []

    def show_lines(self, lines: list[Covered]) -> None:
        """Show others."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """The organisations or members."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """The name and the reviewers."""
        return 0 if parent.isValid() else 1 + len(REVIEWERS.words)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """The reviewers above."""
        if orientation != Qt.Orientation.Horizontal or role != _DISPLAY:
            return None
        members = bool(self.lines) and self.lines[0].member is not None
        return (Member.label if members else Organisation.label, *REVIEWERS.words)[section]

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """The day in short, or that it is still waited for, with a sign and a colour."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if index.column() == 0:
            if role == Qt.ItemDataRole.ToolTipRole:
                return str(line.organisation.name)
            return line.heading() if role == _DISPLAY else None
        by = REVIEWERS.words[index.column() - 1]
        last = line.last.get(by)
        if role == _DISPLAY:
            return _short(last[1]) if last else WAITING
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.heading()}：{by}{last[1] + '点评，回车打开' if last else '还没有点评，回车新增'}"
        if role == Qt.ItemDataRole.DecorationRole:
            return icon("circle-check", "good") if last else icon("clock", "warn")
        if role == Qt.ItemDataRole.ForegroundRole:
            return None if last else QBrush(theme.colour("warn"))
        return None


def _short(day: str) -> str:
    """6月28日; the year is the page's."""
    first = first_day(day)
    return {"year": "本年", "month": f"{first.month}月"}.get(precision(day), f"{first.month}月{first.day}日")


class ReviewCover(QWidget):
    """`opened` carries the id of a review, `wanted` who is to be reviewed by whom, `blanks` whose forms to print."""

    opened = Signal(int)
    wanted = Signal(object, str)
    blanks = Signal(list)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        title = QLabel("点评情况")
        theme.mark(title, role="heading")
        self.whom = QButtonGroup(self)
        top = QHBoxLayout()
        top.setSpacing(theme.TIGHT)
        top.addWidget(title, 1)
        for place, text in enumerate((Organisation.label, Member.label)):
            button = QPushButton(text)
            button.setCheckable(True)
            theme.mark(button, role="segment")
            self.whom.addButton(button, place)
            top.addWidget(button)
        self.whom.button(0).setChecked(True)
        self.only_waiting = QCheckBox("只看没有点评的")
        self.model = CoverModel(self)
        self.table = QTableView()
        make_lines(self.table, "点评情况")
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectItems)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, self.model.columnCount()):
            header.resizeSection(column, 96)
        self.said = QLabel()
        theme.mark(self.said, role="muted")
        self.blank = QPushButton(icon("printer"), "打印空白点评表…")
        self.blank.setToolTip("给还没有点评的各印一份，由点评领导填写")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addWidget(self.said)
        layout.addWidget(self.only_waiting)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.blank)
        self.whom.idClicked.connect(lambda _place: self.refresh())
        self.only_waiting.toggled.connect(lambda _on: self.refresh())
        self.table.activated.connect(self._open)
        self.blank.clicked.connect(lambda _=False: self.blanks.emit(self.waiting()))
        self.refresh()

    def refresh(self) -> None:
        """Read who was reviewed."""
        members = self.whom.checkedId() == 1
        year = self.desk.year
        found = members_covered(year) if members else organisations_covered(year)
        # Nobody asks that each member be reviewed by both.
        missing = [each for each in found if (not each.last if members else each.waiting)]
        self.model.show_lines(missing if self.only_waiting.isChecked() else found)
        unit = f"名{Member.label}" if members else f"个{Organisation.label}"
        self.said.setText(
            f"{len(found)}{unit}，{'没有点评的' if members else '没有点评全的'}{len(missing)}{unit[0]}"
            if missing
            else f"{len(found)}{unit}都点评过了"
        )
        self.blank.setEnabled(any(each.waiting for each in self.model.lines))

    def waiting(self) -> list[Covered]:
        """Those on the list for whom a review is still to come."""
        return [each for each in self.model.lines if each.waiting]

    def _open(self, index: QModelIndex) -> None:
        line = self.model.lines[index.row()]
        place = max(index.column() - 1, 0)
        by = REVIEWERS.words[place]
        if index.column() == 0 and line.waiting:
            by = line.waiting[0]
        last = line.last.get(by)
        if last is not None:
            self.opened.emit(last[0])
        else:
            self.wanted.emit(line, by)
