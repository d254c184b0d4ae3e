"""Typing totals that were counted by hand: papers by class, votes by class and item, with the keys of a spreadsheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QHeaderView, QLabel, QPushButton, QVBoxLayout, QWidget

from models.errors import AppError
from models.poll import PollTarget
from ui import ask, theme
from ui.desk import Desk
from ui.number_grid import NumberGrid
from ui.poll_totals_model import Totals
from ui.wrapped_label import WrappedLabel


class TotalsDialog(QDialog):
    """One organisation of a poll; nothing is kept before 保存."""

    def __init__(self, desk: Desk, target: PollTarget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.totals = Totals(target)
        self.setWindowTitle(f"录入汇总票数 — {target.heading()}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = self.screen().availableSize()
        self.resize(min(900, room.width() - 16), min(680, room.height() - 48))
        self.papers = NumberGrid(self.totals.papers, "各类票数")
        self.votes = NumberGrid(self.totals.votes, "各项票数")
        self.problem = WrappedLabel()
        theme.mark(self.problem, role="error")
        self.problem.hide()
        for grid in (self.papers, self.votes):
            grid.cells.refused.connect(self._refuse)
            grid.cells.edited.connect(self.problem.hide)
        self._lay_out()
        for keys in ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.save)
        self._first = self.totals.snapshot()
        self.papers.setCurrentIndex(self.totals.papers.index(0, 1))
        self.papers.setFocus()

    def _lay_out(self) -> None:
        self.papers.fit_height()
        header = self.votes.horizontalHeader()
        for column, width in ((0, 110), (1, 260)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, width)
        hint = QLabel(
            "Enter 到下一格　可从 Excel 粘贴　Ctrl+S 保存　已逐张录入的类别由程序计数，不能在这里填"
        )
        theme.mark(hint, role="caption")
        cancel, save = QPushButton("取消"), QPushButton("保存")
        for button, work in ((cancel, self.reject), (save, self.save)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, work=work: work())
        theme.mark(save, tone="primary")
        bottom = QHBoxLayout()
        bottom.setSpacing(theme.SMALL)
        bottom.addWidget(hint, 1)
        bottom.addWidget(cancel)
        bottom.addWidget(save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(self.papers)
        layout.addWidget(self.votes, 1)
        layout.addWidget(self.problem)
        layout.addLayout(bottom)

    def save(self) -> bool:
        """Keep the numbers; False, and said why, when they cannot be."""
        self.setFocus()  # takes what is being typed
        try:
            self.totals.save()
        except AppError as error:
            self._refuse(error.message)
            return False
        self._first = self.totals.snapshot()
        self.desk.say("已保存汇总票数，Ctrl+Z 撤销")
        self.accept()
        return True

    def reject(self) -> None:
        """Esc and 取消: ask about what is typed."""
        if self.totals.snapshot() != self._first:
            answer = ask.keep_changes(self, self.windowTitle())
            if answer is ask.Keep.SAVE:
                self.save()
                return
            if answer is ask.Keep.CANCEL:
                return
        super().reject()

    def _refuse(self, why: str) -> None:
        self.problem.setText(why)
        self.problem.show()
