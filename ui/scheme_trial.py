"""试算: what a rule would have given each organisation by the records of a past year, as a table and as bars."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.fields import decimal_text
from models.organisation import Organisation
from models.scheme import DEDUCTION, Indicator, Scheme
from models.scoring import Trial, try_rule
from ui import theme
from ui.chart import Group, Series
from ui.chart_bars import Bars
from ui.desk import Desk
from ui.scheme_reading import ReadingTable
from ui.wrapped_label import WrappedLabel

_YEARS = 3  # so many years can be chosen, the one before the scheme's first
_HEADINGS = (Organisation.label, "试算得分", "为什么")
_NONE = QModelIndex()


class TrialModel(QAbstractTableModel):
    """A line for each organisation: name, score, reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trials: list[Trial] = []

    def show(self, trials: list[Trial]) -> None:
        """Show other results."""
        self.beginResetModel()
        self.trials = trials
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        """How many organisations."""
        return 0 if parent.isValid() else len(self.trials)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        """Name, score, reason."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[section]
        return None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Texts; the score at the right."""
        trial = self.trials[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            score = "—" if trial.score is None else decimal_text(trial.score, 2)
            return (Organisation.titles().get(trial.organisation_id, ""), score, trial.why)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() == 1 else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class TrialDialog(QDialog):
    """Nothing is written: it only shows."""

    def __init__(
        self, desk: Desk, indicator: Indicator, scheme: Scheme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._indicator, self._scheme = indicator, scheme
        self.setWindowTitle("试算")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        rule = WrappedLabel(f"{indicator.rule}（{decimal_text(indicator.points or 0, 1)}分）")
        theme.mark(rule, role="subheading")
        self.years = QComboBox()
        self.years.setAccessibleName("用哪一年的数据")
        for year in range(scheme.year - 1, scheme.year - 1 - _YEARS, -1):
            self.years.addItem(f"用{year}年的数据", year)
        self.years.addItem(f"用{scheme.year}年到现在的数据", scheme.year)
        self.years.currentIndexChanged.connect(lambda _at: self._show())
        self.summary = QLabel()
        theme.mark(self.summary, role="muted")
        self.model = TrialModel(self)
        self.table = ReadingTable(self.model, (22, 8, 0), "试算结果")
        self.chart = Bars("各团组织试算得分", "这一年没有可算的数据")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(self.chart)
        top = QHBoxLayout()
        top.addWidget(self.years)
        top.addWidget(self.summary, 1)
        middle = QHBoxLayout()
        middle.setSpacing(theme.LARGE)
        middle.addWidget(self.table, 3)
        middle.addWidget(scroll, 2)
        close = QPushButton("关闭")
        close.clicked.connect(self.accept)
        bottom = QHBoxLayout()
        bottom.addStretch()
        bottom.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.MEDIUM)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(rule)
        layout.addLayout(top)
        layout.addLayout(middle, 1)
        layout.addLayout(bottom)
        room = self.screen().availableSize()
        self.resize(min(1160, room.width() - 48), min(640, room.height() - 80))
        self._show()
        self.table.setFocus()

    def _show(self) -> None:
        line = self._indicator
        trials = try_rule(
            str(line.rule),
            int(self.years.currentData()),
            float(line.points or 0),
            self._scheme.kind,
            deduction=line.block == DEDUCTION,
        )
        self.model.show(trials)
        known = [each for each in trials if each.score is not None]
        self.summary.setText(_summed(trials, float(line.points or 0)))
        names = Organisation.titles()
        self.chart.set_empty_words("得分都是0" if known else "这一年没有可算的数据")
        self.chart.show_figures(
            [Series(_HEADINGS[1], "accent", unit="分")],
            [
                Group(names.get(each.organisation_id, ""), (each.score or 0,), each.organisation_id)
                for each in known
            ],
        )


def _summed(trials: list[Trial], points: float) -> str:
    known = [each.score for each in trials if each.score is not None]
    if not known:
        return "没有可以试算的团组织" if not trials else "都没有数，不能自动计分"
    full, nothing = sum(score >= points for score in known), sum(score <= 0 for score in known)
    said = (
        f"共{len(trials)}个：满分{full}个，0分{nothing}个，平均{decimal_text(sum(known) / len(known), 2)}分"
    )
    return said + (f"，算不出{len(trials) - len(known)}个" if len(known) < len(trials) else "")
