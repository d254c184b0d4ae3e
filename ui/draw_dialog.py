"""Holding a random draw: how to draw, the frozen list with its digest as it is now, the seed; then it is drawn once."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.clock import today
from models.draw import Draw, hold, prepare, read_inspectors, usual_inspectors
from models.draw_rule import candidates_of, default_seed, inspectors_of
from models.errors import AppError, FieldError
from ui import theme
from ui.desk import Desk
from ui.editors import Editor
from ui.make_editor import make_editor

FIELDS = (
    "name",
    "date",
    "place",
    "among",
    "strata",
    "count",
    "per_stratum",
    "each_stratum",
    "months",
    "team_size",
    "planned",
    "drawn_by",
    "witness",
    "seed",
)
_NEEDED = ("name", "date", "among", "strata", "count")
_AFTER = 200  # ms after the last key stroke the lists are made again
_USUAL_DAYS = 30


class DrawDialog(QDialog):
    """`held` carries the draw, with its picks saved."""

    held = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle(f"{Draw.label}：抽取")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        room = self.screen().availableSize()
        self.resize(min(1040, room.width() - 40), min(720, room.height() - 60))
        self.editors: dict[str, Editor] = {}
        form = QFormLayout()
        form.setHorizontalSpacing(theme.LARGE)
        form.setVerticalSpacing(theme.SMALL)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        for name in FIELDS:
            field = Draw.field(name)
            editor = make_editor(field)  # type: ignore[arg-type]
            editor.year = desk.year
            editor.changed.connect(self._later)
            self.editors[name] = editor
            label = QLabel(field.label + (" *" if name in _NEEDED else ""))
            label.setBuddy(editor)
            form.addRow(label, editor)
        self.inspectors = QPlainTextEdit(usual_inspectors())
        self.inspectors.setAccessibleName("督查人员")
        self.inspectors.setTabChangesFocus(True)
        self.inspectors.setPlaceholderText("每行一人：姓名　所在团组织")
        self.inspectors.textChanged.connect(self._later)
        self._lay_out(form)
        self._begin()
        self._timer = QTimer(self, singleShot=True, interval=_AFTER)
        self._timer.timeout.connect(self.look)
        self.look()
        self.editors["name"].setFocus()

    def _lay_out(self, form: QFormLayout) -> None:
        inside = QWidget()
        inside.setLayout(form)
        left = QScrollArea()
        left.setWidget(inside)
        left.setWidgetResizable(True)
        left.setFrameShape(QScrollArea.Shape.NoFrame)
        self.list = QPlainTextEdit()
        self.list.setReadOnly(True)
        self.list.setAccessibleName(Draw.field("candidates").label)
        self.list.setTabChangesFocus(True)
        self.counted, self.digest, self.said = QLabel(), QLabel(), QLabel()
        for label, role in ((self.counted, "heading"), (self.digest, "caption"), (self.said, "muted")):
            theme.mark(label, role=role)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.digest.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        pool = QLabel("督查人员（每行一人：姓名　所在团组织；本团组织及其上下级的自动回避）")
        pool.setWordWrap(True)
        pool.setBuddy(self.inspectors)
        right = QVBoxLayout()
        right.setSpacing(theme.SMALL)
        right.addWidget(self.counted)
        right.addWidget(self.list, 3)
        right.addWidget(self.digest)
        right.addWidget(pool)
        right.addWidget(self.inspectors, 2)
        halves = QHBoxLayout()
        halves.setSpacing(theme.WIDE)
        halves.addWidget(left, 1)
        halves.addLayout(right, 1)
        # No default button: Enter in a field must not draw.
        self.yes = QPushButton("抽取")
        theme.mark(self.yes, tone="primary")
        self.yes.setToolTip("抽取一次就记下来，名单和种子以后不能再改（Ctrl+Enter）")
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.yes.click)
        no = QPushButton("取消")
        buttons = QHBoxLayout()
        buttons.addWidget(self.said, 1)
        for button, work in ((self.yes, self.hold), (no, self.reject)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, work=work: work())
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(halves, 1)
        layout.addLayout(buttons)

    def _begin(self) -> None:
        now = today()
        begin = Draw(
            name=f"{self.desk.year}年{Draw.label}",
            date=now.isoformat(),
            count=3,
            months=6,
            team_size=2,
            planned=(now + timedelta(days=_USUAL_DAYS)).isoformat(),
        )
        for name, editor in self.editors.items():
            editor.set_value(begin.value(name))

    # -- what is to be drawn ------------------------------------------------------------------------------

    def draw(self) -> Draw:
        """The draw as it is filled in, not held; FieldError or AppError for what cannot be read."""
        found = Draw()
        for name, editor in self.editors.items():
            try:
                setattr(found, name, editor.reading().value)
            except FieldError as error:
                raise AppError(f"{Draw.field(name).label}：{error}。") from error
            if name in _NEEDED and found.value(name) is None:
                raise AppError(f"{Draw.field(name).label}不能空着。")
        found.per_stratum, found.each_stratum = bool(found.per_stratum), bool(found.each_stratum)
        return found

    def _later(self) -> None:
        self._timer.start()

    def look(self) -> None:
        """Show the lists and their digests as they would be drawn from now."""
        try:
            found = self.draw()
            prepare(found, read_inspectors(self.inspectors.toPlainText()) if found.team_size else [])
        except AppError as error:
            self._say(f"{error.message}{error.next_step}")
            return
        lines = candidates_of(found.candidates)
        self.list.setPlainText(found.candidates)
        people = f"，督查人员{len(inspectors_of(found.pool))}名" if found.pool else ""
        self.counted.setText(f"{found.field('candidates').label}：{len(lines)}个{people}")
        out = f"　不参加：{found.excluded}".replace("\n", "、") if found.excluded else ""
        self.digest.setText(f"SHA-256指纹 {found.digest}{out}")
        seed = found.seed or default_seed(found.date, found.digest)
        self._say(
            f"{found.field('seed').label}：{seed}" + ("" if found.seed else "（空着，按日期和名单产生）"), ""
        )

    def _say(self, text: str, role: str = "error") -> None:
        self.said.setText(text)
        theme.mark(self.said, role=role or "muted")
        self.yes.setEnabled(role != "error")

    def hold(self) -> None:
        """Draw, once; what cannot be drawn is said here."""
        self._timer.stop()
        try:
            found = self.draw()
            hold(found, read_inspectors(self.inspectors.toPlainText()) if found.team_size else [])
        except AppError as error:
            self._say(f"{error.message}{error.next_step}")
            self.yes.setEnabled(True)
            return
        self.held.emit(found)
        self.accept()
