"""满28周岁名单: who is or will soon be 28 without holding an office, and 超龄离团 for those ticked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models import partial_date
from models.errors import AppError, FieldError
from models.fields import Kind
from models.member import Member, Transfer
from models.roster import OVER_AGE, leave_all, too_young, turning_28
from models.years import reference_day
from ui import ask, theme
from ui.ask_fields import usual_day
from ui.empty_state import EmptyState
from ui.make_editor import make_editor
from ui.organisation_scope import Scope
from ui.todos import BIRTHDAY_DAYS

_FIELDS = ("name", "branch", "born")
_HEADINGS = (*(Member.field(name).label for name in _FIELDS), "满28周岁", "情况")
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


def sure_of_age(parent: QWidget | None, members: Sequence[Member], day: str) -> bool:
    """Whether members leave for their age on a day: asked when some of them are not 28 by then."""
    young = too_young(members, day)
    if not young:
        return True
    names = "、".join(str(member.name) for member in young[:3])
    more = f"等{len(young)}人" if len(young) > 3 else ""
    return ask.confirm(
        parent,
        OVER_AGE,
        f"{names}{more}到{partial_date.show_day(day)}还不满28周岁，仍办理超龄离团？",
        "不满28周岁离开的，一般是转出或退团。",
        yes="仍然办理",
        danger=True,
    )


class AgesDialog(QDialog):
    """Those who are over are ticked at first; the day of leaving is the same for all."""

    def __init__(self, parent: QWidget | None, scope: Scope) -> None:
        super().__init__(parent)
        self.setWindowTitle("满28周岁名单")
        self.resize(760, 520)
        day = reference_day(scope.year)
        found = [each for each in turning_28(day, BIRTHDAY_DAYS) if scope.holds(each.branch)]
        self._members: list[Member] = [Member.get_by_id(each.id) for each in found]
        self.table = QTableWidget(len(found), len(_HEADINGS))
        self._fill(
            [
                (member, each.birthday.isoformat(), each.over)
                for member, each in zip(self._members, found, strict=True)
            ]
        )
        self.everyone = QCheckBox("全选")
        self.everyone.setTristate(True)
        self.everyone.clicked.connect(self._tick_all)
        field = Transfer.field("moved")
        assert isinstance(field, Kind)
        self.day = make_editor(field)
        self.day.set_value(usual_day(scope.year))
        self.day.year = scope.year
        self.day.setMaximumWidth(200)
        self.leave = QPushButton()
        theme.mark(self.leave, tone="primary")
        self.leave.clicked.connect(self._leave)
        self._lay_out(bool(found), scope, day.isoformat())
        self.table.itemChanged.connect(lambda _: self._count())
        self._count()

    def ticked(self) -> list[Member]:
        """Those whose line is ticked."""
        return [
            member
            for row, member in enumerate(self._members)
            if self.table.item(row, 0).checkState() == _CHECKED
        ]

    def _fill(self, found: list[tuple[Member, str, bool]]) -> None:
        table = self.table
        table.setHorizontalHeaderLabels(list(_HEADINGS))
        table.setAccessibleName("满28周岁名单")
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        theme.mark(table, role="read")
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.horizontalHeader().setHighlightSections(False)
        for column, width in enumerate((130, 230, 100, 120)):
            table.horizontalHeader().resizeSection(column, width)
        table.horizontalHeader().setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        for row, (member, birthday, over) in enumerate(found):
            texts = (
                *(member.shown(name) for name in _FIELDS),
                birthday,
                "已满，应办离团" if over else "即将满28周岁",
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column == 0:
                    item.setCheckState(_CHECKED if over else _UNCHECKED)
                table.setItem(row, column, item)

    def _lay_out(self, any_: bool, scope: Scope, day: str) -> None:
        said = QLabel(
            f"{scope.name}：截至{day}已满28周岁或{BIRTHDAY_DAYS}天内将满、没有团内职务的团员。"
            "勾选后一次办理超龄离团，记录都保留。"
        )
        said.setWordWrap(True)
        box = QDialogButtonBox()
        box.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        box.rejected.connect(self.reject)
        below = QHBoxLayout()
        below.setSpacing(theme.MEDIUM)
        label = QLabel("离团日期")
        label.setBuddy(self.day)
        below.addWidget(self.everyone)
        below.addStretch(1)
        below.addWidget(label)
        below.addWidget(self.day)
        below.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(said)
        if any_:
            layout.addWidget(self.table, 1)
            layout.addLayout(below)
        else:
            hint = "有人满28周岁前90天会列在这里。没有登记出生年月的团员不在其中。"
            layout.addWidget(EmptyState("cake", "没有满28周岁的团员", hint), 1)
        layout.addWidget(box)

    def _count(self) -> None:
        count = len(self.ticked())
        self.leave.setText(f"为{count}人办理超龄离团")
        self.leave.setEnabled(count > 0)
        everyone = count == len(self._members)
        self.everyone.setCheckState(
            _CHECKED if everyone else Qt.CheckState.PartiallyChecked if count else _UNCHECKED
        )

    def _tick_all(self) -> None:
        wanted = _UNCHECKED if len(self.ticked()) == len(self._members) else _CHECKED
        for row in range(len(self._members)):
            self.table.item(row, 0).setCheckState(wanted)
        self._count()

    def _leave(self) -> None:
        try:
            moved = self.day.reading().value
            self.day.show_problem(None)
        except FieldError as error:
            self.day.show_problem("error")
            ask.inform(self, "离团日期", str(error), sign="error")
            return
        if moved is None:
            self.day.show_problem("error")
            ask.inform(self, "离团日期", "离团日期不能空着。", sign="error")
            return
        if not sure_of_age(self, self.ticked(), moved):
            return
        try:
            leave_all(self.ticked(), OVER_AGE, moved)
        except AppError as error:
            ask.show_error(self, error)
            return
        self.accept()
