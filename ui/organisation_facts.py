"""概况: what needs doing, the figures of the work year, and the facts of an organisation, each a way to its records."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
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

from models.activity import CATEGORIES
from models.figures import by_month, figure
from models.organisation import ACTIVE, Organisation
from ui import theme
from ui.chart import Group, Series
from ui.chart_columns import Columns
from ui.organisation_matrix import BranchFigures
from ui.organisation_model import OFFICE
from ui.organisation_scope import Scope
from ui.tiles import Tile
from ui.todo_list import TodoList
from ui.todos import todos

# What the tiles show: a figure, an icon, and the line below made of further figures.
_TILES: tuple[tuple[str, str, Callable[[Scope], str]], ...] = (
    (
        "members.total",
        "users",
        lambda scope: f"男{_said(scope, 'members.male')} · 女{_said(scope, 'members.female')}",
    ),
    (
        "officers.total",
        "user",
        lambda scope: f"专职{_said(scope, 'officers.专职')} · 兼职{_said(scope, 'officers.兼职')}",
    ),
    ("members.volunteers", "hand-heart", lambda scope: _share(scope, "members.volunteers")),
    ("youth.non_member", "sparkles", lambda scope: _league_share(scope)),
    (
        "activities.all.count",
        "calendar-days",
        lambda scope: f"{_said(scope, 'activities.all.attendance')}人次",
    ),
    (
        "activities.volunteer.hours",
        "clock",
        lambda scope: f"小时 · {_said(scope, 'activities.volunteer.count')}次",
    ),
)
# Not facts to read: the order in lists.
_LEFT_OUT = frozenset({"position"})
_WIDE_ENOUGH = 700
# What a tile needs beside its name: its margins and its icon.
_BESIDE_NAME = 68
_NARROWEST = 120
_LABEL_WIDTH = 150


class FactsView(QScrollArea):
    """What needs doing, figures, months, the branches below, and the facts; the signals say what is to be opened."""

    todo_wanted = Signal(object)  # the Todo pressed
    figure_wanted = Signal(str, int)  # a figure's name; of which organisation, OFFICE for all that is meant
    month_wanted = Signal(int, str)  # activities of a month and category
    organisation_wanted = Signal(int)
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
        column.addLayout(self._make_tiles())
        self.todos = TodoList()
        self.todos.opened.connect(self.todo_wanted)
        self.months = Columns("各月活动次数，按三比三争分类", "这一年还没有活动记录。")
        self.months.opened.connect(lambda month, category: self.month_wanted.emit(month, category))
        self._doing = _SideBySide(card("要办的事", self.todos), card("各月活动", self.months), (2, 3))
        self.branches = BranchFigures()
        self.branches.figure_wanted.connect(self.figure_wanted)
        self.branches.organisation_wanted.connect(self.organisation_wanted)
        self._branches = card("各支部情况", self.branches)
        self._facts = QWidget()
        QVBoxLayout(self._facts).setContentsMargins(0, 0, 0, 0)
        for part in (self._doing, self._branches, self._facts):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inner)

    def _make_tiles(self) -> QGridLayout:
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.MEDIUM)
        self.tiles: dict[str, Tile] = {}
        for place, (name, picture, _) in enumerate(_TILES):
            tile = Tile(_short(name), picture)
            tile.clicked.connect(lambda _=False, name=name: self.figure_wanted.emit(name, OFFICE))
            self.tiles[name] = tile
            self._grid.addWidget(tile, 0, place)
        return self._grid

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All tiles in one row where their names have room, else in two; a long name gets a little more room."""
        super().resizeEvent(event)
        metrics = QFontMetrics(theme.font())
        needs = [
            max(_NARROWEST, metrics.horizontalAdvance(tile.text()) + _BESIDE_NAME)
            for tile in self.tiles.values()
        ]
        room = self.viewport().width() - 2 * theme.WIDE - (len(needs) - 1) * theme.MEDIUM
        in_a_row = len(needs) if room >= sum(needs) else len(needs) // 2
        for place, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, place // in_a_row, place % in_a_row)
        for column, need in enumerate(needs):
            self._grid.setColumnStretch(column, need if in_a_row == len(needs) else int(column < in_a_row))

    def show_scope(self, scope: Scope) -> None:
        """Read everything anew."""
        for name, _picture, note in _TILES:
            self.tiles[name].show_figure(_said(scope, name), note(scope))
        self.todos.show_todos(todos(scope))
        self._show_months(scope)
        self._branches.setVisible(scope.has_below)
        if scope.has_below:
            self.branches.show_scope(scope)
        self._show_facts(scope)

    def _show_months(self, scope: Scope) -> None:
        months = {
            category: by_month(f"activities.{category}.count", scope.year, scope.ids)
            for category in CATEGORIES
        }
        series = [
            Series(category, f"chart_{place}", category, "次") for place, category in enumerate(CATEGORIES, 1)
        ]
        groups = [
            Group(f"{month}月", tuple(months[category][month - 1] for category in CATEGORIES), month)
            for month in range(1, 13)
        ]
        self.months.show_figures(series, groups)

    def _show_facts(self, scope: Scope) -> None:
        layout = self._facts.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(theme.SMALL)
        while item := layout.takeAt(0):
            if item.widget() is not None:
                item.widget().deleteLater()
        self._facts.setVisible(scope.organisation is not None)
        if scope.organisation is None:
            return
        groups = _groups(scope.organisation)
        halves: tuple[list[QWidget], list[QWidget]] = ([], [])
        lines = [0, 0]
        for group, facts in groups.items():
            place = 0 if lines[0] <= lines[1] else 1
            lines[place] += len(facts) + 3
            halves[place].append(card(group, _Facts(facts)))
        layout.addWidget(_SideBySide(_above_each_other(halves[0]), _above_each_other(halves[1]), (1, 1)))
        layout.addWidget(self._missing(scope.organisation))

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
        if not blank:
            # Never shown here: without a parent yet it would be a window for a moment and take the keyboard.
            line.hide()
        return line


