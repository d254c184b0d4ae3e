"""The tab 报表: every table and form that can be written or printed for the work year, for all or for one organisation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from exports import formats, forms
from models.organisation import Organisation, tree
from models.record import Record
from models.reporting import Sent
from ui import theme
from ui.collect_dialog import begin_collect, is_collection
from ui.desk import Desk, Selection
from ui.export_format import export_format
from ui.fill_dialog import begin_fill
from ui.icons import icon
from ui.page import Page
from ui.printing import preview_form
from ui.request_dialog import RequestDialog
from ui.send_dialog import SendDialog
from ui.sent_dialog import SentDialog

# What each table is for, in a few words; the titles are the formats' own.
ABOUT = {
    "basic-statistics": "团组织、团员、青年、团干部数，附与上年对比表",
    "member-roster": "在册团员，按团组织排列",
    "officer-roster": "现任团干部及任职情况",
    "organisation-list": "各级团组织和换届情况",
    "activity-list": "全年活动逐次记录",
    "activity-statistics": "各团支部次数、人次、时长，上报团区委",
    "volunteer-service": "每人每次的服务时长和年累计",
    "assessment-summary": "名次、得分、等次一览",
    "member-nominations": "本年度推荐的个人，一人一行",
    "organisation-nominations": "本年度推荐的团组织，一个一行",
    "honours": "本年获得的荣誉，个人和单位各一张",
    "assessment-form": "每个团支部一份，供签字盖章",
    "nomination-form": "本年度推荐的个人，每人一份",
    "organisation-form": "本年度推荐的团组织，每个一份",
}
COLUMNS = 2
_FILLED = {".xlsx", ".xls", ".xlsm", ".et"}


class ReportPage(Page):
    """Cards of tables and forms; the two choices above them hold for all."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._heading = QLabel()
        theme.mark(self._heading, role="title")
        self.scope = QComboBox()
        self.scope.setAccessibleName("范围")
        self.scope.setMinimumWidth(240)
        self.full = QCheckBox("显示完整的身份证号和电话")
        self.full.setToolTip("不选时遮盖中间几位；打印预览里另有开关")
        top = QHBoxLayout()
        top.setSpacing(theme.LARGE)
        top.addWidget(self._heading, 1)
        top.addWidget(self.full)
        top.addWidget(QLabel("范围"))
        top.addWidget(self.scope)
        cards = QWidget()
        theme.mark(cards, role="scrolled")
        self._inside = QVBoxLayout(cards)
        self._inside.setContentsMargins(0, 0, 0, theme.LARGE)
        self._inside.setSpacing(theme.LARGE)
        self._add_group(
            "上级发来的表",
            "file-down",
            [
                (
                    "填区团委的表",
                    "打开区团委发来的 Excel 表（也可以拖到这里），自动填好，版式不变",
                    "打开表格…",
                    lambda: begin_fill(self.window(), desk),
                ),
                (
                    "上报记录",
                    "报送过的表和文号；可与现在的数据逐格比较",
                    "查看…",
                    lambda: SentDialog(desk, self.window()).open(),
                ),
            ],
        )
        self._add_group(
            "各支部报来的表",
            "inbox",
            [
                (
                    "收各支部的表",
                    "选放着各支部报表的文件夹（也可以拖到这里），逐个支部预览后一起收入",
                    "收表…",
                    lambda: begin_collect(self.window(), desk),
                ),
                (
                    "催报台账",
                    "要过什么表、谁报了、谁没报、谁迟报；可复制催报名单",
                    "查看…",
                    lambda: RequestDialog(desk, self.window()).open(),
                ),
                (
                    "下发空白表",
                    "给每个团支部做一份：活动上报、团员核对、自评，已知的填好",
                    "下发…",
                    lambda: SendDialog(desk, self.window()).open(),
                ),
            ],
        )
        self._add_group(
            "导出 Excel 表格",
            "file-spreadsheet",
            [
                (each.title, ABOUT.get(each.name, ""), "导出…", self._exporter(each.name))
                for each in formats.formats()
            ],
        )
        self._add_group(
            "打印表格",
            "printer",
            [
                (form.title, ABOUT.get(form.name, ""), "预览和打印…", self._printer(form))
                for form in forms.FORMS
            ],
        )
        self._inside.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(cards)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, 0)
        layout.setSpacing(theme.LARGE)
        layout.addLayout(top)
        layout.addWidget(area, 1)
        desk.year_changed.connect(lambda _year: self._turn())
        desk.live.changed.connect(lambda _notice: self._fill_scope())
        self._fill_scope()
        self._turn()

    def take_files(self, files: Sequence[Path]) -> bool:
        """A single workbook dropped here is a sheet to be filled; several, or a folder, are returns of the branches."""
        if is_collection(files):
            begin_collect(self.window(), self.desk, files)
            return True
        if len(files) != 1 or files[0].suffix.lower() not in _FILLED:
            return False
        begin_fill(self.window(), self.desk, files[0])
        return True

    def show_record(self, record: Record) -> None:
        """Open what was sent, or the ledger at a request."""
        if isinstance(record, Sent):
            SentDialog(self.desk, self.window(), [record.get_id()]).open()
        else:
            RequestDialog(self.desk, self.window(), record.get_id()).open()

    def show_records(self, selection: Selection) -> None:
        """List what was sent, or open the ledger at the first of these requests."""
        if selection.kind is Sent:
            SentDialog(self.desk, self.window(), selection.ids, selection.title).open()
        else:
            RequestDialog(self.desk, self.window(), next(iter(selection.ids), None)).open()

    def _add_group(
        self, title: str, picture: str, cards: list[tuple[str, str, str, Callable[[], None]]]
    ) -> None:
        heading = QLabel(title)
        theme.mark(heading, role="heading")
        self._inside.addWidget(heading)
        grid = QGridLayout()
        grid.setSpacing(theme.MEDIUM)
        for place, (name, about, deed, work) in enumerate(cards):
            grid.addWidget(self._card(name, about, picture, deed, work), place // COLUMNS, place % COLUMNS)
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        self._inside.addLayout(grid)

    def _card(self, name: str, about: str, picture: str, deed: str, work: Callable[[], None]) -> QFrame:
        card = QFrame()
        theme.mark(card, role="card")
        sign = QLabel()
        sign.setPixmap(icon(picture).pixmap(theme.ICON + 4, theme.ICON + 4))
        title = QLabel(name)
        theme.mark(title, role="subheading")
        note = QLabel(about)
        theme.mark(note, role="caption")
        note.setWordWrap(True)
        action = QAction(icon(picture), f"{deed.rstrip('…')}{name}…", self)
        action.setProperty("menu", "文件")
        action.triggered.connect(lambda _=False: work())
        self.addAction(action)
        button = QPushButton(deed)
        button.setAccessibleName(f"{name}：{deed}")
        button.clicked.connect(action.trigger)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(note)
        line = QHBoxLayout(card)
        line.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.MEDIUM)
        line.setSpacing(theme.MEDIUM)
        line.addWidget(sign)
        line.addLayout(words, 1)
        line.addWidget(button)
        return card

    def _turn(self) -> None:
        self._heading.setText(f"{self.desk.year}年报表")

    def _fill_scope(self) -> None:
        chosen = self.scope.currentData()
        self.scope.blockSignals(True)
        self.scope.clear()
        self.scope.addItem("全部团组织", None)
        titles = Organisation.titles()
        for id_, _parent in tree():
            self.scope.addItem(titles.get(id_, ""), id_)
        self.scope.setCurrentIndex(max(self.scope.findData(chosen), 0))
        self.scope.blockSignals(False)

    def _organisation(self) -> Organisation | None:
        id_ = self.scope.currentData()
        return None if id_ is None else Organisation.get_or_none(Organisation.id == id_)

    def _exporter(self, name: str) -> Callable[[], None]:
        return lambda: export_format(
            self.desk, self.window(), name, self._organisation(), self.full.isChecked()
        )

    def _printer(self, form: forms.Form) -> Callable[[], None]:
        return lambda: preview_form(self.desk, self.window(), form, self.scope.currentData())
