"""The tab 考评: the year's assessments of the branches in order of rank, and the sheet on which each is scored."""

from __future__ import annotations

import peewee
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models import starter
from models.assessment import LOCKED, Assessment, Score, begin, outcome
from models.changes import change
from models.clock import end_of_year
from models.errors import AppError
from models.organisation import Organisation, branches
from models.record import Record
from models.scheme import SIGNED, Indicator, Scheme, copy_scheme, scheme_for
from models.snapshot import Snapshot
from ui import ask, theme
from ui.assessment_steps import AssessmentSteps
from ui.desk import Desk, Selection
from ui.empty_state import EmptyState
from ui.icons import icon
from ui.page import Page
from ui.page_heading import PageHeading
from ui.printing import preview_assessments
from ui.record_dialog import RecordDialog
from ui.record_tab import RecordTab
from ui.scheme_dialog import SchemeDialog
from ui.score_evidence_panel import EvidencePanel
from ui.score_sheet import ScoreSheet
from ui.snapshot_dialog import SnapshotDialog
from ui.wrapped_label import WrappedLabel

# What is entered in the form; the state is led on step by step, and opened again with a reason.
FIELDS = (
    *("review_score", "poll_score", "grade", "recommended", "party_opinion", "party_signed_on"),
    *("office_opinion", "self_assessor", "assessors", "notice_from", "notice_until", "notice_result"),
    *("signed_on", "remark"),
)
COLUMNS = ("organisation", "total", "rank", "state", "final_grade")


