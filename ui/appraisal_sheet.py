"""One branch's appraisal on screen: the meeting, the numbers with what is wrong about them, and the members' lines."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QPushButton, QVBoxLayout, QWidget

from models.appraisal import EXCELLENT, GRADES, MemberAppraisal, meeting_of
from models.appraisal_watch import EXCELLENT_SHARE, Tally, most_excellent, tally, watch
from models.organisation import Organisation
from models.rule import rule
from ui import theme
from ui.appraisal_model import COLUMNS, GRADE, REASON, AppraisalModel
from ui.cell_grid import CellGrid
from ui.icons import icon
from ui.wrapped_label import WrappedLabel

# Characters a column is wide; the reason takes what is left.
_WIDTHS = {"self_grade": 5, "suggested": 5, "grade": 5, "registration": 5, "points": 4}
_VOTES = 4
_LOW = 400


class _Grid(CellGrid):
    """The members' lines, their names at the left; Ctrl+Enter or a double click on a name opens the record."""

    open_wanted = Signal(object)  # a MemberAppraisal

    def __init__(self, model: AppraisalModel) -> None:
        super().__init__(model, "团员评议登记")
        self.setWordWrap(False)
        theme.mark(self, role="framed")
        self.setStyleSheet("QTableView::item { padding: 0 5px; }")  # under the headings' own edge
        names = self.verticalHeader()
        names.show()
        names.setDefaultSectionSize(theme.ROW_HEIGHT)
        names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        names.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        header.setMinimumHeight(2 * header.fontMetrics().lineSpacing() + theme.SMALL)
        unit = self.fontMetrics().horizontalAdvance("分")
        for column, name in enumerate(COLUMNS):
            if column == REASON:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            else:
                header.resizeSection(column, _WIDTHS.get(name, _VOTES) * unit + theme.SMALL)
        self.open_action = QAction(icon("pencil"), "打开团员评议记录", self)
        self.open_action.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        self.open_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.open_action.triggered.connect(lambda _=False: self._open(self.currentIndex()))
        self.addAction(self.open_action)
        names.sectionDoubleClicked.connect(lambda row: self._open(model.index(row, GRADE)))

    def _open(self, index: QModelIndex | QPersistentModelIndex) -> None:
        model: Any = self.cells
        if index.isValid():
            self.open_wanted.emit(model.lines[index.row()])


