"""The points of one member's appraisal in its form: a line for each of the year's standards, and their sum."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QLabel, QVBoxLayout

from models.appraisal import MemberAppraisal
from models.appraisal_points import AppraisalPoint, AppraisalStandard, points, standards
from models.errors import FieldError
from models.fields import Decimal
from models.record import Record
from ui import theme
from ui.cell_grid import CellGrid, CellModel, Index
from ui.record_form import FormSection

_NONE = QModelIndex()
_COLUMNS: tuple[tuple[type[Record], str], ...] = (
    (AppraisalStandard, "item"),
    (AppraisalStandard, "content"),
    (AppraisalStandard, "base"),
    (AppraisalPoint, "self_points"),
    (AppraisalPoint, "branch_points"),
)
_WIDTHS = {0: 7, 2: 4, 3: 6, 4: 6}


class PointsModel(CellModel):
    """The standards of a year with the points typed for them; nothing is written here."""

    changed = Signal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.lines: list[AppraisalStandard] = []
        self.given: dict[tuple[int, str], float | None] = {}

    def show(self, lines: list[AppraisalStandard], given: dict[tuple[int, str], float | None]) -> None:
        """Show other lines, with points by (standard's id, field)."""
        self.beginResetModel()
        self.lines, self.given = lines, dict(given)
        self.endResetModel()

    def sum(self, name: str) -> float | None:
        """The points of a column together; None while there are none."""
        known = [value for (_, field), value in self.given.items() if field == name and value is not None]
        return round(sum(known), 2) if known else None

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            kind, name = _COLUMNS[section]
            return kind.field(name).label
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, (kind, name) = self.lines[index.row()], _COLUMNS[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            if kind is AppraisalStandard:
                return line.shown(name)
            return AppraisalPoint.field(name).show(self.given.get((line.id, name)))
        if role == Qt.ItemDataRole.ToolTipRole and kind is AppraisalStandard:
            return "\n".join(filter(None, (line.content, line.criteria)))
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() > 1:
            return int(Qt.AlignmentFlag.AlignCenter)
        return None

    def editable(self, row: int, column: int) -> bool:
        return _COLUMNS[column][0] is AppraisalPoint

    def problem(self, row: int, column: int, text: str) -> str | None:
        try:
            self._read(row, column, text)
        except FieldError as error:
            return str(error)
        return None

    def _read(self, row: int, column: int, text: str) -> float | None:
        field = AppraisalPoint.field(_COLUMNS[column][1])
        assert isinstance(field, Decimal)
        value: float | None = field.read(text).value
        base = self.lines[row].base
        if value is not None and value > base:
            raise FieldError(f"这一项最高{base:g}分")
        return value

    def write(self, cells: list[tuple[int, int, str]]) -> bool:
        try:
            read = [(row, column, self._read(row, column, text)) for row, column, text in cells]
        except FieldError as error:
            self.refused.emit(str(error))
            return False
        for row, column, value in read:
            self.given[self.lines[row].id, _COLUMNS[column][1]] = value
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(_COLUMNS) - 1))
        self.changed.emit()
        return True


class PointsSection(FormSection):
    """评分: what the member and what the branch gave, by the standards of the appraisal's year."""

    title = "对照标准评分"

    def __init__(self) -> None:
        super().__init__()
        self.model = PointsModel(self)
        self.grid = CellGrid(self.model, self.title)
        self.grid.setWordWrap(False)
        self.grid.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        theme.mark(self.grid, role="framed")
        unit = self.fontMetrics().horizontalAdvance("分")
        header = self.grid.horizontalHeader()
        for column in range(len(_COLUMNS)):
            if column in _WIDTHS:
                header.resizeSection(column, _WIDTHS[column] * unit + theme.LARGE)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.said = QLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self.grid)
        layout.addWidget(self.said)
        self.setFocusProxy(self.grid)
        self._start: dict[tuple[int, str], float | None] = {}
        self._year: int | None = None
        self.model.changed.connect(self._changed)
        self.model.refused.connect(lambda reason: self._say("error", reason))

    def load(self, record: Record) -> None:
        assert isinstance(record, MemberAppraisal)
        self._start = {}
        if record.get_id() is not None:
            self._start = {
                (standard, name): point.value(name)
                for standard, point in points(record).items()
                for name in ("self_points", "branch_points")
            }
        self._show_year(record.year, self._start)

    def follow(self, record: Record) -> None:
        if record.value("year") != self._year:
            self._show_year(record.value("year"), {})

    def is_changed(self) -> bool:
        kept = {place: value for place, value in self.model.given.items() if value is not None}
        return kept != {place: value for place, value in self._start.items() if value is not None}

    def save(self, record: Record) -> None:
        stored = points(record) if isinstance(record, MemberAppraisal) else {}
        for line in self.model.lines:
            wanted = {
                name: self.model.given.get((line.id, name)) for name in ("self_points", "branch_points")
            }
            point = stored.get(line.id) or AppraisalPoint(appraisal=record.get_id(), standard=line.id)
            if all(value is None for value in wanted.values()):
                if point.get_id() is not None:
                    point.delete_instance()
                continue
            for name, value in wanted.items():
                setattr(point, name, value)
            point.save()
        self._start = dict(self.model.given)

    def _show_year(self, year: int | None, given: dict[tuple[int, str], float | None]) -> None:
        self._year = year
        self.model.show([] if year is None else standards(year), given)
        rows = max(self.model.rowCount(), 1)
        self.grid.setFixedHeight(
            self.grid.horizontalHeader().sizeHint().height() + rows * theme.ROW_HEIGHT + 4
        )
        self._tell()

    def _changed(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        self.grid.setVisible(bool(self.model.lines))
        if not self.model.lines:
            self._say("caption", "这一年还没有评议标准，请在“团员评议”里用“评议标准…”采用。")
            return
        parts = []
        for name in ("self_points", "branch_points"):
            total = self.model.sum(name)
            label = AppraisalPoint.field(name).label
            parts.append(f"{label}合计{'—' if total is None else f'{total:g}'}")
        base = sum(line.base for line in self.model.lines)
        self._say("caption", f"基分{base:g}　" + "　".join(parts) + "　Enter 到下一项，可从 Excel 粘贴")

    def _say(self, role: str, text: str) -> None:
        self.said.setText(text)
        theme.mark(self.said, role=role)
