"""概况: what needs doing, the figures of the work year, and the facts of an organisation, each a way to its records."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.figures import Period, figure
from models.organisation import Organisation
from ui import theme
from ui.organisation_scope import Scope, todos
from ui.tiles import Tile
from ui.todo_list import TodoList

# What the tiles show: figure, name, icon, and the line below made of further figures.
_TILES: tuple[tuple[str, str, str, Callable[[Scope], str]], ...] = (
    (
        "members.total",
        "团员",
        "users",
        lambda scope: f"男{_said(scope, 'members.male')} · 女{_said(scope, 'members.female')}",
    ),
    (
        "officers.total",
        "团干部",
        "user",
        lambda scope: f"专职{_said(scope, 'officers.专职')} · 兼职{_said(scope, 'officers.兼职')}",
    ),
    ("members.volunteers", "注册志愿者", "hand-heart", lambda scope: _share(scope, "members.volunteers")),
    ("youth.non_member", "未入团青年", "sparkles", lambda scope: _league_share(scope)),
    (
        "activities.all.count",
        "活动",
        "calendar-days",
        lambda scope: f"{_said(scope, 'activities.all.attendance')}人次",
    ),
    (
        "activities.volunteer.hours",
        "志愿服务时长",
        "clock",
        lambda scope: f"小时 · {_said(scope, 'activities.volunteer.count')}次",
    ),
)
# Not facts to read: the order in lists.
_LEFT_OUT = frozenset({"position"})
_SIDE_BY_SIDE = 760


class FactsView(QScrollArea):
    """`todo_wanted` carries the Todo pressed, `figure_wanted` a figure's name, `edit_wanted` nothing."""

    todo_wanted = Signal(object)
    figure_wanted = Signal(str)
    edit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("role", "scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.WIDE)
        column.setSpacing(theme.LARGE)
        tiles = QGridLayout()
        tiles.setSpacing(theme.MEDIUM)
        self.tiles: dict[str, Tile] = {}
        for place, (name, label, picture, _) in enumerate(_TILES):
            tile = Tile(label, picture)
            tile.clicked.connect(lambda _=False, name=name: self.figure_wanted.emit(name))
            self.tiles[name] = tile
            tiles.addWidget(tile, 0, place)
        column.addLayout(tiles)
        self.todos = TodoList()
        self.todos.opened.connect(self.todo_wanted)
        self._todo_card = card("要办的事", self.todos)
        self._facts = QWidget()
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._below.setSpacing(theme.LARGE)
        self._below.addWidget(self._facts, 3)
        self._below.addWidget(self._todo_card, 2, Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._below)
        column.addStretch(1)
        self.setWidget(inner)
        QVBoxLayout(self._facts).setContentsMargins(0, 0, 0, 0)

    def show_scope(self, scope: Scope) -> None:
        """Read everything anew."""
        for name, _label, _picture, note in _TILES:
            self.tiles[name].show_figure(_said(scope, name), note(scope))
        self.todos.show_todos(todos(scope))
        layout = self._facts.layout()
        assert isinstance(layout, QVBoxLayout)
        while item := layout.takeAt(0):
            if item.widget() is not None:
                item.widget().deleteLater()
        layout.setSpacing(theme.LARGE)
        if scope.organisation is None:
            layout.addWidget(card("团组织", _Facts(_kinds(scope))))
        else:
            for group, facts in _groups(scope.organisation).items():
                layout.addWidget(card(group, _Facts(facts)))
            layout.addWidget(self._missing(scope.organisation))
        layout.addStretch(1)
        self._below.setStretchFactor(self._facts, 3)

    def resizeEvent(self, event: object) -> None:
        """Facts and things to do beside each other where there is room."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        wide = self.viewport().width() >= _SIDE_BY_SIDE
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.BottomToTop
        if self._below.direction() != direction:
            self._below.setDirection(direction)

    def _missing(self, organisation: Organisation) -> QWidget:
        """What is not known yet, with the way to fill it in."""
        blank = [
            field.label
            for field in organisation.stored_fields()
            if organisation.value(field.name) is None and field.group not in ("", "变动")
        ]
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(theme.LARGE, 0, 0, 0)
        said = QLabel(f"还没有填写：{'、'.join(blank)}")
        said.setProperty("role", "caption")
        said.setWordWrap(True)
        button = QPushButton("去填写")
        button.setProperty("tone", "link")
        button.clicked.connect(lambda: self.edit_wanted.emit())
        row.addWidget(said, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        line.setVisible(bool(blank))
        return line


class _Facts(QWidget):
    """Labels and values, the values to be selected and copied."""

    def __init__(self, facts: list[tuple[str, str]]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.LARGE)
        grid.setVerticalSpacing(theme.SMALL)
        grid.setColumnStretch(1, 1)
        for row, (label, value) in enumerate(facts):
            name = QLabel(label)
            name.setProperty("role", "muted")
            shown = QLabel(value)
            shown.setTextFormat(Qt.TextFormat.PlainText)
            shown.setWordWrap(True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setAccessibleName(f"{label}：{value}")
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, row, 1, Qt.AlignmentFlag.AlignTop)


def card(heading: str, content: QWidget) -> QFrame:
    """A card with a heading."""
    frame = QFrame()
    frame.setProperty("role", "card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.LARGE)
    layout.setSpacing(theme.MEDIUM)
    title = QLabel(heading)
    title.setProperty("role", "heading")
    layout.addWidget(title)
    layout.addWidget(content, 1)
    return frame


def _groups(organisation: Organisation) -> dict[str, list[tuple[str, str]]]:
    """The filled fields of an organisation by their groups."""
    found: dict[str, list[tuple[str, str]]] = {}
    for field in organisation.fields():
        text = organisation.shown(field.name)
        if field.group and text and field.name not in _LEFT_OUT:
            found.setdefault(field.group, []).append((field.label, text))
    return found


def _kinds(scope: Scope) -> list[tuple[str, str]]:
    """How many organisations of each kind there are."""
    query = Organisation.select(Organisation.kind).where(Organisation.state == "正常")
    kinds = [organisation.kind for organisation in query]
    words = Organisation.field("kind").words.words  # type: ignore[attr-defined]
    return [(kind, f"{kinds.count(kind)}个") for kind in words if kind in kinds] or [("团组织", "还没有")]


def _said(scope: Scope, name: str) -> str:
    return f"{scope.figure(name):,}"


def _share(scope: Scope, name: str) -> str:
    total = scope.figure("members.total")
    return f"占团员{scope.figure(name) / total:.0%}" if total else ""


def _league_share(scope: Scope) -> str:
    """团青比 = 团员 ÷ (团员 + 未入团青年), as domain.md format 1 has it."""
    members, others = scope.figure("members.total"), scope.figure("youth.non_member")
    return f"团青比{members / (members + others):.0%}" if members + others else ""


def records_behind(scope: Scope, name: str) -> tuple[type, list[int], str]:
    """The kind, ids and title of the records behind a figure of the scope."""
    found = figure(name)
    return (
        found.record,
        found.ids(Period.year(scope.year), scope.ids),
        f"{scope.name}{scope.year}年{found.label}",
    )
