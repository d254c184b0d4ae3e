"""Who took part in an activity: the branch's roster with ticks, hours for each, guests found by pinyin."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from models import pinyin
from models.activity import Activity, Participation, participants, set_participants
from models.database import rows
from models.errors import FieldError
from models.member import Member
from models.organisation import Organisation
from models.record import Record
from ui import theme
from ui.icons import icon
from ui.record_form import FormSection

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
NAME, BRANCH, HOURS = 0, 1, 2
_FIELDS = ((Member, "name"), (Member, "branch"), (Participation, "hours"))


class ParticipantModel(QAbstractTableModel):
    """Present members as lines with a tick and hours; the activity's own branch stands first."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._people: list[tuple[int, str, int]] = []  # member id, name, branch id
        self._shown: list[int] = []  # places in _people
        self._hours: dict[int, float | None] = {}  # ticked members
        self._search = ""
        self.home: int | None = None
        self._whole_office = False

    def load(self, home: int | None, chosen: dict[int, float | None]) -> None:
        """Show the roster for an activity of the organisation `home`, with these members ticked."""
        found = rows("SELECT id, name, branch_id FROM member WHERE left_on IS NULL")
        known = {id_ for id_, _, _ in found}
        # Someone who has left since still took part then.
        for id_ in chosen.keys() - known:
            found += rows("SELECT id, name, branch_id FROM member WHERE id = ?", (id_,))
        self.home = home
        self._hours = dict(chosen)
        found.sort(key=lambda person: (person[2] != home, person[2], pinyin.name_key(person[1])))
        self._people = [(person[0], person[1], person[2]) for person in found]
        self._narrow()

    def hours(self) -> dict[int, float | None]:
        """The ticked members and the hours of each (None where none are said)."""
        return dict(self._hours)

    def set_search(self, text: str) -> None:
        """Show only those whose name or branch answers to the text."""
        self._search = text.strip()
        self._narrow()

    def show_whole_office(self, whole: bool) -> None:
        """Show every branch's people, or the activity's own and those already ticked."""
        self._whole_office = whole
        self._narrow()

    def _narrow(self) -> None:
        self.beginResetModel()
        titles = Organisation.titles()
        self._shown = [
            place
            for place, (id_, name, branch) in enumerate(self._people)
            if (
                self._whole_office
                or self._search
                or self.home is None
                or branch == self.home
                or id_ in self._hours
            )
            and (
                not self._search
                or pinyin.matches(self._search, name)
                or pinyin.matches(self._search, titles.get(branch, ""))
            )
        ]
        self.endResetModel()

    def tick_all(self, ticked: bool, hours: float | None = None) -> None:
        """Tick or untick everyone on screen."""
        for place in self._shown:
            id_ = self._people[place][0]
            if ticked:
                self._hours.setdefault(id_, hours)
            else:
                self._hours.pop(id_, None)
        self._told()

    def give_all(self, hours: float | None) -> None:
        """Give everyone who is ticked the same hours."""
        self._hours = dict.fromkeys(self._hours, hours)
        self._told()

    def _told(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, HOURS))
        self.changed.emit()

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(_FIELDS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            kind, name = _FIELDS[section]
            return kind.field(name).label  # type: ignore[attr-defined]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == NAME:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        if index.column() == HOURS:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        id_, name, branch = self._people[self._shown[index.row()]]
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            if column == NAME:
                return name
            if column == BRANCH:
                return Organisation.titles().get(branch, "")
            return Participation.field("hours").show(self._hours.get(id_))
        if role == Qt.ItemDataRole.CheckStateRole and column == NAME:
            return Qt.CheckState.Checked if id_ in self._hours else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.TextAlignmentRole and column == HOURS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        id_ = self._people[self._shown[index.row()]][0]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == NAME:
            if Qt.CheckState(value) == Qt.CheckState.Checked:
                self._hours.setdefault(id_, None)
            else:
                self._hours.pop(id_, None)
        elif role == Qt.ItemDataRole.EditRole and index.column() == HOURS:
            try:
                self._hours[id_] = Participation.field("hours").read(value).value  # type: ignore[attr-defined]
            except FieldError as error:
                self.refused.emit(str(error))
                return False
        else:
            return False
        self.dataChanged.emit(self.index(index.row(), NAME), self.index(index.row(), HOURS))
        self.changed.emit()
        return True


class _List(QTableView):
    """Space ticks the person in the current line, wherever in it the cursor is."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            place = index.siblingAtColumn(NAME)
            ticked = place.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            self.model().setData(
                place,
                Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked,
                Qt.ItemDataRole.CheckStateRole,
            )
            return
        super().keyPressEvent(event)


class ParticipantsEditor(FormSection):
    """The list of an activity's participants, a section of its form."""

    title = Participation.label

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saved: dict[int, float | None] = {}
        self.model = ParticipantModel(self)
        self.list = _List()
        self.list.setModel(self.model)
        self.list.setAccessibleName(Participation.label)
        self.list.verticalHeader().hide()
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setMinimumHeight(8 * theme.ROW_HEIGHT)
        header = self.list.horizontalHeader()
        unit = self.fontMetrics().horizontalAdvance("名")
        header.resizeSection(NAME, 12 * unit)
        header.setSectionResizeMode(BRANCH, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(HOURS, 8 * unit)
        self.search = QLineEdit()
        theme.mark(self.search, role="search")
        self.search.setPlaceholderText("查找姓名、拼音或支部")
        self.search.setAccessibleName(f"查找{Participation.label}")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.whole = QCheckBox("显示其他支部的团员")
        self.all_button = QPushButton("全选")
        self.none_button = QPushButton("全不选")
        self.each = QLineEdit()
        self.each.setPlaceholderText("小时")
        self.each.setAccessibleName("每人时长")
        self.each.setFixedWidth(6 * unit)
        self.give_button = QPushButton("填入每人时长")
        self._counted = QLabel()
        theme.mark(self._counted, role="caption")
        self._lay_out()
        self.search.textChanged.connect(self.model.set_search)
        self.whole.toggled.connect(self.model.show_whole_office)
        self.all_button.clicked.connect(lambda: self.model.tick_all(True, self._each()))
        self.none_button.clicked.connect(lambda: self.model.tick_all(False))
        self.give_button.clicked.connect(lambda: self.model.give_all(self._each()))
        self.each.returnPressed.connect(self.give_button.click)
        self.model.changed.connect(self._tell)
        self.model.changed.connect(self.changed)
        self.model.refused.connect(self._refuse)

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.search, 1)
        first.addWidget(self.whole)
        for widget in (self.all_button, self.none_button):
            second.addWidget(widget)
        second.addStretch()
        for widget in (self.each, self.give_button):
            second.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(first)
        layout.addLayout(second)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._counted)

    def load(self, record: Record) -> None:
        """Show who took part in an activity, which may not be saved yet."""
        assert isinstance(record, Activity)
        saved = participants(record) if record.get_id() is not None else []
        self._saved = {one.member_id: one.hours for one in saved}
        self.model.load(record.value("branch"), self._saved)
        self._tell()

    def follow(self, record: Record) -> None:
        """The activity may have been given another organisation: its people stand first now."""
        if record.value("branch") != self.model.home:
            self.model.load(record.value("branch"), self.model.hours())

    def is_changed(self) -> bool:
        """Whether somebody was ticked, unticked or given other hours."""
        return self.model.hours() != self._saved

    def save(self, record: Record) -> None:
        """Make the activity's list what is ticked here."""
        assert isinstance(record, Activity)
        set_participants(record, self.model.hours())
        self._saved = self.model.hours()

    def hours(self) -> dict[int, float | None]:
        """Who is ticked, with the hours of each."""
        return self.model.hours()

    def _each(self) -> float | None:
        try:
            value: float | None = Participation.field("hours").read(self.each.text()).value  # type: ignore[attr-defined]
        except FieldError as error:
            self._refuse(str(error))
            return None
        return value

    def _tell(self) -> None:
        given = self.model.hours()
        total = sum(hours or 0 for hours in given.values())
        theme.mark(self._counted, role="caption")
        self._counted.setText(f"已选{len(given)}人" + (f"，共{total:g}小时" if total else ""))

    def _refuse(self, reason: str) -> None:
        theme.mark(self._counted, role="error")
        self._counted.setText(reason)
