"""The tab 报表: every table and form that can be written or printed for the work year, for all or for one organisation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from exports import formats, forms
from exports.form_groups import GROUPS
from models import pinyin
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

COLUMNS = 2
_FILLED = {".xlsx", ".xls", ".xlsm", ".et"}


class _Offer(NamedTuple):
    """A card: what is offered, in a few words, what its button says and does, its picture."""

    name: str
    about: str
    deed: str
    work: Callable[[], None]
    picture: str


class ReportPage(Page):
    """Cards of tables and forms by subject; the choices above them hold for all."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._groups: list[tuple[QLabel, QGridLayout, list[tuple[_Offer, QFrame]]]] = []
        self.find = QLineEdit()
        self.find.setPlaceholderText("查找表格，可用拼音首字母（Ctrl+F）")
        self.find.setAccessibleName("查找表格")
        self.find.setClearButtonEnabled(True)
        self.find.setMinimumWidth(150)
        self.find.textChanged.connect(lambda _text: self._narrow())
        find = QShortcut(QKeySequence.StandardKey.Find, self, self.find.setFocus)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.scope = QComboBox()
        self.scope.setAccessibleName("范围")
        self.scope.setMinimumWidth(150)
        self.full = QCheckBox("显示完整的身份证号和电话")
        self.full.setToolTip("不选时遮盖中间几位；打印预览里另有开关")
        top = QHBoxLayout()
        top.setSpacing(theme.LARGE)
        top.addWidget(self.find, 1)
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
            [
                _Offer(
                    "填区团委的表",
                    "打开区团委发来的 Excel 表（也可以拖到这里），自动填好，版式不变",
                    "打开表格…",
                    lambda: begin_fill(self.window(), desk),
                    "file-down",
                ),
                _Offer(
                    "上报记录",
                    "报送过的表和文号；可与现在的数据逐格比较",
                    "查看…",
                    lambda: SentDialog(desk, self.window()).open(),
                    "file-down",
                ),
            ],
        )
        self._add_group(
            "各支部报来的表",
            [
                _Offer(
                    "收各支部的表",
                    "选放着各支部报表的文件夹（也可以拖到这里），逐个支部预览后一起收入",
                    "收表…",
                    lambda: begin_collect(self.window(), desk),
                    "inbox",
                ),
                _Offer(
                    "催报台账",
                    "要过什么表、谁报了、谁没报、谁迟报；可复制催报名单",
                    "查看…",
                    lambda: RequestDialog(desk, self.window()).open(),
                    "inbox",
                ),
                _Offer(
                    "下发空白表",
                    "给每个团支部做一份：活动上报、团员核对、自评，已知的填好",
                    "下发…",
                    lambda: SendDialog(desk, self.window()).open(),
                    "inbox",
                ),
            ],
        )
        for group in GROUPS:
            tables = [
                _Offer(each.title, each.about, "导出…", self._exporter(each.name), "file-spreadsheet")
                for each in formats.formats()
                if each.group == group
            ]
            papers = [
                _Offer(form.title, form.about, "预览和打印…", self._printer(form), "printer")
                for form in forms.FORMS
                if form.group == group
            ]
            self._add_group(group, [*tables, *papers])
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
        desk.live.changed.connect(lambda _notice: self._fill_scope())
        self._narrow()
        self._fill_scope()

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

    def _add_group(self, title: str, offers: Sequence[_Offer]) -> None:
        heading = QLabel(title)
        theme.mark(heading, role="heading")
        grid = QGridLayout()
        grid.setSpacing(theme.MEDIUM)
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        self._inside.addWidget(heading)
        self._inside.addLayout(grid)
        self._groups.append((heading, grid, [(offer, self._card(offer)) for offer in offers]))

    def _narrow(self) -> None:
        """Show the tables and forms that are called as is typed, by characters or pinyin."""
        typed = self.find.text().strip()
        for heading, grid, cards in self._groups:
            fitting = [card for offer, card in cards if not typed or pinyin.matches(typed, offer.name)]
            for _offer, card in cards:
                grid.removeWidget(card)
            for place, card in enumerate(fitting):
                grid.addWidget(card, place // COLUMNS, place % COLUMNS)
            for _offer, card in cards:
                card.setVisible(card in fitting)
            heading.setVisible(bool(fitting))

    def _card(self, offer: _Offer) -> QFrame:
        card = QFrame()
        theme.mark(card, role="card")
        sign = QLabel()
        sign.setPixmap(icon(offer.picture).pixmap(theme.ICON + 4, theme.ICON + 4))
        title = QLabel(offer.name)
        theme.mark(title, role="subheading")
        note = QLabel(offer.about)
        theme.mark(note, role="caption")
        note.setWordWrap(True)
        verb = {"file-spreadsheet": "导出", "printer": "打印"}.get(offer.picture, "")
        action = QAction(icon(offer.picture), f"{verb}{offer.name}…", self)
        action.setProperty("menu", "文件")
        action.triggered.connect(lambda _=False: offer.work())
        self.addAction(action)
        button = QPushButton(offer.deed)
        button.setAccessibleName(f"{offer.name}：{offer.deed}")
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
