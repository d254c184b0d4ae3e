"""换届 on one sheet: the day, the 届次, and who holds each post from now on; the present holders stand there already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from models.election import Holder, compare, hold_election, next_number, posts_of, present_offices
from models.errors import AppError, FieldError
from models.fields import Choice, Kind, Link, Words
from models.member import Member, Office
from models.organisation import Organisation, Term
from models.record import RecordProblems
from models.reorganise import present_members
from ui import ask, theme
from ui.ask_fields import usual_day
from ui.desk import Desk
from ui.editor_pick import ChoiceEditor, LinkEditor
from ui.editors import Editor
from ui.icons import icon
from ui.make_editor import make_editor
from ui.wrapped_label import WrappedLabel

_HEAD = ("elected", "number", "present")
_POST_WIDTH = 150


class ElectionDialog(QDialog):
    """Lines without a person are left out. Esc never loses anything without a question."""

    def __init__(self, desk: Desk, organisation: Organisation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.organisation = organisation
        self.setWindowTitle(f"{organisation.name}换届")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(640, 640)
        self.lines: list[HolderLine] = []
        self.head: dict[str, Editor] = {}
        for name in _HEAD:
            field = Term.field(name)
            assert isinstance(field, Kind)
            self.head[name] = make_editor(field)
            self.head[name].year = desk.year
            self.head[name].changed.connect(self._tell)
        self.head["elected"].set_value(usual_day(desk.year))
        self.head["number"].set_value(next_number(organisation))
        self._make_fields()
        self._lay_out()
        for post in posts_of(organisation):
            for member_id in self._holding(post) or [None]:
                self.add_line(post, member_id)
        for office in present_offices(organisation):
            if office.post not in posts_of(organisation):
                self.add_line(office.post, office.member_id)
        self._first = self._written()
        self._tell()
        self.head["elected"].setFocus()

    def _make_fields(self) -> None:
        """Posts of this kind of organisation, and persons on a roster, those of this organisation first."""
        words = _words(posts_of(self.organisation), present_offices(self.organisation))
        self._post_field = Choice(Office.field("post").label, words, required=True)
        self._post_field.name = "post"
        self._person_field = Link(Office.field("member").label, Member, among=_present_ids)
        self._person_field.name = "member"
        self._own = frozenset(member.id for member in present_members(self.organisation))

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(theme.LARGE)
        form.setVerticalSpacing(theme.SMALL)
        for name, editor in self.head.items():
            label = QLabel(Term.field(name).label + (" *" if name == "elected" else ""))
            label.setBuddy(editor)
            form.addRow(label, editor)
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, theme.SMALL, 0)
        self._rows.setSpacing(theme.SMALL)
        self._rows.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inside)
        heading = QLabel("当选的人")
        theme.mark(heading, role="heading")
        hint = QLabel("已填的是现任；没有人的职务空着。")
        theme.mark(hint, role="muted")
        self.add_action = self._action("添加一行", "plus", ("Ctrl+N",), self._add_below)
        self.remove_action = self._action("去掉这一行", "x", ("Alt+Del",), self._remove_current)
        add = _button("添加一行", "", self.add_action.trigger)
        add.setToolTip("添加一行（Ctrl+N）")
        above = QHBoxLayout()
        above.setSpacing(theme.MEDIUM)
        above.addWidget(heading)
        above.addWidget(hint)
        above.addStretch(1)
        above.addWidget(add)
        self.summary = WrappedLabel()
        theme.mark(self.summary, role="muted")
        self.problem = WrappedLabel()
        theme.mark(self.problem, role="error")
        self.problem.hide()
        self.save_action = self._action("换届", "vote", ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"), self.save)
        keys = QLabel("Ctrl+S 换届　Ctrl+N 添加一行　Alt+Del 去掉一行")
        theme.mark(keys, role="caption")
        below = QHBoxLayout()
        below.setSpacing(theme.SMALL)
        below.addWidget(keys, 1)
        below.addWidget(_button("取消", "", self.reject))
        below.addWidget(_button("换届", "primary", self.save))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(form)
        layout.addLayout(above)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.summary)
        layout.addWidget(self.problem)
        layout.addLayout(below)

    # -- the lines ------------------------------------------------------------------------------------

    def add_line(self, post: str | None, member_id: int | None, place: int | None = None) -> HolderLine:
        """Another line for a post, at a place or at the end."""
        line = HolderLine(self._post_field, self._person_field, self._own)
        line.post.set_value(post)
        line.person.set_value(member_id)
        line.changed = self._tell
        line.remove.clicked.connect(lambda _=False: self.remove_line(line))
        place = len(self.lines) if place is None else place
        self.lines.insert(place, line)
        self._rows.insertWidget(place, line)
        self._order_tabs()
        return line

    def remove_line(self, line: HolderLine) -> None:
        """Take a line away; the keyboard goes to its neighbour."""
        place = self.lines.index(line)
        self.lines.remove(line)
        near = self.lines[min(place, len(self.lines) - 1)].person if self.lines else self.head["elected"]
        near.setFocus()
        self._rows.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._tell()

    def _add_below(self) -> None:
        current = self._current()
        post = None
        if current is not None:
            post = current.post.line.text()
        place = len(self.lines) if current is None else self.lines.index(current) + 1
        line = self.add_line(None, None, place)
        if post in self._post_field.words.words and post != "书记":
            line.post.set_value(post)
        (line.person if not line.post.is_blank() else line.post).setFocus()
        QApplication.processEvents()
        self._area.ensureWidgetVisible(line)

    def _remove_current(self) -> None:
        current = self._current()
        if current is not None:
            self.remove_line(current)

    def _current(self) -> HolderLine | None:
        focus = self.focusWidget()
        return next((line for line in self.lines if focus is not None and line.isAncestorOf(focus)), None)

    def _order_tabs(self) -> None:
        before = self.head[_HEAD[-1]].focusProxy()
        for line in self.lines:
            for editor in (line.post, line.person):
                QWidget.setTabOrder(before, editor.line)
                before = editor.line

    def _holding(self, post: str) -> list[Any]:
        return [office.member_id for office in present_offices(self.organisation) if office.post == post]

    # -- reading and saving ---------------------------------------------------------------------------

    def save(self) -> bool:
        """Hold the election; False, and said why, when it cannot be."""
        head, holders = self._read_head(), self._read_lines()
        if head is None or holders is None:
            return False
        try:
            hold_election(self.organisation, holders=holders, **head)
        except RecordProblems as error:
            self._refuse("；".join(problem.message for problem in error.problems))
            return False
        except AppError as error:
            self._refuse(f"{error.message}{error.next_step}")
            return False
        self._desk.say(f"{self.organisation.name}换届已登记，Ctrl+Z 撤销")
        self.accept()
        return True

    def _read_head(self) -> dict[str, Any] | None:
        found = {}
        for name, editor in self.head.items():
            try:
                found[name] = editor.reading().value
            except FieldError as error:
                self._refuse(str(error), editor)
                return None
        if found["elected"] is None:
            self._refuse("请填写选举日期。", self.head["elected"])
            return None
        return found

    def _read_lines(self) -> list[Holder] | None:
        holders: list[Holder] = []
        for line in self.lines:
            if line.person.is_blank():
                continue
            for editor in (line.post, line.person):
                try:
                    wrong = f"{editor.field.label}不能空着。" if editor.reading().value is None else ""
                except FieldError as error:
                    wrong = str(error)
                if wrong:
                    self._refuse(wrong, editor)
                    return None
            holders.append(line.holder())
        return holders

    def _refuse(self, why: str, editor: Editor | None = None) -> None:
        if editor is not None:
            editor.show_problem("error")
            editor.setFocus()
        self.problem.setText(why)
        self.problem.show()

    def _tell(self) -> None:
        """Say what will become of the offices, as far as the lines can be read."""
        self.problem.hide()
        for editor in (*self.head.values(), *(e for line in self.lines for e in (line.post, line.person))):
            editor.show_problem(None)
        holders = []
        for line in self.lines:
            try:
                holders.append(line.holder())
            except FieldError:
                continue
        outcome = compare(self.organisation, [each for each in holders if each.member_id and each.post])
        names = "、".join(office.heading() for office in outcome.ended)
        self.summary.setText(
            f"连任{len(outcome.kept)}人，新任{len(outcome.begun)}人，免去{len(outcome.ended)}人"
            + (f"：{names}" if names else "")
        )

    # -- closing --------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Esc and 取消: ask about what is filled in."""
        if self._let_go():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's cross is 取消."""
        if self.isVisible() and not self._let_go():
            event.ignore()
        else:
            event.accept()

    def _let_go(self) -> bool:
        if self._written() == self._first:
            return True
        answer = ask.keep_changes(self, self.windowTitle())
        if answer is ask.Keep.SAVE:
            # Saving closes the sheet itself.
            self.save()
            return False
        return answer is ask.Keep.DISCARD

    def _written(self) -> list[str]:
        editors = [
            *self.head.values(),
            *(e for line in self.lines if not line.person.is_blank() for e in (line.post, line.person)),
        ]
        return [editor.line.text() for editor in editors if hasattr(editor, "line")]

    def _action(self, text: str, picture: str, keys: tuple[str, ...], work: Callable[[], object]) -> QAction:
        action = QAction(icon(picture), text, self)
        action.setShortcuts([QKeySequence(one) for one in keys])
        action.triggered.connect(lambda _=False: work())
        self.addAction(action)
        return action


