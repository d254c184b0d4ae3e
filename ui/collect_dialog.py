"""Collecting from the branches: who has reported, what each file would change, and taking all of it in at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from exports.collect import (
    RETURN_OF,
    Collection,
    collect,
    recognise_return,
    request_for,
    take_in,
    workbooks_in,
)
from exports.intake import remember_columns
from exports.intake_plan import Balance, Plan, PlanFile, PlanRow
from exports.intake_rejects import write_rejects
from models.activity import Activity
from models.assessment import Score
from models.errors import AppError
from models.record import Record
from models.reporting import Request
from ui import ask, jobs, theme
from ui.collect_lines import LinesPage
from ui.collect_model import EMPTY, Collected
from ui.desk import Desk
from ui.import_columns import ColumnsPage
from ui.record_dialog import RecordDialog
from ui.twin_list import TwinList
from ui.wrapped_label import WrappedLabel

USUAL_SIZE = QSize(1240, 760)
_TITLE = "收各支部的表"


def begin_collect(
    window: QWidget, desk: Desk, places: Sequence[Path] = (), request: Request | None = None
) -> None:
    """Ask for a folder where none is given, find out what the files are, and open the preview."""
    chosen = list(places)
    if not chosen:
        folder = ask.folder(window, "选择放着各支部报表的文件夹", desk.remember)
        if folder is None:
            return
        chosen = [folder]
    year = desk.year if request is None else int(request.year)

    def work(tick: jobs.Tick) -> Collected:
        kinds = {name: kind for kind, name in RETURN_OF.items()}
        kind = recognise_return(chosen) if request is None else kinds[str(request.kind)]
        return Collected.of(collect(kind or Activity, chosen, year, request=request, tick=tick))

    def read(collected: Collected) -> None:
        CollectDialog(window, desk, collected, chosen).open()

    jobs.run(window, "读取各支部的表", work, read)


class CollectDialog(QDialog):
    """The branches above, the rows of the chosen one below."""

    def __init__(self, parent: QWidget, desk: Desk, collected: Collected, places: Sequence[Path]) -> None:
        super().__init__(parent)
        self._desk = desk
        self._collected = collected
        self._places = list(places)
        self._columns: dict[str, str | None] = {}
        self._organisations: dict[tuple[Path, str], int] = {}
        self._year = int(collected.collection.request.year)
        self.setWindowTitle(_TITLE)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.lines = LinesPage(collected)
        self.lines.owner_said.connect(self._say_owner)
        self.columns = ColumnsPage()
        self.columns.columns_corrected.connect(self._correct_columns)
        self.columns.organisation_chosen.connect(self._choose_organisation)
        self.twins = TwinList()
        self.twins.side_wanted.connect(self._show_side)
        self._make_top()
        self._make_buttons()
        self._lay_out()
        self._show()
        screen = QGuiApplication.primaryScreen().availableSize()
        self.resize(USUAL_SIZE.boundedTo(screen - QSize(40, 60)))
        self.lines.table.setFocus()

    @property
    def collection(self) -> Collection:
        """The collection that is shown."""
        return self._collected.collection

    @property
    def plan(self) -> Plan:
        """Its plan."""
        return self.collection.plan

    # -- building -------------------------------------------------------------------------------------

    def _make_top(self) -> None:
        self.heading = QLabel()
        theme.mark(self.heading, role="heading")
        self.choose_kind = QComboBox()
        self.choose_kind.setAccessibleName("收的是哪种表")
        for kind, name in RETURN_OF.items():
            self.choose_kind.addItem(name, kind)
        self.choose_kind.activated.connect(lambda _: self._turn_kind())
        self.choose_request = QComboBox()
        self.choose_request.setAccessibleName("对应哪次下发")
        self.choose_request.setMinimumWidth(220)
        self.choose_request.activated.connect(lambda _: self._read_again())
        self.choose_folder = QPushButton("换文件夹…")
        self.choose_folder.setAutoDefault(False)
        self.choose_folder.clicked.connect(lambda _=False: self._change_folder())
        self._notice = QFrame()
        self._notice_text = WrappedLabel()
        inner = QVBoxLayout(self._notice)
        inner.setContentsMargins(theme.MEDIUM, theme.SMALL, theme.MEDIUM, theme.SMALL)
        inner.addWidget(self._notice_text)

    def _make_buttons(self) -> None:
        self.balance = QLabel()
        theme.mark(self.balance, role="subheading")
        self.save_rejects = QPushButton("另存退回的行…")
        self.save_rejects.setToolTip("有问题的行按支部各存一个工作簿，写明原因，可以发回去改")
        self.cancel = QPushButton("取消")
        self.good_only = QPushButton("只收没有问题的行…")
        self.take_all = QPushButton("全部收入")
        for button, work in (
            (self.save_rejects, self._save_rejects),
            (self.cancel, self.reject),
            (self.good_only, self._take_good),
            (self.take_all, self._take_all),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, work=work: work())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.SMALL)
        top.addWidget(self.heading, 1)
        for text, chooser in (("种类", self.choose_kind), ("任务", self.choose_request)):
            label = QLabel(text)
            label.setBuddy(chooser)
            top.addWidget(label)
            top.addWidget(chooser)
            top.addSpacing(theme.SMALL)
        top.addWidget(self.choose_folder)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.lines, "各支部")
        self.tabs.addTab(self.twins, "可能是同一次活动")
        self.tabs.addTab(self.columns, "列的对应")
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SMALL)
        buttons.addWidget(self.save_rejects)
        buttons.addStretch()
        for button in (self.cancel, self.good_only, self.take_all):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(top)
        layout.addWidget(self._notice)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.balance)
        layout.addLayout(buttons)

    # -- showing --------------------------------------------------------------------------------------

    def _show(self) -> None:
        collected, collection = self._collected, self.collection
        self.heading.setText(f"收{collection.request.name}")
        self.choose_kind.setCurrentIndex(self.choose_kind.findData(self.plan.kind))
        self._fill_requests()
        self._show_notice()
        self.lines.show_collected(collected)
        self.columns.show_plan(self.plan)
        questions = self.columns.open_questions()
        self.tabs.setTabText(2, f"列的对应（{questions}处请核对）" if questions else "列的对应")
        self.tabs.setTabVisible(2, self.plan.kind is not Score)
        self.twins.show_twins(collection.twins)
        self.tabs.setTabText(1, f"可能是同一次活动（{len(collection.twins)}对）")
        self.tabs.setTabVisible(1, bool(collection.twins))
        balance = collected.preview.balance
        self.balance.setText(balance.text())
        bad = bool(balance.problem or self.plan.refused())
        # A returned form without a row is on record too: it says that there was nothing.
        something = bool(balance.new or balance.changed) or any(
            line.returned is not None and not line.returned.seen_before and line.organisation is not None
            for line in collected.lines
        )
        self.take_all.setEnabled(something and not bad)
        self.take_all.setToolTip("有问题的行要先改正，或者只收没有问题的行" if bad else "")
        self.good_only.setVisible(bad)
        self.good_only.setEnabled(something)
        self.save_rejects.setVisible(bool(balance.problem))
        main = self.good_only if bad else self.take_all
        for button in (self.good_only, self.take_all):
            theme.mark(button, tone="primary" if button is main else "")
            button.setDefault(button is main and something)

    def _fill_requests(self) -> None:
        called = RETURN_OF[self.plan.kind]
        current = self.collection.request
        self.choose_request.clear()
        found = Request.select().where(Request.year == self._year, Request.kind == called)
        for request in found.order_by(Request.id.desc()):
            self.choose_request.addItem(str(request.name), request.id)
        if current.get_id() is None:
            self.choose_request.addItem(f"{current.name}（没有下发过）", None)
        self.choose_request.setCurrentIndex(max(self.choose_request.findData(current.get_id()), 0))
        self.choose_request.setEnabled(self.choose_request.count() > 1)

    def _show_notice(self) -> None:
        said = [str(error) for error in self.plan.refused()]
        waiting = [str(each.name) for each in self.collection.missing]
        theme.mark(self._notice, notice="bad" if said else "warn")
        shown = said[:3] + ([f"另有{len(said) - 3}个文件不能读取。"] if len(said) > 3 else [])
        if waiting:
            named = "、".join(waiting[:6]) + (f"等{len(waiting)}个" if len(waiting) > 6 else "")
            shown.append(f"没有报的团支部：{named}。")
        empty = [line.name for line in self._collected.lines if line.state == EMPTY]
        if empty:
            shown.append(f"报来的是空表：{'、'.join(empty[:6])}。全部收入后也算已报，请核对。")
        self._notice_text.setText("\n".join(shown))
        self._notice.setVisible(bool(shown))

    def _show_side(self, side: PlanRow | Activity) -> None:
        """Show a row of a pair among the rows of its file; an activity reported before in its form."""
        if isinstance(side, Activity):
            RecordDialog(self._desk, side, parent=self).open()
        else:
            self.tabs.setCurrentIndex(0)
            self.lines.show_row(side)

    # -- correcting -----------------------------------------------------------------------------------

    def _correct_columns(self, choice: dict[str, str | None]) -> None:
        self._columns.update(choice)
        self._read_again()

    def _choose_organisation(self, file: Path, sheet: str, id_: int) -> None:
        self._organisations[file, sheet] = id_
        self._read_again()

    def _say_owner(self, file: PlanFile, organisation: int) -> None:
        for sheet in file.sheets:
            self._organisations[file.path, sheet.name] = organisation
        self._read_again()

    def _turn_kind(self) -> None:
        self._columns.clear()
        self.choose_request.clear()
        self._read_again()

    def _change_folder(self) -> None:
        folder = ask.folder(self, "选择放着各支部报表的文件夹", self._desk.remember)
        if folder is not None:
            self._places = [folder]
            self._organisations.clear()
            self._read_again()

    def _read_again(self) -> None:
        kind: type[Record] = self.choose_kind.currentData()
        id_ = self.choose_request.currentData()
        request = Request.get_or_none(Request.id == id_) if id_ is not None else None
        columns, organisations = dict(self._columns), dict(self._organisations)
        places, year = list(self._places), self._year

        def work(tick: jobs.Tick) -> Collected:
            return Collected.of(
                collect(
                    kind,
                    places,
                    year,
                    request=request or request_for(kind, year),
                    columns=columns,
                    organisations=organisations,
                    tick=tick,
                )
            )

        jobs.run(self, "重新读取", work, self._take, self._not_read)

    def _take(self, collected: Collected) -> None:
        self._collected = collected
        self._show()

    def _not_read(self, error: AppError) -> None:
        ask.show_error(self, error, "没有读取")
        self._show()

    # -- taking in ------------------------------------------------------------------------------------

    def _take_all(self) -> None:
        self._apply(skip=False, folder=None)

    def _take_good(self) -> None:
        folder = None
        if self._collected.preview.balance.problem:
            folder = ask.folder(self, "退回的行另存到哪个文件夹", self._desk.remember)
            if folder is None:
                return
        self._apply(skip=True, folder=folder)

    def _save_rejects(self) -> None:
        folder = ask.folder(self, "退回的行另存到哪个文件夹", self._desk.remember)
        if folder is not None:
            plan = self.plan
            jobs.run(self, "另存退回的行", lambda _tick: write_rejects(plan, folder), self._told_rejects)

    def _told_rejects(self, written: Sequence[Path]) -> None:
        self._desk.say(f"退回的行已另存{len(written)}个文件：{'、'.join(path.name for path in written[:3])}")

    def _apply(self, skip: bool, folder: Path | None) -> None:
        collection, columns = self.collection, dict(self._columns)

        def work(tick: jobs.Tick) -> tuple[Balance, list[Path]]:
            # The refused rows first: were they lost, nobody would know them any more.
            written = write_rejects(collection.plan, folder) if folder else []
            balance = take_in(collection, skip_problems=skip, tick=tick)
            if columns:
                remember_columns(collection.plan.kind, columns)
            return balance, written

        jobs.run(self, _TITLE, work, self._done, self._failed)

    def _done(self, result: tuple[Balance, list[Path]]) -> None:
        balance, written = result
        said = f"收表完成：新增{balance.new}、更新{balance.changed}条，还有{len(self.collection.missing)}个团支部没有报。"
        if written:
            said += f"退回的{balance.problem}行存了{len(written)}个文件。"
        self._desk.say(f"{said}可以在“编辑”菜单里撤销。")
        self._offer_twins()
        self.accept()

    def _offer_twins(self) -> None:
        sides = [side for twin in self.collection.twins for side in twin]
        records = [side if isinstance(side, Activity) else side.record for side in sides]
        ids = list(dict.fromkeys(record.get_id() for record in records if record is not None))
        if ids and ask.confirm(
            self,
            _TITLE,
            f"有{len(self.collection.twins)}对活动像是两个支部联合开展的同一次。",
            "在“活动”里列出它们；只想算一次的，留一条，删去另一条。",
            yes="列出这些活动",
        ):
            self._desk.open_records(Activity, ids, "可能是同一次的联合活动")

    def _failed(self, error: AppError) -> None:
        ask.show_error(self, error, "没有收入")
        self._read_again()


def is_collection(files: Sequence[Path]) -> bool:
    """Whether dropped files are returns of the branches: a folder, or several workbooks."""
    return any(path.is_dir() for path in files) or len(workbooks_in(files)) > 1
