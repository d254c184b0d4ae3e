"""The page beside the tree: heading and sub-tabs of one organisation with all below it, or of the whole office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from models.activity import Activity
from models.assessment import Assessment
from models.award import Honour
from models.brand import Brand
from models.commitment import Commitment
from models.correction import Correction
from models.journal import history
from models.leading_group import top_committee
from models.member import Member, Office, Transfer
from models.organisation import Organisation, Term
from models.party import PartyRecommendation, PartyReport
from models.plan import Plan, PlanStep
from models.record import Record
from models.review import Review
from models.supervision import Inspection
from ui import theme
from ui.brand_list import BrandList
from ui.commitment_list import CommitmentList
from ui.desk import Desk
from ui.history_list import HistoryList
from ui.honour_list import HonourList
from ui.judged_section import JudgedSection
from ui.leading_group_section import LeadingGroupSection
from ui.officer_section import OfficerSection
from ui.organisation_facts import FactsView
from ui.organisation_header import OrganisationHeader
from ui.organisation_lists import (
    ActivityList,
    AssessmentList,
    BelowList,
    ListSection,
    MemberList,
    TransferList,
)
from ui.organisation_scope import Scope
from ui.party_section import PartySection
from ui.plan_section import PlanSection
from ui.several_lists import SeveralLists


class Section(Protocol):
    """What a sub-tab shows."""

    def show_scope(self, scope: Scope) -> None:
        """Show what belongs to another scope."""


class HistorySection(QWidget):
    """历史: the organisation's own journal; that of the whole office has a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.list = HistoryList()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.MEDIUM, theme.WIDE, theme.SMALL)
        layout.addWidget(self.list)

    def show_scope(self, scope: Scope) -> None:
        """Another organisation's history."""
        self.list.show_entries([] if scope.organisation is None else history(scope.organisation))


class _SubTab(NamedTuple):
    key: str
    label: str
    build: Callable[[Desk], QWidget]
    kinds: tuple[type[Record], ...] = ()


def _facts(desk: Desk) -> QWidget:
    return FactsView()


def _history(desk: Desk) -> QWidget:
    return HistorySection()


_SUB_TABS = (
    _SubTab("facts", "概况", _facts),
    _SubTab("below", "下级组织", BelowList, (Organisation,)),
    _SubTab("members", "团员", MemberList, (Member,)),
    _SubTab("officers", "团干部", OfficerSection, (Office, Term)),
    _SubTab("group", "领导小组", LeadingGroupSection),
    _SubTab("plans", "方案", PlanSection, (Plan, PlanStep)),
    _SubTab("activities", "活动", ActivityList, (Activity,)),
    _SubTab("brands", "创建", BrandList, (Brand,)),
    _SubTab("commitments", "承诺", CommitmentList, (Commitment,)),
    _SubTab("party", "党建", PartySection, (PartyReport, PartyRecommendation)),
    _SubTab("honours", "荣誉", HonourList, (Honour,)),
    _SubTab("assessments", "考评", AssessmentList, (Assessment,)),
    _SubTab("judged", "点评督查", JudgedSection, (Review, Inspection, Correction)),
    _SubTab("transfers", "变动", TransferList, (Transfer,)),
    _SubTab("history", "历史", _history),
)


