"""支部: the tree of organisations, and beside it the page of the one that is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout

from models.activity import Activity
from models.assessment import Assessment
from models.award import Honour, Nomination
from models.changes import Notice
from models.commitment import Commitment
from models.figure import Period
from models.member import Member, Office, Transfer
from models.organisation import Organisation, Term
from models.plan import Plan, PlanStep
from models.record import Record
from models.settings import Setting
from ui.desk import Desk, Selection
from ui.empty_state import EmptyState
from ui.icons import icon
from ui.organisation_actions import OrganisationActions
from ui.organisation_model import OFFICE
from ui.organisation_page import OrganisationPage
from ui.organisation_scope import Scope
from ui.organisation_tree import OrganisationTree
from ui.page import Page
from ui.record_dialog import RecordDialog
from ui.todo import Todo

# What the heading, the tree's counts and 概况 are made of; lists look after themselves.
_SHOWN = frozenset(
    {
        *(Organisation, Member, Office, Term, Activity, Honour, Nomination, Assessment, Transfer, Setting),
        *(Plan, PlanStep, Commitment),
    }
)
_PAGE_WIDTH = 500


class BranchPage(Page):
    """Follows the records and the work year; opens organisations, members, offices, terms and transfers."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tree = OrganisationTree(desk.year)
        self.actions_ = OrganisationActions(desk, self.tree, self._open_form)
        self.tree.organisation_actions = self.actions_.all()
        self.tree.addActions([action for action in self.actions_.all() if action is not None])
        self.page = OrganisationPage(desk, self.actions_.edit, self.actions_.all())
        self._lay_out()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._reload)
        self._stale = False
        self._connect()
        self._show(OFFICE)
        self.page.open(self._remembered())

    def _lay_out(self) -> None:
        side = QFrame()
        side.setProperty("role", "panel")
        inside = QVBoxLayout(side)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.tree)
        import_action = QAction(icon("import"), "导入表格…", self)
        import_action.triggered.connect(lambda _=False: self.desk.import_files())
        self._pages = QStackedWidget()
        self._pages.addWidget(self.page)
        self._pages.addWidget(
            EmptyState(
                "network",
                "还没有团组织",
                "先新增局团委，再在它下面新增团总支和团支部；或把团组织一览表拖到窗口里导入。",
                [self.actions_.new, import_action],
            )
        )
        # Where it is narrow the tree gives way first.
        self._pages.setMinimumWidth(_PAGE_WIDTH)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(side)
        splitter.addWidget(self._pages)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([320, 1000])
        self.desk.remember.follow_splitter("branches", splitter)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)
        self._add_action("到团组织列表", "network", "Ctrl+G", self.tree.focus)

    def _connect(self) -> None:
        self.tree.chosen.connect(self._show)
        self.tree.open_wanted.connect(lambda _id: self.actions_.edit.trigger())
        self.tree.move_wanted.connect(self.actions_.ask_move)
        self.page.edit_wanted.connect(self.actions_.edit.trigger)
        self.page.figure_wanted.connect(self._open_figure)
        self.page.month_wanted.connect(self._open_month)
        self.page.organisation_wanted.connect(self.tree.choose)
        self.page.todo_wanted.connect(self._open_todo)
        self.desk.live.changed.connect(self._noticed)
        self.desk.year_changed.connect(self._turn_year)

    # -- what the window asks -------------------------------------------------------------------------

    def show_record(self, record: Record) -> None:
        """Opens an organisation's page; of another kind the list of its organisation, and its form."""
        if record.get_id() is None:
            self._begin(record)
            return
        if isinstance(record, Organisation):
            self.tree.choose(record.id)
            self._show(record.id)
            self.page.open("facts")
            return
        organisation = record.home()
        if isinstance(record, Transfer):
            organisation = record.target_id or record.source_id
        self.tree.choose(organisation or OFFICE)
        self._show(organisation or OFFICE)
        section = self.page.list_of(type(record))
        if section is not None:
            section.show_only(None, "")
            section.table.choose([record.get_id()])
            section.open(record.get_id())

    def show_records(self, selection: Selection) -> None:
        """Lists records of a kind that is at home here, of the whole office."""
        if selection.kind is Organisation and len(selection.ids) == 1:
            self.show_record(Organisation.get_by_id(selection.ids[0]))
            return
        self.tree.choose(OFFICE)
        self._show(OFFICE)
        section = self.page.list_of(selection.kind)
        if section is not None:
            section.show_only(selection.ids, selection.title)
            section.table.view.setFocus()

    def _begin(self, record: Record) -> None:
        section = None if isinstance(record, Organisation) else self.page.list_of(type(record))
        if section is None:
            self._open_form(record)
        else:
            given = {field.name: record.value(field.name) for field in record.stored_fields()}
            section.new(**{name: value for name, value in given.items() if value is not None})

    # -- keeping in step ------------------------------------------------------------------------------

    def _show(self, organisation_id: int) -> None:
        self.actions_.follow(organisation_id)
        self.page.show_scope(Scope.of(organisation_id, self.desk.year))
        self._pages.setCurrentIndex(0 if Organisation.select().exists() else 1)

    def _turn_year(self, year: int) -> None:
        self.tree.set_year(year)
        self._show(self.tree.current())

    def _noticed(self, notice: Notice) -> None:
        if not _SHOWN & notice.ids.keys():
            return
        self._stale = True
        if self.isVisible():
            self._later.start()

    def _reload(self) -> None:
        self._stale = False
        self.tree.reload()
        self._show(self.tree.current())

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another tab was open is read now."""
        super().showEvent(event)
        if self._stale:
            self._reload()

    # -- opening --------------------------------------------------------------------------------------

    def _open_form(self, record: Record) -> None:
        dialog = RecordDialog(self.desk, record, parent=self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if isinstance(record, Organisation) and record.get_id() is None:
            dialog.saved.connect(self._choose_new)
        dialog.open()

    def _choose_new(self, organisation_id: int) -> None:
        self._reload()
        self.tree.choose(organisation_id)

    def _open_figure(self, name: str, organisation_id: int) -> None:
        if organisation_id != OFFICE:
            self.tree.choose(organisation_id)
            self._show(organisation_id)
        scope = self.page.scope
        kind, ids, title = scope.behind(name)
        if kind is Organisation and scope.organisation is not None and not scope.has_below:
            # A figure of the organisation's own record is looked at, and put right, in its form.
            self._open_form(scope.organisation)
            return
        self._list(kind, ids, title)

    def _open_month(self, month: int, category: str) -> None:
        period = Period.months(self.desk.year, month, month)
        self._list(*self.page.scope.behind(f"activities.{category}.count", period))

    def _open_todo(self, todo: Todo) -> None:
        if todo.icon == "cake":
            self.page.open("members")
            section = self.page.section("members")
            section.actions_.show_ages()  # type: ignore[attr-defined]
            return
        own = self.page.scope.organisation
        if own is not None and todo.kind is Organisation and list(todo.ids) == [own.id]:
            self.page.open(_REMEDIES.get(todo.icon, "facts"))
            if todo.icon == "vote":
                self.actions_.hold_election()
            return
        self._list(todo.kind, todo.ids, todo.sentence)

    def _list(self, kind: type[Record], ids: Sequence[int], title: str) -> None:
        """List records of a kind at home here without leaving the organisation; others where they are at home."""
        section = self.page.list_of(kind) if kind in (Member, Office, Organisation, Activity) else None
        if section is None:
            self.desk.open_records(kind, ids, title)
        else:
            section.show_only(ids, title)

    def _remembered(self) -> str:
        key = self.desk.remember.get("branches/sub-tab", "facts")
        return key if key in ("facts", "members", "officers", "activities", "honours") else "facts"

    def _add_action(self, text: str, picture: str, keys: str, work: object) -> None:
        action = QAction(icon(picture), text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setProperty("menu", "视图")
        action.triggered.connect(lambda _=False: work())  # type: ignore[operator]
        self.addAction(action)


# Where an organisation's own things to do are done, by their picture.
_REMEDIES = {
    "vote": "officers",
    "user": "officers",
    "users": "members",
    "calendar-days": "activities",
    "clipboard-list": "plans",
    "file-text": "commitments",
}
