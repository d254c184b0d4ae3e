"""The tree of a scheme with its keys: put in, copied, taken out, moved by Alt+↑/↓ or dragged, taken back by Ctrl+Z."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from models.scheme import GOODS, Indicator, Scheme
from ui import theme
from ui.icons import icon
from ui.scheme_draft import Draft
from ui.scheme_model import HOW, LINE, POINTS, SCHEME, TEXT, TOPIC, Node, SchemeModel


class SchemeTree(QWidget):
    """Edits the lines of a Draft. `chosen` says that another line is current, `edited` that the draft has changed."""

    chosen = Signal()
    step_begins = Signal()  # what is being written has to be in the draft now
    edited = Signal()
    form_wanted = Signal()

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = SchemeModel(draft, self)
        self._settling = False
        self.view = _View()
        self.view.setModel(self.model)
        self.view.setAccessibleName(f"{Scheme.label}的指标")
        header = self.view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        unit = self.fontMetrics().horizontalAdvance("分")
        header.resizeSection(POINTS, unit * 4)
        header.resizeSection(HOW, unit * 4)
        self._make_actions()
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.SMALL, theme.SMALL, theme.SMALL, theme.TIGHT)
        bar.setSpacing(theme.TIGHT)
        for action in self.actions_here:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIconSize(QSize(theme.ICON, theme.ICON))
            button.setAccessibleName(action.text())
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            if action is self.insert_action:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            bar.addWidget(button)
        bar.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.view, 1)
        self.model.put_wanted.connect(self._put)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.customContextMenuRequested.connect(self._menu)
        self.view.enter_pressed.connect(self.form_wanted)
        self.view.expandAll()
        self.choose(None)

    def _make_actions(self) -> None:
        self.insert_action = self._action("插入指标", "plus", ("Ins", "Ctrl+N"), self.insert)
        self.copy_action = self._action("复制", "copy", ("Ctrl+D",), self.copy)
        self.remove_action = self._action("删除", "trash-2", ("Del",), self.remove)
        self.up_action = self._action("上移", "arrow-up", ("Alt+Up",), lambda: self.move(-1))
        self.down_action = self._action("下移", "arrow-down", ("Alt+Down",), lambda: self.move(1))
        self.undo_action = self._action("退回一步", "undo-2", ("Ctrl+Z",), self.undo)
        self.actions_here = [
            self.insert_action,
            self.copy_action,
            self.remove_action,
            self.up_action,
            self.down_action,
            self.undo_action,
        ]

    def _action(self, text: str, picture: str, keys: tuple[str, ...], work: Callable[[], object]) -> QAction:
        action = QAction(icon(picture), text, self.view)
        action.setShortcuts([QKeySequence(one) for one in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{text}（{keys[0]}）")
        action.triggered.connect(lambda _=False: work())
        self.view.addAction(action)
        return action

    # -- what others ask ------------------------------------------------------------------------------

    @property
    def draft(self) -> Draft:
        """What is edited."""
        return self.model.draft

    def show_draft(self, draft: Draft, line: Indicator | None = None) -> None:
        """Show another draft, one of its lines chosen; the scheme itself without one."""
        self.model.draft = draft
        self._settling = True
        self.model.follow()
        self.view.expandAll()
        self._settling = False
        self.choose(line)
        self.chosen.emit()

    def current(self) -> Node | None:
        """The line of the tree that is chosen."""
        return self.model.node(self.view.currentIndex())

    def current_line(self) -> Indicator | None:
        """The indicator that is chosen."""
        node = self.current()
        return None if node is None else node.line

    def choose(self, line: Indicator | None) -> None:
        """Choose an indicator; the scheme itself for None."""
        self._go(self.model.index_of(line))

    def refresh(self) -> None:
        """Show what has been written beside the tree; what was chosen stays chosen."""
        self._following(self.current())

    # -- deeds ----------------------------------------------------------------------------------------

    def insert(self) -> None:
        """A new indicator behind the chosen one, or at the end of the chosen topic or block."""
        self.step_begins.emit()
        node = self.current()
        block = node.block if node is not None and node.block else GOODS[0]
        line = None if node is None else node.line
        made = self.draft.insert(block, None if node is None else node.topic, line)
        self._changed(made)
        self.form_wanted.emit()

    def copy(self) -> None:
        """A second indicator like the chosen one."""
        self.step_begins.emit()
        line = self.current_line()
        if line is not None:
            self._changed(self.draft.copy(line))

    def remove(self) -> None:
        """Take out the chosen indicator, or all of the chosen topic."""
        self.step_begins.emit()
        node = self.current()
        if node is not None and node.kind in (LINE, TOPIC):
            self._changed(self.draft.remove(self.model.lines_of(node)))

    def move(self, by: int) -> None:
        """The chosen indicator or topic one place up or down."""
        self.step_begins.emit()
        node = self.current()
        if node is None or node.kind not in (LINE, TOPIC):
            return
        lines = self.model.lines_of(node)
        moved = self.draft.move(lines[0], by) if node.kind == LINE else self.draft.move_run(lines, by)
        if moved:
            self._following(node, lines[0])
            self.edited.emit()

    def undo(self) -> None:
        """Take back the last step in the tree."""
        self.step_begins.emit()
        done, line = self.draft.undo()
        if done:
            self._changed(line)

    # -- inside ---------------------------------------------------------------------------------------

    def _put(
        self, lines: list[Indicator], block: str, before: Indicator | None, topic: str | None, takes: bool
    ) -> None:
        # Not from inside the drop: Windows holds the mouse until the drop has returned.
        def put() -> None:
            self.step_begins.emit()
            self.draft.put(lines, block, before, None, topic, takes)
            self._changed(lines[0])

        QTimer.singleShot(0, self, put)

    def _changed(self, line: Indicator | None) -> None:
        self._settling = True
        self.model.follow()
        self.view.expandAll()
        self._settling = False
        self.choose(line)
        self.edited.emit()

    def _following(self, node: Node | None, line: Indicator | None = None) -> None:
        """Build the tree anew where lines have moved; the same block, topic or indicator stays chosen."""
        self._settling = True
        if self.model.follow():
            self.view.expandAll()
            index = QModelIndex()
            if node is not None and node.kind == TOPIC and line is not None:
                index = self.model.index_of(line).parent()
            elif node is not None and node.line is None and node.kind != SCHEME:
                index = self.model.index_like(node.kind, node.block, node.topic)
            self.view.setCurrentIndex(
                index if index.isValid() else self.model.index_of(line or (node.line if node else None))
            )
            self.view.scrollTo(self.view.currentIndex())
        self._settling = False
        self._tell_actions()

    def _go(self, index: QModelIndex) -> None:
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)
        self._tell_actions()

    def _current_changed(self) -> None:
        if not self._settling:
            self._tell_actions()
            self.chosen.emit()

    def _tell_actions(self) -> None:
        node = self.current()
        kind = None if node is None else node.kind
        self.copy_action.setEnabled(kind == LINE)
        for action in (self.remove_action, self.up_action, self.down_action):
            action.setEnabled(kind in (LINE, TOPIC))

    def _menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        for action in self.actions_here:
            if action.isEnabled():
                menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.view.viewport().mapToGlobal(place))


class _View(QTreeView):
    enter_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.setAllColumnsShowFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the form of the chosen line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.enter_pressed.emit()
        else:
            super().keyPressEvent(event)
