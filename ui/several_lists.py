"""A sub-tab of 支部 that holds more than one list, of which one at a time has the keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.changes import Notice
from models.record import Record
from ui import theme
from ui.desk import Desk
from ui.organisation_lists import ListSection
from ui.organisation_scope import Scope


class SeveralLists(QWidget):
    """Says which of its lists is at work, and which one records of a kind are listed in."""

    def current_list(self) -> ListSection:
        """The list that gets the keys when the sub-tab is opened."""
        raise NotImplementedError

    def list_of(self, kind: type[Record]) -> ListSection:
        """The list of a kind, brought to the front."""
        raise NotImplementedError


class SwitchedLists(SeveralLists):
    """One list at a time, under a line of buttons that choose it; `row` has room for more behind them.

    `counts` are the kinds on which the words of that line rest; `tell` writes them.
    """

    counts: frozenset[type[Record]]

    def __init__(self, desk: Desk, lists: Sequence[ListSection]) -> None:
        super().__init__()
        self.scope = Scope(None, None, desk.year)
        self.lists = tuple(lists)
        self.buttons = QButtonGroup(self)
        self._stack = QStackedWidget()
        self.row = QHBoxLayout()
        self.row.setContentsMargins(theme.WIDE, theme.MEDIUM, theme.WIDE, 0)
        self.row.setSpacing(theme.TIGHT)
        for place, each in enumerate(self.lists):
            button = QPushButton()
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            theme.mark(button, role="segment")
            self.buttons.addButton(button, place)
            self.row.addWidget(button)
            self._stack.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.row)
        layout.addWidget(self._stack, 1)
        self.buttons.idClicked.connect(self.open)
        desk.live.changed.connect(self._noticed)

    def tell(self) -> None:
        """Say on the buttons, and beside them, how many there are."""
        raise NotImplementedError

    def open(self, place: int) -> None:
        """Bring a list to the front by its place."""
        self.buttons.button(place).setChecked(True)
        self._stack.setCurrentIndex(place)

    def current_list(self) -> ListSection:
        """The list on screen."""
        return self.lists[self.buttons.checkedId()]

    def list_of(self, kind: type[Record]) -> ListSection:
        """Brings the list of a kind to the front."""
        self.open(next(place for place, each in enumerate(self.lists) if each.kind is kind))
        return self.current_list()

    def show_scope(self, scope: Scope) -> None:
        """Another organisation's or year's."""
        self.scope = scope
        for each in self.lists:
            each.show_scope(scope)
        self.tell()

    def _noticed(self, notice: Notice) -> None:
        if self.counts & notice.ids.keys():
            self.tell()
