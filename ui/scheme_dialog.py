"""The editor of 考核方案: left the tree, right the form of what is chosen, below whether it adds up; saved as one action."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from models.assessment import Assessment
from models.changes import change
from models.errors import AppError
from models.scheme import Indicator, Scheme, copy_scheme, current_schemes, is_replaced, settled
from models.scheme_version import given_scores, save_scheme
from ui import ask, theme
from ui.desk import Desk
from ui.icons import icon
from ui.scheme_book_out import export_scheme, import_scheme
from ui.scheme_chooser import SchemeChooser
from ui.scheme_compare_dialog import SchemeCompareDialog
from ui.scheme_draft import Draft
from ui.scheme_forms import SchemeForms, errors_of, is_here
from ui.scheme_rule import rule_problems
from ui.scheme_sums import SchemeSums
from ui.scheme_tree import SchemeTree
from ui.wrapped_label import WrappedLabel


class SchemeDialog(QDialog):
    """Edits one scheme at a time; those of its year can be chosen above. Nothing is stored before 保存."""

    def __init__(self, desk: Desk, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.draft = Draft.of(scheme)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.chooser = SchemeChooser()
        self.chooser.wanted.connect(self._choose_scheme)
        self.notice = WrappedLabel()
        theme.mark(self.notice, role="warning")
        self.tree = SchemeTree(self.draft)
        self.forms = SchemeForms(desk)
        self.sums = SchemeSums()
        self.forms.typed.connect(self._take_over)
        self._make_actions()
        self._lay_out()
        self.tree.chosen.connect(self._show_chosen)
        self.tree.step_begins.connect(self._take_over)
        self.tree.edited.connect(self._stepped)
        self.tree.form_wanted.connect(self.forms.enter)
        desk.live.changed.connect(self._follow_records)
        self._show_chosen()
        self._tell()
        self.tree.view.setFocus()

    # -- building -------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.save_action = self._action("保存", "save", self.save, "Ctrl+S")
        self.new_action = self._action("新建方案", "file-plus", self.new)
        self.copy_action = self._action("复制到下一年", "copy", self.copy)
        self.delete_action = self._action("删除方案…", "trash-2", self.delete)
        self.import_action = self._action("从工作簿导入…", "import", lambda: import_scheme(self), "Ctrl+O")
        self.export_action = self._action(
            "导出工作簿…", "file-spreadsheet", lambda: export_scheme(self), "Ctrl+E"
        )
        self.rule_action = self._action("转到自动计分", "chart-column", self.forms.enter_rule, "Ctrl+R")
        self.compare_action = self._action("与别的方案比较…", "columns-3", self.compare, "Ctrl+B")

    def _action(self, text: str, picture: str, work: Callable[[], object], keys: str = "") -> QAction:
        action = QAction(icon(picture), text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _=False: work())
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.SMALL)
        title = QLabel(Scheme.label)
        theme.mark(title, role="heading")
        top.addWidget(title)
        top.addWidget(self.chooser)
        top.addStretch()
        for action in (self.compare_action, self.import_action, self.export_action):
            top.addWidget(self._button(action))
        more = QPushButton("方案")
        more.setAutoDefault(False)
        menu = QMenu(more)
        menu.addActions([self.new_action, self.copy_action, self.delete_action])
        more.setMenu(menu)
        top.addWidget(more)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.tree)
        splitter.addWidget(self.forms)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        splitter.setSizes([430, 880])
        self.desk.remember.follow_splitter("scheme/splitter", splitter)
        bottom = QHBoxLayout()
        bottom.setSpacing(theme.SMALL)
        bottom.addWidget(self.sums, 1)
        close = QPushButton("关闭")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        bottom.addWidget(close)
        save = self._button(self.save_action)
        save.setIcon(icon("save", "on_accent"))
        theme.mark(save, tone="primary")
        bottom.addWidget(save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.MEDIUM)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addWidget(self.notice)
        layout.addWidget(splitter, 1)
        layout.addLayout(bottom)
        room = self.screen().availableSize()
        self.resize(min(1440, room.width() - 24), min(860, room.height() - 56))

    def _button(self, action: QAction) -> QPushButton:
        button = QPushButton(action.icon(), action.text())
        # Enter goes to the next field; no button may take it.
        button.setAutoDefault(False)
        keys = action.shortcut().toString()
        button.setToolTip(f"{action.text()}（{keys}）" if keys else action.text())
        button.clicked.connect(action.trigger)
        action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
        return button

    # -- showing --------------------------------------------------------------------------------------

    @property
    def scheme(self) -> Scheme:
        """The scheme as it stands in the editor."""
        return self.draft.scheme

    def open_draft(self, draft: Draft, line: Indicator | None = None) -> None:
        """Show another draft, which may not be stored yet; what was written before is gone."""
        self.draft = draft
        self.tree.show_draft(draft, line)
        self._tell()

    def _show_chosen(self) -> None:
        """The form of what is chosen; a form with a value that cannot be read is not left."""
        self._take_over()
        form, node = self.forms.shown(), self.tree.current()
        if form is not None and is_here(self.draft, form.record) and self.forms.unreadable():
            if form.record is not (self.scheme if node is None or not node.block else node.line):
                QTimer.singleShot(0, self, self._go_back)
            return
        self.forms.show_node(node, self.draft, len(self.tree.model.lines_of(node)))

    def _go_back(self) -> None:
        form = self.forms.shown()
        if form is not None:
            self.tree.choose(form.record if isinstance(form.record, Indicator) else None)
            form.say_all(self.forms.unreadable())

    def _stepped(self) -> None:
        """Lines have come, gone or moved: what the form shows may have another block and topic now."""
        line = self.tree.current_line()
        if line is not None:
            self.forms.refresh(line)
        self._tell()

    def _take_over(self) -> None:
        """What has been typed goes into the draft; the tree and the sums follow."""
        if self.forms.take_over(self.draft):
            self.tree.refresh()
            self._tell()

    def _tell(self) -> None:
        """Title, the year's schemes, what saving would do, and whether it adds up."""
        scheme, changed = self.scheme, self.draft.is_changed()
        self.setWindowTitle(f"{Scheme.label}　{scheme.heading()}" + ("（未保存）" if changed else ""))
        self.sums.follow(self.draft)
        self.save_action.setEnabled(changed)
        stored = scheme.id is not None
        for action in (self.copy_action, self.delete_action):
            action.setEnabled(stored)
        signed = settled(scheme.id) if stored else 0
        waiting = Assessment.select().where(Assessment.scheme == scheme.id).count() - signed if stored else 0
        if stored and is_replaced(scheme):
            self.notice.setText("这一版已由新的一版代替，可以看、比较和复制，不能修改。")
        elif signed:
            follow = f"，{waiting}份未签字的转用新的一版" if waiting else ""
            self.notice.setText(
                f"已有{signed}份考核依据这一版签字。修改后保存为第{scheme.version + 1}版：已签字的不变{follow}。"
            )
        self.notice.setVisible(stored and bool(signed or is_replaced(scheme)))
        self.chooser.follow(self.scheme)

    def _follow_records(self, _notice: object = None) -> None:
        """Records have changed elsewhere: show them, unless something here is not saved."""
        if self.scheme.id is None or self.draft.is_changed():
            return
        found = Scheme.get_or_none(Scheme.id == self.scheme.id)
        if found is None:
            self.done(0)
        else:
            self._tell()

    # -- deeds ----------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Keep the whole as one action; False, and said why, when it cannot be."""
        form, problems = self.forms.shown(), self.forms.errors()
        if form is not None and problems:
            form.say_all(problems)
            return False
        self.draft.sort()
        if not self._sound() or not self._may_forget():
            return False
        line = self.tree.current_line()
        place = next((at for at, each in enumerate(self.draft.lines) if each is line), None)
        try:
            saved = save_scheme(self.scheme, self.draft.lines)
        except AppError as error:
            ask.show_error(self, error, "没有保存")
            return False
        draft = Draft.of(Scheme.get_by_id(saved.scheme.id))
        self.open_draft(draft, None if place is None else draft.lines[place])
        self.desk.say(
            f"已保存为第{saved.scheme.version}版；{saved.kept}份已签字的考核不变，{saved.moved}份转用新版"
            if saved.is_new_version
            else f"已保存{saved.scheme.heading()}"
        )
        return True

    def _sound(self) -> bool:
        """Whether every line can be stored; else go to the first that cannot, and say why."""
        for line in self.draft.lines:
            problems = errors_of(line) + rule_problems(line)
            if problems:
                self.tree.choose(line)
                self.forms.line.say_all(problems)
                return False
        problems = errors_of(self.scheme)
        if problems:
            self.tree.choose(None)
            self.forms.about.say_all(problems)
        return not problems

    def _may_forget(self) -> bool:
        """Ask about the scores of lines that were taken out."""
        lost = 0 if self.scheme.id is None or settled(self.scheme.id) else given_scores(self.draft.gone())
        return not lost or ask.confirm(
            self,
            "删去指标",
            f"删去的指标已经评了{lost}个分。",
            "保存后这些分数一并删去，可以用“撤销”恢复。",
            yes="保存",
            danger=True,
        )

    def new(self) -> None:
        """Begin a blank scheme for another kind of organisation."""
        if self.let_go():
            self.open_draft(Draft(Scheme(name="", year=self.scheme.year), []))
            self.forms.enter()

    def copy(self) -> None:
        """The scheme with all its lines for the next year."""
        if not self.let_go():
            return
        try:
            copied = copy_scheme(self.scheme, self.scheme.year + 1)
        except AppError as error:
            ask.show_error(self, error, "没有复制")
            return
        self.open_draft(Draft.of(copied))
        self.desk.say(f"已复制为{copied.heading()}")

    def delete(self) -> None:
        """Delete the scheme, after asking; another one of the year is shown, or the editor closes."""
        title = self.scheme.heading()
        if not ask.confirm(
            self, "删除方案", f"删除“{title}”和它的全部指标？", "可以用“撤销”恢复。", yes="删除", danger=True
        ):
            return
        try:
            with change(f"删除考核方案“{title}”"):
                Scheme.get_by_id(self.scheme.id).delete_instance()
        except AppError as error:
            ask.show_error(self, error, "没有删除")
            return
        left = current_schemes(self.scheme.year)
        if left:
            self.open_draft(Draft.of(left[0]))
        else:
            self.done(0)

    def compare(self) -> None:
        """Lay another scheme beside this one."""
        self._take_over()
        SchemeCompareDialog(self.desk, self.draft, self).open()

    def _choose_scheme(self, scheme_id: int) -> None:
        if self.let_go():
            self.open_draft(Draft.of(Scheme.get_by_id(scheme_id)))
        else:
            self.chooser.follow(self.scheme)

    # -- closing --------------------------------------------------------------------------------------

    def let_go(self) -> bool:
        """Ask about what is not saved; False when the person wants to go on with it."""
        self._take_over()
        if not self.draft.is_changed():
            return True
        answer = ask.keep_changes(self, self.scheme.heading())
        return self.save() if answer is ask.Keep.SAVE else answer is ask.Keep.DISCARD

    def reject(self) -> None:
        """Esc and 关闭: ask about what is not saved."""
        if self.let_go():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's cross is 关闭."""
        if self.isVisible() and not self.let_go():
            event.ignore()
        else:
            event.accept()
