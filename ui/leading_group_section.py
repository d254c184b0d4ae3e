"""领导小组 on the page of 支部: the group on a day as it follows from offices, vacancies, and who came and went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from models.changes import Notice
from models.errors import FieldError
from models.fields import Date
from models.leading_group import GroupChange, GroupMember, changes, leading_group, vacancies
from models.member import Member, Office
from models.organisation import Organisation
from models.partial_date import in_words, last_day
from models.settings import Setting
from models.years import reference_day
from ui import theme
from ui.desk import Desk
from ui.editor_date import DateEditor
from ui.icons import icon
from ui.leading_group_model import (
    CHANGE_HEADINGS,
    CHANGE_WIDTHS,
    GROUP_HEADINGS,
    GROUP_WIDTHS,
    LinesModel,
    change_line,
    group_line,
)
from ui.line_table import make_lines
from ui.organisation_scope import Scope

# The width of the section from which the buttons have their words.
WITH_WORDS = 640
_BEHIND = {Organisation, Member, Office, Setting}
_EXPORTED = (10, 10, 26, 10, 11, 22, 44)  # widths in characters


class LeadingGroupSection(QWidget):
    """Shown for the whole office; another day shows the group as it was then."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._year: int | None = None
        self.day = reference_day(desk.year)
        self.group: list[GroupMember] = []
        self.changes: list[GroupChange] = []
        field = Date("截至日期")
        field.name = "day"
        self.editor = DateEditor(field)
        self.editor.line.setMinimumWidth(130)
        self.editor.left.connect(self._turn)
        self.editor.line.confirmed.connect(self._turn)
        # A day taken from the calendar; one that is being typed waits for Enter.
        self.editor.changed.connect(lambda: None if self.editor.line.isModified() else self._turn())
        self._vacant, self._vacant_words = _notice()
        self.group_model = LinesModel(GROUP_HEADINGS, self)
        self.table = _table(self.group_model, "领导小组成员", GROUP_WIDTHS)
        self.table.activated.connect(self._open_member)
        self.change_model = LinesModel(CHANGE_HEADINGS, self)
        self.change_table = _table(self.change_model, "领导小组变动", CHANGE_WIDTHS)
        self.change_table.activated.connect(self._show_change)
        self._made: list[QToolButton] = []
        self.buttons = QButtonGroup(self)
        self._stack = QStackedWidget()
        for place, table in enumerate((self.table, self.change_table)):
            button = QPushButton()
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            theme.mark(button, role="segment")
            self.buttons.addButton(button, place)
            self._stack.addWidget(table)
        self.buttons.idClicked.connect(self._open)
        self.print_action = self._action("打印名单…", "printer", "Ctrl+P", self._print)
        self.export_action = self._action("导出表格…", "file-down", "Ctrl+E", self._export)
        self._lay_out(field.label)
        desk.live.changed.connect(self._noticed)

    # -- what the page asks -------------------------------------------------------------------------------

    def show_scope(self, scope: Scope) -> None:
        """The group of the year; a day that was chosen stays until another year is."""
        if scope.year != self._year:
            self._year = scope.year
            self.day = reference_day(scope.year)
            self.editor.year = scope.year
        self._show()

    def show_day(self, day: date) -> None:
        """The group as it was on a day."""
        self.day = day
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, printing and exporting keep their pictures alone."""
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle
        with_words = event.size().width() >= WITH_WORDS
        for made in self._made:
            made.setToolButtonStyle(
                style.ToolButtonTextBesideIcon if with_words else style.ToolButtonIconOnly
            )

    # -- inside -------------------------------------------------------------------------------------------

    def _lay_out(self, label: str) -> None:
        asked = QLabel(label)
        asked.setBuddy(self.editor)
        top = QHBoxLayout()
        top.setSpacing(theme.TIGHT)
        for button in self.buttons.buttons():
            top.addWidget(button)
        top.addSpacing(theme.MEDIUM)
        top.addWidget(asked)
        top.addSpacing(theme.TIGHT)
        top.addWidget(self.editor)
        top.addStretch(1)
        for action in (self.print_action, self.export_action):
            made = QToolButton()
            made.setDefaultAction(action)
            made.setAccessibleName(action.text())
            self._made.append(made)
            top.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.MEDIUM, theme.WIDE, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addWidget(self._vacant)
        layout.addWidget(self._stack, 1)
        self._open(0)

    def _open(self, place: int) -> None:
        self.buttons.button(place).setChecked(True)
        self._stack.setCurrentIndex(place)

    def _action(self, text: str, picture: str, keys: str, work: Callable[[], None]) -> QAction:
        action = QAction(icon(picture), text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{text}（{keys}）")
        action.triggered.connect(lambda _=False: work())
        self.addAction(action)
        return action

    def _show(self) -> None:
        year = self._year or self.day.year
        self.group, self.changes = leading_group(self.day), changes(year)
        self.editor.set_value(self.day.isoformat())
        self.editor.show_problem(None)
        self.buttons.button(0).setText(f"名单 {len(self.group)}")
        self.buttons.button(1).setText(f"变动 {len(self.changes)}")
        empty = [each.sentence for each in vacancies(self.day)]
        self._vacant_words.setText("、".join(empty) + "。" if empty else "")
        self._vacant.setVisible(bool(empty))
        self.group_model.show_lines([group_line(each) for each in self.group])
        self.change_model.show_lines([change_line(each) for each in self.changes])
        for action in (self.print_action, self.export_action):
            action.setEnabled(bool(self.group))

    def _turn(self) -> None:
        try:
            value = self.editor.reading().value
        except FieldError as error:
            self.editor.show_problem("error")
            self.desk.say(str(error))
            return
        day = last_day(value) if value else reference_day(self._year or self.day.year)
        if day != self.day or not value:
            self.show_day(day)

    def _noticed(self, notice: Notice) -> None:
        if _BEHIND & notice.ids.keys() and self.isVisible():
            self._show()

    def _open_member(self, index: QModelIndex) -> None:
        self.desk.open_record(self.group[index.row()].member)

    def _show_change(self, index: QModelIndex) -> None:
        self.show_day(self.changes[index.row()].day)
        self._open(0)

    def _print(self) -> None:
        # Print support is heavy: it is imported when something is first printed.
        from exports import forms
        from exports.form_leading_group import group_documents
        from ui.printing import preview

        day = self.day
        form = forms.LEADING_GROUP_FORM
        preview(self.window(), form, lambda _full: group_documents(day), self._name(), self.desk.remember)

    def _export(self) -> None:
        # Workbooks are heavy: they are imported when something is first exported.
        from exports.plain_table import TableColumn
        from ui.table_out import export_lines

        columns = [TableColumn(*pair) for pair in zip(GROUP_HEADINGS, _EXPORTED, strict=True)]
        export_lines(self.desk, self, columns, self.group_model.lines, self._name())

    def _name(self) -> str:
        return f"领导小组名单（{in_words(self.day.isoformat())}）"


def _notice() -> tuple[QFrame, QLabel]:
    frame, words = QFrame(), QLabel()
    theme.mark(frame, notice="warn")
    words.setWordWrap(True)
    words.setTextFormat(Qt.TextFormat.PlainText)
    row = QHBoxLayout(frame)
    row.setContentsMargins(theme.MEDIUM, theme.SMALL, theme.MEDIUM, theme.SMALL)
    row.addWidget(words)
    return frame, words


def _table(model: LinesModel, name: str, widths: Sequence[int]) -> QTableView:
    table = QTableView()
    table.setModel(model)
    make_lines(table, name)
    theme.mark(table, role="read")
    for column, width in enumerate(widths):
        table.setColumnWidth(column, width)
    table.horizontalHeader().setStretchLastSection(True)
    return table
