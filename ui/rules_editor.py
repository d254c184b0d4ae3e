"""规定: the numbers that rules ask for; a new one begins with a year, what held before stays as it was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from models.changes import Notice, change
from models.fields import Kind
from models.rule import Rule, history
from ui import ask, theme
from ui.ask_fields import AskFields, Values
from ui.desk import Desk
from ui.icons import icon
from ui.line_table import make_lines
from ui.rules_model import COLUMNS, RulesModel

_ASKED = ("year", "number", "source", "remark")
_WIDTHS = {"name": 250, "number": 84, "year": 84}


class RulesEditor(QWidget):
    """All rules in one list. What is written can be undone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.model = RulesModel(self)
        self.view = QTableView()
        self.view.setModel(self.model)
        make_lines(self.view, "各项规定")
        theme.mark(self.view, role="framed")
        self.view.setStyleSheet("QTableView::item { padding: 0 5px; }")  # under the headings' own edge
        header = self.view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, name in enumerate(COLUMNS):
            if name in _WIDTHS:
                header.resizeSection(column, _WIDTHS[name])
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.new_action = self._action("从新年度起…", "plus", "Ctrl+N", self._renew)
        self.edit_action = self._action("改正…", "pencil", "Return", self._correct)
        self.delete_action = self._action("删除…", "trash-2", "Delete", self._delete)
        self._lay_out()
        self.view.doubleClicked.connect(lambda _index: self._correct())
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._allow())
        desk.live.changed.connect(self._noticed)
        self.reload()

    def reload(self) -> None:
        """Read the rules again; the current one stays current."""
        current = self._current()
        rows = list(Rule.select().order_by(Rule.code, Rule.year))
        self.model.show_rules(rows, self.desk.year)
        ids = [each.id for each in rows]
        row = ids.index(current.id) if current is not None and current.id in ids else 0
        self.view.setCurrentIndex(self.model.index(row, 0))
        self._allow()

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
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIconSize(QSize(theme.ICON, theme.ICON))
            button.setAccessibleName(action.text().rstrip("…"))
            bar.addWidget(button)
        bar.addStretch()
        hint = QLabel(
            f"有了新的文件，用“从新年度起”加一条：以前年度仍按原来的数。灰色的在{self.desk.year}年不起作用。"
        )
        theme.mark(hint, role="caption")
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(bar)
        layout.addWidget(self.view, 1)
        layout.addWidget(hint)

    def _action(self, text: str, picture: str, keys: str, work: Callable[[], None]) -> QAction:
        action = QAction(icon(picture), text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text.rstrip('…')}（{shown}）")
        action.triggered.connect(lambda _=False: work())
        (self.view if keys in ("Return", "Delete") else self).addAction(action)
        return action

    # -- what can be done ---------------------------------------------------------------------------------

    def _renew(self) -> None:
        current = self._current()
        if current is None:
            return

        def work(values: Values) -> None:
            made = Rule(**{**current.__data__, "id": None, **values})
            with change(f"{made.name}：{made.year}年起{made.amount()}"):
                made.save()

        self._ask(
            f"从新年度起：{current.name}", "以前年度仍按原来的数。", work, {"year": self.desk.year}, "加上"
        )

    def _correct(self) -> None:
        current = self._current()
        if current is None:
            return

        def work(values: Values) -> None:
            # Read anew: a try that was refused has left its values in the one before.
            found = Rule.get_by_id(current.id)
            for name, value in values.items():
                setattr(found, name, value)
            with change(f"改正规定“{found.name}”"):
                found.save()

        said = (
            f"这一条从{current.year}年起使用；改正数值后，{current.year}年以来按它算的结果都会变。"
            "只想从今年起改变，请用“从新年度起”。"
        )
        self._ask(f"改正：{current.name}", said, work, {name: current.value(name) for name in _ASKED}, "改正")

    def _delete(self) -> None:
        current = self._current()
        if current is None:
            return
        if len(history(current.code)) == 1:
            ask.inform(
                self, "不能删除", f"“{current.name}”只有这一条。", "程序要按它核对，可以改正它的数值。"
            )
            return
        said = f"{current.year}年起将按这项规定的前一条核对。可以用 Ctrl+Z 撤销。"
        if ask.confirm(self, "删除规定", f"删除“{current.heading()}”？", said, yes="删除", danger=True):
            with change(f"删除规定“{current.heading()}”"):
                current.delete_instance()
            self.reload()

    # -- inside -------------------------------------------------------------------------------------------

    def _ask(self, title: str, said: str, work: Callable[[Values], None], values: Values, yes: str) -> None:
        fields = [field for field in map(Rule.field, _ASKED) if isinstance(field, Kind)]
        needed = [field.name for field in fields if field.required]
        AskFields(self, title, said, fields, work, yes=yes, values=values, needed=needed).exec()
        self.reload()

    def _current(self) -> Rule | None:
        row = self.view.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    def _allow(self) -> None:
        for action in (self.new_action, self.edit_action, self.delete_action):
            action.setEnabled(self._current() is not None)

    def _noticed(self, notice: Notice) -> None:
        if Rule in notice.ids:
            self.reload()
