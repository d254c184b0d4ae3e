"""字典: the lists of words; new words, other writings, order, retiring, renaming together with the records."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from models.changes import Notice, change
from models.dictionary import DICTIONARIES, DictionaryEntry, arrange, in_words, rename, uses, words_of
from models.errors import AppError
from models.fields import Choice, Kind
from ui import ask, theme
from ui.ask_fields import AskFields, Values
from ui.desk import Desk
from ui.dictionary_model import ACTIVE, PARENT, SYNONYMS, WORD, DictionaryModel
from ui.icons import icon

WITH_PARENT = "activity_kind"
PARENTS = "activity_category"
_ROWS = Qt.ShortcutContext.WidgetWithChildrenShortcut


class DictionaryEditor(QWidget):
    """The dictionaries at the left, the words of one at the right. Everything is written at once, and can be undone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.names = QListWidget()
        self.names.setAccessibleName("字典")
        self.names.setFixedWidth(150)
        theme.mark(self.names, role="framed")
        self.names.addItems(DICTIONARIES.values())
        self.model = DictionaryModel(self)
        self.view = QTableView()
        self._dress_view()
        self._make_actions()
        self._lay_out()
        self.names.currentRowChanged.connect(lambda _row: self.reload())
        self.model.moved.connect(self._move)
        self.model.ticked.connect(self._tick)
        self.view.doubleClicked.connect(lambda _index: self._edit())
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._allow())
        desk.live.changed.connect(self._noticed)
        self.names.setCurrentRow(1)

    @property
    def dictionary(self) -> str:
        """The dictionary whose words are shown."""
        return list(DICTIONARIES)[max(self.names.currentRow(), 0)]

    def reload(self) -> None:
        """Read the words again; the current one stays current."""
        current = self._current()
        entries = list(
            DictionaryEntry.select()
            .where(DictionaryEntry.dictionary == self.dictionary)
            .order_by(DictionaryEntry.position, DictionaryEntry.id)
        )
        self.model.show_entries(entries, self.dictionary == WITH_PARENT)
        header = self.view.horizontalHeader()
        for column, name in enumerate(self.model.columns):
            stretched = name == SYNONYMS
            header.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Stretch if stretched else QHeaderView.ResizeMode.Interactive
            )
            if not stretched:
                header.resizeSection(column, {WORD: 190, PARENT: 90, ACTIVE: 56}[name])
        ids = [entry.id for entry in entries]
        self._go_to(ids.index(current.id) if current is not None and current.id in ids else 0)
        self._allow()

    # -- building -----------------------------------------------------------------------------------------

    def _dress_view(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setAccessibleName("词条")
        theme.mark(view, role="framed")
        view.setStyleSheet("QTableView::item { padding: 0 5px; }")  # under the headings' own edge
        view.setShowGrid(False)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        view.setDragDropOverwriteMode(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        header = view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)

    def _make_actions(self) -> None:
        self.new_action = self._action("新增词条…", "plus", "Ctrl+N", self._new)
        self.edit_action = self._action("修改…", "pencil", "Return", self._edit)
        self.delete_action = self._action("删除…", "trash-2", "Delete", self._delete)
        self.up_action = self._action("上移", "arrow-up", "Alt+Up", lambda: self._shift(-1))
        self.down_action = self._action("下移", "arrow-down", "Alt+Down", lambda: self._shift(1))

    def _action(self, text: str, picture: str, keys: str, work: Callable[[], None]) -> QAction:
        action = QAction(icon(picture), text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(_ROWS)
        action.setToolTip(
            f"{text.rstrip('…')}（{action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)}）"
        )
        action.triggered.connect(lambda _=False: work())
        # Enter and Delete belong to the list of words, the others to the whole section.
        (self.view if keys in ("Return", "Delete") else self).addAction(action)
        return action

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(theme.TIGHT)
        new = QPushButton(icon("plus", "on_accent"), self.new_action.text().rstrip("…"))
        theme.mark(new, tone="primary")
        new.setAutoDefault(False)
        new.setToolTip(self.new_action.toolTip())
        new.clicked.connect(self.new_action.trigger)
        bar.addWidget(new)
        for action in (self.edit_action, self.delete_action):
            bar.addWidget(_button(action, Qt.ToolButtonStyle.ToolButtonTextBesideIcon))
        bar.addStretch()
        for action in (self.up_action, self.down_action):
            bar.addWidget(_button(action, Qt.ToolButtonStyle.ToolButtonIconOnly))
        hint = QLabel("拖动或按 Alt+↑、Alt+↓ 调整顺序；不再使用的词去掉“启用”，已有的记录不变。")
        theme.mark(hint, role="caption")
        hint.setWordWrap(True)
        right = QVBoxLayout()
        right.setSpacing(theme.SMALL)
        right.addLayout(bar)
        right.addWidget(self.view, 1)
        right.addWidget(hint)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(self.names)
        layout.addLayout(right, 1)

    # -- what can be done ---------------------------------------------------------------------------------

    def _new(self) -> None:
        def work(values: Values) -> None:
            last = max((entry.position or 0 for entry in self.model.entries), default=0)
            entry = DictionaryEntry(dictionary=self.dictionary, position=last + 1, **values)
            with change(f"新增{DICTIONARIES[self.dictionary]}“{values[WORD]}”"):
                entry.save()

        self._ask("新增词条", work, {}, yes="新增")
        self.reload()
        self._go_to(len(self.model.entries) - 1)

    def _edit(self) -> None:
        current = self._current()
        if current is None:
            return

        def work(values: Values) -> None:
            # Read anew: a try that was refused has left its values in the one before.
            entry = DictionaryEntry.get_by_id(current.id)
            old = str(entry.word)
            if values[WORD] == old:
                with change(f"修改词条“{old}”"):
                    _set(entry, values)
                return
            with_records = self._with_records(entry, values[WORD])
            if with_records is None:
                return
            with change(f"“{old}”改为“{values[WORD]}”"):
                count = rename(entry, values[WORD], with_records)
                others = [part for part in (values[SYNONYMS] or "").split("、") if part]
                _set(entry, values | {SYNONYMS: "、".join(dict.fromkeys([*others, old]))})
            self.desk.say(f"已改为“{values[WORD]}”" + (f"，{count}条记录一起改了" if count else ""))

        self._ask(
            "修改词条", work, {name: current.value(name) for name in (WORD, SYNONYMS, PARENT)}, yes="保存"
        )
        self.reload()

    def _with_records(self, entry: DictionaryEntry, word: str) -> bool | None:
        """Whether the records that use a word are changed with it; None when the person thinks better of it."""
        found = uses(entry)
        if not found:
            return True
        answer = ask.choose(
            self,
            "词条正在使用",
            f"有{in_words(found)}在用“{entry.word}”。",
            f"一起改的话，这些记录里的词也变成“{word}”，可以用 Ctrl+Z 撤销。",
            options=["词条和记录一起改", "只改词条"],
        )
        return None if answer is None else answer == 0

    def _delete(self) -> None:
        entry = self._current()
        if entry is None or not ask.confirm(
            self, "删除词条", f"删除“{entry.word}”？", "可以用 Ctrl+Z 撤销。", yes="删除", danger=True
        ):
            return
        self._write(f"删除词条“{entry.word}”", entry.delete_instance)

    def _tick(self, row: int, active: bool) -> None:
        entry = self.model.entries[row]
        entry.active = active
        self._write(f"{'启用' if active else '停用'}词条“{entry.word}”", entry.save)

    def _shift(self, by: int) -> None:
        row = self.view.currentIndex().row()
        self._move(row, row + by)

    def _move(self, source: int, target: int) -> None:
        entries = list(self.model.entries)
        if source == target or not (0 <= source < len(entries) and 0 <= target < len(entries)):
            return
        entries.insert(target, entries.pop(source))
        arrange(entries)
        self.reload()
        self._go_to(target)

    # -- inside -------------------------------------------------------------------------------------------

    def _ask(self, title: str, work: Callable[[Values], None], values: Values, *, yes: str) -> None:
        fields = [DictionaryEntry.field(name) for name in (WORD, SYNONYMS)]
        if self.dictionary == WITH_PARENT:
            parent = Choice(DictionaryEntry.field(PARENT).label, words_of(PARENTS))
            parent.name = PARENT
            fields.insert(1, parent)
        asked = [field for field in fields if isinstance(field, Kind)]
        given = {field.name: values.get(field.name) for field in asked}
        AskFields(self, title, "", asked, work, yes=yes, values=given, needed=[WORD]).exec()

    def _write(self, name: str, work: Callable[[], object]) -> None:
        try:
            with change(name):
                work()
        except AppError as error:
            ask.show_error(self, error, "没有修改")
        self.reload()

    def _current(self) -> DictionaryEntry | None:
        row = self.view.currentIndex().row()
        return self.model.entries[row] if 0 <= row < len(self.model.entries) else None

    def _go_to(self, row: int) -> None:
        if 0 <= row < len(self.model.entries):
            self.view.setCurrentIndex(self.model.index(row, 0))

    def _allow(self) -> None:
        row, last = self.view.currentIndex().row(), len(self.model.entries) - 1
        for action in (self.edit_action, self.delete_action):
            action.setEnabled(row >= 0)
        self.up_action.setEnabled(row > 0)
        self.down_action.setEnabled(0 <= row < last)

    def _noticed(self, notice: Notice) -> None:
        if DictionaryEntry in notice.ids:
            self.reload()


def _set(entry: DictionaryEntry, values: Values) -> None:
    for name, value in values.items():
        setattr(entry, name, value)
    entry.save()


def _button(action: QAction, style: Qt.ToolButtonStyle) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(style)
    button.setIconSize(QSize(theme.ICON, theme.ICON))
    button.setAccessibleName(action.text().rstrip("…"))
    return button