def open_election(desk: Desk, organisation: Organisation, parent: QWidget | None) -> ElectionDialog:
    """Show the sheet for an organisation."""
    dialog = ElectionDialog(desk, organisation, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


class HolderLine(QWidget):
    """One post and who holds it."""

    def __init__(self, post: Choice, person: Link, own: frozenset[int]) -> None:
        super().__init__()
        self.changed: Callable[[], object] = lambda: None
        self.post = ChoiceEditor(post)
        self.post.setFixedWidth(_POST_WIDTH)
        self.person = LinkEditor(person)
        self.person.first = own
        self.person.line.setPlaceholderText("姓名或拼音")
        for editor in (self.post, self.person):
            editor.changed.connect(lambda: self.changed())
            editor.left.connect(lambda: self.changed())
        self.remove = QToolButton()
        self.remove.setIcon(icon("x"))
        self.remove.setToolTip("去掉这一行（Alt+Del）")
        self.remove.setAccessibleName("去掉这一行")
        self.remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SMALL)
        row.addWidget(self.post)
        row.addWidget(self.person, 1)
        row.addWidget(self.remove)

    def holder(self) -> Holder:
        """What the line says; raises FieldError."""
        return Holder(self.post.reading().value, self.person.reading().value)


def _words(posts: tuple[str, ...], held: list[Office]) -> Words:
    """The posts of the dictionary, and those that are held although the dictionary has them no more."""
    return Words(dict.fromkeys((*posts, *(str(office.post) for office in held))))


def _present_ids() -> list[int]:
    return [member.id for member in Member.select(Member.id).where(Member.left_on.is_null())]


def _button(text: str, tone: str, work: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    # Enter goes to the next field; no button may take it.
    button.setAutoDefault(False)
    if tone:
        theme.mark(button, tone=tone)
    button.clicked.connect(lambda _=False: work())
    return button
