"""Filling a committee's own workbook: what each place wants on a picture of the sheet, the filled sheet, its check."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from exports.fill_book import BookPlan, SheetPlan, choose, plan_workbook
from exports.fill_draft import DraftSheet, Wish
from exports.fill_findings import ERROR, Placed
from exports.fill_view import pictures
from exports.recognise import ListPlan
from exports.sheet_picture import SheetPicture
from models.record import Record
from ui import ask, jobs, theme
from ui.behind_dialog import open_behind, open_in_place
from ui.desk import Desk
from ui.fill_findings import FindingList, finding_marks
from ui.fill_panel import FillPanel
from ui.fill_places import Place, marks_of
from ui.fill_save import save_drafts
from ui.fill_versions import Version, count_rows, make_versions
from ui.sheet_bar import SheetBar
from ui.sheet_view import SheetView
from ui.source_chooser import SourceChooser
from ui.wrapped_label import WrappedLabel

TITLE = "填区团委的表"
USUAL_SIZE = QSize(1320, 800)
SIDE = 372


def begin_fill(window: QWidget, desk: Desk, path: Path | None = None) -> None:
    """Ask for a workbook where there is none, look what it wants, and show it."""
    chosen = path or ask.open_file(window, TITLE, ask.WORKBOOKS, desk.remember)
    if chosen is None:
        return

    def work(_tick: jobs.Tick) -> tuple[BookPlan, dict[str, SheetPicture], dict[str, int]]:
        plan = plan_workbook(chosen)
        return plan, pictures(plan), count_rows(plan, Wish(desk.year))

    def then(found: tuple[BookPlan, dict[str, SheetPicture], dict[str, int]]) -> None:
        FillDialog(window, desk, *found).open()

    jobs.run(window, "认表", work, then)


class FillDialog(QDialog):
    """First the places and how to fill them, then the filled sheet with its check; 保存 writes what was looked at."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        plan: BookPlan,
        shown: dict[str, SheetPicture],
        counts: dict[str, int],
    ) -> None:
        super().__init__(parent)
        self._desk, self.plan, self._pictures, self._counts = desk, plan, shown, counts
        self._folder = tempfile.TemporaryDirectory(prefix="fill-")
        self.versions: list[Version] = []
        self._chooser: SourceChooser | None = None
        self._stale = self._saved = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{TITLE}：{plan.path.name}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._make()
        self._lay_out()
        self._show_sheet()
        screen = QGuiApplication.primaryScreen().availableSize()
        self.resize(USUAL_SIZE.boundedTo(screen - QSize(40, 60)))
        self.destroyed.connect(self._folder.cleanup)
        desk.live.changed.connect(self._note_change)
        self.view.setFocus()
        first = next(iter(self.sheet_plan.doubtful), None)
        if first is not None:
            self._look_at(first)

    # -- building -------------------------------------------------------------------------------------

    def _make(self) -> None:
        self._about = WrappedLabel()
        theme.mark(self._about, role="muted")
        self.view = SheetView()
        self.view.chosen.connect(self._chosen)
        self.view.moved.connect(self._moved)
        self._bar = SheetBar(self.view, [sheet.sheet for sheet in self.plan.sheets])
        self.tabs = self._bar.tabs
        self.tabs.currentChanged.connect(lambda _: self._show_sheet())
        self.panel = FillPanel(self.plan, self._desk.year)
        self.panel.options.changed.connect(self._options_changed)
        self.panel.places.wanted.connect(self._ask_place)
        self.panel.places.looked_at.connect(self._look_at)
        self.which = QComboBox()
        self.which.setAccessibleName("看哪一份")
        self.which.currentIndexChanged.connect(lambda _: self._show_sheet())
        self.findings = FindingList()
        self.findings.looked_at.connect(self._show_finding)
        self.findings.open_wanted.connect(self._open_record)
        self.cancel, self.back = QPushButton("关闭"), QPushButton("返回")
        self.preview, self.save = QPushButton("预览和校核"), QPushButton("保存…")
        for button, work in (
            (self.cancel, self.reject),
            (self.back, self._go_back),
            (self.preview, self._preview),
            (self.save, self._save),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, work=work: work())
        for button in (self.preview, self.save):
            button.setToolTip("Ctrl+Enter")
        self.next_action = self._action("下一处要确认或核对的", "F8", self._next)
        # No button is the default one: Enter belongs to the lists and the sheet.
        self._action("预览和校核，或保存", "Ctrl+Return", self._go_on)
        self._action("放大", "Ctrl++", lambda: self.view.step_zoom(1))
        self._action("缩小", "Ctrl+-", lambda: self.view.step_zoom(-1))

    def _action(self, text: str, keys: str, work: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _=False: work())
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        left = QWidget()
        under = QVBoxLayout(left)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(theme.SMALL)
        under.addWidget(self._about)
        under.addWidget(self.view, 1)
        under.addWidget(self._bar)
        self._side = QStackedWidget()
        self._side.addWidget(self.panel)
        checked = QWidget()
        down = QVBoxLayout(checked)
        down.setContentsMargins(theme.SMALL, 0, 0, 0)
        down.setSpacing(theme.SMALL)
        down.addWidget(self.which)
        down.addWidget(self.findings, 1)
        self._side.addWidget(checked)
        self._side.setMinimumWidth(300)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self._side)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([USUAL_SIZE.width() - SIDE, SIDE])
        self._desk.remember.follow_splitter("fill", splitter)
        self._said = WrappedLabel()
        theme.mark(self._said, role="muted")
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SMALL)
        buttons.addWidget(self._said, 1)
        for button in (self.cancel, self.back, self.preview, self.save):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.MEDIUM)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(splitter, 1)
        layout.addLayout(buttons)

    # -- what is on screen ----------------------------------------------------------------------------

    @property
    def sheet_plan(self) -> SheetPlan:
        """The plan of the sheet on screen."""
        return self.plan.sheets[max(0, self.tabs.currentIndex())]

    @property
    def version(self) -> Version | None:
        """The filled workbook on screen; None while places are decided."""
        return self.versions[max(0, self.which.currentIndex())] if self.versions else None

    @property
    def sheet(self) -> DraftSheet | None:
        """The filled sheet on screen."""
        version = self.version
        return None if version is None else version.draft.sheets[max(0, self.tabs.currentIndex())]

    def _show_sheet(self) -> None:
        version = self.version
        plan = self.sheet_plan
        if version is None:
            self.view.show_picture(self._pictures[plan.sheet], marks_of(plan), stops=True)
        else:
            self.view.show_picture(version.pictures[plan.sheet], finding_marks(version.findings, plan.sheet))
            self.findings.show_findings(version.findings)
        self._show_words()
        self._side.setCurrentIndex(0 if version is None else 1)
        for button, here in (
            (self.back, version is not None),
            (self.save, version is not None),
            (self.preview, version is None),
        ):
            button.setVisible(here)
        main = self.save if version is not None else self.preview
        for button in (self.preview, self.save):
            theme.mark(button, tone="primary" if button is main else "")

    def _show_words(self) -> None:
        plan, version = self.sheet_plan, self.version
        self.panel.show_sheet(plan, self._counts.get(plan.sheet, 0))
        about, said = version.words(max(0, self.tabs.currentIndex())) if version else self.panel.book_words()
        self._about.setText(about)
        self._said.setText(said)

    # -- places ---------------------------------------------------------------------------------------

    def _chosen(self, row: int, column: int) -> None:
        if self.version is not None:
            self._open_behind(row, column)
            return
        mark = self.view.mark_at(row, column)
        if mark is not None:
            self._ask_place(mark.means)

    def _moved(self, row: int, column: int) -> None:
        mark = self.view.mark_at(row, column)
        if mark is not None and self.version is None:
            self.panel.places.show_place(mark.means)

    def _look_at(self, place: Place) -> None:
        for mark in marks_of(self.sheet_plan):
            if mark.means is place:
                self.view.go_to(mark.area.first_row, mark.area.first_column)

    def _ask_place(self, place: Place) -> None:
        if self._chooser is not None:
            self._chooser.close_panel()
        self._look_at(place)
        chooser = SourceChooser(self.view, self.sheet_plan, place)
        chooser.picked.connect(lambda name: self._decide(place, name))
        chooser.closed.connect(self._forget_chooser)
        self._chooser = chooser
        chooser.open_at(self.view.chosen_area())

    def _forget_chooser(self) -> None:
        self._chooser = None

    def _decide(self, place: Place, source: str | None) -> None:
        choose(self.sheet_plan, place, source)
        self.view.set_marks(marks_of(self.sheet_plan), stops=True)
        self._show_words()
        self.panel.places.show_place(place)
        self.view.setFocus()

    def _next(self) -> None:
        """The next doubtful place, or the next finding."""
        if self.version is not None:
            count = self.findings.list.count()
            if count:
                self.findings.list.setCurrentRow((self.findings.list.currentRow() + 1) % count)
            return
        waiting = self.plan.doubtful
        if not waiting:
            return
        here = [place for sheet, place in waiting if sheet is self.sheet_plan]
        if not here:
            self.tabs.setCurrentIndex(self.plan.sheets.index(waiting[0][0]))
            here = [place for sheet, place in waiting if sheet is self.sheet_plan]
        mark = self.view.mark_at(*self.view.at)
        now = here.index(mark.means) if mark is not None and mark.means in here else -1
        self._look_at(here[(now + 1) % len(here)])
        self.view.setFocus()

    # -- choices --------------------------------------------------------------------------------------

    def _options_changed(self) -> None:
        wish = self.panel.options.wish()

        def then(counts: dict[str, int]) -> None:
            self._counts = counts
            self._show_words()
            self.panel.offer_whom()

        jobs.run(self, "数记录", lambda _tick: count_rows(self.plan, wish), then)

    # -- the filled sheet -----------------------------------------------------------------------------

    def _preview(self) -> None:
        wanted = self.panel.wanted()
        if not wanted:
            ask.inform(self, TITLE, "还没有选给谁填。", "请在右边勾选一个或几个。")
            return
        plan, folder = self.plan, Path(self._folder.name)

        def work(tick: jobs.Tick) -> list[Version]:
            return make_versions(plan, wanted, folder, tick)

        jobs.run(self, "填表", work, self._take_versions)

    def _take_versions(self, versions: list[Version]) -> None:
        at, here = max(0, self.which.currentIndex()), self.view.at if self.version else None
        self._stale = False
        self.which.blockSignals(True)
        self.which.clear()
        self.versions = versions
        for version in versions:
            self.which.addItem(version.label)
        self.which.setCurrentIndex(min(at, len(versions) - 1))
        self.which.blockSignals(False)
        self.which.setVisible(len(versions) > 1)
        self._show_sheet()
        if here is not None:
            self.view.go_to(*here)
        self.view.setFocus()

    def _go_on(self) -> None:
        (self.preview if self.version is None else self.save).click()

    def reject(self) -> None:
        """Reasons that were written are not thrown away without a question."""
        unused = bool(self.findings.explanation(self._all_findings())) and not self._saved
        if unused and not ask.confirm(
            self, TITLE, "写好的变化原因还没有用上。", "保存后登记上报，会一并记下。", yes="不要了"
        ):
            return
        super().reject()

    def _go_back(self) -> None:
        self.versions = []
        self._show_sheet()
        self.view.setFocus()

    def _show_finding(self, finding: Placed) -> None:
        at = next(n for n, sheet in enumerate(self.plan.sheets) if sheet.sheet == finding.sheet)
        if at != self.tabs.currentIndex():
            row = self.findings.list.currentRow()
            self.tabs.setCurrentIndex(at)
            self.findings.list.setCurrentRow(row)
        if finding.column:
            plan = self.sheet_plan
            first = plan.header_last if isinstance(plan, ListPlan) else 1
            self.view.go_to(finding.row or first, finding.column)

    def _open_behind(self, row: int, column: int) -> None:
        if self.sheet is not None:
            open_behind(self, self._desk, self.sheet, (row, column), self._fill_again)

    def _open_record(self, record: Record) -> None:
        open_in_place(self, self._desk, record, self._fill_again)

    def _note_change(self, _notice: object) -> None:
        self._stale = True
        # Word of a saved record may come after its form has closed.
        if not any(over.isVisible() for over in self.findChildren(QDialog)):
            self._fill_again()

    def _fill_again(self) -> None:
        """What was changed in a record is to be seen at once."""
        if self._stale and self.versions:
            self._preview()

    def _save(self) -> None:
        found = self._all_findings()
        errors = sum(each.severity == ERROR for each in found)
        open_questions = self.findings.unexplained(found)
        if errors or open_questions:
            said = [f"有{errors}处错误没有改"] * bool(errors)
            said += [f"有{open_questions}处变化没有写原因"] * bool(open_questions)
            if not ask.confirm(
                self, TITLE, "，".join(said) + "。", "可以先保存，改好以后再填一次。", yes="仍要保存"
            ):
                return
        save_drafts(
            self,
            self._desk,
            [(version.name, version.draft) for version in self.versions],
            self.findings.explanation(found),
            self._note_saved,
        )

    def _all_findings(self) -> list[Placed]:
        return [each for version in self.versions for each in version.findings]

    def _note_saved(self) -> None:
        self._saved = True
