"""The rows of an import's plan as a list: what becomes of each, the values, old → new, what is wrong at which cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from exports.headers import cell_text
from exports.intake_plan import (
    CHANGED,
    NEW,
    PROBLEM,
    SAME,
    STATUS_WORDS,
    Balance,
    Issue,
    Plan,
    PlanRow,
    explained,
)
from exports.workbook_scan import CellError
from models.fields import Kind, Link
from ui.icons import icon
from ui.table_paint import PADDING, shades

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

_SIGN = 16

PLACE, RESULT, WORDS = range(3)  # the columns before those of the fields

ALL, PROBLEMS = "全部", "有问题"
# The ways to look at a plan: the words of its button, and which rows it shows.
VIEWS: dict[str, Callable[[PlanRow], bool]] = {
    ALL: lambda row: True,
    "新增": lambda row: row.status == NEW,
    "有变化": lambda row: row.status == CHANGED,
    "相同": lambda row: row.status == SAME,
    PROBLEMS: lambda row: row.status == PROBLEM,
    "有提醒": lambda row: bool(row.warnings),
}
_SIGNS = {
    NEW: ("plus", "good"),
    CHANGED: ("pencil", "info"),
    SAME: ("check", "neutral"),
    PROBLEM: ("circle-alert", "bad"),
}


class Preview(NamedTuple):
    """A plan with all that is counted over its rows: made in the job, for a window must not wait for 100,000 rows."""

    plan: Plan
    balance: Balance
    views: dict[str, list[PlanRow]]
    changed: frozenset[str]  # the fields that any row changes

    @classmethod
    def of(cls, plan: Plan) -> Preview:
        """Count a plan's rows."""
        rows = list(plan.rows())
        views = {name: [row for row in rows if shows(row)] for name, shows in VIEWS.items()}
        changed = frozenset(change.field for row in rows for change in row.changes)
        return cls(plan, plan.balance(), views, changed)


