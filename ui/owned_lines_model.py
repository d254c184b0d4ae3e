"""The lines of a parent record as a table in memory: cells read by their fields, what cannot be read kept and said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from models.errors import FieldError
from models.fields import Attachments, Described, Integer, Kind, Reading
from models.record import Problem, Record, warning
from models.text import squash
from ui import theme

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
NUMBER = "number"


class Line:
    """One child record as it is being written, with the cells that could not be read."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.start = dict(record.__data__)
        self.bad: dict[str, tuple[str, str]] = {}  # by field: what was typed, and why it is not taken
        self.problems: dict[str | None, Problem] = {}
        self.given: set[str] = set()  # the fields that a person has filled in
        self._doubts: dict[str, str] = {}  # what was doubtful about what was typed
        self._filled: dict[str, Any] = {}  # what followed from other fields, and may follow again

    def is_blank(self) -> bool:
        """Whether it is a new line in which nobody has written anything yet."""
        blank = all(self.record.value(name) in (None, "") for name in self.given)
        return self.record.get_id() is None and not self.bad and blank

    def is_changed(self) -> bool:
        """Whether saving the line would change anything."""
        return not self.is_blank() and (
            self.record.get_id() is None or bool(self.bad) or self.record.__data__ != self.start
        )

    def take(self, name: str, text: str, reading: Reading | str) -> None:
        """Write a cell: what was understood, or the reason why `text` was not."""
        self.given.add(name)
        self.bad.pop(name, None)
        self._doubts.pop(name, None)
        self._filled.pop(name, None)
        if isinstance(reading, str):
            self.bad[name] = (text, reading)
            setattr(self.record, name, None)
        else:
            setattr(self.record, name, reading.value)
            if reading.warning:
                self._doubts[name] = reading.warning

    def check(self, idle: frozenset[str]) -> None:
        """Fill in what follows and find what is wrong, but for the fields that the form fills in itself."""
        record = self.record
        for name, value in self._filled.items():
            if record.__data__.get(name) == value:
                setattr(record, name, None)
        before = {name for name, value in record.__data__.items() if value is not None}
        record.complete()
        self._filled = {
            name: value
            for name, value in record.__data__.items()
            if value is not None and name not in before and name not in idle
        }
        self.problems = {}
        for problem in record.check():
            known = self.problems.get(problem.field)
            if problem.field in idle or problem.field in self.bad:
                continue
            if known is None or (known.severity != "error" and problem.severity == "error"):
                self.problems[problem.field] = problem
        for name, (_, reason) in self.bad.items():
            self.problems[name] = Problem(name, reason)
        for name, doubt in self._doubts.items():
            self.problems.setdefault(name, warning(name, doubt))


