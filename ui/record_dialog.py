"""The window in which one record is written: the form, what is wrong with it, saving, the neighbours, its history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from models.changes import change
from models.errors import AppError
from models.fields import Link
from models.record import Problem, Record, RecordProblems
from ui import ask, theme
from ui.desk import Desk
from ui.icons import icon
from ui.record_form import FormSection, RecordForm
from ui.record_history import RecordHistory
from ui.succession import ask_succession

MakeSection = Callable[[Desk], FormSection]
USUAL_SIZE = QSize(1040, 720)


class RecordDialog(QDialog):
    """Edits a record, or enters new ones one after the other. Esc never loses anything without a question.

    `neighbours` are the ids of the list it was opened from, for going to the record before and after.
    """

    saved = Signal(int)  # the record's id

    def __init__(
        self,
        desk: Desk,
        record: Record,
        *,
        neighbours: Sequence[int] = (),
        defaults: dict[str, Any] | None = None,
        fields: Sequence[str] | None = None,
        sections: Sequence[MakeSection] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.record_class = type(record)
        self._neighbours = list(neighbours)
        self._defaults = dict(defaults or {})
        self.form = RecordForm(
            self.record_class,
            files=desk.store.attachments,
            fields=fields,
            sections=[make(desk) for make in sections],
            year=desk.year,
        )
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._make_actions()
        self._lay_out()
        self.form.changed.connect(self._changed)
        self.form.checked.connect(self._say)
        self._fit_screen()
        self._load(record)

    # -- building -------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.save_action = self._action(
            "保存", "save", ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"), self.save_close
        )
        self.save_new_action = self._action(
            "保存并新建", "plus", ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), self.save_new
        )
        self.before_action = self._action("上一条", "chevron-up", ("Ctrl+PgUp",), lambda: self._step(-1))
        self.after_action = self._action("下一条", "chevron-down", ("Ctrl+PgDown",), lambda: self._step(1))
        self.history_action = self._action("修改记录", "history", ("Ctrl+H",), None)
        self.history_action.setCheckable(True)
        self.history_action.toggled.connect(self._show_history)
        self.reveal_action = self._action("显示完整证件号和电话", "eye", ("Ctrl+Shift+M",), None)
        self.reveal_action.setCheckable(True)
        self.reveal_action.toggled.connect(self.form.reveal)

    def _action(
        self, text: str, picture: str, keys: Sequence[str], work: Callable[[], object] | None
    ) -> QAction:
        action = QAction(icon(picture), text, self)
        action.setShortcuts([QKeySequence(one) for one in keys])
        action.setToolTip(f"{text}（{keys[0]}）")
        if work is not None:
            action.triggered.connect(lambda _=False: work())
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        self._title = QLabel()
        theme.mark(self._title, role="heading")
        top = QHBoxLayout()
        top.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.MEDIUM, theme.SMALL)
        top.addWidget(self._title, 1)
        self._place = QLabel()
        theme.mark(self._place, role="caption")
        top.addWidget(self._place)
        for action in (self.before_action, self.after_action, self.reveal_action, self.history_action):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIconSize(QSize(theme.ICON, theme.ICON))
            button.setAccessibleName(action.text())
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            top.addWidget(button)
            if action is self.reveal_action and not any(f.sensitive for f in self.record_class.fields()):
                button.hide()
        parts = QHBoxLayout()
        parts.setContentsMargins(theme.SMALL, 0, theme.LARGE, theme.TIGHT)
        parts.setSpacing(0)
        for title, card in self.form.parts if len(self.form.parts) > 2 else ():
            button = self._button(title, "quiet", partial(self.form.go_to, card))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(f"转到{title}")
            parts.addWidget(button)
        parts.addStretch()
        self._banner = _Banner()
        self._alike = _Banner()
        self._history = RecordHistory()
        self._history.hide()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.form, 1)
        middle.addWidget(self._history)
        self.keys = QLabel("Ctrl+S 保存　Ctrl+Shift+Enter 保存并新建　Esc 关闭")
        theme.mark(self.keys, role="caption")
        bottom = QHBoxLayout()
        bottom.setContentsMargins(theme.LARGE, theme.SMALL, theme.LARGE, theme.MEDIUM)
        bottom.setSpacing(theme.SMALL)
        bottom.addWidget(self.keys, 1)
        bottom.addWidget(self._button("取消", "", self.reject))
        self._save_new_button = self._button(self.save_new_action.text(), "", self.save_new)
        bottom.addWidget(self._save_new_button)
        bottom.addWidget(self._button(self.save_action.text(), "primary", self.save_close))
        line = QFrame()
        theme.mark(line, role="line")
        line.setFixedHeight(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(parts)
        layout.addWidget(self._banner)
        layout.addWidget(self._alike)
        layout.addLayout(middle, 1)
        layout.addWidget(line)
        layout.addLayout(bottom)

    def _button(self, text: str, tone: str, work: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        # Enter goes to the next field; no button may take it.
        button.setAutoDefault(False)
        if tone:
            theme.mark(button, tone=tone)
        button.clicked.connect(lambda _=False: work())
        return button

    def _fit_screen(self) -> None:
        size = USUAL_SIZE
        screen = self.screen().availableSize() if self.screen() else size
        self.resize(size.boundedTo(QSize(screen.width() - 40, screen.height() - 60)))

    # -- what can be done -----------------------------------------------------------------------------

    @property
    def record(self) -> Record:
        """The record that is being written."""
        return self.form.record

    def save(self) -> bool:
        """Write the record with all that belongs to it as one action; False, and said why, when it cannot be."""
        if _composing():
            return False
        problems = self.form.take_over()
        if any(problem.severity == "error" for problem in problems):
            self.form.say_all(problems)
            return False
        record, is_new = self.record, self.record.get_id() is None
        succession = ask_succession(self, record)
        if succession is None:
            return False
        try:
            with change(f"{'新增' if is_new else '修改'}{record.label}“{record.heading()}”"):
                succession()
                record.save()
                self.form.save_parts()
        except RecordProblems as error:
            self.form.say_all(error.problems)
            return False
        except AppError as error:
            ask.show_error(self, error, "没有保存")
            return False
        self.saved.emit(record.get_id())
        self.desk.say(f"已保存{record.label}“{record.heading()}”")
        return True

    def save_close(self) -> None:
        """Save and close."""
        if self.save():
            self.accept()

    def offer_no_other(self) -> None:
        """For a kind that is not made in its form: nothing is begun after this record, and no key is promised for it."""
        self.save_new_action.setEnabled(False)
        self._save_new_button.hide()
        self.keys.setText("Ctrl+S 保存　Esc 关闭")

    def save_new(self) -> None:
        """Save and begin the next record, which keeps what such records usually share (its organisation)."""
        old = self.record
        if not self.save():
            return
        shared = {
            field.name: old.value(field.name)
            for field in old.stored_fields()
            if isinstance(field, Link) and field.required
        }
        self._load(self.record_class(**(self._defaults | shared)))

    def reject(self) -> None:
        """Esc and 取消: ask about what is not saved."""
        if self._let_go():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's cross is 取消."""
        if self.isVisible() and not self._let_go():
            event.ignore()
        else:
            event.accept()

    # -- inside ---------------------------------------------------------------------------------------

    def _load(self, record: Record) -> None:
        if record.get_id() is not None:
            # One of its own: what is typed and not saved must not show in the page that opened it.
            record = self.record_class(**record.__data__)
        self.form.load(record)
        self.reveal_action.setChecked(False)
        self._history.load(record)
        is_new = record.get_id() is None
        self.history_action.setEnabled(not is_new)
        self._alike.show_words("warn", "")
        self._name()
        at = self._at()
        self._place.setText(f"第 {at + 1} 条，共 {len(self._neighbours)} 条" if at is not None else "")
        self.before_action.setEnabled(at is not None and at > 0)
        self.after_action.setEnabled(at is not None and at < len(self._neighbours) - 1)
        self.form.focus_first()

    def _name(self) -> None:
        record = self.record
        if record.get_id() is None:
            title = f"新增{record.label}"
        else:
            title = f"{record.label}　{record.heading()}"
        self._title.setText(title)
        self.setWindowTitle(title + ("（未保存）" if self.form.is_changed() else ""))

    def _changed(self) -> None:
        self._name()

    def _say(self, problems: list[Problem]) -> None:
        """Problems of the whole record above the form, and records that may be the same."""
        worst = "bad" if any(one.severity == "error" for one in problems) else "warn"
        self._banner.show_words(worst, "；".join(one.message for one in problems))
        if self.record.get_id() is not None:
            return
        alike = self.record.similar()
        words = f"可能已经登记过了，请核对：{'、'.join(_called(one) for one in alike[:3])}" if alike else ""
        open_first = partial(self._open_other, alike[0]) if alike else None
        self._alike.show_words("warn", words, "查看", open_first)

    def _open_other(self, record: Record) -> None:
        other = RecordDialog(self.desk, record, parent=self)
        other.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        other.open()

    def _step(self, by: int) -> None:
        at = self._at()
        if at is None or not 0 <= at + by < len(self._neighbours) or not self._let_go():
            return
        record = self.record_class.get_or_none(self.record_class.id == self._neighbours[at + by])
        if record is None:
            self.desk.say("这条记录已被删除")
            del self._neighbours[at + by]
            return
        self._load(record)

    def _at(self) -> int | None:
        id_ = self.record.get_id()
        return self._neighbours.index(id_) if id_ in self._neighbours else None

    def _let_go(self) -> bool:
        if not self.form.is_changed():
            return True
        answer = ask.keep_changes(self, self._title.text())
        if answer is ask.Keep.SAVE:
            return self.save()
        return answer is ask.Keep.DISCARD

    def _show_history(self, shown: bool) -> None:
        self._history.load(self.record)
        self._history.setVisible(shown)


class _Banner(QFrame):
    """A sentence above the form, with a button where something can be done about it."""

    def __init__(self) -> None:
        super().__init__()
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton()
        self._button.setAutoDefault(False)
        theme.mark(self._button, tone="link")
        self._button.clicked.connect(lambda _=False: self._work() if self._work else None)
        self._work: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MEDIUM, theme.SMALL, theme.MEDIUM, theme.SMALL)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        self.hide()

    def show_words(
        self, tone: str, words: str, button: str = "", work: Callable[[], object] | None = None
    ) -> None:
        """Show a sentence; '' hides the banner."""
        if words:
            theme.mark(self, notice=tone)
        self._words.setText(words)
        self._button.setText(button)
        self._button.setVisible(bool(button and work))
        self._work = work
        self.setVisible(bool(words))


def _called(record: Record) -> str:
    name = record.organisation_field
    place = record.shown(name) if name else ""
    return f"{record.heading()}（{place}）" if place else record.heading()


def _composing() -> bool:
    """Whether letters are still being composed; what can be committed is committed first."""
    focus = QGuiApplication.focusObject()
    if not getattr(focus, "composing", False):
        return False
    QGuiApplication.inputMethod().commit()
    return bool(getattr(focus, "composing", False))