class OrganisationPage(QWidget):
    """Sub-tabs are built when first opened, and read anew only when they are seen.

    The signals are those of 概况 (ui/organisation_facts.py).
    """

    edit_wanted = Signal()
    figure_wanted = Signal(str, int)
    month_wanted = Signal(int, str)
    organisation_wanted = Signal(int)
    todo_wanted = Signal(object)

    def __init__(self, desk: Desk, edit: QAction, more: Sequence[QAction | None]) -> None:
        super().__init__()
        self._desk = desk
        self.scope = Scope(None, None, desk.year)
        self._stale: set[str] = set()
        self._sections: dict[str, QWidget] = {}
        self.header = OrganisationHeader(edit, more)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        # The first tab's word stands under the heading's.
        self.tabs.setStyleSheet(f"QTabWidget::tab-bar {{ left: {theme.MEDIUM}px; }}")
        self.tabs.tabBar().setUsesScrollButtons(True)
        self.tabs.tabBar().setAccessibleName("团组织的各项内容")
        corner = QWidget()
        self._corner = QHBoxLayout(corner)
        self._corner.setContentsMargins(0, 0, theme.WIDE, 0)
        self.tabs.setCornerWidget(corner)
        for sub in _SUB_TABS:
            holder = QWidget()
            holder_layout = QVBoxLayout(holder)
            holder_layout.setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(holder, sub.label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(self._opened)
        # A click goes into the list; the keyboard itself still walks along the tabs.
        self.tabs.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs.tabBarClicked.connect(lambda _place: QTimer.singleShot(0, self, self._focus_list))

    def show_scope(self, scope: Scope) -> None:
        """Turn to another organisation or year, or read the same one anew."""
        self.scope = scope
        self.header.show_scope(scope)
        place = _place("below")
        self.tabs.setTabVisible(place, scope.has_below)
        self.tabs.setTabVisible(_place("history"), scope.organisation is not None)
        # The group is the office's: a branch has none.
        self.tabs.setTabVisible(_place("group"), scope.organisation in (None, top_committee()))
        self.tabs.setTabText(place, "下级组织" if scope.organisation is not None else Organisation.label)
        self._stale = {sub.key for sub in _SUB_TABS}
        self._freshen()

    def section(self, key: str) -> QWidget:
        """A sub-tab's contents, built now if it has not been opened yet."""
        if key not in self._sections:
            place = _place(key)
            made = _SUB_TABS[place].build(self._desk)
            if isinstance(made, FactsView):
                made.figure_wanted.connect(self.figure_wanted)
                made.month_wanted.connect(self.month_wanted)
                made.organisation_wanted.connect(self.organisation_wanted)
                made.todo_wanted.connect(self.todo_wanted)
                made.edit_wanted.connect(self.edit_wanted)
            if isinstance(made, ListSection):
                self._corner.addWidget(made.switches)
            self._sections[key] = made
            holder = self.tabs.widget(place).layout()
            assert holder is not None
            holder.addWidget(made)
            # Now, not with the next event: the menus ask what is visible.
            made.show()
            self._stale.add(key)
        return self._sections[key]

    def open(self, key: str) -> QWidget:
        """Open a sub-tab by its key, read anew if need be."""
        self.tabs.setCurrentIndex(_place(key))
        self._freshen()
        return self.section(key)

    def current(self) -> str:
        """The key of the sub-tab that is open."""
        return _SUB_TABS[self.tabs.currentIndex()].key

    def list_of(self, kind: type[Record]) -> ListSection | None:
        """Open the sub-tab that lists records of a kind; None when none does."""
        for sub in _SUB_TABS:
            if kind in sub.kinds:
                section = self.open(sub.key)
                if isinstance(section, SeveralLists):
                    return section.list_of(kind)
                assert isinstance(section, ListSection)
                return section
        return None

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while the page was out of sight is read now."""
        super().showEvent(event)
        self._freshen()

    def _opened(self) -> None:
        self._freshen()
        self._desk.remember.put("branches/sub-tab", self.current())

    def _focus_list(self) -> None:
        section = self.section(self.current())
        if isinstance(section, SeveralLists):
            section = section.current_list()
        if isinstance(section, ListSection):
            # An empty list is not shown: its first button has the same keys.
            view = section.table.view
            (view if view.isVisible() else section.new_button).setFocus(Qt.FocusReason.MouseFocusReason)

    def _freshen(self) -> None:
        key = self.current()
        section = self.section(key)
        for other in self._sections.values():
            if isinstance(other, ListSection):
                other.switches.setVisible(other is section)
        if key in self._stale:
            self._stale.discard(key)
            section.show_scope(self.scope)  # type: ignore[attr-defined]


def _place(key: str) -> int:
    return next(place for place, sub in enumerate(_SUB_TABS) if sub.key == key)
