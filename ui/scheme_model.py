"""The Qt model of a scheme's tree: the scheme itself, its blocks, their topics, their indicators, with the points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from models.fields import decimal_text
from models.scheme import BLOCKS, BONUS, DEDUCTION, GOODS, VETO, Indicator, Scheme
from ui import theme
from ui.icons import icon
from ui.scheme_draft import Draft

Index = QModelIndex | QPersistentModelIndex
SCHEME, BLOCK, TOPIC, LINE = "scheme", "block", "topic", "line"
TEXT, POINTS, HOW = range(3)
_MIME = "application/x-league-scheme-lines"
_NONE = QModelIndex()
_TONES = {BONUS: "good", DEDUCTION: "warn", VETO: "bad"}
_PICTURES = {BONUS: "plus", DEDUCTION: "trash-2", VETO: "circle-alert"}


@dataclass
class Node:
    """One line of the tree. A topic stands for its lines, which stand together in one block."""

    kind: str
    text: str
    block: str = ""
    topic: str | None = None
    line: Indicator | None = None
    parent: int | None = None
    row: int = 0
    children: list[int] = field(default_factory=list)


class SchemeModel(QAbstractItemModel):
    """Shows a Draft. Nothing is moved by a drop: `put_wanted` says which lines a person wants where."""

    put_wanted = Signal(list, str, object, object, bool)  # lines, block, before (or None), topic, takes topic

    def __init__(self, draft: Draft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.draft = draft
        self._nodes: list[Node] = []
        self._top: list[int] = []
        self._shape: list[tuple[int, str, str | None]] = []
        self._build()

    # -- what Qt asks ---------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = _NONE) -> QModelIndex:
        """The line in a row below another one."""
        below = self._below(parent)
        if not (0 <= row < len(below) and 0 <= column < 3):
            return QModelIndex()
        return self.createIndex(row, column, below[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """The line above in the tree."""
        node = self.node(index)
        return QModelIndex() if node is None or node.parent is None else self._index(node.parent)

    def rowCount(self, parent: Index = _NONE) -> int:
        """How many lines stand directly below."""
        return len(self._below(parent))

    def columnCount(self, parent: Index = _NONE) -> int:
        """What it is, its points, how it is scored."""
        return 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("指标", Indicator.field("points").label, "计分")[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(
                (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft)[section]
            )
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, points, who scores; the whole text as a tip."""
        node = self.node(index)
        if node is None:
            return None
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (node.text, self._points(node), _how(node))[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column == POINTS else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole and node.kind in (SCHEME, BLOCK):
            return theme.font(1.0, bold=True)
        if role == Qt.ItemDataRole.ForegroundRole:
            if column == HOW or (node.kind == LINE and not (node.line and node.line.content)):
                return theme.colour("text_muted")
            if node.kind == BLOCK and node.block in _TONES:
                return theme.colour(_TONES[node.block])
        if role == Qt.ItemDataRole.DecorationRole and column == TEXT and node.kind == SCHEME:
            return icon("clipboard-list", "text_muted")
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._spoken(node)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """All can be chosen; topics and indicators dragged, onto blocks, topics and between indicators."""
        flags = super().flags(index)
        node = self.node(index)
        if node is not None and node.kind in (TOPIC, LINE):
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        if node is not None and node.kind in (BLOCK, TOPIC):
            flags |= Qt.ItemFlag.ItemIsDropEnabled
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        """Moving only."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Our own kind of data."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The number of the line of the tree that is dragged."""
        data = QMimeData()
        numbers = dict.fromkeys(index.internalId() for index in indexes)
        data.setData(_MIME, ",".join(map(str, numbers)).encode())
        return data

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Onto a block or topic, or between their lines; a topic only into a block."""
        dragged, target = self._dragged(data), self.node(parent)
        if not dragged or target is None or target.kind not in (BLOCK, TOPIC):
            return False
        return not (target.kind == TOPIC and any(node.kind == TOPIC for node in dragged))

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Only says what is wanted; the tree follows the draft."""
        if self.canDropMimeData(data, action, row, column, parent):
            target = self.node(parent)
            assert target is not None
            lines = [line for node in self._dragged(data) for line in self.lines_of(node)]
            before = self._lines_at(target, row)
            takes_topic = all(node.kind == LINE for node in self._dragged(data))
            self.put_wanted.emit(lines, target.block, before, target.topic, takes_topic)
        return False

    # -- what others ask ------------------------------------------------------------------------------

    def node(self, index: Index) -> Node | None:
        """The line an index stands for."""
        return self._nodes[index.internalId()] if index.isValid() else None

    def lines_of(self, node: Node | None) -> list[Indicator]:
        """The indicators of a line of the tree: its own, or all of its topic or block."""
        if node is None:
            return []
        if node.line is not None:
            return [node.line]
        return [line for child in node.children for line in self.lines_of(self._nodes[child])]

    def index_of(self, line: Indicator | Scheme | None) -> QModelIndex:
        """Where an indicator stands; the scheme's own line for the scheme or None."""
        for number, node in enumerate(self._nodes):
            if node.line is line and line is not None:
                return self._index(number)
        return self._index(0)

    def index_like(self, kind: str, block: str, topic: str | None) -> QModelIndex:
        """Where a block or topic stands; an invalid index when it is gone."""
        for number, node in enumerate(self._nodes):
            if (node.kind, node.block, node.topic) == (kind, block, topic):
                return self._index(number)
        return QModelIndex()

    def follow(self) -> bool:
        """Show what has become of the draft; True when lines came, went or moved and the tree was built anew."""
        if self._shape == self._present_shape():
            self._rename()
            for at in range(len(self._top)):
                self._tell(self.index(at, 0))
            return False
        self.beginResetModel()
        self._build()
        self.endResetModel()
        return True

    # -- inside ---------------------------------------------------------------------------------------

    def _tell(self, top: QModelIndex) -> None:
        self.dataChanged.emit(top, top.siblingAtColumn(HOW))
        count = self.rowCount(top)
        if count:
            self.dataChanged.emit(self.index(0, 0, top), self.index(count - 1, HOW, top))
            for row in range(count):
                self._tell(self.index(row, 0, top))

    def _present_shape(self) -> list[tuple[int, str, str | None]]:
        return [(id(line), line.block, line.topic or None) for line in self.draft.lines]

    def _build(self) -> None:
        self._nodes, self._top = [], []
        self._shape = self._present_shape()
        self._add(Node(SCHEME, "方案说明"), None)
        for block in BLOCKS:
            above = self._add(Node(BLOCK, block, block), None)
            run: tuple[str | None, int] = (None, above)
            for line in self.draft.in_block(block):
                topic = line.topic or None
                if topic is None:
                    run = (None, above)
                elif topic != run[0]:
                    run = (topic, self._add(Node(TOPIC, topic, block, topic), above))
                self._add(Node(LINE, "", block, topic, line), run[1])
        self._rename()

    def _rename(self) -> None:
        for node in self._nodes:
            if node.line is not None:
                node.text = " ".join(str(node.line.content or "").split()) or "（考核内容还没有写）"

    def _add(self, node: Node, parent: int | None) -> int:
        number = len(self._nodes)
        among = self._top if parent is None else self._nodes[parent].children
        node.parent, node.row = parent, len(among)
        among.append(number)
        self._nodes.append(node)
        return number

    def _index(self, number: int) -> QModelIndex:
        return self.createIndex(self._nodes[number].row, 0, number)

    def _below(self, parent: Index) -> list[int]:
        if not parent.isValid():
            return self._top
        return [] if parent.column() else self._nodes[parent.internalId()].children

    def _dragged(self, data: QMimeData) -> list[Node]:
        text = bytes(data.data(_MIME).data()).decode() if data.hasFormat(_MIME) else ""
        return [self._nodes[int(number)] for number in text.split(",") if number]

    def _lines_at(self, target: Node, row: int) -> Indicator | None:
        """Before which line something dropped in a row below `target` goes; None: behind all of them."""
        if 0 <= row < len(target.children):
            return self.lines_of(self._nodes[target.children[row]])[0]
        mine = self.lines_of(target)
        if not mine:
            return None
        at = next(at for at, line in enumerate(self.draft.lines) if line is mine[-1]) + 1
        following = self.draft.lines[at] if at < len(self.draft.lines) else None
        return following if following is not None and following.block == target.block else None

    def _points(self, node: Node) -> str:
        if node.kind == SCHEME or node.block == VETO:
            return ""
        return decimal_text(sum(line.points or 0 for line in self.lines_of(node)), 1)

    def _spoken(self, node: Node) -> str:
        if node.line is not None:
            said = [
                node.text,
                f"{self._points(node)}分" if node.block != VETO else "",
                str(node.line.criteria or ""),
            ]
            return "\n".join(filter(None, [*said, str(node.line.rule or "")]))
        if node.kind == SCHEME:
            return "方案的名称、适用范围、占比和等次分数线"
        count = len(self.lines_of(node))
        points = f"，{self._points(node)}分" if node.block in GOODS else ""
        return f"{node.text}：{count}条指标{points}"


def _how(node: Node) -> str:
    if node.line is None:
        return ""
    return "自动" if node.line.rule else str(node.line.scorer or "")
