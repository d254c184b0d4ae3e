"""Which column of a sheet is which field, and whose sheet it is: shown, and corrected by drop-down lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from exports.headers import Column, cell_text
from exports.intake_columns import column_names
from exports.intake_plan import Plan, PlanSheet
from exports.workbook import column_letters
from models.fields import Derived, Through
from models.organisation import Organisation
from models.record import Record
from ui import theme
from ui.wrapped_label import WrappedLabel

LEFT_OUT = "不导入"
WAIT = 500  # milliseconds
_EXAMPLES, _LOOKED_AT = 3, 200
_LONGEST = 30  # characters of the examples together, so that the lists beside them stay in sight


class _Chooser(QComboBox):
    """A list that the wheel scrolls past: turning it over the page must not change what a column means."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page."""
        event.ignore()


class _Question(NamedTuple):
    """A place to be checked: the sheet, by its number in the list, and the column that is taken in with a doubt."""

    sheet: int
    column: Column


class ColumnsPage(QWidget):
    """The columns of one sheet at a time, each with examples and the field it is taken for."""

    columns_corrected = Signal(dict)  # header text → field name or None
    organisation_chosen = Signal(object, str, object)  # file (Path), sheet name, id

    def __init__(self) -> None:
        super().__init__()
        self._plan: Plan | None = None
        self._corrected: dict[str, str | None] = {}
        self._last = ""  # the column that was corrected last
        # With the keyboard every step through a list is a choice: only the one that stays is read again.
        self._wait = QTimer(self, singleShot=True, interval=WAIT)
        self._wait.timeout.connect(self._tell)
        self._sheets: list[PlanSheet] = []
        self._questions: list[_Question] = []
        self._asked: _Question | None = None  # the place that was gone to last
        self.next_question = QAction("下一处要核对的列", self)
        self.next_question.setShortcut(QKeySequence("F8"))
        self.next_question.triggered.connect(lambda _=False: self._go_on())
        self.addAction(self.next_question)
        self.following = QPushButton("下一处请核对的列（F8）")
        self.following.setAutoDefault(False)
        theme.mark(self.following, tone="quiet")
        self.following.clicked.connect(self.next_question.trigger)
        self.choose_sheet = QComboBox()
        self.choose_sheet.setAccessibleName("看哪张表")
        self.choose_sheet.currentIndexChanged.connect(lambda _: self._show_sheet())
        self.choose_owner = QComboBox()
        self.choose_owner.setAccessibleName("这张表属于哪个团组织")
        self.choose_owner.setMinimumWidth(220)
        self.choose_owner.activated.connect(lambda _: self._choose_owner())
        self._owner_label = QLabel("填报单位")
        self._about = WrappedLabel()
        theme.mark(self._about, role="muted")
        top = QHBoxLayout()
        top.setSpacing(theme.SMALL)
        sheet_label = QLabel("看哪张表")
        sheet_label.setBuddy(self.choose_sheet)
        self._owner_label.setBuddy(self.choose_owner)
        top.addWidget(sheet_label)
        top.addWidget(self.choose_sheet, 1)
        top.addSpacing(theme.MEDIUM)
        top.addWidget(self._owner_label)
        top.addWidget(self.choose_owner, 1)
        top.addWidget(self.following)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.MEDIUM, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addWidget(self._about)
        layout.addWidget(self._area, 1)

    def show_plan(self, plan: Plan) -> None:
        """Show the sheets of a plan, staying at the one that was chosen."""
        before = self.choose_sheet.currentIndex()
        self._plan = plan
        self._sheets = [sheet for file in plan.files for sheet in file.sheets if sheet.header is not None]
        self._questions = _questions(self._sheets)
        self.following.setVisible(bool(self._questions))
        several = len({sheet.file.path for sheet in self._sheets}) > 1
        self.choose_sheet.blockSignals(True)
        self.choose_sheet.clear()
        for sheet in self._sheets:
            open_ = len(_doubtful(sheet))
            self.choose_sheet.addItem(
                (f"{sheet.file.path.name}　{sheet.name}" if several else sheet.name)
                + (f"（{open_}处请核对）" if open_ else "")
            )
        self.choose_sheet.setCurrentIndex(max(0, min(before, len(self._sheets) - 1)))
        self.choose_sheet.blockSignals(False)
        self._show_sheet()

    def open_questions(self) -> int:
        """How many columns are taken in with a doubt; one that stands in many sheets alike is one question."""
        return len(self._questions)

    def go_to_question(self) -> None:
        """Turn to the first place to be checked, unless the sheet that is shown has one itself; nothing without."""
        here = self.choose_sheet.currentIndex()
        at = next((one for one in self._questions if one.sheet == here), next(iter(self._questions), None))
        if at is not None:
            self._go_to(at)

    def _go_on(self) -> None:
        """The place after the last one, round the end."""
        if self._questions:
            at = self._questions.index(self._asked) + 1 if self._asked in self._questions else 0
            self._go_to(self._questions[at % len(self._questions)])

    def _go_to(self, question: _Question) -> None:
        self._asked = question
        if question.sheet != self.choose_sheet.currentIndex():
            self.choose_sheet.setCurrentIndex(question.sheet)
        self._aim(question.column.text)

    def _aim(self, column: str) -> None:
        """Give the keyboard to the list of a column and bring it into sight."""
        for chooser in self._area.findChildren(_Chooser):
            if chooser.accessibleName() == f"{column}导入为":
                chooser.setFocus()
                self._area.ensureWidgetVisible(chooser)

    def _show_sheet(self) -> None:
        if not self._sheets or self._plan is None:
            self._area.setWidget(QWidget())
            self._about.setText("没有找到可以导入的表格。")
            return
        sheet = self._sheets[max(self.choose_sheet.currentIndex(), 0)]
        assert sheet.header is not None
        first, last = sheet.header.first + 1, sheet.header.last + 1
        where = f"第{first}行" if first == last else f"第{first}至{last}行"
        hidden = f"；隐藏的工作表没有读：{'、'.join(sheet.file.hidden)}" if sheet.file.hidden else ""
        self._about.setText(
            f"表头在{where}。对应不对的列，请在右边改选；改过的会记住，下次不用再选{hidden}。"
        )
        self._show_owner(sheet)
        self._area.setWidget(self._grid(sheet))
        if self._last:
            self._aim(self._last)

    def _show_owner(self, sheet: PlanSheet) -> None:
        assert self._plan is not None and sheet.header is not None
        owner = self._plan.kind.organisation_field
        wanted = bool(owner) and owner not in sheet.header.fields.values()
        for widget in (self._owner_label, self.choose_owner):
            widget.setVisible(wanted)
        self.choose_owner.clear()
        if wanted:
            self.choose_owner.addItem("请选择", None)
            for id_, name in Organisation.titles().items():
                self.choose_owner.addItem(name, id_)
            place = self.choose_owner.findData(sheet.organisation)
            self.choose_owner.setCurrentIndex(max(place, 0))
            theme.mark(self.choose_owner, invalid=sheet.organisation is None)

    def _choose_owner(self) -> None:
        sheet = self._sheets[self.choose_sheet.currentIndex()]
        chosen = self.choose_owner.currentData()
        if chosen is not None and chosen != sheet.organisation:
            self.organisation_chosen.emit(sheet.file.path, sheet.name, chosen)

    def _grid(self, sheet: PlanSheet) -> QWidget:
        assert self._plan is not None and sheet.header is not None
        kind = self._plan.kind
        names = {
            name: words[0]
            for name, words in column_names(kind).items()
            if not isinstance(kind.field(name), Derived) or isinstance(kind.field(name), Through)
        }
        notes = {note.column: note.message for note in sheet.header.notes}
        doubtful = {column.position for column in _doubtful(sheet)}
        made = QWidget()
        made.setProperty("role", "scrolled")
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, theme.MEDIUM, theme.MEDIUM)
        grid.setHorizontalSpacing(theme.LARGE)
        grid.setVerticalSpacing(theme.SMALL)
        for place, heading in enumerate(("列", "表头", "内容举例", f"导入为{kind.label}的")):
            label = QLabel(heading)
            theme.mark(label, role="caption")
            grid.addWidget(label, 0, place)
        for line, column in enumerate(sheet.header.columns, 1):
            grid.addWidget(QLabel(column_letters(column.position)), line, 0)
            grid.addWidget(QLabel(column.text), line, 1)
            examples = QLabel(self._examples(sheet, column, kind))
            theme.mark(examples, role="muted")
            grid.addWidget(examples, line, 2)
            if column.position == sheet.header.number:
                left = QLabel("序号，不导入")
                theme.mark(left, role="muted")
                grid.addWidget(left, line, 3)
            else:
                chooser = self._chooser(sheet, column, names)
                grid.addWidget(chooser, line, 3)
                if column.position in doubtful:
                    theme.mark(chooser, doubtful=True)
            if column.position in notes:
                note = WrappedLabel(notes[column.position])
                note.setMinimumWidth(260)
                theme.mark(note, role="warning" if column.position in doubtful else "muted")
                words = QVBoxLayout()
                words.setSpacing(2)
                words.addWidget(note)
                if column.position in doubtful:
                    words.addWidget(self._confirmation(sheet, column), 0, Qt.AlignmentFlag.AlignLeft)
                grid.addLayout(words, line, 4)
        grid.setColumnStretch(2, 2)
        grid.setColumnStretch(4, 2)
        grid.setRowStretch(len(sheet.header.columns) + 1, 1)
        return made

    def _chooser(self, sheet: PlanSheet, column: Column, names: Mapping[str, str]) -> QComboBox:
        assert sheet.header is not None
        chooser = _Chooser()
        chooser.setAccessibleName(f"{column.text}导入为")
        chooser.setMinimumWidth(200)
        chooser.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chooser.addItem(LEFT_OUT, None)
        for name, label in names.items():
            chooser.addItem(label, name)
        chooser.setCurrentIndex(max(chooser.findData(sheet.header.fields.get(column.position)), 0))
        chooser.activated.connect(lambda _: self._correct(column.text, chooser.currentData()))
        return chooser

    def _confirmation(self, sheet: PlanSheet, column: Column) -> QPushButton:
        """A button that says: the column does mean that field."""
        assert sheet.header is not None
        taken = sheet.header.fields[column.position]
        button = QPushButton("对应没有错")
        button.setAccessibleName(f"{column.text}：对应没有错")
        button.setAutoDefault(False)
        theme.mark(button, tone="link")
        button.clicked.connect(lambda _=False: self._correct(column.text, taken))
        return button

    def _correct(self, column: str, name: str | None) -> None:
        self._corrected[column] = name
        self._last = column
        self._wait.start()

    def _tell(self) -> None:
        corrected, self._corrected = self._corrected, {}
        self.columns_corrected.emit(corrected)

    @staticmethod
    def _examples(sheet: PlanSheet, column: Column, kind: type[Record]) -> str:
        assert sheet.header is not None and sheet.grid is not None
        cells = sheet.grid.columns[column.position]
        first = sheet.header.last + 1
        # Of a sheet that is not read nothing says which rows are records.
        rows = [row.row for row in sheet.rows[:_LOOKED_AT]] or range(
            first, min(first + _LOOKED_AT, len(cells))
        )
        texts = (cell_text(cells[row]) for row in rows)
        found = list(islice(dict.fromkeys(text for text in texts if text), _EXAMPLES))
        name = sheet.header.fields.get(column.position)
        field = kind.field(name) if name else None
        if field is not None and field.sensitive:
            found = [field.hide(text) for text in found]
        said = "、".join(found)
        return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"


def _doubtful(sheet: PlanSheet) -> list[Column]:
    """The columns of a sheet that are taken in with a doubt; what is left out spoils no record."""
    if sheet.header is None or sheet.skipped:
        return []
    noted = {note.column for note in sheet.header.notes} & sheet.header.fields.keys()
    return [column for column in sheet.header.columns if column.position in noted]


def _questions(sheets: Sequence[PlanSheet]) -> list[_Question]:
    """The places to be checked: a header text is asked about in the first sheet that has it, for all of them."""
    found: dict[str, _Question] = {}
    for place, sheet in enumerate(sheets):
        for column in _doubtful(sheet):
            found.setdefault(column.text, _Question(place, column))
    return list(found.values())
