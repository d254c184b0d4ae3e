"""Typing ballots: one key an answer, the next paper by itself; a second person types again, and differences are settled."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from models.ballot import Ballot
from models.changes import Notice, change
from models.errors import AppError
from models.poll import PollTarget, targets_of
from models.poll_result import ABSTAINED, INVALID
from ui import ask, theme, undo_redo
from ui.ballot_parts import BallotParts
from ui.ballot_session import AGAIN, COMPARE, ENTER, MODES, BallotSession
from ui.desk import Desk

REASONS = ("没有填写", "一项选了几个等次", "字迹看不清", "其他")
_NUMBER_FIRST = "ballots/number-first"
_KEYS = {
    ENTER: "数字键或字母键答题，Backspace 退回　* 或 F8 废票　/ 或 F4 意见　+ 或 F3 换类别　. 或 F2 改票号"
    "　Ctrl+Z 撤销上一张",
    AGAIN: "由另一人照票再录一遍，看不到第一次的答案　* 或 F8 废票　. 或 F2 改票号　Ctrl+Z 撤销上一张",
    COMPARE: "对照纸质票：按 1 第一次对，按 2 第二次对，按 3 两次都不对、重新录入",
}
_DONE = {AGAIN: "录入的票都已复录。", COMPARE: "没有两次不一致的票。"}


class BallotDialog(QDialog):
    """Every paper is kept as soon as its last item is answered: closing loses at most the one that is half done."""

    def __init__(self, desk: Desk, target: PollTarget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.session = BallotSession(target)
        self._asking_reason = False
        self._warned = False
        self._commented = 0  # the paper whose comment is being typed
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        room = self.screen().availableSize()
        self.resize(min(1120, room.width() - 16), min(640, room.height() - 48))
        self.parts = parts = BallotParts(targets_of(target.poll_id), MODES)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)
        self.card = parts.card
        self._connect()
        parts.targets.setCurrentIndex(parts.targets.findData(target.id))
        self._show_target()

    def _connect(self) -> None:
        parts, remember = self.parts, self.desk.remember
        parts.targets.activated.connect(lambda _: self._turn_to(parts.targets.currentData()))
        parts.modes.currentChanged.connect(lambda place: self._start(MODES[place]))
        parts.number.confirmed.connect(self._take_number)
        parts.number_first.setChecked(bool(remember.get(_NUMBER_FIRST, False)))
        parts.number_first.toggled.connect(lambda on: remember.put(_NUMBER_FIRST, on))
        parts.number_first.toggled.connect(lambda _: self._begin_paper())
        parts.class_name.clicked.connect(lambda _=False: self._next_class())
        parts.comment.confirmed.connect(self.card.setFocus)
        parts.comment.left.connect(self._keep_comment)
        parts.list.activated.connect(lambda index: self._open(self.parts.lines.ballots[index.row()].number))
        parts.close_button.clicked.connect(lambda _=False: self.reject())
        self.card.completed.connect(self._save)
        self.card.back_wanted.connect(self._back)
        self.card.answered.connect(self._tell_comment)
        self.card.installEventFilter(self)
        for keys, work in (
            ("F2", self._edit_number),
            ("F3", self._next_class),
            ("F4", parts.comment.setFocus),
            ("F8", self._ask_reason),
            ("Ctrl+Z", self._undo),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(work)
        delete = QShortcut(QKeySequence("Del"), parts.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._delete)
        self.desk.live.changed.connect(self._hear)
        self.finished.connect(lambda _: self.desk.live.changed.disconnect(self._hear))

    # -- showing --------------------------------------------------------------------------------------

    def _turn_to(self, target_id: int) -> None:
        self.session = BallotSession(PollTarget.get_by_id(target_id))
        self.parts.modes.setCurrentIndex(0)
        self._show_target()

    def _show_target(self) -> None:
        self.setWindowTitle(f"录入测评票 — {self.session.target.heading()}")
        self.card.set_form(self.session.items, self.session.words)
        self._say("")
        self._begin_paper()

    def _start(self, mode: str) -> None:
        self.session.start(mode)
        self._say("")
        self._begin_paper()

    def _begin_paper(self) -> None:
        """Show the paper on the table: a new one, or what is stored of it."""
        session, ballot = self.session, self.session.current
        self._asking_reason = self._warned = False
        stored = "" if ballot is None or ballot.invalid else str(ballot.answers)
        if session.mode == COMPARE and ballot is not None:
            again = "" if ballot.again == INVALID else str(ballot.again)
            self.card.show_answers(stored, again, locked=True)
            self._say(f"第一次：{_in_words(ballot.code)}　第二次：{_in_words(str(ballot.again))}", "warn")
        elif session.mode == ENTER:
            self.card.show_answers(stored)
        else:
            self.card.show_answers("", locked=session.number == 0)
        if session.number == 0 and session.mode in _DONE:
            self._say(_DONE[session.mode], "good")
        self._tell()
        first = self.parts.number_first.isChecked() and session.mode != COMPARE and ballot is None
        (self.parts.number if first else self.card).setFocus()
        self.parts.number.selectAll()

    def _tell(self) -> None:
        """Number, class and comment of the paper; what is typed so far."""
        session, parts, ballot = self.session, self.parts, self.session.current
        parts.number.setText(str(session.number or ""))
        parts.number.setReadOnly(session.mode == COMPARE)
        parts.number_first.setVisible(session.mode != COMPARE)
        parts.class_name.setText(session.class_name())
        parts.keys.setText(_KEYS[session.mode])
        state, tone = "新票", "neutral"
        if session.number == 0:
            state, tone = "已完成", "good"
        elif session.mode == COMPARE:
            state, tone = str(Ballot.field("differs").label), "warn"
        elif session.mode == AGAIN:
            state, tone = "复录", "info"
        elif ballot is not None:
            state, tone = ("已录为废票" if ballot.invalid else "已录，改动后按回车保存"), "info"
        parts.state.setText(state)
        theme.mark(parts.state, badge=tone)
        self._tell_comment()
        typed = "　".join(f"{name} {count}/{issued or '—'}" for name, count, issued in session.counts())
        over = [name for name, count, issued in session.counts() if issued and count > issued]
        more = f"　{'、'.join(over)}的票比发出的多，请核对票号和类别" if over else ""
        parts.counts.setText(f"已录 {len(session.ballots)} 张　{typed}{more}")
        theme.mark(parts.counts, role="warning" if over else None)
        for place, mode in enumerate(MODES):
            waiting = len(session.waiting(mode))
            parts.modes.setTabText(place, f"{mode}（{waiting}）" if waiting else mode)
        parts.lines.show_ballots(list(session.ballots.values()), hide_answers=session.mode == AGAIN)

    def _tell_comment(self) -> None:
        """A comment belongs to the paper on the table; before its first answer to the one just saved."""
        session = self.session
        if self.parts.comment.hasFocus():
            return  # it is being typed
        just_saved = self.card.is_blank() and session.current is None and session.last is not None
        self._commented = (session.last or 0) if just_saved else session.number
        self.parts.comment_label.setText(f"{self._commented}号票意见" if self._commented else "意见")
        self.parts.comment.setText(session.comment(self._commented) or "")
        self.parts.comment.setEnabled(bool(self._commented) and session.mode == ENTER)

    def _say(self, text: str, tone: str = "muted") -> None:
        self.parts.said.setText(text)
        self.parts.said.setVisible(bool(text))
        role = {"bad": "error", "warn": "warning"}.get(tone, "muted")
        theme.mark(self.parts.said, role=role)

    # -- keys -----------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Commands on the paper, before its own keys see them."""
        if watched is self.card and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._asked(event) if self._asking_reason else self._command(event)
        return super().eventFilter(watched, event)

    def _asked(self, event: QKeyEvent) -> bool:
        """Why a paper is invalid: a digit, Enter without a reason, Esc after all not."""
        if event.key() == Qt.Key.Key_Escape:
            self._asking_reason = False
            self._say("")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save(INVALID)
        elif event.text().isdecimal() and 1 <= int(event.text()) <= len(REASONS):
            self._save(INVALID, REASONS[int(event.text()) - 1])
        return True

    def _command(self, event: QKeyEvent) -> bool:
        work = {
            "/": self.parts.comment.setFocus,
            "*": self._ask_reason,
            "+": self._next_class,
            ".": self._edit_number,
        }.get(event.text())
        if self.session.mode == COMPARE:
            choice = {"1": 1, "2": 2, "3": 3}.get(event.text())
            if choice and self.session.number:
                self._settle(choice)
            return choice is not None
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.card.is_blank() and not self.card.finish():
                self._say("这一项还没有答。", "warn")
            return True
        if work is not None:
            work()
        return work is not None

    def reject(self) -> None:
        """Esc: a paper that is half done is pointed out once."""
        half = not self.card.is_blank() and " " in self.card.answers
        if half and not self._warned:
            self._warned = True
            self._say(f"{self.session.number}号票还没有录完，没有保存；再按一次 Esc 关闭。", "warn")
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's cross is Esc."""
        self.reject()
        event.setAccepted(not self.isVisible())

    # -- deeds ----------------------------------------------------------------------------------------

    def _save(self, answers: str, reason: str | None = None) -> None:
        number = self.session.number
        try:
            differs = self.session.save(answers, reason)
        except AppError as error:
            self._say(error.message, "bad")
            return
        name = Ballot.field("invalid").label if answers == INVALID else _in_words(answers)
        self._say(
            f"{number}号票与第一次录入不一致，录完后到“{COMPARE}”里处理。"
            if differs
            else f"已存 {number}号票：{name}",
            "warn" if differs else "muted",
        )
        self._begin_paper()

    def _settle(self, choice: int) -> None:
        number = self.session.number
        if choice == 3:
            self.parts.modes.setCurrentIndex(MODES.index(ENTER))
            self._open(number)
            return
        self.session.settle(second=choice == 2)
        self._begin_paper()

    def _ask_reason(self) -> None:
        if self.session.mode == COMPARE or not self.session.number:
            return
        self._asking_reason = True
        self.card.setFocus()
        reasons = "　".join(f"{place} {reason}" for place, reason in enumerate(REASONS, 1))
        label = Ballot.field("reason").label
        self._say(f"{label}：{reasons}　（回车不写原因，Esc 不作废）", "warn")

    def _next_class(self) -> None:
        if self.session.mode == ENTER:
            self.session.next_class()
            self._tell()

    def _edit_number(self) -> None:
        if self.session.mode != COMPARE:
            self.parts.number.setFocus()
            self.parts.number.selectAll()

    def _take_number(self) -> None:
        number = int(self.parts.number.text() or 0)
        if number != self.session.number:
            self._open(number)
        self.card.setFocus()

    def _open(self, number: int) -> None:
        """Take the paper of a number: to be put right when it is typed already."""
        if self.session.mode == AGAIN and number not in self.session.ballots:
            self._say(f"{number}号票第一次没有录入，不能复录。", "bad")
            self._tell()
            return
        if self.session.mode != COMPARE and number:
            self._say("")
            self.session.go_to(number)
            self._begin_paper()
            self.card.setFocus()

    def _back(self) -> None:
        """Before the first item: to the paper that was saved last."""
        if self.session.last is not None:
            self._open(self.session.last)
            self.session.last = None

    def _keep_comment(self) -> None:
        number = self._commented
        if number and self.parts.comment.text() != (self.session.comment(number) or ""):
            self.session.set_comment(number, self.parts.comment.text())
            self._say(f"已记 {number}号票的意见。")
            self._tell()

    def _delete(self) -> None:
        place = self.parts.list.currentIndex().row()
        if place < 0:
            return
        ballot = self.parts.lines.ballots[place]
        question = f"要删除{ballot.heading()}吗？"
        if ask.confirm(self, "删除测评票", question, "删除后可以用 Ctrl+Z 撤销。", yes="删除", danger=True):
            with change(f"删除{self.session.target.heading()}{ballot.heading()}"):
                self.session.delete(ballot.number)
            self._begin_paper()

    def _undo(self) -> None:
        undo_redo.undo(self.desk, self)

    def _hear(self, notice: Notice) -> None:
        """What was changed elsewhere, or taken back here."""
        if Ballot not in notice.ids:
            return
        self.session.reload()
        if notice.action.startswith("撤销") and self.card.is_blank():
            if self.session.mode == ENTER:
                self.session.go_to_first_free()
            else:
                self.session.start(self.session.mode)
            self._say(f"已{notice.action}")
            self._begin_paper()
        else:
            self._tell()


def _in_words(code: str) -> str:
    """A paper's answers in a line: 1 2 1 － 3."""
    if code == INVALID:
        return str(Ballot.field("invalid").label)
    return " ".join(code.replace(ABSTAINED, "－"))
