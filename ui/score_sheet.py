"""The scoring sheet (format 7a) on screen: points typed straight into the lines, totals and grade always in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from models.assessment import Assessment, Outcome, Score, outcome, ranks
from models.assessment_parts import sources_of
from models.organisation import Organisation
from models.scheme import Indicator
from ui import theme
from ui.cell_grid import CellGrid
from ui.score_model import COMPUTED, FINAL, OFFICE, POINTS, REASON, ScoreModel
from ui.wrapped_label import WrappedLabel

# Characters a column is wide; the text of what is assessed takes what is left.
_WIDTHS = {0: 4, POINTS: 4, 3: 5, 4: 5, COMPUTED: 5, OFFICE: 6, REASON: 9, FINAL: 5}


class _Grid(CellGrid):
    """The lines of an assessment: blocks over the columns, rows as high as their texts."""

    def __init__(self, model: ScoreModel) -> None:
        super().__init__(model, "考核评分")
        self.scores = model
        self.setWordWrap(True)
        header = self.horizontalHeader()
        unit = self.fontMetrics().horizontalAdvance("分")
        for column in range(model.columnCount()):
            if column in _WIDTHS:
                header.resizeSection(column, _WIDTHS[column] * unit)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._fit_later = QTimer(self, singleShot=True, interval=60)
        self._fit_later.timeout.connect(self.fit_rows)
        header.sectionResized.connect(self._fit_later.start)
        model.modelReset.connect(self._reset)

    def _reset(self) -> None:
        self.clearSpans()
        for row in self.scores.block_rows():
            self.setSpan(row, 0, 1, 2)
        self._fit_later.start()

    def fit_rows(self) -> None:
        """Give every line the height that its texts need (a scheme has a few dozen lines, not thousands).

        None takes more than a third of the sheet: scores are compared line by line, the tip has the whole text.
        """
        self.resizeRowsToContents()
        most = max(theme.ROW_HEIGHT, self.viewport().height() // 3)
        for row in range(self.scores.rowCount()):
            height = min(max(self.rowHeight(row), theme.ROW_HEIGHT), most)
            if height != self.rowHeight(row):
                self.setRowHeight(row, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height means another third."""
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self._fit_later.start()


class ScoreSheet(QWidget):
    """One assessment: whose it is, its result and how it was made, and the lines to score."""

    details_wanted = Signal(object)  # the Assessment whose opinion, grade and signatures are to be entered
    line_chosen = Signal(object)  # the (Indicator, Score) under the cursor, None in a block's line

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._assessment: Assessment | None = None
        self.model = ScoreModel(self)
        self.grid = _Grid(self.model)
        self._name = QLabel()
        theme.mark(self._name, role="heading")
        self._result = QLabel()
        theme.mark(self._result, role="muted")
        self._result.setWordWrap(True)
        self._grade = QLabel()
        self._state = QLabel()
        theme.mark(self._state, badge="neutral")
        self._sources = WrappedLabel()
        theme.mark(self._sources, role="muted")
        self._said = QLabel()
        theme.mark(self._said, role="error")
        self._said.hide()
        self.details_action = QAction("意见、等次和签字…", self)
        self.details_action.setShortcut(QKeySequence("Ctrl+D"))
        self.details_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.details_action.triggered.connect(lambda: self.details_wanted.emit(self._assessment))
        self.addAction(self.details_action)
        self.computed_action = QAction(f"改用{Score.field('computed').label}", self)
        self.computed_action.setShortcut(QKeySequence("F6"))
        self.computed_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.computed_action.triggered.connect(lambda _=False: self._take_computed())
        self.addAction(self.computed_action)
        line = QHBoxLayout()
        line.addWidget(self._name)
        line.addWidget(self._grade)
        line.addWidget(self._state)
        line.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(line)
        layout.addWidget(self._result)
        layout.addWidget(self._sources)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self._said)
        self.model.scored.connect(self._tell)
        self.model.scored.connect(self._choose_line)
        self.grid.selectionModel().currentRowChanged.connect(lambda *_: self._choose_line())
        self.model.refused.connect(self._refuse)
        self.setFocusProxy(self.grid)

    @property
    def assessment(self) -> Assessment | None:
        """The assessment on screen."""
        return self._assessment

    def is_busy(self) -> bool:
        """Whether a cell is being typed in."""
        return self.grid.is_busy()

    def show_assessment(self, assessment: Assessment | None) -> None:
        """Show another assessment; the place of the cursor is kept when it is the same one read again."""
        same = (
            assessment is not None and self._assessment is not None and assessment.id == self._assessment.id
        )
        place = self.grid.currentIndex()
        row, column = (place.row(), place.column()) if same and place.isValid() else (1, OFFICE)
        scrolled = self.grid.verticalScrollBar().value() if same else 0
        self._assessment = assessment
        self.model.show(assessment)
        self._said.hide()
        if assessment is not None and self.model.rowCount() > row:
            self.grid.setCurrentIndex(self.model.index(row, column))
            self.grid.verticalScrollBar().setValue(scrolled)
        sources = where_from(assessment) if assessment is not None else []
        self._sources.setText("\n".join(sources))
        self._sources.setVisible(bool(sources))
        self._tell()
        self._choose_line()

    def line(self) -> tuple[Indicator, Score] | None:
        """The indicator under the cursor with its score."""
        row = self.grid.currentIndex().row()
        return self.model.line(row) if 0 <= row < self.model.rowCount() else None

    def _choose_line(self) -> None:
        line = self.line()
        self.computed_action.setEnabled(
            line is not None and line[1].computed is not None and line[1].office_score is not None
        )
        self.line_chosen.emit(line)

    def _take_computed(self) -> None:
        self.model.take_computed(self.grid.currentIndex().row())

    def _tell(self) -> None:
        self._said.hide()
        if self._assessment is None:
            return
        assessment = Assessment.get_by_id(self._assessment.id)
        result = outcome(assessment)
        self._name.setText(Organisation.titles().get(assessment.organisation_id, ""))
        grade = assessment.grade or result.grade
        place = standing(assessment)
        told = (
            f"{result.total:g}分　{grade}　{place}".rstrip() if result.total is not None else "还没有综合得分"
        )
        self._grade.setText(told)
        bad = result.vetoed or grade == "不合格"
        theme.mark(self._grade, badge="bad" if bad else "good" if grade == "优秀" else "neutral")
        self._state.setText(str(assessment.state))
        self._result.setText(how_made(assessment, result))

    def _refuse(self, reason: str) -> None:
        self._said.setText(f"没有保存：{reason}。")
        self._said.show()