class AppraisalSheet(QWidget):
    """`actions` are the buttons beside the meeting; what they do is the page's."""

    def __init__(self, meeting: QAction, deeds: list[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._branch: Organisation | None = None
        self._year = 0
        self.model = AppraisalModel(self)
        self.grid = _Grid(self.model)
        self._name, self._state, self._meeting = QLabel(), QLabel(), QLabel()
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._said = QLabel()
        self._numbers, self._warnings = WrappedLabel(), WrappedLabel()
        theme.mark(self._name, role="heading")
        theme.mark(self._meeting, role="muted")
        theme.mark(self._said, role="error")
        self._said.setWordWrap(True)
        self._keys = QLabel()
        theme.mark(self._keys, role="caption")
        self._keys.setText(
            "等次可输数字：" + self.model.keys_of(GRADE) + "　Enter 到下一人　Ctrl+Enter 打开记录"
        )
        top = QHBoxLayout()
        top.setSpacing(theme.SMALL)
        top.addWidget(self._name)
        top.addWidget(self._state, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addStretch()
        for action in deeds:
            top.addWidget(_button(action))
        middle = QHBoxLayout()
        middle.setSpacing(theme.SMALL)
        middle.addWidget(self._meeting, 1)
        middle.addWidget(_button(meeting))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addLayout(middle)
        layout.addWidget(self._numbers)
        layout.addWidget(self._warnings)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self._said)
        layout.addWidget(self._keys)
        self.setFocusProxy(self.grid)
        self._said.hide()
        self.model.entered.connect(self.tell)
        self.model.refused.connect(self._refuse)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low window keeps its room for the lines."""
        super().resizeEvent(event)
        self._keys.setVisible(event.size().height() >= _LOW)

    @property
    def branch(self) -> Organisation | None:
        """The branch on screen."""
        return self._branch

    def show_branch(self, branch: Organisation, year: int) -> None:
        """Show a branch; the cursor stays when it is the same one read again."""
        same = self._branch is not None and self._branch.id == branch.id and self._year == year
        self._branch, self._year = branch, year
        if not (same and self.model.shows(branch, year)):
            place = self.grid.currentIndex()
            row, column = (place.row(), place.column()) if same and place.isValid() else (0, GRADE)
            self.model.show(branch, year)
            if self.model.rowCount():
                self.grid.setCurrentIndex(
                    self.model.index(min(row, self.model.rowCount() - 1), max(column, 0))
                )
            self._said.hide()
        self.tell()

    def go_to(self, appraisal: MemberAppraisal) -> None:
        """Put the cursor on a member's line."""
        row = self.model.row_of(appraisal.id)
        if row is not None:
            self.grid.setCurrentIndex(self.model.index(row, GRADE))
            self.grid.setFocus()

    def tell(self) -> None:
        """Say the numbers of the branch and what is missing or wrong."""
        if self._branch is None:
            return
        self._said.hide()
        counted = tally(self.model.lines)
        self._name.setText(str(self._branch.name))
        self._meeting.setText(meeting_text(self._branch.id, self._year))
        self._numbers.setText(numbers_text(counted, self._year))
        problems = watch(self._branch.id, self._year)
        wrong = [each.message for each in problems if each.severity == "error"]
        self._warnings.setText("；".join(each.message for each in problems))
        theme.mark(self._warnings, role="error" if wrong else "warning")
        self._warnings.setVisible(bool(problems))
        state = "不合规定" if wrong else "未完成" if problems else "已完成"
        theme.mark(self._state, badge="bad" if wrong else "warn" if problems else "good")
        self._state.setText(state)

    def _refuse(self, reason: str) -> None:
        self._said.setText(f"没有保存：{reason.rstrip('。')}。")
        self._said.show()


def meeting_text(branch_id: int, year: int) -> str:
    """The meeting in a line: when, how many came, who led it."""
    meeting = meeting_of(branch_id, year)
    if meeting is None:
        return "评议大会还没有登记"
    parts = [f"评议大会 {meeting.shown('date')}" if meeting.date else "评议大会"]
    if meeting.expected is not None:
        parts.append(f"应到{meeting.expected}人")
    if meeting.present is not None:
        share = f"（{100 * meeting.present / meeting.expected:.1f}%）" if meeting.expected else ""
        parts.append(f"实到{meeting.present}人{share}")
    parts += [f"{word}{name}" for word, name in (("主持", meeting.chair), ("记录", meeting.recorder)) if name]
    return "　".join(parts)


def numbers_text(counted: Tally, year: int) -> str:
    """The numbers in a line: by grade with shares, and how many 优秀 there may be once all are appraised."""
    grades = "　".join(
        f"{grade}{count}" + (f"（{counted.share(grade):.1f}%）" if count else "")
        for grade, count in ((grade, counted.grades.get(grade, 0)) for grade in GRADES)
    )
    in_the_end = counted.expected - counted.absent
    when = "评完后" if counted.appraised < in_the_end else ""
    most = f"{when}{EXCELLENT}最多{most_excellent(in_the_end, year)}人（{rule(EXCELLENT_SHARE, year):g}%）"
    absent = f"　未参评{counted.absent}" if counted.absent else ""
    return (
        f"应评{counted.expected}　已评{counted.appraised}{absent}　{grades}　"
        f"注册{counted.registered}　暂缓{counted.suspended}　{most}"
    )


def _button(action: QAction) -> QPushButton:
    button = QPushButton(action.icon(), action.text())
    button.setAutoDefault(False)
    button.setToolTip(action.toolTip())
    button.clicked.connect(action.trigger)

    def follow() -> None:
        button.setText(action.text())
        button.setEnabled(action.isEnabled())
        button.setVisible(action.isVisible())

    action.changed.connect(follow)
    return button
