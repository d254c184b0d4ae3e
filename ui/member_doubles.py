"""查找重复: members who may be one person, side by side; one is kept and filled from the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QPushButton,
    QRadioButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.errors import AppError
from models.kinds import links_to
from models.member import Member
from models.roster import find_doubles, merge
from ui import ask, theme
from ui.empty_state import EmptyState


class DoublesDialog(QDialog):
    """Groups at the left; of the chosen group two members are compared, and merged when asked to."""

    def __init__(self, parent: QWidget | None, groups: Sequence[Sequence[Member]] | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("查找重复团员")
        self.resize(900, 560)
        self._groups: list[list[Member]] = [list(group) for group in groups or ()]
        self._scanned = groups is None
        self.list = QListWidget()
        self.list.setAccessibleName("可能重复的团员")
        self.list.setMinimumWidth(180)
        self.list.currentRowChanged.connect(self._show)
        self.table = QTableWidget()
        self._make_table()
        self._choices = QButtonGroup(self)
        self._choices.idToggled.connect(lambda _place, on: self._mark() if on else None)
        self._radio_row = QHBoxLayout()
        self._radio_row.setSpacing(theme.LARGE)
        self.merge = QPushButton("合并为一人")
        theme.mark(self.merge, tone="primary")
        self.merge.clicked.connect(self._merge)
        self._note = QLabel()
        theme.mark(self._note, role="muted")
        self._note.setWordWrap(True)
        self._lay_out()
        self._load()

    def kept(self) -> Member:
        """The member that stays."""
        return self._pair()[max(self._choices.checkedId(), 0)]

    def choose_kept(self, place: int) -> None:
        """Keep the left (0) or the right (1) one."""
        self._choices.button(place).setChecked(True)

    def _make_table(self) -> None:
        table = self.table
        table.setAccessibleName("两条记录的对照")
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setColumnCount(4)
        theme.mark(table, role="read")
        table.setHorizontalHeaderLabels(["项目", "左", "右", "合并后"])
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.resizeSection(0, 150)
        for column in (1, 2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(theme.MEDIUM, 0, 0, 0)
        column.setSpacing(theme.SMALL)
        row = QHBoxLayout()
        row.setSpacing(theme.LARGE)
        row.addWidget(QLabel("保留"))
        row.addLayout(self._radio_row)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addWidget(self._note)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.merge)
        column.addLayout(line)
        self._body = QSplitter()
        self._body.addWidget(self.list)
        self._body.addWidget(right)
        self._body.setStretchFactor(1, 1)
        self._body.setChildrenCollapsible(False)
        self._empty = EmptyState(
            "circle-check", "没有发现重复", "按姓名加出生年月、手机号码查找，没有两条像是同一个人。"
        )
        box = QDialogButtonBox()
        box.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(self._body, 1)
        layout.addWidget(self._empty, 1)
        layout.addWidget(box)

    def _load(self) -> None:
        if self._scanned:
            self._groups = find_doubles()
        self.list.clear()
        for group in self._groups:
            names = "、".join(dict.fromkeys(str(member.name) for member in group))
            self.list.addItem(f"{names}（{len(group)}条）")
        self._body.setVisible(bool(self._groups))
        self._empty.setVisible(not self._groups)
        if self._groups:
            self.list.setCurrentRow(0)

    def _pair(self) -> list[Member]:
        # Of a group of three or more, two at a time: after merging the rest is compared again.
        return self._groups[self.list.currentRow()][:2]

    def _show(self, row: int) -> None:
        if row < 0:
            return
        for button in self._choices.buttons():
            self._choices.removeButton(button)
            button.deleteLater()
        pair = self._pair()
        fuller = max((0, 1), key=lambda place: (_attached(pair[place]), _filled(pair[place])))
        for place, member in enumerate(pair):
            button = QRadioButton(
                f"{'左' if place == 0 else '右'}：{member.name}（{member.shown('branch')}）"
            )
            self._choices.addButton(button, place)
            self._radio_row.addWidget(button)
        self.choose_kept(fuller)

    def _mark(self) -> None:
        """Show both, and what the kept one will be."""
        pair, kept = self._pair(), self.kept()
        other = pair[1] if kept is pair[0] else pair[0]
        fields = [
            field
            for field in Member.stored_fields()
            if any(member.value(field.name) is not None for member in pair)
        ]
        counts = [_attached(member) for member in pair]
        self.table.setRowCount(len(fields) + 1)
        for row, field in enumerate(fields):
            texts = [member.shown(field.name) for member in pair]
            filled = kept.value(field.name) is None
            after = (other if filled else kept).shown(field.name)
            lost = (
                not filled
                and bool(other.shown(field.name))
                and other.value(field.name) != kept.value(field.name)
            )
            self._set_row(row, [field.label, *texts, after], filled=filled, lost=lost)
        said = [f"{count}条" for count in counts]
        self._set_row(
            len(fields), ["活动、任职、变动等记录", *said, f"{sum(counts)}条"], filled=False, lost=False
        )
        self._note.setText(
            "＋ 由另一条补上；≠ 两边不同，以保留的为准。活动、任职、荣誉和照片都归到保留的一条。"
        )

    def _set_row(self, row: int, texts: Sequence[str], *, filled: bool, lost: bool) -> None:
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if column == 0:
                item.setForeground(theme.colour("text_muted"))
            if column == 3 and filled:
                font = QFont(self.table.font())
                font.setBold(True)
                item.setFont(font)
                item.setForeground(theme.colour("good"))
                item.setText(f"＋ {text}")
            if column == 3 and lost:
                item.setText(f"≠ {text}")
                item.setForeground(theme.colour("warn"))
            self.table.setItem(row, column, item)

    def _merge(self) -> None:
        pair, kept = self._pair(), self.kept()
        other = pair[1] if kept is pair[0] else pair[0]
        try:
            merge(Member.get_by_id(kept.id), Member.get_by_id(other.id))
        except AppError as error:
            ask.show_error(self, error, "没有合并")
            return
        if not self._scanned:
            self.accept()
            return
        self._load()


def _filled(member: Member) -> int:
    return sum(member.value(field.name) is not None for field in Member.stored_fields())


def _attached(member: Member) -> int:
    """How many records of other kinds hang on a member."""
    return sum(kind.select().where(link == member.id).count() for kind, link in links_to(Member))
