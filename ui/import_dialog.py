"""The import: files are recognised and read, shown row by row before anything is saved, then taken in as one action."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from exports.intake import apply, read_plan, remember_columns
from exports.intake_kinds import importable, recognise
from exports.intake_plan import CHANGED, NEW, Balance, Plan, PlanSheet
from exports.intake_rejects import refused_files, reject_name, write_rejects
from exports.intake_values import year_of
from models.errors import AppError
from models.record import Record
from ui import ask, jobs, theme
from ui.desk import Desk
from ui.import_columns import ColumnsPage
from ui.import_model import Preview
from ui.import_rows import RowsPage
from ui.wrapped_label import WrappedLabel

USUAL_SIZE = QSize(1180, 700)
_TITLE = "导入表格"


def begin_import(window: QWidget, desk: Desk, files: Sequence[Path]) -> None:
    """Ask for files where there are none, find out what they hold, and open the preview of each kind in turn."""
    chosen = list(files) or ask.open_files(window, _TITLE, ask.WORKBOOKS, desk.remember)
    if chosen:
        jobs.run(
            window,
            "识别表格",
            lambda _tick: recognise(chosen),
            lambda found: _next(window, desk, list(found.items())),
        )


def _next(window: QWidget, desk: Desk, waiting: list[tuple[type[Record], list[Path]]]) -> None:
    """Preview the files of the first kind; those of the next follow when they are in."""
    if not waiting:
        return
    (kind, files), *rest = waiting

    def read(preview: Preview) -> None:
        dialog = ImportDialog(window, desk, preview)
        dialog.accepted.connect(lambda: _next(window, desk, rest))
        dialog.open()

    def work(tick: jobs.Tick) -> Preview:
        return Preview.of(read_plan(kind, files, tick=tick))

    jobs.run(window, "读取表格", work, read)


class ImportDialog(QDialog):
    """Shows a plan: every row with what becomes of it, and how the columns were understood."""

    def __init__(self, parent: QWidget, desk: Desk, preview: Preview) -> None:
        super().__init__(parent)
        self._desk = desk
        self._preview = preview
        self._paths = [file.path for file in preview.plan.files]
        self._columns: dict[str, str | None] = {}
        self._organisations: dict[tuple[Path, str], int] = {}
        self._year: int | None = None  # chosen by hand; else each sheet's title says it
        self.setWindowTitle(_TITLE)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.rows = RowsPage(preview)
        self.columns = ColumnsPage()
        self.columns.columns_corrected.connect(self._correct_columns)
        self.columns.organisation_chosen.connect(self._choose_organisation)
        self._make_top()
        self._make_buttons()
        self._lay_out()
        self._show_plan()
        screen = QGuiApplication.primaryScreen().availableSize()
        self.resize(USUAL_SIZE.boundedTo(screen - QSize(40, 60)))
        self.rows.table.setFocus()

    @property
    def plan(self) -> Plan:
        """The plan that is shown."""
        return self._preview.plan

    # -- building -------------------------------------------------------------------------------------

    def _make_top(self) -> None:
        self.heading = QLabel()
        theme.mark(self.heading, role="heading")
        self.choose_kind = QComboBox()
        self.choose_kind.setAccessibleName("导入为哪一类记录")
        kinds = importable()
        for kind in kinds:
            self.choose_kind.addItem(kind.label, kind)
        self.choose_kind.setCurrentIndex(kinds.index(self.plan.kind))
        self.choose_kind.activated.connect(lambda _: self._read_again())
        self.year = QSpinBox()
        self.year.setRange(1949, 2100)
        self.year.setSuffix("年")
        self.year.setAccessibleName("没有写年份的日期算哪一年")
        self.year.editingFinished.connect(self._change_year)
        self._year_label = QLabel("没写年份的日期算")
        self._notice = QFrame()
        self._notice_text = WrappedLabel()
        inner = QVBoxLayout(self._notice)
        inner.setContentsMargins(theme.MEDIUM, theme.SMALL, theme.MEDIUM, theme.SMALL)
        inner.addWidget(self._notice_text)

    def _make_buttons(self) -> None:
        self.balance = QLabel()
        theme.mark(self.balance, role="subheading")
        self.save_rejects = QPushButton("另存有问题的行…")
        self.keep_rejects = QCheckBox()
        self.keep_rejects.toggled.connect(self._name_good_only)
        self.cancel = QPushButton("取消")
        self.good_only = QPushButton()
        self.take_all = QPushButton("全部导入")
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
        top.addWidget(self._year_label)
        top.addWidget(self.year)
        top.addSpacing(theme.MEDIUM)
        top.addWidget(QLabel("导入为"))
        top.addWidget(self.choose_kind)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.rows, "逐行预览")
        self.tabs.addTab(self.columns, "列的对应")
        self.tabs.currentChanged.connect(self._turned)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SMALL)
        buttons.addWidget(self.save_rejects)
        buttons.addStretch()
        buttons.addWidget(self.keep_rejects)
        buttons.addSpacing(theme.SMALL)
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

    def _show_plan(self) -> None:
        plan, balance = self.plan, self._preview.balance
        names = "、".join(path.name for path in self._paths[:2])
        more = f"等{len(self._paths)}个文件" if len(self._paths) > 2 else ""
        self.heading.setText(f"{names}{more}")
        self.rows.show_preview(self._preview)
        self.columns.show_plan(plan)
        questions = self.columns.open_questions()
        self.tabs.setTabText(1, f"列的对应（{questions}处请核对）" if questions else "列的对应")
        self.year.setValue(self._shown_year())
        for widget in (self._year_label, self.year):
            widget.setVisible(plan.kind.year_field is not None)
        self._show_notice()
        self.balance.setText(balance.text())
        bad = bool(balance.problem or plan.refused())
        something = bool(balance.new or balance.changed)
        self.take_all.setEnabled(something and not bad)
        self.take_all.setToolTip("有问题的行要先改正，或者只导入没有问题的行" if bad else "")
        self.good_only.setVisible(bad)
        self.good_only.setEnabled(something)
        for widget in (self.save_rejects, self.keep_rejects):
            widget.setVisible(bool(balance.problem))
        self._offer_rejects(saved=False)
        main = self.good_only if bad else self.take_all
        for button in (self.good_only, self.take_all):
            theme.mark(button, tone="primary" if button is main else "")
            button.setDefault(button is main and something)

    def _offer_rejects(self, saved: bool) -> None:
        """Propose to save the refused rows with the import, until they are saved."""
        self.keep_rejects.setText("再另存一次有问题的行（刚才已另存）" if saved else "同时另存有问题的行")
        self.keep_rejects.setChecked(not saved)
        self._name_good_only()

    def _name_good_only(self) -> None:
        asks = bool(self._preview.balance.problem) and self.keep_rejects.isChecked()
        self.good_only.setText("只导入没有问题的行" + ("…" if asks else ""))

    def _turned(self, place: int) -> None:
        if self.tabs.widget(place) is self.columns:
            self.columns.go_to_question()

    def _show_notice(self) -> None:
        """What a person must know about files and sheets that are not read."""
        said = [str(error) for error in self.plan.refused()]
        balance = self._preview.balance
        if not said and balance.read and balance.same == balance.read - balance.blank:
            theme.mark(self._notice, notice="good")
            said = ["这些内容都已经在记录里，没有需要导入的。"]
        else:
            theme.mark(self._notice, notice="bad")
        self._notice_text.setText(
            "\n".join(said[:4] + ([f"另有{len(said) - 4}个文件不能读取。"] if len(said) > 4 else []))
        )
        self._notice.setVisible(bool(said))

    # -- correcting -----------------------------------------------------------------------------------

    def _correct_columns(self, choice: dict[str, str | None]) -> None:
        self._columns.update(choice)
        self._read_again()

    def _choose_organisation(self, file: Path, sheet: str, id_: int) -> None:
        self._organisations[file, sheet] = id_
        self._read_again()

    def _change_year(self) -> None:
        if self.year.value() != self._shown_year():
            self._year = self.year.value()
            self._read_again()

    def _shown_year(self) -> int:
        """The year of the sheets, that of the first one where they differ."""
        return next((sheet.year for sheet in self.plan.sheets() if sheet.year), self._desk.year)

    def _read_again(self) -> None:
        kind: type[Record] = self.choose_kind.currentData()
        if kind is not self.plan.kind:
            self._columns.clear()
        year, paths = self._year, self._paths
        columns, organisations = dict(self._columns), dict(self._organisations)

        def work(tick: jobs.Tick) -> Preview:
            return Preview.of(
                read_plan(kind, paths, year=year, columns=columns, organisations=organisations, tick=tick)
            )

        jobs.run(self, "重新读取", work, self._take)

    def _take(self, preview: Preview) -> None:
        self._preview = preview
        self._show_plan()

    # -- taking in ------------------------------------------------------------------------------------

    def _take_all(self) -> None:
        self._apply(skip=False, rejects=None)

    def _take_good(self) -> None:
        rejects = None
        if self._preview.balance.problem and self.keep_rejects.isChecked():
            rejects = self._ask_rejects("另存有问题的行，其余的导入")
            if rejects is None:
                return
        self._apply(skip=True, rejects=rejects)

    def _ask_rejects(self, title: str) -> Path | None:
        """Where the refused rows go: a file, or with several files a folder; None leads back to the preview."""
        files = refused_files(self.plan)
        if len(files) > 1:
            return ask.folder(self, f"{title}：选一个文件夹，{len(files)}个文件各存一份", self._desk.remember)
        return ask.save_file(self, title, reject_name(files[0]), ask.XLSX, self._desk.remember)

    def _save_rejects(self) -> None:
        path = self._ask_rejects("另存有问题的行")
        if path is not None:
            plan = self.plan
            jobs.run(self, "另存有问题的行", lambda _tick: write_rejects(plan, path), self._told_rejects)

    def _told_rejects(self, written: Sequence[Path]) -> None:
        self._offer_rejects(saved=True)
        self._desk.say(f"有问题的行已另存：{'、'.join(path.name for path in written)}")

    def _apply(self, skip: bool, rejects: Path | None) -> None:
        plan, columns = self.plan, dict(self._columns)

        def work(tick: jobs.Tick) -> tuple[Balance, list[Path]]:
            # The refused rows first: were they lost, nobody would know them any more.
            written = write_rejects(plan, rejects) if rejects else []
            balance = apply(plan, skip_problems=skip, tick=tick)
            if columns:
                remember_columns(plan.kind, columns)
            return balance, written

        jobs.run(self, f"导入{plan.kind.label}", work, self._done, self._failed)

    def _done(self, result: tuple[Balance, list[Path]]) -> None:
        balance, written = result
        said = f"导入完成：新增{balance.new}、更新{balance.changed}条{self.plan.kind.label}。"
        if written:
            more = f"等{len(written)}个文件" if len(written) > 1 else ""
            said += f"没有导入的{balance.problem}行在“{written[0].name}”{more}里。"
        self._desk.say(f"{said}可以在“编辑”菜单里撤销。")
        self._offer_year()
        self.accept()

    def _offer_year(self) -> None:
        """Records of another year would not be seen, and a roster would be counted as of another day: offer to turn."""
        kind, rows = self.plan.kind, [row for row in self.plan.rows() if row.status in (NEW, CHANGED)]
        name = kind.year_field
        years: set[int | None]
        if name:
            years = {int(str(row.record.__data__[name])[:4]) for row in rows if row.record}
        else:
            years = {_year_written(sheet) for sheet in {id(row.sheet): row.sheet for row in rows}.values()}
        year = years.pop() if len(years) == 1 else None
        if year is None or year == self._desk.year:
            return
        seen = f"，现在看的是{self._desk.year}年。"
        asked = f"导入的{kind.label}都是{year}年的{seen}" if name else f"导入的表写的是{year}年{seen}"
        step = f"切换到{year}年才能看到它们。" if name else f"切换到{year}年，人数和年龄就按那一年算。"
        if ask.confirm(self, _TITLE, asked, step, yes=f"切换到{year}年"):
            self._desk.set_year(year)

    def _failed(self, error: AppError) -> None:
        ask.show_error(self, error, "没有导入")
        self._read_again()


def _year_written(sheet: PlanSheet) -> int | None:
    """The year in a sheet's title or name; None when nothing says one."""
    assert sheet.grid is not None and sheet.header is not None
    return year_of(sheet.grid, sheet.header, sheet.file.path.stem)
