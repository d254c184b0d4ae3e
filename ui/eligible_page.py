"""资格: who is eligible for an award of the year, who nearly, who not and why; from here they are put forward."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableView,
    QToolButton,
    QVBoxLayout,
)

from models.activity import Activity, Participation
from models.appraisal import MemberAppraisal
from models.assessment import Assessment, Score
from models.award import Honour, Nomination
from models.award_kind import AwardKind, kinds_of
from models.award_rule import AwardRule
from models.brand import Brand
from models.dictionary import DictionaryEntry
from models.eligibility import ELIGIBLE, Reason, Verdict, as_of_day, verdicts
from models.errors import AppError
from models.member import Member, Office
from models.nomination_draft import begin_nomination, nominate, nominated
from models.organisation import Organisation, subtree, tree
from models.quota import is_each, quota
from models.scheme import Indicator, Scheme
from ui import ask, theme
from ui.ask_fields import AskFields, Values
from ui.behind_dialog import BehindDialog, open_in_place
from ui.counted_page import CountedPage
from ui.desk import Desk
from ui.eligible_model import HOME, NAME, PUT, STATE, STATES, TONES, WHY, EligibleModel
from ui.eligible_panel import NARROW, WIDTH, EligiblePanel
from ui.icons import icon
from ui.line_table import make_lines
from ui.list_search import ListSearch
from ui.page_heading import PageHeading
from ui.state_strip import StateStrip

_NARROW = 960  # of the page
_WIDTHS = {NAME: 130, HOME: 170, STATE: 76, PUT: 96}


class EligiblePage(CountedPage):
    """Judged anew when it is shown after a change."""

    # What conditions look at, and what the list shows beside them.
    rests_on = frozenset(
        {
            *(Member, Office, Organisation, Activity, Participation, Honour, MemberAppraisal),
            *(Assessment, Score, Scheme, Indicator, Brand, AwardKind, AwardRule, Nomination, DictionaryEntry),
        }
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._state = ""
        self._day = date.min
        self.awards, self.branches = QComboBox(), QComboBox()
        self.awards.setAccessibleName("奖项")
        self.branches.setAccessibleName("只看哪个团组织")
        self.branches.setMaximumWidth(200)
        # An award's name is read whole; what is said beside it gives way.
        self.awards.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.awards.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.branches.setMinimumContentsLength(6)
        self.branches.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.search = ListSearch("资格名单")
        self.summary = QLabel()
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.strip = StateStrip([(state, TONES[state]) for state in STATES], STATES)
        self.model = EligibleModel(self)
        self.view = _lines(self.model)
        self.panel = EligiblePanel()
        self._make_actions()
        self._lay_out()
        self.awards.activated.connect(lambda _place: self._choose_award())
        self.branches.activated.connect(lambda _place: self._narrow())
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.search.list_wanted.connect(self.view.setFocus)
        self.search.open_wanted.connect(self.panel.go_to_reasons)
        self.strip.chosen.connect(self._choose_state)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._follow())
        self.view.doubleClicked.connect(lambda _index: self.panel.go_to_reasons())
        self.view.installEventFilter(self)
        self.panel.opened.connect(self.open_reason)
        self.panel.nominate_wanted.connect(self.nominate)
        self.setFocusProxy(self.view)

    @property
    def award(self) -> AwardKind | None:
        """The award that is looked at; None while the office has none."""
        found: AwardKind | None = self.awards.currentData()
        return found

    def count(self) -> None:
        """Judge everybody anew."""
        self._fill_awards()
        self._fill_branches()
        award = self.award
        chosen = [verdict.subject for verdict in self.chosen()]
        if award is None:
            self.model.show_verdicts([], {}, {})
            self.summary.setText("还没有奖项，请先在“奖项”里新增")
            return
        year = self.desk.year
        self._day = as_of_day(award, year)
        put = {subject: str(one.state) for subject, one in nominated(award, year).items()}
        self.model.headings = ((Member if award.for_member else Organisation).label, *self.model.headings[1:])
        self.model.show_verdicts(verdicts(award, year, day=self._day), Organisation.titles(), put)
        self._fit()
        self.summary.setText(
            f"按{self._day.isoformat()}的情况　"
            + ("名额按团组织分配" if is_each(award) else quota(award, year).in_words())
        )
        self.summary.setToolTip(self.summary.text())
        self._narrow(chosen)

    def chosen(self) -> list[Verdict]:
        """The verdicts on those chosen in the list, from top to bottom."""
        rows = sorted({index.row() for index in self.view.selectionModel().selectedRows()})
        return [self.model.lines[row] for row in rows if row < len(self.model.lines)]

    # -- building -------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.nominate_action = self._action("推荐所选…", "award", "Ctrl+N", self.nominate)
        self.reasons_action = self._action("看理由和依据", "list", "Ctrl+Return", self.panel.go_to_reasons)
        self.find_action = self._action("查找", "search", "Ctrl+F", self.search.begin)
        self.export_action = self._action(
            "导出资格名单…", "download", "Ctrl+E", lambda: self._leave(printed=False)
        )
        self.print_action = self._action(
            "打印资格名单…", "printer", "Ctrl+P", lambda: self._leave(printed=True)
        )
        for action in (self.export_action, self.print_action):
            action.setProperty("menu", "文件")

    def _action(self, text: str, picture: str, keys: str, work: Callable[[], object]) -> QAction:
        action = QAction(icon(picture), text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{text}（{keys}）")
        action.triggered.connect(lambda _=False: work())
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.SMALL)
        top.addWidget(self.awards)
        top.addWidget(PageHeading(QLabel(), self.summary), 1)
        top.addWidget(self.branches)
        top.addWidget(self.search)
        for action in (self.export_action, self.print_action):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setAccessibleName(action.text().rstrip("…"))
            top.addWidget(button)
        below = QHBoxLayout()
        below.setSpacing(theme.MEDIUM)
        below.addWidget(self.view, 1)
        below.addWidget(self.panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addWidget(self.strip)
        layout.addLayout(below, 1)

    def _fill_awards(self) -> None:
        held = kinds_of(self.desk.year)
        before = self.award.name if self.award is not None else self.desk.remember.get("eligible/award")
        self.awards.clear()
        for kind in held:
            self.awards.addItem(kind.name, kind)
        self.awards.setCurrentIndex(max(self.awards.findText(before or ""), 0) if held else -1)

    def _fill_branches(self) -> None:
        before = self.branches.currentData()
        self.branches.clear()
        self.branches.addItem("全部团组织", None)
        above = dict(tree())
        for id_ in above:
            depth, upper = 0, above[id_]
            while upper in above:
                depth, upper = depth + 1, above[upper]
            self.branches.addItem(f"{'　' * depth}{Organisation.titles().get(id_, '')}", id_)
        self.branches.setCurrentIndex(max(self.branches.findData(before), 0) if before is not None else 0)

    # -- narrowing ------------------------------------------------------------------------------------

    def _choose_award(self) -> None:
        if self.award is not None:
            self.desk.remember.put("eligible/award", self.award.name)
        self.reload()

    def _choose_state(self, state: str) -> None:
        self._state = state
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._narrow()

    def _narrow(self, chosen: list[int] | None = None) -> None:
        kept = chosen if chosen is not None else [verdict.subject for verdict in self.chosen()]
        branch = self.branches.currentData()
        self.model.narrow(self._state, None if branch is None else subtree(branch), self.search.text())
        self.strip.show_counts(self.model.counts())
        self.strip.show_chosen(self._state)
        self._choose([row for subject in kept if (row := self.model.row_of(subject)) is not None] or [0])

    def _choose(self, rows: list[int]) -> None:
        if not self.model.rowCount():
            self._follow()
            return
        # By the model, not by the view: that would heed the modifiers of the key just pressed.
        selection, flag = self.view.selectionModel(), QItemSelectionModel.SelectionFlag
        selection.setCurrentIndex(self.model.index(rows[0], NAME), flag.ClearAndSelect | flag.Rows)
        for row in rows[1:]:
            selection.select(self.model.index(row, NAME), flag.Select | flag.Rows)
        self.view.scrollTo(self.model.index(rows[0], NAME))
        self._follow()

    def _follow(self) -> None:
        found = self.chosen()
        only = found[0] if len(found) == 1 else None
        home = self.model.home_of(only) if only is not None and self.award and self.award.for_member else ""
        self.panel.show_chosen(found, home, self.model.state_of(only) if only is not None else "", self._day)
        self.nominate_action.setEnabled(bool(found))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the reasons need the room; where somebody belongs is said beside."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < _NARROW
        self.view.setColumnHidden(HOME, narrow or self.award is None or not self.award.for_member)
        self.panel.setFixedWidth(NARROW if narrow else WIDTH)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes from a line to its reasons."""
        if (
            watched is self.view
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.panel.go_to_reasons()
            return True
        return super().eventFilter(watched, event)

    # -- doing ----------------------------------------------------------------------------------------

    def open_reason(self, reason: Reason) -> None:
        """Open the records that a condition looked at: the form of the only one, or their list."""
        if QApplication.activeModalWidget() is not None:
            return  # where a click activates as well, it was told twice
        if not reason.ids:
            self.desk.say("没有依据的记录：要补的，请到相应的页面登记")
            return
        if len(reason.ids) == 1:
            record = reason.kind.get_or_none(reason.kind.id == reason.ids[0])
            if record is not None:
                open_in_place(self, self.desk, record, self.panel.list.setFocus)
            return
        who = self.chosen()[0].name if self.chosen() else ""
        dialog = BehindDialog(self, self.desk, reason.kind, reason.ids, who)
        dialog.finished.connect(lambda _: self.panel.list.setFocus())
        dialog.open()

    def nominate(self) -> None:
        """Put those chosen forward: one in the form, filled in from the records; several as drafts at once."""
        award, found = self.award, self.chosen()
        if award is None or not found:
            return
        year = self.desk.year
        put = nominated(award, year)
        if len(found) == 1 and found[0].subject in put:
            self.desk.open_record(put[found[0].subject])
            return
        new = [verdict for verdict in found if verdict.subject not in put]
        if not new:
            ids = [put[verdict.subject].id for verdict in found]
            self.desk.open_records(Nomination, ids, f"已推荐的{len(ids)}项")
            return
        if not self._is_sure(new):
            return
        if len(new) == 1:
            self.desk.open_record(begin_nomination(award, year, new[0].subject))
            return
        self._nominate_several(award, new)

    def _is_sure(self, new: list[Verdict]) -> bool:
        """Asked about where some are not eligible as far as the records say."""
        doubtful = [verdict for verdict in new if verdict.state != ELIGIBLE]
        if not doubtful:
            return True
        named = "\n".join(f"{verdict.name}：{verdict.in_words()}" for verdict in doubtful[:5])
        more = f"\n等{len(doubtful)}个" if len(doubtful) > 5 else ""
        return ask.confirm(
            self,
            "推荐",
            f"按现有记录，{len(doubtful)}个还不符合条件：\n{named}{more}",
            "条件由您掌握：确实符合的，请补记录；仍可先推荐为草稿。",
            yes="仍然推荐",
        )

    def _nominate_several(self, award: AwardKind, new: list[Verdict]) -> None:
        year, subjects = self.desk.year, [verdict.subject for verdict in new]

        def work(values: Values) -> None:
            made = nominate(award, year, subjects, values.get("over_quota_reason"))
            self.desk.say(f"已推荐{len(made)}个，都是草稿，Ctrl+Z 撤销")
            self.desk.open_records(Nomination, [one.id for one in made], f"刚推荐的{len(made)}项{award.name}")

        try:
            work({})
        except AppError as error:
            if "名额" not in error.message:
                ask.show_error(self, error, "没有推荐")
                return
            AskFields(
                self,
                "超出名额",
                error.message,
                [Nomination.field("over_quota_reason")],  # type: ignore[list-item]
                work,
                yes="仍然推荐",
                needed=["over_quota_reason"],
            ).exec()

    def _leave(self, printed: bool) -> None:
        # Workbook and print libraries are imported when the list first leaves, not when it is looked at.
        from ui.eligible_out import export_eligible, print_eligible

        award = self.award
        if award is None:
            return
        what = f"（{self._state}）" if self._state else ""
        way = print_eligible if printed else export_eligible
        way(self.desk, self, self.model, f"{self.desk.year}年{award.name}资格名单{what}")


def _lines(model: EligibleModel) -> QTableView:
    view = QTableView()
    view.setModel(model)
    make_lines(view, "资格名单")
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    header = view.horizontalHeader()
    for column, width in _WIDTHS.items():
        header.resizeSection(column, width)
    header.setSectionResizeMode(WHY, QHeaderView.ResizeMode.Stretch)
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    view.setSortingEnabled(True)
    header.setSortIndicatorClearable(True)
    return view