class AssessmentPage(Page):
    """Left the list of the year's assessments, right the scoring sheet of the one that is chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._heading, self._summary, self._locked = QLabel(), QLabel(), WrappedLabel()
        theme.mark(self._locked, role="muted")
        self._buttons: dict[QAction, QPushButton] = {}
        self._make_actions()
        self.list = RecordTab(
            desk,
            Assessment,
            query=self._of_the_year,
            columns=COLUMNS,
            form_fields=("organisation", "year", "scheme", *FIELDS),
            watch=[Score, Scheme, Indicator],
            name="assessment/ranking",
        )
        self.list.table.set_empty(
            "这一年的考核还没有开始",
            "“开始本年考核”为每个团支部建一张评分表。",
            [self.begin_action],
            "clipboard-list",
        )
        # Assessments are begun for all branches at once, not entered one by one.
        self.list.new_button.hide()
        self.sheet = ScoreSheet()
        self.sheet.details_wanted.connect(self._open_details)
        self.evidence = EvidencePanel(desk)
        self.sheet.line_chosen.connect(lambda line: self.evidence.show_line(self.sheet.assessment, line))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_empty())
        self._stack.addWidget(self._make_splitter())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.SMALL)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(self._make_top())
        layout.addWidget(self._stack, 1)
        self.list.table.picked.connect(self._show_chosen)
        desk.year_changed.connect(lambda _year: self._turn())
        desk.live.changed.connect(self._noticed)
        self._turn()

    # -- building -----------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.begin_action = self._action("开始本年考核", "clipboard-check", self._begin_all)
        self.shipped_action = self._action("采用自带的方案", "file-plus", self._use_shipped)
        self.copy_action = self._action("从上一年复制方案", "copy", self._copy_last)
        self.blank_action = self._action("新建或导入方案…", "file-spreadsheet", self._begin_blank)
        self.scheme_action = self._action("考核方案…", "list", self._open_scheme)
        self.print_action = self._action("打印评分表…", "printer", self._print, "Ctrl+P")
        self.print_all_action = self._action("打印全部评分表…", "printer", self._print_all, "Ctrl+Shift+P")
        self.summary_action = self._action("导出结果汇总表…", "file-spreadsheet", self._export)
        self.pending_action = self._action("没交自评的", "inbox", self._show_pending)
        self.evidence_action = self._action("评分依据", "list", self._choose_evidence, "F8")
        self.evidence_action.setCheckable(True)
        self.steps = AssessmentSteps(self, self.desk, self._chosen)

    def _action(self, text: str, picture: str, work: object, keys: str = "") -> QAction:
        action = QAction(icon(picture), text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _=False: work())  # type: ignore[operator]
        self.addAction(action)
        return action

    def _make_top(self) -> QHBoxLayout:
        top = QHBoxLayout()
        top.setSpacing(theme.SMALL)
        top.addWidget(PageHeading(self._heading, self._summary), 1)
        for action in (self.pending_action, self.scheme_action, self.steps.compute_action, self.begin_action):
            button = QPushButton(action.icon(), action.text())
            button.setToolTip(action.toolTip())
            button.clicked.connect(action.trigger)
            self._buttons[action] = button
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        theme.mark(self._buttons[self.begin_action], tone="primary")
        self._buttons[self.begin_action].setIcon(icon("clipboard-check", "on_accent"))
        self._more = QPushButton("打印和办理")
        menu = QMenu(self._more)
        menu.addActions([self.print_all_action, self.summary_action])
        menu.addSeparator()
        menu.addActions(self.steps.menu())
        self._more.setMenu(menu)
        top.addWidget(self._more, 0, Qt.AlignmentFlag.AlignBottom)
        return top

    def _make_empty(self) -> QWidget:
        return EmptyState(
            "clipboard-list",
            "这一年还没有考核方案",
            "方案规定考核什么、各多少分。可以先采用自带的方案，再按文件修改。",
            [self.shipped_action, self.copy_action, self.blank_action],
        )

    def _make_splitter(self) -> QSplitter:
        right = QWidget()
        inside = QVBoxLayout(right)
        inside.setContentsMargins(theme.LARGE, 0, 0, 0)
        line = QHBoxLayout()
        line.addWidget(self._locked, 1)
        bottom = (
            self.steps.reopen_action,
            self.sheet.details_action,
            self.print_action,
            self.steps.next_action,
        )
        shown = QPushButton(self.evidence_action.icon(), "依据")
        shown.setCheckable(True)
        shown.setToolTip("显示或收起评分依据（F8）")
        shown.setAccessibleName(self.evidence_action.text())
        shown.clicked.connect(self.evidence_action.trigger)
        self.evidence_action.toggled.connect(shown.setChecked)
        line.addWidget(shown)
        for action in bottom:
            button = QPushButton(action.icon(), action.text())
            button.clicked.connect(action.trigger)
            line.addWidget(button)
            self._buttons[action] = button
        theme.mark(self._buttons[self.steps.next_action], tone="primary")
        self._buttons[self.steps.next_action].setIcon(icon("arrow-right", "on_accent"))
        both = QSplitter(Qt.Orientation.Vertical)
        both.setChildrenCollapsible(False)
        both.addWidget(self.sheet)
        both.addWidget(self.evidence)
        both.setStretchFactor(0, 3)
        both.setStretchFactor(1, 2)
        both.setSizes([330, 220])
        self.desk.remember.follow_splitter("assessment/evidence", both)
        inside.addWidget(both, 1)
        inside.addLayout(line)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([372, 888])
        self.desk.remember.follow_splitter("assessment/splitter", splitter)
        return splitter

    # -- showing ------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the lines of the sheet need the height; the evidence comes when it is asked for."""
        super().resizeEvent(event)
        shown = bool(self.desk.remember.get(self._evidence_key(), not self._low))
        self.evidence_action.setChecked(shown)
        self.evidence.setVisible(shown)

    def _evidence_key(self) -> str:
        return "assessment/evidence-low" if self._low else "assessment/evidence-high"

    def _choose_evidence(self) -> None:
        shown = self.evidence_action.isChecked()
        self.desk.remember.put(self._evidence_key(), shown)
        self.evidence.setVisible(shown)

    def _of_the_year(self) -> peewee.ModelSelect:
        return (
            Assessment.select()
            .join(Organisation, on=(Assessment.organisation == Organisation.id))
            .where(Assessment.year == self.desk.year)
            .order_by(Organisation.position, Organisation.id)
        )

    def _turn(self) -> None:
        self.list.show_only(None, "")
        self.list.table.reload()
        first = self.list.table.shown_ids()
        if first:
            self.list.choose(first[:1])
        self._refresh()

    def _noticed(self, _notice: object) -> None:
        self.evidence.forget()
        self._refresh()

    def _refresh(self) -> None:
        year = self.desk.year
        scheme = scheme_for(year)
        mine = list(Assessment.select().where(Assessment.year == year))
        waiting = [b for b in branches(end_of_year(year)) if b.id not in {a.organisation_id for a in mine}]
        scored = sum(1 for assessment in mine if outcome(assessment).missing == 0)
        self._heading.setText(f"{year}年度考核")
        self._summary.setText(
            ""
            if scheme is None
            else f"{scheme.name}　{len(mine)}个团支部，已评完{scored}个"
            if mine
            else scheme.name
        )
        self._stack.setCurrentIndex(0 if scheme is None else 1)
        waiting_for = len(self.steps.pending()) if mine else 0
        self.pending_action.setText(f"没交自评{waiting_for}个")
        self.pending_action.setVisible(bool(waiting_for))
        self._buttons[self.pending_action].setText(self.pending_action.text())
        self.steps.compute_action.setVisible(bool(mine))
        self._more.setVisible(bool(mine))
        self.scheme_action.setVisible(scheme is not None)
        self.begin_action.setVisible(scheme is not None and bool(waiting))
        self.copy_action.setVisible(scheme_for(year - 1) is not None)
        for action in (self.print_action, self.print_all_action, self.summary_action):
            action.setVisible(bool(mine))
        for action, button in self._buttons.items():
            button.setVisible(action.isVisible())
        self._show_chosen()

    def _show_chosen(self) -> None:
        id_ = self.list.table.current_id()
        shown = self.sheet.assessment
        if id_ is None and shown is not None and shown.year == self.desk.year:
            # The list is being read again and will choose its line again.
            id_ = shown.id
        assessment = None if id_ is None else Assessment.get_or_none(Assessment.id == id_)
        # One's own typing is on the sheet already; reading it again would take the cell from under the fingers.
        if (
            self.sheet.is_busy()
            and assessment is not None
            and shown is not None
            and shown.id == assessment.id
        ):
            return
        self.sheet.show_assessment(assessment)
        self.sheet.setVisible(assessment is not None)
        self.evidence.setVisible(assessment is not None)
        self._tell_steps(assessment)

    def _tell_steps(self, assessment: Assessment | None) -> None:
        """What the next step is, and why a signed one cannot be changed or was opened again."""
        self.steps.tell()
        button = self._buttons[self.steps.next_action]
        button.setText(self.steps.next_action.text())
        button.setToolTip(self.steps.next_action.toolTip())
        button.setEnabled(self.steps.next_action.isEnabled())
        signed = assessment is not None and assessment.state == SIGNED
        self._buttons[self.steps.reopen_action].setVisible(signed)
        button.setVisible(not signed or button.isEnabled())
        said = []
        if signed:
            said.append(f"{LOCKED}；确需修改的用“重新打开”并写明原因。")
        if assessment is not None and assessment.reopened:
            said.append("重新打开过：" + "；".join(str(assessment.reopened).splitlines()))
        self._locked.setText("".join(said))

    def _chosen(self) -> list[Assessment]:
        """The assessments of the rows that are chosen, in the list's order."""
        ids = self.list.table.chosen_ids() or [id_ for id_ in [self.list.table.current_id()] if id_]
        found = {each.id: each for each in Assessment.select().where(Assessment.id.in_(ids))}
        return [found[id_] for id_ in ids if id_ in found]

    def _show_pending(self) -> None:
        self.list.show_only([each.id for each in self.steps.pending()], "没交自评的")

    def show_record(self, record: Record) -> None:
        """Chooses an assessment, or opens the scheme to which a record belongs."""
        if isinstance(record, Snapshot):
            SnapshotDialog(self.desk, record, self.window()).open()
            return
        if isinstance(record, Score):
            record = Assessment.get_by_id(record.assessment_id)
        if isinstance(record, Indicator):
            record = Scheme.get_by_id(record.scheme_id)
        if isinstance(record, Scheme):
            SchemeDialog(self.desk, record, self.window()).open()
        elif record.get_id() is not None:
            self.list.choose([record.get_id()])
            self.sheet.setFocus()

    def show_records(self, selection: Selection) -> None:
        """Lists the assessments behind a figure."""
        if selection.kind is Assessment:
            self.list.show_only(selection.ids, selection.title)

    # -- deeds --------------------------------------------------------------------------------------------

    def _use_shipped(self) -> None:
        starter.plant_scheme(self.desk.year)

    def _copy_last(self) -> None:
        last = scheme_for(self.desk.year - 1)
        if last is not None:
            copy_scheme(last, self.desk.year)

    def _begin_all(self) -> None:
        year = self.desk.year
        try:
            with change(f"开始{year}年度考核"):
                for branch in branches(end_of_year(year)):
                    begin(branch, year)
        except AppError as error:
            ask.show_error(self, error, "没有开始")
            return
        self._turn()

    def _begin_blank(self) -> None:
        SchemeDialog(self.desk, Scheme(name="", year=self.desk.year, kind="团支部"), self.window()).open()

    def _open_scheme(self) -> None:
        scheme = scheme_for(self.desk.year)
        if scheme is not None:
            SchemeDialog(self.desk, scheme, self.window()).open()

    def _open_details(self, assessment: Assessment) -> None:
        dialog = RecordDialog(
            self.desk,
            Assessment.get_by_id(assessment.id),
            fields=FIELDS,
            parent=self.window(),
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda: self.sheet.setFocus())
        dialog.open()

    def _print(self) -> None:
        self._preview([each.id for each in self._chosen()])

    def _print_all(self) -> None:
        self._preview(self.list.table.shown_ids())

    def _preview(self, ids: list[int]) -> None:
        found = {a.id: a.organisation_id for a in Assessment.select().where(Assessment.id.in_(ids))}
        organisations = [Organisation.get_by_id(found[id_]) for id_ in ids if id_ in found]
        if organisations:
            preview_assessments(self.desk, self.window(), organisations)

    def _export(self) -> None:
        # Workbooks are wanted only now.
        from ui.export_format import export_format

        export_format(self.desk, self.window(), "assessment-summary")
