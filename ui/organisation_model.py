"""The Qt model of the organisations' tree: the whole office above, counts of members, what an election is due for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from models import partial_date, pinyin
from models.figure import Period
from models.figures import figure
from models.organisation import ACTIVE, Organisation, due_for_election
from models.years import reference_day
from ui.icons import icon

OFFICE = 0  # the entry for the whole office
OFFICE_TITLE = "全局"

ID_ROLE = Qt.ItemDataRole.UserRole
COUNT_ROLE = Qt.ItemDataRole.UserRole + 1
BADGE_ROLE = Qt.ItemDataRole.UserRole + 2

PICTURES = {"团委": "flag", "团工委": "flag", "团总支": "network", "团支部": "users"}
_MIME = "application/x-league-organisation"
_Index = QModelIndex | QPersistentModelIndex


class Badge(NamedTuple):
    """A short word beside the name, its tone, and the whole sentence."""

    text: str
    tone: str
    sentence: str


@dataclass
class Node:
    """One line of the tree."""

    id: int
    title: str
    kind: str
    parent: int | None
    searched: str = ""
    count: int = 0
    badge: Badge | None = None
    ended: bool = False
    children: list[int] = field(default_factory=list)
    row: int = 0


def election_badge(organisation_id: int, due: dict[int, tuple[str, bool]]) -> Badge | None:
    """What is to be said of an organisation's next election, given what is due by id."""
    if organisation_id not in due:
        return None
    day, overdue = due[organisation_id]
    shown = partial_date.show_day(day)
    if overdue:
        return Badge("超期", "bad", f"应于{shown}换届，已超期")
    return Badge("近期", "warn", f"应于{shown}换届")


def elections_due(year: int) -> dict[int, tuple[str, bool]]:
    """Organisation id → (due day, is overdue) of those overdue or due within 90 days, as of a work year."""
    return {
        organisation.id: (day, overdue)
        for organisation, day, overdue in due_for_election(reference_day(year))
    }


