"""下发: what is asked of the branches, by when, and the folder in which their blank workbooks are made."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from exports.collect import RETURN_OF
from exports.send import Sending, send
from models.activity import Activity
from models.assessment import Score
from models.clock import today
from models.errors import AppError, FieldError
from models.fields import Date
from models.member import Member
from models.record import Record
from models.reporting import Request
from ui import ask, jobs, theme
from ui.desk import Desk
from ui.editor_date import DateEditor
from ui.inputs import LineEdit
from ui.wrapped_label import WrappedLabel

_TITLE = "下发空白表"
# What each blank holds when it goes out.
_ABOUT: dict[type[Record], str] = {
    Activity: "每个团支部一份空白表，类别和项目可以下拉选择。",
    Member: "每个团支部一份，已填好本支部团员，供逐人核对。表里有完整的身份证号和手机号码，请注意保管。",
    Score: "每个团支部一份，已填好本年度的考核指标、分值和评分标准，只填自评得分和评分材料。",
}


class SendDialog(QDialog):
    """Kind, name and day; then the folder is asked for and the files are made."""

    sent = Signal(object)  # the Sending

    def __init__(self, desk: Desk, parent: QWidget, request: Request | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._year = int(request.year) if request is not None else desk.year
        self.setWindowTitle(_TITLE)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(520)
        self.kind = QComboBox()
        for kind, called in RETURN_OF.items():
            self.kind.addItem(called, kind)
        self.name = LineEdit()
        due = Request.field("due")
        assert isinstance(due, Date)
        self.due = DateEditor(due)
        self.about = WrappedLabel()
        theme.mark(self.about, role="muted")
        self.problem = WrappedLabel()
        theme.mark(self.problem, role="error")
        self.make = QPushButton("选择文件夹，生成…")
        theme.mark(self.make, tone="primary")
        self.make.setDefault(True)
        self.make.clicked.connect(lambda _=False: self._make())
        self._lay_out()
        self.kind.currentIndexChanged.connect(lambda _: self._turn())
        if request is not None:
            self.kind.setCurrentIndex(self.kind.findText(str(request.kind)))
        self._turn()
        if request is not None:
            self.name.setText(str(request.name))
            self.due.set_value(request.due)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(theme.LARGE)
        form.setVerticalSpacing(theme.MEDIUM)
        for name, editor in (("kind", self.kind), ("name", self.name), ("due", self.due)):
            label = QLabel(Request.field(name).label)
            editor.setAccessibleName(Request.field(name).label)
            label.setBuddy(editor)
            form.addRow(label, editor)
        cancel = QPushButton("取消")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(lambda _=False: self.reject())
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.make)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.LARGE)
        layout.setSpacing(theme.LARGE)
        layout.addLayout(form)
        layout.addWidget(self.about)
        layout.addWidget(self.problem)
        layout.addLayout(buttons)

    def _turn(self) -> None:
        self.about.setText(_ABOUT[self.kind.currentData()])
        usual = {f"{self._year}年{called}" for called in RETURN_OF.values()}
        if not self.name.text().strip() or self.name.text() in usual:
            self.name.setText(f"{self._year}年{self.kind.currentText()}")
        self._say("")

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _make(self) -> None:
        name = self.name.text().strip()
        try:
            due = self.due.reading().value
        except FieldError as error:
            self._say(f"{Request.field('due').label}：{error}")
            return
        if not name:
            self._say(f"{Request.field('name').label}不能空着")
            return
        if due is not None and due < today().isoformat():
            self._say(f"{Request.field('due').label}已经过去了，请重新填写")
            return
        self._say("")
        folder = ask.folder(self, "空白表存到哪个文件夹", self._desk.remember)
        if folder is None:
            return
        kind, year = self.kind.currentData(), self._year

        def work(tick: jobs.Tick) -> Sending:
            return send(kind, year, folder, due=due, name=name, tick=tick)

        jobs.run(self, _TITLE, work, lambda sending: self._made(sending, folder), self._failed)

    def _made(self, sending: Sending, folder: Path) -> None:
        said = f"已做好{len(sending.files)}个团支部的空白表"
        self._desk.say(f"{said}：{folder}")
        self.sent.emit(sending)
        if ask.confirm(
            self,
            _TITLE,
            f"{said}。",
            f"每个团支部一个文件，在“{folder.name}”里。发给各支部，填好收回后用“收表”读入。",
            yes="打开文件夹",
        ):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        self.accept()

    def _failed(self, error: AppError) -> None:
        ask.show_error(self, error, "没有生成")
