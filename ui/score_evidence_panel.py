"""Under the scoring sheet: how the current indicator's score came about, the records behind it, and what may be said of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from models.assessment import Assessment, Score
from models.changes import change
from models.errors import AppError
from models.fields import Link, Text
from models.figures import catalogue
from models.record import Record
from models.scheme import SIGNED, Indicator
from models.score_history import manual_change
from models.scoring import add, exclude, read, take_back, used_twice
from models.scoring_evidence import ADDED, ScoreEvidence
from models.scoring_reckoning import Reckoning
from models.scoring_values import EvidenceLine
from ui import ask, theme
from ui.ask_fields import AskFields
from ui.desk import Desk
from ui.icons import icon
from ui.record_dialog import RecordDialog
from ui.score_evidence_model import AMOUNT, FIGURE, KIND, RECORD, SAID, WHEN, EvidenceModel, Line
from ui.wrapped_label import WrappedLabel

_WIDTHS = {KIND: 6, WHEN: 7, FIGURE: 10, AMOUNT: 5}
_ROW = 26  # pixels: these lines are read, not typed in
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Table(QTableView):
    """Enter opens the record, Del leaves it out, Insert counts another one."""

    opened = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class EvidencePanel(QWidget):
    """Follows the line of the sheet; what is said of a record is saved at once and the score computed anew."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._line: tuple[Indicator, Score] | None = None
        self._assessment: Assessment | None = None
        self._shared: dict[tuple[str, int], tuple[int, ...]] | None = None
        self._reckoning: Reckoning | None = None
        self._title, self._why, self._said, self._foot = (
            QLabel(),
            WrappedLabel(),
            WrappedLabel(),
            WrappedLabel(),
        )
        theme.mark(self._title, role="subheading")
        theme.mark(self._said, role="warning")
        theme.mark(self._foot, role="muted")
        self.model = EvidenceModel(self)
        self.table = self._make_table()
        self._make_actions()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SMALL, 0, 0)
        layout.setSpacing(theme.TIGHT)
        layout.addLayout(self._make_top())
        layout.addWidget(self._why)
        layout.addWidget(self._said)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._foot)
        # The records are looked for when the cursor rests on a line, not while it runs past.
        self._later = QTimer(self, singleShot=True, interval=80)
        self._later.timeout.connect(self._show_records)
        self.setFocusProxy(self.table)
        self.show_line(None, None)

    def _make_table(self) -> _Table:
        table = _Table()
        table.setModel(self.model)
        table.setAccessibleName("评分依据")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        header = table.horizontalHeader()
        unit = table.fontMetrics().horizontalAdvance("分")
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width * unit + theme.MEDIUM)
        for column in (RECORD, SAID):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        table.opened.connect(self._open)
        table.doubleClicked.connect(lambda _index: self._open())
        table.selectionModel().currentRowChanged.connect(lambda *_: self._enable())
        return table

    def _make_actions(self) -> None:
        self.exclude_action = self._action("不计…", "eye-off", "Del", self._exclude)
        self.add_action = self._action("计入…", "plus", "Ins", self._add)
        self.remark_action = self._action("备注…", "pencil", "F2", self._remark)

    def _action(self, text: str, picture: str, keys: str, work: Callable[[], object]) -> QAction:
        action = QAction(icon(picture), text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{text.rstrip('…')}（{keys}）")
        action.triggered.connect(lambda _=False: work())
        self.addAction(action)
        return action

    def _make_top(self) -> QHBoxLayout:
        top = QHBoxLayout()
        top.setSpacing(theme.TIGHT)
        top.addWidget(self._title, 1)
        for action in (self.add_action, self.exclude_action, self.remark_action):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            top.addWidget(button)
        return top

    # -- showing ------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """What was not looked for while nobody saw it."""
        super().showEvent(event)
        self._later.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is looked for behind the scenes."""
        super().hideEvent(event)
        self._later.stop()

    def show_line(self, assessment: Assessment | None, line: tuple[Indicator, Score] | None) -> None:
        """Follow the cursor of the sheet; a block's line has no evidence."""
        if assessment is None or self._assessment is None or assessment.id != self._assessment.id:
            self.forget()
        self._assessment, self._line = assessment, line
        if line is None:
            self._title.setText("评分依据")
            self._why.setText("选中一项指标，这里列出它的计分说明和依据的记录。")
            self._said.hide()
            self._foot.setText("")
            self.model.show(())
            self._enable()
            return
        indicator, score = line
        self._title.setText(f"评分依据：{indicator.number}. {indicator.content}")
        if score.why:
            computed = Score.field("computed")
            given = "" if score.computed is None else f"{score.shown('computed')}分："
            self._why.setText(f"{computed.label}{given}{score.why}")
        elif indicator.rule:
            self._why.setText(f"还没有自动计分。规则：{indicator.rule}")
        else:
            self._why.setText("这一项没有自动计分规则，由人工评分。")
        by_hand = manual_change(score)
        self._said.setText(by_hand)
        self._said.setVisible(bool(by_hand))
        self._enable()
        if self.isVisible():
            self._later.start()

    def forget(self) -> None:
        """Look for everything anew: records or scores have changed."""
        self._shared = self._reckoning = None

    def _show_records(self) -> None:
        if self._line is None or self._assessment is None:
            return
        indicator, score = self._line
        ruled = bool(indicator.rule) and score.id is not None
        found, words = [], []
        if ruled:
            found, words = self._looked_up(self._assessment, indicator)
        said = list(ScoreEvidence.select().where(ScoreEvidence.score == score.id)) if ruled else []
        others = {
            key: tuple(id_ for id_ in ids if id_ != indicator.id)
            for key, ids in (self._shared or {}).items()
            if indicator.id in ids
        }
        row = self.table.currentIndex().row()
        self.model.show(found, said, others)
        if self.model.lines:
            self.table.setCurrentIndex(self.model.index(max(0, min(row, len(self.model.lines) - 1)), 0))
        sums = self.model.sums()
        self._foot.setText("。".join([*([f"合计：{sums}"] if sums else []), *words]))
        self._enable()

    def _looked_up(
        self, assessment: Assessment, indicator: Indicator
    ) -> tuple[list[EvidenceLine], list[str]]:
        """The records behind an indicator, and what one more would change; what was read is kept till something changes."""
        if self._reckoning is None:
            same = Assessment.select().where(Assessment.year == assessment.year)
            self._reckoning = Reckoning(assessment.year, same)
            self._shared = {
                (each.kind, each.record_id): each.indicator_ids for each in used_twice(assessment)
            }
        if indicator.id not in self._reckoning.rules(assessment):
            return [], []
        found = self._reckoning.lines(assessment, indicator.id)
        return found, [each.words for each in self._reckoning.one_more(assessment, indicator.id)]

    def _current(self) -> Line | None:
        row = self.table.currentIndex().row()
        return self.model.lines[row] if 0 <= row < len(self.model.lines) else None

    def _enable(self) -> None:
        line = self._current()
        open_one = self._assessment is not None and self._assessment.state != SIGNED
        ruled = self._line is not None and bool(self._line[0].rule) and self._line[1].id is not None
        self.add_action.setEnabled(open_one and ruled)
        self.exclude_action.setEnabled(open_one and line is not None)
        self.remark_action.setEnabled(open_one and line is not None)
        back = line is not None and line.evidence.said is not None
        self.exclude_action.setText("恢复" if back else "不计…")

    # -- deeds --------------------------------------------------------------------------------------------

    def _open(self) -> None:
        line = self._current()
        record = None if line is None else line.kind.get_or_none(line.kind.id == line.evidence.record_id)
        if record is None:
            return
        dialog = RecordDialog(self.desk, record, parent=self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda: self.table.setFocus())
        dialog.open()

    def _exclude(self) -> None:
        line = self._current()
        if line is None or self._line is None:
            return
        _, score = self._line
        if line.evidence.said is not None:
            said = line.evidence.said
            self._do(lambda: take_back(said))
            return
        record = line.kind.get_by_id(line.evidence.record_id)
        AskFields(
            self.window(),
            "不计这条记录",
            f"“{line.title}”不再计入这一项，得分马上重算。记录本身不变。",
            [_asked("reason")],
            lambda given: exclude(score, record, given["reason"], line.remark or None),
            yes="不计",
            needed=["reason"],
        ).exec()
        self._renew()

    def _add(self) -> None:
        if self._line is None:
            return
        indicator, score = self._line
        kinds = self._kinds(indicator)
        if not kinds:
            return
        taken = {(each.evidence.kind, each.evidence.record_id) for each in self.model.lines}
        kind = kinds[0]
        if len(kinds) > 1:
            place = ask.choose(
                self.window(),
                "计入哪一类记录",
                "这一项的规则统计几类记录。",
                options=[each.label for each in kinds],
            )
            if place is None:
                return
            kind = kinds[place]
        wanted = Link(
            kind.label,
            kind,
            among=lambda: [id_ for id_ in kind.titles() if (kind.kind_name(), id_) not in taken],
        )
        wanted.name = "record"

        def work(given: dict[str, object]) -> None:
            record = kind.get_by_id(given["record"])
            add(score, record, str(given["reason"] or "") or None, remark=str(given["remark"] or "") or None)

        AskFields(
            self.window(),
            "计入一条记录",
            "规则没有数到、但应计入这一项的记录。输入名称或拼音查找，得分马上重算。",
            [wanted, _asked("reason"), _asked("remark")],
            work,
            yes="计入",
            needed=["record"],
        ).exec()
        self._renew()

    def _kinds(self, indicator: Indicator) -> list[type[Record]]:
        """The kinds of record that the figures of an indicator's rule count."""
        rule = read(str(indicator.rule or ""))
        labels = [
            name for measure in (rule.measures if rule else ()) for name in (*measure.figures, *measure.per)
        ]
        records = {figure.label: figure.record for figure in catalogue().values()}
        return list(dict.fromkeys(records[label] for label in labels if label in records))

    def _remark(self) -> None:
        line = self._current()
        if line is None or self._line is None:
            return
        _, score = self._line
        key = {"score": score.id, "kind": line.evidence.kind, "record_id": line.evidence.record_id}

        def work(given: dict[str, object]) -> None:
            said = ScoreEvidence.get_or_none(
                *(getattr(ScoreEvidence, name) == value for name, value in key.items())
            )
            with change(f"给“{line.title}”写{ScoreEvidence.label}备注"):
                said = said or ScoreEvidence(**key, choice=ADDED)
                said.remark = given["remark"]
                said.save()

        AskFields(
            self.window(),
            "备注",
            f"“{line.title}”在这一项下的备注。",
            [_asked("remark")],
            work,
            yes="保存",
            values={"remark": line.remark},
        ).exec()
        self._renew()

    def _do(self, work: Callable[[], object]) -> None:
        try:
            work()
        except AppError as error:
            ask.show_error(self, error, "没有保存")
        self._renew()

    def _renew(self) -> None:
        self.forget()
        self.changed.emit()
        if self.isVisible():
            self._later.start()
        self.table.setFocus()


def _asked(name: str) -> Text:
    """A field of one line, called as in the records."""
    field = Text(ScoreEvidence.field(name).label, limit=300)
    field.name = name
    return field
