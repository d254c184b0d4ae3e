"""The view 群众评议: the polls of the year, the organisations in the one that is chosen, and what it came to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from exports.form_ballot import ballot_documents
from exports.form_poll import notices_of, summary_of
from exports.forms import BALLOT_FORM, POLL_NOTICE_FORM, POLL_SUMMARY_FORM, Form
from models.ballot import Ballot
from models.errors import AppError
from models.poll import Poll, PollTarget, targets_of
from models.poll_follow import ask_make_up, asked, in_need, take_over_scores
from models.poll_result import percent, results
from models.record import Record
from ui import ask, theme
from ui.desk import Desk, Selection
from ui.icons import icon
from ui.page import Page
from ui.page_heading import PageHeading
from ui.poll_lists import PollList, TargetList
from ui.poll_results import PollResults
from ui.printing import preview

_PARTS = ("被评议的团组织", "结果")
_MAKERS = {
    BALLOT_FORM.name: ballot_documents,
    POLL_SUMMARY_FORM.name: summary_of,
    POLL_NOTICE_FORM.name: notices_of,
}


class PollPage(Page):
    """Left the polls, right the chosen one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._heading, self._summary = QLabel(), QLabel()
        self.polls = PollList(desk)
        # Typing ballots is the page's first action; the red is for that alone.
        theme.mark(self.polls.new_button, tone="")
        self.polls.new_button.setIcon(icon("plus"))
        self.targets = TargetList(desk)
        self.results = PollResults(desk)
        self.results.make_up_wanted.connect(self._ask_make_up)
        self._make_actions()
        self.parts = QTabBar()
        self.parts.setDocumentMode(True)
        self.parts.setExpanding(False)
        self.parts.setDrawBase(False)
        self.parts.setAccessibleName("评议的情况和结果")
        self.parts.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._stack = QStackedWidget()
        for name, widget in zip(_PARTS, (self.targets, self.results), strict=True):
            self.parts.addTab(name)
            self._stack.addWidget(widget)
        self.parts.currentChanged.connect(self._stack.setCurrentIndex)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(self._make_top())
        layout.addWidget(self._make_splitter(), 1)
        self.polls.table.picked.connect(self._show_chosen)
        desk.year_changed.connect(lambda _year: self._turn())
        desk.live.changed.connect(lambda _notice: self._show_chosen())
        self._turn()

    # -- building -------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.type_action = self._action("录入测评票…", "keyboard", self.targets.type_ballots, "Ctrl+Return")
        self.totals_action = self._action(
            "录入汇总票数…", "clipboard-list", self.targets.type_totals, "Ctrl+T"
        )
        self.ballots_action = self._action(
            "打印测评票…", "printer", lambda: self._print(BALLOT_FORM), "Ctrl+P"
        )
        self.summary_action = self._action(
            "打印结果汇总表…", "printer", lambda: self._print(POLL_SUMMARY_FORM)
        )
        self.notice_action = self._action("打印结果通知单…", "printer", lambda: self._print(POLL_NOTICE_FORM))
        self.export_action = self._action("导出汇总表…", "file-spreadsheet", self._export)
        self.make_up_action = self._action("列入补课整改…", "flag", self._ask_make_up)
        self.score_action = self._action("记入年度考核…", "clipboard-check", self._take_over)

    def _action(self, text: str, picture: str, work: Callable[[], object], keys: str = "") -> QAction:
        action = QAction(icon(picture), text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _=False: work())
        self.addAction(action)
        return action

    def _make_top(self) -> QHBoxLayout:
        top = QHBoxLayout()
        top.setSpacing(theme.SMALL)
        top.addWidget(PageHeading(self._heading, self._summary), 1)
        self._buttons: list[QPushButton] = []
        more = QPushButton("打印和处理")
        menu = QMenu(more)
        menu.addActions([self.ballots_action, self.summary_action, self.notice_action, self.export_action])
        menu.addSeparator()
        menu.addActions([self.make_up_action, self.score_action, self.targets.new_action])
        more.setMenu(menu)
        for action in (self.totals_action, self.type_action):
            button = QPushButton(action.icon(), action.text())
            button.setToolTip(f"{action.text().rstrip('…')}（{action.shortcut().toString()}）")
            button.clicked.connect(action.trigger)
            self._buttons.append(button)
        theme.mark(self._buttons[-1], tone="primary")
        self._buttons[-1].setIcon(icon("keyboard", "on_accent"))
        self._buttons.insert(0, more)
        for button in self._buttons:
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        return top

    def _make_splitter(self) -> QSplitter:
        self._right = QWidget()
        inside = QVBoxLayout(self._right)
        inside.setContentsMargins(theme.LARGE, 0, 0, 0)
        inside.setSpacing(theme.SMALL)
        inside.addWidget(self.parts)
        inside.addWidget(self._stack, 1)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.polls)
        splitter.addWidget(self._right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([330, 930])
        self.desk.remember.follow_splitter("polls/splitter", splitter)
        return splitter

    # -- showing --------------------------------------------------------------------------------------

    def poll(self) -> Poll | None:
        """The poll that is chosen."""
        id_ = self.polls.table.current_id()
        return None if id_ is None else Poll.get_or_none(Poll.id == id_)

    def _turn(self) -> None:
        self.polls.show_only(None, "")
        self.polls.table.reload()
        first = self.polls.table.shown_ids()
        if first:
            self.polls.choose(first[:1])
        self._show_chosen()

    def _show_chosen(self) -> None:
        poll = self.poll()
        self._heading.setText(f"{self.desk.year}年{Poll.label}")
        self._summary.setText("" if poll is None else _summary(poll))
        for action in self.actions():
            action.setEnabled(poll is not None)
        for button in self._buttons:
            button.setVisible(poll is not None)
        self._right.setVisible(poll is not None)
        self.targets.show_poll(poll)
        self.results.show_poll(poll)

    def show_record(self, record: Record) -> None:
        """Chooses the poll to which a record belongs; an organisation in it is opened."""
        if isinstance(record, Ballot):
            record = PollTarget.get_by_id(record.target_id)
        poll_id = record.get_id() if isinstance(record, Poll) else record.__data__.get("poll")
        if isinstance(record, Poll) and poll_id is None:
            self.polls.new()
            return
        # It may just have been made.
        self.polls.table.reload()
        self.polls.choose([poll_id])
        self._show_chosen()
        if isinstance(record, PollTarget):
            self.targets.open(record.get_id())

    def show_records(self, selection: Selection) -> None:
        """Lists the polls, or the organisations in polls, behind a figure."""
        if selection.kind is Poll:
            self.polls.show_only(selection.ids, selection.title)
        elif selection.kind is PollTarget:
            self.targets.show_only(selection.ids, selection.title)

    # -- deeds ----------------------------------------------------------------------------------------

    def _print(self, form: Form) -> None:
        """Preview a form of the poll: of the chosen organisations, or of all when at most one is chosen."""
        poll = self.poll()
        if poll is None:
            return
        several = self.targets.table.chosen_ids()
        targets = self.targets.chosen() if len(several) > 1 else targets_of(poll.id)
        preview(
            self.window(),
            form,
            lambda _full: _MAKERS[form.name](poll, targets),
            f"{poll.name}{form.title.removeprefix(Poll.label)}",
            self.desk.remember,
        )

    def _export(self) -> None:
        # Workbooks are wanted only now.
        from ui.export_format import export_format

        export_format(self.desk, self.window(), "poll-summary")

    def _ask_make_up(self) -> None:
        poll = self.poll()
        if poll is None:
            return
        done = asked(poll)
        wanted = [target for target in in_need(poll) if target.organisation_id not in done]
        if not wanted:
            ask.inform(self, "列入补课整改", "没有需要列入的团组织。", "都达到了补课线，或已经列入整改。")
            return
        names = "、".join(f"“{target.shown('organisation')}”" for target in wanted)
        if ask.confirm(
            self,
            "列入补课整改",
            f"要把{names}列入补课整改吗？",
            "整改时限为年底，可以到整改事项里修改。",
            yes="列入",
        ):
            ask_make_up(wanted)
            self.desk.say(f"已把{len(wanted)}个团组织列入补课整改，Ctrl+Z 撤销")

    def _take_over(self) -> None:
        poll = self.poll()
        if poll is None or not ask.confirm(
            self,
            "记入年度考核",
            f"要把“{poll.name}”的综合满意率×100作为群众评议分，记入{poll.year}年度考核吗？",
            "已有的群众评议分会被替换，可以撤销；没有有效票的团组织不变。",
            yes="记入",
        ):
            return
        try:
            count = take_over_scores(poll)
        except AppError as error:
            ask.show_error(self, error, "没有记入")
            return
        self.desk.say(f"已记入{count}个团组织的群众评议分，Ctrl+Z 撤销")


def _summary(poll: Poll) -> str:
    """A poll in a line: how many organisations and ballots, who is below the limit."""
    found = results(poll.id)
    valid = sum(each.whole.valid for each in found)
    need = sum(1 for each in found if each.needs_make_up)
    rates = [each.satisfaction for each in found if each.satisfaction is not None]
    parts = [str(poll.name), f"{len(found)}个团组织", f"有效票{valid}张"]
    if rates:
        ends = dict.fromkeys((percent(min(rates)), percent(max(rates))))
        parts.append(f"综合满意率{'至'.join(ends)}")
    if need:
        parts.append(f"{need}个需补课")
    return "　".join(parts)
