"""团员评议 of the tab 考评: the branches with how far each is, and the sheet on which a branch's members are entered."""

from __future__ import annotations

from collections.abc import Callable

import peewee
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from exports.forms import APPRAISAL_FORM
from models.appraisal import (
    AppraisalMeeting,
    MemberAppraisal,
    begin_appraisals,
    grade_all,
    meeting_of,
    register_all,
    unappraised,
)
from models.appraisal_points import AppraisalPoint, AppraisalStandard, begin_standards
from models.changes import Notice, change
from models.errors import AppError
from models.member import Member
from models.organisation import Organisation
from models.record import Record
from models.rule import Rule
from ui import ask, theme
from ui.appraisal_branches import AppraisalBranches
from ui.appraisal_points import PointsSection
from ui.appraisal_sheet import AppraisalSheet
from ui.ask_fields import usual_day
from ui.desk import Desk, Selection
from ui.icons import icon
from ui.line_table import make_lines
from ui.page import Page
from ui.page_heading import PageHeading
from ui.printing import preview_appraisals, preview_form
from ui.record_dialog import RecordDialog
from ui.record_tab import RecordTab
from ui.standards_dialog import StandardsDialog

GOOD = "合格"
_LIST = (
    "member",
    "organisation",
    "self_grade",
    "suggested",
    "grade",
    "registration",
    "held",
    "absent_reason",
)
_WATCHED = (MemberAppraisal, AppraisalMeeting, AppraisalPoint, Member, Organisation, Rule)


