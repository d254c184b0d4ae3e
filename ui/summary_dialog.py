"""The editor of one summary: its text large, the pictures beside it; composing anew, printing, a Word file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from exports.summary_blocks import fits, is_of_branch
from models.changes import change
from models.errors import AppError, FieldError
from models.fields import Kind
from models.summary import DRAFT, FINAL, Summary, fingerprint, set_pictures
from models.summary_text import compare, compose
from ui import ask, theme
from ui.desk import Desk
from ui.editors import Editor
from ui.icons import icon
from ui.make_editor import make_editor
from ui.summary_changes import ChangesDialog
from ui.summary_out import export_summaries, print_summaries
from ui.summary_pictures import SummaryPictures

USUAL_SIZE = QSize(1240, 800)
_ABOVE = ("title", "state", "date")


class SummaryDialog(QDialog):
    """Nothing typed is lost without a question; `saved` carries the summary's id."""

    saved = Signal(int)

    def __init__(self, desk: Desk, summary: Summary, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self.summary = desk, summary
        self._composed = str(summary.fingerprint or "")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(summary.heading())
        self.editors: dict[str, Editor] = {}
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(Summary.field("body").label)
        self.text.setFont(theme.font(1.3))
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText("点“重新编写”，按记录写出底稿。")
        self.pictures = SummaryPictures(desk.store.attachments)
        self._count = QLabel()
        theme.mark(self._count, role="caption")
        self._problem = QLabel()
        theme.mark(self._problem, role="error")
        self._problem.hide()
        self._lay_out()
        self._load()
        self.text.textChanged.connect(self._tell)
        self.pictures.changed.connect(self._tell)
        screen = QGuiApplication.primaryScreen().availableSize()
        self.resize(USUAL_SIZE.boundedTo(screen - QSize(30, 50)))
        self.text.setFocus()

    # -- building ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(theme.SMALL)
        for name in _ABOVE:
            field = Summary.field(name)
            assert isinstance(field, Kind)
            editor = make_editor(field)
            editor.year = self.summary.year
            self.editors[name] = editor
            label = QLabel(field.label)
            label.setBuddy(editor)
            above.addWidget(label)
            above.addWidget(editor, 1 if name == "title" else 0)
        middle = QSplitter()
        middle.addWidget(self.text)
        middle.addWidget(self.pictures)
        middle.setStretchFactor(0, 1)
        middle.setSizes([880, 320])
        middle.setChildrenCollapsible(False)
        self._desk.remember.follow_splitter("summary", middle)
        below = QHBoxLayout()
        below.setSpacing(theme.SMALL)
        below.addWidget(self._button("重新编写…", "sparkles", "F9", self.recompose))
        below.addWidget(self._button("打印预览…", "printer", "Ctrl+P", self._print))
        below.addWidget(self._button("存为 Word…", "file-text", "Ctrl+E", self._export))
        below.addWidget(self._count, 1)
        below.addWidget(self._button("关闭", "", "", self.reject))
        save = self._button("保存", "", "Ctrl+S", self.save_close)
        theme.mark(save, tone="primary")
        below.addWidget(save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.MEDIUM)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(above)
        layout.addWidget(middle, 1)
        layout.addWidget(self._problem)
        layout.addLayout(below)

    def _button(self, text: str, picture: str, keys: str, work: Callable[[], object]) -> QPushButton:
        button = QPushButton(icon(picture), text) if picture else QPushButton(text)
        button.setAutoDefault(False)
        button.setToolTip(f"{text}（{keys}）" if keys else text)
        action = QAction(text, self)
        action.triggered.connect(lambda _=False: work())
        if keys:
            action.setShortcut(QKeySequence(keys))
            self.addAction(action)
        button.clicked.connect(action.trigger)
        return button

    # -- reading and saving -----------------------------------------------------------------------

    def _load(self) -> None:
        for name, editor in self.editors.items():
            editor.set_value(self.summary.value(name))
        self.text.setPlainText(str(self.summary.body or ""))
        self.pictures.load(self.summary)
        self._tell()

    def _tell(self) -> None:
        body = self.text.toPlainText()
        count = sum(not sign.isspace() for sign in body)
        more = "" if body.strip() else "，还没有写"
        if count and is_of_branch(self.summary):
            more = "，印在两页以内" if fits(body, len(self.pictures.chosen())) else "，超过两页"
        self._count.setText(f"{count}字{more}")

    def is_changed(self) -> bool:
        """Whether saving would change anything."""
        return (
            self.text.toPlainText().strip() != str(self.summary.body or "").strip()
            or self.pictures.is_changed()
            or any(self._value(name) != self.summary.value(name) for name in self.editors)
        )

    def _value(self, name: str) -> object:
        try:
            return self.editors[name].reading().value
        except FieldError as error:
            return error  # what cannot be read is a change too

    def save(self) -> bool:
        """Keep text, particulars and pictures as one action; False, and why, when it cannot be."""
        self.pictures.finish_typing()
        summary = Summary.get_or_none(Summary.id == self.summary.id)
        try:
            if summary is None:
                raise AppError("这份总结已被删除，没有保存。", "可以在操作记录里撤销删除。")
            for name, editor in self.editors.items():
                setattr(summary, name, editor.reading().value)
            summary.body = self.text.toPlainText().strip() or None
            summary.fingerprint = self._composed or None
            with change(f"修改“{summary.heading()}”"):
                summary.save()
                set_pictures(summary, self.pictures.chosen())
        except FieldError as error:
            self._say(str(error))
            return False
        except AppError as error:
            self._say(f"{error.message}{error.next_step}")
            return False
        self.summary = summary
        self._say("")
        for name, editor in self.editors.items():
            editor.set_value(summary.value(name))
        self.pictures.saved()
        self.saved.emit(summary.id)
        return True

    def save_close(self) -> None:
        """Save and close."""
        if self.save():
            self.accept()

    def reject(self) -> None:
        """Esc and the frame's cross: what was written is not thrown away without a question."""
        self.pictures.finish_typing()
        if self.is_changed():
            answer = ask.keep_changes(self, self.summary.heading())
            if answer is ask.Keep.CANCEL or (answer is ask.Keep.SAVE and not self.save()):
                return
        super().reject()

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    # -- doing ------------------------------------------------------------------------------------

    def recompose(self) -> None:
        """Show what composing anew would change, and take it over if the person says so."""
        if self.summary.state == FINAL and self._value("state") != DRAFT:
            ask.inform(
                self, "重新编写", f"已经{FINAL}，不再重新编写。", f"要重新编写，先改回{DRAFT}。", sign="warn"
            )
            return
        fresh, now = compose(self.summary), self.text.toPlainText().strip()
        if fresh == now:
            ask.inform(self, "重新编写", "和现在的正文一样，没有变化。", sign="good")
            return
        if now and not self._agreed(now, fresh):
            return
        self._composed = fingerprint(fresh)
        # As an edit, so that Ctrl+Z in the text brings back what was there.
        cursor = self.text.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(fresh)

    def _agreed(self, now: str, fresh: str) -> bool:
        dialog = ChangesDialog(self, compare(now, fresh))
        agreed = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return agreed

    def _print(self) -> None:
        if not self.is_changed() or self.save():
            print_summaries(self._desk, self, [self.summary])

    def _export(self) -> None:
        if not self.is_changed() or self.save():
            export_summaries(self._desk, self, [self.summary])
