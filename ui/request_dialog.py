"""催报台账: what was asked of the branches by when; beside it who has sent which version, late or not."""

from __future__ import annotations

from typing import Any

import peewee
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from exports.plain_table import TableColumn
from models.organisation import Organisation
from models.reporting import LedgerLine, Request, Return, ledger, reminder
from ui import theme
from ui.collect_dialog import begin_collect
from ui.desk import Desk
from ui.empty_state import EmptyState
from ui.icons import icon
from ui.import_model import ImportCells
from ui.line_table import make_lines
from ui.record_tab import RecordTab
from ui.send_dialog import SendDialog
from ui.table_out import export_lines
from ui.table_paint import shades

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole
COLUMNS = ("name", "kind", "asked", "due")
_SENT, _LATE, _MISSING, _OVERDUE = "已报", "迟报", "没有报", "没有报，已过期"
_SIGNS = {
    _SENT: ("circle-check", "good"),
    _LATE: ("triangle-alert", "warn"),
    _MISSING: ("clock", "neutral"),
    _OVERDUE: ("circle-alert", "bad"),
}


def state_of(line: LedgerLine) -> str:
    """How a branch stands, in a word."""
    if line.received is None:
        return _OVERDUE if line.late else _MISSING
    return _LATE if line.late else _SENT


class LedgerModel(QAbstractTableModel):
    """One line a branch."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[LedgerLine] = []
        self.headings = [
            Return.field("organisation").label,
            "情况",
            *(Return.field(name).label for name in ("version", "received", "file_name")),
        ]

    def show_lines(self, lines: list[LedgerLine]) -> None:
        """Show another request's lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """The branches."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """As many as headings."""
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings above."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.headings):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self.headings[section] if role == _DISPLAY else None

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Texts, and the sign and colour of the state."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role in (_DISPLAY, Qt.ItemDataRole.ToolTipRole):
            return self.texts(line)[index.column()]
        if index.column() == 1:
            picture, tone = _SIGNS[state_of(line)]
            if role == Qt.ItemDataRole.DecorationRole:
                return icon(picture, tone)
            if role == Qt.ItemDataRole.ForegroundRole:
                return QBrush(shades[tone])
        return None

    @staticmethod
    def texts(line: LedgerLine) -> list[str]:
        """What the cells of a line say."""
        received = line.received
        sent = ["", "", ""]
        if received is not None:
            sent = [f"第{received.version}稿", received.shown("received"), received.shown("file_name")]
        return [str(line.organisation.name), state_of(line), *sent]


