"""The calendar's two models: the days of a month with what is due on each, and the list of these things."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush

from models.clock import today
from models.deadlines import DONE, OVERDUE, Deadline
from ui.icons import icon
from ui.table_paint import shades

Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole
WEEKS, DAYS = 6, 7
WEEKDAYS = "一二三四五六日"
# How a state looks: the token of its colour, and its sign.
SIGNS = {DONE: ("good", "circle-check"), OVERDUE: ("bad", "circle-alert")}
USUAL_SIGN = ("info", "clock")
HEADINGS = ("日期", "情况", "事项", "单位", "类别")


def tone(entry: Deadline) -> str:
    """The token of an entry's colour."""
    return SIGNS.get(entry.state, USUAL_SIGN)[0]


def weeks_around(day: date) -> tuple[date, date]:
    """The first and the last day that the grid shows with the month of a day."""
    first = day.replace(day=1)
    monday = first - timedelta(days=first.weekday())
    return monday, monday + timedelta(days=WEEKS * DAYS - 1)


class MonthModel(QAbstractTableModel):
    """Six weeks from the Monday before the first of a month."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.month = today().replace(day=1)
        self._entries: dict[date, list[Deadline]] = {}

    @property
    def first(self) -> date:
        """The first day shown."""
        return weeks_around(self.month)[0]

    def show_month(self, month: date, entries: Sequence[Deadline]) -> None:
        """Show the month of a day with what is due in the six weeks."""
        self.beginResetModel()
        self.month = month.replace(day=1)
        self._entries = {}
        for entry in entries:
            self._entries.setdefault(entry.day, []).append(entry)
        self.endResetModel()

    def day(self, index: Index) -> date:
        """The day of a cell."""
        return self.first + timedelta(days=index.row() * DAYS + index.column())

    def place(self, day: date) -> QModelIndex:
        """The cell of a day; invalid when it is not shown."""
        away = (day - self.first).days
        return self.index(away // DAYS, away % DAYS) if 0 <= away < WEEKS * DAYS else QModelIndex()

    def entries(self, day: date) -> list[Deadline]:
        """What is due on a day, the most pressing first."""
        order = {OVERDUE: 0, DONE: 2}
        return sorted(self._entries.get(day, []), key=lambda entry: order.get(entry.state, 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """The weeks."""
        return 0 if parent.isValid() else WEEKS

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """The days of a week."""
        return 0 if parent.isValid() else DAYS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """The weekdays."""
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and 0 <= section < DAYS:
            return f"周{WEEKDAYS[section]}"
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """What a screen reader says of a day, and in the tool tip what is due on it; the view paints it."""
        if not index.isValid():
            return None
        day = self.day(index)
        entries = self.entries(day)
        if role == _DISPLAY:
            late = sum(entry.overdue for entry in entries)
            said = f"，{len(entries)}项" if entries else ""
            return f"{day.month}月{day.day}日{said}" + (f"，{late}项已逾期" if late else "")
        if role == Qt.ItemDataRole.ToolTipRole and entries:
            return "\n".join(f"{entry.state}　{entry.what}　{entry.about}".rstrip() for entry in entries)
        return None


class DeadlineModel(QAbstractTableModel):
    """One line a thing that is due, by day."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Deadline] = []

    def show_lines(self, lines: Sequence[Deadline]) -> None:
        """Show other things."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def row_of(self, day: date) -> int | None:
        """The first line of a day; None when there is none."""
        return next((row for row, line in enumerate(self.lines) if line.day == day), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """The things."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """As HEADINGS."""
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """The names of the columns."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(HEADINGS):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return HEADINGS[section] if role == _DISPLAY else None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Texts, whole in the tool tip; the state with its sign and colour."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == _DISPLAY and index.column() == 0:
            # The year stands above the list.
            return line.day.isoformat()[5:]
        if role in (_DISPLAY, Qt.ItemDataRole.ToolTipRole):
            return texts(line)[index.column()]
        if index.column() == 1:
            token, picture = SIGNS.get(line.state, USUAL_SIGN)
            if role == Qt.ItemDataRole.DecorationRole:
                return icon(picture, token)
            if role == Qt.ItemDataRole.ForegroundRole:
                return QBrush(shades[token])
        return None


def texts(line: Deadline) -> list[str]:
    """What the cells of a line say, as under HEADINGS."""
    return [line.day.isoformat(), line.state, line.what, line.about, line.subject]
