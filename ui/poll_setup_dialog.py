"""Setting up a poll in one dialog: name and day, scale and limits, items, classes of raters, organisations."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.clock import end_of_year
from models.errors import AppError, FieldError
from models.fields import Kind
from models.organisation import Organisation, branches, tree
from models.poll import Poll, PollClass, PollItem
from models.poll_setup import Class, Plan, set_up
from models.record import Record
from ui import ask, theme
from ui.desk import Desk
from ui.editors import Editor
from ui.inputs import LineEdit, TextBox
from ui.make_editor import make_editor
from ui.wrapped_label import WrappedLabel

_FIELDS = ("name", "held", "scale", "satisfied", "quorum", "make_up_below")
_CLASS_FIELDS = ("name", "weight", "each")
_SPARE_CLASSES = 2
_ROUNDING = 0.5  # three times 33.3 % is a hundred


class PollSetupDialog(QDialog):
    """Begins with a plan, such as that of the last poll; `made` carries the new poll's id."""

    made = Signal(int)

    def __init__(self, desk: Desk, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.plan = plan
        self.setWindowTitle(f"新增{Poll.label}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = self.screen().availableSize()
        self.resize(min(980, room.width() - 16), min(640, room.height() - 48))
        self._make_editors()
        self.items = TextBox(6, 12)
        self.items.setAccessibleName(PollItem.label)
        self.items.setPlainText("\n".join(plan.items))
        self.organisations = self._make_organisations()
        self.chosen = QLabel()
        theme.mark(self.chosen, role="muted")
        self.problem = WrappedLabel()
        theme.mark(self.problem, role="error")
        self.problem.hide()
        self._lay_out()
        for keys in ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.save)
        self.organisations.itemChanged.connect(lambda _: self._tell())
        self._tell()
        self._first = self._written()
        self.editors["name"].setFocus()

    # -- building -------------------------------------------------------------------------------------

    def _make_editors(self) -> None:
        values = {
            "name": self.plan.name,
            "held": self.plan.held,
            "scale": "、".join(self.plan.words),
            "satisfied": self.plan.satisfied,
            "quorum": self.plan.quorum,
            "make_up_below": self.plan.make_up_below,
        }
        self.editors = {name: self._editor(Poll, name, values[name]) for name in _FIELDS}
        self.classes: list[dict[str, Editor]] = []
        for each in [*self.plan.classes, *[Class("")] * _SPARE_CLASSES]:
            line = {
                "name": each.name or None,
                "weight": each.weight,
                "each": each.each,
            }
            self.classes.append({name: self._editor(PollClass, name, line[name]) for name in _CLASS_FIELDS})

    def _editor(self, kind: type[Record], name: str, value: Any) -> Editor:
        field = kind.field(name)
        assert isinstance(field, Kind)
        editor = make_editor(field)
        editor.year = self.plan.year
        editor.set_value(value)
        editor.changed.connect(lambda: self.problem.hide())
        return editor

    def _make_organisations(self) -> QListWidget:
        found = QListWidget()
        found.setAccessibleName("被评议的团组织")
        names = Organisation.titles()
        wanted = set(self.plan.organisations)
        for id_, _parent in tree():
            item = QListWidgetItem(names.get(id_, ""))
            item.setData(Qt.ItemDataRole.UserRole, id_)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if id_ in wanted else Qt.CheckState.Unchecked)
            found.addItem(item)
        return found

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(theme.LARGE)
        form.setVerticalSpacing(theme.SMALL)
        for name, editor in self.editors.items():
            label = QLabel(Poll.field(name).label + (" *" if Poll.field(name).required else ""))
            label.setBuddy(editor)
            form.addRow(label, editor)
        left = QVBoxLayout()
        left.setSpacing(theme.SMALL)
        left.addLayout(form)
        left.addSpacing(theme.SMALL)
        left.addWidget(_heading("评议项目（每行一项）", self.items))
        left.addWidget(self.items)
        left.addStretch()
        right = QVBoxLayout()
        right.setSpacing(theme.SMALL)
        right.addWidget(_heading(PollClass.label, self.classes[0]["name"]))
        right.addLayout(self._class_grid())
        right.addSpacing(theme.SMALL)
        every = QPushButton("全部团支部(&A)")
        every.clicked.connect(lambda _=False: self.choose_branches())
        none = QPushButton("全不选")
        none.clicked.connect(lambda _=False: self._check(set()))
        line = QHBoxLayout()
        line.addWidget(_heading("被评议的团组织", self.organisations))
        line.addWidget(self.chosen, 1)
        line.addWidget(none)
        line.addWidget(every)
        right.addLayout(line)
        right.addWidget(self.organisations, 1)
        columns = QHBoxLayout()
        columns.setSpacing(theme.WIDE)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        keys = QLabel("Ctrl+S 保存　保存后等次和补课线归这次评议自己，改字典不影响它")
        theme.mark(keys, role="caption")
        cancel, save = QPushButton("取消"), QPushButton("保存")
        cancel.clicked.connect(lambda _=False: self.reject())
        save.clicked.connect(lambda _=False: self.save())
        theme.mark(save, tone="primary")
        bottom = QHBoxLayout()
        bottom.setSpacing(theme.SMALL)
        bottom.addWidget(keys, 1)
        bottom.addWidget(cancel)
        bottom.addWidget(save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(columns, 1)
        layout.addWidget(self.problem)
        layout.addLayout(bottom)
        # Enter goes to the next field; no button may take it.
        for button in (every, none, cancel, save):
            button.setAutoDefault(False)

    def _class_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SMALL)
        grid.setVerticalSpacing(theme.TIGHT)
        for column, name in enumerate(_CLASS_FIELDS):
            label = QLabel(PollClass.field(name).label)
            theme.mark(label, role="muted")
            grid.addWidget(label, 0, column)
        for row, line in enumerate(self.classes, 1):
            for column, name in enumerate(_CLASS_FIELDS):
                grid.addWidget(line[name], row, column)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        return grid

    # -- what is chosen -------------------------------------------------------------------------------

    def choose_branches(self) -> None:
        """Let the poll be about all branches of the year."""
        self._check({branch.id for branch in branches(end_of_year(self.plan.year))})

    def _check(self, ids: set[int]) -> None:
        for item in self._all_items():
            wanted = item.data(Qt.ItemDataRole.UserRole) in ids
            item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)

    def _all_items(self) -> list[QListWidgetItem]:
        return [self.organisations.item(row) for row in range(self.organisations.count())]

    def _chosen_ids(self) -> list[int]:
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in self._all_items()
            if item.checkState() == Qt.CheckState.Checked
        ]

    def _tell(self) -> None:
        self.problem.hide()
        self.chosen.setText(f"已选{len(self._chosen_ids())}个")

    # -- saving ---------------------------------------------------------------------------------------

    def read(self) -> Plan:
        """What is filled in; raises FieldError, with the field's label, where it cannot be read."""
        values = {name: _value(editor) for name, editor in self.editors.items()}
        classes = []
        for line in self.classes:
            name, weight, each = (_value(line[part]) for part in _CLASS_FIELDS)
            if name:
                classes.append(Class(name, weight, each))
            elif weight is not None or each is not None:
                raise FieldError(f"{PollClass.label}没有写名称")
        weights = [each.weight for each in classes if each.weight is not None]
        if weights and abs(sum(weights) - 100) > _ROUNDING:
            label = PollClass.field("weight").label
            raise FieldError(f"{label}合计为{sum(weights):g}%，应为100%；都空着则每张票一样算")
        return Plan(
            name=values["name"] or "",
            year=self.plan.year,
            held=values["held"],
            words=tuple(part.strip() for part in str(values["scale"] or "").split("、")),
            satisfied=values["satisfied"],
            quorum=values["quorum"],
            make_up_below=values["make_up_below"],
            items=[line.strip() for line in self.items.toPlainText().splitlines() if line.strip()],
            classes=classes,
            organisations=self._chosen_ids(),
        )

    def save(self) -> bool:
        """Make the poll; False, and said why, when it cannot be."""
        try:
            poll = set_up(self.read())
        except FieldError as error:
            return self._refuse(str(error))
        except AppError as error:
            return self._refuse(f"{error.message}{error.next_step}")
        self._first = self._written()
        self.desk.say(f"已新增{poll.name}，Ctrl+Z 撤销")
        self.made.emit(poll.id)
        self.accept()
        return True

    def _refuse(self, why: str) -> bool:
        self.problem.setText(why)
        self.problem.show()
        return False

    def reject(self) -> None:
        """Esc and 取消: ask about what is filled in."""
        if self._written() != self._first:
            answer = ask.keep_changes(self, self.windowTitle())
            if answer is ask.Keep.SAVE:
                self.save()
                return
            if answer is ask.Keep.CANCEL:
                return
        super().reject()

    def _written(self) -> list[object]:
        lines = [line.text() for line in self.findChildren(LineEdit)]
        return [*lines, self.items.toPlainText(), self._chosen_ids()]


def _value(editor: Editor) -> Any:
    try:
        return editor.reading().value
    except FieldError as error:
        editor.show_problem("error")
        editor.setFocus()
        raise FieldError(f"{editor.field.label}：{error}") from error


def _heading(text: str, buddy: QWidget) -> QLabel:
    label = QLabel(text)
    theme.mark(label, role="subheading")
    label.setBuddy(buddy)
    return label
