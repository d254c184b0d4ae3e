"""What stands on the sheet for typing ballots: whose, how, which paper, the paper itself, what is typed so far."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from models.ballot import LARGEST_NUMBER, Ballot
from models.poll import PollTarget
from ui import theme
from ui.ballot_card import BallotCard
from ui.ballot_list import BallotLines
from ui.inputs import LineEdit
from ui.line_table import make_lines
from ui.wrapped_label import WrappedLabel

_ANONYMOUS = "测评票不记名：票号打乱后分发，不要照名单顺序发票，也不要记下谁拿了哪一张。"


class BallotParts(QWidget):
    """The widgets, in their places; the dialog gives them their work."""

    def __init__(self, targets: Sequence[PollTarget], modes: Sequence[str]) -> None:
        super().__init__()
        self.targets = QComboBox()
        self.targets.setAccessibleName(PollTarget.field("organisation").label)
        for each in targets:
            self.targets.addItem(each.shown("organisation"), each.id)
        self.modes = QTabBar()
        self.modes.setDrawBase(False)
        self.modes.setExpanding(False)
        self.modes.setAccessibleName("录入、复录或核对")
        self.modes.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for mode in modes:
            self.modes.addTab(mode)
        self.number = LineEdit()
        self.number.setValidator(QIntValidator(1, LARGEST_NUMBER, self.number))
        self.number.setAccessibleName(Ballot.field("number").label)
        self.number.setFixedWidth(84)
        self.number_first = QCheckBox("每张先录票号")
        self.class_name = QPushButton()
        self.class_name.setToolTip("换一个类别（F3）")
        self.state = QLabel()
        self.card = BallotCard()
        self.comment = LineEdit()
        self.comment.setAccessibleName(Ballot.field("comment").label)
        self.comment.setPlaceholderText("按 / 填写，回车保存")
        self.comment_label = QLabel()
        self.comment_label.setBuddy(self.comment)
        self.said, self.keys, self.counts = WrappedLabel(), WrappedLabel(), WrappedLabel()
        theme.mark(self.keys, role="caption")
        self.lines = BallotLines(self)
        self.list = QTableView()
        make_lines(self.list, "已录的票")
        self.list.setModel(self.lines)
        header = self.list.horizontalHeader()
        for column, width in ((0, 56), (1, 84), (3, 64)):
            header.resizeSection(column, width)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.close_button = QPushButton("关闭")
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.LARGE)
        top.addWidget(self.targets, 1)
        top.addWidget(self.modes)
        paper = QHBoxLayout()
        paper.setSpacing(theme.SMALL)
        paper.addWidget(_label(Ballot.field("number").label, self.number))
        paper.addWidget(self.number)
        paper.addWidget(self.number_first)
        paper.addSpacing(theme.LARGE)
        paper.addWidget(_label("类别", self.class_name))
        paper.addWidget(self.class_name)
        paper.addSpacing(theme.SMALL)
        paper.addWidget(self.state)
        paper.addStretch()
        said = QHBoxLayout()
        said.setSpacing(theme.SMALL)
        said.addWidget(self.comment_label)
        said.addWidget(self.comment, 1)
        left = QVBoxLayout()
        left.setSpacing(theme.MEDIUM)
        left.addLayout(paper)
        left.addWidget(self.card)
        left.addLayout(said)
        left.addWidget(self.said)
        left.addStretch()
        left.addWidget(self.keys)
        right = QVBoxLayout()
        right.setSpacing(theme.SMALL)
        right.addWidget(self.counts)
        right.addWidget(self.list, 1)
        middle = QHBoxLayout()
        middle.setSpacing(theme.WIDE)
        middle.addLayout(left, 7)
        middle.addLayout(right, 4)
        anonymous = WrappedLabel(_ANONYMOUS)
        theme.mark(anonymous, role="caption")
        bottom = QHBoxLayout()
        bottom.setSpacing(theme.LARGE)
        bottom.addWidget(anonymous, 1)
        bottom.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(top)
        layout.addLayout(middle, 1)
        layout.addLayout(bottom)
        # Enter confirms a paper; no button may take it.
        for button in (self.class_name, self.close_button):
            button.setAutoDefault(False)


def _label(text: str, buddy: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(buddy)
    return label