class _Facts(QWidget):
    """Labels and values, the values to be selected and copied."""

    def __init__(self, facts: list[tuple[str, str]]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.MEDIUM)
        grid.setVerticalSpacing(theme.SMALL)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
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


class _SideBySide(QWidget):
    """Two parts beside each other where there is room, else above each other."""

    def __init__(self, first: QWidget, second: QWidget, stretch: tuple[int, int]) -> None:
        super().__init__()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.LARGE)
        for part, weight in zip((first, second), stretch, strict=True):
            self._box.addWidget(part, weight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn by the width there is."""
        super().resizeEvent(event)
        beside = event.size().width() >= _WIDE_ENOUGH
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != direction:
            self._box.setDirection(direction)


def _above_each_other(parts: list[QWidget]) -> QWidget:
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.LARGE)
    for part in parts:
        layout.addWidget(part)
    layout.addStretch(1)
    return whole


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
        if field.group and text and field.name not in _LEFT_OUT and text != ACTIVE:
            found.setdefault(field.group, []).append((field.label, text))
    return found


def _short(name: str) -> str:
    """A figure's label for a tile: 团员 for 团员数."""
    found = figure(name)
    return found.label.removesuffix("数") if found.unit == "人" else found.label


def _said(scope: Scope, name: str) -> str:
    return f"{scope.figure(name):,}"


def _share(scope: Scope, name: str) -> str:
    total = scope.figure("members.total")
    return f"占团员{scope.figure(name) / total:.0%}" if total else ""


def _league_share(scope: Scope) -> str:
    """团青比 = 团员 ÷ (团员 + 未入团青年), as domain.md format 1 has it."""
    members, others = scope.figure("members.total"), scope.figure("youth.non_member")
    return f"团青比{members / (members + others):.0%}" if members + others else ""
