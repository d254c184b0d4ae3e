"""A list of records of any kind: search, filters, columns, totals, copy; read wholly from the fields' declarations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from models.changes import Notice
from models.fields import Attachments, Described, Link, LongText
from models.record import Record
from ui import theme
from ui.empty_state import EmptyState
from ui.icons import icon
from ui.list_search import ListSearch
from ui.live import Live
from ui.remember import Remember
from ui.table_bar import fit_bar
from ui.table_columns import TableColumns
from ui.table_copy import copy_cells
from ui.table_filter import Filter
from ui.table_menus import cell_menu, column_menu
from ui.table_model import SeenRows, SortColumn, TableModel
from ui.table_narrowing import Narrowing
from ui.table_rows import Query, Rows
from ui.table_status import TableGrid, TableStatus
from ui.table_view import TableView

USUAL_COLUMNS = 12
_SHORTCUTS = Qt.ShortcutContext.WidgetWithChildrenShortcut


class Seen(NamedTuple):
    """A list as it is on screen: the columns from left to right and every row's values as texts.

    The texts are read while one goes through the rows, so that a job beside the window may do that.
    """

    fields: list[Described]
    rows: SeenRows
    totals: list[str]  # the sums under the columns, '' where there is none


class RecordTable(QWidget):
    """Tells what the person wants by signals; reads records and never writes them.

    `query` names the records (all of the class without it), `columns` the fields shown at first; what the person
    changes about the columns is kept in `remember` under `name`.
    """

    open_wanted = Signal(int)  # the record's id
    delete_wanted = Signal(list)  # ids
    export_wanted = Signal()
    print_wanted = Signal()
    picked = Signal()

    def __init__(
        self,
        record_class: type[Record],
        *,
        query: Query | None = None,
        columns: Sequence[str] | None = None,
        name: str | None = None,
        remember: Remember | None = None,
        live: Live | None = None,
        watch: Sequence[type[Record]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.record_class = record_class
        fields = [field for field in record_class.fields() if not isinstance(field, Attachments)]
        usual = list(columns or _usual_columns(fields))
        self.model = TableModel(Rows(record_class, query), _in_order(fields, usual), self)
        self._watched = {record_class, *watch}
        linked = {field.rel_model for field in fields if isinstance(field, Link)}
        self._watched |= linked
        # A renamed record of such a kind changes what other rows of the list show.
        self._names_itself = record_class in linked
        self._stale = False
        self.view = TableView(self.model)
        self.view.setAccessibleName(f"{record_class.label}列表")
        self.columns = TableColumns(self.view, usual, name or record_class.kind_name(), remember)
        self.narrowing = Narrowing(self.view, record_class, query)
        self.chips = self.narrowing.chips
        self._grid = TableGrid(self.view)
        self.totals = self._grid.totals
        self.status = TableStatus(self.view, self.totals)
        self._make_actions()
        self._lay_out()
        self._connect()
        self.sort_by(self.columns.restore())
        self._count()
        if live is not None:
            live.changed.connect(self._noticed)

    # -- building -------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        label = self.record_class.label
        self.search_action = self._action("查找", "search", "Ctrl+F", lambda: self.search.begin())
        self.reveal_action = self._action("显示完整证件号和电话", "eye", "Ctrl+Shift+M", None)
        self.reveal_action.setCheckable(True)
        self.reveal_action.toggled.connect(self._reveal)
        self.columns_action = self._action("选择列…", "columns-3", "", self.choose_columns)
        self.export_action = self._action(
            f"导出{label}列表…", "file-spreadsheet", "Ctrl+E", self.export_wanted.emit
        )
        self.print_action = self._action(f"打印{label}列表…", "printer", "Ctrl+Alt+P", self.print_wanted.emit)
        self.print_action.setIconText("打印")
        self.reveal_action.setIconText("号码")
        self.columns_action.setIconText("列")
        self.export_action.setIconText("导出")
        for action, menu in (
            (self.search_action, "编辑"),
            (self.reveal_action, "视图"),
            (self.columns_action, "视图"),
        ):
            action.setProperty("menu", menu)
        for action in (self.export_action, self.print_action):
            action.setProperty("menu", "文件")
        self.copy_action = self._action("复制", "copy", "Ctrl+C", lambda: self.copy())
        self.copy_labels_action = self._action(
            "连同标题复制", "copy", "Ctrl+Shift+C", lambda: self.copy(labels=True)
        )
        for action in (self.copy_action, self.copy_labels_action):
            self.only_in_list(action)
        self.clear_action = self._action("清除全部筛选", "funnel", "Ctrl+Shift+L", self.clear)
        for action in (self.copy_action, self.copy_labels_action, self.clear_action):
            action.setProperty("menu", "编辑")
        self.record_actions: list[QAction] = []

    def _action(self, text: str, picture: str, keys: str, work: Any) -> QAction:
        action = QAction(icon(picture), text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(_SHORTCUTS)
            action.setToolTip(f"{text}（{keys}）")
        if work is not None:
            action.triggered.connect(lambda _=False: work())
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        self.search = ListSearch(self.record_class.label)
        self.bar = QHBoxLayout()
        self.bar.setSpacing(theme.SMALL)
        self.bar.addWidget(self.search, 1)
        self.bar.addStretch(0)
        for action in (self.reveal_action, self.columns_action, self.print_action, self.export_action):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIconSize(QSize(theme.ICON, theme.ICON))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setAccessibleName(action.text())
            self.bar.addWidget(button)
            if action is self.columns_action:
                self._columns_button = button
            # Never shown here: before it has a parent it would be a window for a moment.
            if action is self.reveal_action and not any(field.sensitive for field in self.model.fields):
                button.hide()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._grid)
        self._empty = EmptyState("inbox", f"还没有{self.record_class.label}", "")
        self._pages.addWidget(self._empty)
        nothing = EmptyState("search", "没有符合条件的记录", "换个词查找，或清除筛选。", [self.clear_action])
        self._nothing = nothing
        self._pages.addWidget(nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(self.bar)
        layout.addWidget(self.chips)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.status)

    def _connect(self) -> None:
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._count)
        self._idle = QTimer(self, singleShot=True, interval=20)
        self._idle.timeout.connect(self._prepare_search)
        self.search.textChanged.connect(self.model.set_search)
        self.search.list_wanted.connect(self._enter_list)
        self.search.open_wanted.connect(self._open_first)
        self.model.rearranged.connect(self._count)
        view, header = self.view, self.view.header
        view.picked.connect(self.picked)
        view.open_wanted.connect(lambda row: self.open_wanted.emit(self.model.id_at(row)))
        view.delete_wanted.connect(self._delete)
        view.menu_wanted.connect(self._menu)
        view.typed.connect(self.search.begin)
        self.narrowing.sorted.connect(self.columns.keep_soon)
        self.columns.changed.connect(self._later.start)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)

    # -- what others ask ------------------------------------------------------------------------------

    def current_id(self) -> int | None:
        """The id of the record in the current row."""
        index = self.view.currentIndex()
        return self.model.id_at(index.row()) if index.isValid() else None

    def chosen_ids(self) -> list[int]:
        """The ids of the records in whose rows something is chosen, in the list's order."""
        return [self.model.id_at(row) for row in self.view.chosen_rows()]

    def shown_ids(self) -> list[int]:
        """The ids of all records listed, in their order."""
        return self.model.ids()

    def choose(self, ids: Sequence[int]) -> None:
        """Choose these records and bring the first into sight; filters that hide all of them are taken away."""
        if ids and not any(self.model.row_of(one) is not None for one in ids):
            self.clear()
        self.view.choose_ids(ids, ids[0] if ids else None)

    def set_query(self, query: Query) -> None:
        """List other records of the same kind."""
        self.narrowing.set_query(query)

    def show_only(self, ids: Sequence[int] | None, title: str) -> None:
        """List just these records, such as those behind a figure, under a chip with their title; None lists all."""
        self.narrowing.show_only(ids, title)

    def set_empty(self, sentence: str, hint: str, actions: Sequence[QAction], picture: str = "inbox") -> None:
        """What to say, and what to offer, while there is no record at all."""
        old = self._empty
        self._empty = EmptyState(picture, sentence, hint, actions)
        self._pages.insertWidget(1, self._empty)
        self._pages.removeWidget(old)
        old.deleteLater()
        self._count()

    def seen(self) -> Seen:
        """Exactly what is listed: the columns on screen in their order, the rows that pass, masked as shown."""
        columns = self.view.shown_columns()
        totals = [self.totals.text(column) for column in columns]
        return Seen([self.model.fields[column] for column in columns], SeenRows(self.model, columns), totals)

    def reload(self, changed: Collection[int] | None = None) -> None:
        """Read the records again; selection and scrolling stay. `changed`: the ids that alone were changed."""
        self._stale = False
        self.model.reload(changed)

    def only_in_list(self, action: QAction) -> None:
        """Let an action's keys work only while the keyboard is in the grid: the search box has its own use for them."""
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.view.addAction(action)

    # -- filters and order ----------------------------------------------------------------------------

    def set_filter(self, name: str, one: Filter | None) -> None:
        """Narrow the list by one field; None takes its filter away."""
        self.narrowing.set_filter(name, one)

    def open_filter(self, column: int) -> None:
        """Show the drop-down of a column."""
        self.narrowing.open_panel(column)

    def sort_by(self, sorting: Sequence[SortColumn]) -> None:
        """Sort by these columns; by none, as the records come."""
        self.narrowing.sort_by(sorting)

    def clear_filters(self) -> None:
        """Take all columns' filters away, and list all records again."""
        self.narrowing.clear()

    def clear(self) -> None:
        """Take filters and search away."""
        self.search.clear()
        self.clear_filters()
        self.view.setFocus()

    def choose_columns(self) -> None:
        """Show the panel that chooses and orders the columns."""
        self.columns.open_panel(self._columns_button)

    # -- search ---------------------------------------------------------------------------------------

    def _prepare_search(self) -> None:
        # In small pieces between events, so that the first key stroke finds everything ready.
        if self.isVisible() and not self.model.texts.prepare():
            self._idle.start()

    def _enter_list(self) -> None:
        self.view.setFocus()
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            columns = self.view.shown_columns()
            self.view.setCurrentIndex(self.model.index(0, columns[0] if columns else 0))

    def _open_first(self) -> None:
        if self.model.rowCount():
            self._enter_list()
            self.open_wanted.emit(self.model.id_at(self.view.currentIndex().row()))

    # -- copy, delete, menus --------------------------------------------------------------------------

    def copy(self, labels: bool = False) -> None:
        """Put the chosen cells on the clipboard as Excel takes them, with their labels above if wanted."""
        copy_cells(self.view, labels)

    def _delete(self) -> None:
        ids = self.chosen_ids()
        if ids:
            self.delete_wanted.emit(ids)

    def _menu(self, place: QPoint) -> None:
        cell_menu(self, self.view.currentIndex()).popup(place)

    def _header_menu(self, point: QPoint) -> None:
        column = self.view.header.logicalIndexAt(point)
        if column >= 0:
            column_menu(self, column).popup(self.view.header.mapToGlobal(point))

    # -- what stands below ----------------------------------------------------------------------------

    def _count(self) -> None:
        shown, all_ = self.model.rowCount(), len(self.model.rows.ids)
        self._pages.setCurrentWidget(self._grid if shown else self._nothing if all_ else self._empty)
        self.status.tell()
        self._idle.start()

    def _reveal(self, revealed: bool) -> None:
        self.reveal_action.setIcon(icon("eye-off" if revealed else "eye"))
        self.reveal_action.setText("遮住证件号和电话" if revealed else "显示完整证件号和电话")
        self.reveal_action.setIconText("号码")
        self.model.set_revealed(revealed)
        self.narrowing.show_marks()

    # -- keeping in step ------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons lose their words where there is no room for them."""
        super().resizeEvent(event)
        fit_bar(self.bar, self.search, event.size().width())

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while the list was out of sight is read now."""
        super().showEvent(event)
        self._idle.start()
        if self._stale:
            self.reload()

    def _noticed(self, notice: Notice) -> None:
        touched = self._watched & notice.ids.keys()
        if not touched:
            return
        if self.isVisible():
            alone = touched == {self.record_class} and not self._names_itself
            self.reload(notice.ids[self.record_class] if alone else None)
        else:
            self._stale = True


def _usual_columns(fields: Sequence[Described]) -> list[str]:
    return [field.name for field in fields if field.stored and not isinstance(field, LongText)][
        :USUAL_COLUMNS
    ]


def _in_order(fields: Sequence[Described], first: Sequence[str]) -> list[Described]:
    """The fields named first in that order, then the rest as declared."""
    by_name = {field.name: field for field in fields}
    return [by_name[name] for name in first] + [field for field in fields if field.name not in first]
