"""The state behind a printed assessment form beside today's, read only, the differences marked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from models.assessment import Assessment, Score
from models.scheme import Indicator
from models.scoring_evidence import record_title
from models.snapshot import ASSESSMENT, INDICATOR, SCORE, Difference, Snapshot, compare, today_of
from ui import theme
from ui.desk import Desk
from ui.wrapped_label import WrappedLabel

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_DISPLAY = Qt.ItemDataRole.DisplayRole
NUMBER, CONTENT, POINTS, THEN, NOW, CHANGED = range(6)
_SCORES = ("self_score", "computed", "office_score")


class SnapshotModel(QAbstractTableModel):
    """A line for each indicator: what counted then and now, and which values are not the same."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.lines: list[Difference] = []

    def show(self, lines: list[Difference]) -> None:
        """List these."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = _NONE) -> int:
        """The indicators."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _NONE) -> int:
        """As many as headings."""
        return 0 if parent.isValid() else CHANGED + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings above."""
        if orientation != Qt.Orientation.Horizontal or role != _DISPLAY:
            return None
        content, points = Indicator.field("content").label, Indicator.field("points").label
        return ("序号", content, points, "打印时", "今天", "不同之处")[section]

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Texts; lines that differ are marked by colour and by what is said in the last column."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == _DISPLAY or (role == Qt.ItemDataRole.ToolTipRole and column in (CONTENT, CHANGED)):
            return self._text(line, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignLeft if column in (CONTENT, CHANGED) else Qt.AlignmentFlag.AlignHCenter
            )
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and line.changed and column in (THEN, NOW, CHANGED):
            return theme.colour("bad")
        return None

    def _text(self, line: Difference, column: int) -> str:
        if column == NUMBER:
            return str(line.indicator["number"])
        if column == CONTENT:
            return str(line.indicator["content"])
        if column == POINTS:
            return _shown(line.indicator["points"])
        if column in (THEN, NOW):
            side = line.then if column == THEN else line.now
            if side is None:
                return "没有这一项"
            return "否决" if side["score"]["vetoed"] else _shown(side["final"])
        return "；".join(differences(line))


def differences(line: Difference) -> list[str]:
    """In words what is not as it was, each value then → now."""
    if line.then is None or line.now is None:
        return ["打印时没有这一项" if line.then is None else "今天没有这一项"]
    found = []
    for kind, names, part in ((Score, SCORE, "score"), (Indicator, INDICATOR, "indicator")):
        for name in names:
            old, new = line.then[part].get(name), line.now[part].get(name)
            if old != new:
                found.append(f"{kind.field(name).label}：{_shown(old) or '空'} → {_shown(new) or '空'}")
    old_ones = {(kind, id_) for _, kind, id_, _ in line.then["records"]}
    new_ones = {(kind, id_) for _, kind, id_, _ in line.now["records"]}
    for words, ids in (("依据少了", old_ones - new_ones), ("依据多了", new_ones - old_ones)):
        if ids:
            titles = [record_title(*one) or "已删除的记录" for one in sorted(ids)]
            found.append(f"{words}{'、'.join(titles[:4])}{f'等{len(titles)}条' if len(titles) > 4 else ''}")
    return found


def _shown(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:g}" if isinstance(value, int | float) else str(value)


class SnapshotDialog(QDialog):
    """Opened by the code on the paper; Esc closes."""

    def __init__(self, desk: Desk, snapshot: Snapshot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"评分表 {snapshot.code}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(980, 620)
        then, now = snapshot.kept, today_of(snapshot)
        self._all = compare(then, now)
        heading = QLabel(f"{then['organisation']}{then['year']}年度考核　编号 {snapshot.code}")
        theme.mark(heading, role="heading")
        about = WrappedLabel()
        theme.mark(about, role="muted")
        about.setText(f"{snapshot.kept_at}打印时的内容，只供查看；右边是今天的。")
        self.result = WrappedLabel()
        self.result.setText("\n".join(_results(then, now)))
        changed = sum(1 for line in self._all if line.changed)
        self.only = QCheckBox(f"只看不同的（{changed}项）" if changed else "各项与今天相同")
        self.only.setEnabled(bool(changed))
        self.only.toggled.connect(self._list)
        self.model = SnapshotModel(self)
        self.table = self._make_table()
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.only)
        foot.addStretch()
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.LARGE)
        layout.setSpacing(theme.SMALL)
        for widget in (heading, about, self.result):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self._list(False)
        self.table.setFocus()

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName("打印时与今天对照")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setWordWrap(True)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        unit = table.fontMetrics().horizontalAdvance("分")
        for column, width in {NUMBER: 4, POINTS: 4, THEN: 6, NOW: 6}.items():
            header.resizeSection(column, width * unit)
        for column in (CONTENT, CHANGED):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.sectionResized.connect(lambda *_: table.resizeRowsToContents())
        return table

    def _list(self, only: bool) -> None:
        self.model.show([line for line in self._all if line.changed or not only])
        self.table.resizeRowsToContents()
        if self.model.lines:
            self.table.setCurrentIndex(self.model.index(0, 0))


def _results(then: dict[str, Any], now: dict[str, Any] | None) -> list[str]:
    """The totals then and now, and what else of the assessment is not as it was."""
    found = [f"打印时：{_result(then)}", "今天：" + ("这份考核已不在" if now is None else _result(now))]
    if now is not None:
        pairs = [(name, then["given"].get(name), now["given"].get(name)) for name in ASSESSMENT]
        changed = [
            f"{Assessment.field(name).label}：{_shown(old) or '空'} → {_shown(new) or '空'}"
            for name, old, new in pairs
            if old != new
        ]
        if then["scheme"] != now["scheme"]:
            changed.append("考核方案有改动")
        if changed:
            found.append("另有不同：" + "；".join(changed))
    return found


def _result(state: dict[str, Any]) -> str:
    totals = state["totals"]
    names = {"self_total": None, "office_total": None, "total": None}
    parts = [f"{Assessment.field(name).label}{_shown(totals[name]) or '无'}" for name in names]
    grade = state["given"]["grade"] or totals["grade"]
    parts.append(f"{Assessment.field('grade').label}{grade or '未定'}")
    if state["rank"]:
        parts.append(f"第{state['rank']}名")
    if totals["vetoed"]:
        parts.append("一票否决")
    return "，".join(parts)
