"""The branches of a collection as a list: who has reported in which file, what it would change, who has not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush

from exports.collect import Collection, Returned
from exports.intake_plan import Balance, Plan
from models.clock import end_of_year
from models.organisation import Organisation, branches
from models.reporting import Return, latest_returns
from ui.icons import icon
from ui.import_model import Preview
from ui.table_paint import shades

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole

UNREADABLE, UNKNOWN, FAULTY, EMPTY = "不能读取", "看不出是谁的", "有问题", "空表"
REPORTED, NEWER, AGAIN, EARLIER, MISSING = "已报", "又报一稿", "已收过", "以前已报", "没有报"
_SIGNS = {
    UNREADABLE: ("circle-alert", "bad"),
    UNKNOWN: ("circle-help", "bad"),
    FAULTY: ("circle-alert", "bad"),
    EMPTY: ("triangle-alert", "warn"),
    REPORTED: ("circle-check", "good"),
    NEWER: ("pencil", "info"),
    AGAIN: ("check", "neutral"),
    EARLIER: ("check", "neutral"),
    MISSING: ("clock", "warn"),
}


@dataclass
class Line:
    """One line: a branch with the file it sent, a file of nobody we know, or a branch that has sent none."""

    state: str
    name: str
    organisation: int | None
    returned: Returned | None
    preview: Preview | None
    before: Return | None = None
    late: bool = False

    @property
    def balance(self) -> Balance | None:
        """The count of the file's rows."""
        return self.preview.balance if self.preview else None

    def about(self) -> str:
        """Which file it is, and which version."""
        if self.returned is not None:
            version = f"　第{self.returned.version}稿" if self.organisation is not None else ""
            return f"{self.returned.file.path.name}{version}"
        if self.before is not None:
            return f"以前收到：{self.before.file_name}　第{self.before.version}稿　{self.before.received}"
        return f"{self.name}没有报"

    @property
    def needs_owner(self) -> bool:
        """Whether a person has to say whose file it is."""
        return self.state == UNKNOWN


TO_DO = "要处理"
# The ways to look at the branches.
LINES: dict[str, Callable[[Line], bool]] = {
    "全部": lambda line: True,
    "已报": lambda line: line.returned is not None or line.before is not None,
    TO_DO: lambda line: line.state in (UNREADABLE, UNKNOWN, FAULTY, EMPTY),
    "没有报": lambda line: line.state == MISSING,
    "迟报": lambda line: line.late,
}


class Collected(NamedTuple):
    """A collection with all that is counted over it: made in the job, the window must not wait for it."""

    collection: Collection
    preview: Preview
    lines: list[Line]

    @classmethod
    def of(cls, collection: Collection) -> Collected:
        """Count a collection; what cannot be read or given to a branch stands first, then the office's order."""
        known = latest_returns(collection.request) if collection.request.get_id() is not None else {}
        late = {organisation.id for organisation in collection.late}
        titles = Organisation.titles()
        lines = []
        for each in collection.returned:
            preview = Preview.of(Plan(collection.plan.kind, [each.file]))
            named = (
                titles.get(each.organisation, "") if each.organisation is not None else each.file.path.name
            )
            lines.append(
                Line(
                    _state(each, preview.balance),
                    named,
                    each.organisation,
                    each,
                    preview,
                    known.get(each.organisation) if each.organisation is not None else None,
                    each.organisation in late,
                )
            )
        there = {line.organisation for line in lines}
        waiting = {organisation.id for organisation in collection.missing}
        for id_ in [*known, *waiting]:
            if id_ not in there:
                state = MISSING if id_ in waiting else EARLIER
                lines.append(Line(state, titles.get(id_, ""), id_, None, None, known.get(id_), id_ in late))
        office = branches(end_of_year(int(collection.request.year)))
        order = {branch.id: place for place, branch in enumerate(office)}
        lines.sort(
            key=lambda line: (line.organisation is not None, order.get(line.organisation or 0, len(order)))
        )
        return cls(collection, Preview.of(collection.plan), lines)


def _state(returned: Returned, balance: Balance) -> str:
    if returned.file.refused is not None:
        return UNREADABLE
    if returned.organisation is None:
        return UNKNOWN
    if balance.problem:
        return FAULTY
    if returned.seen_before:
        return AGAIN
    if balance.read == balance.blank:
        return EMPTY
    return NEWER if returned.version > 1 else REPORTED


class CollectModel(QAbstractTableModel):
    """One line a branch or a file."""

    HEADINGS = ("团支部", "情况", "新增", "有变化", "相同", "有问题")
    NUMBERS = ("new", "changed", "same", "problem")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Line] = []
        self.lines: list[Line] = []

    def show_lines(self, lines: list[Line], view: str) -> None:
        """Show the lines of another collection, in one of the ways of LINES."""
        self._all = lines
        self.look_at(view)

    def look_at(self, view: str) -> None:
        """Show only the lines of one of LINES."""
        self.beginResetModel()
        self.lines = [line for line in self._all if LINES[view](line)]
        self.endResetModel()

    def count(self, view: str) -> int:
        """How many lines one of LINES shows."""
        return sum(1 for line in self._all if LINES[view](line))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """The lines shown."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """As many as headings."""
        return 0 if parent.isValid() else len(self.HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings above."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.HEADINGS):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self.HEADINGS[section] if role == _DISPLAY else None

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Texts, the sign of the state, and the colour of what needs a person."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == _DISPLAY:
            return self.text(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.name}：{self.text(line, 1)}\n{line.about()}"
        if role == Qt.ItemDataRole.DecorationRole and column == 1:
            return icon(*_SIGNS[line.state])
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = _SIGNS[line.state][1] if column == 1 else ""
            tone = "bad" if column == 5 and line.balance and line.balance.problem else tone
            return QBrush(shades[tone]) if tone else None
        return None

    def text(self, line: Line, column: int) -> str:
        """What a cell of the list says."""
        if column == 0:
            return line.name
        if column == 1:
            return f"{line.state}（迟报）" if line.late and line.state != MISSING else self._waiting(line)
        if line.balance is None:
            return ""
        number = getattr(line.balance, self.NUMBERS[column - 2])
        return str(number) if number else ""

    @staticmethod
    def _waiting(line: Line) -> str:
        return f"{line.state}（已过期）" if line.late and line.state == MISSING else line.state
