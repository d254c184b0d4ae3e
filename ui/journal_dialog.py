"""操作记录: everything that people did, the newest first; each opens to what it changed and can be taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from models.journal import Action, actions, first_entries, undo
from ui import ask, jobs, theme
from ui.desk import Desk
from ui.empty_state import EmptyState
from ui.icons import icon
from ui.journal_model import MOST, ActionModel, ChangedModel
from ui.line_table import make_lines

LATEST = 2000


class JournalDialog(QDialog):
    """Actions at the left, what the current one changed at the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle("操作记录")
        screen = self.screen().availableSize()
        self.resize(min(1240, screen.width() - 40), min(680, screen.height() - 60))
        self.model, self.changed = ActionModel(self), ChangedModel(self)
        self.search = QLineEdit()
        theme.mark(self.search, role="search")
        self.search.setPlaceholderText("查找：操作、操作人、日期，可用拼音")
        self.search.setAccessibleName("查找操作")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.view = _table(self.model, "操作", (122, 76, 0, 60, 68))
        self.details = _table(self.changed, "改动", (190, 104, 110, 0))
        self.details.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self._name, self._about = QLabel(), QLabel()
        for label, role in ((self._name, "heading"), (self._about, "muted")):
            theme.mark(label, role=role)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.undo_button = QPushButton(icon("undo-2"), "撤销这一步")
        self.undo_button.setAutoDefault(False)
        self._lay_out()
        self.undo_button.clicked.connect(lambda _=False: self._undo())
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._show_current)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self.view.setFocus)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._later.start())
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)
        desk.live.changed.connect(self.reload)
        self.reload()
        self.view.setFocus()

    def reload(self) -> None:
        """Read the journal again; the current action stays current."""
        current = self.current()
        found = actions(LATEST)
        self.model.show_actions(found)
        self._count.setText(
            f"只列出最近的{LATEST:,}次操作" if len(found) == LATEST else f"共{len(found):,}次操作"
        )
        self._return_to(current)

    def current(self) -> Action | None:
        """The action whose changes are shown."""
        row = self.view.currentIndex().row()
        return self.model.actions[row] if 0 <= row < len(self.model.actions) else None

    def _lay_out(self) -> None:
        self._count = QLabel()
        theme.mark(self._count, role="caption")
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, theme.SMALL, 0)
        column.setSpacing(theme.SMALL)
        column.addWidget(self.search)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(EmptyState("history", "没有这样的操作", "换个词查找。"))
        column.addWidget(self._pages, 1)
        column.addWidget(self._count)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(theme.MEDIUM, 0, 0, 0)
        beside.setSpacing(theme.SMALL)
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._about)
        head.addLayout(words, 1)
        head.addWidget(self.undo_button, 0, Qt.AlignmentFlag.AlignTop)
        beside.addLayout(head)
        beside.addWidget(self.details, 1)
        halves = QSplitter()
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(right)
        halves.setStretchFactor(0, 1)
        halves.setStretchFactor(1, 1)
        halves.setSizes([self.width() // 2, self.width() // 2])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.LARGE)
        layout.addWidget(halves)

    def _search(self, text: str) -> None:
        current = self.current()
        self.model.search(text)
        self._return_to(current)

    def _return_to(self, action: Action | None) -> None:
        row = self.model.row_of(action.id) if action is not None else None
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(row or 0, 0))
        self._pages.setCurrentIndex(0 if self.model.rowCount() else 1)
        self._later.start()

    def _show_current(self) -> None:
        action = self.current()
        self.undo_button.setEnabled(action is not None and action.undone_by is None)
        self.undo_button.setText("已撤销" if action is not None and action.undone_by else "撤销这一步")
        self._name.setText(action.name if action else "")
        self._about.setText(
            "　".join(
                part for part in (action.at, action.who, f"{action.touched:,}条记录", action.note) if part
            )
            if action
            else ""
        )
        self.changed.show_entries(
            first_entries(action.id, MOST) if action else [], action.touched if action else 0
        )

    def _undo(self) -> None:
        action = self.current()
        if action is None or not ask.confirm(
            self,
            "撤销这一步",
            f"撤销“{action.name}”？",
            f"它改动的{action.touched:,}条记录回到改动以前；后来又改过的不会被覆盖，那时整步都不撤销。",
            yes="撤销",
        ):
            return
        jobs.run(
            self,
            "撤销",
            lambda _tick: undo(action.id),
            lambda name: self.desk.say(f"已撤销：{name}"),
            lambda error: ask.show_error(self, error, "没有撤销"),
        )


def _table(model: ActionModel | ChangedModel, name: str, widths: tuple[int, ...]) -> QTableView:
    """A table to read; the column of width 0 takes the room that is left."""
    view = QTableView()
    view.setModel(model)
    make_lines(view, name)
    theme.mark(view, role="framed")
    view.setStyleSheet("QTableView::item { padding: 0 5px; }")  # under the headings' own edge
    header = view.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setMinimumSectionSize(48)
    for column, width in enumerate(widths):
        if width:
            header.resizeSection(column, width)
        else:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    return view