class LineModel(QAbstractTableModel):
    """The lines, and always one blank below them. Nothing is written here; `changed` tells of every cell taken."""

    changed = Signal()

    def __init__(
        self,
        kind: type[Record],
        link: str,
        columns: Sequence[str],
        begin: Callable[[Record], dict[str, Any]],
        year: int,
        parent: Any = None,
    ) -> None:
        super().__init__(parent)
        self.kind, self.link, self._begin, self._year = kind, link, begin, year
        stored = [field.name for field in kind.stored_fields()]
        self.ordered = NUMBER in stored and NUMBER not in columns and isinstance(kind.field(NUMBER), Integer)
        self.fields: list[Described] = [
            field
            for field in (
                [kind.field(name) for name in columns]
                or [
                    one
                    for one in kind.fields()
                    if one.name != link and not (self.ordered and one.name == NUMBER)
                ]
            )
            if not isinstance(field, Attachments)
        ]
        self._idle = frozenset({link, NUMBER} if self.ordered else {link})
        self._parent: Record | None = None
        self._lines: list[Line] = []
        self._gone: list[Record] = []
        self._stored_order: list[int] = []
        self._current = -1

    # -- the lines ------------------------------------------------------------------------------------------

    def load(self, parent: Record) -> None:
        """Show the lines of a record; one without an id has none yet."""
        self.beginResetModel()
        self._parent = parent
        self._gone = []
        self._lines = []
        if parent.get_id() is not None:
            link = getattr(self.kind, self.link)
            query = self.kind.select().where(link == parent.get_id())
            order = [getattr(self.kind, NUMBER)] if self.ordered else []
            self._lines = [Line(record) for record in query.order_by(*order, self.kind.id)]
        self._stored_order = [line.record.get_id() for line in self._lines]
        self._lines.append(self._new_line())
        for line in self._lines[:-1]:
            self._attach(line)
            line.check(self._idle)
            line.start = dict(line.record.__data__)
        self.endResetModel()

    def follow(self, parent: Record) -> None:
        """The record has other values now: what its lines say of it is checked anew."""
        self._parent = parent
        for line in self._lines:
            self._attach(line)
            if not line.is_blank():
                line.check(self._idle)
        self._told(0, len(self._lines) - 1)

    def is_changed(self) -> bool:
        """Whether a line was written, deleted or moved."""
        return (
            bool(self._gone)
            or any(line.is_changed() for line in self._lines)
            or self._order() != self._stored_order
        )

    def lines(self) -> list[Line]:
        """The lines that are to be kept, from top to bottom."""
        return [line for line in self._lines if not line.is_blank()]

    def gone(self) -> list[Record]:
        """The stored records whose lines were taken out."""
        return list(self._gone)

    def line(self, row: int) -> Line:
        """The line in a row."""
        return self._lines[row]

    def row_of(self, line: Line) -> int:
        """Where a line stands."""
        return self._lines.index(line)

    def set_current(self, row: int) -> None:
        """Which line is being written: nothing is said of its blanks yet."""
        if row != self._current:
            self._current = row
            self._told(0, len(self._lines) - 1)

    def problem(self, row: int, name: str | None) -> Problem | None:
        """What is to be said of a cell, or of the line (None) as far as no cell shows it."""
        line = self._lines[row]
        if line.is_blank():
            return None
        if name is None:
            shown = {field.name for field in self.fields}
            return next((one for key, one in line.problems.items() if key not in shown), None)
        found = line.problems.get(name)
        unwritten = row == self._current and name not in line.given
        return None if unwritten and line.record.value(name) in (None, "") else found

    def first_error(self) -> tuple[int, str | None, str] | None:
        """Row, field and reason of the first cell that keeps the lines from being saved; None when none does."""
        for line in self.lines():
            line.check(self._idle)
            for field in self.fields:
                problem = line.problems.get(field.name)
                if problem is not None and problem.severity == "error":
                    return self.row_of(line), field.name, problem.message
            other = next((one for one in line.problems.values() if one.severity == "error"), None)
            if other is not None:
                return self.row_of(line), None, other.message
        return None

    # -- writing --------------------------------------------------------------------------------------------

    def editable(self, row: int, column: int) -> bool:
        """Whether a cell can be written; derived ones are only shown."""
        return 0 <= row < len(self._lines) and isinstance(self.fields[column], Kind)

    def take(self, row: int, column: int, text: str, reading: Reading | None = None) -> None:
        """Write a cell; without a reading the field reads the text, and keeps what it cannot read."""
        self._take(row, column, text, reading)
        self._settle(row)

    def write(self, row: int, column: int, cells: list[list[str]]) -> None:
        """Write lines of texts from a cell on; a first line of column names says which cell goes where."""
        named = self._named(cells[0]) if cells else []
        places: list[int | None] = named or [
            place if place < len(self.fields) else None
            for place in range(column, column + max(map(len, cells), default=0))
        ]
        for offset, line in enumerate(cells[1:] if named else cells):
            at = min(row + offset, len(self._lines) - 1)
            for place, text in zip(places, line, strict=False):
                if place is None or not self.editable(at, place):
                    continue
                if text.strip() or self._lines[at].record.get_id() is not None:
                    self._take(at, place, text, None)
            self._settle(at)

    def insert(self, row: int) -> int:
        """Put a blank line before a row where lines have an order, else take the one below; returns its row."""
        last = len(self._lines) - 1
        if not self.ordered or row >= last:
            return last
        self.beginInsertRows(QModelIndex(), row, row)
        self._lines.insert(row, self._new_line())
        self.endInsertRows()
        self.changed.emit()
        return row

    def remove(self, rows: Sequence[int]) -> int:
        """Take lines out; they are deleted when the form is saved. Returns how many there were."""
        wanted = sorted((row for row in set(rows) if row < len(self._lines) - 1), reverse=True)
        for row in wanted:
            self.beginRemoveRows(QModelIndex(), row, row)
            record = self._lines.pop(row).record
            if record.get_id() is not None:
                self._gone.append(record)
            self.endRemoveRows()
        if wanted:
            self.changed.emit()
        return len(wanted)

    def move(self, row: int, by: int) -> int:
        """Move a line up (-1) or down (1) among the lines; returns where it is then."""
        to = row + by
        last = len(self._lines) - 1
        if not self.ordered or row >= last or not 0 <= to < last:
            return row
        self._lines[row], self._lines[to] = self._lines[to], self._lines[row]
        self._told(min(row, to), max(row, to))
        self.changed.emit()
        return to

    # -- what Qt asks ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.fields)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self.fields[section].label
        return "＋" if section == len(self._lines) - 1 else str(section + 1)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if self.editable(index.row(), index.column()) else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, field = self._lines[index.row()], self.fields[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(line, field)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[field.align]
        if role in (
            Qt.ItemDataRole.BackgroundRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.ForegroundRole,
        ):
            problem = self.problem(index.row(), field.name)
            if role == Qt.ItemDataRole.ToolTipRole:
                return problem.message if problem is not None else None
            bad = problem is not None and problem.severity == "error"
            if role == Qt.ItemDataRole.BackgroundRole:
                return None if problem is None else theme.colour("bad_soft" if bad else "warn_soft")
            return theme.colour("bad") if bad else theme.colour("text_muted") if not field.stored else None
        return None

    # -- inside ---------------------------------------------------------------------------------------------

    def _text(self, line: Line, field: Described) -> str:
        if field.name in line.bad:
            return line.bad[field.name][0]
        if line.record.get_id() is None and line.is_blank():
            return ""  # what a new line begins with is shown once something is written in it
        return line.record.shown(field.name, full=field.name in line.given)

    def _take(self, row: int, column: int, text: str, reading: Reading | None) -> None:
        field = self.fields[column]
        assert isinstance(field, Kind)
        taken: Reading | str
        try:
            taken = field.read(text, year=self._year) if reading is None else reading
        except FieldError as error:
            taken = str(error)
        self._lines[row].take(field.name, text, taken)
        if row == len(self._lines) - 1 and not self._lines[row].is_blank():
            self.beginInsertRows(QModelIndex(), row + 1, row + 1)
            self._lines.append(self._new_line())
            self.endInsertRows()

    def _settle(self, row: int) -> None:
        self._lines[row].check(self._idle)
        self._told(row, row)
        self.changed.emit()

    def _named(self, cells: list[str]) -> list[int | None]:
        """The column that each cell names; [] when they are values."""
        names = {
            squash(word): place
            for place, field in reversed(list(enumerate(self.fields)))
            for word in (*field.aliases, field.label)
        }
        found = [names.get(squash(cell)) if cell.strip() else None for cell in cells]
        count = sum(place is not None for place in found)
        return found if count >= 2 or (count == 1 and len(cells) == 1) else []

    def _new_line(self) -> Line:
        begun = self._begin(self._parent) if self._parent is not None else {}
        line = Line(self.kind(**begun))
        self._attach(line)
        return line

    def _attach(self, line: Line) -> None:
        # The parent itself, not its id: what the line's rules ask of it is what is typed in the form now.
        setattr(line.record, self.link, self._parent)

    def _order(self) -> list[int]:
        ids = [line.record.get_id() for line in self._lines]
        return [id_ for id_ in ids if id_ is not None]

    def _told(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.fields) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Vertical, first, last)


_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_ALIGN = {
    "left": int(Qt.AlignmentFlag.AlignLeft | _MIDDLE),
    "right": int(Qt.AlignmentFlag.AlignRight | _MIDDLE),
    "center": int(Qt.AlignmentFlag.AlignHCenter | _MIDDLE),
}
