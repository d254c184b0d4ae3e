"""The scoring sheet of one assessment as a table: block lines with their sums, and a line for every indicator."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal

from models.assessment import Assessment, Score, scores
from models.changes import change
from models.errors import FieldError
from models.fields import Described
from models.organisation import Organisation
from models.record import RecordProblems
from models.scheme import BLOCKS, BONUS, DEDUCTION, SIGNED, VETO, Indicator
from models.score_history import manual_change
from ui import theme
from ui.cell_grid import CellModel, Index

_NONE = QModelIndex()

# (record class, field) of each column; the last one is what counts in the end.
COLUMNS: tuple[tuple[type[Indicator | Score], str], ...] = (
    (Indicator, "number"),
    (Indicator, "content"),
    (Indicator, "points"),
    (Score, "self_score"),
    (Score, "public_score"),
    (Score, "computed"),
    (Score, "office_score"),
    (Score, "reason"),
)
FINAL = len(COLUMNS)
CONTENT, POINTS, COMPUTED, OFFICE, REASON = 1, 2, 5, 6, 7


def by_hand(score: Score) -> bool:
    """Whether the office's score stands in place of another one that its rule computed."""
    return score.computed is not None and score.office_score not in (None, score.computed)


class ScoreModel(CellModel):
    """Lines are either a block's name (with the sum of its scores) or one indicator with its score."""

    scored = Signal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._assessment: Assessment | None = None
        self._lines: list[str | tuple[Indicator, Score]] = []
        self._heading_font = theme.font(1.0, bold=True)

    def show(self, assessment: Assessment | None) -> None:
        """Show another assessment, or none."""
        self.beginResetModel()
        self._assessment = assessment
        self._lines = []
        if assessment is not None:
            pairs = scores(assessment)
            for block in BLOCKS:
                mine = [pair for pair in pairs if pair[0].block == block]
                if mine:
                    self._lines += [block, *mine]
        self.endResetModel()

    def shows(self, assessment: Assessment | None) -> bool:
        """Whether the lines are just what is stored of an assessment now."""
        if assessment is None:
            return not self._lines
        mine = [line for line in self._lines if not isinstance(line, str)]
        stored = scores(assessment)
        return [(i.__data__, s.__data__) for i, s in mine] == [(i.__data__, s.__data__) for i, s in stored]

    def block_rows(self) -> list[int]:
        """The rows that are a block's name."""
        return [row for row, line in enumerate(self._lines) if isinstance(line, str)]

    def line(self, row: int) -> tuple[Indicator, Score] | None:
        """The indicator and its score in a row; None in a block's line."""
        line = self._lines[row]
        return None if isinstance(line, str) else line

    def takes(self, row: int) -> bool:
        return self.line(row) is not None

    def field(self, column: int) -> Described | None:
        """The field that a column shows; None for the final score."""
        if column == FINAL:
            return None
        kind, name = COLUMNS[column]
        return kind.field(name)

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else FINAL + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            field = self.field(section)
            return "最终得分" if field is None else "序号" if field.name == "number" else field.label
        return None

    def editable(self, row: int, column: int) -> bool:
        """Whether a score can be typed here; a veto is said in the office's column alone."""
        line = self.line(row)
        if line is None or column in (COMPUTED, FINAL) or COLUMNS[column][0] is not Score:
            return False
        if self._assessment is None or self._assessment.state == SIGNED:
            return False
        block = line[0].block
        name = COLUMNS[column][1]
        if block == VETO:
            return name in ("office_score", "reason")
        return block not in (BONUS, DEDUCTION) or name in ("self_score", "office_score", "reason")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        line = self._lines[row]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._block_text(line, column) if isinstance(line, str) else self._text(line, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            if column in (CONTENT, REASON) or (isinstance(line, str) and column < POINTS):
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            return int(Qt.AlignmentFlag.AlignCenter)
        if role == Qt.ItemDataRole.FontRole and (isinstance(line, str) or column == FINAL):
            return self._heading_font
        if role == Qt.ItemDataRole.BackgroundRole and isinstance(line, str):
            return theme.colour("sunken")
        if role == Qt.ItemDataRole.ForegroundRole and not isinstance(line, str):
            if column == COMPUTED:
                return theme.colour("warn" if by_hand(line[1]) else "text_muted")
            return theme.colour("bad") if self._lost(line, column) else None
        if role == Qt.ItemDataRole.ToolTipRole and not isinstance(line, str):
            if column == REASON:
                return self._text(line, column) or None
            if column in (COMPUTED, OFFICE, FINAL):
                return "\n".join(filter(None, (line[1].why, manual_change(line[1])))) or None
            return self._hint(line[0]) if column <= POINTS else None
        return None

    def _text(self, line: tuple[Indicator, Score], column: int) -> str:
        indicator, score = line
        if column == FINAL:
            if indicator.block == VETO:
                return ""
            final = score.final
            return (
                "" if final is None else f"{'−' if indicator.block == DEDUCTION and final else ''}{final:g}"
            )
        kind, name = COLUMNS[column]
        if indicator.block == VETO and name == "office_score":
            return "否决" if score.vetoed else ""
        if name == "points" and indicator.block == VETO:
            return ""
        if name == "content":
            text = f"{indicator.topic}：{indicator.content}" if indicator.topic else str(indicator.content)
            return f"{text}\n{indicator.criteria}" if indicator.criteria else text
        return (indicator if kind is Indicator else score).shown(name)

    def _block_text(self, block: str, column: int) -> str:
        if column == 0:
            return block
        if column in (CONTENT, REASON) or block == VETO:
            return ""
        mine = [line for line in self._lines if not isinstance(line, str) and line[0].block == block]
        if column == POINTS:
            numbers = [indicator.points for indicator, _ in mine]
        elif column == FINAL:
            numbers = [score.final for _, score in mine]
        else:
            numbers = [score.value(COLUMNS[column][1]) for _, score in mine]
        known = [number for number in numbers if number is not None]
        return f"{round(sum(known), 1):g}" if known else ""

    def _lost(self, line: tuple[Indicator, Score], column: int) -> bool:
        indicator, score = line
        if column not in (OFFICE, FINAL):
            return False
        if indicator.block == VETO:
            return bool(score.vetoed)
        return indicator.block in BLOCKS[:4] and score.final is not None and score.final < indicator.points

    def _hint(self, indicator: Indicator) -> str:
        parts = [str(indicator.content)]
        for name in ("criteria", "basis"):
            if indicator.value(name):
                parts.append(f"{Indicator.field(name).label}：{indicator.shown(name)}")
        return "\n".join(parts)

    def take_computed(self, row: int) -> bool:
        """Take the computed score back in place of the office's; False where there is none to take."""
        line = self.line(row)
        if (
            line is None
            or line[1].computed is None
            or line[1].office_score is None
            or not self.editable(row, OFFICE)
        ):
            return False
        return self.write([(row, OFFICE, "")])

    # -- scoring ------------------------------------------------------------------------------------------

    def problem(self, row: int, column: int, text: str) -> str | None:
        """Why a text cannot be taken in a cell; None when it can."""
        try:
            self._trial(row, column, text)
        except FieldError as error:
            return str(error)
        return None

    def _trial(self, row: int, column: int, text: str) -> tuple[Score, str, Any]:
        """The score, field and value that a typed text means, checked against the rules; raises FieldError."""
        line = self.line(row)
        assert line is not None
        indicator, score = line
        name = COLUMNS[column][1]
        if indicator.block == VETO and name == "office_score":
            return score, "vetoed", text.strip() in ("否决", "是", "有", "1", "√", "y") or None
        field = Score.field(name)
        value = field.read(text).value  # type: ignore[attr-defined]
        trial = Score(**{**score.__data__, name: value})
        for problem in trial.rules():
            if problem.severity == "error" and problem.field == name:
                raise FieldError(problem.message)
        return score, name, value

    def write(self, cells: list[tuple[int, int, str]]) -> bool:
        """Take texts into cells as one action; nothing is changed and refused() tells why when one cannot be."""
        assert self._assessment is not None
        called = Organisation.titles().get(self._assessment.organisation_id, "")
        wanted: list[tuple[Score, str, Any]] = []
        try:
            for row, column, text in cells:
                wanted.append(self._trial(row, column, text))
            with change(f"{called}{self._assessment.year}年度考核评分"):
                for score, name, value in wanted:
                    if score.__data__.get(name) != value:
                        setattr(score, name, value)
                        score.save()
        except FieldError as error:
            self.refused.emit(str(error))
            return False
        except RecordProblems as error:
            self.refused.emit(error.message)
            self.show(self._assessment)
            return False
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, FINAL))
        self.scored.emit()
        return True
