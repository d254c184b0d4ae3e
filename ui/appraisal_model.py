"""One branch's appraisal of its members as a sheet that is typed into: grades, votes, registration, a line a member."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal

from models import pinyin
from models.appraisal import UNFIT, VOTES, MemberAppraisal, appraisals
from models.changes import change
from models.errors import AppError, FieldError
from models.fields import Choice, Kind, Reading
from models.organisation import Organisation
from models.text import squash
from ui import theme
from ui.cell_grid import CellModel, Index

_NONE = QModelIndex()

COLUMNS = ("self_grade", *VOTES, "suggested", "grade", "registration", "absent_reason", "points")
GRADE, REASON, POINTS = (COLUMNS.index(name) for name in ("grade", "absent_reason", "points"))


class AppraisalModel(CellModel):
    """The lines of one branch and year. A grade may be typed as its place in the list, or its first letter."""

    entered = Signal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._branch: Organisation | None = None
        self._year = 0
        self.lines: list[MemberAppraisal] = []
        self._bold = theme.font(1.0, bold=True)

    def show(self, branch: Organisation | None, year: int) -> None:
        """Show another branch or year, or the same anew."""
        self.beginResetModel()
        self._branch, self._year = branch, year
        self.lines = [] if branch is None else appraisals(branch.id, year)
        self.endResetModel()

    def shows(self, branch: Organisation, year: int) -> bool:
        """Whether the lines are just what is stored of a branch now."""
        if self._branch is None or (self._branch.id, self._year) != (branch.id, year):
            return False
        stored = [each.__data__ for each in appraisals(branch.id, year)]
        return [each.__data__ for each in self.lines] == stored

    def row_of(self, id_: int) -> int | None:
        """Where an appraisal stands; None when it is not of this branch and year."""
        return next((row for row, each in enumerate(self.lines) if each.id == id_), None)

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            # The names stand in the header, which stays in sight however narrow the window is.
            shown = role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(self.lines)
            return self.lines[section].shown("member") if shown else None
        if not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return MemberAppraisal.field(COLUMNS[section]).label
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.keys_of(section) or None
        return None

    def keys_of(self, column: int) -> str:
        """What may be typed for the words of a column: 1 优秀　2 合格 …; "" where there are none."""
        field = MemberAppraisal.field(COLUMNS[column])
        if not isinstance(field, Choice):
            return ""
        return "　".join(f"{place} {word}" for place, word in enumerate(field.words.words, 1))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, name = self.lines[index.row()], COLUMNS[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return line.shown(name)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = index.column() == REASON
            side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole and index.column() == GRADE:
            return self._bold
        if role == Qt.ItemDataRole.ForegroundRole:
            if name == "grade" and line.grade == UNFIT:
                return theme.colour("bad")
            return theme.colour("text_disabled") if line.absent_reason and index.column() != REASON else None
        if role == Qt.ItemDataRole.BackgroundRole and not self.editable(index.row(), index.column()):
            return theme.colour("sunken")
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.shown(name) or None
        return None

    # -- typing -------------------------------------------------------------------------------------------

    def editable(self, row: int, column: int) -> bool:
        return column != POINTS

    def problem(self, row: int, column: int, text: str) -> str | None:
        try:
            self._read(column, text)
        except FieldError as error:
            return str(error)
        return None

    def _read(self, column: int, text: str) -> Reading:
        field = MemberAppraisal.field(COLUMNS[column])
        assert isinstance(field, Kind)
        return field.read(_word(field, text) if isinstance(field, Choice) else text, year=self._year)

    def write(self, cells: list[tuple[int, int, str]]) -> bool:
        assert self._branch is not None
        before = {row: dict(self.lines[row].__data__) for row, _, _ in cells}
        try:
            for row, column, text in cells:
                setattr(self.lines[row], COLUMNS[column], self._read(column, text).value)
            with change(f"{self._branch.name}{self._year}年团员评议"):
                for row in before:
                    if self.lines[row].__data__ != before[row]:
                        self.lines[row].save()
        except (FieldError, AppError) as error:
            for row, values in before.items():
                self.lines[row].__data__ = values
            self.refused.emit(error.message if isinstance(error, AppError) else str(error))
            return False
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(COLUMNS) - 1))
        self.entered.emit()
        return True


def _word(field: Choice, text: str) -> str:
    """What a short text means of a list of words: its place from 1 on, or the first letter of its pinyin."""
    short, words = squash(text), field.words.words
    if short.isdigit() and 1 <= int(short) <= len(words):
        return words[int(short) - 1]
    found = [word for word in words if short and pinyin.matches(short, word[:1])]
    return found[0] if len(found) == 1 else text