class RequestDialog(QDialog):
    """The requests at the left, the branches of the current one at the right."""

    def __init__(self, desk: Desk, parent: QWidget, request_id: int | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle("催报台账")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        screen = self.screen().availableSize()
        self.resize(min(1280, screen.width() - 40), min(720, screen.height() - 60))
        self.list = RecordTab(
            desk,
            Request,
            query=self._query,
            columns=COLUMNS,
            defaults=lambda: {"year": desk.year},
            watch=[Return],
        )
        self.list.table.set_empty(
            "还没有向各支部要过表",
            "点右边的“下发…”做好空白表，这里就记下什么时候要的、谁报了、谁没报。",
            [self.list.new_action],
        )
        self.list.table.picked.connect(self._show)
        self.model = LedgerModel(self)
        self.table = self._make_table()
        self._make_buttons()
        self._lay_out()
        desk.live.changed.connect(self._noticed)
        # The records stand in the window behind: this one makes way.
        desk.records_wanted.connect(lambda _: self.accept())
        if request_id is None:
            newest = Request.select().order_by(Request.id.desc()).first()
            request_id = newest.id if newest is not None else None
        if request_id is not None:
            self.list.choose([request_id])
        self._show()
        self.list.table.view.setFocus()

    @staticmethod
    def _query() -> peewee.ModelSelect:
        return Request.select().order_by(Request.year.desc(), Request.id.desc())

    @property
    def request(self) -> Request | None:
        """The request whose branches are shown."""
        id_ = self.list.table.current_id()
        return None if id_ is None else Request.get_or_none(Request.id == id_)

    # -- building -------------------------------------------------------------------------------------

    def _make_table(self) -> QTableView:
        table = QTableView()
        make_lines(table, "各支部报送情况")
        table.setModel(self.model)
        table.setItemDelegate(ImportCells(table))
        header = table.horizontalHeader()
        for column, width in enumerate((180, 136, 68, 100)):
            header.resizeSection(column, width)
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        return table

    def _make_buttons(self) -> None:
        self.send = QPushButton(icon("file-plus"), "下发…")
        self.collect = QPushButton(icon("inbox"), "收表…")
        self.copy = QPushButton(icon("copy"), "复制催报名单")
        self.export = QPushButton(icon("file-spreadsheet"), "导出名单…")
        for button, tip, work in (
            (self.send, "给每个团支部做一份空白表，已知的填好", self._send),
            (self.collect, "读入各支部报来的表", self._collect),
            (self.copy, "复制成一句话，可以贴到短信或群里", self._copy),
            (self.export, "存成表格，可以打印", self._export),
        ):
            button.setAutoDefault(False)
            button.setToolTip(tip)
            button.clicked.connect(lambda _=False, work=work: work())

    def _lay_out(self) -> None:
        self.heading, self.about = QLabel(), QLabel()
        for label, role in ((self.heading, "heading"), (self.about, "muted")):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            theme.mark(label, role=role)
        bar = QHBoxLayout()
        bar.setSpacing(theme.SMALL)
        for button in (self.send, self.collect, self.copy, self.export):
            bar.addWidget(button)
        bar.addStretch()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(EmptyState("inbox", "没有选中任务", "在左边选一个任务，或点“下发…”。"))
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(theme.MEDIUM, 0, 0, 0)
        column.setSpacing(theme.SMALL)
        column.addLayout(bar)
        column.addWidget(self.heading)
        column.addWidget(self.about)
        column.addWidget(self._pages, 1)
        halves = QSplitter()
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.list)
        halves.addWidget(right)
        halves.setStretchFactor(0, 1)
        halves.setStretchFactor(1, 1)
        halves.setSizes([self.width() // 2, self.width() // 2])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.LARGE)
        layout.addWidget(halves)

    # -- showing --------------------------------------------------------------------------------------

    def _show(self) -> None:
        request = self.request
        lines = ledger(request) if request is not None else []
        self.model.show_lines(lines)
        self._pages.setCurrentIndex(1 if request is None else 0)
        waiting = sum(line.received is None for line in lines)
        late = sum(line.received is not None and line.late for line in lines)
        self.heading.setText(str(request.name) if request is not None else "")
        due = (
            f"{Request.field('due').label}{request.shown('due')}　"
            if request is not None and request.due
            else ""
        )
        said = f"{due}{len(lines)}个团支部，已报{len(lines) - waiting}个" + (
            f"（迟报{late}个）" if late else ""
        )
        self.about.setText(f"{said}，还有{waiting}个没有报" if lines else "")
        for button in (self.copy, self.export):
            button.setEnabled(bool(waiting) if button is self.copy else bool(lines))

    def _noticed(self, notice: Any) -> None:
        if {Request, Return, Organisation} & set(notice.ids):
            self._show()

    # -- what can be done -----------------------------------------------------------------------------

    def _send(self) -> None:
        SendDialog(self.desk, self, self.request).open()

    def _collect(self) -> None:
        begin_collect(self, self.desk, request=self.request)

    def _copy(self) -> None:
        request = self.request
        sentence = reminder(request) if request is not None else ""
        if sentence:
            QGuiApplication.clipboard().setText(sentence)
            self.about.setText(f"已复制，可以粘贴到短信或群里：{sentence}")

    def _export(self) -> None:
        request = self.request
        if request is None:
            return
        columns = [
            TableColumn(name, width)
            for name, width in zip(self.model.headings, (24, 14, 9, 12, 26), strict=True)
        ]
        rows = [self.model.texts(line) for line in self.model.lines]
        title = f"{request.name}报送情况"
        export_lines(self.desk, self, columns, rows, title, action="导出名单", what="名单")
