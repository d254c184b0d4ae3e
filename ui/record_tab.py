"""A list of records of one kind with all that is done to them: enter, open, copy, delete, export, print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QVBoxLayout, QWidget

from models.changes import change
from models.errors import AppError
from models.record import Record
from ui import ask, theme
from ui.desk import Desk
from ui.export_seen import export_seen
from ui.icons import icon
from ui.record_dialog import MakeSection, RecordDialog
from ui.record_table import RecordTable, Seen
from ui.table_rows import Query

PRINT_KEYS = "Ctrl+P"
Defaults = dict[str, Any] | Callable[[], dict[str, Any]]


class RecordTab(QWidget):
    """What a page puts on screen for one kind of record: `RecordTab(desk, Activity, query=…, columns=…)`.

    `query` names the records, `columns` the fields shown at first, `defaults` what a new record begins with (a dict,
    or what gives one when it is needed), `sections` what the form shows besides the fields, `export` is called with
    the list as it is seen. `add_action` puts further actions beside 新增.
    """

    opened = Signal(int)  # a record is shown in its form

    def __init__(
        self,
        desk: Desk,
        record_class: type[Record],
        *,
        query: Query | None = None,
        columns: Sequence[str] | None = None,
        defaults: Defaults | None = None,
        form_fields: Sequence[str] | None = None,
        sections: Sequence[MakeSection] = (),
        export: Callable[[Seen], object] | None = None,
        watch: Sequence[type[Record]] = (),
        name: str | None = None,
        empty: tuple[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.record_class = record_class
        self._defaults = defaults
        self._form_fields = form_fields
        self._sections = sections
        self._export = export or (lambda seen: export_seen(desk, self, seen, self.title()))
        self.table = RecordTable(
            record_class,
            query=query,
            columns=columns,
            name=name,
            remember=desk.remember,
            live=desk.live,
            watch=watch,
        )
        self._make_actions()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        label = record_class.label
        sentence, hint = empty or (f"还没有{label}", f"按 Ctrl+N 新增，或从 Excel 表格导入{label}。")
        self.import_action = QAction(icon("import"), "导入表格…", self)
        self.import_action.triggered.connect(lambda _=False: desk.import_files())
        self.table.set_empty(sentence, hint, [self.new_action, self.import_action])
        self.table.open_wanted.connect(self.open)
        self.table.delete_wanted.connect(self.delete)
        self.table.export_wanted.connect(self._export_seen)
        self.table.print_wanted.connect(self._print_list)
        self.table.picked.connect(self._allow)
        self._allow()

    # -- what can be done -----------------------------------------------------------------------------

    def new(self, **values: Any) -> None:
        """Enter new records; `values` are filled in beforehand."""
        self._show(self.record_class(**(self._begin_with() | values)))

    def open(self, record_id: int) -> None:
        """Open a record in its form."""
        record = self.record_class.get_or_none(self.record_class.id == record_id)
        if record is None:
            self.table.reload()
            self.desk.say("这条记录已被删除")
            return
        self._show(record, self.table.shown_ids())
        self.opened.emit(record_id)

    def duplicate(self) -> None:
        """Begin a new record with the values of the current one, but for those that are its own."""
        record = self._current()
        if record is None:
            return
        values = {
            field.name: record.value(field.name)
            for field in record.stored_fields()
            if not field.unique and field.name not in record.not_copied
        }
        self._show(self.record_class(**values))

    def delete(self, ids: Sequence[int] = ()) -> None:
        """Delete the chosen records, or these, after asking; it can be undone."""
        ids = list(ids) or self.table.chosen_ids()
        records = list(self.record_class.select().where(self.record_class.id.in_(ids))) if ids else []
        if not records:
            return
        label = self.record_class.label
        named = "、".join(f"“{record.heading()}”" for record in records[:3])
        what = f"{label}{named}" if len(records) <= 3 else f"{named}等 {len(records)} 条{label}记录"
        if not ask.confirm(
            self, f"删除{label}", f"要删除{what}吗？", "删除后可以用 Ctrl+Z 撤销。", yes="删除", danger=True
        ):
            return
        try:
            with change(f"删除{what}"):
                for record in records:
                    record.delete_instance()
        except AppError as error:
            ask.show_error(self, error, "没有删除")
            return
        self.table.reload()
        self.desk.say(f"已删除{what}，Ctrl+Z 撤销")

    def history(self) -> None:
        """Open the current record with its history beside it."""
        record = self._current()
        if record is not None:
            self._show(record, self.table.shown_ids()).history_action.setChecked(True)

    def title(self) -> str:
        """What the list is called when it leaves the program: the heading and the name of an exported file."""
        return f"{self.record_class.label}列表"

    def choose(self, ids: Sequence[int]) -> None:
        """Choose these records in the list."""
        self.table.choose(ids)

    def show_only(self, ids: Sequence[int] | None, title: str) -> None:
        """List just these records, such as those behind a figure; None lists all again."""
        self.table.show_only(ids, title)

    def set_query(self, query: Query) -> None:
        """List other records of the same kind."""
        self.table.set_query(query)

    def add_action(self, action: QAction, *, button: bool = True, for_chosen: bool = False) -> None:
        """Offer a further action in the menu and, with `button`, beside 新增.

        One that is `for_chosen` can be used only while records are chosen.
        """
        self.addAction(action)
        self.table.record_actions.append(action)
        if for_chosen:
            self._for_chosen.append(action)
        if button:
            made = QToolButton()
            made.setDefaultAction(action)
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            made.setIconSize(QSize(theme.ICON, theme.ICON))
            made.setAccessibleName(action.text())
            self._place_button(made)
        self._allow()

    # -- inside ---------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        label = self.record_class.label
        self.new_action = self._action(f"新增{label}", "plus", "Ctrl+N", self.new)
        self.open_action = self._action(f"打开{label}", "pencil", "Return", self._open_current)
        self.duplicate_action = self._action("照此新增", "copy", "Ctrl+D", self.duplicate)
        self.history_action = self._action("修改记录", "history", "Ctrl+H", self.history)
        self.delete_action = self._action(f"删除{label}…", "trash-2", "Del", self.delete)
        self.print_action = self._action(f"打印{label}…", "printer", PRINT_KEYS, self._print_chosen)
        for action in (self.open_action, self.delete_action):
            self.table.only_in_list(action)
        self._for_chosen = [self.print_action, self.delete_action]
        self._for_one = [self.open_action, self.duplicate_action, self.history_action]
        self.table.record_actions += [*self._for_one, self.print_action, self.delete_action]
        self._buttons = 0
        self.new_button = new = QPushButton(icon("plus", "on_accent"), self.new_action.text())
        theme.mark(new, tone="primary")
        new.setToolTip(f"{self.new_action.text()}（Ctrl+N）")
        new.clicked.connect(self.new_action.trigger)
        self._place_button(new)

    def _place_button(self, button: QWidget) -> None:
        self.table.bar.insertWidget(self._buttons, button)
        self._buttons += 1

    def _action(self, text: str, picture: str, keys: str, work: Callable[[], object]) -> QAction:
        action = QAction(icon(picture), text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _=False: work())
        self.addAction(action)
        return action

    def _show(self, record: Record, neighbours: Sequence[int] = ()) -> RecordDialog:
        dialog = RecordDialog(
            self.desk,
            record,
            neighbours=neighbours,
            defaults=self._begin_with(),
            fields=self._form_fields,
            sections=self._sections,
            parent=self.window(),
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(self._saved)
        dialog.finished.connect(lambda: self.table.view.setFocus())
        dialog.open()
        return dialog

    def _saved(self, record_id: int) -> None:
        self.table.reload({record_id})
        if self.table.model.row_of(record_id) is not None:
            self.table.choose([record_id])

    def _begin_with(self) -> dict[str, Any]:
        return dict(self._defaults() if callable(self._defaults) else self._defaults or {})

    def _current(self) -> Record | None:
        id_ = self.table.current_id()
        return None if id_ is None else self.record_class.get_or_none(self.record_class.id == id_)

    def _open_current(self) -> None:
        id_ = self.table.current_id()
        if id_ is not None:
            self.open(id_)

    def _export_seen(self) -> None:
        self._export(self.table.seen())

    def _print_list(self) -> None:
        # With its libraries, when something is printed first: not at every start.
        from ui.print_seen import print_list

        print_list(self.desk, self, self.table.seen(), self.title())

    def _print_chosen(self) -> None:
        # As above.
        from ui.print_seen import print_records

        print_records(self.desk, self, self.record_class, self.table.chosen_ids())

    def showEvent(self, event: QShowEvent) -> None:
        """Where the page prints a form of its own under the same keys, the form that every kind has gives way."""
        super().showEvent(event)
        around: QWidget | None = self
        keys = QKeySequence(PRINT_KEYS)
        while around is not None:
            if any(one.shortcut() == keys and one is not self.print_action for one in around.actions()):
                self.print_action.setVisible(False)
                self.print_action.setShortcut(QKeySequence())
            around = None if around.isWindow() else around.parentWidget()

    def _allow(self) -> None:
        current = self.table.view.currentIndex().isValid()
        chosen = self.table.view.selectionModel().hasSelection()
        for action in self._for_one:
            action.setEnabled(current)
        for action in self._for_chosen:
            action.setEnabled(chosen)
