"""What a poll came to, of all organisations or of one: bars by item, a table by class, comments, who must make up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from models.organisation import Organisation
from models.poll import Poll, PollClass, PollTarget
from models.poll_follow import asked
from models.poll_result import WHOLE, ClassResult, TargetResult, comments, joined, percent, results
from ui import theme
from ui.chart import Group, Series
from ui.chart_shares import Shares, colours
from ui.desk import Desk
from ui.line_table import make_lines

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole


class ResultLines(QAbstractTableModel):
    """Lines of texts under headings; the first column to the left, all others centred."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headings: list[str] = []
        self.lines: list[list[str]] = []

    def show_lines(self, headings: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.headings, self.lines = list(headings), [list(line) for line in lines]
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """The lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """As many as headings."""
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings above."""
        if orientation == Qt.Orientation.Horizontal and role == _DISPLAY and section < len(self.headings):
            return self.headings[section]
        return None

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Texts."""
        if not index.isValid():
            return None
        if role in (_DISPLAY, Qt.ItemDataRole.ToolTipRole):
            return self.lines[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return int(Qt.AlignmentFlag.AlignCenter)
        return None


class PollResults(QScrollArea):
    """Follows the poll that is shown; `make_up_wanted` is the button beside those below the limit."""

    make_up_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.poll: Poll | None = None
        self.whom = QComboBox()
        self.whom.setAccessibleName("看哪个团组织的结果")
        self.whom.activated.connect(lambda _: self.show_poll(self.poll))
        self.summary = QLabel()
        self.chart = Shares("各项评议结果", "还没有录入选票")
        self.classes = ResultLines(self)
        self.class_table = QTableView()
        make_lines(self.class_table, "按评议人类别")
        self.class_table.setModel(self.classes)
        self.comments = QListWidget()
        self.comments.setAccessibleName("票上的意见")
        self.comments.setWordWrap(True)
        self.need = ResultLines(self)
        self.need_table = QTableView()
        make_lines(self.need_table, "需补课的团组织")
        self.need_table.setModel(self.need)
        self.need_table.activated.connect(lambda index: self._open_correction(index.row()))
        self.ask_action = QAction("列入补课整改", self)
        self.ask_action.triggered.connect(lambda _=False: self.make_up_wanted.emit())
        self._asked: list[Any] = []
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "scrolled")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, theme.SMALL, theme.SMALL, theme.MEDIUM)
        layout.setSpacing(theme.MEDIUM)
        top = QHBoxLayout()
        top.setSpacing(theme.LARGE)
        top.addWidget(self.whom)
        theme.mark(self.summary, role="subheading")
        top.addWidget(self.summary, 1)
        layout.addLayout(top)
        self.base = QLabel()
        theme.mark(self.base, role="caption")
        layout.addWidget(_card("各项结果", self.chart, self.base))
        layout.addWidget(_card("按评议人类别", self.class_table))
        ask = QPushButton(self.ask_action.text())
        ask.clicked.connect(self.ask_action.trigger)
        self._need_card = _card("低于补课线", self.need_table, ask)
        self._comment_card = _card("票上的意见", self.comments)
        below = QHBoxLayout()
        below.setSpacing(theme.MEDIUM)
        below.addWidget(self._comment_card, 1)
        below.addWidget(self._need_card, 1)
        layout.addLayout(below)
        layout.addStretch()
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    # -- showing --------------------------------------------------------------------------------------

    def show_poll(self, poll: Poll | None) -> None:
        """Show a poll; of the organisation that was chosen before, where it is in it too."""
        before = self.whom.currentData()
        self.poll = poll
        found = [] if poll is None else results(poll.id)
        if poll is not None:
            good = "、".join(poll.words[: poll.satisfied])
            self.base.setText(f"百分比以有效票为基数，弃权单列；满意率是“{good}”所占的比例。")
        names = Organisation.titles()
        self.whom.clear()
        self.whom.addItem(f"全部{len(found)}个团组织", None)
        for each in found:
            self.whom.addItem(names.get(each.organisation_id, ""), each.organisation_id)
        self.whom.setCurrentIndex(max(0, self.whom.findData(before)))
        wanted = self.whom.currentData()
        mine = [each for each in found if wanted in (None, each.organisation_id)]
        self._show(mine)
        self._show_need(found)

    def _show(self, found: Sequence[TargetResult]) -> None:
        if not found:
            self.chart.show_figures((), ())
            return
        classes, whole = joined(found)
        one = len(found) == 1
        # Weights say how the classes of one organisation count, not how organisations do.
        rate = found[0].satisfaction if one else whole.satisfaction
        called = PollTarget.field("satisfaction").label if one else "全部票的满意率"
        self.summary.setText(
            f"发出{whole.issued or 0}张　收回{whole.returned}张　有效{whole.valid}张　"
            + (f"{called} {percent(rate)}" if rate is not None else "还没有有效票")
        )
        words = found[0].words
        series = [
            Series(word, colour, unit="票")
            for word, colour in zip((*words, "弃权"), colours(len(words)), strict=True)
        ]
        groups = [
            Group(
                f"{item.number}. {item.content}",
                (*map(float, item.counts), float(item.abstained)),
                percent(item.satisfaction),
            )
            for item in whole.items
        ]
        self.chart.show_figures(series, groups)
        self._show_classes([*classes, whole] if len(classes) > 1 else classes)
        self.comments.clear()
        self.comments.addItems([text for each in found for text in comments(each.target_id)])
        self._comment_card.setVisible(self.comments.count() > 0)
        self.comments.setFixedHeight(min(220, 30 * self.comments.count() + 12))

    def _show_classes(self, classes: Sequence[ClassResult]) -> None:
        headings = [
            PollClass.field("name").label,
            *(PollTarget.field(name).label for name in ("issued", "returned", "valid")),
            "权重",
            "满意率",
        ]
        headings += [f"项目{item.number}" for item in classes[0].items]
        lines = [
            [
                "合计" if each.name == WHOLE else each.name,
                "" if each.issued is None else str(each.issued),
                str(each.returned),
                str(each.valid),
                "" if each.weight is None else f"{each.weight:g}%",
                percent(each.satisfaction),
                *(percent(item.satisfaction) for item in each.items),
            ]
            for each in classes
        ]
        self.classes.show_lines(headings, lines)
        self.class_table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._fit(self.class_table, len(lines))

    def _show_need(self, found: Sequence[TargetResult]) -> None:
        needing = [each for each in found if each.needs_make_up]
        done = {} if self.poll is None else asked(self.poll)
        names = Organisation.titles()
        self._asked = [done.get(each.organisation_id) for each in needing]
        self.need.show_lines(
            [PollTarget.field("organisation").label, "满意率", "补课情况"],
            [
                [
                    names.get(each.organisation_id, ""),
                    percent(each.satisfaction),
                    "还没有列入" if correction is None else correction.shown("state"),
                ]
                for each, correction in zip(needing, self._asked, strict=True)
            ],
        )
        header = self.need_table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._fit(self.need_table, len(needing))
        self._need_card.setVisible(bool(needing))
        self.ask_action.setEnabled(None in self._asked)

    def _fit(self, table: QTableView, lines: int) -> None:
        table.setFixedHeight(table.horizontalHeader().sizeHint().height() + theme.ROW_HEIGHT * lines + 4)

    def _open_correction(self, row: int) -> None:
        if self._asked[row] is not None:
            self.desk.open_record(self._asked[row])


def _card(title: str, *widgets: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.MEDIUM)
    layout.setSpacing(theme.SMALL)
    heading = QLabel(title)
    theme.mark(heading, role="subheading")
    layout.addWidget(heading)
    for widget in widgets:
        if isinstance(widget, QPushButton):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            layout.addWidget(widget)
    layout.addStretch()
    return card