def where_from(assessment: Assessment) -> list[str]:
    """In words what the two parts that others give came from, where the scheme counts them."""
    weights = {"review_score": assessment.scheme.weight_review, "poll_score": assessment.scheme.weight_poll}
    if not any(weights.values()):
        return []
    found = []
    for name, source, same in sources_of(assessment):
        if weights[name]:
            taken = "" if same else f"（应为{source.value:g}，还没有取入）"
            found.append(f"{Assessment.field(name).label}{taken}：{source.how}")
    return found


def standing(assessment: Assessment) -> str:
    """The rank of an assessment, and with how many it is shared; "" without one."""
    place = ranks(assessment.year)
    rank = place.get(assessment.organisation_id)
    if rank is None:
        return ""
    shared = list(place.values()).count(rank)
    return f"第{rank}名" + (f"（{shared}个并列）" if shared > 1 else "")


def band(assessment: Assessment, result: Outcome) -> str:
    """In words what a veto did, or how far the next grade is; "" where there is nothing to say."""
    bands = assessment.scheme.grade_bands()
    if result.total is None or not bands:
        return "；一票否决" if result.vetoed else ""
    if result.vetoed:
        grade = next((name for name, lowest in bands if result.total >= lowest), bands[-1][0])
        return f"；一票否决：按分数为{grade}，因否决定为{result.grade}，不排名次"
    above = [(name, lowest) for name, lowest in bands if lowest > result.total]
    if not above or result.missing:
        return ""
    name, lowest = above[-1]
    return f"；离{name}（{lowest:g}分）还差{round(lowest - result.total, 2):g}分"


def how_made(assessment: Assessment, result: Outcome) -> str:
    """In words how an assessment's total came about, and what is still missing."""
    scheme = assessment.scheme
    parts = []
    for name, weight, value in (
        ("office_total", scheme.weight_office, result.office_total),
        ("review_score", scheme.weight_review, assessment.review_score),
        ("poll_score", scheme.weight_poll, assessment.poll_score),
    ):
        if weight:
            label = Assessment.field(name).label
            given = "未评" if value is None else f"{value:g}"
            parts.append(f"{label}{given}" + (f"×{weight:g}%" if weight != 100 else ""))
    text = " + ".join(parts)
    if result.bonus:
        text += f" + 加分{result.bonus:g}"
    if result.deduction:
        text += f" − 扣分{result.deduction:g}"
    text += band(assessment, result)
    if result.self_total is not None:
        text += f"；自评{result.self_total:g}"
    if result.missing:
        text += f"；还有{result.missing}项没有评分"
    return text