class _BranchView(QTableView):
    """Gives up its numbers for the names when it is narrow."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, least in ((1, 200), (2, 270), (3, 270)):
            self.setColumnHidden(column, event.size().width() < least)


class AppraisalPage(Page):
    """At the left the branches and all together, at the right the one that is chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._heading, self._summary = QLabel(), QLabel()
        self._make_actions()
        self.branches = AppraisalBranches(self)
        self.view = self._make_branches()
        self.sheet = AppraisalSheet(
            self.meeting_action,
            [self.begin_one_action, self.grade_action, self.register_action, self.print_action],
        )
        self.sheet.grid.open_wanted.connect(self._open)
        self.list = RecordTab(
            desk,
            MemberAppraisal,
            query=self._of_the_year,
            columns=_LIST,
            defaults=lambda: {"year": self.desk.year},
            sections=[lambda _desk: PointsSection()],
            watch=[Member],
            empty=(
                "这一年还没有团员评议",
                "“开始本年评议”为花名册上每名团员建一条记录；也可以导入团员教育评议表。",
            ),
        )
        print_chosen = QAction(self.print_action.icon(), self.print_action.text(), self)
        print_chosen.triggered.connect(lambda _=False: self._print())
        self.list.add_action(print_chosen, for_chosen=True)
        self._right = QStackedWidget()
        self._right.addWidget(self._padded(self.list))
        self._right.addWidget(self._padded(self.sheet))
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.view)
        splitter.addWidget(self._right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([330, 930])
        desk.remember.follow_splitter("appraisals/splitter", splitter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(self._make_top())
        layout.addWidget(splitter, 1)
        self.setFocusProxy(self.view)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        desk.year_changed.connect(lambda _year: self._turn())
        desk.live.changed.connect(self._noticed)
        self._turn()

    # -- building -----------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.begin_action = self._action("开始本年评议", "clipboard-check", self._begin_all)
        self.begin_one_action = self._action("开始评议", "user-plus", self._begin_one)
        self.grade_action = self._action(f"全部登记为{GOOD}", "check", self._grade_all)
        self.register_action = self._action("全部注册", "circle-check", self._register_all)
        self.meeting_action = self._action("评议大会…", "users", self._open_meeting, "Ctrl+D")
        self.standards_action = self._action("评议标准…", "list", self._open_standards)
        self.print_action = self._action("打印登记表…", "printer", self._print, "Ctrl+P")
        self.print_all_action = self._action("打印全部登记表…", "printer", self._print_all, "Ctrl+Shift+P")
        self.summary_action = self._action("导出汇总表…", "file-spreadsheet", self._export)
        self.grade_action.setToolTip("还没有等次的都登记为合格，再逐个改正；填了未参评原因的除外")
        self.register_action.setToolTip("评议合格以上、还没有注册的，登记为已注册")

    def _action(self, text: str, picture: str, work: Callable[[], object], keys: str = "") -> QAction:
        action = QAction(icon(picture), text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.setToolTip(f"{text.rstrip('…')}（{keys}）")
        action.triggered.connect(lambda _=False: work())
        self.addAction(action)
        return action

    def _make_branches(self) -> QTableView:
        view = _BranchView()
        view.setModel(self.branches)
        make_lines(view, "各团支部的评议")
        theme.mark(view, role="framed")
        view.setMinimumWidth(150)
        header = view.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        unit = self.fontMetrics().horizontalAdvance("分")
        for column, width in ((1, 6), (2, 4), (3, 4)):
            header.resizeSection(column, width * unit)
        return view

    def _make_top(self) -> QHBoxLayout:
        top = QHBoxLayout()
        top.setSpacing(theme.SMALL)
        top.addWidget(PageHeading(self._heading, self._summary), 1)
        self._buttons: dict[QAction, QPushButton] = {}
        for action in (self.standards_action, self.summary_action, self.print_all_action, self.begin_action):
            button = QPushButton(action.icon(), action.text())
            button.clicked.connect(action.trigger)
            self._buttons[action] = button
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        theme.mark(self._buttons[self.begin_action], tone="primary")
        self._buttons[self.begin_action].setIcon(icon("clipboard-check", "on_accent"))
        return top

    def _padded(self, inside: QWidget) -> QWidget:
        right = QWidget()
        layout = QVBoxLayout(right)
        layout.setContentsMargins(theme.LARGE, 0, 0, 0)
        layout.addWidget(inside)
        return right

    # -- showing ------------------------------------------------------------------------------------------

    def _of_the_year(self) -> peewee.ModelSelect:
        return (
            MemberAppraisal.select()
            .join(Organisation, peewee.JOIN.LEFT_OUTER, on=(MemberAppraisal.organisation == Organisation.id))
            .where(MemberAppraisal.year == self.desk.year)
            .order_by(Organisation.position, Organisation.id, MemberAppraisal.member)
        )

    def _turn(self) -> None:
        self.list.show_only(None, "")
        self.list.table.reload()
        self.refresh()

    def _noticed(self, notice: Notice) -> None:
        if any(kind in notice.ids for kind in _WATCHED) and not self.sheet.grid.is_busy():
            self.refresh()

    def refresh(self) -> None:
        """Count anew; the branch that is chosen stays."""
        chosen, year = self.chosen_branch(), self.desk.year
        self.branches.show_year(year)
        row = None if chosen is None else self.branches.row_of(chosen.id)
        self.view.setCurrentIndex(self.branches.index(row or 0, 0))
        every = self.branches.lines[0].numbers
        lines = self.branches.lines[1:]
        waiting = [line for line in lines if line.branch and not line.numbers.expected]
        ready = sum(1 for line in lines if line.tone == "good")
        self._heading.setText(f"{year}年团员评议")
        self._summary.setText(
            f"{len(lines)}个团支部，已完成{ready}个，未开始{len(waiting)}个；"
            f"已评{every.appraised}人，应评{every.expected}人，注册{every.registered}人"
            if every.expected
            else "还没有开始"
        )
        self._buttons[self.begin_action].setVisible(bool(waiting))
        for action in (self.print_all_action, self.summary_action):
            action.setEnabled(bool(every.expected))
            self._buttons[action].setEnabled(bool(every.expected))
        self._show_chosen()

    def chosen_branch(self) -> Organisation | None:
        """The branch that is chosen; None for all together."""
        row = self.view.currentIndex().row()
        return self.branches.lines[row].branch if 0 <= row < len(self.branches.lines) else None

    def _show_chosen(self) -> None:
        branch = self.chosen_branch()
        self._right.setCurrentIndex(0 if branch is None else 1)
        for action in (self.grade_action, self.register_action, self.meeting_action):
            action.setEnabled(branch is not None)
        self.print_action.setEnabled(True)
        if branch is None:
            return
        self.sheet.show_branch(branch, self.desk.year)
        begun = self.sheet.model.rowCount() > 0
        self.begin_one_action.setText("补上新团员" if begun else "开始评议")
        self.begin_one_action.setVisible(bool(unappraised(branch.id, self.desk.year)))
        for action in (self.grade_action, self.register_action, self.print_action):
            action.setEnabled(begun)

    def show_record(self, record: Record) -> None:
        """Goes to the branch of a record and opens it."""
        if isinstance(record, AppraisalPoint):
            record = MemberAppraisal.get_by_id(record.appraisal_id)
        if isinstance(record, AppraisalStandard):
            self._open_standards()
            return
        row = self.branches.row_of(record.home() or 0)
        self.view.setCurrentIndex(self.branches.index(row or 0, 0))
        if isinstance(record, MemberAppraisal):
            self.sheet.go_to(record)
        self._open(record)

    def show_records(self, selection: Selection) -> None:
        """Goes to the branch whose appraisals these are, all of them, or lists those behind a figure."""
        if selection.kind is not MemberAppraisal:
            return
        wanted = MemberAppraisal.select().where(MemberAppraisal.id.in_(list(selection.ids)))
        homes = {each.organisation_id for each in wanted}
        row = self.branches.row_of(next(iter(homes)) or 0) if len(homes) == 1 else None
        if row is not None and self.branches.lines[row].numbers.expected == len(selection.ids):
            self.view.setCurrentIndex(self.branches.index(row, 0))
            return
        self.view.setCurrentIndex(self.branches.index(0, 0))
        self.list.show_only(selection.ids or None, selection.title if selection.ids else "")

    def _open(self, record: Record) -> None:
        sections = [lambda _desk: PointsSection()] if isinstance(record, MemberAppraisal) else []
        same = [each.id for each in self.sheet.model.lines] if sections else []
        dialog = RecordDialog(self.desk, record, neighbours=same, sections=sections, parent=self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda: self.refresh())
        dialog.open()

    # -- deeds --------------------------------------------------------------------------------------------

    def _begin_all(self) -> None:
        year = self.desk.year
        waiting = [line.branch for line in self.branches.lines if line.branch and not line.numbers.expected]
        with change(f"开始{year}年团员评议"):
            begin_standards(year)
            count = sum(begin_appraisals(branch, year) for branch in waiting)
        self._begun()
        self.desk.say(f"{len(waiting)}个团支部、{count}名团员的评议已开始")

    def _begin_one(self) -> None:
        branch = self.chosen_branch()
        if branch is not None:
            with change(f"开始{self.desk.year}年团员评议：{branch.name}"):
                begin_standards(self.desk.year)
                count = begin_appraisals(branch, self.desk.year)
            self._begun()
            self.desk.say(f"加上了{count}名团员")

    def _begun(self) -> None:
        # The button that was pressed is gone: the keyboard goes on where the grades are typed.
        self.refresh()
        (self.view if self.chosen_branch() is None else self.sheet).setFocus()

    def _grade_all(self) -> None:
        self._together(lambda branch: grade_all(branch, self.desk.year, GOOD), f"登记为{GOOD}")

    def _register_all(self) -> None:
        day = usual_day(self.desk.year)
        self._together(lambda branch: register_all(branch, self.desk.year, day), "注册团籍")

    def _together(self, work: Callable[[Organisation], int], said: str) -> None:
        branch = self.chosen_branch()
        if branch is None:
            return
        try:
            count = work(branch)
        except AppError as error:
            ask.show_error(self, error, "没有登记")
            return
        self.refresh()
        self.desk.say(f"{count}名团员{said}" if count else f"没有要{said}的团员")

    def _open_meeting(self) -> None:
        branch = self.chosen_branch()
        if branch is None:
            return
        year = self.desk.year
        found = meeting_of(branch.id, year)
        count = self.sheet.model.rowCount()
        self._open(
            found
            or AppraisalMeeting(organisation=branch, year=year, expected=count or None, date=usual_day(year))
        )

    def _open_standards(self) -> None:
        StandardsDialog(self.desk, self.window()).open()

    def _print(self) -> None:
        """The branch on screen; in the list of all the chosen members."""
        if self.chosen_branch() is not None:
            wanted = list(self.sheet.model.lines)
        else:
            ids = self.list.table.chosen_ids()
            found = {each.id: each for each in MemberAppraisal.select().where(MemberAppraisal.id.in_(ids))}
            wanted = [found[id_] for id_ in ids]
        if wanted:
            preview_appraisals(self.desk, self.window(), wanted)
        else:
            self.desk.say("请先选中要打印的团员")

    def _print_all(self) -> None:
        preview_form(self.desk, self.window(), APPRAISAL_FORM)

    def _export(self) -> None:
        # Workbooks are wanted only now.
        from ui.export_format import export_format

        export_format(self.desk, self.window(), "appraisal-summary")