class OrganisationModel(QAbstractItemModel):
    """Organisations in the office's order, each with the members of itself and of all below it.

    Nothing is moved by a drop: `move_wanted` says which organisation a person wants below which.
    """

    move_wanted = Signal(int, int)  # organisation id, id of the one it is dropped on (OFFICE for none)

    def __init__(self, year: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.year = year
        self.with_ended = False
        self.needle = ""
        self._nodes: dict[int, Node] = {}
        self._top: list[int] = []
        self._read()

    # -- what Qt asks ---------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """The line in a row below another one."""
        below = self._below(parent)
        if column != 0 or not 0 <= row < len(below):
            return QModelIndex()
        return self.createIndex(row, column, below[row])

    def parent(self, index: _Index) -> QModelIndex:  # type: ignore[override]
        """The line above in the tree."""
        node = self.node(index)
        return QModelIndex() if node is None or node.parent is None else self.index_of(node.parent)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many lines stand directly below."""
        return len(self._below(parent))

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """One."""
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, picture, count, badge, and all of it in words."""
        node = self.node(index)
        if node is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return node.title
        if role == Qt.ItemDataRole.DecorationRole:
            picture = "building-2" if node.id == OFFICE else PICTURES.get(node.kind, "users")
            return icon(picture, "text_disabled" if node.ended else "text_muted")
        if role == ID_ROLE:
            return node.id
        if role == COUNT_ROLE:
            return node.count
        if role == BADGE_ROLE:
            return node.badge
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return "，".join(self._words(node))
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Every line can be chosen; organisations can be dragged, and be dropped on."""
        flags = super().flags(index)
        node = self.node(index)
        if node is not None and not node.ended:
            flags |= Qt.ItemFlag.ItemIsDropEnabled
            if node.id != OFFICE:
                flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        """Moving only."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Our own kind of data."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The dragged organisation's id."""
        data = QMimeData()
        data.setData(_MIME, str(indexes[0].internalId() if indexes else OFFICE).encode())
        return data

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        """Onto another line that is neither itself, nor below it, nor where it stands already."""
        node = self._nodes.get(self._dragged(data))
        target = self.node(parent)
        if node is None or target is None or row != -1:
            return False
        if node.parent == (None if target.id == OFFICE else target.id):
            return False
        above: Node | None = target
        while above is not None:
            if above.id == node.id:
                return False
            above = None if above.parent is None else self._nodes[above.parent]
        return True

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        """Only says what is wanted: the person is asked first, and the tree follows the records."""
        if self.canDropMimeData(data, action, row, column, parent):
            target = self.node(parent)
            assert target is not None
            self.move_wanted.emit(self._dragged(data), target.id)
        return False

    # -- what others ask ------------------------------------------------------------------------------

    def node(self, index: _Index) -> Node | None:
        """The line an index stands for."""
        return self._nodes.get(index.internalId()) if index.isValid() else None

    def index_of(self, organisation_id: int) -> QModelIndex:
        """Where an organisation stands; an invalid index when it is not shown."""
        node = self._nodes.get(organisation_id)
        return QModelIndex() if node is None else self.createIndex(node.row, 0, organisation_id)

    def ids(self) -> list[int]:
        """All that are shown, the office's own entry included, from top to bottom."""
        found: list[int] = []
        waiting = list(reversed(self._top))
        while waiting:
            found.append(waiting.pop())
            waiting += reversed(self._nodes[found[-1]].children)
        return found

    def is_found(self, index: _Index) -> bool:
        """Whether the line itself is what was searched for, and not only above a find."""
        node = self.node(index)
        return node is not None and pinyin.matches(self.needle, node.searched)

    def first_found(self) -> int:
        """The uppermost organisation that was searched for; OFFICE when there is none."""
        return next((id_ for id_ in self.ids() if self.is_found(self.index_of(id_))), OFFICE)

    def reload(self) -> None:
        """Read everything again."""
        self.beginResetModel()
        self._read()
        self.endResetModel()

    def set_year(self, year: int) -> None:
        """Count and judge as of another work year."""
        self.year = year
        self.reload()

    def show_ended(self, wanted: bool) -> None:
        """Show those that were dissolved or merged as well."""
        self.with_ended = wanted
        self.reload()

    def search(self, needle: str) -> None:
        """Show only organisations found by name or pinyin, and what stands above them."""
        self.needle = needle.strip()
        self.reload()

    # -- reading --------------------------------------------------------------------------------------

    def _read(self) -> None:
        due = elections_due(self.year)
        own = figure("members.total").by_organisation(Period.year(self.year))
        query = Organisation.select().order_by(Organisation.position, Organisation.id)
        everything = {organisation.id: _node(organisation, due) for organisation in query}
        for id_ in everything:
            _add_up(everything, id_, int(own.get(id_, 0)))
        shown = {id_: node for id_, node in everything.items() if self.with_ended or not node.ended}
        for node in shown.values():
            # A line whose upper one is not shown stands at the top rather than nowhere.
            node.parent = node.parent if node.parent in shown else None
        if self.needle:
            shown = self._found(shown)
        for node in shown.values():
            if node.parent is not None:
                node.row = len(shown[node.parent].children)
                shown[node.parent].children.append(node.id)
        self._top = []
        office = Node(OFFICE, OFFICE_TITLE, "", None, count=int(sum(own.values())))
        if not self.needle:
            self._top.append(OFFICE)
        for node in shown.values():
            if node.parent is None:
                node.row = len(self._top)
                self._top.append(node.id)
        self._nodes = shown if self.needle else {OFFICE: office, **shown}

    def _found(self, nodes: dict[int, Node]) -> dict[int, Node]:
        wanted: set[int] = set()
        for node in nodes.values():
            if pinyin.matches(self.needle, node.searched):
                above: int | None = node.id
                while above is not None and above not in wanted:
                    wanted.add(above)
                    above = nodes[above].parent
        return {id_: node for id_, node in nodes.items() if id_ in wanted}

    def _below(self, parent: _Index) -> list[int]:
        if not parent.isValid():
            return self._top
        node = self.node(parent)
        return [] if node is None or parent.column() != 0 else node.children

    @staticmethod
    def _dragged(data: QMimeData) -> int:
        return int(bytes(data.data(_MIME).data()) or b"-1") if data.hasFormat(_MIME) else -1

    @staticmethod
    def _words(node: Node) -> list[str]:
        said = [node.title]
        if node.kind and node.kind not in node.title:
            said.append(node.kind)
        said.append(f"团员{node.count}人")
        if node.badge:
            said.append(node.badge.sentence)
        return said


def _node(organisation: Organisation, due: dict[int, tuple[str, bool]]) -> Node:
    ended = organisation.state != ACTIVE
    badge = (
        Badge(organisation.state, "neutral", organisation.state)
        if ended
        else election_badge(organisation.id, due)
    )
    names = (organisation.name, organisation.short_name, organisation.unit, organisation.former_names)
    return Node(
        organisation.id,
        str(organisation.name),
        str(organisation.kind),
        organisation.parent_id,
        searched=" ".join(name for name in names if name),
        badge=badge,
        ended=ended,
    )


def _add_up(nodes: dict[int, Node], organisation_id: int, count: int) -> None:
    """Count the members of one organisation in it and in all above it."""
    seen: set[int] = set()
    above: int | None = organisation_id
    while above is not None and above in nodes and above not in seen:
        seen.add(above)
        nodes[above].count += count
        above = nodes[above].parent