class ImportCells(QStyledItemDelegate):
    """Paints the cells with the ground that the model gives them and the distances of the other lists."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One cell."""
        rect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None:
            painter.fillRect(rect, ground)
        elif selected:
            painter.fillRect(rect, shades["selection"])
        painter.setPen(shades["line"])
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        room = rect.adjusted(PADDING, 0, -PADDING, -1)
        sign = index.data(Qt.ItemDataRole.DecorationRole)
        if sign is not None:
            sign.paint(painter, room.left(), room.center().y() - _SIGN // 2 + 1, _SIGN, _SIGN)
            room.setLeft(room.left() + _SIGN + PADDING)
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        plain = shades["selection_text" if selected and ground is None else "text"]
        painter.setPen(plain if ink is None else ink.color())
        text = option.fontMetrics.elidedText(index.data() or "", Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(_MIDDLE), text)


class ImportModel(QAbstractTableModel):
    """One line a row of the plan; the fields that any sheet has a column for stand behind the words."""

    def __init__(self, preview: Preview, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.show_preview(preview)

    def show_preview(self, preview: Preview) -> None:
        """Show another plan, all of its rows."""
        self.beginResetModel()
        self._views = preview.views
        self.plan = plan = preview.plan
        self.rows = self._views[ALL]
        used = {name for sheet in plan.sheets() if sheet.header for name in sheet.header.fields.values()}
        owner = plan.kind.organisation_field
        if owner and any(sheet.organisation is not None for sheet in plan.sheets()):
            used.add(owner)
        self.fields: list[Kind] = [field for field in plan.kind.stored_fields() if field.name in used]
        # What a row is about stands first, whatever the sheet's order.
        self.fields.sort(key=lambda field: field.name not in ("name", "title"))
        self._many_files = len({sheet.file.path for sheet in plan.sheets()}) > 1
        self._many_sheets = any(sum(1 for sheet in file.sheets if sheet.rows) > 1 for file in plan.files)
        self.endResetModel()

    def look_at(self, view: str) -> None:
        """Show only the rows of one of the VIEWS."""
        self.beginResetModel()
        self.rows = self._views[view]
        self.endResetModel()

    # -- what Qt asks ---------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """The rows shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Place, result, words, and the fields."""
        return 0 if parent.isValid() else 3 + len(self.fields)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings above."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _MIDDLE
        if role != _DISPLAY:
            return None
        return ("表格中的行", "结果", "说明")[section] if section < 3 else self.fields[section - 3].label

    def data(self, index: _Index, role: int = _DISPLAY, _display: Any = _DISPLAY) -> Any:
        """Texts, signs, and the ground that marks a cell that is wrong, doubtful or would change."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == _display:
            return self.text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _MIDDLE
        if role == Qt.ItemDataRole.DecorationRole:
            return self._sign(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                "\n".join(self.issues(row)) or None if column < 3 else self._tip(row, self.fields[column - 3])
            )
        if role == Qt.ItemDataRole.BackgroundRole and column >= 3:
            tone = self._tone(row, self.fields[column - 3].name)
            return QBrush(shades[f"{tone}_soft"]) if tone else None
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = self._tone(row, self.fields[column - 3].name) if column >= 3 else ""
            if column == RESULT:
                tone = _SIGNS[row.status][1]
            return QBrush(shades[tone]) if tone else None
        return None

    # -- words ----------------------------------------------------------------------------------------

    def text(self, row: PlanRow, column: int) -> str:
        """What a cell of the list says."""
        if column == PLACE:
            return self._place(row)
        if column == RESULT:
            return STATUS_WORDS[row.status]
        if column == WORDS:
            return self._words(row)
        return self._value(row, self.fields[column - 3])

    def issues(self, row: PlanRow) -> list[str]:
        """Every problem, warning and change of a row in a sentence each."""
        said = [f"问题　{self._at(row, issue)}" for issue in row.problems]
        said += [f"提醒　{self._at(row, issue)}" for issue in row.warnings]
        for change in row.changes:
            field = self._field(change.field)
            said.append(f"改动　{field.label}：{self._change(row, field)}")
        return said

    def _place(self, row: PlanRow) -> str:
        place = f"第{row.number}行"
        if self._many_sheets:
            place = f"{row.sheet.name}　{place}"
        return f"{row.sheet.file.path.stem}　{place}" if self._many_files else place

    def _words(self, row: PlanRow) -> str:
        first = (row.problems or row.warnings)[:1]
        if first:
            more = len(row.problems) + len(row.warnings) - 1
            return explained(self.plan.kind, first[0]) + (f"（另有{more}处）" if more else "")
        return (
            "改动：" + "、".join(self._field(change.field).label for change in row.changes)
            if row.changes
            else ""
        )

    def _at(self, row: PlanRow, issue: Issue) -> str:
        cell = row.cell(issue) if issue.column is not None else f"第{row.number}行"
        return f"{cell}　{explained(self.plan.kind, issue)}"

    def _field(self, name: str | None) -> Kind:
        return next(field for field in self.plan.kind.stored_fields() if field.name == name)

    def _value(self, row: PlanRow, field: Kind) -> str:
        if any(issue.field == field.name for issue in row.problems):
            return self._raw(row, field) or self._shown(field, row.values.get(field.name))
        if any(change.field == field.name for change in row.changes):
            return self._change(row, field)
        if field.name in dict(row.later):
            return self._raw(row, field)
        return self._shown(field, row.values.get(field.name))

    def _change(self, row: PlanRow, field: Kind) -> str:
        change = next(change for change in row.changes if change.field == field.name)
        new = self._raw(row, field) if isinstance(change.new, PlanRow) else self._shown(field, change.new)
        return f"{self._shown(field, change.old) or '空白'} → {new}"

    def _raw(self, row: PlanRow, field: Kind) -> str:
        raw = row.raw(field.name)
        text = str(raw) if isinstance(raw, CellError) else cell_text(raw)
        return field.hide(text) if text and field.sensitive else text

    @staticmethod
    def _shown(field: Kind, value: Any) -> str:
        if isinstance(field, Link) and not isinstance(value, int):
            return ""
        return field.mask(value).replace("\n", " ")

    # -- looks ----------------------------------------------------------------------------------------

    def _sign(self, row: PlanRow, column: int) -> Any:
        if column == RESULT:
            return icon(*_SIGNS[row.status])
        if column == WORDS and row.warnings and not row.problems:
            return icon("triangle-alert", "warn")
        return None

    @staticmethod
    def _tone(row: PlanRow, name: str) -> str:
        if any(issue.field == name for issue in row.problems):
            return "bad"
        if any(issue.field == name for issue in row.warnings):
            return "warn"
        return "info" if any(change.field == name for change in row.changes) else ""

    def _tip(self, row: PlanRow, field: Kind) -> str | None:
        said = [issue.message for issue in (*row.problems, *row.warnings) if issue.field == field.name]
        if any(change.field == field.name for change in row.changes):
            said.append(self._change(row, field))
        return "\n".join(said) or None
