"""The records behind one score as a table: what each adds, what the office said of it, where else it counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from models.fields import Date, Integer
from models.figures import catalogue
from models.record import Record
from models.scheme import Indicator
from models.scoring_evidence import ScoreEvidence, record_kind
from models.scoring_values import EvidenceLine
from ui import theme

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_DISPLAY = Qt.ItemDataRole.DisplayRole
RECORD, KIND, WHEN, FIGURE, AMOUNT, SAID = range(6)
HEADINGS = ("记录", "类别", "时间", "计入", "数量", "说明")
_BASE = "作分母"


class Line(NamedTuple):
    """One line of the table: the evidence with what it is called, when it was, and the office's remark."""

    evidence: EvidenceLine
    title: str
    kind: type[Record]
    when: str
    remark: str
    others: tuple[str, ...]


class EvidenceModel(QAbstractTableModel):
    """Those that count first, then what is only divided by, then what is left out."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def show(
        self,
        found: Sequence[EvidenceLine],
        said: Sequence[ScoreEvidence] = (),
        shared: Mapping[tuple[str, int], Collection[int]] | None = None,
    ) -> None:
        """List the evidence of one score; `shared` says under which other indicators a record counts too."""
        self.beginResetModel()
        remarks = {(each.kind, each.record_id): each.remark or "" for each in said}
        numbers = Indicator.titles() if shared else {}
        days = _days(found)
        lines = []
        for evidence in found:
            key = (evidence.kind, evidence.record_id)
            kind = record_kind(evidence.kind)
            others = tuple(numbers.get(id_, "") for id_ in sorted((shared or {}).get(key, ())))
            title = kind.titles().get(evidence.record_id, "")
            line = Line(evidence, title, kind, days.get(key, ""), remarks.get(key, ""), others)
            lines.append(line)
        self.lines = sorted(lines, key=_order)
        self.endResetModel()

    def sums(self) -> str:
        """What the records that count come to, for each figure: its number, how many records, its unit."""
        parts = []
        units = {figure.label: figure.unit for figure in catalogue().values()}
        for label in dict.fromkeys(line.evidence.figure for line in self.lines):
            mine = [line.evidence for line in self.lines if line.evidence.figure == label]
            counted = [each for each in mine if not each.excluded]
            amount = round(sum(each.amount for each in counted), 4)
            left = len(mine) - len(counted)
            parts.append(
                f"{label}{amount:g}{units.get(label, '')}，{len(counted)}条记录"
                + (f"（另有{left}条不计）" if left else "")
            )
        return "；".join(parts)

    def rowCount(self, parent: _Index = _NONE) -> int:
        """The records."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _NONE) -> int:
        """As many as headings."""
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings above."""
        if orientation == Qt.Orientation.Horizontal and role == _DISPLAY and 0 <= section < len(HEADINGS):
            return HEADINGS[section]
        return None

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Texts; what is left out or only divided by is muted."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == _DISPLAY:
            return self._text(line, column)
        if role == Qt.ItemDataRole.ToolTipRole and column in (RECORD, SAID):
            return self._text(line, column) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column == AMOUNT else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole:
            if line.others and column == SAID:
                return theme.colour("warn")
            if line.evidence.excluded or line.evidence.base:
                return theme.colour("text_muted")
        return None

    def _text(self, line: Line, column: int) -> str:
        evidence = line.evidence
        if column == RECORD:
            return line.title
        if column == KIND:
            return line.kind.label
        if column == WHEN:
            return line.when
        if column == FIGURE:
            return f"{evidence.figure}（{_BASE}）" if evidence.base else evidence.figure
        if column == AMOUNT:
            return "不计" if evidence.excluded else f"{round(evidence.amount, 4):g}"
        said = []
        if evidence.excluded:
            said.append(f"不计：{evidence.reason}")
        elif evidence.added:
            said.append("另行计入" + (f"：{evidence.reason}" if evidence.reason else ""))
        if line.remark:
            said.append(line.remark)
        if line.others:
            said.append("也用于“" + "”“".join(line.others) + "”")
        return "；".join(said)


def _order(line: Line) -> tuple[bool, bool, str, str]:
    return (line.evidence.excluded, line.evidence.base, line.when, line.title)


def _days(found: Sequence[EvidenceLine]) -> dict[tuple[str, int], str]:
    """The date or year of each record, as its kind has one."""
    days: dict[tuple[str, int], str] = {}
    for name in dict.fromkeys(line.kind for line in found):
        kind = record_kind(name)
        if kind.year_field is None:
            continue
        field = kind.field(kind.year_field)
        assert isinstance(field, Date | Integer)
        ids = [line.record_id for line in found if line.kind == name]
        for id_, day in kind.select(kind.id, field).where(kind.id.in_(ids)).tuples():
            days[(name, id_)] = field.show(day)
    return days
