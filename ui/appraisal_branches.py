"""The branches with how far each has come in appraising its members: the left side of 团员评议."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from models.appraisal import EXCELLENT
from models.appraisal_watch import Tally, appraised, tally, watch_all
from models.clock import end_of_year
from models.organisation import Organisation, branches
from models.record import Problem
from ui import theme
from ui.icons import icon

_Index = QModelIndex | QPersistentModelIndex
_HEADS = ("团支部", "已评/应评", EXCELLENT, "注册")
ALL = "全部团支部"


class BranchLine(NamedTuple):
    """A branch (None: all of them), its numbers of the year, and what is to be said of it."""

    branch: Organisation | None
    numbers: Tally
    problems: list[Problem]

    @property
    def tone(self) -> str:
        """bad: against a rule; warn: not done; neutral: not begun; good: all in order."""
        if self.branch is None:
            return ""
        if not self.numbers.expected:
            return "neutral"
        severities = {problem.severity for problem in self.problems}
        return "bad" if "error" in severities else "warn" if severities else "good"


_SIGNS = {
    "bad": ("circle-alert", "bad"),
    "warn": ("clock", "warn"),
    "good": ("circle-check", "good"),
    "neutral": ("clipboard-list", "text_muted"),
}


class AppraisalBranches(QAbstractTableModel):
    """All together in the first line, then each branch."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[BranchLine] = []

    def show_year(self, year: int) -> None:
        """Count a year anew."""
        by_branch = appraised(year)
        listed = branches(end_of_year(year))
        known = {branch.id for branch in listed}
        # A branch that has ended, or a general branch with members of its own, is listed with what it has.
        listed += [Organisation.get_by_id(id_) for id_ in by_branch if id_ is not None and id_ not in known]
        every = [each for found in by_branch.values() for each in found]
        watched = watch_all(year)
        self.beginResetModel()
        self.lines = [BranchLine(None, tally(every), [])]
        self.lines += [
            BranchLine(branch, tally(by_branch.get(branch.id, [])), watched.get(branch.id, []))
            for branch in listed
        ]
        self.endResetModel()

    def row_of(self, branch_id: int) -> int | None:
        """Where a branch stands; None when it is not listed."""
        return next(
            (row for row, line in enumerate(self.lines) if line.branch and line.branch.id == branch_id), None
        )

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(_HEADS):
            if role == Qt.ItemDataRole.DisplayRole:
                return _HEADS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole and section:
                return int(Qt.AlignmentFlag.AlignCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.DecorationRole and not column and line.tone:
            return icon(*_SIGNS[line.tone])
        if role == Qt.ItemDataRole.TextAlignmentRole and column:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role == Qt.ItemDataRole.FontRole and line.branch is None:
            return theme.font(1.0, bold=True)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(problem.message for problem in line.problems) or None
        return None

    def _text(self, line: BranchLine, column: int) -> str:
        numbers = line.numbers
        if column == 0:
            return str(line.branch.name) if line.branch else ALL
        if not numbers.expected:
            return ""
        if column == 1:
            return f"{numbers.appraised}/{numbers.expected}"
        if column == 2:
            return f"{numbers.share(EXCELLENT):.0f}%" if numbers.appraised else ""
        return str(numbers.registered)
