"""日历: the month with what is due on each day, beside it the list; both narrowed by organisation, kind and state."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from models import deadlines as due
from models.changes import Notice
from models.clock import today
from models.deadlines import Deadline
from models.organisation import Organisation, subtree, tree
from models.years import reference_day
from ui import ask, theme
from ui.calendar_grid import CalendarGrid, turned
from ui.calendar_model import DeadlineModel, MonthModel, weeks_around
from ui.desk import Desk
from ui.empty_state import EmptyState
from ui.icons import icon
from ui.import_model import ImportCells
from ui.line_table import make_lines
from ui.page import Page

_OPEN = "没办完"
_STATES = ("全部情况", _OPEN, due.OVERDUE, due.DONE)
_WIDTHS = (66, 92, 200, 116, 80)


class CalendarPage(Page):
    """PgUp and PgDn turn the month, Home goes to today, Enter opens what is due on a day."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.month, self.lines = MonthModel(self), DeadlineModel(self)
        self.grid = CalendarGrid(self.month)
        self.list = QTableView()
        self._title, self._words = QLabel(), QLabel()
        theme.mark(self._title, role="heading")
        theme.mark(self._words, role="subheading")
        self._make_choices()
        self._make_list()
        self._lay_out()
        self.grid.wanted.connect(self.go_to)
        self.grid.chosen.connect(self._show_day)
        self.grid.opened.connect(self._enter)
        desk.year_changed.connect(self._turn_year)
        desk.live.changed.connect(self.reload)
        self._stale = False
        self.setFocusProxy(self.grid)
        self.go_to(reference_day(desk.year))

    # -- building ---------------------------------------------------------------------------------

    def _make_choices(self) -> None:
        self.whose = self._choice("范围", [("全部团组织", None)])
        self.kind = self._choice("类别", [("全部类别", "")])
        self.state = self._choice("情况", [(each, each) for each in _STATES])
        self._fill_whose()
        self.previous = self._action("上一月", "chevron-left", "PgUp", lambda: self._turn(-1))
        self.following = self._action("下一月", "chevron-right", "PgDown", lambda: self._turn(1))
        self.now = self._action("今天", "calendar", "Home", lambda: self.go_to(today()))
        self.print = self._action("打印日历事项…", "printer", "Ctrl+P", self._print)
        self.export = self._action("导出日历事项…", "download", "Ctrl+E", self._export)
        self.span = QButtonGroup(self)
        for place, text in enumerate(("本月", "全年")):
            button = QToolButton()
            button.setText(text)
            button.setCheckable(True)
            button.setAccessibleName(f"列出{text}的事项")
            self.span.addButton(button, place)
        self.span.button(0).setChecked(True)
        self.span.idToggled.connect(lambda _place, on: self._show_lines() if on else None)

    def _choice(self, name: str, offered: list[tuple[str, object]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        for text, value in offered:
            box.addItem(text, value)
        box.currentIndexChanged.connect(lambda _place: self.reload())
        return box

    def _action(self, text: str, picture: str, keys: str, work: object) -> QAction:
        action = QAction(icon(picture), text, self)
        action.setToolTip(f"{text}（{keys}）")
        if keys.startswith("Ctrl"):
            # The others are keys of the grid: elsewhere they scroll.
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _=False: work())  # type: ignore[operator]
        self.addAction(action)
        return action

    def _make_list(self) -> None:
        self.list.setModel(self.lines)
        make_lines(self.list, "到期事项")
        self.list.setItemDelegate(ImportCells(self.list))
        for column, width in enumerate(_WIDTHS):
            self.list.setColumnWidth(column, width)
        header = self.list.horizontalHeader()
        header.setMinimumSectionSize(60)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        # Enter as well as a double click.
        self.list.activated.connect(lambda index: self._open_line(index.row()))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.SMALL)
        for action in (self.previous, self.following):
            top.addWidget(self._button(action, text=False))
        top.addWidget(self._title)
        top.addWidget(self._button(self.now))
        top.addStretch(1)
        for box in (self.whose, self.kind, self.state):
            top.addWidget(box)
        for picture, text, action in (("printer", "打印", self.print), ("download", "导出", self.export)):
            button = QPushButton(icon(picture), text)
            button.setToolTip(action.toolTip())
            button.clicked.connect(action.trigger)
            top.addWidget(button)
        heading = QHBoxLayout()
        heading.setSpacing(2)
        heading.addWidget(self._words, 1)
        for button in self.span.buttons():
            heading.addWidget(button)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(EmptyState("calendar", "没有到期的事项", "有期限的记录登记后，会出现在这里。"))
        beside = QWidget()
        side = QVBoxLayout(beside)
        side.setContentsMargins(theme.SMALL, 0, 0, 0)
        side.setSpacing(theme.SMALL)
        side.addLayout(heading)
        side.addWidget(self._stack, 1)
        splitter = QSplitter()
        splitter.addWidget(self.grid)
        splitter.addWidget(beside)
        splitter.setStretchFactor(0, 5)
        splitter.setStretchFactor(1, 4)
        splitter.setSizes([660, 560])
        splitter.setChildrenCollapsible(False)
        self.desk.remember.follow_splitter("calendar", splitter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.MEDIUM)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addWidget(splitter, 1)

    def _button(self, action: QAction, text: bool = True) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAccessibleName(action.text())
        style = Qt.ToolButtonStyle
        button.setToolButtonStyle(style.ToolButtonTextOnly if text else style.ToolButtonIconOnly)
        return button

    # -- showing ----------------------------------------------------------------------------------

    def go_to(self, day: date) -> None:
        """Show the month of a day and go to the day."""
        self._read(day)
        self.grid.go_to(day)
        self._show_day(day)

    def reload(self, notice: object = None) -> None:
        """Read the records again and stay at the day; a page that is not seen waits until it is."""
        if isinstance(notice, Notice) and Organisation in notice.ids:
            self._fill_whose()
        if self.isVisible():
            self.go_to(self.grid.day())
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Reads anew when something has changed since."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.go_to(self.grid.day())

    def _turn(self, months: int) -> None:
        self.go_to(turned(self.grid.day(), months))

    def _turn_year(self, year: int) -> None:
        day = self.grid.day()
        self.go_to(turned(day, 12 * (year - day.year)))

    def _fill_whose(self) -> None:
        """Offer all that stand; the one that is chosen stays chosen."""
        titles, chosen = Organisation.titles(), self.whose.currentData()
        self.whose.blockSignals(True)
        while self.whose.count() > 1:
            self.whose.removeItem(1)
        for id_, _parent in tree():
            self.whose.addItem(titles.get(id_, ""), id_)
        self.whose.setCurrentIndex(max(0, self.whose.findData(chosen)))
        self.whose.blockSignals(False)

    def _read(self, day: date) -> None:
        self.month.show_month(day, self._fitting(self._found(*weeks_around(day))))
        self._title.setText(f"{self.month.month.year}年{self.month.month.month}月")
        self._show_lines()

    def _show_lines(self) -> None:
        month = self.month.month
        if self.span.checkedId() == 1:
            first, last = date(month.year, 1, 1), date(month.year, 12, 31)
        else:
            first, last = month, date.fromordinal(turned(month, 1).toordinal() - 1)
        found = self._found(first, last)
        self._offer_kinds(found)
        lines = self._fitting(found)
        self.lines.show_lines(lines)
        late = sum(line.overdue for line in lines)
        when = f"{month.year}年" if self.span.checkedId() == 1 else f"{month.month}月"
        self._words.setText(f"{when}{len(lines)}项" + (f"，{late}项逾期" if late else ""))
        self._stack.setCurrentIndex(0 if lines else 1)

    def _found(self, first: date, last: date) -> list[Deadline]:
        whose = self.whose.currentData()
        return due.deadlines(first, last, None if whose is None else subtree(whose))

    def _fitting(self, found: list[Deadline]) -> list[Deadline]:
        kind, state = self.kind.currentData(), self.state.currentData()
        return [
            each
            for each in found
            if (not kind or each.subject == kind)
            and (state == _STATES[0] or each.state == state or (state == _OPEN and not each.done))
        ]

    def _offer_kinds(self, found: list[Deadline]) -> None:
        """Offer the kinds that are there, and the one that is chosen."""
        chosen = self.kind.currentData()
        wanted = sorted({each.subject for each in found} | ({chosen} if chosen else set()))
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem("全部类别", "")
        for label in wanted:
            self.kind.addItem(label, label)
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        self.kind.blockSignals(False)

    def _show_day(self, day: date) -> None:
        row = self.lines.row_of(day)
        if row is None:
            self.list.clearSelection()
        else:
            self.list.selectRow(row)
            self.list.scrollTo(self.lines.index(row, 0))

    # -- opening ----------------------------------------------------------------------------------

    def _enter(self, day: date) -> None:
        """What is due on a day: the one thing is opened, several are gone to in the list."""
        entries = self.month.entries(day)
        if len(entries) == 1:
            self._open(entries[0])
        elif entries:
            if self.month.month.month != day.month:
                self.go_to(day)
            self._show_day(day)
            self.list.setFocus()

    def _open_line(self, row: int) -> None:
        if 0 <= row < len(self.lines.lines):
            self._open(self.lines.lines[row])

    def _open(self, entry: Deadline) -> None:
        record = entry.kind.get_or_none(entry.kind.id == entry.record_id)
        if record is None:
            self.desk.say("这条记录已被删除")
            self.reload()
        else:
            self.desk.open_record(record)

    # -- leaving the program ----------------------------------------------------------------------

    def title(self) -> str:
        """What the list is called when it leaves the program."""
        month = self.month.month
        when = f"{month.year}年" if self.span.checkedId() == 1 else f"{month.year}年{month.month}月"
        whose = "" if self.whose.currentData() is None else self.whose.currentText()
        return f"{whose}{when}到期事项"

    def _print(self) -> None:
        # The calendar may be what the window starts with: workbook and paper are imported when they are wanted.
        from ui.calendar_out import print_deadlines

        if self.lines.lines:
            print_deadlines(self.desk, self, self.lines.lines, self.title())
        else:
            ask.inform(self, "打印", "没有可以打印的事项。", "请换一个月份，或放宽筛选。")

    def _export(self) -> None:
        # As above.
        from ui.calendar_out import export_deadlines

        export_deadlines(self.desk, self, self.lines.lines, self.title())
